// The style sheet of pictures and recordings, adopted beside that of guides.

export const mediaStyles = `
.media { overflow: hidden; border-radius: calc(var(--radius) / 2) }
/* A close button before a picture is painted below it: through a hole (widget/layout_guide.cpp). */
.card:not(.plain) > .media[data-cross] { --at: calc(100% - 24px); -webkit-mask: radial-gradient(circle at var(--at) 24px, transparent 15.5px, #000 16.5px) }
.card[dir=rtl] > .media[data-cross] { --at: 24px }
.media :is(img, video) { position: absolute; inset: 0; width: 100%; height: 100%; border-radius: inherit; display: block }
.media img { object-fit: cover }
.media video { object-fit: contain }
.play {
  all: unset;
  position: absolute;
  inset: 0;
  margin: auto;
  width: 44px;
  height: 44px;
  border-radius: 50%;
  background: var(--card);
  box-shadow: 0 2px 12px rgba(18, 22, 40, .3);
  cursor: pointer;
}
.play::before {
  content: "";
  position: absolute;
  inset: 14px 13px 14px 17px;
  background: var(--accent);
  clip-path: polygon(0 0, 100% 50%, 0 100%);
}
.play::before { forced-color-adjust: none }
.play:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.document :is(img, video) { position: static; display: block; max-width: 100%; height: auto; margin: 0 0 12px; border-radius: 8px; pointer-events: auto }
.document video { width: 100% }
`;

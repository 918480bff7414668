// The style sheet of guides, adopted beside that of all surfaces (styles.ts).

export const guideStyles = `
/* What stands by stays under what is shown, whichever came first. */
:host(.low) { z-index: 2147483646 !important }
.tip { left: 0; top: 0 }
:is(.tip, .banner) .l3 { font: 600 15px/22px var(--font) }
.l60 { font-size: 13px }
.away { opacity: 0; pointer-events: none }
.veil, .hole { position: absolute }
.veil { inset: 0; background: rgba(10, 12, 20, .45); pointer-events: auto }
.hole { border-radius: 12px; box-shadow: 0 0 0 2px rgba(255, 255, 255, .5), 0 0 0 200vmax rgba(10, 12, 20, .45); pointer-events: none }
@media (prefers-reduced-motion: no-preference) {
  .veil, .hole { animation: appear .18s ease-out }
}
@keyframes appear { from { opacity: 0 } }
@media (forced-colors: active) {
  .hole { outline: 3px solid Highlight }
  .veil { border: 1px solid }
}
.banner { left: 0; right: 0; border-radius: 0 }
.banner-top { top: 0 }
.banner-bottom { bottom: 0 }
.launcher { box-shadow: none; margin-bottom: env(safe-area-inset-bottom, 0px); filter: drop-shadow(0 4px 10px rgba(18, 22, 40, .18)) }
.raised { bottom: calc(var(--edge) + 56px) }

.document, .media { position: absolute; box-sizing: border-box; outline: 0 }
.media { overflow: hidden; border-radius: calc(var(--radius) / 2) }
/* A close button before a picture stands on it, painted below: through a hole (widget/layout_guide.cpp). */
.l16 { z-index: 1 }
.card:not(.plain) > .media[data-cross] { --at: calc(100% - 24px); -webkit-mask: radial-gradient(circle at var(--at) 24px, transparent 15.5px, #000 16.5px) }
.card[dir=rtl] > .media[data-cross] { --at: 24px }
.media :is(img, video) { position: absolute; inset: 0; width: 100%; height: 100%; border-radius: inherit; display: block }
.media img { object-fit: cover }
.media video { object-fit: contain; background: #000 }
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

.document {
  --soft: color-mix(in srgb, var(--accent) 12%, var(--card));
  padding: 16px 20px;
  overflow: hidden auto;
  overscroll-behavior: contain;
  color: var(--ink);
  overflow-wrap: anywhere;
  scrollbar-width: thin;
  user-select: text;
  -webkit-user-select: text;
  cursor: auto;
}
.document > :first-child { margin-top: 0 }
.document > .items:first-child { margin-top: -8px }
.document > :last-child { margin-bottom: 0 }
.document :is(h3, h4, h5, p, ul, ol, pre, blockquote, hr) { margin: 0 0 12px; font: inherit }
.document :is(h3, h4) { font: 600 15px/22px var(--font); margin-top: 20px }
.document h5 { font-weight: 600 }
.document :is(ul, ol) { padding-inline-start: 24px }
.document li > :is(p, ul, ol) { margin-bottom: 4px }
.document strong { font-weight: 600 }
.document :is(code, pre) { font: 13px/20px ui-monospace, Menlo, Consolas, monospace; background: var(--soft); border-radius: 4px }
.document code { padding: 1px 4px }
.document pre { padding: 12px; border-radius: 8px; overflow-x: auto; overflow-wrap: normal; white-space: pre; direction: ltr; text-align: left }
.document blockquote { padding-inline-start: 12px; border-inline-start: 3px solid var(--hairline); color: var(--muted) }
.document hr { border: 0; border-top: 1px solid var(--hairline) }
.document :is(img, video) { position: static; display: block; max-width: 100%; height: auto; margin: 0 0 12px; border-radius: 8px; pointer-events: auto }
.document video { width: 100%; background: #000 }
.document a { color: var(--accent); text-decoration: underline; text-underline-offset: 2px; cursor: pointer; border-radius: 2px }
.document mark { color: var(--accent); background: var(--soft); border-radius: 3px }
.document ::selection { background: rgba(90, 120, 255, .3) }
.document :is(.label, .note), .document .more { font: 400 13px/18px var(--font); color: var(--muted) }
.document .label { font-weight: 600; margin-bottom: 4px }
.document .items { list-style: none; padding: 0; margin: 0 -12px 12px }
.document .item {
  all: unset;
  display: block;
  box-sizing: border-box;
  width: 100%;
  padding: 10px 12px;
  border-radius: 8px;
  cursor: pointer;
}
.items li + li { border-top: 1px solid var(--hairline) }
.item span { display: block }
.item .name { font: 600 15px/22px var(--font) }
.item .more { margin-top: 2px }
@media (hover: hover) {
  .item:hover { background: var(--soft) }
  .item:hover .name { color: var(--accent) }
}
.item:active { background: var(--soft) }
.document:focus-visible, .document :focus-visible { outline: 2px solid var(--accent); outline-offset: -2px }
.l57 { padding-inline-start: 38px }
.l57::-webkit-search-cancel-button { display: none }

.beacon {
  all: unset;
  position: absolute;
  left: 0;
  top: 0;
  width: 32px;
  height: 32px;
  border-radius: 50%;
  pointer-events: auto;
  cursor: pointer;
  -webkit-tap-highlight-color: transparent;
  --c: var(--c0, #4f46e5);
}
.beacon[hidden] { display: none }
.beacon::before, .beacon::after {
  content: "";
  position: absolute;
  inset: 10px;
  border-radius: 50%;
  background: var(--c);
}
.beacon::after { box-shadow: 0 0 0 2px #fff, 0 1px 4px 2px rgba(18, 22, 40, .3) }
.beacon:focus-visible { outline: 2px solid var(--c); outline-offset: -2px; background: #fff }
@media (prefers-color-scheme: dark) { .beacon { --c: var(--c1, #8b85ff) } }
@media (prefers-reduced-motion: no-preference) {
  .beacon::before { animation: pulse 2s cubic-bezier(.2, .6, .3, 1) infinite }
}
@keyframes pulse { from { opacity: .6 } 70%, to { opacity: 0; scale: 2.6 } }
@media (forced-colors: active) {
  .beacon::after { background: Highlight; border: 2px solid CanvasText; forced-color-adjust: none }
}

.plain.tip, .plain.launcher { width: auto !important }
.plain.tip { max-width: min(360px, 100vw - 16px) }
.plain.banner { width: 100% !important; max-height: none }
.plain.launcher { padding: 4px }
.plain.launcher .node { margin: 0 }
.plain .l50, .plain .l51 { display: block; opacity: 1; width: 100% !important }
.plain :is(.document, .media) { position: relative; inset: auto !important; width: auto !important; height: auto !important; margin: 0 0 8px }
.plain .document { max-height: 50vh }
.plain .media { width: fit-content !important }
.plain .media :is(img, video) { position: static; width: auto; height: auto; max-width: min(100%, 320px) }
.plain .play { padding: 0; margin: auto }
.plain .document li { border: 0; padding: 0 }
.plain .item { border: 1px solid; margin: 0 0 4px }
.plain :focus-visible { outline: 2px solid; outline-offset: 1px }
`;

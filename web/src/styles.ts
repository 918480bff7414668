// The style sheet of every surface, adopted by its shadow root; what is rarely wanted is in plain_styles.ts. Rules on
// :host are important because a page's own * { … !important } reaches the host element; important rules inside a
// shadow tree win over those outside.

export const styles = `
:host {
  all: initial !important;
  position: fixed !important;
  inset: 0 !important;
  display: block !important;
  contain: strict !important;
  pointer-events: none !important;
  z-index: 2147483647 !important;
  zoom: var(--zoom, 1) !important;
  direction: ltr !important;
  unicode-bidi: isolate !important;
}
:host(.inline) { position: relative !important; contain: layout style !important; z-index: auto !important }
@media print { :host { display: none !important } }

.card {
  position: absolute;
  pointer-events: auto;
  outline: 0;
  cursor: default;
  font: 400 calc(15px / var(--text, 1))/1.4667 var(--font);
  text-align: start;
  border-radius: var(--radius);
  box-shadow: 0 16px 40px -12px rgba(18, 22, 40, .22), 0 2px 6px rgba(18, 22, 40, .06);
  -webkit-tap-highlight-color: transparent;
  -webkit-text-size-adjust: none;
  text-size-adjust: none;
  --edge: clamp(16px, 2vw, 24px);
}
.dark { box-shadow: 0 16px 40px -12px rgba(0, 0, 0, .6), 0 2px 6px rgba(0, 0, 0, .3) }
.waiting { visibility: hidden }
.p0 { right: var(--edge); bottom: var(--edge) }
.p1 { left: var(--edge); bottom: var(--edge) }
.p2 { left: 0; right: 0; bottom: var(--edge); margin: 0 auto }
.p3 { right: var(--edge); top: var(--edge) }
.p4 { left: var(--edge); top: var(--edge) }
.p5 { inset: 0; margin: auto }
.inline { position: relative; box-shadow: none }
.inline[dir=rtl] { margin-left: auto }
.tab { right: 0; top: calc(50% - 22px); box-shadow: none }
.tab[dir=rtl] { right: auto; left: 0 }
:host(.under) .card:not(:focus-within) { visibility: hidden }
@media (max-width: 479px) { .tab { top: auto; bottom: calc(env(safe-area-inset-bottom, 0px) + 16px) } }
.sheet {
  left: 0;
  right: 0;
  bottom: env(safe-area-inset-bottom, 0px);
  border-radius: var(--radius) var(--radius) 0 0;
  box-shadow: 0 -8px 40px -8px rgba(18, 22, 40, .28);
}
.sheet::after {
  content: "";
  position: absolute;
  inset: 100% 0 auto;
  height: env(safe-area-inset-bottom, 0px);
  background: var(--card);
}
.tall { overflow: hidden auto; overscroll-behavior: contain; scrollbar-width: thin }
/* A bar at the left would push everything to the right. */
.tall[dir=rtl] { scrollbar-width: none }
.tall canvas { clip-path: inset(0) }

@media (prefers-reduced-motion: no-preference) {
  .card { animation: enter .18s cubic-bezier(.2, .7, .3, 1) backwards }
  .waiting, .inline, .tab { animation: none }
  .leaving { animation: leave .12s ease-in forwards }
}
@keyframes enter { from { opacity: 0; translate: 0 8px } }
@keyframes leave { to { opacity: 0; translate: 0 8px } }

canvas { position: absolute; display: block; pointer-events: none }
.node {
  all: unset;
  box-sizing: border-box;
  position: absolute;
  display: block;
  overflow: hidden;
  color: transparent;
  -webkit-text-fill-color: currentcolor;
  -webkit-tap-highlight-color: transparent;
  touch-action: manipulation;
  overflow-wrap: anywhere;
}
.node[hidden], .sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; font-size: 16px; user-select: none; -webkit-user-select: none }
.node[hidden] { display: none }
.node:is(fieldset, div, ol, li) { overflow: visible }
progress.node { opacity: 0 }
.text { cursor: text }
.text span { display: block }
.node::selection, .node ::selection { color: transparent; background: rgba(90, 120, 255, .3) }
.l3 { font: 600 1.1333em/1.4118 var(--font) }
.l5, .l6, .l10, .l11, .l18, .l32, .l39, .l45 { font: 400 .8667em/1.3846 var(--font) }
.l11 { text-align: end }
.node:is(label, button, a, select) { cursor: pointer }
.text, .l24, .l35, .l40 { user-select: text; -webkit-user-select: text }
.node:is(button, a, select), .l9, .l39 { user-select: none; -webkit-user-select: none }
/* The words of controls stand where they are painted: found and selected there. */
.node:is(button, a), .l9, .l32 { text-align: center }
.node:is(label, li, a) { display: grid; align-content: center }
.l9 span { width: min-content; height: 22px; margin: auto }
.l14, .l15, .l42 { font-weight: 600 }
.l24 { padding-inline: 46px 16px }
.l35 { padding-inline: 50px 82px }
.sheet .l35 { padding-inline-end: 102px }
label.l39 { align-content: end; padding: 0 10px 11px; padding-inline-start: 38px }
.l40 { padding-inline-start: 32px }
a.l41 { text-align: start; white-space: nowrap }
.l33 legend { padding: 0; height: 100%; display: grid; align-content: center; clip-path: none; white-space: normal; font-size: inherit; user-select: text; -webkit-user-select: text }
.sheet legend { align-content: start }
label input { all: unset; position: absolute; inset: 0 }
img { position: absolute; object-fit: cover; border-radius: calc(var(--radius) / 2); pointer-events: none }
/* The folded list itself is painted; its options are the browser's. */
select.node { opacity: 0; color: var(--ink); background: var(--card) }
option { color: var(--ink); background: var(--card) }
.node.off { cursor: default }
.textbox {
  padding: 10px 12px;
  color: var(--ink);
  caret-color: var(--accent);
  cursor: text;
  overflow: auto;
  overscroll-behavior: contain;
  text-align: start;
  unicode-bidi: plaintext;
  white-space: pre-wrap;
  user-select: text;
  -webkit-user-select: text;
  scrollbar-width: thin;
}
/* Addresses and numbers are written from the left in every language. */
.l26, .l27, .l29 { direction: ltr }
[dir=rtl] :is(.l26, .l27, .l29) { text-align: right }
.l28.empty:not(:focus) { color: var(--muted) }
.textbox::placeholder { color: var(--muted); opacity: 1; -webkit-text-fill-color: currentcolor }
.textbox::selection { background: rgba(90, 120, 255, .3) }
/* Safari on a phone zooms the page when a smaller text gets the focus. */
@supports (-webkit-touch-callout: none) { .textbox { font-size: 16px } }
`;

// canvass.plain.js: the rules for cards without a picture, where the visitor's own colours are forced on the page or
// nothing can be painted. Loaded before the first of these shows, and adopted beside the others.

export const plainStyles = `
.plain {
  width: min(416px, 100vw - 32px) !important;
  height: auto !important;
  max-height: calc(100% - 32px);
  overflow: auto;
  box-sizing: border-box;
  padding: 16px;
  border: 1px solid;
  color: var(--ink);
  background: var(--card);
}
.inline.plain { width: auto !important; max-height: none }
.tab.plain { width: auto !important; padding: 0 }
.plain :is(canvas, progress, .l10, .l11, .l32) { display: none }
.plain .node { position: relative; inset: auto !important; width: auto !important; height: auto !important; margin: 0 0 8px; color: inherit }
.plain .node:focus-visible, .plain label:focus-within { outline: 2px solid; outline-offset: 2px }
.plain :is(label, li) { display: block; text-align: start; padding: 2px }
.plain legend { display: block }
/* No picture for the words to stand on. */
.plain label span { height: auto }
.plain label input { position: static; appearance: auto; margin-inline-end: 8px }
.plain label img { position: static; display: block; max-width: 160px; margin: 4px 0 }
.plain .l33 { padding-top: 8px }
.plain .l33 legend { position: static; width: auto; height: auto; clip-path: none; white-space: normal; font-weight: 600 }
.plain li { padding-bottom: 8px; border-bottom: 1px solid }
.plain li span { margin-inline-end: 8px }
.plain :is(button, .l42) { display: inline-block; vertical-align: top; padding: 4px 12px; border: 1px solid; margin-inline-end: 8px }
.plain a.node { color: LinkText; text-decoration: underline }
.plain .off { opacity: .5 }
.plain :is(.textbox, select) { width: 100% !important; min-height: 44px; border: 1px solid; opacity: 1 }
.plain select { appearance: auto; padding: 0 8px }
.plain .l12 { min-height: 88px }
.plain .l16 { float: inline-end; margin: 0 0 8px 8px }

@media (pointer: coarse) { .plain :is(label, button, a).node { padding-block: 11px } }

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

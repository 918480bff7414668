// The style sheet of guides, adopted beside that of all surfaces (styles.ts).

export const guideStyles = `
.tip { left: 0; top: 0 }
:is(.tip, .banner) .l3 { font: 600 1em/1.4667 var(--font) }
.l60 { font-size: .8667em }
.l53 { padding-inline-start: 32px }
li.l56:not(.empty) { font-weight: 600 }
li.l56 { padding-inline-start: 28px; align-content: start }
.l54 { font-weight: 600 }
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

/* A close button before a picture stands on it. */
.l16 { z-index: 1 }
.document, .media { position: absolute; box-sizing: border-box; outline: 0 }

.document {
  --soft: color-mix(in srgb, var(--accent) 10%, var(--card));
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
.document :is(h3, h4) { font: 600 1em/1.4667 var(--font); margin-top: 20px }
.document h5 { font-weight: 600 }
.document :is(ul, ol) { padding-inline-start: 24px }
.document li > :is(p, ul, ol) { margin-bottom: 4px }
.document strong { font-weight: 600 }
.document :is(code, pre) { font: calc(13px / var(--text, 1))/1.5385 ui-monospace, Menlo, Consolas, monospace; background: var(--soft); border-radius: 4px }
.document code { padding: 1px 4px }
.document pre { padding: 12px; border-radius: 8px; overflow-x: auto; overflow-wrap: normal; white-space: pre; direction: ltr; text-align: left }
.document blockquote { padding-inline-start: 12px; border-inline-start: 3px solid var(--hairline); color: var(--muted) }
.document hr { border: 0; border-top: 1px solid var(--hairline) }
.document a { color: var(--accent); text-decoration: underline; text-underline-offset: 2px; cursor: pointer; border-radius: 2px }
.document mark { color: var(--accent); background: var(--soft); border-radius: 3px }
.document ::selection { background: rgba(90, 120, 255, .3) }
.document :is(.label, .note), .document .more { font: 400 .8667em/1.3846 var(--font); color: var(--muted) }
.document .label { font-weight: 600; margin-bottom: 4px }
.document .items { list-style: none; padding: 0; margin: 0 -12px 12px }
.document .item {
  all: unset;
  display: block;
  box-sizing: border-box;
  width: 100%;
  padding: 10px 12px;
  min-height: 44px;
  border-radius: 8px;
  cursor: pointer;
}
.items li + li { border-top: 1px solid var(--hairline) }
.item span { display: block }
.item .name { font: 600 1em/1.4667 var(--font) }
.item .more { margin-top: 2px }
@media (hover: hover) {
  .item:hover { background: var(--soft) }
  .item:hover .name { color: var(--accent) }
}
.item:active { background: var(--soft) }
.document:focus-visible, .document :focus-visible { outline: 2px solid var(--accent); outline-offset: -2px }
.l57 { padding-inline-start: 38px }
.l57::-webkit-search-cancel-button { display: none }
`;

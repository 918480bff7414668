// Interaction patterns as sites really build them, each with what a visitor does to it and the signals that come of it:
// mostly none. tests/browser/patterns.test.mjs drives them.
//
// A pattern is
//   name, html, style, script   its part of the page. `script` runs in the page with the element that html is in
//   drive(user)                 real input (driver.mjs); selectors are of the whole page, of which it is the only part
//   clicks                      as "Page Watched" counts them, which shows that they were seen; undefined: not compared
//   expect                      the signals, each with those of its properties that matter; none when absent
//   firefox, webkit: {expect, clicks, why}   where that one differs
//   limit                       why what is expected is not what should be
//   throws                      uncaught errors of the page are part of it

import { controls } from './patterns/controls.mjs';
import { forms } from './patterns/forms.mjs';
import { lists } from './patterns/lists.mjs';
import { media } from './patterns/media.mjs';
import { navigation } from './patterns/navigation.mjs';
import { overlays } from './patterns/overlays.mjs';
import { requests } from './patterns/requests.mjs';
import { struggles } from './patterns/struggles.mjs';
import { text } from './patterns/text.mjs';

export { controls, overlays, text };
export const patterns = [...controls, ...text, ...lists, ...requests, ...navigation, ...media, ...overlays, ...forms, ...struggles];

const markup = ({ name, html, script }, index) => `<section id="pattern-${index}"><h2>${name}</h2>${html}</section>
${script ? `<script>(${methodless(script)})(document.getElementById('pattern-${index}'));</script>` : ''}`;

// A function written as a method, as an expression.
function methodless(script) {
  const source = String(script);
  return /^\w+\s*\(/.test(source) && !source.startsWith('function') ? `function ${source}` : source;
}

// What goes into a page of these patterns.
export function pageOf(some) {
  return {
    head: `<style>body { font: 16px/1.5 sans-serif; margin: 20px } button { font: inherit } ${some.map(({ style }) => style ?? '').join(' ')}</style>`,
    body: some.map((pattern) => markup(pattern, patterns.indexOf(pattern))).join('\n'),
  };
}

// Whether nothing is lost where there is little room: at 400 % zoom (a window of 320 by 256), and where the visitor's text
// is twice as large (WCAG 2.2, 1.4.4 and 1.4.10); and whether fingers can hit everything.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { useEngine } from '../support/driver.mjs';
import { listen } from '../support/painted.mjs';
import { reach, startStates, states } from '../support/states.mjs';

const engine = useEngine(before, after);
const slack = 0.5; // CSS px
const head = `<script>${listen}</script>`;

// Runs in the page: what of a card cannot be had. `least`: of a target, CSS px; `zoom`: of the text.
function lost({ least, zoom, slack }) {
  const wrong = [];
  const runsOf = window[Symbol.for('canvass.runs')];
  const inView = ({ left, top, right, bottom }) => left >= -0.5 && top >= -0.5 && right <= innerWidth + 0.5 && bottom <= innerHeight + 0.5;
  // Scrolls what of ours scrolls, and not the page: WebKit would, too.
  const bring = (element) => {
    if (element.closest('.inline')) return element.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    for (let box = element.parentElement; box; box = box.parentElement) {
      if (box.scrollHeight <= box.clientHeight || !/auto|scroll/.test(getComputedStyle(box).overflowY)) continue;
      const [own, whole] = [element.getBoundingClientRect(), box.getBoundingClientRect()];
      if (own.height > whole.height) return false;
      if (own.top < whole.top) box.scrollTop -= whole.top - own.top;
      else if (own.bottom > whole.bottom) box.scrollTop += own.bottom - whole.bottom + 1;
    }
    return true;
  };
  for (const { shadowRoot: root } of document.querySelectorAll('canvass-surface')) {
    const card = root.querySelector('.card');
    if (!card || card.getClientRects().length === 0 || getComputedStyle(card).visibility === 'hidden') continue;
    const rect = card.getBoundingClientRect();
    if (!card.classList.contains('inline') && !inView(rect)) wrong.push(`the card is at ${[rect.left, rect.top, rect.right, rect.bottom].map(Math.round)}`);
    if (/auto|scroll/.test(getComputedStyle(card).overflowX)) wrong.push('the card scrolls sideways');

    const canvas = card.querySelector('canvas');
    const width = parseFloat(card.style.width);
    const height = parseFloat(canvas.style.height);
    const is = canvas.getBoundingClientRect().width / parseFloat(canvas.style.width);
    if (Math.abs(is - zoom) > 0.02) wrong.push(`the text is enlarged by ${is.toFixed(2)}`);
    const shift = parseFloat(canvas.style.left);
    const runs = (runsOf.get(canvas) ?? []).map((run) => ({ ...run, x: run.x + shift }));
    if (!card.matches('.tab, .launcher')) {
      for (const { text, x, width: own } of runs) {
        if (x < -slack || x + own > width + slack) wrong.push(`"${text}" goes out of the card`);
        if (text === '…') wrong.push('a text is cut short');
      }
    }
    runs.forEach((one, index) => {
      for (const other of runs.slice(index + 1)) {
        const apart = Math.abs(one.y - other.y) > Math.min(one.size, other.size) * 0.8;
        if (!apart && one.x + 1 < other.x + other.width && other.x + 1 < one.x + one.width) wrong.push(`"${one.text}" lies over "${other.text}"`);
      }
      if (one.y > height) wrong.push(`"${one.text}" is below the picture`);
    });

    for (const element of root.querySelectorAll('label, button, a[href], .textbox, select, .item')) {
      if (element.getClientRects().length === 0 || element.closest('.sr')) continue;
      const name = element.textContent.trim() || element.getAttribute('aria-label') || element.className;
      const fits = bring(element) !== false;
      const own = element.getBoundingClientRect();
      // A link in a sentence is as high as that.
      const inProse = element.localName === 'a' && element.closest('.document');
      if (!inProse && (own.width < least - 0.01 || own.height < least - 0.01)) wrong.push(`"${name}" is ${own.width} by ${own.height}`);
      if (own.height > innerHeight || !fits || element.disabled) continue;
      if (!inView(own)) {
        wrong.push(`"${name}" cannot be scrolled into view: ${[own.left, own.top, own.right, own.bottom].map(Math.round)}`);
        continue;
      }
      const [piece] = element.getClientRects();
      const there = root.elementFromPoint(piece.left + piece.width / 2, piece.top + piece.height / 2);
      // One card may stand on another, until it is closed.
      const another = there?.getRootNode() !== root && there?.localName === 'canvass-surface';
      if (!another && !(there && (element.contains(there) || there.contains(element)))) wrong.push(`"${name}" is covered by ${there?.className ?? 'the page'}`);
    }
  }
  return wrong;
}

async function check(t, { language = 'en', which = states, least = 24, zoom = 1, ...visit }) {
  const site = await startStates(t, { head });
  const user = await engine.visit(t, undefined, { ...visit, ...(zoom !== 1 && { fontSize: 16 * zoom }) });
  await user.goto(`${site.origin}/placed/${language}`);
  const wrong = [];
  for (const state of which) {
    await reach(user, site, state, language);
    wrong.push(...(await user.evaluate(lost, { least, zoom, slack })).map((line) => `${state}: ${line}`));
  }
  assert.deepEqual(wrong, []);
}

describe('reflow', { concurrency: 3 }, () => {
  for (const language of ['en', 'kk', 'ar']) {
    test(`nothing is lost at 400 % zoom (${language})`, (t) => check(t, { language, width: 320, height: 256 }));
  }
  test('nothing is lost on a small phone', (t) => check(t, { language: 'ru', width: 320, height: 568 }));
  if (engine.can.touch) {
    test('fingers can hit everything on a phone', (t) => check(t, { width: 360, height: 740, least: 44, touch: true }));
    test('fingers can hit everything on a tablet', (t) => check(t, { width: 820, height: 1100, least: 44, touch: true }));
  }
  if (engine.can.fontSize) {
    for (const language of ['en', 'ar']) {
      test(`nothing is lost with text twice as large (${language})`, (t) => check(t, { language, width: 1280, height: 800, zoom: 2 }));
    }
    test('nothing is lost with text twice as large on a phone', (t) => check(t, { width: 390, height: 780, zoom: 2 }));
  }
});

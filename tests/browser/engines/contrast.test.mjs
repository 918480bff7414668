// Whether everything can be read and seen, measured in the pixels that are painted: every state of every survey and guide,
// light and dark, from right to left, and with accents that nobody could read as they were chosen.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { useEngine } from '../support/driver.mjs';
import { listen, measure } from '../support/painted.mjs';
import { readPng } from '../support/png.mjs';
import { reach, startStates, states } from '../support/states.mjs';

const engine = useEngine(before, after);
const head = `<script>${listen}</script>`;

// One of each look is enough for an accent.
const some = states.filter((state) =>
  /^(nps-chosen|effort7-focus|faces-focus|stars-focus|choice-focus|several-other|pictures-chosen|email-wrong|matrix-part|ranking-focus|consent-given|message-focus|picture-tip|tour-second|checklist-some|thread|banner|help-article|dropdown-chosen|tab)$/.test(state),
);

async function check(t, { theme, scheme = 'light', language = 'en', which = states, contrast, ratios, width }) {
  const site = await startStates(t, { head, theme });
  const user = await engine.visit(t, undefined, { scheme, scale: 2, ...(contrast && { contrast }), ...(width && { width }) });
  await user.goto(`${site.origin}/placed/${language}`);
  const wrong = [];
  const seen = {};
  for (const state of which) {
    await reach(user, site, state, language);
    const found = await user.evaluate(measure, ratios ?? {});
    wrong.push(...found.wrong.map((line) => `${state}: ${line}`));
    for (const [kind, count] of Object.entries(found.seen)) seen[kind] = (seen[kind] ?? 0) + count;
  }
  assert.deepEqual(wrong, [], 'expected 4.5:1 of text, 3:1 of edges and rings of 2 px');
  for (const [kind, count] of Object.entries(seen)) assert.ok(count >= 3, `expected to have measured ${kind}, found ${count}`);
}

describe('contrast', { concurrency: 3 }, () => {
  for (const scheme of ['light', 'dark']) {
    test(`everything can be read and seen in every state (${scheme})`, (t) => check(t, { scheme }));
    test(`… from right to left (${scheme})`, (t) => check(t, { scheme, language: 'ar', which: some }));
    test(`… as a sheet (${scheme})`, (t) => check(t, { scheme, width: 390, which: some }));
    for (const [kind, accent] of [['pale', '#ffd400'], ['middling', '#7a7a7a'], ['dark', '#161640']]) {
      test(`… with a ${kind} accent (${scheme})`, (t) => check(t, { scheme, theme: { accent, accentDark: accent }, which: some }));
    }
    if (engine.can.contrast) {
      test(`… and better where more contrast is preferred (${scheme})`, (t) =>
        check(t, { scheme, contrast: 'more', ratios: { text: 7, edge: 4.5 }, which: some }));
    }
  }

  test('what the browser paints itself can be read: fields, hints and articles', async (t) => {
    const site = await startStates(t, { head, theme: { accent: '#ffd400' } });
    for (const scheme of ['light', 'dark']) {
      const user = await engine.visit(t, undefined, { scheme, scale: 2 });
      await user.goto(`${site.origin}/placed/en`);
      for (const state of ['long', 'long-typed', 'email-wrong', 'number-wrong', 'help', 'help-search', 'help-article']) {
        await reach(user, site, state);
        for (const { name, box } of await user.evaluate(words)) {
          const ratio = ratioIn(readPng(await user.screenshot({ clip: box })));
          assert.ok(ratio >= 4.4, `${state}, ${scheme}: expected 4.5:1 of "${name}", found ${ratio.toFixed(2)}`);
        }
      }
    }
  });
});

// Runs in the page: texts of the browser's own that can be seen.
function words() {
  const found = [];
  for (const { shadowRoot } of document.querySelectorAll('canvass-surface')) {
    for (const element of shadowRoot.querySelectorAll('.textbox, .document :is(p, li > a, h3, h4, .name, .more, .label, strong)')) {
      const name = element.value || element.placeholder || element.textContent;
      const { x, y, width, height } = element.getBoundingClientRect();
      const whole = element.closest('.document')?.getBoundingClientRect();
      if (!name || width < 8 || height < 8 || (whole && (y < whole.y || y + height > whole.bottom))) continue;
      // Without its edge.
      const inset = element.classList.contains('textbox') ? 4 : 0;
      found.push({ name: name.slice(0, 40), box: { x: Math.ceil(x + inset), y: Math.ceil(y + inset), width: Math.floor(width - 2 * inset) - 1, height: Math.floor(Math.min(height - 2 * inset, 80)) - 1 } });
    }
  }
  return found;
}

function ratioIn({ width, height, at }) {
  const counts = new Map();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const name = at(x, y).join();
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const linear = (c) => (c <= 10.31475 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const light = (name) => name.split(',').reduce((sum, c, i) => sum + [0.2126, 0.7152, 0.0722][i] * linear(Number(c)), 0.05);
  const [[ground]] = Array.from(counts).sort((a, b) => b[1] - a[1]);
  const of = light(ground);
  return Math.max(...Array.from(counts.keys(), (name) => Math.max(light(name) / of, of / light(name))));
}

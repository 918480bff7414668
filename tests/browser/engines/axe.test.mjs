// axe finds nothing wrong with any state of any survey or guide: on a desk and on a phone, from left to right and from
// right to left, light and dark, in colours of the visitor's own; nor with the pages of the demo shop and the report.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';

import { startCollector } from '../support/collector.mjs';
import { useEngine } from '../support/driver.mjs';
import { plain, reach, startStates, states } from '../support/states.mjs';

const engine = useEngine(before, after);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Beside every rule that is on, best practices among them: that of WCAG 2.2, and of the experimental ones those that say
// something here. "focus-order-semantics" would have an article that is scrolled with the keys be a landmark of the page.
const rules = ['target-size', 'label-content-name-mismatch', 'p-as-heading', 'table-fake-caption', 'td-has-header'];

// Runs in the page.
async function look(on) {
  const options = { resultTypes: ['violations'], rules: Object.fromEntries(on.map((name) => [name, { enabled: true }])) };
  const { violations } = await window.axe.run(document, options);
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html.slice(0, 200)).join(' ')}`);
}

const wide = { width: 1280, height: 800 };
const narrow = { width: 360, height: 640 };
const ways = {
  'on a desk': [wide, 'en', states],
  'on a phone, from right to left, in the dark': [{ ...narrow, touch: engine.can.touch, scheme: 'dark' }, 'ar', states],
  'in colours of the visitor\'s own': [{ ...wide, forcedColors: true }, 'en', plain],
};

const parts = 2; // at a time
describe('axe finds nothing wrong', { concurrency: parts }, () => {
  for (const [way, set] of Object.entries(ways)) {
    const [options, language, some] = set;
    const skip = options.forcedColors && !engine.can.forcedColors && `${engine.name} cannot be told of such colours here`;
    for (let part = 0; part < parts; part++) {
      test(`${way}, ${some.length} states (${part + 1}/${parts})`, { skip }, async (t) => {
        const site = await startStates(t, { head: '<script src="/axe.js"></script>' });
        site.put('/axe.js', axe);
        const user = await engine.visit(t, `${site.origin}/axe.js`, options);
        const wrong = [];
        for (const state of some.filter((_, index) => index % parts === part)) {
          await reach(user, site, state, language);
          for (const violation of await user.evaluate(look, rules)) wrong.push(`${state}: ${violation}`);
        }
        assert.deepEqual(wrong, []);
      });
    }
  }
});

test('axe does look into what is shown', async (t) => {
  const site = await startStates(t, { head: '<script src="/axe.js"></script>' });
  site.put('/axe.js', axe);
  const user = await engine.visit(t, `${site.origin}/axe.js`);
  await reach(user, site, 'phone');
  await user.evaluate(() => {
    const { shadowRoot } = document.querySelector('canvass-surface');
    shadowRoot.querySelector('input').removeAttribute('aria-labelledby');
    shadowRoot.querySelector('input').removeAttribute('aria-label');
    shadowRoot.querySelector('[role=dialog]').removeAttribute('aria-labelledby');
    shadowRoot.querySelector('button').textContent = '';
  });
  const found = (await user.evaluate(look, rules)).map((violation) => violation.split(':')[0]);
  assert.deepEqual(found.sort(), ['aria-dialog-name', 'button-name', 'label']);
});

for (const scheme of ['light', 'dark']) {
  test(`axe finds nothing wrong with the pages of the demo shop (${scheme})`, async (t) => {
    const collector = await startCollector(t);
    const user = await engine.visit(t, undefined, { scheme });
    const wrong = [];
    for (const path of ['/', '/product.html?id=vase', '/cart.html', '/order.html', '/support.html', '/support.html?topic=care']) {
      await user.goto(collector.origin + path);
      await user.evaluate(`(() => {${axe}})()`); // not as words of the page's: its policy would refuse them
      for (const violation of await user.evaluate(look, rules)) wrong.push(`${path}: ${violation}`);
    }
    assert.deepEqual(wrong, []);
  });
}

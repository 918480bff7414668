// What docs/embedding.md says of other tools on the page: our elements carry the marks by which those leave them alone.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { nps } from '../support/config.mjs';
import { assertUnharmed, useEngine } from '../support/driver.mjs';
import { atOnce, button, card, serve } from '../support/suite.mjs';

const engine = useEngine(before, after);

const docs = readFileSync(new URL('../../../docs/embedding.md', import.meta.url), 'utf8');
const [, section] = docs.split(/^## Other tools on the page$/m);
const [, rows] = section.match(/\n((?:\|.*\n)+)/);
// The second column of the table, as [attribute, value].
const marks = rows.split('\n').slice(2, -1).flatMap((row) => Array.from(row.split('|')[2].matchAll(/`([^`]+)`/g), ([, mark]) => mark))
  .map((mark) => (mark.startsWith('.') ? ['class', mark.slice(1)] : (mark.match(/^\[([\w-]+)(?:="(.*)")?\]$/) ?? assert.fail(`${mark} is neither a class nor an attribute`)).slice(1)));

const hosts = () => Array.from(document.querySelectorAll('canvass-surface'), (host) =>
  Object.fromEntries(Array.from(host.attributes, ({ name, value }) => [name, value])));

function assertMarked(all) {
  for (const attributes of all) {
    for (const [name, value] of marks) {
      assert.ok(name in attributes, `expected ${name} on ${JSON.stringify(attributes)}`);
      if (name === 'class') assert.ok(attributes.class.split(' ').includes(value), `expected the class ${value} in "${attributes.class}"`);
      else if (value !== undefined) assert.equal(attributes[name], value);
    }
  }
}

async function marked(t, configuration, ...wanted) {
  const site = await serve(t, configuration);
  const user = await engine.visit(t, site.origin);
  for (const target of wanted) await user.see(target);
  assertMarked(await user.evaluate(hosts));
  await assertUnharmed(user);
}

test('the documented marks are on what shows a survey', async (t) => {
  assert.ok(marks.length >= 8, 'expected the table of docs/embedding.md');
  await marked(t, { surveys: [nps({ ...atOnce })] }, card);
});

test('and on a beacon, and on the launcher', async (t) => {
  const spot = { id: 'spot', type: 'hotspot', anchor: 'h1', title: 'New', text: 'Look.', triggers: [{ page: '/' }] };
  const help = { id: 'help', type: 'help', title: 'Help', launcher: 'How can we help?', articles: [{ id: 'one', title: 'One', text: 'Text' }] };
  await marked(t, { guides: [spot, help] }, button(/New/), button('How can we help?'));
});

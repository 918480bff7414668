import assert from 'node:assert/strict';
import { test } from 'node:test';

import { canvass, folder, ndjson, parsed } from './canvass.mjs';

const config = {
  canvass: 1,
  cooldown: '4d',
  surveys: [
    {
      id: 'nps',
      triggers: [{ event: 'order_completed', delay: '3s' }],
      audience: { trait: 'plan', is: 'pro' },
      frequency: 'always',
      questions: [{ id: 'score', type: 'nps', text: 'How likely are you to recommend us?' }],
    },
  ],
};

const opened = { t: 0, ev: 'page', url: 'https://shop.example/thanks' };
const identified = { t: 100, ev: 'identify', id: 'anna', traits: { plan: 'pro' } };
const ordered = { t: 900, ev: 'track', name: 'order_completed' };

function explain(t, events, id = 'nps') {
  const cwd = folder(t, { 'config.json': config });
  const run = canvass(['replay', 'config.json', '--explain', id], { cwd, input: ndjson(events) });
  const lines = parsed(run.out);
  return { ...run, last: lines.at(-1), lines };
}

const failing = ({ last }) => last.explain.conditions.filter(({ pass }) => !pass).map(({ condition }) => condition);

test('the last line says why it did not show', (t) => {
  const run = explain(t, [opened, ordered]);
  assert.equal(run.code, 0);
  assert.equal(run.last.t, 900);
  assert.equal(run.last.explain.shows, false);
  assert.deepEqual(failing(run), ['audience', 'triggers']);
  assert.equal(run.last.explain.text, 'trait plan is not known, wanted: is "pro"');
});

test('what waits says until when', (t) => {
  const run = explain(t, [opened, identified, ordered]);
  assert.deepEqual(failing(run), ['triggers']);
  const triggers = run.last.explain.conditions.find(({ condition }) => condition === 'triggers');
  assert.equal(triggers.next, Date.parse('2026-01-01T00:00:03.900Z'));
});

test('what shows says so, and after it the cooldown', (t) => {
  const tick = { t: 5000, ev: 'tick' };
  assert.equal(explain(t, [opened, identified, ordered, tick]).last.explain.showing, true);
  const run = explain(t, [opened, identified, ordered, tick, { t: 6000, ev: 'dismiss' }]);
  assert.equal(run.last.explain.text, 'cooldown until 2026-01-05T00:00:03Z');
});

test('without events the beginning is explained', (t) => {
  const run = explain(t, []);
  assert.equal(run.code, 0);
  assert.equal(run.last.t, 0);
  assert.equal(run.last.explain.id, 'nps');
});

test('an id that is not there is an error', (t) => {
  const run = explain(t, [opened], 'npz');
  assert.equal(run.code, 1);
  assert.equal(run.last.explain.error, 'there is no survey or guide "npz", did you mean "nps"?');
});

test('without --explain nothing is explained', (t) => {
  const cwd = folder(t, { 'config.json': config });
  const run = canvass(['replay', 'config.json'], { cwd, input: ndjson([opened]) });
  assert.ok(parsed(run.out).every((line) => !('explain' in line)));
});

// What `canvass validate` says of signals and journeys.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { canvass } from './canvass.mjs';

const validate = (config, ...options) => canvass(['validate', '-', ...options], { input: JSON.stringify({ canvass: 1, ...config }) });
const found = (config) => JSON.parse(validate(config, '--json').out);
const said = (problems) => problems.map(({ pointer, message }) => `${pointer}: ${message}`);

const nps = { id: 'nps', triggers: [], questions: [{ id: 'score', type: 'nps', text: '?' }] };
const buy = {
  id: 'buy',
  start: { page: '/pieces/*' },
  steps: [{ id: 'cart', page: '/cart*' }, { any: [{ page: '/pay*' }, { event: 'paid_by_wallet' }], optional: true }],
  finish: { event: 'order_completed' },
};
const withJourney = (journey) => ({ journeys: [{ ...buy, ...journey }] });
const warnings = (config) => {
  const { errors, warnings } = found(config);
  assert.deepEqual(errors, []);
  return said(warnings);
};

test('signals and journeys without a fault are counted and pass without a word', () => {
  const run = validate({ surveys: [nps], signals: {}, journeys: [buy] });
  assert.equal(run.code, 0);
  assert.equal(run.out, 'stdin: valid, 1 survey, 0 guides and 1 journey, 0 warnings\n');
  assert.deepEqual(warnings({ signals: { thrash: true, rage: { clicks: 4 } } }), []);
});

test('a signal that does not exist is named, with what was meant', () => {
  const { ok, errors } = found({ surveys: [{ ...nps, triggers: [{ signal: 'deda', on: '#pay' }] }] });
  assert.equal(ok, false);
  assert.deepEqual(said(errors), ['/surveys/0/triggers/0/signal: unknown "deda", did you mean "dead"?']);
  assert.deepEqual(warnings({ signals: { quickback: true } }), ['/signals/quickback: unknown field, did you mean "quickBack"?']);
});

test('a broken journey is left out, the others run', () => {
  const run = validate({ journeys: [{ ...buy, id: 'a', finish: undefined }, buy] });
  assert.equal(run.code, 1);
  assert.deepEqual(run.out.split('\n'), [
    'stdin: /journeys/0/finish: is missing: say what its goal is, such as {"event": "order_completed"}',
    'stdin: not valid, 1 error, 0 warnings; what is left runs: 0 surveys, 0 guides and 1 journey',
    '',
  ]);
});

test('a trigger that waits for a signal which is switched off is pointed out', () => {
  const tip = { id: 'tip', type: 'tip', anchor: '#a', text: 't', triggers: [{ signal: 'rage' }] };
  assert.deepEqual(warnings({ signals: { rage: false }, guides: [tip] }), [
    '/signals/rage: is false, but a trigger of "tip" waits for it, which will never hold',
  ]);
});

test('a journey that ends as it begins is pointed out', () => {
  const over = '/journeys/0/finish: is the same as "start": the journey is over when what began it happens again';
  assert.deepEqual(warnings(withJourney({ finish: { page: '/pieces/*' } })), [over]);
  assert.deepEqual(warnings(withJourney({ finish: { any: [{ page: '/pieces/*' }] } })), [over]);
});

test('steps that say nothing, and a journey without any, are pointed out', () => {
  assert.deepEqual(warnings(withJourney({ steps: undefined })), [
    '/journeys/0/steps: is missing: whatever page comes between start and finish will be a detour; say "steps": [] if that is meant',
  ]);
  assert.deepEqual(warnings(withJourney({ steps: [] })), []);
  const steps = [
    { id: 'a', page: '/pieces/*' },
    { id: 'b', event: 'order_completed' },
    { id: 'c', page: '/c' },
    { id: 'd', page: '/c', optional: true },
    { id: 'e', event: 'added' },
    { id: 'f', event: 'added' },
  ];
  assert.deepEqual(warnings(withJourney({ steps })), [
    '/journeys/0/steps/0: is the same as "start": leave it out',
    '/journeys/0/steps/1: is the same as "finish": leave it out',
    '/journeys/0/steps/3: is the same page as step 3: both are passed at once',
  ]);
});

test('a detour that is on the way is pointed out', () => {
  const detours = [
    { id: 'cart', page: '/cart*' },
    { id: 'done', event: 'order_completed' },
    { id: 'faq', page: '/faq*' },
  ];
  assert.deepEqual(warnings(withJourney({ detours })), [
    '/journeys/0/detours/0: is a step as well, so it will never be a detour',
    '/journeys/0/detours/1: is start or finish as well, so it will never be a detour',
  ]);
});

test('what a journey does not use of a trigger is pointed out', () => {
  const steps = [{ page: '/a', delay: '3s' }, { any: [{ event: 'b', cancelOn: ['c'] }] }];
  assert.deepEqual(warnings(withJourney({ steps })), [
    '/journeys/0/steps/0/delay: is not used in a journey, which takes things as they happen',
    '/journeys/0/steps/1/any/0/cancelOn: is not used in a journey, which takes things as they happen',
  ]);
});

test('an experiment is read, and held against what else there is', () => {
  const experiment = { id: 'menu', hypothesis: 'A link in the menu helps', metric: { journey: 'buy' }, date: '2026-11-01' };
  const log = (more, config = {}) => ({ surveys: [nps], journeys: [buy], ...config, experiments: [{ ...experiment, ...more }] });
  assert.deepEqual(warnings(log({ before: '28d' })), []);
  assert.deepEqual(warnings(log({ metric: { journey: "bay" } })), [
    '/experiments/0/metric/journey: there is no journey "bay", did you mean "buy"?',
  ]);
  assert.deepEqual(said(found(log({ date: '1 November' })).errors), [
    '/experiments/0/date: "1 November" is no day such as "2026-11-01", the first one after the change',
  ]);
  assert.deepEqual(warnings(log({ metric: { signal: 'rage' } })), ['/experiments/0/metric/signal: is not sent: there is no "signals"']);
  assert.deepEqual(warnings(log({ metric: { signal: 'thrash' } }, { signals: {} })), [
    '/experiments/0/metric/signal: is not sent: "signals" does not ask for it',
  ]);
  assert.deepEqual(warnings(log({ metric: { signal: 'rage' } }, { signals: {} })), []);
});

test('nonsense in place of signals and journeys is an error, never a crash', () => {
  for (const wrong of [null, 3, 'x', [], [[]], [null], [3], {}, [{}], true]) {
    for (const name of ['signals', 'journeys', 'experiments']) {
      for (const config of [
        { [name]: wrong },
        { signals: { rage: wrong, ignore: wrong, sample: wrong } },
        { journeys: [{ ...buy, [name]: wrong, start: wrong }] },
        { journeys: [{ ...buy, steps: wrong, detours: wrong, limit: wrong, kind: wrong }] },
        { journeys: [{ ...buy, steps: [{ any: wrong }, { page: wrong }, wrong] }] },
      ]) {
        const run = validate(config, '--json');
        assert.ok(run.code === 0 || run.code === 1, `${run.code} ${JSON.stringify(config)}`);
        assert.doesNotThrow(() => JSON.parse(run.out));
      }
    }
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { canvass, folder } from './canvass.mjs';

const nps = {
  id: 'nps',
  triggers: [{ event: 'order_completed' }],
  questions: [{ id: 'score', type: 'nps', text: 'How likely are you to recommend us?' }],
};
const tip = {
  id: 'tip',
  type: 'tip',
  anchor: '#promo',
  title: 'Have a code?',
  text: 'Enter it here.',
  triggers: [{ page: '/cart' }],
};
const good = { canvass: 1, surveys: [nps], guides: [tip] };
const misspelled = { ...good, surveys: [nps, { ...nps, id: 'two', questions: [{ ...nps.questions[0], type: 'npz' }] }] };

const validate = (config, ...options) =>
  canvass(['validate', '-', ...options], { input: typeof config === 'string' ? config : JSON.stringify(config) });

test('a good configuration: exit code 0 and what is in it', (t) => {
  const cwd = folder(t, { 'good.json': good });
  assert.deepEqual(canvass(['validate', 'good.json'], { cwd }), {
    code: 0,
    out: 'good.json: valid, 1 survey and 1 guide, 0 warnings\n',
    err: '',
  });
  const json = canvass(['validate', 'good.json', '--json'], { cwd });
  assert.deepEqual(JSON.parse(json.out), { ok: true, errors: [], warnings: [] });
});

test('an unknown question type is named with its pointer and a suggestion', () => {
  const run = validate(misspelled);
  assert.equal(run.code, 1);
  assert.deepEqual(run.out.split('\n'), [
    'stdin: /surveys/1/questions/0/type: unknown "npz", did you mean "nps"?',
    'stdin: not valid, 1 error, 0 warnings; what is left runs: 1 survey and 1 guide',
    '',
  ]);
});

test('--json has the shape that tools rely on', () => {
  const run = validate(misspelled, '--json');
  assert.equal(run.code, 1);
  assert.deepEqual(JSON.parse(run.out), {
    ok: false,
    errors: [{ pointer: '/surveys/1/questions/0/type', message: 'unknown "npz", did you mean "nps"?' }],
    warnings: [],
  });
});

test('an unknown field is a warning and no error', () => {
  const run = validate({ ...good, endpiont: '/v1/batch' });
  assert.equal(run.code, 0);
  assert.match(run.out, /^stdin: \/endpiont: warning: .*did you mean "endpoint"\?\n/);
  assert.match(run.out, /\nstdin: valid, 1 survey and 1 guide, 1 warning\n$/);
});

test('what is not JSON is said with its line and column', () => {
  const run = validate('{\n  "canvass": 1,\n}', '--json');
  assert.equal(run.code, 1);
  const { errors } = JSON.parse(run.out);
  assert.equal(errors.length, 1);
  assert.equal(errors[0].pointer, '');
  assert.match(errors[0].message, /line 3/);
  assert.match(validate('nonsense').out, /^stdin: [^\n]+\nstdin: not valid, 1 error, 0 warnings; nothing of it runs\n$/);
});

test('another major version is refused', () => {
  const run = validate({ ...good, canvass: 2 }, '--json');
  assert.equal(run.code, 1);
  assert.equal(JSON.parse(run.out).errors[0].pointer, '/canvass');
});

test('a survey whose time is over is pointed out', () => {
  const over = { ...nps, id: 'over', schedule: { until: '2020-01-01' } };
  const open = { ...nps, schedule: { until: '2999-01-01' } };
  const run = validate({ ...good, surveys: [open, over] }, '--json');
  assert.equal(run.code, 0);
  const { warnings } = JSON.parse(run.out);
  assert.deepEqual(
    warnings.map(({ pointer }) => pointer),
    ['/surveys/1/schedule/until'],
  );
});

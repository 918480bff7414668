import assert from 'node:assert/strict';
import { test } from 'node:test';

import { canvass, folder, ndjson, parsed } from './canvass.mjs';

const config = {
  canvass: 1,
  surveys: [
    {
      id: 'nps',
      triggers: [{ event: 'order_completed', delay: '3s' }],
      questions: [
        { id: 'score', type: 'nps', text: 'How likely are you to recommend us?' },
        { id: 'why', type: 'text', text: 'Why?' },
      ],
    },
  ],
  guides: [
    {
      id: 'cart-tip',
      type: 'tip',
      anchor: '#promo',
      title: 'Have a code?',
      text: 'Enter it here.',
      triggers: [{ page: '/cart' }],
    },
  ],
};

const page = (t, path = '/thanks') => ({ t, ev: 'page', url: `https://shop.example${path}` });
const ordered = (t) => ({ t, ev: 'track', name: 'order_completed', props: { total: 42 } });

function replay(t, events, { settings = config } = {}) {
  const cwd = folder(t, { 'config.json': settings });
  const input = typeof events === 'string' ? events : ndjson(events);
  const run = canvass(['replay', 'config.json'], { cwd, input });
  return { ...run, effects: parsed(run.out) };
}

const shows = ({ effects }) =>
  effects.filter(({ fx }) => fx === 'show').map(({ t, kind, id, question }) => [t, kind, id, question]);
const emitted = ({ effects }) =>
  effects.filter(({ fx }) => fx === 'emit').map(({ t, event }) => [t, event.event, event.timestamp]);

test('a delayed survey shows at its own time, is answered and dismissed', (t) => {
  const run = replay(t, [
    page(0),
    ordered(900),
    { t: 4000, ev: 'answer', survey: 'nps', question: 'score', value: 9 },
    { t: 5000, ev: 'next' },
    { t: 6000, ev: 'dismiss' },
    { t: 7000, ev: 'hidden' },
  ]);
  assert.equal(run.code, 0);
  assert.equal(run.err, '');
  assert.deepEqual(shows(run), [
    [3900, 'survey', 'nps', 'score'],
    [5000, 'survey', 'nps', 'why'],
  ]);
  assert.deepEqual(emitted(run), [
    [3900, 'Survey Shown', '2026-01-01T00:00:03.900Z'],
    [4000, 'Survey Answered', '2026-01-01T00:00:04.000Z'],
    [6000, 'Survey Dismissed', '2026-01-01T00:00:06.000Z'],
  ]);
  const { properties, anonymousId, context } = run.effects.find(({ event }) => event?.event === 'Survey Answered').event;
  assert.equal(anonymousId, 'replay');
  assert.deepEqual([properties.survey, properties.question, properties.kind], ['nps', 'score', 'nps']);
  assert.deepEqual([properties.value, properties.category], [9, 'promoter']);
  assert.equal(context.page.path, '/thanks');
  assert.equal(context.locale, 'en');
  assert.deepEqual(
    run.effects.filter(({ fx }) => fx === 'hide').map((effect) => effect.t),
    [6000],
  );
});

test('the same recording gives the same bytes, from a file, from - and from the standard input', (t) => {
  const events = ndjson([page(0), ordered(900), { t: 4000, ev: 'tick' }]);
  const cwd = folder(t, { 'config.json': config, 'events.ndjson': events });
  const piped = canvass(['replay', 'config.json'], { cwd, input: events });
  assert.ok(piped.out.includes('"fx":"show"'));
  assert.deepEqual(canvass(['replay', 'config.json', '-'], { cwd, input: events }), piped);
  assert.deepEqual(canvass(['replay', 'config.json', 'events.ndjson'], { cwd }), piped);
  assert.deepEqual(canvass(['replay', 'config.json', 'events.ndjson', '--json'], { cwd }), piped);
  assert.deepEqual(canvass(['replay', '-', 'events.ndjson'], { cwd, input: JSON.stringify(config) }), piped);
});

test('a tick line only lets time pass: what was due shows when it was due', (t) => {
  const run = replay(t, [page(0), ordered(900), { t: 500_000, ev: 'tick' }]);
  assert.deepEqual(shows(run), [[3900, 'survey', 'nps', 'score']]);
});

test('nothing that is due after the last line happens', (t) => {
  assert.deepEqual(shows(replay(t, [page(0), ordered(900), { t: 3899, ev: 'tick' }])), []);
  assert.deepEqual(shows(replay(t, [page(0), ordered(900), { t: 3900, ev: 'tick' }])).length, 1);
});

test('wishes for a tick are relative to the recording', (t) => {
  for (const now of [undefined, 1_780_000_000_000]) {
    const run = replay(t, [{ t: 100, ev: 'init', visitor: 'v', seed: 's', locale: 'en', now }, page(100), ordered(900)]);
    const wakes = run.effects.filter(({ fx }) => fx === 'wake').map(({ at }) => at);
    assert.ok(wakes.includes(3900), JSON.stringify(wakes));
  }
});

test('shown is reported at once when the recording says nothing of it', (t) => {
  const run = replay(t, [page(0, '/cart'), page(5000, '/')]);
  assert.deepEqual(shows(run).map(([at, kind, id]) => [at, kind, id]), [[0, 'tip', 'cart-tip']]);
  assert.deepEqual(
    emitted(run).map(([at, name]) => [at, name]),
    [[0, 'Guide Shown']],
  );
});

test('a recording that says when a card was shown is taken at its word', (t) => {
  const run = replay(t, [page(0), ordered(900), { t: 4200, ev: 'shown', id: 'nps' }]);
  assert.deepEqual(
    emitted(run).map(([at, name]) => [at, name]),
    [[4200, 'Survey Shown']],
  );
  const missing = replay(t, [page(0, '/cart'), { t: 50, ev: 'missing', id: 'cart-tip' }]);
  assert.deepEqual(
    emitted(missing).map(([at, name]) => [at, name]),
    [[50, 'Guide Anchor Missing']],
  );
});

test('init tells the visitor, the language, the stored state and what t = 0 means', (t) => {
  const now = Date.UTC(2027, 4, 1, 12, 0, 10);
  const init = { t: 10_000, ev: 'init', visitor: 'v-1', seed: '5eed', locale: 'ru-RU', now };
  const first = replay(t, [init, page(10_000, '/cart')]);
  const [shown] = first.effects.filter(({ fx }) => fx === 'emit');
  assert.equal(shown.t, 10_000);
  assert.equal(shown.event.timestamp, '2027-05-01T12:00:10.000Z');
  assert.equal(shown.event.anonymousId, 'v-1');
  assert.equal(shown.event.context.locale, 'ru-RU');

  // The tip was seen: with what was stored then, it stays away.
  const stored = {};
  for (const { fx, key, value } of first.effects) {
    if (fx === 'store' && value !== undefined && value !== null) stored[key] = value;
  }
  const later = { ...init, t: 0, now: now + 60_000, stored };
  const second = replay(t, [later, page(0, '/cart'), { t: 1, ev: 'dismiss' }]);
  assert.equal(first.effects.filter(({ fx }) => fx === 'show').length, 1);
  assert.deepEqual(shows(second), []);
});

test('a host’s own recording keeps its late ticks and its own shown', (t) => {
  const recording = (recorded) => [
    { t: 0, ev: 'init', visitor: 'v', seed: 's', locale: 'en', recorded },
    page(0),
    ordered(900),
    { t: 3907, ev: 'tick' },
    { t: 9000, ev: 'hidden' },
  ];
  const asRecorded = replay(t, recording(true));
  assert.deepEqual(shows(asRecorded), [[3907, 'survey', 'nps', 'score']]);
  assert.deepEqual(emitted(asRecorded), []);
  const byHand = replay(t, recording(undefined));
  assert.deepEqual(shows(byHand), [[3900, 'survey', 'nps', 'score']]);
  assert.equal(emitted(byHand)[0][0], 3900);
});

test('what nothing waits for passes the time', (t) => {
  const run = replay(t, [
    page(0),
    ordered(900),
    { t: 1000, ev: 'click', selector: '#pay' },
    { t: 2000, ev: 'scroll', depth: 50 },
    { t: 3900, ev: 'exit' },
  ]);
  assert.equal(run.code, 0);
  assert.equal(run.err, '');
  assert.deepEqual(shows(run), [[3900, 'survey', 'nps', 'score']]);
});

test('bad lines are named, the rest runs, and the exit code is 1', (t) => {
  const run = replay(
    t,
    [
      JSON.stringify(page(0)),
      'oops',
      '[]',
      '{"ev":"next"}',
      '{"t":"soon","ev":"next"}',
      '{"t":1e300,"ev":"next"}',
      '{"t":10,"ev":"trck","name":"order_completed"}',
      '{"t":10}',
      '',
      JSON.stringify(ordered(900)),
      '{"t":4000,"ev":"tick"}',
    ].join('\n'),
  );
  assert.equal(run.code, 1);
  assert.deepEqual(shows(run), [[3900, 'survey', 'nps', 'score']]);
  const lines = run.err.trimEnd().split('\n');
  assert.deepEqual(
    lines.map((line) => line.match(/^stdin:(\d+): .{10,}$/)?.[1]),
    ['2', '3', '4', '5', '6', '7', '8'],
  );
});

test('time that goes back counts as the later time, with a warning', (t) => {
  const run = replay(t, [page(1000), ordered(900), { t: 4000, ev: 'tick' }]);
  assert.equal(run.code, 0);
  assert.equal(run.err, 'stdin:2: warning: `t` goes back from 1000 to 900; it counts as the later time\n');
  assert.deepEqual(shows(run), [[4000, 'survey', 'nps', 'score']]);
});

test('a configuration that cannot run is refused with its errors', (t) => {
  for (const settings of ['{', '[]', { surveys: [] }, { canvass: 2 }]) {
    const run = replay(t, [page(0)], { settings });
    assert.equal(run.code, 1);
    assert.equal(run.out, '');
    assert.match(run.err, /^config\.json: /);
  }
});

test('of a configuration broken in parts the rest runs', (t) => {
  const settings = { ...config, surveys: [{ id: 'broken' }, ...config.surveys] };
  const run = replay(t, [page(0), ordered(0), { t: 3000, ev: 'tick' }], { settings });
  assert.equal(run.code, 0);
  assert.match(run.err, /^config\.json: \/surveys\/0/);
  assert.deepEqual(shows(run), [[3000, 'survey', 'nps', 'score']]);
});

test('times outside the calendar are refused', (t) => {
  const run = replay(t, [{ t: 10, ev: 'init', visitor: 'v', seed: 's', locale: 'en', now: -5 }]);
  assert.equal(run.code, 1);
  assert.match(run.err, /between the years 1970 and 9999/);
});

test('no events, no effects', (t) => {
  const run = replay(t, '\n');
  assert.deepEqual([run.code, run.out, run.err], [0, '', '']);
});

test('the effects that a replay emits can be reported', (t) => {
  const run = replay(t, [page(0), ordered(0), { t: 3500, ev: 'answer', survey: 'nps', question: 'score', value: 3 }]);
  const events = run.effects.filter(({ fx }) => fx === 'emit').map(({ event }) => event);
  const { surveys } = JSON.parse(canvass(['report', '-', '--json'], { input: ndjson(events) }).out);
  assert.deepEqual(
    surveys.map(({ id, n, value, shown }) => ({ id, n, value, shown })),
    [{ id: 'nps', n: 1, value: -100, shown: 1 }],
  );
});

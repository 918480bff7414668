// The report page's module, dist/report/report.wasm, through the page's own wrapper: it must say what `canvass report
// --json` says, however its input is cut.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';

import { canvass, folder, root } from './canvass.mjs';
import { generator } from '../random.mjs';

const wasm = readFileSync(join(root, 'dist/report/report.wasm'));

async function wrapper() {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'web/report/data/module.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    logLevel: 'silent',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
const { instantiate } = await wrapper();

// --- arranging -------------------------------------------------------------------------------------------------

const texts = [
  'Delivery was late again, and nobody told me',
  'Доставка опоздала на три дня, курьер не позвонил',
  'Жеткізу өте баяу болды 🐢',
  'Great tea, late delivery',
  '茶很好 "quoted" \\ and \u2028 odd',
  'The app is slow 👩‍👩‍👧 and the checkout is slow',
];

// Respondents of an NPS, a CES and a survey with other questions.
function lines(count, seed = 1) {
  const random = generator(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const all = [];
  for (let i = 0; i < count; ++i) {
    const survey = pick(['nps', 'nps', 'ces', 'tea']);
    const response = `00000000-0000-4000-8000-${String(seed * 1e6 + i).padStart(12, '0')}`;
    const begin = Date.UTC(2026, 0, 5) + Math.floor(random() * 60 * 86400e3);
    const user = `user-${Math.floor(random() * count * 0.8)}`;
    let step = 0;
    const say = (event, properties = {}) =>
      all.push(
        JSON.stringify({
          type: 'track',
          messageId: `${response}-${step}`,
          event: `Survey ${event}`,
          anonymousId: `anonymous-${i}`,
          userId: user,
          timestamp: new Date(begin + 4000 * step++).toISOString(),
          properties: { survey, response, ...properties },
          context: { locale: pick(['en', 'ru', 'kk']), page: { path: pick(['/thanks', '/cart']) } },
        }),
      );
    say('Shown');
    if (random() < 0.3) {
      say('Dismissed', { question: 'score', answered: 0 });
      continue;
    }
    if (survey === 'nps') {
      const value = pick([10, 10, 9, 9, 8, 8, 7, 6, 4, 0]);
      say('Answered', { question: 'score', kind: 'nps', value });
      if (random() < 0.5) say('Answered', { question: 'why', kind: 'text', value: pick(texts) });
    } else if (survey === 'ces') {
      say('Answered', { question: 'effort', kind: 'ces', value: 1 + Math.floor(random() * 7), variant: 'agree7', direction: 'higher_is_easier' });
    } else {
      say('Answered', { question: 'stars', kind: 'rating', value: 1 + Math.floor(random() * 5), points: 5 });
      say('Answered', { question: 'which', kind: 'choice', value: pick(['green', 'black', ['green', 'black']]) });
      say('Answered', { question: 'parts', kind: 'matrix', value: { taste: 1 + Math.floor(random() * 5), price: 1 + Math.floor(random() * 5) }, points: 5 });
    }
    if (random() < 0.8) say('Completed', { duration: 4000 * step, answered: step - 1 });
    else say('Abandoned', { question: 'why' });
    if (random() < 0.2) all.push(JSON.stringify({ type: 'identify', messageId: `${response}-i`, userId: user, traits: { plan: pick(['free', 'pro']) } }));
    if (random() < 0.05) all.push(all.at(-1)); // a duplicate
  }
  return all;
}

// What exports get wrong, and what editors do to them.
function spoiled(list) {
  const all = [...list];
  all.splice(3, 0, '{"type":"track",', '', '   ', 'nonsense', '[1,2]', '{"messageId":"x"}');
  all.splice(40, 0, `{"messageId":"long","note":"${'x'.repeat(4_000_100)}"}`, '{"a":"\u{1f422}', all[7]);
  all.splice(60, 0, JSON.stringify({ batch: [JSON.parse(all[1]), { event: 7 }] }));
  return `\ufeff${all.slice(0, 50).join('\r\n')}\r\n${all.slice(50).join('\n')}`; // the last line is not ended
}

async function moduleOf(files, cut = () => Infinity) {
  const module = await instantiate(wasm);
  for (const [name, text] of files) {
    const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
    module.begin(name);
    for (let at = 0; at < bytes.length; ) {
      const end = Math.min(bytes.length, at + cut());
      module.feed(bytes.subarray(at, end));
      at = end;
    }
    module.end();
  }
  return module;
}

// Questions, and the same as options.
const questions = [
  [{}, []],
  [{ survey: 'nps' }, ['--survey', 'nps']],
  [{ by: ['plan', 'locale'] }, ['--by', 'plan,locale']],
  [{ by: ['*'] }, ['--by', '*']],
  [{ every: 'week' }, ['--every', 'week']],
  [{ every: 'month', survey: 'ces' }, ['--every', 'month', '--survey', 'ces']],
  [{ compare: '2026-01..2026-02' }, ['--compare', '2026-01..2026-02']],
  [{ since: '2026-01-20', until: '2026-W07' }, ['--since', '2026-01-20', '--until', '2026-W07']],
  [{ since: '30d', until: '2d' }, ['--since', '30d', '--until', '2d']],
  [{ susEstimate: true }, ['--sus-estimate']],
];

function answer(module, question) {
  const { ok, text } = module.ask(question);
  assert.ok(ok, text);
  return text;
}

// Where texts differ, the first such place with what is around it.
function assertSame(actual, expected, place) {
  if (actual === expected) return;
  let at = 0;
  while (actual[at] === expected[at]) ++at;
  const around = (text) => text.slice(Math.max(0, at - 80), at + 80);
  assert.fail(`${place}: byte ${at}\n  ${around(actual)}\n  ${around(expected)}`);
}

// To the byte, but that exp() and its like may differ in their last bit: numbers count as the same within 1e-12.
function assertSameReport(actual, expected, place) {
  const number = /-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/g;
  assertSame(actual.replaceAll(number, '#'), expected.replaceAll(number, '#'), place);
  const theirs = expected.match(number);
  actual.match(number).forEach((text, i) => {
    const [a, b] = [Number(text), Number(theirs[i])];
    assert.ok(text === theirs[i] || Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b)), `${place}: ${text} and ${theirs[i]}`);
  });
}

// The command line remembers no segments that it is not asked for.
const withoutNames = (json) => json.replace(/"segmentNames":\[[^\]]*\]/, '');

function assertAsCommandLine(t, files, module, more = []) {
  const cwd = folder(t, Object.fromEntries(files));
  for (const [question, options] of questions) {
    const { out, err } = canvass(['report', ...files.map(([name]) => name), '--json', ...options, ...more], { cwd });
    assert.notEqual(out, '', err);
    const comparable = question.by ? (json) => json : withoutNames;
    assertSameReport(comparable(answer(module, question)), comparable(out.trimEnd()), JSON.stringify(question));
  }
}

// --- the same as the command line ------------------------------------------------------------------------------

test('the module says what the command line says', async (t) => {
  const files = [['all.ndjson', `${lines(400).join('\n')}\n`]];
  assertAsCommandLine(t, files, await moduleOf(files));
});

test('several files, blank, broken and over-long lines are read and located as on the command line', async (t) => {
  const files = [
    ['may.ndjson', spoiled(lines(120, 2))],
    ['empty.ndjson', ''],
    ['Қазан 2026.ndjson', `\n\n${lines(60, 3).join('\r\n')}\r\nbroken\r\n`],
  ];
  const module = await moduleOf(files);
  assertAsCommandLine(t, files, module);
  const { malformed, malformedCount } = JSON.parse(answer(module, {}));
  assert.equal(malformedCount, malformed.length);
  assert.deepEqual(malformed.find(({ message }) => message.includes('4 MB')), { file: 'may.ndjson', line: 41, message: 'a line of more than 4 MB' });
  assert.deepEqual([malformed.at(-1).file, malformed.at(-1).line], ['Қазан 2026.ndjson', malformed.at(-1).line]);
});

test('bytes that are no text are counted and located, not dropped', async () => {
  const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe, 0x00]), Buffer.from(`"}\n${lines(5).join('\n')}`)]);
  const { malformed, events } = JSON.parse(answer(await moduleOf([['x.ndjson', bytes]], () => 3), {}));
  assert.deepEqual(malformed.map(({ file, line }) => [file, line]), [['x.ndjson', 1]]);
  assert.ok(events >= 5);
});

test('names, tags, benchmarks and tickets are taken as the command line takes them', async (t) => {
  const response = JSON.parse(lines(40, 4).find((line) => line.includes('"why"') && line.includes('"kind":"text"'))).properties.response;
  const sides = {
    'config.json': JSON.stringify({ canvass: 1, surveys: [{ id: 'nps', title: 'NPS', preset: 'nps' }] }),
    'tags.json': JSON.stringify({ canvassTags: 1, tags: [{ id: 'slow', name: 'Slow' }], tagged: [{ survey: 'nps', response, question: 'why', tags: ['slow'] }] }),
    'benchmarks.json': JSON.stringify({
      canvassBenchmarks: 1,
      tables: [{ metric: 'nps', title: 'Tea shops', source: 'A survey of ours', year: 2025, rows: [{ name: 'Good ones', value: 40 }] }],
    }),
    'tickets.csv': 'date,topic,user\n2026-01-20,delivery,user-3\nsoon,delivery,user-4\n2026-01-22,"app, web",user-5\n',
  };
  const files = [['all.ndjson', `${lines(40, 4).join('\n')}\n`]];
  const module = await moduleOf(files);
  const encode = (name) => new TextEncoder().encode(sides[name]);
  module.take('config', 'config.json', encode('config.json'));
  assert.deepEqual(module.take('tags', 'tags.json', encode('tags.json')).errors, []);
  assert.deepEqual(module.take('benchmarks', 'benchmarks.json', encode('benchmarks.json')).errors, []);
  const { errors, warnings } = module.take('tickets', 'tickets.csv', encode('tickets.csv'));
  assert.deepEqual(errors, []);
  assert.deepEqual(warnings.map(({ line }) => line), [3]);

  const cwd = folder(t, { ...sides, ...Object.fromEntries(files) });
  const options = ['--config', 'config.json', '--tags', 'tags.json', '--benchmarks', 'benchmarks.json', '--tickets', 'tickets.csv'];
  const { out, err } = canvass(['report', 'all.ndjson', '--json', ...options], { cwd });
  assert.notEqual(out, '', err);
  assertSameReport(withoutNames(answer(module, {})), withoutNames(out.trimEnd()), 'all of it');
});

// --- pieces ----------------------------------------------------------------------------------------------------

test('wherever the input is cut, also within a character, the report is the same', async () => {
  const files = [['a.ndjson', `\ufeff${lines(30, 5).join('\r\n')}\r\n`], ['b.ndjson', spoiled(lines(20, 6)).replace(/x{4000100}/, 'x')]];
  const whole = answer(await moduleOf(files), { by: ['locale'] });
  const random = generator(7);
  const cuts = [() => 1, () => 2, () => 3, () => 7, () => 4096, () => 1 + Math.floor(random() * 300), () => 1 + Math.floor(random() * 5)];
  for (const cut of cuts) assertSame(answer(await moduleOf(files, cut), { by: ['locale'] }), whole, String(cut));
});

test('a line that is too long is cut off in whatever pieces it comes', async () => {
  for (const length of [3_999_999, 4_000_000, 4_000_001, 9_000_000]) {
    const text = `${'x'.repeat(length)}\n${lines(2).join('\n')}`;
    for (const size of [Infinity, 65_536, 1_000_003]) {
      const { malformed } = JSON.parse(answer(await moduleOf([['x', text]], () => size), {}));
      assert.equal(malformed[0].message === 'a line of more than 4 MB', length > 4_000_000, `${length} by ${size}`);
    }
  }
});

test('events that come after a question are in the next answer', async () => {
  const [first, ...rest] = lines(20, 8);
  const module = await moduleOf([['a', first]]);
  assert.equal(JSON.parse(answer(module, {})).events, 1);
  module.begin('b');
  module.feed(new TextEncoder().encode(rest.join('\n')));
  module.end();
  assertSame(answer(module, {}), answer(await moduleOf([['a', [first, ...rest].join('\n')]]), {}), 'both');
});

// --- what is wrong ---------------------------------------------------------------------------------------------

test('a question that makes no sense is refused with a sentence, and the module goes on', async () => {
  const module = await moduleOf([['a', lines(5).join('\n')]]);
  const cases = [
    [{ every: 'fortnight' }, '/every', /fortnight/],
    [{ compare: 'x..y' }, '/compare', /"x" is no period/],
    [{ since: 'soon' }, '/since', /30d/],
    [{ since: '2026-02', until: '2026-01' }, '/until', /is not after "2026-02"/],
    [{ evry: 'week' }, '/evry', /did you mean "every"/],
    [{ by: 'plan' }, '/by', /list of names/],
    [{ survey: 7 }, '/survey', /a text/],
    [[], '', /JSON object/i],
  ];
  for (const [question, pointer, sentence] of cases) {
    const { ok, text } = module.ask(question);
    assert.equal(ok, false, JSON.stringify(question));
    const [error] = JSON.parse(text).errors;
    assert.equal(error.pointer, pointer);
    assert.match(error.message, sentence);
  }
  assert.equal(module.ask({ survey: null, by: [] }).ok, true);
});

test('files beside the answers that cannot be used say where they are wrong', async () => {
  const module = await moduleOf([['a', lines(5).join('\n')]]);
  const take = (side, text) => module.take(side, 'f', new TextEncoder().encode(text));
  assert.equal(take('config', '{').errors.length, 1);
  assert.deepEqual(take('tags', '{"canvassTags":1,"tags":[{"name":"x"}]}').errors.map(({ pointer }) => pointer), ['/tags/0/id']);
  assert.ok(take('benchmarks', '{"canvassBenchmarks":1,"tables":7}').errors.length > 0);
  assert.ok(take('tickets', 'when,what\n1,2\n').errors.length > 0);
  assert.equal(module.ask({}).ok, true);
});

test('the module asks nothing of its surroundings but that its memory may grow', async () => {
  const names = WebAssembly.Module.imports(new WebAssembly.Module(wasm)).map(({ name }) => name);
  const known = ['emscripten_notify_memory_growth', 'proc_exit', 'fd_write', 'fd_close', 'fd_seek', 'environ_get', 'environ_sizes_get'];
  assert.deepEqual(names.filter((name) => !known.includes(name)), []);
});

// The module comes in parts (web/tools/split.mjs). Through the page's own wrapper: whichever of the others is needed
// first, it does what the module in one piece does, which here is its translation to JavaScript.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

import { root } from './canvass.mjs';

const dist = join(root, 'dist');
const integrity = JSON.parse(readFileSync(join(dist, 'integrity.json'), 'utf8'));
const begin = Date.UTC(2026, 0, 1);
globalThis.ImageData = class {}; // what a browser has besides

// --- arranging -------------------------------------------------------------------------------------------------

const clock = {
  name: 'clock',
  setup: ({ onLoad }) => onLoad({ filter: /clock\.ts$/ }, () => ({ contents: 'export const now = () => globalThis.testClock();' })),
};

async function wrapper() {
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from './core.ts'; export * from './generated/abi.ts'; export * from './wasm.ts';",
      resolveDir: join(root, 'web/src'),
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    logLevel: 'silent',
    plugins: [clock],
    define: { __WASM_INTEGRITY__: JSON.stringify(integrity['canvass.wasm']) },
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
const { Action, createCore, fromNetwork, importsFor, Look, Missing, Role } = await wrapper();

// Files of dist/; what was asked for, and what is to be there instead.
const base = `${pathToFileURL(dist).href}/`;
const asked = [];
const instead = new Map();
globalThis.fetch = async (url, { integrity: expected }) => {
  const name = basename(url);
  asked.push(name);
  const bytes = instead.get(name) ?? readFileSync(join(dist, name));
  const [algorithm] = expected.split('-');
  if (`${algorithm}-${createHash(algorithm).update(bytes).digest('base64')}` !== expected) throw new TypeError('another file');
  return new Response(bytes, { headers: { 'content-type': 'application/wasm' } });
};

// Nothing is painted, so no text need be measured.
const imports = () => importsFor(() => 1);

const question = (id, more) => ({ id, type: 'nps', text: `Question ${id}`, ...more });
const surveys = [{ id: 'plain', frequency: 'always', triggers: [{ event: 'ask' }], questions: [question('a'), question('b')] }];
const branching = {
  id: 'branching',
  triggers: [],
  questions: [question('a', { next: [{ if: { question: 'a', between: [0, 6] }, to: 'end' }] })],
};
const tip = { id: 'tip', type: 'tip', anchor: '#a', triggers: [], title: 'Here', text: 'It is here.', button: 'Good' };

// A core, and what happens to it: each step gives what it came to. What is missing is loaded, and the step made again.
async function journey(module, steps) {
  let time = begin;
  globalThis.testClock = () => time;
  const core = createCore(await module);
  const outcomes = [];
  for (const step of steps) {
    time += 1000;
    for (;;) {
      try {
        outcomes.push(JSON.stringify(step(core)));
        break;
      } catch (error) {
        if (!(error instanceof Missing)) throw error;
        await core.complete();
      }
    }
  }
  return outcomes;
}
// `expected`: what the page says of its configuration beforehand.
const inParts = (expected) => fromNetwork(base, imports(), Promise.resolve(expected && JSON.stringify({ canvass: 1, ...expected })));
async function inOnePiece() {
  const { instantiate } = await import(join(dist, 'canvass.nowasm.js'));
  const { exports } = instantiate(imports());
  exports._initialize?.();
  return { exports, incomplete: () => false, complete: () => assert.fail('nothing of it can be missing') };
}

const configure = (config) => (core) => core.configure('en', JSON.stringify({ canvass: 1, ...config }));
const handle = (event) => (core) => core.handle(JSON.stringify(event));
const init = [
  (core) => core.environment(0, 1280, 800, 1, 0),
  handle({ ev: 'init', visitor: 'v', seed: '5eed', locale: 'en', stored: {} }),
  handle({ ev: 'page', url: 'https://shop.example/', referrer: '' }),
];
// The nodes of the card, but for the picture of them.
const look = (core) => core.frame(0).nodes;
const press = (wanted, action) => (core) => core.act(look(core).find(wanted).id, action, '');
const askPlain = [
  handle({ ev: 'track', name: 'ask' }),
  handle({ ev: 'shown', id: 'plain' }),
  look,
  press(({ role }) => role === Role.radio, Action.choose),
  look,
];
const showTip = [
  handle({ ev: 'show', id: 'tip' }),
  handle({ ev: 'shown', id: 'tip' }),
  look,
  press(({ look }) => look === Look.close, Action.activate),
];
const explain = [(core) => core.explain('plain'), (core) => core.status()];

// The parts but for the first, by name.
const others = () => asked.filter((name) => name !== 'canvass.wasm').map((name) => name.split('.')[1]).sort();

async function sameInParts(steps, expected, config) {
  asked.length = 0;
  const outcomes = await journey(inParts(config), steps);
  assert.deepEqual(others(), expected, 'expected these parts to be loaded');
  assert.deepEqual(outcomes, await journey(inOnePiece(), steps));
}

const rare = [
  { id: 'matrix', type: 'matrix', text: 'How?', rows: [{ id: 'speed', text: 'Speed' }, { id: 'care', text: 'Care' }] },
  { id: 'ranking', type: 'ranking', text: 'Which first?', options: ['A', 'B'] },
  { id: 'choice', type: 'choice', text: 'Which?', options: ['A', 'B'], multiple: true },
].map((question) => ({ id: question.id, triggers: [], questions: [question] }));
const showRare = rare.flatMap(({ id }) => [...['show', 'shown'].map((ev) => handle({ ev, id })), look, handle({ ev: 'dismiss' })]);

// --- the tests -------------------------------------------------------------------------------------------------

test('an ordinary survey runs with the first part alone', () =>
  sameInParts([configure({ surveys }), ...init, ...askPlain], []));

test('a guide needs the second part, and no other', () =>
  sameInParts([configure({ surveys, guides: [tip] }), ...init, ...showTip, ...askPlain], ['guides', 'shared'], { guides: [tip] }));

test('what is not everyday needs the third part, and no other', () =>
  sameInParts([configure({ surveys: [...surveys, branching] }), ...init, ...askPlain, ...explain], ['more']));

test('nor do questions of rare kinds need the second part', () =>
  sameInParts([configure({ surveys: rare }), ...init, ...showRare], ['more']));

test('the second part may come first, and the third in the middle of things', () =>
  sameInParts(
    [configure({ surveys, guides: [tip] }), ...init, ...showTip, ...askPlain, ...explain, ...showTip],
    ['guides', 'more', 'shared'],
    { guides: [tip] },
  ));

test('the third part may come first, and the second after it', () =>
  sameInParts([...explain, configure({ surveys: [...surveys, branching], guides: [tip] }), ...init, ...askPlain, ...showTip, ...explain], ['guides', 'more', 'shared']));

test('a call that needs both gets both', () =>
  sameInParts([configure({ surveys: [branching], guides: [tip, { id: 'broken', type: 'typ' }] }), ...init, ...showTip], ['guides', 'more', 'shared']));

test('a second part that will be needed is fetched early, and once', async () => {
  asked.length = 0;
  await journey(inParts({ surveys, guides: [tip] }), [configure({ surveys, guides: [tip] }), ...init, ...showTip]);
  assert.deepEqual(others(), ['guides', 'shared']);
});

// Signals and journeys: what a visitor does who cannot pay, and then does.
const target = { id: 'pay', role: 'button', name: 'Pay now', path: 'form > button' };
const interact = (what, details) => handle({ ev: 'interact', what, details });
const pressed = (count) => interact('press', { target, x: 10, y: 10, count, pointer: 'mouse', traits: ['interactive'], on: ['#pay'] });
const opens = (path) => handle({ ev: 'page', url: `https://shop.example${path}`, referrer: '' });
const signals = { rage: { within: '10s' }, dead: { within: '2s' } };
const journeys = [{ id: 'buy', start: { page: '/pieces' }, steps: [{ id: 'cart', page: '/cart' }], finish: { event: 'bought' } }];
const struggle = [
  opens('/pieces'),
  interact('load', { type: 'navigate' }),
  ...[1, 2, 3, 4].map(pressed),
  interact('fault', { kind: 'exception', name: 'TypeError' }),
  handle({ ev: 'tick' }),
  interact('field', { target: { id: 'mail' }, state: 'invalid' }),
  opens('/faq'),
  opens('/cart'),
  handle({ ev: 'track', name: 'bought' }),
  handle({ ev: 'hidden' }),
];
const stuck = [{ id: 'stuck', frequency: 'always', triggers: [{ signal: 'rage', on: '#pay' }], questions: [question('a')] }];
const askStuck = [...struggle, handle({ ev: 'shown', id: 'stuck' }), look];
const help = { ...tip, id: 'hint', triggers: [{ signal: 'rage', on: '#pay' }] };
const showHelp = [...struggle, handle({ ev: 'shown', id: 'hint' }), look];

test('signals need their part and what is shared, and no other', () =>
  sameInParts([configure({ signals }), ...init, ...struggle], ['shared', 'signals'], { signals }));

test('and so do journeys', () =>
  sameInParts([configure({ journeys }), ...init, ...struggle], ['journeys', 'shared'], { journeys }));

test('a survey that a signal triggers needs no other', () =>
  sameInParts([configure({ surveys: [...surveys, ...stuck] }), ...init, ...askStuck, ...askPlain], ['shared', 'signals'], { surveys: stuck }));

test('a guide that a signal triggers needs the guides’ part as well, and nothing of the rest', async () => {
  const config = { signals, surveys, guides: [help] };
  await sameInParts([configure(config), ...init, ...showHelp], ['guides', 'shared', 'signals'], config);
});

test('all of them are there together, whichever comes first', async () => {
  const all = { signals, journeys, surveys: [...surveys, branching, ...stuck], guides: [tip, help] };
  const names = ['guides', 'journeys', 'more', 'shared', 'signals'];
  for (const first of [{ guides: [tip] }, { signals }, { journeys }, all, undefined]) {
    await sameInParts([configure(all), ...init, ...showTip, ...askStuck, ...showTip, ...explain], names, first);
  }
});

test('what will be needed is fetched early, and once, as far as the words of the configuration say', async () => {
  for (const [config, names] of [[{ signals: {} }, ['shared', 'signals']], [{ journeys }, ['journeys', 'shared']], [{ surveys: stuck }, ['shared', 'signals']]]) {
    asked.length = 0;
    await journey(inParts(config), [configure(config), ...init, ...struggle]);
    assert.deepEqual(others(), names);
  }
});

for (const [part, config] of [['guides', { guides: [tip] }], ['signals', { signals }], ['journeys', { journeys }], ['more', { surveys: [branching] }]]) {
  test(`canvass.${part}.wasm is not run unless it is the one that was built`, async (t) => {
    const other = readFileSync(join(dist, 'canvass.wasm'));
    instead.set(`canvass.${part}.wasm`, other);
    t.after(() => instead.clear());
    await assert.rejects(journey(inParts(config), [configure(config)]), new RegExp(`canvass\\.${part}\\.wasm is missing, or not the one`));
    instead.clear();
    asked.length = 0;
    await journey(inParts(config), [configure(config)]);
    assert.ok(others().includes(part));
  });
}

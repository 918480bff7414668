// What the documentation shows is what the program takes: configurations and recordings are run, calls and links exist.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import Ajv from 'ajv/dist/2020.js';

import { canvass, folder, root } from './canvass.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');
const schema = JSON.parse(read('web/schema/config.schema.json'));
const accepts = new Ajv({ allErrors: true, allowUnionTypes: true, strictTypes: false }).compile(schema);

// The fenced blocks of a file that begin with ```<info>.
function blocks(path, info) {
  const parts = read(path).split(`\n\`\`\`${info}\n`).slice(1);
  return parts.map((part) => part.slice(0, part.indexOf('\n```') + 1));
}

function block(path, info) {
  const found = blocks(path, info);
  assert.equal(found.length, 1, `${path} has one block "${info}"`);
  return found[0];
}

function validate(config) {
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  const run = canvass(['validate', '-', '--json'], { input: text });
  return { text, ...JSON.parse(run.out) };
}

// --- the configuration and its schema -----------------------------------------------------------------------------------

const scale = { id: 'q', type: 'nps', text: '?' };
const withSurvey = (survey) => ({ canvass: 1, surveys: [{ id: 's', triggers: [], questions: [scale], ...survey }] });

// A survey with everything that an example may refer to, and a place for one question more.
const choice = { id: 'reasons', type: 'choice', multiple: true, text: '?', other: true };
const around = {
  preset: 'sus',
  questions: [
    { ...scale, id: 'score' },
    { ...choice, options: [{ id: 'price', text: 'Price' }, { id: 'service', text: 'Service' }] },
    { id: 'why', type: 'text', text: '?' },
    { id: 'mail', type: 'email', text: '?' },
  ],
  hidden: ['source'],
  variables: { risk: 0 },
  endings: [{ id: 'sorry' }],
};
const withRule = (rule) => {
  const questions = around.questions.map((question) => (question.id === 'score' ? { ...question, logic: [rule] } : question));
  return withSurvey({ ...around, questions });
};
const withCondition = (showIf) => {
  const last = { id: 'last', type: 'text', text: '?', showIf };
  return withSurvey({ ...around, questions: [...around.questions, last] });
};
const withQuestion = (question) => withSurvey({ questions: [{ ...scale, id: 'score' }, question].slice(question.id === 'score' ? 1 : 0) });

const withGuide = (guide) => ({ canvass: 1, guides: [{ id: 'g', type: 'tip', anchor: '#a', text: 't', triggers: [], ...guide }] });

const withJourney = (journey) => ({
  canvass: 1,
  journeys: [{ id: 'j', start: { page: '/a' }, steps: [], finish: { event: 'e' }, ...journey }],
});

// The kinds of snippets, and the whole document that each stands for.
const kinds = {
  json: (snippet) => snippet,
  'json top': (snippet) => ({ canvass: 1, ...snippet }),
  'json question': withQuestion,
  'json trigger': (snippet) => withSurvey({ triggers: [snippet] }),
  'json survey': (snippet) => ({ canvass: 1, surveys: [snippet] }),
  'json guide': (snippet) => ({ canvass: 1, guides: [snippet] }),
  'json condition': withCondition,
  'json rule': withRule,
};
const explained = ['config', 'guides', 'questions', 'logic', 'targeting', 'presets', 'privacy', 'signals'].map((name) => `docs/${name}.md`);

const documented = Object.entries(kinds).flatMap(([info, whole]) => {
  const found = explained.flatMap((page) => blocks(page, info));
  assert.notEqual(found.length, 0, `there is a block "${info}"`);
  return found.map((snippet) => whole(JSON.parse(snippet)));
});

test('every snippet is of a kind that is tried', () => {
  for (const page of explained) {
    for (const [, info] of read(page).matchAll(/^```(json.*)$/gm)) assert.ok(kinds[info], `${page}: ${info}`);
  }
});

test('every example of the configuration is one without fault, for the program and for the schema', () => {
  const shop = JSON.parse(read('examples/shop/canvass.json'));
  for (const config of [...documented, shop]) {
    const { text, errors, warnings } = validate(config);
    assert.deepEqual([...errors, ...warnings], [], text);
    assert.ok(accepts(config), `${text}: ${JSON.stringify(accepts.errors)}`);
  }
});

// Every field of an object, by the name of the definition; each has to be somewhere in the examples.
const fieldsOf = (part) =>
  Object.entries(part ?? {}).flatMap(([name, member]) => {
    if (typeof member !== 'object' || member === null) return [];
    return name === 'properties' ? [...Object.keys(member), ...Object.values(member).flatMap(fieldsOf)] : fieldsOf(member);
  });
const fields = new Set(fieldsOf(schema));

test('every field of the schema has an example', () => {
  const seen = new Set(['$schema']); // an editor adds it; the text says so
  const collect = (value) => {
    for (const [name, member] of Object.entries(value ?? {})) {
      seen.add(name);
      if (typeof member === 'object') collect(member);
    }
  };
  documented.forEach(collect);
  assert.ok(fields.size > 130, String(fields.size));
  assert.deepEqual([...fields].filter((name) => !seen.has(name)), []);
});

// The program says which names it knows when one is almost right.
test('every field of the schema is described in the text', () => {
  const text = explained.map(read).join('\n');
  assert.deepEqual([...fields].filter((name) => !text.includes(`\`${name}\``) && !text.includes(`### ${name}`)), ['$schema']);
});

const guides = schema.$defs.guide.properties.type.enum;
const types = schema.$defs.question.properties.type.enum;

test('every type of question of the program is in the schema, and the other way round', () => {
  const { errors } = validate(withSurvey({ questions: [{ ...scale, type: 'something else entirely' }] }));
  const known = errors.find(({ pointer }) => pointer.endsWith('/type')).message.match(/expected one of (.*)/)[1];
  assert.deepEqual(known.split(', ').map((name) => JSON.parse(name)).sort(), [...types].sort());
});

// Which fields a part of a document may have, the program is asked by giving it all of them at once: those it does not
// know it warns of.
const unknownTo = (config, pointer) =>
  validate(config)
    .warnings.filter((warning) => warning.message.startsWith('unknown field') && warning.pointer.startsWith(pointer))
    .map((warning) => warning.pointer.slice(pointer.length + 1))
    .filter((name) => !name.includes('/'));
// … and the schema by reading it: what an object with this value may have.
const resolved = (part) => (part.$ref ? { ...schema.$defs[part.$ref.split('/').pop()], ...part, $ref: undefined } : part);
const conditions = new Ajv({ strict: false });
const fieldsFor = (part, value) => {
  const { properties = {}, allOf = [] } = resolved(part);
  const more = allOf.filter((one) => conditions.validate(one.if, value)).flatMap(({ then }) => [...fieldsFor(then, value)]);
  return new Set([...Object.keys(properties), ...more]);
};

test('the program and the schema know the same fields of every part', () => {
  const all = Object.fromEntries([...fields].map((name) => [name, {}]));
  const { survey, question, guide, trigger, rule, theme, delivery, privacy, link } = schema.$defs;
  const { button, image, video, step, task, thread, article, help, suggestion } = schema.$defs;
  const { signals, signal, journey, landmark, waypoint, detour, experiment } = schema.$defs;
  const { welcome, thanks, endings, variants, quota, schedule } = survey.properties;
  const { any, ...notAny } = all; // beside which nothing else has a meaning
  const survey1 = (more) => ({ canvass: 1, surveys: [{ ...all, id: 's', ...more }] });
  const parts = [
    ['', schema, { ...all, canvass: 1 }],
    ['/theme', theme, { canvass: 1, theme: all }],
    ['/delivery', delivery, { canvass: 1, delivery: all }],
    ['/privacy', privacy, { canvass: 1, privacy: all }],
    ...guides.map((type) => ['/guides/0', guide, { canvass: 1, guides: [{ ...all, id: 'g', type }] }]),
    ['/guides/0/buttons/0', button, withGuide({ buttons: [all] })],
    ['/guides/0/image', image, withGuide({ image: all })],
    ['/guides/0/video', video, withGuide({ video: all })],
    ['/guides/0/anchor', schema.$defs.anchor.anyOf[1], withGuide({ anchor: all })],
    ['/guides/0/steps/0', step, withGuide({ type: 'tour', steps: [all] })],
    ['/guides/0/tasks/0', task, withGuide({ type: 'checklist', tasks: [all] })],
    ['/guides/0/thread', thread, withGuide({ type: 'announcement', thread: all })],
    ['/guides/0/thread/texts', thread.properties.texts, withGuide({ type: 'announcement', thread: { texts: all } })],
    ['/guides/0/articles/0', article, withGuide({ type: 'help', articles: [all] })],
    ['/guides/0/categories/0', help.properties.categories.items, withGuide({ type: 'help', categories: [all] })],
    ['/guides/0/suggestions/0', suggestion, withGuide({ type: 'help', suggestions: [all] })],
    ['/guides/0/contact', help.properties.contact, withGuide({ type: 'help', contact: all })],
    ...['nps', 'csi', 'suprq'].map((preset) => ['/surveys/0', survey, survey1({ preset })]),
    ['/surveys/0/welcome', welcome, withSurvey({ welcome: all })],
    ['/surveys/0/thanks', thanks, withSurvey({ thanks: all })],
    ['/surveys/0/thanks/link', link, withSurvey({ thanks: { link: all } })],
    ['/surveys/0/endings/0', endings.items, withSurvey({ endings: [all] })],
    ['/surveys/0/variants/0', variants.items, withSurvey({ variants: [all] })],
    ['/surveys/0/quota', quota, withSurvey({ quota: all })],
    ['/surveys/0/schedule', schedule, withSurvey({ schedule: all })],
    ['/surveys/0/triggers/0', trigger, withSurvey({ triggers: [all] })],
    ['/signals', signals, { canvass: 1, signals: all }],
    ...signal.enum.map((name) => [`/signals/${name}`, schema.$defs[name].anyOf[1], { canvass: 1, signals: { [name]: all } }]),
    ['/journeys/0', journey, { canvass: 1, journeys: [all] }],
    ['/journeys/0/start', landmark, withJourney({ start: notAny })],
    ['/journeys/0/steps/0', waypoint, withJourney({ steps: [notAny] })],
    ['/journeys/0/detours/0', detour, withJourney({ detours: [notAny] })],
    ['/experiments/0', experiment, { canvass: 1, experiments: [all] }],
    ['/surveys/0/questions/0/logic/0', rule, withSurvey({ questions: [{ ...scale, logic: [all] }] })],
    ...types.map((type) => ['/surveys/0/questions/0', question, withSurvey({ questions: [{ ...all, id: 'q', type }] })]),
  ];
  for (const [pointer, part, config] of parts) {
    const value = pointer.split('/').slice(1).reduce((at, name) => at[name], config);
    const known = fieldsFor(part, value);
    const unknown = Object.keys(value).filter((name) => !known.has(name));
    assert.deepEqual(unknownTo(config, pointer).sort(), unknown.sort(), `${pointer} ${value.type ?? ''}`);
  }
});

test('every field that the program reads is in the schema', () => {
  const sources = ['core/config', 'core/survey'].flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`));
  const text = sources.filter((name) => name.endsWith('.cpp')).map(read).join('\n');
  const names = Array.from(text.matchAll(/\b(?:fields|inner)\.\w+\("(\w+)"/g), ([, name]) => name);
  assert.ok(names.length > 80, String(names.length));
  assert.deepEqual(names.filter((name) => !fields.has(name)), []);
});

const options = ['a', 'b'];
const wrongQuestions = [
  { type: 'csat', symbols: 'hearts' },
  { type: 'rating', points: 4 },
  { type: 'choice' },
  { type: 'choice', options: ['a'] },
  { type: 'choice', options, minChoices: 1 },
  { type: 'choice', options: ['a', { id: 'b', txet: 'B' }] },
  { type: 'picture', options },
  { type: 'picture', options: [{ text: 'a', image: 'javascript:alert(1)' }, { text: 'b', image: 'b.png' }] },
  { type: 'dropdown', options, shuffle: true },
  { type: 'yesno', yes: 1 },
  { type: 'text', maxLength: 5001 },
  { type: 'text', lines: 2 },
  { type: 'number', min: '1' },
  { type: 'date', min: 'yesterday' },
  { type: 'matrix', rows: [] },
  { type: 'matrix', rows: ['a'], points: 6 },
  { type: 'ranking' },
  { type: 'consent' },
  { type: 'consent', label: 'Yes', link: { text: 'x', url: 'javascript:alert(1)' } },
  { type: 'message', required: true },
];
const wrongTriggers = [
  { event: 'a', click: '#b' },
  { event: ' ' },
  { scroll: 0 },
  { exit: false },
  { idle: 20 },
  { where: { property: 'total', gt: 1 } },
  { page: {} },
  { page: { is: '/a', glob: '/b' } },
  { page: { is: 'a' } },
  { firstVisit: true, visits: 2 },
  { delay: '1s', onNavigation: 'stay' },
  { event: 'a', cancelOn: 'b' },
  { signal: 'rgae' },
  { signal: 'rage', event: 'a' },
  { signal: 'rage', on: '' },
  { event: 'a', on: '#b' },
];
const wrongConditions = [
  {},
  { answer: 'score' },
  { answer: 'score', trait: 'plan', is: 1 },
  { answer: 'score', is: 1, isNot: 2 },
  { answer: 'score', is: [1] },
  { answer: 'score', anyOf: 1 },
  { answer: 'score', anyOf: [1, '2'] },
  { answer: 'score', between: [1] },
  { answer: 'score', lt: 'six' },
  { answer: 'score', answered: false },
  { answer: 'score', equals: 6 },
  { fact: 'browser', is: 'x' },
  { utm: 'id', is: 'x' },
  { visited: 'cart' },
  { all: [] },
  { all: { answer: 'score', is: 1 } },
  { not: [{ answer: 'score', is: 1 }] },
];
const wrongRules = [
  {},
  { goTo: 'why', end: true },
  { end: false },
  { goTo: ['why'] },
  { set: 'risk' },
  { if: { answer: 'score', is: 1 } },
];
const wrongSurveys = [
  { preset: 'susi' },
  { sample: 2 },
  { sample: '20%' },
  { priority: 101 },
  { quota: { answered: 1 } },
  { schedule: {} },
  { schedule: { from: 'May' } },
  { frequency: { max: 0 } },
  { display: 'sidebar' },
  { stage: 'purchase' },
  { back: 'no' },
  { prefill: true },
  { hidden: 'source' },
  { variables: { a: null } },
  { variants: [{ weight: 1 }] },
  { variants: [{ id: 'a', weight: 0 }] },
  { thanks: { button: 'OK' } },
  { endings: [{ title: 'Bye' }] },
  { aspects: [{ id: 'a', text: 'A' }] },
];

const media = { src: '/a', alt: 'A' };
const wrongGuides = [
  { type: 'popup' },
  { anchor: undefined },
  { text: undefined },
  { anchor: {} },
  { anchor: { selector: '#a', id: 'a' } },
  { image: media, video: media },
  { image: { src: '/a' } },
  { image: { ...media, ratio: 5 } },
  { video: { ...media, src: 'data:video/mp4,x' } },
  { buttons: [{ text: 'A' }, { text: 'B' }, { text: 'C' }] },
  { buttons: [{ text: 'A', show: 'g', dismiss: true }] },
  { button: 'A', buttons: [] },
  { quota: { limit: 1 } },
  { steps: [] },
  { type: 'tour' },
  { type: 'tour', steps: [] },
  { type: 'tour', steps: [{ anchor: '#a' }] },
  { type: 'tour', steps: [{ text: 'a', missing: 'stop' }] },
  { type: 'tour', steps: [{ text: 'a', waitFor: {} }] },
  { type: 'checklist', title: 'T', tasks: [] },
  { type: 'checklist', title: 'T', tasks: [{ id: 'a', title: 'A' }] },
  { type: 'checklist', title: 'T', tasks: [{ id: 'a', title: 'A', show: 'g', url: '/' }] },
  { type: 'announcement', display: 'toast' },
  { type: 'announcement', thread: {} },
  { type: 'announcement', thread: { surveys: ['g'], stage: 'shipped' } },
  { type: 'help' },
  { type: 'help', articles: [{ id: 'a', title: 'A' }] },
  { type: 'help', source: '/a', suggestions: [{ articles: ['a'] }] },
  { type: 'help', source: '/a', contact: { text: 'A' } },
  { type: 'help', source: '/a', contact: { text: 'A', url: '/', event: 'a' } },
];

const wrongSignals = [
  { rage: 3 },
  { rage: { clicks: 1 } },
  { rage: { radius: '30px' } },
  { dead: { within: 2500 } },
  { error: { clicks: 3 } },
  { thrash: { reversals: 51 } },
  { formStruggle: { invalid: 0 } },
  { refreshBurst: { loads: 1 } },
  { abandonedForm: { within: '1s' } },
  { ignore: '#map' },
  { ignore: [''] },
  { sample: 2 },
  { perPage: 0 },
  { tantrum: true },
];
const wrongExperiments = [
  { id: 'a b' },
  { hypothesis: undefined },
  { hypothesis: '' },
  { date: '1 November' },
  { date: '2026-11-01T09:00:00Z' },
  { metric: undefined },
  { metric: {} },
  { metric: { signal: 'tantrum' } },
  { metric: { contacts: false } },
  { metric: { contacts: true, survey: 'ces' } },
  { metric: { contacts: true, on: '#a' } },
  { metric: { journey: 'j', measure: 'speed' } },
  { metric: { survey: 3 } },
  { before: 28 },
  { result: 'good' },
];
const wrongJourneys = [
  { id: 'a b' },
  { start: undefined },
  { finish: undefined },
  { kind: 'trip' },
  { limit: '30 days' },
  { start: {} },
  { start: { any: [] } },
  { start: { id: 'a', page: '/a' } },
  { finish: { event: 'a', click: '#b' } },
  { finish: { event: 'a', optional: true } },
  { steps: [{}] },
  { steps: [{ id: 'a' }] },
  { steps: [{ id: 'start', page: '/a' }] },
  { steps: [{ page: '/a', optional: 'yes' }] },
  { steps: [{ any: [{ page: '/a' }], event: 'b' }] },
  { detours: [{ page: '/a' }] },
  { detours: [{ id: 'a', page: '/a', optional: true }] },
];

test('what the schema refuses, the program refuses or warns of, too', () => {
  const question = (more) => withSurvey({ questions: [{ ...scale, ...more }] });
  const wrong = [
    [],
    {},
    { canvass: 2 },
    { canvass: 1, cooldwon: '7d' },
    { canvass: 1, endpoint: 'ftp://x/' },
    { canvass: 1, endpoint: '//x/y' },
    { canvass: 1, cooldown: 'a week' },
    { canvass: 1, theme: { mode: 'drak' } },
    { canvass: 1, theme: { accent: 'red' } },
    { canvass: 1, theme: { radius: 33 } },
    { canvass: 1, theme: { font: 'x;}' } },
    { canvass: 1, delivery: { batchCount: 0 } },
    { canvass: 1, privacy: { consent: true } },
    { canvass: 1, privacy: { mask: ['emial'] } },
    { canvass: 1, privacy: { mask: 'email' } },
    { canvass: 1, privacy: { query: [''] } },
    { canvass: 1, privacy: { rotate: 30 } },
    { canvass: 1, privacy: { respectSignals: 'yes' } },
    { canvass: 1, surveys: {} },
    withSurvey({ questions: undefined }),
    withSurvey({ questions: [] }),
    withSurvey({ id: 'a b' }),
    withSurvey({ frequency: 'daily' }),
    withSurvey({ frequency: {} }),
    withSurvey({ triggers: [{}] }),
    withSurvey({ triggers: [{ page: 'cart' }] }),
    question({ type: 'npz' }),
    question({ text: undefined }),
    question({ text: {} }),
    question({ hint: 'x' }),
    question({ type: 'ces', options: ['a'] }),
    ...wrongQuestions.map(question),
    ...wrongTriggers.map((trigger) => withSurvey({ triggers: [trigger] })),
    ...wrongConditions.map(withCondition),
    ...wrongRules.map(withRule),
    ...wrongSurveys.map(withSurvey),
    { canvass: 1, fallbacks: ['ru'] },
    { canvass: 1, languages: 'ru' },
    { canvass: 1, maxPerVisit: 0 },
    { canvass: 1, quiet: 30 },
    ...wrongGuides.map(withGuide),
    { canvass: 1, signals: true },
    { canvass: 1, journeys: {} },
    ...wrongSignals.map((signals) => ({ canvass: 1, signals })),
    ...wrongJourneys.map(withJourney),
    { canvass: 1, experiments: {} },
    ...wrongExperiments.map((more) => ({
      canvass: 1,
      signals: {},
      experiments: [{ id: 'e', hypothesis: 'h', metric: { signal: 'rage' }, date: '2026-11-01', ...more }],
    })),
  ];
  for (const config of wrong) {
    const { text, errors, warnings } = validate(config);
    assert.notEqual(errors.length + warnings.length, 0, `the program takes ${text}`);
    assert.equal(accepts(JSON.parse(text)), false, `the schema takes ${text}`);
  }
});

test('of the behaviour tests the schema takes every configuration that the program takes without a word', () => {
  const folder = join(root, 'tests/behaviour');
  const cases = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.case'));
  let taken = 0;
  for (const name of cases) {
    const [, config] = /^## config\n([^]*?)^## /m.exec(readFileSync(join(folder, name), 'utf8'));
    const { text, errors, warnings } = validate({ canvass: 1, ...JSON.parse(config) });
    if (errors.length + warnings.length > 0) continue;
    assert.ok(accepts(JSON.parse(text)), `${name}: ${JSON.stringify(accepts.errors)}`);
    ++taken;
  }
  assert.notEqual(taken, 0);
});

// --- docs/replay.md --------------------------------------------------------------------------------------------------

test('the example of docs/replay.md gives the effects it says, to the byte', (t) => {
  const page = 'docs/replay.md';
  const cwd = folder(t, { 'canvass.json': block(page, 'json'), 'events.ndjson': block(page, 'ndjson events') });
  const run = canvass(['replay', 'canvass.json', 'events.ndjson'], { cwd });
  assert.equal(run.err, '');
  assert.equal(run.code, 0);
  assert.equal(run.out, block(page, 'ndjson effects'));
});

// --- README.md and all pages -----------------------------------------------------------------------------------------

test('the configuration of the README is one without fault, in at most a dozen lines', () => {
  const text = block('README.md', 'json');
  const { errors, warnings } = validate(text);
  assert.deepEqual([...errors, ...warnings], []);
  assert.ok(text.trim().split('\n').length <= 12);
});

const pages = ['README.md', ...readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];

test('every script tag shown has only attributes that the loader reads', () => {
  const loader = read('web/src/install.ts');
  for (const page of pages) {
    const tags = Array.from(read(page).matchAll(/<\w[^>]*>/g), ([tag]) => tag).join('\n');
    for (const [attribute, name] of tags.matchAll(/\bdata-([\w-]+)=/g)) {
      const found = name === 'canvass-inline' ? read('web/src/watch.ts') : loader;
      assert.match(found, new RegExp(`\\b${name}\\b`), `${page} shows ${attribute}`);
    }
  }
});

test('every command shown is one that the page can give', () => {
  const commands = read('web/src/host.ts') + read('web/src/extras.ts');
  for (const page of pages) {
    for (const [call, name] of read(page).matchAll(/\bcanvass\('(\w+)'/g)) {
      assert.match(commands, new RegExp(`^    ${name}(: |\\()|^  for .*'${name}'.*commands\\[ev\\]`, 'm'), `${page} shows ${call}`);
    }
  }
});

test('every link to a file leads to one', () => {
  for (const page of pages) {
    for (const [, target] of read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      assert.doesNotThrow(() => readFileSync(join(root, page, '..', target)), `${page} links to ${target}`);
    }
  }
});

// As GitHub and others make them: lower case, hyphens, -1 for the second one of a name.
function anchorsOf(page) {
  const count = new Map();
  return Array.from(read(page).replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.*)$/gm), ([, heading]) => {
    const slug = heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-');
    const before = count.get(slug) ?? 0;
    count.set(slug, before + 1);
    return before ? `${slug}-${before}` : slug;
  });
}

test('every test that the text names is there, by its file and by its name', () => {
  const sources = ['unit', 'browser', 'cli'].flatMap((folder) =>
    readdirSync(join(root, 'tests', folder)).filter((name) => /\.(cpp|mjs)$/.test(name)).map((name) => read(`tests/${folder}/${name}`)),
  );
  for (const page of pages) {
    for (const [, path] of read(page).matchAll(/`(tests\/[\w./-]+)`/g)) {
      assert.ok(existsSync(join(root, path)), `${page} names ${path}`);
    }
  }
  // At the end of a row of a table; "…" stands for the rest.
  const names = Array.from(read('docs/delivery.md').matchAll(/^\|.*[|:] "([^"]+)" \|$/gm), ([, name]) => name.replace(/ ?…$/, ''));
  assert.ok(names.length >= 10);
  for (const name of names) {
    const calls = [`('${name}`, `("${name}`];
    assert.ok(sources.some((text) => calls.some((call) => text.includes(call))), `there is no test "${name}"`);
  }
});

test('every link to a heading leads to one', () => {
  for (const page of pages) {
    for (const [, target, anchor] of read(page).matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)) {
      const there = target ? join(page, '..', target) : page;
      assert.ok(anchorsOf(there).includes(anchor), `${page} links to ${target}#${anchor}`);
    }
  }
});

// What the documentation shows is what the program takes: configurations and recordings are run, calls and links exist.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import Ajv from 'ajv/dist/2020.js';

import { canvass, folder, root } from './canvass.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');
const schema = JSON.parse(read('web/schema/config.schema.json'));
const accepts = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

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

// --- docs/config.md and the schema -----------------------------------------------------------------------------------

const scale = { id: 'q', type: 'nps', text: '?' };
const withSurvey = (survey) => ({ canvass: 1, surveys: [{ id: 's', triggers: [], questions: [scale], ...survey }] });

// The kinds of snippets in docs/config.md, and the whole document that each stands for.
const kinds = {
  json: (snippet) => snippet,
  'json top': (snippet) => ({ canvass: 1, ...snippet }),
  'json question': (snippet) => withSurvey({ questions: [snippet] }),
  'json trigger': (snippet) => withSurvey({ triggers: [snippet] }),
  'json survey': (snippet) => withSurvey(snippet),
  'json guide': (snippet) => ({ canvass: 1, guides: [snippet] }),
};

const documented = Object.entries(kinds).flatMap(([info, whole]) => {
  const found = blocks('docs/config.md', info);
  assert.notEqual(found.length, 0, `docs/config.md has a block "${info}"`);
  return found.map((snippet) => whole(JSON.parse(snippet)));
});

test('every example of the configuration is one without fault, for the program and for the schema', () => {
  const shop = JSON.parse(read('examples/shop/canvass.json'));
  for (const config of [...documented, shop]) {
    const { text, errors, warnings } = validate(config);
    assert.deepEqual([...errors, ...warnings], [], text);
    assert.ok(accepts(config), `${text}: ${JSON.stringify(accepts.errors)}`);
  }
});

test('every field of the schema has an example', () => {
  const seen = new Set(['$schema']); // an editor adds it; the text says so
  const collect = (value) => {
    for (const [name, member] of Object.entries(value ?? {})) {
      seen.add(name);
      if (typeof member === 'object') collect(member);
    }
  };
  documented.forEach(collect);
  const fields = [schema, ...Object.values(schema.$defs)].flatMap(({ properties = {} }) => Object.keys(properties));
  assert.ok(fields.length > 50);
  assert.deepEqual(fields.filter((name) => !seen.has(name)), []);
});

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
    { canvass: 1, guides: [{ id: 'g', type: 'tip', text: 't' }] },
    { canvass: 1, guides: [{ id: 'g', type: 'tip', anchor: '#a' }] },
  ];
  for (const config of wrong) {
    const { text, errors, warnings } = validate(config);
    assert.notEqual(errors.length + warnings.length, 0, `the program takes ${text}`);
    assert.equal(accepts(JSON.parse(text)), false, `the schema takes ${text}`);
  }
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
    for (const [attribute, name] of read(page).matchAll(/\bdata-(\w+)=/g)) {
      assert.match(loader, new RegExp(`\\b${name}\\b`), `${page} shows ${attribute}`);
    }
  }
});

test('every command shown is one that the page can give', () => {
  const host = read('web/src/host.ts');
  for (const page of pages) {
    for (const [call, name] of read(page).matchAll(/\bcanvass\('(\w+)'/g)) {
      assert.match(host, new RegExp(`^    ${name}: `, 'm'), `${page} shows ${call}`);
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

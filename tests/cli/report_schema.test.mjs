// What --json prints is what web/schema/report.schema.json describes and docs/report.md lists.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import Ajv from 'ajv/dist/2020.js';

import { canvass, folder, ndjson, root } from './canvass.mjs';
import { answers, config, tags, tickets } from './support/surveys.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');
const schema = JSON.parse(read('web/schema/report.schema.json'));
const accepts = new Ajv({ allErrors: true, allowUnionTypes: true, strictTypes: false }).compile(schema);

function report(cwd, ...options) {
  const run = canvass(['report', 'answers.ndjson', '--json', ...options], { cwd });
  assert.equal(run.err, '');
  assert.equal(run.code, 0);
  return JSON.parse(run.out);
}

function check(json) {
  accepts(json);
  assert.deepEqual((accepts.errors ?? []).slice(0, 10).map(({ instancePath, message, params }) => [instancePath, message, params]), []);
}

const all = ['--by', '*', '--every', 'week', '--compare', '2026-01..2026-02', '--config', 'canvass.json', '--tags', 'tags.json', '--tickets', 'tickets.csv', '--sus-estimate'];

test('reports of surveys of every kind are as the schema says', (t) => {
  const cwd = folder(t, { 'answers.ndjson': ndjson(answers()), 'canvass.json': config, 'tags.json': tags, 'tickets.csv': tickets });
  for (const options of [[], all, ['--survey', 'nps'], ['--by', 'plan', '--since', '30d'], ['--until', '2026-W05', '--every', 'day'], ['--since', '2027']]) {
    check(report(cwd, ...options));
  }
});

test('every part of the schema is met by some report', (t) => {
  const cwd = folder(t, { 'answers.ndjson': ndjson(answers()), 'canvass.json': config, 'tags.json': tags, 'tickets.csv': tickets });
  const json = report(cwd, ...all);
  const metrics = new Set(json.surveys.map(({ metric }) => metric));
  for (const metric of ['nps', 'ces', 'csat', 'rating', 'sus', 'umuxLite', 'suprq', 'csi', 'pmf']) assert.ok(metrics.has(metric), metric);
  const nps = json.surveys.find(({ id }) => id === 'nps');
  for (const part of ['trend', 'segments', 'benchmark', 'verbatims', 'questions', 'themes', 'tags', 'findings']) {
    assert.ok(nps[part].length > 0, part);
  }
  for (const part of ['compare', 'drivers', 'passives', 'funnel', 'interval', 'needed']) assert.ok(nps[part], part);
  assert.equal(nps.title, 'How likely are you to recommend us?');
  assert.ok(json.support.topics.length > 0);
});

test('reports of hardly anything are as the schema says', (t) => {
  const one = answers(1).filter(({ event }) => event === 'Survey Shown');
  const text = { type: 'track', messageId: 'x', event: 'Survey Answered', properties: { survey: 's', question: 'why', kind: 'text', value: 'Fine' } };
  const score = { type: 'track', messageId: 'y', event: 'Survey Answered', properties: { survey: 's', question: 'q', kind: 'nps', value: 9 } };
  for (const [name, input] of Object.entries({ nothing: '', shown: ndjson(one), text: ndjson([text]), score: ndjson([score]), broken: `${ndjson([score])}{"a":1}\nx\n` })) {
    const cwd = folder(t, { 'answers.ndjson': input });
    check(report(cwd));
    assert.ok(name);
  }
});

test('the page lists every field of the report and of its entries', () => {
  const page = read('docs/report.md');
  const listed = new Set(Array.from(page.matchAll(/`(\w+)`/g), ([, name]) => name));
  const names = [...Object.keys(schema.properties), ...Object.keys(schema.$defs.entry.properties)];
  assert.deepEqual(names.filter((name) => !listed.has(name)), []);
});

// Journeys and the log of experiments on the command line: text, CSV, JSON and what is wrong with the log.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import Ajv from 'ajv/dist/2020.js';

import { canvass, folder, ndjson, root } from './canvass.mjs';
import { config, journeys } from './support/journeys.mjs';

const schema = JSON.parse(readFileSync(join(root, 'web/schema/report.schema.json'), 'utf8'));
const accepts = new Ajv({ allErrors: true, allowUnionTypes: true, strictTypes: false }).compile(schema);

const run = (t, options, more = {}) => {
  const cwd = folder(t, { 'events.ndjson': ndjson(journeys()), 'canvass.json': JSON.stringify({ ...config, ...more }) });
  return canvass(['report', 'events.ndjson', '--config', 'canvass.json', ...options], { cwd });
};
const json = (t, options = [], more) => JSON.parse(run(t, ['--json', ...options], more).out);
const experiment = (report, id) => report.experiments.find((one) => one.id === id);

test('a journey is counted by attempts, with the satisfaction of those on and off the path', (t) => {
  const report = json(t);
  const [buy] = report.journeys;
  assert.deepEqual([buy.id, buy.kind, buy.started, buy.finished, buy.abandoned, buy.open], ['buy', 'routine', 200, 120, 80, 0]);
  assert.deepEqual([buy.offPath.count, buy.offPath.n], [80, 200]);
  assert.deepEqual(buy.steps.map(({ step, reached, lost }) => [step, reached.count, lost.count]), [['start', 200, 20], ['cart', 180, 60], ['pay', 120, 0]]);
  assert.equal(buy.taxes[0].step, 'cart');
  assert.equal(buy.taxes[0].detours[0].detour, 'faq');
  assert.equal(buy.satisfaction[0].survey, 'ces');
  assert.equal(buy.satisfaction[0].difference.verdict, 'down');
  assert.deepEqual([buy.satisfaction[0].onPath.n, buy.satisfaction[0].offPath.n], [120, 80]);
});

test('the whole is as the schema says', (t) => {
  for (const options of [[], ['--compare', '2026-11-01'], ['--since', '2027'], ['--every', 'month']]) {
    accepts(json(t, options));
    assert.deepEqual((accepts.errors ?? []).slice(0, 5).map(({ instancePath, message, params }) => [instancePath, message, params]), [], options.join(' '));
  }
});

test('before and after a date are two periods', (t) => {
  const { compare } = json(t, ['--compare', '2026-11-01']).journeys[0];
  assert.deepEqual([compare.before.name, compare.after.name], ['before 2026-11-01', '2026-11-01 and later']);
  assert.deepEqual([compare.before.started, compare.after.started], [100, 100]);
  assert.equal(compare.difference.time.verdict, 'down');
  assert.equal(compare.difference.time.method, 'mannWhitney');
  assert.ok(compare.difference.time.interval.high < 0);
});

test('each experiment has both sides, the difference and what it says', (t) => {
  const report = json(t);
  assert.deepEqual(report.experiments.map(({ id, verdict }) => [id, verdict]), [
    ['menu', 'better'],
    ['rage', 'better'],
    ['help', 'better'],
    ['ease', 'unclear'],
    ['late', 'tooFew'],
  ]);
  assert.deepEqual([experiment(report, 'rage').before.count, experiment(report, 'rage').before.n], [40, 100]);
  assert.deepEqual([experiment(report, 'rage').after.count, experiment(report, 'rage').after.n], [10, 100]);
  assert.deepEqual([experiment(report, 'help').before.count, experiment(report, 'help').before.n], [20, 100]);
  assert.equal(experiment(report, 'late').text, 'Nothing after 2027-01-01 has been recorded yet.');
});

test('experiments are about everybody, so with one survey they are left out', (t) => {
  const report = json(t, ['--survey', 'ces']);
  assert.deepEqual([report.journeys, report.experiments], [[], []]);
});

test('text has the tables and the sentences', (t) => {
  const { out, code } = run(t, ['--compare', '2026-11-01']);
  assert.equal(code, 0);
  for (const part of [
    'JOURNEY  KIND     STARTED  FINISHED  GAVE UP  STILL GOING',
    'buy: a journey, routine',
    'A routine should be effortless and predictable',
    'More are lost after “cart” than elsewhere: 60 of 180',
    'Steps, and where people are lost',
    'Satisfaction, off the path beside on it',
    'before 2026-11',
    'Experiments\n-----------',
    'menu: A link in the menu ends the hunt for sizes',
    'It moved as the hypothesis says.',
    'Nothing after 2027-01-01 has been recorded yet.',
  ]) {
    assert.ok(out.includes(part), `${part}\n${out}`);
  }
  for (const line of out.split('\n')) assert.ok(line.length <= 100, line);
});

test('CSV has a row for every number', (t) => {
  const { out } = run(t, ['--csv', '--compare', '2026-11-01']);
  const rows = out.trim().split('\r\n').map((line) => line.split(','));
  const [header] = rows;
  const of = (section, name, group) => rows.find((row) => row[header.indexOf('section')] === section && row[header.indexOf('name')] === name && row[header.indexOf('group')] === group);
  const cell = (row, column) => row[header.indexOf(column)];
  assert.equal(cell(of('journey', 'started', ''), 'count'), '200');
  assert.equal(cell(of('journey', 'offPath', ''), 'value'), '40.0');
  assert.equal(cell(of('journeyStep', 'cart', 'lost'), 'count'), '60');
  assert.equal(cell(of('journeyTax', 'cart', 'faq'), 'n'), '60');
  assert.equal(cell(of('journeyDetour', 'faq', 'attempts'), 'count'), '80');
  assert.equal(cell(of('journeyTime', 'time', 'median'), 'method'), 'order');
  assert.equal(cell(of('journeyTime', 'timeOnPath', 'p90'), 'n'), '120');
  assert.equal(cell(of('journeySatisfaction', 'ces', 'offPath'), 'verdict'), 'down');
  assert.equal(cell(of('journeyCompare', '2026-11-01 and later', 'time'), 'test'), 'mannWhitney');
  const after = rows.find((row) => row[0] === 'rage' && row[header.indexOf('group')] === 'after');
  assert.deepEqual(['n', 'count', 'verdict', 'test'].map((column) => cell(after, column)), ['100', '10', 'better', 'newcombe']);
  for (const row of rows.filter((row) => !row.join(',').includes('"'))) assert.equal(row.length, header.length);
});

test('what is wrong with the log is located, and the rest is reported', (t) => {
  const { out, err, code } = run(t, ['--json'], {
    experiments: [{ ...config.experiments[0], date: 'soon' }, config.experiments[1], { ...config.experiments[1], id: 'again' }],
  });
  assert.equal(code, 1);
  assert.match(err, /\/experiments\/0\/date: "soon" is no day such as "2026-11-01"/);
  assert.match(err, /\/experiments\/2\/date: warning: its time overlaps that of "rage"/);
  const report = JSON.parse(out);
  assert.deepEqual(report.experiments.map(({ id, overlaps }) => [id, overlaps]), [['rage', ['again']], ['again', ['rage']]]);
});

test('a log without events says so, and events without a log have none', (t) => {
  const cwd = folder(t, { 'events.ndjson': '', 'canvass.json': JSON.stringify(config) });
  const empty = JSON.parse(canvass(['report', 'events.ndjson', '--config', 'canvass.json', '--json'], { cwd }).out);
  assert.ok(empty.experiments.every(({ verdict }) => verdict === 'tooFew'));
  assert.deepEqual(empty.journeys, []);
  const cwd2 = folder(t, { 'events.ndjson': ndjson(journeys()) });
  const none = JSON.parse(canvass(['report', 'events.ndjson', '--json'], { cwd: cwd2 }).out);
  assert.deepEqual(none.experiments, []);
  assert.equal(none.journeys.length, 1);
});

test('the page’s example is one attempt that left the path', (t) => {
  const page = readFileSync(join(root, 'docs/report.md'), 'utf8');
  const cwd = folder(t, { 'events.ndjson': page.split('\n```ndjson journeys\n')[1].split('```')[0] });
  const [buy] = JSON.parse(canvass(['report', 'events.ndjson', '--json'], { cwd }).out).journeys;
  assert.deepEqual([buy.started, buy.finished, buy.offPath.count, buy.time.median.value], [1, 1, 1, 180_000]);
  assert.equal(buy.detours[0].detour, 'faq');
});

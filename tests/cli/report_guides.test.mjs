// What the report says of guides: as JSON, in words, as a table, and in the example of docs/report.md.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import Ajv from 'ajv/dist/2020.js';

import { canvass, folder, ndjson, root } from './canvass.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');
const accepts = new Ajv({ allErrors: true, allowUnionTypes: true, strictTypes: false }).compile(JSON.parse(read('web/schema/report.schema.json')));

// Thirty visitors: a tour that ten leave at its second step, a checklist, help.
function events() {
  const list = [];
  for (let visitor = 1; visitor <= 30; visitor += 1) {
    const add = (event, guide, kind, more = {}) =>
      list.push({
        type: 'track',
        messageId: `m${list.length}`,
        event,
        anonymousId: `v${visitor}`,
        timestamp: new Date(Date.UTC(2026, 2, 1) + list.length * 1000).toISOString(),
        properties: { guide, kind, ...more },
      });
    const step = (event, id, index) => add(event, 'first-tour', 'tour', { step: id, index, of: 3 });
    add('Guide Shown', 'first-tour', 'tour');
    step('Guide Step', 'welcome', 1);
    step('Guide Step', 'add', 2);
    if (visitor <= 10) {
      step(visitor <= 4 ? 'Guide Dismissed' : 'Guide Abandoned', 'add', 2);
    } else {
      step('Guide Step', 'pay', 3);
      add('Guide Completed', 'first-tour', 'tour', { duration: 30_000 });
    }
    add('Guide Shown', 'start', 'checklist');
    add('Guide Task Completed', 'start', 'checklist', { task: 'size', duration: visitor * 2000, done: 1, of: 2 });
    if (visitor <= 6) add('Guide Task Completed', 'start', 'checklist', { task: 'like', duration: visitor * 60_000, done: 2, of: 2 });
    add('Guide Opened', 'help', 'help', { from: 'launcher' });
    add('Guide Searched', 'help', 'help', { query: visitor <= 3 ? '=invoice' : 'returns', results: visitor <= 3 ? 0 : 4 });
    add('Guide Article Viewed', 'help', 'help', { article: 'returns', from: 'search' });
    if (visitor <= 8) add('Guide Rated', 'help', 'help', { article: 'returns', helpful: visitor <= 6 });
  }
  return list;
}

const report = (cwd, ...options) => {
  const run = canvass(['report', 'answers.ndjson', ...options], { cwd });
  assert.equal(run.err, '');
  assert.equal(run.code, 0);
  return run.out;
};

test('the JSON of guides is as the schema says, and has the funnel, the times and what was searched in vain', (t) => {
  const cwd = folder(t, { 'answers.ndjson': ndjson(events()) });
  const json = JSON.parse(report(cwd, '--json'));
  assert.ok(accepts(json), JSON.stringify(accepts.errors));
  const [tour, { help }, start] = json.guides;
  assert.deepEqual(tour.steps.map(({ step, visitors, left }) => [step, visitors, left]), [['welcome', 30, 0], ['add', 30, 10], ['pay', 20, 0]]);
  assert.equal(tour.dismissed + tour.abandoned, 10);
  assert.deepEqual(start.tasks.map(({ task, completed, share }) => [task, completed, share]), [['size', 30, 100], ['like', 6, 20]]);
  assert.equal(start.tasks[0].time.median.value, 31_000);
  // Of 30, P(X < 10) = 2.14 % and P(X < 21) = 97.86 %: the 10th and the 21st.
  assert.deepEqual(start.tasks[0].time.median.interval, { low: 20_000, high: 42_000, method: 'order', confidence: 0.95 });
  assert.equal(start.all.completed, 6);
  assert.equal(help.withoutResults.share, 10);
  assert.deepEqual(help.queries, [{ query: '=invoice', count: 3 }]);
  assert.equal(help.articles[0].share, 75);
});

test('the report in words has a table of each guide, no wider than a terminal', (t) => {
  const cwd = folder(t, { 'answers.ndjson': ndjson(events()) });
  const text = report(cwd);
  assert.match(text, /^first-tour +tour +30 +20 +4 +6 +0$/m);
  assert.match(text, /^ +add +30 +100\.0 % .* 10 +0$/m);
  assert.match(text, /^ +size +30 +100\.0 % +31 s +20 s to 42 s /m);
  assert.match(text, /30 searches, 10\.0 % without results/);
  assert.match(text, /^ +=invoice +3$/m);
  assert.match(text, /^ +returns +30 +8 +75\.0 %/m);
  for (const line of text.split('\n')) assert.ok([...line].length <= 100, line);
});

test('the table has every number of the guides, in sections that are documented', (t) => {
  const cwd = folder(t, { 'answers.ndjson': ndjson(events()) });
  const lines = report(cwd, '--csv').split('\r\n').map((line) => line.split(','));
  const header = lines[0];
  const rows = lines.slice(1, -1).map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i]])));
  const of = (section, name, group) => rows.find((row) => row.section === section && row.name === name && row.group === group);
  assert.equal(of('guideStep', 'add', 'left').count, '10');
  assert.equal(of('guideStep', 'pay', 'visitors').count, '20');
  assert.equal(Math.round(of('guideStep', 'pay', 'visitors').value), 67);
  assert.equal(of('guideTask', 'size', 'median').value, '31000.0');
  assert.equal(of('guideTask', 'size', 'median').method, 'order');
  assert.equal(of('guideTasks', '', 'completed').count, '6');
  assert.equal(of('guideHelp', 'withoutResults', '').count, '3');
  assert.equal(of('guideQuery', "'=invoice", 'withoutResults').count, '3');
  assert.equal(of('guideArticle', 'returns', 'helpful').value, '75.0');
  const page = read('docs/report.md').split('\n## CSV\n')[1].split('\n## ')[0];
  for (const { section } of rows) assert.ok(page.includes(`\`${section}\``), section);
});

test('the events of the documentation are read without a word', (t) => {
  const page = read('docs/report.md');
  const cwd = folder(t, { 'answers.ndjson': page.split('\n```ndjson guides\n')[1].split('```')[0] });
  const { guides } = JSON.parse(report(cwd, '--json'));
  assert.deepEqual(guides[0].steps.map(({ step, left }) => [step, left]), [['welcome', 0], ['add', 1]]);
});

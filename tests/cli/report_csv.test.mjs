import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { canvass, folder, ndjson, root } from './canvass.mjs';
import { answers, tags, tickets } from './support/surveys.mjs';

// RFC 4180, with nothing forgiven.
function parse(text) {
  const lines = [];
  let at = 0;
  while (at < text.length) {
    const cells = [];
    for (;;) {
      const rest = text.slice(at);
      const [whole, quoted, plain] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(?=,|\r\n)/.exec(rest) ?? assert.fail(`at ${rest.slice(0, 40)}`);
      cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
      at += whole.length;
      if (text[at] !== ',') break;
      at += 1;
    }
    assert.equal(text.slice(at, at + 2), '\r\n');
    at += 2;
    lines.push(cells);
  }
  return lines;
}

function table(cwd, ...options) {
  const run = canvass(['report', 'answers.ndjson', '--csv', ...options], { cwd });
  assert.equal(run.err, '');
  assert.equal(run.code, 0);
  const [header, ...lines] = parse(run.out);
  for (const line of lines) assert.equal(line.length, header.length);
  return { header, rows: lines.map((line) => Object.fromEntries(header.map((name, i) => [name, line[i]]))) };
}

const everything = ['--by', 'plan', '--compare', '2026-01..2026-02', '--tags', 'tags.json', '--tickets', 'tickets.csv'];

test('the numbers of the table are those of the JSON, to the last digit', (t) => {
  const cwd = folder(t, { 'answers.ndjson': ndjson(answers()), 'tags.json': tags, 'tickets.csv': tickets });
  const { rows } = table(cwd, ...everything);
  const json = JSON.parse(canvass(['report', 'answers.ndjson', '--json', ...everything], { cwd }).out);
  const cell = (number) => (number === null || number === undefined ? '' : number);
  const same = (text, number, what) => assert.equal(text === '' ? '' : Number(text), cell(number), what);
  for (const entry of json.surveys) {
    const of = (section) => rows.filter((row) => row.id === entry.id && row.section === section);
    const [score] = of('score');
    same(score.value, entry.value, 'value');
    same(score.se, entry.se, 'se');
    same(score.n, entry.n, 'n');
    same(score.low, entry.interval?.low, 'low');
    same(score.high, entry.interval?.high, 'high');
    assert.equal(score.method, entry.interval?.method ?? '');
    assert.equal(of('trend').length, entry.trend.length);
    entry.trend.forEach((period, i) => {
      const row = of('trend')[i];
      assert.deepEqual([row.name, row.from, row.to], [period.name, period.from, period.to]);
      same(row.value, period.value, 'trend');
      same(row.delta, period.change?.delta, 'delta');
      same(row.p_adjusted, period.change?.pAdjusted, 'p adjusted');
      assert.equal(row.verdict, period.change?.verdict ?? '');
    });
    const groups = entry.segments.flatMap((segment) => segment.groups);
    assert.deepEqual(of('segment').map((row) => row.group), groups.map(({ name }) => name));
    groups.forEach((group, i) => same(of('segment')[i].p, group.versusRest?.p, 'p'));
    assert.equal(of('compare').length, entry.compare ? 2 : 0);
    assert.equal(of('finding').length, entry.findings?.length ?? 0);
  }
  assert.equal(rows.filter(({ section }) => section === 'support').length, 1);
  same(rows.find(({ section, name }) => section === 'input' && name === 'events').count, json.events, 'events');
});

test('columns and sections are those of the documentation', (t) => {
  const cwd = folder(t, { 'answers.ndjson': ndjson(answers()), 'tags.json': tags, 'tickets.csv': tickets });
  const page = readFileSync(join(root, 'docs/report.md'), 'utf8').split('\n## CSV\n')[1].split('\n## ')[0];
  const listed = new Set(Array.from(page.matchAll(/`(\w+)`/g), ([, name]) => name));
  const { header, rows } = table(cwd, ...everything);
  assert.deepEqual(header.filter((name) => !listed.has(name)), []);
  assert.deepEqual([...new Set(rows.map(({ section }) => section))].filter((name) => !listed.has(name)), []);
});

test('what a respondent wrote is no formula for a spreadsheet, and stays one cell', (t) => {
  const written = ['=HYPERLINK("http://x.example")', '+1', '-1', '@SUM(A1)', '\tx', 'a "quoted", word', 'two\nlines', 'plain'];
  const events = written.map((value, i) => ({
    type: 'track',
    messageId: `m${i}`,
    event: 'Survey Answered',
    timestamp: `2026-01-01T00:00:0${i}.000Z`,
    properties: { survey: 's', response: `r${i}`, question: 'why', kind: 'text', value },
  }));
  const cwd = folder(t, { 'answers.ndjson': ndjson(events) });
  const { rows } = table(cwd);
  const found = rows.filter(({ section }) => section === 'verbatim').map(({ name }) => name);
  for (const text of written) {
    const dangerous = /^[=+\-@\t]/.test(text);
    assert.ok(found.includes(dangerous ? `'${text}` : text), text);
  }
  for (const name of found) assert.doesNotMatch(name, /^[=+\-@\t\r]/);
});

test('a negative number stays a number', (t) => {
  const event = { type: 'track', messageId: 'm', event: 'Survey Answered', properties: { survey: 's', question: 'q', kind: 'nps', value: 0 } };
  const cwd = folder(t, { 'answers.ndjson': ndjson([event]) });
  const score = table(cwd).rows.find(({ section }) => section === 'score');
  assert.equal(Number(score.value), -100);
});

// What the report says of visitors who struggle: every number against an independent calculation, and what becomes of
// events that are late, twice, without a time or about nobody.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import Ajv from 'ajv/dist/2020.js';

import { generator } from '../random.mjs';
import { canvass, folder, ndjson, root } from './canvass.mjs';
import { shuffled } from './support/responses.mjs';
import { expected, visitors } from './support/struggle.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');
const { $defs, properties } = JSON.parse(read('web/schema/report.schema.json'));
const accepts = new Ajv({ allErrors: true, allowUnionTypes: true, strictTypes: false }).compile({ $schema: 'https://json-schema.org/draft/2020-12/schema', $defs, ...properties.struggle });

function report(events, ...options) {
  const run = canvass(['report', '-', ...options], { input: ndjson(events) });
  assert.equal(run.err, '');
  assert.equal(run.code, 0);
  return run.out;
}

function struggleOf(events, ...options) {
  const { struggle } = JSON.parse(report(events, '--json', ...options));
  assert.ok(accepts(struggle), JSON.stringify(accepts.errors));
  return struggle;
}

// Everything in `wanted` is in `actual`.
function hold(actual, wanted, place = '') {
  if (typeof wanted === 'number') {
    assert.ok(Math.abs(actual - wanted) <= 1e-8 * Math.max(1, Math.abs(wanted)), `${place} is ${actual}, not ${wanted}`);
  } else if (wanted !== null && typeof wanted === 'object') {
    assert.ok(actual !== null && typeof actual === 'object', `${place} is ${actual}`);
    if (Array.isArray(wanted)) assert.equal(actual.length, wanted.length, place);
    for (const [key, value] of Object.entries(wanted)) hold(actual[key], value, `${place}/${key}`);
  } else {
    assert.equal(actual, wanted, place);
  }
}

for (const seed of [4, 11]) {
  test(`rates, intervals and satisfaction are those of an independent calculation (${seed})`, () => {
    const made = visitors({ seed });
    hold(struggleOf(made.events, '--every', 'week'), expected(made));
  });
}

test('neither the order of lines nor copies of them change anything', () => {
  const { events } = visitors({ size: 60 });
  const straight = struggleOf(events);
  const random = generator(9);
  assert.deepEqual(struggleOf(shuffled([...events, ...events.slice(0, 300)], random)), straight);
});

test('a file says the same as a pipe: who answered is found out even if signals come last', (t) => {
  const { events } = visitors({ size: 40 });
  const last = [...events.filter(({ event }) => event.startsWith('Survey')), ...events.filter(({ event }) => !event.startsWith('Survey'))];
  const cwd = folder(t, { 'a.ndjson': ndjson(last) });
  const run = canvass(['report', 'a.ndjson', '--json'], { cwd });
  assert.equal(run.err, '');
  const { struggle } = JSON.parse(run.out);
  assert.deepEqual(struggle, struggleOf(last));
  assert.ok(struggle.elements.some(({ satisfaction }) => satisfaction.n > 0));
});

// --- by hand -----------------------------------------------------------------------------------------------------

let number = 0;
const event = (name, anonymousId, timestamp, path, properties) => ({
  type: 'track',
  messageId: `h${(number += 1)}`,
  event: name,
  anonymousId,
  ...(timestamp && { timestamp: `2026-03-02T10:${timestamp}.000Z` }),
  properties,
  context: { page: { path } },
});
const noticed = (who, time, path, signal, element) => event('Signal Noticed', who, time, path, { signal, element });
const watched = (who, time, path, signals = {}) => event('Page Watched', who, time, path, { clicks: 3, signals });
const scored = (who, time, value) => event('Survey Answered', who, time, '/', { survey: 'nps', response: `${who} ${time}`, question: 'score', kind: 'nps', value });

test('several signals on one element in one page view are one page view with it', () => {
  const { elements } = struggleOf([
    noticed('a', '00:10', '/cart', 'rage', '#go'),
    noticed('a', '00:20', '/cart', 'rage', '#go'),
    watched('a', '00:30', '/cart', { rage: 2 }),
    noticed('a', '00:40', '/cart', 'rage', '#go'),
    watched('a', '00:40', '/cart', { rage: 1 }),
    watched('b', '00:50', '/cart'),
    watched('c', '00:50', '/other'),
  ]);
  hold(elements, [{ element: '#go', page: '/cart', count: 3, with: 2, views: 3, visitors: 1, share: 200 / 3 }]);
});

test('what happened after the page was put away belongs to the page view that was told already', () => {
  const struggle = struggleOf([watched('a', '00:10', '/cart'), noticed('a', '00:20', '/cart', 'dead', '#go'), watched('b', '00:30', '/cart')]);
  hold(struggle, { views: 2, with: 1, withoutView: 0, elements: [{ count: 1, with: 1, views: 2 }], kinds: [{ signal: 'dead', with: 1, views: 2 }] });
});

test('without page views there are counts and no rates', () => {
  const struggle = struggleOf([noticed('a', '00:10', '/cart', 'rage', '#go'), noticed('b', undefined, '/cart', 'rage', '#go')]);
  hold(struggle, { views: 0, share: null, interval: null, signals: 2, withoutView: 2, elements: [{ count: 2, visitors: 2, with: 0, views: 0, share: null, interval: null }] });
});

test('what the page view says counts by page and by signal, also what was too much to be told', () => {
  const struggle = struggleOf([watched('a', '00:10', '/cart', { rage: 40, thrash: 1, novelty: 3 }), watched('b', '00:10', '/cart', {})]);
  hold(struggle, { with: 1, elements: [], kinds: [{ signal: 'rage', count: 0, with: 1 }, { signal: 'thrash', with: 1 }], pages: [{ page: '/cart', with: 1, signals: { rage: 1, thrash: 1 } }] });
});

test('addresses that differ only in ids are one page', () => {
  const paths = ['/orders/8271/pay', '/orders/12/pay', '/orders/0190a6f2-7c1e-7d3a-9f00-2b1c3d4e5f60/pay', '/orders/5f3c9b2e7d10/pay', '/orders/latest/pay', '/2026/step-2'];
  const { pages } = struggleOf(paths.flatMap((path) => [noticed('a', '00:10', path, 'error', '#go'), watched('a', '00:20', path, { error: 1 })]));
  assert.deepEqual(pages.map(({ page, views }) => [page, views]), [['/orders/*/pay', 4], ['/*/step-2', 1], ['/orders/latest/pay', 1]]);
});

test('only answers after it speak for those who hit it, and who answered only before is in neither group', () => {
  const struggle = struggleOf([
    ...['a', 'b', 'c'].flatMap((who) => [noticed(who, '10:00', '/cart', 'rage', '#go'), watched(who, '11:00', '/cart', { rage: 1 })]),
    scored('a', '09:00', 10), // before: and again after
    scored('a', '12:00', 2),
    scored('b', '09:00', 10), // only before
    scored('c', '10:00', 3), // at the same moment
    scored('d', '09:00', 9),
    scored('e', '30:00', 9),
  ]);
  const [element] = struggle.elements;
  hold(element, { visitors: 3, satisfaction: { n: 2, value: -100 }, difference: { delta: -200 } });
  assert.equal(struggle.survey, 'nps');
  assert.equal(struggle.better, 'higher');
});

test('people who turn out to be one are one, on either side', () => {
  const struggle = struggleOf([
    noticed('a', '10:00', '/cart', 'rage', '#go'),
    watched('a', '11:00', '/cart', { rage: 1 }),
    { ...watched('a', '12:00', '/'), userId: 'ann' },
    { ...scored('phone', '13:00', 1), userId: 'ann' },
    scored('z', '13:00', 9),
  ]);
  hold(struggle, { visitors: 1, elements: [{ visitors: 1, satisfaction: { n: 1, value: -100 } }] });
});

test('the time that is asked for holds for page views, signals and answers', () => {
  const { events, views, answers } = visitors({ size: 120 });
  const from = Date.UTC(2026, 9, 12);
  const to = Date.UTC(2026, 9, 19);
  const inside = ({ time }) => time >= from && time < to;
  const struggle = struggleOf(events, '--since', '2026-10-12', '--until', '2026-10-18');
  hold(struggle, { views: views.filter(inside).length, with: views.filter((view) => inside(view) && view.hits.length > 0).length });
  assert.ok(struggle.views > 50 && struggle.views < views.length);
  assert.ok(answers.filter(inside).length < answers.length);
});

test('two periods are compared, as a whole and element by element', () => {
  const views = (week, withIt, without) => [
    ...Array.from({ length: withIt }, (_, i) => [noticed(`${week}h${i}`, `0${week}:00`, '/cart', 'dead', '#go'), watched(`${week}h${i}`, `0${week}:30`, '/cart', { dead: 1 })]).flat(),
    ...Array.from({ length: without }, (_, i) => watched(`${week}w${i}`, `0${week}:30`, '/cart')),
  ];
  const second = views(2, 10, 90).map((one) => ({ ...one, timestamp: one.timestamp.replace('03-02', '03-09') }));
  const { compare, elements } = struggleOf([...views(1, 30, 70), ...second], '--compare', '2026-W10..2026-W11');
  // 30 of 100 against 10 of 100: χ² = 200·(30·90 − 10·70)²/(40·160·100·100) = 12.5, p = 0.000407.
  for (const one of [compare, elements[0].compare]) {
    hold(one, { before: { with: 30, views: 100, share: 30 }, after: { with: 10, views: 100, share: 10 }, difference: { delta: -20, verdict: 'down' } });
    assert.ok(Math.abs(one.difference.p - 0.000407) < 1e-6, String(one.difference.p));
  }
});

test('the worst is what is certain to be bad, not what was seen once', () => {
  const many = Array.from({ length: 100 }, (_, i) => [...(i < 30 ? [noticed(`m${i}`, '01:00', '/cart', 'dead', '#often')] : []), watched(`m${i}`, '01:30', '/cart', i < 30 ? { dead: 1 } : {})]).flat();
  const { elements } = struggleOf([noticed('x', '01:00', '/rare', 'dead', '#once'), watched('x', '01:30', '/rare', { dead: 1 }), watched('y', '01:30', '/rare'), ...many]);
  assert.deepEqual(elements.map(({ element }) => element), ['#often', '#once']);
});

// --- forms -------------------------------------------------------------------------------------------------------

test('in words, tables of elements, signals and pages, no wider than a terminal', () => {
  const text = report(visitors().events, '--every', 'week');
  assert.match(text, /^Where visitors struggle$/m);
  assert.match(text, /^ +\[data-canvass="coupon"\] "A.* +\/cart +dead +\d+ of \d+ +\d+\.\d % +\d+\.\d to \d+\.\d +\d+$/m);
  assert.match(text, /^ +\(the page\) +\/sizes +quick back /m);
  assert.match(text, /^ {2}How those score who hit them$/m);
  assert.match(text, /^ +\[data-canvass="coup.* rage +\d/m);
  assert.match(text, /^ +rage +\d+ of \d+ /m);
  assert.match(text, /^ +\/pieces\/\* +\d/m);
  assert.match(text, /^ {2}Page views with a signal by week$/m);
  for (const line of text.split('\n')) assert.ok([...line].length <= 100, line);
});

test('nothing in the names of elements steers a terminal or a spreadsheet', () => {
  const events = [event('Signal Noticed', 'a', '00:10', '/a\u001b[31m', { signal: 'dead', element: '=1+1', name: 'Go\u202e\u001b]0;x\u0007', role: 'button' }), watched('a', '00:20', '/a\u001b[31m', { dead: 1 })];
  // eslint-disable-next-line no-control-regex
  assert.doesNotMatch(report(events), /[\u001b\u0007\u202e]/);
  assert.match(report(events, '--csv'), /,'=1\+1,/);
});

test('as a table, a row for each element with its rate, its visitors and how they score', () => {
  const lines = report(visitors().events, '--csv').split('\r\n');
  const header = lines[0].split(',');
  const rows = lines.filter((line) => line.includes('struggleElement,#postcode')).map((line) => Object.fromEntries(line.split(',').map((cell, i) => [header[i], cell])));
  assert.deepEqual(rows.map(({ group }) => group), ['formStruggle', 'formStruggle: signals', 'formStruggle: visitors', 'formStruggle: satisfaction']);
  assert.equal(rows[0].id, '/account');
  assert.equal(rows[0].method, 'wilson');
  assert.ok(Number(rows[0].count) > 0 && Number(rows[0].n) > Number(rows[0].count));
  assert.equal(rows[3].test, 'adjustedWald');
  for (const section of ['struggle', 'struggleSignal', 'strugglePage', 'struggleTrend']) assert.ok(lines.some((line) => line.includes(`,${section},`)), section);
});

test('a report without signals says nothing of them', () => {
  const only = [scored('a', '09:00', 9)];
  assert.equal(struggleOf(only), null);
  assert.doesNotMatch(report(only), /struggle/);
  assert.doesNotMatch(report(only, '--csv'), /struggle/);
});

test('a signal without its name is located, one of a later version is something else', () => {
  const run = canvass(['report', '-', '--json'], { input: ndjson([event('Signal Noticed', 'a', '00:10', '/', {}), noticed('a', '00:10', '/', 'sighing', '#x')]) });
  const json = JSON.parse(run.out);
  assert.equal(json.malformed[0].message, '"Signal Noticed" needs `properties.signal`, its name');
  assert.equal(json.other, 1);
  assert.equal(json.struggle, null);
});

test('the example of the documentation is what the command prints, and every section of the table is explained', (t) => {
  const page = read('docs/report.md');
  const cwd = folder(t, { 'answers.ndjson': page.split('\n```ndjson struggle\n')[1].split('```')[0] });
  const run = canvass(['report', 'answers.ndjson'], { cwd });
  const said = page.split('\n```text struggle\n')[1].split('```')[0];
  assert.ok(run.out.includes(`\n${said.trimEnd()}\n`), run.out);
  const table = page.split('\n## CSV\n')[1].split('\n## ')[0];
  const sections = report(visitors().events, '--csv', '--compare', '2026-W41..2026-W42').split('\r\n').map((line) => line.split(',')[4]);
  for (const section of new Set(sections.filter((name) => name?.startsWith('struggle')))) assert.ok(table.includes(`\`${section}\``), section);
});

test('what to mend first is among the findings of the survey whose score it goes with, and only if that is real', () => {
  const findings = (events) => JSON.parse(report(events, '--json')).surveys[0].findings.filter(({ kind }) => kind === 'struggle').map(({ text }) => text);
  const made = visitors();
  const { with: withIt, views, difference } = expected(made).elements.find(({ element }) => element === '#postcode');
  assert.deepEqual(findings(made.events), [
    `Where visitors struggle, mend “Postcode” on “/account” first: answers that are refused in ${withIt} of ${views} page views, and NPS of those is ${Math.abs(difference.delta).toFixed(1)} points lower than that of others (p < 0.001).`,
  ]);
  assert.deepEqual(findings([noticed('a', '00:10', '/cart', 'rage', '#go'), scored('a', '09:00', 1), scored('b', '09:00', 9)]), []);
});

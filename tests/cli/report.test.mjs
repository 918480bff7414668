import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { canvass, folder, ndjson, root } from './canvass.mjs';
import { generator } from '../random.mjs';

let made = 0;

function event(name, properties, more = {}) {
  made += 1;
  const timestamp = new Date(Date.UTC(2026, 0, 1) + made * 1000).toISOString();
  return { type: 'track', messageId: `m${made}`, event: name, anonymousId: 'a', timestamp, properties, ...more };
}

const answer = (value, more = {}) =>
  event('Survey Answered', { survey: 'nps', question: 'score', kind: 'nps', value, ...more });

const report = (events, ...options) => {
  const run = canvass(['report', '-', '--json', ...options], { input: ndjson(events) });
  assert.equal(run.err, '');
  assert.equal(run.code, 0);
  return JSON.parse(run.out);
};

const near = (actual, expected, margin) =>
  assert.ok(Math.abs(actual - expected) <= margin, `${actual} is not within ${margin} of ${expected}`);

// The variance of one answer at the likeliest shares with promoters − detractors = theta, found by ternary search.
function likeliestVariance(detractors, passives, promoters, theta) {
  const likelihood = (p) =>
    detractors * Math.log(p) + passives * Math.log(1 - theta - 2 * p) + promoters * Math.log(p + theta);
  let low = Math.max(0, -theta);
  let high = (1 - theta) / 2;
  for (let i = 0; i < 200; i += 1) {
    const third = (high - low) / 3;
    if (likelihood(low + third) < likelihood(high - third)) low += third;
    else high -= third;
  }
  return low + high + theta - theta * theta;
}

test('the documented example gives the documented report', (t) => {
  const page = join(root, 'docs/report.md');
  const docs = readFileSync(page, 'utf8');
  const block = (kind) => docs.match(new RegExp(`\`\`\`${kind}\n(.*?)\`\`\``, 's'))[1];
  const cwd = folder(t, { 'answers.ndjson': block('ndjson') });
  const run = canvass(['report', 'answers.ndjson'], { cwd });
  if (process.env.UPDATE_GOLDENS) return writeFileSync(page, docs.replace(block('text'), () => run.out));
  assert.deepEqual(run, { code: 0, out: block('text'), err: '' });
});

test('the files that the documentation shows beside the answers are taken without a word', (t) => {
  const docs = readFileSync(join(root, 'docs/report.md'), 'utf8');
  const block = (kind) => docs.match(new RegExp(`\`\`\`${kind}\n(.*?)\`\`\``, 's'))[1];
  const cwd = folder(t, {
    'answers.ndjson': block('ndjson'),
    'tags.json': block('json tags'),
    'benchmarks.json': block('json benchmarks'),
    'tickets.csv': block('csv tickets'),
  });
  const options = ['--tags', 'tags.json', '--benchmarks', 'benchmarks.json', '--tickets', 'tickets.csv'];
  const run = canvass(['report', 'answers.ndjson', '--json', ...options], { cwd });
  assert.equal(run.err, '');
  assert.equal(run.code, 0);
  const { surveys, support } = JSON.parse(run.out);
  const nps = surveys.find(({ id }) => id === 'nps');
  assert.equal(nps.tags[0].count, 1);
  assert.deepEqual(nps.benchmark[0].rows.map(({ value }) => value), [41, 68.5]);
  assert.deepEqual(support.topics.map(({ topic }) => topic).sort(), ['delivery', 'invoice, lost']);
});

test('every option of the help is in the documentation, and the other way round', () => {
  const listed = (text) => [...new Set(Array.from(text.matchAll(/--[a-z][a-z-]+/g), ([option]) => option))].sort();
  const docs = readFileSync(join(root, 'docs/report.md'), 'utf8').split('\n## ')[0];
  assert.deepEqual(listed(canvass(['help', 'report']).out), listed(docs));
});

test('the shape that tools rely on', () => {
  const events = [];
  for (let i = 0; i < 100; i += 1) events.push(answer(i < 50 ? 10 : i < 80 ? 8 : 4));
  const { surveys } = report(events);
  const [nps] = surveys;
  assert.equal(nps.id, 'nps');
  assert.equal(nps.metric, 'nps');
  assert.equal(nps.n, 100);
  assert.deepEqual(nps.counts, { promoters: 50, passives: 30, detractors: 20 });
  assert.equal(nps.value, 30);
  near(nps.se, 7.810249675906654, 1e-9);
  // Reference: the R package NPS 2.0.999.
  for (const [name, ends, margin] of [
    ['wald', [14.692191924957332, 45.307808075042666], 1e-7],
    ['adjustedWald', [14.05113017876161, 44.20129700570441], 1e-7],
    ['score', [13.955141614195693, 44.33930663358594], 1e-4],
  ]) {
    ends.forEach((end, i) => near(nps.intervals[name][i], end, margin));
  }
});

test('generated answers give what an independent calculation gives', () => {
  const random = generator(7);
  const last = new Map();
  const events = [];
  for (let i = 0; i < 3000; i += 1) {
    const response = `r${Math.floor(random() * 1500)}`;
    const value = Math.floor(random() * 11);
    events.push(answer(value, { response }));
    last.set(response, value);
  }
  const scores = [...last.values()];
  // As a trinomial mean: each respondent is −1, 0 or 1, and the variance is that of these numbers.
  const signs = scores.map((value) => (value >= 9 ? 1 : value <= 6 ? -1 : 0));
  const mean = signs.reduce((sum, sign) => sum + sign, 0) / signs.length;
  const variance = signs.reduce((sum, sign) => sum + (sign - mean) ** 2, 0) / signs.length;
  const se = Math.sqrt(variance / signs.length);

  for (let i = events.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [events[i], events[j]] = [events[j], events[i]];
  }
  const [nps] = report([...events, ...events.slice(0, 100)]).surveys;
  assert.equal(nps.n, last.size);
  near(nps.value, 100 * mean, 1e-9);
  near(nps.se, 100 * se, 1e-9);
  near(nps.intervals.wald[0], 100 * (mean - 1.9599639845400536 * se), 1e-9);
  // An end of the score interval is z standard errors away, the error being that of the likeliest shares there.
  const group = (sign) => signs.filter((other) => other === sign).length;
  for (const end of nps.intervals.score.map((percent) => percent / 100)) {
    const spread = likeliestVariance(group(-1), group(0), group(1), end);
    near(Math.abs(mean - end), 1.9599639845400536 * Math.sqrt(spread / signs.length), 1e-6);
  }
  for (const { value, count } of nps.distribution) {
    assert.equal(count, scores.filter((score) => score === value).length);
  }
});

test('several files are one report, and malformed lines are located in theirs', (t) => {
  const one = answer(9);
  const cwd = folder(t, {
    'a.ndjson': `${ndjson([one])}\nnot json\n`,
    'b.ndjson': `\ufeff${ndjson([one, answer(10)]).replaceAll('\n', '\r\n')}{"type":"track"}`,
  });
  const run = canvass(['report', 'a.ndjson', 'b.ndjson', '--json'], { cwd });
  assert.equal(run.code, 0);
  const json = JSON.parse(run.out);
  assert.equal(json.surveys[0].n, 2);
  assert.equal(json.duplicates, 1);
  assert.deepEqual(
    json.malformed.map(({ file, line }) => [file, line]),
    [
      ['a.ndjson', 3],
      ['b.ndjson', 3],
    ],
  );
  for (const { message } of json.malformed) assert.ok(message.length > 10);
  const human = canvass(['report', 'a.ndjson', 'b.ndjson'], { cwd }).out;
  assert.match(human, /Not readable as events: 2\.\n {2}a\.ndjson:3: .*\n {2}b\.ndjson:3: /);
});

test('a Segment batch on a line is its events', () => {
  const json = report([{ writeKey: 'demo', batch: [answer(9), answer(2)], sentAt: '2026-01-01T00:00:00.000Z' }]);
  assert.equal(json.surveys[0].n, 2);
});

test('one survey can be chosen', () => {
  const ces = event('Survey Answered', { survey: 'ces', question: 'ease', kind: 'ces', variant: 'effort5', value: 2 });
  const json = report([answer(9), ces], '--survey', 'ces');
  assert.deepEqual(
    json.surveys.map(({ id, direction, easy, value }) => ({ id, direction, easy, value })),
    [{ id: 'ces', direction: 'lower_is_easier', easy: 100, value: 2 }],
  );
});

test('a survey that is not there: a sentence that says which there are', () => {
  const events = ndjson([answer(9)]);
  const near = canvass(['report', '-', '--survey', 'nsp'], { input: events });
  assert.equal(near.code, 1);
  assert.equal(near.err, 'canvass: these events have no survey "nsp", did you mean "nps"?\n');
  const far = canvass(['report', '-', '--survey', 'checkout'], { input: events });
  assert.equal(far.err, 'canvass: these events have no survey "checkout"; there is nps\n');
});

test('an empty input is an empty report', () => {
  const run = canvass(['report', '-'], { input: '' });
  assert.deepEqual(run, { code: 0, out: 'No survey in these events.\n\n0 events.\n', err: '' });
});

test('an input without a single event fails', () => {
  assert.equal(canvass(['report', '-', '--json'], { input: 'a,b,c\n1,2,3\n' }).code, 1);
});

test('what a respondent wrote cannot steer the terminal', () => {
  const text = 'red \u001b[31m, bell \u0007, line\nbreak, csi \u009b2J';
  const run = canvass(['report', '-'], {
    input: ndjson([event('Survey Answered', { survey: 'nps', question: 'why', kind: 'text', value: text })]),
  });
  assert.match(run.out, /red \[31m, bell , line break, csi 2J/);
  assert.doesNotMatch(run.out, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

test('a line of more than 4 MB is skipped and located', () => {
  const json = JSON.parse(
    canvass(['report', '-', '--json'], { input: `${'x'.repeat(5_000_000)}\n${ndjson([answer(9)])}` }).out,
  );
  assert.equal(json.surveys[0].n, 1);
  assert.deepEqual(json.malformed, [{ file: 'stdin', line: 1, message: 'a line of more than 4 MB' }]);
});

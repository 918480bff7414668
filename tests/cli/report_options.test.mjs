// What `canvass report` can be asked, and what it says when it cannot be done.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { canvass, folder, ndjson } from './canvass.mjs';
import { answers, config, tags, tickets } from './support/surveys.mjs';

const files = { 'answers.ndjson': ndjson(answers()), 'canvass.json': config, 'tags.json': tags, 'tickets.csv': tickets };

function place(t, more = {}) {
  const cwd = folder(t, { ...files, ...more });
  const run = (...options) => canvass(['report', 'answers.ndjson', ...options], { cwd });
  const json = (...options) => {
    const { code, out, err } = run('--json', ...options);
    assert.deepEqual({ code, err }, { code: 0, err: '' });
    return JSON.parse(out);
  };
  const entry = (id, ...options) => json(...options).surveys.find((other) => other.id === id);
  return { cwd, run, json, entry };
}

// --- what is asked for ------------------------------------------------------------------------------------------------

test('segments are asked for one by one, as a list, or all', (t) => {
  const { json, entry } = place(t);
  const by = (...options) => entry('nps', ...options).segments.map((segment) => segment.by);
  assert.deepEqual(by(), []);
  assert.deepEqual(by('--by', 'plan', '--by', 'locale'), ['plan', 'locale']);
  assert.deepEqual(by('--by=plan,locale, plan'), ['plan', 'locale']);
  assert.ok(['plan', 'locale', 'page', 'stage', 'fields.campaign'].every((name) => by('--by', '*').includes(name)));
  assert.deepEqual(json('--by', 'plan').query.by, ['plan']);
  const groups = entry('nps', '--by', 'plan').segments[0].groups;
  assert.deepEqual(groups.map(({ name }) => name).sort(), ['free', 'pro', 'team']);
  assert.equal(groups.reduce((sum, { n }) => sum + n, 0), entry('nps').n);
});

test('since and until bound the time: periods whole, times to the millisecond, durations before the last event', (t) => {
  const at = (day, time = '12:00:00.000') => `2026-03-${day}T${time}Z`;
  const event = (timestamp, i) => ({ type: 'track', messageId: `m${i}`, event: 'Survey Answered', timestamp, properties: { survey: 's', response: `r${i}`, question: 'q', kind: 'nps', value: 9 } });
  const times = [at('01'), at('02', '00:00:00.000'), at('02', '23:59:59.999'), at('03', '00:00:00.000'), at('09'), at('10')];
  const { entry } = place(t, { 'answers.ndjson': ndjson(times.map(event)) });
  const n = (...options) => entry('s', ...options)?.n ?? 0;
  assert.equal(n(), 6);
  assert.equal(n('--since', '2026-03-02', '--until', '2026-03-02'), 2);
  assert.equal(n('--since', '2026-03-02T23:59:59.999Z'), 4);
  assert.equal(n('--until', '2026-03-02T23:59:59.999Z'), 2);
  assert.equal(n('--since', '2026-W10', '--until', '2026-W10'), 3);
  assert.equal(n('--since', '1d'), 2);
  assert.equal(n('--since', '12h'), 1);
  assert.equal(n('--until', '1d'), 5);
  assert.equal(n('--since', '2026-03', '--until', '2026-Q1'), 6);
  assert.equal(n('--since', '2027'), 0);
});

test('the periods of the trend are those asked for', (t) => {
  const { entry, json } = place(t);
  for (const [every, name] of [['day', /^\d{4}-\d\d-\d\d$/], ['week', /^\d{4}-W\d\d$/], ['month', /^\d{4}-\d\d$/], ['quarter', /^\d{4}-Q\d$/], ['year', /^\d{4}$/]]) {
    const { trend, n } = entry('nps', '--every', every);
    for (const period of trend) assert.match(period.name, name);
    assert.equal(trend.reduce((sum, period) => sum + period.n, 0), n);
  }
  assert.equal(json('--every', 'week').query.every, 'week');
});

test('two periods are compared', (t) => {
  const { entry, json } = place(t);
  const { compare, trend } = entry('nps', '--compare', '2026-01..2026-02', '--every', 'month');
  for (const side of ['before', 'after']) {
    const period = trend.find(({ name }) => name === compare[side].name);
    assert.equal(compare[side].n, period.n);
    assert.equal(compare[side].value, period.value);
  }
  assert.deepEqual(json('--compare', '2026-01-05/2026-01-20..2026-W08').query.compare, { before: '2026-01-05/2026-01-20', after: '2026-W08' });
});

test('the configuration gives questions, options and rows their texts', (t) => {
  const { run } = place(t);
  const { out } = run('--survey', 'nps', '--config', 'canvass.json');
  assert.match(out, /\n {2}How likely are you to recommend us\?\n/);
  assert.match(out, /reasons \(choice\): "What matters to you\?"/);
  assert.match(out, /The service +\d+ /);
});

test('a configuration with presets names what they ask', (t) => {
  const { run } = place(t, { 'presets.json': JSON.stringify({ canvass: 1, surveys: [{ id: 'nps', triggers: [], preset: 'enps' }] }) });
  const { out, err, code } = run('--survey', 'nps', '--config', 'presets.json', '--json');
  assert.deepEqual({ code, err }, { code: 0, err: '' });
  const [entry] = JSON.parse(out).surveys;
  assert.deepEqual([entry.preset, entry.variant], ['enps', 'enps']);
  assert.match(entry.title, /as a place to work/);
});

test('the terminal shows all of a survey, in at most 100 columns', (t) => {
  const { run } = place(t);
  const { out, err, code } = run('--by', 'plan', '--compare', '2026-01..2026-02', '--tags', 'tags.json', '--tickets', 'tickets.csv', '--sus-estimate');
  assert.deepEqual({ code, err }, { code: 0, err: '' });
  for (const section of ['What it says', 'Score', 'Trend by', 'By plan', '2026-02 compared with 2026-01', 'What moves the score', 'Beside others', 'Funnel', 'Questions', 'Themes of', 'Tags', 'In their own words', 'Which topics to mend first', 'Factors']) {
    assert.match(out, new RegExp(`\n  ${section}`), section);
  }
  assert.match(out, /SUS as a regression estimates it/);
  for (const line of out.split('\n')) {
    assert.ok(Array.from(line).length <= 100, line);
    assert.equal(line, line.trimEnd());
  }
});

// --- what cannot be done ----------------------------------------------------------------------------------------------

const periods = 'a day 2026-03-02, week 2026-W10, month 2026-03, quarter 2026-Q1, year 2026, or days 2026-03-01/2026-03-14';
for (const [options, sentence] of [
  [['--every', 'wek'], '--every: unknown period "wek", did you mean "week"?'],
  [['--every', 'fortnight'], '--every: unknown period "fortnight", expected one of "day", "week", "month", "quarter", "year"'],
  [['--compare', '2026-W10'], '--compare: expected two periods with .. between them, such as 2026-W10..2026-W11, not "2026-W10"'],
  [['--compare', '..2026-W10'], '--compare: expected two periods with .. between them, such as 2026-W10..2026-W11, not "..2026-W10"'],
  [['--compare', '2026-W10..2026-W54'], `--compare: "2026-W54" is no period; expected ${periods}`],
  [['--compare', 'May..2026'], `--compare: "May" is no period; expected ${periods}`],
  [['--compare', '2026-03..2026-03'], '--compare: "2026-03" and "2026-03" are the same period; expected two that have no day in common'],
  [['--compare', '2026..2026-W10'], '--compare: "2026" and "2026-W10" overlap; expected two that have no day in common'],
  [['--since', 'yesterday'], `--since: "yesterday" is no time; expected ${periods}, a time in UTC such as 2026-03-02T09:00:00Z, or how long before the last event, such as 30d`],
  [['--until', '2026-02-30'], `--until: "2026-02-30" is no time; expected ${periods}, a time in UTC such as 2026-03-02T09:00:00Z, or how long before the last event, such as 30d`],
  [['--since', '2026-03', '--until', '2026-02'], '--until: "2026-02" is not after "2026-03", from when answers are asked for'],
  [['--by', ','], '--by: expected the name of a trait or another segment, such as locale'],
  [['--json', '--csv'], '--json and --csv are two forms of the same output; choose one'],
  [['--survey', 'a', '--survey', 'b'], '--survey can be given only once'],
  [['-', '--tags', '-'], 'only one of the files can come from the standard input'],
  [['--tags', 'no.json'], 'cannot read no.json: No such file or directory'],
  [['--tickets', 'no.csv'], 'cannot read no.csv: No such file or directory'],
]) {
  test(`one sentence and exit code 2: ${options.join(' ')}`, (t) => {
    const { run } = place(t);
    assert.deepEqual(run(...options), { code: 2, out: '', err: `canvass: ${sentence}\n` });
  });
}

test('a segment that no response has: a sentence that says which there are', (t) => {
  const { run } = place(t);
  assert.deepEqual(run('--by', 'plna'), { code: 1, out: '', err: 'canvass: --by: no response has "plna", did you mean "plan"?\n' });
  const far = run('--by', 'plan', '--by', 'colour');
  assert.equal(far.code, 1);
  assert.match(far.err, /^canvass: --by: no response has "colour"; there is fields\.campaign, locale, page, plan, /);
});

test('a trait with hundreds of values is no segment, and that is said', (t) => {
  const people = Array.from({ length: 201 }, (_, i) => [
    { type: 'identify', messageId: `i${i}`, anonymousId: `a${i}`, traits: { serial: `s${i}`, plan: 'pro' } },
    { type: 'track', messageId: `m${i}`, anonymousId: `a${i}`, event: 'Survey Answered', properties: { survey: 's', response: `r${i}`, question: 'q', kind: 'nps', value: 9 } },
  ]).flat();
  const { run } = place(t, { 'answers.ndjson': ndjson(people) });
  assert.deepEqual(run('--by', 'serial'), { code: 1, out: '', err: 'canvass: --by: "serial" has more than 200 different values, which are no groups; there is plan\n' });
});

for (const [option, name, text, message] of [
  ['--tags', 'x.json', '{"canvassTags": 1,', /^canvass: x\.json: .+\n$/],
  ['--benchmarks', 'x.json', 'nonsense', /^canvass: x\.json: .+\n$/],
  ['--config', 'x.json', '[1', /^canvass: x\.json: .+\n$/],
  ['--tickets', 'x.csv', 'when,what\n1,2\n', /^canvass: x\.csv:1: .*date, topic and user.*\n$/],
]) {
  test(`a file that is none of its kind ends the command with its place: ${option}`, (t) => {
    const { run } = place(t, { [name]: text });
    const { code, out, err } = run(option, name);
    assert.deepEqual({ code, out }, { code: 1, out: '' });
    assert.match(err, message);
  });
}

for (const [option, text, pointer] of [
  ['--tags', { ...tags, tagged: [...tags.tagged, { survey: 'nps', response: 'nps-1', question: 'why', tags: ['no-such'] }, 7] }, '/tagged/21'],
  ['--benchmarks', { canvassBenchmarks: 1, tables: [{ metric: 'nps', title: 'A', source: 'B', year: 2025, rows: [{ name: 'x', value: 'high' }, { name: 'y', value: 7 }] }] }, '/tables/0/rows/0'],
]) {
  test(`what is wrong in a file is located, and the rest counts: ${option}`, (t) => {
    const { run } = place(t, { 'x.json': text });
    const { code, out, err } = run(option, 'x.json', '--json');
    assert.equal(code, 1);
    assert.ok(err.includes(`canvass: x.json: ${pointer}`), err);
    const [nps] = JSON.parse(out).surveys.filter(({ id }) => id === 'nps');
    if (option === '--tags') assert.ok(nps.tags[0].count > 0);
    if (option === '--benchmarks') assert.deepEqual(nps.benchmark[0].rows.map(({ name }) => name), ['y']);
  });
}

test('tickets that cannot be read are located, and the others count', (t) => {
  const { run } = place(t, { 'x.csv': 'date,topic,user\n2026-01-20,delivery,a1\nsoon,delivery,a2\n' });
  const { code, out } = run('--tickets', 'x.csv');
  assert.equal(code, 0);
  assert.match(out, /\n {2}1 ticket of 1 user/);
  assert.match(out, /\nNot readable as tickets: 1\.\n {2}x\.csv:3: /);
});

test('words of respondents cannot turn or steer the terminal, wherever they stand', (t) => {
  const evil = 'a\u001b[2Jb\u202ec\u2066d\u2028e\u009bf';
  const event = (i, properties, more = {}) => ({ type: 'track', messageId: `m${i}`, event: 'Survey Answered', anonymousId: 'a', timestamp: '2026-01-01T00:00:00.000Z', properties: { survey: evil, response: `r${i}`, ...properties }, ...more });
  const events = [
    event(1, { question: evil, kind: 'nps', value: 9 }, { context: { traits: { [evil]: evil } } }),
    event(2, { question: 'c', kind: 'choice', value: [evil] }),
    event(3, { question: 'w', kind: 'text', value: evil }),
    event(4, { question: 'm', kind: 'matrix', value: { [evil]: 3 }, points: 5 }),
    { type: 'track', messageId: 'g', event: 'Guide Shown', properties: { guide: evil } },
  ];
  const { run } = place(t, { 'answers.ndjson': ndjson(events), 'x.csv': `date,topic,user\n2026-01-01,${evil},a\nx,y,z\n` });
  const { out, err } = run('--by', '*', '--tickets', 'x.csv');
  for (const text of [out, err]) assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
});

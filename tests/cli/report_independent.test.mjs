// `canvass report --json` of made-up respondents against an independent calculation (support/): every number of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { canvass, folder } from './canvass.mjs';
import * as expected from './support/expected.mjs';
import { generator } from '../random.mjs';
import { responses, shuffled, surveys } from './support/responses.mjs';
import * as statistics from './support/statistics.mjs';

function report(lines, ...options) {
  const run = canvass(['report', '-', '--json', ...options], { input: `${lines.join('\n')}\n` });
  assert.equal(run.err, '');
  assert.equal(run.code, 0);
  return JSON.parse(run.out);
}

// --- holding one thing against another -----------------------------------------------------------------------------

const keyOf = (item) => item.row ?? item.question ?? item.by ?? item.name ?? item.topic ?? item.value;
const same = (a, b) => a === b || (typeof a === 'number' && Math.abs(a - b) < 1e-8);
const named = (key) => (typeof key === 'number' ? Math.round(key * 1e6) / 1e6 : key);
const margin = (number) => 1e-8 * Math.max(1, Math.abs(number));

// Everything in `wanted` must be in `actual`; lists of things with a name are matched by name. `seen` collects the places
// of the numbers that were compared.
function hold(actual, wanted, place, problems, seen) {
  if (wanted === undefined) return;
  if (typeof wanted === 'number' && typeof actual === 'number') {
    seen.add(place);
    if (!(Math.abs(actual - wanted) <= margin(wanted))) problems.push(`${place} is ${actual}, not ${wanted}`);
  } else if (Array.isArray(wanted) && Array.isArray(actual)) {
    if (wanted.length !== actual.length) problems.push(`${place} has ${actual.length} items, not ${wanted.length}`);
    wanted.forEach((item, i) => {
      const key = item !== null && typeof item === 'object' ? keyOf(item) : undefined;
      const at = key === undefined ? i : actual.findIndex((other) => same(keyOf(other), key));
      if (at < 0) problems.push(`${place} has no ${key}`);
      else hold(actual[at], item, `${place}/${key === undefined ? i : named(key)}`, problems, seen);
    });
  } else if (wanted !== null && typeof wanted === 'object' && actual !== null && typeof actual === 'object') {
    for (const [key, value] of Object.entries(wanted)) hold(actual[key], value, `${place}/${key}`, problems, seen);
  } else if (actual !== wanted) {
    problems.push(`${place} is ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`);
  }
}

// The places of all numbers.
function* numbers(actual, place) {
  if (typeof actual === 'number') yield place;
  if (actual === null || typeof actual !== 'object') return;
  const list = Array.isArray(actual);
  for (const [key, value] of Object.entries(actual)) {
    const name = list && value !== null && typeof value === 'object' ? named(keyOf(value) ?? key) : key;
    yield* numbers(value, `${place}/${name}`);
  }
}

// Words are counted by other tests.
const elsewhere = /^\/(verbatims|verbatimCount|themes|themesOf|tags|findings|benchmark)(\/|$)/;

function holdEntries(json, truth, query, what) {
  const problems = [];
  const left = new Map(json.surveys.map((entry) => [entry.id, entry]));
  for (const survey of Object.keys(truth.surveys)) {
    for (const wanted of expected.entries(survey, truth, query)) {
      const actual = json.surveys.find(({ id }) => id === wanted.id);
      if (!actual) {
        problems.push(`there is no entry ${wanted.id}`);
        continue;
      }
      left.delete(actual.id);
      // An option that was only ever chosen before a change of mind may be listed with nobody.
      for (const { kind, options } of actual.questions ?? []) {
        if (kind === 'choice') options.splice(0, options.length, ...options.filter(({ count }) => count > 0));
      }
      const seen = new Set();
      hold(actual, wanted, actual.id, problems, seen);
      for (const place of numbers(actual, actual.id)) {
        if (seen.has(place) || elsewhere.test(place.slice(actual.id.length))) continue;
        problems.push(`${place} was not expected`);
      }
    }
  }
  for (const id of left.keys()) problems.push(`there is an entry ${id}`);
  assert.deepEqual(problems.slice(0, 200), [], `${what}: ${problems.length} differences`);
}

// --- everything against the ledger ---------------------------------------------------------------------------------

const week = (name) => {
  const [year, number] = name.split('-W').map(Number);
  for (let at = Date.UTC(year, 0, 1); ; at += 86_400_000) {
    const period = statistics.isoWeek(at);
    if (period.name === `${year}-W${String(number).padStart(2, '0')}`) return period;
  }
};

for (const [seed, size] of [
  [1, 0],
  [2, 1],
  [3, 1],
  [4, 2],
  [5, 2],
  [6, 7],
  [7, 7],
  [8, 100],
  [9, 100],
  [10, 3000],
]) {
  test(`${size} responses to each survey, made with seed ${seed}: every number is right`, () => {
    const { lines, truth } = responses({ seed, size });
    // Of few there may be none who has some trait.
    const by = ['plan', 'locale', 'device', 'fields.campaign'].filter((name) =>
      Object.values(truth.surveys).some((list) => list.some((one) => expected.segmentOf(name, one) !== undefined)),
    );
    const json = report(
      lines,
      ...by.flatMap((name) => ['--by', name]),
      ...['--every', 'week', '--compare', '2026-W01..2026-W03'],
    );
    assert.equal(json.events, truth.events);
    assert.equal(json.duplicates, truth.duplicates);
    assert.equal(json.malformedCount, truth.malformed);
    assert.equal(json.rejected, statistics.sum(Object.values(truth.rejected).flatMap((one) => Object.values(one))));
    assert.deepEqual(
      Object.fromEntries(json.guides.map(({ id, shown, completed, dismissed }) => [id, { shown, completed, dismissed }])),
      truth.guides,
    );
    const query = {
      by,
      every: 'week',
      before: week('2026-W01'),
      after: week('2026-W03'),
    };
    holdEntries(json, truth, query, `seed ${seed}, size ${size}`);
  });
}

for (const [every, by] of [
  ['day', 'page'],
  ['month', 'seats'],
  ['quarter', 'beta'],
  ['year', 'wording'],
]) {
  test(`every ${every}, by ${by}`, () => {
    const { lines, truth } = responses({ seed: 21, size: 120, only: ['nps', 'ces7', 'csat', 'usability', 'fit'] });
    holdEntries(report(lines, '--every', every, '--by', by), truth, { every, by: [by] }, every);
  });
}

test('only the responses of a time', () => {
  const { lines, truth } = responses({ seed: 31, size: 150 });
  const json = report(lines, '--since', '2026-01-05', '--until', '2026-02-01', '--every', 'week', '--by', 'plan');
  const query = { since: Date.UTC(2026, 0, 5), until: Date.UTC(2026, 1, 2), every: 'week', by: ['plan'] };
  holdEntries(json, truth, query, 'since and until');
});

test('one survey of many has the same numbers as among the others', () => {
  const { lines } = responses({ seed: 41, size: 60 });
  const all = report(lines).surveys;
  for (const survey of Object.keys(surveys)) {
    assert.deepEqual(
      report(lines, '--survey', survey).surveys,
      all.filter((entry) => entry.survey === survey),
    );
  }
});

// --- what must not matter --------------------------------------------------------------------------------------------

const asked = ['--by', 'plan,locale,page', '--every', 'week', '--compare', '2026-W01..2026-W03'];

test('the order of lines does not matter', () => {
  const { lines } = responses({ seed: 51, size: 80 });
  const random = generator(52);
  const first = report(lines, ...asked);
  for (let turn = 0; turn < 3; turn += 1) {
    const again = report(shuffled(lines, random), ...asked);
    assert.deepEqual(again.surveys, first.surveys);
    assert.deepEqual({ ...again, malformed: [] }, { ...first, malformed: [] });
  }
});

test('what comes twice counts once', () => {
  const { lines, truth } = responses({ seed: 53, size: 80 });
  const once = report(lines, ...asked);
  const twice = report([...lines, ...lines], ...asked);
  assert.deepEqual(twice.surveys, once.surveys);
  assert.equal(twice.events, once.events);
  assert.equal(twice.duplicates, 2 * truth.duplicates + truth.events);
});

test('how lines are spread over files does not matter', (t) => {
  const { lines } = responses({ seed: 54, size: 80 });
  const third = Math.ceil(lines.length / 3);
  const names = ['a.ndjson', 'b.ndjson', 'c.ndjson'];
  const cwd = folder(
    t,
    Object.fromEntries(names.map((name, i) => [name, lines.slice(i * third, (i + 1) * third).join('\n')])),
  );
  const run = canvass(['report', ...names, '--json', ...asked], { cwd });
  assert.equal(run.code, 0);
  assert.deepEqual(JSON.parse(run.out).surveys, report(lines, ...asked).surveys);
});

// Answers and nothing else: `list` holds { survey, question, kind, value, time, page, … }.
let made = 0;
const answers = (list) =>
  list.map(({ survey = 's', question = 'q', time = 0, page = '/', response, ...more }) => {
    made += 1;
    return JSON.stringify({
      type: 'track',
      messageId: `answer-${made}`,
      event: 'Survey Answered',
      anonymousId: `someone-${made}`,
      timestamp: new Date(Date.UTC(2026, 0, 5) + time).toISOString(),
      properties: { survey, question, response: response ?? `response-${made}`, ...more },
      context: { page: { path: page } },
    });
  });

const days = (number) => Math.floor(number * 86_400_000);

test('an interval holds the estimate that it is of', () => {
  let held = 0;
  const walk = (value, place) => {
    if (value === null || typeof value !== 'object') return;
    const estimate = value.delta ?? value.correlation ?? value.mean ?? value.value;
    if (value.interval && typeof estimate === 'number') {
      const { low, high } = value.interval;
      assert.ok(low <= estimate + 1e-9 && estimate <= high + 1e-9, `${place}: ${estimate} in ${low} to ${high}`);
      held += 1;
    }
    for (const [key, inner] of Object.entries(value)) walk(inner, `${place}/${key}`);
  };
  for (const [seed, size] of [
    [55, 7],
    [56, 100],
  ]) {
    for (const entry of report(responses({ seed, size }).lines, '--by', 'locale,page', '--every', 'week').surveys) {
      walk({ ...entry, mean: undefined }, entry.id);
    }
  }
  assert.ok(held > 500, `${held}`);
});

test('mirrored answers give the mirrored NPS', () => {
  const random = generator(61);
  const list = Array.from({ length: 150 }, () => ({
    kind: 'nps',
    value: [0, 7, 10, 10][Math.floor(random() * 4)],
    time: days(random() * 40),
    page: ['/a', '/b', '/c'][Math.floor(random() * 3)],
  }));
  const mirrored = list.map((one) => ({ ...one, value: one.value === 7 ? 7 : 10 - one.value }));
  const [[one], [other]] = [list, mirrored].map((each) => report(answers(each), '--by', 'page', '--every', 'week').surveys);
  const problems = [];
  const opposite = (a, b, place) => {
    if (!(Math.abs(a + b) < 1e-8)) problems.push(`${place}: ${a} and ${b}`);
  };
  const estimates = (a, b, place) => {
    opposite(a.value, b.value, place);
    opposite(a.interval.low, b.interval.high, place);
    opposite(a.interval.high, b.interval.low, place);
    assert.ok(Math.abs(a.se - b.se) < 1e-9);
  };
  const differences = (a, b, place) => {
    opposite(a.delta, b.delta, place);
    assert.ok(Math.abs(a.p - b.p) < 1e-9 && Math.abs(a.pAdjusted - b.pAdjusted) < 1e-9);
    const turned = { up: 'down', down: 'up', unclear: 'unclear' };
    assert.equal(b.verdict, turned[a.verdict]);
  };
  estimates(one, other, 'all');
  assert.equal(one.counts.promoters, other.counts.detractors);
  one.trend.forEach((period, i) => {
    if (period.n > 0) estimates(period, other.trend[i], period.name);
    if (period.change) differences(period.change, other.trend[i].change, period.name);
  });
  for (const group of one.segments[0].groups) {
    const same = other.segments[0].groups.find(({ name }) => name === group.name);
    estimates(group, same, group.name);
    differences(group.versusRest, same.versusRest, group.name);
  }
  assert.deepEqual(problems, []);
});

test('questions that were skipped and people who did not answer change no score', () => {
  const { lines, truth } = responses({ seed: 62, size: 90, only: ['nps', 'csat', 'index'] });
  const before = report(lines, '--by', 'plan');
  const more = Array.from({ length: 40 }, (_, i) =>
    ['Survey Shown', 'Survey Dismissed'].map((event, j) =>
      JSON.stringify({
        type: 'track',
        messageId: `silent-${i}-${j}`,
        event,
        anonymousId: `silent-${i}`,
        timestamp: new Date(Date.UTC(2026, 0, 20, 10, i, j)).toISOString(),
        properties: { survey: ['nps', 'csat', 'index'][i % 3], response: `silent-${i}` },
      }),
    ),
  ).flat();
  const after = report([...lines, ...more], '--by', 'plan');
  assert.equal(after.events, truth.events + 80);
  for (const [i, entry] of before.surveys.entries()) {
    const now = after.surveys[i];
    assert.equal(now.shown, entry.shown + (entry.survey === 'nps' ? 14 : 13));
    for (const field of ['n', 'value', 'se', 'interval', 'intervals', 'distribution', 'segments', 'trend', 'questions', 'drivers']) {
      assert.deepEqual(now[field], entry[field], `${entry.id} ${field}`);
    }
  }
});

test('twice as many of the same answers: the interval shrinks by about the root of two', () => {
  const random = generator(63);
  const list = Array.from({ length: 400 }, (_, i) => {
    const kind = ['nps', 'csat', 'rating', 'ces'][i % 4];
    return { survey: kind, kind, value: 1 + Math.floor(random() * 5), ...(kind === 'rating' ? { points: 5 } : {}) };
  });
  list.filter(({ kind }) => kind === 'nps').forEach((one) => (one.value += Math.floor(random() * 6)));
  const width = ({ interval }) => interval.high - interval.low;
  const once = report(answers(list)).surveys;
  const twice = report(answers([...list, ...list])).surveys;
  assert.equal(once.length, 4);
  once.forEach((entry, i) => {
    assert.equal(twice[i].n, 2 * entry.n);
    assert.ok(Math.abs(twice[i].value - entry.value) < 1e-9);
    const ratio = width(entry) / width(twice[i]);
    assert.ok(Math.abs(ratio - Math.SQRT2) < 0.03, `${entry.id} shrinks by ${ratio}`);
  });
});

// --- whether it keeps its word ---------------------------------------------------------------------------------------

const draw = (random, shares) => {
  let left = random();
  for (const [value, share] of shares) {
    left -= share;
    if (left < 0) return value;
  }
  return shares.at(-1)[0];
};

const kinds = {
  nps: { kind: 'nps', shares: [[3, 0.15], [6, 0.1], [7, 0.12], [8, 0.18], [9, 0.2], [10, 0.25]], truth: 20 },
  csat: { kind: 'csat', shares: [[1, 0.1], [2, 0.1], [3, 0.15], [4, 0.3], [5, 0.35]], truth: 65 },
  rating: { kind: 'rating', points: 7, shares: [[1, 0.05], [2, 0.1], [3, 0.1], [4, 0.2], [5, 0.2], [6, 0.2], [7, 0.15]], truth: 4.6 },
};

test('95 % intervals hold the truth in 93 to 97 of 100 small surveys', () => {
  const random = generator(71);
  const list = [];
  for (const [name, { shares, truth, ...more }] of Object.entries(kinds)) {
    for (let i = 0; i < 2000; i += 1) {
      for (let n = 15 + (i % 30); n > 0; n -= 1) list.push({ survey: `${name}-${i}`, ...more, value: draw(random, shares) });
    }
  }
  const { surveys } = report(answers(list));
  assert.equal(surveys.length, 6000);
  for (const [name, { truth }] of Object.entries(kinds)) {
    const own = surveys.filter(({ id }) => id.startsWith(`${name}-`));
    assert.equal(own.length, 2000);
    const held = own.filter(({ interval: { low, high } }) => low <= truth && truth <= high).length / 2000;
    assert.ok(held >= 0.93 && held <= 0.97, `${name}: ${held}`);
  }
});

test('where nothing differs, at most about 5 of 100 reports find a real difference; where much does, nearly all do', () => {
  const random = generator(72);
  const list = [];
  const count = 300;
  for (const [name, { shares, truth, ...more }] of Object.entries(kinds)) {
    for (let i = 0; i < count; i += 1) {
      for (let n = 0; n < 160; n += 1) {
        list.push({
          survey: `${name}-${i}`,
          ...more,
          value: draw(random, shares),
          time: days(random() * 28),
          page: `/${Math.floor(random() * 5)}`,
        });
      }
    }
    // The same, but everybody on one page, and in the last week, gives a far better answer.
    for (let i = 0; i < 20; i += 1) {
      for (let n = 0; n < 160; n += 1) {
        const time = days(random() * 28);
        const page = `/${Math.floor(random() * 5)}`;
        const better = page === '/0' || time >= days(21);
        list.push({ survey: `better-${name}-${i}`, ...more, value: better ? shares.at(-1)[0] : draw(random, shares), time, page });
      }
    }
  }
  const { surveys } = report(answers(list), '--by', 'page', '--every', 'week');
  const real = (difference) => difference !== null && difference.verdict !== 'unclear';
  const among = (entries) => ({
    trend: entries.filter(({ trend }) => trend.some(({ change }) => real(change))).length / entries.length,
    segments: entries.filter(({ segments }) => segments[0].groups.some(({ versusRest }) => real(versusRest))).length / entries.length,
  });
  const nothing = among(surveys.filter(({ id }) => !id.startsWith('better')));
  // Three standard errors of a share of 5 % among 900.
  const limit = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / (3 * count));
  assert.ok(nothing.trend <= limit, `trend: ${nothing.trend}`);
  assert.ok(nothing.segments <= limit, `segments: ${nothing.segments}`);
  const much = among(surveys.filter(({ id }) => id.startsWith('better')));
  assert.ok(much.trend >= 0.9 && much.segments >= 0.9, JSON.stringify(much));
});

// --- support contacts and tags ----------------------------------------------------------------------------------------

test('support contacts: rates, the first and the next weeks, and how those who had to ask score', (t) => {
  const random = generator(81);
  const begin = Date.UTC(2026, 0, 5);
  const people = Array.from({ length: 240 }, (_, i) => ({ user: `user-${i}`, seen: begin + days(random() * 30), asked: [] }));
  const topics = ['login', 'payment', 'delivery, late', 'other "things"'];
  const lines = [];
  const event = (person, time, name, properties) =>
    lines.push(
      JSON.stringify({
        type: 'track',
        messageId: `support-${lines.length}`,
        event: name,
        userId: person.user,
        anonymousId: `anonymous-${person.user}`,
        timestamp: new Date(time).toISOString(),
        properties: { survey: 'nps', response: `${person.user}-${time}`, ...properties },
      }),
    );
  const tickets = [];
  for (const person of people) {
    for (let i = Math.floor(random() * 3); i > 0; i -= 1) {
      const topic = topics[Math.floor(random() ** 1.5 * 4)];
      const ticket = { topic, time: person.seen + days(random() * 110), user: person.user };
      person.asked.push(ticket);
      tickets.push(ticket);
    }
    const worst = Math.max(0, ...person.asked.map(({ topic }) => 4 - topics.indexOf(topic)));
    event(person, person.seen, 'Survey Shown', {});
    if (random() < 0.2) continue;
    for (let i = 1 + Math.floor(random() * 2); i > 0; i -= 1) {
      // Each answer is a response of its own; the last one is what the person thinks.
      const time = person.seen + days(3 * (3 - i)) + 5000;
      person.value = Math.max(0, Math.min(10, Math.round(11 - worst * 1.2 - 4 * random())));
      event(person, time, 'Survey Answered', { question: 'score', kind: 'nps', value: person.value, response: `${person.user}-${i}` });
    }
  }
  tickets.push({ topic: 'login', time: begin + days(40), user: 'nobody-knows' });
  const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = shuffled(tickets, random).map(
    ({ topic, time, user }) => `${user},${new Date(time).toISOString()},${quoted(topic)}`,
  );
  const cwd = folder(t, {
    'answers.ndjson': shuffled(lines, random).join('\n'),
    'tickets.csv': `user,date,topic\r\n${rows.join('\r\n')}\r\nuser-1,yesterday,login\r\n`,
  });
  const run = canvass(['report', 'answers.ndjson', '--tickets', 'tickets.csv', '--json'], { cwd });
  assert.equal(run.code, 0, run.err);
  const { support } = JSON.parse(run.out);

  const seen = people.length;
  const known = tickets.length - 1;
  const found = topics.map((topic) => {
    const own = tickets.filter((ticket) => ticket.topic === topic);
    const asked = people.filter((person) => person.asked.some((ticket) => ticket.topic === topic));
    const since = (from, to) =>
      own.filter(({ user, time }) => {
        const person = people.find((one) => one.user === user);
        if (!person) return false;
        const passed = Math.floor(time / days(1)) - Math.floor(person.seen / days(1));
        return passed >= 7 * from && passed < 7 * to;
      }).length;
    const values = (wanted) =>
      people.filter((person) => person.value !== undefined && asked.includes(person) === wanted).map(({ value }) => value);
    return {
      topic,
      tickets: own.length,
      users: new Set(own.map(({ user }) => user)).size,
      rate: (100 * own.filter(({ user }) => user !== 'nobody-knows').length) / seen,
      firstWeeks: since(0, 3),
      nextWeeks: since(3, 13),
      satisfaction: expected.score('nps', values(true)),
      difference: expected.difference('nps', values(false), values(true)),
    };
  });
  const adjusted = statistics.holm(found.map(({ difference }) => difference.p));
  const weights = found.map(({ tickets, difference }) => tickets * Math.max(0, -difference.delta));
  found.forEach((topic, i) => {
    topic.difference.pAdjusted = adjusted[i];
    topic.difference.verdict = statistics.verdict(topic.difference.delta, adjusted[i]);
    topic.priority = weights[i] / Math.max(...weights);
  });
  const problems = [];
  hold(
    support,
    {
      tickets: tickets.length,
      people: seen,
      users: new Set(tickets.map(({ user }) => user)).size,
      unknown: { tickets: 1, users: 1 },
      rate: (100 * known) / seen,
      malformedCount: 1,
      survey: 'nps',
      question: 'score',
      metric: 'nps',
    },
    'support',
    problems,
    new Set(),
  );
  for (const topic of found) {
    hold(support.topics.find((one) => one.topic === topic.topic), topic, topic.topic, problems, new Set());
  }
  assert.deepEqual(problems, []);
  assert.equal(support.topics.length, 4);
  assert.equal(statistics.sum(support.trend.map(({ tickets }) => tickets)), tickets.length);
});

test('tags: how many responses have each, among promoters, passives and detractors', (t) => {
  const { lines, truth } = responses({ seed: 82, size: 120, only: ['nps'] });
  const random = generator(83);
  const ids = ['slow', 'price', 'praise'];
  const texts = truth.surveys.nps.filter(({ answers }) => answers.why);
  const tagged = texts
    .map((response) => ({ response, tags: ids.filter(() => random() < 0.3) }))
    .filter(({ tags }) => tags.length > 0);
  const cwd = folder(t, {
    'answers.ndjson': lines.join('\n'),
    'tags.json': {
      canvassTags: 1,
      tags: ids.map((id) => ({ id, name: `About ${id}` })),
      tagged: tagged.map(({ response, tags }) => ({ survey: 'nps', response: response.id, question: 'why', tags })),
    },
  });
  const run = canvass(['report', 'answers.ndjson', '--tags', 'tags.json', '--json'], { cwd });
  assert.equal(run.code, 0, run.err);
  const [entry] = JSON.parse(run.out).surveys;
  for (const id of ids) {
    const own = tagged.filter(({ tags }) => tags.includes(id)).map(({ response }) => response);
    const of = (sign) => own.filter(({ answers }) => answers.score && statistics.sign(answers.score.value) === sign).length;
    const tag = entry.tags.find((one) => one.id === id);
    assert.equal(tag.count, own.length, id);
    assert.ok(Math.abs(tag.share - (100 * own.length) / texts.length) < 1e-9, `${id}: ${tag.share} of ${texts.length}`);
    assert.deepEqual(
      ['promoter', 'passive', 'detractor'].map((group) => tag.groups[group] ?? 0),
      [of(1), of(0), of(-1)],
    );
  }
});

test('a benchmark is above or below only where our interval leaves it out', () => {
  const { lines } = responses({ seed: 84, size: 300, only: ['nps'] });
  const [entry] = report(lines).surveys;
  // CustomerGauge's B2B NPS by industry.
  const published = { Healthcare: 58, Energy: 58, Manufacturing: 49, Finance: 44, 'Consumer goods': 41, IT: 40, Logistics: 38, Software: 36, Wholesale: 34, Telecom: 31 };
  const [{ rows }] = entry.benchmark;
  assert.deepEqual(Object.fromEntries(rows.map(({ name, value }) => [name, value])), published);
  const { low, high } = entry.interval;
  for (const { name, value, delta, verdict } of rows) {
    assert.ok(Math.abs(delta - (entry.value - value)) < 1e-9);
    assert.equal(verdict, value < low ? 'above' : value > high ? 'below' : 'unclear', name);
  }
});

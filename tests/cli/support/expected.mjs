// What `canvass report --json` must say about made-up responses (responses.mjs), calculated from their ledger by
// statistics.mjs. Each function is one part of an entry as docs/report.md describes it.

import * as statistics from './statistics.mjs';
import { surveys } from './responses.mjs';

const { mean, sd, standardError, sum } = statistics;

// The scored questions of each survey, the main one first. `scale` are the ends of the value.
const scale = (points) => [1, points];
export const scored = {
  nps: [{ question: 'score', metric: 'nps' }],
  ces7: [{ question: 'ease', metric: 'ces', range: scale(7), easy: (value) => value >= 5, variant: 'agree7' }],
  ces5: [{ question: 'effort', metric: 'ces', range: scale(5), easy: (value) => value <= 2, variant: 'effort5' }],
  csat: [
    { question: 'satisfaction', metric: 'csat' },
    { question: 'recommend', metric: 'nps' },
  ],
  stars: [
    { question: 'photos', metric: 'rating', range: scale(10) },
    { question: 'looks', metric: 'rating', range: scale(3) },
  ],
  task: [{ question: 'ease', metric: 'seq', range: scale(7) }],
  usability: [{ question: 'sus', metric: 'sus', score: true, range: [0, 100] }],
  lite: [{ question: 'umuxLite', metric: 'umuxLite', score: true, range: [0, 100] }],
  site: [
    { question: 'suprq', metric: 'suprq', score: true, range: scale(5) },
    { question: 'loyalty1', metric: 'nps' },
  ],
  index: [{ question: 'csi', metric: 'csi', score: true, range: [0, 100] }],
  fit: [{ question: 'pmf', metric: 'pmf', score: true }],
  parts: [{ question: 'all', metric: 'csat' }],
  own: [{ question: null, metric: null }],
};

const percentOf = { csat: (value) => value >= 4, pmf: (value) => value === 100 };

// --- estimates ---------------------------------------------------------------------------------------------------

const interval = (method, [low, high], times = 1) => ({ method, confidence: 0.95, low: low * times, high: high * times });

// A share in per cent.
export function share(count, n) {
  if (n === 0) return null;
  return { value: (100 * count) / n, interval: interval('wilson', statistics.wilson(count, n), 100) };
}

export const tOf = (values) => (values.length > 1 ? interval('t', statistics.tInterval(values)) : null);

// The metric's estimate for a group of responses.
export function score(metric, values) {
  const n = values.length;
  if (n === 0) return { n, value: null, se: null, interval: null };
  if (metric === 'nps') {
    const list = statistics.signs(values);
    const { value, se } = statistics.nps(list);
    return { n, value: 100 * value, se: 100 * se, interval: interval('score', statistics.npsScore(list), 100) };
  }
  if (metric in percentOf) {
    const hits = values.filter(percentOf[metric]).length;
    const p = hits / n;
    return { n, ...share(hits, n), se: 100 * Math.sqrt((p * (1 - p)) / n) };
  }
  return { n, value: mean(values), se: n > 1 ? standardError(values) : null, interval: tOf(values) };
}

// Second − first, or null where it cannot be tested.
export function difference(metric, first, second, range = [0, 100]) {
  if (first.length === 0 || second.length === 0) return null;
  let found;
  let method;
  let times = 1;
  if (metric === 'nps') {
    [method, times] = ['adjustedWald', 100];
    found = statistics.compareNps(statistics.signs(first), statistics.signs(second));
  } else if (metric in percentOf) {
    [method, times] = ['newcombe', 100];
    const hits = (values) => values.filter(percentOf[metric]).length;
    found = statistics.compareProportions(hits(first), first.length, hits(second), second.length);
  } else {
    if (first.length < 2 || second.length < 2) return null;
    method = 'welch';
    found = statistics.welch(first, second);
  }
  let { delta, p } = found;
  let [low, high] = found.interval;
  if (metric === 'nps') {
    // The difference of the two values as they are shown; the interval of the adjusted Wald never leaves it out.
    delta = mean(statistics.signs(second)) - mean(statistics.signs(first));
    [low, high] = [Math.min(low, delta), Math.max(high, delta)];
  } else if (method === 'welch' && found.se === 0 && delta !== 0) {
    // Both groups are of one mind: how often would chance part them as cleanly? Without more to go by, anything may be.
    method = 'permutation';
    p = statistics.cleanSplit(first.length, second.length);
    if (p >= 0.05) [low, high] = [range[0] - range[1], range[1] - range[0]];
  }
  return {
    delta: times * delta,
    se: times * found.se,
    interval: interval(method, [low, high], times),
    p,
    method,
    verdict: statistics.verdict(delta, p),
  };
}

// Several differences that are looked at together.
function corrected(differences) {
  const some = differences.filter((one) => one !== null);
  const adjusted = statistics.holm(some.map(({ p }) => p));
  some.forEach((one, i) => {
    one.pAdjusted = adjusted[i];
    one.verdict = statistics.verdict(one.delta, adjusted[i]);
  });
  return some.length;
}

// --- the ledger ----------------------------------------------------------------------------------------------------

// What a response has in a scored question; undefined: nothing.
export const valueOf = (spec, response) =>
  spec.score ? response.scores[spec.question] : response.answers[spec.question]?.value;

const valuesOf = (spec, list) => list.map((response) => valueOf(spec, response)).filter((value) => value !== undefined);

export const within = ({ since = -Infinity, until = Infinity }, list) =>
  list.filter(({ time }) => time >= since && time < until);

// --- parts of an entry ---------------------------------------------------------------------------------------------

const iso = (time) => new Date(time).toISOString();

export function trend(spec, list, every) {
  const answered = list.filter((response) => valueOf(spec, response) !== undefined);
  if (answered.length === 0) return [];
  const times = answered.map(({ time }) => time);
  const last = Math.max(...times);
  const periods = [];
  for (let at = Math.min(...times); at <= last || statistics.periodOf(every, last).from >= at; ) {
    const period = statistics.periodOf(every, at);
    periods.push(period);
    at = period.to;
  }
  let before = null;
  const result = periods.map(({ name, from, to }) => {
    const values = valuesOf(spec, within({ since: from, until: to }, answered));
    const change = before && values.length > 0 ? difference(spec.metric, before, values, spec.range) : null;
    if (values.length > 0) before = values;
    return { name, from: iso(from), to: iso(to), ...score(spec.metric, values), change };
  });
  corrected(result.map(({ change }) => change));
  return result;
}

export const segmentOf = (name, response) => {
  const value = response.segments[name] ?? response.traits?.[name];
  return value === undefined ? undefined : String(value);
};

export function segments(spec, list, names) {
  const answered = list.filter((response) => valueOf(spec, response) !== undefined);
  const result = names.map((by) => {
    const known = answered.filter((response) => segmentOf(by, response) !== undefined);
    const values = [...new Set(known.map((response) => segmentOf(by, response)))];
    const groups = values.map((value) => {
      const [inside, outside] = [true, false].map((wanted) =>
        valuesOf(
          spec,
          known.filter((response) => (segmentOf(by, response) === value) === wanted),
        ),
      );
      return { name: value, ...score(spec.metric, inside), versusRest: difference(spec.metric, outside, inside, spec.range) };
    });
    return { by, groups, missing: answered.length - known.length, correction: 'holm' };
  });
  // Of two groups either against the rest is the same comparison, and counts once.
  const once = result.map(({ groups }) => (groups.length === 2 ? groups.slice(0, 1) : groups));
  const comparisons = corrected(once.flat().map(({ versusRest }) => versusRest));
  for (const { groups } of result) {
    const [first, second] = groups.map(({ versusRest }) => versusRest);
    if (groups.length !== 2 || !first) continue;
    second.pAdjusted = first.pAdjusted;
    second.verdict = statistics.verdict(second.delta, first.pAdjusted);
  }
  return result.map((one) => ({ ...one, comparisons }));
}

export function comparison(spec, list, before, after) {
  const part = ({ name, from, to }) => {
    const values = valuesOf(spec, within({ since: from, until: to }, list));
    return { values, json: { name, from: iso(from), to: iso(to), ...score(spec.metric, values) } };
  };
  const [first, second] = [part(before), part(after)];
  return {
    before: first.json,
    after: second.json,
    difference: difference(spec.metric, first.values, second.values, spec.range),
  };
}

const distribution = (values, [low, high]) =>
  Array.from({ length: high - low + 1 }, (_, i) => ({
    value: low + i,
    count: values.filter((value) => value === low + i).length,
  }));

// Ten equal parts of the scale; the last one has its end too.
function tenths(values, [low, high]) {
  const width = (high - low) / 10;
  const part = (value) => Math.min(9, Math.floor((value - low) / width + 1e-9));
  return Array.from({ length: 10 }, (_, i) => ({
    value: low + i * width,
    to: low + (i + 1) * width,
    count: values.filter((value) => part(value) === i).length,
  }));
}

const counted = (list) => ({
  shown: list.filter(({ shown }) => shown).length,
  started: list.filter(({ begun }) => begun).length,
  completed: list.filter(({ completed }) => completed).length,
  dismissed: list.filter(({ dismissed }) => dismissed).length,
  abandoned: list.filter(({ abandoned }) => abandoned).length,
});

// `quantile` is how the report defines it: p of a sorted list.
export function quantile(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * p;
  const below = Math.floor(at);
  return sorted[below] + (at - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
}

const times = (values) =>
  values.length === 0 ? null : { n: values.length, median: quantile(values, 0.5), p90: quantile(values, 0.9) };

// What nobody answered and nobody left at is not known to exist.
export const known = (asked, list) =>
  asked.filter(({ question }) => list.some(({ answers, left }) => answers[question] || left === question));

export function funnel(survey, list) {
  const numbers = counted(list);
  const asked = surveys[survey];
  const places = (response) => [
    ...asked.map(({ question }, i) => (response.answers[question] ? i : -1)),
    asked.findIndex(({ question }) => question === response.left),
  ];
  return {
    ...numbers,
    responseRate: share(numbers.started, numbers.shown),
    completionRate: share(numbers.completed, numbers.started),
    timeToAnswer: times(list.filter(({ started }) => started).map(({ started, shown }) => started - shown)),
    duration: times(list.filter(({ completed }) => completed).map(({ completed, shown }) => completed - shown)),
    questions: known(asked, list).map(({ question, kind }) => {
      const i = asked.findIndex((one) => one.question === question);
      const reached = list.filter((response) => Math.max(...places(response)) >= i).length;
      const left = list.filter((response) => response.left === question).length;
      return {
        question,
        kind: list.some(({ answers }) => answers[question]) ? kind : '',
        answered: list.filter(({ answers }) => answers[question]).length,
        reached,
        left,
        share: reached > 0 ? (100 * left) / reached : null,
      };
    }),
  };
}

const ends = { nps: [0, 10], csat: [1, 5] };

export function question(survey, list, rejected, { question: id, kind, rows }) {
  const answers = list.map((response) => response.answers[id]?.value).filter((value) => value !== undefined);
  const base = { question: id, kind, answered: answers.length, rejected: rejected[id] ?? 0 };
  const n = answers.length;
  if (n === 0) return { ...base, kind: '' };
  const numbers = (values) => ({
    mean: values.length > 0 ? mean(values) : null,
    sd: values.length > 1 ? sd(values) : null,
    interval: tOf(values),
  });
  const option = (value, count) => ({ value, count, share: n > 0 ? (100 * count) / n : null, interval: share(count, n)?.interval ?? null });
  const tenPoints = { satisfaction: 10, importance: 10, umux: 7 };
  switch (kind) {
    case 'nps':
    case 'csat':
    case 'ces':
    case 'rating': {
      const spec = scored[survey].find((one) => one.question === id);
      return { ...base, ...numbers(answers), distribution: distribution(answers, ends[kind] ?? spec.range) };
    }
    case 'choice': {
      const values = [...new Set(answers.flat())];
      const options = values.map((value) => option(value, answers.filter((answer) => [answer].flat().includes(value)).length));
      return { ...base, options };
    }
    case 'yesno':
      return {
        ...base,
        options: [
          ['yes', true],
          ['no', false],
        ].map(([value, answer]) => option(value, answers.filter((one) => one === answer).length)),
      };
    case 'number':
      return {
        ...base,
        ...numbers(answers),
        median: n > 0 ? quantile(answers, 0.5) : null,
        min: n > 0 ? Math.min(...answers) : null,
        max: n > 0 ? Math.max(...answers) : null,
      };
    case 'matrix':
      return {
        ...base,
        rows: rows.map((row) => {
          const values = answers.map((answer) => answer[row]).filter((value) => value !== undefined);
          return {
            row,
            answered: values.length,
            ...numbers(values),
            distribution: distribution(values, [1, tenPoints[id] ?? 5]),
          };
        }),
      };
    case 'ranking':
      return {
        ...base,
        rows: [...new Set(answers.flat())].map((row) => {
          const places = answers.map((answer) => answer.indexOf(row) + 1);
          return { row, answered: n, ...numbers(places), first: places.filter((place) => place === 1).length };
        }),
      };
    default:
      return base;
  }
}

// How many answers are needed, unless they are all alike: ±5 points, ±0.2 on a scale of up to ten points, ±2.5 of 0…100.
function needed(spec, values) {
  if (values.length === 0) return null;
  if (spec.metric === 'nps') {
    const { variance } = statistics.nps(statistics.signs(values));
    return variance > 0 ? { margin: 5, n: statistics.sampleForNps(variance, 0.05) } : null;
  }
  if (spec.metric in percentOf) {
    const p = values.filter(percentOf[spec.metric]).length / values.length;
    return p > 0 && p < 1 ? { margin: 5, n: statistics.sampleForProportion(p, 0.05) } : null;
  }
  if (sd(values) === 0) return null;
  const margin = spec.range[1] === 100 ? 2.5 : 0.2;
  return { margin, n: statistics.sampleForMean(sd(values), margin) };
}

const named = (name, count, n) => (n > 0 ? { name, count, ...share(count, n) } : null);

// Factors of everybody who completed them, and the outcome, as a regression sees it.
function driversOf(outcome, factors, list, range, stated = () => undefined) {
  const rows = list
    .map((response) => [...factors.map(({ of }) => of(response)), outcome.of(response)])
    .filter((row) => row.every((value) => value !== undefined));
  if (rows.length < factors.length + 2 || new Set(rows.map((row) => row.at(-1))).size < 2) return null;
  const found = statistics.drivers(rows);
  if (found.slope === null) return 'collinear';
  return {
    outcome: outcome.name,
    n: rows.length,
    r2: found.r2,
    method: 'lmg',
    factors: factors
      .map(({ name }, k) => {
        const values = rows.map((row) => row[k]);
        return {
          name,
          n: rows.length,
          mean: mean(values),
          correlation: found.correlation[k],
          interval: interval('fisherZ', statistics.correlationInterval(found.correlation[k], rows.length)),
          importance: found.importance[k],
          slope: found.slope[k],
          potential: found.slope[k] * ((range ?? Math.max(...values)) - mean(values)),
          stated: stated(name),
        };
      })
      .sort((a, b) => b.importance - a.importance),
  };
}

const fromRow = (id) => (row) => ({ name: row, of: ({ answers }) => answers[id]?.value[row] });
const fromScore = (name) => ({ name, of: ({ scores }) => scores[name] });

export function drivers(survey, list) {
  switch (survey) {
    case 'nps': {
      const outcome = { name: 'score', of: ({ answers }) => answers.score?.value };
      return driversOf(outcome, ['speed', 'price', 'staff'].map(fromRow('aspects')), list, 5);
    }
    case 'site':
      return driversOf(fromScore('suprq'), ['usability', 'trust', 'loyalty', 'appearance'].map(fromScore), list, 5);
    case 'index':
      return driversOf(
        fromScore('csi'),
        ['quality', 'price', 'service', 'delivery'].map(fromRow('satisfaction')),
        list,
        10,
        (row) => mean(list.map(({ answers }) => answers.importance?.value[row]).filter((value) => value !== undefined)),
      );
    case 'parts': {
      const outcome = { name: 'all', of: ({ answers }) => answers.all?.value };
      return driversOf(outcome, ['factors.speed', 'factors.care'].map(fromScore), list, null);
    }
    default:
      return null;
  }
}

export function factors(survey, list) {
  const of = (name) => ({
    name,
    ...score('mean', list.map(({ scores }) => scores[name]).filter((value) => value !== undefined)),
  });
  if (survey === 'site') return ['usability', 'trust', 'loyalty', 'appearance', 'factors.delivery'].map(of);
  if (survey === 'parts') return ['factors.speed', 'factors.care'].map(of);
  if (survey === 'index') {
    return ['quality', 'price', 'service', 'delivery'].map((row) => {
      const values = (id) => list.map(({ answers }) => answers[id]?.value[row]).filter((value) => value !== undefined);
      const important = values('importance');
      return {
        name: row,
        ...score('mean', values('satisfaction').map((value) => ((value - 1) / 9) * 100)),
        importance: important.length > 0 ? mean(important) : null,
      };
    });
  }
  return null;
}

const neutral = { agree7: (value) => value === 4, effort5: (value) => value === 3 };

// How many values are in the first group, in the second, and in neither.
function groupsOf(values, [first, inFirst], [second, inSecond], other) {
  const result = { [first]: values.filter(inFirst).length, [second]: values.filter(inSecond).length };
  return { ...result, [other]: values.length - result[first] - result[second] };
}

// All entries of a survey: of what was answered, or one without a score.
export function entries(survey, truth, query = {}) {
  const list = within(query, truth.surveys[survey]);
  if (list.length === 0) return [];
  const specs = scored[survey].filter((spec) => spec.metric && valuesOf(spec, list).length > 0);
  if (specs.length === 0) return [entry(survey, { question: null, metric: null }, true, list, truth, query)];
  return specs.map((spec, i) => entry(survey, spec, i === 0, list, truth, query));
}

// Everything about one scored question.
function entry(survey, spec, main, list, truth, query) {
  const rejected = truth.rejected[survey];
  const values = spec.metric ? valuesOf(spec, list) : [];
  const n = values.length;
  const estimate = score(spec.metric ?? 'mean', values);
  const result = {
    id: main ? survey : `${survey}/${spec.question}`,
    survey,
    question: spec.metric === 'pmf' ? 'disappointed' : spec.score ? null : spec.question,
    rejected: spec.metric ? (rejected[spec.question] ?? 0) : sum(Object.values(rejected)),
    metric: spec.metric,
    n,
    ...counted(list),
  };
  if (spec.metric) {
    Object.assign(result, {
      value: estimate.value,
      interval: estimate.interval,
      se: estimate.se,
      margin: estimate.interval && (estimate.interval.high - estimate.interval.low) / 2,
      needed: needed(spec, values),
      trend: query.every ? trend(spec, list, query.every) : undefined,
      segments: query.by ? segments(spec, list, query.by) : undefined,
      compare: query.before ? comparison(spec, list, query.before, query.after) : null,
    });
  }
  if (spec.metric === 'nps') {
    const list = statistics.signs(values);
    const of = (sign) => list.filter((one) => one === sign).length;
    const risky = values.filter((value) => value === 7).length;
    Object.assign(result, {
      unit: 'points',
      range: [-100, 100],
      better: 'higher',
      counts: { promoters: of(1), passives: of(0), detractors: of(-1) },
      distribution: distribution(values, [0, 10]),
      intervals:
        n === 0
          ? null
          : {
              wald: statistics.npsWald(list).map((end) => 100 * end),
              adjustedWald: statistics.npsAdjustedWald(list).map((end) => 100 * end),
              score: statistics.npsScore(list).map((end) => 100 * end),
            },
      passives: { n: of(0), ...(share(of(0), n) && { share: share(of(0), n).value, interval: share(of(0), n).interval }), atRisk: { n: risky } },
    });
    const atRisk = share(risky, of(0));
    if (atRisk) Object.assign(result.passives.atRisk, { share: atRisk.value, interval: atRisk.interval });
  } else if (spec.metric in percentOf) {
    const hits = values.filter(percentOf[spec.metric]).length;
    Object.assign(result, {
      unit: 'percent',
      range: [0, 100],
      better: 'higher',
      intervals: n === 0 ? null : { wilson: statistics.wilson(hits, n).map((end) => 100 * end) },
      counts:
        spec.metric === 'pmf'
          ? { veryDisappointed: hits, others: n - hits }
          : groupsOf(values, ['satisfied', (value) => value > 3], ['neutral', (value) => value === 3], 'dissatisfied'),
      share: named(spec.metric === 'csat' ? 'top2' : 'veryDisappointed', hits, n),
    });
    if (spec.metric === 'csat') {
      const { value, se, interval } = score('mean', values);
      result.mean = n === 0 ? null : { value, sd: n > 1 ? sd(values) : null, se, interval };
      result.distribution = distribution(values, [1, 5]);
    }
  } else if (spec.metric) {
    Object.assign(result, {
      unit: 'mean',
      range: spec.range,
      better: spec.variant === 'effort5' ? 'lower' : 'higher',
      sd: n > 1 ? sd(values) : null,
      intervals: n > 1 ? { t: statistics.tInterval(values) } : null,
    });
    result.distribution = spec.score ? tenths(values, spec.range) : distribution(values, spec.range);
    if (spec.metric === 'ces') {
      const easy = values.filter(spec.easy).length;
      Object.assign(result, {
        variant: spec.variant,
        direction: spec.variant === 'agree7' ? 'higher_is_easier' : 'lower_is_easier',
        counts: groupsOf(values, ['easy', spec.easy], ['neutral', neutral[spec.variant]], 'difficult'),
        easy: n > 0 ? (100 * easy) / n : null,
        share: named('easy', easy, n),
      });
    }
    if (spec.metric === 'csi') {
      result.unweighted = score('csi', list.map(({ scores }) => scores.csiUnweighted).filter((value) => value !== undefined));
    }
  }
  if (main) {
    Object.assign(result, {
      main: true,
      funnel: funnel(survey, list),
      questions: known(surveys[survey], list).map((asked) => question(survey, list, rejected, asked)),
    });
    const factored = factors(survey, list);
    if (factored?.some(({ n }) => n > 0) && (survey !== 'site' || spec.metric === 'suprq')) result.factors = factored;
    const driving = drivers(survey, list);
    if (driving) result.drivers = driving;
  }
  return result;
}

// The report's numbers by other ways than core/metrics takes: probabilities by integrating densities, quantiles and
// intervals by bisection, variances from the list of single answers, Holm and LMG word for word from their definitions.
// Slow and plain on purpose. tests/cli/statistics.test.mjs holds each against published tables and examples.
//
//   const z = normalQuantile(0.975);                      // 1.959963984540054
//   npsScore(signs([9, 10, 3]), z)                        // [low, high], of −1…1
//   welch([1, 2, 3], [2, 3, 5])                           // { delta, se, df, p, interval }

// --- numbers -----------------------------------------------------------------------------------------------------

export const sum = (values) => values.reduce((total, value) => total + value, 0);
export const mean = (values) => sum(values) / values.length;
const squares = (values) => {
  const middle = mean(values);
  return sum(values.map((value) => (value - middle) ** 2));
};
export const sd = (values) => (values.length > 1 ? Math.sqrt(squares(values) / (values.length - 1)) : 0);
export const standardError = (values) => sd(values) / Math.sqrt(values.length);

// Where `f` changes its sign between `low` and `high`.
export function root(f, low, high) {
  const sign = Math.sign(f(low));
  for (let i = 0; i < 200; i += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (Math.sign(f(middle)) === sign) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

// Zeros of the 20th Legendre polynomial by Newton's method, and their weights.
const gauss = Array.from({ length: 20 }, (_, i) => {
  let x = Math.cos((Math.PI * (i + 0.75)) / 20.5);
  let slope = 1;
  for (let step = 0; step < 50; step += 1) {
    let [before, value] = [1, x];
    for (let k = 2; k <= 20; k += 1) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
    slope = (20 * (x * value - before)) / (x * x - 1);
    x -= value / slope;
  }
  return { x, weight: 2 / ((1 - x * x) * slope * slope) };
});

// ∫ f from `low` to `high` in equal parts.
export function integral(f, low, high, parts = 100) {
  const half = (high - low) / parts / 2;
  let total = 0;
  for (let part = 0; part < parts; part += 1) {
    const middle = low + (2 * part + 1) * half;
    for (const { x, weight } of gauss) total += weight * f(middle + half * x);
  }
  return total * half;
}

// --- distributions -----------------------------------------------------------------------------------------------

// P(|Z| ≥ |z|), from the density.
export function normalTwoSided(z) {
  const from = Math.abs(z);
  if (from > 38) return 0;
  return Math.min(1, 2 * integral((x) => Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI), from, from + 14, 60));
}

export const normalQuantile = (p) =>
  p < 0.5 ? -normalQuantile(1 - p) : root((z) => normalTwoSided(z) - 2 * (1 - p), 0, 38);

// P(|T| ≥ |t|): the density of T, with t = √df / tan a, is sin(a)^(df − 1) but for a factor, which is its integral. With
// few degrees of freedom it rises steeply from a = 0; a = s⁶ makes it smooth there.
export function studentTwoSided(t, df) {
  const to = Math.atan2(Math.sqrt(df), Math.abs(t));
  if (df < 8) {
    const density = (s) => 6 * s ** 5 * Math.sin(s ** 6) ** (df - 1);
    return integral(density, 0, to ** (1 / 6)) / integral(density, 0, (Math.PI / 2) ** (1 / 6));
  }
  const density = (a) => Math.sin(a) ** (df - 1);
  const narrow = Math.max(0, Math.PI / 2 - 45 / Math.sqrt(df));
  const all = integral(density, narrow, Math.PI / 2);
  return to > narrow ? integral(density, narrow, to) / all : integral(density, 0, to) / all;
}

const quantiles = new Map();
export function studentQuantile(p, df) {
  const key = `${p} ${df}`;
  if (!quantiles.has(key)) quantiles.set(key, root((t) => studentTwoSided(t, df) - 2 * (1 - p), 0, 1000));
  return quantiles.get(key);
}

export const z95 = normalQuantile(0.975);

// --- Net Promoter Score: each answer is −1, 0 or 1 -----------------------------------------------------------------

export const sign = (value) => (value > 8 ? 1 : value < 7 ? -1 : 0);
export const signs = (values) => values.map(sign);

export function nps(list) {
  const value = mean(list);
  const variance = squares(list) / list.length;
  return { value, variance, se: Math.sqrt(variance / list.length) };
}

export function npsWald(list, z = z95) {
  const { value, se } = nps(list);
  return [value - z * se, value + z * se];
}

// B. Rocks, arXiv:1601.07235: three imagined answers, here as weights of an answer.
function imagined(list) {
  const weighted = [...list.map((value) => [value, 1]), [-1, 0.75], [0, 1.5], [1, 0.75]];
  const n = sum(weighted.map(([, weight]) => weight));
  const value = sum(weighted.map(([answer, weight]) => answer * weight)) / n;
  const variance = sum(weighted.map(([answer, weight]) => weight * (answer - value) ** 2)) / n;
  return { n, value, variance, se: Math.sqrt(variance / n) };
}

export function npsAdjustedWald(list, z = z95) {
  const { value, se } = imagined(list);
  return [value - z * se, value + z * se];
}

// The share of detractors that makes what was answered most likely among all trinomials with promoters − detractors =
// theta: where the slope of the log likelihood changes its sign.
export function likeliestDetractors(counts, theta) {
  const [detractors, passives, promoters] = counts;
  const low = Math.max(0, -theta);
  const high = (1 - theta) / 2;
  const term = (count, share) => (count === 0 ? 0 : count / share);
  const slope = (p) => term(detractors, p) - 2 * term(passives, 1 - theta - 2 * p) + term(promoters, p + theta);
  const gap = (high - low) * 1e-15;
  if (high - low < 1e-300) return low;
  if (slope(low + gap) <= 0) return low;
  if (slope(high - gap) >= 0) return high;
  return root(slope, low + gap, high - gap);
}

export const countsOf = (list) => [-1, 0, 1].map((group) => list.filter((value) => value === group).length);

export function npsScoreOf(counts, z = z95) {
  const n = sum(counts);
  const value = (counts[2] - counts[0]) / n;
  // How far beyond z standard errors theta lies, the error being that of the likeliest shares.
  const beyond = (theta) => {
    const p = likeliestDetractors(counts, theta);
    return Math.abs(value - theta) - z * Math.sqrt(Math.max(0, 2 * p + theta - theta * theta) / n);
  };
  return [value === -1 ? -1 : root(beyond, -1, value), value === 1 ? 1 : root(beyond, 1, value)];
}

export const npsScore = (list, z = z95) => npsScoreOf(countsOf(list), z);

export function compareNps(a, b, z = z95) {
  const first = imagined(a);
  const second = imagined(b);
  return difference(second.value - first.value, Math.hypot(first.se, second.se), z);
}

export function compareNpsWald(a, b, z = z95) {
  const first = nps(a);
  const second = nps(b);
  return difference(second.value - first.value, Math.hypot(first.se, second.se), z);
}

const difference = (delta, se, z) => ({
  delta,
  se,
  interval: [delta - z * se, delta + z * se],
  p: normalTwoSided(delta / se),
});

// Counted up from the smallest: how many answers with this variance leave a margin of no more than this.
export function sampleForNps(variance, margin, z = z95) {
  return fewest((n) => z * Math.sqrt(variance / n) <= margin * (1 + 1e-12));
}

// The smallest whole n for which it holds, given that it then holds for all larger ones.
function fewest(holds, least = 1) {
  let high = least;
  while (!holds(high)) high *= 2;
  let low = least - 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (middle >= least && holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

// --- proportions -------------------------------------------------------------------------------------------------

// The shares that a z-test with the variance under them does not reject.
export function wilson(successes, n, z = z95) {
  const share = successes / n;
  const beyond = (p) => Math.abs(share - p) - z * Math.sqrt((p * (1 - p)) / n);
  return [share === 0 ? 0 : root(beyond, 0, share), share === 1 ? 1 : root(beyond, 1, share)];
}

// R. G. Newcombe, Statistics in Medicine 17, 1998, 873–890: method 10 for the interval; p by Pearson's chi-squared of
// the table of two by two, whose root with one degree of freedom is normal.
export function compareProportions(a, m, b, n, z = z95) {
  const [p1, p2] = [a / m, b / n];
  const [low1, high1] = wilson(a, m, z);
  const [low2, high2] = wilson(b, n, z);
  const delta = p2 - p1;
  const rows = [m, n];
  const columns = [a + b, m + n - a - b];
  let squared = 0;
  [
    [a, m - a],
    [b, n - b],
  ].forEach((row, i) =>
    row.forEach((observed, j) => {
      const expected = (rows[i] * columns[j]) / (m + n);
      if (expected > 0) squared += (observed - expected) ** 2 / expected;
    }),
  );
  return {
    delta,
    se: Math.sqrt((p1 * (1 - p1)) / m + (p2 * (1 - p2)) / n),
    interval: [delta - Math.hypot(p2 - low2, high1 - p1), delta + Math.hypot(high2 - p2, p1 - low1)],
    p: normalTwoSided(Math.sqrt(squared)),
  };
}

// Half of the interval at a share of n answers that need not be a whole number of them.
export function sampleForProportion(share, margin, z = z95) {
  return fewest((n) => {
    const [low, high] = wilson(share * n, n, z);
    return (high - low) / 2 <= margin * (1 + 1e-12);
  });
}

// --- means -------------------------------------------------------------------------------------------------------

export function tInterval(values, confidence = 0.95) {
  const reach = studentQuantile((1 + confidence) / 2, values.length - 1) * standardError(values);
  return [mean(values) - reach, mean(values) + reach];
}

export function welch(a, b) {
  const [v, w] = [a, b].map((values) => sd(values) ** 2 / values.length);
  const delta = mean(b) - mean(a);
  const se = Math.sqrt(v + w);
  if (se === 0) return { delta, se, df: null, interval: [delta, delta], p: delta === 0 ? 1 : 0 };
  const df = (v + w) ** 2 / (v ** 2 / (a.length - 1) + w ** 2 / (b.length - 1));
  const reach = studentQuantile(0.975, df) * se;
  return { delta, se, df, interval: [delta - reach, delta + reach], p: studentTwoSided(delta / se, df) };
}

export function sampleForMean(deviation, margin) {
  return fewest((n) => studentQuantile(0.975, n - 1) * (deviation / Math.sqrt(n)) <= margin * (1 + 1e-12), 2);
}

// R. A. Fisher, "The Design of Experiments", 1935, section 21: of all ways to deal m and n answers of two kinds into groups
// of m and n, the share that parts the kinds.
export function cleanSplit(m, n) {
  let ways = 1;
  for (let i = 1; i <= m; i += 1) ways *= (n + i) / i;
  return Math.min(1, (m === n ? 2 : 1) / ways);
}

// --- many comparisons ----------------------------------------------------------------------------------------------

// S. Holm 1979: of the m hypotheses the one with the smallest p is rejected if p ≤ α / m, then the next if p ≤ α / (m − 1),
// and so on until one is not. An adjusted p is the smallest α with which its hypothesis is rejected.
export function holm(ps) {
  const order = ps.map((_, i) => i).sort((i, j) => ps[i] - ps[j]);
  const levels = order.map((index, rank) => (ps.length - rank) * ps[index]);
  const rejected = (alpha) => {
    let rank = 0;
    while (rank < levels.length && levels[rank] <= alpha) rank += 1;
    return new Set(order.slice(0, rank));
  };
  return ps.map((_, i) => {
    const sufficient = levels.filter((alpha) => alpha <= 1 && rejected(alpha).has(i));
    return sufficient.length > 0 ? Math.min(...sufficient) : 1;
  });
}

export const verdict = (delta, p) => (p < 0.05 && delta !== 0 ? (delta > 0 ? 'up' : 'down') : 'unclear');

// --- regression --------------------------------------------------------------------------------------------------

export function correlation(xs, ys) {
  const [mx, my] = [mean(xs), mean(ys)];
  return sum(xs.map((x, i) => (x - mx) * (ys[i] - my))) / Math.sqrt(squares(xs) * squares(ys));
}

// R. A. Fisher: atanh r is nearly normal with variance 1 / (n − 3).
export function correlationInterval(r, n, z = z95) {
  const reach = z / Math.sqrt(n - 3);
  return [Math.tanh(Math.atanh(r) - reach), Math.tanh(Math.atanh(r) + reach)];
}

const dot = (a, b) => sum(a.map((value, i) => value * b[i]));
const centred = (values) => {
  const middle = mean(values);
  return values.map((value) => value - middle);
};

// R² of a regression of `ys` on the columns, by making them orthogonal one after the other (twice, for precision).
// `gains[i]` is what column i adds to those before it.
function gains(columns, ys) {
  const y = centred(ys);
  const basis = [];
  return columns.map((column) => {
    const start = centred(column);
    let left = start;
    for (let turn = 0; turn < 2; turn += 1) {
      for (const unit of basis) {
        const along = dot(left, unit);
        left = left.map((value, i) => value - along * unit[i]);
      }
    }
    const length = Math.sqrt(dot(left, left));
    if (length <= 1e-9 * Math.sqrt(dot(start, start)) || length === 0) return 0;
    const unit = left.map((value) => value / length);
    basis.push(unit);
    return dot(unit, y) ** 2 / dot(y, y);
  });
}

function* orders(items) {
  if (items.length === 0) yield [];
  for (const item of items) {
    for (const rest of orders(items.filter((other) => other !== item))) yield [item, ...rest];
  }
}

// Least squares by the normal equations, with Gauss's elimination. Null where columns are linear in one another.
export function slopes(columns, ys) {
  const xs = columns.map(centred);
  const y = centred(ys);
  const rows = xs.map((a) => [...xs.map((b) => dot(a, b)), dot(a, y)]);
  for (let k = 0; k < rows.length; k += 1) {
    const best = rows.reduce((top, row, i) => (i >= k && Math.abs(row[k]) > Math.abs(rows[top][k]) ? i : top), k);
    [rows[k], rows[best]] = [rows[best], rows[k]];
    if (Math.abs(rows[k][k]) < 1e-9) return null;
    for (let i = 0; i < rows.length; i += 1) {
      if (i === k) continue;
      const factor = rows[i][k] / rows[k][k];
      rows[i] = rows[i].map((value, j) => value - factor * rows[k][j]);
    }
  }
  return rows.map((row, k) => row[rows.length] / row[k]);
}

// LMG: what each factor adds to R² on the average over all orders of entering. `rows` hold the factors and the outcome.
export function drivers(rows) {
  const count = rows[0].length - 1;
  const columns = Array.from({ length: count }, (_, k) => rows.map((row) => row[k]));
  const outcome = rows.map((row) => row[count]);
  const shares = Array(count).fill(0);
  let all = 0;
  for (const order of orders(columns.map((_, k) => k))) {
    gains(order.map((k) => columns[k]), outcome).forEach((gain, i) => (shares[order[i]] += gain));
    all += 1;
  }
  const lmg = shares.map((share) => share / all);
  return {
    n: rows.length,
    r2: sum(lmg),
    lmg,
    importance: lmg.map((share) => share / sum(lmg)),
    correlation: columns.map((column) => correlation(column, outcome)),
    slope: slopes(columns, outcome),
  };
}

// --- questionnaires: the score of one respondent ----------------------------------------------------------------------

export const sus = (items) => sum(items.map((item, i) => (i % 2 === 0 ? item - 1 : 5 - item))) * 2.5;
export const umuxLite = ([capabilities, ease]) => ((capabilities + ease - 2) / 12) * 100;
// Sums over the eight items, with the likelihood to recommend halved.
export const suprq = (likert, recommend) => (sum(likert) + recommend / 2) / 8;
export const csiUnweighted = (satisfactions) => mean(satisfactions.map((s) => ((s - 1) / 9) * 100));
export const csi = (satisfactions, importances) =>
  (100 * sum(satisfactions.map((s, i) => (s - 1) * importances[i]))) / (9 * sum(importances));

// --- time --------------------------------------------------------------------------------------------------------

const day = 86_400_000;

// The ISO 8601 week: the first week of a year is the one with its 4th of January; weeks begin on Monday.
export function isoWeek(time) {
  const monday = (at) => {
    const date = new Date(Math.floor(at / day) * day);
    while (date.getUTCDay() !== 1) date.setTime(date.getTime() - day);
    return date.getTime();
  };
  const from = monday(time);
  const first = (year) => monday(Date.UTC(year, 0, 4));
  let year = new Date(time).getUTCFullYear() + 1;
  while (first(year) > from) year -= 1;
  const number = (from - first(year)) / (7 * day) + 1;
  return { name: `${year}-W${String(number).padStart(2, '0')}`, from, to: from + 7 * day };
}

// The period that a time is in, in UTC: its name, its beginning, the beginning of the next.
export function periodOf(every, time) {
  if (every === 'week') return isoWeek(time);
  const date = new Date(time);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const two = (number) => String(number).padStart(2, '0');
  if (every === 'day') {
    const from = Date.UTC(year, month, date.getUTCDate());
    return { name: `${year}-${two(month + 1)}-${two(date.getUTCDate())}`, from, to: from + day };
  }
  if (every === 'month') {
    return { name: `${year}-${two(month + 1)}`, from: Date.UTC(year, month, 1), to: Date.UTC(year, month + 1, 1) };
  }
  if (every === 'quarter') {
    const quarter = Math.floor(month / 3);
    return {
      name: `${year}-Q${quarter + 1}`,
      from: Date.UTC(year, 3 * quarter, 1),
      to: Date.UTC(year, 3 * quarter + 3, 1),
    };
  }
  return { name: `${year}`, from: Date.UTC(year, 0, 1), to: Date.UTC(year + 1, 0, 1) };
}

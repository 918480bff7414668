// The independent calculations of support/statistics.mjs against published tables and examples, so that what they say
// about the report is worth something.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as statistics from './support/statistics.mjs';

const near = (actual, expected, margin, what = '') =>
  assert.ok(Math.abs(actual - expected) <= margin, `${what} ${actual} is not within ${margin} of ${expected}`);
const ends = (actual, expected, margin, what) => expected.forEach((end, i) => near(actual[i], end, margin, what));

// Of so many detractors, passives and promoters.
const answers = ([detractors, passives, promoters]) => [
  ...Array(detractors).fill(-1),
  ...Array(passives).fill(0),
  ...Array(promoters).fill(1),
];

test('probabilities of the normal distribution as in its tables', () => {
  // M. Abramowitz, I. A. Stegun, "Handbook of Mathematical Functions", 1964, table 26.1: P(x).
  for (const [x, p] of [
    [0.5, 0.691462461274013],
    [1, 0.841344746068543],
    [1.5, 0.933192798731142],
    [2, 0.977249868051821],
    [3, 0.998650101968370],
  ]) {
    near(1 - statistics.normalTwoSided(x) / 2, p, 1e-14);
  }
  near(statistics.normalQuantile(0.95), 1.6448536269514722, 1e-12);
  near(statistics.z95, 1.959963984540054, 1e-12);
  near(statistics.normalQuantile(0.995), 2.5758293035489004, 1e-12);
  // Far out the ratio of tail and density tends to 1/x − 1/x³ + 3/x⁵ − 15/x⁷ …
  const far = (2 * Math.exp(-200)) / Math.sqrt(2 * Math.PI) * (1 / 20 - 1 / 8e3 + 3 / 3.2e6 - 15 / 1.28e9);
  near(statistics.normalTwoSided(20) / far, 1, 1e-7);
});

test("quantiles of Student's t as in its table", () => {
  // "Student's" t to three places, as in R. A. Fisher, F. Yates, "Statistical Tables", table III.
  for (const [df, t] of [
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [7, 2.365],
    [10, 2.228],
    [15, 2.131],
    [20, 2.086],
    [30, 2.042],
    [60, 2.0],
    [120, 1.98],
  ]) {
    near(statistics.studentQuantile(0.975, df), t, 0.00051, `df ${df}`);
  }
  // Closed forms: one degree of freedom is Cauchy's distribution, two are algebraic; very many are nearly normal, with
  // a first correction of (z³ + z) / 4df (Abramowitz and Stegun, 26.7.5).
  near(statistics.studentQuantile(0.975, 1), Math.tan(0.475 * Math.PI), 1e-9);
  near(statistics.studentQuantile(0.975, 2), 0.95 / Math.sqrt(0.5 * 0.975 * 0.025 * 4), 1e-9);
  near(statistics.studentTwoSided(1, 1), 0.5, 1e-12);
  near(statistics.studentTwoSided(3, 2), 1 - 3 / Math.sqrt(11), 1e-12);
  const z = statistics.z95;
  near(statistics.studentQuantile(0.975, 100_000), z + (z ** 3 + z) / 400_000, 1e-9);
});

test('intervals of the NPS as the R package NPS gives them', () => {
  // B. Rocks, package NPS 2.0.999; counts are detractors, passives, promoters.
  for (const { counts, value, variance, wald, adjusted, score } of [
    {
      counts: [1, 2, 3],
      value: 1 / 3,
      variance: 0.5555555555555556,
      wald: [-0.2630647145723856, 0.9297313812390522],
      adjusted: [-0.2674325879410453, 0.7118770323854897],
      score: [-0.3110737846242243, 0.7539566635638697],
    },
    {
      counts: [20, 30, 50],
      value: 0.3,
      variance: 0.61,
      wald: [0.14692191924957332, 0.45307808075042666],
      adjusted: [0.1405113017876161, 0.4420129700570441],
      score: [0.13955141614195693, 0.4433930663358594],
    },
    {
      counts: [30, 30, 40],
      value: 0.1,
      variance: 0.69,
      wald: [-0.06280683604440401, 0.262806836044404],
      adjusted: [-0.06271937087850214, 0.2568941281600555],
      score: [-0.06402135726830119, 0.2581463836313159],
    },
    {
      counts: [0, 10, 0],
      value: 0,
      variance: 0,
      wald: [0, 0],
      adjusted: [-0.1846504490905888, 0.1846504490905888],
      score: [-0.27753279986288903, 0.27753279986288903],
    },
    {
      counts: [0, 0, 10],
      value: 1,
      variance: 0,
      wald: [1, 1],
      adjusted: [0.4750355154479023, 1.0634260230136363],
      score: [0.4449344002742217, 1],
    },
  ]) {
    const list = answers(counts);
    const found = statistics.nps(list);
    near(found.value, value, 1e-12);
    near(found.variance, variance, 1e-12);
    ends(statistics.npsWald(list), wald, 1e-9);
    ends(statistics.npsAdjustedWald(list), adjusted, 1e-9);
    ends(statistics.npsScore(list), score, 1e-6, `${counts}`);
  }
});

test('two NPS compared, as in the reference numbers', () => {
  const [a, b] = [answers([20, 30, 50]), answers([30, 30, 40])];
  const wald = statistics.compareNpsWald(b, a);
  near(wald.delta, 0.2, 1e-9);
  near(wald.se, 0.114018, 5e-7);
  near(wald.p, 0.079411, 5e-7);
  ends(wald.interval, [-0.02347, 0.42347], 5e-6);
  const adjusted = statistics.compareNps(b, a);
  near(adjusted.delta, 0.194175, 5e-7);
  near(adjusted.p, 0.083216, 5e-7);
  ends(adjusted.interval, [-0.025516, 0.413865], 5e-7);
});

test("the trinomial that the score interval takes is the likeliest one", () => {
  const counts = [7, 4, 12];
  for (const theta of [-0.4, 0, 0.3, 0.7]) {
    const best = statistics.likeliestDetractors(counts, theta);
    const likelihood = (p) =>
      counts[0] * Math.log(p) + counts[1] * Math.log(1 - theta - 2 * p) + counts[2] * Math.log(p + theta);
    for (const away of [-1e-3, -1e-5, 1e-5, 1e-3]) assert.ok(likelihood(best + away) < likelihood(best));
  }
});

test("Wilson's interval as R gives it", () => {
  // R, prop.test(correct = FALSE); 81 of 263 also in R. G. Newcombe, Statistics in Medicine 17, 1998, 857–872, table I.
  ends(statistics.wilson(16, 20), [0.5839825677481065, 0.9193423374202019], 1e-9);
  ends(statistics.wilson(81, 263), [0.2552885198782743, 0.3662095769828001], 1e-9);
  ends(statistics.wilson(0, 10), [0, 0.27753279986288915], 1e-9);
  ends(statistics.wilson(15, 148), [0.0624, 0.1605], 5e-5);
  ends(statistics.wilson(0, 20), [0, 0.1611], 5e-5);
  ends(statistics.wilson(1, 29), [0.0061, 0.1718], 5e-5);
});

test("Newcombe's examples of differences between proportions", () => {
  // R. G. Newcombe, Statistics in Medicine 17, 1998, 873–890, table II, method 10: first − second.
  for (const [a, m, b, n, low, high] of [
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ]) {
    ends(statistics.compareProportions(b, n, a, m).interval, [low, high], 5e-5, `${a}/${m} − ${b}/${n}`);
  }
  // 2 by 2 without correction: n (ad − bc)² over the product of the margins (K. Pearson 1900).
  const squared = (150 * (56 * 32 - 14 * 48) ** 2) / (70 * 80 * 104 * 46);
  near(statistics.compareProportions(48, 80, 56, 70).p, statistics.normalTwoSided(Math.sqrt(squared)), 1e-12);
  near(statistics.compareProportions(0, 10, 0, 20).p, 1, 1e-12);
});

test("Welch's test of Student's sleep data", () => {
  // "Student", Biometrika 6, 1908; R, t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776, p-value = 0.07939,
  // 95 percent confidence interval -3.3654832 0.2054832.
  const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
  const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
  const found = statistics.welch(second, first);
  near(found.delta / found.se, -1.8608, 5e-5);
  near(found.df, 17.776, 5e-4);
  near(found.p, 0.07939, 5e-6);
  ends(found.interval, [-3.3654832, 0.2054832], 5e-8);
  // The same differences as pairs, mean of 1.58, in the same help: 95 percent confidence interval 0.7001142 2.4598858.
  ends(statistics.tInterval(first.map((value, i) => second[i] - value)), [0.7001142, 2.4598858], 5e-8);
});

test('groups that are each of one mind, as the lady tasting tea', () => {
  // R. A. Fisher 1935: 4 and 4 cups, 70 ways to choose; one of them is all right, and one all wrong.
  near(statistics.cleanSplit(4, 4), 2 / 70, 1e-12);
  near(statistics.cleanSplit(2, 3), 1 / 10, 1e-12);
  near(statistics.cleanSplit(1, 1), 1, 1e-12);
});

test("Holm's procedure, worked by hand", () => {
  // α = 0.05 and p of 0.01, 0.04, 0.03, 0.005: 0.005 ≤ 0.05/4, 0.01 ≤ 0.05/3, 0.03 > 0.05/2, so two are rejected.
  ends(statistics.holm([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02], 1e-12);
  ends(statistics.holm([0.5, 0.9]), [1, 1], 0);
  ends(statistics.holm([0.04]), [0.04], 0);
  ends(statistics.holm([0.01, 0.01, 0.01]), [0.03, 0.03, 0.03], 1e-12);
  assert.deepEqual(statistics.holm([]), []);
});

// Swiss fertility and socioeconomic indicators, 1888: fertility, agriculture, examination, education, catholic, infant
// mortality of 47 provinces (F. Mosteller, J. W. Tukey, "Data Analysis and Regression", 1977, page 551; R's `swiss`).
const swiss = `
80.2 17.0 15 12 9.96 22.2 | 83.1 45.1 6 9 84.84 22.2 | 92.5 39.7 5 5 93.40 20.2 | 85.8 36.5 12 7 33.77 20.3
76.9 43.5 17 15 5.16 20.6 | 76.1 35.3 9 7 90.57 26.6 | 83.8 70.2 16 7 92.85 23.6 | 92.4 67.8 14 8 97.16 24.9
82.4 53.3 12 7 97.67 21.0 | 82.9 45.2 16 13 91.38 24.4 | 87.1 64.5 14 6 98.61 24.5 | 64.1 62.0 21 12 8.52 16.5
66.9 67.5 14 7 2.27 19.1 | 68.9 60.7 19 12 4.43 22.7 | 61.7 69.3 22 5 2.82 18.7 | 68.3 72.6 18 2 24.20 21.2
71.7 34.0 17 8 3.30 20.0 | 55.7 19.4 26 28 12.11 20.2 | 54.3 15.2 31 20 2.15 10.8 | 65.1 73.0 19 9 2.84 20.0
65.5 59.8 22 10 5.23 18.0 | 65.0 55.1 14 3 4.52 22.4 | 56.6 50.9 22 12 15.14 16.7 | 57.4 54.1 20 6 4.20 15.3
72.5 71.2 12 1 2.40 21.0 | 74.2 58.1 14 8 5.23 23.8 | 72.0 63.5 6 3 2.56 18.0 | 60.5 60.8 16 10 7.72 16.3
58.3 26.8 25 19 18.46 20.9 | 65.4 49.5 15 8 6.10 22.5 | 75.5 85.9 3 2 99.71 15.1 | 69.3 84.9 7 6 99.68 19.8
77.3 89.7 5 2 100.00 18.3 | 70.5 78.2 12 6 98.96 19.4 | 79.4 64.9 7 3 98.22 20.2 | 65.0 75.9 9 9 99.06 17.8
92.2 84.6 3 3 99.46 16.3 | 79.3 63.1 13 13 96.83 18.1 | 70.4 38.4 26 12 5.62 20.3 | 65.7 7.7 29 11 13.79 20.5
72.7 16.7 22 13 11.22 18.9 | 64.4 17.6 35 32 16.92 23.0 | 77.6 37.6 15 7 4.97 20.0 | 67.6 18.7 25 7 8.65 19.5
35.0 1.2 37 53 42.34 18.0 | 44.7 46.6 16 29 50.43 18.2 | 42.8 27.7 22 29 58.33 19.3`;

test('the importance of factors as the R package relaimpo gives it', () => {
  const rows = swiss
    .trim()
    .split(/[|\n]/)
    .map((line) => line.trim().split(/ +/).map(Number))
    .map(([fertility, ...factors]) => [...factors, fertility]);
  assert.equal(rows.length, 47);
  const found = statistics.drivers(rows);
  // U. Grömping, "Relative Importance for Linear Regression in R", Journal of Statistical Software 17(1), 2006, section 4.
  near(found.r2, 0.706735, 5e-7);
  ends(found.lmg, [0.05709122, 0.17117303, 0.26013468, 0.10557015, 0.11276592], 5e-9);
  // R, lm(Fertility ~ ., swiss).
  ends(found.slope, [-0.17211, -0.25801, -0.87094, 0.10412, 1.07705], 5e-6);
});

test('two factors share what they explain as in the closed form', () => {
  // U. Grömping, The American Statistician 61(2), 2007: of two factors the first has half of r₁² and R² − r₂².
  const rows = [
    [1, 2, 3],
    [2, 1, 2],
    [3, 5, 4],
    [4, 3, 6],
    [5, 4, 5],
    [1, 5, 2],
  ];
  const { lmg, r2, correlation } = statistics.drivers(rows);
  near(lmg[0], (correlation[0] ** 2 + r2 - correlation[1] ** 2) / 2, 1e-12);
});

test("Fisher's interval of a correlation", () => {
  // R, cor.test(mtcars$mpg, mtcars$wt): r = -0.8676594, n = 32, interval -0.9338264 -0.7440872.
  ends(statistics.correlationInterval(-0.8676594, 32), [-0.9338264, -0.7440872], 5e-7);
});

test('scores of one respondent as their authors have them', () => {
  // J. Brooke 1996 and the reference numbers of the project.
  assert.equal(statistics.sus([4, 1, 5, 2, 5, 1, 4, 2, 3, 1]), 85);
  assert.equal(statistics.sus([2, 1, 4, 1, 4, 3, 4, 2, 3, 3]), 67.5);
  assert.equal(statistics.sus(Array(10).fill(3)), 50);
  assert.equal(statistics.umuxLite([6, 5]), 75);
  assert.equal(statistics.suprq(Array(7).fill(4), 8), 4);
  near(statistics.csiUnweighted([8, 7, 7]), 70.37037037037037, 1e-12);
  near(statistics.csi([8, 7, 7], [5, 5, 5]), 70.37037037037037, 1e-12);
  near(statistics.csi([10, 1], [3, 1]), 75, 1e-12);
});

test('how many answers are needed, as in textbooks', () => {
  // W. G. Cochran, "Sampling Techniques", 1977: 385 for ±5 points at the largest variance of a proportion (0.25), which
  // is that of the NPS divided by four.
  assert.equal(statistics.sampleForNps(0.25, 0.05), 385);
  assert.equal(statistics.sampleForNps(1, 0.05), 1537);
  // Wilson's interval at one half is narrower by z² answers: 384.15 − 3.84.
  assert.equal(statistics.sampleForProportion(0.5, 0.05), 381);
  // n = (t s / d)²: s = 1, d = 0.5 gives 15.4 with z, and 18 with t of 17 degrees of freedom (2.110).
  assert.equal(statistics.sampleForMean(1, 0.5), 18);
});

test('weeks of ISO 8601 at the turn of the year', () => {
  const week = (iso) => statistics.isoWeek(Date.parse(iso)).name;
  // ISO 8601:2004, and the table of special weeks everybody quotes.
  assert.equal(week('2005-01-01T12:00:00Z'), '2004-W53');
  assert.equal(week('2005-12-31T00:00:00Z'), '2005-W52');
  assert.equal(week('2007-01-01T00:00:00Z'), '2007-W01');
  assert.equal(week('2008-12-29T00:00:00Z'), '2009-W01');
  assert.equal(week('2010-01-03T23:59:59.999Z'), '2009-W53');
  assert.equal(week('2026-03-02T00:00:00Z'), '2026-W10');
  assert.equal(week('2026-12-31T00:00:00Z'), '2026-W53');
});

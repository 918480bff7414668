// Drivers: a published decomposition, an independent one by trying every order, and what must hold for any answers.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/metrics/drivers.h"
#include "metrics_support.h"

using namespace canvass::metrics;
using Catch::Matchers::WithinAbs;
using Rows = std::vector<std::vector<double>>;

namespace {

// Swiss provinces about 1888: agriculture, examination, education, Catholic, infant mortality, and fertility. F.
// Mosteller, J. W. Tukey, "Data Analysis and Regression", 1977, pages 549 to 551.
const Rows kSwiss = {
    {17, 15, 12, 9.96, 22.2, 80.2},    {45.1, 6, 9, 84.84, 22.2, 83.1},   {39.7, 5, 5, 93.4, 20.2, 92.5},
    {36.5, 12, 7, 33.77, 20.3, 85.8},  {43.5, 17, 15, 5.16, 20.6, 76.9},  {35.3, 9, 7, 90.57, 26.6, 76.1},
    {70.2, 16, 7, 92.85, 23.6, 83.8},  {67.8, 14, 8, 97.16, 24.9, 92.4},  {53.3, 12, 7, 97.67, 21, 82.4},
    {45.2, 16, 13, 91.38, 24.4, 82.9}, {64.5, 14, 6, 98.61, 24.5, 87.1},  {62, 21, 12, 8.52, 16.5, 64.1},
    {67.5, 14, 7, 2.27, 19.1, 66.9},   {60.7, 19, 12, 4.43, 22.7, 68.9},  {69.3, 22, 5, 2.82, 18.7, 61.7},
    {72.6, 18, 2, 24.2, 21.2, 68.3},   {34, 17, 8, 3.3, 20, 71.7},        {19.4, 26, 28, 12.11, 20.2, 55.7},
    {15.2, 31, 20, 2.15, 10.8, 54.3},  {73, 19, 9, 2.84, 20, 65.1},       {59.8, 22, 10, 5.23, 18, 65.5},
    {55.1, 14, 3, 4.52, 22.4, 65},     {50.9, 22, 12, 15.14, 16.7, 56.6}, {54.1, 20, 6, 4.2, 15.3, 57.4},
    {71.2, 12, 1, 2.4, 21, 72.5},      {58.1, 14, 8, 5.23, 23.8, 74.2},   {63.5, 6, 3, 2.56, 18, 72},
    {60.8, 16, 10, 7.72, 16.3, 60.5},  {26.8, 25, 19, 18.46, 20.9, 58.3}, {49.5, 15, 8, 6.1, 22.5, 65.4},
    {85.9, 3, 2, 99.71, 15.1, 75.5},   {84.9, 7, 6, 99.68, 19.8, 69.3},   {89.7, 5, 2, 100, 18.3, 77.3},
    {78.2, 12, 6, 98.96, 19.4, 70.5},  {64.9, 7, 3, 98.22, 20.2, 79.4},   {75.9, 9, 9, 99.06, 17.8, 65},
    {84.6, 3, 3, 99.46, 16.3, 92.2},   {63.1, 13, 13, 96.83, 18.1, 79.3}, {38.4, 26, 12, 5.62, 20.3, 70.4},
    {7.7, 29, 11, 13.79, 20.5, 65.7},  {16.7, 22, 13, 11.22, 18.9, 72.7}, {17.6, 35, 32, 16.92, 23, 64.4},
    {37.6, 15, 7, 4.97, 20, 77.6},     {18.7, 25, 7, 8.65, 19.5, 67.6},   {1.2, 37, 53, 42.34, 18, 35},
    {46.6, 16, 29, 50.43, 18.2, 44.7}, {27.7, 22, 29, 58.33, 19.3, 42.8}};

// R² of the regression on some columns, by solving the normal equations with Gaussian elimination.
double r2_of(const Rows& rows, const std::vector<size_t>& columns) {
  const size_t k = columns.size() + 1, outcome = rows[0].size() - 1;
  const auto value = [&](const std::vector<double>& row, size_t i) { return i == 0 ? 1 : row[columns[i - 1]]; };
  std::vector<std::vector<double>> m(k, std::vector<double>(k + 1));
  for (const auto& row : rows) {
    for (size_t i = 0; i < k; ++i) {
      for (size_t j = 0; j < k; ++j) m[i][j] += value(row, i) * value(row, j);
      m[i][k] += value(row, i) * row[outcome];
    }
  }
  for (size_t i = 0; i < k; ++i) {
    size_t best = i;
    for (size_t j = i; j < k; ++j) {
      if (std::fabs(m[j][i]) > std::fabs(m[best][i])) best = j;
    }
    std::swap(m[i], m[best]);
    for (size_t j = 0; j < k; ++j) {
      if (j == i) continue;
      const double factor = m[j][i] / m[i][i];
      for (size_t c = i; c <= k; ++c) m[j][c] -= factor * m[i][c];
    }
  }
  double mean = 0, total = 0, left = 0;
  for (const auto& row : rows) mean += row[outcome] / static_cast<double>(rows.size());
  for (const auto& row : rows) {
    double fitted = 0;
    for (size_t i = 0; i < k; ++i) fitted += m[i][k] / m[i][i] * value(row, i);
    total += (row[outcome] - mean) * (row[outcome] - mean);
    left += (row[outcome] - fitted) * (row[outcome] - fitted);
  }
  return 1 - left / total;
}

// The average gain over every order of entering, order by order.
std::vector<double> lmg_by_orders(const Rows& rows) {
  std::vector<size_t> order(rows[0].size() - 1);
  std::iota(order.begin(), order.end(), size_t{0});
  std::vector<double> gain(order.size());
  double orders = 0;
  do {
    std::vector<size_t> in;
    double before = 0;
    for (const size_t factor : order) {
      in.push_back(factor);
      const double now = r2_of(rows, in);
      gain[factor] += now - before;
      before = now;
    }
    ++orders;
  } while (std::next_permutation(order.begin(), order.end()));
  for (double& value : gain) value /= orders;
  return gain;
}

// Answers of 1 to 5 that have something in common, and an outcome made of them and of chance.
Rows random_rows(metrics_test::Random& random, size_t factors, size_t n) {
  Rows rows(n, std::vector<double>(factors + 1));
  for (auto& row : rows) {
    const double mood = random.unit() * 2;
    double sum = 0;
    for (size_t i = 0; i < factors; ++i) {
      row[i] = std::floor(1 + mood + random.unit() * 3);
      sum += row[i] * static_cast<double>(i);
    }
    row[factors] = sum + random.unit() * 10;
  }
  return rows;
}

}  // namespace

// U. Grömping, "Relative Importance for Linear Regression in R: The Package relaimpo", Journal of Statistical Software
// 17(1), 2006; the slopes are those of R's lm() in the manual of the data set.
TEST_CASE("the importance of factors is as published for the Swiss provinces", "[metrics][drivers]") {
  REQUIRE(kSwiss.size() == 47);
  const auto result = drivers(kSwiss, 5);
  REQUIRE(result);
  CHECK_THAT(result->r2, WithinAbs(0.706735, 5e-7));
  const double lmg[] = {0.05709122, 0.17117303, 0.26013468, 0.10557015, 0.11276592};
  const double slope[] = {-0.17211, -0.25801, -0.87094, 0.10412, 1.07705};
  for (size_t i = 0; i < 5; ++i) {
    CHECK_THAT(result->factors[i].importance * result->r2, WithinAbs(lmg[i], 5e-9));
    CHECK_THAT(result->factors[i].slope, WithinAbs(slope[i], 0.000005));
  }
}

TEST_CASE("the importance of factors is the average over every order of entering", "[metrics][drivers]") {
  metrics_test::Random random(9);
  for (int i = 0; i < 10; ++i) {
    const Rows rows = random_rows(random, 4, 30);
    const auto result = drivers(rows, 4);
    REQUIRE(result);
    const std::vector<double> expected = lmg_by_orders(rows);
    for (size_t j = 0; j < 4; ++j) {
      CHECK_THAT(result->factors[j].importance * result->r2, WithinAbs(expected[j], 1e-9));
    }
    CHECK_THAT(result->r2, WithinAbs(r2_of(rows, {0, 1, 2, 3}), 1e-9));
  }
}

TEST_CASE("importance sums to the whole and depends neither on scale, order of factors nor of rows",
          "[metrics][drivers]") {
  metrics_test::Random random(10);
  for (int i = 0; i < 50; ++i) {
    const size_t factors = static_cast<size_t>(1 + random.below(6));
    const Rows rows = random_rows(random, factors, factors + 2 + static_cast<size_t>(random.below(60)));
    const auto result = drivers(rows, factors);
    REQUIRE(result);
    CHECK(result->n == rows.size());
    CHECK(result->r2 >= 0);
    CHECK(result->r2 <= 1);
    double sum = 0;
    for (const Driver& driver : result->factors) {
      CHECK(driver.importance >= 0);
      CHECK(driver.interval.low <= driver.correlation);
      CHECK(driver.correlation <= driver.interval.high);
      CHECK(driver.interval.low >= -1);
      CHECK(driver.interval.high <= 1);
      sum += driver.importance;
    }
    CHECK_THAT(sum, WithinAbs(1, 1e-9));

    Rows other(rows.rbegin(), rows.rend());
    for (auto& row : other) {
      std::reverse(row.begin(), row.end() - 1);
      for (size_t j = 0; j < factors; ++j) row[j] = row[j] * 1e-6 + 1e3;
      row[factors] = 5 - row[factors] * 1e5;
    }
    const auto mirrored = drivers(other, factors);
    REQUIRE(mirrored);
    CHECK_THAT(mirrored->r2, WithinAbs(result->r2, 1e-6));
    for (size_t j = 0; j < factors; ++j) {
      const Driver& one = result->factors[j];
      const Driver& two = mirrored->factors[factors - 1 - j];
      CHECK_THAT(two.importance, WithinAbs(one.importance, 1e-6));
      CHECK_THAT(two.correlation, WithinAbs(-one.correlation, 1e-6));
      CHECK_THAT(two.slope * -1e-11, WithinAbs(one.slope, 1e-6 * (1 + std::fabs(one.slope))));
    }
  }
}

TEST_CASE("factors that say the same share what they explain", "[metrics][drivers]") {
  Rows rows;
  for (int i = 0; i < 30; ++i) {
    const double a = i % 7, b = i * 3 % 5;
    rows.push_back({a, b, 2 * a, 3 * a + b + i % 3 * 0.5});
  }
  const auto result = drivers(rows, 3);
  REQUIRE(result);
  CHECK_THAT(result->factors[0].importance, WithinAbs(result->factors[2].importance, 1e-9));
  CHECK_THAT(result->factors[0].slope, WithinAbs(result->factors[2].slope * 2, 1e-9));
  CHECK_THAT(result->r2, WithinAbs(r2_of(rows, {0, 1}), 1e-9));
  CHECK_THAT(result->factors[0].importance + result->factors[1].importance + result->factors[2].importance,
             WithinAbs(1, 1e-9));
}

TEST_CASE("a factor to which everybody gave the same answer says nothing", "[metrics][drivers]") {
  Rows rows;
  for (int i = 0; i < 20; ++i) rows.push_back({4.1, i % 5 * 1.0, 2.0 * (i % 5) + i % 2});
  const auto result = drivers(rows, 2);
  REQUIRE(result);
  CHECK(result->factors[0].constant);
  CHECK(result->factors[0].importance == 0);
  CHECK(result->factors[0].slope == 0);
  CHECK_FALSE(result->factors[1].constant);
  CHECK_THAT(result->factors[1].importance, WithinAbs(1, 1e-12));
}

// R. A. Fisher, "Statistical Methods for Research Workers": z = ½ ln((1 + r) / (1 − r)), standard error 1 / √(n − 3).
TEST_CASE("the interval of a correlation is Fisher's", "[metrics][drivers]") {
  Rows rows;
  for (int i = 0; i < 28; ++i) rows.push_back({i % 7 * 1.0, i % 7 + 3.0 * (i % 4)});
  const auto result = drivers(rows, 1);
  REQUIRE(result);
  const double r = result->factors[0].correlation;
  const double z = 0.5 * std::log((1 + r) / (1 - r)), high = z + kZ95 / 5;
  CHECK_THAT(result->factors[0].interval.high, WithinAbs((std::exp(2 * high) - 1) / (std::exp(2 * high) + 1), 1e-12));
  CHECK_THAT(result->r2, WithinAbs(r * r, 1e-12));
  // Three pairs say nothing, and a perfect correlation is itself.
  CHECK(drivers({{1, 1}, {2, 3}, {3, 2}}, 1)->factors[0].interval.low == -1);
  CHECK_THAT(drivers({{1, 2}, {2, 4}, {3, 6}, {4, 8}, {5, 10}}, 1)->factors[0].interval.low, WithinAbs(1, 1e-6));
}

TEST_CASE("too few rows, too many factors and an outcome without variance have no drivers", "[metrics][drivers]") {
  CHECK_FALSE(drivers({}, 0));
  CHECK_FALSE(drivers({{1, 2, 3}, {2, 1, 4}, {3, 3, 5}}, 2));
  CHECK_FALSE(drivers(Rows(20, std::vector<double>(14, 1.0)), 13));
  CHECK_FALSE(drivers({{1, 5}, {2, 5}, {3, 5}, {4, 5}}, 1));
  CHECK_FALSE(drivers({{1, 5}, {2, 6}, {3}, {4, 7}}, 1));
  metrics_test::Random random(11);
  const auto most = drivers(random_rows(random, kMaxFactors, 200), kMaxFactors);
  REQUIRE(most);
  CHECK(most->factors.size() == kMaxFactors);
}

// Two groups compared by ranks. Reference values: the permeability data of Hollander and Wolfe, whose p value and
// estimate the manual of R's wilcox.test prints (0.1272 one-sided, so 0.2544; 0.305); all others by a program of their
// own that goes through every division of the values into two groups of these sizes.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <vector>

#include "core/metrics/ranks.h"
#include "metrics_support.h"

using namespace canvass::metrics;
using Catch::Matchers::WithinAbs;

namespace {

const std::vector<double> kChorion = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
const std::vector<double> kAtTerm = {1.15, 0.88, 0.90, 0.74, 1.21};

}  // namespace

TEST_CASE("ranks: p, shift and interval are those of the published example", "[metrics][ranks]") {
  const Shift shift = compare_ranks(kAtTerm, kChorion);
  CHECK(shift.exact);
  CHECK_THAT(shift.p, WithinAbs(0.254412254412, 1e-12));
  CHECK_THAT(shift.delta, WithinAbs(0.305, 1e-12));
  REQUIRE(shift.interval);
  CHECK_THAT(shift.interval->low, WithinAbs(-0.15, 1e-12));
  CHECK_THAT(shift.interval->high, WithinAbs(0.76, 1e-12));
}

TEST_CASE("ranks: p is counted over all orders as long as no two values are alike", "[metrics][ranks]") {
  const Shift shift = compare_ranks({42, 51, 38, 75, 61, 29, 88}, {35, 22, 47, 19, 31, 26, 40, 28});
  CHECK(shift.exact);
  CHECK_THAT(shift.p, WithinAbs(0.013986013986, 1e-12));
  CHECK(shift.delta == -20.5);
  REQUIRE(shift.interval);
  CHECK(shift.interval->low == -47);
  CHECK(shift.interval->high == -3);
}

TEST_CASE("ranks: too few values have a p but no interval", "[metrics][ranks]") {
  const Shift shift = compare_ranks({1, 2, 3}, {4, 5, 6});
  CHECK_THAT(shift.p, WithinAbs(0.1, 1e-12));
  CHECK(shift.delta == 3);
  CHECK_FALSE(shift.interval);
  const Shift four = compare_ranks({1, 2, 3, 4}, {5, 6, 7, 8});
  CHECK_THAT(four.p, WithinAbs(2.0 / 70, 1e-12));
  REQUIRE(four.interval);
  CHECK(four.interval->low == 1);
  CHECK(four.interval->high == 7);
}

TEST_CASE("ranks: values that are alike make the variance smaller", "[metrics][ranks]") {
  const Shift shift = compare_ranks({3, 3, 4, 5, 5, 5, 6, 7, 8, 9, 9, 10}, {1, 2, 2, 3, 3, 4, 4, 5, 5, 6});
  CHECK_FALSE(shift.exact);
  CHECK_THAT(shift.p, WithinAbs(0.013678416439, 1e-9));
  CHECK(shift.delta == -3);
  REQUIRE(shift.interval);
  CHECK(shift.interval->low == -5);
  CHECK(shift.interval->high == -1);
}

TEST_CASE("ranks: nothing is said where there is nothing, or everything is alike", "[metrics][ranks]") {
  CHECK(compare_ranks({}, {1, 2}).p == 1);
  CHECK(compare_ranks({1}, {}).p == 1);
  const Shift same = compare_ranks(std::vector<double>(80, 7), std::vector<double>(60, 7));
  CHECK(same.p == 1);
  CHECK(same.delta == 0);
  CHECK(compare_ranks({5}, {5}).p == 1);
}

TEST_CASE("ranks: exchanging the groups negates the shift, and p and interval agree", "[metrics][ranks]") {
  metrics_test::Random random(11);
  for (int i = 0; i < 300; ++i) {
    std::vector<double> a, b;
    const int64_t range = random.below(2) == 0 ? 12 : 1'000'000;
    for (int64_t left = 1 + random.below(90); left > 0; --left) a.push_back(static_cast<double>(random.below(range)));
    for (int64_t left = 1 + random.below(90); left > 0; --left)
      b.push_back(static_cast<double>(random.below(range) + range / 10));
    const Shift one = compare_ranks(a, b), other = compare_ranks(b, a);
    CHECK_THAT(one.p, WithinAbs(other.p, 1e-12));
    CHECK(one.delta == -other.delta);
    REQUIRE(one.interval.has_value() == other.interval.has_value());
    // The differences listed, instead of counted.
    std::vector<double> differences;
    for (const double x : a) {
      for (const double y : b) differences.push_back(y - x);
    }
    std::sort(differences.begin(), differences.end());
    const size_t all = differences.size();
    CHECK(one.delta == (differences[(all - 1) / 2] + differences[all / 2]) / 2);
    if (!one.interval) continue;
    CHECK(one.interval->low == -other.interval->high);
    CHECK(one.interval->low <= one.delta);
    CHECK(one.delta <= one.interval->high);
    if (one.exact) CHECK((one.interval->low > 0 || one.interval->high < 0) == (one.p < 0.05));
  }
}

TEST_CASE("ranks: a hundred thousand times are compared without listing their differences", "[metrics][ranks]") {
  std::vector<double> a, b;
  for (int i = 0; i < 100'000; ++i) {
    a.push_back(i);
    b.push_back(i + 500.0);
  }
  const Shift shift = compare_ranks(a, b);
  CHECK(shift.delta == 500);
  REQUIRE(shift.interval);
  CHECK(shift.interval->low > 200);
  CHECK(shift.interval->high < 800);
  CHECK(shift.p < 0.001);
}

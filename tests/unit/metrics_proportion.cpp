// Shares: the intervals of Newcombe's papers, and what must hold for any counts.
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <vector>

#include "core/metrics/proportion.h"
#include "metrics_support.h"

using namespace canvass::metrics;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

// R. G. Newcombe, "Two-sided confidence intervals for the single proportion: comparison of seven methods", Statistics
// in Medicine 17, 1998, table I, method 3.
TEST_CASE("Wilson's interval is that of Newcombe's table", "[metrics][proportion]") {
  struct Row {
    int64_t successes, n;
    double low, high;
  };
  for (const Row& row : {Row{81, 263, 0.2553, 0.3662}, Row{15, 148, 0.0624, 0.1605}, Row{0, 20, 0, 0.1611},
                         Row{1, 29, 0.0061, 0.1718}}) {
    CAPTURE(row.successes, row.n);
    const Interval interval = wilson(row.successes, row.n);
    CHECK_THAT(interval.low, WithinAbs(row.low, 0.00005));
    CHECK_THAT(interval.high, WithinAbs(row.high, 0.00005));
  }
}

// R. G. Newcombe, "Interval estimation for the difference between independent proportions: comparison of eleven
// methods", Statistics in Medicine 17, 1998, table II, method 10.
TEST_CASE("the interval of a difference is that of Newcombe's table", "[metrics][proportion]") {
  struct Row {
    int64_t successes, n, than, than_n;
    double low, high;
  };
  for (const Row& row :
       {Row{56, 70, 48, 80, 0.0524, 0.3339}, Row{9, 10, 3, 10, 0.1705, 0.8090}, Row{6, 7, 2, 7, 0.0582, 0.8062},
        Row{5, 56, 0, 29, -0.0381, 0.1926}, Row{0, 10, 0, 20, -0.1611, 0.2775}, Row{0, 10, 0, 10, -0.2775, 0.2775},
        Row{10, 10, 0, 20, 0.6791, 1}, Row{10, 10, 0, 10, 0.6075, 1}}) {
    CAPTURE(row.successes, row.n, row.than, row.than_n);
    const Difference difference = compare_proportions(row.than, row.than_n, row.successes, row.n);
    CHECK_THAT(difference.interval.low, WithinAbs(row.low, 0.00006));
    CHECK_THAT(difference.interval.high, WithinAbs(row.high, 0.00006));
  }
}

// The chi-squared test of the same table without correction, whose square root is z: χ² = n (ad − bc)² / (products of
// the margins), the textbook form.
TEST_CASE("the p of a difference is that of the chi-squared test", "[metrics][proportion]") {
  for (const auto& [a, na, b, nb] : {std::array<int64_t, 4>{30, 100, 45, 100}, {3, 10, 9, 10}, {500, 1000, 53, 90}}) {
    const double d1 = static_cast<double>(a), d2 = static_cast<double>(na - a);
    const double d3 = static_cast<double>(b), d4 = static_cast<double>(nb - b);
    const double chi2 =
        (d1 + d2 + d3 + d4) * std::pow(d1 * d4 - d2 * d3, 2) / ((d1 + d2) * (d3 + d4) * (d1 + d3) * (d2 + d4));
    CHECK_THAT(compare_proportions(a, na, b, nb).p, WithinRel(std::erfc(std::sqrt(chi2 / 2)), 1e-12));
  }
}

TEST_CASE("Wilson's interval holds the share, stays within 0 and 1 and mirrors", "[metrics][proportion]") {
  metrics_test::Random random(2);
  for (int i = 0; i < 5000; ++i) {
    const int64_t n = 1 + random.count();
    const int64_t successes = random.below(n + 1);
    CAPTURE(successes, n);
    const double share = static_cast<double>(successes) / static_cast<double>(n);
    const Interval interval = wilson(successes, n);
    CHECK(interval.low >= 0);
    CHECK(interval.low <= share);
    CHECK(share <= interval.high);
    CHECK(interval.high <= 1);
    CHECK(interval.low < interval.high);
    const Interval mirrored = wilson(n - successes, n);
    CHECK_THAT(mirrored.low, WithinAbs(1 - interval.high, 1e-15));
    CHECK_THAT(mirrored.high, WithinAbs(1 - interval.low, 1e-15));
    const Interval more = wilson(4 * successes, 4 * n);
    CHECK(more.high - more.low < interval.high - interval.low);
  }
}

TEST_CASE("Wilson's interval loses no digits at the ends", "[metrics][proportion]") {
  CHECK(wilson(0, 10).low == 0);
  CHECK(wilson(10, 10).high == 1);
  // With x = 1 and large n both ends times n tend to the roots of θ² − (2 + z²) θ + 1.
  const double b = 2 + kZ95 * kZ95, root = std::sqrt(b * b - 4);
  CHECK_THAT(wilson(1, 1'000'000'000'000).low * 1e12, WithinRel((b - root) / 2, 1e-10));
  CHECK_THAT(wilson(1, 1'000'000'000'000).high * 1e12, WithinRel((b + root) / 2, 1e-10));
  CHECK(wilson(0, 1).high < 1);
}

TEST_CASE("exchanging the groups turns a difference of shares round", "[metrics][proportion]") {
  metrics_test::Random random(3);
  for (int i = 0; i < 5000; ++i) {
    const int64_t na = 1 + random.count(), nb = 1 + random.count();
    const int64_t a = random.below(na + 1), b = random.below(nb + 1);
    CAPTURE(a, na, b, nb);
    const Difference one = compare_proportions(a, na, b, nb), other = compare_proportions(b, nb, a, na);
    CHECK(other.delta == -one.delta);
    CHECK_THAT(other.interval.low, WithinAbs(-one.interval.high, 1e-15));
    CHECK_THAT(other.interval.high, WithinAbs(-one.interval.low, 1e-15));
    CHECK_THAT(other.p, WithinAbs(one.p, 1e-12));
    CHECK(one.interval.low <= one.delta);
    CHECK(one.delta <= one.interval.high);
    CHECK(one.interval.low >= -1 - 1e-15);
    CHECK(one.interval.high <= 1 + 1e-15);
    CHECK(one.p >= 0);
    CHECK(one.p <= 1);
    // Of successes or of failures, it is the same difference.
    CHECK_THAT(compare_proportions(na - a, na, nb - b, nb).delta, WithinAbs(-one.delta, 1e-12));
  }
}

TEST_CASE("groups in which all agree differ by nothing or for certain", "[metrics][proportion]") {
  CHECK(compare_proportions(0, 5, 0, 7).p == 1);
  CHECK(compare_proportions(5, 5, 7, 7).p == 1);
  CHECK(compare_proportions(0, 50, 50, 50).p < 1e-20);
  CHECK(compare_proportions(0, 0, 1, 2).p == 1);
}

TEST_CASE("a sample for a share is the fewest that does", "[metrics][proportion]") {
  CHECK(sample_for_proportion(0.5, 0.05) == 381);
  for (double share : {0.0, 0.01, 0.2, 0.5, 0.9, 1.0}) {
    for (double margin : {0.3, 0.1, 0.05, 0.01}) {
      CAPTURE(share, margin);
      const int64_t n = sample_for_proportion(share, margin);
      const auto half = [&](double count) {
        return kZ95 * std::sqrt(count * share * (1 - share) + kZ95 * kZ95 / 4) / (count + kZ95 * kZ95);
      };
      CHECK(half(static_cast<double>(n)) <= margin);
      if (n > 1) CHECK(half(static_cast<double>(n - 1)) > margin);
      CHECK(n == sample_for_proportion(1 - share, margin));
    }
  }
  CHECK(sample_for_proportion(0.5, 0.7) == 1);
  CHECK(sample_for_proportion(0.5, 0) == 0);
  CHECK(sample_for_proportion(0.5, 1e-12) > 1'000'000'000'000);
}

// Reference values: the formulas of Rao and Scott, of Wilson and of Newcombe written down once more, in Python.
TEST_CASE("what one visitor does is worth less than what as many visitors do", "[metrics][proportion]") {
  const std::vector<Cluster> a = {{1, 4}, {0, 3}, {3, 5}, {0, 2}, {2, 2}, {0, 6}};
  const std::vector<Cluster> b = {{0, 4}, {0, 3}, {1, 5}, {0, 2}, {0, 1}, {0, 7}, {1, 3}};
  CHECK_THAT(design_effect(a), WithinAbs(2.322727272727, 1e-12));
  CHECK(design_effect(b) == 1);  // visitors differ less than chance would have it
  CHECK_THAT(wilson_clustered(a).low, WithinAbs(0.090247423518, 1e-12));
  CHECK_THAT(wilson_clustered(a).high, WithinAbs(0.586365144040, 1e-12));
  const Difference difference = compare_clustered(a, b);
  CHECK_THAT(difference.delta, WithinAbs(-0.192727272727, 1e-12));
  CHECK_THAT(difference.interval.low, WithinAbs(-0.511642929836, 1e-12));
  CHECK_THAT(difference.interval.high, WithinAbs(0.056438898048, 1e-12));
  CHECK_THAT(difference.p, WithinAbs(0.136824423742, 1e-12));
}

TEST_CASE("with one thing of each visitor, nothing is corrected", "[metrics][proportion]") {
  const std::vector<Cluster> a = {{1, 1}, {0, 1}, {0, 1}, {1, 1}}, b = {{0, 1}, {1, 1}, {0, 1}};
  CHECK(design_effect(a) == 1);
  CHECK(wilson_clustered(a).low == wilson(2, 4).low);
  CHECK(compare_clustered(a, b).p == compare_proportions(2, 4, 1, 3).p);
  CHECK(compare_clustered(a, b).interval.high == compare_proportions(2, 4, 1, 3).interval.high);
  CHECK(compare_clustered({}, b).p == 1);
  CHECK(design_effect({{0, 9}, {0, 4}}) == 1);
  // All that a single visitor did counts as one thing.
  CHECK(design_effect({{3, 10}}) == 10);
}

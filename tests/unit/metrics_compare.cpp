// Two scores compared, many comparisons at once, sample sizes and passives.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <string_view>
#include <vector>

#include "core/metrics/multiple.h"
#include "core/metrics/nps.h"
#include "metrics_support.h"

using namespace canvass::metrics;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

TEST_CASE("exchanging two groups negates the difference of their scores", "[metrics][compare]") {
  metrics_test::Random random(7);
  for (int i = 0; i < 3000; ++i) {
    const NpsCounts a = metrics_test::random_counts(random), b = metrics_test::random_counts(random);
    for (const auto compare : {compare_nps, compare_nps_wald}) {
      const Difference one = compare(a, b, kZ95), other = compare(b, a, kZ95);
      CHECK(other.delta == -one.delta);
      CHECK(other.p == one.p);
      CHECK(other.interval.low == -one.interval.high);
      CHECK(other.interval.high == -one.interval.low);
      CHECK(one.interval.low <= one.delta);
      CHECK(one.delta <= one.interval.high);
      CHECK(one.p >= 0);
      CHECK(one.p <= 1);
      if (one.se > 0) CHECK((one.interval.low > 0 || one.interval.high < 0) == (one.p < 0.05));
      // Promoters and detractors exchanged in both: the same difference the other way round.
      const Difference mirrored =
          compare({a.promoters, a.passives, a.detractors}, {b.promoters, b.passives, b.detractors}, kZ95);
      CHECK_THAT(mirrored.delta, WithinAbs(-one.delta, 1e-12));
      CHECK_THAT(mirrored.p, WithinAbs(one.p, 1e-12));
    }
  }
}

TEST_CASE("a difference becomes surer with more answers", "[metrics][compare]") {
  const NpsCounts a{30, 30, 40}, b{20, 30, 50};
  const NpsCounts many_a{120, 120, 160}, many_b{80, 120, 200};
  CHECK(compare_nps(many_a, many_b).p < compare_nps(a, b).p);
  CHECK(compare_nps(many_a, many_b).se < compare_nps(a, b).se);
  CHECK_THAT(compare_nps_wald(many_a, many_b).se, WithinAbs(compare_nps_wald(a, b).se / 2, 1e-12));
}

TEST_CASE("groups that agree with themselves are compared without dividing by zero", "[metrics][compare]") {
  CHECK(compare_nps_wald({0, 0, 10}, {0, 0, 7}).p == 1);
  CHECK(compare_nps_wald({0, 10, 0}, {0, 0, 7}).p == 0);
  CHECK(compare_nps({0, 0, 10}, {0, 0, 10}).p == 1);
  CHECK(compare_nps({0, 1, 0}, {0, 0, 1}).p > 0.05);
  CHECK(compare_nps({}, {0, 0, 1}).p == 1);
  CHECK(compare_nps_wald({0, 0, 1}, {}).delta == 0);
}

TEST_CASE("nearly everybody agreeing costs the variance no digits", "[metrics][compare]") {
  // One passive among n: V = (1 − 1/n) / n.
  const double n = 1e9;
  CHECK_THAT(nps({0, 1, 999'999'999}).variance, WithinRel((1 - 1 / n) / n, 1e-14));
  CHECK(nps({0, 0, 1'000'000'000}).variance == 0);
  CHECK(nps({0, 0, 3}).variance == 0);
}

TEST_CASE("a score's interval for one answer and for a milliard", "[metrics][compare]") {
  for (const NpsCounts& counts :
       {NpsCounts{1, 0, 0}, NpsCounts{0, 1, 0}, NpsCounts{0, 0, 1}, NpsCounts{0, 0, 1'000'000'000},
        NpsCounts{1, 0, 999'999'999}, NpsCounts{300'000'000, 300'000'000, 400'000'000}}) {
    CAPTURE(counts.detractors, counts.passives, counts.promoters);
    const Interval interval = nps_score(counts);
    CHECK(interval.low >= -1);
    CHECK(interval.low <= nps(counts).value);
    CHECK(nps(counts).value <= interval.high);
    CHECK(interval.high <= 1);
    CHECK(interval.low < interval.high);
  }
  // Of n promoters alone the lower end is (n − z²) / (n + z²).
  const double z2 = kZ95 * kZ95;
  CHECK_THAT(nps_score({0, 0, 1'000'000'000}).low, WithinAbs((1e9 - z2) / (1e9 + z2), 1e-15));
  CHECK_THAT(nps_score({0, 0, 10}).low, WithinAbs((10 - z2) / (10 + z2), 1e-12));
}

TEST_CASE("a sample for a score is the fewest that does", "[metrics][compare]") {
  CHECK(sample_for_nps(1, 0.05) == 1537);
  CHECK(sample_for_nps(0.61, 0.05) == 938);
  for (double variance : {0.05, 0.61, 1.0}) {
    for (double margin : {0.2, 0.05, 0.01}) {
      const double n = static_cast<double>(sample_for_nps(variance, margin));
      CHECK(kZ95 * std::sqrt(variance / n) <= margin);
      CHECK(kZ95 * std::sqrt(variance / (n - 1)) > margin);
    }
  }
  CHECK(sample_for_nps(0, 0.05) == 1);
  CHECK(sample_for_nps(1, 0) == 0);
  CHECK(sample_for_nps(1, -1) == 0);
  CHECK(sample_for_nps(1, 1e-15) > 1'000'000'000'000);
}

TEST_CASE("passives who said 7 are at risk", "[metrics][compare]") {
  CHECK(passives(12, 18).n == 30);
  CHECK(passives(12, 18).at_risk == 12);
}

// The p values of four tests at once, worked by hand: 4 × 0.005, 3 × 0.01, 2 × 0.03, and 0.04 held up to the one
// before.
TEST_CASE("Holm's correction of a worked example", "[metrics][multiple]") {
  const std::vector<double> adjusted = holm({0.01, 0.04, 0.03, 0.005});
  CHECK_THAT(adjusted[0], WithinAbs(0.03, 1e-15));
  CHECK_THAT(adjusted[1], WithinAbs(0.06, 1e-15));
  CHECK_THAT(adjusted[2], WithinAbs(0.06, 1e-15));
  CHECK_THAT(adjusted[3], WithinAbs(0.02, 1e-15));
  CHECK(holm({}).empty());
  CHECK(holm({0.04}) == std::vector<double>{0.04});
  CHECK(holm({std::nan(""), 0.01}) == std::vector<double>{1, 0.02});
}

TEST_CASE("Holm's correction keeps the order, lowers nothing and is milder than Bonferroni's", "[metrics][multiple]") {
  metrics_test::Random random(8);
  for (int i = 0; i < 500; ++i) {
    std::vector<double> p(static_cast<size_t>(1 + random.below(20)));
    for (double& value : p) value = std::pow(random.unit(), 4);
    const std::vector<double> adjusted = holm(p);
    for (size_t a = 0; a < p.size(); ++a) {
      CHECK(adjusted[a] >= p[a]);
      CHECK(adjusted[a] <= std::min(1.0, p[a] * static_cast<double>(p.size())) + 1e-15);
      for (size_t b = 0; b < p.size(); ++b) {
        if (p[a] < p[b]) CHECK(adjusted[a] <= adjusted[b]);
        if (p[a] == p[b]) CHECK(adjusted[a] == adjusted[b]);
      }
    }
    std::vector<double> reversed(p.rbegin(), p.rend());
    const std::vector<double> other = holm(reversed);
    CHECK(std::vector<double>(other.rbegin(), other.rend()) == adjusted);
  }
}

TEST_CASE("a difference is real below 5 % only", "[metrics][multiple]") {
  using std::string_view;
  CHECK(verdict(0.1, 0.049) == string_view("up"));
  CHECK(verdict(-0.1, 0.049) == string_view("down"));
  CHECK(verdict(0.1, 0.05) == string_view("unclear"));
  CHECK(verdict(0, 0.01) == string_view("unclear"));
  CHECK(verdict(0.1, std::nan("")) == string_view("unclear"));
}

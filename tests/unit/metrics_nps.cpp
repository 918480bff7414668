// Net Promoter Score: reference numbers, an independent check of the score interval, and what must hold for any counts.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <vector>

#include "core/metrics/nps.h"

using canvass::metrics::Interval;
using canvass::metrics::kZ95;
using canvass::metrics::nps;
using canvass::metrics::nps_adjusted_wald;
using canvass::metrics::nps_category;
using canvass::metrics::nps_score;
using canvass::metrics::nps_wald;
using canvass::metrics::NpsCategory;
using canvass::metrics::NpsCounts;
using Catch::Matchers::WithinAbs;

namespace {

// Computed with the R package NPS 2.0.999 by the author of the paper (score intervals) and by hand (closed forms).
struct Reference {
  NpsCounts counts;
  double value, variance, se;
  Interval wald, adjusted_wald, score;
};

const Reference kReferences[] = {
    {{1, 2, 3},
     0.3333333333333333,
     0.5555555555555556,
     0.3042903097250923,
     {-0.2630647145723856, 0.9297313812390522},
     {-0.2674325879410453, 0.7118770323854897},
     {-0.3110737846242243, 0.7539566635638697}},
    {{20, 30, 50},
     0.3,
     0.61,
     0.07810249675906654,
     {0.14692191924957332, 0.45307808075042666},
     {0.1405113017876161, 0.4420129700570441},
     {0.13955141614195693, 0.4433930663358594}},
    {{30, 30, 40},
     0.1,
     0.69,
     0.08306623862918075,
     {-0.06280683604440401, 0.262806836044404},
     {-0.06271937087850214, 0.2568941281600555},
     {-0.06402135726830119, 0.2581463836313159}},
    {{0, 10, 0},
     0.0,
     0.0,
     0.0,
     {0.0, 0.0},
     {-0.1846504490905888, 0.1846504490905888},
     {-0.27753279986288903, 0.27753279986288903}},
    {{0, 0, 10}, 1.0, 0.0, 0.0, {1.0, 1.0}, {0.4750355154479023, 1.0634260230136363}, {0.4449344002742217, 1.0}},
};

// The score statistic's variance by brute force: climbs the trinomial's likelihood under p₊ − p₋ = θ by golden
// section instead of solving for its derivative.
double variance_by_search(const NpsCounts& counts, double theta) {
  const auto term = [](double count, double p) { return count == 0 ? 0 : count * std::log(p); };
  const auto likelihood = [&](double p) {
    return term(static_cast<double>(counts.detractors), p) +
           term(static_cast<double>(counts.passives), 1 - theta - 2 * p) +
           term(static_cast<double>(counts.promoters), p + theta);
  };
  const double ratio = (std::sqrt(5.0) - 1) / 2;
  double low = theta < 0 ? -theta : 0, high = (1 - theta) / 2;
  for (int i = 0; i < 200; ++i) {
    const double left = high - ratio * (high - low), right = low + ratio * (high - low);
    (likelihood(left) < likelihood(right) ? low : high) = likelihood(left) < likelihood(right) ? left : right;
  }
  return 2 * (low + high) / 2 + theta - theta * theta;
}

std::vector<NpsCounts> many_counts() {
  std::vector<NpsCounts> all;
  for (int64_t n : {1, 2, 3, 7, 20, 500}) {
    for (int64_t detractors = 0; detractors <= n; detractors += 1 + n / 10) {
      for (int64_t promoters = 0; detractors + promoters <= n; promoters += 1 + n / 10) {
        all.push_back({detractors, n - detractors - promoters, promoters});
      }
    }
  }
  return all;
}

NpsCounts mirrored(const NpsCounts& counts) { return {counts.promoters, counts.passives, counts.detractors}; }

}  // namespace

TEST_CASE("NPS and its closed-form intervals agree with the reference to 1e-9") {
  for (const Reference& reference : kReferences) {
    CAPTURE(reference.counts.detractors, reference.counts.passives, reference.counts.promoters);
    const auto result = nps(reference.counts);
    CHECK_THAT(result.value, WithinAbs(reference.value, 1e-9));
    CHECK_THAT(result.variance, WithinAbs(reference.variance, 1e-9));
    CHECK_THAT(result.se, WithinAbs(reference.se, 1e-9));
    CHECK_THAT(nps_wald(reference.counts).low, WithinAbs(reference.wald.low, 1e-9));
    CHECK_THAT(nps_wald(reference.counts).high, WithinAbs(reference.wald.high, 1e-9));
    CHECK_THAT(nps_adjusted_wald(reference.counts).low, WithinAbs(reference.adjusted_wald.low, 1e-9));
    CHECK_THAT(nps_adjusted_wald(reference.counts).high, WithinAbs(reference.adjusted_wald.high, 1e-9));
  }
}

TEST_CASE("the score interval agrees with the reference to 1e-6") {
  for (const Reference& reference : kReferences) {
    CAPTURE(reference.counts.detractors, reference.counts.passives, reference.counts.promoters);
    CHECK_THAT(nps_score(reference.counts).low, WithinAbs(reference.score.low, 1e-6));
    CHECK_THAT(nps_score(reference.counts).high, WithinAbs(reference.score.high, 1e-6));
  }
}

TEST_CASE("at the ends of the score interval the estimate is exactly z standard errors away") {
  for (const NpsCounts& counts : many_counts()) {
    CAPTURE(counts.detractors, counts.passives, counts.promoters);
    const double estimate = nps(counts).value;
    const Interval interval = nps_score(counts);
    for (double end : {interval.low, interval.high}) {
      if (std::fabs(end) == 1) continue;  // the range itself ends here
      const double margin = kZ95 * std::sqrt(variance_by_search(counts, end) / static_cast<double>(counts.total()));
      CHECK_THAT(std::fabs(estimate - end), WithinAbs(margin, 1e-6));
    }
  }
}

TEST_CASE("every interval contains the estimate, and the score interval stays within -1 and 1") {
  for (const NpsCounts& counts : many_counts()) {
    CAPTURE(counts.detractors, counts.passives, counts.promoters);
    const double estimate = nps(counts).value;
    const Interval wald = nps_wald(counts), score = nps_score(counts);
    CHECK(wald.low <= estimate);
    CHECK(estimate <= wald.high);
    CHECK(score.low <= estimate);
    CHECK(estimate <= score.high);
    CHECK(score.low < score.high);
    CHECK(score.low >= -1);
    CHECK(score.high <= 1);
    const Interval adjusted = nps_adjusted_wald(counts);
    CHECK(adjusted.low < adjusted.high);
  }
}

TEST_CASE("exchanging promoters and detractors mirrors the score and every interval") {
  for (const NpsCounts& counts : many_counts()) {
    CAPTURE(counts.detractors, counts.passives, counts.promoters);
    CHECK_THAT(nps(mirrored(counts)).value, WithinAbs(-nps(counts).value, 1e-12));
    for (auto interval : {nps_wald, nps_adjusted_wald, nps_score}) {
      const Interval one = interval(counts, kZ95), other = interval(mirrored(counts), kZ95);
      CHECK_THAT(other.low, WithinAbs(-one.high, 1e-9));
      CHECK_THAT(other.high, WithinAbs(-one.low, 1e-9));
    }
  }
}

TEST_CASE("four times the answers with the same shares make narrower intervals") {
  for (const NpsCounts& counts : many_counts()) {
    CAPTURE(counts.detractors, counts.passives, counts.promoters);
    const NpsCounts more{4 * counts.detractors, 4 * counts.passives, 4 * counts.promoters};
    for (auto interval : {nps_adjusted_wald, nps_score}) {
      const Interval few = interval(counts, kZ95), many = interval(more, kZ95);
      CHECK(many.high - many.low < few.high - few.low);
    }
    CHECK_THAT(nps(more).se, WithinAbs(nps(counts).se / 2, 1e-12));
  }
}

TEST_CASE("the intervals of ten million answers are still right") {
  const NpsCounts counts{2'000'000, 3'000'000, 5'000'000};
  CHECK_THAT(nps_score(counts).low, WithinAbs(nps_wald(counts).low, 1e-6));
  CHECK_THAT(nps_score(counts).high, WithinAbs(nps_wald(counts).high, 1e-6));
}

TEST_CASE("without answers there is no score and no interval, and nothing divides by zero") {
  CHECK(nps({}).se == 0);
  for (auto interval : {nps_wald, nps_adjusted_wald, nps_score}) {
    CHECK(interval({}, kZ95).low == 0);
    CHECK(interval({}, kZ95).high == 0);
  }
}

TEST_CASE("NPS groups: 0 to 6, 7 and 8, 9 and 10, and nothing outside") {
  for (int64_t value = 0; value <= 6; ++value) CHECK(nps_category(value) == NpsCategory::kDetractor);
  for (int64_t value = 7; value <= 8; ++value) CHECK(nps_category(value) == NpsCategory::kPassive);
  for (int64_t value = 9; value <= 10; ++value) CHECK(nps_category(value) == NpsCategory::kPromoter);
  CHECK_FALSE(nps_category(-1));
  CHECK_FALSE(nps_category(11));
}

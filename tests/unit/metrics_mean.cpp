// Means: the worked examples of the literature, and what must hold for any values.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <vector>

#include "core/metrics/ces.h"
#include "core/metrics/distributions.h"
#include "core/metrics/mean.h"
#include "metrics_support.h"

using namespace canvass::metrics;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

Moments moments_of(const std::vector<double>& values) {
  Moments moments;
  for (const double value : values) moments.add(value);
  return moments;
}

// Hours of sleep gained with two drugs: A. R. Cushny, A. R. Peebles, 1905, the data of "Student", Biometrika 6(1),
// 1908.
const std::vector<double> kFirst = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
const std::vector<double> kSecond = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

std::vector<double> random_values(metrics_test::Random& random) {
  std::vector<double> values(static_cast<size_t>(2 + random.below(40)));
  for (double& value : values) value = static_cast<double>(1 + random.below(7));
  return values;
}

}  // namespace

// The manual of R prints these for t.test() of its data set "sleep", which is this one.
TEST_CASE("Welch's test of Student's data is as published", "[metrics][mean]") {
  const Difference difference = welch(moments_of(kFirst), moments_of(kSecond));
  CHECK_THAT(difference.delta, WithinAbs(2.33 - 0.75, 1e-12));
  CHECK_THAT(difference.delta / difference.se, WithinAbs(1.8608, 0.00005));
  CHECK_THAT(difference.p, WithinAbs(0.07939, 0.000005));
  CHECK_THAT(difference.interval.low, WithinAbs(-0.2054832, 5e-8));
  CHECK_THAT(difference.interval.high, WithinAbs(3.3654832, 5e-8));
}

TEST_CASE("the interval of Student's own example is as published", "[metrics][mean]") {
  Moments gain;
  for (size_t i = 0; i < kFirst.size(); ++i) gain.add(kSecond[i] - kFirst[i]);
  CHECK_THAT(gain.mean, WithinAbs(1.58, 1e-12));
  CHECK_THAT(gain.mean / gain.se(), WithinAbs(4.0621, 0.00005));
  CHECK_THAT(t_interval(gain).low, WithinAbs(0.7001142, 5e-8));
  CHECK_THAT(t_interval(gain).high, WithinAbs(2.4598858, 5e-8));
}

TEST_CASE("moments are those of the two-pass formulas, in any order and however split", "[metrics][mean]") {
  metrics_test::Random random(4);
  for (int i = 0; i < 500; ++i) {
    std::vector<double> values = random_values(random);
    const double n = static_cast<double>(values.size());
    double sum = 0, squares = 0;
    for (const double value : values) sum += value;
    for (const double value : values) squares += (value - sum / n) * (value - sum / n);
    const Moments moments = moments_of(values);
    CHECK_THAT(moments.mean, WithinAbs(sum / n, 1e-12));
    CHECK_THAT(moments.squares, WithinAbs(squares, 1e-9));
    CHECK_THAT(moments.sd(), WithinAbs(std::sqrt(squares / (n - 1)), 1e-12));

    std::reverse(values.begin(), values.end());
    CHECK_THAT(moments_of(values).squares, WithinAbs(moments.squares, 1e-9));

    const auto middle = values.begin() + random.below(static_cast<int64_t>(values.size()) + 1);
    Moments left = moments_of({values.begin(), middle});
    left.merge(moments_of({middle, values.end()}));
    CHECK(left.n == moments.n);
    CHECK_THAT(left.mean, WithinAbs(moments.mean, 1e-12));
    CHECK_THAT(left.squares, WithinAbs(moments.squares, 1e-9));

    Moments counted;
    for (int value = 1; value <= 7; ++value) {
      counted.add(value, std::count(values.begin(), values.end(), static_cast<double>(value)));
    }
    CHECK(counted.n == moments.n);
    CHECK_THAT(counted.squares, WithinAbs(moments.squares, 1e-9));
  }
}

TEST_CASE("a large offset costs the variance no digits", "[metrics][mean]") {
  Moments moments;
  for (const double value : {4.0, 7.0, 13.0, 16.0}) moments.add(1e9 + value);
  CHECK_THAT(moments.variance(), WithinAbs(30, 1e-6));
  Moments many;
  many.add(1, 500'000'000);
  many.add(2, 500'000'000);
  CHECK_THAT(many.mean, WithinAbs(1.5, 1e-15));
  CHECK_THAT(many.variance(), WithinRel(0.25 * 1e9 / (1e9 - 1), 1e-12));
}

TEST_CASE("equal values have no variance at all", "[metrics][mean]") {
  Moments moments;
  for (int i = 0; i < 1000; ++i) moments.add(100.0 / 3, 1 + i);
  CHECK(moments.mean == 100.0 / 3);
  CHECK(moments.squares == 0);
  CHECK(t_interval(moments).low == t_interval(moments).high);
  CHECK(welch(moments, moments).p == 1);
  Moments other;
  other.add(5, 3);
  CHECK(welch(moments, other).p == 0);
  CHECK(welch(moments, other).interval.low == welch(moments, other).delta);
}

TEST_CASE("fewer than two values have no interval and no difference", "[metrics][mean]") {
  Moments none, one;
  one.add(6);
  CHECK(none.se() == 0);
  CHECK(one.mean == 6);
  CHECK(one.se() == 0);
  CHECK(t_interval(one).low == 6);
  CHECK(welch(one, moments_of(kFirst)).p == 1);
  one.add(7, 0);
  CHECK(one.n == 1);
}

TEST_CASE("the mean of efforts is the mean of their moments", "[metrics][mean]") {
  CesCounts counts(CesVariant::kAgree7);
  Moments moments;
  for (const int64_t value : {2, 4, 4, 4, 5, 5, 7}) {
    counts.add(value);
    moments.add(static_cast<double>(value));
  }
  CHECK_THAT(ces(counts).mean, WithinAbs(moments.mean, 1e-14));
  CHECK_THAT(ces(counts).se, WithinAbs(moments.se(), 1e-14));
}

TEST_CASE("the interval of a mean holds it and narrows with more values and less confidence", "[metrics][mean]") {
  metrics_test::Random random(5);
  for (int i = 0; i < 500; ++i) {
    const Moments moments = moments_of(random_values(random));
    if (moments.squares == 0) continue;
    const Interval interval = t_interval(moments), surer = t_interval(moments, 0.999);
    CHECK(interval.low < moments.mean);
    CHECK(moments.mean < interval.high);
    CHECK(surer.low < interval.low);
    Moments more = moments;
    for (int times = 0; times < 3; ++times) more.merge(moments);
    CHECK(t_interval(more).high - t_interval(more).low < interval.high - interval.low);
  }
}

TEST_CASE("exchanging the groups turns a difference of means round", "[metrics][mean]") {
  metrics_test::Random random(6);
  for (int i = 0; i < 500; ++i) {
    const Moments a = moments_of(random_values(random)), b = moments_of(random_values(random));
    const Difference one = welch(a, b), other = welch(b, a);
    CHECK(other.delta == -one.delta);
    CHECK_THAT(other.p, WithinAbs(one.p, 1e-12));
    CHECK_THAT(other.interval.low, WithinAbs(-one.interval.high, 1e-12));
    CHECK(one.interval.low <= one.delta);
    CHECK(one.delta <= one.interval.high);
    // The interval leaves out 0 exactly when the test says so.
    CHECK((one.interval.low > 0 || one.interval.high < 0) == (one.p < 0.05));
  }
}

TEST_CASE("Welch's test of equal groups is that of Student", "[metrics][mean]") {
  // With equal n and equal variances the degrees of freedom are 2n − 2.
  const Moments a = moments_of({1, 2, 3, 4, 5}), b = moments_of({2, 3, 4, 5, 6});
  CHECK_THAT(welch(a, b).p, WithinAbs(student_two_sided(1 / std::sqrt(2 * 2.5 / 5), 8), 1e-14));
}

TEST_CASE("a sample for a mean is the fewest that does", "[metrics][mean]") {
  for (double sd : {0.5, 1.5, 20.0}) {
    for (double margin : {0.2, 1.0, 2.5}) {
      CAPTURE(sd, margin);
      const int64_t n = sample_for_mean(sd, margin);
      const auto half = [&](double count) { return student_quantile(0.975, count - 1) * sd / std::sqrt(count); };
      CHECK(half(static_cast<double>(n)) <= margin);
      if (n > 2) CHECK(half(static_cast<double>(n - 1)) > margin);
    }
  }
  CHECK(sample_for_mean(0, 0.2) == 2);
  CHECK(sample_for_mean(1, 0) == 0);
  CHECK(sample_for_mean(1, 1e-12) > 1'000'000'000'000);
}

// Published tables, closed forms, and values computed with 60 digits (mpmath's incomplete beta and error functions).
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <limits>

#include "core/metrics/distributions.h"
#include "core/metrics/interval.h"
#include "metrics_support.h"

using namespace canvass::metrics;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("quantiles of the normal distribution are those computed with 60 digits", "[metrics][distributions]") {
  CHECK_THAT(normal_quantile(1e-300), WithinRel(-37.047096299361199237, 1e-14));
  CHECK_THAT(normal_quantile(1e-10), WithinRel(-6.3613409024040562047, 1e-14));
  CHECK_THAT(normal_quantile(0.001), WithinRel(-3.0902323061678135415, 1e-14));
  CHECK_THAT(normal_quantile(0.025), WithinRel(-1.9599639845400542355, 1e-14));
  CHECK_THAT(normal_quantile(0.3), WithinRel(-0.52440051270804078404, 1e-14));
  CHECK_THAT(normal_quantile(0.975), WithinAbs(kZ95, 1e-14));
  CHECK(normal_quantile(0.5) == 0);
  CHECK(normal_quantile(0) == -kInfinity);
  CHECK(normal_quantile(1) == kInfinity);
  CHECK(std::isnan(normal_quantile(1.5)));
  CHECK(std::isnan(normal_quantile(-0.1)));
}

TEST_CASE("the normal distribution and its quantiles undo each other", "[metrics][distributions]") {
  for (double z = -37; z <= 5; z += 0.37) CHECK_THAT(normal_quantile(normal_cdf(z)), WithinAbs(z, 1e-9));
  CHECK_THAT(normal_two_sided(kZ95), WithinAbs(0.05, 1e-15));
  CHECK(normal_two_sided(-1) == normal_two_sided(1));
  CHECK(normal_two_sided(0) == 1);
}

// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, Critical values of the Student's t distribution.
TEST_CASE("quantiles of Student's t are those of the published table", "[metrics][distributions]") {
  struct Row {
    double df, p90, p95, p975, p99, p995;
  };
  const Row table[] = {{1, 3.078, 6.314, 12.706, 31.821, 63.657}, {2, 1.886, 2.920, 4.303, 6.965, 9.925},
                       {3, 1.638, 2.353, 3.182, 4.541, 5.841},    {5, 1.476, 2.015, 2.571, 3.365, 4.032},
                       {10, 1.372, 1.812, 2.228, 2.764, 3.169},   {20, 1.325, 1.725, 2.086, 2.528, 2.845},
                       {30, 1.310, 1.697, 2.042, 2.457, 2.750},   {60, 1.296, 1.671, 2.000, 2.390, 2.660},
                       {100, 1.290, 1.660, 1.984, 2.364, 2.626}};
  for (const Row& row : table) {
    CAPTURE(row.df);
    CHECK_THAT(student_quantile(0.9, row.df), WithinAbs(row.p90, 0.0005));
    CHECK_THAT(student_quantile(0.95, row.df), WithinAbs(row.p95, 0.0005));
    CHECK_THAT(student_quantile(0.975, row.df), WithinAbs(row.p975, 0.0005));
    CHECK_THAT(student_quantile(0.99, row.df), WithinAbs(row.p99, 0.0005));
    CHECK_THAT(student_quantile(0.995, row.df), WithinAbs(row.p995, 0.0005));
  }
}

TEST_CASE("Student's t has its closed forms for 1, 2, 3 and 4 degrees of freedom", "[metrics][distributions]") {
  for (double t : {-1e5, -40.0, -3.0, -1.5, -1.4, -0.2, -1e-7, 0.0, 1e-9, 0.3, 1.0, 1.41, 1.42, 2.0, 12.0, 1e8}) {
    CAPTURE(t);
    CHECK_THAT(student_cdf(t, 1), WithinAbs(0.5 + std::atan(t) / kPi, 1e-14));
    CHECK_THAT(student_cdf(t, 2), WithinAbs(0.5 + t / (2 * std::sqrt(2 + t * t)), 1e-14));
    const double u = t / std::sqrt(3.0);
    CHECK_THAT(student_cdf(t, 3), WithinAbs(0.5 + (u / (1 + u * u) + std::atan(u)) / kPi, 1e-14));
    const double v = 1 + t * t / 4;
    CHECK_THAT(student_cdf(t, 4), WithinAbs(0.5 + 3.0 / 8 * t / std::sqrt(v) * (1 - t * t / v / 12), 1e-14));
  }
}

TEST_CASE("Student's t is exact for few and many degrees of freedom, near 0 and far out", "[metrics][distributions]") {
  CHECK_THAT(student_two_sided(0.1, 0.5), WithinRel(0.94633162112860640462, 1e-13));
  CHECK_THAT(student_two_sided(0.001, 3), WithinRel(0.99926489496946093801, 1e-13));
  CHECK_THAT(student_two_sided(2.5, 4.7), WithinRel(0.057592159346867298854, 1e-13));
  CHECK_THAT(student_two_sided(40, 12.25), WithinRel(2.3428902366172047049e-14, 1e-12));
  CHECK_THAT(student_two_sided(1e6, 1.5), WithinRel(7.5417048640264324045e-10, 1e-12));
  CHECK_THAT(student_two_sided(3, 1e4), WithinRel(0.0027064481899976662858, 1e-13));
  CHECK_THAT(student_two_sided(6, 1e6), WithinRel(1.9738498123544346699e-9, 1e-12));
  CHECK_THAT(student_two_sided(1.96, 1e9), WithinRel(0.049995790573729590943, 1e-13));
  CHECK_THAT(student_quantile(0.975, 7.3), WithinRel(2.345066736547703633, 1e-13));
  CHECK_THAT(student_quantile(0.9995, 2.5), WithinRel(18.277893528130647792, 1e-12));
}

TEST_CASE("Student's t and its quantiles undo each other and are symmetrical", "[metrics][distributions]") {
  metrics_test::Random random(1);
  for (int i = 0; i < 2000; ++i) {
    const double df = 1 + std::pow(10, 9 * random.unit());
    const double p = std::pow(10, -12 * random.unit()) / 2;
    CAPTURE(df, p);
    const double t = student_quantile(p, df);
    CHECK(t <= 0);
    CHECK_THAT(student_cdf(t, df), WithinRel(p, 1e-11));
    CHECK_THAT(student_two_sided(t, df), WithinRel(2 * p, 1e-11));
    CHECK(student_two_sided(t, df) == student_two_sided(-t, df));
    // The tails of t are heavier than the normal ones, and the less so the more degrees of freedom there are.
    CHECK(student_two_sided(t, df) >= normal_two_sided(t) * (1 - 1e-12));
    CHECK(student_two_sided(t, df) >= student_two_sided(t, df * 2) * (1 - 1e-12));
  }
}

TEST_CASE("extreme arguments of Student's t have the limits as values", "[metrics][distributions]") {
  CHECK(student_two_sided(0, 5) == 1);
  CHECK(student_two_sided(kInfinity, 5) == 0);
  CHECK_THAT(student_two_sided(1e200, 1), WithinRel(2 / kPi * 1e-200, 1e-12));
  CHECK(student_two_sided(2, kInfinity) == normal_two_sided(2));
  CHECK(student_quantile(0.975, kInfinity) == normal_quantile(0.975));
  CHECK(student_quantile(0, 5) == -kInfinity);
  CHECK(student_quantile(0.5, 5) == 0);
  CHECK(std::isnan(student_two_sided(1, 0)));
  CHECK(std::isnan(student_cdf(1, -1)));
  CHECK(std::isnan(student_quantile(2, 5)));
}

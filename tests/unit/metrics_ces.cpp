// Customer Effort Score: categories in both directions, means worked by hand.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cmath>
#include <string_view>

#include "core/metrics/ces.h"

using Catch::Matchers::WithinAbs;
using namespace canvass::metrics;

namespace {

CesCounts counted(CesVariant variant, std::initializer_list<int64_t> values) {
  CesCounts counts(variant);
  for (int64_t value : values) counts.add(value);
  return counts;
}

}  // namespace

TEST_CASE("agreement to it was easy: 5 to 7 are easy, 4 neutral, 1 to 3 difficult") {
  for (int64_t value = 1; value <= 3; ++value)
    CHECK(ces_category(CesVariant::kAgree7, value) == CesCategory::kDifficult);
  CHECK(ces_category(CesVariant::kAgree7, 4) == CesCategory::kNeutral);
  for (int64_t value = 5; value <= 7; ++value) CHECK(ces_category(CesVariant::kAgree7, value) == CesCategory::kEasy);
  CHECK_FALSE(ces_category(CesVariant::kAgree7, 0));
  CHECK_FALSE(ces_category(CesVariant::kAgree7, 8));
}

TEST_CASE("effort runs the other way: 1 and 2 are easy, 3 neutral, 4 and 5 difficult") {
  for (int64_t value = 1; value <= 2; ++value) CHECK(ces_category(CesVariant::kEffort5, value) == CesCategory::kEasy);
  CHECK(ces_category(CesVariant::kEffort5, 3) == CesCategory::kNeutral);
  for (int64_t value = 4; value <= 5; ++value)
    CHECK(ces_category(CesVariant::kEffort5, value) == CesCategory::kDifficult);
  CHECK_FALSE(ces_category(CesVariant::kEffort5, 0));
  CHECK_FALSE(ces_category(CesVariant::kEffort5, 6));
}

TEST_CASE("mean, sample deviation, standard error and share of easy answers") {
  // 2, 4, 4, 4, 5, 5, 7: sum 31, sum of squares 151.
  const Ces score = ces(counted(CesVariant::kAgree7, {2, 4, 4, 4, 5, 5, 7}));
  CHECK_THAT(score.mean, WithinAbs(31.0 / 7, 1e-12));
  CHECK_THAT(score.sd, WithinAbs(std::sqrt((7 * 151.0 - 31.0 * 31.0) / (7 * 6)), 1e-12));
  CHECK_THAT(score.se, WithinAbs(score.sd / std::sqrt(7.0), 1e-12));
  CHECK_THAT(score.easy, WithinAbs(3.0 / 7, 1e-12));
}

TEST_CASE("a low mean of the effort scale is an easy one") {
  const Ces score = ces(counted(CesVariant::kEffort5, {1, 1, 2, 5}));
  CHECK(score.mean == 2.25);
  CHECK(score.easy == 0.75);
}

TEST_CASE("a value outside the scale is refused and not clamped") {
  CesCounts counts(CesVariant::kEffort5);
  CHECK_FALSE(counts.add(0));
  CHECK_FALSE(counts.add(6));
  CHECK_FALSE(counts.add(-9'000'000'000));
  CHECK(counts.total() == 0);
  CHECK(counts.add(5));
  CHECK(counts.total() == 1);
}

TEST_CASE("one answer has a mean but no deviation, none has nothing") {
  const Ces one = ces(counted(CesVariant::kAgree7, {6}));
  CHECK(one.mean == 6);
  CHECK(one.sd == 0);
  CHECK(one.easy == 1);
  CHECK(ces(CesCounts(CesVariant::kAgree7)).mean == 0);
}

TEST_CASE("variants and directions have the names of the wire format") {
  CHECK(ces_variant("agree7") == CesVariant::kAgree7);
  CHECK(ces_variant("effort5") == CesVariant::kEffort5);
  CHECK_FALSE(ces_variant("agree5"));
  CHECK(std::string_view(direction(CesVariant::kAgree7)) == "higher_is_easier");
  CHECK(std::string_view(direction(CesVariant::kEffort5)) == "lower_is_easier");
}

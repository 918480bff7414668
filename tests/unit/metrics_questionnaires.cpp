// Reference numbers: the published scoring instructions of each questionnaire, worked by hand.
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include "core/metrics/questionnaires.h"

using namespace canvass::metrics;
using Catch::Approx;

TEST_CASE("SUS follows Brooke's scoring", "[metrics][questionnaires]") {
  CHECK(sus({4, 1, 5, 2, 5, 1, 4, 2, 3, 1}) == 85);
  CHECK(sus({2, 1, 4, 1, 4, 3, 4, 2, 3, 3}) == 67.5);
  CHECK(sus({5, 1, 5, 1, 5, 1, 5, 1, 5, 1}) == 100);
  CHECK(sus({1, 5, 1, 5, 1, 5, 1, 5, 1, 5}) == 0);
  CHECK(sus({3, 3, 3, 3, 3, 3, 3, 3, 3, 3}) == 50);
}

TEST_CASE("a SUS without one of its items has no score", "[metrics][questionnaires]") {
  CHECK_FALSE(sus({4, 1, 5, 2, 5, 0, 4, 2, 3, 1}));
  CHECK_FALSE(sus({4, 1, 5, 2, 5, 6, 4, 2, 3, 1}));
}

TEST_CASE("UMUX-Lite runs from 0 to 100", "[metrics][questionnaires]") {
  CHECK(umux_lite(6, 5) == 75);
  CHECK(umux_lite(1, 1) == 0);
  CHECK(umux_lite(7, 7) == 100);
  CHECK_FALSE(umux_lite(8, 1));
  CHECK_FALSE(umux_lite(0, 7));
}

TEST_CASE("SUPR-Q halves the likelihood to recommend", "[metrics][questionnaires]") {
  CHECK(suprq({4, 4, 4, 4, 4, 4, 4}, 8) == 4);
  CHECK(suprq({5, 5, 5, 5, 5, 5, 5}, 10) == 5);
  CHECK(suprq({1, 1, 1, 1, 1, 1, 1}, 0) == Approx(7.0 / 8));
  CHECK_FALSE(suprq({4, 4, 4, 0, 4, 4, 4}, 8));
  CHECK_FALSE(suprq({4, 4, 4, 4, 4, 4, 4}, 11));
}

TEST_CASE("a mean is over what was answered", "[metrics][questionnaires]") {
  const int64_t items[] = {4, 0, 5};
  CHECK(mean_item(items, 3, 1, 5) == 4.5);
  CHECK_FALSE(mean_item(items + 1, 1, 1, 5));
  CHECK_FALSE(mean_item(items, 0, 1, 5));
}

TEST_CASE("CSI weighs satisfaction by importance", "[metrics][questionnaires]") {
  const Aspect aspects[] = {{8, 1}, {7, 1}, {7, 1}};
  CHECK(csi_unweighted(aspects, 3).value() == Approx(70.37037037037037).epsilon(1e-12));
  CHECK(csi(aspects, 3).value() == Approx(70.37037037037037).epsilon(1e-12));
  const Aspect weighed[] = {{9, 10}, {6, 5}};
  CHECK(csi(weighed, 2).value() == Approx(100.0 * (10 * 8 + 5 * 5) / (15 * 9)).epsilon(1e-12));
  CHECK(csi_unweighted(weighed, 2).value() == Approx(100.0 * 13 / 18).epsilon(1e-12));
}

TEST_CASE("an aspect that was not judged is in no denominator", "[metrics][questionnaires]") {
  const Aspect aspects[] = {{9, 10}, {0, 10}, {5, 0}};
  CHECK(csi(aspects, 3).value() == Approx(100.0 * 8 / 9).epsilon(1e-12));
  CHECK(csi_unweighted(aspects, 3).value() == Approx(100.0 * 6 / 9).epsilon(1e-12));
  CHECK_FALSE(csi(aspects + 1, 2));
}

// Reference numbers: the published scoring instructions of each questionnaire, worked by hand.
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <string_view>

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

TEST_CASE("SUPR-Q has four factors, of which one left out takes no other with it", "[metrics][questionnaires]") {
  const SuprqFactors all = suprq_factors({4, 5, 3, 2, 5, 5, 4}, 9);
  CHECK(all.usability == 4.5);
  CHECK(all.trust == 2.5);
  CHECK(all.appearance == 5);
  CHECK(all.loyalty == 4.25);
  // The whole is the mean of its factors.
  CHECK(suprq({4, 5, 3, 2, 5, 5, 4}, 9).value() == Approx((4.5 + 2.5 + 5 + 4.25) / 4));
  const SuprqFactors some = suprq_factors({4, 0, 3, 6, 5, 5, 4}, 11);
  CHECK_FALSE(some.usability);
  CHECK_FALSE(some.trust);
  CHECK(some.appearance == 5);
  CHECK_FALSE(some.loyalty);
  CHECK(suprq_factors({0, 0, 0, 0, 0, 0, 3}, 0).loyalty == 1.5);
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

// J. Sauro, J. R. Lewis 2016: the ends of each band as published.
TEST_CASE("a SUS has the letter of its published band", "[metrics][questionnaires]") {
  struct Row {
    const char* grade;
    double from, to;
  };
  for (const Row& row : {Row{"F", 0, 51.6}, Row{"D", 51.7, 62.6}, Row{"C-", 62.7, 64.9}, Row{"C", 65, 71},
                         Row{"C+", 71.1, 72.5}, Row{"B-", 72.6, 74}, Row{"B", 74.1, 77.1}, Row{"B+", 77.2, 78.8},
                         Row{"A-", 78.9, 80.7}, Row{"A", 80.8, 84}, Row{"A+", 84.1, 100}}) {
    CHECK(sus_grade(row.from) == std::string_view(row.grade));
    CHECK(sus_grade(row.to) == std::string_view(row.grade));
  }
  CHECK(sus_grade(84.05) == std::string_view("A"));
  // A mean that is 84.1 but for rounding.
  CHECK(sus_grade((84.0 + 84.1 + 84.2) / 3) == std::string_view("A+"));
}

// Bangor, Kortum, Miller 2009, table 3: the mean SUS of those who chose each word.
TEST_CASE("a SUS has the word that others of about that score chose", "[metrics][questionnaires]") {
  CHECK(sus_adjective(0) == std::string_view("worst imaginable"));
  CHECK(sus_adjective(12.5) == std::string_view("worst imaginable"));
  CHECK(sus_adjective(20.3) == std::string_view("awful"));
  CHECK(sus_adjective(35.7) == std::string_view("poor"));
  CHECK(sus_adjective(50.9) == std::string_view("ok"));
  CHECK(sus_adjective(71.4) == std::string_view("good"));
  CHECK(sus_adjective(85.5) == std::string_view("excellent"));
  CHECK(sus_adjective(90.9) == std::string_view("best imaginable"));
  CHECK(sus_adjective(100) == std::string_view("best imaginable"));
  CHECK(sus_adjective(61.1) == std::string_view("ok"));
  CHECK(sus_adjective(61.2) == std::string_view("good"));
}

TEST_CASE("the SUS estimated from UMUX-Lite never reaches the ends of the scale", "[metrics][questionnaires]") {
  CHECK(sus_from_umux_lite(75) == Approx(71.65));
  CHECK(sus_from_umux_lite(0) == Approx(22.9));
  CHECK(sus_from_umux_lite(100) == Approx(87.9));
}

TEST_CASE("earned growth is what stayed and what was recommended, less what there was", "[metrics][questionnaires]") {
  CHECK(earned_growth_rate(85, 25) == Approx(10));
  CHECK(earned_growth_rate(1'000'000, 850'000, 250'000).value() == Approx(10));
  CHECK(earned_growth_rate(1'000'000, 700'000, 100'000).value() == Approx(-20));
  CHECK_FALSE(earned_growth_rate(0, 850'000, 250'000));
  CHECK_FALSE(earned_growth_rate(-5, 1, 1));
}

// Trend, comparison and segments: what really changed, and who differs.
#include <cmath>

#include "core/metrics/multiple.h"
#include "core/report/trend.h"
#include "tests/unit/report_sections_support.h"

using namespace canvass;
using namespace canvass::report;
using Catch::Matchers::WithinAbs;

namespace {

// Answers of day after day; `days[i]` are those of day i after New Year.
Survey by_day(Item item, const std::vector<std::vector<double>>& days) {
  std::vector<double> all;
  for (const std::vector<double>& day : days) all.insert(all.end(), day.begin(), day.end());
  Survey survey = survey_with(std::move(item), all);
  size_t next = 0;
  for (size_t day = 0; day < days.size(); ++day) {
    for (size_t i = 0; i < days[day].size(); ++i) {
      survey.responses[next++].time = kNewYear + static_cast<TimeMs>(day) * kDay + kHour;
    }
  }
  return survey;
}

Segment segment_of(std::string name, std::vector<std::string> values, std::vector<uint32_t> of) {
  Segment segment;
  segment.name = std::move(name);
  segment.values = std::move(values);
  segment.of = std::move(of);
  return segment;
}

Asked every(Every every) {
  Asked asked;
  asked.query.every = every;
  return asked;
}

Asked by(std::vector<std::string> names) {
  Asked asked;
  asked.query.by = std::move(names);
  return asked;
}

}  // namespace

TEST_CASE("a trend has every period between the first answer and the last, those without answers too") {
  const Survey survey = by_day(nps_item(), {{9, 9, 0}, {}, {10, 10, 10}});
  const Json entry = entry_of(survey, every(Every::kDay));
  const Json& trend = entry["trend"];
  CHECK(entry["every"] == "day");
  REQUIRE(trend.size() == 3);
  CHECK(trend[0]["name"] == "2026-01-01");
  CHECK(trend[0]["from"] == "2026-01-01T00:00:00.000Z");
  CHECK(trend[0]["to"] == "2026-01-02T00:00:00.000Z");
  CHECK_THAT(real(trend[0]["value"]), WithinAbs(100.0 / 3, 1e-12));
  CHECK(trend[0]["interval"]["method"] == "score");
  CHECK(trend[0]["change"].is_null());
  CHECK(trend[1]["n"] == 0);
  CHECK(trend[1]["value"].is_null());
  CHECK(trend[1]["change"].is_null());
  CHECK(trend[2]["n"] == 3);
  CHECK(trend[2]["change"]["method"] == "adjustedWald");
  CHECK(trend[2]["change"]["verdict"] == "unclear");
}

TEST_CASE("changes of a trend are corrected for their number together") {
  const Json trend = entry_of(by_day(rating_item(10), {{1, 2, 3, 4}, {3, 4, 5, 6}, {7, 8, 9, 10}, {7, 8, 8, 10}}),
                              every(Every::kDay))["trend"];
  std::vector<double> p;
  for (size_t i = 1; i < 4; ++i) p.push_back(real(trend[i]["change"]["p"]));
  const std::vector<double> adjusted = metrics::holm(p);
  for (size_t i = 1; i < 4; ++i) {
    CHECK(trend[i]["change"]["method"] == "welch");
    CHECK_THAT(real(trend[i]["change"]["pAdjusted"]), WithinAbs(adjusted[i - 1], 1e-15));
  }
  // Means of 2.5 and 4.5, variances 5/3 each: Welch's t is 2 / √(5/6) with 6 degrees of freedom, p = 0.0710.
  CHECK_THAT(real(trend[1]["change"]["delta"]), WithinAbs(2, 1e-12));
  CHECK_THAT(real(trend[1]["change"]["se"]), WithinAbs(std::sqrt(5.0 / 6), 1e-12));
  CHECK_THAT(real(trend[1]["change"]["p"]), WithinAbs(0.0710, 5e-5));
  CHECK(trend[1]["change"]["verdict"] == "unclear");
  CHECK(trend[2]["change"]["verdict"] == "up");
}

TEST_CASE("a change to a single answer has no test of means, and the one after it none either") {
  const Json trend =
      entry_of(by_day(rating_item(5), {{1, 2, 3}, {4}, {3, 4, 5}, {3, 5, 5}}), every(Every::kDay))["trend"];
  CHECK(trend[1]["change"].is_null());
  CHECK(trend[2]["change"].is_null());
  CHECK(trend[3]["change"].is_object());
}

TEST_CASE("responses without a time are in the whole and in no period") {
  Survey survey = by_day(nps_item(), {{9, 9}, {0, 0}});
  survey.responses[3].time.reset();
  const Json entry = entry_of(survey, every(Every::kDay));
  CHECK(entry["n"] == 4);
  REQUIRE(entry["trend"].size() == 2);
  CHECK(entry["trend"][1]["n"] == 1);
  for (Response& response : survey.responses) response.time.reset();
  CHECK(entry_of(survey)["trend"].empty());
}

TEST_CASE("the period is chosen so that there are three to twenty-six, with some answers in each") {
  const auto chosen = [](size_t days, size_t of_each) {
    return entry_of(
        by_day(nps_item(), std::vector<std::vector<double>>(days, std::vector<double>(of_each, 9))))["every"];
  };
  CHECK(chosen(1, 3) == "day");
  CHECK(chosen(5, 20) == "day");
  CHECK(chosen(26, 5) == "day");
  CHECK(chosen(26, 1) == "week");
  CHECK(chosen(27, 5) == "week");
  CHECK(chosen(5, 1) == "day");  // by week there would be one or two
  CHECK(chosen(170, 2) == "week");
  CHECK(chosen(200, 1) == "month");
  CHECK(chosen(900, 1) == "quarter");
  CHECK(chosen(3000, 1) == "year");
}

TEST_CASE("days of ten years are all there, of more they become weeks, and a clock gone wild brings no flood") {
  const auto spread = [](TimeMs apart) { return entry_of(survey_with(nps_item(), {9, 0}, apart), every(Every::kDay)); };
  CHECK(spread(3652 * kDay)["trend"].size() == 3653);
  const Json longer = spread(5000 * kDay);
  CHECK(longer["every"] == "week");
  CHECK(longer["trend"].size() == 715);
  Survey wild = survey_with(nps_item(), {9, 0, 5});
  wild.responses[1].time = kMaxTime - kDay;
  wild.responses[2].time = 0;
  const Json entry = entry_of(wild, every(Every::kDay));
  CHECK(entry["every"] == "year");
  REQUIRE(entry["trend"].size() == 3);
  CHECK(entry["trend"][0]["name"] == "1970");
  CHECK(entry["trend"][1]["name"] == "2026");
}

TEST_CASE("two periods are compared once, without a correction") {
  Asked asked;
  asked.query.before = Span{kNewYear, kNewYear + kDay};
  asked.query.after = Span{kNewYear + kDay, kNewYear + 2 * kDay};
  asked.query.before_name = "first";
  asked.query.after_name = "second";
  const Survey survey = by_day(csat_item(), {times({{5, 30}, {1, 70}}), times({{5, 45}, {1, 55}}), {1, 1}});
  const Json compare = entry_of(survey, asked)["compare"];
  CHECK(compare["before"]["name"] == "first");
  CHECK(compare["before"]["n"] == 100);
  CHECK(compare["before"]["value"] == 30.0);
  CHECK(compare["before"]["to"] == "2026-01-02T00:00:00.000Z");
  CHECK(compare["after"]["value"] == 45.0);
  const Json& difference = compare["difference"];
  CHECK(difference["method"] == "newcombe");
  CHECK_THAT(real(difference["delta"]), WithinAbs(15, 1e-12));
  // Pooled: z = 0.15 / √(0.375 · 0.625 · 2/100) = 2.19089, p = 0.02846
  CHECK_THAT(real(difference["p"]), WithinAbs(0.028459, 1e-5));
  CHECK(difference["verdict"] == "up");
  CHECK_FALSE(difference.contains("pAdjusted"));

  asked.query.before = Span{0, kDay};
  const Json nothing = entry_of(survey, asked)["compare"];
  CHECK(nothing["before"]["n"] == 0);
  CHECK(nothing["before"]["value"].is_null());
  CHECK(nothing["difference"].is_null());
  CHECK(entry_of(survey)["compare"].is_null());
}

TEST_CASE("groups that agree among themselves differ for sure only when there are enough of them") {
  Asked asked;
  asked.query.before = Span{kNewYear, kNewYear + kDay};
  asked.query.after = Span{kNewYear + kDay, kNewYear + 2 * kDay};
  const auto verdict = [&](int n) {
    return entry_of(by_day(rating_item(5), {times({{5, n}}), times({{2, n}})}), asked)["compare"]["difference"];
  };
  // Of the 6 ways to deal out two 5s and two 2s, 2 are as clean; of 252 with five each, 2.
  CHECK_THAT(real(verdict(2)["p"]), WithinAbs(2.0 / 6, 1e-12));
  CHECK(verdict(2)["verdict"] == "unclear");
  CHECK(verdict(2)["method"] == "permutation");
  CHECK(real(verdict(2)["interval"]["high"]) > 0);
  CHECK_THAT(real(verdict(5)["p"]), WithinAbs(2.0 / 252, 1e-12));
  CHECK(verdict(5)["verdict"] == "down");
  CHECK(verdict(500)["verdict"] == "down");
}

TEST_CASE("segments come largest first, each against the rest, corrected over all that was asked for") {
  Survey survey = survey_with(nps_item(), times({{10, 60}, {0, 60}, {10, 20}, {0, 10}}));
  std::vector<uint32_t> plan(150), locale(150);
  for (size_t i = 0; i < 150; ++i) {
    plan[i] = i < 60 ? 0 : i < 120 ? 1 : 2;
    locale[i] = i < 5 ? kNone : static_cast<uint32_t>(i % 2);
  }
  survey.segments = {segment_of("plan", {"pro", "free", "team"}, plan), segment_of("locale", {"en", "ru"}, locale)};
  const Json segments = entry_of(survey, by({"plan", "locale"}))["segments"];
  REQUIRE(segments.size() == 2);
  CHECK(segments[0]["by"] == "plan");
  CHECK(segments[0]["missing"] == 0);
  CHECK(segments[0]["correction"] == "holm");
  // Three groups of plan, and one comparison of two locales.
  CHECK(segments[0]["comparisons"] == 4);
  const Json& groups = segments[0]["groups"];
  REQUIRE(groups.size() == 3);
  CHECK(groups[0]["name"] == "free");
  CHECK(groups[0]["n"] == 60);
  CHECK(groups[0]["value"] == -100.0);
  CHECK(groups[0]["versusRest"]["verdict"] == "down");
  CHECK(groups[1]["name"] == "pro");
  CHECK(groups[1]["versusRest"]["verdict"] == "up");
  CHECK(groups[2]["name"] == "team");
  CHECK(groups[2]["n"] == 30);

  const Json& locales = segments[1]["groups"];
  CHECK(segments[1]["missing"] == 5);
  REQUIRE(locales.size() == 2);
  CHECK(locales[0]["versusRest"]["verdict"] == "unclear");
  CHECK(locales[0]["versusRest"]["pAdjusted"] == locales[1]["versusRest"]["pAdjusted"]);
  CHECK_THAT(real(locales[0]["versusRest"]["delta"]), WithinAbs(-real(locales[1]["versusRest"]["delta"]), 1e-12));

  std::vector<double> p = {real(groups[0]["versusRest"]["p"]), real(groups[1]["versusRest"]["p"]),
                           real(groups[2]["versusRest"]["p"]), real(locales[0]["versusRest"]["p"])};
  const std::vector<double> adjusted = metrics::holm(p);
  CHECK_THAT(real(groups[2]["versusRest"]["pAdjusted"]), WithinAbs(adjusted[2], 1e-15));
  CHECK_THAT(real(locales[0]["versusRest"]["pAdjusted"]), WithinAbs(adjusted[3], 1e-15));
}

TEST_CASE("the rest of a segment is everybody else whose value is known") {
  Survey survey = survey_with(rating_item(5), {1, 2, 5, 4, 3, 3});
  survey.segments = {segment_of("plan", {"a", "b"}, {0, 0, 1, 1, kNone, kNone})};
  const Json segment = entry_of(survey, by({"plan"}))["segments"][0];
  CHECK(segment["missing"] == 2);
  CHECK(segment["comparisons"] == 1);
  CHECK_THAT(real(segment["groups"][0]["versusRest"]["delta"]), WithinAbs(-3, 1e-12));
  CHECK(segment["groups"][0]["name"] == "a");
}

TEST_CASE("a segment of one value, of groups of one, or that nobody has, compares nothing") {
  Survey survey = survey_with(rating_item(5), {1, 2, 5});
  survey.segments = {segment_of("one", {"x"}, {0, 0, 0}), segment_of("each", {"a", "b", "c"}, {0, 1, 2})};
  const Json segments = entry_of(survey, by({"one", "each", "none"}))["segments"];
  REQUIRE(segments.size() == 3);
  CHECK(segments[0]["groups"].size() == 1);
  CHECK(segments[0]["groups"][0]["versusRest"].is_null());
  CHECK(segments[1]["groups"].size() == 3);
  for (const Json& group : segments[1]["groups"]) {
    CHECK(group["versusRest"].is_null());
    CHECK(group["interval"].is_null());
  }
  CHECK(segments[2]["groups"].empty());
  CHECK(segments[2]["missing"] == 3);
  CHECK(segments[2]["comparisons"] == 0);
}

TEST_CASE("all segments can be asked for at once, and each is there once") {
  Survey survey = survey_with(nps_item(), {9, 0});
  survey.segments = {segment_of("a", {"x", "y"}, {0, 1}), segment_of("b", {"x", "y"}, {0, 1})};
  const Json segments = entry_of(survey, by({"b", "*"}))["segments"];
  REQUIRE(segments.size() == 2);
  CHECK(segments[0]["by"] == "b");
  CHECK(segments[1]["by"] == "a");
  CHECK(entry_of(survey)["segments"].empty());
}

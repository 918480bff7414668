// What the numbers mean, in sentences that claim no more than is so.
#include <algorithm>

#include "core/report/findings.h"
#include "core/report/phrase.h"
#include "tests/unit/report_sections_support.h"

using namespace canvass;
using namespace canvass::report;

namespace {

std::string said(const Json& entry, std::string_view kind) {
  for (const Json& finding : entry["findings"]) {
    if (finding["kind"] == kind) return finding["text"];
  }
  return {};
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string last(const Json& entry) { return entry["findings"].back()["text"]; }

Asked comparing_days() {
  Asked asked;
  asked.query.before = Span{kNewYear, kNewYear + kDay};
  asked.query.after = Span{kNewYear + kDay, kNewYear + 2 * kDay};
  asked.query.before_name = "2026-01-01";
  asked.query.after_name = "2026-01-02";
  return asked;
}

Survey two_days(Item item, const std::vector<double>& first, const std::vector<double>& second) {
  std::vector<double> all = first;
  all.insert(all.end(), second.begin(), second.end());
  Survey survey = survey_with(std::move(item), all);
  for (size_t i = first.size(); i < all.size(); ++i) *survey.responses[i].time += kDay;
  return survey;
}

}  // namespace

TEST_CASE("numbers in sentences are rounded, signed and never a negative zero") {
  CHECK(fixed(30, 1) == "30.0");
  CHECK(fixed(-4.25, 2) == "\u22124.25");
  CHECK(fixed(-0.04, 1) == "0.0");
  CHECK(fixed(0.05, 2) == "0.05");
  CHECK(fixed(2.5, 0) == "3");
  CHECK(fixed(99.96, 1) == "100.0");
  CHECK(signed_fixed(8.14, 1) == "+8.1");
  CHECK(signed_fixed(0.01, 1) == "0.0");
  CHECK(p_phrase(0.0004) == "p < 0.001");
  CHECK(p_phrase(0.0123) == "p = 0.012");
  CHECK(counted(1, "answer", "answers") == "1 answer");
  CHECK(counted(0, "answer", "answers") == "0 answers");
}

TEST_CASE("without answers the finding is that there are none, and what to see to when many saw it") {
  Survey survey = survey_with(nps_item(), {});
  CHECK(said(entry_of(survey), "sample") == "There is no answer to score yet.");
  survey = survey_of(40);
  survey.items = {nps_item()};
  const Json entry = entry_of(survey);
  CHECK(said(entry, "sample") == "There is no answer to score yet: 40 responses were shown.");
  CHECK(has(last(entry), "of 40 who saw it nobody gave a score"));
}

TEST_CASE("a few answers are too few to say much, and how many more are needed comes last") {
  const Json entry = entry_of(survey_with(nps_item(), times({{10, 5}, {8, 3}, {0, 4}})));
  const std::string sample = said(entry, "sample");
  CHECK(has(sample, "Too few answers to say much: with 12 of them NPS may be anything from "));
  CHECK(last(entry).rfind("Next: ask ", 0) == 0);
  CHECK(has(last(entry), " more for \u00B15 points."));
  CHECK(has(said(entry_of(survey_with(rating_item(5), {4})), "sample"), "One answer says nothing"));
  const Json alike = entry_of(survey_with(csat_item(), {5, 5, 5}));
  CHECK(has(said(alike, "sample"),
            "Too few answers to say much: with 3 of them CSAT may be anything from 43.9 to 100.0 %."));
  CHECK(last(alike) == "Next: ask 27 more, then look again.");
}

TEST_CASE("a real change is a rise or a fall, with its numbers") {
  const Json entry = entry_of(two_days(nps_item(), times({{10, 50}, {8, 50}, {0, 100}}), times({{10, 140}, {0, 60}})),
                              comparing_days());
  const std::string change = said(entry, "change");
  CHECK(has(change, "A real rise from 2026-01-01 to 2026-01-02: NPS went from \u221225.0 to 40.0 (+"));
  CHECK(has(change, " points, 95 % interval +"));
  CHECK(has(change, "p < 0.001)."));
}

TEST_CASE("what is not real is called no real change, and why") {
  const Json entry =
      entry_of(two_days(nps_item(), times({{10, 50}, {0, 50}}), times({{10, 52}, {0, 48}})), comparing_days());
  const std::string change = said(entry, "change");
  CHECK(has(change,
            "No real change from 2026-01-01 to 2026-01-02: NPS went from 0.0 to 4.0, and the interval of the "
            "difference, \u2212"));
  CHECK(has(change, "includes 0."));
}

TEST_CASE("more effort is a rise for the worse") {
  const Json entry =
      entry_of(two_days(ces_item(metrics::CesVariant::kEffort5), times({{1, 60}, {2, 60}}), times({{4, 60}, {5, 60}})),
               comparing_days());
  CHECK(has(said(entry, "change"), "A real rise"));
  CHECK(has(said(entry, "change"), "That is worse: lower is better."));
}

TEST_CASE("a comparison with nothing on one side says so") {
  const Json entry = entry_of(survey_with(nps_item(), times({{10, 40}})), comparing_days());
  CHECK(has(said(entry, "change"),
            "Nothing can be said about a change from 2026-01-01 to 2026-01-02: there are 40 "
            "answers before and 0 after."));
}

TEST_CASE("who scores lower is told only where it is real, and is what to look at next") {
  Survey survey = survey_with(nps_item(), times({{10, 100}, {0, 60}, {10, 40}}));
  Segment plan{"plan", {"pro", "free"}, {}};
  for (size_t i = 0; i < 200; ++i) plan.of.push_back(i < 100 ? 0 : 1);
  survey.segments = {plan};
  Asked asked;
  asked.query.by = {"plan"};
  Json entry = entry_of(survey, asked);
  CHECK(
      has(said(entry, "segment"), "NPS is really lower where plan is \u201Cfree\u201D: \u221220.0 from 100 answers, "));
  CHECK(has(said(entry, "segment"), "points below the others (p < 0.001)."));
  CHECK(last(entry) == "Next: find out what is different where plan is \u201Cfree\u201D.");

  for (size_t i = 0; i < 200; ++i) survey.segments[0].of[i] = static_cast<uint32_t>(i % 2);
  entry = entry_of(survey, asked);
  CHECK(said(entry, "segment") == "No real difference by plan.");
}

TEST_CASE("most passives are called at risk only when the whole interval is beyond one half") {
  const Json risky = entry_of(survey_with(nps_item(), times({{10, 30}, {7, 80}, {8, 20}})));
  CHECK(
      has(said(risky, "passives"), "Most passives are at risk: 80 of 100 said 7, a point from being detractors (80 %"));
  CHECK(said(entry_of(survey_with(nps_item(), times({{10, 30}, {7, 55}, {8, 45}}))), "passives").empty());
}

TEST_CASE("a question that loses more people than the others is named") {
  Survey survey = survey_of(200);
  survey.items = {answered(nps_item(), std::vector<double>(200, 9)), item_of(Kind::kText, "text", "why", 0, 0),
                  answered(csat_item("last"), std::vector<double>(140, 5))};
  for (uint32_t i = 140; i < 200; ++i) {
    survey.responses[i].stages = 1u << kShown | 1u << kStarted | 1u << kDismissed;
    survey.responses[i].left_at = 1;
  }
  const Json entry = entry_of(survey);
  CHECK(said(entry, "dropoff") ==
        "More people leave at \u201Cwhy\u201D than elsewhere: 60 of 200 who come to it (30.0 %).");
  const auto found = std::find_if(entry["findings"].begin(), entry["findings"].end(),
                                  [](const Json& finding) { return finding["kind"] == "dropoff"; });
  CHECK((*found)["question"] == "why");
}

TEST_CASE("people who leave are no reason to shorten a standard questionnaire") {
  const auto leaving = [](Item scored) {
    Survey survey = survey_of(200);
    const std::vector<double> all(140, 3);
    survey.items = {answered(item_of(Kind::kMatrix, "matrix", "susA", 1, 5), all),
                    answered(item_of(Kind::kMatrix, "matrix", "susB", 1, 5), all), std::move(scored)};
    survey.items[0].row = "sus1";
    survey.items[1].row = "sus6";
    for (uint32_t i = 140; i < 200; ++i) {
      survey.responses[i].stages = 1u << kShown | 1u << kStarted | 1u << kDismissed;
      survey.responses[i].left_at = 0;
    }
    const Json entry = entry_of(survey);
    REQUIRE_FALSE(said(entry, "dropoff").empty());
    return string_at(entry["findings"].back(), "text").find("shorten \u201CsusA") != std::string_view::npos;
  };
  CHECK_FALSE(leaving(answered(item_of(Kind::kScore, "score", "sus", 0, 100), std::vector<double>(140, 70))));
  CHECK(leaving(answered(csat_item("mood"), std::vector<double>(140, 5))));
}

TEST_CASE("what goes with the score most is said to go with it, and what has most room comes next") {
  Survey survey = survey_of(60);
  std::vector<double> scores, speed, staff;
  for (int i = 0; i < 60; ++i) {
    speed.push_back(i % 5 + 1);
    staff.push_back(i / 5 % 5 + 1);
    scores.push_back(std::min(10, 2 * (i % 5) + i % 2));
  }
  survey.items = {answered(nps_item(), scores), answered(row_item("m", "speed", 5), speed),
                  answered(row_item("m", "staff", 5), staff)};
  const Json entry = entry_of(survey);
  CHECK(has(said(entry, "driver"), "In these answers \u201Cspeed\u201D goes with NPS more than any other factor"));
  CHECK(has(said(entry, "driver"), "60 complete responses"));
}

TEST_CASE("findings are at most eight, each with a kind and a sentence") {
  Survey survey = survey_with(nps_item(), times({{10, 100}, {0, 60}, {10, 40}}));
  Asked asked = comparing_days();
  asked.benchmarks.tables = {{"nps", "", "Industries", "Somebody", 2024, {{"low", -90}, {"high", 90}}}};
  for (int i = 0; i < 6; ++i) {
    Segment segment{"s" + std::to_string(i), {"a", "b"}, {}};
    for (size_t r = 0; r < 200; ++r) segment.of.push_back(r < 100 ? 0 : 1);
    survey.segments.push_back(segment);
  }
  asked.query.by = {"*"};
  Json entry = entry_of(survey, asked);
  CHECK(has(said(entry, "benchmark"), "is above 1, below 1 of its 2 scores."));
  add_support_finding(entry, {{"tickets", 30},
                              {"topics",
                               {{{"topic", "refund"},
                                 {"tickets", 12},
                                 {"difference", {{"delta", -22.14}, {"p", 0.002}, {"verdict", "down"}}}}}}});
  CHECK(has(said(entry, "support"),
            "mend \u201Crefund\u201D first: 12 of 30 tickets, and NPS of its users is 22.1 "
            "points lower than that of others (p = 0.002)."));
  CHECK(entry["findings"].size() <= kFindings);
  for (const Json& finding : entry["findings"]) {
    const std::string text = finding["text"];
    CHECK(text.back() == '.');
    CHECK_FALSE(has(text, "  "));
    CHECK_FALSE(has(text, "\u22120.0 "));
  }
  CHECK(has(last(entry), "Next: "));
}

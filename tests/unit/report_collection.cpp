// The report: what counts, what does not, and how it is told.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/report/report.h"

using canvass::Json;
using canvass::report::Report;
using Catch::Matchers::WithinAbs;

namespace {

constexpr canvass::TimeMs kStart = 1'767'225'600'000;  // 2026-01-01T00:00:00Z

int made = 0;

Json event(const std::string& name, Json properties, canvass::TimeMs after = 0) {
  return {{"type", "track"},
          {"messageId", "m" + std::to_string(++made)},
          {"event", name},
          {"anonymousId", "a"},
          {"timestamp", canvass::format_iso8601(kStart + after)},
          {"properties", std::move(properties)}};
}

Json nps_answer(const Json& value, const std::string& response = "", canvass::TimeMs after = 0) {
  Json properties = {{"survey", "nps"}, {"question", "score"}, {"kind", "nps"}, {"value", value}};
  if (!response.empty()) properties["response"] = response;
  return event("Survey Answered", properties, after);
}

Json text_answer(const std::string& text, const std::string& response = "", canvass::TimeMs after = 0) {
  Json properties = {{"survey", "nps"}, {"question", "why"}, {"kind", "text"}, {"value", text}};
  if (!response.empty()) properties["response"] = response;
  return event("Survey Answered", properties, after);
}

Json ces_answer(int value, const std::string& variant, const std::string& question = "ease") {
  Json properties = {{"survey", "ces"}, {"question", question}, {"kind", "ces"}, {"value", value}};
  if (!variant.empty()) properties["variant"] = variant;
  return event("Survey Answered", properties);
}

Json reported(const std::vector<Json>& events) {
  Report report;
  for (const Json& e : events) report.add(e);
  return report.json();
}

int64_t number(const Json& json) {
  REQUIRE(json.is_number_integer());
  return json.get<int64_t>();
}

}  // namespace

TEST_CASE("a hundred answers give the score, the groups and the three intervals on -100 to 100") {
  std::vector<Json> events;
  for (int i = 0; i < 50; ++i) events.push_back(nps_answer(9 + i % 2));
  for (int i = 0; i < 30; ++i) events.push_back(nps_answer(7 + i % 2));
  for (int i = 0; i < 20; ++i) events.push_back(nps_answer(i % 7));
  const Json report = reported(events);
  REQUIRE(report["surveys"].size() == 1);
  const Json& nps = report["surveys"][0];
  CHECK(nps["id"] == "nps");
  CHECK(nps["metric"] == "nps");
  CHECK(nps["question"] == "score");
  CHECK(nps["n"] == 100);
  CHECK(nps["counts"] == Json({{"promoters", 50}, {"passives", 30}, {"detractors", 20}}));
  CHECK(nps["value"] == 30.0);
  CHECK_THAT(nps["se"].get<double>(), WithinAbs(7.810249675906654, 1e-9));
  CHECK_THAT(nps["intervals"]["wald"][0].get<double>(), WithinAbs(14.692191924957332, 1e-7));
  CHECK_THAT(nps["intervals"]["adjustedWald"][1].get<double>(), WithinAbs(44.20129700570441, 1e-7));
  CHECK_THAT(nps["intervals"]["score"][0].get<double>(), WithinAbs(13.955141614195693, 1e-4));
  REQUIRE(nps["distribution"].size() == 11);
  CHECK(nps["distribution"][9] == Json({{"value", 9}, {"count", 25}}));
  CHECK(nps["distribution"][0] == Json({{"value", 0}, {"count", 3}}));
  CHECK(report["events"] == 100);
}

TEST_CASE("an event delivered twice counts once and is counted as a duplicate") {
  const Json answer = nps_answer(9);
  const Json report = reported({answer, answer, answer});
  CHECK(report["surveys"][0]["n"] == 1);
  CHECK(report["events"] == 1);
  CHECK(report["duplicates"] == 2);
}

TEST_CASE("events without a message id are all counted") {
  Json answer = nps_answer(9);
  answer.erase("messageId");
  CHECK(reported({answer, answer})["surveys"][0]["n"] == 2);
}

TEST_CASE("the last answer of a response counts, by time and not by the order of lines") {
  const Json first = nps_answer(3, "r1", 1000), last = nps_answer(9, "r1", 2000);
  for (const auto& events : {std::vector<Json>{first, last}, std::vector<Json>{last, first}}) {
    const Json report = reported(events);
    CHECK(report["surveys"][0]["n"] == 1);
    CHECK(report["surveys"][0]["counts"]["promoters"] == 1);
    CHECK(report["surveys"][0]["counts"]["detractors"] == 0);
  }
}

TEST_CASE("of two answers of a response at the same time the later line counts") {
  const Json report = reported({nps_answer(3, "r1"), nps_answer(9, "r1")});
  CHECK(report["surveys"][0]["value"] == 100.0);
}

TEST_CASE("an answer without a time is as late as the one before it") {
  Json untimed = nps_answer(8, "r1");
  untimed.erase("timestamp");
  const Json report = reported({nps_answer(3, "r1", 5000), untimed, nps_answer(9, "r1", 4000)});
  CHECK(report["surveys"][0]["counts"]["passives"] == 1);
  CHECK(report["surveys"][0]["n"] == 1);
}

TEST_CASE("responses are told apart by survey, and UUIDs from other ids") {
  const std::string uuid = "019b7f3e-0000-7000-8000-000000000001";
  const Json report = reported({nps_answer(9, uuid), nps_answer(9, uuid), nps_answer(9, "plain"),
                                nps_answer(9, "019b7f3e-0000-7000-8000-000000000002")});
  CHECK(report["surveys"][0]["n"] == 3);
}

TEST_CASE("answers without a response are each a response of their own") {
  const Json report = reported({nps_answer(9), nps_answer(3)});
  CHECK(report["surveys"][0]["n"] == 2);
  CHECK(report["surveys"][0]["started"] == 2);
}

TEST_CASE("values off the scale are rejected, counted, and never clamped") {
  const Json report = reported({nps_answer(11), nps_answer(-1), nps_answer(9.5), nps_answer("9"), nps_answer(nullptr),
                                nps_answer(1e300), nps_answer(10.0)});
  CHECK(report["rejected"] == 6);
  CHECK(report["surveys"][0]["rejected"] == 6);
  CHECK(report["surveys"][0]["n"] == 1);
  CHECK(report["surveys"][0]["started"] == 1);
  CHECK(report["surveys"][0]["distribution"][10]["count"] == 1);
}

TEST_CASE("a rejected answer does not take the place of a good one") {
  const Json report = reported({nps_answer(9, "r1", 1000), nps_answer(99, "r1", 2000)});
  CHECK(report["surveys"][0]["n"] == 1);
  CHECK(report["surveys"][0]["value"] == 100.0);
}

TEST_CASE("a survey shown but not answered yet is listed without a score") {
  const Json report = reported({event("Survey Shown", {{"survey", "nps"}, {"response", "r1"}})});
  const Json& survey = report["surveys"][0];
  CHECK(survey["id"] == "nps");
  CHECK(survey["metric"].is_null());
  CHECK(survey["value"].is_null());
  CHECK(survey["n"] == 0);
  CHECK(survey["shown"] == 1);
  CHECK(survey["started"] == 0);
}

TEST_CASE("the funnel counts responses, not events") {
  std::vector<Json> events;
  for (const char* response : {"r1", "r2", "r3"}) {
    events.push_back(event("Survey Shown", {{"survey", "nps"}, {"response", response}}));
  }
  events.push_back(event("Survey Shown", {{"survey", "nps"}, {"response", "r1"}}));
  events.push_back(nps_answer(9, "r1"));
  events.push_back(text_answer("Fast", "r1"));
  events.push_back(nps_answer(2, "r2"));
  events.push_back(event("Survey Completed", {{"survey", "nps"}, {"response", "r1"}, {"answered", 2}}));
  events.push_back(event("Survey Dismissed", {{"survey", "nps"}, {"response", "r2"}, {"answered", 1}}));
  const Json survey = reported(events)["surveys"][0];
  CHECK(survey["shown"] == 3);
  CHECK(survey["started"] == 2);
  CHECK(survey["completed"] == 1);
  CHECK(survey["dismissed"] == 1);
  CHECK(survey["abandoned"] == 0);
}

TEST_CASE("the funnel counts abandoned responses, and the survey keeps its labels") {
  const Json survey = reported({
      event("Survey Shown", {{"survey", "nps"}, {"response", "r1"}, {"stage", "service"}, {"touchpoint", "support"}}),
      event("Survey Abandoned", {{"survey", "nps"}, {"response", "r1"}, {"answered", 1}}),
  })["surveys"][0];
  CHECK(survey["abandoned"] == 1);
  CHECK(survey["stage"] == "service");
  CHECK(survey["touchpoint"] == "support");
}

TEST_CASE("CES tells its variant and direction, and both variants of one question are kept apart") {
  const Json report =
      reported({ces_answer(6, "agree7"), ces_answer(7, "agree7"), ces_answer(4, ""), ces_answer(2, "effort5")});
  REQUIRE(report["surveys"].size() == 2);
  const Json& agree = report["surveys"][0];
  CHECK(agree["id"] == "ces");
  CHECK(agree["metric"] == "ces");
  CHECK(agree["variant"] == "agree7");
  CHECK(agree["direction"] == "higher_is_easier");
  CHECK(agree["n"] == 3);
  CHECK_THAT(agree["value"].get<double>(), WithinAbs(17.0 / 3, 1e-12));
  CHECK_THAT(agree["easy"].get<double>(), WithinAbs(200.0 / 3, 1e-12));
  CHECK(agree["counts"] == Json({{"easy", 2}, {"neutral", 1}, {"difficult", 0}}));
  REQUIRE(agree["distribution"].size() == 7);
  CHECK(agree["distribution"][0] == Json({{"value", 1}, {"count", 0}}));
  const Json& effort = report["surveys"][1];
  CHECK(effort["id"] == "ces/ease");
  CHECK(effort["survey"] == "ces");
  CHECK(effort["variant"] == "effort5");
  CHECK(effort["direction"] == "lower_is_easier");
  CHECK(effort["easy"] == 100.0);
  CHECK(effort["se"].is_null());
  CHECK(effort["distribution"].size() == 5);
}

TEST_CASE("a CES variant nobody knows, or one against its direction, is rejected rather than guessed") {
  Json contradictory = ces_answer(2, "agree7");
  contradictory["properties"]["direction"] = "lower_is_easier";
  const Json report = reported({ces_answer(3, "agree5"), contradictory});
  CHECK(report["rejected"] == 2);
  CHECK(report["surveys"][0]["n"] == 0);
  CHECK(report["surveys"][0]["rejected"] == 2);
}

TEST_CASE("a CES direction without a variant is enough to tell the variant") {
  Json answer = ces_answer(1, "");
  answer["properties"]["direction"] = "lower_is_easier";
  CHECK(reported({answer})["surveys"][0]["variant"] == "effort5");
}

TEST_CASE("a survey with several scored questions has an entry for each, in the order they were answered") {
  const auto answer = [](const char* question, const char* kind, int value, canvass::TimeMs after) {
    return event("Survey Answered",
                 {{"survey", "s"}, {"response", "r"}, {"question", question}, {"kind", kind}, {"value", value}}, after);
  };
  std::vector<Json> events = {answer("zeal", "nps", 9, 1000), answer("ease", "ces", 6, 2000),
                              answer("again", "nps", 4, 3000)};
  const Json forwards = reported(events)["surveys"];
  std::reverse(events.begin(), events.end());
  for (const Json& surveys : {forwards, reported(events)["surveys"]}) {
    REQUIRE(surveys.size() == 3);
    CHECK(surveys[0]["id"] == "s");
    CHECK(surveys[0]["question"] == "zeal");
    CHECK(surveys[1]["id"] == "s/ease");
    CHECK(surveys[1]["survey"] == "s");
    CHECK(surveys[1]["question"] == "ease");
    CHECK(surveys[2]["id"] == "s/again");
    for (const Json& entry : surveys) CHECK(entry["started"] == 1);
  }
}

TEST_CASE("verbatims come newest first with the score of their own response") {
  const Json report = reported({nps_answer(10, "r1", 1000), text_answer("Quick", "r1", 2000), nps_answer(2, "r2", 3000),
                                text_answer("Slow", "r2", 4000), text_answer("Nobody's", "", 3500)});
  const Json& verbatims = report["surveys"][0]["verbatims"];
  REQUIRE(verbatims.size() == 3);
  CHECK(verbatims[0] == Json({{"text", "Slow"},
                              {"question", "why"},
                              {"score", 2},
                              {"category", "detractor"},
                              {"timestamp", "2026-01-01T00:00:04.000Z"},
                              {"response", "r2"},
                              {"tags", Json::array()}}));
  CHECK(verbatims[1]["text"] == "Nobody's");
  CHECK(verbatims[1]["score"].is_null());
  CHECK(verbatims[1]["category"].is_null());
  CHECK(verbatims[2]["category"] == "promoter");
  CHECK(report["surveys"][0]["verbatimCount"] == 3);
}

TEST_CASE("a verbatim changed by its author is listed once, in its last wording") {
  const Json first = text_answer("Slow", "r1", 1000), last = text_answer("Slow but kind", "r1", 2000);
  for (const auto& events : {std::vector<Json>{first, last}, std::vector<Json>{last, first}}) {
    const Json survey = reported(events)["surveys"][0];
    REQUIRE(survey["verbatims"].size() == 1);
    CHECK(survey["verbatims"][0]["text"] == "Slow but kind");
    CHECK(survey["verbatimCount"] == 1);
  }
}

TEST_CASE("only the fifty newest verbatims are listed, whatever the order of lines, and all are counted") {
  std::vector<Json> events;
  for (int i = 0; i < 80; ++i) events.push_back(text_answer("t" + std::to_string(i), "r" + std::to_string(i), i));
  std::reverse(events.begin() + 20, events.end());
  const Json survey = reported(events)["surveys"][0];
  REQUIRE(survey["verbatims"].size() == 50);
  CHECK(survey["verbatims"][0]["text"] == "t79");
  CHECK(survey["verbatims"][49]["text"] == "t30");
  CHECK(survey["verbatimCount"] == 80);
}

TEST_CASE("a blank text is no verbatim") {
  const Json report = reported({text_answer(" \n ")});
  CHECK(report["rejected"] == 1);
  CHECK(report["surveys"][0]["verbatims"].empty());
}

TEST_CASE("guides are counted by what happened to them") {
  const Json guide = {{"guide", "cart-tip"}, {"kind", "tip"}};
  const Json report =
      reported({event("Guide Shown", guide), event("Guide Shown", guide), event("Guide Completed", guide),
                event("Guide Dismissed", guide), event("Guide Anchor Missing", guide)});
  REQUIRE(report["guides"].size() == 1);
  CHECK(report["guides"][0] == Json({{"id", "cart-tip"},
                                     {"kind", "tip"},
                                     {"shown", 2},
                                     {"visitors", 1},
                                     {"completed", 1},
                                     {"dismissed", 1},
                                     {"abandoned", 0},
                                     {"missing", 1},
                                     {"steps", Json::array()},
                                     {"tasks", Json::array()},
                                     {"all", nullptr},
                                     {"help", nullptr}}));
}

TEST_CASE("a batch is taken apart, and a bad event in it is located") {
  Report report;
  report.add({{"writeKey", "demo"}, {"batch", Json::array({nps_answer(9), 7, nps_answer(10)})}}, {"a.ndjson", 3});
  const Json json = report.json();
  CHECK(json["surveys"][0]["n"] == 2);
  REQUIRE(json["malformed"].size() == 1);
  CHECK(json["malformed"][0] ==
        Json({{"file", "a.ndjson"}, {"line", 3}, {"message", "/batch/1: a wire event is a JSON object"}}));
}

TEST_CASE("lines that are no events are located, and the rest counts") {
  Report report;
  report.add_line(nps_answer(9).dump(), {"", 1});
  report.add_line("{\"type\":\"track\"", {"", 2});
  report.add_line("[1,2]", {"", 3});
  report.add_line("   ", {"", 4});
  report.add_line("{\"hello\":1}", {"", 5});
  report.add_line("{\"type\":\"track\",\"event\":\"Survey Answered\",\"properties\":{\"survey\":\"s\"}}", {"", 6});
  report.add_line("{\"type\":\"track\",\"event\":\"Survey Shown\"}", {"", 7});
  report.add_line("{\"type\":7}", {"", 8});
  report.add_line("{\"batch\":{}}", {"", 9});
  report.add_line("\"\xff\"", {"", 10});
  const Json json = report.json();
  CHECK(json["events"] == 1);
  CHECK(json["surveys"][0]["n"] == 1);
  CHECK(json["malformedCount"] == 8);
  std::vector<int64_t> lines;
  for (const Json& entry : json["malformed"]) {
    lines.push_back(number(entry["line"]));
    CHECK_FALSE(entry["message"].get_ref<const std::string&>().empty());
  }
  CHECK(lines == std::vector<int64_t>{2, 3, 5, 6, 7, 8, 9, 10});
}

TEST_CASE("malformed lines beyond a thousand are counted and no longer located") {
  Report report;
  for (int line = 1; line <= 1500; ++line) report.add_line("?", {"", line});
  CHECK(report.json()["malformed"].size() == 1000);
  CHECK(report.json()["malformedCount"] == 1500);
}

TEST_CASE("events of others are counted and otherwise left alone") {
  const Json report = reported({event("Order Completed", {{"total", 42}}), {{"type", "identify"}, {"userId", "u"}}});
  CHECK(report["events"] == 2);
  CHECK(report["other"] == 2);
  CHECK(report["surveys"].empty());
}

TEST_CASE("a question of a kind without a score counts as started") {
  const Json report = reported({event(
      "Survey Answered", {{"survey", "s"}, {"response", "r"}, {"question", "q"}, {"kind", "stars"}, {"value", 4}})});
  CHECK(report["surveys"][0]["started"] == 1);
  CHECK(report["surveys"][0]["metric"].is_null());
  CHECK(report["other"] == 1);
  CHECK(report["rejected"] == 0);
}

TEST_CASE("one survey can be asked for, by its id or by that of an entry") {
  Report report;
  report.add(nps_answer(9));
  report.add(ces_answer(5, "agree7"));
  report.add(ces_answer(5, "agree7", "again"));
  CHECK(report.json().at("surveys").size() == 3);
  CHECK(report.json({.survey = "ces"}).at("surveys").size() == 2);
  CHECK(report.json({.survey = "ces/ease"}).at("surveys").size() == 1);
  CHECK(report.json({.survey = "nope"}).at("surveys").empty());
}

TEST_CASE("a report can be asked for again and again while events come") {
  Report report;
  report.add(nps_answer(9, "r1"));
  CHECK(report.json()["surveys"][0]["value"] == 100.0);
  report.add(nps_answer(0, "r2"));
  CHECK(report.json()["surveys"][0]["value"] == 0.0);
  report.add(nps_answer(9, "r2", 1000));
  CHECK(report.json()["surveys"][0]["value"] == 100.0);
  CHECK(report.json() == report.json());
}

TEST_CASE("the order of lines does not change the report") {
  std::vector<Json> events;
  for (int i = 0; i < 40; ++i) {
    const std::string response = "r" + std::to_string(i % 15);
    events.push_back(nps_answer(i % 11, response, i));
    events.push_back(text_answer("t" + std::to_string(i), response, i));
    events.push_back(ces_answer(1 + i % 7, "agree7"));
  }
  const Json expected = reported(events);
  for (size_t shift = 1; shift < events.size(); shift += 13) {
    std::rotate(events.begin(), events.begin() + 13, events.end());
    CHECK(reported(events) == expected);
  }
}

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "core/metrics/proportion.h"
#include "core/metrics/quantile.h"
#include "core/report/report.h"

using namespace canvass;
using namespace canvass::report;
using Catch::Approx;

namespace {

// What one visitor did in a guide.
Json did(const std::string& visitor, const char* name, Json properties) {
  static int number = 0;
  return {
      {"type", "track"},        {"messageId", "g" + std::to_string(++number)}, {"event", name},
      {"anonymousId", visitor}, {"timestamp", "2026-03-02T09:00:00.000Z"},     {"properties", std::move(properties)}};
}

Json guide_of(const std::vector<Json>& events) {
  Report report;
  for (const Json& event : events) report.add(event);
  Json guides = report.json()["guides"];
  REQUIRE(guides.size() == 1);
  return guides[0];
}

Json in_tour(const char* step, int index) {
  return {{"guide", "t"}, {"kind", "tour"}, {"step", step}, {"index", index}, {"of", 3}};
}

Json in_list(const char* task, int done, int of, double ms) {
  return {{"guide", "c"}, {"kind", "checklist"}, {"task", task}, {"done", done}, {"of", of}, {"duration", ms}};
}

}  // namespace

TEST_CASE("of a tour every visitor counts once at each step, wherever steps are in the alphabet", "[report][guides]") {
  const Json shown = {{"guide", "t"}, {"kind", "tour"}};
  std::vector<Json> events;
  for (const char* visitor : {"a", "b", "c", "d"}) {
    events.push_back(did(visitor, "Guide Shown", shown));
    events.push_back(did(visitor, "Guide Step", in_tour("welcome", 1)));
  }
  for (const char* visitor : {"a", "a", "b"}) events.push_back(did(visitor, "Guide Step", in_tour("add", 2)));
  events.push_back(did("c", "Guide Dismissed", in_tour("welcome", 1)));
  events.push_back(did("b", "Guide Abandoned", in_tour("add", 2)));
  events.push_back(did("a", "Guide Anchor Missing", {{"guide", "t"}, {"kind", "tour"}, {"step", "pay"}}));
  events.push_back(did("a", "Guide Completed", in_tour("add", 2)));
  const Json guide = guide_of(events);
  CHECK(guide["kind"] == "tour");
  CHECK(guide["visitors"] == 4);
  CHECK(guide["completed"] == 1);
  CHECK(guide["dismissed"] == 1);
  CHECK(guide["abandoned"] == 1);
  REQUIRE(guide["steps"].size() == 3);
  const Json& welcome = guide["steps"][0];
  CHECK(welcome["step"] == "welcome");
  CHECK(welcome["visitors"] == 4);
  CHECK(welcome["share"] == 100);
  CHECK(welcome["left"] == 1);
  const Json& add = guide["steps"][1];
  CHECK(add["index"] == 2);
  CHECK(add["visitors"] == 2);
  CHECK(add["share"] == 50);
  CHECK(add["left"] == 1);
  const metrics::Interval wilson = metrics::wilson(2, 4);
  CHECK(add["interval"]["low"].get<double>() == Approx(100 * wilson.low));
  CHECK(add["interval"]["high"].get<double>() == Approx(100 * wilson.high));
  const Json& pay = guide["steps"][2];
  CHECK(pay["step"] == "pay");
  CHECK(pay["index"].is_null());
  CHECK(pay["visitors"] == 0);
  CHECK(pay["missing"] == 1);
}

TEST_CASE("of a checklist the time to each task and to all of them is told", "[report][guides]") {
  std::vector<Json> events;
  for (int i = 1; i <= 20; ++i) {
    const std::string visitor = "v" + std::to_string(i);
    events.push_back(did(visitor, "Guide Shown", {{"guide", "c"}, {"kind", "checklist"}}));
    events.push_back(did(visitor, "Guide Task Completed", in_list("size", 1, 2, i * 1000)));
    if (i <= 4) events.push_back(did(visitor, "Guide Task Completed", in_list("like", 2, 2, i * 10'000)));
  }
  events.push_back(did("v1", "Guide Task Completed", in_list("size", 1, 2, 999)));  // again, from another tab
  const Json guide = guide_of(events);
  REQUIRE(guide["tasks"].size() == 2);
  const Json& size = guide["tasks"][0];
  CHECK(size["task"] == "size");
  CHECK(size["completed"] == 20);
  CHECK(size["time"]["n"] == 20);
  CHECK(size["time"]["median"]["value"] == 10'500);
  CHECK(size["time"]["p75"]["value"] == 15'250);
  CHECK(size["time"]["p90"]["value"].get<double>() == Approx(18'100));
  // Of 20, P(X < 6) = 2.07 % and P(X < 15) = 97.93 %: the 6th and the 15th.
  CHECK(size["time"]["median"]["interval"]["low"] == 6000);
  CHECK(size["time"]["median"]["interval"]["high"] == 15'000);
  CHECK(size["time"]["median"]["interval"]["method"] == "order");
  CHECK(size["time"]["p90"]["interval"].is_null());
  const Json& like = guide["tasks"][1];
  CHECK(like["completed"] == 4);
  CHECK(like["share"] == 20);
  CHECK(guide["all"]["completed"] == 4);
  CHECK(guide["all"]["share"] == 20);
  CHECK(guide["all"]["time"]["median"]["value"] == 25'000);
}

TEST_CASE("of help searches in vain come first, and what readers made of articles", "[report][guides]") {
  const auto searched = [](const char* query, int results) {
    return did("a", "Guide Searched", {{"guide", "h"}, {"kind", "help"}, {"query", query}, {"results", results}});
  };
  const auto article = [](const char* event, Json more) {
    Json properties = {{"guide", "h"}, {"kind", "help"}, {"article", "returns"}};
    properties.update(more);
    return did("a", event, properties);
  };
  const Json guide = guide_of(
      {did("a", "Guide Opened", {{"guide", "h"}, {"kind", "help"}, {"from", "launcher"}}), searched("Invoice ", 0),
       searched("invoice", 0), searched("Возврат", 0), searched("возврат", 3), searched("shoes", 7),
       article("Guide Article Viewed", {{"from", "search"}}), article("Guide Rated", {{"helpful", true}}),
       article("Guide Rated", {{"helpful", false}}), article("Guide Contacted", Json::object())});
  const Json& help = guide["help"];
  CHECK(help["opened"] == 1);
  CHECK(help["searches"] == 5);
  CHECK(help["contacts"] == 1);
  CHECK(help["withoutResults"]["count"] == 3);
  CHECK(help["withoutResults"]["share"] == 60);
  CHECK(help["withoutResults"]["interval"]["method"] == "wilson");
  CHECK(help["queries"] == Json::array({{{"query", "invoice"}, {"count", 2}}, {{"query", "возврат"}, {"count", 1}}}));
  REQUIRE(help["articles"].size() == 1);
  CHECK(help["articles"][0]["views"] == 1);
  CHECK(help["articles"][0]["rated"] == 2);
  CHECK(help["articles"][0]["helpful"] == 1);
  CHECK(help["articles"][0]["share"] == 50);
}

TEST_CASE("events of guides with anything at all in them do no harm", "[report][guides]") {
  const std::vector<Json> strange = {nullptr, true, -1, 1e300, "", "x", Json::array(), Json::object()};
  std::vector<Json> events;
  for (const char* name : {"Shown", "Step", "Task Completed", "Searched", "Article Viewed", "Rated", "Abandoned"}) {
    for (const Json& value : strange) {
      Json properties = {{"guide", "g"}};
      for (const char* member :
           {"kind", "step", "task", "article", "query", "results", "index", "of", "done", "duration", "helpful"}) {
        properties[member] = value;
      }
      events.push_back(did("a", ("Guide " + std::string(name)).c_str(), properties));
    }
  }
  const Json guide = guide_of(events);
  CHECK(guide["shown"] == 8);
  CHECK(guide["abandoned"] == 8);
}

TEST_CASE("the interval of a quantile lies between two of the values", "[metrics]") {
  std::vector<double> values;
  for (int i = 1; i <= 100; ++i) values.push_back(i);
  const auto median = metrics::quantile_interval(values, 0.5);
  REQUIRE(median.has_value());
  // Of 100, P(X < 40) = 1.76 % and P(X < 61) = 98.24 %.
  CHECK(median->low == 40);
  CHECK(median->high == 61);
  // P(X < 1) is 1 / 64 of six values, but 1 / 32 of five.
  const auto six = metrics::quantile_interval({1, 2, 3, 4, 5, 6}, 0.5);
  REQUIRE(six.has_value());
  CHECK(six->low == 1);
  CHECK(six->high == 6);
  CHECK_FALSE(metrics::quantile_interval({1, 2, 3, 4, 5}, 0.5).has_value());
  std::vector<double> many;
  for (int i = 1; i <= 1000; ++i) many.push_back(i);
  // 900 -+ 1.96 * 9.487 = 881.4 and 918.6, rounded up.
  CHECK(metrics::quantile_interval(many, 0.9)->low == 882);
  CHECK(metrics::quantile_interval(many, 0.9)->high == 919);
  CHECK_FALSE(metrics::quantile_interval({}, 0.5).has_value());
  CHECK(metrics::quantile_interval({7, 7, 7, 7, 7, 7, 7, 7, 7, 7}, 0.5)->high == 7);
}

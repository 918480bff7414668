// Journeys in the report: attempts made of events, what is said of them, and how the kind of way decides that.
#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "core/metrics/proportion.h"
#include "core/metrics/ranks.h"
#include "core/report/plan.h"
#include "core/report/report.h"

using namespace canvass;
using namespace canvass::report;
using Catch::Approx;

namespace {

constexpr TimeMs kMonday = 1'772'409'600'000;  // 2026-03-02T00:00:00Z

Json told(const std::string& visitor, const char* name, TimeMs time, Json properties) {
  static int number = 0;
  properties["journey"] = properties.value("journey", "buy");
  if (!properties.contains("kind")) properties["kind"] = "routine";
  Json event = {{"type", "track"},
                {"messageId", "j" + std::to_string(++number)},
                {"event", name},
                {"timestamp", format_iso8601(kMonday + time)},
                {"properties", std::move(properties)}};
  if (!visitor.empty()) event["anonymousId"] = visitor;
  return event;
}

Json started(const std::string& visitor, TimeMs time) { return told(visitor, "Journey Started", time, json_object()); }
Json passed(const std::string& visitor, TimeMs time, const char* step, int index, TimeMs duration) {
  return told(visitor, "Journey Step", time, {{"step", step}, {"index", index}, {"of", 2}, {"duration", duration}});
}
Json strayed(const std::string& visitor, TimeMs time, const char* detour, const char* after) {
  return told(visitor, "Journey Detour", time, {{"detour", detour}, {"after", after}});
}
Json finished(const std::string& visitor, TimeMs time, TimeMs duration, bool off = false) {
  return told(visitor, "Journey Finished", time,
              {{"duration", duration}, {"offPath", off}, {"detours", off ? 1 : 0}, {"skipped", 0}, {"visits", 1}});
}
Json gave_up(const std::string& visitor, TimeMs time, const char* step, int index, Json more = json_object()) {
  more["step"] = step;
  more["index"] = index;
  more["duration"] = time;
  if (!more.contains("offPath")) more["offPath"] = false;
  return told(visitor, "Journey Abandoned", time, std::move(more));
}

Json report_of(const std::vector<Json>& events, const Query& query = {}, const char* config = nullptr) {
  Report report;
  if (config) report.set_plan(read_plan(*parse_json(config)));
  for (const Json& event : events) report.add(event);
  return report.json(query);
}

Json journey_of(const std::vector<Json>& events, const Query& query = {}, const char* config = nullptr) {
  const Json journeys = report_of(events, query, config)["journeys"];
  REQUIRE(journeys.size() == 1);
  return journeys[0];
}

std::string name_of(const char* letter, int number) { return letter + std::to_string(number); }

bool says(const Json& journey, const std::string& text) {
  return std::any_of(journey["findings"].begin(), journey["findings"].end(), [&](const Json& finding) {
    return finding["text"].get<std::string>().find(text) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("of a journey every attempt has one end, or is still going", "[report][journeys]") {
  const Json journey =
      journey_of({started("a", 0), passed("a", 1000, "cart", 1, 1000), passed("a", 3000, "pay", 2, 3000),
                  finished("a", 4000, 4000),
                  // The same visitor again.
                  started("a", 60'000), gave_up("a", 90'000, "start", 0),
                  // Astray, and lost there.
                  started("b", 0), passed("b", 2000, "cart", 1, 2000), strayed("b", 2500, "faq", "cart"),
                  strayed("b", 2600, "/sizes", "cart"),
                  gave_up("b", 9000, "cart", 1, {{"detour", "/sizes"}, {"offPath", true}}), started("c", 5000)});
  CHECK(journey["id"] == "buy");
  CHECK(journey["kind"] == "routine");
  CHECK(journey["visitors"] == 3);
  CHECK(journey["started"] == 4);
  CHECK(journey["finished"] == 1);
  CHECK(journey["abandoned"] == 2);
  CHECK(journey["open"] == 1);
  CHECK(journey["unheard"] == 0);
  CHECK(journey["finishedShare"]["share"] == 25);
  CHECK(journey["offPath"]["count"] == 1);
  CHECK(journey["offPath"]["n"] == 3);
  CHECK(journey["time"]["n"] == 1);
  CHECK(journey["time"]["median"]["value"] == 4000);

  REQUIRE(journey["steps"].size() == 3);
  CHECK(journey["steps"][0]["step"] == "start");
  CHECK(journey["steps"][0]["reached"]["count"] == 4);
  CHECK(journey["steps"][0]["lost"]["count"] == 1);
  CHECK(journey["steps"][1]["step"] == "cart");
  CHECK(journey["steps"][1]["reached"]["count"] == 2);
  CHECK(journey["steps"][1]["lost"]["count"] == 1);
  CHECK(journey["steps"][1]["lost"]["share"] == 50);
  CHECK(journey["steps"][2]["step"] == "pay");
  CHECK(journey["steps"][2]["lost"]["count"] == 0);

  REQUIRE(journey["taxes"].size() == 2);
  const Json& tax = journey["taxes"][0]["step"] == "cart" ? journey["taxes"][0] : journey["taxes"][1];
  CHECK(tax["lost"] == 1);
  CHECK(tax["reached"] == 2);
  CHECK(tax["detours"] == Json::array({{{"detour", "/sizes"}, {"count", 1}}}));

  REQUIRE(journey["detours"].size() == 2);
  CHECK(journey["detours"][0]["detour"] == "/sizes");
  CHECK(journey["detours"][0]["attempts"]["count"] == 1);
  CHECK(journey["detours"][0]["lastBeforeAbandoning"] == 1);
  CHECK(journey["detours"][1]["detour"] == "faq");
  CHECK(journey["detours"][1]["lastBeforeAbandoning"] == 0);
  CHECK(journey["detours"][1]["after"] == Json::array({{{"step", "cart"}, {"count", 1}}}));
}

TEST_CASE("neither the order of lines nor repeated ones change a journey", "[report][journeys]") {
  std::vector<Json> events;
  for (int i = 0; i < 40; ++i) {
    const std::string who = name_of("v", i % 25);  // some come twice
    const TimeMs at = i * 100'000;
    events.push_back(started(who, at));
    if (i % 3 == 0) events.push_back(strayed(who, at + 100, i % 2 == 0 ? "faq" : "/x", "start"));
    if (i % 4 == 0) continue;
    events.push_back(passed(who, at + 500, "cart", 1, 500));
    events.push_back(i % 5 == 0 ? gave_up(who, at + 900, "cart", 1)
                                : finished(who, at + 1000 + i, 1000 + i, i % 3 == 0));
  }
  const Json journey = journey_of(events);
  std::vector<Json> turned(events.rbegin(), events.rend());
  turned.push_back(events[3]);
  CHECK(journey_of(turned) == journey);
}

TEST_CASE("the share off the path has Wilson's interval, the times have order statistics", "[report][journeys]") {
  std::vector<Json> events;
  for (int i = 1; i <= 20; ++i) {
    events.push_back(started(name_of("v", i), 0));
    events.push_back(finished(name_of("v", i), i * 1000, i * 1000, i <= 6));
  }
  const Json journey = journey_of(events);
  CHECK(journey["offPath"]["share"] == 30);
  const metrics::Interval wilson = metrics::wilson(6, 20);
  CHECK(journey["offPath"]["interval"]["low"].get<double>() == Approx(100 * wilson.low));
  CHECK(journey["offPath"]["interval"]["high"].get<double>() == Approx(100 * wilson.high));
  CHECK(journey["time"]["median"]["value"] == 10'500);
  // Of 20, P(X < 6) = 2.07 % and P(X < 15) = 97.93 %: the 6th and the 15th (tests of the quantiles).
  CHECK(journey["time"]["median"]["interval"]["low"] == 6000);
  CHECK(journey["time"]["median"]["interval"]["high"] == 15'000);
  CHECK(journey["time"]["p75"]["value"] == 15'250);
  CHECK(journey["time"]["p90"]["value"].get<double>() == Approx(18'100));
  CHECK(journey["spread"].get<double>() == Approx(18'100.0 / 10'500));
  CHECK(journey["timeOnPath"]["n"] == 14);
  CHECK(journey["timeOffPath"]["n"] == 6);
  // Everybody off the path was faster: U = 0 of 84, 2 of 38,760 divisions.
  CHECK(journey["timeDifference"]["p"].get<double>() == Approx(2.0 / 38'760));
  CHECK(journey["timeDifference"]["verdict"] == "down");
  int64_t all = 0;
  for (const Json& column : journey["distribution"]) all += column["count"].get<int64_t>();
  CHECK(all == 20);
}

TEST_CASE("whoever is not heard of within the time limit has given up", "[report][journeys]") {
  const std::vector<Json> events = {started("a", 0), passed("a", 1000, "cart", 1, 1000), started("b", 6 * kDay),
                                    started("c", 8 * kDay)};
  CHECK(journey_of(events)["open"] == 3);  // thirty days unless the configuration says otherwise
  const char* config =
      R"({"journeys":[{"id":"buy","kind":"trek","limit":"7d","steps":[{"id":"size"},{"id":"cart"}]}]})";
  const Json journey = journey_of(events, {}, config);
  CHECK(journey["kind"] == "trek");
  CHECK(journey["open"] == 2);
  CHECK(journey["abandoned"] == 1);
  CHECK(journey["unheard"] == 1);
  CHECK(journey["taxes"][0]["step"] == "cart");
}

TEST_CASE("attempts are of the time in which they began", "[report][journeys]") {
  const std::vector<Json> events = {started("a", 0), finished("a", 2 * kDay, 2 * kDay), started("b", kDay),
                                    finished("b", kDay + 5000, 5000)};
  Query query;
  query.span = {kMonday + kDay, Span().to};
  const Json journey = journey_of(events, query);
  CHECK(journey["started"] == 1);
  CHECK(journey["finished"] == 1);
  CHECK(journey["time"]["median"]["value"] == 5000);
  CHECK(journey["visitors"] == 1);
  query.survey = "nps";
  CHECK(report_of(events, query)["journeys"].empty());
}

TEST_CASE("two periods of a journey are compared: times by ranks, shares by scores", "[report][journeys]") {
  std::vector<Json> events;
  std::vector<double> before, after;
  for (int i = 0; i < 30; ++i) {
    const std::string early = name_of("e", i), late = name_of("l", i);
    const TimeMs slow = 60'000 + 1000 * i, fast = 30'000 + 1100 * i;
    before.push_back(static_cast<double>(slow));
    after.push_back(static_cast<double>(fast));
    events.push_back(started(early, i * 1000));
    events.push_back(finished(early, i * 1000 + slow, slow, i % 2 == 0));
    events.push_back(started(late, kDay + i * 1000));
    events.push_back(finished(late, kDay + i * 1000 + fast, fast, i % 10 == 0));
  }
  Query query;
  query.before = Span{kMonday, kMonday + kDay};
  query.after = Span{kMonday + kDay, kMonday + 2 * kDay};
  query.before_name = "Monday";
  query.after_name = "Tuesday";
  const Json journey = journey_of(events, query);
  const Json& compare = journey["compare"];
  CHECK(compare["before"]["name"] == "Monday");
  CHECK(compare["before"]["started"] == 30);
  CHECK(compare["after"]["offPath"]["count"] == 3);
  const metrics::Shift shift = metrics::compare_ranks(before, after);
  const Json& time = compare["difference"]["time"];
  CHECK(time["delta"].get<double>() == shift.delta);
  CHECK(time["p"].get<double>() == shift.p);
  CHECK(time["interval"]["low"].get<double>() == shift.interval->low);
  CHECK(time["method"] == "mannWhitney");
  CHECK(time["verdict"] == "down");
  const metrics::Difference shares = metrics::compare_proportions(15, 30, 3, 30);
  const Json& off = compare["difference"]["offPath"];
  CHECK(off["delta"].get<double>() == Approx(-40));
  CHECK(off["p"].get<double>() == Approx(shares.p));
  CHECK(off["interval"]["high"].get<double>() == Approx(100 * shares.interval.high));
  CHECK(off["pAdjusted"].get<double>() >= off["p"].get<double>());
  CHECK(says(journey, "the share off the path fell from 50.0 % to 10.0 %"));

  CHECK(journey["every"] == "day");
  REQUIRE(journey["trend"].size() == 2);
  CHECK(journey["trend"][0]["change"]["time"].is_null());
  CHECK(journey["trend"][1]["change"]["time"]["delta"].get<double>() == shift.delta);
}

TEST_CASE("who left the path is held against who did not by everybody's latest answer", "[report][journeys]") {
  std::vector<Json> events;
  const auto answered = [&](const std::string& who, int score, TimeMs time) {
    Json event =
        told(who, "Survey Answered", time,
             {{"survey", "nps"}, {"response", who + std::to_string(time)}, {"question", "score"}, {"value", score}});
    event["properties"]["kind"] = "nps";
    event["properties"].erase("journey");
    events.push_back(event);
  };
  for (int i = 0; i < 40; ++i) {
    const std::string who = name_of("v", i);
    events.push_back(started(who, 0));
    events.push_back(finished(who, 5000, 5000, i < 20));
    answered(who, 0, 6000);  // changed their minds later
    answered(who, i < 20 ? 3 : 10, 7000);
  }
  answered("stranger", 0, 7000);
  const Json journey = journey_of(events);
  REQUIRE(journey["satisfaction"].size() == 1);
  const Json& row = journey["satisfaction"][0];
  CHECK(row["survey"] == "nps");
  CHECK(row["metric"] == "nps");
  CHECK(row["onPath"]["n"] == 20);
  CHECK(row["onPath"]["value"] == 100);
  CHECK(row["offPath"]["n"] == 20);
  CHECK(row["offPath"]["value"] == -100);
  CHECK(row["difference"]["verdict"] == "down");
  CHECK(says(journey, "Who leaves the path is less content"));
}

TEST_CASE("the kind of way decides how its effort is read", "[report][journeys]") {
  const auto of_kind = [](const char* kind) {
    std::vector<Json> events;
    for (int i = 0; i < 60; ++i) {
      const std::string who = name_of("v", i);
      const bool off = i % 2 == 0;
      // One in ten takes far longer than all others.
      const TimeMs duration = i % 5 == 0 ? 600'000 + i : (off ? 9000 : 5000) + i;
      Json start = started(who, 0), end = finished(who, duration, duration, off);
      start["properties"]["kind"] = kind;
      end["properties"]["kind"] = kind;
      events.push_back(start);
      events.push_back(end);
    }
    return journey_of(events);
  };
  const Json routine = of_kind("routine"), joyride = of_kind("joyride"), trek = of_kind("trek"),
             odyssey = of_kind("odyssey");
  CHECK(says(routine, "Too many leave the ideal path: 50.0 %"));
  CHECK(says(routine, "short and effortless"));
  CHECK(says(routine, "Leaving the path costs typically"));
  CHECK(says(routine, "hard to predict"));
  CHECK(says(trek, "Too many leave the ideal path"));
  CHECK(says(trek, "hard work that they can foresee"));
  for (const Json& playful : {joyride, odyssey}) {
    CHECK_FALSE(says(playful, "Too many leave"));
    CHECK_FALSE(says(playful, "hard to predict"));
    CHECK_FALSE(says(playful, "costs"));
  }
  CHECK(routine["reading"] != joyride["reading"]);
  CHECK(routine["time"] == odyssey["time"]);  // only the reading differs
}

TEST_CASE("the step that loses more than the others is told, with the detour before", "[report][journeys]") {
  std::vector<Json> events;
  for (int i = 0; i < 100; ++i) {
    const std::string who = name_of("v", i);
    events.push_back(started(who, 0));
    if (i < 3) {
      events.push_back(gave_up(who, 9000, "start", 0));
      continue;
    }
    events.push_back(passed(who, 1000, "cart", 1, 1000));
    if (i < 50) {
      if (i % 2 == 0) events.push_back(strayed(who, 2000, "faq", "cart"));
      events.push_back(gave_up(who, 9000, "cart", 1));
      continue;
    }
    events.push_back(passed(who, 3000, "pay", 2, 3000));
    events.push_back(finished(who, 5000, 5000));
  }
  const Json journey = journey_of(events);
  CHECK(journey["taxes"][0]["step"] == "cart");
  CHECK(journey["taxes"][0]["lost"] == 47);
  CHECK(journey["taxes"][0]["reached"] == 97);
  CHECK(journey["taxes"][0]["detours"][0]["count"] == 23);
  CHECK(says(journey, "More are lost after “cart” than elsewhere: 47 of 97"));
  CHECK(says(journey, "“faq” (23 of 47)"));
}

TEST_CASE("too few attempts are said to be too few", "[report][journeys]") {
  const Json journey = journey_of({started("a", 0), finished("a", 1000, 1000, true)});
  REQUIRE(journey["findings"].size() == 1);
  CHECK(says(journey, "Too few to say much: 1 attempt has ended"));
}

TEST_CASE("a visitor who logs in goes on with the same attempt", "[report][journeys]") {
  Json start = started("phone", 0), end = finished("laptop", 9000, 9000), who = started("phone", -5000);
  start["userId"] = end["userId"] = "u1";
  const Json journey = journey_of({start, end});
  CHECK(journey["visitors"] == 1);
  CHECK(journey["started"] == 1);
  CHECK(journey["finished"] == 1);
}

TEST_CASE("ends without a start, times without a clock and visitors without a name do no harm", "[report][journeys]") {
  std::vector<Json> events = {finished("a", 5000, 3000),  // its start was lost
                              started("", 0), started("", 10), finished("", 4000, 3000),
                              gave_up("", 90'000, "cart", 1)};
  Json journey = journey_of(events);
  CHECK(journey["started"] == 3);
  CHECK(journey["finished"] == 2);
  CHECK(journey["abandoned"] == 1);
  CHECK(journey["open"] == 0);

  events = {started("a", 0), passed("a", 1000, "cart", 1, 1000), finished("a", 2000, 2000)};
  for (Json& event : events) event.erase("timestamp");
  journey = journey_of(events);
  CHECK(journey["started"] == 1);
  CHECK(journey["finished"] == 1);
  CHECK(journey["time"]["median"]["value"] == 2000);
  CHECK(journey["trend"].empty());

  // Without a duration the clock says how long it took.
  Json end = finished("b", 7000, 0);
  end["properties"].erase("duration");
  CHECK(journey_of({started("b", 1000), end})["time"]["median"]["value"] == 6000);
}

TEST_CASE("a clock that is years wrong leaves the trend in place", "[report][journeys]") {
  Json early = started("a", 0), later = started("b", 0);
  early["timestamp"] = "1970-01-01T00:00:00.000Z";
  const Json journey = journey_of({early, later, started("c", kDay)});
  CHECK(journey["every"] == "year");
  REQUIRE(journey["trend"].size() == 2);
  CHECK(journey["trend"][0]["name"] == "1970");
  CHECK(journey["trend"][1]["started"] == 2);
}

TEST_CASE("events of journeys with anything at all in them do no harm", "[report][journeys]") {
  std::vector<Json> events;
  for (const char* name :
       {"Journey Started", "Journey Step", "Journey Detour", "Journey Finished", "Journey Abandoned"}) {
    for (const char* properties :
         {R"({"journey":"buy"})", R"({"journey":"buy","kind":7,"step":{},"index":"x","duration":-5,"offPath":"yes"})",
          R"({"journey":"buy","duration":1e300,"detours":-1,"visits":1e300,"index":1e9,"step":"\u0000"})",
          R"({"journey":"buy","kind":"race","detour":[],"after":null,"duration":"long"})"}) {
      events.push_back(told("a", name, 0, *parse_json(properties)));
      events.back()["timestamp"] = events.size() % 2 == 0 ? "9999-12-31T23:59:59.999Z" : "1970-01-01T00:00:00.000Z";
    }
  }
  const Json journey = journey_of(events);
  CHECK(journey["started"].get<int64_t>() ==
        journey["finished"].get<int64_t>() + journey["abandoned"].get<int64_t>() + journey["open"].get<int64_t>());
}

TEST_CASE("beyond a thousand names the others are counted together", "[report][journeys]") {
  std::vector<Json> events;
  for (int i = 0; i < 1200; ++i) {
    events.push_back(started(name_of("v", i), 0));
    events.push_back(strayed(name_of("v", i), 100, name_of("/item/", i).c_str(), "start"));
  }
  const Json journey = journey_of(events);
  CHECK(journey["detours"][0]["detour"].is_null());
  CHECK(journey["detours"][0]["count"] == 202);
}

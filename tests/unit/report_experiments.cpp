// The log of experiments: what is read of it, and before and after of every kind of metric.
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "core/metrics/mean.h"
#include "core/metrics/nps.h"
#include "core/metrics/proportion.h"
#include "core/metrics/ranks.h"
#include "core/report/experiments.h"
#include "core/report/report.h"

using namespace canvass;
using namespace canvass::report;
using Catch::Approx;

namespace {

constexpr TimeMs kChange = 1'793'491'200'000;  // 2026-11-01T00:00:00Z

Json event_of(const std::string& visitor, const char* name, TimeMs after, Json properties, const char* page = "/") {
  static int number = 0;
  return {{"type", "track"},
          {"messageId", "x" + std::to_string(++number)},
          {"event", name},
          {"anonymousId", visitor},
          {"timestamp", format_iso8601(kChange + after)},
          {"context", {{"page", {{"path", page}}}}},
          {"properties", std::move(properties)}};
}

Json experiment_of(const std::vector<Json>& events, const std::string& metric, const std::string& more = "",
                   const std::string& others = "", const std::string& tickets = "") {
  Report report;
  Plan plan =
      read_plan(*parse_json(R"({"experiments":[{"id":"e","hypothesis":"It helps","date":"2026-11-01","metric":)" +
                            metric + more + "}" + others + "]}"));
  INFO(dump_json(to_json(plan.problems.errors)));
  REQUIRE(plan.problems.ok());
  report.set_plan(std::move(plan));
  for (const Json& event : events) report.add(event);
  if (!tickets.empty()) {
    Tickets read;
    REQUIRE(read.add_csv(tickets, "t.csv"));
    report.set_tickets(std::move(read));
  }
  return report.json()["experiments"][0];
}

// A page view of its own visitor, with or without rage on it.
void see(std::vector<Json>& events, int from, int count, int raging, TimeMs time, const char* page = "/cart") {
  for (int i = 0; i < count; ++i) {
    const Json signals = i < raging ? Json{{"rage", 2}} : json_object();
    events.push_back(event_of("v" + std::to_string(from + i), "Page Watched", time + i,
                              {{"clicks", 3}, {"signals", signals}}, page));
  }
}

struct Read {
  Problems problems;
  std::vector<Experiment> experiments;
};

Read read(const std::string& text) {
  Read result;
  read_experiments(*parse_json(text), "/experiments", result.problems, result.experiments);
  return result;
}

std::string with(const std::string& members) {
  return R"([{"id":"e","hypothesis":"h","metric":{"contacts":true},"date":"2026-11-01",)" + members + "}]";
}

std::string with_metric(const std::string& metric) {
  return R"([{"id":"e","hypothesis":"h","date":"2026-11-01","metric":)" + metric + "}]";
}

}  // namespace

TEST_CASE("a log of experiments is read with its windows", "[report][experiments]") {
  const Read log = read(R"([
    {"id":"menu","hypothesis":"A link ends the hunt","metric":{"journey":"buy"},"date":"2026-11-01","before":"28d","after":"14d"},
    {"id":"all","hypothesis":"h","metric":{"signal":"rage","on":"#pay","page":"/cart*"},"date":"2026-11-01"}])");
  CHECK(log.problems.ok());
  CHECK(log.problems.warnings.empty());
  REQUIRE(log.experiments.size() == 2);
  CHECK(log.experiments[0].metric == Experiment::Metric::kTime);
  CHECK(log.experiments[0].of == "buy");
  CHECK(log.experiments[0].at == kChange);
  CHECK(log.experiments[0].from == kChange - 28 * kDay);
  CHECK(log.experiments[0].to == kChange + 14 * kDay);
  CHECK(log.experiments[1].of == "rage");
  CHECK(log.experiments[1].on == "#pay");
  CHECK(log.experiments[1].page == "/cart*");
  CHECK(log.experiments[1].from == INT64_MIN);
  CHECK(log.experiments[1].to == INT64_MAX);
}

TEST_CASE("what is wrong with an experiment is named with its place", "[report][experiments]") {
  struct Case {
    std::string text;
    const char *pointer, *part;
  };
  const Case cases[] = {
      {"{}", "/experiments", "must be a list"},
      {"[7]", "/experiments/0", "must be an object"},
      {R"([{"hypothesis":"h","metric":{"contacts":true},"date":"2026-11-01"}])", "/experiments/0/id", "is missing"},
      {R"([{"id":"e","metric":{"contacts":true},"date":"2026-11-01"}])", "/experiments/0/hypothesis", "is missing"},
      {R"([{"id":"e","hypothesis":"h","date":"2026-11-01"}])", "/experiments/0/metric", "is missing"},
      {R"([{"id":"e","hypothesis":"h","metric":{"contacts":true}}])", "/experiments/0/date", "is missing"},
      {R"([{"id":"e","hypothesis":"h","metric":{"contacts":true},"date":"2026-11"}])", "/experiments/0/date",
       "is no day such as \"2026-11-01\""},
      {R"([{"id":"e","hypothesis":"h","metric":{"contacts":true},"date":"2026-02-30"}])", "/experiments/0/date",
       "no day"},
      {with(R"("before":"36h")"), "/experiments/0/before", "whole days"},
      {with(R"("after":"0d")"), "/experiments/0/after", "must be from 1d"},
      {with(R"("after":28)"), "/experiments/0/after", "no duration"},
      {with_metric("{}"), "/experiments/0/metric", "says nothing to measure"},
      {with_metric(R"("rage")"), "/experiments/0/metric", "must be an object"},
      {with_metric(R"({"signal":"rage","survey":"ces"})"), "/experiments/0/metric", "\"signal\" and \"survey\""},
      {with_metric(R"({"signal":"rags"})"), "/experiments/0/metric/signal", "did you mean \"rage\"?"},
      {with_metric(R"({"contacts":false})"), "/experiments/0/metric/contacts", "must be true"},
      {with_metric(R"({"survey":""})"), "/experiments/0/metric/survey", "is empty"},
      {with_metric(R"({"journey":"buy","measure":"speed"})"), "/experiments/0/metric/measure",
       "expected one of \"time\""},
  };
  for (const Case& each : cases) {
    CAPTURE(each.text);
    const Read log = read(each.text);
    CHECK(log.experiments.empty());
    REQUIRE(log.problems.errors.size() == 1);
    CHECK(log.problems.errors[0].pointer == each.pointer);
    CAPTURE(log.problems.errors[0].message);
    CHECK(log.problems.errors[0].message.find(each.part) != std::string::npos);
  }
  const Read unknown = read(with(R"("befor":"28d")"));
  CHECK(unknown.experiments.size() == 1);
  REQUIRE(unknown.problems.warnings.size() == 1);
  CHECK(unknown.problems.warnings[0].pointer == "/experiments/0/befor");
}

TEST_CASE("two experiments of one id or with overlapping times on one metric are told", "[report][experiments]") {
  const auto two = [](const std::string& first, const std::string& second) {
    return read(R"([{"id":"a","hypothesis":"h","date":"2026-11-01",)" + first +
                R"(},{"id":"b","hypothesis":"h","date":"2026-11-20",)" + second + "}]");
  };
  const std::string rage = R"("metric":{"signal":"rage"})", dead = R"("metric":{"signal":"dead"})";
  CHECK(two(rage, dead).problems.warnings.empty());
  CHECK(
      two(rage + R"(,"before":"7d","after":"7d")", rage + R"(,"before":"7d","after":"7d")").problems.warnings.empty());
  const Read both = two(rage + R"(,"before":"14d","after":"14d")", rage + R"(,"before":"14d","after":"14d")");
  CHECK(both.experiments.size() == 2);
  REQUIRE(both.problems.warnings.size() == 1);
  CHECK(both.problems.warnings[0].pointer == "/experiments/1/date");
  CHECK(both.problems.warnings[0].message.find("\"a\"") != std::string::npos);
  const Read same = read(R"([{"id":"a","hypothesis":"h","date":"2026-11-01","metric":{"contacts":true}},
                             {"id":"a","hypothesis":"h","date":"2026-12-01","metric":{"survey":"x"}}])");
  CHECK(same.experiments.size() == 1);
  REQUIRE(same.problems.errors.size() == 1);
  CHECK(same.problems.errors[0].pointer == "/experiments/1/id");
}

TEST_CASE("surveys and journeys that the configuration does not have are warned of", "[report][experiments]") {
  Problems problems;
  check_experiments(*parse_json(R"({"surveys":[{"id":"ces"}],"journeys":[{"id":"buy"}],"experiments":[
    {"metric":{"survey":"ces/ease"}},{"metric":{"survey":"cse"}},{"metric":{"journey":"bye"}},{"metric":7},8]})"),
                    problems);
  CHECK(problems.ok());
  REQUIRE(problems.warnings.size() == 2);
  CHECK(problems.warnings[0].pointer == "/experiments/1/metric/survey");
  CHECK(problems.warnings[0].message.find("did you mean \"ces\"?") != std::string::npos);
  CHECK(problems.warnings[1].pointer == "/experiments/2/metric/journey");
}

TEST_CASE("a signal's rate is the share of page views with it, before and after", "[report][experiments]") {
  std::vector<Json> events;
  see(events, 0, 100, 30, -10 * kDay);
  see(events, 500, 120, 12, 10 * kDay);
  see(events, 900, 50, 50, 10 * kDay, "/other");
  const Json experiment = experiment_of(events, R"({"signal":"rage","page":"/cart*"})");
  CHECK(experiment["before"]["n"] == 100);
  CHECK(experiment["before"]["count"] == 30);
  CHECK(experiment["before"]["value"] == 30);
  CHECK(experiment["after"]["n"] == 120);
  CHECK(experiment["after"]["value"] == 10);
  const metrics::Difference expected = metrics::compare_proportions(30, 100, 12, 120);
  const Json& difference = experiment["difference"];
  CHECK(difference["delta"].get<double>() == Approx(-20));
  CHECK(difference["p"].get<double>() == Approx(expected.p));
  CHECK(difference["interval"]["low"].get<double>() == Approx(100 * expected.interval.low));
  CHECK(difference["interval"]["high"].get<double>() == Approx(100 * expected.interval.high));
  const metrics::Interval wilson = metrics::wilson(30, 100);
  CHECK(experiment["before"]["interval"]["low"].get<double>() == Approx(100 * wilson.low));
  CHECK(experiment["better"] == "lower");
  CHECK(experiment["verdict"] == "better");
  CHECK(experiment_of(events, R"({"signal":"rage"})")["after"]["n"] == 170);
  CHECK(experiment_of(events, R"({"signal":"dead"})")["verdict"] == "unclear");
}

TEST_CASE("many page views of one visitor are not as many visitors", "[report][experiments]") {
  std::vector<Json> events;
  // Ten visitors with ten page views each; three of them rage on every one.
  for (const TimeMs time : {-5 * kDay, 5 * kDay}) {
    for (int visitor = 0; visitor < 10; ++visitor) {
      for (int view = 0; view < 10; ++view) {
        const bool rages = visitor < (time < 0 ? 3 : 6);
        events.push_back(event_of((time < 0 ? "b" : "a") + std::to_string(visitor), "Page Watched", time + view,
                                  {{"clicks", 1}, {"signals", rages ? Json{{"rage", 1}} : json_object()}}));
      }
    }
  }
  const Json experiment = experiment_of(events, R"({"signal":"rage"})");
  CHECK(experiment["before"]["n"] == 100);
  // All views of a visitor are alike: the variance is that of ten visitors, times 10/9.
  CHECK(experiment["before"]["designEffect"].get<double>() == Approx(10 * 10.0 / 9));
  CHECK(metrics::compare_proportions(30, 100, 60, 100).p < 0.001);
  CHECK(experiment["difference"]["p"].get<double>() > 0.05);
  CHECK(experiment["verdict"] == "unclear");
}

TEST_CASE("a signal on an element belongs to the page view that ended next", "[report][experiments]") {
  std::vector<Json> events;
  for (int i = 0; i < 40; ++i) {
    for (const TimeMs time : {-5 * kDay, 5 * kDay}) {
      const std::string who = (time < 0 ? "b" : "a") + std::to_string(i);
      if (i < (time < 0 ? 20 : 4)) {
        events.push_back(
            event_of(who, "Signal Noticed", time + 1000, {{"signal", "rage"}, {"element", "#coupon"}}, "/cart"));
        events.push_back(
            event_of(who, "Signal Noticed", time + 1500, {{"signal", "rage"}, {"element", "#coupon"}}, "/cart"));
      }
      events.push_back(
          event_of(who, "Signal Noticed", time + 2000, {{"signal", "rage"}, {"element", "#logo"}}, "/cart"));
      events.push_back(
          event_of(who, "Page Watched", time + 9000, {{"clicks", 9}, {"signals", {{"rage", 3}}}}, "/cart"));
    }
  }
  const Json experiment = experiment_of(events, R"({"signal":"rage","on":"#coupon"})");
  CHECK(experiment["before"]["n"] == 40);
  CHECK(experiment["before"]["count"] == 20);
  CHECK(experiment["after"]["count"] == 4);
  CHECK(experiment["verdict"] == "better");
  CHECK(experiment_of(events, R"({"signal":"rage"})")["after"]["count"] == 40);
}

TEST_CASE("contacts are counted by visitor, from help and from tickets", "[report][experiments]") {
  std::vector<Json> events;
  for (int i = 0; i < 50; ++i) {
    for (const TimeMs time : {-5 * kDay, 5 * kDay}) {
      const std::string who = "v" + std::to_string(i);
      events.push_back(event_of(who, "Guide Opened", time, {{"guide", "help"}, {"kind", "help"}}));
      if (i < (time < 0 ? 20 : 5)) {
        events.push_back(event_of(who, "Guide Contacted", time + 1000, {{"guide", "help"}, {"kind", "help"}}));
        events.push_back(event_of(who, "Guide Contacted", time + 2000, {{"guide", "help"}, {"kind", "help"}}));
      }
    }
  }
  const Json experiment =
      experiment_of(events, R"({"contacts":true})", "", "",
                    "date,topic,user\n2026-10-20,size,v30\n2026-10-20,size,stranger\n2026-11-09,size,v0\n");
  CHECK(experiment["before"]["n"] == 50);
  CHECK(experiment["before"]["count"] == 21);
  CHECK(experiment["after"]["n"] == 50);
  CHECK(experiment["after"]["count"] == 5);
  CHECK(experiment["difference"]["p"].get<double>() == Approx(metrics::compare_proportions(21, 50, 5, 50).p));
  CHECK(experiment["verdict"] == "better");
}

TEST_CASE("scores are compared as everywhere: NPS as NPS, means by Welch", "[report][experiments]") {
  std::vector<Json> events;
  const auto answer = [&](const char* survey, const char* kind, int value, TimeMs time) {
    Json properties = {{"survey", survey},
                       {"question", "q"},
                       {"kind", kind},
                       {"value", value},
                       {"response", survey + std::to_string(events.size())}};
    if (std::string(kind) == "ces") properties["variant"] = "agree7";
    events.push_back(event_of("v" + std::to_string(events.size()), "Survey Answered", time, properties));
  };
  metrics::NpsCounts before, after;
  metrics::Moments ease_before, ease_after;
  for (int i = 0; i < 60; ++i) {
    const bool late = i % 2 == 1;
    const int nps = late ? 6 + i % 5 : 4 + i % 7, ces = late ? 4 + i % 4 : 3 + i % 3;
    const TimeMs time = late ? kDay : -kDay;
    answer("nps", "nps", nps, time);
    answer("ces", "ces", ces, time);
    metrics::NpsCounts& counts = late ? after : before;
    ++(nps >= 9 ? counts.promoters : nps >= 7 ? counts.passives : counts.detractors);
    (late ? ease_after : ease_before).add(ces);
  }
  const Json nps = experiment_of(events, R"({"survey":"nps"})");
  CHECK(nps["before"]["n"] == 30);
  CHECK(nps["unit"] == "points");
  CHECK(nps["before"]["value"].get<double>() == Approx(100 * metrics::nps(before).value));
  CHECK(nps["difference"]["p"].get<double>() == Approx(metrics::compare_nps(before, after).p));
  CHECK(nps["difference"]["method"] == "adjustedWald");
  const Json ces = experiment_of(events, R"({"survey":"ces"})");
  CHECK(ces["unit"] == "mean");
  CHECK(ces["better"] == "higher");
  const metrics::Difference welch = metrics::welch(ease_before, ease_after);
  CHECK(ces["difference"]["p"].get<double>() == Approx(welch.p));
  CHECK(ces["difference"]["interval"]["low"].get<double>() == Approx(welch.interval.low));
  CHECK(experiment_of(events, R"({"survey":"ces/q"})")["before"] == ces["before"]);
  CHECK(experiment_of(events, R"({"survey":"sus"})")["text"].get<std::string>().find("no scored answer") !=
        std::string::npos);
}

namespace {

std::vector<Json> buyers(const char* kind) {
  std::vector<Json> events;
  for (int i = 0; i < 80; ++i) {
    const bool late = i % 2 == 1;
    const TimeMs time = late ? kDay : -kDay, duration = (late ? 40'000 : 90'000) + 700 * i;
    const std::string who = "v" + std::to_string(i);
    events.push_back(event_of(who, "Journey Started", time, {{"journey", "buy"}, {"kind", kind}}));
    if (i >= 72) continue;
    events.push_back(event_of(who, "Journey Finished", time + duration,
                              {{"journey", "buy"}, {"kind", kind}, {"duration", duration}, {"offPath", i % 4 == 0}}));
  }
  return events;
}

}  // namespace

TEST_CASE("of a journey time, detours and finishing can be what should move", "[report][experiments]") {
  const std::vector<Json> events = buyers("routine");
  std::vector<double> before, after;
  for (int i = 0; i < 72; ++i) (i % 2 == 1 ? after : before).push_back((i % 2 == 1 ? 40'000 : 90'000) + 700.0 * i);
  const metrics::Shift shift = metrics::compare_ranks(before, after);
  const Json time = experiment_of(events, R"({"journey":"buy"})");
  CHECK(time["unit"] == "ms");
  CHECK(time["before"]["n"] == 36);
  CHECK(time["difference"]["delta"].get<double>() == shift.delta);
  CHECK(time["difference"]["p"].get<double>() == shift.p);
  CHECK(time["difference"]["interval"]["high"].get<double>() == shift.interval->high);
  CHECK(time["verdict"] == "better");
  const Json off = experiment_of(events, R"({"journey":"buy","measure":"offPath"})");
  CHECK(off["before"]["count"] == 18);
  CHECK(off["before"]["n"] == 36);
  CHECK(off["after"]["count"] == 0);
  CHECK(off["difference"]["p"].get<double>() == Approx(metrics::compare_proportions(18, 36, 0, 36).p));
  const Json all = experiment_of(events, R"({"journey":"buy","measure":"finished"})");
  CHECK(all["before"]["n"] == 40);
  CHECK(all["before"]["count"] == 36);
  CHECK(all["before"]["open"] == 4);
  CHECK(all["better"] == "higher");
  CHECK(all["verdict"] == "unclear");
  CHECK(experiment_of(events, R"({"journey":"sell"})")["verdict"] == "tooFew");
}

TEST_CASE("of a joyride more or less time is neither better nor worse", "[report][experiments]") {
  const Json time = experiment_of(buyers("joyride"), R"({"journey":"buy"})");
  CHECK(time["better"].is_null());
  CHECK(time["verdict"] == "changed");
}

TEST_CASE("too little data and dates to come are said in so many words", "[report][experiments]") {
  std::vector<Json> events;
  see(events, 0, 12, 6, -kDay);
  see(events, 50, 5, 0, kDay);
  const Json few = experiment_of(events, R"({"signal":"rage"})");
  CHECK(few["verdict"] == "tooFew");
  CHECK(few["text"] ==
        "Too little data to say anything: 12 page views before and 5 after, and at least 30 on each side are "
        "needed.");
  CHECK(few["difference"].is_object());  // the numbers are there all the same
  std::vector<Json> early;
  see(early, 0, 100, 6, -kDay);
  const Json none = experiment_of(early, R"({"signal":"rage"})");
  CHECK(none["verdict"] == "tooFew");
  CHECK(none["text"] == "Nothing after 2026-11-01 has been recorded yet.");
  CHECK(none["after"]["value"].is_null());
}

TEST_CASE("windows end where they should, and overlapping ones are warned of", "[report][experiments]") {
  std::vector<Json> events;
  for (int day = -20; day < 20; ++day) see(events, 1000 * (day + 30), 10, day < 0 ? 5 : 1, day * kDay);
  const Json experiment = experiment_of(
      events, R"({"signal":"rage"})", R"(,"before":"7d","after":"14d")",
      R"(,{"id":"f","hypothesis":"h","date":"2026-11-10","metric":{"signal":"rage"},"before":"7d","after":"7d"})");
  CHECK(experiment["before"]["n"] == 70);
  CHECK(experiment["before"]["from"] == "2026-10-25T00:00:00.000Z");
  CHECK(experiment["after"]["n"] == 140);
  CHECK(experiment["after"]["to"] == "2026-11-15T00:00:00.000Z");
  CHECK(experiment["overlaps"] == Json::array({"f"}));
  REQUIRE(experiment["warnings"].size() == 1);
  CHECK(experiment["warnings"][0].get<std::string>().find("“f”") != std::string::npos);
}

#include <catch2/catch_test_macros.hpp>

#include "core/base/text.h"
#include "core/config/config.h"
#include "core_config_support.h"

using namespace canvass;
using config::Character;
using config::Journey;
using config::Signal;
using config::Signals;

namespace {

// A document with these members.
std::string with(std::string_view members) { return join({R"({"canvass":1,)", members, "}"}); }
std::string with_trigger(std::string_view trigger) {
  return join(
      {R"("surveys":[{"id":"s","questions":[{"id":"q","type":"nps","text":"?"}],"triggers":[)", trigger, "]}]"});
}
std::string journey(std::string_view members) {
  return with(join({R"("journeys":[{"id":"buy","start":{"page":"/"},"finish":{"event":"bought"},)", members, "}]"}));
}

std::string errors(std::string_view text) { return spelled(parsed(text).problems.errors); }
std::string warnings(std::string_view text) {
  const Parsed result = parsed(text);
  CHECK(spelled(result.problems.errors) == "");
  return spelled(result.problems.warnings);
}

bool wants(const Signals& signals, Signal signal) { return (signals.wanted >> static_cast<int>(signal) & 1) != 0; }

// Of a document without a fault.
Signals signals(std::string_view text) {
  const Parsed result = parsed(text);
  INFO(text);
  INFO(spelled(result.problems.errors));
  INFO(spelled(result.problems.warnings));
  CHECK(result.problems.ok());
  CHECK(result.problems.warnings.empty());
  REQUIRE(result.config.observation != nullptr);
  return result.config.observation->signals;
}
Journey only_journey(std::string_view text) {
  const Parsed result = parsed(text);
  INFO(text);
  INFO(spelled(result.problems.errors));
  INFO(spelled(result.problems.warnings));
  CHECK(result.problems.ok());
  CHECK(result.problems.warnings.empty());
  REQUIRE(result.config.observation != nullptr);
  return result.config.observation->journeys.at(0);
}

}  // namespace

TEST_CASE("nothing is observed unless it is asked for", "[core][config][observation]") {
  CHECK(parsed(with(with_trigger(R"({"event":"signal"})"))).config.observation == nullptr);
  CHECK(parsed(with(R"("journeys":[])")).config.observation == nullptr);
  CHECK(parsed(with(R"("experiments":[])")).config.observation == nullptr);
  CHECK(warnings(with(R"("experiments":[{"id":"menu"}])")) == "");
}

TEST_CASE("\"signals\": {} wants all of them but thrashing", "[core][config][observation]") {
  const Signals all = signals(with(R"("signals":{})"));
  CHECK(all.told);
  CHECK_FALSE(wants(all, Signal::kThrash));
  CHECK(all.wanted == (0xFF & ~(1 << static_cast<int>(Signal::kThrash))));
  CHECK(all.rage_clicks == 3);
  CHECK(all.rage_within == 1000);
  CHECK(all.rage_radius == 30);
  CHECK(all.dead_within == 2500);
  CHECK(all.error_within == 1000);
  CHECK(all.quick_back_within == 5000);
  CHECK(all.struggle_invalid == 3);
  CHECK(all.struggle_retyped == 2);
  CHECK(all.refresh_loads == 3);
  CHECK(all.refresh_within == 20'000);
  CHECK(all.sample == 1);
  CHECK(all.per_page == 10);
}

TEST_CASE("each signal is switched on and off, or given its thresholds", "[core][config][observation]") {
  const Signals some = signals(with(R"("signals":{"rage":{"clicks":4,"within":"1500ms","radius":20},"dead":false,
    "error":{"within":"2s"},"quickBack":true,"thrash":true,"formStruggle":{"invalid":2,"retyped":4},
    "refreshBurst":{"loads":5,"within":"1m"},"abandonedForm":false,"ignore":["#map",".game *"],"sample":0.25,
    "perPage":3})"));
  CHECK(wants(some, Signal::kRage));
  CHECK_FALSE(wants(some, Signal::kDead));
  CHECK(wants(some, Signal::kThrash));
  CHECK_FALSE(wants(some, Signal::kAbandonedForm));
  CHECK(some.rage_clicks == 4);
  CHECK(some.rage_within == 1500);
  CHECK(some.rage_radius == 20);
  CHECK(some.error_within == 2000);
  CHECK(some.struggle_invalid == 2);
  CHECK(some.struggle_retyped == 4);
  CHECK(some.refresh_loads == 5);
  CHECK(some.refresh_within == 60'000);
  CHECK(some.ignore == std::vector<std::string>{"#map", ".game *"});
  CHECK(some.sample == 0.25);
  CHECK(some.per_page == 3);
  const Signals thrash = signals(with(R"("signals":{"thrash":{"reversals":8,"within":"3s","distance":50}})"));
  CHECK(wants(thrash, Signal::kThrash));
  CHECK(thrash.thrash_reversals == 8);
  CHECK(thrash.thrash_within == 3000);
  CHECK(thrash.thrash_distance == 50);
}

TEST_CASE("what is wrong with signals is said at its place", "[core][config][observation]") {
  const auto wrong = [](std::string_view members) { return errors(with(join({R"("signals":)", members}))); };
  CHECK(wrong("true") == "/signals: must be an object, found true or false\n");
  CHECK(wrong(R"({"rage":3})") ==
        "/signals/rage: must be true, false or an object with its thresholds, found a number\n");
  CHECK(wrong(R"({"rage":{"clicks":1}})") == "/signals/rage/clicks: must be a whole number from 2 to 20, found 1\n");
  CHECK(wrong(R"({"dead":{"within":2500}})") ==
        "/signals/dead/within: a number is no duration such as \"500ms\", \"3s\", \"10m\", \"2h\" or \"30d\"\n");
  CHECK(wrong(R"({"error":{"within":"2h"}})") == "/signals/error/within: \"2h\" must be from 1ms to 60s\n");
  CHECK(wrong(R"({"ignore":["#a",""]})") == "/signals/ignore/1: must be a CSS selector such as \"#map\"\n");
  CHECK(wrong(R"({"ignore":"#a"})") == "/signals/ignore: must be a list, found a string\n");
  CHECK(wrong(R"({"sample":2})") ==
        "/signals/sample: must be a number from 0 to 1, such as 0.25 for every fourth visitor\n");
  CHECK(wrong(R"({"perPage":0})") == "/signals/perPage: must be a whole number from 1 to 1000, found 0\n");

  const auto odd = [](std::string_view members) { return warnings(with(join({R"("signals":)", members}))); };
  CHECK(odd(R"({"rgae":true})") == "/signals/rgae: unknown field, did you mean \"rage\"?\n");
  CHECK(odd(R"({"rage":{"click":3}})") == "/signals/rage/click: unknown field, did you mean \"clicks\"?\n");
  CHECK(odd(R"({"sample":0})") == "/signals/sample: is 0: nothing will be noticed\n");
  CHECK(odd(R"({"rage":false,"dead":false,"error":false,"quickBack":false,"formStruggle":false,"refreshBurst":false,
    "abandonedForm":false})") == "/signals: switches off every one of them: leave it out if none is wanted\n");
  CHECK(warnings(R"({"canvass":1,"signls":{}})") == "/signls: unknown field, did you mean \"signals\"?\n");
}

TEST_CASE("a threshold that cannot be used leaves the others as they are", "[core][config][observation]") {
  const Parsed result = parsed(with(R"("signals":{"rage":{"clicks":0,"radius":12},"dead":"yes"})"));
  CHECK(result.problems.errors.size() == 2);
  REQUIRE(result.config.observation != nullptr);
  CHECK(result.config.observation->signals.rage_clicks == 3);
  CHECK(result.config.observation->signals.rage_radius == 12);
  CHECK(wants(result.config.observation->signals, Signal::kDead));
}

TEST_CASE("a trigger waits for a signal, perhaps about one element", "[core][config][observation]") {
  const Parsed result =
      parsed(with(with_trigger(R"({"signal":"rage","on":"#pay","where":{"property":"count","gte":3}})")));
  CHECK(spelled(result.problems.errors) == "");
  CHECK(spelled(result.problems.warnings) == "");
  const config::Trigger& trigger = result.config.surveys.at(0).triggers.at(0);
  CHECK(trigger.moment == config::Trigger::Moment::kSignal);
  CHECK(trigger.name == "rage");
  CHECK(trigger.on == "#pay");
  CHECK(trigger.where.has_value());

  const std::string first = "/surveys/0/triggers/0";
  const auto wrong = [](std::string_view trigger) { return errors(with(with_trigger(trigger))); };
  CHECK(wrong(R"({"signal":"rgae"})") == first + "/signal: unknown \"rgae\", did you mean \"rage\"?\n");
  CHECK(wrong(R"({"signal":"tantrum"})") ==
        first +
            "/signal: unknown \"tantrum\", expected one of \"rage\", \"dead\", \"error\", \"quickBack\", \"thrash\", "
            "\"formStruggle\", \"refreshBurst\", \"abandonedForm\"\n");
  CHECK(wrong(R"({"signal":true})").find(first + "/signal: is true or false, expected one of \"rage\"") == 0);
  CHECK(wrong(R"({"signal":"rage","on":" "})") == first + "/on: is empty\n");
  CHECK(wrong(R"({"signal":"rage","on":3})") == first + "/on: must be a string, found a number\n");
  CHECK(wrong(R"({"signal":"rage","event":"e"})") ==
        first + "/signal: cannot stand beside \"event\": a trigger has one moment; make another trigger of it\n");
  CHECK(wrong(R"({"page":"/a","where":{"property":"count","gte":3}})") ==
        first + "/where: needs an \"event\" or a \"signal\", whose properties it is about\n");

  const auto odd = [](std::string_view trigger) { return warnings(with(with_trigger(trigger))); };
  CHECK(odd(R"({"event":"e","on":"#pay"})") ==
        first + "/on: is not used without a \"signal\", whose element it is about\n");
  CHECK(odd(R"({"signal":"rage","where":{"property":"cuont","gte":3}})") ==
        first + "/where/property: no signal has \"cuont\", did you mean \"count\"?\n");
}

TEST_CASE("signals that only triggers name are noticed and not told", "[core][config][observation]") {
  const auto only = [](Signal signal) { return 1 << static_cast<int>(signal); };
  const Signals rage = signals(with(with_trigger(R"({"signal":"rage"})")));
  CHECK(rage.wanted == only(Signal::kRage));
  CHECK_FALSE(rage.told);
  const auto guide = [](std::string_view json) { return signals(with(join({R"("guides":[)", json, "]"}))).wanted; };
  CHECK(guide(R"({"id":"g","type":"tip","anchor":"#a","text":"t","triggers":[{"signal":"dead"}]})") ==
        only(Signal::kDead));
  CHECK(guide(R"({"id":"g","type":"tour","triggers":[],"steps":[{"text":"t","waitFor":{"signal":"error"}}]})") ==
        only(Signal::kError));
  CHECK(guide(R"({"id":"g","type":"checklist","title":"T","triggers":[],
    "tasks":[{"id":"a","title":"A","complete":{"signal":"thrash"}}]})") == only(Signal::kThrash));
  CHECK(guide(R"({"id":"g","type":"help","articles":[{"id":"a","title":"A","text":"a"}],
    "suggestions":[{"triggers":[{"signal":"quickBack"}],"articles":["a"]}]})") == only(Signal::kQuickBack));
  CHECK(signals(with(R"("journeys":[{"id":"j","start":{"page":"/"},"steps":[],"finish":{"event":"e"},
    "detours":[{"id":"d","signal":"refreshBurst"}]}])"))
            .wanted == only(Signal::kRefreshBurst));
  // A survey that is left out waits for nothing.
  CHECK(parsed(with(R"("surveys":[{"id":"s","questions":[],"triggers":[{"signal":"rage"}]}])")).config.observation ==
        nullptr);
}

TEST_CASE("a trigger has what \"signals\" leaves out noticed, not what it switches off",
          "[core][config][observation]") {
  const Signals both = signals(with(join({R"("signals":{},)", with_trigger(R"({"signal":"thrash"})")})));
  CHECK(both.wanted == 0xFF);
  CHECK(both.told);
  const Parsed off = parsed(with(join({R"("signals":{"rage":false},)", with_trigger(R"({"signal":"rage"})")})));
  CHECK(spelled(off.problems.warnings) ==
        "/signals/rage: is false, but a trigger of \"s\" waits for it, which will never hold\n");
  CHECK_FALSE(wants(off.config.observation->signals, Signal::kRage));
}

TEST_CASE("a journey has a start, steps, a finish, detours and a limit", "[core][config][observation]") {
  const Journey buy = only_journey(with(R"("journeys":[{"id":"buy","kind":"trek","start":{"any":[{"page":"/pieces/*"},
    {"event":"browse"}]},"steps":[{"id":"cart","page":"/cart*"},{"any":[{"page":"/pay*"},{"event":"paid_by_wallet",
    "where":{"property":"total","gt":1}}],"optional":true}],"finish":{"event":"order_completed"},"limit":"7d",
    "detours":[{"id":"faq","page":"/faq*"}]}])"));
  CHECK(buy.id == "buy");
  CHECK(buy.kind == Character::kTrek);
  REQUIRE(buy.start.any.size() == 2);
  CHECK(buy.start.any[0].page.value == "/pieces/*");
  CHECK(buy.start.any[1].name == "browse");
  REQUIRE(buy.steps.size() == 2);
  CHECK(buy.steps[0].id == "cart");
  CHECK_FALSE(buy.steps[0].optional);
  REQUIRE(buy.steps[0].any.size() == 1);
  CHECK(buy.steps[0].any[0].moment == config::Trigger::Moment::kPage);
  CHECK(buy.steps[1].id == "2");
  CHECK(buy.steps[1].optional);
  REQUIRE(buy.steps[1].any.size() == 2);
  CHECK(buy.steps[1].any[1].where.has_value());
  REQUIRE(buy.finish.any.size() == 1);
  CHECK(buy.finish.any[0].name == "order_completed");
  REQUIRE(buy.detours.size() == 1);
  CHECK(buy.detours[0].id == "faq");
  CHECK(buy.limit == 7 * kDay);

  const Journey plain = only_journey(journey(R"("steps":[{"page":"/cart"}])"));
  CHECK(plain.kind == Character::kRoutine);
  CHECK(plain.limit == 30 * kDay);
  CHECK(plain.steps.at(0).id == "1");
}

TEST_CASE("what is wrong with a journey is said at its place", "[core][config][observation]") {
  CHECK(errors(with(R"("journeys":[{"id":"buy","steps":[]}])")) ==
        "/journeys/0/start: is missing: say what it begins with, such as {\"page\": \"/cart*\"}\n"
        "/journeys/0/finish: is missing: say what its goal is, such as {\"event\": \"order_completed\"}\n");
  CHECK(errors(with(R"("journeys":{})")) == "/journeys: must be a list, found an object\n");
  CHECK(errors(with(R"("journeys":[3])")) == "/journeys/0: must be an object, found a number\n");
  CHECK(errors(journey(R"("steps":[],"kind":"odysey")")) ==
        "/journeys/0/kind: unknown \"odysey\", did you mean \"odyssey\"?\n");
  CHECK(errors(journey(R"("steps":[],"limit":"0s")")) == "/journeys/0/limit: \"0s\" must be from 1s to 3650d\n");
  const auto step = [](std::string_view json) { return errors(journey(join({R"("steps":[)", json, "]"}))); };
  CHECK(step(R"({"id":"a"})") ==
        "/journeys/0/steps/0/page: is missing: give it a page, an event, or \"any\" of several\n");
  CHECK(step(R"({"any":[]})") == "/journeys/0/steps/0/any: is empty: give it a page or an event\n");
  CHECK(step(R"({"any":[{"page":"/a"}],"event":"b"})") ==
        "/journeys/0/steps/0/any: cannot stand beside a page or an event: put it among them\n");
  CHECK(step(R"({"any":[{}]})") ==
        "/journeys/0/steps/0/any/0: is empty: give it an event, a page, firstVisit or a delay\n");
  CHECK(step(R"({"page":"cart"})").find("/journeys/0/steps/0/page: \"cart\" must begin with \"/\"") == 0);
  CHECK(step(R"({"page":"/a","optional":1})") ==
        "/journeys/0/steps/0/optional: must be true or false, found a number\n");
  CHECK(step(R"({"id":"a","page":"/a"},{"id":"a","page":"/b"})") ==
        "/journeys/0/steps/1/id: \"a\" is the id of another one\n");
  CHECK(step(R"({"id":"2","page":"/a"},{"page":"/b"})") == "/journeys/0/steps/1/id: \"2\" is the id of another one\n");
  CHECK(step(R"({"id":"start","page":"/a"})") ==
        "/journeys/0/steps/0/id: cannot be \"start\", which the beginning is called\n");
  CHECK(step(R"("cart")") == "/journeys/0/steps/0: must be an object, found a string\n");
  CHECK(errors(journey(R"("steps":[],"detours":[{"page":"/faq"}])")) == "/journeys/0/detours/0/id: is missing\n");
  CHECK(warnings(journey(R"("steps":[{"page":"/a","optionl":true}])")) ==
        "/journeys/0/steps/0/optionl: unknown field, did you mean \"optional\"?\n");
}

TEST_CASE("a journey with an error is left out, and so is one whose id is taken", "[core][config][observation]") {
  const Parsed result = parsed(with(R"("journeys":[
    {"id":"a","start":{"page":"/"},"steps":[],"finish":{"event":"e"}},
    {"id":"b","start":{"page":"/"},"steps":[],"finish":{"evnt":"e"}},
    {"id":"a","start":{"page":"/"},"steps":[],"finish":{"event":"e"}},
    {"id":"c","start":{"page":"/"},"steps":[],"finish":{"event":"e"}}])"));
  CHECK(spelled(result.problems.errors) ==
        "/journeys/1/finish/page: is missing: give it a page, an event, or \"any\" of several\n"
        "/journeys/2/id: \"a\" is the id of /journeys/0 already\n");
  REQUIRE(result.config.observation != nullptr);
  REQUIRE(result.config.observation->journeys.size() == 2);
  CHECK(result.config.observation->journeys[1].id == "c");
}

TEST_CASE("there may be twenty journeys of thirty steps", "[core][config][observation]") {
  std::string journeys;
  for (int i = 0; i < 21; ++i) {
    journeys += join(
        {i == 0 ? "" : ",", R"({"id":"j)", decimal(i), R"(","start":{"page":"/"},"steps":[],"finish":{"event":"e"}})"});
  }
  const Parsed many = parsed(with(join({R"("journeys":[)", journeys, "]"})));
  CHECK(spelled(many.problems.errors) == "/journeys/20: is one too many: the most is 20\n");
  CHECK(many.config.observation->journeys.size() == 20);
  std::string steps;
  for (int i = 0; i < 31; ++i) steps += join({i == 0 ? "" : ",", R"({"page":"/)", decimal(i), R"("})"});
  CHECK(errors(journey(join({R"("steps":[)", steps, "]"}))) ==
        "/journeys/0/steps/30: is one too many: the most is 30\n");
}

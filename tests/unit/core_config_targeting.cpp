#include <catch2/catch_test_macros.hpp>

#include "core/base/text.h"
#include "core/config/config.h"
#include "core/targeting/trigger.h"
#include "core_config_support.h"

using namespace canvass;

namespace {

// One survey with these fields.
std::string survey_with(std::string_view fields) {
  return join(
      {R"({"canvass":1,"surveys":[{"id":"s",)", fields, R"(,"questions":[{"id":"q","type":"nps","text":"?"}]}]})"});
}

std::string trigger(std::string_view trigger) { return survey_with(join({R"("triggers":[)", trigger, "]"})); }

std::string with(std::string_view field) { return survey_with(join({R"("triggers":[],)", field})); }

struct Case {
  std::string config;
  std::string pointer;
  std::string message;
};

config::Trigger read(std::string_view json) {
  Parsed result = parsed(trigger(json));
  INFO(json);
  for (const Problem& problem : result.problems.errors) INFO(problem.pointer + ": " + problem.message);
  REQUIRE(result.problems.ok());
  CHECK(result.problems.warnings.empty());
  return result.config.surveys.at(0).triggers.at(0);
}

}  // namespace

TEST_CASE("every moment of a trigger is read", "[core][config]") {
  using Moment = config::Trigger::Moment;
  CHECK(read(R"({"page":"/cart"})").moment == Moment::kPage);
  CHECK(read(R"({"visits":3})").visits == 3);
  const config::Trigger event = read(R"({"event":"bought","where":{"property":"total","gte":100}})");
  CHECK(event.moment == Moment::kEvent);
  CHECK(event.name == "bought");
  CHECK(event.where.has_value());
  CHECK(read(R"({"click":"#pay"})").name == "#pay");
  CHECK(read(R"({"click":"#pay"})").moment == Moment::kClick);
  CHECK(read(R"({"seen":".footer"})").moment == Moment::kSeen);
  CHECK(read(R"({"scroll":50})").scroll == 50);
  CHECK(read(R"({"scroll":50})").moment == Moment::kScroll);
  CHECK(read(R"({"exit":true})").moment == Moment::kExit);
  CHECK(read(R"({"idle":"20s"})").duration == 20 * kSecond);
  CHECK(read(R"({"idle":"20s"})").moment == Moment::kIdle);
  CHECK(read(R"({"timeOnPage":"30s"})").moment == Moment::kTimeOnPage);
}

TEST_CASE("a delay survives navigation after an event, and otherwise when asked to", "[core][config]") {
  CHECK(read(R"({"event":"x","delay":"3s"})").survives_navigation);
  CHECK_FALSE(read(R"({"page":"/","delay":"3s"})").survives_navigation);
  CHECK_FALSE(read(R"({"click":"#a","delay":"3s"})").survives_navigation);
  CHECK(read(R"({"page":"/","delay":"3s","onNavigation":"keep"})").survives_navigation);
  CHECK_FALSE(read(R"({"event":"x","delay":"3s","onNavigation":"cancel"})").survives_navigation);
  CHECK(read(R"({"event":"x","delay":"3s","cancelOn":["y","z"]})").cancel_on == std::vector<std::string>{"y", "z"});
}

TEST_CASE("a page is given as a glob or as one of four kinds", "[core][config]") {
  using Kind = config::PagePattern::Kind;
  CHECK(read(R"({"page":"/cart*"})").page.kind == Kind::kGlob);
  CHECK(read(R"({"page":{"glob":"*/cart"}})").page.kind == Kind::kGlob);
  CHECK(read(R"({"page":{"is":"/cart"}})").page.kind == Kind::kIs);
  CHECK(read(R"({"page":{"startsWith":"/cart"}})").page.kind == Kind::kStartsWith);
  const config::PagePattern digits = read(R"({"page":{"matches":"^/cart/\\d+$"}})").page;
  CHECK(digits.kind == Kind::kMatches);
  CHECK(targeting::page_matches(digits, "https://x.example/cart/12"));
  CHECK_FALSE(targeting::page_matches(digits, "https://x.example/cart/x"));
}

TEST_CASE("who and how often is read", "[core][config]") {
  using Kind = config::Frequency::Kind;
  const config::Survey one = parsed(with(R"("sample":0.25,"priority":-3,"quota":{"limit":400,"answered":123},
    "audience":{"trait":"plan","is":"pro"},"schedule":{"from":"2026-01-31","until":"2026-02-01T09:30:00Z"},
    "frequency":{"every":"90d","untilAnswered":true,"max":3})"))
                                 .config.surveys.at(0);
  CHECK(one.sample == 0.25);
  CHECK(one.priority == -3);
  CHECK(one.quota == 400);
  CHECK(one.quota_answered == 123);
  CHECK(one.audience.has_value());
  CHECK(format_iso8601(one.from) == "2026-01-31T00:00:00.000Z");
  CHECK(format_iso8601(one.until) == "2026-02-01T09:30:00.000Z");
  CHECK(one.frequency.kind == Kind::kEvery);
  CHECK(one.frequency.every == 90 * kDay);
  CHECK(one.frequency.until_answered);
  CHECK(one.frequency.max_shows == 3);

  const config::Survey two = parsed(with(R"("frequency":"untilAnswered")")).config.surveys.at(0);
  CHECK(two.frequency.kind == Kind::kAlways);
  CHECK(two.frequency.until_answered);
  CHECK(parsed(with(R"("frequency":{"max":2})")).config.surveys.at(0).frequency.kind == Kind::kAlways);
  CHECK(parsed(R"({"canvass":1,"maxPerVisit":2})").config.max_per_visit == 2);
}

TEST_CASE("what is in the page or behind a tab may always show unless said otherwise", "[core][config]") {
  using Kind = config::Frequency::Kind;
  for (const char* display : {"inline", "tab"}) {
    const Parsed result = parsed(survey_with(join({R"("display":")", display, "\""})));
    CHECK(result.problems.warnings.empty());  // it needs no triggers
    CHECK(result.config.surveys.at(0).frequency.kind == Kind::kAlways);
  }
  CHECK(parsed(survey_with(R"("display":"tab","frequency":"once")")).config.surveys.at(0).frequency.kind ==
        Kind::kOnce);
  CHECK(parsed(with(R"("display":"popover")")).config.surveys.at(0).frequency.kind == Kind::kOnce);
}

TEST_CASE("every mistake in targeting is reported at the place it was made", "[core][config]") {
  const std::string first = "/surveys/0/triggers/0";
  const std::vector<Case> cases = {
      {trigger(R"({"event":"x","click":"#a"})"), first + "/click", "cannot stand beside \"event\""},
      {trigger(R"({"scroll":50,"idle":"5s"})"), first + "/idle", "cannot stand beside \"scroll\""},
      {trigger(R"({"click":" "})"), first + "/click", "is empty"},
      {trigger(R"({"seen":""})"), first + "/seen", "is empty"},
      {trigger(R"({"scroll":0})"), first + "/scroll", "must be a whole number from 1 to 100"},
      {trigger(R"({"scroll":"half"})"), first + "/scroll", "must be a whole number from 1 to 100"},
      {trigger(R"({"exit":false})"), first + "/exit", "can only be true"},
      {trigger(R"({"idle":"soon"})"), first + "/idle", "is no duration"},
      {trigger(R"({"timeOnPage":"2d"})"), first + "/timeOnPage", "must be from 1s to 1d"},
      {trigger(R"({"page":"/a","where":{"property":"x","is":1}})"), first + "/where", "needs an \"event\""},
      {trigger(R"({"event":"e","where":{"answer":"q","is":1}})"), first + "/where/answer", "is not known before"},
      {trigger(R"({"event":"e","where":{"property":"x","anyOff":[1]}})"), first + "/where/anyOff",
       "did you mean \"anyOf\"?"},
      {trigger(R"({"page":{}})"), first + "/page", "needs one of \"is\""},
      {trigger(R"({"page":7})"), first + "/page", "must be a string, found a number"},
      {trigger(R"({"page":{"is":"/a","glob":"/b"}})"), first + "/page/is", "cannot stand beside another one"},
      {trigger(R"({"page":{"is":"*a"}})"), first + "/page/is", "\"*a\" must begin with \"/\""},
      {trigger(R"({"page":{"matches":"/a(b"}})"), first + "/page/matches", "at character "},
      {trigger(R"({"page":{"matches":""}})"), first + "/page/matches", "is no usable pattern: is empty"},
      {trigger(R"({"visits":0})"), first + "/visits", "from 1 to 1000000"},
      {trigger(R"({"visits":2,"firstVisit":true})"), first + "/visits", "cannot be more than 1"},
      {trigger(R"({"event":"e","onNavigation":"kep"})"), first + "/onNavigation", "did you mean \"keep\"?"},
      {trigger(R"({"event":"e","cancelOn":"x"})"), first + "/cancelOn", "must be a list, found a string"},
      {trigger(R"({"event":"e","cancelOn":["x",3]})"), first + "/cancelOn/1", "must be the name of an event"},
      {with(R"("audience":{"property":"total","gte":1})"), "/surveys/0/audience/property", "\"where\" of a trigger"},
      {with(R"("audience":{"all":[{"answer":"q","is":1}]})"), "/surveys/0/audience/all/0/answer", "is not known"},
      {with(R"("audience":{"visited":"https://a.example/","gte":1})"), "/surveys/0/audience/visited", "paths alone"},
      {with(R"("sample":1.5)"), "/surveys/0/sample", "must be a number from 0 to 1"},
      {with(R"("sample":"half")"), "/surveys/0/sample", "must be a number from 0 to 1"},
      {with(R"("priority":101)"), "/surveys/0/priority", "from -100 to 100"},
      {with(R"("quota":{})"), "/surveys/0/quota/limit", "is missing"},
      {with(R"("quota":{"limit":0})"), "/surveys/0/quota/limit", "from 1 to"},
      {with(R"("quota":400)"), "/surveys/0/quota", "must be an object, found a number"},
      {with(R"("schedule":{"from":"31.01.2026"})"), "/surveys/0/schedule/from", "is no date such as"},
      {with(R"("schedule":{"from":"2026-02-30"})"), "/surveys/0/schedule/from", "is no date such as"},
      {with(R"("schedule":{"from":"2026-02-01","until":"2026-02-01"})"), "/surveys/0/schedule/until",
       "later than from"},
      {with(R"("schedule":{})"), "/surveys/0/schedule", "is empty"},
      {with(R"("frequency":"untilAnswerd")"), "/surveys/0/frequency", "did you mean \"untilAnswered\"?"},
      {with(R"("frequency":{"max":0})"), "/surveys/0/frequency/max", "from 1 to"},
      {with(R"("frequency":{"untilAnswered":false})"), "/surveys/0/frequency/untilAnswered", "can only be true"},
      {with(R"("display":"inlin")"), "/surveys/0/display", "did you mean \"inline\"?"},
      {R"({"canvass":1,"maxPerVisit":0})", "/maxPerVisit", "from 1 to 1000"},
  };
  for (const Case& broken : cases) {
    const Parsed result = parsed(broken.config);
    INFO(broken.config);
    REQUIRE_FALSE(result.problems.errors.empty());
    CHECK(result.problems.errors[0].pointer == broken.pointer);
    INFO(result.problems.errors[0].message);
    CHECK(result.problems.errors[0].message.find(broken.message) != std::string::npos);
  }
}

TEST_CASE("what can never show by itself is pointed out", "[core][config]") {
  const Parsed nobody = parsed(with(R"("sample":0)"));
  CHECK(nobody.problems.ok());
  REQUIRE(nobody.problems.warnings.size() == 1);
  CHECK(nobody.problems.warnings[0].pointer == "/surveys/0/sample");
  const Parsed full = parsed(with(R"("quota":{"limit":10,"answered":10})"));
  CHECK(full.problems.ok());
  REQUIRE(full.problems.warnings.size() == 1);
  CHECK(full.problems.warnings[0].pointer == "/surveys/0/quota/answered");
}

#include <catch2/catch_test_macros.hpp>

#include "core/base/text.h"
#include "core_support.h"

using namespace canvass;
using namespace canvass::test;

namespace {

constexpr const char* kHome = "https://shop.example/";

std::string one(std::string_view fields, std::string_view top = "") {
  return join({R"({"canvass":1)", top, R"(,"surveys":[{"id":"s",)", fields,
               R"(,"questions":[{"id":"q","type":"nps","text":"?"}]}]})"});
}

Host started(const std::string& config) {
  Host host(config);
  REQUIRE(host.problems.ok());
  host.give(event::Init{.visitor = "anna", .seed = "1", .locale = "en", .stored = {}});
  host.open(kHome);
  return host;
}

Json explained(const Host& host, std::string_view id = "s") {
  return parse_json(host.engine.explain(id, host.now)).value();
}

Json condition(const Json& explanation, std::string_view name) {
  for (const Json& one : explanation.at("conditions")) {
    if (one.at("condition") == name) return one;
  }
  FAIL("no condition " << name);
  return {};
}

std::vector<std::string> failing(const Json& explanation) {
  std::vector<std::string> names;
  for (const Json& one : explanation.at("conditions")) {
    if (one.at("pass") == false) names.push_back(one.at("condition"));
  }
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("every condition of a survey is named, in the order they are decided in", "[core][explain]") {
  const Json all = explained(started(one(R"("triggers":[{"event":"go"}])")));
  CHECK(all["id"] == "s");
  CHECK(all["kind"] == "survey");
  CHECK(all["shows"] == false);
  Names names;
  for (const Json& one : all["conditions"]) {
    names.push_back(one["condition"]);
    CHECK(one.contains("pass"));
    CHECK(one.contains("value"));
    CHECK_FALSE(one["text"].get<std::string>().empty());
  }
  CHECK(names ==
        Names{"quota", "schedule", "sample", "frequency", "cooldown", "maxPerVisit", "audience", "triggers", "room"});
}

TEST_CASE("what shows says so", "[core][explain]") {
  Host host = started(one(R"("triggers":[{"page":"/"}])"));
  host.give(event::Shown{"s"});
  const Json all = explained(host);
  CHECK(all["showing"] == true);
  CHECK(all["shows"] == true);
  CHECK(all["text"] == "it is showing");
}

TEST_CASE("a cooldown says until when", "[core][explain]") {
  Host host = started(one(R"("triggers":[{"event":"go"}],"frequency":"always")", R"(,"cooldown":"4d")"));
  host.track("go");
  host.give(event::Shown{"s"});
  host.give(event::Dismiss{});
  const Json cooldown = condition(explained(host), "cooldown");
  CHECK(cooldown["pass"] == false);
  CHECK(cooldown["text"] == "cooldown until 2026-01-05T00:00:00Z");
  CHECK(cooldown["next"] == kStart + 4 * kDay);
  host.wait(4 * kDay);
  CHECK(condition(explained(host), "cooldown")["pass"] == true);
}

TEST_CASE("who is sampled out is told the numbers", "[core][explain]") {
  const Json sample = condition(explained(started(one(R"("triggers":[],"sample":0.0001)"))), "sample");
  CHECK(sample["pass"] == false);
  CHECK_FALSE(sample.contains("next"));
  const std::string text = sample["text"];
  CHECK(starts_with(text, "sampled out: bucket 0."));
  CHECK(text.substr(text.find(" >= ")) == " >= 0.0001");
  CHECK(sample["value"].get<double>() < 1);
}

TEST_CASE("a schedule and a quota say what they are", "[core][explain]") {
  const Json all = explained(started(one(R"("triggers":[],"schedule":{"from":"2026-02-01","until":"2026-03-01"},
    "quota":{"limit":5,"answered":5})")));
  const Json schedule = condition(all, "schedule");
  CHECK(schedule["text"] == "shows from 2026-02-01T00:00:00Z until 2026-03-01T00:00:00Z");
  CHECK(schedule["next"] == *parse_iso8601("2026-02-01T00:00:00Z"));
  CHECK(schedule["value"] == "2026-01-01T00:00:00Z");
  CHECK(condition(all, "quota")["text"] == "5 of 5 answers");
  CHECK(failing(all) == Names{"quota", "schedule", "triggers"});
  CHECK(all["text"] == "5 of 5 answers");  // the first that fails
}

TEST_CASE("frequency gives the rule that decided, and when it was shown", "[core][explain]") {
  const auto after_showing = [](std::string_view frequency, bool answer) {
    Host host = started(one(join({R"("triggers":[{"event":"go"}],"frequency":)", frequency})));
    host.track("go");
    host.give(event::Shown{"s"});
    if (answer) host.answer("s", "q", 9);
    host.give(event::Dismiss{});
    return condition(explained(host), "frequency");
  };
  CHECK(after_showing("\"once\"", false)["text"] == "shows once, last shown 2026-01-01T00:00:00Z");
  CHECK(after_showing("\"always\"", false)["pass"] == true);
  CHECK(after_showing("\"untilAnswered\"", true)["text"] == "was answered, last shown 2026-01-01T00:00:00Z");
  CHECK(starts_with(after_showing(R"({"max":1})", false)["text"].get<std::string>(), "was shown as often as it may"));
  const Json every = after_showing(R"({"every":"90d"})", false);
  CHECK(every["next"] == kStart + 90 * kDay);
  CHECK(every["value"]["shown"] == kStart);
}

TEST_CASE("an audience is told test by test", "[core][explain]") {
  Host host = started(one(R"("triggers":[],"audience":{"all":[{"fact":"visitor","is":"new"},
    {"any":[{"trait":"plan","is":"pro"},{"trait":"seats","gte":10}]}]})"));
  host.give(event::Identify{"anna", {{"plan", "free"}}});
  const Json audience = condition(explained(host), "audience");
  CHECK(audience["pass"] == false);
  CHECK(audience["text"] == "trait plan is \"free\", wanted: is \"pro\"");
  const Json& root = audience["parts"][0];
  CHECK(root["condition"] == "all");
  CHECK(root["parts"][0]["pass"] == true);
  CHECK(root["parts"][0]["value"] == "new");
  const Json& any = root["parts"][1];
  CHECK(any["pass"] == false);
  CHECK(any["parts"][0]["value"] == "free");
  CHECK(any["parts"][1]["text"] == "trait seats is not known, wanted: gte 10");
  host.give(event::Identify{"anna", {{"plan", "pro"}}});
  CHECK(condition(explained(host), "audience")["pass"] == true);
}

TEST_CASE("triggers say what they wait for", "[core][explain]") {
  Host host =
      started(one(R"("triggers":[{"event":"go","delay":"3s"},{"scroll":50,"page":"/cart"},{"exit":true,"visits":3}])"));
  Json triggers = condition(explained(host), "triggers");
  CHECK(triggers["pass"] == false);
  CHECK(triggers["text"] == "event go has not come yet");
  REQUIRE(triggers["parts"].size() == 3);
  CHECK(triggers["parts"][1]["condition"] == "scroll 50");
  CHECK(triggers["parts"][1]["text"] == "this page is https://shop.example/, wanted: /cart");
  CHECK(triggers["parts"][2]["text"] == "this is visit 1, wanted: from visit 3");
  host.track("go");
  triggers = condition(explained(host), "triggers");
  CHECK(triggers["pass"] == false);
  CHECK(triggers["next"] == kStart + 3 * kSecond);
  CHECK(triggers["parts"][0]["text"] == "waits until 2026-01-01T00:00:03Z");
  host.wait(3 * kSecond);
  host.give(event::Dismiss{});
  CHECK(condition(explained(host), "triggers")["parts"][0]["text"] == "came at 2026-01-01T00:00:00Z and is over");
}

TEST_CASE("what is in the way is named", "[core][explain]") {
  Host host = started(R"({"canvass":1,"surveys":[
    {"id":"ces","triggers":[{"page":"/"}],"questions":[{"id":"q","type":"ces","text":"?"}]},
    {"id":"s","triggers":[{"event":"go"}],"questions":[{"id":"q","type":"nps","text":"?"}]}]})");
  host.track("go");
  const Json all = explained(host);
  CHECK(failing(all) == Names{"room"});
  CHECK(all["text"] == "another is showing: ces");
  CHECK(condition(all, "room")["value"] == "ces");
}

TEST_CASE("a tip is explained, too, and its missing element", "[core][explain]") {
  Host host(kShop);
  host.start();
  host.open("https://shop.example/cart");
  CHECK(explained(host, "cart-tip")["showing"] == true);
  host.give(event::Missing{"cart-tip"});
  const Json all = explained(host, "cart-tip");
  CHECK(all["kind"] == "tip");
  CHECK(condition(all, "anchor")["text"] == "the page /cart has no #promo");
  CHECK(condition(all, "anchor")["pass"] == false);
}

TEST_CASE("what places itself is explained by its place", "[core][explain]") {
  Host host = started(one(R"("display":"inline","triggers":[{"page":"/"}])"));
  CHECK(explained(host)["text"] == "this page has no container for it: data-canvass-inline=\"s\"");
  host.give(event::Container{"s"});
  CHECK(explained(host)["showing"] == true);
  host.open("https://shop.example/cart");
  CHECK(explained(host)["text"] == "is not for this page");

  Host tab = started(one(R"("display":"tab")"));
  CHECK(explained(tab)["shows"] == true);
}

TEST_CASE("an unknown id gets a suggestion", "[core][explain]") {
  Host host(kShop);
  CHECK(explained(host, "npz") == Json{{"error", "there is no survey or guide \"npz\", did you mean \"nps\"?"}});
}

// Whatever the reason, the explanation and the engine agree.
TEST_CASE("what the explanation says would show does show, and nothing else", "[core][explain]") {
  const char* const fields[] = {
      R"("sample":0)",
      R"("quota":{"limit":1,"answered":1})",
      R"("schedule":{"from":"2026-06-01"})",
      R"("schedule":{"until":"2025-06-01"})",
      R"("audience":{"trait":"plan","is":"pro"})",
      R"("audience":{"fact":"visitor","is":"new"})",
      R"("frequency":"untilAnswered")",
      R"("priority":3)",
  };
  for (const char* field : fields) {
    INFO(field);
    Host host = started(one(join({R"("triggers":[{"event":"go"}],)", field})));
    // All but the trigger, which has not come.
    const bool expected = failing(explained(host)) == Names{"triggers"};
    host.track("go");
    CHECK((host.showing() == "survey s q") == expected);
  }
}

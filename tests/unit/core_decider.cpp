#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "core/base/text.h"
#include "core/base/uuid.h"
#include "core/targeting/decider.h"
#include "core_support.h"

using namespace canvass;
using namespace canvass::test;

namespace {

constexpr const char* kHome = "https://shop.example/";
constexpr const char* kCart = "https://shop.example/cart";

std::string survey_of(std::string_view id, std::string_view fields) {
  return join({R"({"id":")", id, R"(",)", fields, R"(,"questions":[{"id":"q","type":"nps","text":"?"}]})"});
}

// The survey "s", shown on every page unless `fields` says otherwise.
std::string one(std::string_view fields, std::string_view top = "") {
  return join({R"({"canvass":1)", top, R"(,"surveys":[)", survey_of("s", fields), "]}"});
}

std::string on_trigger(std::string_view trigger) { return one(join({R"("triggers":[)", trigger, "]"})); }

std::string several(std::initializer_list<std::string> surveys, std::string_view top = "") {
  std::string list;
  for (const std::string& survey : surveys) list += (list.empty() ? "" : ",") + survey;
  return join({R"({"canvass":1)", top, R"(,"surveys":[)", list, "]}"});
}

constexpr const char* kAnyPage = R"("triggers":[{"page":"/*"}])";

Host started(const std::string& config, const char* url = kHome) {
  Host host(config);
  REQUIRE(host.problems.ok());
  host.start();
  host.open(url);
  return host;
}

std::vector<Effect> track(Host& host, std::string name, std::string_view properties) {
  return host.give(event::Track{std::move(name), parse_json(properties).value()});
}

bool shows(const Host& host) { return host.showing() == "survey s q"; }

}  // namespace

// --- triggers ----------------------------------------------------------------------------------------------

TEST_CASE("an event counts when its properties are as wanted", "[core][targeting]") {
  Host host = started(on_trigger(R"({"event":"bought","where":{"property":"total","gte":100}})"));
  host.track("bought");
  track(host, "bought", R"({"total":99})");
  track(host, "bought", R"({"total":"100"})");
  CHECK_FALSE(shows(host));
  track(host, "bought", R"({"total":100})");
  CHECK(shows(host));
}

TEST_CASE("a click or a sight counts for its selector", "[core][targeting]") {
  Host clicked = started(on_trigger(R"({"click":"#pay"})"));
  clicked.give(event::Click{"#other"});
  clicked.give(event::Seen{"#pay"});
  CHECK_FALSE(shows(clicked));
  clicked.give(event::Click{"#pay"});
  CHECK(shows(clicked));

  Host seen = started(on_trigger(R"({"seen":"#footer"})"));
  seen.give(event::Click{"#footer"});
  CHECK_FALSE(shows(seen));
  seen.give(event::Seen{"#footer"});
  CHECK(shows(seen));
}

TEST_CASE("scrolling counts once the depth is reached, on every page anew", "[core][targeting]") {
  Host host = started(one(R"("triggers":[{"scroll":50}],"frequency":"always")"));
  host.give(event::Scroll{49});
  CHECK_FALSE(shows(host));
  host.give(event::Scroll{63});
  CHECK(shows(host));
  host.give(event::Dismiss{});
  host.give(event::Scroll{90});
  CHECK(host.showing().empty());
  host.open(kCart);
  host.give(event::Scroll{50});
  CHECK(shows(host));
}

TEST_CASE("time on the page is the time it was in sight", "[core][targeting]") {
  Host host = started(on_trigger(R"({"timeOnPage":"30s"})"));
  CHECK(host.wish == kStart + 30 * kSecond);
  host.wait(20 * kSecond);
  host.give(event::Hidden{});
  CHECK_FALSE(host.wish);
  host.wait(kHour);
  CHECK_FALSE(shows(host));
  host.give(event::Visible{});
  CHECK(host.wish == host.now + 10 * kSecond);
  host.wait(9 * kSecond);
  CHECK_FALSE(shows(host));
  host.wait(kSecond);
  CHECK(shows(host));
}

TEST_CASE("time on the page begins anew on another page, and its delay follows it", "[core][targeting]") {
  Host host = started(on_trigger(R"({"timeOnPage":"30s","delay":"5s"})"));
  host.wait(29 * kSecond);
  host.open(kCart);
  host.wait(34 * kSecond);
  CHECK_FALSE(shows(host));
  host.wait(kSecond);
  CHECK(shows(host));
}

TEST_CASE("idleness and leaving count", "[core][targeting]") {
  Host idle = started(on_trigger(R"({"idle":"20s"})"));
  idle.give(event::Idle{19 * kSecond});
  CHECK_FALSE(shows(idle));
  idle.give(event::Idle{20 * kSecond});
  CHECK(shows(idle));
  Host leaving = started(on_trigger(R"({"exit":true,"page":"/cart"})"));
  leaving.give(event::Exit{});
  CHECK_FALSE(shows(leaving));
  leaving.open(kCart);
  leaving.give(event::Exit{});
  CHECK(shows(leaving));
}

TEST_CASE("a trigger may wait for a later visit", "[core][targeting]") {
  const std::string config = on_trigger(R"({"visits":3})");
  Host host = started(config);
  for (int visit = 2; visit <= 3; ++visit) {
    CHECK_FALSE(shows(host));
    host = host.another_tab(config);
    host.start();
    host.open(kHome);
  }
  CHECK(shows(host));
}

TEST_CASE("pages are compared as the configuration says", "[core][targeting]") {
  const auto on = [](std::string_view page, const char* url) {
    return shows(started(on_trigger(join({R"({"page":)", page, "}"})), url));
  };
  CHECK(on(R"({"is":"/cart"})", "https://shop.example/cart?x=1#top"));
  CHECK_FALSE(on(R"({"is":"/cart"})", "https://shop.example/cart/"));
  CHECK_FALSE(on(R"({"is":"/cart"})", "https://shop.example/car"));
  CHECK(on(R"({"is":"https://shop.example/cart"})", "https://shop.example/cart?x=1"));
  CHECK(on(R"({"is":"/cart?x=1"})", "https://shop.example/cart?x=1"));
  CHECK(on(R"({"startsWith":"/cart"})", "https://shop.example/cart/items"));
  CHECK_FALSE(on(R"({"startsWith":"/cart"})", "https://shop.example/my/cart"));
  CHECK(on(R"({"glob":"*/cart"})", "https://shop.example/my/cart"));
  CHECK(on(R"({"matches":"^/item/\\d+$"})", "https://shop.example/item/42?x=a"));
  CHECK_FALSE(on(R"({"matches":"^/item/\\d+$"})", "https://shop.example/item/new"));
  CHECK(on(R"({"matches":"^https://shop\\.example/.*sale"})", "https://shop.example/?q=sale"));
}

TEST_CASE("a delay is cancelled by navigation or survives it, as configured", "[core][targeting]") {
  Host keep = started(on_trigger(R"({"page":"/","delay":"10s","onNavigation":"keep"})"));
  keep.open(kCart);
  keep.wait(10 * kSecond);
  CHECK(shows(keep));
  Host cancel = started(on_trigger(R"({"event":"bought","delay":"10s","onNavigation":"cancel"})"));
  cancel.track("bought");
  cancel.open(kCart);
  cancel.wait(10 * kSecond);
  CHECK_FALSE(shows(cancel));
  cancel.track("bought");
  cancel.wait(10 * kSecond);
  CHECK(shows(cancel));
}

TEST_CASE("an event may call off what waits", "[core][targeting]") {
  Host host = started(on_trigger(R"({"event":"cart_opened","delay":"60s","cancelOn":["bought"]})"));
  host.track("cart_opened");
  host.wait(30 * kSecond);
  host.track("bought");
  CHECK_FALSE(host.wish);
  host.wait(kMinute);
  CHECK_FALSE(shows(host));
}

// --- audience ----------------------------------------------------------------------------------------------

TEST_CASE("a survey shows to its audience only", "[core][targeting]") {
  const auto shown_to = [](std::string_view audience, const event::Init& init, const char* url) {
    Host host(one(join({kAnyPage, R"(,"audience":)", audience})));
    REQUIRE(host.problems.ok());
    host.give(init);
    host.give(event::Page{url, "https://news.example/today"});
    return shows(host);
  };
  const event::Init phone{.visitor = "v", .seed = "1", .locale = "ru-RU", .stored = {}, .device = "mobile"};
  CHECK(shown_to(R"({"fact":"device","is":"mobile"})", phone, kHome));
  CHECK_FALSE(shown_to(R"({"fact":"device","is":"desktop"})", phone, kHome));
  CHECK(shown_to(R"({"fact":"language","anyOf":["ru","kk"]})", phone, kHome));
  CHECK(shown_to(R"({"fact":"referrer","contains":"news.example"})", phone, kHome));
  CHECK(shown_to(R"({"fact":"visitor","is":"new"})", phone, kHome));
  CHECK(shown_to(R"({"fact":"visits","lt":2})", phone, kHome));
  CHECK(shown_to(R"({"fact":"path","is":"/cart"})", phone, kCart));
  CHECK(shown_to(R"({"fact":"url","contains":"coupon"})", phone, "https://shop.example/?coupon=1"));
  CHECK(shown_to(R"({"utm":"source","is":"mail"})", phone, "https://shop.example/?utm_source=mail"));
  CHECK_FALSE(shown_to(R"({"utm":"source","is":"mail"})", phone, kHome));
  CHECK(shown_to(R"({"trait":"plan","skipped":true})", phone, kHome));
  CHECK_FALSE(shown_to(R"({"trait":"plan","isNot":"pro"})", phone, kHome));
  CHECK(shown_to(R"({"all":[{"fact":"device","is":"mobile"},{"not":{"fact":"language","is":"en"}}]})", phone, kHome));
}

TEST_CASE("who becomes part of the audience while on the page is asked there", "[core][targeting]") {
  Host host = started(one(join({kAnyPage, R"(,"audience":{"trait":"plan","is":"pro"})"})));
  CHECK_FALSE(shows(host));
  host.give(event::Identify{"anna", {{"plan", "pro"}}});
  CHECK(shows(host));
}

TEST_CASE("an event that found nobody in the audience is over", "[core][targeting]") {
  Host host = started(one(R"("triggers":[{"event":"bought"}],"audience":{"trait":"plan","is":"pro"})"));
  host.track("bought");
  host.give(event::Identify{"anna", {{"plan", "pro"}}});
  CHECK_FALSE(shows(host));
  host.track("bought");
  CHECK(shows(host));
}

TEST_CASE("a campaign is remembered for the visit", "[core][targeting]") {
  const std::string config = one(R"("triggers":[{"page":"/cart"}],"audience":{"utm":"campaign","is":"spring"})");
  Host host = started(config, "https://shop.example/?utm_campaign=spring&utm_source=mail&x=1");
  CHECK(host.storage.at("tab:utm") == R"({"campaign":"spring"})");  // nobody asks for the source
  Host reloaded = host.reload(config);
  reloaded.start();
  reloaded.open(kCart);
  CHECK(shows(reloaded));
  Host later = host.another_tab(config);
  later.start();
  later.open(kCart);
  CHECK_FALSE(shows(later));
}

TEST_CASE("page history is kept when a survey asks for it, without queries", "[core][targeting]") {
  const std::string config = one(R"("triggers":[{"page":"/cart"}],"audience":{"visited":"/item/*","gte":2})");
  Host host = started(config, "https://shop.example/item/1?secret=x");
  CHECK(host.storage.at("tab:pages") == R"(["/item/1"])");
  host.open(kCart);
  CHECK_FALSE(shows(host));
  Host reloaded = host.reload(config);
  reloaded.start();
  reloaded.open("https://shop.example/item/2");
  reloaded.open(kCart);
  CHECK(shows(reloaded));
  for (int i = 0; i < 60; ++i) reloaded.open("https://shop.example/item/" + std::to_string(i + 10));
  CHECK(parse_json(reloaded.storage.at("tab:pages"))->size() == 50);

  Host indifferent = started(one(kAnyPage));
  CHECK(indifferent.storage.count("tab:pages") == 0);
}

// --- sampling and wordings ---------------------------------------------------------------------------------

TEST_CASE("a sample is decided once and for all for a visitor and a survey", "[core][targeting]") {
  const std::string config = one(join({kAnyPage, R"(,"sample":0.5,"frequency":"always")"}));
  int in = 0;
  for (int i = 0; i < 200; ++i) {
    bool first = false;
    for (int run = 0; run < 3; ++run) {
      Host host(config);
      host.give(event::Init{.visitor = "v" + std::to_string(i), .seed = std::to_string(run), .locale = "en"});
      host.open(kHome);
      if (run == 0) first = shows(host);
      CHECK(shows(host) == first);
    }
    in += first ? 1 : 0;
  }
  CHECK(in > 70);
  CHECK(in < 130);
}

namespace {

// One decider for one visitor after another, who are told apart by nothing but their ids.
class Crowd {
 public:
  explicit Crowd(const std::string& text) {
    REQUIRE(config::parse(text, config).ok());
    Turn turn;
    UuidMaker ids("1");
    visitor.start({.visitor = "first", .seed = {}, .locale = {}}, "en", false, ids, turn);
  }

  template <typename Visit>
  void each(int count, Visit visit) {
    for (int i = 0; i < count; ++i) {
      visitor.stored({"visitor", "visitor-" + std::to_string(i)});
      visit(decider);
    }
  }

  config::Config config;
  targeting::Visitor visitor;
  targeting::Decider decider{config, visitor};
};

}  // namespace

TEST_CASE("samples of a million visitors have the size they should, independently of each other", "[core][targeting]") {
  Crowd crowd(
      several({survey_of("a", R"("triggers":[],"sample":0.2)"), survey_of("b", R"("triggers":[],"sample":0.5)")}));
  constexpr int kVisitors = 1'000'000;
  int a = 0, b = 0, both = 0;
  crowd.each(kVisitors, [&](const targeting::Decider& decider) {
    const bool in_a = decider.allowed_from({false, 0}, kStart) <= kStart;
    const bool in_b = decider.allowed_from({false, 1}, kStart) <= kStart;
    a += in_a ? 1 : 0;
    b += in_b ? 1 : 0;
    both += in_a && in_b ? 1 : 0;
  });
  // Within four standard errors, √(n·p·(1−p)).
  const auto near = [](int count, double p) {
    return std::fabs(count - kVisitors * p) < 4 * std::sqrt(kVisitors * p * (1 - p));
  };
  CHECK(near(a, 0.2));
  CHECK(near(b, 0.5));
  CHECK(near(both, 0.1));
}

TEST_CASE("wordings are shared out by weight, independently of the sample", "[core][targeting]") {
  Crowd crowd(several({survey_of("a", R"("triggers":[],"sample":0.5)")}));
  crowd.config.surveys[0].variants = {{"one", 1, {}}, {"two", 2, {}}, {"three", 1, {}}};
  constexpr int kVisitors = 200'000;
  int counts[3] = {};
  int second_in_sample = 0;
  crowd.each(kVisitors, [&](const targeting::Decider& decider) {
    const size_t variant = decider.variant(0);
    REQUIRE(variant == decider.variant(0));
    ++counts[variant];
    second_in_sample += variant == 1 && decider.allowed_from({false, 0}, kStart) <= kStart ? 1 : 0;
  });
  const auto near = [](int count, double p) {
    return std::fabs(count - kVisitors * p) < 4 * std::sqrt(kVisitors * p * (1 - p));
  };
  CHECK(near(counts[0], 0.25));
  CHECK(near(counts[1], 0.5));
  CHECK(near(counts[2], 0.25));
  CHECK(near(second_in_sample, 0.25));
}

// --- how often ---------------------------------------------------------------------------------------------

namespace {

// Shows, paints and closes it; false if it does not show.
bool round(Host& host, bool answer = false) {
  host.track("go");
  if (!shows(host)) return false;
  host.give(event::Shown{"s"});
  if (answer) host.answer("s", "q", 9);
  host.give(event::Dismiss{});
  return true;
}

}  // namespace

TEST_CASE("until answered is until answered", "[core][targeting]") {
  Host host = started(one(R"("triggers":[{"event":"go"}],"frequency":"untilAnswered")"));
  CHECK(round(host));
  CHECK(round(host));
  CHECK(round(host, true));
  CHECK_FALSE(round(host));
}

TEST_CASE("no more shows than the most there may be, in this tab and later ones", "[core][targeting]") {
  const std::string config = one(R"("triggers":[{"event":"go"}],"frequency":{"max":3})");
  Host host = started(config);
  CHECK(round(host));
  CHECK(round(host));
  CHECK(parse_json(host.storage.at("m:s"))->at("shows") == 2);
  Host later = host.another_tab(config);
  later.start();
  CHECK(round(later));
  CHECK_FALSE(round(later));
}

TEST_CASE("of a visit, only so many surveys", "[core][targeting]") {
  const std::string config = one(R"("triggers":[{"event":"go"}],"frequency":"always")", R"(,"maxPerVisit":2)");
  Host host = started(config);
  CHECK(round(host));
  Host reloaded = host.reload(config);
  reloaded.start();
  CHECK(round(reloaded));
  CHECK_FALSE(round(reloaded));
  CHECK(reloaded.storage.count("sleep") == 0);  // another tab is another visit
  Host later = reloaded.another_tab(config);
  later.start();
  CHECK(round(later));
}

TEST_CASE("a full quota and a schedule close a survey", "[core][targeting]") {
  CHECK_FALSE(shows(started(one(join({kAnyPage, R"(,"quota":{"limit":5,"answered":5})"})))));
  CHECK(shows(started(one(join({kAnyPage, R"(,"quota":{"limit":5,"answered":4})"})))));
  CHECK(shows(started(one(join({kAnyPage, R"(,"schedule":{"from":"2026-01-01"})"})))));
  CHECK_FALSE(shows(started(one(join({kAnyPage, R"(,"schedule":{"from":"2026-01-01T00:00:01Z"})"})))));
  CHECK(shows(started(one(join({kAnyPage, R"(,"schedule":{"until":"2026-01-01T00:00:01Z"})"})))));
  CHECK_FALSE(shows(started(one(join({kAnyPage, R"(,"schedule":{"until":"2026-01-01"})"})))));
}

TEST_CASE("what is due after a schedule has ended does not show", "[core][targeting]") {
  Host host = started(one(R"("triggers":[{"page":"/","delay":"10s"}],"schedule":{"until":"2026-01-01T00:00:05Z"})"));
  host.wait(kMinute);
  CHECK_FALSE(shows(host));
}

TEST_CASE("of several that are due the highest priority shows", "[core][targeting]") {
  Host host = started(several({survey_of("low", R"("triggers":[{"page":"/"}])"),
                               survey_of("high", R"("triggers":[{"page":"/"}],"priority":5)"),
                               survey_of("lowest", R"("triggers":[{"page":"/"}],"priority":-5)")}));
  CHECK(host.showing() == "survey high q");
  host.give(event::Dismiss{});
  CHECK(host.showing() == "survey low q");
  host.give(event::Dismiss{});
  CHECK(host.showing() == "survey lowest q");
}

// --- what to listen to -------------------------------------------------------------------------------------

TEST_CASE("only what could still show on this page is listened to", "[core][targeting]") {
  Host host(several({survey_of("a", R"("triggers":[{"click":"#a"},{"scroll":50},{"scroll":50},{"exit":true}])"),
                     survey_of("b", R"("triggers":[{"seen":"#b","page":"/cart"},{"idle":"20s"}])"),
                     survey_of("c", R"("triggers":[{"click":"#c"}],"sample":0)")}));
  host.start();
  host.open(kHome);
  CHECK(host.watched == effect::Watch{{"#a"}, {}, {}, {50}, {20'000}, true});
  host.open(kCart);
  CHECK(host.watched == effect::Watch{{"#a"}, {"#b"}, {}, {50}, {20'000}, true});
  CHECK(all<effect::Watch>(host.open("https://shop.example/cart?x")).empty());  // the same again
  host.give(event::Click{"#a"});
  host.give(event::Shown{"a"});
  CHECK(host.watched == effect::Watch{{}, {"#b"}, {}, {}, {20'000}, false});
}

// --- two tabs ----------------------------------------------------------------------------------------------

TEST_CASE("what another tab shows hides here without a word, and goes on where it was", "[core][targeting]") {
  Host host = started(R"({"canvass":1,"surveys":[{"id":"s","triggers":[{"event":"go"}],"frequency":"always",
    "questions":[{"id":"q","type":"nps","text":"?"},{"id":"why","type":"text","text":"?"}]}]})");
  host.track("go");
  host.answer("s", "q", 9);
  host.give(event::Next{});
  REQUIRE(host.showing() == "survey s why");
  const auto before = host.storage;
  const auto effects = host.give(event::Taken{"s"});
  CHECK(host.showing().empty());
  CHECK(emitted(effects).empty());
  CHECK(all<effect::Store>(effects).empty());
  CHECK(host.storage == before);
  host.track("go");
  CHECK(host.showing() == "survey s why");
}

TEST_CASE("what another tab remembers is remembered here", "[core][targeting]") {
  Host host = started(one(R"("triggers":[{"event":"go"}])"));
  host.give(event::Stored{"m:s", R"({"shown":1})"});
  host.track("go");
  CHECK(host.showing().empty());
  host.give(event::Stored{"m:s", std::nullopt});
  host.track("go");
  CHECK(shows(host));
}

TEST_CASE("the cooldown counts from what another tab showed", "[core][targeting]") {
  Host host = started(one(R"("triggers":[{"event":"go"}])", R"(,"cooldown":"1h")"));
  host.give(event::Stored{"last", std::to_string(host.now)});
  host.track("go");
  CHECK(host.showing().empty());
  host.wait(kHour);
  host.track("go");
  CHECK(shows(host));
}

TEST_CASE("a survey that another tab has just finished closes here, quietly", "[core][targeting]") {
  Host host = started(one(kAnyPage));
  host.give(event::Shown{"s"});
  REQUIRE(shows(host));
  const auto effects = host.give(event::Stored{"m:s", R"({"shown":5,"answered":6,"completed":7})"});
  CHECK(host.showing().empty());
  CHECK(emitted(effects).empty());
  CHECK(all<effect::Hide>(effects).size() == 1);
}

TEST_CASE("who the visitor is in another tab, the visitor is here", "[core][targeting]") {
  Host host = started(one(R"("triggers":[{"event":"go"}],"audience":{"trait":"plan","is":"pro"})"));
  host.give(event::Stored{"identity", R"({"id":"anna","traits":{"plan":"pro"}})"});
  host.track("go");
  CHECK(shows(host));
}

// --- in the page, and behind a tab -------------------------------------------------------------------------

TEST_CASE("an inline survey shows where the page has its container", "[core][targeting]") {
  const std::string config = one(R"("display":"inline")");
  Host host = started(config);
  CHECK(host.watched.inline_in == std::vector<std::string>{"s"});
  CHECK(host.within().empty());
  host.give(event::Container{"s"});
  CHECK(host.within() == "survey s q");
  CHECK(host.engine.view(view::Slot::kInline) != nullptr);
  CHECK(host.engine.view() == nullptr);
}

TEST_CASE("an inline survey leaves with its page and comes back with its container", "[core][targeting]") {
  Host host = started(one(R"("display":"inline","frequency":"once")"));
  host.give(event::Container{"s"});
  host.give(event::Shown{"s"});
  host.draft("s", "q", 7);
  const auto effects = host.open(kCart);
  CHECK(host.within().empty());
  CHECK(emitted(effects).empty());
  CHECK(host.watched.inline_in == std::vector<std::string>{"s"});
  host.give(event::Container{"s"});
  CHECK(host.within() == "survey s q");
  host.give(event::Next{"s"});  // the draft is still there, and is the answer
  CHECK(parse_json(host.storage.at("m:s"))->contains("answered"));
  host.open(kHome);
  CHECK(host.watched.inline_in.empty());
}

TEST_CASE("an inline survey that was begun waits for its container after a reload", "[core][targeting]") {
  const std::string config = one(R"("display":"inline","frequency":"once")");
  Host host = started(config);
  host.give(event::Container{"s"});
  host.give(event::Shown{"s"});
  Host reloaded = host.reload(config);
  reloaded.start();
  reloaded.open(kHome);
  CHECK(reloaded.within().empty());
  CHECK(reloaded.watched.inline_in == std::vector<std::string>{"s"});
  CHECK(reloaded.storage.count("sleep") == 0);
  reloaded.give(event::Container{"s"});
  CHECK(reloaded.within() == "survey s q");

  // The survey is another one by now: the session fits nothing, and it has been seen.
  std::string changed = config;
  changed.replace(changed.find(R"("id":"q")"), 8, R"("id":"p")");
  Host other = host.reload(changed);
  other.start();
  other.open(kHome);
  other.give(event::Container{"s"});
  CHECK(other.within().empty());
}

TEST_CASE("an inline survey is conditional, too, and goes once closed", "[core][targeting]") {
  Host host =
      started(one(R"("display":"inline","triggers":[{"page":"/cart"}],"audience":{"trait":"plan","is":"pro"})"));
  host.give(event::Container{"s"});
  CHECK(host.within().empty());
  host.open(kCart);
  host.give(event::Container{"s"});
  CHECK(host.within().empty());
  host.give(event::Identify{"anna", {{"plan", "pro"}}});
  CHECK(host.within() == "survey s q");
  host.give(event::Dismiss{"s"});
  CHECK(host.within().empty());
  host.track("anything");
  CHECK(host.within().empty());
}

TEST_CASE("what is in the page neither waits for a cooldown nor begins one", "[core][targeting]") {
  Host host =
      started(several({survey_of("in", R"("display":"inline")"), survey_of("s", R"("triggers":[{"event":"go"}])")},
                      R"(,"cooldown":"1h","maxPerVisit":1)"));
  host.give(event::Container{"in"});
  host.give(event::Shown{"in"});
  host.track("go");
  CHECK(host.showing() == "survey s q");
  CHECK(host.within() == "survey in q");
  host.give(event::Shown{"s"});
  host.give(event::Dismiss{"in"});
  host.open(kCart);
  host.give(event::Container{"in"});
  CHECK(host.within() == "survey in q");
}

TEST_CASE("a container for what is not inline is a mistake", "[core][targeting]") {
  Host host = started(several({survey_of("s", kAnyPage), survey_of("form", R"("display":"inline")")}));
  host.give(event::Container{"s"});
  host.give(event::Container{"from"});
  REQUIRE(host.warnings.size() == 2);
  CHECK(host.warnings[0].find("\"display\": \"inline\"") != std::string::npos);
  CHECK(host.warnings[1].find("did you mean \"form\"?") != std::string::npos);
}

TEST_CASE("a feedback tab is there while its survey is not open", "[core][targeting]") {
  Host host = started(one(R"("display":"tab","tab":"Tell us")"));
  CHECK(host.tab() == "tab s");
  const view::Node* root = host.engine.view(view::Slot::kTab);
  REQUIRE(root != nullptr);
  REQUIRE(root->children.size() == 1);
  CHECK(root->look == view::Look::kTab);
  CHECK(root->children[0].look == view::Look::kTabButton);
  CHECK(root->children[0].text == "Tell us");
  const auto events = host.engine.events_for(root->children[0].id, Action::kActivate, {});
  REQUIRE(events.size() == 1);
  const auto effects = host.give(events[0]);
  CHECK(shows(host));
  CHECK(all<effect::Show>(effects)[0].display == "tab");
  CHECK(host.tab().empty());
  CHECK(host.engine.view(view::Slot::kTab) == nullptr);
  host.give(event::Dismiss{});
  CHECK(host.tab() == "tab s");
  CHECK(host.storage.count("sleep") == 0);
}

TEST_CASE("there is one tab, on its own pages, of the highest priority", "[core][targeting]") {
  Host host = started(several({survey_of("a", R"("display":"tab","triggers":[{"page":"/"},{"page":"/cart"}])"),
                               survey_of("b", R"("display":"tab","triggers":[{"page":"/cart"}],"priority":1)")}));
  CHECK(host.tab() == "tab a");
  host.open(kCart);
  CHECK(host.tab() == "tab b");
  host.open("https://shop.example/other");
  CHECK(host.tab().empty());
}

TEST_CASE("a tab without words of its own says Feedback", "[core][targeting]") {
  Host host = started(one(R"("display":"tab")"));
  CHECK(host.engine.view(view::Slot::kTab)->children[0].text == "Feedback");
}

TEST_CASE("a tab's words may name a trait, as soon as it is known", "[core][targeting]") {
  Host host = started(one(R"("display":"tab","tab":"Tell us, {{trait.name | 'friend'}}")"));
  CHECK(host.engine.view(view::Slot::kTab)->children[0].text == "Tell us, friend");
  host.give(event::Identify{"7", {{"name", "Anna"}}});
  CHECK(host.engine.view(view::Slot::kTab)->children[0].text == "Tell us, Anna");
}

// --- sleep -------------------------------------------------------------------------------------------------

TEST_CASE("sleep lasts until what is known to come", "[core][targeting]") {
  Host later = started(one(join({kAnyPage, R"(,"schedule":{"from":"2026-01-01T00:30:00Z"})"})));
  CHECK(later.storage.at("sleep") == std::to_string(kStart + 30 * kMinute));
  Host never = started(one(join({kAnyPage, R"(,"sample":0)"})));
  CHECK(never.storage.at("sleep") == std::to_string(kStart + kHour));
  Host over = started(one(join({kAnyPage, R"(,"schedule":{"until":"2025-01-01"})"})));
  CHECK(over.storage.at("sleep") == std::to_string(kStart + kHour));
  for (const char* awake : {R"("display":"inline")", R"("display":"tab","triggers":[{"page":"/cart"}])",
                            R"("triggers":[{"click":"#a"}])", R"("triggers":[],"audience":{"trait":"x","is":1})"}) {
    INFO(awake);
    CHECK(started(one(awake)).storage.count("sleep") == 0);
  }
}

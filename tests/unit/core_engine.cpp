#include <catch2/catch_test_macros.hpp>

#include "core_support.h"

using namespace canvass;
using namespace canvass::test;

namespace {

using Names = std::vector<std::string>;

// The type of every effect, in order.
Names kinds(const std::vector<Effect>& effects) {
  static const char* const names[] = {"show", "hide", "emit",  "store", "send",     "abort",
                                      "lead", "wake", "watch", "fetch", "announce", "warn"};
  Names out;
  for (const Effect& effect : effects) out.emplace_back(names[effect.index()]);
  return out;
}

constexpr const char* kThanks = "https://shop.example/thanks";
constexpr const char* kCart = "https://shop.example/cart";
constexpr const char* kSupport = "https://shop.example/support/done";

// One survey "s" of one optional text question, with what a test wants to vary.
std::string one_survey(const std::string& fields, const std::string& top = "") {
  return R"({"canvass":1,"endpoint":"/v1")" + top + R"(,"surveys":[{"id":"s","questions":[{"id":"q","type":"nps",)" +
         R"("text":"?","required":false}],)" + fields + "}]}";
}

}  // namespace

// --- starting ----------------------------------------------------------------------------------------------

TEST_CASE("events before init are refused with one warning", "[core][engine]") {
  Host host(kShop);
  const auto effects = host.open(kSupport);
  CHECK(kinds(effects) == Names{"warn"});
  CHECK(host.track("order_completed").empty());
  CHECK(host.give(event::Next{}).empty());
}

TEST_CASE("a second init is ignored with a warning", "[core][engine]") {
  Host host(kShop);
  host.start();
  CHECK(kinds(host.start()) == Names{"warn"});
}

TEST_CASE("a new visitor gets an id that is kept", "[core][engine]") {
  Host host(kShop);
  host.start();
  const std::string visitor = host.storage.at("visitor");
  CHECK(visitor.size() == 36);
  Host next = host.reload(kShop);
  next.start();
  CHECK(next.storage.at("visitor") == visitor);
}

TEST_CASE("a host may bring its own visitor id", "[core][engine]") {
  Host host(kShop);
  host.give(event::Init{.visitor = "mine", .seed = "1", .locale = "en", .stored = {}});
  CHECK(host.storage.count("visitor") == 0);
  host.give(event::Show{"nps"});
  const auto effects = host.give(event::Shown{"nps"});
  CHECK(all<effect::Emit>(effects)[0].event["anonymousId"] == "mine");
}

TEST_CASE("an unusable configuration leaves an engine that never shows anything", "[core][engine]") {
  for (const char* text : {"", "{", "{}", "{\"canvass\":2}", "[]"}) {
    Host host(text);
    CHECK_FALSE(host.problems.ok());
    host.start();
    host.open(kSupport);
    host.track("order_completed");
    host.wait(kDay);
    CHECK(host.showing().empty());
    CHECK(host.engine.view() == nullptr);
    CHECK(host.storage.count("sleep") == 0);  // a mended configuration must be seen at once
  }
}

TEST_CASE("a configuration after init is refused", "[core][engine]") {
  Host host(kShop);
  host.start();
  CHECK_FALSE(host.engine.configure("{\"canvass\":1}").ok());
  host.open(kSupport);
  CHECK(host.showing() == "survey ces ease");
}

TEST_CASE("visits are counted by tab, and the first lasts as long as its tab", "[core][engine]") {
  Host first(kShop);
  first.start();
  CHECK(parse_json(first.storage.at("visits"))->at("count") == 1);
  Host reloaded = first.reload(kShop);
  reloaded.start();
  CHECK(parse_json(reloaded.storage.at("visits"))->at("count") == 1);
  reloaded.open(kCart);
  CHECK(reloaded.showing() == "tip cart-tip");

  Host second = first.another_tab(kShop);
  second.now += kHour;
  second.start();
  const Json visits = *parse_json(second.storage.at("visits"));
  CHECK(visits["count"] == 2);
  CHECK(visits["first"] == kStart);
  CHECK(visits["last"] == kStart + kHour);
  second.open(kCart);
  CHECK(second.showing().empty());
}

// --- triggers ----------------------------------------------------------------------------------------------

TEST_CASE("a page trigger shows on its page and nowhere else", "[core][engine]") {
  Host host(kShop);
  host.start();
  host.open("https://shop.example/support");
  CHECK(host.showing().empty());
  const auto effects = host.open(kSupport);
  CHECK(host.showing() == "survey ces ease");
  CHECK(kinds(effects) == Names{"show", "announce"});
  CHECK(all<effect::Announce>(effects)[0].text == "It was easy.");
}

TEST_CASE("an event trigger shows after its delay, wherever the visitor is by then", "[core][engine]") {
  Host host(kShop);
  host.start();
  host.open(kThanks);
  host.track("order_completed");
  CHECK(host.wish == kStart + 3 * kSecond);
  host.wait(2 * kSecond);
  host.open("https://shop.example/");
  CHECK(host.showing().empty());
  host.wait(kSecond);
  CHECK(host.showing() == "survey nps score");
}

TEST_CASE("leaving the page cancels the delay of a page trigger", "[core][engine]") {
  Host host(one_survey(R"("triggers":[{"page":"/a","delay":"10s"}])"));
  host.start();
  host.open("https://x.example/a");
  host.wait(9 * kSecond);
  host.open("https://x.example/b");
  CHECK_FALSE(host.wish);
  host.wait(kMinute);
  CHECK(host.showing().empty());
  host.open("https://x.example/a");
  host.wait(10 * kSecond);
  CHECK(host.showing() == "survey s q");
}

TEST_CASE("jumping within the page does not begin the delay anew", "[core][engine]") {
  Host host(one_survey(R"("triggers":[{"delay":"10s"}])"));
  host.start();
  host.open("https://x.example/a");
  host.wait(9 * kSecond);
  host.open("https://x.example/a#section");
  host.wait(kSecond);
  CHECK(host.showing() == "survey s q");
}

TEST_CASE("an event repeated during the delay does not put it off", "[core][engine]") {
  Host host(kShop);
  host.start();
  host.open(kThanks);
  host.track("order_completed");
  host.wait(2 * kSecond);
  host.track("order_completed");
  host.wait(kSecond);
  CHECK(host.showing() == "survey nps score");
}

TEST_CASE("any one of several triggers is enough", "[core][engine]") {
  Host host(one_survey(R"("triggers":[{"page":"/a"},{"event":"e"}])"));
  host.start();
  host.open("https://x.example/b");
  CHECK(host.showing().empty());
  host.track("e");
  CHECK(host.showing() == "survey s q");
}

TEST_CASE("two triggers of one survey show it once", "[core][engine]") {
  Host host(one_survey(R"("frequency":"always","triggers":[{"page":"/a","delay":"1s"},{"event":"e","delay":"1s"}])"));
  host.start();
  host.open("https://x.example/a");
  host.track("e");
  host.wait(kSecond);
  CHECK(host.showing() == "survey s q");
  host.give(event::Dismiss{});
  CHECK(host.showing().empty());
}

TEST_CASE("tracked events are not sent", "[core][engine]") {
  Host host(kShop);
  host.start();
  host.open(kThanks);
  CHECK(host.track("anything").empty());
}

// --- what shows, and what waits ----------------------------------------------------------------------------

TEST_CASE("nothing is counted as shown before the host has painted it", "[core][engine]") {
  Host host(kShop);
  host.start();
  host.open(kSupport);
  CHECK(host.queued() == 0);
  CHECK(host.storage.count("m:ces") == 0);
  CHECK(host.storage.count("last") == 0);

  host.now += 150;
  const auto effects = host.give(event::Shown{"ces"});
  CHECK(emitted(effects) == Names{"Survey Shown"});
  CHECK(properties(effects, "Survey Shown")["survey"] == "ces");
  CHECK(parse_json(host.storage.at("m:ces"))->at("shown") == host.now);
  CHECK(host.storage.at("last") == std::to_string(host.now));
  CHECK(emitted(host.give(event::Shown{"ces"})).empty());
}

TEST_CASE("a survey that was never painted may show again", "[core][engine]") {
  Host host(kShop);
  host.start();
  host.open(kSupport);
  Host next = host.reload(kShop);
  next.start();
  next.open(kSupport);
  CHECK(next.showing() == "survey ces ease");
}

TEST_CASE("a tip gives way to a survey and comes back after it, without being counted again", "[core][engine]") {
  Host host(kShop);
  host.start();
  host.open(kCart);
  CHECK(emitted(host.give(event::Shown{"cart-tip"})) == Names{"Guide Shown"});
  host.track("order_completed");
  const auto effects = host.wait(3 * kSecond);
  CHECK(kinds(effects)[0] == "send");  // "Guide Shown", a second old
  CHECK(host.showing() == "survey nps score");
  const auto hides = all<effect::Hide>(effects);
  REQUIRE(hides.size() == 1);
  CHECK(hides[0].kind == "tip");
  CHECK(host.storage.at("m:cart-tip").find("dismissed") == std::string::npos);

  host.give(event::Dismiss{});
  CHECK(host.showing().empty());  // it is quiet first
  host.wait(30 * kSecond);
  CHECK(host.showing() == "tip cart-tip");
  CHECK(emitted(host.give(event::Shown{"cart-tip"})).empty());
}

TEST_CASE("a tip that gave way does not come back on a page it is not for", "[core][engine]") {
  Host host(kShop);
  host.start();
  host.open(kCart);
  host.give(event::Shown{"cart-tip"});
  host.track("order_completed");
  host.wait(3 * kSecond);
  host.open(kThanks);
  host.give(event::Dismiss{});
  CHECK(host.showing().empty());
}

TEST_CASE("a survey made due by an event waits for the open one to close", "[core][engine]") {
  Host host(kShop);
  host.start();
  host.open(kSupport);
  host.track("order_completed");
  host.wait(kMinute);
  CHECK(host.showing() == "survey ces ease");
  host.give(event::Dismiss{});
  CHECK(host.showing() == "survey nps score");
}

TEST_CASE("a survey made due by a page waits no longer than the page", "[core][engine]") {
  Host host(kShop);
  host.start();
  host.open(kThanks);
  host.track("order_completed");
  host.wait(3 * kSecond);
  host.open(kSupport);
  CHECK(host.showing() == "survey nps score");

  SECTION("it shows when the open one closes on that page") {
    host.give(event::Dismiss{});
    CHECK(host.showing() == "survey ces ease");
  }
  SECTION("it is forgotten when the page changes first") {
    host.open("https://shop.example/");
    host.give(event::Dismiss{});
    CHECK(host.showing().empty());
  }
}

TEST_CASE("of a survey and a tip due together the survey shows first", "[core][engine]") {
  Host host(R"({"canvass":1,
    "guides":[{"id":"g","type":"tip","anchor":"#a","text":"t","triggers":[{"page":"/a"}]}],
    "surveys":[{"id":"s","triggers":[{"page":"/a"}],"questions":[{"id":"q","type":"nps","text":"?"}]}]})");
  host.start();
  host.open("https://x.example/a");
  CHECK(host.showing() == "survey s q");
  host.give(event::Dismiss{});
  host.wait(30 * kSecond);
  CHECK(host.showing() == "tip g");
}

TEST_CASE("a page change takes away a tip of another page and leaves a survey", "[core][engine]") {
  Host host(kShop);
  host.start();
  host.open(kCart);
  CHECK(host.showing() == "tip cart-tip");
  host.open("https://shop.example/cart/edit");
  CHECK(host.showing() == "tip cart-tip");
  const auto effects = host.open("https://shop.example/");
  CHECK(kinds(effects) == Names{"hide"});
  host.open(kSupport);
  host.open("https://shop.example/");
  CHECK(host.showing() == "survey ces ease");
}

// --- frequency, cooldown -----------------------------------------------------------------------------------

TEST_CASE("once is once, in this tab and in later ones", "[core][engine]") {
  Host host(kShop);
  host.start();
  host.open(kSupport);
  host.give(event::Shown{"ces"});
  host.give(event::Dismiss{});
  host.open("https://shop.example/");
  host.open(kSupport);
  CHECK(host.showing().empty());
  Host later = host.another_tab(kShop);
  later.now += 1000 * kDay;
  later.start();
  later.open(kSupport);
  CHECK(later.showing().empty());
}

TEST_CASE("every so often is from the last time it was shown", "[core][engine]") {
  const std::string config = one_survey(R"("triggers":[{"event":"e"}],"frequency":{"every":"90d"})");
  Host host(config);
  host.start();
  host.track("e");
  host.give(event::Shown{"s"});
  host.give(event::Dismiss{});
  Host early = host.another_tab(config);
  early.now = kStart + 90 * kDay - 1;
  early.start();
  early.track("e");
  CHECK(early.showing().empty());
  Host late = host.another_tab(config);
  late.now = kStart + 90 * kDay;
  late.start();
  late.track("e");
  CHECK(late.showing() == "survey s q");
}

TEST_CASE("between two surveys lies the cooldown, whichever they are", "[core][engine]") {
  std::string config = kShop;
  config.insert(1, R"("cooldown":"7d",)");
  Host host(config);
  host.start();
  host.open(kSupport);
  host.give(event::Shown{"ces"});
  host.give(event::Dismiss{});
  host.track("order_completed");
  host.wait(kMinute);
  CHECK(host.showing().empty());
  host.open(kCart);
  CHECK(host.showing() == "tip cart-tip");  // tips do not wear surveys out

  host.now = kStart + 7 * kDay;
  host.track("order_completed");
  host.wait(3 * kSecond);
  CHECK(host.showing() == "survey nps score");
}

TEST_CASE("what will not be allowed by then sets no timer", "[core][engine]") {
  Host host = shop_with_nps();
  host.give(event::Dismiss{});
  host.wait(kSecond);
  host.respond(200);
  host.track("order_completed");
  CHECK_FALSE(host.wish);
}

TEST_CASE("a stored time that is yet to come does not lock a visitor out for good", "[core][engine]") {
  const std::string config = one_survey(R"("triggers":[{"event":"e"}],"frequency":{"every":"1d"})");
  Host host(config);
  host.storage["m:s"] = R"({"shown":253402300799999})";
  host.storage["last"] = "253402300799999";
  host.start();
  host.now += kDay;
  host.track("e");
  CHECK(host.showing() == "survey s q");
}

// --- answering ---------------------------------------------------------------------------------------------

TEST_CASE("an answer is sent on at once, with what is needed to score it, and stays on its question",
          "[core][engine]") {
  Host host = shop_with_nps();
  const auto effects = host.answer("nps", "score", 9);
  CHECK(emitted(effects) == Names{"Survey Answered"});
  Json expected = *parse_json(R"({"survey":"nps","question":"score","kind":"nps","value":9,"category":"promoter"})");
  const Json answered = properties(effects, "Survey Answered");
  CHECK(answered["response"].get<std::string>().size() == 36);
  expected["response"] = answered["response"];
  CHECK(answered == expected);
  CHECK(host.showing() == "survey nps score");
}

TEST_CASE("every answer has its category", "[core][engine]") {
  const char* const categories[] = {"detractor", "detractor", "detractor", "detractor", "detractor", "detractor",
                                    "detractor", "passive",   "passive",   "promoter",  "promoter"};
  Host host = shop_with_nps();
  for (int value = 0; value <= 10; ++value) {
    CHECK(properties(host.answer("nps", "score", value), "Survey Answered")["category"] == categories[value]);
  }
}

TEST_CASE("an effort answer says which scale it is on and which way it runs", "[core][engine]") {
  Host host(kShop);
  host.start();
  host.give(event::Show{"ces"});
  const Json agree = properties(host.answer("ces", "ease", 6), "Survey Answered");
  CHECK(agree["kind"] == "ces");
  CHECK(agree["variant"] == "agree7");
  CHECK(agree["direction"] == "higher_is_easier");
  CHECK(agree["category"] == "easy");

  Host other(R"({"canvass":1,"surveys":[{"id":"e","triggers":[],
    "questions":[{"id":"q","type":"ces","variant":"effort5","text":"How much effort?"}]}]})");
  other.start();
  other.give(event::Show{"e"});
  const Json effort = properties(other.answer("e", "q", 5), "Survey Answered");
  CHECK(effort["variant"] == "effort5");
  CHECK(effort["direction"] == "lower_is_easier");
  CHECK(effort["category"] == "difficult");
}

TEST_CASE("the same answer again says nothing, another one corrects it in the same response", "[core][engine]") {
  Host host = shop_with_nps();
  const Json first = properties(host.answer("nps", "score", 9), "Survey Answered");
  CHECK(emitted(host.answer("nps", "score", 9)).empty());
  CHECK(emitted(host.answer("nps", "score", 9.0)).empty());
  const Json second = properties(host.answer("nps", "score", 3), "Survey Answered");
  CHECK(second["value"] == 3);
  CHECK(second["response"] == first["response"]);
}

TEST_CASE("what is no answer changes nothing and warns once", "[core][engine]") {
  Host host = shop_with_nps();
  const std::string before = host.storage.at("session");
  const Json long_text = std::string(5001, 'x');
  const std::vector<std::pair<const char*, Json>> wrong = {
      {"score", 11},      {"score", -1},   {"score", 7.5},           {"score", "7"},
      {"score", nullptr}, {"score", true}, {"score", Json::array()}, {"score", std::nan("")},
      {"score", 1e300},   {"why", 7},      {"why", nullptr},         {"why", long_text},
      {"nothing", 7}};
  for (const auto& [question, value] : wrong) {
    INFO(question << " " << dump_json(value).substr(0, 40));
    CHECK(kinds(host.answer("nps", question, value)) == Names{"warn"});
    CHECK(kinds(host.draft("nps", question, value)) == Names{"warn"});
  }
  CHECK(kinds(host.answer("ces", "ease", 5)) == Names{"warn"});
  CHECK(host.storage.at("session") == before);
  CHECK(host.warnings.front() == "answer to \"nps\", \"score\" ignored: it must be a whole number from 0 to 10");
}

TEST_CASE("7.0 is 7", "[core][engine]") {
  Host host = shop_with_nps();
  const Json value = properties(host.answer("nps", "score", 7.0), "Survey Answered")["value"];
  CHECK(value.is_number_integer());
  CHECK(dump_json(value) == "7");
}

TEST_CASE("text is trimmed, and freed of control characters", "[core][engine]") {
  Host host = shop_with_nps();
  host.answer("nps", "score", 9);
  host.give(event::Next{});
  const auto effects = host.answer("nps", "why", " \n fast\x01 and\nkind \t");
  CHECK(properties(effects, "Survey Answered")["value"] == "fast and\nkind");
  CHECK_FALSE(properties(effects, "Survey Answered").contains("category"));
}

TEST_CASE("5,000 characters of any alphabet are an answer", "[core][engine]") {
  Host host = shop_with_nps();
  host.answer("nps", "score", 9);
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "👍";
  CHECK(emitted(host.answer("nps", "why", text)) == Names{"Survey Answered"});
  for (const auto& [key, value] : host.storage) {
    if (key.rfind("q:", 0) == 0) CHECK(value.size() <= 32'768);
  }
}

TEST_CASE("an empty text is a skipped question", "[core][engine]") {
  Host host = shop_with_nps();
  host.answer("nps", "score", 9);
  host.give(event::Next{});
  CHECK(emitted(host.answer("nps", "why", "  ")).empty());
  const auto effects = host.give(event::Next{});
  CHECK(emitted(effects) == Names{"Survey Completed"});
  CHECK(properties(effects, "Survey Completed")["answered"] == 1);
}

TEST_CASE("an answer to a later question moves there when nothing required lies between", "[core][engine]") {
  Host host = shop_with_nps();
  CHECK(kinds(host.answer("nps", "why", "fast")) == Names{"warn"});
  CHECK(host.warnings.back() == "answer to \"nps\", \"why\" ignored: \"score\" must be answered first");
  host.answer("nps", "score", 9);
  const auto effects = host.answer("nps", "why", "fast");
  CHECK(kinds(effects)[0] == "show");
  CHECK(host.showing() == "survey nps why");
  CHECK(emitted(effects) == Names{"Survey Answered"});
}

TEST_CASE("a draft on the way to a later question becomes its answer", "[core][engine]") {
  Host host = shop_with_nps();
  host.draft("nps", "score", 4);
  const auto effects = host.answer("nps", "why", "slow");
  CHECK(emitted(effects) == Names{"Survey Answered", "Survey Answered"});
  CHECK(all<effect::Emit>(effects)[0].event["properties"]["value"] == 4);
}

TEST_CASE("an answer to an earlier question is taken without going back", "[core][engine]") {
  Host host = shop_with_nps();
  host.answer("nps", "score", 9);
  host.give(event::Next{});
  CHECK(emitted(host.answer("nps", "score", 2)) == Names{"Survey Answered"});
  CHECK(host.showing() == "survey nps why");
}

TEST_CASE("a draft is remembered but not sent, until next makes it the answer", "[core][engine]") {
  Host host = shop_with_nps();
  CHECK(emitted(host.draft("nps", "score", 8)).empty());
  const auto effects = host.give(event::Next{});
  CHECK(properties(effects, "Survey Answered")["value"] == 8);
  CHECK(host.showing() == "survey nps why");
  host.draft("nps", "why", "  half a wo");
  const auto rest = host.give(event::Next{});
  CHECK(emitted(rest) == Names{"Survey Answered", "Survey Completed"});
  CHECK(properties(rest, "Survey Answered")["value"] == "half a wo");
}

TEST_CASE("next does nothing on a scale without an answer", "[core][engine]") {
  Host host = shop_with_nps();
  CHECK(all<effect::Show>(host.give(event::Next{})).empty());
  CHECK(host.showing() == "survey nps score");
}

TEST_CASE("next skips an optional scale", "[core][engine]") {
  Host host(one_survey(R"("triggers":[{"event":"e"}])"));
  host.start();
  host.track("e");
  host.give(event::Shown{"s"});
  const auto effects = host.give(event::Next{});
  CHECK(emitted(effects) == Names{"Survey Completed"});
  CHECK(properties(effects, "Survey Completed")["answered"] == 0);
  CHECK(host.showing().empty());
}

TEST_CASE("a required text holds until it has something in it", "[core][engine]") {
  Host host(R"({"canvass":1,"surveys":[{"id":"s","triggers":[],
    "questions":[{"id":"q","type":"text","text":"?","required":true}]}]})");
  host.start();
  host.give(event::Show{"s"});
  host.draft("s", "q", "   ");
  host.give(event::Next{});
  CHECK(host.showing() == "survey s q");
  host.draft("s", "q", " x");
  CHECK(emitted(host.give(event::Next{})) == Names{"Survey Answered", "Survey Completed"});
}

TEST_CASE("back shows the question before, with what was answered there", "[core][engine]") {
  Host host = shop_with_nps();
  CHECK(host.give(event::Back{}).empty());
  host.answer("nps", "score", 9);
  host.give(event::Next{});
  host.give(event::Back{});
  CHECK(host.showing() == "survey nps score");
  host.give(event::Next{});
  CHECK(host.showing() == "survey nps why");
}

TEST_CASE("after the last question comes the thank-you screen, then nothing", "[core][engine]") {
  Host host = shop_with_nps();
  host.answer("nps", "score", 9);
  host.give(event::Next{});
  host.now += 20 * kSecond;
  const auto effects = host.give(event::Next{});
  CHECK(host.showing() == "survey nps");
  const auto shows = all<effect::Show>(effects);
  REQUIRE(shows.size() == 1);
  CHECK(shows[0].question.empty());
  CHECK(all<effect::Announce>(effects)[0].text == "Thank you!\nWe read every answer.");
  const Json completed = properties(effects, "Survey Completed");
  CHECK(completed["answered"] == 1);
  CHECK(completed["duration"] == 20 * kSecond);
  CHECK(host.storage.count("session") == 0);
  CHECK(kinds(host.answer("nps", "score", 3)) == Names{"warn"});
  CHECK(host.give(event::Back{}).empty());
  const auto closing = host.give(event::Next{});
  CHECK(all<effect::Hide>(closing).size() == 1);
  CHECK(emitted(closing).empty());
}

TEST_CASE("without a thank-you screen the survey closes", "[core][engine]") {
  Host host(kShop);
  host.start();
  host.open(kSupport);
  host.answer("ces", "ease", 7);
  host.give(event::Next{});
  CHECK(host.showing().empty());
  CHECK(host.engine.view() == nullptr);
}

TEST_CASE("dismissing says where the visitor was; answers stay", "[core][engine]") {
  Host host = shop_with_nps();
  host.answer("nps", "score", 9);
  host.give(event::Next{});
  host.draft("nps", "why", "never sent");
  const size_t queued = host.queued();
  const auto effects = host.give(event::Dismiss{});
  CHECK(emitted(effects) == Names{"Survey Dismissed"});
  CHECK(properties(effects, "Survey Dismissed")["question"] == "why");
  CHECK(properties(effects, "Survey Dismissed")["answered"] == 1);
  CHECK(host.showing().empty());
  CHECK(host.queued() == queued + 1);
  CHECK(host.storage.count("session") == 0);
}

TEST_CASE("dismissing the thank-you screen just closes it", "[core][engine]") {
  Host host = shop_with_nps();
  host.answer("nps", "score", 9);
  host.give(event::Next{});
  host.give(event::Next{});
  const auto effects = host.give(event::Dismiss{});
  CHECK(emitted(effects).empty());
  CHECK(host.showing().empty());
}

TEST_CASE("with nothing on screen next, back and dismiss do nothing", "[core][engine]") {
  Host host(kShop);
  host.start();
  CHECK(host.give(event::Next{}).empty());
  CHECK(host.give(event::Back{}).empty());
  CHECK(host.give(event::Dismiss{}).empty());
}

// --- resuming ----------------------------------------------------------------------------------------------

TEST_CASE("a reload in the middle resumes at the same question, not counted again", "[core][engine]") {
  Host host = shop_with_nps();
  const Json response = properties(host.answer("nps", "score", 9), "Survey Answered")["response"];
  host.give(event::Next{});
  host.draft("nps", "why", "Быстрая доста");
  Host next = host.reload(kShop);
  next.now += kMinute;
  const auto effects = next.start("ru");
  CHECK(next.showing() == "survey nps why");
  CHECK(emitted(effects).empty());
  CHECK(emitted(next.give(event::Shown{"nps"})).empty());
  const auto rest = next.give(event::Next{});
  CHECK(properties(rest, "Survey Answered")["value"] == "Быстрая доста");
  CHECK(properties(rest, "Survey Answered")["response"] == response);
  CHECK(properties(rest, "Survey Completed")["answered"] == 2);
  CHECK(properties(rest, "Survey Completed")["duration"] == kMinute);
}

TEST_CASE("another tab resumes as well, unless this one still has it", "[core][engine]") {
  Host host = shop_with_nps();
  Host other = host.another_tab(kShop);
  other.start();
  CHECK(other.showing() == "survey nps score");
}

TEST_CASE("a stored session that fits nothing is forgotten", "[core][engine]") {
  for (const char* text :
       {"{", "7", "{}", R"({"survey":"gone","response":"r","question":"score"})",
        R"({"survey":"nps","response":"","question":"score"})", R"({"survey":"nps","response":"r","question":"gone"})",
        R"({"survey":"nps","response":["r"],"question":"score"})"}) {
    INFO(text);
    Host host(kShop);
    host.storage["session"] = text;
    host.start();
    CHECK(host.showing().empty());
    CHECK(host.storage.count("session") == 0);
  }
}

TEST_CASE("stored answers that are none are left out", "[core][engine]") {
  Host host(kShop);
  host.storage["session"] = R"({"survey":"nps","response":"r","question":"why","since":-4,"shown":"yes",)"
                            R"("answers":{"score":11,"why":7,"x":1},"drafts":{"why":["a"],"score":3}})";
  host.start();
  CHECK(host.showing() == "survey nps why");
  CHECK(emitted(host.give(event::Shown{"nps"})) == Names{"Survey Shown"});
  const auto effects = host.give(event::Next{});
  CHECK(properties(effects, "Survey Completed")["answered"] == 0);
}

// --- tips --------------------------------------------------------------------------------------------------

TEST_CASE("a tip names its anchor and side", "[core][engine]") {
  Host host(kShop);
  host.start();
  const auto effects = host.open(kCart);
  const auto shows = all<effect::Show>(effects);
  REQUIRE(shows.size() == 1);
  CHECK(shows[0].kind == "tip");
  CHECK(shows[0].anchor == "#promo");
  CHECK(shows[0].placement == "right");
  CHECK(all<effect::Announce>(effects)[0].text == "Promo codes\nType yours here.");
}

TEST_CASE("a tip is completed by its button and dismissed by its cross, each for good", "[core][engine]") {
  const std::string config = R"({"canvass":1,"guides":[{"id":"g","type":"tip","anchor":"#a","text":"t",
    "frequency":{"every":"1d"},"triggers":[{"event":"e"}]}]})";
  for (const bool button : {true, false}) {
    Host host(config);
    host.start();
    host.track("e");
    const auto shown = host.give(event::Shown{"g"});
    CHECK(properties(shown, "Guide Shown") == Json{{"guide", "g"}, {"kind", "tip"}});
    const auto effects = host.give(button ? Event(event::Next{}) : Event(event::Dismiss{}));
    CHECK(emitted(effects) == Names{button ? "Guide Completed" : "Guide Dismissed"});
    CHECK(host.showing().empty());
    Host later = host.another_tab(config);
    later.now += 100 * kDay;
    later.start();
    later.track("e");
    CHECK(later.showing().empty());
  }
}

TEST_CASE("a tip without its element is hidden, reported once a page, and tried again on the next", "[core][engine]") {
  Host host(R"({"canvass":1,"guides":[{"id":"g","type":"tip","anchor":"#promo","text":"t",
    "triggers":[{"page":"/cart*"},{"event":"e"}]}]})");
  host.start();
  host.open(kCart);
  const auto effects = host.give(event::Missing{"g"});
  CHECK(emitted(effects) == Names{"Guide Anchor Missing"});
  CHECK(host.showing().empty());
  CHECK(host.warnings.back() == "the tip \"g\" has no element \"#promo\" to point at on /cart");
  CHECK(host.storage.count("m:g") == 0);

  host.track("e");
  CHECK(host.showing() == "tip g");
  const auto again = host.give(event::Missing{"g"});
  CHECK(emitted(again).empty());
  CHECK(all<effect::Warn>(again).empty());

  host.open("https://shop.example/cart/edit");
  CHECK(host.showing() == "tip g");
  CHECK(emitted(host.give(event::Missing{"g"})) == Names{"Guide Anchor Missing"});
}

TEST_CASE("a missing element of what is not showing is nothing", "[core][engine]") {
  Host host(kShop);
  host.start();
  host.open(kSupport);
  CHECK(host.give(event::Missing{"cart-tip"}).empty());
  CHECK(host.give(event::Missing{"ces"}).empty());
  CHECK(host.showing() == "survey ces ease");
}

// --- the page's own commands -------------------------------------------------------------------------------

TEST_CASE("show shows at once, whatever triggers and frequency say, in place of what is there", "[core][engine]") {
  Host host(kShop);
  host.start();
  host.open(kSupport);
  host.give(event::Shown{"ces"});
  host.give(event::Dismiss{});
  host.give(event::Show{"ces"});
  CHECK(host.showing() == "survey ces ease");
  const auto effects = host.give(event::Show{"cart-tip"});
  CHECK(kinds(effects) == Names{"store", "hide", "show", "announce"});
  CHECK(host.showing() == "tip cart-tip");
  CHECK(host.give(event::Show{"cart-tip"}).empty());
}

TEST_CASE("show of what does not exist suggests what does", "[core][engine]") {
  Host host(kShop);
  host.start();
  host.give(event::Show{"npss"});
  CHECK(host.warnings.back() == "show: there is no survey or guide \"npss\", did you mean \"nps\"?");
}

TEST_CASE("identify is sent when it says something new, and later events carry the id", "[core][engine]") {
  Host host(kShop);
  host.start();
  const auto effects = host.give(event::Identify{"user-7", {{"plan", "pro"}}});
  CHECK(emitted(effects) == Names{"identify"});
  CHECK(all<effect::Emit>(effects)[0].event["traits"]["plan"] == "pro");
  CHECK(host.give(event::Identify{"user-7", {{"plan", "pro"}}}).empty());
  CHECK(emitted(host.give(event::Identify{"user-7", {{"plan", "free"}}})) == Names{"identify"});
  host.give(event::Show{"ces"});
  CHECK(all<effect::Emit>(host.give(event::Shown{"ces"}))[0].event["userId"] == "user-7");

  Host next = host.another_tab(kShop);
  next.start();
  CHECK(next.give(event::Identify{"user-7", {{"plan", "free"}}}).empty());
}

TEST_CASE("an identity that cannot be one is refused", "[core][engine]") {
  Host host(kShop);
  host.start();
  CHECK(kinds(host.give(event::Identify{"", {}})) == Names{"warn"});
  CHECK(kinds(host.give(event::Identify{std::string(257, 'x'), {}})) == Names{"warn"});
  CHECK(kinds(host.give(event::Identify{"u", {{"bio", std::string(20'000, 'x')}}})) == Names{"warn"});
}

TEST_CASE("reset forgets the visitor but not what is still to be sent", "[core][engine]") {
  Host host = shop_with_nps();
  host.give(event::Identify{"user-7", Json::object()});
  const std::string visitor = host.storage.at("visitor");
  const size_t queued = host.queued();
  const auto effects = host.give(event::Reset{});
  CHECK(host.showing().empty());
  CHECK(emitted(effects).empty());
  CHECK(host.queued() == queued);
  CHECK(host.storage.at("visitor") != visitor);
  for (const char* key : {"identity", "m:nps", "last", "session"}) CHECK(host.storage.count(key) == 0);
  host.track("order_completed");
  host.wait(3 * kSecond);
  CHECK(host.showing() == "survey nps score");
  const auto shown = host.give(event::Shown{"nps"});
  CHECK_FALSE(all<effect::Emit>(shown)[0].event.contains("userId"));
  CHECK(all<effect::Emit>(shown)[0].event["anonymousId"] == host.storage.at("visitor"));
}

// --- time, storage, sleep ----------------------------------------------------------------------------------

TEST_CASE("time that runs backwards stands still", "[core][engine]") {
  Host host(kShop);
  host.start();
  host.open(kThanks);
  host.track("order_completed");
  host.now -= kHour;
  host.track("order_completed");
  host.give(event::Tick{});
  CHECK(host.showing().empty());
  CHECK(host.wish == kStart + 3 * kSecond);
  host.now = kStart + 3 * kSecond;
  host.give(event::Tick{});
  CHECK(host.showing() == "survey nps score");
}

TEST_CASE("storage that fails is mentioned once", "[core][engine]") {
  Host host(kShop);
  host.start();
  CHECK(kinds(host.give(event::StorageFailed{"visitor"})) == Names{"warn"});
  CHECK(host.give(event::StorageFailed{"visits"}).empty());
}

TEST_CASE("an event is stored before it is told or sent, and each wish is made once", "[core][engine]") {
  Host host(kShop);
  host.start();
  host.open(kSupport);
  const auto effects = host.give(event::Shown{"ces"});
  CHECK(kinds(effects) == Names{"store", "store", "store", "store", "emit", "wake"});
  CHECK(host.give(event::Visible{}).empty());
}

TEST_CASE("the status is the ledger, and who and where", "[core][engine]") {
  Host host = shop_with_nps();
  host.answer("nps", "score", 9);
  const Json status = *parse_json(host.engine.status(host.now));
  CHECK(status["endpoint"] == "/v1/batch");
  CHECK(status["format"] == "segment");
  CHECK(status["visitor"] == host.storage["visitor"]);
  CHECK(status["inFlight"] == 0);
  CHECK(status["waitingUntil"].is_null());
  CHECK(status["ledger"]["accepted"] == host.queued());
  CHECK(status["ledger"]["queued"] == host.queued());
  host.wait(2 * kSecond);
  CHECK((*parse_json(host.engine.status(host.now)))["inFlight"] == 1);
  host.respond(503, "60");
  CHECK((*parse_json(host.engine.status(host.now)))["waitingUntil"] >= host.now + 60 * kSecond);
}

TEST_CASE("a tab that does not lead sends nothing and does not say that there is nothing to do", "[core][engine]") {
  Host host(kShop);
  host.give(event::Init{.visitor = "v", .seed = "5eed", .locale = "en", .stored = {}, .leading = false});
  host.open(kThanks);
  host.track("order_completed");
  host.wait(3 * kSecond);
  host.give(event::Shown{"nps"});
  host.give(event::Dismiss{});
  host.wait(10 * kSecond);
  host.give(event::Hidden{});
  CHECK(host.sent.empty());
  CHECK(host.storage.count("sleep") == 0);
  CHECK(all<effect::Lead>(host.wait(2 * kMinute)).size() == 1);
  host.give(event::Lead{.leading = true, .known = true, .stored = host.storage});
  host.wait(2 * kSecond);
  REQUIRE(host.sent.size() == 1);
  host.respond(200);
  CHECK(host.queued() == 0);
}

TEST_CASE("what storage does not take is in the account", "[core][engine]") {
  Host host = shop_with_nps();
  for (const auto& entry : host.storage) {
    if (entry.first.rfind("q:", 0) != 0) continue;
    host.give(event::StorageFailed{entry.first});
    break;
  }
  CHECK((*parse_json(host.engine.status(host.now)))["ledger"]["memoryOnly"] == 1);
}

TEST_CASE("the outbox drains to silence", "[core][engine]") {
  Host host = shop_with_nps();
  host.wait(kSecond);
  REQUIRE(host.sent.size() == 1);
  CHECK(host.sent[0].body["batch"][0]["event"] == "Survey Shown");
  host.respond(200);
  CHECK(host.queued() == 0);
  host.give(event::Dismiss{});
  host.wait(kSecond);
  host.respond(200);
  CHECK_FALSE(host.wish);
}

TEST_CASE("hiding the page sends what is queued", "[core][engine]") {
  Host host = shop_with_nps();
  host.answer("nps", "score", 9);
  const auto effects = host.give(event::Hidden{});
  const auto sends = all<effect::Send>(effects);
  REQUIRE(sends.size() == 1);
  CHECK(sends[0].keepalive);
  CHECK(sends[0].body["batch"].size() == 2);
}

TEST_CASE("when nothing can be shown the engine lets itself sleep, for the ttl at most", "[core][engine]") {
  const std::string config = one_survey(R"("triggers":[{"event":"e"}])");
  Host host(config);
  host.start();
  CHECK(host.storage.count("sleep") == 0);
  host.track("e");
  host.give(event::Shown{"s"});
  host.give(event::Dismiss{});
  CHECK(host.storage.count("sleep") == 0);  // events are still to be sent
  host.wait(kSecond);
  host.respond(200);
  CHECK(host.storage.at("sleep") == std::to_string(host.now + kHour));
  // It is not written again and again.
  const std::string stored = host.storage.at("sleep");
  host.now += kMinute;
  CHECK(host.open("https://x.example/b").empty());
  CHECK(host.storage.at("sleep") == stored);
  // The page can still ask.
  host.give(event::Show{"s"});
  CHECK(host.storage.count("sleep") == 0);
}

TEST_CASE("sleep ends when something may be shown again", "[core][engine]") {
  const std::string config = one_survey(R"("triggers":[{"event":"e"}],"frequency":{"every":"10m"})");
  Host host(config);
  host.start();
  host.track("e");
  host.give(event::Shown{"s"});
  host.give(event::Dismiss{});
  host.wait(kSecond);
  host.respond(200);
  CHECK(host.storage.at("sleep") == std::to_string(kStart + 10 * kMinute));
  host.now = kStart + 10 * kMinute;
  host.give(event::Visible{});
  CHECK(host.storage.count("sleep") == 0);
}

TEST_CASE("reset wakes up", "[core][engine]") {
  Host host(one_survey(R"("triggers":[{"event":"e"}])"));
  host.start();
  host.track("e");
  host.give(event::Shown{"s"});
  host.give(event::Dismiss{});
  host.wait(kSecond);
  host.respond(200);
  REQUIRE(host.storage.count("sleep") == 1);
  host.give(event::Reset{});
  CHECK(host.storage.count("sleep") == 0);
}

TEST_CASE("a configuration without anything to show sleeps at once", "[core][engine]") {
  Host host(R"({"canvass":1,"ttl":"10m"})");
  host.start();
  CHECK(host.storage.at("sleep") == std::to_string(kStart + 10 * kMinute));
}

TEST_CASE("the same events at the same times give the same effects", "[core][engine]") {
  const auto run = [] {
    Host host = shop_with_nps();
    host.answer("nps", "score", 9);
    host.give(event::Next{});
    host.wait(kSecond);
    host.respond(503);
    host.wait(kMinute);
    return host.storage;
  };
  CHECK(run() == run());
}

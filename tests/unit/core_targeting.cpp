#include <catch2/catch_test_macros.hpp>

#include "core/targeting/frequency.h"
#include "core/targeting/glob.h"
#include "core/targeting/trigger.h"

using namespace canvass;
using namespace canvass::targeting;

TEST_CASE("a star stands for any run of characters", "[core][glob]") {
  CHECK(glob_matches("", ""));
  CHECK(glob_matches("*", ""));
  CHECK(glob_matches("*", "/anything"));
  CHECK(glob_matches("/cart*", "/cart"));
  CHECK(glob_matches("/cart*", "/cart/items"));
  CHECK(glob_matches("/*/edit", "/a/b/edit"));
  CHECK(glob_matches("*a*b*c", "xxaxxbxxbc"));
  CHECK_FALSE(glob_matches("/cart", "/cart/items"));
  CHECK_FALSE(glob_matches("/cart*", "/car"));
  CHECK_FALSE(glob_matches("/*/edit", "/edit"));
  CHECK_FALSE(glob_matches("*ab", "abc"));
  CHECK_FALSE(glob_matches("", "a"));
}

TEST_CASE("only the star is special", "[core][glob]") {
  CHECK(glob_matches("/a.b[c]?(d)+", "/a.b[c]?(d)+"));
  CHECK_FALSE(glob_matches("/a.b", "/axb"));
}

TEST_CASE("a pattern full of stars takes no more than product time", "[core][glob]") {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "a*";
  CHECK_FALSE(glob_matches(pattern + "b", std::string(5000, 'a')));
}

TEST_CASE("a pattern is held against the path", "[core][glob]") {
  CHECK(page_matches("/cart", "https://shop.example/cart"));
  CHECK(page_matches("/cart", "https://shop.example:8443/cart?coupon=1#top"));
  CHECK(page_matches("/", "https://shop.example"));
  CHECK(page_matches("/", "https://shop.example?x=1"));
  CHECK(page_matches("/docs/*", "file:///docs/demo.html"));
  CHECK(page_matches("/cart", "/cart?x"));
  CHECK_FALSE(page_matches("/cart", "https://cart/"));
  CHECK_FALSE(page_matches("/cart", ""));
}

TEST_CASE("a pattern with :// is held against the whole address", "[core][glob]") {
  CHECK(page_matches("https://shop.example/*", "https://shop.example/cart"));
  CHECK(page_matches("*://shop.example/cart", "http://shop.example/cart?x=1#y"));
  CHECK_FALSE(page_matches("https://shop.example/*", "https://other.example/cart"));
}

TEST_CASE("query and fragment count only when the pattern has a question mark", "[core][glob]") {
  CHECK(page_matches("/search?q=*", "https://shop.example/search?q=shoes#results"));
  CHECK(page_matches("*?*utm_source=mail*", "https://shop.example/a?x=1&utm_source=mail&y=2"));
  CHECK_FALSE(page_matches("/search?q=shoes", "https://shop.example/search?q=shoes#results"));
  CHECK_FALSE(page_matches("/search?q=*", "https://shop.example/search"));
}

TEST_CASE("the path is what is between host and query", "[core][glob]") {
  CHECK(path_of("https://shop.example/a/b?c#d") == "/a/b");
  CHECK(path_of("https://shop.example") == "/");
  CHECK(path_of("https://shop.example#/route") == "/");
  CHECK(path_of("about:blank").empty());
  CHECK(path_of("").empty());
}

TEST_CASE("jumping within a page is not another page, a routed fragment is", "[core][glob]") {
  CHECK(same_page("https://a.example/x#one", "https://a.example/x#two"));
  CHECK(same_page("https://a.example/x", "https://a.example/x#"));
  CHECK_FALSE(same_page("https://a.example/x", "https://a.example/x?y"));
  CHECK_FALSE(same_page("https://a.example/#/one", "https://a.example/#/two"));
  CHECK_FALSE(same_page("https://a.example/#!one", "https://a.example/"));
}

// A trigger of one moment on the pages of a glob.
config::Trigger trigger_on(const char* event, const char* page) {
  config::Trigger trigger;
  trigger.name = event;
  if (*event != 0) trigger.moment = config::Trigger::Moment::kEvent;
  trigger.survives_navigation = *event != 0;
  trigger.page.value = page;
  return trigger;
}

TEST_CASE("all conditions of a trigger must hold", "[core][trigger]") {
  config::Trigger trigger = trigger_on("bought", "/shop/*");
  trigger.first_visit = true;
  CHECK(holds(trigger, "https://a.example/shop/1", true));
  CHECK_FALSE(holds(trigger, "https://a.example/other", true));
  CHECK_FALSE(holds(trigger, "https://a.example/shop/1", false));
  CHECK(holds(trigger_on("", ""), "", false));
}

TEST_CASE("surveys come before guides, then the longest due, then the first configured", "[core][schedule]") {
  const config::Trigger t[4] = {};
  Schedule schedule;
  schedule.add({{true, 0}, &t[0], 10, false});
  schedule.add({{false, 2}, &t[1], 30, false});
  schedule.add({{false, 1}, &t[2], 20, false});
  schedule.add({{false, 0}, &t[3], 20, false});
  CHECK_FALSE(schedule.take(9, {}, false));
  CHECK(schedule.take(40, {}, false)->thing == Thing{false, 0});
  CHECK(schedule.take(40, {}, false)->thing == Thing{false, 1});
  CHECK(schedule.take(40, {}, false)->thing == Thing{false, 2});
  CHECK_FALSE(schedule.take(40, {true, false, true}, false));
  CHECK(schedule.take(40, {}, false)->thing == Thing{true, 0});
  CHECK(schedule.empty());
}

TEST_CASE("what answers a struggle comes first, and has room where others have none", "[core][schedule]") {
  config::Trigger t[4] = {};
  t[2].moment = t[3].moment = config::Trigger::Moment::kSignal;
  Schedule schedule;
  schedule.add({{true, 0}, &t[0], 10, false, 100});
  schedule.add({{false, 1}, &t[1], 10, false});
  schedule.add({{true, 2}, &t[2], 20, false});
  schedule.add({{true, 3}, &t[3], 20, true});
  CHECK_FALSE(schedule.take(40, {false, false, false}, false));
  CHECK(schedule.take(40, {false, false, true}, false)->thing == Thing{true, 2});
  CHECK_FALSE(schedule.take(40, {false, false, true}, false));  // what gave way does not come back by force
  CHECK(schedule.take(40, {true, false, true}, false)->thing == Thing{false, 1});
  CHECK(schedule.take(40, {}, false)->thing == Thing{true, 0});
}

TEST_CASE("a trigger waits once, from the first time it held", "[core][schedule]") {
  const config::Trigger trigger;
  Schedule schedule;
  schedule.add({{false, 0}, &trigger, 10, false});
  schedule.add({{false, 0}, &trigger, 20, false});
  CHECK(schedule.wake(0) == 10);
  CHECK(schedule.take(10, {}, false));
  CHECK(schedule.empty());
}

TEST_CASE("a wake-up is wanted only for what is not yet due", "[core][schedule]") {
  const config::Trigger t[2] = {};
  Schedule schedule;
  CHECK_FALSE(schedule.wake(0));
  schedule.add({{false, 0}, &t[0], 10, false});
  schedule.add({{false, 1}, &t[1], 20, false});
  CHECK(schedule.wake(5) == 10);
  CHECK(schedule.wake(10) == 20);
  CHECK_FALSE(schedule.wake(20));
}

TEST_CASE("another page forgets what the old page made due", "[core][schedule]") {
  const config::Trigger by_page = trigger_on("", "/cart");
  const config::Trigger by_event = trigger_on("bought", "");
  const config::Trigger by_page_gave_way = trigger_on("", "/cart*");
  Schedule schedule;
  schedule.add({{false, 0}, &by_page, 10, false});
  schedule.add({{false, 1}, &by_event, 10, false});
  schedule.add({{true, 0}, &by_page_gave_way, 10, true});
  schedule.page_changed("https://a.example/cart/2");
  CHECK(schedule.take(10, {}, false)->trigger == &by_event);
  CHECK(schedule.take(10, {}, false)->trigger == &by_page_gave_way);
  CHECK(schedule.empty());

  schedule.add({{true, 0}, &by_page_gave_way, 10, true});
  schedule.page_changed("https://a.example/");
  CHECK(schedule.empty());
}

TEST_CASE("once is once, every is after that time, always is always", "[core][frequency]") {
  using config::Frequency;
  const Memory shown{.shown = 1000};
  CHECK(allowed_from({Frequency::Kind::kOnce, 0}, {}, false) == 0);
  CHECK(allowed_from({Frequency::Kind::kOnce, 0}, shown, false) == kNever);
  CHECK(allowed_from({Frequency::Kind::kEvery, kDay}, {}, false) == 0);
  CHECK(allowed_from({Frequency::Kind::kEvery, kDay}, shown, false) == 1000 + kDay);
  CHECK(allowed_from({Frequency::Kind::kAlways, 0}, shown, false) == 0);
}

TEST_CASE("who answered or closed it has seen it", "[core][frequency]") {
  using config::Frequency;
  CHECK(allowed_from({Frequency::Kind::kOnce, 0}, {.answered = 5}, false) == kNever);
  CHECK(allowed_from({Frequency::Kind::kEvery, kDay}, {.dismissed = 5}, false) == 5 + kDay);
  CHECK(allowed_from({Frequency::Kind::kEvery, kDay}, {.shown = 3, .dismissed = 5}, false) == 3 + kDay);
}

TEST_CASE("a guide that was completed or dismissed does not come back", "[core][frequency]") {
  using config::Frequency;
  CHECK(allowed_from({Frequency::Kind::kEvery, kDay}, {.shown = 1, .completed = 2}, true) == kNever);
  CHECK(allowed_from({Frequency::Kind::kEvery, kDay}, {.shown = 1, .dismissed = 2}, true) == kNever);
  CHECK(allowed_from({Frequency::Kind::kAlways, 0}, {.shown = 1, .dismissed = 2}, true) == 0);
  CHECK(allowed_from({Frequency::Kind::kEvery, kDay}, {.shown = 1, .dismissed = 2}, false) == 1 + kDay);
}

TEST_CASE("what is remembered survives being stored", "[core][frequency]") {
  const Memory memory{.shown = 10, .answered = 20, .completed = 30, .dismissed = 0};
  CHECK(save(memory) == R"({"answered":20,"completed":30,"shown":10})");
  const Memory again = restore_memory(save(memory), 100);
  CHECK(again.shown == 10);
  CHECK(again.answered == 20);
  CHECK(again.completed == 30);
  CHECK(again.dismissed == 0);
}

TEST_CASE("what is stored is not believed", "[core][frequency]") {
  for (const char* text : {"", "{", "[]", "7", "null", R"({"shown":"yes"})", R"({"shown":-5})", R"({"shown":1.5})",
                           R"({"shown":{"shown":1}})"}) {
    INFO(text);
    CHECK(restore_memory(text, 100).shown == 0);
  }
  CHECK(restore_memory(R"({"shown":99999999999999})", 100).shown == 100);  // from a clock that was wrong
}

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "core_support.h"

using namespace canvass;
using namespace canvass::test;

namespace {

constexpr const char* kHome = "https://shop.example/";
constexpr const char* kCart = "https://shop.example/cart";

// Three quick wins: one done by an event, one with the tour it starts, one by going there.
constexpr const char* kStartUp = R"({
  "canvass": 1, "endpoint": "/v1/batch", "writeKey": "demo", "quiet": "0s",
  "surveys": [{"id": "nps", "triggers": [{"event": "asked"}],
    "questions": [{"id": "score", "type": "nps", "text": "?"}]}],
  "guides": [
    {"id": "start", "type": "checklist", "title": {"en": "Get going", "ru": "Первые шаги"}, "launcher": "Quick wins",
     "triggers": [{"page": "/"}], "allDone": "You know your way around.",
     "tasks": [
       {"id": "find", "title": {"en": "Find a product", "ru": "Найдите товар"}, "done": {"en": "Nice find.", "ru": "Отлично."},
        "complete": {"event": "product_viewed", "where": {"property": "price", "gt": 0}}},
       {"id": "look", "title": "Look around", "text": "Takes a minute.", "show": "tour"},
       {"id": "follow", "title": "Follow us", "button": "Go", "url": "/follow"}]},
    {"id": "tour", "type": "tour", "triggers": [{"event": "never"}], "frequency": "always", "steps": [{"title": "Here"}]}
  ]})";

Host started(std::string locale = "en", const char* url = kHome, const char* config = kStartUp) {
  Host host(config);
  REQUIRE(host.problems.ok());
  host.start(std::move(locale));
  host.open(url);
  host.give(event::Shown{"start"});
  return host;
}

std::vector<Effect> act(Host& host, std::string what, std::string value = {}) {
  return host.give(event::Guide{"start", std::move(what), std::move(value)});
}

std::vector<Effect> view_product(Host& host, int price = 42) {
  Json props = json_object();
  props["price"] = price;
  return host.give(event::Track{"product_viewed", props});
}

const view::Node* find_look(const view::Node* node, view::Look look, size_t skip = 0) {
  if (node == nullptr) return nullptr;
  std::vector<const view::Node*> found;
  const auto walk = [&](const auto& self, const view::Node& one) -> void {
    if (one.look == look) found.push_back(&one);
    for (const view::Node& child : one.children) self(self, child);
  };
  walk(walk, *node);
  return skip < found.size() ? found[skip] : nullptr;
}

std::string text_of(const Host& host, view::Look look, size_t skip = 0, view::Slot slot = view::Slot::kCard) {
  const view::Node* node = find_look(host.engine.view(slot), look, skip);
  return node == nullptr ? "none" : node->text;
}

bool card_is_open(const Host& host) { return find_look(host.engine.view(), view::Look::kTasks) != nullptr; }

const view::Node* pill(const Host& host) {
  return find_look(host.engine.view(view::Slot::kLauncher), view::Look::kTasksButton);
}

std::string announced(const std::vector<Effect>& effects) {
  std::string all_of;
  for (const effect::Announce& one : all<effect::Announce>(effects)) all_of += one.text + "|";
  return all_of;
}

// What the activation of a control does.
std::vector<Effect> press(Host& host, const view::Node* node, view::Slot = view::Slot::kCard) {
  REQUIRE(node != nullptr);
  std::vector<Effect> effects;
  for (const Event& event : host.engine.events_for(node->id, Action::kActivate, node->value)) {
    for (Effect& effect : host.give(event)) effects.push_back(std::move(effect));
  }
  return effects;
}

}  // namespace

// --- beginning ---------------------------------------------------------------------------------------------

TEST_CASE("a checklist shows its tasks and how far they are when its triggers hold", "[core][checklist]") {
  Host host = started();
  REQUIRE(card_is_open(host));
  CHECK(text_of(host, view::Look::kTitle) == "Get going");
  CHECK(text_of(host, view::Look::kSecondary) == "0 of 3 done");
  CHECK(text_of(host, view::Look::kTask, 0) == "Find a product");
  CHECK(text_of(host, view::Look::kTask, 2) == "Follow us");
  const view::Node* meter = find_look(host.engine.view(), view::Look::kMeter);
  REQUIRE(meter != nullptr);
  CHECK(meter->value == "0.000");
  CHECK(meter->label == "0 of 3 done");
}

TEST_CASE("a task has a button where it leads somewhere, and none where the visitor has to do it",
          "[core][checklist]") {
  Host host = started();
  CHECK(text_of(host, view::Look::kTaskAction, 0) == "Show me");
  CHECK(find_look(host.engine.view(), view::Look::kTaskAction, 0)->label == "Show me: Look around");
  CHECK(text_of(host, view::Look::kTaskAction, 1) == "Go");
  CHECK(find_look(host.engine.view(), view::Look::kTaskAction, 2) == nullptr);
}

TEST_CASE("on another page than its trigger's a checklist does not begin", "[core][checklist]") {
  Host host = started("en", kCart);
  CHECK_FALSE(card_is_open(host));
  CHECK(pill(host) == nullptr);
  CHECK(emitted(view_product(host)).empty());
}

TEST_CASE("a checklist speaks one language throughout", "[core][checklist]") {
  Host host = started("ru");
  CHECK(text_of(host, view::Look::kTitle) == "Первые шаги");
  CHECK(text_of(host, view::Look::kQuiet) == "Скрыть");
  const std::vector<Effect> effects = view_product(host);
  CHECK(announced(effects).find("Отлично.") != std::string::npos);
}

// --- tasks --------------------------------------------------------------------------------------------------

TEST_CASE("a tracked event completes the task that waits for it, which is confirmed in words", "[core][checklist]") {
  Host host = started();
  host.now += 5 * kSecond;
  const std::vector<Effect> effects = view_product(host);
  CHECK(announced(effects) == "Nice find.\n1 of 3 done|");
  const Json told = properties(effects, "Guide Task Completed");
  CHECK(told["guide"] == "start");
  CHECK(told["kind"] == "checklist");
  CHECK(told["task"] == "find");
  CHECK(told["duration"] == 5 * kSecond);
  CHECK(told["done"] == 1);
  CHECK(told["of"] == 3);
  CHECK(text_of(host, view::Look::kSecondary) == "1 of 3 done. Nice find.");
  const view::Node* task = find_look(host.engine.view(), view::Look::kTask);
  CHECK(task->state == view::kChecked);
  CHECK(task->label == "Done: Find a product");
  CHECK(find_look(host.engine.view(), view::Look::kMeter)->value == "0.333");
}

TEST_CASE("an event whose properties are not as wanted completes nothing", "[core][checklist]") {
  Host host = started();
  CHECK(emitted(view_product(host, 0)).empty());
  CHECK(text_of(host, view::Look::kSecondary) == "0 of 3 done");
}

TEST_CASE("a task completes once", "[core][checklist]") {
  Host host = started();
  view_product(host);
  CHECK(emitted(view_product(host)).empty());
}

TEST_CASE("a task starts its tour, and is completed with it; the card comes back", "[core][checklist]") {
  Host host = started();
  const std::vector<Effect> effects = press(host, find_look(host.engine.view(), view::Look::kTaskAction));
  REQUIRE(host.engine.view() != nullptr);
  CHECK(text_of(host, view::Look::kTitle) == "Here");
  host.give(event::Shown{"tour"});
  const std::vector<Effect> after = host.give(event::Next{});
  CHECK(properties(after, "Guide Task Completed")["task"] == "look");
  CHECK(announced(after).find("Done: Look around") != std::string::npos);
  REQUIRE(card_is_open(host));
  CHECK(text_of(host, view::Look::kSecondary) == "1 of 3 done. Done: Look around");
}

TEST_CASE("a tour that is left does not complete its task", "[core][checklist]") {
  Host host = started();
  press(host, find_look(host.engine.view(), view::Look::kTaskAction));
  host.give(event::Shown{"tour"});
  const std::vector<Effect> effects = host.give(event::Dismiss{});
  CHECK(properties(effects, "Guide Task Completed").is_null());
}

TEST_CASE("a task with an address is done by going there, kept before the page is left", "[core][checklist]") {
  Host host = started();
  const std::vector<Effect> effects = press(host, find_look(host.engine.view(), view::Look::kTaskAction, 1));
  const std::vector<effect::Fetch> going = all<effect::Fetch>(effects);
  REQUIRE(going.size() == 1);
  CHECK(going[0].go);
  CHECK(going[0].url == "/follow");
  CHECK(properties(effects, "Guide Task Completed")["task"] == "follow");
  CHECK(host.storage["list:start"].find("follow") != std::string::npos);
}

TEST_CASE("what is asked of a task that is done already, or is none, does nothing", "[core][checklist]") {
  Host host = started();
  view_product(host);
  CHECK(emitted(act(host, "task", "find")).empty());
  CHECK(emitted(act(host, "task", "no-such")).empty());
  CHECK(emitted(act(host, "no-such-act")).empty());
}

TEST_CASE("while a task is not done, what completes it by a click is watched", "[core][checklist]") {
  const char* config = R"({"canvass":1,"guides":[{"id":"start","type":"checklist","title":"T","triggers":[{"page":"/"}],
    "tasks":[{"id":"a","title":"A","complete":{"click":"#buy"}},{"id":"b","title":"B","complete":{"seen":"#offer"}}]}]})";
  Host host = started("en", kHome, config);
  CHECK(host.watched.click == Vector<std::string>{"#buy"});
  CHECK(host.watched.seen == Vector<std::string>{"#offer"});
  CHECK(properties(host.give(event::Click{"#buy"}), "Guide Task Completed")["task"] == "a");
  CHECK(host.watched.click.empty());
}

TEST_CASE("a page completes a task that waits for it", "[core][checklist]") {
  const char* config = R"({"canvass":1,"guides":[{"id":"start","type":"checklist","title":"T","triggers":[{"page":"/"}],
    "tasks":[{"id":"a","title":"A","complete":{"page":"/cart"}},{"id":"b","title":"B","complete":{"event":"x"}}]}]})";
  Host host = started("en", kHome, config);
  CHECK(properties(host.open(kCart), "Guide Task Completed")["task"] == "a");
}

// --- folded and unfolded ------------------------------------------------------------------------------------

TEST_CASE("closed, a checklist is a button with how far it is; opened again, it says from where", "[core][checklist]") {
  Host host = started();
  view_product(host);
  CHECK(pill(host) == nullptr);
  press(host, find_look(host.engine.view(), view::Look::kClose));
  CHECK(host.engine.view() == nullptr);
  host.wait(kMinute);
  REQUIRE(pill(host) != nullptr);
  CHECK(pill(host)->text == "Quick wins");
  CHECK(pill(host)->value == "1/3");
  CHECK(pill(host)->label == "Quick wins, 1 of 3 done");
  const std::vector<Effect> effects = press(host, pill(host), view::Slot::kLauncher);
  CHECK(card_is_open(host));
  CHECK(properties(effects, "Guide Opened")["from"] == "launcher");
  CHECK(pill(host) == nullptr);
}

TEST_CASE("Esc folds a checklist, and nothing is told as dismissed", "[core][checklist]") {
  Host host = started();
  const std::vector<Effect> effects = host.give(event::Dismiss{});
  CHECK(emitted(effects).empty());
  CHECK_FALSE(card_is_open(host));
  CHECK(pill(host) != nullptr);
}

TEST_CASE("folded stays folded on the next page, open stays open", "[core][checklist]") {
  Host host = started();
  view_product(host);
  Host next = host.reload(kStartUp);
  next.start();
  next.open(kCart);
  CHECK(card_is_open(next));
  CHECK(text_of(next, view::Look::kSecondary).substr(0, 11) == "1 of 3 done");
  act(next, "collapse");
  Host last = next.reload(kStartUp);
  last.start();
  last.open(kCart);
  CHECK_FALSE(card_is_open(last));
  REQUIRE(pill(last) != nullptr);
  CHECK(pill(last)->value == "1/3");
  last.open(kHome);
  CHECK_FALSE(card_is_open(last));
}

TEST_CASE("a task done while the checklist is folded is confirmed on its button for a while", "[core][checklist]") {
  Host host = started();
  act(host, "collapse");
  CHECK(announced(view_product(host)) == "Nice find.\n1 of 3 done|");
  CHECK_FALSE(card_is_open(host));
  REQUIRE(pill(host) != nullptr);
  CHECK(pill(host)->text == "Nice find.");
  CHECK(pill(host)->value == "1/3");
  host.wait(10 * kSecond);
  CHECK(pill(host)->text == "Quick wins");
  // Without words of its own, the task says its title in a few letters more.
  act(host, "task", "follow");
  CHECK(pill(host)->text == "✓\u00a0Follow us");
}

TEST_CASE("a task done just before the page was left is confirmed on the next", "[core][checklist]") {
  Host host = started();
  act(host, "collapse");
  view_product(host);
  Host next = host.reload(kStartUp);
  next.now += 2 * kSecond;
  next.start();
  next.open(kCart);
  REQUIRE(pill(next) != nullptr);
  CHECK(pill(next)->text == "Nice find.");
}

TEST_CASE("a survey takes an open checklist's room and gives it back", "[core][checklist]") {
  Host host = started();
  host.track("asked");
  if (find_look(host.engine.view(), view::Look::kScale) == nullptr) {
    // It waits for the checklist to be folded.
    act(host, "collapse");
    CHECK(find_look(host.engine.view(), view::Look::kScale) != nullptr);
  }
  CHECK(pill(host) == nullptr);
}

// --- the end ------------------------------------------------------------------------------------------------

TEST_CASE("all done is celebrated once, and then it is gone for good", "[core][checklist]") {
  Host host = started();
  view_product(host);
  act(host, "task", "follow");
  press(host, find_look(host.engine.view(), view::Look::kTaskAction));
  host.now += 30 * kSecond;
  host.give(event::Shown{"tour"});
  const std::vector<Effect> effects = host.give(event::Next{});
  const Json told = properties(effects, "Guide Completed");
  CHECK(properties(effects, "Guide Task Completed")["done"] == 3);
  CHECK_FALSE(told.is_null());
  host.give(event::Shown{"start"});
  REQUIRE(find_look(host.engine.view(), view::Look::kDone) != nullptr);
  CHECK(text_of(host, view::Look::kTitle) == "All done");
  CHECK(text_of(host, view::Look::kBody) == "You know your way around.");
  CHECK(pill(host) == nullptr);
  CHECK(host.storage.count("list:start") == 0);
  press(host, find_look(host.engine.view(), view::Look::kPrimary));
  CHECK(host.engine.view() == nullptr);
  CHECK(pill(host) == nullptr);
  Host next = host.reload(kStartUp);
  next.start();
  next.open(kHome);
  CHECK(next.engine.view() == nullptr);
  CHECK(pill(next) == nullptr);
}

TEST_CASE("the last task done while folded opens the card to say so", "[core][checklist]") {
  const char* config = R"({"canvass":1,"guides":[{"id":"start","type":"checklist","title":"T","triggers":[{"page":"/"}],
    "tasks":[{"id":"a","title":"A","complete":{"event":"x"}}]}]})";
  Host host = started("en", kHome, config);
  act(host, "collapse");
  host.wait(kMinute);
  const std::vector<Effect> effects = host.track("x");
  CHECK(properties(effects, "Guide Completed")["duration"] == kMinute);
  CHECK(find_look(host.engine.view(), view::Look::kDone) != nullptr);
}

TEST_CASE("dismissed for good, a checklist leaves nothing and does not come back", "[core][checklist]") {
  Host host = started();
  view_product(host);
  host.now += kMinute;
  const std::vector<Effect> effects = press(host, find_look(host.engine.view(), view::Look::kQuiet));
  const Json told = properties(effects, "Guide Dismissed");
  CHECK(told["guide"] == "start");
  CHECK(told["duration"] == kMinute);
  CHECK(told["done"] == 1);
  CHECK(host.engine.view() == nullptr);
  CHECK(pill(host) == nullptr);
  CHECK(host.storage.count("list:start") == 0);
  host.open(kCart);
  host.open(kHome);
  CHECK_FALSE(card_is_open(host));
  Host next = host.reload(kStartUp);
  next.now += 400 * kDay;
  next.start();
  next.open(kHome);
  CHECK_FALSE(card_is_open(next));
}

TEST_CASE("the page can show a checklist that was dismissed", "[core][checklist]") {
  Host host = started();
  act(host, "dismissAll");
  host.give(event::Show{"start"});
  CHECK(card_is_open(host));
  CHECK(text_of(host, view::Look::kSecondary) == "0 of 3 done");
}

// --- storage ------------------------------------------------------------------------------------------------

TEST_CASE("what is stored and is no checklist's state counts as not there", "[core][checklist]") {
  for (const char* stored : {"", "null", "[]", "7", "{", "\"x\""}) {
    Host host(kStartUp);
    host.storage["list:start"] = stored;
    host.storage["list:tour"] = "{}";
    host.storage["list:nobody"] = "{}";
    host.start();
    host.open(kCart);
    CHECK(host.engine.view() == nullptr);
    CHECK(pill(host) == nullptr);
  }
}

TEST_CASE("times that are stored wrongly do no harm", "[core][checklist]") {
  Host host(kStartUp);
  host.storage["list:start"] = R"({"began":9e15,"done":{"find":-5,"look":"x","follow":9007199254740991},"open":7})";
  host.start();
  host.open(kCart);
  host.give(event::Shown{"start"});
  REQUIRE(card_is_open(host));
  CHECK(text_of(host, view::Look::kSecondary).substr(0, 11) == "1 of 3 done");
  CHECK(properties(view_product(host), "Guide Task Completed")["duration"] == 0);
}

TEST_CASE("another tab's progress is this tab's", "[core][checklist]") {
  Host host = started();
  Host other = host.another_tab(kStartUp);
  other.start();
  other.open(kCart);
  view_product(other);
  host.give(event::Stored{"list:start", other.storage["list:start"]});
  CHECK(text_of(host, view::Look::kSecondary).substr(0, 11) == "1 of 3 done");
  host.give(event::Stored{"list:start", std::nullopt});
  CHECK_FALSE(card_is_open(host));
}

TEST_CASE("forgetting a visitor forgets their checklist", "[core][checklist]") {
  Host host = started();
  view_product(host);
  host.give(event::Reset{event::Reset::Kind::kForget});
  CHECK(host.storage.count("list:start") == 0);
}

TEST_CASE("a preview of a checklist leaves the real one as it was", "[core][checklist]") {
  Host host = started();
  view_product(host);
  const std::string before = host.storage["list:start"];
  host.open("https://shop.example/?canvass-preview=start");
  CHECK(card_is_open(host));
  act(host, "task", "follow");
  act(host, "dismissAll");
  CHECK(host.storage["list:start"] == before);
  host.open(kCart);
  CHECK(text_of(host, view::Look::kSecondary).substr(0, 11) == "1 of 3 done");
}

TEST_CASE("two checklists have a button each", "[core][checklist]") {
  const char* config = R"({"canvass":1,"quiet":"0s","guides":[
    {"id":"a","type":"checklist","title":"First","triggers":[{"page":"/"}],"tasks":[{"id":"x","title":"X","complete":{"event":"x"}}]},
    {"id":"b","type":"checklist","title":"Second","triggers":[{"page":"/"}],"tasks":[{"id":"x","title":"X","complete":{"event":"x"}},
      {"id":"y","title":"Y","complete":{"event":"y"}}]}]})";
  Host host = started("en", kHome, config);
  host.give(event::Guide{"a", "collapse"});
  host.give(event::Guide{"b", "collapse"});
  const view::Node* launcher = host.engine.view(view::Slot::kLauncher);
  REQUIRE(find_look(launcher, view::Look::kTasksButton, 1) != nullptr);
  host.track("y");
  CHECK(find_look(host.engine.view(view::Slot::kLauncher), view::Look::kTasksButton, 1)->value == "1/2");
}

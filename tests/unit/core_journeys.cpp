#include <catch2/catch_test_macros.hpp>

#include "core/base/text.h"
#include "core/signals/journeys.h"
#include "core_support.h"

using namespace canvass;
using namespace canvass::test;
using config::Journey;
using config::Trigger;
using config::Waypoint;

namespace {

Trigger page(std::string pattern) {
  Trigger trigger;
  trigger.page.value = std::move(pattern);
  return trigger;
}

Trigger when(Trigger::Moment moment, std::string name = {}, std::string where = {}) {
  Trigger trigger;
  trigger.moment = moment;
  trigger.name = std::move(name);
  trigger.page.value = std::move(where);
  return trigger;
}

Trigger tracked(std::string name, std::string where = {}) {
  return when(Trigger::Moment::kEvent, std::move(name), std::move(where));
}

Waypoint way(std::string id, Vector<Trigger> any, bool optional = false) {
  return {std::move(id), std::move(any), optional};
}

// From a piece by the cart and the payment to the order.
Journey buy() {
  Journey journey;
  journey.id = "buy";
  journey.start = way("", {page("/pieces/*")});
  journey.steps = {way("cart", {page("/cart*")}), way("gift", {page("/gift*")}, true),
                   way("pay", {page("/pay*"), tracked("paid_by_wallet")})};
  journey.finish = way("", {tracked("order_completed")});
  journey.detours = {way("faq", {page("/faq*")})};
  return journey;
}

// The engine's part around journeys: a visitor, and a browser's storage.
struct Walk {
  explicit Walk(Vector<Journey> list = {buy()}) : journeys(std::move(list)) {}
  Walk(const Walk&) = delete;

  Vector<Journey> journeys;
  config::Config config;
  targeting::Visitor visitor;
  delivery::Journal journal{visitor};
  signals::Journeys followed{journeys, journal, visitor};
  Turn turn;
  std::map<std::string, std::string> storage;
  std::vector<std::string> told;  // the wire events, each with its properties in short

  void start() {
    turn.now = std::max(turn.now, kStart);
    const event::Init init{.visitor = "anna", .seed = "5eed", .locale = "en", .stored = storage};
    journal.start(config, init.seed, true);
    visitor.start(init, "en", false, journal.ids(), turn);
    followed.start(init, turn);
    carry_out();
  }

  void give(const Event& event) {
    if (const auto* e = std::get_if<event::Page>(&event)) visitor.open(*e, {}, turn);
    if (std::holds_alternative<event::Hidden>(event)) visitor.hide(turn.now);
    if (std::holds_alternative<event::Visible>(event)) visitor.unhide(turn.now);
    followed.hear(event, turn);
    carry_out();
  }
  void open(const std::string& path) { give(event::Page{"https://shop.example" + path, {}}); }
  void track(const std::string& name, Json properties = json_object()) {
    give(event::Track{name, std::move(properties)});
  }
  void wait(TimeMs span) { turn.now += span; }

  void carry_out() {
    for (const Effect& effect : turn.effects) {
      if (const auto* emit = std::get_if<effect::Emit>(&effect)) tell(emit->event);
      const auto* store = std::get_if<effect::Store>(&effect);
      if (store == nullptr) continue;
      if (store->value) {
        storage[store->key] = *store->value;
      } else {
        storage.erase(store->key);
      }
    }
    turn.effects.clear();
  }

  void tell(const Json& event) {
    std::string line(string_at(event, "event").substr(std::string_view("Journey ").size()));
    for (const char* name : {"step", "detour", "after"}) {
      const std::string_view text = string_at(event["properties"], name);
      if (!text.empty()) line += join({" ", name, "=", text});
    }
    for (const char* name : {"index", "of", "duration", "detours", "skipped", "visits"}) {
      const std::optional<int64_t> number = integer_at(event["properties"], name);
      if (number) line += join({" ", name, "=", decimal(*number)});
    }
    if (const Json* off = find(event["properties"], "offPath")) line += off->get<bool>() ? " off" : " on";
    CHECK(string_at(event["properties"], "journey") == "buy");
    CHECK(string_at(event["properties"], "kind") == "routine");
    told.push_back(std::move(line));
  }

  // The same tab on another page load, or another tab or visit.
  void go_on_from(const Walk& before, bool same_tab = true) {
    storage = before.storage;
    if (!same_tab) std::erase_if(storage, [](const auto& entry) { return starts_with(entry.first, "tab:"); });
    turn.now = before.turn.now;
    start();
  }

  std::string last() const { return told.empty() ? "" : told.back(); }
  bool follows() const { return storage.contains("j:buy"); }
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a journey along its path is told step by step", "[core][journeys]") {
  Walk walk;
  walk.start();
  walk.open("/");
  CHECK(walk.told.empty());
  walk.open("/pieces/vase");
  walk.wait(kMinute);
  walk.open("/cart");
  walk.wait(kMinute);
  walk.open("/pay/card");
  walk.wait(kMinute);
  walk.track("order_completed");
  CHECK(walk.told == Lines{"Started", "Step step=cart index=1 of=3 duration=60000",
                           "Step step=pay index=3 of=3 duration=120000",
                           "Finished duration=180000 detours=0 skipped=0 visits=1 on"});
  CHECK_FALSE(walk.follows());
}

TEST_CASE("nothing but the start begins a journey", "[core][journeys]") {
  Walk walk;
  walk.start();
  walk.open("/cart");
  walk.open("/faq");
  walk.track("order_completed");
  CHECK(walk.told.empty());
  CHECK_FALSE(walk.follows());
}

TEST_CASE("a step may be any of several things", "[core][journeys]") {
  Walk walk;
  walk.start();
  walk.open("/pieces/vase");
  walk.open("/cart");
  walk.track("paid_by_wallet");
  CHECK(walk.last() == "Step step=pay index=3 of=3 duration=0");
  walk.track("order_completed");
  CHECK(walk.last() == "Finished duration=0 detours=0 skipped=0 visits=1 on");
}

TEST_CASE("an optional step is told and missed without harm", "[core][journeys]") {
  Walk walk;
  walk.start();
  walk.open("/pieces/vase");
  walk.open("/gift");
  CHECK(walk.last() == "Step step=gift index=2 of=3 duration=0");
  SECTION("a required one that comes after it in the list was passed over") {
    walk.open("/cart");
    walk.open("/pay");
    walk.track("order_completed");
    CHECK(walk.last() == "Finished duration=0 detours=0 skipped=0 visits=1 off");
  }
  SECTION("and in its place") {
    Walk other;
    other.start();
    other.open("/pieces/vase");
    other.open("/cart");
    other.open("/gift/paper");
    other.open("/cart");
    other.open("/pay");
    other.track("order_completed");
    CHECK(other.last() == "Finished duration=0 detours=0 skipped=0 visits=1 on");
  }
}

TEST_CASE("a required step left out is off the path and counted", "[core][journeys]") {
  Walk walk;
  walk.start();
  walk.open("/pieces/vase");
  walk.open("/pay");
  CHECK(walk.last() == "Step step=pay index=3 of=3 duration=0");
  walk.track("order_completed");
  CHECK(walk.last() == "Finished duration=0 detours=0 skipped=1 visits=1 off");
}

TEST_CASE("a required step out of order is passed, and off the path", "[core][journeys]") {
  Walk walk;
  walk.start();
  walk.open("/pieces/vase");
  walk.open("/pay");
  walk.open("/cart");
  CHECK(walk.last() == "Step step=cart index=1 of=3 duration=0");
  walk.track("order_completed");
  CHECK(walk.last() == "Finished duration=0 detours=0 skipped=0 visits=1 off");
}

TEST_CASE("a named detour is told at once, by its name", "[core][journeys]") {
  Walk walk;
  walk.start();
  walk.open("/pieces/vase");
  walk.open("/faq/payment");
  CHECK(walk.last() == "Detour detour=faq after=start");
  walk.open("/cart");
  walk.open("/faq");
  CHECK(walk.last() == "Detour detour=faq after=cart");
  walk.open("/pay");
  walk.track("order_completed");
  CHECK(walk.last() == "Finished duration=0 detours=2 skipped=0 visits=1 off");
}

TEST_CASE("a page that is no part of the way is a detour, by its path", "[core][journeys]") {
  Walk walk;
  walk.start();
  walk.open("/pieces/vase");
  walk.open("/about?campaign=x#team");
  CHECK(walk.last() == "Detour detour=/about after=start");
  SECTION("once as long as it stays") {
    walk.open("/about?campaign=y#top");
    CHECK(walk.told.size() == 2);
  }
  SECTION("and the pages of the start, of this step and of the next are none") {
    for (const char* path : {"/pieces/cup", "/cart", "/pieces/cup", "/cart?x=1", "/gift"}) walk.open(path);
    CHECK(walk.told == Lines{"Started", "Detour detour=/about after=start", "Step step=cart index=1 of=3 duration=0",
                             "Step step=gift index=2 of=3 duration=0"});
  }
  SECTION("but going back to a step before is one") {
    walk.open("/cart");
    walk.open("/pay");
    walk.open("/cart");
    walk.open("/pay");
    CHECK(walk.last() == "Detour detour=/cart after=pay");
  }
}

TEST_CASE("a page on which the awaited event happens is no detour, one that is left without it is",
          "[core][journeys]") {
  Walk walk;
  walk.start();
  walk.open("/pieces/vase");
  walk.open("/cart");
  walk.open("/wallet");
  CHECK(walk.told.size() == 2);
  SECTION("it happens") {
    walk.track("paid_by_wallet");
    walk.open("/thanks");
    walk.track("order_completed");
    CHECK(walk.last() == "Finished duration=0 detours=0 skipped=0 visits=1 on");
  }
  SECTION("it does not") {
    walk.open("/pay");
    CHECK(walk.told[2] == "Detour detour=/wallet after=cart");
    CHECK(walk.told[3] == "Step step=pay index=3 of=3 duration=0");
  }
  SECTION("it does not, and the next page is loaded anew") {
    Walk next;
    next.go_on_from(walk);
    next.open("/wallet");
    CHECK(next.told.empty());
    next.open("/about");
    CHECK(next.told == Lines{"Detour detour=/wallet after=cart"});
  }
}

TEST_CASE("where neither this step nor the next says a page, no page is a detour", "[core][journeys]") {
  Journey journey = buy();
  journey.start = way("", {tracked("search")});
  journey.steps = {way("found", {tracked("found")})};
  Walk walk({journey});
  walk.start();
  walk.open("/");
  walk.track("search");
  walk.open("/about");
  walk.open("/terms");
  walk.track("found");
  walk.track("order_completed");
  CHECK(walk.last() == "Finished duration=0 detours=0 skipped=0 visits=1 on");
  walk.track("search");
  walk.open("/faq");
  CHECK(walk.last() == "Detour detour=faq after=start");
}

TEST_CASE("a journey goes on over pages, tabs and visits", "[core][journeys]") {
  Walk first;
  first.start();
  first.open("/pieces/vase");
  first.open("/about");
  Walk second;
  second.go_on_from(first);
  second.open("/cart");
  second.wait(kDay);
  Walk third;
  third.go_on_from(second, false);
  third.open("/cart");
  third.open("/pay");
  third.track("order_completed");
  CHECK(second.told == Lines{"Step step=cart index=1 of=3 duration=0"});
  CHECK(third.told == Lines{"Step step=pay index=3 of=3 duration=86400000",
                            "Finished duration=86400000 detours=1 skipped=0 visits=2 off"});
  CHECK_FALSE(third.follows());
}

TEST_CASE("the limit is over one millisecond after it", "[core][journeys]") {
  Journey journey = buy();
  journey.limit = kHour;
  Walk walk({journey});
  walk.start();
  walk.open("/pieces/vase");
  walk.wait(kMinute);
  walk.open("/cart");
  CHECK(walk.followed.wake(walk.turn.now) == kStart + kHour + 1);
  walk.wait(kHour - kMinute);
  walk.give(event::Tick{});
  CHECK(walk.follows());
  SECTION("at it, it may still be finished") {
    walk.track("order_completed");
    CHECK(walk.last() == "Finished duration=3600000 detours=0 skipped=1 visits=1 off");
  }
  SECTION("after it, it is abandoned at the last step, and may begin anew") {
    walk.wait(1);
    walk.give(event::Tick{});
    CHECK(walk.last() == "Abandoned step=cart index=1 duration=60000 on");
    CHECK_FALSE(walk.follows());
    CHECK_FALSE(walk.followed.wake(walk.turn.now));
    walk.track("order_completed");
    CHECK(walk.last() == "Abandoned step=cart index=1 duration=60000 on");
    walk.open("/pieces/cup");
    CHECK(walk.last() == "Started");
  }
}

TEST_CASE("what was abandoned is told on the next visit, with the last detour", "[core][journeys]") {
  Walk walk;
  walk.start();
  walk.open("/pieces/vase");
  walk.open("/cart");
  walk.wait(kMinute);
  SECTION("a detour by name") {
    walk.open("/faq");
    Walk later;
    walk.wait(31 * kDay);
    later.go_on_from(walk, false);
    CHECK(later.told.empty());
    later.open("/pieces/vase");
    CHECK(later.told == Lines{"Abandoned step=cart detour=faq index=1 duration=60000 off", "Started"});
  }
  SECTION("a page that was never left for another") {
    walk.open("/wallet");
    Walk later;
    walk.wait(31 * kDay);
    later.go_on_from(walk, false);
    later.open("/");
    CHECK(later.told == Lines{"Abandoned step=cart detour=/wallet index=1 duration=0 off"});
  }
  SECTION("before any step") {
    Walk fresh;
    fresh.start();
    fresh.open("/pieces/vase");
    Walk later;
    fresh.wait(31 * kDay);
    later.go_on_from(fresh, false);
    later.open("/");
    CHECK(later.told == Lines{"Abandoned step=start index=0 duration=0 on"});
  }
}

TEST_CASE("a finished journey may be made again, but not by what finished it", "[core][journeys]") {
  Journey journey = buy();
  journey.start = way("", {page("/*")});
  journey.finish = way("", {page("/thanks")});
  Walk walk({journey});
  walk.start();
  walk.open("/cart");
  CHECK(walk.told == Lines{"Started", "Step step=cart index=1 of=3 duration=0"});
  walk.open("/pay");
  walk.open("/thanks");
  CHECK(walk.last() == "Finished duration=0 detours=0 skipped=0 visits=1 on");
  walk.open("/thanks#again");
  CHECK(walk.last() == "Finished duration=0 detours=0 skipped=0 visits=1 on");
  walk.open("/");
  CHECK(walk.last() == "Started");
  walk.open("/thanks");
  CHECK(walk.last() == "Finished duration=0 detours=0 skipped=2 visits=1 off");
}

TEST_CASE("an event is one step, a page may be several", "[core][journeys]") {
  Journey journey = buy();
  journey.start = way("", {tracked("photo")});
  journey.steps = {way("one", {tracked("photo")}), way("two", {tracked("photo")}), way("three", {page("/album*")}),
                   way("four", {page("/album/*")})};
  Walk walk({journey});
  walk.start();
  walk.open("/");
  walk.track("photo");
  CHECK(walk.told == Lines{"Started"});
  walk.track("photo");
  walk.track("photo");
  CHECK(walk.last() == "Step step=two index=2 of=4 duration=0");
  walk.track("photo");
  CHECK(walk.told.size() == 3);
  walk.open("/album/summer");
  CHECK(walk.last() == "Step step=four index=4 of=4 duration=0");
  CHECK(walk.told.size() == 5);
}

TEST_CASE("what ends a journey may be its last step, too", "[core][journeys]") {
  Journey journey = buy();
  journey.steps = {way("order", {tracked("order_completed")})};
  Walk walk({journey});
  walk.start();
  walk.open("/pieces/vase");
  walk.track("order_completed");
  CHECK(walk.told == Lines{"Started", "Step step=order index=1 of=1 duration=0",
                           "Finished duration=0 detours=0 skipped=0 visits=1 on"});
}

TEST_CASE("steps and detours may be anything that triggers may be", "[core][journeys]") {
  using Kind = Trigger::Moment;
  Journey journey = buy();
  Trigger scroll = when(Kind::kScroll);
  scroll.scroll = 50;
  Trigger time = when(Kind::kTimeOnPage);
  time.duration = 10 * kSecond;
  Trigger idle = when(Kind::kIdle);
  idle.duration = 20 * kSecond;
  Trigger rage = when(Kind::kSignal, "rage");
  rage.on = "#pay";
  journey.steps = {way("click", {when(Kind::kClick, "#a")}),
                   way("seen", {when(Kind::kSeen, "#b")}),
                   way("scroll", {scroll}),
                   way("time", {time}),
                   way("idle", {idle}),
                   way("exit", {when(Kind::kExit)})};
  journey.detours = {way("angry", {rage})};
  Walk walk({journey});
  walk.start();
  walk.open("/pieces/vase");
  effect::Watch watch;
  walk.followed.add_to(watch);
  CHECK(watch.click == Vector<std::string>{"#a"});
  CHECK(watch.seen == Vector<std::string>{"#b"});
  CHECK(watch.scroll == Vector<int64_t>{50});
  CHECK(watch.idle == Vector<TimeMs>{20 * kSecond});
  CHECK(watch.exit);
  CHECK(watch.signals == *parse_json(R"({"rage":true,"on":["#pay"]})"));

  walk.give(event::Click{"#b"});
  walk.give(event::Seen{"#a"});
  CHECK(walk.told.size() == 1);
  walk.give(event::Click{"#a"});
  walk.give(event::Seen{"#b"});
  walk.give(event::Scroll{49});
  CHECK(walk.last() == "Step step=seen index=2 of=6 duration=0");
  walk.give(event::Scroll{50});
  CHECK(walk.last() == "Step step=scroll index=3 of=6 duration=0");
  CHECK(walk.followed.wake(walk.turn.now) == kStart + 10 * kSecond);
  walk.wait(10 * kSecond);
  walk.give(event::Tick{});
  CHECK(walk.last() == "Step step=time index=4 of=6 duration=10000");
  walk.give(event::Idle{20 * kSecond});
  walk.give(event::Exit{});
  CHECK(walk.last() == "Step step=exit index=6 of=6 duration=10000");

  walk.followed.hear(signals::Noticed{config::Signal::kRage, {"#cart"}, json_object()}, walk.turn);
  walk.carry_out();
  CHECK(walk.last() == "Step step=exit index=6 of=6 duration=10000");
  walk.followed.hear(signals::Noticed{config::Signal::kRage, {"#pay"}, json_object()}, walk.turn);
  walk.carry_out();
  CHECK(walk.last() == "Detour detour=angry after=exit");

  effect::Watch after;
  walk.followed.add_to(after);
  CHECK(after.signals == *parse_json(R"({"rage":true,"on":["#pay"]})"));
  after.signals = Json();
  CHECK(after == effect::Watch{});
}

TEST_CASE("a step asks of its moment what a trigger asks", "[core][journeys]") {
  Journey journey = buy();
  Trigger bought = tracked("bought", "/cart*");
  bought.visits = 2;
  journey.finish = way("", {bought});
  Walk walk({journey});
  walk.start();
  walk.open("/pieces/vase");
  walk.open("/cart");
  walk.track("bought");
  CHECK(walk.follows());
  Walk later({journey});
  later.go_on_from(walk, false);
  later.open("/pieces/vase");
  later.track("bought");
  CHECK(later.follows());
  later.open("/cart");
  later.track("bought");
  CHECK(later.last() == "Finished duration=0 detours=0 skipped=1 visits=2 off");
}

TEST_CASE("what another tab stored is known here", "[core][journeys]") {
  Walk here;
  Walk there;
  here.start();
  there.start();
  here.open("/pieces/vase");
  there.open("/");
  const auto hear = [](Walk& walk, const Walk& from) {
    const auto found = from.storage.find("j:buy");
    event::Stored stored{"j:buy", {}};
    if (found != from.storage.end()) stored.value = found->second;
    walk.give(stored);
  };
  hear(there, here);
  there.open("/cart");
  CHECK(there.told == Lines{"Step step=cart index=1 of=3 duration=0"});
  hear(here, there);
  here.open("/pay");
  CHECK(here.last() == "Step step=pay index=3 of=3 duration=0");
  hear(there, here);
  SECTION("finished there, over here") {
    here.track("order_completed");
    hear(there, here);
    there.track("order_completed");
    CHECK(there.told.size() == 1);
  }
  SECTION("abandoned by one of them only") {
    CHECK_FALSE(there.followed.wake(there.turn.now));
    for (Walk* walk : {&there, &here}) {
      walk->wait(31 * kDay);
      walk->give(event::Tick{});
    }
    CHECK(there.told.size() == 1);
    CHECK(here.last() == "Abandoned step=pay index=3 duration=0 on");
    hear(there, here);
    there.open("/");
    CHECK(there.told.size() == 1);
  }
  SECTION("abandoned by the next to open a page, when that tab is gone") {
    there.wait(31 * kDay);
    there.open("/about");
    CHECK(there.last() == "Abandoned step=pay index=3 duration=0 on");
  }
}

TEST_CASE("what makes no sense in storage counts as not there", "[core][journeys]") {
  for (const char* text : {"", "[", "{}", "[1]", R"({"began":"x"})", R"({"began":-5})"}) {
    Walk walk;
    walk.storage["j:buy"] = text;
    walk.start();
    CHECK_FALSE(walk.follows());
    walk.open("/cart");
    CHECK(walk.told.empty());
  }
  Walk odd;
  odd.storage["j:buy"] =
      R"({"began":99999999999999,"last":-1,"visit":-7,"done":[1],"detours":"a","off":7,"astray":9,"detour":5})";
  odd.start();
  odd.open("/cart");
  odd.track("order_completed");
  CHECK(odd.last() == "Finished duration=0 detours=0 skipped=1 visits=2 off");
}

TEST_CASE("of a journey that is configured no more nothing stays stored", "[core][journeys]") {
  Walk walk;
  walk.storage["j:sell"] = R"({"began":1767225600000})";
  walk.start();
  CHECK_FALSE(walk.storage.contains("j:sell"));
}

TEST_CASE("steps are remembered by name, whatever the configuration has become", "[core][journeys]") {
  Walk walk;
  walk.start();
  walk.open("/pieces/vase");
  walk.open("/cart");
  Journey changed = buy();
  changed.steps.insert(changed.steps.begin(), way("login", {page("/login")}, true));
  Walk next({changed});
  next.go_on_from(walk);
  next.open("/pay");
  next.track("order_completed");
  CHECK(next.told ==
        Lines{"Step step=pay index=4 of=4 duration=0", "Finished duration=0 detours=0 skipped=0 visits=1 on"});
}

TEST_CASE("a reset ends every journey without a word", "[core][journeys]") {
  Walk walk;
  walk.start();
  walk.open("/pieces/vase");
  walk.followed.reset(walk.turn);
  walk.carry_out();
  CHECK_FALSE(walk.follows());
  walk.track("order_completed");
  CHECK(walk.told == Lines{"Started"});
}

TEST_CASE("nobody is followed who does not want to be", "[core][journeys]") {
  Walk walk;
  walk.turn.anonymous = true;
  walk.start();
  walk.open("/pieces/vase");
  walk.open("/cart");
  CHECK(walk.told.empty());
  CHECK_FALSE(walk.follows());
}

TEST_CASE("no more than twenty detours are told, and all are counted", "[core][journeys]") {
  Walk walk;
  walk.start();
  walk.open("/pieces/vase");
  for (int i = 0; i < 25; ++i) walk.open("/about/" + std::to_string(i));
  CHECK(walk.told.size() == 21);
  walk.open("/cart");
  walk.open("/pay");
  walk.track("order_completed");
  CHECK(walk.last() == "Finished duration=0 detours=25 skipped=0 visits=1 off");
}

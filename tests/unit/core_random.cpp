// The engine under events in any order, sensible or not. What must hold is checked after every one of them.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/delivery/wire.h"
#include "core/protocol.h"
#include "core_support.h"

using namespace canvass;
using namespace canvass::test;

namespace {

constexpr const char* kMany = R"({
  "canvass": 1, "endpoint": "/v1/batch", "cooldown": "20s", "ttl": "1m",
  "delivery": {"batchCount": 4, "batchBytes": 4000, "batchDelay": "500ms", "timeout": "3s", "backoff": "100ms",
               "backoffMax": "5s"},
  "surveys": [
    {"id": "nps", "triggers": [{"event": "a", "delay": "2s"}], "frequency": {"every": "30s"},
     "questions": [{"id": "score", "type": "nps", "text": "?"}, {"id": "why", "type": "text", "text": "?"}],
     "thanks": {}},
    {"id": "ces", "triggers": [{"page": "/one"}, {"event": "b"}], "frequency": "always",
     "questions": [{"id": "ease", "type": "ces", "text": "?", "required": false},
                   {"id": "must", "type": "text", "text": "?", "required": true},
                   {"id": "effort", "type": "ces", "variant": "effort5", "text": "?"}]},
    {"id": "once", "triggers": [{"delay": "5s"}], "questions": [{"id": "q", "type": "text", "text": "?"}]}
  ],
  "guides": [
    {"id": "tip", "type": "tip", "anchor": "#a", "text": "t", "frequency": "always",
     "triggers": [{"page": "/t*", "firstVisit": true}, {"event": "b", "delay": "1s"}]},
    {"id": "hint", "type": "tip", "anchor": "#b", "title": "t", "frequency": {"every": "10s"},
     "triggers": [{"event": "a"}]}
  ]})";

// What the effects so far say about the world outside, and what must be true of it.
struct World {
  std::map<std::string, std::string> storage;
  std::optional<std::string> showing;
  std::string question;
  std::map<int64_t, std::vector<std::string>> in_flight;  // request → storage keys
  std::set<std::string> acknowledged;                     // storage keys that may now be removed
  std::optional<TimeMs> wish;
  size_t answers = 0;
  size_t requests = 0;

  void take(const std::vector<Effect>& effects, TimeMs now) {
    size_t wakes = 0;
    for (size_t i = 0; i < effects.size(); ++i) {
      const Effect& effect = effects[i];
      // Everything can be written down.
      REQUIRE(parse_json(dump_json(to_json(effect, now))));
      if (const auto* show = std::get_if<effect::Show>(&effect)) {
        REQUIRE((!showing || *showing == show->id));  // the step of what shows, or a screen that was cleared
        REQUIRE(i + 1 < effects.size());
        REQUIRE(std::holds_alternative<effect::Announce>(effects[i + 1]));
        showing = show->id;
        question = show->question;
      } else if (const auto* hide = std::get_if<effect::Hide>(&effect)) {
        REQUIRE(showing == hide->id);
        showing.reset();
      } else if (const auto* store = std::get_if<effect::Store>(&effect)) {
        const bool event = starts_with(store->key, "q:");
        if (store->value) {
          if (event) REQUIRE(storage.count(store->key) == 0);
          storage[store->key] = *store->value;
        } else {
          if (event) REQUIRE(acknowledged.count(store->key) == 1);
          storage.erase(store->key);
        }
      } else if (const auto* emit = std::get_if<effect::Emit>(&effect)) {
        // Stored before it is told, and good enough for any collector.
        const std::string key = "q:" + std::string(string_at(emit->event, "messageId"));
        REQUIRE(storage.at(key) == dump_json(emit->event));
        REQUIRE(wire::validate_batch({{"batch", Json::array({emit->event})}}).errors.empty());
        answers += string_at(emit->event, "event") == "Survey Answered" ? 1 : 0;
      } else if (const auto* send = std::get_if<effect::Send>(&effect)) {
        ++requests;
        REQUIRE(wire::validate_batch(send->body).errors.empty());
        if (!send->keepalive) REQUIRE(in_flight.empty());
        for (const Json& sent : send->body["batch"]) {
          const std::string key = "q:" + sent["messageId"].get<std::string>();
          REQUIRE(storage.count(key) == 1);
          for (const auto& [request, keys] : in_flight) {
            REQUIRE(std::find(keys.begin(), keys.end(), key) == keys.end());
          }
          in_flight[send->request].push_back(key);
        }
      } else if (const auto* abort = std::get_if<effect::Abort>(&effect)) {
        REQUIRE(in_flight.erase(abort->request) == 1);
      } else if (const auto* wake = std::get_if<effect::Wake>(&effect)) {
        ++wakes;
        REQUIRE(wish != wake->at);  // only said when it changes
        if (wake->at) REQUIRE(*wake->at > now);
        wish = wake->at;
      }
    }
    REQUIRE(wakes <= 1);
  }

  // How a request ends; what is acknowledged, or refused for good, may leave storage.
  event::Response respond(Rng& rng) {
    static const int statuses[] = {200, 200, 200, 204, 0, 500, 503, 429, 400, 302};
    if (in_flight.empty()) return {static_cast<int64_t>(rng.up_to(9)) + 1'000'000, 200, ""};
    auto request = in_flight.begin();
    std::advance(request, rng.up_to(in_flight.size() - 1));
    const int status = statuses[rng.up_to(std::size(statuses) - 1)];
    if ((status >= 200 && status <= 299) || status == 400) {
      acknowledged.insert(request->second.begin(), request->second.end());
    }
    const event::Response response{request->first, status, rng.up_to(3) == 0 ? "2" : ""};
    in_flight.erase(request);
    return response;
  }
};

const char* pick(Rng& rng, std::initializer_list<const char*> choices) {
  return choices.begin()[rng.up_to(choices.size() - 1)];
}

Json random_value(Rng& rng) {
  switch (rng.up_to(7)) {
    case 0:
      return nullptr;
    case 1:
      return "some text";
    case 2:
      return std::string(rng.up_to(6000), 'x');
    case 3:
      return "\xFF\xC3 \x01 broken \xED\xA0\x80";
    case 4:
      return 7.5;
    case 5:
      return Json::array({1, {{"a", nullptr}}});
    default:
      return static_cast<int64_t>(rng.up_to(12)) - 1;
  }
}

Event random_event(Rng& rng, World& world) {
  const auto id = [&] { return pick(rng, {"nps", "ces", "once", "tip", "hint", "nothing", ""}); };
  const auto question = [&]() -> std::string {
    return rng.up_to(2) != 0 ? world.question : pick(rng, {"score", "why", "ease", "must", "effort", "q", "nothing"});
  };
  switch (rng.up_to(21)) {
    case 0:
    case 1:
      return event::Page{
          pick(rng, {"https://x.example/one", "https://x.example/two", "https://x.example/three#a", "", "\xFF", "/t"}),
          ""};
    case 2:
      return event::Track{pick(rng, {"a", "b", "c", ""}), random_value(rng)};
    case 3:
      return event::Identify{pick(rng, {"u", "v", "", "\xFF"}), random_value(rng)};
    case 4:
      return event::Show{id()};
    case 5:
    case 6:
    case 7:
      return event::Shown{world.showing.value_or(id())};
    case 8:
      return event::Missing{rng.up_to(1) == 0 ? world.showing.value_or(id()) : id()};
    case 9:
      return event::Draft{world.showing.value_or(id()), question(), random_value(rng)};
    case 10:
    case 11:
      return event::Answer{world.showing.value_or(id()), question(), random_value(rng)};
    case 12:
    case 13:
      return event::Next{};
    case 14:
      return event::Back{};
    case 15:
      return rng.up_to(2) == 0 ? Event(event::Dismiss{}) : Event(event::Tick{});
    case 16:
      return event::Hidden{};
    case 17:
      return rng.up_to(1) == 0 ? Event(event::Offline{}) : Event(event::Visible{});
    case 18:
      return event::Online{};
    case 19:
    case 20:
      return world.respond(rng);
    default:
      switch (rng.up_to(9)) {
        case 0:
          return event::Reset{};
        case 1:
          return event::StorageFailed{"x"};
        case 2:
          return event::Init{"v", "s", "en", {}};
        default:
          return event::Tick{};
      }
  }
}

// Now and then something a visitor's storage should not contain.
void spoil(Rng& rng, std::map<std::string, std::string>& storage) {
  for (auto& [key, value] : storage) {
    if (rng.up_to(6) != 0 || starts_with(key, "q:")) continue;
    value = pick(rng, {"", "{", "[]", "null", "-1", "99999999999999999999", "{\"shown\":\"x\"}", "\xFF",
                       R"({"survey":"ces","response":"r","question":"must","answers":[1],"drafts":{"must":7}})"});
  }
}

}  // namespace

TEST_CASE("events in any order keep every promise", "[core][random]") {
  size_t answers = 0;
  size_t requests = 0;
  size_t shown = 0;
  for (int run = 0; run < 24; ++run) {
    Rng rng("run " + decimal(run));
    INFO("run " << run);
    World world;
    TimeMs now = kStart;
    for (int page = 0; page < 6; ++page) {
      Engine engine;
      REQUIRE(engine.configure(kMany).ok());
      // A new page: what was on screen, in flight and wished for is gone, what is stored is not.
      world.showing.reset();
      world.in_flight.clear();
      world.wish.reset();
      if (run % 3 == 2) spoil(rng, world.storage);
      world.take(
          engine.handle(
              event::Init{"", decimal(run * 100 + page), pick(rng, {"en", "ru", "", "x-\xFF"}), world.storage}, now),
          now);
      TimeMs latest = now;
      for (int step = 0; step < 150; ++step) {
        const uint64_t kind = rng.up_to(9);
        if (kind < 5) {
          now += static_cast<TimeMs>(rng.up_to(1500));
        } else if (kind == 5 && world.wish) {
          now = std::max(now, *world.wish);
        } else if (kind == 6) {
          now += static_cast<TimeMs>(rng.up_to(40'000));
        }
        const Event event = random_event(rng, world);
        // Whatever it is, it can be written down and read.
        std::string error;
        const std::optional<Json> recorded = parse_json(dump_json(to_json(event)));
        REQUIRE(recorded);
        if (const std::optional<Event> read = event_from_json(*recorded, error))
          REQUIRE(read->index() == event.index());

        const TimeMs told = rng.up_to(30) == 0 ? now - 5000 : now;  // a clock that was set back
        latest = std::max(latest, told);
        world.take(engine.handle(event, told), latest);
        shown += world.showing ? 1 : 0;

        REQUIRE((engine.view() != nullptr) == world.showing.has_value());
        if (const view::Node* root = engine.view()) {
          REQUIRE(root->role == view::Role::kDialog);
          // Whatever a visitor can touch means something that can be handled.
          for (const view::Node& node : root->children) {
            for (const Action action : {Action::kActivate, Action::kChoose, Action::kInput, Action::kDismiss}) {
              REQUIRE(engine.events_for(node.id, action, "7").size() <= 2);
            }
          }
        }
      }
    }
    answers += world.answers;
    requests += world.requests;
  }
  // The walk was one through surveys and tips, not past them.
  INFO(answers << " answers, " << requests << " requests, on screen at " << shown << " steps");
  CHECK(answers > 200);
  CHECK(requests > 200);
  CHECK(shown > 5000);
}

TEST_CASE("any bytes as a configuration leave a working engine", "[core][random]") {
  Rng rng("configurations");
  const std::string original = kMany;
  for (int i = 0; i < 1500; ++i) {
    std::string text = original;
    for (uint64_t changes = 1 + rng.up_to(4); changes > 0; --changes) {
      const size_t at = rng.up_to(text.size() - 1);
      switch (rng.up_to(3)) {
        case 0:
          text[at] = static_cast<char>(rng.up_to(255));
          break;
        case 1:
          text.erase(at, 1 + rng.up_to(30));
          break;
        case 2:
          text.insert(at, text, rng.up_to(text.size() - 1), rng.up_to(60));
          break;
        default:
          text[at] = "{}[]\",:0"[rng.up_to(7)];
          break;
      }
      if (text.empty()) text = " ";
    }
    Engine engine;
    for (const Problem& problem : engine.configure(text).errors) {
      REQUIRE((problem.pointer.empty() || problem.pointer[0] == '/'));
      REQUIRE_FALSE(problem.message.empty());
    }
    engine.handle(event::Init{"v", "1", "en", {}}, kStart);
    engine.handle(event::Page{"https://x.example/one", ""}, kStart);
    engine.handle(event::Track{"a", {}}, kStart);
    engine.handle(event::Tick{}, kStart + kMinute);
    engine.handle(event::Next{}, kStart + kMinute);
  }
}

// Everything that can happen to the engine, and what must hold of its effects whatever does: for the random walk in
// tests/unit/core_random.cpp and for the fuzzer. Whoever includes this defines REQUIRE.
//
//   World world;
//   Bytes source(data, size);                  // or an Rng: anything with up_to(bound)
//   const Event event = random_event(source, world);
//   world.take(engine.handle(event, now), now);
#pragma once

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/text.h"
#include "core/base/url.h"
#include "core/delivery/wire.h"
#include "core/engine.h"
#include "core/protocol.h"
#include "core/targeting/glob.h"

namespace canvass::test {

inline constexpr const char* kMany = R"({
  "canvass": 1, "endpoint": "/v1/batch", "cooldown": "20s", "ttl": "1m", "maxPerVisit": 9,
  "delivery": {"batchCount": 4, "batchBytes": 4000, "batchDelay": "500ms", "timeout": "3s", "backoff": "100ms",
               "backoffMax": "5s"},
  "signals": {"thrash": {"reversals": 2}, "formStruggle": {"invalid": 2}, "refreshBurst": {"loads": 2}, "perPage": 3,
              "ignore": [".map"]},
  "journeys": [
    {"id": "buy", "start": {"page": "/one"}, "finish": {"event": "b"}, "limit": "5m",
     "steps": [{"id": "see", "page": "/two"},
               {"id": "try", "any": [{"event": "a"}, {"signal": "dead"}], "optional": true}],
     "detours": [{"id": "lost", "page": "/three"}]},
    {"id": "any", "kind": "odyssey", "start": {"any": [{"signal": "rage", "on": "#x"}, {"event": "c"}]},
     "finish": {"page": "/t*"}}],
  "surveys": [
    {"id": "nps", "triggers": [{"event": "a", "delay": "2s"}], "frequency": {"every": "30s"},
     "questions": [{"id": "score", "type": "nps", "text": "?", "logic": [
                      {"if": {"answer": "score", "gte": 9}, "goTo": "mail"},
                      {"if": {"category": "score", "is": "detractor"}, "set": {"low": 1}}]},
                   {"id": "why", "type": "text", "text": "{{answer.score}}?", "maxLength": 50},
                   {"id": "mail", "type": "email", "text": "{{trait.plan | \"?\"}}", "required": false}],
     "variables": {"low": 0}, "thanks": {}},
    {"id": "ces", "triggers": [{"page": "/one"}, {"event": "b"}], "frequency": "always", "abandonAfter": "40s",
     "questions": [{"id": "ease", "type": "ces", "text": "?", "required": false},
                   {"id": "must", "type": "text", "text": "?", "required": true},
                   {"id": "effort", "type": "ces", "variant": "effort5", "text": "?"}]},
    {"id": "once", "triggers": [{"delay": "5s"}, {"signal": "dead", "where": {"property": "count", "gte": 2}}],
     "questions": [{"id": "q", "type": "text", "text": "?"}]},
    {"id": "all", "triggers": [{"click": "#x"}, {"scroll": 50}, {"exit": true}, {"idle": "3s"}, {"timeOnPage": "4s"},
                             {"signal": "rage", "on": "#x"}],
     "frequency": "always", "priority": 2, "hidden": ["source"], "sample": 0.9,
     "audience": {"any": [{"fact": "device", "is": "mobile"}, {"trait": "plan", "is": "pro"},
                          {"fact": "visits", "gte": 1}]},
     "welcome": {"title": "?"},
     "questions": [
       {"id": "pick", "type": "choice", "text": "?", "multiple": true, "other": true, "maxChoices": 2, "shuffle": true,
        "options": ["a", "b", {"id": "none", "text": "c", "exclusive": true, "fixed": true}],
        "logic": [{"if": {"answer": "pick", "contains": "none"}, "end": "short"},
                  {"if": {"answer": "pick", "skipped": true}, "skip": "rows"}]},
       {"id": "stars", "type": "rating", "text": "?", "points": 10, "required": false},
       {"id": "face", "type": "csat", "text": "?", "required": false},
       {"id": "rows", "type": "matrix", "text": "?", "rows": [{"id": "r1", "text": "a"}, {"id": "r2", "text": "b"}]},
       {"id": "order", "type": "ranking", "text": "?", "options": ["a", "b", "c"]},
       {"id": "yes", "type": "yesno", "text": "?", "logic": [{"if": {"answer": "yes", "is": false}, "require": "num"}]},
       {"id": "num", "type": "number", "text": "?", "min": 1, "max": 9, "required": false},
       {"id": "day", "type": "date", "text": "?", "max": "2030-01-01"},
       {"id": "drop", "type": "dropdown", "text": "?", "options": ["a", "b"]},
       {"id": "see", "type": "picture", "text": "?", "options": [{"id": "p1", "text": "a", "image": "/a.png"},
                                                                 {"id": "p2", "text": "b", "image": "/b.png"}]},
       {"id": "terms", "type": "consent", "text": "?", "label": "?", "required": false},
       {"id": "bye", "type": "message", "text": "?", "link": {"text": "?", "url": "/x"}}],
     "endings": [{"id": "short", "title": "?"}]},
    {"id": "box", "display": "inline", "questions": [{"id": "score", "type": "nps", "text": "?"},
                                                     {"id": "why", "type": "text", "text": "?"}]},
    {"id": "tab", "display": "tab", "questions": [{"id": "idea", "type": "text", "text": "?"}]}
  ],
  "guides": [
    {"id": "tip", "type": "tip", "anchor": "#a", "text": "t", "frequency": "always",
     "triggers": [{"page": "/t*", "firstVisit": true}, {"event": "b", "delay": "1s"}]},
    {"id": "hint", "type": "tip", "anchor": "#b", "title": "t", "frequency": {"every": "10s"}, "never": true,
     "buttons": [{"text": "b", "show": "tour"}, {"text": "c", "track": "b"}],
     "triggers": [{"event": "a"}, {"seen": "#x"}, {"signal": "error"}]},
    {"id": "spot", "type": "hotspot", "anchor": {"text": "Buy"}, "text": "t", "never": true,
     "triggers": [{"page": "/t*"}, {"event": "c"}]},
    {"id": "beacon", "type": "hotspot", "anchor": "#c", "text": "t", "frequency": "always", "triggers": [{"event": "b"}],
     "buttons": [{"text": "b", "link": "/x"}, {"text": "c", "dismiss": true}]},
    {"id": "tour", "type": "tour", "frequency": "always", "resume": "2m", "triggers": [{"event": "c"}, {"page": "/three"}],
     "steps": [{"id": "one", "text": "t"}, {"id": "two", "anchor": "#a", "text": "t", "missing": "ask"},
               {"id": "three", "anchor": "#b", "text": "t", "page": "/t*", "url": "/two", "missing": "wait"},
               {"id": "four", "anchor": "#c", "text": "t", "waitFor": {"event": "a", "delay": "1s"}},
               {"id": "five", "anchor": "#x", "text": "t", "waitFor": {"seen": "#x"}, "missing": "skip"},
               {"id": "six", "text": "t", "waitFor": {"signal": "dead", "on": "#y"}}]},
    {"id": "walk", "type": "tour", "triggers": [{"event": "b"}],
     "steps": [{"anchor": "#a", "text": "t"}, {"anchor": "#b", "text": "t", "page": "/one"}]},
    {"id": "news", "type": "announcement", "title": "t", "display": "modal", "frequency": "always", "priority": 2,
     "triggers": [{"event": "c"}], "buttons": [{"text": "b", "show": "all"}]},
    {"id": "loop", "type": "announcement", "triggers": [{"page": "/*"}], "thread": {"surveys": ["nps", "all"],
     "texts": {"received": "t"}, "feed": "/feed/{visitor}", "followUp": "ces"}},
    {"id": "wins", "type": "checklist", "title": "t", "triggers": [{"page": "/one"}, {"event": "c"}],
     "tasks": [{"id": "a", "title": "t", "show": "tour"},
               {"id": "b", "title": "t", "complete": {"signal": "quickBack"}},
               {"id": "c", "title": "t", "url": "/two"}, {"id": "d", "title": "t", "show": "nps"}]},
    {"id": "help", "type": "help", "title": "t", "source": "/articles.json", "contact": {"text": "c", "event": "x"},
     "articles": [{"id": "back", "title": "Returns", "text": "Send *it* [back](#article:pay).", "category": "orders"},
                  {"id": "pay", "title": "Paying", "text": "## By card", "pages": ["/t*"]}],
     "categories": [{"id": "orders", "text": "Orders"}],
     "suggestions": [{"triggers": [{"event": "b"}, {"signal": "formStruggle"}], "articles": ["back"]}]}
  ]})";

// What the effects so far say about the world outside, and what must be true of it.
struct World {
  std::map<std::string, std::string> storage;
  std::optional<std::string> places[view::kSlots];  // what shows there
  std::set<std::string> beacons;
  bool good_tour = false;                                 // what is stored of it was stored by this page
  std::string question;                                   // of what was shown last
  std::map<int64_t, std::vector<std::string>> in_flight;  // request → storage keys
  std::set<std::string> acknowledged;                     // storage keys that may now be removed
  std::optional<TimeMs> wish;
  std::string url;    // of the page
  bool asked = true;  // the event being handled may make anything show
  std::optional<std::string> shown_before;
  bool begins = false;            // the preview, with the event being handled
  bool previewing = false;        // from a page with "canvass-preview" to one without
  std::optional<Event> again;     // what the visitor did last, which they may do once more
  std::set<std::string> signals;  // kinds that were told
  size_t answers = 0;
  size_t requests = 0;
  size_t accepted = 0;  // events made
  size_t removed = 0;   // of them, from storage

  // What is on screen is gone with the page, what is in flight and wished for too; what is stored is not.
  void new_page() {
    for (auto& place : places) place.reset();
    beacons.clear();
    in_flight.clear();
    wish.reset();
    url.clear();
    previewing = false;
    good_tour = false;
  }

  // What the event means, before what comes of it is taken.
  void expect(const Event& event) {
    const bool before = previewing;
    // By itself nothing comes over the page then: what comes back there, and what somebody asks for, may.
    asked = std::holds_alternative<event::Show>(event) || std::holds_alternative<event::Guide>(event) ||
            std::holds_alternative<event::Next>(event) || std::holds_alternative<event::Dismiss>(event) ||
            std::holds_alternative<event::Page>(event);
    // A step whose element is missing leaves the screen.
    shown_before = std::holds_alternative<event::Missing>(event) ? std::nullopt : places[0];
    const auto* stored = std::get_if<event::Stored>(&event);
    // What another tab does about a tour it says in storage.
    if (std::holds_alternative<event::Taken>(event) || (stored != nullptr && starts_with(stored->key, "m:"))) {
      good_tour = false;
    }
    begins = false;
    const auto* page = std::get_if<event::Page>(&event);
    if (page == nullptr) return;
    if (!targeting::same_page(url, page->url)) previewing = query_value(page->url, "canvass-preview").has_value();
    begins = previewing && !before;
    url = page->url;
  }

  // A step of a tour was seen, and the tour is not over.
  bool touring() const {
    const auto stored = storage.find("tour");
    const std::optional<Json> tour = stored == storage.end() ? std::nullopt : parse_json(stored->second);
    return tour && integer_at(*tour, "told").value_or(0) != 0 && good_tour;
  }

  const std::optional<std::string>& over_page() const { return places[0]; }
  std::optional<std::string> showing() const { return places[0] ? places[0] : places[1]; }

  void take(const std::vector<Effect>& effects, TimeMs now) {
    size_t wakes = 0;
    for (size_t i = 0; i < effects.size(); ++i) {
      const Effect& effect = effects[i];
      // Everything can be written down.
      REQUIRE(parse_json(dump_json(to_json(effect, now))));
      if (const auto* show = std::get_if<effect::Show>(&effect)) {
        const bool tab = show->kind == "tab";
        const bool survey = show->kind == "survey";
        const bool embedded = survey && show->display == "inline";
        if (show->display == "beacon") {
          REQUIRE(beacons.insert(show->id).second);
          if (places[0] == show->id) places[0].reset();  // what it opened is closed
          continue;
        }
        beacons.erase(show->id);
        std::optional<std::string>& place = places[show->kind == "launcher" ? 3 : tab ? 2 : embedded ? 1 : 0];
        REQUIRE((!place || *place == show->id));  // the step of what shows, or a screen that was cleared
        place = show->id;
        if (tab || show->kind == "launcher") continue;
        if (survey || show->kind == "tip" || show->kind == "announcement") {
          REQUIRE(i + 1 < effects.size());
          REQUIRE(std::holds_alternative<effect::Announce>(effects[i + 1]));
        }
        // A survey does not interrupt a tour that was begun, unless it answers a struggle elsewhere.
        const bool urgent =
            (show->id == "all" || show->id == "once") && shown_before != "tour" && shown_before != "walk";
        if (touring() && !previewing && survey && !embedded) REQUIRE((asked || shown_before == show->id || urgent));
        question = show->question;
      } else if (const auto* hide = std::get_if<effect::Hide>(&effect)) {
        size_t hidden = hide->kind == "hotspot" ? beacons.erase(hide->id) : 0;
        for (size_t slot = 0; slot < view::kSlots; ++slot) {
          if ((slot == 2) != (hide->kind == "tab") || places[slot] != hide->id) continue;
          places[slot].reset();
          ++hidden;
        }
        REQUIRE(hidden == 1);
      } else if (const auto* store = std::get_if<effect::Store>(&effect)) {
        const bool event = starts_with(store->key, "q:");
        // Only what was real before: a survey or tour abandoned as the preview begins, what a server has acknowledged.
        const bool delivery = store->key == "wait" || store->key == "dropped";
        // Storage that refused an event once is asked again.
        const auto before = storage.find(store->key);
        const bool again = before != storage.end() && store->value == before->second;
        const bool ended = store->key == "tour" && !store->value;
        if (previewing && !delivery) {
          REQUIRE((begins ? event || starts_with(store->key, "session") || ended : event && (again || !store->value)));
        }
        if (store->key == "tour") good_tour = store->value.has_value();
        if (store->value) {
          if (event) REQUIRE((again || before == storage.end()));
          storage[store->key] = *store->value;
        } else {
          if (event) REQUIRE(acknowledged.count(store->key) == 1);
          removed += event ? 1 : 0;
          storage.erase(store->key);
        }
      } else if (const auto* emit = std::get_if<effect::Emit>(&effect)) {
        if (emit->event.find("messageId") == emit->event.end()) continue;  // for the page's own scripts
        // Good enough for any collector, and stored before it is told.
        REQUIRE(wire::validate_batch({{"batch", Json::array({emit->event})}}).errors.empty());
        const bool preview = emit->event.contains("preview");
        if (preview) REQUIRE(previewing);
        if (previewing && !begins) REQUIRE(preview);
        if (preview) continue;
        const std::string key = "q:" + std::string(string_at(emit->event, "messageId"));
        REQUIRE(storage.count(key) == 1);
        REQUIRE(storage[key] == dump_json(emit->event));
        answers += string_at(emit->event, "event") == "Survey Answered" ? 1 : 0;
        const Json* told = find(emit->event, "properties");
        if (told != nullptr && told->contains("signal")) signals.emplace(string_at(*told, "signal"));
        ++accepted;
      } else if (const auto* send = std::get_if<effect::Send>(&effect)) {
        REQUIRE(!previewing);
        ++requests;
        REQUIRE(wire::validate_batch(send->body).errors.empty());
        if (!send->keepalive) REQUIRE(in_flight.empty());
        for (const Json& sent : *send->body["batch"].get_ptr<const Json::array_t*>()) {
          const std::string key = "q:" + std::string(string_at(sent, "messageId"));
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
    // The ledger: what was made is either still kept or was acknowledged, or refused for good.
    size_t kept = 0;
    for (const auto& [key, value] : storage) kept += starts_with(key, "q:") ? 1 : 0;
    REQUIRE(accepted == kept + removed);
  }

  // How a request ends; what is acknowledged, or refused for good, may leave storage.
  template <typename Source>
  event::Response respond(Source& rng) {
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

template <typename Source>
const char* pick(Source& rng, std::initializer_list<const char*> choices) {
  return choices.begin()[rng.up_to(choices.size() - 1)];
}

template <typename Source>
Json random_value(Source& rng) {
  switch (rng.up_to(15)) {
    case 0:
      return nullptr;
    case 1:
      return pick(rng, {"some text", "a", "1", "2", "p1", "me@example.org", "2026-02-28", "other", " "});
    case 2:
      return std::string(rng.up_to(6000), 'x');
    case 3:
      return "\xFF\xC3 \x01 broken \xED\xA0\x80";
    case 4:
      return 7.5;
    case 5:
      return Json::array({1, {{"a", nullptr}}});
    case 6:
      return rng.up_to(1) == 0;
    case 7:
      return Json::array({pick(rng, {"1", "2", "none", "x"}), pick(rng, {"1", "2", "3"})});
    case 8:
      return Json::array({"3", "1", "2"});
    case 9:
      return Json{{"other", pick(rng, {"words", "", "{{answer.score}}"})}};
    case 10:
      return Json{{"r1", static_cast<int64_t>(rng.up_to(6))}, {pick(rng, {"r2", "r3"}), 2}};
    case 11:
      return Json::object();
    default:
      return static_cast<int64_t>(rng.up_to(12)) - 1;
  }
}

// As far as anything is sensible, of very few targets, so that much happens to each.
template <typename Source>
Json random_target(Source& rng) {
  if (rng.up_to(15) == 0) return random_value(rng);
  Json target = Json{{"role", "button"}, {"name", pick(rng, {"Buy", "me@example.org"})}, {"path", "main > button"}};
  if (rng.up_to(1) == 0) target["id"] = pick(rng, {"x", "y", "ember1234"});
  return target;
}

template <typename Source>
Event random_interact(Source& rng) {
  event::Interact interact;
  Json& details = interact.details;
  interact.what = rng.up_to(1) == 0 ? pick(rng, {"press", "press", "press", "press", "effect", "fault", "active"})
                                    : pick(rng, {"field", "form", "move", "load", "load", "leave", "nothing"});
  details["target"] = random_target(rng);
  details["on"] = rng.up_to(9) == 0 ? random_value(rng) : Json::array({pick(rng, {"#x", "#y", "#z"})});
  details["x"] = static_cast<int64_t>(rng.up_to(40));
  details["count"] = static_cast<int64_t>(rng.up_to(3));
  details["traits"] = rng.up_to(15) == 0
                          ? random_value(rng)
                          : Json::array({"interactive", pick(rng, {"", "", "text", "native", "ignored"})});
  details["kind"] = pick(rng, {"mutation", "scroll", "exception", "request"});
  details["status"] = random_value(rng);
  details["state"] = pick(rng, {"invalid", "invalid", "retyped", "begun", "submitted", "gone"});
  details["form"] = random_target(rng);
  details["type"] = pick(rng, {"reload", "back_forward", "navigate"});
  details["points"] = Json::array({0, 0, 0, 50, 300, 0, 100, 0, 0, 150, static_cast<int64_t>(rng.up_to(300)), 0});
  if (rng.up_to(30) == 0) interact.details = Json::object();
  return interact;
}

template <typename Source>
Event random_event(Source& rng, World& world) {
  const auto id = [&] {
    return pick(rng, {"nps", "ces", "once", "all", "box", "tab", "tip", "hint", "spot", "beacon", "tour", "walk",
                      "news", "loop", "wins", "help", "nothing", ""});
  };
  const auto here = [&]() -> std::string {
    const std::optional<std::string>& place = world.places[rng.up_to(3) == 0 ? 1 : 0];
    return place ? *place : world.showing().value_or(id());
  };
  const auto question = [&]() -> std::string {
    return rng.up_to(2) != 0 ? world.question
                             : pick(rng, {"score", "why", "ease", "must", "effort", "q", "pick", "rows", "nothing"});
  };
  // Hardly anything is a signal when it is done once.
  if (world.again && rng.up_to(7) == 0) return *world.again;
  switch (rng.up_to(43)) {
    case 37:
    case 38:
    case 39:
    case 40:
    case 41:
    case 42:
    case 43:
      if (!world.again || rng.up_to(3) == 0) world.again = random_interact(rng);
      return *world.again;
    case 30:
    case 31:
    case 32:
      return event::Guide{
          rng.up_to(3) == 0 ? id() : here(),
          pick(rng, {"button",  "button",  "never",    "task", "task",    "collapse", "dismissAll",
                     "search",  "article", "category", "home", "helpful", "reason",   "send",
                     "contact", "again",   "skip",     "back", "retry",   "nothing"}),
          pick(rng, {"0", "1", "link", "a", "b", "c", "d", "back", "pay", "orders", "yes", "no", "retrun", ""})};
    case 33:
      return event::Fetched{
          pick(rng, {"loop", "help", "tip", "nothing"}), rng.up_to(2) == 0 ? 404 : 200,
          pick(rng, {"", "[", R"({"stage":"done","text":"t"})", R"({"stage":"priorities","text":{"en":"t","ru":7}})",
                     R"({"stage":"soon"})", R"([{"id":"new","title":"t","text":"t"},{"id":7}])"})};
    case 34:
      return event::Show{pick(rng, {"tour", "spot", "wins", "help", "walk", "beacon"})};
    case 0:
    case 1:
      return event::Page{
          pick(rng, {"https://x.example/one", "https://x.example/two", "https://x.example/three#a", "", "\xFF", "/t",
                     "https://x.example/?canvass-all-stars=7&utm_source=mail", "https://x.example/?canvass-show=all",
                     "https://x.example/one?canvass-preview=all"}),
          pick(rng, {"", "https://search.example/"})};
    case 2:
      return event::Track{pick(rng, {"a", "b", "c", ""}), random_value(rng)};
    case 3:
      return event::Identify{pick(rng, {"u", "v", "", "\xFF"}), random_value(rng)};
    case 4:
      return event::Show{id(), random_value(rng), random_value(rng)};
    case 5:
    case 6:
    case 7:
      return event::Shown{here()};
    case 8:
      return event::Missing{here()};
    case 9:
      return event::Draft{here(), question(), random_value(rng)};
    case 10:
    case 11:
      return event::Answer{here(), question(), random_value(rng)};
    case 12:
    case 13:
      return event::Next{rng.up_to(2) == 0 ? here() : std::string()};
    case 14:
      return event::Back{rng.up_to(2) == 0 ? here() : std::string()};
    case 15:
      return rng.up_to(2) == 0 ? Event(event::Dismiss{rng.up_to(1) == 0 ? here() : std::string()})
                               : Event(event::Tick{});
    case 16:
      return event::Hidden{};
    case 17:
      return rng.up_to(1) == 0 ? Event(event::Offline{}) : Event(event::Visible{});
    case 18:
      return event::Online{};
    case 19:
    case 20:
      return world.respond(rng);
    case 21:
      return event::Click{pick(rng, {"#x", "#y"})};
    case 22:
      return event::Seen{pick(rng, {"#x", "#y"})};
    case 23:
      return event::Scroll{static_cast<int64_t>(rng.up_to(100))};
    case 24:
      return rng.up_to(1) == 0 ? Event(event::Exit{}) : Event(event::Idle{3000});
    case 25:
    case 26:
      return event::Container{rng.up_to(3) == 0 ? id() : "box"};
    case 27:
      return event::Taken{here()};
    case 28:
      return event::Stored{
          pick(rng, {"m:nps", "m:all", "m:tour", "m:spot", "st:loop", "list:wins", "last", "session", "session:inline",
                     "identity", "visits", "wait", "dropped", "tab:signals", "j:buy", ""}),
          rng.up_to(1) == 0 ? std::nullopt
                            : std::optional<std::string>(
                                  pick(rng, {"{\"shown\":1}", "{\"completed\":1767225600001}", "7", "[", ""}))};
    case 29:
      return event::Fields{random_value(rng)};
    default:
      switch (rng.up_to(9)) {
        case 0:
          return event::Reset{};
        case 1:
          return event::StorageFailed{world.storage.empty() ? std::string("x") : world.storage.begin()->first};
        case 3:
          return event::Lead{.leading = rng.up_to(2) != 0, .known = rng.up_to(1) == 0, .stored = world.storage};
        case 2:
          return event::Init{"v", "s", "en", {}};
        default:
          return event::Tick{};
      }
  }
}

// Whatever a visitor can touch means something that can be handled.
template <typename Source>
void check_controls(Source& rng, const view::Node& node, const Engine& engine) {
  for (const Action action : {Action::kActivate, Action::kChoose, Action::kInput, Action::kDismiss}) {
    REQUIRE(engine.events_for(node.id, action, pick(rng, {"7", "", "a"})).size() <= 2);
  }
  for (const view::Node& child : node.children) check_controls(rng, child, engine);
}

// One event into the engine, and everything checked that must hold afterwards.
template <typename Source>
void step(Source& rng, World& world, Engine& engine, TimeMs now, TimeMs told) {
  const Event event = random_event(rng, world);
  // Whatever it is, it can be written down and read.
  std::string error;
  const std::optional<Json> recorded = parse_json(dump_json(to_json(event)));
  REQUIRE(recorded);
  if (const std::optional<Event> read = event_from_json(*recorded, error)) REQUIRE(read->index() == event.index());

  world.expect(event);
  world.take(engine.handle(event, told), now);
  const Json ledger = (*parse_json(engine.status(now)))["ledger"];
  int64_t accounted = *integer_at(ledger, "acknowledged") + *integer_at(ledger, "queued");
  for (const auto& [reason, count] : ledger["dropped"].items()) accounted += *integer_of(count);
  REQUIRE(*integer_at(ledger, "accepted") == accounted);
  for (size_t slot = 0; slot < view::kSlots; ++slot) {
    const view::Node* root = engine.view(static_cast<view::Slot>(slot));
    REQUIRE((root != nullptr) == world.places[slot].has_value());
    if (root != nullptr) check_controls(rng, *root, engine);
  }
}

// Now and then something a visitor's storage should not contain.
template <typename Source>
void spoil(Source& rng, std::map<std::string, std::string>& storage) {
  for (auto& [key, value] : storage) {
    if (rng.up_to(6) != 0 || starts_with(key, "q:")) continue;
    value = pick(
        rng,
        {"", "{", "[]", "null", "-1", "99999999999999999999", "{\"shown\":\"x\"}", "\xFF",
         R"({"id":"tour","step":"three","at":1767225600000,"since":1,"told":7})",
         R"({"page":"/one","left":1767225600000,"from":{"page":"/two","left":7,"press":{"element":"#x"}},"reloads":[1,"x"]})",
         R"({"survey":"ces","response":"r","question":"must","answers":[1],"drafts":{"must":7}})",
         R"({"survey":"all","response":"r","question":"pick","answers":{"pick":["x",7]},"trail":[9]})"});
  }
}

}  // namespace canvass::test

// A host for the engine in tests: keeps time and storage, and carries out no more than a test asks it to.
//
//   Host host(kShop);
//   host.start();
//   host.open("https://shop.example/thanks");
//   REQUIRE(host.showing() == "survey nps score");
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/config/builtin_packs.h"
#include "core/engine.h"

namespace canvass::test {

constexpr TimeMs kStart = 1'767'225'600'000;  // 2026-01-01T00:00:00Z

// An NPS survey after an order, a CES survey on a page, a tip in the cart.
inline constexpr const char* kShop = R"({
  "canvass": 1, "endpoint": "/v1/batch", "writeKey": "demo",
  "surveys": [
    {"id": "nps", "triggers": [{"event": "order_completed", "delay": "3s"}],
     "questions": [
       {"id": "score", "type": "nps", "text": {"en": "How likely?", "ru": "Насколько вероятно?"}},
       {"id": "why", "type": "text", "text": {"en": "Why?", "ru": "Почему?"}, "hint": "A word is enough"}],
     "thanks": {"text": {"en": "We read every answer.", "ru": "Мы читаем все ответы."}}},
    {"id": "ces", "triggers": [{"page": "/support/done"}],
     "questions": [{"id": "ease", "type": "ces", "text": "It was easy."}]}
  ],
  "guides": [
    {"id": "cart-tip", "type": "tip", "anchor": "#promo", "placement": "right", "title": "Promo codes",
     "text": "Type yours here.", "triggers": [{"page": "/cart*", "firstVisit": true}]}
  ]})";

template <typename T>
std::vector<T> all(const std::vector<Effect>& effects) {
  std::vector<T> found;
  for (const Effect& effect : effects) {
    if (const T* one = std::get_if<T>(&effect)) found.push_back(*one);
  }
  return found;
}

// The names of the wire events made, in order.
inline std::vector<std::string> emitted(const std::vector<Effect>& effects) {
  std::vector<std::string> names;
  for (const effect::Emit& emit : all<effect::Emit>(effects)) {
    const std::string_view name = string_at(emit.event, "event");
    names.emplace_back(name.empty() ? string_at(emit.event, "type") : name);
  }
  return names;
}

// The properties of the only event called `name` among the effects.
inline Json properties(const std::vector<Effect>& effects, std::string_view name) {
  Json found;
  for (const effect::Emit& emit : all<effect::Emit>(effects)) {
    if (string_at(emit.event, "event") == name) found = emit.event["properties"];
  }
  return found;
}

class Host {
 public:
  explicit Host(std::string_view config) {
    for (const std::string_view name : config::builtin_pack_names()) engine.provide(config::builtin_pack(name));
    problems = engine.configure(config);
  }

  std::vector<Effect> start(std::string locale = "en") {
    return give(event::Init{.visitor = {}, .seed = "5eed", .locale = std::move(locale), .stored = storage});
  }

  std::vector<Effect> give(const Event& event) {
    std::vector<Effect> effects = engine.handle(event, now);
    for (const Effect& effect : effects) {
      if (const auto* store = std::get_if<effect::Store>(&effect)) {
        if (store->value) {
          storage[store->key] = *store->value;
        } else {
          storage.erase(store->key);
        }
      }
      if (const auto* show = std::get_if<effect::Show>(&effect)) {
        place_of(show->kind, show->display == "inline") =
            show->kind + " " + show->id + (show->question.empty() ? "" : " " + show->question);
      }
      if (const auto* hide = std::get_if<effect::Hide>(&effect)) {
        const std::string start = hide->kind + " " + hide->id;
        const std::string next = within_.substr(0, start.size() + 1);
        place_of(hide->kind, next == start || next == start + " ").clear();
      }
      if (const auto* watch = std::get_if<effect::Watch>(&effect)) watched = *watch;
      if (const auto* wake = std::get_if<effect::Wake>(&effect)) wish = wake->at;
      if (const auto* warn = std::get_if<effect::Warn>(&effect)) warnings.push_back(warn->text);
      if (const auto* send = std::get_if<effect::Send>(&effect)) sent.push_back(*send);
    }
    return effects;
  }

  std::vector<Effect> open(std::string url) { return give(event::Page{std::move(url), {}}); }
  std::vector<Effect> track(std::string name) { return give(event::Track{std::move(name), Json::object()}); }
  std::vector<Effect> answer(std::string survey, std::string question, Json value) {
    return give(event::Answer{std::move(survey), std::move(question), std::move(value)});
  }
  std::vector<Effect> draft(std::string survey, std::string question, Json value) {
    return give(event::Draft{std::move(survey), std::move(question), std::move(value)});
  }
  std::vector<Effect> respond(int status, std::string retry_after = {}) {
    return give(event::Response{sent.back().request, status, std::move(retry_after)});
  }

  // Lets time pass; ticks are given when they were asked for, and all their effects returned.
  std::vector<Effect> wait(TimeMs span) {
    const TimeMs until = now + span;
    std::vector<Effect> effects;
    while (wish && *wish <= until) {
      now = *wish;
      for (Effect& effect : give(event::Tick{})) effects.push_back(std::move(effect));
    }
    now = until;
    return effects;
  }

  // The same page of the same tab, loaded again; or another tab, which has its own "tab:" keys.
  Host reload(std::string_view config) const {
    Host next(config);
    next.storage = storage;
    next.now = now;
    return next;
  }
  Host another_tab(std::string_view config) const {
    Host next = reload(config);
    std::erase_if(next.storage, [](const auto& entry) { return entry.first.rfind("tab:", 0) == 0; });
    return next;
  }

  // "survey nps score", "survey nps" on the thank-you screen, "tip cart-tip", or nothing.
  const std::string& showing() const { return showing_; }
  const std::string& within() const { return within_; }  // the same, in a container of the page
  const std::string& tab() const { return tab_; }        // "tab feedback", or nothing

  size_t queued() const {
    size_t count = 0;
    for (const auto& entry : storage) count += entry.first.rfind("q:", 0) == 0 ? 1 : 0;
    return count;
  }

  Engine engine;
  Problems problems;
  TimeMs now = kStart;
  std::map<std::string, std::string> storage;
  std::optional<TimeMs> wish;
  std::vector<std::string> warnings;
  std::vector<effect::Send> sent;
  effect::Watch watched;

 private:
  std::string& place_of(const std::string& kind, bool inside) {
    return kind == "tab" ? tab_ : inside ? within_ : showing_;
  }

  std::string showing_;
  std::string within_;
  std::string tab_;
};

// The survey "nps" of kShop, painted, at its first question.
inline Host shop_with_nps() {
  Host host(kShop);
  host.start();
  host.open("https://shop.example/thanks");
  host.track("order_completed");
  host.wait(3 * kSecond);
  host.give(event::Shown{"nps"});
  return host;
}

}  // namespace canvass::test

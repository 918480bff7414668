// The one door into the core: events and the time go in, effects come out.
//
//   Engine engine;
//   Problems problems = engine.configure(config_text);        // broken parts are skipped and reported
//   engine.handle(event::Init{.seed = "5eed", .locale = "en"}, now);
//   for (const Effect& effect : engine.handle(event::Page{.url = "https://shop.example/cart"}, now)) { … }
//   if (const view::Node* card = engine.view()) { … }         // what is on screen now, nullptr when nothing is
//
// The engine does no I/O and reads no clock: time is an argument (milliseconds since the epoch), randomness comes
// from the seed in Init, stored state arrives in Init and leaves as Store effects. The same events at the same
// times give the same effects on every platform, which is what `canvass replay` rests on.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/problem.h"
#include "core/base/vector.h"
#include "core/effect.h"
#include "core/event.h"
#include "core/view/theme.h"
#include "core/view/view.h"

namespace canvass {

class Engine {
 public:
  Engine();
  ~Engine();
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;

  // Takes the configuration (JSON text) before Init. Parts that are broken are left out, the rest runs; a document
  // that is no configuration at all leaves an engine that never shows anything.
  // `locale` is that of the visitor, which Init repeats: needs() depends on it.
  Problems configure(std::string_view config_json, std::string_view locale = {});

  // The packs (core/config/packs.h) that what is configured needs and that were not provided yet: "presets", "ru", ….
  Vector<std::string> needs() const;

  // Takes one of them, before Init. False when it is none. The presets are used by the next configure().
  bool provide(std::string_view pack_json);

  // Effects are in the order in which the host must carry them out; a Store always precedes the Send it secures.
  // Time may not run backwards: an earlier `now` counts as the latest one seen.
  Vector<Effect> handle(const Event& event, TimeMs now);

  // The tree of what is showing there; nullptr when nothing is. Valid until the next call that is not const.
  const view::Node* view(view::Slot slot = view::Slot::kCard) const;
  const view::Theme& theme() const;
  // The language that the texts showing are in (BCP 47) and whether it is written from right to left.
  std::string_view locale(view::Slot slot = view::Slot::kCard) const;

  // Why a survey or guide shows, or does not, at `now`, as JSON: {"id","kind","shows","showing","text","conditions"},
  // with {"condition","pass","value","next","text","parts"} for each of those (docs/replay.md). Times are milliseconds
  // since the epoch. {"error"} when there is nothing of that id.
  std::string explain(std::string_view id, TimeMs now) const;

  // How delivery stands, as JSON: {"ledger":{…},"endpoint","inFlight","waitingUntil","format","visitor"} (docs/api.md).
  std::string status(TimeMs now) const;

  // What the activation of a native control means, as events for handle(), in order. Empty when the node is not
  // showing or the action does not apply to it. Hosts and replays thereby share one vocabulary.
  Vector<Event> events_for(view::NodeId node, Action action, std::string_view value) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace canvass

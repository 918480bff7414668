// Signals of struggle and journeys: what the engine tells of every event, and gets back as moments for triggers.
//
//   Observer observer(config, journal, visitor);
//   observer.start(init, turn);
//   observer.leave(url, turn);                        // before the engine opens another page
//   observer.hear(event, turn);                       // after the engine's own part of it
//   while (std::optional<Noticed> noticed = observer.take(turn)) { … triggers … }
#pragma once

#include <optional>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/time.h"
#include "core/config/config.h"
#include "core/delivery/journal.h"
#include "core/event.h"
#include "core/signals/detector.h"
#include "core/signals/journeys.h"
#include "core/targeting/visitor.h"
#include "core/turn.h"

namespace canvass::signals {

class Observer {
 public:
  CANVASS_APART Observer(const config::Config& config, delivery::Journal& journal, const targeting::Visitor& visitor);
  CANVASS_APART ~Observer();

  CANVASS_APART void start(const event::Init& init, Turn& turn);
  // The visitor goes to that address, or away.
  CANVASS_APART void leave(std::string_view url, Turn& turn);
  CANVASS_APART void hide(Turn& turn);
  CANVASS_APART void hear(const Event& event, Turn& turn);
  bool has_noticed() const { return detector_.has_noticed(); }
  CANVASS_APART std::optional<Noticed> take(Turn& turn);
  CANVASS_APART std::optional<TimeMs> wake(TimeMs now) const;
  CANVASS_APART void add_to(effect::Watch& watch);
  CANVASS_APART void reset(Turn& turn);
  // This visitor's pages need the engine whether or not anything can be shown.
  CANVASS_APART bool stays_awake() const;

 private:
  const config::Config& config_;
  const targeting::Visitor& visitor_;
  // What is not configured is not asked: the code for it may be missing (web/tools/split.mjs).
  const bool noticing_;
  const bool travelling_;
  Detector detector_;
  Journeys journeys_;
};

}  // namespace canvass::signals

// Signals of struggle and journeys: what the engine tells of every event, and gets back as moments for triggers.
//
//   Observer observer(config, journal, visitor);
//   observer.start(init, turn);
//   observer.hear(event, turn);                       // after the engine's own part of it
//   while (std::optional<Noticed> noticed = observer.take()) { … triggers … }
#pragma once

#include <optional>
#include <string>

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/base/time.h"
#include "core/base/vector.h"
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
  CANVASS_APART void hear(const Event& event, Turn& turn);
  CANVASS_APART std::optional<Noticed> take();
  CANVASS_APART std::optional<TimeMs> wake(TimeMs now) const;
  CANVASS_APART void add_to(effect::Watch& watch) const;
  CANVASS_APART void reset(Turn& turn);

 private:
  Detector detector_;
  Journeys journeys_;
};

}  // namespace canvass::signals

// How far a visitor is on the way to each goal of the configuration, across pages and visits.
#pragma once

#include <optional>
#include <string>

#include "core/base/apart.h"
#include "core/base/time.h"
#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/delivery/journal.h"
#include "core/event.h"
#include "core/signals/detector.h"
#include "core/targeting/visitor.h"
#include "core/turn.h"

namespace canvass::signals {

class Journeys {
 public:
  Journeys(const Vector<config::Journey>& journeys, delivery::Journal& journal, const targeting::Visitor& visitor)
      : journeys_(journeys), journal_(journal), visitor_(visitor) {}

  void start(const event::Init& init, Turn& turn);
  void hear(const Event& event, Turn& turn);
  void hear(const Noticed& noticed, Turn& turn);
  std::optional<TimeMs> wake(TimeMs now) const;
  void add_to(effect::Watch& watch) const;
  void reset(Turn& turn);

 private:
  const Vector<config::Journey>& journeys_;
  delivery::Journal& journal_;
  const targeting::Visitor& visitor_;
};

}  // namespace canvass::signals

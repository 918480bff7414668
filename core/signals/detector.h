// Notices that a visitor struggles, from what they do on the page: rage, dead and error clicks, quick backs, thrashing,
// forms that do not let them through, bursts of reloads, forms given up. docs/signals.md has the definitions.
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
#include "core/targeting/visitor.h"
#include "core/turn.h"

namespace canvass::signals {

// A signal, for triggers.
struct Noticed {
  config::Signal signal = config::Signal::kRage;
  Vector<std::string> on;  // of the selectors in Watch::signals, those that its target is in
  Json properties;         // as on the wire
};

class Detector {
 public:
  Detector(const config::Signals& signals, delivery::Journal& journal, const targeting::Visitor& visitor)
      : signals_(signals), journal_(journal), visitor_(visitor) {}

  void start(const event::Init& init, Turn& turn);
  void hear(const Event& event, Turn& turn);
  std::optional<Noticed> take();
  std::optional<TimeMs> wake(TimeMs now) const;
  void add_to(effect::Watch& watch) const;
  void reset(Turn& turn);

 private:
  const config::Signals& signals_;
  delivery::Journal& journal_;
  const targeting::Visitor& visitor_;
};

}  // namespace canvass::signals

#include "core/signals/observer.h"

#include <algorithm>

namespace canvass::signals {

Observer::Observer(const config::Config& config, delivery::Journal& journal, const targeting::Visitor& visitor)
    : detector_(config.observation->signals, journal, visitor),
      journeys_(config.observation->journeys, journal, visitor) {}
Observer::~Observer() = default;

void Observer::start(const event::Init& init, Turn& turn) {
  detector_.start(init, turn);
  journeys_.start(init, turn);
}

void Observer::hear(const Event& event, Turn& turn) {
  detector_.hear(event, turn);
  journeys_.hear(event, turn);
}

std::optional<Noticed> Observer::take() {
  std::optional<Noticed> noticed = detector_.take();
  return noticed;
}

std::optional<TimeMs> Observer::wake(TimeMs now) const {
  const std::optional<TimeMs> a = detector_.wake(now);
  const std::optional<TimeMs> b = journeys_.wake(now);
  return a && b ? std::min(*a, *b) : a ? a : b;
}

void Observer::add_to(effect::Watch& watch) const {
  detector_.add_to(watch);
  journeys_.add_to(watch);
}

void Observer::reset(Turn& turn) {
  detector_.reset(turn);
  journeys_.reset(turn);
}

}  // namespace canvass::signals

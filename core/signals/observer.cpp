#include "core/signals/observer.h"

#include <algorithm>

#include "core/targeting/glob.h"

namespace canvass::signals {

Observer::Observer(const config::Config& config, delivery::Journal& journal, const targeting::Visitor& visitor)
    : config_(config),
      visitor_(visitor),
      detector_(config, journal, visitor),
      journeys_(config.observation->journeys, journal, visitor) {}
Observer::~Observer() = default;

void Observer::start(const event::Init& init, Turn& turn) {
  detector_.start(init, turn);
  journeys_.start(init, turn);
}

void Observer::leave(std::string_view url, Turn& turn) {
  const std::string_view from = visitor_.url();
  if (targeting::same_page(from, url)) return;
  // Another query is another view of the page, and its forms are still there.
  const auto route = [](std::string_view address) {
    return address.substr(std::min(address.find('#'), address.size()));
  };
  detector_.leave(targeting::path_of(from) != targeting::path_of(url) || route(from) != route(url), turn);
}

void Observer::hide(Turn& turn) { detector_.leave(false, turn); }

void Observer::hear(const Event& event, Turn& turn) {
  detector_.hear(event, turn);
  journeys_.hear(event, turn);
}

std::optional<Noticed> Observer::take(Turn& turn) {
  std::optional<Noticed> noticed = detector_.take();
  if (noticed) journeys_.hear(*noticed, turn);
  return noticed;
}

std::optional<TimeMs> Observer::wake(TimeMs now) const {
  const std::optional<TimeMs> a = detector_.wake(now);
  const std::optional<TimeMs> b = journeys_.wake(now);
  return a && b ? std::min(*a, *b) : a ? a : b;
}

// Journeys may wait for signals.
void Observer::add_to(effect::Watch& watch) {
  journeys_.add_to(watch);
  detector_.add_to(watch);
}

bool Observer::stays_awake() const { return detector_.tells() || !config_.observation->journeys.empty(); }

void Observer::reset(Turn& turn) {
  detector_.reset(turn);
  journeys_.reset(turn);
}

}  // namespace canvass::signals

#include "core/signals/observer.h"

#include <algorithm>

#include "core/targeting/glob.h"

namespace canvass::signals {

Observer::Observer(const config::Config& config, delivery::Journal& journal, const targeting::Visitor& visitor)
    : config_(config),
      visitor_(visitor),
      noticing_(config.observation->signals.wanted != 0),
      travelling_(!config.observation->journeys.empty()),
      detector_(config, journal, visitor),
      journeys_(config.observation->journeys, journal, visitor) {}
Observer::~Observer() = default;

void Observer::start(const event::Init& init, Turn& turn) {
  if (noticing_) detector_.start(init, turn);
  if (travelling_) journeys_.start(init, turn);
}

void Observer::leave(std::string_view url, Turn& turn) {
  const std::string_view from = visitor_.url();
  if (!noticing_ || targeting::same_page(from, url)) return;
  // Another query is another view of the page, and its forms are still there.
  const auto route = [](std::string_view address) {
    return address.substr(std::min(address.find('#'), address.size()));
  };
  detector_.leave(targeting::path_of(from) != targeting::path_of(url) || route(from) != route(url), turn);
}

void Observer::hide(Turn& turn) {
  if (noticing_) detector_.leave(false, turn);
}

void Observer::hear(const Event& event, Turn& turn) {
  if (noticing_) detector_.hear(event, turn);
  if (travelling_) journeys_.hear(event, turn);
}

std::optional<Noticed> Observer::take(Turn& turn) {
  std::optional<Noticed> noticed = detector_.take();
  if (noticed && travelling_) journeys_.hear(*noticed, turn);
  return noticed;
}

std::optional<TimeMs> Observer::wake(TimeMs now) const {
  const std::optional<TimeMs> a = noticing_ ? detector_.wake(now) : std::nullopt;
  const std::optional<TimeMs> b = travelling_ ? journeys_.wake(now) : std::nullopt;
  return a && b ? std::min(*a, *b) : a ? a : b;
}

// Journeys may wait for signals.
void Observer::add_to(effect::Watch& watch) {
  if (travelling_) journeys_.add_to(watch);
  if (noticing_) return detector_.add_to(watch);
  watch.signals = Json();
}

bool Observer::stays_awake() const { return detector_.tells() || !config_.observation->journeys.empty(); }

void Observer::reset(Turn& turn) {
  if (noticing_) detector_.reset(turn);
  if (travelling_) journeys_.reset(turn);
}

}  // namespace canvass::signals

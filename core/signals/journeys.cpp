#include "core/signals/journeys.h"

namespace canvass::signals {

void Journeys::start(const event::Init&, Turn&) {}
void Journeys::hear(const Event&, Turn&) {}
void Journeys::hear(const Noticed&, Turn&) {}
std::optional<TimeMs> Journeys::wake(TimeMs) const { return std::nullopt; }
void Journeys::add_to(effect::Watch&) const {}
void Journeys::reset(Turn&) {}

}  // namespace canvass::signals

#include "core/signals/detector.h"

namespace canvass::signals {

void Detector::start(const event::Init&, Turn&) {}
void Detector::hear(const Event&, Turn&) {}
std::optional<Noticed> Detector::take() { return std::nullopt; }
std::optional<TimeMs> Detector::wake(TimeMs) const { return std::nullopt; }
void Detector::add_to(effect::Watch&) const {}
void Detector::reset(Turn&) {}

}  // namespace canvass::signals

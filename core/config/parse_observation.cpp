#include "core/config/parts.h"

namespace canvass::config {

Observation::~Observation() = default;

const char* name_of(Signal signal) {
  constexpr const char* kNames[kSignals] = {"rage",   "dead",         "error",        "quickBack",
                                            "thrash", "formStruggle", "refreshBurst", "abandonedForm"};
  return kNames[static_cast<size_t>(signal)];
}

const char* name_of(Character character) {
  constexpr const char* kNames[kCharacters] = {"routine", "joyride", "trek", "odyssey"};
  return kNames[static_cast<size_t>(character)];
}

}  // namespace canvass::config

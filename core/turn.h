// One call of Engine::handle() on its way through the parts of the core: the time, and what they ask of the host.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/apart.h"
#include "core/base/vector.h"
#include "core/effect.h"

namespace canvass {

namespace privacy {
CANVASS_APART bool is_anonymous(std::string_view key);
}

struct Turn {
  TimeMs now = 0;
  bool preview = false;    // nothing is stored, sent or remembered
  bool anonymous = false;  // nothing is stored that links one page with another (core/privacy/gate.h)
  Vector<Effect> effects;

  void store(std::string_view key, std::optional<std::string> value) {
    if (preview || (anonymous && !privacy::is_anonymous(key))) return;
    effects.push_back(effect::Store{std::string(key), std::move(value)});
  }
  CANVASS_COLD void warn(std::string text) { effects.push_back(effect::Warn{std::move(text)}); }
};

}  // namespace canvass

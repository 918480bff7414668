// Events and effects as JSON: the vocabulary of docs/replay.md, of the C ABI and of `canvass replay`.
#pragma once

#include <optional>
#include <string>

#include "core/effect.h"
#include "core/event.h"

namespace canvass {

// {"ev":"track","name":"order_completed","props":{…}} → Event. On failure none, and `error` says in one sentence
// what was expected. Fields it does not know are ignored.
std::optional<Event> event_from_json(const Json& json, std::string& error);
Json to_json(const Event& event);

// {"t":…,"fx":"show",…}. `t` and a Wake's `at` are given relative to `epoch`.
Json to_json(const Effect& effect, TimeMs now, TimeMs epoch = 0);

}  // namespace canvass

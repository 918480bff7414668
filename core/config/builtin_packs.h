// Every pack of core/config/packs/ as JSON text, for native programs. The browser's module has none of them; there the
// host fetches what is needed.
//
//   for (const std::string_view name : builtin_pack_names()) packs.provide(*parse_json(builtin_pack(name)));
#pragma once

#include <string_view>

#include "core/base/vector.h"

namespace canvass::config {

// The text of the pack "ru", "presets", …; empty when there is none of this name.
std::string_view builtin_pack(std::string_view name);

// In alphabetical order.
Vector<std::string_view> builtin_pack_names();

}  // namespace canvass::config

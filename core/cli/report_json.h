// Reading the report's JSON, whose shape docs/report.md promises.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.h"

namespace canvass::cli {

// A member; null where there is none.
inline const Json& at(const Json& object, std::string_view key) {
  static const Json nothing;
  const Json* value = find(object, key);
  return value ? *value : nothing;
}

// A member that is a list; empty where there is none.
inline const Json& list_at(const Json& object, std::string_view key) {
  static const Json empty = json_array();
  const Json& value = at(object, key);
  return value.is_array() ? value : empty;
}

inline int64_t count_at(const Json& object, std::string_view key) { return integer_at(object, key).value_or(0); }
inline std::string text_at(const Json& object, std::string_view key) { return std::string(string_at(object, key)); }

inline std::optional<double> number_of(const Json& json) {
  return json.is_number() ? std::optional<double>(json.get<double>()) : std::nullopt;
}

inline std::optional<double> number_at(const Json& object, std::string_view key) { return number_of(at(object, key)); }

// The name that people gave it, or else the one it has on the wire.
inline std::string label_of(const Json& object, std::string_view key) {
  const std::string label = text_at(object, "label");
  return label.empty() ? text_at(object, key) : label;
}

}  // namespace canvass::cli

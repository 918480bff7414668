// Reading what a report says already, for what is said about it: what is not there is nothing, or 0.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/json.h"

namespace canvass::report {

inline const Json& at(const Json& object, std::string_view key) {
  static const Json nothing;
  const Json* value = find(object, key);
  return value ? *value : nothing;
}

inline double number_at(const Json& object, std::string_view key) {
  const Json& value = at(object, key);
  return value.is_number() ? value.get<double>() : 0;
}

inline int64_t count_at(const Json& object, std::string_view key) { return integer_at(object, key).value_or(0); }

// Of a comparison: +1, −1, or 0 for what is not real.
inline int direction_of(const Json& difference) {
  const std::string_view verdict = string_at(difference, "verdict");
  return verdict == "up" ? 1 : verdict == "down" ? -1 : 0;
}

// Of a comparison: adjusted, where it is one of several.
inline double p_of(const Json& difference) {
  return number_at(difference, at(difference, "pAdjusted").is_number() ? "pAdjusted" : "p");
}

}  // namespace canvass::report

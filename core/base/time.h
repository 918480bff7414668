// Time in the core: milliseconds since the Unix epoch, always a parameter, never read from a clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/apart.h"

namespace canvass {

using TimeMs = int64_t;

constexpr TimeMs kSecond = 1000;
constexpr TimeMs kMinute = 60 * kSecond;
constexpr TimeMs kHour = 60 * kMinute;
constexpr TimeMs kDay = 24 * kHour;
constexpr TimeMs kMaxTime = 253402300799999;  // the last millisecond of the year 9999

// ISO 8601 in UTC with milliseconds: "2026-01-01T00:00:00.000Z". Years 1970…9999.
std::string format_iso8601(TimeMs time);
std::optional<TimeMs> parse_iso8601(std::string_view text);

// The three forms of RFC 9110 §5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT" and
// "Sun Nov  6 08:49:37 1994". A year of two digits is the one that is less than 50 years after `now`.
CANVASS_APART std::optional<TimeMs> parse_http_date(std::string_view text, TimeMs now);

// A duration as people write it in a configuration: "500ms", "3s", "10m", "2h", "30d". None if it is not one.
std::optional<TimeMs> parse_duration(std::string_view text);

}  // namespace canvass

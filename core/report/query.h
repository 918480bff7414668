// What a report is asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/report/survey.h"

namespace canvass::report {

enum class Every : uint8_t { kDay, kWeek, kMonth, kQuarter, kYear };  // weeks are those of ISO 8601, from Monday

struct Query {
  std::string survey = {};           // only this survey, or the one entry with this id; empty: all
  std::vector<std::string> by = {};  // names of segments; "*": all there are
  std::optional<Every> every = {};   // none: the one that gives 3 to 26 periods
  std::optional<Span> before = {};   // with `after`: two periods to compare
  std::optional<Span> after = {};
  std::string before_name = {}, after_name = {};  // as they were written: "2026-W10"
  Span span = {};                                 // only responses of this time
  bool sus_estimate = false;                      // give the SUS that a regression estimates from UMUX-Lite
};

// "day", "week", …
std::optional<Every> parse_every(std::string_view text);
const char* name(Every every);

// A period as people write it: "2026", "2026-Q1", "2026-03", "2026-W10", "2026-03-02", or two days with "/" between,
// the second included: "2026-03-01/2026-03-14". None if it is not one.
std::optional<Span> parse_period(std::string_view text);

// The period that holds `time`, and what it is called: "2026-W10".
Span period_of(Every every, TimeMs time);
std::string period_name(Every every, TimeMs time);

// How long the periods of a trend between two times are: as asked for, else the shortest that gives at most 26. Of so
// many that a date must be wrong, years.
Every trend_period(std::optional<Every> asked, TimeMs from, TimeMs to);

}  // namespace canvass::report

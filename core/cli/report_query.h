// What is asked of a report, from the options of `canvass report`.
//
//   std::optional<QueryOptions> asked = parse_query(options);     // has said what is wrong
//   if (!set_span(*asked, last_event)) return kUsage;             // once the time of the last event is known
#pragma once

#include <optional>
#include <string>

#include "core/base/time.h"
#include "core/cli/options.h"
#include "core/report/query.h"

namespace canvass::cli {

// An end of the time that is asked for, as it was written.
struct Moment {
  std::string text = {};  // empty: not given
  std::optional<TimeMs> time = {};
  std::optional<TimeMs> before_last = {};  // how long before the last event, instead
};

struct QueryOptions {
  report::Query query;
  Moment since, until;
};

// None after one sentence on the standard error, which names the option and what was expected.
std::optional<QueryOptions> parse_query(const Options& options);

// Fills in query.span. `last`: the time of the last event, if there is one. False as above.
bool set_span(QueryOptions& options, std::optional<TimeMs> last);

}  // namespace canvass::cli

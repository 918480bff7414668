// Times as a report gives them: quantiles with their intervals, and two groups of times compared.
#pragma once

#include <optional>
#include <vector>

#include "core/base/json.h"
#include "core/metrics/ranks.h"

namespace canvass::report {

// {"n","median","p75","p90"}, each with "value" and "interval"; null without times.
Json times_json(std::vector<double> times);

// A difference as others are (docs/report.md), without a standard error. `adjusted_p` if several are compared together.
Json to_json(const metrics::Shift& shift, std::optional<double> adjusted_p = std::nullopt);

}  // namespace canvass::report

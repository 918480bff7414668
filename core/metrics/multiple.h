// Many comparisons at once: of twenty without any difference one looks real at p < 0.05.
#pragma once

#include <vector>

#include "core/metrics/interval.h"

namespace canvass::metrics {

// S. Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of Statistics 6, 1979.
// Adjusted p values in the order given, each to be held against the wished level of all together.
std::vector<double> holm(const std::vector<double>& p);

// What a difference says: "up" or "down" when it is real at 5 %, else "unclear".
const char* verdict(double delta, double adjusted_p);

}  // namespace canvass::metrics

// Intervals of medians and other quantiles, of times for instance, whatever their distribution.
//
//   std::sort(times.begin(), times.end());
//   std::optional<Interval> interval = metrics::quantile_interval(times, 0.5);   // of the median
#pragma once

#include <optional>
#include <vector>

#include "core/metrics/interval.h"

namespace canvass::metrics {

// At 95 %, between two of the values: the r-th, where r is the largest with P(X < r) <= 2.5 %, and the s-th, where s is
// the smallest with P(X < s) >= 97.5 %, X being binomial with n and p; with more than 200 values r and s are
// n·p -+ z·√(n·p·(1 - p)), both rounded up: W. J. Conover, "Practical Nonparametric Statistics", 3rd edition, 1999,
// section 3.2. `sorted` ascending, 0 < p < 1. None where there are too few values for one of the two.
std::optional<Interval> quantile_interval(const std::vector<double>& sorted, double p);

}  // namespace canvass::metrics

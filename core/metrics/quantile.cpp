#include "core/metrics/quantile.h"

#include <cmath>

namespace canvass::metrics {

std::optional<Interval> quantile_interval(const std::vector<double>& sorted, double p, double z) {
  const double n = static_cast<double>(sorted.size());
  const double margin = z * std::sqrt(n * p * (1 - p));
  const double low = std::ceil(n * p - margin), high = std::ceil(n * p + margin);
  if (sorted.empty() || low < 1 || high > n) return std::nullopt;
  return Interval{sorted[static_cast<size_t>(low) - 1], sorted[static_cast<size_t>(high) - 1]};
}

}  // namespace canvass::metrics

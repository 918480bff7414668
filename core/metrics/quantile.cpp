#include "core/metrics/quantile.h"

#include <cmath>

namespace canvass::metrics {

namespace {

constexpr size_t kExact = 200;  // from here on the normal approximation is as good

}  // namespace

std::optional<Interval> quantile_interval(const std::vector<double>& sorted, double p) {
  const double n = static_cast<double>(sorted.size());
  size_t low = 0, high = 0;  // places, from 1; 0: there is none
  if (sorted.size() <= kExact) {
    const double tail = (1 - kConfidence) / 2;
    double mass = std::pow(1 - p, n), below = 0;  // P(X = k) and P(X < k) of a binomial X
    for (size_t k = 0; k <= sorted.size(); ++k) {
      if (k > 0 && below <= tail) low = k;
      if (k > 0 && high == 0 && below >= 1 - tail) high = k;
      below += mass;
      mass *= (n - static_cast<double>(k)) / (static_cast<double>(k) + 1) * p / (1 - p);
    }
  } else {
    const double margin = kZ95 * std::sqrt(n * p * (1 - p));
    const double first = std::ceil(n * p - margin), last = std::ceil(n * p + margin);
    if (first >= 1) low = static_cast<size_t>(first);
    if (last <= n) high = static_cast<size_t>(last);
  }
  if (low == 0 || high == 0) return std::nullopt;
  return Interval{sorted[low - 1], sorted[high - 1]};
}

}  // namespace canvass::metrics

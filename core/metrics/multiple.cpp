#include "core/metrics/multiple.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace canvass::metrics {

std::vector<double> holm(const std::vector<double>& p) {
  std::vector<size_t> order(p.size());
  std::iota(order.begin(), order.end(), size_t{0});
  // What is no number says nothing, and would leave the order undefined.
  const auto value = [&](size_t i) { return p[i] >= 0 ? p[i] : 1.0; };
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return value(a) < value(b); });
  std::vector<double> adjusted(p.size());
  double least = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    least = std::max(least, std::min(1.0, value(order[i]) * static_cast<double>(p.size() - i)));
    adjusted[order[i]] = least;
  }
  return adjusted;
}

const char* verdict(double delta, double adjusted_p) {
  if (!(adjusted_p < 0.05) || delta == 0) return "unclear";
  return delta > 0 ? "up" : "down";
}

}  // namespace canvass::metrics

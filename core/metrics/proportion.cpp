#include "core/metrics/proportion.h"

#include <cmath>

#include "core/metrics/distributions.h"
#include "core/metrics/sample.h"

namespace canvass::metrics {

namespace {

// Both ends solve (n + z²) θ² − (2x + z²) θ + x²/n = 0. The larger root is a sum; the smaller is the product of both
// over the larger, rather than a difference of nearly equal numbers.
struct Roots {
  double low, high;
};

Roots wilson_roots(double x, double n, double z) {
  const double sum = 2 * x + z * z + z * std::sqrt(z * z + 4 * x * ((n - x) / n));
  return {2 * x * (x / n) / sum, sum / (2 * (n + z * z))};
}

}  // namespace

Interval wilson(int64_t successes, int64_t n, double z) {
  if (n <= 0 || successes < 0 || successes > n) return {};
  const double x = static_cast<double>(successes), all = static_cast<double>(n);
  const Roots roots = wilson_roots(x, all, z);
  // Near 1 it is the distance to 1 that is computed well, from the other side.
  const double high = 2 * x > all ? 1 - wilson_roots(all - x, all, z).low : roots.high;
  return {roots.low, high};
}

Difference compare_proportions(int64_t successes_a, int64_t n_a, int64_t successes_b, int64_t n_b) {
  Difference difference;
  if (n_a <= 0 || n_b <= 0) return difference;
  const double xa = static_cast<double>(successes_a), na = static_cast<double>(n_a);
  const double xb = static_cast<double>(successes_b), nb = static_cast<double>(n_b);
  const double a = xa / na, b = xb / nb;
  difference.delta = b - a;
  difference.se = std::sqrt(a * ((na - xa) / na) / na + b * ((nb - xb) / nb) / nb);
  const Interval of_a = wilson(successes_a, n_a), of_b = wilson(successes_b, n_b);
  difference.interval = {difference.delta - std::hypot(b - of_b.low, of_a.high - a),
                         difference.delta + std::hypot(of_b.high - b, a - of_a.low)};
  const double n = na + nb;
  const double pooled = (xa + xb) / n * ((na - xa + (nb - xb)) / n);
  const double se = std::sqrt(pooled * (1 / na + 1 / nb));
  difference.p = se > 0 ? normal_two_sided(difference.delta / se) : 1;
  return difference;
}

int64_t sample_for_proportion(double share, double margin, double z) {
  if (!(margin > 0) || !(share >= 0 && share <= 1)) return 0;
  const double variance = share * (1 - share);
  return fewest(1, [&](double n) { return z * std::sqrt(n * variance + z * z / 4) / (n + z * z) <= margin; });
}

}  // namespace canvass::metrics

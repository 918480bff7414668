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

// Counts that are divided by a design effect are not whole.
Interval wilson_of(double x, double all, double z) {
  const Roots roots = wilson_roots(x, all, z);
  // Near 1 it is the distance to 1 that is computed well, from the other side.
  const double high = 2 * x > all ? 1 - wilson_roots(all - x, all, z).low : roots.high;
  return {roots.low, high};
}

Difference compare(double xa, double na, double xb, double nb) {
  Difference difference;
  const double a = xa / na, b = xb / nb;
  difference.delta = b - a;
  difference.se = std::sqrt(a * ((na - xa) / na) / na + b * ((nb - xb) / nb) / nb);
  const Interval of_a = wilson_of(xa, na, kZ95), of_b = wilson_of(xb, nb, kZ95);
  difference.interval = {difference.delta - std::hypot(b - of_b.low, of_a.high - a),
                         difference.delta + std::hypot(of_b.high - b, a - of_a.low)};
  const double n = na + nb;
  const double pooled = (xa + xb) / n * ((na - xa + (nb - xb)) / n);
  const double se = std::sqrt(pooled * (1 / na + 1 / nb));
  difference.p = se > 0 ? normal_two_sided(difference.delta / se) : 1;
  return difference;
}

Cluster sum_of(const std::vector<Cluster>& clusters) {
  Cluster sum;
  for (const Cluster& cluster : clusters) {
    sum.successes += cluster.successes;
    sum.n += cluster.n;
  }
  return sum;
}

}  // namespace

Interval wilson(int64_t successes, int64_t n, double z) {
  if (n <= 0 || successes < 0 || successes > n) return {};
  return wilson_of(static_cast<double>(successes), static_cast<double>(n), z);
}

Difference compare_proportions(int64_t successes_a, int64_t n_a, int64_t successes_b, int64_t n_b) {
  if (n_a <= 0 || n_b <= 0) return {};
  return compare(static_cast<double>(successes_a), static_cast<double>(n_a), static_cast<double>(successes_b),
                 static_cast<double>(n_b));
}

double design_effect(const std::vector<Cluster>& clusters) {
  const Cluster sum = sum_of(clusters);
  const double n = static_cast<double>(sum.n), m = static_cast<double>(clusters.size());
  if (sum.successes <= 0 || sum.successes >= sum.n || sum.n <= static_cast<int64_t>(clusters.size())) return 1;
  const double share = static_cast<double>(sum.successes) / n;
  double squares = 0;
  for (const Cluster& cluster : clusters) {
    const double residual = static_cast<double>(cluster.successes) - share * static_cast<double>(cluster.n);
    squares += residual * residual;
  }
  // Of a single visitor nothing can be learnt about how visitors differ: all they did counts as one thing.
  const double effect = m < 2 ? n : m / (m - 1) * squares / (n * share * (1 - share));
  return effect > 1 ? effect : 1;
}

Interval wilson_clustered(const std::vector<Cluster>& clusters) {
  const Cluster sum = sum_of(clusters);
  if (sum.n <= 0 || sum.successes < 0 || sum.successes > sum.n) return {};
  const double effect = design_effect(clusters);
  return wilson_of(static_cast<double>(sum.successes) / effect, static_cast<double>(sum.n) / effect, kZ95);
}

Difference compare_clustered(const std::vector<Cluster>& a, const std::vector<Cluster>& b) {
  const Cluster of_a = sum_of(a), of_b = sum_of(b);
  if (of_a.n <= 0 || of_b.n <= 0) return {};
  const double effect_a = design_effect(a), effect_b = design_effect(b);
  return compare(static_cast<double>(of_a.successes) / effect_a, static_cast<double>(of_a.n) / effect_a,
                 static_cast<double>(of_b.successes) / effect_b, static_cast<double>(of_b.n) / effect_b);
}

int64_t sample_for_proportion(double share, double margin, double z) {
  if (!(margin > 0) || !(share >= 0 && share <= 1)) return 0;
  const double variance = share * (1 - share);
  return fewest(1, [&](double n) { return z * std::sqrt(n * variance + z * z / 4) / (n + z * z) <= margin; });
}

}  // namespace canvass::metrics

#include "core/metrics/mean.h"

#include <cmath>

#include "core/metrics/distributions.h"
#include "core/metrics/sample.h"

namespace canvass::metrics {

void Moments::add(double value, int64_t times) {
  if (times <= 0) return;
  const double before = static_cast<double>(n), added = static_cast<double>(times);
  n += times;
  const double all = static_cast<double>(n);
  const double distance = value - mean;
  // For the first value the share is 1, so that the mean is the value itself and equal values have no variance at all.
  mean += distance * (added / all);
  squares += distance * distance * (before * (added / all));
}

void Moments::merge(const Moments& other) {
  if (other.n <= 0) return;
  if (n <= 0) {
    *this = other;
    return;
  }
  const double before = static_cast<double>(n), added = static_cast<double>(other.n);
  n += other.n;
  const double all = static_cast<double>(n);
  const double distance = other.mean - mean;
  mean += distance * (added / all);
  squares += other.squares + distance * distance * (before * (added / all));
}

double Moments::sd() const { return std::sqrt(variance()); }

double Moments::se() const { return n > 1 ? std::sqrt(variance() / static_cast<double>(n)) : 0; }

Interval t_interval(const Moments& moments, double confidence) {
  if (moments.n < 2) return {moments.mean, moments.mean};
  // The lower tail: 1 − tail would lose what tells 0.9999 from 1.
  const double t = -student_quantile((1 - confidence) / 2, static_cast<double>(moments.n - 1));
  const double margin = t * moments.se();
  return {moments.mean - margin, moments.mean + margin};
}

Difference welch(const Moments& a, const Moments& b) {
  Difference difference;
  difference.delta = b.mean - a.mean;
  difference.interval = {difference.delta, difference.delta};
  if (a.n < 2 || b.n < 2) return difference;
  const double na = static_cast<double>(a.n), nb = static_cast<double>(b.n);
  const double va = a.variance() / na, vb = b.variance() / nb;
  const double sum = va + vb;
  if (!(sum > 0)) {
    difference.p = difference.delta == 0 ? 1 : 0;
    return difference;
  }
  // Shares of the sum rather than squares of the variances, which could be too small for a double.
  const double share_a = va / sum, share_b = vb / sum;
  const double df = 1 / (share_a * share_a / (na - 1) + share_b * share_b / (nb - 1));
  difference.se = std::sqrt(sum);
  difference.p = student_two_sided(difference.delta / difference.se, df);
  const double margin = -student_quantile((1 - kConfidence) / 2, df) * difference.se;
  difference.interval = {difference.delta - margin, difference.delta + margin};
  return difference;
}

int64_t sample_for_mean(double sd, double margin, double confidence) {
  if (!(margin > 0) || !(sd >= 0)) return 0;
  return fewest(2, [&](double n) {
    // No t is smaller than z: it settles most of the search without the dearer of the two.
    const double unit = sd / std::sqrt(n);
    if (-normal_quantile((1 - confidence) / 2) * unit > margin) return false;
    return -student_quantile((1 - confidence) / 2, n - 1) * unit <= margin;
  });
}

}  // namespace canvass::metrics

#include <cmath>

#include "core/metrics/distributions.h"
#include "core/metrics/nps.h"
#include "core/metrics/sample.h"

namespace canvass::metrics {

namespace {

Difference difference_of(const Nps& a, const Nps& b, double z) {
  Difference difference;
  difference.delta = b.value - a.value;
  difference.se = std::hypot(a.se, b.se);
  difference.interval = {difference.delta - z * difference.se, difference.delta + z * difference.se};
  if (difference.se > 0) {
    difference.p = normal_two_sided(difference.delta / difference.se);
  } else {
    difference.p = difference.delta == 0 ? 1 : 0;
  }
  return difference;
}

}  // namespace

Difference compare_nps_wald(const NpsCounts& a, const NpsCounts& b, double z) {
  if (a.total() <= 0 || b.total() <= 0) return {};
  return difference_of(nps(a), nps(b), z);
}

Difference compare_nps(const NpsCounts& a, const NpsCounts& b, double z) {
  if (a.total() <= 0 || b.total() <= 0) return {};
  return difference_of(nps_adjusted(a), nps_adjusted(b), z);
}

int64_t sample_for_nps(double variance, double margin, double z) {
  if (!(margin > 0) || !(variance >= 0)) return 0;
  const double n = std::ceil(z / margin * (z / margin) * variance);
  if (!(n < static_cast<double>(kMaxSample))) return kMaxSample;
  return n < 1 ? 1 : static_cast<int64_t>(n);
}

Passives passives(int64_t sevens, int64_t eights) { return {sevens + eights, sevens}; }

}  // namespace canvass::metrics

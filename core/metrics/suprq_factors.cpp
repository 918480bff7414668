#include "core/metrics/questionnaires.h"

namespace canvass::metrics {

namespace {

bool agreed(int64_t item) { return item >= 1 && item <= 5; }

std::optional<double> both(int64_t a, int64_t b) {
  if (!agreed(a) || !agreed(b)) return std::nullopt;
  return static_cast<double>(a + b) / 2;
}

}  // namespace

SuprqFactors suprq_factors(const int64_t (&items)[kSuprqItems], int64_t recommend) {
  SuprqFactors factors = {both(items[0], items[1]), both(items[2], items[3]), both(items[4], items[5]), std::nullopt};
  if (agreed(items[6]) && recommend >= 0 && recommend <= 10) {
    factors.loyalty = (static_cast<double>(items[6]) + static_cast<double>(recommend) / 2) / 2;
  }
  return factors;
}

}  // namespace canvass::metrics

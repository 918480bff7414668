#include "core/metrics/questionnaires.h"

namespace canvass::metrics {

double earned_growth_rate(double nrr, double earned_new) { return nrr + earned_new - 100; }

std::optional<double> earned_growth_rate(double revenue_before, double revenue_retained, double revenue_referred) {
  if (!(revenue_before > 0)) return std::nullopt;
  return (revenue_retained - revenue_before + revenue_referred) / revenue_before * 100;
}

}  // namespace canvass::metrics

#include "core/metrics/nps.h"

#include <cmath>

namespace canvass::metrics {

namespace {

Nps nps_of(double detractors, double passives, double promoters) {
  const double n = detractors + passives + promoters;
  Nps result;
  if (n <= 0) return result;
  const double low = detractors / n, middle = passives / n, high = promoters / n;
  result.value = (promoters - detractors) / n;
  // p₊ + p₋ − value² without the difference, which would be all rounding when nearly everybody agrees.
  result.variance = middle * (low + high) + 4 * low * high;
  result.se = std::sqrt(result.variance / n);
  return result;
}

Interval around(const Nps& nps, double z) { return {nps.value - z * nps.se, nps.value + z * nps.se}; }

// The variance of one answer under the likeliest trinomial with p₊ − p₋ = theta. With p = p₋, p₊ = p + θ and
// p₀ = 1 − θ − 2p, setting the derivative of the log likelihood x₋ ln p₋ + x₀ ln p₀ + x₊ ln p₊ to zero gives
//   2n p² − b p − c = 0,   b = (x₋ + x₊)(1 − θ) − 2θ(x₋ + x₀),   c = x₋ θ (1 − θ)
// whose larger root is the one that is a probability for θ ≥ 0. Negative θ mirror detractors and promoters.
double restricted_variance(double detractors, double passives, double promoters, double theta) {
  if (theta < 0) return restricted_variance(promoters, passives, detractors, -theta);
  const double n = detractors + passives + promoters;
  const double b = (detractors + promoters) * (1 - theta) - 2 * theta * (detractors + passives);
  const double c = detractors * theta * (1 - theta);
  const double root = std::sqrt(b * b + 8 * n * c);
  // Of the two equal forms of the root, the one that does not subtract nearly equal numbers.
  double p = 0;
  if (b >= 0) {
    p = (b + root) / (4 * n);
  } else if (c > 0) {
    p = 2 * c / (root - b);
  }
  const double variance = 2 * p + theta - theta * theta;
  return variance > 0 ? variance : 0;
}

// The end of the score interval between the estimate, which is in it, and `outside` (−1 or 1), which is not or is
// itself the end.
double score_end(const NpsCounts& counts, double estimate, double outside, double z) {
  const double detractors = static_cast<double>(counts.detractors);
  const double passives = static_cast<double>(counts.passives);
  const double promoters = static_cast<double>(counts.promoters);
  const double n = detractors + passives + promoters;
  double inside = estimate;
  // Each step halves the gap: 64 steps are past the precision of a double.
  for (int step = 0; step < 64 && inside != outside; ++step) {
    const double theta = inside + (outside - inside) / 2;
    const double margin = z * std::sqrt(restricted_variance(detractors, passives, promoters, theta) / n);
    (std::fabs(estimate - theta) <= margin ? inside : outside) = theta;
  }
  return inside;
}

}  // namespace

std::optional<NpsCategory> nps_category(int64_t value) {
  if (value < 0 || value > 10) return std::nullopt;
  if (value <= 6) return NpsCategory::kDetractor;
  return value <= 8 ? NpsCategory::kPassive : NpsCategory::kPromoter;
}

const char* name(NpsCategory category) {
  switch (category) {
    case NpsCategory::kDetractor:
      return "detractor";
    case NpsCategory::kPassive:
      return "passive";
    case NpsCategory::kPromoter:
      return "promoter";
  }
  return "";
}

Nps nps(const NpsCounts& counts) {
  return nps_of(static_cast<double>(counts.detractors), static_cast<double>(counts.passives),
                static_cast<double>(counts.promoters));
}

Interval nps_wald(const NpsCounts& counts, double z) { return around(nps(counts), z); }

Nps nps_adjusted(const NpsCounts& counts) {
  return nps_of(static_cast<double>(counts.detractors) + 0.75, static_cast<double>(counts.passives) + 1.5,
                static_cast<double>(counts.promoters) + 0.75);
}

Interval nps_adjusted_wald(const NpsCounts& counts, double z) {
  if (counts.total() <= 0) return {};
  return around(nps_adjusted(counts), z);
}

Interval nps_score(const NpsCounts& counts, double z) {
  if (counts.total() <= 0) return {};
  const double estimate = nps(counts).value;
  return {score_end(counts, estimate, -1, z), score_end(counts, estimate, 1, z)};
}

}  // namespace canvass::metrics

// Net Promoter Score: one question from 0 to 10, "How likely are you to recommend us?".
//
//   metrics::NpsCounts counts{.detractors = 20, .passives = 30, .promoters = 50};
//   metrics::Nps nps = metrics::nps(counts);                     // nps.value 0.3, nps.se 0.0781
//   metrics::Interval interval = metrics::nps_score(counts);     // 0.1396 … 0.4434
//
// Scores are proportions in −1…1 here; reports multiply by 100. Nothing is clamped: the Wald intervals of few or
// nearly unanimous answers may leave −1…1, which is one reason to prefer the score interval.
//
// Sources: F. F. Reichheld, "The One Number You Need to Grow", Harvard Business Review, December 2003 (groups and
// score); B. Rocks, "Interval Estimation for the Net Promoter Score", The American Statistician 70(4), 2016,
// arXiv:1601.07235 (variance and intervals).
#pragma once

#include <cstdint>
#include <optional>

#include "core/metrics/interval.h"

namespace canvass::metrics {

enum class NpsCategory : uint8_t { kDetractor, kPassive, kPromoter };

// Detractors answer 0–6, passives 7–8, promoters 9–10. None when the value is not on the scale.
std::optional<NpsCategory> nps_category(int64_t value);
const char* name(NpsCategory category);  // "detractor", "passive", "promoter"

struct NpsCounts {
  int64_t detractors = 0;
  int64_t passives = 0;
  int64_t promoters = 0;
  int64_t total() const { return detractors + passives + promoters; }
};

struct Nps {
  double value = 0;     // share of promoters − share of detractors
  double variance = 0;  // of one answer: p₊ + p₋ − value²
  double se = 0;        // √(variance / n)
};

// All of these need at least one answer; with none they return zeros, which mean nothing.
Nps nps(const NpsCounts& counts);

// value ± z·se. The one in every textbook; too narrow for small n and of no width when everybody agrees.
Interval nps_wald(const NpsCounts& counts, double z = kZ95);

// With three imagined answers more: ¾ detractor, 1½ passive, ¾ promoter. Not a score to show, but what the adjusted
// intervals and tests are made of.
Nps nps_adjusted(const NpsCounts& counts);

// Wald with those three imagined answers (Rocks's adjusted Wald).
Interval nps_adjusted_wald(const NpsCounts& counts, double z = kZ95);

// The values θ that a test with the variance *under θ* does not reject: |value − θ| ≤ z·√(V(θ)/n), where V(θ) is
// taken at the most likely trinomial with p₊ − p₋ = θ (Rocks's iterative score test). Always within −1…1.
Interval nps_score(const NpsCounts& counts, double z = kZ95);

// Second − first. Wald: se = √(V₁/n₁ + V₂/n₂). Adjusted Wald: the same after adding three imagined answers to each
// group as above; the default, whose p is what reports give (Rocks 2016, section 5). Both groups need an answer.
Difference compare_nps_wald(const NpsCounts& a, const NpsCounts& b, double z = kZ95);
Difference compare_nps(const NpsCounts& a, const NpsCounts& b, double z = kZ95);

// The fewest answers with which the score is known to ± `margin` (a proportion: 0.05 is 5 points), for the variance of
// one answer: n = ⌈z²·V/margin²⌉, at least 1. Without answers to take it from, V = 1 is the largest there is. 0 when
// the margin is not above 0, which no number of answers reaches.
int64_t sample_for_nps(double variance, double margin, double z = kZ95);

// Passives in their own right: how many of all, and how many of them said 7 and are a point from being detractors.
struct Passives {
  int64_t n = 0;
  int64_t at_risk = 0;  // 7; the others said 8
};
Passives passives(int64_t sevens, int64_t eights);

}  // namespace canvass::metrics

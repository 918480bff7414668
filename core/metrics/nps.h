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

namespace canvass::metrics {

// The standard normal deviate of a two-sided interval with 95 % confidence.
constexpr double kZ95 = 1.9599639845400536;

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

struct Interval {
  double low = 0;
  double high = 0;
};

// All of these need at least one answer; with none they return zeros, which mean nothing.
Nps nps(const NpsCounts& counts);

// value ± z·se. The one in every textbook; too narrow for small n and of no width when everybody agrees.
Interval nps_wald(const NpsCounts& counts, double z = kZ95);

// Wald after adding three imagined answers: ¾ detractor, 1½ passive, ¾ promoter (Rocks's adjusted Wald).
Interval nps_adjusted_wald(const NpsCounts& counts, double z = kZ95);

// The values θ that a test with the variance *under θ* does not reject: |value − θ| ≤ z·√(V(θ)/n), where V(θ) is
// taken at the most likely trinomial with p₊ − p₋ = θ (Rocks's iterative score test). Always within −1…1.
Interval nps_score(const NpsCounts& counts, double z = kZ95);

}  // namespace canvass::metrics

// Customer Effort Score. Two wordings are in use and their numbers run in opposite directions, so a result is never
// given without its variant and direction:
//
//   agree7   "It was easy to …", 1 strongly disagree … 7 strongly agree: higher is easier   (CES 2.0)
//   effort5  "How much effort …?", 1 very low … 5 very high: lower is easier                (CES 1.0)
//
//   metrics::CesCounts counts(metrics::CesVariant::kAgree7);
//   counts.add(6); counts.add(7); counts.add(4);
//   metrics::Ces ces = metrics::ces(counts);          // ces.mean 5.67, ces.easy 0.667
//
// Sources: M. Dixon, K. Freeman, N. Toman, "Stop Trying to Delight Your Customers", Harvard Business Review,
// July 2010 (CES 1.0); M. Dixon, N. Toman, R. DeLisi, "The Effortless Experience", 2013 (CES 2.0, "% easy").
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace canvass::metrics {

enum class CesVariant : uint8_t { kAgree7, kEffort5 };
enum class CesCategory : uint8_t { kDifficult, kNeutral, kEasy };

constexpr int ces_points(CesVariant variant) { return variant == CesVariant::kAgree7 ? 7 : 5; }
const char* name(CesVariant variant);       // "agree7", "effort5"
const char* direction(CesVariant variant);  // "higher_is_easier", "lower_is_easier"
const char* name(CesCategory category);     // "difficult", "neutral", "easy"
std::optional<CesVariant> ces_variant(std::string_view name);

// agree7: easy 5–7, neutral 4, difficult 1–3. effort5: easy 1–2, neutral 3, difficult 4–5. None when the value is
// not on the scale.
std::optional<CesCategory> ces_category(CesVariant variant, int64_t value);

struct CesCounts {
  explicit CesCounts(CesVariant v) : variant(v) {}
  CesVariant variant;
  std::array<int64_t, 8> of{};  // of[value]: how many answered it; of[0] stays 0

  bool add(int64_t value, int64_t times = 1);  // false, and nothing counted, when the value is not on the scale
  int64_t total() const;
  int64_t total(CesCategory category) const;
};

struct Ces {
  double mean = 0;
  double sd = 0;    // of the sample (n − 1); 0 with fewer than two answers
  double se = 0;    // sd / √n
  double easy = 0;  // share of easy answers, 0…1
};

// Needs at least one answer; with none it returns zeros, which mean nothing.
Ces ces(const CesCounts& counts);

}  // namespace canvass::metrics

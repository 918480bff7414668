#include "core/metrics/ces.h"

#include <cmath>

namespace canvass::metrics {

const char* name(CesVariant variant) {
  switch (variant) {
    case CesVariant::kAgree7:
      return "agree7";
    case CesVariant::kEffort5:
      return "effort5";
  }
  return "";
}

const char* direction(CesVariant variant) {
  switch (variant) {
    case CesVariant::kAgree7:
      return "higher_is_easier";
    case CesVariant::kEffort5:
      return "lower_is_easier";
  }
  return "";
}

const char* name(CesCategory category) {
  switch (category) {
    case CesCategory::kDifficult:
      return "difficult";
    case CesCategory::kNeutral:
      return "neutral";
    case CesCategory::kEasy:
      return "easy";
  }
  return "";
}

std::optional<CesVariant> ces_variant(std::string_view text) {
  for (CesVariant variant : {CesVariant::kAgree7, CesVariant::kEffort5}) {
    if (text == name(variant)) return variant;
  }
  return std::nullopt;
}

std::optional<CesCategory> ces_category(CesVariant variant, int64_t value) {
  const int points = ces_points(variant);
  if (value < 1 || value > points) return std::nullopt;
  const int64_t middle = (points + 1) / 2;
  if (value == middle) return CesCategory::kNeutral;
  const bool high = value > middle;
  return high == (variant == CesVariant::kAgree7) ? CesCategory::kEasy : CesCategory::kDifficult;
}

bool CesCounts::add(int64_t value, int64_t times) {
  if (!ces_category(variant, value)) return false;
  of[static_cast<size_t>(value)] += times;
  return true;
}

int64_t CesCounts::total() const {
  int64_t sum = 0;
  for (int64_t count : of) sum += count;
  return sum;
}

int64_t CesCounts::total(CesCategory category) const {
  int64_t sum = 0;
  for (size_t value = 0; value < of.size(); ++value) {
    if (ces_category(variant, static_cast<int64_t>(value)) == category) sum += of[value];
  }
  return sum;
}

Ces ces(const CesCounts& counts) {
  Ces result;
  const double n = static_cast<double>(counts.total());
  if (n <= 0) return result;
  double sum = 0;
  for (size_t value = 0; value < counts.of.size(); ++value) {
    sum += static_cast<double>(value) * static_cast<double>(counts.of[value]);
  }
  result.mean = sum / n;
  result.easy = static_cast<double>(counts.total(CesCategory::kEasy)) / n;
  if (n < 2) return result;
  double squares = 0;
  for (size_t value = 0; value < counts.of.size(); ++value) {
    const double distance = static_cast<double>(value) - result.mean;
    squares += distance * distance * static_cast<double>(counts.of[value]);
  }
  result.sd = std::sqrt(squares / (n - 1));
  result.se = result.sd / std::sqrt(n);
  return result;
}

}  // namespace canvass::metrics

#include "core/metrics/questionnaires.h"

namespace canvass::metrics {

namespace {

bool within(int64_t value, int64_t min, int64_t max) { return value >= min && value <= max; }

// Σ weight × (satisfaction − 1) / 9 over Σ weight, in per cent.
std::optional<double> index_of(const Aspect* aspects, size_t count, bool weighted) {
  int64_t sum = 0;
  int64_t weights = 0;
  for (size_t i = 0; i < count; ++i) {
    const Aspect& aspect = aspects[i];
    if (!within(aspect.satisfaction, 1, 10) || (weighted && !within(aspect.importance, 1, 10))) continue;
    const int64_t weight = weighted ? aspect.importance : 1;
    sum += weight * (aspect.satisfaction - 1);
    weights += weight;
  }
  if (weights == 0) return std::nullopt;
  return static_cast<double>(sum) * 100 / static_cast<double>(weights * 9);
}

}  // namespace

std::optional<double> sus(const int64_t (&items)[kSusItems]) {
  int64_t sum = 0;
  for (size_t i = 0; i < kSusItems; ++i) {
    if (!within(items[i], 1, 5)) return std::nullopt;
    sum += i % 2 == 0 ? items[i] - 1 : 5 - items[i];
  }
  return static_cast<double>(sum) * 2.5;
}

std::optional<double> umux_lite(int64_t capabilities, int64_t ease) {
  if (!within(capabilities, 1, 7) || !within(ease, 1, 7)) return std::nullopt;
  return static_cast<double>(capabilities + ease - 2) * 100 / 12;
}

std::optional<double> mean_item(const int64_t* items, size_t count, int64_t min, int64_t max) {
  int64_t sum = 0;
  int64_t answered = 0;
  for (size_t i = 0; i < count; ++i) {
    if (!within(items[i], min, max)) continue;
    sum += items[i];
    ++answered;
  }
  if (answered == 0) return std::nullopt;
  return static_cast<double>(sum) / static_cast<double>(answered);
}

std::optional<double> suprq(const int64_t (&items)[kSuprqItems], int64_t recommend) {
  if (!within(recommend, 0, 10)) return std::nullopt;
  double sum = static_cast<double>(recommend) / 2;
  for (const int64_t item : items) {
    if (!within(item, 1, 5)) return std::nullopt;
    sum += static_cast<double>(item);
  }
  return sum / (kSuprqItems + 1);
}

std::optional<double> csi(const Aspect* aspects, size_t count) { return index_of(aspects, count, true); }

std::optional<double> csi_unweighted(const Aspect* aspects, size_t count) { return index_of(aspects, count, false); }

}  // namespace canvass::metrics

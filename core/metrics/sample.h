// The search behind the sample sizes.
#pragma once

#include <cstdint>

namespace canvass::metrics {

// What is said when no number that can be had is enough.
constexpr int64_t kMaxSample = int64_t{1} << 53;

// The smallest number of answers from `least` on for which `enough(n)` holds; once it does it must hold for all larger.
template <typename Enough>
int64_t fewest(int64_t least, const Enough& enough) {
  int64_t high = least;
  while (!enough(static_cast<double>(high))) {
    if (high >= kMaxSample) return kMaxSample;
    high *= 2;
  }
  int64_t low = high == least ? least : high / 2 + 1;
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    if (enough(static_cast<double>(middle))) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return high < kMaxSample ? high : kMaxSample;
}

}  // namespace canvass::metrics

// Two groups of times, or of anything else whose distribution nobody knows, compared by their order alone.
//
//   const metrics::Shift shift = metrics::compare_ranks(before, after);
//   // shift.delta −40 s: typically so much less; shift.interval, shift.p
#pragma once

#include <optional>
#include <vector>

#include "core/metrics/interval.h"

namespace canvass::metrics {

// Second − first.
struct Shift {
  double delta = 0;                  // the median of all differences between one of the second and one of the first
  std::optional<Interval> interval;  // of delta, at 95 %; none where there are too few values for one
  double p = 1;                      // two-sided
  bool exact = false;                // p is counted, not approximated
};

// The test: H. B. Mann, D. R. Whitney, "On a Test of Whether one of Two Random Variables is Stochastically Larger than
// the Other", Annals of Mathematical Statistics 18(1), 1947. With fewer than 50 values in each group and no two alike p
// is counted over all orders of the values; else it is normal with the correction for continuity and the variance for
// ties (E. L. Lehmann, "Nonparametrics", 1975, equation 1.35).
//
// delta: J. L. Hodges, E. L. Lehmann, "Estimates of Location Based on Rank Tests", Annals of Mathematical Statistics
// 34(2), 1963. Its interval goes from the k-th smallest of the differences to the k-th largest, k the smallest number
// with P(U ≤ k) ≥ 2.5 % under the same distribution as p: M. Hollander, D. A. Wolfe, "Nonparametric Statistical
// Methods", 2nd edition, 1999, section 4.3. Where shapes differ delta is no difference of medians.
//
// The order of the values does not matter. Without values in both groups nothing is compared: 0 and p = 1.
Shift compare_ranks(std::vector<double> a, std::vector<double> b);

}  // namespace canvass::metrics

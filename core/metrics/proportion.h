// Shares: CSAT (top-2 box), "% easy" of CES, product/market fit, response rates.
//
//   metrics::Interval interval = metrics::wilson(16, 20);           // 0.584 … 0.919
//   metrics::Difference d = metrics::compare_proportions(30, 100, 45, 100);
#pragma once

#include <cstdint>
#include <vector>

#include "core/metrics/interval.h"

namespace canvass::metrics {

// Wilson's score interval, without continuity correction: E. B. Wilson, "Probable Inference, the Law of Succession,
// and Statistical Inference", JASA 22(158), 1927. Needs 0 ≤ successes ≤ n, n ≥ 1.
Interval wilson(int64_t successes, int64_t n, double z = kZ95);

// Second − first: p of the pooled z-test (the chi-squared test without correction), interval by Newcombe's hybrid score
// (R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine
// 17, 1998, method 10). `se` is unpooled. Both n ≥ 1.
Difference compare_proportions(int64_t successes_a, int64_t n_a, int64_t successes_b, int64_t n_b);

// Of n things that somebody did or saw, how many were so. What one visitor does is not independent of what they did
// before.
struct Cluster {
  int64_t successes = 0, n = 0;
};

// How many times larger the variance of the share is than if everything had come from somebody else, at least 1:
// J. N. K. Rao, A. J. Scott, "A Simple Method for the Analysis of Clustered Binary Data", Biometrics 48(2), 1992.
// 1 where no cluster has more than one thing, and where all things are alike.
double design_effect(const std::vector<Cluster>& clusters);

// Wilson's interval and the comparison above with both counts divided by the design effect (same source).
// The share itself stays what it is. Each group needs something in it.
Interval wilson_clustered(const std::vector<Cluster>& clusters);
Difference compare_clustered(const std::vector<Cluster>& a, const std::vector<Cluster>& b);

// The fewest answers with which the Wilson interval of a share near `share` is no wider than ± `margin` (both 0…1).
// At least 1; 0 when the margin is not above 0.
int64_t sample_for_proportion(double share, double margin, double z = kZ95);

}  // namespace canvass::metrics

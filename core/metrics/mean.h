// Means: CES, SEQ, ratings, and scores of respondents such as SUS.
//
//   metrics::Moments moments;
//   for (double value : values) moments.add(value);
//   metrics::Interval interval = metrics::t_interval(moments);
#pragma once

#include <cstdint>

#include "core/metrics/interval.h"

namespace canvass::metrics {

// Count, mean and squared deviations in one pass: B. P. Welford, Technometrics 4(3), 1962; merging: T. F. Chan,
// G. H. Golub, R. J. LeVeque, 1979.
struct Moments {
  int64_t n = 0;
  double mean = 0;
  double squares = 0;  // Σ (x − mean)²

  void add(double value, int64_t times = 1);
  void merge(const Moments& other);
  double variance() const { return n > 1 ? squares / static_cast<double>(n - 1) : 0; }  // of the sample
  double sd() const;
  double se() const;  // sd / √n; 0 with fewer than two
};

// mean ± t(n − 1) · se. Needs n ≥ 2. "Student", Biometrika 6(1), 1908.
Interval t_interval(const Moments& moments, double confidence = kConfidence);

// Second − first without assuming equal variances: B. L. Welch, Biometrika 34, 1947, degrees of freedom by
// Satterthwaite. Both n ≥ 2. When neither group varies, p is 1 for equal means, else 0, and the interval has no width.
Difference welch(const Moments& a, const Moments& b);

// The fewest answers with which the interval of a mean with standard deviation `sd` is no wider than ± `margin`.
// At least 2; 0 when the margin is not above 0.
int64_t sample_for_mean(double sd, double margin, double confidence = kConfidence);

}  // namespace canvass::metrics

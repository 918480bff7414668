// Which factors move the total: the share that each has in what a regression on all of them explains.
//
//   const Drivers drivers = metrics::drivers(rows, 4);        // rows: factor₁ … factor₄, outcome
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/metrics/interval.h"

namespace canvass::metrics {

constexpr size_t kMaxFactors = 12;

struct Driver {
  double correlation = 0;  // Pearson's r with the outcome
  Interval interval;       // of r, by Fisher's z (R. A. Fisher, 1921)
  double importance = 0;   // 0…1: its share of R²; those of all factors sum to 1 (where R² > 0)
  double slope = 0;        // the outcome's change for one point of this factor, the others as they are
  bool constant = false;   // everybody gave the same answer: nothing can be said, all of the above are 0
};

struct Drivers {
  size_t n = 0;
  double r2 = 0;
  std::vector<Driver> factors;
};

// Each row has `factors` values and the outcome last; rows are complete. Importance is the average gain in R² over all
// orders of entering (LMG: R. H. Lindeman, P. F. Merenda, R. Z. Gold, "Introduction to Bivariate and Multivariate
// Analysis", 1980; U. Grömping, The American Statistician 61(2), 2007). None with fewer than factors + 2 rows, more
// than kMaxFactors factors, or an outcome that does not vary. Factors that are linear in others share what they
// explain.
std::optional<Drivers> drivers(const std::vector<std::vector<double>>& rows, size_t factors);

}  // namespace canvass::metrics

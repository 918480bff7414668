#include "core/metrics/ranks.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "core/metrics/distributions.h"

namespace canvass::metrics {

namespace {

constexpr size_t kExact = 50;  // from here on the normal approximation is as good

// P(U ≤ u) for u = 0 … m·n. Mann and Whitney's recurrence: the largest of all values is one of the m, above n of the
// others, or one of the n.
std::vector<double> distribution_of_u(size_t m, size_t n) {
  // By the number of values of the first group; of the second there are `j`.
  std::vector<std::vector<double>> share(m + 1, std::vector<double>{1.0});
  for (size_t j = 1; j <= n; ++j) {
    for (size_t i = 1; i <= m; ++i) {
      // share[i] is that of (i, j − 1), share[i − 1] already that of (i − 1, j).
      std::vector<double> next(i * j + 1);
      const double first = static_cast<double>(i) / static_cast<double>(i + j), second = 1 - first;
      for (size_t u = 0; u < share[i].size(); ++u) next[u] += second * share[i][u];
      for (size_t u = 0; u < share[i - 1].size(); ++u) next[u + j] += first * share[i - 1][u];
      share[i] = std::move(next);
    }
  }
  std::vector<double> below = std::move(share[m]);
  for (size_t u = 1; u < below.size(); ++u) below[u] += below[u - 1];
  return below;
}

// The differences b − a, m·n of them, without listing them.
struct Differences {
  const std::vector<double>&a, &b;  // ascending

  // How many are ≤ x, or < x.
  template <typename Within>
  uint64_t count(const Within& within) const {
    uint64_t sum = 0;
    size_t j = 0;
    for (const double first : a) {  // the larger the first, the further the second may go
      while (j < b.size() && within(b[j] - first)) ++j;
      sum += j;
    }
    return sum;
  }
  uint64_t at_most(double x) const {
    return count([x](double difference) { return difference <= x; });
  }

  double next_above(double x) const {
    double next = std::numeric_limits<double>::infinity();
    size_t j = 0;
    for (const double first : a) {
      while (j < b.size() && b[j] - first <= x) ++j;
      if (j < b.size()) next = std::min(next, b[j] - first);
    }
    return next;
  }

  // The k-th smallest, from 1: halved down to it, then taken as it is.
  double nth(uint64_t k) const {
    const double smallest = b.front() - a.back(), largest = b.back() - a.front();
    if (at_most(smallest) >= k) return smallest;
    double low = smallest, high = largest;  // fewer than k are ≤ low, at least k are ≤ high
    const double close = (largest - smallest) * 1e-12;
    while (high - low > close) {
      const double middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) break;
      (at_most(middle) >= k ? high : low) = middle;
    }
    return next_above(low);
  }
};

// Σ (t³ − t) over values that are alike.
double ties_of(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> all(a);
  all.insert(all.end(), b.begin(), b.end());
  std::sort(all.begin(), all.end());
  double sum = 0;
  for (size_t i = 0; i < all.size();) {
    size_t next = i;
    while (next < all.size() && all[next] == all[i]) ++next;
    const double t = static_cast<double>(next - i);
    sum += t * t * t - t;
    i = next;
  }
  return sum;
}

}  // namespace

Shift compare_ranks(std::vector<double> a, std::vector<double> b) {
  Shift shift;
  if (a.empty() || b.empty()) return shift;
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  const Differences differences{a, b};
  const uint64_t all = static_cast<uint64_t>(a.size()) * b.size();
  const double middle = differences.nth((all + 1) / 2);
  shift.delta = all % 2 == 1 ? middle : (middle + differences.nth(all / 2 + 1)) / 2;

  const uint64_t at_most = differences.at_most(0);
  const uint64_t below = differences.count([](double difference) { return difference < 0; });
  const double m = static_cast<double>(a.size()), n = static_cast<double>(b.size());
  const double ties = ties_of(a, b);
  uint64_t k = 0;  // the interval's ends are the k-th differences from below and from above; 0: there are too few
  if (a.size() < kExact && b.size() < kExact && ties == 0) {
    const std::vector<double> probability = distribution_of_u(a.size(), b.size());
    const uint64_t least = std::min(below, all - below);
    shift.p = std::min(1.0, 2 * probability[least]);
    shift.exact = true;
    const double tail = (1 - kConfidence) / 2;
    while (probability[k] < tail) ++k;
  } else {
    const double sd = std::sqrt(m * n / 12 * (m + n + 1 - ties / ((m + n) * (m + n - 1))));
    const double u = static_cast<double>(below) + static_cast<double>(at_most - below) / 2;
    const double apart = std::max(0.0, std::fabs(u - m * n / 2) - 0.5);
    shift.p = sd > 0 ? std::min(1.0, normal_two_sided(apart / sd)) : 1;
    const double place = std::floor(m * n / 2 - kZ95 * sd + 0.5);
    if (sd > 0 && place >= 1) k = static_cast<uint64_t>(place);
  }
  if (k > 0) shift.interval = Interval{differences.nth(k), differences.nth(all + 1 - k)};
  return shift;
}

}  // namespace canvass::metrics

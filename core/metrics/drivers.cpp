#include "core/metrics/drivers.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace canvass::metrics {

namespace {

// A factor that others explain but for this share of its variance adds nothing of its own.
constexpr double kCollinear = 1e-9;

constexpr size_t kMost = kMaxFactors + 1;  // with the outcome
using Matrix = std::array<std::array<double, kMost>, kMost>;

// A column around its mean, with squares that sum to 1; all 0 when it does not vary. Returns the square root of the sum
// of squares before.
double standardise(std::vector<double>& column) {
  const auto [least, most] = std::minmax_element(column.begin(), column.end());
  const double first = *least, range = *most - *least;
  if (!(range > 0)) {
    std::fill(column.begin(), column.end(), 0.0);
    return 0;
  }
  // In units of the range, counted from the least: neither a large offset nor a small scale costs digits.
  double sum = 0;
  for (double& value : column) {
    value = (value - first) / range;
    sum += value;
  }
  const double mean = sum / static_cast<double>(column.size());
  double squares = 0;
  for (double& value : column) {
    value -= mean;
    squares += value * value;
  }
  const double root = std::sqrt(squares);
  for (double& value : column) value /= root;
  return root * range;
}

Matrix correlations(const std::vector<std::vector<double>>& columns) {
  Matrix matrix{};
  for (size_t i = 0; i < columns.size(); ++i) {
    for (size_t j = i; j < columns.size(); ++j) {
      double sum = 0;
      for (size_t row = 0; row < columns[i].size(); ++row) sum += columns[i][row] * columns[j][row];
      matrix[i][j] = matrix[j][i] = std::clamp(sum, -1.0, 1.0);
    }
  }
  return matrix;
}

// R² of every set of factors, by bit mask: each factor from `next` on is either left out or swept out of the matrix,
// which then holds what the rest has in common beyond the factors in the set.
void explain(const Matrix& matrix, size_t factors, size_t next, size_t set, double r2, std::vector<double>& of) {
  if (next == factors) {
    of[set] = r2;
    return;
  }
  explain(matrix, factors, next + 1, set, r2, of);
  const double pivot = matrix[next][next];
  const size_t with = set | size_t{1} << next;
  if (pivot <= kCollinear) {
    explain(matrix, factors, next + 1, with, r2, of);
    return;
  }
  Matrix rest = matrix;
  for (size_t i = next + 1; i <= factors; ++i) {
    for (size_t j = next + 1; j <= factors; ++j) rest[i][j] -= matrix[i][next] * (matrix[next][j] / pivot);
  }
  const double gain = matrix[next][factors] * (matrix[next][factors] / pivot);
  explain(rest, factors, next + 1, with, std::min(1.0, r2 + gain), of);
}

// Standardised slopes: the correlations with the outcome times the pseudo-inverse of those among factors, by its
// eigenvectors (C. G. J. Jacobi's rotations, 1846). Where factors are linear in others no slopes are the only ones;
// these are the least, the same for factors that are the same.
std::array<double, kMaxFactors> slopes(Matrix matrix, const std::array<double, kMaxFactors>& with_outcome,
                                       size_t factors) {
  Matrix vectors{};
  for (size_t i = 0; i < factors; ++i) vectors[i][i] = 1;
  for (int sweep = 0; sweep < 60; ++sweep) {
    double off = 0;
    for (size_t i = 0; i < factors; ++i) {
      for (size_t j = i + 1; j < factors; ++j) off += matrix[i][j] * matrix[i][j];
    }
    if (off < 1e-34) break;
    for (size_t p = 0; p < factors; ++p) {
      for (size_t q = p + 1; q < factors; ++q) {
        if (matrix[p][q] == 0) continue;
        const double theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
        const double t = (theta < 0 ? -1 : 1) / (std::fabs(theta) + std::hypot(theta, 1.0));
        const double c = 1 / std::hypot(t, 1.0), s = t * c;
        for (size_t i = 0; i < factors; ++i) {
          const double ip = matrix[i][p], iq = matrix[i][q];
          matrix[i][p] = c * ip - s * iq;
          matrix[i][q] = s * ip + c * iq;
        }
        for (size_t i = 0; i < factors; ++i) {
          const double pi = matrix[p][i], qi = matrix[q][i];
          matrix[p][i] = c * pi - s * qi;
          matrix[q][i] = s * pi + c * qi;
        }
        for (size_t i = 0; i < factors; ++i) {
          const double ip = vectors[i][p], iq = vectors[i][q];
          vectors[i][p] = c * ip - s * iq;
          vectors[i][q] = s * ip + c * iq;
        }
      }
    }
  }
  std::array<double, kMaxFactors> result{};
  for (size_t k = 0; k < factors; ++k) {
    if (matrix[k][k] <= kCollinear) continue;
    double along = 0;
    for (size_t i = 0; i < factors; ++i) along += vectors[i][k] * with_outcome[i];
    for (size_t i = 0; i < factors; ++i) result[i] += vectors[i][k] * (along / matrix[k][k]);
  }
  return result;
}

// Fisher's z = artanh r has about the standard error 1 / √(n − 3).
Interval fisher(double r, size_t n) {
  if (n <= 3) return {-1, 1};
  if (std::fabs(r) >= 1) return {r, r};
  const double z = std::atanh(r), margin = kZ95 / std::sqrt(static_cast<double>(n - 3));
  return {std::tanh(z - margin), std::tanh(z + margin)};
}

}  // namespace

std::optional<Drivers> drivers(const std::vector<std::vector<double>>& rows, size_t factors) {
  if (factors == 0 || factors > kMaxFactors || rows.size() < factors + 2) return std::nullopt;
  std::vector<std::vector<double>> columns(factors + 1, std::vector<double>(rows.size()));
  for (size_t row = 0; row < rows.size(); ++row) {
    if (rows[row].size() != factors + 1) return std::nullopt;
    for (size_t i = 0; i <= factors; ++i) columns[i][row] = rows[row][i];
  }
  std::vector<double> scale(factors + 1);
  for (size_t i = 0; i <= factors; ++i) scale[i] = standardise(columns[i]);
  if (!(scale[factors] > 0)) return std::nullopt;

  const Matrix matrix = correlations(columns);
  std::vector<double> of(size_t{1} << factors);
  explain(matrix, factors, 0, 0, 0, of);

  std::array<double, kMaxFactors> with_outcome{};
  for (size_t i = 0; i < factors; ++i) with_outcome[i] = matrix[i][factors];
  const std::array<double, kMaxFactors> beta = slopes(matrix, with_outcome, factors);

  Drivers result;
  result.n = rows.size();
  result.r2 = of.back();
  result.factors.resize(factors);

  // Of all orders of entering, those in which exactly `size` others come before a factor: 1 of factors × choose(factors
  // − 1, size) for each set of them.
  std::array<double, kMaxFactors> weight{};
  double choose = 1;
  for (size_t size = 0; size < factors; ++size) {
    weight[size] = 1 / (static_cast<double>(factors) * choose);
    choose = choose * static_cast<double>(factors - 1 - size) / static_cast<double>(size + 1);
  }
  double total = 0;
  for (size_t i = 0; i < factors; ++i) {
    Driver& driver = result.factors[i];
    driver.constant = !(scale[i] > 0);
    if (driver.constant) continue;
    driver.correlation = matrix[i][factors];
    driver.interval = fisher(driver.correlation, rows.size());
    driver.slope = beta[i] * (scale[factors] / scale[i]);
    for (size_t set = 0; set < of.size(); ++set) {
      if ((set >> i & 1) != 0) continue;
      size_t size = 0;
      for (size_t bits = set; bits != 0; bits &= bits - 1) ++size;
      driver.importance += weight[size] * (of[set | size_t{1} << i] - of[set]);
    }
    driver.importance = std::max(0.0, driver.importance);
    total += driver.importance;
  }
  for (Driver& driver : result.factors) driver.importance = total > 0 ? driver.importance / total : 0;
  return result;
}

}  // namespace canvass::metrics

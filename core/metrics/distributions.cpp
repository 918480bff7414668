#include "core/metrics/distributions.h"

#include <cmath>
#include <limits>

namespace canvass::metrics {

namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kSqrt2 = 1.41421356237309504880;
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// ln(Γ(a + ½) / Γ(a)). The logarithms of both would be large and nearly equal; their difference is not taken but
// expanded: DLMF 5.11.8 for both. Small a are moved up by Γ(a + 1) = a Γ(a).
double log_gamma_ratio(double a) {
  double shift = 1;
  for (; a < 20; a += 1) shift *= a / (a + 0.5);
  const double r = 1 / (a * a);
  const double series = (-1.0 / 8 + r * (1.0 / 192 + r * (-1.0 / 640 + r * (17.0 / 14336 + r * (-31.0 / 18432))))) / a;
  return 0.5 * std::log(a) + series + std::log(shift);
}

// What Student's t needs of the incomplete beta function Iₓ(a, b): a = df / 2, b = ½, x = df / (df + t²), y = 1 − x,
// each computed from t itself so that neither is a difference.
struct Beta {
  double a, x, y;
  double power;  // xᵃ yᵇ / B(a, b)
  double t2;     // t²/df is 0 or infinite for extreme t; logarithms are taken before
};

constexpr double kB = 0.5;

Beta beta_of(double t, double df) {
  Beta beta;
  beta.a = df / 2;
  beta.t2 = t * t;
  double log_x = 0;
  if (t * t <= df) {
    const double ratio = t * t / df;
    beta.x = 1 / (1 + ratio);
    beta.y = ratio / (1 + ratio);
    log_x = -std::log1p(ratio);
  } else {
    const double ratio = df / t / t;
    beta.x = ratio / (1 + ratio);
    beta.y = 1 / (1 + ratio);
    log_x = std::log(df) - 2 * std::log(t) - std::log1p(ratio);
  }
  // √y = t / √(df + t²), and B(a, ½) = √π Γ(a) / Γ(a + ½).
  beta.power = std::exp(beta.a * log_x + log_gamma_ratio(beta.a)) * std::sqrt(beta.y) / std::sqrt(kPi);
  return beta;
}

// I_y(½, a), the probability between −t and t, by DLMF 8.17.8: all terms are positive.
double central(const Beta& beta) {
  double term = 1, sum = 1;
  for (int n = 0; n < 100'000 && term > sum * 1e-17; ++n) {
    term *= (beta.a + kB + n) / (kB + 1 + n) * beta.y;
    sum += term;
  }
  return beta.power / kB * sum;
}

// Iₓ(a, ½), the probability outside −t … t, for |t| > 1: the even part of the continued fraction DLMF 8.17.22 (A. R.
// DiDonato, A. H. Morris, ACM TOMS 18(3), 1992, equation 9), which needs no difference of nearly equal numbers when a
// is large, evaluated by the modified method of W. J. Lentz (Applied Optics 15(3), 1976).
double outside(const Beta& beta) {
  const double a = beta.a, x = beta.x, y = beta.y;
  // λ = a y − b x, both over df + t².
  const double lambda = std::isinf(beta.t2) ? a : a * (beta.t2 - 1) / (2 * a + beta.t2);
  const auto b_of = [&](double n) {
    return n + n * (kB - n) * x / (a + 2 * n - 1) + (a + n) * (lambda + 1 + n * (1 + y)) / (a + 2 * n + 1);
  };
  double value = (lambda + 1) * a / (a + 1);
  double c = value, d = 0;
  for (int i = 1; i < 10'000; ++i) {
    const double n = i;
    // (a + n − 1) / (a + 2n − 1) is 0/0 for a = 1 and n = 0 only.
    const double over = a + 2 * n - 1;
    const double alpha = (a + n - 1) / over * ((a + kB + n - 1) / over) * n * (kB - n) * x * x;
    const double b = b_of(n);
    d = 1 / (b + alpha * d);
    c = b + alpha / c;
    const double factor = c * d;
    value *= factor;
    if (std::fabs(factor - 1) < 2e-16) break;
  }
  return beta.power / value;
}

double student_density(double t, double df) {
  return std::exp(log_gamma_ratio(df / 2) - (df + 1) / 2 * std::log1p(t / df * t)) / std::sqrt(df * kPi);
}

}  // namespace

double normal_cdf(double z) { return 0.5 * std::erfc(-z / kSqrt2); }

double normal_two_sided(double z) { return std::erfc(std::fabs(z) / kSqrt2); }

// M. J. Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied Statistics 37(3), 1988,
// routine PPND16: about 1 part in 10¹⁶.
double normal_quantile(double p) {
  if (!(p >= 0 && p <= 1)) return kNone;
  if (p == 0) return -kInfinity;
  if (p == 1) return kInfinity;
  const double q = p - 0.5;
  if (std::fabs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q *
           (((((((2.5090809287301226727e+3 * r + 3.3430575583588128105e+4) * r + 6.7265770927008700853e+4) * r +
                4.5921953931549871457e+4) *
                   r +
               1.3731693765509461125e+4) *
                  r +
              1.9715909503065514427e+3) *
                 r +
             1.3314166789178437745e+2) *
                r +
            3.3871328727963666080e+0) /
           (((((((5.2264952788528545610e+3 * r + 2.8729085735721942674e+4) * r + 3.9307895800092710610e+4) * r +
                2.1213794301586595867e+4) *
                   r +
               5.3941960214247511077e+3) *
                  r +
              6.8718700749205790830e+2) *
                 r +
             4.2313330701600911252e+1) *
                r +
            1.0);
  }
  double r = std::sqrt(-std::log(q < 0 ? p : 1 - p));
  double value = 0;
  if (r <= 5) {
    r -= 1.6;
    value = (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r +
                 1.27045825245236838258e+0) *
                    r +
                3.64784832476320460504e+0) *
                   r +
               5.76949722146069140550e+0) *
                  r +
              4.63033784615654529590e+0) *
                 r +
             1.42343711074968357734e+0) /
            (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r +
                 1.48103976427480074590e-1) *
                    r +
                6.89767334985100004550e-1) *
                   r +
               1.67638483018380384940e+0) *
                  r +
              2.05319162663775882187e+0) *
                 r +
             1.0);
  } else {
    r -= 5;
    value = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r +
                 2.65321895265761230930e-2) *
                    r +
                2.96560571828504891230e-1) *
                   r +
               1.78482653991729133580e+0) *
                  r +
              5.46378491116411436990e+0) *
                 r +
             6.65790464350110377720e+0) /
            (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r +
                 7.86869131145613259100e-4) *
                    r +
                1.48753612908506148525e-2) *
                   r +
               1.36929880922735805310e-1) *
                  r +
              5.99832206555887937690e-1) *
                 r +
             1.0);
  }
  return q < 0 ? -value : value;
}

double student_two_sided(double t, double df) {
  t = std::fabs(t);
  if (!(df > 0) || std::isnan(t)) return kNone;
  if (std::isinf(t)) return 0;
  if (std::isinf(df)) return normal_two_sided(t);
  if (t == 0) return 1;
  const Beta beta = beta_of(t, df);
  return t * t < 2 ? 1 - central(beta) : outside(beta);
}

double student_cdf(double t, double df) {
  if (!(df > 0) || std::isnan(t)) return kNone;
  if (t * t < 2 && std::isfinite(df)) {
    const double half = t == 0 ? 0 : central(beta_of(std::fabs(t), df)) / 2;
    return t < 0 ? 0.5 - half : 0.5 + half;
  }
  const double tail = student_two_sided(t, df) / 2;
  return t < 0 ? tail : 1 - tail;
}

double student_quantile(double p, double df) {
  if (!(p >= 0 && p <= 1) || !(df > 0)) return kNone;
  if (p == 0) return -kInfinity;
  if (p == 1) return kInfinity;
  if (std::isinf(df)) return normal_quantile(p);
  if (p == 0.5) return 0;
  const double tail = p < 0.5 ? p : 1 - p;
  // Newton's method on the logarithm of the tail, kept between bounds that are known to hold the answer.
  double low = 0, high = 1;
  while (student_two_sided(high, df) / 2 > tail) {
    low = high;
    high *= 2;
    if (std::isinf(high)) return p < 0.5 ? -kInfinity : kInfinity;
  }
  double t = (low + high) / 2;
  for (int step = 0; step < 100; ++step) {
    const double now = student_two_sided(t, df) / 2;
    (now > tail ? low : high) = t;
    double next = t + std::log(now / tail) * now / student_density(t, df);
    if (!(next > low && next < high)) next = low + (high - low) / 2;
    const double moved = std::fabs(next - t);
    t = next;
    if (moved <= 1e-15 * t) break;
  }
  return p < 0.5 ? -t : t;
}

}  // namespace canvass::metrics

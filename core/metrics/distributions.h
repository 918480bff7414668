// Probabilities of the distributions that intervals and tests rest on.
#pragma once

namespace canvass::metrics {

// P(Z ≤ z), and the z of a probability in 0…1 (exclusive).
double normal_cdf(double z);
double normal_quantile(double p);

// Student's t with `df` > 0 degrees of freedom, which need not be whole.
double student_cdf(double t, double df);
double student_quantile(double p, double df);

// Two-sided: P(|T| ≥ |t|).
double normal_two_sided(double z);
double student_two_sided(double t, double df);

}  // namespace canvass::metrics

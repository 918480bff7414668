// Scores of one respondent over the items of a standard questionnaire.
//
//   metrics::sus({4, 1, 5, 2, 5, 1, 4, 2, 3, 1});      // 85
//   metrics::umux_lite(6, 5);                          // 75
//   metrics::csi({{9, 10}, {6, 5}});                   // 81.48…
//
// An item that is not on its scale, or was not answered (0), leaves no score rather than a wrong one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace canvass::metrics {

// System Usability Scale, 0–100: ten items of 1–5; odd ones count value − 1, even ones 5 − value; the sum times 2.5.
// J. Brooke, "SUS: a quick and dirty usability scale", 1996.
constexpr size_t kSusItems = 10;
std::optional<double> sus(const int64_t (&items)[kSusItems]);

// UMUX-Lite, 0–100: two items of 1–7; (a − 1 + b − 1) / 12 × 100, without the regression to SUS.
// J. Lewis, B. Utesch, D. Maher, "UMUX-LITE: when there's no time for the SUS", CHI 2013.
std::optional<double> umux_lite(int64_t capabilities, int64_t ease);

// The mean of items that were answered, each from `min` to `max`; none when none was. `count` of them.
std::optional<double> mean_item(const int64_t* items, size_t count, int64_t min, int64_t max);

// SUPR-Q, 1–5: the mean of seven items of 1–5 and the likelihood to recommend, 0–10, halved.
// J. Sauro, "SUPR-Q: a comprehensive measure of the quality of the website user experience", Journal of Usability
// Studies 10(2), 2015.
constexpr size_t kSuprqItems = 7;
std::optional<double> suprq(const int64_t (&items)[kSuprqItems], int64_t recommend);

// One aspect of a customer satisfaction index, both from 1 to 10.
struct Aspect {
  int64_t satisfaction = 0;
  int64_t importance = 0;
};

// Customer satisfaction index, 0–100: satisfactions (s − 1) / 9 × 100, weighted by importance. Aspects of which either
// was not answered do not count; none when that is all of them. N. Hill, J. Brierley, R. MacDougall, "How to Measure
// Customer Satisfaction", 2003, on the 0–100 scale of the ACSI.
std::optional<double> csi(const Aspect* aspects, size_t count);

// The same without weights: every aspect answered counts as much (C. Fornell et al., "The American Customer
// Satisfaction Index", Journal of Marketing 60(4), 1996, with equal weights).
std::optional<double> csi_unweighted(const Aspect* aspects, size_t count);

}  // namespace canvass::metrics

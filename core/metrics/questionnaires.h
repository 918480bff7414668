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

// Its four factors, each the mean of two items; none of a factor of which either was not answered. `items` are two on
// usability, two on trust, two on appearance and the one on loyalty, beside which the halved recommendation stands.
struct SuprqFactors {
  std::optional<double> usability, trust, appearance, loyalty;
};
SuprqFactors suprq_factors(const int64_t (&items)[kSuprqItems], int64_t recommend);

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

// The letter and the word for a SUS score. docs/metrics.md has the cut-offs: letters by J. Sauro, J. R. Lewis,
// "Quantifying the User Experience", 2nd edition, 2016 (curved grading scale); words by A. Bangor, P. Kortum, J.
// Miller, Journal of Usability Studies 4(3), 2009.
const char* sus_grade(double score);      // "A+", "A", "A-", "B+", … "F"
const char* sus_adjective(double score);  // "excellent", "good", "ok", "poor", …

// The SUS that a regression on other people's data estimates: 0.65 × UMUX-Lite + 22.9 (Lewis, Utesch, Maher, CHI 2013,
// equation with UMUX-Lite on 0–100). Only on request: it fits the systems it was fitted to.
double sus_from_umux_lite(double umux_lite);

// Earned growth rate, in per cent: net revenue retention + earned new − 100. `nrr`: this year's revenue of those who
// were customers a year ago, in % of theirs then; `earned_new`: revenue of customers who came by recommendation, in %
// of last year's. F. Reichheld, D. Darnell, M. Burns, "Net Promoter 3.0", Harvard Business Review, November 2021.
double earned_growth_rate(double nrr, double earned_new);

// The same from accounts: revenue of a year ago, of the same customers now, of new customers who were referred.
// None when there was no revenue.
std::optional<double> earned_growth_rate(double revenue_before, double revenue_retained, double revenue_referred);

}  // namespace canvass::metrics

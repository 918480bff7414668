// How far people come: shown, started, completed, how long it takes them, and at which question they leave.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/base/json.h"
#include "core/report/survey.h"

namespace canvass::report {

// Responses that reached each stage.
std::array<int64_t, kStages> stage_counts(const Survey& survey);

// The survey's "funnel".
Json funnel_json(const Survey& survey);

// Of numbers in any order, which it leaves in another: the one below which the share `p` of them lies, between two
// neighbours in proportion (R. J. Hyndman, Y. Fan, The American Statistician 50(4), 1996, definition 7). At least one.
double quantile(std::vector<double>& numbers, double p);

}  // namespace canvass::report

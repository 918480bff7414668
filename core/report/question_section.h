// What was answered to every question of a survey, also those without a score.
#pragma once

#include "core/base/json.h"
#include "core/report/names.h"
#include "core/report/survey.h"

namespace canvass::report {

// The survey's "questions".
Json questions_json(const Survey& survey, const Names& names);

// Each whole number of an item's scale with how many gave it; empty for what has no scale.
Json distribution_json(const Item& item);

}  // namespace canvass::report

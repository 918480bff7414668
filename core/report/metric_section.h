// The score of an entry with everything that says how to read it.
#pragma once

#include "core/base/json.h"
#include "core/report/names.h"
#include "core/report/query.h"
#include "core/report/score.h"

namespace canvass::report {

// Adds "metric", "value", "interval", "needed", "distribution", … and what only this metric has.
void put_metric(Json& entry, const Survey& survey, const Scored& scored, const Query& query, const Names& names);

// The same for a survey without a score: the fields are there and say nothing.
void put_no_metric(Json& entry, const Survey& survey);

// "enps", "npsB2b", "agree7", "effort5", or empty.
std::string_view variant_of(const Scored& scored, const Survey& survey, const Names& names);

}  // namespace canvass::report

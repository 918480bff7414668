// Two periods that were asked for, held against each other.
#pragma once

#include "core/base/json.h"
#include "core/report/query.h"
#include "core/report/score.h"

namespace canvass::report {

// The entry's "compare"; null when nothing is to be compared.
Json compare_json(const Survey& survey, const Scored& scored, const Query& query);

}  // namespace canvass::report

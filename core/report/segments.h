// Who: the score of each group of respondents, and whether it really differs from the others'.
#pragma once

#include "core/base/json.h"
#include "core/report/query.h"
#include "core/report/score.h"

namespace canvass::report {

// The entry's "segments". All comparisons of the entry are corrected for together; where there are two groups, either
// against the rest is the same comparison, and counts once.
Json segments_json(const Survey& survey, const Scored& scored, const Query& query);

}  // namespace canvass::report

// How a score goes on, period by period.
#pragma once

#include "core/base/json.h"
#include "core/report/query.h"
#include "core/report/score.h"

namespace canvass::report {

// More periods than this would be asked for by mistake: of ten years every day is there, of more the next longer period
// takes its place, until they are no more than this. Of years, those without answers are left out instead.
constexpr size_t kPeriods = 4000;

// The shortest period that gives at most 26, and where those had fewer than five answers each, the next longer one as
// long as there are at least three of it.
Every automatic_every(const Survey& survey, const Scored& scored);

// The entry's "trend", oldest first; `every` becomes what was used.
Json trend_json(const Survey& survey, const Scored& scored, Every& every);

}  // namespace canvass::report

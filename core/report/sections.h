// The sections of a survey's report as JSON, in the shapes of docs/report.md. Each is a file of its own and knows
// nothing but the survey's data and what is asked for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/metrics/benchmarks.h"
#include "core/metrics/interval.h"
#include "core/report/names.h"
#include "core/report/query.h"
#include "core/report/survey.h"
#include "core/report/tags.h"

namespace canvass::report {

struct Context {
  const Query& query;
  const Names& names;
  const Tags& tags;
  const metrics::Benchmarks& benchmarks;
};

// All entries of one survey: one for each scored question, the main one first with everything about the survey.
std::vector<Json> survey_entries(const Survey& survey, const Context& context);

// The main score of a survey: the item that its first entry is about; nullptr when it has none.
const Item* main_item(const Survey& survey);

}  // namespace canvass::report

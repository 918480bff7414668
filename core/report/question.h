// What a report is asked for as people write it: options of the command line, parameters of an address, members of a
// JSON object. All have the same names and the same grammar, which is here and nowhere else.
//
//   Question question{.survey = "nps", .by = {"plan,locale"}, .since = "30d"};
//   Problem problem;
//   std::optional<Query> query = query_of(question, report, problem);
//   if (!query) { … problem.pointer is "/since", problem.message what is wrong with it … }
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/problem.h"
#include "core/base/time.h"
#include "core/report/query.h"
#include "core/report/report.h"

namespace canvass::report {

struct Question {
  std::string survey = {};
  std::vector<std::string> by = {};  // each one name, or several with commas between; "*": all there are
  std::string every = {};            // "day", "week", "month", "quarter", "year"
  std::string compare = {};          // two periods: "2026-W10..2026-W11"
  std::string since = {};  // from the start of a period or day, from a time, or a duration before the last event
  std::string until = {};  // to the end of a period or day, before a time, or before a duration before it
  bool sus_estimate = false;
};

// None with what is wrong in `problem`. A duration counts back from the last event of `report`; when that has none,
// it leaves nothing out.
std::optional<Query> query_of(const Question& question, const Report& report, Problem& problem);

// {"survey":"nps","by":["plan"],"every":"week","compare":"…","since":"…","until":"…","susEstimate":true}, all optional.
std::optional<Question> question_from_json(const Json& json, Problem& problem);

}  // namespace canvass::report

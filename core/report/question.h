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

// An end of the time that is asked for.
struct Moment {
  std::string text = {};  // as it was written; empty: not given
  std::optional<TimeMs> time = {};
  std::optional<TimeMs> before_last = {};  // how long before the last event, instead
};

// A question that makes sense, while the time of the last event is not known yet.
struct Asked {
  Query query;
  Moment since, until;
};

// None with what is wrong in `problem`, whose pointer names the member: "/since".
std::optional<Asked> understand(const Question& question, Problem& problem);

// `last`: the time of the last event. A duration counts back from it; when there is none, it leaves nothing out.
std::optional<Query> query_of(const Asked& asked, std::optional<TimeMs> last, Problem& problem);

// Both at once, of what `report` holds.
std::optional<Query> query_of(const Question& question, const Report& report, Problem& problem);

// {"survey":"nps","by":["plan"],"every":"week","compare":"…","since":"…","until":"…","susEstimate":true}, all optional.
std::optional<Question> question_from_json(const Json& json, Problem& problem);

}  // namespace canvass::report

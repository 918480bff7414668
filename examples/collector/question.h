// What is asked of a report, from the parameters of an address: as docs/report.md has the options of the command line.
#pragma once

#include <httplib.h>

#include <optional>

#include "core/base/problem.h"
#include "core/report/question.h"

namespace canvass::collector {

// None when they make no sense; `problem` says why.
std::optional<report::Question> question_of(const httplib::Params& params, Problem& problem);

}  // namespace canvass::collector

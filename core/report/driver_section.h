// Why: the factors of a score, and which of them moves it.
#pragma once

#include "core/base/json.h"
#include "core/report/names.h"
#include "core/report/score.h"

namespace canvass::report {

// The main entry's "factors": of SUPR-Q its four, of a satisfaction index its aspects, and those that own statements
// name; empty when there are none.
Json factors_json(const Survey& survey, const Scored& scored, const Names& names);

// The main entry's "drivers": of SUPR-Q its four factors, of a satisfaction index its aspects, else own factors, else
// the rows of the matrix beside the score. Null without any, or with too few complete responses.
Json drivers_json(const Survey& survey, const Scored& scored, const Names& names);

}  // namespace canvass::report

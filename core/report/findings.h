// What the numbers of an entry say, in sentences: is it real, who, why, and what next.
#pragma once

#include "core/base/json.h"

namespace canvass::report {

constexpr size_t kFindings = 8;  // at most

// The main entry's "findings", made from its other fields, the most useful first. Only what is real is told as a fact.
Json findings_json(const Json& entry);

}  // namespace canvass::report

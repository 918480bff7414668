// What the numbers of an entry say, in sentences: is it real, who, why, and what next.
#pragma once

#include "core/base/json.h"

namespace canvass::report {

constexpr size_t kFindings = 8;  // at most

// The main entry's "findings", made from its other fields, the most useful first and what to do next last. Only what
// is real after correction is told as a fact.
Json findings_json(const Json& entry);

// Puts the finding of the report's "support" among those of the entry whose satisfaction it is about.
void add_support_finding(Json& entry, const Json& support);

}  // namespace canvass::report

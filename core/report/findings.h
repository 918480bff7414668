// What the numbers of an entry say, in sentences: is it real, who, why, and what next.
#pragma once

#include <string_view>

#include "core/base/json.h"

namespace canvass::report {

constexpr size_t kFindings = 8;  // at most

// The main entry's "findings", made from its other fields, the most useful first and what to do next last. Only what
// is real after correction is told as a fact.
Json findings_json(const Json& entry);

// Puts the finding of the report's "support" among those of the entry whose satisfaction it is about.
void add_support_finding(Json& entry, const Json& support);

// The same of the report's "struggle": what those score lowest who hit it, if that is real.
void add_struggle_finding(Json& entry, const Json& struggle);

// The "findings" of a journey, made from its other fields, the worst first. What kind of way it is meant to be decides
// what is bad about it: of a routine every effort, of a joyride only what lets people down, of a trek that it is not
// predictable, of an odyssey that people are lost (A. Gopaldas, A. Siebert, "What You're Getting Wrong About Customer
// Journeys", Harvard Business Review, July 2022).
Json journey_findings_json(const Json& journey);

// How its effort is read, in one sentence: what is wanted of a way of that kind. Empty: of none that is known.
const char* effort_of(std::string_view kind);

}  // namespace canvass::report

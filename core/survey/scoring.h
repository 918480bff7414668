// What the answers of one response score together, as events and conditions have it.
//
//   const Json all = scores(session, course.asked);     // {"suprq":4.19,"loyalty":4.5, …, "factors":{"speed":2}}
#pragma once

#include <optional>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/survey/session.h"

namespace canvass::survey {

// An object: the name of the survey's scoring and of what belongs to it → the value over the answers to `questions`,
// and "factors", an object: every factor that statements name → the mean of those answered. What has too few answers
// for a value is not in it.
CANVASS_APART Json scores(const Session& session, QuestionSet questions);

// One of them, or of the factors; none when it has no value.
CANVASS_APART std::optional<Json> score_of(const Session& session, QuestionSet questions, std::string_view name);

}  // namespace canvass::survey

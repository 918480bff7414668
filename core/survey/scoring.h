// What the answers of one response score together, as events and conditions have it.
//
//   const Json all = scores(session, course.asked);     // {"suprq":4.19,"loyalty":4.5,"trust":4, …}
#pragma once

#include "core/base/json.h"
#include "core/survey/session.h"

namespace canvass::survey {

// An object: the name of the survey's scoring, and of every factor of its statements → the value over the answers to
// `questions`. What has too few answers for a value is not in it; nothing is when the survey has no scoring.
Json scores(const Session& session, QuestionSet questions);

}  // namespace canvass::survey

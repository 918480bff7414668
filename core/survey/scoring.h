// What the answers of one response score together, as events and conditions have it.
//
//   const Json all = scores(session, course.asked);     // {"nps":9}
#pragma once

#include "core/base/json.h"
#include "core/survey/session.h"

namespace canvass::survey {

// An object: the name of a metric → its value over the answers to `questions`. Empty when the survey has no scoring,
// or too little of it was answered.
Json scores(const Session& session, QuestionSet questions);

}  // namespace canvass::survey

#include "core/survey/scoring.h"

namespace canvass::survey {

Json scores(const Session& session, QuestionSet questions) {
  Json out = Json::object();
  const config::Survey& survey = *session.survey;
  if (survey.scoring.empty()) return out;
  for (size_t i = 0; i < survey.questions.size(); ++i) {
    const Json& answer = session.replies[i].answer;
    // A metric with a kind of question of its own is the answer to that.
    if (survey.questions[i].kind->name != survey.scoring || (questions & question_bit(i)) == 0) continue;
    if (!answer.is_null()) out[survey.scoring] = answer;
  }
  return out;
}

}  // namespace canvass::survey

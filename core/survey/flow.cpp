#include "core/survey/flow.h"

#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/survey/scoring.h"

namespace canvass::survey {

using config::Rule;
using logic::Subject;

namespace {

const Json* variable(const Course& course, std::string_view name) {
  for (const auto& [other, value] : course.variables) {
    if (other == name) return &value;
  }
  return nullptr;
}

// The first question from `question` on that is asked at all.
size_t pass_over(const Session& session, const Course& course, size_t question, const logic::Facts& around) {
  const Vector<config::Question>& questions = session.survey->questions;
  const SessionFacts facts(session, course, around);
  for (; question < questions.size(); ++question) {
    const std::optional<logic::Condition>& show_if = questions[question].show_if;
    if ((course.skipped & question_bit(question)) == 0 && (!show_if || holds(*show_if, facts))) return question;
  }
  return kNone;
}

// Runs the rules of a question that is on the course. `foreseeing`: of a question not answered yet nobody knows what
// its conditions will say; where one decides about the way, the next question is the best guess.
Target run_rules(const Session& session, Course& course, size_t question, const logic::Facts& around, bool foreseeing) {
  const SessionFacts facts(session, course, around);
  const bool open = foreseeing && session.replies[question].answer.is_null();
  bool undecided = false;
  for (const Rule& rule : session.survey->questions[question].rules) {
    const bool jumps = rule.action == Rule::Action::kGoTo || rule.action == Rule::Action::kEnd;
    if (open && (rule.when || (jumps && undecided))) {
      undecided |= jumps;
      continue;
    }
    if (rule.when && !holds(*rule.when, facts)) continue;
    QuestionSet targets = 0;
    for (const size_t target : rule.questions) targets |= question_bit(target);
    switch (rule.action) {
      case Rule::Action::kGoTo:
        return {rule.questions[0], config::kDefaultEnding};
      case Rule::Action::kEnd:
        return {kNone, rule.ending};
      case Rule::Action::kSkip:
        course.skipped |= targets;
        break;
      case Rule::Action::kRequire:
        course.required |= targets;
        break;
      case Rule::Action::kSet:
        for (const auto& [name, value] : rule.variables) {
          for (auto& [other, current] : course.variables) {
            if (other == name) current = value;
          }
        }
        break;
    }
  }
  return {question + 1, config::kDefaultEnding};
}

Target follow(const Session& session, Course& course, size_t question, const logic::Facts& around, bool foreseeing) {
  course.asked |= question_bit(question);
  Target target = run_rules(session, course, question, around, foreseeing);
  if (target.question != kNone) target.question = pass_over(session, course, target.question, around);
  return target;
}

}  // namespace

std::optional<Json> SessionFacts::value(Subject subject, std::string_view name) const {
  const config::Survey& survey = *session_.survey;
  const Json* found = nullptr;
  switch (subject) {
    case Subject::kAnswer:
    case Subject::kCategory: {
      const std::optional<size_t> index = question_index(survey, name);
      if (!index || (course_.asked & question_bit(*index)) == 0) return std::nullopt;
      const config::Question& question = survey.questions[*index];
      const Json& answer = session_.replies[*index].answer;
      if (answer.is_null()) return std::nullopt;
      if (subject == Subject::kAnswer) {
        if (words_ == nullptr) return question.kind->plain(question, answer);
        return Json(question.kind->spell(question, answer, *words_));
      }
      Json properties = json_object();
      question.kind->score(question, answer, properties);
      const Json* category = find(properties, "category");
      return category == nullptr ? std::nullopt : std::optional<Json>(*category);
    }
    case Subject::kScore:
      return score_of(session_, course_.asked, name);
    case Subject::kHidden:
      found = find(session_.fields, name);
      break;
    case Subject::kVariable:
      found = variable(course_, name);
      break;
    case Subject::kProperty:
      found = find(session_.properties, name);
      break;
    default:
      return around_.value(subject, name);
  }
  return found == nullptr ? std::nullopt : std::optional<Json>(*found);
}

Course course_of(const Session& session, const logic::Facts& around) {
  Course course;
  course.variables = session.survey->variables;
  for (const size_t question : session.path) {
    course.asked |= question_bit(question);
    run_rules(session, course, question, around, false);
  }
  if (session.on_question()) course.asked |= question_bit(session.step);
  return course;
}

Target enter(const Session& session, const Course& course, const logic::Facts& around) {
  return {pass_over(session, course, 0, around), config::kDefaultEnding};
}

Target leave(const Session& session, Course& course, size_t question, const logic::Facts& around) {
  return follow(session, course, question, around, false);
}

QuestionSet ahead_of(const Session& session, const Course& course, const logic::Facts& around) {
  if (session.place == Place::kEnd) return 0;
  Course foreseen = course;
  QuestionSet ahead = 0;
  size_t question = session.on_question() ? follow(session, foreseen, session.step, around, true).question
                                          : enter(session, course, around).question;
  // Validation has refused loops; what is stored may come from another configuration.
  while (question != kNone && (foreseen.asked & question_bit(question)) == 0) {
    ahead |= question_bit(question);
    question = follow(session, foreseen, question, around, true).question;
  }
  return ahead;
}

bool is_required(const Session& session, const Course& course, size_t question) {
  return session.survey->questions[question].required || (course.required & question_bit(question)) != 0;
}

QuestionSet answered_of(const Session& session, QuestionSet questions) {
  QuestionSet answered = 0;
  for (size_t i = 0; i < session.replies.size(); ++i) {
    if (!session.replies[i].answer.is_null()) answered |= question_bit(i);
  }
  return answered & questions;
}

size_t count_of(QuestionSet questions) {
  size_t count = 0;
  for (; questions != 0; questions &= questions - 1) ++count;
  return count;
}

}  // namespace canvass::survey

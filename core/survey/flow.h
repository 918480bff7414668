// Which question comes next: conditions and rules, evaluated over what has been answered on the way.
//
//   Course course = course_of(session, around);        // what the rules on the way so far have done
//   if (!fault_of(session, course, session.step)) {
//     const Target target = leave(session, course, session.step, around);
//     if (target.question == kNone) … the end …
//   }
//
// A course is made anew from the way whenever it is needed, so going back undoes what rules did. **What is not on the
// way is absent**: a question passed over, or answered on a branch that was not taken after all, counts for nothing.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "core/base/vector.h"
#include "core/config/locale.h"
#include "core/logic/condition.h"
#include "core/survey/session.h"

namespace canvass::survey {

constexpr size_t kNone = SIZE_MAX;

struct Course {
  QuestionSet asked = 0;     // the questions on the way, the one on screen included
  QuestionSet skipped = 0;   // by rules
  QuestionSet required = 0;  // by rules
  Vector<std::pair<std::string, Json>> variables;
};

struct Target {
  size_t question = kNone;  // kNone: the end
  size_t ending = config::kDefaultEnding;
};

// Answers, categories, hidden fields, variables, scores and event properties; for everything else it asks `around`.
// With `words`, answers are as sentences have them rather than as conditions do.
class SessionFacts final : public logic::Facts {
 public:
  SessionFacts(const Session& session, const Course& course, const logic::Facts& around,
               const config::Words* words = nullptr)
      : session_(session), course_(course), around_(around), words_(words) {}

  std::optional<Json> value(logic::Subject subject, std::string_view name) const override;

 private:
  const Session& session_;
  const Course& course_;
  const logic::Facts& around_;
  const config::Words* words_;
};

Course course_of(const Session& session, const logic::Facts& around);

// The first question.
Target enter(const Session& session, const Course& course, const logic::Facts& around);

// Where leaving `question` forwards leads; its rules are applied to `course`.
Target leave(const Session& session, Course& course, size_t question, const logic::Facts& around);

// The questions still to come, as far as can be foreseen: those not yet answered are taken to lead on in order.
QuestionSet ahead_of(const Session& session, const Course& course, const logic::Facts& around);

// Whether the question must be answered: says it itself, or a rule.
bool is_required(const Session& session, const Course& course, size_t question);

// The questions of a set whose answers count.
QuestionSet answered_of(const Session& session, QuestionSet questions);

size_t count_of(QuestionSet questions);

}  // namespace canvass::survey

// What visitors answered to a survey's scored question, and when: for sections that hold the scores of some visitors
// against those of others, such as those who hit a dead button against those who did not.
//
//   const VisitorScores scores(survey);                   // of main_item(survey)
//   Tally hit, all = scores.tally_latest();
//   for (uint32_t visitor : who_hit) {
//     if (const VisitorAnswer* answer = scores.latest(visitor)) hit.add(scores.scored(), answer->value, 1);
//   }
//   if (auto d = compare(scores.scored(), without(all, hit), hit)) json = to_json(*d, adjusted_p);
//
// Visitors are the numbers of Response::visitor; answers of nobody in particular are left out. It keeps nothing of the
// survey it was made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/report/key.h"
#include "core/report/score.h"
#include "core/report/survey.h"

namespace canvass::report {

struct VisitorAnswer {
  uint32_t visitor = 0;
  TimeMs time = kNoTime;  // of the answer, else of its response; kNoTime: not known
  double value = 0;
};

// Consecutive answers of one visitor, the earliest first.
struct VisitorAnswers {
  const VisitorAnswer* first = nullptr;
  const VisitorAnswer* last = nullptr;  // one beyond
  const VisitorAnswer* begin() const { return first; }
  const VisitorAnswer* end() const { return last; }
  bool empty() const { return first == last; }
};

class VisitorScores {
 public:
  VisitorScores() = default;
  explicit VisitorScores(const Survey& survey);  // of its main score
  VisitorScores(const Survey& survey, const Scored& scored);

  bool empty() const { return answers_.empty(); }
  const std::string& survey() const { return survey_; }  // its id
  const std::string& question() const { return question_; }

  // How answers make a number. It has no `item` and no `answers`: for Tally::add(), compare(), estimate(), to_json().
  const Scored& scored() const { return scored_; }

  VisitorAnswers of(uint32_t visitor) const;
  const VisitorAnswer* latest(uint32_t visitor) const;  // nullptr: never answered
  Tally tally_latest() const;                           // of everybody's latest answer

  // All answers, by visitor and then by time. Answers without a time come first; at the same time the higher value is
  // the later one, so no order of lines matters.
  const std::vector<VisitorAnswer>& answers() const { return answers_; }

 private:
  void take(const Survey& survey, const Scored& scored);

  std::string survey_, question_;
  Scored scored_;
  std::vector<VisitorAnswer> answers_;
};

// "survey", "question", "metric", "unit", "range" and "better" of the scores, or null each.
void put_whose(Json& json, const VisitorScores* scores);

}  // namespace canvass::report

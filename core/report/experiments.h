// The log of experiments: of each hypothesis in the configuration, the number that it should move, before the change
// and after it, with the difference and whether chance alone could have made it.
//
//   Experiments experiments(plan, query, ways, activity, persons);
//   experiments.add_survey(survey);                       // each survey of the report
//   Json list = experiments.json();                       // docs/report.md
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/report/activity.h"
#include "core/report/journeys.h"
#include "core/report/plan.h"
#include "core/report/query.h"
#include "core/report/score.h"
#include "core/report/survey.h"

namespace canvass::report {

// Fewer page views, visitors, answers or attempts than this on one side are too little to say anything.
constexpr int64_t kEnough = 30;

// What experiments are held against.
struct Evidence {
  const std::vector<Way>& ways;
  const Activity& activity;
  const std::vector<uint32_t>& persons;                     // by visitor
  const std::vector<std::pair<uint32_t, TimeMs>>& tickets;  // persons who asked support, and when
};

class Experiments {
 public:
  Experiments(const Plan& plan, const Query& query) : plan_(plan), query_(query) {}

  // Takes the answers that an experiment is about.
  void add_survey(const Survey& survey);
  Json json(const Evidence& evidence) const;

 private:
  struct Answers {
    Scored scored;
    std::vector<std::pair<TimeMs, double>> values;
  };

  const Plan& plan_;
  const Query& query_;
  std::map<std::string, Answers, std::less<>> answers_;  // by what the experiment calls it
};

}  // namespace canvass::report

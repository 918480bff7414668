#include "core/report/funnel.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "core/report/course.h"
#include "core/report/score.h"

namespace canvass::report {

namespace {

Json rate(int64_t part, int64_t whole) {
  // An export without the events of one stage says nothing about its share.
  if (whole == 0 || part > whole) return nullptr;
  Json json = json_object();
  put_share(json, part, whole);
  json["value"] = json["share"];
  json.erase("share");
  return json;
}

Json times(const Survey& survey, Stage from, Stage to) {
  std::vector<double> taken;
  for (const Response& response : survey.responses) {
    const std::optional<TimeMs> start = response.at[from], end = response.at[to];
    if (start && end && *end >= *start) taken.push_back(static_cast<double>(*end - *start));
  }
  if (taken.empty()) return nullptr;
  return {{"n", taken.size()}, {"median", quantile(taken, 0.5)}, {"p90", quantile(taken, 0.9)}};
}

struct Asked {
  const Item* item = nullptr;  // the first that asks it
  int64_t answered = 0, reached = 0, left = 0;
};

Json questions(const Survey& survey) {
  const Course course = course_of(survey);
  std::vector<Asked> asked;
  for (const Item* item : course.questions) asked.push_back({item});
  // How far each response came: the last question it answered or left at, counted from 1.
  std::vector<uint32_t> furthest(survey.responses.size()), counted(survey.responses.size(), kNone);
  for (uint32_t question = 0; question < asked.size(); ++question) {
    for (size_t i = 0; i < survey.items.size(); ++i) {
      if (course.of_item[i] != question) continue;
      for (const Answer& answer : survey.items[i].answers) {
        if (counted[answer.response] == question) continue;
        counted[answer.response] = question;
        ++asked[question].answered;
        furthest[answer.response] = std::max(furthest[answer.response], question + 1);
      }
    }
  }
  std::vector<int64_t> ends(asked.size() + 1);
  for (size_t i = 0; i < survey.responses.size(); ++i) {
    const Response& response = survey.responses[i];
    if (response.left_at < course.of_item.size() && (response.reached(kDismissed) || response.reached(kAbandoned))) {
      const uint32_t question = course.of_item[response.left_at];
      if (question != kNone) {
        ++asked[question].left;
        furthest[i] = std::max(furthest[i], question + 1);
      }
    }
    ++ends[furthest[i]];
  }
  int64_t reached = 0;
  for (size_t question = asked.size(); question-- > 0;) asked[question].reached = reached += ends[question + 1];

  Json result = Json::array();
  for (const Asked& question : asked) {
    Json json = {{"question", question.item->question}, {"kind", question.item->kind}, {"answered", question.answered},
                 {"reached", question.reached},         {"left", question.left},       {"share", nullptr}};
    if (question.reached > 0) {
      json["share"] = 100.0 * static_cast<double>(question.left) / static_cast<double>(question.reached);
    }
    result.push_back(std::move(json));
  }
  return result;
}

}  // namespace

std::array<int64_t, kStages> stage_counts(const Survey& survey) {
  std::array<int64_t, kStages> counts{};
  for (const Response& response : survey.responses) {
    for (uint8_t stage = 0; stage < kStages; ++stage) counts[stage] += response.reached(static_cast<Stage>(stage));
  }
  return counts;
}

Json funnel_json(const Survey& survey) {
  const std::array<int64_t, kStages> counts = stage_counts(survey);
  return {{"shown", counts[kShown]},
          {"started", counts[kStarted]},
          {"completed", counts[kCompleted]},
          {"dismissed", counts[kDismissed]},
          {"abandoned", counts[kAbandoned]},
          {"responseRate", rate(counts[kStarted], counts[kShown])},
          {"completionRate", rate(counts[kCompleted], counts[kStarted])},
          {"timeToAnswer", times(survey, kShown, kStarted)},
          {"duration", times(survey, kShown, kCompleted)},
          {"questions", questions(survey)}};
}

double quantile(std::vector<double>& numbers, double p) {
  const double at = static_cast<double>(numbers.size() - 1) * p;
  const auto below = static_cast<std::ptrdiff_t>(std::floor(at));
  const auto middle = numbers.begin() + below;
  std::nth_element(numbers.begin(), middle, numbers.end());
  const double low = *middle;
  if (middle + 1 == numbers.end()) return low;
  const double high = *std::min_element(middle + 1, numbers.end());
  return low + (at - static_cast<double>(below)) * (high - low);
}

}  // namespace canvass::report

#include "core/report/visitor_scores.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/report/sections.h"

namespace canvass::report {

VisitorScores::VisitorScores(const Survey& survey) {
  survey_ = survey.id;
  const Item* main = main_item(survey);
  if (!main) return;
  for (const Scored& scored : scored_items(survey)) {
    if (scored.item != main) continue;
    take(survey, scored);
    return;
  }
}

VisitorScores::VisitorScores(const Survey& survey, const Scored& scored) {
  survey_ = survey.id;
  take(survey, scored);
}

void VisitorScores::take(const Survey& survey, const Scored& scored) {
  question_ = scored.item->question;
  scored_ = scored;
  scored_.item = nullptr;
  scored_.answers.clear();
  answers_.reserve(scored.item->answers.size());
  for (const Answer& answer : scored.item->answers) {
    const Response& response = survey.responses[answer.response];
    if (response.visitor == kNone) continue;
    const std::optional<TimeMs> time = answer.time ? answer.time : response.time;
    answers_.push_back({response.visitor, time.value_or(kNoTime), answer.value});
  }
  std::sort(answers_.begin(), answers_.end(), [](const VisitorAnswer& a, const VisitorAnswer& b) {
    return std::tie(a.visitor, a.time, a.value) < std::tie(b.visitor, b.time, b.value);
  });
}

VisitorAnswers VisitorScores::of(uint32_t visitor) const {
  const auto before = [](const VisitorAnswer& answer, uint32_t number) { return answer.visitor < number; };
  const auto first = std::lower_bound(answers_.begin(), answers_.end(), visitor, before);
  auto last = first;
  while (last != answers_.end() && last->visitor == visitor) ++last;
  const VisitorAnswer* data = answers_.data();
  return {data + (first - answers_.begin()), data + (last - answers_.begin())};
}

const VisitorAnswer* VisitorScores::latest(uint32_t visitor) const {
  const VisitorAnswers answers = of(visitor);
  return answers.empty() ? nullptr : answers.last - 1;
}

Tally VisitorScores::tally_latest() const {
  std::vector<double> values;
  for (size_t i = 0; i < answers_.size(); ++i) {
    const bool last = i + 1 == answers_.size() || answers_[i + 1].visitor != answers_[i].visitor;
    if (last) values.push_back(answers_[i].value);
  }
  return tally_of(scored_, std::move(values));
}

void put_whose(Json& json, const VisitorScores* scores) {
  const bool known = scores && !scores->empty();
  json["survey"] = known ? Json(scores->survey()) : Json(nullptr);
  json["question"] = known ? Json(scores->question()) : Json(nullptr);
  json["metric"] = known ? Json(scores->scored().metric) : Json(nullptr);
  const Measure measure = known ? scores->scored().measure : Measure::kMean;
  const char* unit = measure == Measure::kNps ? "points" : measure == Measure::kShare ? "percent" : "mean";
  json["unit"] = known ? Json(unit) : Json(nullptr);
  json["range"] = known ? Json{scores->scored().low, scores->scored().high} : Json(nullptr);
  json["better"] = known ? Json(scores->scored().lower_is_better ? "lower" : "higher") : Json(nullptr);
}

}  // namespace canvass::report

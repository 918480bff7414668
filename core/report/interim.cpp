// Stands in for the sections until they are there.
#include <algorithm>
#include <map>

#include "core/metrics/ces.h"
#include "core/metrics/nps.h"
#include "core/report/sections.h"
#include "core/report/support.h"

namespace canvass::metrics {
const Benchmarks& builtin_benchmarks() {
  static const Benchmarks none;
  return none;
}
}  // namespace canvass::metrics

namespace canvass::report {

using namespace metrics;

namespace {

bool is_scored(const Item& item) { return item.type == Kind::kNps || item.type == Kind::kCes; }

Json percent(const Interval& interval) { return Json::array({100 * interval.low, 100 * interval.high}); }

int64_t count_of(const Item& item, int64_t value) {
  return std::count_if(item.answers.begin(), item.answers.end(),
                       [&](const Answer& answer) { return answer.value == static_cast<double>(value); });
}

void put_nps(Json& entry, const Item& item) {
  NpsCounts counts;
  for (const Answer& answer : item.answers) {
    const auto category = *nps_category(static_cast<int64_t>(answer.value));
    ++(category == NpsCategory::kPromoter  ? counts.promoters
       : category == NpsCategory::kPassive ? counts.passives
                                           : counts.detractors);
  }
  entry["counts"] = {{"promoters", counts.promoters}, {"passives", counts.passives}, {"detractors", counts.detractors}};
  entry["intervals"] = nullptr;
  if (counts.total() == 0) return;
  entry["value"] =
      100.0 * static_cast<double>(counts.promoters - counts.detractors) / static_cast<double>(counts.total());
  entry["se"] = 100 * nps(counts).se;
  entry["intervals"] = {{"wald", percent(nps_wald(counts))},
                        {"adjustedWald", percent(nps_adjusted_wald(counts))},
                        {"score", percent(nps_score(counts))}};
}

void put_ces(Json& entry, const Item& item) {
  CesCounts counts(item.ces);
  for (const Answer& answer : item.answers) counts.add(static_cast<int64_t>(answer.value));
  const int64_t easy = counts.total(CesCategory::kEasy);
  entry["variant"] = name(counts.variant);
  entry["direction"] = direction(counts.variant);
  entry["counts"] = {{"easy", easy},
                     {"neutral", counts.total(CesCategory::kNeutral)},
                     {"difficult", counts.total(CesCategory::kDifficult)}};
  entry["sd"] = nullptr;
  entry["easy"] = nullptr;
  if (counts.total() == 0) return;
  const Ces score = ces(counts);
  entry["value"] = score.mean;
  entry["easy"] = 100.0 * static_cast<double>(easy) / static_cast<double>(counts.total());
  if (counts.total() < 2) return;
  entry["sd"] = score.sd;
  entry["se"] = score.se;
}

Json verbatims(const Survey& survey, const Item* scored) {
  Json result = Json::array();
  for (const Text& text : survey.newest) {
    Json item = {{"text", text.text}, {"question", text.question}};
    item["score"] = nullptr;
    item["category"] = nullptr;
    item["timestamp"] = text.time ? Json(format_iso8601(*text.time)) : Json(nullptr);
    if (scored) {
      for (const Answer& answer : scored->answers) {
        if (answer.response != text.response) continue;
        const auto value = static_cast<int64_t>(answer.value);
        item["score"] = value;
        item["category"] =
            scored->type == Kind::kNps ? name(*nps_category(value)) : name(*ces_category(scored->ces, value));
      }
    }
    result.push_back(std::move(item));
  }
  return result;
}

Json entry_of(const Survey& survey, const std::string& id, const Item* scored) {
  Json entry = {{"id", id}, {"survey", survey.id}};
  entry["metric"] = nullptr;
  entry["question"] = nullptr;
  entry["value"] = nullptr;
  entry["se"] = nullptr;
  entry["n"] = 0;
  entry["rejected"] = survey.rejected;
  entry["distribution"] = Json::array();
  if (scored) {
    entry["metric"] = scored->type == Kind::kNps ? "nps" : "ces";
    entry["question"] = scored->question;
    entry["n"] = scored->answers.size();
    entry["rejected"] = scored->rejected;
    for (auto value = static_cast<int64_t>(scored->min); value <= static_cast<int64_t>(scored->max); ++value) {
      entry["distribution"].push_back({{"value", value}, {"count", count_of(*scored, value)}});
    }
    scored->type == Kind::kNps ? put_nps(entry, *scored) : put_ces(entry, *scored);
  }
  constexpr const char* kStageNames[] = {"shown", "started", "completed", "dismissed", "abandoned"};
  for (uint8_t stage = 0; stage < kStages; ++stage) {
    entry[kStageNames[stage]] =
        std::count_if(survey.responses.begin(), survey.responses.end(),
                      [&](const Response& response) { return response.reached(static_cast<Stage>(stage)); });
  }
  if (!survey.stage.empty()) entry["stage"] = survey.stage;
  if (!survey.touchpoint.empty()) entry["touchpoint"] = survey.touchpoint;
  entry["verbatimCount"] = survey.text_count;
  entry["verbatims"] = verbatims(survey, scored);
  return entry;
}

}  // namespace

const Item* main_item(const Survey& survey) {
  for (const Item& item : survey.items) {
    if (is_scored(item)) return &item;
  }
  return nullptr;
}

std::vector<Json> survey_entries(const Survey& survey, const Context&) {
  std::vector<Json> result;
  std::vector<std::string> ids;
  for (const Item& item : survey.items) {
    if (!is_scored(item)) continue;
    std::string id = survey.id;
    if (!ids.empty()) {
      id += '/' + item.question;
      if (std::find(ids.begin(), ids.end(), id) != ids.end()) {
        id += std::string("/") + (item.type == Kind::kNps ? "nps" : name(item.ces));
      }
    }
    ids.push_back(id);
    result.push_back(entry_of(survey, id, &item));
  }
  if (result.empty()) result.push_back(entry_of(survey, survey.id, nullptr));
  return result;
}

Json support_json(const Tickets&, const People&, const Survey*, const Item*, const Query&) { return nullptr; }

}  // namespace canvass::report

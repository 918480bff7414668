#include "core/report/sections.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/metrics/ces.h"
#include "core/report/benchmark_section.h"
#include "core/report/compare.h"
#include "core/report/driver_section.h"
#include "core/report/findings.h"
#include "core/report/funnel.h"
#include "core/report/metric_section.h"
#include "core/report/question_section.h"
#include "core/report/score.h"
#include "core/report/segments.h"
#include "core/report/tag_section.h"
#include "core/report/themes.h"
#include "core/report/trend.h"

namespace canvass::report {

namespace {

// The score that each response gave, and the group it is in.
class ScoreOf {
 public:
  ScoreOf(const Survey& survey, const Scored* scored) : scored_(scored) {
    if (scored) answer_ = answer_by_response(survey, *scored->item);
  }

  std::optional<double> score(uint32_t response) const {
    if (response >= answer_.size() || answer_[response] == kNone) return std::nullopt;
    return scored_->item->answers[answer_[response]].value;
  }
  const char* group(uint32_t response) const {
    const std::optional<double> value = score(response);
    return value ? category(*scored_, *value) : nullptr;
  }
  Json score_json(uint32_t response) const {
    const std::optional<double> value = score(response);
    return value ? number_json(*value) : Json(nullptr);
  }
  Json group_json(uint32_t response) const {
    const char* name = group(response);
    return name ? Json(name) : Json(nullptr);
  }

 private:
  const Scored* scored_;
  std::vector<uint32_t> answer_;  // by response
};

// What tells two scored questions of the same name apart.
std::string word(const Scored& scored) {
  if (scored.item->type == Kind::kCes) return metrics::name(scored.item->ces);
  if (scored.item->type != Kind::kRating) return scored.metric;
  return std::string(scored.metric) + std::to_string(static_cast<int64_t>(scored.item->max));
}

// The first entry has the survey's own id; the others add their question to it, and what tells them apart where a
// question of that name had several.
std::vector<std::string> entry_ids(const Survey& survey, const std::vector<Scored>& scored) {
  std::vector<std::string> ids;
  for (const Scored& one : scored) {
    std::string id = survey.id;
    const auto taken = [&] { return std::find(ids.begin(), ids.end(), id) != ids.end(); };
    if (!ids.empty()) id += '/' + one.question;
    if (taken()) id += '/' + word(one);
    const std::string base = id;
    for (int next = 2; taken(); ++next) id = base + '/' + std::to_string(next);
    ids.push_back(std::move(id));
  }
  if (ids.empty()) ids.push_back(survey.id);
  return ids;
}

Json verbatims_json(const Survey& survey, const ScoreOf& scores, const Tags& tags) {
  Json result = Json::array();
  for (const Text& text : survey.newest.empty() ? survey.texts : survey.newest) {
    if (result.size() == kVerbatims) break;
    Json json = {{"text", text.text}, {"question", text.question}};
    json["score"] = scores.score_json(text.response);
    json["category"] = scores.group_json(text.response);
    json["timestamp"] = text.time ? time_json(*text.time) : Json(nullptr);
    json["response"] = nullptr;
    json["tags"] = Json::array();
    if (text.response < survey.responses.size() && !survey.responses[text.response].id.empty()) {
      const std::string& id = survey.responses[text.response].id;
      json["response"] = id;
      if (const std::vector<std::string>* marked = tags.of(survey.id, id, text.question)) json["tags"] = *marked;
    }
    result.push_back(std::move(json));
  }
  return result;
}

// Quotes have the group of their response; here they get its score as well.
void put_quote_scores(Json& themes, const Survey& survey, const ScoreOf& scores) {
  std::unordered_map<std::string_view, uint32_t> quoted;  // id → response
  const auto each = [&](const auto& act) {
    for (Json& theme : themes) {
      if (!theme.contains("quotes")) continue;
      for (Json& quote : theme["quotes"]) act(quote);
    }
  };
  each([&](Json& quote) { quoted.emplace(string_at(quote, "response"), kNone); });
  for (uint32_t i = 0; !quoted.empty() && i < survey.responses.size(); ++i) {
    if (survey.responses[i].id.empty()) continue;
    if (const auto found = quoted.find(survey.responses[i].id); found != quoted.end()) found->second = i;
  }
  each([&](Json& quote) { quote["score"] = scores.score_json(quoted[string_at(quote, "response")]); });
}

void put_themes(Json& entry, const Survey& survey, const ScoreOf& scores) {
  Json found = themes_json(survey, [&](uint32_t response) { return scores.group(response); });
  put_quote_scores(found["themes"], survey, scores);
  entry["themes"] = std::move(found["themes"]);
  entry["themesOf"] = std::move(found["themesOf"]);
}

// What is about the whole survey.
void put_survey(Json& entry, const Survey& survey, const Scored* scored, const ScoreOf& scores,
                const Context& context) {
  entry["funnel"] = funnel_json(survey);
  entry["questions"] = questions_json(survey, context.names);
  put_themes(entry, survey, scores);
  entry["tags"] = tags_json(survey, context.tags, [&](uint32_t response) { return scores.group(response); });
  if (scored) {
    Json factors = factors_json(survey, *scored, context.names);
    if (!factors.empty()) entry["factors"] = std::move(factors);
    entry["drivers"] = drivers_json(survey, *scored, context.names);
  }
}

Json entry_json(const Survey& survey, const std::string& id, const Scored* scored, bool main, const Context& context) {
  Json entry = {{"id", id}, {"survey", survey.id}, {"main", main}};
  const std::string_view preset = context.names.preset(survey.id);
  entry["preset"] = preset.empty() ? Json(nullptr) : Json(preset);
  const std::array<int64_t, kStages> stages = stage_counts(survey);
  entry["shown"] = stages[kShown];
  entry["started"] = stages[kStarted];
  entry["completed"] = stages[kCompleted];
  entry["dismissed"] = stages[kDismissed];
  entry["abandoned"] = stages[kAbandoned];
  if (!survey.stage.empty()) entry["stage"] = survey.stage;
  if (!survey.touchpoint.empty()) entry["touchpoint"] = survey.touchpoint;

  entry["trend"] = Json::array();
  entry["segments"] = Json::array();
  for (const char* field : {"every", "compare", "drivers", "benchmark"}) entry[field] = nullptr;
  if (scored) {
    put_metric(entry, survey, *scored, context.query, context.names);
    Every every = context.query.every ? *context.query.every : automatic_every(survey, *scored);
    entry["trend"] = trend_json(survey, *scored, every);
    entry["every"] = name(every);
    entry["compare"] = compare_json(survey, *scored, context.query);
    entry["segments"] = segments_json(survey, *scored, context.query);
    entry["benchmark"] = benchmark_json(*scored, variant_of(*scored, survey, context.names), context.benchmarks);
  } else {
    put_no_metric(entry, survey);
  }

  const ScoreOf scores(survey, scored);
  entry["verbatimCount"] = survey.text_count;
  entry["verbatims"] = verbatims_json(survey, scores, context.tags);
  if (main) {
    put_survey(entry, survey, scored, scores, context);
    entry["findings"] = findings_json(entry);
  }
  return entry;
}

}  // namespace

std::vector<Json> survey_entries(const Survey& survey, const Context& context) {
  const std::vector<Scored> scored = scored_items(survey);
  const std::vector<std::string> ids = entry_ids(survey, scored);
  std::vector<Json> entries;
  for (size_t i = 0; i < ids.size(); ++i) {
    entries.push_back(entry_json(survey, ids[i], scored.empty() ? nullptr : &scored[i], i == 0, context));
  }
  return entries;
}

}  // namespace canvass::report

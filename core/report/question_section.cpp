#include "core/report/question_section.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/report/course.h"
#include "core/report/funnel.h"
#include "core/report/score.h"

namespace canvass::report {

namespace {

void put_moments(Json& json, const Item& item) {
  const metrics::Moments moments = moments_of(item);
  Json score = to_json(moments);
  json["mean"] = std::move(score["value"]);
  json["sd"] = moments.n > 1 ? Json(moments.sd()) : Json(nullptr);
  json["interval"] = std::move(score["interval"]);
}

void put_label(Json& json, std::string_view label, const char* field = "label") {
  if (!label.empty()) json[field] = label;
}

Json option_json(const Survey& survey, const Names& names, const Item& item, std::string_view value, int64_t count) {
  Json json = {{"value", value}, {"count", count}};
  put_share(json, count, static_cast<int64_t>(item.answers.size()));
  put_label(json, names.part(survey.id, item.question, value));
  return json;
}

// The options, most frequent first.
Json choice_json(const Survey& survey, const Names& names, const Item& item) {
  std::vector<int64_t> sets(item.choices.size());
  for (const Answer& answer : item.answers) {
    const auto set = static_cast<size_t>(answer.value);
    if (answer.value >= 0 && set < sets.size()) ++sets[set];
  }
  std::vector<std::pair<std::string_view, int64_t>> named;
  for (size_t i = 0; i < sets.size(); ++i) {
    for (const std::string& option : item.choices[i]) named.emplace_back(option, sets[i]);
  }
  std::sort(named.begin(), named.end());
  std::vector<std::pair<std::string_view, int64_t>> options;
  for (const auto& [option, count] : named) {
    if (options.empty() || options.back().first != option) options.emplace_back(option, 0);
    options.back().second += count;
  }
  std::stable_sort(options.begin(), options.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  Json result = Json::array();
  for (const auto& [option, count] : options) result.push_back(option_json(survey, names, item, option, count));
  return result;
}

Json yesno_json(const Survey& survey, const Names& names, const Item& item) {
  int64_t yes = 0;
  for (const Answer& answer : item.answers) yes += answer.value != 0;
  Json result = Json::array();
  result.push_back(option_json(survey, names, item, "yes", yes));
  result.push_back(option_json(survey, names, item, "no", static_cast<int64_t>(item.answers.size()) - yes));
  return result;
}

void put_number(Json& json, const Item& item) {
  put_moments(json, item);
  for (const char* field : {"median", "min", "max"}) json[field] = nullptr;
  if (item.answers.empty()) return;
  std::vector<double> values;
  values.reserve(item.answers.size());
  for (const Answer& answer : item.answers) values.push_back(answer.value);
  const auto [min, max] = std::minmax_element(values.begin(), values.end());
  json["min"] = number_json(*min);
  json["max"] = number_json(*max);
  json["median"] = number_json(quantile(values, 0.5));
}

Json row_json(const Survey& survey, const Names& names, const Item& item) {
  Json json = {{"row", item.row}, {"answered", item.answers.size()}};
  put_label(json, names.part(survey.id, item.question, item.row));
  put_moments(json, item);
  if (item.type == Kind::kMatrix) {
    json["distribution"] = distribution_json(item);
  } else {
    json["first"] =
        std::count_if(item.answers.begin(), item.answers.end(), [](const Answer& answer) { return answer.value == 1; });
  }
  return json;
}

bool has_rows(const Item& item) { return item.type == Kind::kMatrix || item.type == Kind::kRank; }

// Rows of one question; on another scale they are another one.
bool same_question(const Item& a, const Item& b) {
  return a.question == b.question && a.type == b.type && (a.type == Kind::kRank || (a.min == b.min && a.max == b.max));
}

// A question that asks for several things, from its first row on.
Json with_rows(const Survey& survey, const Names& names, size_t first) {
  const Item& question = survey.items[first];
  std::vector<bool> seen(survey.responses.size());
  int64_t answered = 0, rejected = 0;
  Json rows = Json::array();
  for (size_t i = first; i < survey.items.size(); ++i) {
    const Item& item = survey.items[i];
    if (!same_question(question, item)) continue;
    for (const Answer& answer : item.answers) {
      answered += !seen[answer.response];
      seen[answer.response] = true;
    }
    rejected += item.rejected;
    rows.push_back(row_json(survey, names, item));
  }
  return {{"answered", answered}, {"rejected", rejected}, {"rows", std::move(rows)}};
}

Json without_rows(const Survey& survey, const Names& names, const Item& item) {
  Json json = {{"answered", item.answers.size()}, {"rejected", item.rejected}};
  switch (item.type) {
    case Kind::kNps:
    case Kind::kCes:
    case Kind::kCsat:
    case Kind::kRating:
      put_moments(json, item);
      json["distribution"] = distribution_json(item);
      if (item.type == Kind::kCes) {
        json["variant"] = metrics::name(item.ces);
        json["direction"] = metrics::direction(item.ces);
      }
      break;
    case Kind::kNumber:
      put_number(json, item);
      break;
    case Kind::kYesNo:
      json["options"] = yesno_json(survey, names, item);
      break;
    case Kind::kChoice:
      json["options"] = choice_json(survey, names, item);
      break;
    case Kind::kMatrix:
    case Kind::kRank:
    case Kind::kText:
    case Kind::kScore:
    case Kind::kOther:
      break;
  }
  return json;
}

}  // namespace

Json distribution_json(const Item& item) {
  Json result = Json::array();
  int64_t low = static_cast<int64_t>(item.min), high = static_cast<int64_t>(item.max);
  if (item.type == Kind::kNps) {
    low = 0;
    high = 10;
  } else if (item.type == Kind::kCes) {
    low = 1;
    high = metrics::ces_points(item.ces);
  } else if (item.type == Kind::kCsat) {
    low = 1;
    high = 5;
  }
  if (low >= high || high - low > 100) return result;
  std::vector<int64_t> counts(static_cast<size_t>(high - low + 1));
  for (const Answer& answer : item.answers) {
    const double at = answer.value - static_cast<double>(low);
    if (at >= 0 && at < static_cast<double>(counts.size())) ++counts[static_cast<size_t>(at)];
  }
  for (size_t i = 0; i < counts.size(); ++i) {
    result.push_back({{"value", low + static_cast<int64_t>(i)}, {"count", counts[i]}});
  }
  return result;
}

Json questions_json(const Survey& survey, const Names& names) {
  const Course course = course_of(survey);
  std::vector<size_t> order;
  for (uint32_t question = 0; question < course.questions.size(); ++question) {
    for (size_t i = 0; i < survey.items.size(); ++i) {
      if (course.of_item[i] == question) order.push_back(i);
    }
  }
  Json result = Json::array();
  for (const size_t i : order) {
    const Item& item = survey.items[i];
    if (has_rows(item) && std::any_of(survey.items.begin(), survey.items.begin() + static_cast<std::ptrdiff_t>(i),
                                      [&](const Item& other) { return same_question(other, item); })) {
      continue;
    }
    Json json = has_rows(item) ? with_rows(survey, names, i) : without_rows(survey, names, item);
    json["question"] = item.question;
    json["kind"] = item.kind;
    put_label(json, names.question(survey.id, item.question), "title");
    result.push_back(std::move(json));
  }
  return result;
}

}  // namespace canvass::report

// Surveys made by hand, for the tests of the report's sections.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/report/sections.h"

namespace canvass::report {

constexpr TimeMs kNewYear = 1'767'225'600'000;  // 2026-01-01T00:00:00Z, a Thursday

// Responses 0, 1, 2, …, each at its own time of `day`s after New Year, which started and completed.
inline Survey survey_of(size_t responses, TimeMs apart = kMinute) {
  Survey survey;
  survey.id = "s";
  for (size_t i = 0; i < responses; ++i) {
    Response response;
    response.id = "r" + std::to_string(i);
    response.time = kNewYear + static_cast<TimeMs>(i) * apart;
    response.stages = 1u << kShown | 1u << kStarted | 1u << kCompleted;
    survey.responses.push_back(std::move(response));
  }
  return survey;
}

inline Item item_of(Kind type, std::string kind, std::string question, double min, double max) {
  Item item;
  item.type = type;
  item.kind = std::move(kind);
  item.question = std::move(question);
  item.min = min;
  item.max = max;
  return item;
}

inline Item nps_item(std::string question = "score") { return item_of(Kind::kNps, "nps", std::move(question), 0, 10); }
inline Item csat_item(std::string question = "happy") {
  return item_of(Kind::kCsat, "csat", std::move(question), 1, 5);
}
inline Item ces_item(metrics::CesVariant variant, std::string question = "ease") {
  Item item = item_of(Kind::kCes, "ces", std::move(question), 1, metrics::ces_points(variant));
  item.ces = variant;
  return item;
}
inline Item rating_item(double points, std::string question = "stars") {
  return item_of(Kind::kRating, "rating", std::move(question), 1, points);
}
inline Item score_item(std::string name) { return item_of(Kind::kScore, "score", std::move(name), 0, 0); }
inline Item row_item(std::string question, std::string row, double points) {
  Item item = item_of(Kind::kMatrix, "matrix", std::move(question), 1, points);
  item.row = std::move(row);
  return item;
}

// Answers of the responses 0, 1, 2, ….
inline Item answered(Item item, const std::vector<double>& values, uint32_t first = 0) {
  for (const double value : values) {
    item.answers.push_back({first, value, kNewYear + first * kMinute});
    ++first;
  }
  return item;
}

inline std::vector<double> times(const std::vector<std::pair<double, int>>& values) {
  std::vector<double> result;
  for (const auto& [value, count] : values) result.insert(result.end(), static_cast<size_t>(count), value);
  return result;
}

// A survey of one question that responses 0, 1, 2, … answered.
inline Survey survey_with(Item item, const std::vector<double>& values, TimeMs apart = kMinute) {
  Survey survey = survey_of(values.size(), apart);
  survey.items.push_back(answered(std::move(item), values));
  return survey;
}

struct Asked {
  Query query = {};
  Names names = {};
  Tags tags = {};
  metrics::Benchmarks benchmarks = {};
};

inline std::vector<Json> entries_of(const Survey& survey, const Asked& asked = {}) {
  return survey_entries(survey, {asked.query, asked.names, asked.tags, asked.benchmarks});
}
inline Json entry_of(const Survey& survey, const Asked& asked = {}) { return entries_of(survey, asked)[0]; }

inline double real(const Json& json) {
  REQUIRE(json.is_number());
  return json.get<double>();
}

}  // namespace canvass::report

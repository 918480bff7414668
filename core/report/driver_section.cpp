#include "core/report/driver_section.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/hash.h"
#include "core/metrics/drivers.h"

namespace canvass::report {

namespace {

constexpr std::string_view kOwn = "factors.";
constexpr std::string_view kSuprq[] = {"usability", "trust", "loyalty", "appearance"};

struct Factor {
  const Item* item = nullptr;
  std::string name;
  std::string label = {};
  double max = 0;
};

bool is(const Scored& scored, std::string_view metric) { return scored.metric == metric; }

const Item* find_item(const Survey& survey, Kind type, std::string_view question, std::string_view row = {}) {
  for (const Item& item : survey.items) {
    if (item.type == type && item.question == question && item.row == row) return &item;
  }
  return nullptr;
}

double most(const Item& item) {
  if (item.max > item.min) return item.max;
  double result = item.answers.empty() ? 0 : item.answers[0].value;
  for (const Answer& answer : item.answers) result = std::max(result, answer.value);
  return result;
}

std::vector<Factor> suprq_factors(const Survey& survey, const Names& names) {
  std::vector<Factor> result;
  for (const std::string_view name : kSuprq) {
    const Item* item = find_item(survey, Kind::kScore, name);
    if (item) result.push_back({item, std::string(name), std::string(names.part(survey.id, "", name)), 5});
  }
  return result;
}

std::vector<Factor> own_factors(const Survey& survey, const Names& names) {
  std::vector<Factor> result;
  for (const Item& item : survey.items) {
    if (item.type != Kind::kScore || std::string_view(item.question).substr(0, kOwn.size()) != kOwn) continue;
    const std::string_view name = std::string_view(item.question).substr(kOwn.size());
    const std::string_view label = names.part(survey.id, "", name);
    result.push_back({&item, item.question, std::string(label.empty() ? name : label), most(item)});
  }
  return result;
}

std::vector<Factor> rows_of(const Survey& survey, const Names& names, std::string_view question) {
  std::vector<Factor> result;
  const Item* first = nullptr;
  for (const Item& item : survey.items) {
    if (item.type != Kind::kMatrix || item.question != question) continue;
    if (!first) first = &item;
    // On another scale it is another question.
    if (item.min != first->min || item.max != first->max) continue;
    result.push_back({&item, item.row, std::string(names.part(survey.id, question, item.row)), item.max});
  }
  return result;
}

// The first matrix with few enough rows.
std::vector<Factor> matrix_factors(const Survey& survey, const Names& names) {
  std::string_view tried;
  for (const Item& item : survey.items) {
    if (item.type != Kind::kMatrix || item.question == tried) continue;
    tried = item.question;
    std::vector<Factor> rows = rows_of(survey, names, item.question);
    if (rows.size() <= metrics::kMaxFactors) return rows;
  }
  return {};
}

std::vector<Factor> driving_factors(const Survey& survey, const Scored& scored, const Names& names) {
  if (is(scored, "suprq")) return suprq_factors(survey, names);
  if (is(scored, "csi")) return rows_of(survey, names, "satisfaction");
  std::vector<Factor> own = own_factors(survey, names);
  if (!own.empty()) return own;
  if (is(scored, "nps") || is(scored, "csat") || is(scored, "ces") || is(scored, "rating")) {
    return matrix_factors(survey, names);
  }
  return {};
}

// Mean importance of an aspect, as people stated it.
Json stated_importance(const Survey& survey, const std::string& aspect) {
  const Item* item = find_item(survey, Kind::kMatrix, "importance", aspect);
  return item && !item->answers.empty() ? Json(moments_of(*item).mean) : Json(nullptr);
}

// The values of complete responses, row by row: the factors, and the outcome last.
std::vector<double> complete_values(const Survey& survey, const std::vector<const Item*>& items) {
  std::vector<uint8_t> answered(survey.responses.size());
  for (const Item* item : items) {
    for (const Answer& answer : item->answers) ++answered[answer.response];
  }
  std::vector<uint32_t> row_of(survey.responses.size(), kNone);
  uint32_t rows = 0;
  for (size_t i = 0; i < answered.size(); ++i) {
    if (answered[i] == items.size()) row_of[i] = rows++;
  }
  std::vector<double> values(rows * items.size());
  for (size_t column = 0; column < items.size(); ++column) {
    for (const Answer& answer : items[column]->answers) {
      const uint32_t row = row_of[answer.response];
      if (row != kNone) values[row * items.size() + column] = answer.value;
    }
  }
  return values;
}

// In an order that is the same for the same rows: sums of fractions come out alike only when added in one order.
std::vector<std::vector<double>> complete_rows(const Survey& survey, const std::vector<const Item*>& items) {
  const std::vector<double> values = complete_values(survey, items);
  const size_t columns = items.size();
  std::vector<std::pair<uint64_t, size_t>> order(values.size() / columns);
  for (size_t row = 0; row < order.size(); ++row) {
    uint64_t hash = 0;
    for (size_t column = 0; column < columns; ++column) {
      uint64_t bits = 0;
      std::memcpy(&bits, &values[row * columns + column], sizeof bits);
      hash = mix_bits(hash ^ bits) + 0x9e3779b97f4a7c15u;
    }
    order[row] = {hash, row};
  }
  std::sort(order.begin(), order.end());
  std::vector<std::vector<double>> rows;
  rows.reserve(order.size());
  for (const auto& [hash, row] : order) {
    const double* first = &values[row * columns];
    rows.emplace_back(first, first + columns);
  }
  return rows;
}

}  // namespace

Json factors_json(const Survey& survey, const Scored& scored, const Names& names) {
  Json result = Json::array();
  const auto add = [&](const Factor& factor, Json json) {
    json["name"] = factor.name;
    if (!factor.label.empty()) json["label"] = factor.label;
    result.push_back(std::move(json));
  };
  if (is(scored, "csi")) {
    for (const Factor& aspect : rows_of(survey, names, "satisfaction")) {
      Item index = *aspect.item;  // on 0…100, as the whole
      for (Answer& answer : index.answers) answer.value = (answer.value - 1) / 9 * 100;
      Json json = to_json(moments_of(index));
      json["importance"] = stated_importance(survey, aspect.name);
      add(aspect, std::move(json));
    }
  }
  std::vector<Factor> factors;
  if (is(scored, "suprq")) factors = suprq_factors(survey, names);
  for (Factor& own : own_factors(survey, names)) factors.push_back(std::move(own));
  for (const Factor& factor : factors) {
    add(factor, to_json(moments_of(*factor.item)));
  }
  return result;
}

Json drivers_json(const Survey& survey, const Scored& scored, const Names& names) {
  const std::vector<Factor> factors = driving_factors(survey, scored, names);
  if (factors.empty() || factors.size() > metrics::kMaxFactors) return nullptr;
  std::vector<const Item*> items;
  for (const Factor& factor : factors) items.push_back(factor.item);
  items.push_back(scored.item);
  const std::vector<std::vector<double>> rows = complete_rows(survey, items);
  const std::optional<metrics::Drivers> drivers = metrics::drivers(rows, factors.size());
  if (!drivers) return nullptr;

  std::vector<size_t> order(factors.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return drivers->factors[a].importance > drivers->factors[b].importance; });
  Json list = Json::array();
  for (const size_t i : order) {
    const metrics::Driver& driver = drivers->factors[i];
    metrics::Moments moments;
    for (const std::vector<double>& row : rows) moments.add(row[i]);
    Json json = {{"name", factors[i].name}, {"n", rows.size()},    {"mean", moments.mean},
                 {"correlation", nullptr},  {"interval", nullptr}, {"importance", driver.importance},
                 {"slope", nullptr},        {"potential", nullptr}};
    if (!driver.constant) {
      json["correlation"] = driver.correlation;
      json["interval"] = to_json(driver.interval, "fisherZ");
      json["slope"] = driver.slope;
      json["potential"] = driver.slope * (factors[i].max - moments.mean);
    }
    if (!factors[i].label.empty()) json["label"] = factors[i].label;
    if (is(scored, "csi")) json["stated"] = stated_importance(survey, factors[i].name);
    list.push_back(std::move(json));
  }
  const std::string outcome = scored.question.empty() ? scored.metric : scored.question;
  return {
      {"outcome", outcome}, {"n", drivers->n}, {"r2", drivers->r2}, {"method", "lmg"}, {"factors", std::move(list)}};
}

}  // namespace canvass::report

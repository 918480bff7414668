#include "core/metrics/benchmarks.h"

#include <initializer_list>
#include <optional>
#include <utility>

#include "core/base/json.h"
#include "core/base/number.h"

namespace canvass::metrics {

namespace {

// Results that can be held against a table, with the ends of their scale.
struct Metric {
  std::string_view name;
  double low, high;
};

constexpr Metric kMetrics[] = {{"nps", -100, 100}, {"ces", 1, 7},   {"csat", 0, 100},     {"rating", 0, 10},
                               {"seq", 1, 7},      {"sus", 0, 100}, {"umuxLite", 0, 100}, {"suprq", 0.875, 5},
                               {"csi", 0, 100},    {"pmf", 0, 100}};
constexpr std::string_view kMetricNames =
    "\"nps\", \"ces\", \"csat\", \"rating\", \"seq\", \"sus\", \"umuxLite\", "
    "\"suprq\", \"csi\", \"pmf\"";

const Metric* metric_of(std::string_view name) {
  for (const Metric& metric : kMetrics) {
    if (metric.name == name) return &metric;
  }
  return nullptr;
}

void error(Problems& problems, const std::string& pointer, std::string message) {
  problems.errors.push_back({pointer, std::move(message)});
}

void warn(Problems& problems, const std::string& pointer, std::string message) {
  problems.warnings.push_back({pointer, std::move(message)});
}

std::string escaped(std::string_view key) {
  std::string text;
  for (const char c : key) {
    if (c == '~') {
      text += "~0";
    } else if (c == '/') {
      text += "~1";
    } else {
      text += c;
    }
  }
  return text;
}

// Members that mean nothing here are most likely misspelt.
void check_members(const Json& object, const std::string& pointer, std::initializer_list<std::string_view> known,
                   Problems& problems) {
  for (auto member = object.begin(); member != object.end(); ++member) {
    const std::string& key = member.key();
    bool found = false;
    for (const std::string_view name : known) found = found || name == key;
    if (found) continue;
    std::string names;
    for (const std::string_view name : known) names += (names.empty() ? "\"" : ", \"") + std::string(name) + '"';
    warn(problems, pointer + '/' + escaped(key), "unknown member, which is ignored; here there are " + names);
  }
}

// A number as people write it: 100 rather than 100.0.
std::string written(double value) {
  std::string text = format_double(value);
  if (text.size() > 2 && text.compare(text.size() - 2, 2, ".0") == 0) text.resize(text.size() - 2);
  return text;
}

std::optional<Benchmark> parse_row(const Json& row, const std::string& pointer, const Metric& metric,
                                   const Metric& scale, Problems& problems) {
  if (!row.is_object()) {
    error(problems, pointer, "expected an object such as {\"name\": \"Software\", \"value\": 36}");
    return std::nullopt;
  }
  check_members(row, pointer, {"name", "value"}, problems);
  Benchmark benchmark;
  benchmark.name = string_at(row, "name");
  if (benchmark.name.empty()) {
    error(problems, pointer + "/name", "expected a text that says whose score this is; the row is left out");
    return std::nullopt;
  }
  const Json* value = find(row, "value");
  if (value == nullptr || !value->is_number()) {
    error(problems, pointer + "/value", "expected a number; the row is left out");
    return std::nullopt;
  }
  benchmark.value = value->get<double>();
  if (!(benchmark.value >= scale.low && benchmark.value <= scale.high)) {
    error(problems, pointer + "/value",
          written(benchmark.value) + " is not on the scale of " + std::string(metric.name) + ", " + written(scale.low) +
              " to " + written(scale.high) + "; the row is left out");
    return std::nullopt;
  }
  return benchmark;
}

std::optional<BenchmarkTable> parse_table(const Json& json, const std::string& pointer, Problems& problems) {
  if (!json.is_object()) {
    error(problems, pointer, "expected an object with \"metric\", \"title\", \"source\", \"year\" and \"rows\"");
    return std::nullopt;
  }
  check_members(json, pointer, {"metric", "variant", "title", "source", "year", "rows"}, problems);
  BenchmarkTable table;
  table.metric = string_at(json, "metric");
  const Metric* metric = metric_of(table.metric);
  if (metric == nullptr) {
    error(problems, pointer + "/metric", "expected one of " + std::string(kMetricNames) + "; the table is left out");
    return std::nullopt;
  }
  Metric scale = *metric;
  table.variant = string_at(json, "variant");
  if (const Json* variant = find(json, "variant"); variant != nullptr && !variant->is_string()) {
    error(problems, pointer + "/variant", "expected a text; the table is left out");
    return std::nullopt;
  }
  bool known = table.variant.empty();
  std::string_view variants;
  if (table.metric == "ces") {
    // The two run in opposite directions: a table that does not say which cannot be compared with anything.
    known = table.variant == "agree7" || table.variant == "effort5";
    variants = "\"agree7\" or \"effort5\"";
    if (table.variant == "effort5") scale.high = 5;
  } else if (table.metric == "nps") {
    known = known || table.variant == "enps" || table.variant == "npsB2b";
    variants = "\"enps\", \"npsB2b\" or none";
  } else {
    variants = "none: this metric has no variants";
  }
  if (!known) {
    error(problems, pointer + "/variant", "expected " + std::string(variants) + "; the table is left out");
    return std::nullopt;
  }
  table.title = string_at(json, "title");
  if (table.title.empty()) {
    error(problems, pointer + "/title", "expected a text that says what the table compares; the table is left out");
    return std::nullopt;
  }
  table.source = string_at(json, "source");
  if (table.source.empty()) {
    warn(problems, pointer + "/source", "a benchmark of unknown source cannot be judged; say where it is from");
  }
  if (const std::optional<int64_t> year = integer_at(json, "year"); year && *year >= 1900 && *year <= 2200) {
    table.year = static_cast<int>(*year);
  } else {
    warn(problems, pointer + "/year", "expected the year of the numbers, such as 2024; old ones mislead");
  }
  const Json* rows = find(json, "rows");
  if (rows == nullptr || !rows->is_array()) {
    error(problems, pointer + "/rows", "expected a list of {\"name\", \"value\"}; the table is left out");
    return std::nullopt;
  }
  for (size_t i = 0; i < rows->size(); ++i) {
    const std::string at = pointer + "/rows/" + std::to_string(i);
    if (auto row = parse_row((*rows)[i], at, *metric, scale, problems)) table.rows.push_back(std::move(*row));
  }
  if (table.rows.empty()) {
    warn(problems, pointer + "/rows", "no row can be used; the table is left out");
    return std::nullopt;
  }
  return table;
}

BenchmarkTable by_industry(std::string variant) {
  return {.metric = "nps",
          .variant = std::move(variant),
          .title = "B2B NPS by industry",
          .source = "CustomerGauge, NPS Benchmarks Report",
          .year = 2020,
          .rows = {{"Healthcare", 58},
                   {"Energy", 58},
                   {"Manufacturing", 49},
                   {"Finance", 44},
                   {"Consumer goods", 41},
                   {"IT", 40},
                   {"Logistics", 38},
                   {"Software", 36},
                   {"Wholesale", 34},
                   {"Telecom", 31}}};
}

}  // namespace

Benchmarks parse_benchmarks(std::string_view text, Problems& problems) {
  Benchmarks benchmarks;
  JsonError wrong;
  const std::optional<Json> json = parse_json(text, &wrong);
  if (!json) {
    error(problems, "",
          "no JSON: line " + std::to_string(wrong.line) + ", column " + std::to_string(wrong.column) + ": " +
              wrong.message);
    return benchmarks;
  }
  if (integer_at(*json, "canvassBenchmarks") != 1) {
    error(problems, json->is_object() ? "/canvassBenchmarks" : "",
          "expected an object with \"canvassBenchmarks\": 1, which says what file this is");
    return benchmarks;
  }
  check_members(*json, "", {"canvassBenchmarks", "tables"}, problems);
  const Json* tables = find(*json, "tables");
  if (tables == nullptr || !tables->is_array()) {
    error(problems, "/tables", "expected a list of tables");
    return benchmarks;
  }
  for (size_t i = 0; i < tables->size(); ++i) {
    auto table = parse_table((*tables)[i], "/tables/" + std::to_string(i), problems);
    if (table) benchmarks.tables.push_back(std::move(*table));
  }
  return benchmarks;
}

const Benchmarks& builtin_benchmarks() {
  // A supplier's score is asked with either preset; an employer's is something else.
  static const Benchmarks benchmarks{{by_industry(""), by_industry("npsB2b")}};
  return benchmarks;
}

}  // namespace canvass::metrics

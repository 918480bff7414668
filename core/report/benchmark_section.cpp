#include "core/report/benchmark_section.h"

#include <utility>

namespace canvass::report {

namespace {

// Tables without a variant are for results without one. Business customers answer the same question as others, in
// other words; employees do not.
bool fits(const metrics::BenchmarkTable& table, const Scored& scored, std::string_view variant) {
  if (table.metric != scored.metric) return false;
  return table.variant == variant || (table.variant.empty() && variant == "npsB2b");
}

const char* verdict(const Estimate& known, double theirs) {
  if (!known.interval) return "unclear";
  if (theirs < known.interval->low) return "above";
  return theirs > known.interval->high ? "below" : "unclear";
}

}  // namespace

Json benchmark_json(const Scored& scored, std::string_view variant, const metrics::Benchmarks& benchmarks) {
  const Estimate known = estimate(scored, tally(scored));
  if (!known.value) return nullptr;
  Json tables = Json::array();
  for (const metrics::BenchmarkTable& table : benchmarks.tables) {
    if (!fits(table, scored, variant)) continue;
    Json rows = Json::array();
    for (const metrics::Benchmark& row : table.rows) {
      rows.push_back({{"name", row.name},
                      {"value", row.value},
                      {"delta", *known.value - row.value},
                      {"verdict", verdict(known, row.value)}});
    }
    tables.push_back(
        {{"title", table.title}, {"source", table.source}, {"year", table.year}, {"rows", std::move(rows)}});
  }
  return tables.empty() ? Json(nullptr) : tables;
}

}  // namespace canvass::report

// Scores of others to hold one's own against, from a table that the user can replace. docs/report.md has its shape:
//
//   {"canvassBenchmarks": 1,
//    "tables": [{"metric": "nps", "title": "B2B NPS by industry", "source": "…", "year": 2024,
//                "rows": [{"name": "Software", "value": 36}]}]}
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/problem.h"
#include "core/base/vector.h"

namespace canvass::metrics {

struct Benchmark {
  std::string name;
  double value = 0;  // in the metric's own unit: NPS −100…100
};

struct BenchmarkTable {
  std::string metric;   // "nps", "csat", …
  std::string variant;  // only for results of this variant ("agree7", "enps"); empty: those without any
  std::string title, source;
  int year = 0;
  std::vector<Benchmark> rows;
};

struct Benchmarks {
  std::vector<BenchmarkTable> tables;
};

// What is wrong is reported with a JSON pointer and left out; the rest counts.
Benchmarks parse_benchmarks(std::string_view json, Problems& problems);

// What ships with Canvass: B2B NPS by industry, after CustomerGauge.
const Benchmarks& builtin_benchmarks();

}  // namespace canvass::metrics

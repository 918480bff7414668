// A score beside those of others.
#pragma once

#include <string_view>

#include "core/base/json.h"
#include "core/metrics/benchmarks.h"
#include "core/report/score.h"

namespace canvass::report {

// The entry's "benchmark": the tables for its metric and variant; null without any, or without an answer.
Json benchmark_json(const Scored& scored, std::string_view variant, const metrics::Benchmarks& benchmarks);

}  // namespace canvass::report

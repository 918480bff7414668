// Files that the report takes beside the answers, named on the command line and read once, at the start.
#pragma once

#include <optional>

#include "core/metrics/benchmarks.h"
#include "core/report/names.h"
#include "core/report/plan.h"
#include "core/report/support.h"
#include "examples/collector/log.h"
#include "examples/collector/options.h"

namespace canvass::collector {

struct Sides {
  report::Names names;                            // --config
  report::Plan plan;                              // the same
  std::optional<metrics::Benchmarks> benchmarks;  // --benchmarks
  std::optional<report::Tickets> tickets;         // --tickets
};

// Throws std::runtime_error with a sentence about a file that cannot be used. Of what can be used in part, the rest is
// said in the log.
Sides read_sides(const Options& options, Log& log);

}  // namespace canvass::collector

// What the configuration has planned and the events do not tell: how long a journey may take, what kind of way it is
// meant to be, and the log of experiments.
//
//   Plan plan = read_plan(*parse_json(text));             // of what is wrong with it, `canvass validate` tells
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/problem.h"
#include "core/base/time.h"

namespace canvass::report {

constexpr TimeMs kJourneyLimit = 30 * kDay;  // where no configuration says another

struct Goal {
  std::string id;
  std::string kind;                // "routine", "joyride", "trek", "odyssey"
  TimeMs limit = kJourneyLimit;    // whoever has not finished by then has given up
  std::vector<std::string> steps;  // ids, in order
};

// One hypothesis: what was changed when, and which number should have moved.
struct Experiment {
  enum class Metric : uint8_t { kSignal, kContacts, kSurvey, kTime, kOffPath, kFinished };

  std::string id, hypothesis;
  Metric metric = Metric::kSignal;
  std::string of;        // the signal, survey (or entry of the report) or journey
  std::string on, page;  // of kSignal: an element as on the wire, a pattern of pages; empty: all
  std::string date;      // "2026-11-01"
  TimeMs from = INT64_MIN, at = 0, to = INT64_MAX;  // before is [from, at), after [at, to)
};

struct Plan {
  std::vector<Goal> goals;
  std::vector<Experiment> experiments;
  Problems problems;  // of the experiments

  const Goal* goal(std::string_view id) const;
};

// `list`: the configuration's "experiments", at `pointer`. An experiment that cannot be read is an error and left out;
// two of the same metric whose times overlap are a warning each.
void read_experiments(const Json& list, const std::string& pointer, Problems& problems, std::vector<Experiment>& out);

// Warns of surveys and journeys that experiments name and `config` does not have.
void check_experiments(const Json& config, Problems& problems);

// Of a configuration whatever can be read, valid or not.
Plan read_plan(const Json& config);

// Whether both should move the same number.
bool same_metric(const Experiment& a, const Experiment& b);
bool overlap(const Experiment& a, const Experiment& b);

}  // namespace canvass::report

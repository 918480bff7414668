#include "core/report/plan.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/text.h"
#include "core/config/config.h"
#include "core/config/fields.h"
#include "core/config/suggest.h"
#include "core/report/query.h"

namespace canvass::report {

namespace {

using config::Fields;
using config::Need;

constexpr size_t kMaxExperiments = 200;
constexpr size_t kMaxCharacters = 1000;
constexpr TimeMs kLongest = 3650 * kDay;

constexpr std::string_view kMeasured[] = {"signal", "contacts", "survey", "journey"};

std::string place_of(std::string_view pointer, size_t index) {
  return join({pointer, "/", decimal(static_cast<int64_t>(index))});
}

// Whole days: what happened on the day of the change is either before or after it.
void read_window(Fields& fields, const char* name, TimeMs& window) {
  TimeMs length = 0;
  if (!fields.duration(name, kDay, kLongest, length)) return;
  if (length % kDay != 0) {
    fields.error(name, "must be whole days, such as \"28d\"");
    return;
  }
  window = length;
}

bool read_metric(const Json& json, const std::string& pointer, Problems& problems, Experiment& out) {
  const size_t before = problems.errors.size();
  Fields fields(json, pointer, problems);
  if (!fields.is_object()) return false;
  std::string named;
  size_t kinds = 0;
  for (const std::string_view kind : kMeasured) {
    if (find(json, kind) == nullptr) continue;
    named += join({kinds++ == 0 ? "" : " and ", config::in_quotes(kind)});
  }
  if (kinds != 1) {
    fields.finish();
    const std::string found = kinds == 0 ? "says nothing to measure" : join({"says ", named});
    problems.errors.push_back(
        {pointer, join({found, ": give one of \"signal\", \"contacts\", \"survey\", \"journey\""})});
    return false;
  }
  if (fields.has("signal")) {
    out.metric = Experiment::Metric::kSignal;
    Vector<std::string_view> names;
    for (size_t i = 0; i < config::kSignals; ++i) names.push_back(name_of(static_cast<config::Signal>(i)));
    size_t signal = 0;
    if (fields.choice("signal", names, signal, Need::kRequired)) out.of = names[signal];
    fields.string("on", out.on, kMaxCharacters);
    fields.string("page", out.page, kMaxCharacters);
  } else if (const Json* contacts = fields.any("contacts")) {
    out.metric = Experiment::Metric::kContacts;
    if (*contacts != Json(true)) fields.error("contacts", "must be true");
  } else if (fields.has("survey")) {
    out.metric = Experiment::Metric::kSurvey;
    fields.string("survey", out.of, kMaxCharacters, Need::kRequired);
  } else {
    fields.string("journey", out.of, kMaxCharacters, Need::kRequired);
    const Vector<std::string_view> measures = {"time", "offPath", "finished"};
    size_t measure = 0;
    fields.choice("measure", measures, measure);
    constexpr Experiment::Metric kMetrics[] = {Experiment::Metric::kTime, Experiment::Metric::kOffPath,
                                               Experiment::Metric::kFinished};
    out.metric = kMetrics[measure];
  }
  fields.finish();
  return problems.errors.size() == before;
}

bool read_experiment(const Json& json, const std::string& pointer, Problems& problems, Experiment& out) {
  const size_t before = problems.errors.size();
  Fields fields(json, pointer, problems);
  if (!fields.is_object()) return false;
  fields.identifier("id", out.id);
  fields.string("hypothesis", out.hypothesis, kMaxCharacters, Need::kRequired);
  if (const Json* metric = fields.any("metric")) {
    read_metric(*metric, fields.pointer("metric"), problems, out);
  } else {
    fields.error("metric", "is missing: what should the change move?");
  }
  TimeMs window_before = 0, window_after = 0;
  read_window(fields, "before", window_before);
  read_window(fields, "after", window_after);
  if (fields.string("date", out.date, kMaxCharacters, Need::kRequired)) {
    const std::optional<Span> day = out.date.size() == 10 ? parse_period(out.date) : std::nullopt;
    if (day) {
      out.at = day->from;
      if (window_before > 0) out.from = out.at - window_before;
      if (window_after > 0) out.to = out.at + window_after;
    } else {
      fields.error("date", join({config::in_quotes(out.date),
                                 " is no day such as \"2026-11-01\", the first one after the "
                                 "change"}));
    }
  }
  fields.finish();
  return problems.errors.size() == before;
}

// The ids of a list of the configuration.
Vector<std::string_view> ids_of(const Json& config, std::string_view list) {
  Vector<std::string_view> ids;
  const Json* things = find(config, list);
  if (!things || !things->is_array()) return ids;
  for (const Json& thing : *things) {
    const std::string_view id = string_at(thing, "id");
    if (!id.empty()) ids.push_back(id);
  }
  return ids;
}

Goal read_goal(const Json& json) {
  Goal goal;
  goal.id = string_at(json, "id");
  goal.kind = "routine";
  for (size_t i = 0; i < config::kCharacters; ++i) {
    const std::string_view kind = name_of(static_cast<config::Character>(i));
    if (string_at(json, "kind") == kind) goal.kind = kind;
  }
  if (const std::optional<TimeMs> limit = parse_duration(string_at(json, "limit")); limit && *limit > 0) {
    goal.limit = *limit;
  }
  const Json* steps = find(json, "steps");
  for (size_t i = 0; steps && steps->is_array() && i < steps->size(); ++i) {
    const std::string_view id = string_at((*steps)[i], "id");
    goal.steps.push_back(id.empty() ? decimal(static_cast<int64_t>(i + 1)) : std::string(id));
  }
  return goal;
}

}  // namespace

const Goal* Plan::goal(std::string_view id) const {
  for (const Goal& goal : goals) {
    if (goal.id == id) return &goal;
  }
  return nullptr;
}

bool same_metric(const Experiment& a, const Experiment& b) {
  return a.metric == b.metric && a.of == b.of && a.on == b.on && a.page == b.page;
}

bool overlap(const Experiment& a, const Experiment& b) { return a.from < b.to && b.from < a.to; }

void read_experiments(const Json& list, const std::string& pointer, Problems& problems, std::vector<Experiment>& out) {
  if (!list.is_array()) {
    problems.errors.push_back({pointer, join({"must be a list, found ", config::name_of_type(list)})});
    return;
  }
  std::vector<std::string> places;
  for (size_t i = 0; i < list.size(); ++i) {
    const std::string place = place_of(pointer, i);
    if (out.size() >= kMaxExperiments) {
      problems.errors.push_back(
          {place, join({"is one too many: the most is ", decimal(static_cast<int64_t>(kMaxExperiments))})});
      break;
    }
    Experiment experiment;
    if (!read_experiment(list[i], place, problems, experiment)) continue;
    const auto same =
        std::find_if(out.begin(), out.end(), [&](const Experiment& other) { return other.id == experiment.id; });
    if (same != out.end()) {
      problems.errors.push_back(
          {join({place, "/id"}),
           join({"there is an experiment ", config::in_quotes(experiment.id), " already: give this one another id"})});
      continue;
    }
    for (const Experiment& other : out) {
      if (!same_metric(experiment, other) || !overlap(experiment, other)) continue;
      problems.warnings.push_back(
          {join({place, "/date"}),
           join({"its time overlaps that of ", config::in_quotes(other.id),
                 " on the same metric, so neither can tell which of the two moved it: shorten \"before\" or \"after\", "
                 "or keep one of them"})});
    }
    out.push_back(std::move(experiment));
  }
}

void check_experiments(const Json& config, Problems& problems) {
  const Json* list = find(config, "experiments");
  if (!list || !list->is_array()) return;
  const Vector<std::string_view> surveys = ids_of(config, "surveys"), journeys = ids_of(config, "journeys");
  for (size_t i = 0; i < list->size(); ++i) {
    const Json* metric = find((*list)[i], "metric");
    if (!metric) continue;
    for (const bool survey : {true, false}) {
      const char* kind = survey ? "survey" : "journey";
      const Vector<std::string_view>& ids = survey ? surveys : journeys;
      std::string_view id = string_at(*metric, kind);
      if (survey) id = id.substr(0, id.find('/'));  // an entry of the report
      if (id.empty() || std::find(ids.begin(), ids.end(), id) != ids.end()) continue;
      problems.warnings.push_back({join({place_of("/experiments", i), "/metric/", kind}),
                                   join({"there is no ", kind, " ", config::in_quotes(id), config::suggest(id, ids)})});
    }
  }
}

Plan read_plan(const Json& config) {
  Plan plan;
  const Json* journeys = find(config, "journeys");
  if (journeys && journeys->is_array()) {
    for (const Json& journey : *journeys) {
      Goal goal = read_goal(journey);
      if (!goal.id.empty()) plan.goals.push_back(std::move(goal));
    }
  }
  if (const Json* experiments = find(config, "experiments")) {
    read_experiments(*experiments, "/experiments", plan.problems, plan.experiments);
  }
  return plan;
}

}  // namespace canvass::report

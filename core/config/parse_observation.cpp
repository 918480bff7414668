// Signals and journeys: what is observed of a visitor, besides answers.
#include <memory>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/parts.h"
#include "core/config/suggest.h"

namespace canvass::config {

namespace {

constexpr size_t kMaxIgnore = 50;
constexpr size_t kMaxJourneys = 20;
constexpr size_t kMaxWaypoints = 30;              // steps of a journey, and detours
constexpr size_t kMaxAlternatives = 20;           // triggers of one of them
constexpr std::string_view kBeginning = "start";  // what the wire calls the place before the first step

uint8_t bit(Signal signal) { return static_cast<uint8_t>(1u << static_cast<unsigned>(signal)); }

// --- signals ---------------------------------------------------------------------------------------------------

struct Threshold {
  Signal signal;
  bool time;
  const char* name;
  int32_t min;
  int32_t max;
  int64_t Signals::*value;
};
constexpr int32_t kShort = 60'000;  // ms
constexpr int32_t kLong = 600'000;
constexpr Threshold kThresholds[] = {
    {Signal::kRage, false, "clicks", 2, 20, &Signals::rage_clicks},
    {Signal::kRage, true, "within", 1, kShort, &Signals::rage_within},
    {Signal::kRage, false, "radius", 1, 10'000, &Signals::rage_radius},
    {Signal::kDead, true, "within", 1, kShort, &Signals::dead_within},
    {Signal::kError, true, "within", 1, kShort, &Signals::error_within},
    {Signal::kQuickBack, true, "within", 1, kLong, &Signals::quick_back_within},
    {Signal::kThrash, false, "reversals", 2, 50, &Signals::thrash_reversals},
    {Signal::kThrash, true, "within", 1, kShort, &Signals::thrash_within},
    {Signal::kThrash, false, "distance", 1, 10'000, &Signals::thrash_distance},
    {Signal::kFormStruggle, false, "invalid", 1, 20, &Signals::struggle_invalid},
    {Signal::kFormStruggle, false, "retyped", 1, 20, &Signals::struggle_retyped},
    {Signal::kRefreshBurst, false, "loads", 2, 20, &Signals::refresh_loads},
    {Signal::kRefreshBurst, true, "within", 1, kLong, &Signals::refresh_within},
};

// What is said of one signal: whether it is wanted, and its thresholds. False: it is switched off.
bool read_one(Fields& fields, Signal signal, Signals& signals) {
  const char* name = name_of(signal);
  const Json* json = fields.any(name);
  bool wanted = signal != Signal::kThrash;
  bool off = false;
  if (json != nullptr && json->is_object()) {
    Fields inner(*json, fields.pointer(name), fields.problems());
    for (const Threshold& one : kThresholds) {
      if (one.signal != signal) continue;
      if (one.time) {
        inner.duration(one.name, one.min, one.max, signals.*one.value);
      } else {
        inner.integer(one.name, one.min, one.max, signals.*one.value);
      }
    }
    inner.finish();
    wanted = true;
  } else if (const bool* yes = json == nullptr ? nullptr : json->get_ptr<const bool*>()) {
    wanted = *yes;
    off = !*yes;
  } else if (json != nullptr) {
    fields.error(name, join({"must be true, false or an object with its thresholds, found ", name_of_type(*json)}));
  }
  if (wanted) signals.wanted |= bit(signal);
  return !off;
}

void read_ignore(Fields& fields, Vector<std::string>& out) {
  const Json::array_t* list = fields.array("ignore", kMaxIgnore);
  if (list == nullptr) return;
  for (size_t i = 0; i < list->size() && i < kMaxIgnore; ++i) {
    const std::string* selector = (*list)[i].get_ptr<const std::string*>();
    if (selector != nullptr && !trim(*selector).empty() && count_characters(*selector) <= kMaxSelector) {
      out.push_back(*selector);
    } else {
      fields.problems().errors.push_back({fields.pointer("ignore", i), "must be a CSS selector such as \"#map\""});
    }
  }
}

// Those that are switched off, one bit each.
uint8_t read_signals(Fields& fields, Signals& signals) {
  const Json* json = fields.any("signals");
  if (json == nullptr) return 0;
  Fields inner(*json, fields.pointer("signals"), fields.problems());
  if (!json->is_object()) return 0;
  uint8_t off = 0;
  for (size_t i = 0; i < kSignals; ++i) {
    const Signal signal = static_cast<Signal>(i);
    if (!read_one(inner, signal, signals)) off |= bit(signal);
  }
  read_ignore(inner, signals.ignore);
  read_sample(inner, signals.sample, "nothing will be noticed");
  inner.integer("perPage", 1, 1000, signals.per_page);
  inner.finish();
  signals.told = signals.wanted != 0;
  if (!signals.told) fields.warn("signals", "switches off every one of them: leave it out if none is wanted");
  return off;
}

// --- journeys --------------------------------------------------------------------------------------------------

// A trigger, or any of several, and what `fields` was asked for before.
void read_waypoint(Fields& fields, Waypoint& waypoint) {
  if (fields.has("any")) {
    const Json::array_t* list = fields.array("any", kMaxAlternatives);
    for (size_t i = 0; list != nullptr && i < list->size() && i < kMaxAlternatives; ++i) {
      read_trigger((*list)[i], fields.pointer("any", i), fields.problems(), waypoint.any.emplace_back());
    }
    if (list != nullptr && list->empty()) fields.error("any", "is empty: give it a page or an event");
    if (fields.has("page") || fields.has("event")) {
      fields.error("any", "cannot stand beside a page or an event: put it among them");
    }
    fields.finish();
    return;
  }
  Trigger& trigger = waypoint.any.emplace_back();
  read_trigger(fields, trigger);
  if (fields.is_object() && trigger.moment == Trigger::Moment::kPage && !fields.has("page")) {
    fields.error("page", "is missing: give it a page, an event, or \"any\" of several");
  }
}

void read_end(Fields& fields, const char* name, const char* what, Waypoint& waypoint) {
  const Json* json = fields.any(name);
  if (json == nullptr) {
    if (fields.is_object()) fields.error(name, join({"is missing: ", what}));
    return;
  }
  Fields inner(*json, fields.pointer(name), fields.problems());
  read_waypoint(inner, waypoint);
}

// Steps, which may do without an id, or detours.
void read_waypoints(Fields& fields, const char* name, bool steps, Vector<Waypoint>& out) {
  const Json::array_t* list = fields.array(name, kMaxWaypoints);
  for (size_t i = 0; list != nullptr && i < list->size() && i < kMaxWaypoints; ++i) {
    Fields inner((*list)[i], fields.pointer(name, i), fields.problems());
    Waypoint& waypoint = out.emplace_back();
    waypoint.id = decimal(static_cast<int64_t>(i + 1));
    if (!steps || inner.has("id")) inner.identifier("id", waypoint.id);
    if (steps) inner.boolean("optional", waypoint.optional);
    read_waypoint(inner, waypoint);
    for (size_t other = 0; other < i; ++other) check_new_id(inner, out[other].id, waypoint.id);
    if (waypoint.id == kBeginning) inner.error("id", "cannot be \"start\", which the beginning is called");
  }
}

void read_journey(Fields& fields, Journey& journey) {
  fields.identifier("id", journey.id);
  size_t chosen = 0;
  Vector<std::string_view> kinds;
  for (size_t i = 0; i < kCharacters; ++i) kinds.push_back(name_of(static_cast<Character>(i)));
  fields.choice("kind", kinds, chosen);
  journey.kind = static_cast<Character>(chosen);
  read_end(fields, "start", "say what it begins with, such as {\"page\": \"/cart*\"}", journey.start);
  read_waypoints(fields, "steps", true, journey.steps);
  read_end(fields, "finish", "say what its goal is, such as {\"event\": \"order_completed\"}", journey.finish);
  read_waypoints(fields, "detours", false, journey.detours);
  fields.duration("limit", kSecond, kMaxDuration, journey.limit);
  fields.finish();
}

void read_journeys(Fields& fields, Vector<Journey>& journeys) {
  const Json::array_t* list = fields.array("journeys", kMaxJourneys);
  if (list == nullptr) return;
  Vector<Taken> taken;
  for (size_t i = 0; i < list->size() && i < kMaxJourneys; ++i) {
    const size_t errors_before = fields.problems().errors.size();
    const std::string pointer = fields.pointer("journeys", i);
    Journey& journey = journeys.emplace_back();
    Fields inner((*list)[i], pointer, fields.problems());
    read_journey(inner, journey);
    take_id(journey.id, pointer, false, taken, fields.problems());
    if (fields.problems().errors.size() != errors_before) journeys.pop_back();
  }
}

// --- triggers that name signals ----------------------------------------------------------------------------------

// What a signal says of itself (docs/wire.md).
constexpr std::string_view kProperties[] = {"signal", "element", "role",   "name",  "path", "count",
                                            "form",   "kind",    "status", "error", "ms",   "to"};

class OfSignals final : public logic::References {
 public:
  explicit OfSignals(Problems& problems) : problems_(problems) {}

  void refer(logic::Subject subject, std::string_view name, const std::string& pointer,
             const logic::Condition*) override {
    if (subject != logic::Subject::kProperty) return;
    for (const std::string_view one : kProperties) {
      if (one == name) return;
    }
    const Vector<std::string_view> names(std::begin(kProperties), std::end(kProperties));
    problems_.warnings.push_back({pointer, join({"no signal has ", in_quotes(name), suggest(name, names)})});
  }

 private:
  Problems& problems_;
};

// They are noticed whatever `signals` wants, but for what it switches off.
class Named {
 public:
  Named(Signals& signals, uint8_t off, Problems& problems) : signals_(signals), off_(off), problems_(problems) {}

  void see(const Trigger& trigger, std::string_view owner) {
    if (trigger.moment != Trigger::Moment::kSignal) return;
    for (size_t i = 0; i < kSignals; ++i) {
      const Signal signal = static_cast<Signal>(i);
      if (trigger.name != name_of(signal)) continue;
      if ((off_ & bit(signal)) == 0) {
        signals_.wanted |= bit(signal);
      } else {
        warn(trigger.name, owner);
      }
    }
  }

  void see(const Vector<Trigger>& triggers, std::string_view owner) {
    for (const Trigger& trigger : triggers) see(trigger, owner);
  }

  void see(const Guide& guide) {
    see(guide.triggers, guide.id);
    for (const Step& step : guide.steps) {
      if (step.wait_for) see(*step.wait_for, guide.id);
    }
    for (const Task& task : guide.tasks) {
      if (task.complete) see(*task.complete, guide.id);
    }
    for (const Suggestion& suggestion : guide.help.suggestions) see(suggestion.triggers, guide.id);
  }

  void see(const Journey& journey) {
    see(journey.start.any, journey.id);
    see(journey.finish.any, journey.id);
    for (const Waypoint& step : journey.steps) see(step.any, journey.id);
    for (const Waypoint& detour : journey.detours) see(detour.any, journey.id);
  }

 private:
  CANVASS_COLD void warn(std::string_view signal, std::string_view owner) {
    problems_.warnings.push_back({join({"/signals/", signal}), join({"is false, but a trigger of ", in_quotes(owner),
                                                                     " waits for it, which will never hold"})});
  }

  Signals& signals_;
  uint8_t off_;
  Problems& problems_;
};

}  // namespace

Observation::~Observation() = default;

const char* name_of(Signal signal) {
  constexpr const char* kNames[kSignals] = {"rage",   "dead",         "error",        "quickBack",
                                            "thrash", "formStruggle", "refreshBurst", "abandonedForm"};
  return kNames[static_cast<size_t>(signal)];
}

const char* name_of(Character character) {
  constexpr const char* kNames[kCharacters] = {"routine", "joyride", "trek", "odyssey"};
  return kNames[static_cast<size_t>(character)];
}

void read_signal(Fields& fields, Trigger& trigger) {
  if (!fields.has("signal")) return fields.warn("on", "is not used without a \"signal\", whose element it is about");
  Vector<std::string_view> names;
  for (size_t i = 0; i < kSignals; ++i) names.push_back(name_of(static_cast<Signal>(i)));
  size_t chosen = 0;
  if (fields.choice("signal", names, chosen)) trigger.name = names[chosen];
  if (fields.string("on", trigger.on, kMaxSelector) && trim(trigger.on).empty()) fields.error("on", "is empty");
}

void check_where(Fields& fields, const Trigger& trigger) {
  if (trigger.moment != Trigger::Moment::kSignal) {
    return fields.error("where", "needs an \"event\" or a \"signal\", whose properties it is about");
  }
  OfSignals known(fields.problems());
  logic::for_each_reference(*trigger.where, fields.pointer("where"), known);
}

void read_observation(Fields& fields, Config& config) {
  auto found = std::make_unique<Observation>();
  const uint8_t off = read_signals(fields, found->signals);
  read_journeys(fields, found->journeys);
  Named named(found->signals, off, fields.problems());
  for (const Survey& survey : config.surveys) named.see(survey.triggers, survey.id);
  for (const Guide& guide : config.guides) named.see(guide);
  for (const Journey& journey : found->journeys) named.see(journey);
  if (found->signals.wanted != 0 || !found->journeys.empty()) config.observation = std::move(found);
}

}  // namespace canvass::config

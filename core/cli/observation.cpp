#include "core/cli/observation.h"

#include <string>
#include <string_view>
#include <vector>

#include "core/base/text.h"
#include "core/config/config.h"
#include "core/report/plan.h"

namespace canvass::cli {

namespace {

// What it waits for, without what it is called.
Json moments_of(const Json& waypoint) {
  Json moments = waypoint;
  if (!moments.is_object()) return moments;
  moments.erase("id");
  moments.erase("optional");
  // A list of one is that one.
  const Json* any = find(moments, "any");
  if (any != nullptr && moments.size() == 1 && any->is_array() && any->size() == 1) return (*any)[0];
  return moments;
}

bool is_only_page(const Json& moments) {
  return moments.is_object() && moments.size() == 1 && find(moments, "page") != nullptr;
}

std::string place(const std::string& pointer, size_t index) { return join({pointer, "/", std::to_string(index)}); }

void warn_of_unused(const Json& trigger, const std::string& pointer, Problems& problems) {
  for (const char* name : {"delay", "onNavigation", "cancelOn"}) {
    if (find(trigger, name) == nullptr) continue;
    problems.warnings.push_back(
        {join({pointer, "/", name}), "is not used in a journey, which takes things as they happen"});
  }
}

void look_at(const Json& waypoint, const std::string& pointer, Problems& problems) {
  warn_of_unused(waypoint, pointer, problems);
  const Json* any = find(waypoint, "any");
  for (size_t i = 0; any != nullptr && any->is_array() && i < any->size(); ++i) {
    warn_of_unused((*any)[i], place(pointer + "/any", i), problems);
  }
}

void look_at_journey(const Json& journey, const std::string& pointer, Problems& problems) {
  const auto warn = [&](std::string where, std::string what) {
    problems.warnings.push_back({pointer + where, std::move(what)});
  };
  const Json* start = find(journey, "start");
  const Json* finish = find(journey, "finish");
  if (start == nullptr || finish == nullptr) return;
  look_at(*start, pointer + "/start", problems);
  look_at(*finish, pointer + "/finish", problems);
  const Json begin = moments_of(*start), end = moments_of(*finish);
  if (begin == end) warn("/finish", "is the same as \"start\": the journey is over when what began it happens again");

  const Json* steps = find(journey, "steps");
  if (steps == nullptr) {
    warn("/steps",
         "is missing: whatever page comes between start and finish will be a detour; say \"steps\": [] if that is "
         "meant");
  }
  Json seen = Json::array();
  for (size_t i = 0; steps != nullptr && steps->is_array() && i < steps->size(); ++i) {
    const Json& step = (*steps)[i];
    const std::string where = place("/steps", i);
    look_at(step, pointer + where, problems);
    Json moments = moments_of(step);
    if (moments == begin) warn(where, "is the same as \"start\": leave it out");
    if (moments == end) warn(where, "is the same as \"finish\": leave it out");
    for (size_t other = 0; other < i && is_only_page(moments); ++other) {
      if (seen[other] != moments) continue;
      warn(where, join({"is the same page as step ", std::to_string(other + 1), ": both are passed at once"}));
    }
    seen.push_back(std::move(moments));
  }

  const Json* detours = find(journey, "detours");
  for (size_t i = 0; detours != nullptr && detours->is_array() && i < detours->size(); ++i) {
    const std::string where = place("/detours", i);
    look_at((*detours)[i], pointer + where, problems);
    const Json moments = moments_of((*detours)[i]);
    for (const Json& step : seen) {
      if (step == moments) warn(where, "is a step as well, so it will never be a detour");
    }
    if (moments == begin || moments == end) warn(where, "is start or finish as well, so it will never be a detour");
  }
}

// Experiments that wait for what is never sent.
void warn_of_unsent(const Json& document, Problems& problems) {
  const Json* experiments = find(document, "experiments");
  const Json* signals = find(document, "signals");
  for (size_t i = 0; experiments != nullptr && experiments->is_array() && i < experiments->size(); ++i) {
    const Json* metric = find((*experiments)[i], "metric");
    const std::string_view name = metric == nullptr ? std::string_view() : string_at(*metric, "signal");
    if (name.empty()) continue;
    const Json* one = signals == nullptr ? nullptr : find(*signals, name);
    const bool off = one != nullptr ? *one == Json(false) : name == name_of(config::Signal::kThrash);
    if (signals != nullptr && !off) continue;
    problems.warnings.push_back({place("/experiments", i) + "/metric/signal",
                                 join({"is not sent: ", signals == nullptr ? "there is no \"signals\"" : "\"signals\"",
                                       signals == nullptr ? "" : " does not ask for it"})});
  }
}

}  // namespace

void check_observation(const Json& document, Problems& problems) {
  const Json* journeys = find(document, "journeys");
  for (size_t i = 0; journeys != nullptr && journeys->is_array() && i < journeys->size(); ++i) {
    if ((*journeys)[i].is_object()) look_at_journey((*journeys)[i], place("/journeys", i), problems);
  }
  if (const Json* experiments = find(document, "experiments")) {
    std::vector<report::Experiment> found;
    report::read_experiments(*experiments, "/experiments", problems, found);
    report::check_experiments(document, problems);
    warn_of_unsent(document, problems);
  }
}

}  // namespace canvass::cli

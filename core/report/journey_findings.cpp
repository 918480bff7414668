#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/text.h"
#include "core/metrics/multiple.h"
#include "core/metrics/proportion.h"
#include "core/report/entry.h"
#include "core/report/findings.h"
#include "core/report/phrase.h"

namespace canvass::report {

namespace {

constexpr int64_t kFew = 30;        // attempts that ended; fewer are no ground for a sentence
constexpr int64_t kFewOfStep = 5;   // lost at a step, or fewer are an accident
constexpr double kMuch = 25;        // per cent off the path which a way that should be easy does not have
constexpr double kPredictable = 3;  // times the median that the slowest tenth may take on a way that should be known

Json finding(const char* kind, std::string text) { return {{"kind", kind}, {"text", std::move(text)}}; }

std::string percent(double share) { return fixed(share, 1) + " %"; }

// "33.3 % (95 % interval 25.5 to 42.2 %)"
std::string share_text(const Json& share) {
  const Json& interval = at(share, "interval");
  return percent(number_at(share, "share")) + " (95 % interval " + fixed(number_at(interval, "low"), 1) + " to " +
         fixed(number_at(interval, "high"), 1) + " %)";
}

// A detour beyond those that have a name in the report.
std::string name_of(const Json& object, std::string_view key) {
  const std::string_view name = string_at(object, key);
  return name.empty() ? "other pages" : curly(name);
}

std::string step_of(const Json& tax) {
  const std::string_view step = string_at(tax, "step");
  return step == "start" ? "the start" : curly(step);
}

// --- where people are lost

// The step that loses more than the others do, for certain.
std::optional<Json> tax_finding(const Json& journey) {
  const Json& taxes = at(journey, "taxes");
  if (!taxes.is_array() || taxes.empty()) return std::nullopt;
  int64_t all_lost = 0, all_reached = 0;
  for (const Json& step : at(journey, "steps")) all_reached += count_at(at(step, "reached"), "count");
  for (const Json& tax : taxes) all_lost += count_at(tax, "lost");
  std::vector<double> p;
  for (const Json& tax : taxes) {
    const int64_t lost = count_at(tax, "lost"), reached = count_at(tax, "reached");
    const bool comparable = reached > 0 && reached < all_reached && all_lost - lost <= all_reached - reached;
    const metrics::Difference difference =
        comparable ? metrics::compare_proportions(all_lost - lost, all_reached - reached, lost, reached)
                   : metrics::Difference();
    p.push_back(difference.delta > 0 ? difference.p : 1);
  }
  const std::vector<double> adjusted = metrics::holm(p);
  const Json* worst = nullptr;
  for (size_t i = 0; i < taxes.size(); ++i) {
    if (adjusted[i] >= 0.05 || count_at(taxes[i], "lost") < kFewOfStep) continue;
    if (!worst || number_at(taxes[i], "share") > number_at(*worst, "share")) worst = &taxes[i];
  }
  if (!worst) return std::nullopt;
  std::string text = "More are lost after " + step_of(*worst) +
                     " than elsewhere: " + decimal(count_at(*worst, "lost")) + " of " +
                     decimal(count_at(*worst, "reached")) + " who came that far, " + share_text(*worst) + ".";
  const Json& detours = at(*worst, "detours");
  if (detours.is_array() && !detours.empty()) {
    text += " The last detour before that was most often " + name_of(detours[0], "detour") + " (" +
            decimal(count_at(detours[0], "count")) + " of " + decimal(count_at(*worst, "lost")) + ").";
  }
  return finding("tax", std::move(text));
}

// --- effort

std::optional<Json> effort_finding(const Json& journey, std::string_view kind) {
  const Json& off = at(journey, "offPath");
  const double surely = number_at(at(off, "interval"), "low");
  if ((kind != "routine" && kind != "trek") || surely <= kMuch) return std::nullopt;
  std::string text = "Too many leave the ideal path: " + share_text(off) + ". ";
  text += kind == "routine" ? "A routine should be short and effortless; every detour is a cost."
                            : "A trek may be hard work, but people should know what comes next.";
  const Json& detours = at(journey, "detours");
  if (detours.is_array() && !detours.empty()) {
    text += " The most common detour is " + name_of(detours[0], "detour") + " (" +
            decimal(count_at(at(detours[0], "attempts"), "count")) + " of " + decimal(count_at(journey, "started")) +
            ").";
  }
  return finding("effort", std::move(text));
}

std::optional<Json> spread_finding(const Json& journey, std::string_view kind) {
  if (kind != "routine" && kind != "trek") return std::nullopt;
  // The ends of both intervals nearest to one another: so much apart for certain.
  const Json& time = at(journey, "time");
  const double slow = number_at(at(at(time, "p90"), "interval"), "low");
  const double typical = number_at(at(at(time, "median"), "interval"), "high");
  if (!(typical > 0) || slow < kPredictable * typical) return std::nullopt;
  return finding("spread", "The time is hard to predict: one in ten takes " + fixed(number_at(journey, "spread"), 1) +
                               " times as long as the one in the middle, or longer. " +
                               (kind == "routine" ? "A routine should go the same way every time."
                                                  : "On a trek people bear hard work that they can foresee."));
}

std::optional<Json> cost_finding(const Json& journey, std::string_view kind) {
  const Json& difference = at(journey, "timeDifference");
  if (direction_of(difference) <= 0 || (kind != "routine" && kind != "trek")) return std::nullopt;
  return finding("effort", "Leaving the path costs typically " + duration_phrase(number_at(difference, "delta")) +
                               " (" + p_phrase(p_of(difference)) + ").");
}

// --- satisfaction

std::optional<Json> satisfaction_finding(const Json& journey, std::string_view kind) {
  const Json* worst = nullptr;
  double least = 1;
  for (const Json& row : at(journey, "satisfaction")) {
    const Json& difference = at(row, "difference");
    const int direction = direction_of(difference) * (string_at(row, "better") == "lower" ? -1 : 1);
    if (direction >= 0 || p_of(difference) >= least) continue;
    worst = &row;
    least = p_of(difference);
  }
  if (!worst) return std::nullopt;
  const Json& difference = at(*worst, "difference");
  const int places = string_at(*worst, "unit") == "mean" ? 2 : 1;
  std::string text = "Who leaves the path is less content: " + curly(string_at(*worst, "survey")) + " is " +
                     fixed(number_at(at(*worst, "offPath"), "value"), places) + " off it and " +
                     fixed(number_at(at(*worst, "onPath"), "value"), places) + " on it (" + p_phrase(p_of(difference)) +
                     ").";
  if (kind == "joyride") text += " A joyride may lead anywhere, but it should please.";
  return finding("satisfaction", std::move(text));
}

// --- change

std::optional<Json> change_finding(const Json& journey, std::string_view kind) {
  const Json& compare = at(journey, "compare");
  if (!compare.is_object()) return std::nullopt;
  const Json &before = at(compare, "before"), &after = at(compare, "after"), &differences = at(compare, "difference");
  const std::string names =
      " from " + std::string(string_at(before, "name")) + " to " + std::string(string_at(after, "name"));
  std::string text;
  const auto add = [&](std::string part) { text += (text.empty() ? "" : "; ") + std::move(part); };
  const Json& time = at(differences, "time");
  if (const int direction = direction_of(time); direction != 0) {
    add("the time to value " + std::string(direction > 0 ? "rose" : "fell") + " by typically " +
        duration_phrase(std::abs(number_at(time, "delta"))) + " (" + p_phrase(p_of(time)) + ")");
  }
  for (const auto& [key, what] :
       {std::pair("offPath", "the share off the path"), {"finished", "the share that finishes"}}) {
    const Json& difference = at(differences, key);
    const int direction = direction_of(difference);
    if (direction == 0) continue;
    add(what + std::string(direction > 0 ? " rose" : " fell") + " from " +
        percent(number_at(at(before, key), "share")) + " to " + percent(number_at(at(after, key), "share")) + " (" +
        p_phrase(p_of(difference)) + ")");
  }
  if (text.empty()) {
    if (count_at(before, "started") == 0 || count_at(after, "started") == 0) {
      return finding("change", "Nothing can be said about a change" + names + ": " +
                                   counted(count_at(before, "started"), "attempt", "attempts") + " began before and " +
                                   decimal(count_at(after, "started")) + " after.");
    }
    return finding("change", "No real change" + names + " in time, path or finishing.");
  }
  if ((kind == "joyride" || kind == "odyssey") && direction_of(time) > 0) {
    text += std::string("; of ") + (kind == "joyride" ? "a joyride" : "an odyssey") + " more time is no loss by itself";
  }
  return finding("change", "A real change" + names + ": " + text + ".");
}

}  // namespace

const char* effort_of(std::string_view kind) {
  if (kind == "routine") return "A routine should be effortless and predictable: short, and the same every time.";
  if (kind == "joyride") {
    return "A joyride should be effortless but may surprise: time and detours are no fault as long as they please.";
  }
  if (kind == "trek") return "A trek is hard work that is expected; it should be predictable, step by step.";
  if (kind == "odyssey") {
    return "An odyssey is hard and unpredictable by nature: what counts is who goes on, and how content they are.";
  }
  return "";
}

Json journey_findings_json(const Json& journey) {
  Json result = Json::array();
  const std::string_view kind = string_at(journey, "kind");
  const int64_t ended = count_at(at(journey, "offPath"), "n");
  const auto add = [&](std::optional<Json> one) {
    if (one) result.push_back(std::move(*one));
  };
  if (ended < kFew) {
    add(finding("sample", "Too few to say much: " + counted(ended, "attempt has", "attempts have") +
                              " ended. Look again when there are " + decimal(kFew) + "."));
    if (at(journey, "compare").is_object()) add(change_finding(journey, kind));
    return result;
  }
  add(tax_finding(journey));
  add(effort_finding(journey, kind));
  add(cost_finding(journey, kind));
  add(spread_finding(journey, kind));
  add(satisfaction_finding(journey, kind));
  add(change_finding(journey, kind));
  const int64_t open = count_at(journey, "open"), started = count_at(journey, "started");
  if (4 * open > started) {
    add(finding("open", decimal(open) + " of " + decimal(started) +
                            " attempts are still going: the share that finishes can only rise, and slow ones are not "
                            "among the times yet."));
  }
  return result;
}

}  // namespace canvass::report

#include "core/report/experiments.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "core/base/text.h"
#include "core/config/config.h"
#include "core/metrics/multiple.h"
#include "core/metrics/proportion.h"
#include "core/metrics/quantile.h"
#include "core/metrics/ranks.h"
#include "core/report/funnel.h"
#include "core/report/phrase.h"
#include "core/report/times.h"
#include "core/targeting/glob.h"

namespace canvass::report {

namespace {

using Metric = Experiment::Metric;
using Clusters = std::vector<metrics::Cluster>;

// --- what was measured, on either side of the change --------------------------------------------------------

struct Side {
  int64_t n = 0;
  std::optional<int64_t> count = {};  // of shares
  double effect = 1;                  // design effect of shares
  int64_t open = 0;                   // of journeys: attempts that are still going
  std::optional<double> value = {};
  std::optional<metrics::Interval> interval = {};
  const char* method = "";
};

struct Result {
  Side before = {}, after = {};
  Json difference = nullptr;
};

struct Windows {
  Span before, after;
};

Windows windows_of(const Experiment& experiment, const Query& query) {
  return {{std::max(experiment.from, query.span.from), std::min(experiment.at, query.span.to)},
          {std::max(experiment.at, query.span.from), std::min(experiment.to, query.span.to)}};
}

Side share_side(const Clusters& clusters) {
  Side side;
  side.count = 0;
  side.method = "wilson";
  for (const metrics::Cluster& cluster : clusters) {
    *side.count += cluster.successes;
    side.n += cluster.n;
  }
  if (side.n == 0) return side;
  side.effect = metrics::design_effect(clusters);
  side.value = 100.0 * static_cast<double>(*side.count) / static_cast<double>(side.n);
  const metrics::Interval interval = metrics::wilson_clustered(clusters);
  side.interval = metrics::Interval{100 * interval.low, 100 * interval.high};
  return side;
}

Result of_shares(const Clusters& before, const Clusters& after) {
  Result result{share_side(before), share_side(after)};
  if (result.before.n > 0 && result.after.n > 0) {
    result.difference = to_json(metrics::compare_clustered(before, after), std::nullopt);
  }
  return result;
}

// --- signals

uint8_t signal_of(std::string_view name) {
  uint8_t place = 0;
  while (place < config::kSignals && name_of(static_cast<config::Signal>(place)) != name) ++place;
  return place;
}

// Pages by number: whether the experiment is about them.
std::vector<bool> pages_of(const Experiment& experiment, const Activity& activity) {
  std::vector<bool> wanted;
  for (const std::string& page : activity.pages()) {
    wanted.push_back(experiment.page.empty() || targeting::glob_matches(experiment.page, page));
  }
  return wanted;
}

// Page views of one visitor go together; of nobody in particular each stands for itself.
class Grouped {
 public:
  void add(uint32_t person, bool success) {
    if (person == kNone || person != last_) {
      clusters_.emplace_back();
      last_ = person;
    }
    ++clusters_.back().n;
    clusters_.back().successes += success;
  }
  const Clusters& clusters() const { return clusters_; }

 private:
  Clusters clusters_;
  uint32_t last_ = kNone;
};

Result of_signal(const Experiment& experiment, const Windows& windows, const Activity& activity,
                 const std::vector<PageView>& views) {
  const uint8_t signal = signal_of(experiment.of);
  const std::vector<bool> wanted = pages_of(experiment, activity);
  const auto has_signal = [&](const PageView& view) {
    if (experiment.on.empty()) return (view.signals >> signal & 1) != 0;
    return std::any_of(view.on.begin(), view.on.end(), [&](const std::pair<uint8_t, uint32_t>& one) {
      return one.first == signal && activity.elements()[one.second] == experiment.on;
    });
  };
  Grouped before, after;  // views are in the order of persons
  for (const PageView& view : views) {
    if (!wanted[view.page]) continue;
    if (windows.before.holds(view.time)) before.add(view.person, has_signal(view));
    if (windows.after.holds(view.time)) after.add(view.person, has_signal(view));
  }
  return of_shares(before.clusters(), after.clusters());
}

// --- contacts

Result of_contacts(const Windows& windows, const Evidence& evidence) {
  const auto days = evidence.activity.days(evidence.persons);
  const auto contacts = evidence.activity.contacts(evidence.persons);
  const auto side = [&](const Span& span) {
    std::set<uint32_t> seen, asked;
    for (const auto& [person, time] : days) {
      if (person != kNone && span.holds(time)) seen.insert(person);
    }
    for (const auto* list : {&contacts, &evidence.tickets}) {
      for (const auto& [person, time] : *list) {
        if (person != kNone && span.holds(time)) asked.insert(person);
      }
    }
    seen.insert(asked.begin(), asked.end());  // a ticket may be written on a day without a visit
    Clusters clusters;
    for (const uint32_t person : seen) clusters.push_back({asked.count(person) != 0, 1});
    return clusters;
  };
  return of_shares(side(windows.before), side(windows.after));
}

// --- journeys

// Attempts of one visitor go together.
Clusters clusters_of(const Way& way, const Span& span, Metric metric) {
  std::vector<std::pair<uint32_t, bool>> attempts;
  for (const Attempt& attempt : way.attempts) {
    if (attempt.start == kNoTime || !span.holds(attempt.start)) continue;
    if (metric == Metric::kOffPath && attempt.end == Attempt::End::kOpen) continue;
    attempts.emplace_back(attempt.person,
                          metric == Metric::kOffPath ? attempt.off_path : attempt.end == Attempt::End::kFinished);
  }
  std::sort(attempts.begin(), attempts.end());
  Grouped grouped;
  for (const auto& [person, success] : attempts) grouped.add(person, success);
  return grouped.clusters();
}

Side times_side(std::vector<double>& times) {
  Side side;
  side.n = static_cast<int64_t>(times.size());
  side.method = "order";
  if (times.empty()) return side;
  side.value = quantile(times, 0.5);
  std::sort(times.begin(), times.end());
  side.interval = metrics::quantile_interval(times, 0.5);
  return side;
}

Result of_journey(const Experiment& experiment, const Windows& windows, const Way& way) {
  Taken before = taken(way, windows.before), after = taken(way, windows.after);
  Result result;
  if (experiment.metric == Metric::kTime) {
    result = {times_side(before.times), times_side(after.times)};
    if (result.before.n > 0 && result.after.n > 0) {
      result.difference = to_json(metrics::compare_ranks(before.times, after.times));
    }
  } else {
    result = of_shares(clusters_of(way, windows.before, experiment.metric),
                       clusters_of(way, windows.after, experiment.metric));
  }
  result.before.open = before.open;
  result.after.open = after.open;
  return result;
}

// --- answers

Side score_side(const Scored& scored, const Tally& tally) {
  const Estimate known = estimate(scored, tally);
  return {.n = known.n, .value = known.value, .interval = known.interval, .method = interval_method(scored)};
}

Result of_answers(const Windows& windows, const Scored& scored, const std::vector<std::pair<TimeMs, double>>& values) {
  Tally before, after;
  for (const auto& [time, value] : values) {
    if (windows.before.holds(time)) before.add(scored, value, 1);
    if (windows.after.holds(time)) after.add(scored, value, 1);
  }
  Result result{score_side(scored, before), score_side(scored, after)};
  if (const std::optional<Compared> compared = compare(scored, before, after)) {
    result.difference = to_json(*compared, std::nullopt);
  }
  return result;
}

// --- how it is spoken of --------------------------------------------------------------------------------------

// How the numbers of a metric are said.
struct Voice {
  std::string label;             // "rage clicks on “#coupon”"
  const char* unit = "percent";  // or "points", "mean", "ms"
  const char* one = "";          // of what there are n
  const char* many = "";
  int better = 0;  // 1: higher, −1: lower, 0: neither by itself
  bool short_scale = false;

  std::string value(double number) const {
    if (is("ms")) return duration_phrase(number);
    if (is("percent")) return fixed(number, 1) + " %";
    return is("points") ? signed_fixed(number, 1) : fixed(number, short_scale ? 2 : 1);
  }
  std::string change(double number) const {
    if (is("ms")) return (number > 0 ? "+" : "") + duration_phrase(number);
    const std::string text = signed_fixed(number, is("mean") && short_scale ? 2 : 1);
    return is("percent") ? text + " percentage points" : is("points") ? text + " points" : text;
  }

  bool is(std::string_view name) const { return name == unit; }
};

const char* signal_name(std::string_view signal) {
  constexpr std::pair<std::string_view, const char*> kNames[] = {{"rage", "a rage click"},
                                                                 {"dead", "a dead click"},
                                                                 {"error", "an error click"},
                                                                 {"quickBack", "a quick back"},
                                                                 {"thrash", "thrashing"},
                                                                 {"formStruggle", "a form struggle"},
                                                                 {"refreshBurst", "a refresh burst"},
                                                                 {"abandonedForm", "an abandoned form"}};
  for (const auto& [name, text] : kNames) {
    if (name == signal) return text;
  }
  return "a signal";
}

Voice voice_of(const Experiment& experiment, const Scored* scored, const Way* way) {
  Voice voice;
  switch (experiment.metric) {
    case Metric::kSignal:
      voice.label = join({"the share of page views with ", signal_name(experiment.of)});
      if (!experiment.on.empty()) voice.label += " on " + curly(experiment.on);
      if (!experiment.page.empty()) voice.label += ", of pages " + curly(experiment.page);
      voice.one = "page view";
      voice.many = "page views";
      voice.better = -1;
      return voice;
    case Metric::kContacts:
      voice.label = "the share of visitors who asked for help";
      voice.one = "visitor";
      voice.many = "visitors";
      voice.better = -1;
      return voice;
    case Metric::kSurvey:
      voice.label = "the score of " + curly(experiment.of);
      voice.one = "answer";
      voice.many = "answers";
      if (scored) {
        voice.better = scored->lower_is_better ? -1 : 1;
        voice.unit = scored->measure == Measure::kNps     ? "points"
                     : scored->measure == Measure::kShare ? "percent"
                                                          : "mean";
        voice.short_scale = scored->high <= 10;
      }
      return voice;
    case Metric::kTime:
    case Metric::kOffPath:
    case Metric::kFinished:
      break;
  }
  // On a joyride or an odyssey neither time nor detours are good or bad by themselves.
  const bool playful = way && (way->kind == "joyride" || way->kind == "odyssey");
  voice.one = "attempt";
  voice.many = "attempts";
  if (experiment.metric == Metric::kTime) {
    voice.label = "the time to the goal of " + curly(experiment.of);
    voice.unit = "ms";
    voice.better = playful ? 0 : -1;
  } else if (experiment.metric == Metric::kOffPath) {
    voice.label = "the share that leaves the ideal path of " + curly(experiment.of);
    voice.better = playful ? 0 : -1;
  } else {
    voice.label = "the share that finishes " + curly(experiment.of);
    voice.better = 1;
  }
  return voice;
}

const char* metric_name(Metric metric) {
  switch (metric) {
    case Metric::kSignal:
      return "signal";
    case Metric::kContacts:
      return "contacts";
    case Metric::kSurvey:
      return "survey";
    case Metric::kTime:
      return "time";
    case Metric::kOffPath:
      return "offPath";
    case Metric::kFinished:
      return "finished";
  }
  return "";
}

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string range(const Json& interval, const Voice& voice) {
  const double low = interval["low"].get<double>(), high = interval["high"].get<double>();
  if (voice.is("ms")) return voice.change(low) + " to " + voice.change(high);
  const int places = voice.is("mean") && voice.short_scale ? 2 : 1;
  return signed_fixed(low, places) + " to " + signed_fixed(high, places);
}

// The verdict, and the sentence that says it.
std::pair<const char*, std::string> said(const Experiment& experiment, const Result& result, const Voice& voice,
                                         TimeMs last) {
  const auto amounts = [&] {
    return counted(result.before.n, voice.one, voice.many) + " before and " + decimal(result.after.n) + " after";
  };
  if (last == kNoTime || experiment.at > last) {
    return {"tooFew", "Nothing after " + experiment.date + " has been recorded yet."};
  }
  if (result.before.n < kEnough || result.after.n < kEnough || !result.difference.is_object()) {
    return {"tooFew", "Too little data to say anything: " + amounts() + ", and at least " + decimal(kEnough) +
                          " on each side are needed."};
  }
  const Json& difference = result.difference;
  const double delta = difference["delta"].get<double>(), p = difference["p"].get<double>();
  const std::string verdict = metrics::verdict(delta, p);
  const bool has_interval = difference["interval"].is_object();
  // Times: the shift of all of them is not the difference of the two medians.
  const std::string went =
      voice.label + " went from " + voice.value(*result.before.value) + " to " + voice.value(*result.after.value);
  std::string numbers = (voice.is("ms") ? "typically " : "") + voice.change(delta);
  if (has_interval) numbers += ", 95 % interval " + range(difference["interval"], voice);
  numbers += ", " + p_phrase(p);
  if (verdict == "unclear") {
    std::string text = "No real change: " + went + " (" + numbers + "), of " + amounts() + ".";
    return {"unclear", text + " That is no proof that nothing changed: these numbers cannot tell."};
  }
  const int direction = verdict == "up" ? 1 : -1;
  std::string text = capital(went) + " (" + numbers + "), of " + amounts() + ".";
  if (voice.better == 0) {
    return {"changed", "A real change: " + went + " (" + numbers + "), of " + amounts() +
                           ". Of a way of this kind neither is better by itself."};
  }
  if (direction == voice.better) return {"better", text + " It moved as the hypothesis says."};
  return {"worse", text + " It got worse, against the hypothesis."};
}

Json side_json(const Side& side, const Span& span, const Voice& voice) {
  const bool journey = voice.is("ms") || std::string_view(voice.one) == "attempt";
  Json json = {{"from", span.from == Span().from ? Json(nullptr) : time_json(span.from)},
               {"to", span.to == Span().to ? Json(nullptr) : time_json(span.to)},
               {"n", side.n},
               {"value", to_json(side.value)},
               {"interval", to_json(side.interval, side.method)}};
  if (side.count) {
    json["count"] = *side.count;
    json["designEffect"] = side.effect;
  }
  if (journey) json["open"] = side.open;
  return json;
}

}  // namespace

void Experiments::add_survey(const Survey& survey) {
  bool wanted = false;
  const std::string entries = survey.id + "/";
  for (const Experiment& experiment : plan_.experiments) {
    wanted = wanted || (experiment.metric == Metric::kSurvey &&
                        (experiment.of == survey.id || experiment.of.compare(0, entries.size(), entries) == 0));
  }
  if (!wanted) return;
  const std::vector<Scored> all = scored_items(survey);
  for (size_t i = 0; i < all.size(); ++i) {
    Answers answers;
    answers.scored = all[i];
    answers.scored.item = nullptr;
    answers.scored.answers.clear();
    for (const Valued& answer : all[i].answers) {
      const std::optional<TimeMs> time = survey.responses[answer.response].time;
      if (time) answers.values.emplace_back(*time, answer.value);
    }
    // The report's entries: the first has the survey's id, the others that and the question's.
    answers_.emplace(entries + all[i].question, answers);
    if (i == 0) answers_.emplace(survey.id, std::move(answers));
  }
}

Json Experiments::json(const Evidence& evidence) const {
  Json list = Json::array();
  std::vector<PageView> views;
  const bool signals = std::any_of(plan_.experiments.begin(), plan_.experiments.end(),
                                   [](const Experiment& one) { return one.metric == Metric::kSignal; });
  if (signals) views = evidence.activity.page_views(evidence.persons);
  for (const Experiment& experiment : plan_.experiments) {
    const Windows windows = windows_of(experiment, query_);
    const Scored* scored = nullptr;
    const Way* way = nullptr;
    Result result;
    std::string missing;
    switch (experiment.metric) {
      case Metric::kSignal:
        result = of_signal(experiment, windows, evidence.activity, views);
        break;
      case Metric::kContacts:
        result = of_contacts(windows, evidence);
        break;
      case Metric::kSurvey:
        if (const auto it = answers_.find(experiment.of); it != answers_.end()) {
          scored = &it->second.scored;
          result = of_answers(windows, *scored, it->second.values);
        } else {
          missing = "There is no scored answer to " + curly(experiment.of) + " in these events.";
        }
        break;
      case Metric::kTime:
      case Metric::kOffPath:
      case Metric::kFinished:
        for (const Way& candidate : evidence.ways) {
          if (candidate.id == experiment.of) way = &candidate;
        }
        if (way) {
          result = of_journey(experiment, windows, *way);
        } else {
          missing = "Nobody started " + curly(experiment.of) + " in these events.";
        }
        break;
    }
    const Voice voice = voice_of(experiment, scored, way);
    auto [verdict, text] = said(experiment, result, voice, evidence.activity.last());
    if (!missing.empty()) {
      verdict = "tooFew";
      text = missing;
    }
    Json warnings = Json::array(), overlaps = Json::array();
    for (const Experiment& other : plan_.experiments) {
      if (&other == &experiment || !same_metric(other, experiment) || !overlap(other, experiment)) continue;
      overlaps.push_back(other.id);
      warnings.push_back("Its time overlaps that of " + curly(other.id) +
                         " on the same metric: nobody can tell which of the two moved it.");
    }
    const bool journey = way != nullptr;
    if (journey && 10 * result.after.open > result.after.open + result.after.n) {
      warnings.push_back(counted(result.after.open, "attempt", "attempts") + " that began after the change " +
                         (result.after.open == 1 ? "is" : "are") +
                         " still going: slow ones are not counted yet, so look again later.");
    }
    Json metric = {{"kind", metric_name(experiment.metric)},
                   {"of", experiment.of.empty() ? Json(nullptr) : Json(experiment.of)},
                   {"on", experiment.on.empty() ? Json(nullptr) : Json(experiment.on)},
                   {"page", experiment.page.empty() ? Json(nullptr) : Json(experiment.page)}};
    list.push_back({{"id", experiment.id},
                    {"hypothesis", experiment.hypothesis},
                    {"date", experiment.date},
                    {"metric", std::move(metric)},
                    {"label", capital(voice.label)},
                    {"unit", voice.unit},
                    {"better", voice.better == 0 ? Json(nullptr) : Json(voice.better > 0 ? "higher" : "lower")},
                    {"what", voice.many},
                    {"before", side_json(result.before, windows.before, voice)},
                    {"after", side_json(result.after, windows.after, voice)},
                    {"difference", std::move(result.difference)},
                    {"verdict", verdict},
                    {"text", std::move(text)},
                    {"overlaps", std::move(overlaps)},
                    {"warnings", std::move(warnings)}});
  }
  return list;
}

}  // namespace canvass::report

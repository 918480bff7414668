#include "core/report/score.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/metrics/ces.h"
#include "core/metrics/multiple.h"
#include "core/metrics/proportion.h"
#include "core/report/sections.h"

namespace canvass::report {

using metrics::Difference;
using metrics::Interval;

namespace {

// What presets make of a response, and on what scale. The first that a survey has is its main score.
struct PresetScore {
  const char* name;
  Measure measure;
  double low, high;
  const char* question;  // where it is that of one question
};

constexpr PresetScore kPresetScores[] = {
    {"sus", Measure::kMean, 0, 100, ""}, {"umuxLite", Measure::kMean, 0, 100, ""},
    {"suprq", Measure::kMean, 1, 5, ""}, {"csi", Measure::kMean, 0, 100, ""},
    {"seq", Measure::kMean, 1, 7, ""},   {"pmf", Measure::kShare, 0, 100, "disappointed"},
};

constexpr int kBuckets = 12;  // 0…11: every whole number that a scale has

// Most answers are a few whole numbers, which are counted rather than sorted. False when they are not.
bool count_values(const Item& item, size_t (&counts)[kBuckets]) {
  for (const Answer& answer : item.answers) {
    const double value = answer.value;
    if (!(value >= 0 && value < kBuckets) || value != std::floor(value)) return false;
    ++counts[static_cast<size_t>(value)];
  }
  return true;
}

std::vector<Valued> by_value(const Item& item) {
  std::vector<Valued> result(item.answers.size());
  size_t next[kBuckets] = {};
  if (!count_values(item, next)) {
    for (size_t i = 0; i < result.size(); ++i) result[i] = {item.answers[i].response, item.answers[i].value};
    std::sort(result.begin(), result.end(), [](const Valued& a, const Valued& b) { return a.value < b.value; });
    return result;
  }
  size_t at = 0;
  for (size_t& place : next) at += std::exchange(place, at);
  for (const Answer& answer : item.answers) {
    result[next[static_cast<size_t>(answer.value)]++] = {answer.response, answer.value};
  }
  return result;
}

Scored of_question(const Item& item) {
  Scored scored;
  scored.item = &item;
  scored.question = item.question;
  scored.low = item.min;
  scored.high = item.max;
  switch (item.type) {
    case Kind::kNps:
      scored.metric = "nps";
      scored.measure = Measure::kNps;
      scored.low = -100;
      scored.high = 100;
      break;
    case Kind::kCes:
      scored.metric = "ces";
      scored.low = 1;
      scored.high = metrics::ces_points(item.ces);
      scored.lower_is_better = item.ces == metrics::CesVariant::kEffort5;
      break;
    case Kind::kCsat:
      scored.metric = "csat";
      scored.measure = Measure::kShare;
      scored.top = 4;
      scored.low = 0;
      scored.high = 100;
      break;
    default:
      scored.metric = "rating";
      break;
  }
  return scored;
}

bool has_score(const Item& item) {
  return item.type == Kind::kNps || item.type == Kind::kCes || item.type == Kind::kCsat || item.type == Kind::kRating;
}

const Item* score_item(const Survey& survey, std::string_view name) {
  for (const Item& item : survey.items) {
    if (item.type == Kind::kScore && item.question == name && !item.answers.empty()) return &item;
  }
  return nullptr;
}

// The Single Ease Question is a rating of seven points: its answers are the question's own, also those of responses
// that never ended.
const Item* ease_question(const Survey& survey) {
  const Item* found = nullptr;
  for (const Item& item : survey.items) {
    if (item.type != Kind::kRating || item.min != 1 || item.max != 7) continue;
    if (item.question == "ease") return &item;
    if (!found) found = &item;
  }
  return found;
}

// The main score is what a preset makes of the whole response; none where no preset does.
std::optional<Scored> preset_score(const Survey& survey) {
  for (const PresetScore& preset : kPresetScores) {
    const Item* item = score_item(survey, preset.name);
    if (!item) continue;
    Scored scored;
    if (std::string_view(preset.name) == "seq") {
      if (const Item* ease = ease_question(survey)) {
        scored.question = ease->question;
        item = ease;
      }
    }
    scored.item = item;
    scored.metric = preset.name;
    scored.measure = preset.measure;
    scored.low = preset.low;
    scored.high = preset.high;
    scored.top = 50;  // of product/market fit, where a response scores 100 or 0
    if (*preset.question != '\0') scored.question = preset.question;
    return scored;
  }
  return std::nullopt;
}

Interval scaled(const Interval& interval, double by) { return {interval.low * by, interval.high * by}; }

Compared percent(const Difference& difference, const char* method) {
  return {{100 * difference.delta, 100 * difference.se, scaled(difference.interval, 100), difference.p}, method};
}

// Two groups of which each is of one mind: a t-test has no spread to go by. All that can be asked is how often answers
// dealt out by chance would fall apart so cleanly (R. A. Fisher, "The Design of Experiments", 1935, section 21).
double clean_split(int64_t a, int64_t b) {
  double p = 1;
  for (int64_t i = 1; i <= std::min(a, b) && p > 1e-300; ++i) {
    p *= static_cast<double>(i) / static_cast<double>(std::max(a, b) + i);
  }
  return std::min(1.0, a == b ? 2 * p : p);
}

}  // namespace

std::vector<Scored> scored_items(const Survey& survey) {
  std::vector<Scored> result;
  std::optional<Scored> main = preset_score(survey);
  if (main) result.push_back(std::move(*main));
  for (const Item& item : survey.items) {
    if (has_score(item) && !(main && item.type == Kind::kRating && result[0].item == &item)) {
      result.push_back(of_question(item));
    }
  }
  for (Scored& scored : result) scored.answers = by_value(*scored.item);
  return result;
}

const Item* main_item(const Survey& survey) {
  if (const std::optional<Scored> main = preset_score(survey)) return main->item;
  for (const Item& item : survey.items) {
    if (has_score(item)) return &item;
  }
  return nullptr;
}

const char* category(const Scored& scored, double value) {
  const auto whole = static_cast<int64_t>(value);
  if (scored.item->type == Kind::kNps) {
    const auto group = metrics::nps_category(whole);
    return group ? metrics::name(*group) : nullptr;
  }
  if (scored.item->type == Kind::kCes) {
    const auto group = metrics::ces_category(scored.item->ces, whole);
    return group ? metrics::name(*group) : nullptr;
  }
  if (scored.item->type == Kind::kCsat) return whole > 3 ? "satisfied" : whole == 3 ? "neutral" : "dissatisfied";
  if (std::string_view(scored.metric) == "pmf") return value >= scored.top ? "veryDisappointed" : "others";
  return nullptr;
}

std::vector<uint32_t> answer_by_response(const Survey& survey, const Item& item) {
  std::vector<uint32_t> result(survey.responses.size(), kNone);
  for (size_t i = 0; i < item.answers.size(); ++i) result[item.answers[i].response] = static_cast<uint32_t>(i);
  return result;
}

// --- counting ---------------------------------------------------------------------------------------------

void Tally::add(const Scored& scored, double value, int64_t times) {
  n += times;
  switch (scored.measure) {
    case Measure::kNps:
      if (value >= 9) promoters += times;
      if (value <= 6) detractors += times;
      break;
    case Measure::kShare:
      if (value >= scored.top) successes += times;
      break;
    case Measure::kMean:
      moments.add(value, times);
      break;
  }
}

void Tally::merge(const Tally& other) {
  n += other.n;
  detractors += other.detractors;
  promoters += other.promoters;
  successes += other.successes;
  moments.merge(other.moments);
}

Tally tally(const Scored& scored) {
  Tally result;
  for (size_t i = 0; i < scored.answers.size();) {
    size_t end = i;
    while (end < scored.answers.size() && scored.answers[end].value == scored.answers[i].value) ++end;
    result.add(scored, scored.answers[i].value, static_cast<int64_t>(end - i));
    i = end;
  }
  return result;
}

Tally tally_of(const Scored& scored, std::vector<double> values) {
  Tally result;
  std::sort(values.begin(), values.end());
  for (size_t i = 0, end = 0; i < values.size(); i = end) {
    while (end < values.size() && values[end] == values[i]) ++end;
    result.add(scored, values[i], static_cast<int64_t>(end - i));
  }
  return result;
}

Tally without(const Tally& all, const Tally& part) {
  Tally rest;
  rest.n = all.n - part.n;
  rest.detractors = all.detractors - part.detractors;
  rest.promoters = all.promoters - part.promoters;
  rest.successes = all.successes - part.successes;
  const metrics::Moments& whole = all.moments;
  rest.moments.n = whole.n - part.moments.n;
  if (rest.moments.n <= 0) return rest;
  const auto n = static_cast<double>(whole.n);
  const auto few = static_cast<double>(part.moments.n);
  rest.moments.mean = (n * whole.mean - few * part.moments.mean) / (n - few);
  const double apart = part.moments.mean - rest.moments.mean;
  const double squares = whole.squares - part.moments.squares - apart * apart * few * (n - few) / n;
  // Where all the same was answered, rounding leaves next to nothing.
  rest.moments.squares = squares > 1e-9 * whole.squares ? squares : 0;
  return rest;
}

metrics::Moments moments_of(const Item& item) {
  metrics::Moments moments;
  size_t counts[kBuckets] = {};
  if (count_values(item, counts)) {
    for (int value = 0; value < kBuckets; ++value) {
      if (counts[value] > 0) moments.add(value, static_cast<int64_t>(counts[value]));
    }
    return moments;
  }
  std::vector<double> values;
  values.reserve(item.answers.size());
  for (const Answer& answer : item.answers) values.push_back(answer.value);
  std::sort(values.begin(), values.end());
  for (size_t i = 0, end = 0; i < values.size(); i = end) {
    while (end < values.size() && values[end] == values[i]) ++end;
    moments.add(values[i], static_cast<int64_t>(end - i));
  }
  return moments;
}

// --- estimates and comparisons ----------------------------------------------------------------------------

const char* interval_method(const Scored& scored) {
  switch (scored.measure) {
    case Measure::kNps:
      return "score";
    case Measure::kShare:
      return "wilson";
    case Measure::kMean:
      return "t";
  }
  return "";
}

Estimate estimate(const Scored& scored, const Tally& tally) {
  Estimate result;
  result.n = tally.n;
  if (tally.n == 0) return result;
  const auto n = static_cast<double>(tally.n);
  switch (scored.measure) {
    case Measure::kNps:
      // Multiplied before it is divided, so that 50 − 20 of 100 is 30 and not a neighbour of 30.
      result.value = 100.0 * static_cast<double>(tally.promoters - tally.detractors) / n;
      result.se = 100 * metrics::nps(tally.nps()).se;
      result.interval = scaled(metrics::nps_score(tally.nps()), 100);
      break;
    case Measure::kShare: {
      const double share = static_cast<double>(tally.successes) / n;
      result.value = 100.0 * static_cast<double>(tally.successes) / n;
      result.se = 100 * std::sqrt(share * (1 - share) / n);
      result.interval = scaled(metrics::wilson(tally.successes, tally.n), 100);
      break;
    }
    case Measure::kMean:
      result.value = tally.moments.mean;
      if (tally.n < 2) break;
      result.se = tally.moments.se();
      result.interval = metrics::t_interval(tally.moments);
      break;
  }
  return result;
}

std::optional<Compared> compare(const Scored& scored, const Tally& first, const Tally& second) {
  const int64_t fewest = std::min(first.n, second.n);
  if (fewest < (scored.measure == Measure::kMean ? 2 : 1)) return std::nullopt;
  switch (scored.measure) {
    case Measure::kNps: {
      // The interval and p are of the adjusted Wald, which is nearer to none; what is shown beside two values is the
      // difference between them. The interval never leaves it out, not even that of a handful of answers.
      Compared result = percent(metrics::compare_nps(first.nps(), second.nps()), "adjustedWald");
      Difference& shown = result.difference;
      shown.delta = 100 * (metrics::nps(second.nps()).value - metrics::nps(first.nps()).value);
      shown.interval = {std::min(shown.interval.low, shown.delta), std::max(shown.interval.high, shown.delta)};
      return result;
    }
    case Measure::kShare:
      return percent(metrics::compare_proportions(first.successes, first.n, second.successes, second.n), "newcombe");
    case Measure::kMean:
      break;
  }
  Compared result{metrics::welch(first.moments, second.moments), "welch"};
  Difference& difference = result.difference;
  if (first.moments.squares == 0 && second.moments.squares == 0 && difference.delta != 0) {
    result.method = "permutation";
    difference.p = clean_split(first.n, second.n);
    const double widest = scored.high - scored.low;
    if (difference.p >= 0.05) difference.interval = {-widest, widest};
  }
  return result;
}

// --- JSON -------------------------------------------------------------------------------------------------

Json to_json(const Interval& interval, const char* method) {
  return {{"method", method}, {"confidence", metrics::kConfidence}, {"low", interval.low}, {"high", interval.high}};
}

Json to_json(const std::optional<Interval>& interval, const char* method) {
  return interval ? to_json(*interval, method) : Json(nullptr);
}

Json to_json(const std::optional<double>& number) { return number ? Json(*number) : Json(nullptr); }

Json to_json(const Scored& scored, const Tally& tally) {
  const Estimate known = estimate(scored, tally);
  return {{"n", known.n},
          {"value", to_json(known.value)},
          {"se", to_json(known.se)},
          {"interval", to_json(known.interval, interval_method(scored))}};
}

Json to_json(const metrics::Moments& moments) {
  Tally tally;
  tally.n = moments.n;
  tally.moments = moments;
  return to_json(Scored{}, tally);
}

Json to_json(const Compared& compared, std::optional<double> adjusted_p) {
  const Difference& difference = compared.difference;
  Json json = {{"delta", difference.delta},
               {"se", difference.se},
               {"interval", to_json(difference.interval, compared.method)},
               {"p", difference.p},
               {"method", compared.method},
               {"verdict", metrics::verdict(difference.delta, adjusted_p.value_or(difference.p))}};
  if (adjusted_p) json["pAdjusted"] = *adjusted_p;
  return json;
}

void put_share(Json& object, int64_t part, int64_t whole) {
  if (whole <= 0) {
    object["share"] = nullptr;
    object["interval"] = nullptr;
    return;
  }
  object["share"] = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  object["interval"] = to_json(scaled(metrics::wilson(part, whole), 100), "wilson");
}

Json number_json(double value) {
  const bool whole = std::abs(value) <= 9007199254740992.0 && value == std::floor(value);
  return whole ? Json(static_cast<int64_t>(value)) : Json(value);
}

Json time_json(TimeMs time) { return format_iso8601(std::clamp<TimeMs>(time, 0, kMaxTime)); }

}  // namespace canvass::report

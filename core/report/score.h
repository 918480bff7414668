// What an entry of the report is about, and how answers make its number: the same for all respondents, for those of one
// period, and for those of one segment.
//
//   const std::vector<Scored> scored = scored_items(survey);           // the main one first
//   const Tally all = tally(scored[0]);
//   Json json = to_json(scored[0], all);                                // {"n":100,"value":30.0,"se":…,"interval":{…}}
//   std::vector<Tally> groups = tally_by(scored[0], 2, [&](uint32_t response) { return group_of[response]; });
//   if (auto d = compare(scored[0], groups[0], groups[1])) json = to_json(*d, std::nullopt);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/metrics/interval.h"
#include "core/metrics/mean.h"
#include "core/metrics/nps.h"
#include "core/report/survey.h"

namespace canvass::report {

enum class Measure : uint8_t {
  kNps,    // promoters less detractors, −100…100
  kShare,  // per cent of the answers that are `top` or higher
  kMean,   // of the answers, on their own scale
};

struct Valued {
  uint32_t response = 0;
  double value = 0;
};

struct Scored {
  const Item* item = nullptr;
  const char* metric = "";  // "nps", "csat", …
  Measure measure = Measure::kMean;
  double low = 0, high = 0;      // the range of the value
  bool lower_is_better = false;  // of effort
  double top = 0;                // of kShare
  std::string question = {};     // empty: what was made of the whole response
  // By value. What is counted in this order depends neither on the order of lines nor on that of responses.
  std::vector<Valued> answers = {};
};

// Everything that has a score: what a preset makes of the response, else the first scored question, is the main one;
// then the scored questions in their order.
std::vector<Scored> scored_items(const Survey& survey);

// The group that a value is in: "promoter", "easy", "satisfied", …; nullptr where the metric has none.
const char* category(const Scored& scored, double value);

// By response: index into Item::answers, or kNone.
std::vector<uint32_t> answer_by_response(const Survey& survey, const Item& item);

// --- counting ---------------------------------------------------------------------------------------------

struct Tally {
  int64_t n = 0;
  int64_t detractors = 0, promoters = 0;  // of kNps
  int64_t successes = 0;                  // of kShare
  metrics::Moments moments;               // of kMean

  void add(const Scored& scored, double value, int64_t times);
  void merge(const Tally& other);
  metrics::NpsCounts nps() const {
    return {.detractors = detractors, .passives = n - detractors - promoters, .promoters = promoters};
  }
};

// One tally for each of `groups`; `group_of(response)` is which one it belongs to, or kNone.
template <typename GroupOf>
std::vector<Tally> tally_by(const Scored& scored, size_t groups, const GroupOf& group_of) {
  std::vector<Tally> result(groups);
  std::vector<int64_t> counts(groups);
  std::vector<uint32_t> touched;
  const std::vector<Valued>& answers = scored.answers;
  for (size_t i = 0; i < answers.size();) {
    const double value = answers[i].value;
    touched.clear();
    for (; i < answers.size() && answers[i].value == value; ++i) {
      const uint32_t group = group_of(answers[i].response);
      if (group == kNone) continue;
      if (counts[group]++ == 0) touched.push_back(group);
    }
    for (const uint32_t group : touched) {
      result[group].add(scored, value, counts[group]);
      counts[group] = 0;
    }
  }
  return result;
}

Tally tally(const Scored& scored);

// Of these values; added in their order, so that no order of lines changes the sums.
Tally tally_of(const Scored& scored, std::vector<double> values);

// Those who are not in `part`, which is some of `all`. Moments: the reverse of metrics::Moments::merge.
Tally without(const Tally& all, const Tally& part);

// The moments of an item's answers, whatever their order.
metrics::Moments moments_of(const Item& item);

// --- estimates and comparisons ----------------------------------------------------------------------------

struct Estimate {
  int64_t n = 0;
  std::optional<double> value, se;
  std::optional<metrics::Interval> interval;
};

Estimate estimate(const Scored& scored, const Tally& tally);
const char* interval_method(const Scored& scored);  // "score", "wilson", "t"

struct Compared {
  metrics::Difference difference;  // in the unit of the value
  const char* method = "";
};

// Second − first; none when a group has too few answers: one of each for shares and NPS, two for means.
std::optional<Compared> compare(const Scored& scored, const Tally& first, const Tally& second);

// --- JSON -------------------------------------------------------------------------------------------------

Json to_json(const metrics::Interval& interval, const char* method);
Json to_json(const std::optional<metrics::Interval>& interval, const char* method);
Json to_json(const std::optional<double>& number);
Json to_json(const Scored& scored, const Tally& tally);  // a Score
Json to_json(const metrics::Moments& moments);           // the Score of a mean
Json to_json(const Compared& compared, std::optional<double> adjusted_p);

// `part` of `whole` in per cent with its Wilson interval, as {"share":…, "interval":…} members; null when whole is 0.
void put_share(Json& object, int64_t part, int64_t whole);

// A number as JSON: whole ones without a fraction.
Json number_json(double value);

// Times beyond the years of ISO 8601 become the first or last one.
Json time_json(TimeMs time);

}  // namespace canvass::report

#include "core/report/trend.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "core/metrics/multiple.h"

namespace canvass::report {

namespace {

constexpr Every kAll[] = {Every::kDay, Every::kWeek, Every::kMonth, Every::kQuarter, Every::kYear};
constexpr size_t kWantedMost = 26, kWantedLeast = 3;
constexpr int64_t kWantedAnswers = 5;

struct Times {
  TimeMs first = 0, last = 0;
  int64_t n = 0;
};

Times times_of(const Survey& survey, const Scored& scored) {
  Times result;
  for (const Valued& answer : scored.answers) {
    const std::optional<TimeMs> time = survey.responses[answer.response].time;
    if (!time) continue;
    if (result.n == 0 || *time < result.first) result.first = *time;
    if (result.n == 0 || *time > result.last) result.last = *time;
    ++result.n;
  }
  return result;
}

// The periods from the first answer to the last; at most `most` + 1 of them.
std::vector<Span> periods(Every every, const Times& times, size_t most) {
  std::vector<Span> result;
  for (Span span = period_of(every, times.first); result.size() <= most; span = period_of(every, span.to)) {
    result.push_back(span);
    if (span.to > times.last || span.to <= span.from) break;
  }
  return result;
}

// Only those that hold an answer.
std::vector<Span> filled_periods(Every every, const Survey& survey, const Scored& scored) {
  std::vector<TimeMs> times;
  for (const Valued& answer : scored.answers) {
    if (const std::optional<TimeMs> time = survey.responses[answer.response].time) times.push_back(*time);
  }
  std::sort(times.begin(), times.end());
  std::vector<Span> result;
  for (const TimeMs time : times) {
    if (result.empty() || !result.back().holds(time)) result.push_back(period_of(every, time));
  }
  return result;
}

}  // namespace

Every automatic_every(const Survey& survey, const Scored& scored) {
  const Times times = times_of(survey, scored);
  if (times.n == 0) return Every::kWeek;
  std::optional<Every> best;
  for (const Every every : kAll) {
    const size_t count = periods(every, times, kWantedMost).size();
    if (count > kWantedMost) continue;
    if (best && count < kWantedLeast) break;
    best = every;
    if (times.n >= kWantedAnswers * static_cast<int64_t>(count)) break;
  }
  return best.value_or(Every::kYear);
}

Json trend_json(const Survey& survey, const Scored& scored, Every& every) {
  Json trend = Json::array();
  const Times times = times_of(survey, scored);
  if (times.n == 0) return trend;
  std::vector<Span> spans = periods(every, times, kPeriods);
  for (const Every longer : kAll) {
    if (spans.size() <= kPeriods) break;
    if (longer <= every) continue;
    every = longer;
    spans = periods(every, times, kPeriods);
  }
  if (spans.size() > kPeriods) spans = filled_periods(every, survey, scored);

  const std::vector<Tally> tallies = tally_by(scored, spans.size(), [&](uint32_t response) {
    const std::optional<TimeMs> time = survey.responses[response].time;
    if (!time) return kNone;
    const auto after =
        std::upper_bound(spans.begin(), spans.end(), *time, [](TimeMs t, const Span& span) { return t < span.from; });
    return static_cast<uint32_t>(after - spans.begin() - 1);
  });

  std::vector<std::optional<Compared>> changes(spans.size());
  std::vector<double> p;
  const Tally* before = nullptr;
  for (size_t i = 0; i < spans.size(); ++i) {
    if (tallies[i].n == 0) continue;
    if (before) changes[i] = compare(scored, *before, tallies[i]);
    if (changes[i]) p.push_back(changes[i]->difference.p);
    before = &tallies[i];
  }
  const std::vector<double> adjusted = metrics::holm(p);
  size_t next = 0;
  for (size_t i = 0; i < spans.size(); ++i) {
    Json period = to_json(scored, tallies[i]);
    period["name"] = period_name(every, spans[i].from);
    period["from"] = time_json(spans[i].from);
    period["to"] = time_json(spans[i].to);
    period["change"] = changes[i] ? to_json(*changes[i], adjusted[next++]) : Json(nullptr);
    trend.push_back(std::move(period));
  }
  return trend;
}

}  // namespace canvass::report

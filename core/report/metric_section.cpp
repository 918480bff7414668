#include "core/report/metric_section.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <string_view>
#include <vector>

#include "core/metrics/ces.h"
#include "core/metrics/nps.h"
#include "core/metrics/proportion.h"
#include "core/metrics/questionnaires.h"
#include "core/report/question_section.h"

namespace canvass::report {

using metrics::CesCategory;
using metrics::Interval;

namespace {

constexpr const char* kCaveat =
    "Estimated by a regression that was fitted to other people's systems (Lewis, Utesch, Maher 2013); no substitute "
    "for "
    "asking the ten items of the SUS.";

bool is(const Scored& scored, std::string_view metric) { return scored.metric == metric; }

Json ends(const Interval& interval, double by = 100) {
  Json json = Json::array();
  json.push_back(by * interval.low);
  json.push_back(by * interval.high);
  return json;
}

int64_t count_of(const Scored& scored, double from, double to) {
  return std::count_if(scored.answers.begin(), scored.answers.end(),
                       [&](const Valued& answer) { return answer.value >= from && answer.value <= to; });
}

// A share of all answers, with its name.
Json named_share(const char* name, int64_t count, int64_t n) {
  if (n == 0) return nullptr;
  Json json = json_object();
  put_share(json, count, n);
  json["value"] = json["share"];
  json.erase("share");
  json["name"] = name;
  json["count"] = count;
  return json;
}

// Scores of respondents can be any number: ten equal parts of the range, the highest value in the last.
Json parts_of_range(const Scored& scored) {
  const double low = scored.low, width = (scored.high - scored.low) / 10;
  std::vector<int64_t> counts(10);
  for (const Valued& answer : scored.answers) {
    // Rounded first, so that 30 falls into 30…40 whatever the binary fraction of 0.3 is.
    const double part = std::floor((answer.value - low) / width + 1e-9);
    ++counts[static_cast<size_t>(std::clamp(part, 0.0, 9.0))];
  }
  Json result = Json::array();
  for (size_t i = 0; i < counts.size(); ++i) {
    result.push_back({{"value", number_json(low + width * static_cast<double>(i))},
                      {"to", number_json(low + width * static_cast<double>(i + 1))},
                      {"count", counts[i]}});
  }
  return result;
}

// How many answers make the interval ± 5 points, ± 0.2 on a scale of up to ten points, ± 2.5 of 0…100.
Json needed(const Scored& scored, const Tally& all) {
  if (all.n == 0) return nullptr;
  double margin = 5;
  int64_t n = 0;
  switch (scored.measure) {
    case Measure::kNps:
      if (const double variance = metrics::nps(all.nps()).variance; variance > 0) {
        n = metrics::sample_for_nps(variance, 0.05);
      }
      break;
    case Measure::kShare:
      if (all.successes > 0 && all.successes < all.n) {
        n = metrics::sample_for_proportion(static_cast<double>(all.successes) / static_cast<double>(all.n), 0.05);
      }
      break;
    case Measure::kMean:
      margin = scored.high - scored.low > 10 ? 2.5 : 0.2;
      if (all.n > 1 && all.moments.squares > 0) n = metrics::sample_for_mean(all.moments.sd(), margin);
      break;
  }
  // Answers that are all alike do not tell how much others will differ.
  return n > 0 ? Json({{"margin", margin}, {"n", n}}) : Json(nullptr);
}

void put_intervals(Json& entry, const Scored& scored, const Tally& all, const Estimate& known) {
  entry["interval"] = to_json(known.interval, interval_method(scored));
  entry["intervals"] = nullptr;
  entry["margin"] = nullptr;
  if (!known.interval) return;
  entry["margin"] = (known.interval->high - known.interval->low) / 2;
  if (scored.measure == Measure::kNps) {
    entry["intervals"] = {{"wald", ends(metrics::nps_wald(all.nps()))},
                          {"adjustedWald", ends(metrics::nps_adjusted_wald(all.nps()))},
                          {"score", ends(metrics::nps_score(all.nps()))}};
  } else {
    entry["intervals"] = json_object();
    entry["intervals"][interval_method(scored)] = ends(*known.interval, 1);
  }
}

void put_nps(Json& entry, const Scored& scored, const Tally& all) {
  entry["counts"] = {{"promoters", all.promoters}, {"passives", all.nps().passives}, {"detractors", all.detractors}};
  const metrics::Passives passives = metrics::passives(count_of(scored, 7, 7), count_of(scored, 8, 8));
  Json at_risk = {{"n", passives.at_risk}};
  put_share(at_risk, passives.at_risk, passives.n);
  Json json = {{"n", passives.n}};
  put_share(json, passives.n, all.n);
  json["atRisk"] = std::move(at_risk);
  entry["passives"] = std::move(json);
}

void put_ces(Json& entry, const Scored& scored, const Tally& all) {
  metrics::CesCounts counts(scored.item->ces);
  for (const Valued& answer : scored.answers) counts.add(static_cast<int64_t>(answer.value));
  const int64_t easy = counts.total(CesCategory::kEasy);
  entry["direction"] = metrics::direction(scored.item->ces);
  entry["counts"] = {{"easy", easy},
                     {"neutral", counts.total(CesCategory::kNeutral)},
                     {"difficult", counts.total(CesCategory::kDifficult)}};
  entry["share"] = named_share("easy", easy, all.n);
  entry["easy"] = nullptr;
  if (all.n > 0) entry["easy"] = 100.0 * static_cast<double>(easy) / static_cast<double>(all.n);
}

void put_csat(Json& entry, const Scored& scored, const Tally& all) {
  entry["counts"] = {
      {"satisfied", all.successes}, {"neutral", count_of(scored, 3, 3)}, {"dissatisfied", count_of(scored, 1, 2)}};
  entry["share"] = named_share("top2", all.successes, all.n);
  entry["mean"] = nullptr;
  if (all.n == 0) return;
  const metrics::Moments points = moments_of(*scored.item);
  Json mean = to_json(points);
  mean.erase("n");
  mean["sd"] = points.n > 1 ? Json(points.sd()) : Json(nullptr);
  entry["mean"] = std::move(mean);
}

void put_pmf(Json& entry, const Tally& all) {
  entry["counts"] = {{"veryDisappointed", all.successes}, {"others", all.n - all.successes}};
  entry["share"] = named_share("veryDisappointed", all.successes, all.n);
}

void put_unweighted(Json& entry, const Survey& survey) {
  const auto item = std::find_if(survey.items.begin(), survey.items.end(), [](const Item& candidate) {
    return candidate.type == Kind::kScore && candidate.question == "csiUnweighted";
  });
  entry["unweighted"] = to_json(item == survey.items.end() ? metrics::Moments{} : moments_of(*item));
}

void put_usability(Json& entry, const Scored& scored, const Estimate& known, const Query& query) {
  if (is(scored, "sus")) {
    entry["grade"] = known.value ? Json(metrics::sus_grade(*known.value)) : Json(nullptr);
    entry["adjective"] = known.value ? Json(metrics::sus_adjective(*known.value)) : Json(nullptr);
  } else if (is(scored, "umuxLite") && query.sus_estimate && known.value) {
    entry["susEstimate"] = {{"value", metrics::sus_from_umux_lite(*known.value)}, {"caveat", kCaveat}};
  }
}

const char* unit(const Scored& scored) {
  switch (scored.measure) {
    case Measure::kNps:
      return "points";
    case Measure::kShare:
      return "percent";
    case Measure::kMean:
      return "mean";
  }
  return "";
}

}  // namespace

void put_metric(Json& entry, const Survey& survey, const Scored& scored, const Query& query, const Names& names) {
  const Tally all = tally(scored);
  const Estimate known = estimate(scored, all);
  entry["metric"] = scored.metric;
  entry["question"] = scored.question.empty() ? Json(nullptr) : Json(scored.question);
  const std::string_view title = names.question(survey.id, scored.question);
  entry["title"] = scored.question.empty() || title.empty() ? Json(nullptr) : Json(title);
  entry["n"] = all.n;
  entry["rejected"] = scored.item->rejected;
  entry["value"] = to_json(known.value);
  entry["se"] = to_json(known.se);
  entry["unit"] = unit(scored);
  entry["range"] = Json::array({number_json(scored.low), number_json(scored.high)});
  entry["better"] = scored.lower_is_better ? "lower" : "higher";
  entry["share"] = nullptr;
  entry["needed"] = needed(scored, all);
  put_intervals(entry, scored, all, known);
  if (const std::string_view variant = variant_of(scored, survey, names); !variant.empty()) entry["variant"] = variant;
  if (scored.measure == Measure::kMean) entry["sd"] = all.n > 1 ? Json(all.moments.sd()) : Json(nullptr);

  const bool whole_response = scored.item->type == Kind::kScore;
  entry["distribution"] = !whole_response                    ? distribution_json(*scored.item)
                          : scored.measure == Measure::kMean ? parts_of_range(scored)
                                                             : Json::array();
  if (is(scored, "nps")) put_nps(entry, scored, all);
  if (is(scored, "ces")) put_ces(entry, scored, all);
  if (is(scored, "csat")) put_csat(entry, scored, all);
  if (is(scored, "pmf")) put_pmf(entry, all);
  if (is(scored, "csi")) put_unweighted(entry, survey);
  put_usability(entry, scored, known, query);
}

void put_no_metric(Json& entry, const Survey& survey) {
  for (const char* field : {"metric", "question", "title", "value", "se", "unit", "range", "better", "interval",
                            "intervals", "share", "margin", "needed"}) {
    entry[field] = nullptr;
  }
  entry["n"] = 0;
  entry["rejected"] = survey.rejected;
  entry["distribution"] = Json::array();
}

std::string_view variant_of(const Scored& scored, const Survey& survey, const Names& names) {
  if (is(scored, "ces")) return metrics::name(scored.item->ces);
  if (!is(scored, "nps")) return {};
  const std::string_view preset = names.preset(survey.id);
  // Only of the preset's own question: others of the survey are not about it.
  const bool own = scored.question == "score" && (preset == "enps" || preset == "npsB2b");
  return own ? preset : std::string_view();
}

}  // namespace canvass::report

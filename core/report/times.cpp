#include "core/report/times.h"

#include <algorithm>
#include <utility>

#include "core/metrics/multiple.h"
#include "core/metrics/quantile.h"
#include "core/report/funnel.h"
#include "core/report/score.h"

namespace canvass::report {

namespace {

Json time_at(std::vector<double>& times, double p) {
  Json json = {{"value", quantile(times, p)}, {"interval", nullptr}};
  std::sort(times.begin(), times.end());
  if (const auto interval = metrics::quantile_interval(times, p)) json["interval"] = to_json(*interval, "order");
  return json;
}

}  // namespace

Json times_json(std::vector<double> times) {
  if (times.empty()) return nullptr;
  return {{"n", times.size()},
          {"median", time_at(times, 0.5)},
          {"p75", time_at(times, 0.75)},
          {"p90", time_at(times, 0.9)}};
}

Json to_json(const metrics::Shift& shift, std::optional<double> adjusted_p) {
  Json json = {{"delta", shift.delta},
               {"se", nullptr},
               {"interval", to_json(shift.interval, "hodgesLehmann")},
               {"p", shift.p},
               {"method", "mannWhitney"},
               {"verdict", metrics::verdict(shift.delta, adjusted_p.value_or(shift.p))}};
  if (adjusted_p) json["pAdjusted"] = *adjusted_p;
  return json;
}

}  // namespace canvass::report

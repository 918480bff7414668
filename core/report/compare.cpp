#include "core/report/compare.h"

#include <optional>
#include <string>
#include <vector>

namespace canvass::report {

namespace {

Tally tally_in(const Survey& survey, const Scored& scored, const Span& span) {
  return tally_by(scored, 1, [&](uint32_t response) {
    const std::optional<TimeMs> time = survey.responses[response].time;
    return time && span.holds(*time) ? 0u : kNone;
  })[0];
}

Json side(const Scored& scored, const Tally& tally, const Span& span, const std::string& name) {
  Json json = to_json(scored, tally);
  json["name"] = name;
  json["from"] = time_json(span.from);
  json["to"] = time_json(span.to);
  return json;
}

}  // namespace

Json compare_json(const Survey& survey, const Scored& scored, const Query& query) {
  if (!query.before || !query.after) return nullptr;
  const Tally before = tally_in(survey, scored, *query.before), after = tally_in(survey, scored, *query.after);
  const std::optional<Compared> compared = compare(scored, before, after);
  return {{"before", side(scored, before, *query.before, query.before_name)},
          {"after", side(scored, after, *query.after, query.after_name)},
          {"difference", compared ? to_json(*compared, std::nullopt) : Json(nullptr)}};
}

}  // namespace canvass::report

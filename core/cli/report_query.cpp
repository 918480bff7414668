#include "core/cli/report_query.h"

#include <algorithm>
#include <cstdio>
#include <string_view>

#include "core/base/text.h"
#include "core/config/suggest.h"

namespace canvass::cli {

namespace {

constexpr const char* kPeriods =
    "a day 2026-03-02, week 2026-W10, month 2026-03, quarter 2026-Q1, year 2026, or days "
    "2026-03-01/2026-03-14";

// A list with commas, or several options; each name once.
std::vector<std::string> names_of(const std::vector<std::string>& values) {
  std::vector<std::string> names;
  for (const std::string& value : values) {
    for (size_t from = 0; from <= value.size();) {
      const size_t to = std::min(value.find(',', from), value.size());
      const std::string name(trim(std::string_view(value).substr(from, to - from)));
      if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
      from = to + 1;
    }
  }
  return names;
}

bool parse_every_option(const Options& options, report::Query& query) {
  const std::string_view text = options.value("every");
  if (text.empty()) return true;
  query.every = report::parse_every(text);
  if (query.every) return true;
  const std::string rest = config::suggest(text, {"day", "week", "month", "quarter", "year"});
  std::fprintf(stderr, "canvass: --every: unknown period \"%s\"%s\n", std::string(text).c_str(), rest.c_str());
  return false;
}

bool parse_compare_option(const Options& options, report::Query& query) {
  const std::string text(options.value("compare"));
  if (text.empty()) return true;
  const size_t dots = text.find("..");
  if (dots == std::string::npos || dots == 0 || dots + 2 == text.size()) {
    std::fprintf(stderr,
                 "canvass: --compare: expected two periods with .. between them, such as 2026-W10..2026-W11, not "
                 "\"%s\"\n",
                 text.c_str());
    return false;
  }
  query.before_name = text.substr(0, dots);
  query.after_name = text.substr(dots + 2);
  query.before = report::parse_period(query.before_name);
  query.after = report::parse_period(query.after_name);
  for (const bool first : {true, false}) {
    if (first ? query.before : query.after) continue;
    std::fprintf(stderr, "canvass: --compare: \"%s\" is no period; expected %s\n",
                 (first ? query.before_name : query.after_name).c_str(), kPeriods);
    return false;
  }
  if (query.before->from < query.after->to && query.after->from < query.before->to) {
    const bool same = query.before->from == query.after->from && query.before->to == query.after->to;
    std::fprintf(stderr, "canvass: --compare: \"%s\" and \"%s\" %s; expected two that have no day in common\n",
                 query.before_name.c_str(), query.after_name.c_str(), same ? "are the same period" : "overlap");
    return false;
  }
  return true;
}

bool parse_moment(const Options& options, std::string_view name, bool end, Moment& moment) {
  moment.text = options.value(name);
  if (moment.text.empty()) return true;
  moment.before_last = parse_duration(moment.text);
  moment.time = parse_iso8601(moment.text);
  if (const std::optional<report::Span> period = report::parse_period(moment.text)) {
    moment.time = end ? period->to : period->from;
  }
  if (moment.time || moment.before_last) return true;
  std::fprintf(stderr,
               "canvass: --%s: \"%s\" is no time; expected %s, a time in UTC such as 2026-03-02T09:00:00Z, or how long "
               "before the last event, such as 30d\n",
               std::string(name).c_str(), moment.text.c_str(), kPeriods);
  return false;
}

}  // namespace

std::optional<QueryOptions> parse_query(const Options& options) {
  QueryOptions result;
  result.query.survey = options.value("survey");
  result.query.by = names_of(options.values("by"));
  result.query.sus_estimate = options.has("sus-estimate");
  if (options.has("by") && result.query.by.empty()) {
    std::fputs("canvass: --by needs the name of a trait or another segment, such as locale\n", stderr);
    return std::nullopt;
  }
  const bool understood = parse_every_option(options, result.query) && parse_compare_option(options, result.query) &&
                          parse_moment(options, "since", false, result.since) &&
                          parse_moment(options, "until", true, result.until);
  return understood ? std::optional<QueryOptions>(std::move(result)) : std::nullopt;
}

bool set_span(QueryOptions& options, std::optional<TimeMs> last) {
  report::Span& span = options.query.span;
  const auto resolve = [&](const Moment& moment, bool end, TimeMs& time) {
    if (moment.time) time = *moment.time;
    // "until 30d" holds what came up to that very moment.
    if (moment.before_last && last) time = *last - *moment.before_last + (end ? 1 : 0);
  };
  resolve(options.since, false, span.from);
  resolve(options.until, true, span.to);
  if (options.since.text.empty() || options.until.text.empty() || span.from < span.to) return true;
  std::fprintf(stderr, "canvass: --since \"%s\" is not before --until \"%s\"\n", options.since.text.c_str(),
               options.until.text.c_str());
  return false;
}

}  // namespace canvass::cli

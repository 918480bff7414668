#include "core/report/question.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/config/fields.h"
#include "core/config/suggest.h"

namespace canvass::report {

namespace {

constexpr const char* kPeriods =
    "a day 2026-03-02, week 2026-W10, month 2026-03, quarter 2026-Q1, year 2026, or days "
    "2026-03-01/2026-03-14";

bool wrong(Problem& problem, std::string_view name, std::string message) {
  problem = {"/" + std::string(name), std::move(message)};
  return false;
}

void add_names(std::string_view list, std::vector<std::string>& names) {
  while (!list.empty()) {
    const size_t comma = std::min(list.find(','), list.size());
    std::string name(trim(list.substr(0, comma)));
    list.remove_prefix(std::min(comma + 1, list.size()));
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
}

bool read_every(const std::string& text, Query& query, Problem& problem) {
  query.every = parse_every(text);
  if (query.every) return true;
  return wrong(
      problem, "every",
      "unknown period " + config::in_quotes(text) + config::suggest(text, {"day", "week", "month", "quarter", "year"}));
}

// A single day: what came before it against what came from then on.
bool read_date(std::string_view text, Query& query) {
  constexpr size_t kDayLength = 10;  // 2026-03-02
  const std::optional<Span> day = text.size() == kDayLength ? parse_period(text) : std::nullopt;
  if (!day) return false;
  query.before = Span{Span().from, day->from};
  query.after = Span{day->from, Span().to};
  query.before_name = "before " + std::string(text);
  query.after_name = std::string(text) + " and later";
  return true;
}

bool read_compare(const std::string& text, Query& query, Problem& problem) {
  const size_t dots = text.find("..");
  if (dots == text.npos && read_date(trim(text), query)) return true;
  if (dots == text.npos || dots == 0 || dots + 2 == text.size()) {
    return wrong(
        problem, "compare",
        "expected two periods with .. between them, such as 2026-W10..2026-W11, not " + config::in_quotes(text));
  }
  query.before_name = trim(std::string_view(text).substr(0, dots));
  query.after_name = trim(std::string_view(text).substr(dots + 2));
  query.before = parse_period(query.before_name);
  query.after = parse_period(query.after_name);
  for (const bool first : {true, false}) {
    if (first ? query.before : query.after) continue;
    return wrong(
        problem, "compare",
        config::in_quotes(first ? query.before_name : query.after_name) + " is no period; expected " + kPeriods);
  }
  if (query.before->from < query.after->to && query.after->from < query.before->to) {
    const bool same = query.before->from == query.after->from && query.before->to == query.after->to;
    return wrong(problem, "compare",
                 config::in_quotes(query.before_name) + " and " + config::in_quotes(query.after_name) +
                     (same ? " are the same period" : " overlap") + "; expected two that have no day in common");
  }
  return true;
}

// A period begins with its first moment, or ends with its last.
bool read_moment(std::string_view name, std::string_view text, Moment& moment, Problem& problem) {
  moment.text = trim(text);
  if (moment.text.empty()) return true;
  moment.before_last = parse_duration(moment.text);
  moment.time = parse_iso8601(moment.text);
  if (const std::optional<Span> period = parse_period(moment.text)) {
    moment.time = name == "until" ? period->to : period->from;
  }
  if (moment.time || moment.before_last) return true;
  return wrong(problem, name,
               config::in_quotes(moment.text) + " is no time; expected " + kPeriods +
                   ", a time in UTC such as 2026-03-02T09:00:00Z, or how long before the last event, such as 30d");
}

}  // namespace

std::optional<Asked> understand(const Question& question, Problem& problem) {
  Asked asked;
  asked.query.survey = question.survey;
  for (const std::string& list : question.by) add_names(list, asked.query.by);
  asked.query.sus_estimate = question.sus_estimate;
  const bool good = (question.every.empty() || read_every(question.every, asked.query, problem)) &&
                    (question.compare.empty() || read_compare(question.compare, asked.query, problem)) &&
                    read_moment("since", question.since, asked.since, problem) &&
                    read_moment("until", question.until, asked.until, problem);
  return good ? std::optional<Asked>(std::move(asked)) : std::nullopt;
}

std::optional<Query> query_of(const Asked& asked, std::optional<TimeMs> last, Problem& problem) {
  Query query = asked.query;
  Span& span = query.span;
  // What a duration before the last event begins holds that moment, and so does what it ends.
  const auto resolve = [&](const Moment& moment, bool until, TimeMs& time) {
    if (moment.time) time = *moment.time;
    if (moment.before_last && last) time = *last - *moment.before_last + (until ? 1 : 0);
  };
  resolve(asked.since, false, span.from);
  resolve(asked.until, true, span.to);
  if (asked.since.text.empty() || asked.until.text.empty() || span.from < span.to) return query;
  wrong(problem, "until",
        config::in_quotes(asked.until.text) + " is not after " + config::in_quotes(asked.since.text) +
            ", from when answers are asked for");
  return std::nullopt;
}

std::optional<Query> query_of(const Question& question, const Report& report, Problem& problem) {
  const std::optional<Asked> asked = understand(question, problem);
  if (!asked) return std::nullopt;
  return query_of(*asked, report.collection().last_time(), problem);
}

std::optional<Question> question_from_json(const Json& json, Problem& problem) {
  if (!json.is_object()) {
    problem = {"", "a question is a JSON object"};
    return std::nullopt;
  }
  Question question;
  for (const auto& [name, value] : json.items()) {
    const auto text = [&, &name = name, &value = value](std::string& out) {
      if (value.is_null()) return true;
      if (!value.is_string()) return wrong(problem, name, "must be a text");
      out = string_at(json, name);
      return true;
    };
    bool good = true;
    if (name == "survey") {
      good = text(question.survey);
    } else if (name == "every") {
      good = text(question.every);
    } else if (name == "compare") {
      good = text(question.compare);
    } else if (name == "since") {
      good = text(question.since);
    } else if (name == "until") {
      good = text(question.until);
    } else if (name == "susEstimate") {
      good = value.is_boolean() || wrong(problem, name, "must be true or false");
      question.sus_estimate = good && value.is_boolean() && value == Json(true);
    } else if (name == "by") {
      good = value.is_array() || value.is_null() || wrong(problem, name, "must be a list of names");
      for (size_t i = 0; good && value.is_array() && i < value.size(); ++i) {
        good = value[i].is_string() || wrong(problem, name, "must be a list of names");
        if (good) question.by.push_back(*value[i].get_ptr<const std::string*>());
      }
    } else {
      const Vector<std::string_view> known = {"survey", "by", "every", "compare", "since", "until", "susEstimate"};
      problem = {"/" + name,
                 "there is no " + config::in_quotes(name) + " to ask for" + config::did_you_mean(name, known)};
      good = false;
    }
    if (!good) return std::nullopt;
  }
  return question;
}

}  // namespace canvass::report

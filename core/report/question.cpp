#include "core/report/question.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/config/fields.h"
#include "core/config/suggest.h"

namespace canvass::report {

namespace {

constexpr std::string_view kTimes =
    "a day such as 2026-03-02, a period such as 2026-W10, a time such as 2026-03-02T09:00:00Z, or how long before the "
    "last event, such as 30d";

bool wrong(Problem& problem, std::string_view name, std::string message) {
  problem = {"/" + std::string(name), std::string(name) + " " + std::move(message)};
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

bool set_compare(std::string_view text, Query& query, Problem& problem) {
  const size_t dots = text.find("..");
  const std::string_view before = trim(text.substr(0, dots));
  const std::string_view after = dots == text.npos ? std::string_view() : trim(text.substr(dots + 2));
  query.before = parse_period(before);
  query.after = parse_period(after);
  if (!query.before || !query.after) {
    return wrong(problem, "compare",
                 "must be two periods with \"..\" between, such as 2026-W10..2026-W11 or 2026-01..2026-02, not " +
                     config::in_quotes(text) + ".");
  }
  if (query.before->from < query.after->to && query.after->from < query.before->to) {
    return wrong(problem, "compare",
                 "must be two periods that have no day in common, not " + config::in_quotes(text) + ".");
  }
  query.before_name = before;
  query.after_name = after;
  return true;
}

// From the start of a period, to its end. What a duration before the last event begins holds that moment, and so does
// what it ends.
bool set_end(std::string_view name, std::string_view text, std::optional<TimeMs> last, TimeMs& end, Problem& problem) {
  const bool until = name == "until";
  if (const std::optional<Span> period = parse_period(trim(text))) {
    end = until ? period->to : period->from;
  } else if (const std::optional<TimeMs> time = parse_iso8601(trim(text))) {
    end = *time;
  } else if (const std::optional<TimeMs> duration = parse_duration(trim(text))) {
    if (last) end = *last - *duration + (until ? 1 : 0);
  } else {
    return wrong(problem, name, "must be " + std::string(kTimes) + ", not " + config::in_quotes(text) + ".");
  }
  return true;
}

}  // namespace

std::optional<Query> query_of(const Question& question, const Report& report, Problem& problem) {
  const std::optional<Span> period = report.collection().period();
  const std::optional<TimeMs> last = period ? std::optional<TimeMs>(period->to) : std::nullopt;
  Query query;
  query.survey = question.survey;
  for (const std::string& list : question.by) add_names(list, query.by);
  query.sus_estimate = question.sus_estimate;

  if (!question.every.empty()) {
    query.every = parse_every(question.every);
    if (!query.every) {
      wrong(problem, "every",
            "must be day, week, month, quarter or year, not " + config::in_quotes(question.every) + ".");
      return std::nullopt;
    }
  }
  if (!question.compare.empty() && !set_compare(question.compare, query, problem)) return std::nullopt;
  if (!question.since.empty() && !set_end("since", question.since, last, query.span.from, problem)) {
    return std::nullopt;
  }
  if (!question.until.empty() && !set_end("until", question.until, last, query.span.to, problem)) return std::nullopt;
  if (query.span.from >= query.span.to) {
    wrong(problem, "until",
          "must be later than since: nothing lies between " + config::in_quotes(question.since) + " and " +
              config::in_quotes(question.until) + ".");
    return std::nullopt;
  }
  return query;
}

std::optional<Question> question_from_json(const Json& json, Problem& problem) {
  if (!json.is_object()) {
    problem = {"", "A question is a JSON object."};
    return std::nullopt;
  }
  Question question;
  for (const auto& [name, value] : json.items()) {
    const auto text = [&, &name = name, &value = value](std::string& out) {
      if (value.is_null()) return true;
      if (!value.is_string()) return wrong(problem, name, "must be a text.");
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
      good = value.is_boolean() || wrong(problem, name, "must be true or false.");
      question.sus_estimate = good && value.is_boolean() && value == Json(true);
    } else if (name == "by") {
      good = value.is_array() || value.is_null() || wrong(problem, name, "must be a list of names.");
      for (size_t i = 0; good && value.is_array() && i < value.size(); ++i) {
        good = value[i].is_string() || wrong(problem, name, "must be a list of names.");
        if (good) question.by.push_back(*value[i].get_ptr<const std::string*>());
      }
    } else {
      const Vector<std::string_view> known = {"survey", "by", "every", "compare", "since", "until", "susEstimate"};
      problem = {"/" + name,
                 "There is no " + config::in_quotes(name) + " to ask for" + config::did_you_mean(name, known) + "."};
      good = false;
    }
    if (!good) return std::nullopt;
  }
  return question;
}

}  // namespace canvass::report

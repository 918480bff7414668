#include "core/report/support.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "core/metrics/mean.h"
#include "core/metrics/multiple.h"
#include "core/report/score.h"

namespace canvass::report {

using namespace metrics;

namespace {

constexpr int64_t kFirstDays = 3 * 7;  // a customer's first three weeks,
constexpr int64_t kNextDays = 13 * 7;  // and until when the following ten go
constexpr size_t kTopTopics = 5;

// --- satisfaction -----------------------------------------------------------------------------------------

// None when the item has no score.
std::optional<Scored> scored_of(const Survey& survey, const Item& item) {
  for (Scored& scored : scored_items(survey)) {
    if (scored.item == &item) return std::move(scored);
  }
  return std::nullopt;
}

std::optional<TimeMs> time_of(const Survey& survey, const Answer& answer) {
  const std::optional<TimeMs> time = survey.responses[answer.response].time;
  return time ? time : answer.time;
}

// Everybody's latest answer. Answers at the same time, or without any, go by the order of responses' ids.
std::map<uint32_t, double> latest_answers(const Survey& survey, const Item& item) {
  std::map<uint32_t, const Answer*> latest;
  const auto rank = [&](const Answer& answer) {
    return std::tuple(time_of(survey, answer).value_or(std::numeric_limits<TimeMs>::min()),
                      std::string_view(survey.responses[answer.response].id), answer.value);
  };
  for (const Answer& answer : item.answers) {
    const uint32_t visitor = survey.responses[answer.response].visitor;
    if (visitor == kNone) continue;
    const Answer*& kept = latest.try_emplace(visitor, &answer).first->second;
    if (rank(*kept) < rank(answer)) kept = &answer;
  }
  std::map<uint32_t, double> values;
  for (const auto& [visitor, answer] : latest) values.emplace(visitor, answer->value);
  return values;
}

// --- topics -----------------------------------------------------------------------------------------------

struct Topic {
  int64_t tickets = 0;
  int64_t known = 0;  // tickets of people who were seen
  int64_t first_weeks = 0;
  int64_t next_weeks = 0;
  std::set<std::string_view> users;
  std::set<uint32_t> visitors;
};

int64_t day_of(TimeMs time) { return time >= 0 ? time / kDay : -((kDay - 1 - time) / kDay); }

double per_hundred(int64_t tickets, int64_t people) {
  return 100 * static_cast<double>(tickets) / static_cast<double>(people);
}

Json top(const std::vector<std::pair<std::string_view, int64_t>>& counts) {
  std::vector<std::pair<std::string_view, int64_t>> sorted;
  for (const auto& entry : counts) {
    if (entry.second > 0) sorted.push_back(entry);
  }
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  if (sorted.size() > kTopTopics) sorted.resize(kTopTopics);
  Json result = json_array();
  for (const auto& [topic, tickets] : sorted) result.push_back({{"topic", topic}, {"tickets", tickets}});
  return result;
}

}  // namespace

Json support_json(const Tickets& tickets, const People& people, const Survey* survey, const Item* item,
                  const Query& query) {
  if (tickets.tickets.empty() && tickets.malformed_count == 0) return nullptr;
  std::optional<Scored> found;
  if (survey && item) found = scored_of(*survey, *item);
  if (!found) item = nullptr;
  const Scored scored = std::move(found).value_or(Scored());

  int64_t seen = 0;
  for (const TimeMs first : people.first_seen) seen += first == kNeverSeen || first < query.span.to ? 1 : 0;

  std::vector<Topic> topics(tickets.topics.size());
  std::set<std::string_view> users, unknown_users;
  int64_t count = 0, unknown = 0;
  std::optional<TimeMs> from, to;
  std::vector<std::pair<TimeMs, bool>> times;  // of each ticket, and whether its user is known
  for (const Ticket& ticket : tickets.tickets) {
    if (!query.span.holds(ticket.time)) continue;
    ++count;
    from = std::min(from.value_or(ticket.time), ticket.time);
    to = std::max(to.value_or(ticket.time), ticket.time);
    users.insert(ticket.user);
    Topic& topic = topics[ticket.topic];
    ++topic.tickets;
    topic.users.insert(ticket.user);
    const auto person = people.index.find(ticket.user);
    const bool known = person != people.index.end() && person->second < people.first_seen.size();
    times.emplace_back(ticket.time, known);
    if (!known) {
      ++unknown;
      unknown_users.insert(ticket.user);
      continue;
    }
    ++topic.known;
    topic.visitors.insert(person->second);
    const TimeMs first = people.first_seen[person->second];
    if (first == kNeverSeen) continue;
    // By days, because tickets may have no more than a day: one of the day of the first visit is after it.
    const int64_t days = day_of(ticket.time) - day_of(first);
    topic.first_weeks += days >= 0 && days < kFirstDays ? 1 : 0;
    topic.next_weeks += days >= kFirstDays && days < kNextDays ? 1 : 0;
  }

  // --- who scores how, topic by topic
  struct Row {
    size_t topic = 0;
    Json satisfaction = nullptr;
    std::optional<Compared> compared;
    double priority = 0;
  };
  std::vector<Row> rows;
  std::vector<double> ps;
  std::map<uint32_t, double> answers;
  Tally all;
  if (item) {
    answers = latest_answers(*survey, *item);
    for (const auto& [visitor, value] : answers) all.add(scored, value, 1);
  }
  for (size_t i = 0; i < topics.size(); ++i) {
    if (topics[i].tickets == 0) continue;
    Row row;
    row.topic = i;
    if (item) {
      Tally with;
      for (const uint32_t visitor : topics[i].visitors) {
        if (const auto answer = answers.find(visitor); answer != answers.end()) with.add(scored, answer->second, 1);
      }
      const Tally others = without(all, with);
      row.satisfaction = to_json(scored, with);
      row.compared = compare(scored, others, with);
      if (row.compared) {
        ps.push_back(row.compared->difference.p);
        const double higher = *estimate(scored, with).value - *estimate(scored, others).value;
        const double worse = scored.lower_is_better ? higher : -higher;
        row.priority = std::max(0.0, worse) * static_cast<double>(topics[i].tickets) / static_cast<double>(count);
      }
    }
    rows.push_back(std::move(row));
  }
  double highest = 0;
  for (const Row& row : rows) highest = std::max(highest, row.priority);
  for (Row& row : rows) row.priority = highest > 0 ? row.priority / highest : 0;

  // p values in the order of topics, then everything in the order in which topics are to be mended.
  const std::vector<double> adjusted = holm(ps);
  std::vector<Json> differences(topics.size());
  size_t next = 0;
  for (const Row& row : rows) {
    if (row.compared) differences[row.topic] = to_json(*row.compared, adjusted[next++]);
  }
  std::sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
    if (a.priority != b.priority) return a.priority > b.priority;
    if (topics[a.topic].tickets != topics[b.topic].tickets) return topics[a.topic].tickets > topics[b.topic].tickets;
    return tickets.topics[a.topic] < tickets.topics[b.topic];
  });
  Json topic_list = json_array();
  for (Row& row : rows) {
    const Topic& topic = topics[row.topic];
    Json entry = {{"topic", tickets.topics[row.topic]},
                  {"tickets", topic.tickets},
                  {"users", topic.users.size()},
                  {"rate", nullptr},
                  {"firstWeeks", topic.first_weeks},
                  {"nextWeeks", topic.next_weeks},
                  {"satisfaction", std::move(row.satisfaction)},
                  {"difference", std::move(differences[row.topic])},
                  {"priority", row.priority}};
    if (seen > 0) entry["rate"] = per_hundred(topic.known, seen);
    topic_list.push_back(std::move(entry));
  }

  // --- over time
  Json trend = json_array();
  Json every = nullptr;
  if (from) {
    const Every length = trend_period(query.every, *from, *to);
    every = name(length);
    std::sort(times.begin(), times.end());
    std::vector<TimeMs> first_seen = people.first_seen;
    std::sort(first_seen.begin(), first_seen.end());
    const auto never = static_cast<int64_t>(std::count(first_seen.begin(), first_seen.end(), kNeverSeen));
    std::vector<std::pair<TimeMs, double>> values;
    for (const Valued& answer : scored.answers) {
      const std::optional<TimeMs> time = survey->responses[answer.response].time;
      if (time) values.emplace_back(*time, answer.value);
    }
    std::sort(values.begin(), values.end());
    size_t ticket = 0;
    size_t answer = 0;
    for (TimeMs at = *from; at <= *to;) {
      const Span period = period_of(length, at);
      int64_t all = 0, known = 0;
      for (; ticket < times.size() && times[ticket].first < period.to; ++ticket) {
        ++all;
        known += times[ticket].second ? 1 : 0;
      }
      const TimeMs end = std::min(period.to, query.span.to);
      const int64_t until = std::lower_bound(first_seen.begin(), first_seen.end(), end) - first_seen.begin() + never;
      Json entry = {{"name", period_name(length, at)},
                    {"from", time_json(period.from)},
                    {"to", time_json(period.to)},
                    {"tickets", all},
                    {"rate", nullptr},
                    {"satisfaction", nullptr}};
      if (until > 0) entry["rate"] = per_hundred(known, until);
      if (item) {
        Tally period_scores;
        while (answer < values.size() && values[answer].first < period.from) ++answer;
        for (; answer < values.size() && values[answer].first < period.to; ++answer) {
          period_scores.add(scored, values[answer].second, 1);
        }
        entry["satisfaction"] = to_json(scored, period_scores);
      }
      trend.push_back(std::move(entry));
      at = period.to;
    }
  }

  Json malformed = json_array();
  for (const Located& place : tickets.malformed) {
    malformed.push_back({{"file", place.source}, {"line", place.line}, {"message", place.message}});
  }
  std::vector<std::pair<std::string_view, int64_t>> first_weeks, next_weeks;
  for (size_t i = 0; i < topics.size(); ++i) {
    first_weeks.emplace_back(tickets.topics[i], topics[i].first_weeks);
    next_weeks.emplace_back(tickets.topics[i], topics[i].next_weeks);
  }

  Json result = {{"tickets", count},
                 {"users", users.size()},
                 {"people", seen},
                 {"rate", nullptr},
                 {"unknown", {{"tickets", unknown}, {"users", unknown_users.size()}}},
                 {"from", nullptr},
                 {"to", nullptr},
                 {"topics", std::move(topic_list)},
                 {"topFirstWeeks", top(first_weeks)},
                 {"topNextWeeks", top(next_weeks)},
                 {"survey", nullptr},
                 {"question", nullptr},
                 {"metric", nullptr},
                 {"better", nullptr},
                 {"every", std::move(every)},
                 {"trend", std::move(trend)},
                 {"malformed", std::move(malformed)},
                 {"malformedCount", tickets.malformed_count}};
  if (seen > 0) result["rate"] = per_hundred(count - unknown, seen);
  if (from) {
    result["from"] = time_json(*from);
    result["to"] = time_json(*to);
  }
  if (item) {
    result["survey"] = survey->id;
    result["question"] = item->question;
    result["metric"] = scored.metric;
    result["better"] = scored.lower_is_better ? "lower" : "higher";
  }
  return result;
}

}  // namespace canvass::report

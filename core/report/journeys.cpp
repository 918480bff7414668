#include "core/report/journeys.h"

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>
#include <utility>

#include "core/metrics/multiple.h"
#include "core/metrics/quantile.h"
#include "core/metrics/ranks.h"
#include "core/report/findings.h"
#include "core/report/funnel.h"
#include "core/report/score.h"
#include "core/report/times.h"

namespace canvass::report {

namespace {

constexpr size_t kDetoursShown = 50;
constexpr size_t kDetoursOfStep = 5;
constexpr size_t kMostPeriods = 26;       // of the trend, when nobody said how long they are
constexpr size_t kAbsurdPeriods = 4'000;  // more would only be an error in a date

// What came first comes first. At the same moment an end comes before the next start, unless the way took no time.
int rank_of(JourneyStep step, double duration) {
  switch (step) {
    case JourneyStep::kStarted:
      return 2;
    case JourneyStep::kStep:
    case JourneyStep::kDetour:
      return 3;
    case JourneyStep::kFinished:
    case JourneyStep::kAbandoned:
      return duration > 0 ? 1 : 4;
  }
  return 0;
}

}  // namespace

// --- counting ---------------------------------------------------------------------------------------------

uint32_t Journeys::Stored::name_of(std::string_view name) {
  if (name.empty()) return Way::kStart;
  const auto it = name_index.find(name);
  if (it != name_index.end()) return it->second;
  if (names.size() >= kJourneyNames) return Way::kOthers;
  const auto number = static_cast<uint32_t>(names.size());
  names.emplace_back(name);
  index.push_back(0);
  name_index.emplace(std::string(name), number);
  return number;
}

void Journeys::add(const Event& event, const Events& events, uint32_t visitor) {
  auto it = stored_.find(event.thing);
  if (it == stored_.end()) it = stored_.emplace(std::string(event.thing), Stored()).first;
  Stored& stored = it->second;
  // The latest event says what kind it is; at the same time the alphabet does.
  const bool later = event.time > stored.kind_time || (event.time == stored.kind_time && event.kind > stored.kind);
  if (!event.kind.empty() && (stored.kind.empty() || later)) {
    stored.kind = event.kind;
    stored.kind_time = event.time;
  }
  Record record;
  record.time = event.time;
  record.visitor = visitor;
  record.step = event.way;
  record.off_path = event.off_path;
  if (event.given == Event::Given::kGood && event.value >= 0) record.duration = event.value;
  // "start" is what the wire calls the time before the first step.
  const bool from_start = event.way == JourneyStep::kAbandoned && event.question == "start" && event.min == 0;
  const std::string_view after = event.way == JourneyStep::kDetour && event.text == "start" ? "" : event.text;
  record.name = from_start ? Way::kStart : stored.name_of(event.question);
  record.other = stored.name_of(after);
  if (event.min > 0 && event.way != JourneyStep::kDetour && record.name > Way::kOthers) {
    stored.index[record.name] = event.min;
  }
  for (uint32_t i = event.parts.begin; i < event.parts.end; ++i) {
    const Part& part = events.parts[i];
    const auto number = static_cast<uint32_t>(std::clamp(part.value, 0.0, 1e9));
    if (part.name == "detours") record.detours = number;
    if (part.name == "visits") record.visits = number;
  }
  stored.records.push_back(record);
}

size_t Journeys::bytes() const {
  size_t sum = 0;
  for (const auto& [id, stored] : stored_) {
    sum += stored.records.capacity() * sizeof(Record) + stored.names.size() * (sizeof(std::string) + 64);
  }
  return sum;
}

// --- attempts ---------------------------------------------------------------------------------------------

namespace {

// Events of one visitor, in order, become attempts.
class Walk {
 public:
  explicit Walk(Way& way) : way_(way) {}

  // What follows is of somebody else.
  void meet(uint32_t person) {
    person_ = person;
    open_ = kNone;
  }

  void start(TimeMs time) {
    // A start while another try is under way: the end of that one is lost.
    open_ = kNone;
    begin(time);
  }

  uint32_t current(TimeMs time, double duration) {
    if (open_ == kNone) begin(before(time, duration));
    return open_;
  }

  Attempt& end(TimeMs time, double duration, Attempt::End how) {
    Attempt& attempt = way_.attempts[current(time, duration)];
    open_ = kNone;
    attempt.end = how;
    if (duration < 0 && time != kNoTime && attempt.start != kNoTime && time >= attempt.start) {
      duration = static_cast<double>(time - attempt.start);
    }
    if (how == Attempt::End::kFinished && duration >= 0) attempt.duration = duration;
    return attempt;
  }

 private:
  static TimeMs before(TimeMs time, double duration) {
    return time == kNoTime || duration < 0 ? time : time - static_cast<TimeMs>(std::min(duration, 4e15));
  }

  void begin(TimeMs time) {
    open_ = static_cast<uint32_t>(way_.attempts.size());
    Attempt& attempt = way_.attempts.emplace_back();
    attempt.person = person_;
    attempt.start = time;
  }

  Way& way_;
  uint32_t person_ = kNone;
  uint32_t open_ = kNone;
};

// The steps in the order of the configuration, then those that it has no more.
void order_steps(Way& way, const Goal* goal, const std::vector<bool>& is_step) {
  way.steps = {Way::kStart};
  std::vector<std::tuple<int64_t, int64_t, std::string_view, uint32_t>> order;
  for (uint32_t i = 2; i < way.names.size(); ++i) {
    if (!is_step[i]) continue;
    int64_t place = std::numeric_limits<int64_t>::max();
    for (size_t step = 0; goal && step < goal->steps.size(); ++step) {
      if (goal->steps[step] == way.names[i]) place = static_cast<int64_t>(step);
    }
    const int64_t index = way.index[i] == 0 ? std::numeric_limits<int64_t>::max() : way.index[i];
    order.emplace_back(place, index, way.names[i], i);
  }
  std::sort(order.begin(), order.end());
  for (const auto& step : order) way.steps.push_back(std::get<3>(step));
}

}  // namespace

std::vector<Way> Journeys::ways(const std::vector<uint32_t>& persons, const Plan& plan, TimeMs last) const {
  std::vector<Way> ways;
  for (const auto& entry : stored_) {
    const std::string& id = entry.first;
    const Stored& stored = entry.second;
    const Goal* goal = plan.goal(id);
    const TimeMs limit = goal ? goal->limit : kJourneyLimit;
    Way& way = ways.emplace_back();
    way.id = id;
    way.kind = goal ? goal->kind : stored.kind;
    way.names = stored.names;
    way.index = stored.index;

    const auto person_of = [&](const Record& record) {
      return record.visitor < persons.size() ? persons[record.visitor] : kNone;
    };
    std::vector<uint32_t> order(stored.records.size());
    for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto key = [&](uint32_t i) {
      const Record& record = stored.records[i];
      // Without times lines are in the order in which things happened.
      const int rank = record.time == kNoTime ? 0 : rank_of(record.step, record.duration);
      const uint32_t tie = record.time == kNoTime ? i : 0;
      return std::tuple(person_of(record), record.time, rank, tie, std::string_view(stored.names[record.name]),
                        std::string_view(stored.names[record.other]));
    };
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return key(a) < key(b); });

    std::vector<bool> is_step(stored.names.size());
    uint32_t person = kNone, before = kNone;
    Walk walk(way);
    std::vector<TimeMs> nobodies;  // starts of nobody in particular; they cannot be joined with what follows
    int64_t ends_of_nobody = 0;
    for (const uint32_t i : order) {
      const Record& record = stored.records[i];
      person = person_of(record);
      if (person != before || person == kNone) walk.meet(person);
      before = person;
      switch (record.step) {
        case JourneyStep::kStarted:
          if (person == kNone) {
            nobodies.push_back(record.time);
          } else {
            walk.start(record.time);
          }
          break;
        case JourneyStep::kStep: {
          is_step[record.name] = true;
          if (person == kNone) break;
          const uint32_t attempt = walk.current(record.time, record.duration);
          way.passed.push_back(
              {attempt, record.name, record.duration >= 0 ? std::optional<double>(record.duration) : std::nullopt});
          way.attempts[attempt].left_after = record.name;
          way.attempts[attempt].last_detour = kNone;
          break;
        }
        case JourneyStep::kDetour: {
          if (record.other > Way::kOthers) is_step[record.other] = true;
          if (person == kNone) break;
          const uint32_t attempt = walk.current(record.time, -1);
          way.strayed.push_back({attempt, record.name, record.other});
          way.attempts[attempt].last_detour = record.name;
          way.attempts[attempt].off_path = true;
          ++way.attempts[attempt].detours;
          break;
        }
        case JourneyStep::kFinished:
        case JourneyStep::kAbandoned: {
          const bool finished = record.step == JourneyStep::kFinished;
          Attempt& attempt =
              walk.end(record.time, record.duration, finished ? Attempt::End::kFinished : Attempt::End::kAbandoned);
          attempt.detours = std::max(attempt.detours, record.detours);
          attempt.visits = record.visits;
          attempt.off_path = attempt.off_path || record.off_path || record.detours > 0;
          if (person == kNone) ++ends_of_nobody;
          if (finished) break;
          if (record.name > Way::kOthers) is_step[record.name] = true;
          if (record.name != Way::kStart || record.other != Way::kStart) attempt.left_after = record.name;
          if (record.other != Way::kStart) attempt.last_detour = record.other;
          break;
        }
      }
    }
    // Of starts that nobody is known to have made, those without an end are under way.
    std::sort(nobodies.begin(), nobodies.end());
    for (size_t i = static_cast<size_t>(ends_of_nobody); i < nobodies.size(); ++i) {
      way.attempts.emplace_back().start = nobodies[i];
    }
    for (Attempt& attempt : way.attempts) {
      if (attempt.end != Attempt::End::kOpen || attempt.start == kNoTime || attempt.start > last - limit) continue;
      attempt.end = Attempt::End::kAbandoned;
      attempt.unheard = true;
    }
    order_steps(way, goal, is_step);
  }
  return ways;
}

// --- what is said of them ---------------------------------------------------------------------------------

namespace {

bool within(const Attempt& attempt, const Span& span) {
  const bool all = span.from == Span().from && span.to == Span().to;
  return all || (attempt.start != kNoTime && span.holds(attempt.start));
}

Json scaled(const metrics::Interval& interval, const char* method) {
  return to_json(metrics::Interval{100 * interval.low, 100 * interval.high}, method);
}

// The median alone, as a value with its interval.
Json median_json(std::vector<double> times) {
  Json json = {{"n", times.size()}, {"value", nullptr}, {"interval", nullptr}};
  if (times.empty()) return json;
  json["value"] = quantile(times, 0.5);
  std::sort(times.begin(), times.end());
  if (const auto interval = metrics::quantile_interval(times, 0.5)) json["interval"] = to_json(*interval, "order");
  return json;
}

}  // namespace

Json share_json(int64_t part, int64_t whole) {
  Json json = {{"count", part}, {"n", whole}};
  put_share(json, part, whole);
  return json;
}

Json to_json(const metrics::Difference& difference, std::optional<double> adjusted_p) {
  Json json = {{"delta", 100 * difference.delta},
               {"se", 100 * difference.se},
               {"interval", scaled(difference.interval, "newcombe")},
               {"p", difference.p},
               {"method", "newcombe"},
               {"verdict", metrics::verdict(difference.delta, adjusted_p.value_or(difference.p))}};
  if (adjusted_p) json["pAdjusted"] = *adjusted_p;
  return json;
}

Taken taken(const Way& way, const Span& span) {
  Taken result;
  for (const Attempt& attempt : way.attempts) {
    if (!within(attempt, span)) continue;
    ++result.started;
    result.unheard += attempt.unheard;
    switch (attempt.end) {
      case Attempt::End::kOpen:
        ++result.open;
        continue;
      case Attempt::End::kFinished:
        ++result.finished;
        break;
      case Attempt::End::kAbandoned:
        ++result.abandoned;
        break;
    }
    result.off += attempt.off_path;
    if (!attempt.duration) continue;
    result.times.push_back(*attempt.duration);
    (attempt.off_path ? result.off_times : result.on_times).push_back(*attempt.duration);
  }
  return result;
}

namespace {

// --- two times of a journey beside one another

// Of the three things that change, those that can be compared.
struct Change {
  std::optional<metrics::Shift> time;
  std::optional<metrics::Difference> off, finished;
};

Change change_of(const Taken& a, const Taken& b) {
  Change change;
  if (!a.times.empty() && !b.times.empty()) change.time = metrics::compare_ranks(a.times, b.times);
  if (a.ended() > 0 && b.ended() > 0) change.off = metrics::compare_proportions(a.off, a.ended(), b.off, b.ended());
  if (a.started > 0 && b.started > 0) {
    change.finished = metrics::compare_proportions(a.finished, a.started, b.finished, b.started);
  }
  return change;
}

void put_taken(Json& json, const Taken& taken) {
  json["started"] = taken.started;
  json["open"] = taken.open;
  json["time"] = median_json(taken.times);
  json["offPath"] = share_json(taken.off, taken.ended());
  json["finished"] = share_json(taken.finished, taken.started);
}

Json compare_json(const Way& way, const Query& query) {
  if (!query.before || !query.after) return nullptr;
  const Taken before = taken(way, *query.before), after = taken(way, *query.after);
  const Change change = change_of(before, after);
  const auto side = [](const Taken& taken, const Span& span, const std::string& name) {
    Json json = {{"name", name}, {"from", time_json(span.from)}, {"to", time_json(span.to)}};
    put_taken(json, taken);
    return json;
  };
  // Three numbers of the same visitors, looked at together.
  std::vector<double> p;
  if (change.time) p.push_back(change.time->p);
  if (change.off) p.push_back(change.off->p);
  if (change.finished) p.push_back(change.finished->p);
  const std::vector<double> adjusted = metrics::holm(p);
  size_t next = 0;
  Json differences = {{"time", nullptr}, {"offPath", nullptr}, {"finished", nullptr}};
  if (change.time) differences["time"] = to_json(*change.time, adjusted[next++]);
  if (change.off) differences["offPath"] = to_json(*change.off, adjusted[next++]);
  if (change.finished) differences["finished"] = to_json(*change.finished, adjusted[next++]);
  return {{"before", side(before, *query.before, query.before_name)},
          {"after", side(after, *query.after, query.after_name)},
          {"difference", std::move(differences)}};
}

std::vector<Span> periods(Every every, TimeMs first, TimeMs last, size_t most) {
  std::vector<Span> result;
  for (Span span = period_of(every, first); result.size() <= most; span = period_of(every, span.to)) {
    result.push_back(span);
    if (span.to > last || span.to <= span.from) break;
  }
  return result;
}

Json trend_json(const Way& way, const Query& query, Json& every_name) {
  Json trend = Json::array();
  std::optional<TimeMs> first, last;
  for (const Attempt& attempt : way.attempts) {
    if (attempt.start == kNoTime || !within(attempt, query.span)) continue;
    first = std::min(first.value_or(attempt.start), attempt.start);
    last = std::max(last.value_or(attempt.start), attempt.start);
  }
  if (!first) return trend;
  // The shortest period that is not too many; a trend of two says no more than that.
  Every every = query.every.value_or(Every::kDay);
  const size_t most = query.every ? kAbsurdPeriods : kMostPeriods;
  std::vector<Span> spans = periods(every, *first, *last, most);
  while (spans.size() > most && every != Every::kYear) {
    every = static_cast<Every>(static_cast<int>(every) + 1);
    spans = periods(every, *first, *last, most);
  }
  if (spans.size() > most) {  // somebody's clock is wrong: only the years in which anybody began
    std::set<TimeMs> begun;
    for (const Attempt& attempt : way.attempts) {
      if (attempt.start != kNoTime && within(attempt, query.span)) begun.insert(period_of(every, attempt.start).from);
    }
    spans.clear();
    for (const TimeMs from : begun) spans.push_back(period_of(every, from));
  }
  every_name = name(every);

  std::vector<Taken> parts;
  for (const Span& span : spans) {
    const Span inside{std::max(span.from, query.span.from), std::min(span.to, query.span.to)};
    parts.push_back(taken(way, inside));
  }
  std::vector<Change> changes(spans.size());
  std::vector<double> p;
  const Taken* before = nullptr;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].started == 0) continue;
    if (before) changes[i] = change_of(*before, parts[i]);
    before = &parts[i];
    if (changes[i].time) p.push_back(changes[i].time->p);
    if (changes[i].off) p.push_back(changes[i].off->p);
    if (changes[i].finished) p.push_back(changes[i].finished->p);
  }
  const std::vector<double> adjusted = metrics::holm(p);
  size_t next = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    Json period = {{"name", period_name(every, spans[i].from)},
                   {"from", time_json(spans[i].from)},
                   {"to", time_json(spans[i].to)}};
    put_taken(period, parts[i]);
    Json change = {{"time", nullptr}, {"offPath", nullptr}, {"finished", nullptr}};
    if (changes[i].time) change["time"] = to_json(*changes[i].time, adjusted[next++]);
    if (changes[i].off) change["offPath"] = to_json(*changes[i].off, adjusted[next++]);
    if (changes[i].finished) change["finished"] = to_json(*changes[i].finished, adjusted[next++]);
    period["change"] = std::move(change);
    trend.push_back(std::move(period));
  }
  return trend;
}

// --- where people are lost

Json name_json(const Way& way, uint32_t name) {
  if (name == Way::kStart) return "start";
  return name == Way::kOthers ? Json(nullptr) : Json(way.names[name]);
}

// Counts by name, the most frequent first.
Json counted_json(const Way& way, const std::map<uint32_t, int64_t>& counts, const char* what, size_t most) {
  std::vector<std::tuple<int64_t, std::string_view, uint32_t>> order;
  for (const auto& [name, count] : counts) order.emplace_back(-count, way.names[name], name);
  std::sort(order.begin(), order.end());
  if (order.size() > most) order.resize(most);
  Json list = Json::array();
  for (const auto& [count, text, name] : order) list.push_back({{what, name_json(way, name)}, {"count", -count}});
  return list;
}

struct Step {
  std::set<uint32_t> reached;  // attempts
  std::vector<double> times;
  int64_t lost = 0;
  std::map<uint32_t, int64_t> before;  // the last detour of those who were lost
};

void put_steps(Json& json, const Way& way, const Span& span, int64_t started) {
  std::map<uint32_t, Step> steps;
  for (const Way::Passed& passed : way.passed) {
    if (!within(way.attempts[passed.attempt], span)) continue;
    Step& step = steps[passed.step];
    if (step.reached.insert(passed.attempt).second && passed.duration) step.times.push_back(*passed.duration);
  }
  for (uint32_t i = 0; i < way.attempts.size(); ++i) {
    const Attempt& attempt = way.attempts[i];
    if (!within(attempt, span)) continue;
    steps[Way::kStart].reached.insert(i);
    if (attempt.end != Attempt::End::kAbandoned) continue;
    Step& step = steps[attempt.left_after];
    step.reached.insert(i);
    ++step.lost;
    if (attempt.last_detour != kNone) ++step.before[attempt.last_detour];
  }
  Json list = Json::array(), taxes = Json::array();
  for (const uint32_t name : way.steps) {
    const Step& step = steps[name];
    const auto reached = static_cast<int64_t>(step.reached.size());
    Json row = {{"step", name_json(way, name)},
                {"index", name == Way::kStart    ? Json(0)
                          : way.index[name] == 0 ? Json(nullptr)
                                                 : Json(way.index[name])},
                {"reached", share_json(reached, std::max(started, reached))},
                {"time", times_json(step.times)},
                {"lost", share_json(step.lost, reached)}};
    if (step.lost > 0) {
      taxes.push_back({{"step", row["step"]},
                       {"lost", step.lost},
                       {"reached", reached},
                       {"share", row["lost"]["share"]},
                       {"interval", row["lost"]["interval"]},
                       {"detours", counted_json(way, step.before, "detour", kDetoursOfStep)}});
    }
    list.push_back(std::move(row));
  }
  // Where the most are lost comes first.
  std::stable_sort(taxes.begin(), taxes.end(),
                   [](const Json& a, const Json& b) { return a["lost"].get<int64_t>() > b["lost"].get<int64_t>(); });
  json["steps"] = std::move(list);
  json["taxes"] = std::move(taxes);
}

struct Detour {
  int64_t count = 0, last = 0;
  std::set<uint32_t> attempts, abandoned;
  std::map<uint32_t, int64_t> after;
};

Json detours_json(const Way& way, const Span& span, int64_t started) {
  std::map<uint32_t, Detour> detours;
  for (const Way::Strayed& strayed : way.strayed) {
    const Attempt& attempt = way.attempts[strayed.attempt];
    if (!within(attempt, span)) continue;
    Detour& detour = detours[strayed.detour];
    ++detour.count;
    ++detour.after[strayed.after];
    detour.attempts.insert(strayed.attempt);
    if (attempt.end == Attempt::End::kAbandoned) detour.abandoned.insert(strayed.attempt);
  }
  for (const Attempt& attempt : way.attempts) {
    if (!within(attempt, span) || attempt.end != Attempt::End::kAbandoned || attempt.last_detour == kNone) continue;
    ++detours[attempt.last_detour].last;
  }
  std::vector<std::tuple<int64_t, int64_t, std::string_view, uint32_t>> order;
  for (const auto& [name, detour] : detours) {
    order.emplace_back(-static_cast<int64_t>(detour.attempts.size()), -detour.count, way.names[name], name);
  }
  std::sort(order.begin(), order.end());
  if (order.size() > kDetoursShown) order.resize(kDetoursShown);
  Json list = Json::array();
  for (const auto& entry : order) {
    const uint32_t name = std::get<3>(entry);
    const Detour& detour = detours[name];
    const auto attempts = static_cast<int64_t>(detour.attempts.size());
    Json row = {{"detour", name_json(way, name)},
                {"count", detour.count},
                {"attempts", share_json(attempts, std::max(started, attempts))},
                {"abandoned", share_json(static_cast<int64_t>(detour.abandoned.size()), attempts)},
                {"lastBeforeAbandoning", detour.last},
                {"after", counted_json(way, detour.after, "step", kDetoursOfStep)}};
    list.push_back(std::move(row));
  }
  return list;
}

// --- who is content with it

Json satisfaction_json(const Way& way, const Span& span, const std::vector<VisitorScores>& scores) {
  std::map<uint32_t, bool> off;  // everybody whose way ended; one that led off the path makes them off it
  for (const Attempt& attempt : way.attempts) {
    if (!within(attempt, span) || attempt.person == kNone || attempt.end == Attempt::End::kOpen) continue;
    bool& is_off = off.try_emplace(attempt.person, false).first->second;
    is_off = is_off || attempt.off_path;
  }
  struct Sides {
    const VisitorScores* scores;
    Tally on, off;
    std::optional<Compared> compared;
  };
  std::vector<Sides> rows;
  std::vector<double> p;
  for (const VisitorScores& of : scores) {
    if (of.empty()) continue;
    Sides sides{&of, {}, {}, {}};
    for (const auto& [person, is_off] : off) {
      if (const VisitorAnswer* answer = of.latest(person)) {
        (is_off ? sides.off : sides.on).add(of.scored(), answer->value, 1);
      }
    }
    if (sides.on.n + sides.off.n == 0) continue;
    sides.compared = compare(of.scored(), sides.on, sides.off);
    if (sides.compared) p.push_back(sides.compared->difference.p);
    rows.push_back(std::move(sides));
  }
  const std::vector<double> adjusted = metrics::holm(p);
  size_t next = 0;
  Json list = Json::array();
  for (const Sides& sides : rows) {
    Json row = json_object();
    put_whose(row, sides.scores);
    const Scored& scored = sides.scores->scored();
    row["range"] = {scored.low, scored.high};
    row["unit"] = scored.measure == Measure::kNps ? "points" : scored.measure == Measure::kShare ? "percent" : "mean";
    row["onPath"] = to_json(scored, sides.on);
    row["offPath"] = to_json(scored, sides.off);
    row["difference"] = sides.compared ? to_json(*sides.compared, adjusted[next++]) : Json(nullptr);
    list.push_back(std::move(row));
  }
  return list;
}

// --- how long it takes

// Times spread over minutes and days alike: each column is about twice as long as the one before.
Json distribution_json(const std::vector<double>& times) {
  constexpr TimeMs kEdges[] = {
      0,           kSecond,     2 * kSecond, 5 * kSecond,  10 * kSecond, 20 * kSecond, 30 * kSecond, kMinute,
      2 * kMinute, 3 * kMinute, 5 * kMinute, 10 * kMinute, 20 * kMinute, 30 * kMinute, kHour,        2 * kHour,
      3 * kHour,   6 * kHour,   12 * kHour,  kDay,         2 * kDay,     3 * kDay,     5 * kDay,     7 * kDay,
      14 * kDay,   30 * kDay,   60 * kDay,   90 * kDay,    180 * kDay,   365 * kDay};
  constexpr size_t kColumns = std::size(kEdges);
  int64_t counts[kColumns] = {};
  for (const double time : times) {
    const TimeMs* above = std::upper_bound(std::begin(kEdges), std::end(kEdges), time,
                                           [](double t, TimeMs edge) { return t < static_cast<double>(edge); });
    ++counts[above - std::begin(kEdges) - 1];
  }
  Json columns = Json::array();
  size_t first = 0, last = kColumns;
  while (first < last && counts[first] == 0) ++first;
  while (last > first && counts[last - 1] == 0) --last;
  for (size_t i = first; i < last; ++i) {
    columns.push_back(
        {{"from", kEdges[i]}, {"to", i + 1 < kColumns ? Json(kEdges[i + 1]) : Json(nullptr)}, {"count", counts[i]}});
  }
  return columns;
}

Json journey_json(const Way& way, const std::vector<VisitorScores>& scores, const Query& query) {
  const Taken all = taken(way, query.span);
  std::set<uint32_t> visitors;
  int64_t detours = 0, visits = 0, told_visits = 0;
  for (const Attempt& attempt : way.attempts) {
    if (!within(attempt, query.span)) continue;
    if (attempt.person != kNone) visitors.insert(attempt.person);
    if (attempt.end == Attempt::End::kOpen) continue;
    detours += attempt.detours;
    if (attempt.end != Attempt::End::kFinished || attempt.visits == 0) continue;
    visits += attempt.visits;
    ++told_visits;
  }
  const auto mean = [](int64_t sum, int64_t n) {
    return n > 0 ? Json(static_cast<double>(sum) / static_cast<double>(n)) : Json(nullptr);
  };
  Json json = {{"id", way.id},
               {"kind", way.kind.empty() ? Json(nullptr) : Json(way.kind)},
               {"visitors", visitors.size()},
               {"started", all.started},
               {"finished", all.finished},
               {"abandoned", all.abandoned},
               {"unheard", all.unheard},
               {"open", all.open},
               {"finishedShare", share_json(all.finished, all.started)},
               {"offPath", share_json(all.off, all.ended())},
               {"detoursPerAttempt", mean(detours, all.ended())},
               {"visitsToFinish", mean(visits, told_visits)},
               {"time", times_json(all.times)},
               {"spread", nullptr},
               {"timeOnPath", times_json(all.on_times)},
               {"timeOffPath", times_json(all.off_times)},
               {"timeDifference", nullptr}};
  if (json["time"].is_object() && json["time"]["median"]["value"].get<double>() > 0) {
    json["spread"] = json["time"]["p90"]["value"].get<double>() / json["time"]["median"]["value"].get<double>();
  }
  if (!all.on_times.empty() && !all.off_times.empty()) {
    json["timeDifference"] = to_json(metrics::compare_ranks(all.on_times, all.off_times));
  }
  json["distribution"] = distribution_json(all.times);
  put_steps(json, way, query.span, all.started);
  json["detours"] = detours_json(way, query.span, all.started);
  json["satisfaction"] = satisfaction_json(way, query.span, scores);
  json["compare"] = compare_json(way, query);
  Json every = nullptr;
  json["trend"] = trend_json(way, query, every);
  json["every"] = std::move(every);
  json["reading"] = effort_of(way.kind);
  json["findings"] = journey_findings_json(json);
  return json;
}

}  // namespace

Json journeys_json(const std::vector<Way>& ways, const std::vector<VisitorScores>& scores, const Query& query) {
  Json list = Json::array();
  for (const Way& way : ways) list.push_back(journey_json(way, scores, query));
  return list;
}

}  // namespace canvass::report

#include "core/report/collection.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "core/base/hash.h"
#include "core/metrics/questionnaires.h"

namespace canvass::report {

namespace {

constexpr int32_t kNotKept = -1;
constexpr uint8_t kSeveral = 1;

// --- texts ------------------------------------------------------------------------------------------------

struct KeptText {
  uint64_t hash = 0;  // of response and question
  uint32_t row = 0, question = 0;
  TimeMs time = kNoTime;
  uint64_t order = 0;
  std::string response, text;
};

// At the same time the order of lines decides only between texts that nothing else tells apart. (Ids of responses begin
// with the time.)
bool newer(const KeptText& a, const KeptText& b) {
  if (a.time != b.time) return a.time > b.time;
  if (a.response != b.response) return a.response > b.response;
  if (a.hash != b.hash && !a.response.empty()) return a.hash > b.hash;
  return a.order > b.order;
}

// The newest texts, and a sample of all: those with the lowest hashes, which no order of lines changes.
class Texts {
 public:
  // Whether put() would keep it: most are not worth copying.
  bool wants(uint64_t hash, TimeMs time) const {
    return kept_.size() < kTexts || hash <= heap_.front().first || newest_.size() < kVerbatims ||
           time >= newest_.back().time;
  }

  void put(KeptText text) {
    put_newest(text);
    if (kept_.size() == kTexts && text.hash > heap_.front().first) return;
    const uint64_t place = uint64_t{text.question} << 32 | text.row;
    if (const auto same = of_.find(place); same != of_.end()) {
      kept_[same->second] = std::move(text);
      return;
    }
    if (kept_.size() < kTexts) {
      of_.emplace(place, static_cast<uint32_t>(kept_.size()));
      heap_.emplace_back(text.hash, static_cast<uint32_t>(kept_.size()));
      std::push_heap(heap_.begin(), heap_.end());
      kept_.push_back(std::move(text));
      return;
    }
    std::pop_heap(heap_.begin(), heap_.end());
    const uint32_t freed = heap_.back().second;
    of_.erase(uint64_t{kept_[freed].question} << 32 | kept_[freed].row);
    of_.emplace(place, freed);
    heap_.back() = {text.hash, freed};
    std::push_heap(heap_.begin(), heap_.end());
    kept_[freed] = std::move(text);
  }

  const std::vector<KeptText>& sample() const { return kept_; }
  const std::deque<KeptText>& newest() const { return newest_; }

 private:
  // A later text of a response takes the place of its earlier one; should that one have been crowded out already, the
  // later is simply new, so the list stays right whatever the order of events.
  void put_newest(const KeptText& text) {
    if (newest_.size() == kVerbatims && !newer(text, newest_.back())) return;
    const auto same = std::find_if(newest_.begin(), newest_.end(), [&](const KeptText& other) {
      return other.row == text.row && other.question == text.question;
    });
    if (same != newest_.end()) newest_.erase(same);
    newest_.insert(std::upper_bound(newest_.begin(), newest_.end(), text, newer), text);
    if (newest_.size() > kVerbatims) newest_.pop_back();
  }

  std::vector<KeptText> kept_;
  std::deque<KeptText> newest_;                      // newest first
  std::vector<std::pair<uint64_t, uint32_t>> heap_;  // hash and place in kept_, the highest hash first
  std::unordered_map<uint64_t, uint32_t> of_;        // question and row → place in kept_
};

// --- questions --------------------------------------------------------------------------------------------

struct Asked {
  std::string name, kind;
  Kind type = Kind::kOther;
  metrics::CesVariant ces = metrics::CesVariant::kAgree7;
  int16_t min = 0, max = 0;
  int64_t rejected = 0;
  TimeMs first = kNoTime;
  RowTable answers;  // code: the value; of a number, matrix, ranking, choice a place in the lists below

  std::vector<double> numbers;     // of kNumber and kScore
  std::vector<std::string> names;  // of kMatrix and kRank: rows, options
  std::map<std::string, int32_t, std::less<>> name_index;
  std::vector<int64_t> rejected_of;            // by name: of kMatrix
  std::vector<int32_t> cells;                  // of kMatrix and kRank: how many, then name and value of each
  std::vector<std::vector<std::string>> sets;  // of kChoice
  std::map<std::vector<std::string>, int32_t> set_index;

  int32_t name_of(std::string_view part) {
    const auto it = name_index.find(part);
    if (it != name_index.end()) return it->second;
    const auto index = static_cast<int32_t>(names.size());
    names.emplace_back(part);
    rejected_of.push_back(0);
    name_index.emplace(std::string(part), index);
    return index;
  }
};

bool same_question(const Asked& asked, const Event& event) {
  return asked.name == event.question && asked.kind == event.kind && asked.ces == event.ces && asked.max == event.max;
}

// --- responses --------------------------------------------------------------------------------------------

struct Row {
  TimeMs at[kStages] = {kNoTime, kNoTime, kNoTime, kNoTime, kNoTime};
  uint32_t user = kNone, anonymous = kNone;
  uint8_t stages = 0;
};

TimeMs earliest(TimeMs a, TimeMs b) {
  if (a == kNoTime) return b;
  return b == kNoTime ? a : std::min(a, b);
}

// Whether what is said at `time` counts instead of what was said at `before`. What has no time is as late as what it
// follows.
bool replaces(TimeMs time, TimeMs before) { return time == kNoTime || before == kNoTime || time >= before; }

struct Label {
  std::string text;
  TimeMs time = kNoTime;
  void say(std::string_view label, TimeMs at) {
    if (label.empty() || !replaces(at, time)) return;
    if (label != text) text = label;
    if (at != kNoTime) time = at;
  }
};

struct Stored {
  std::string id;
  Label journey, touchpoint;
  KeyIndex responses;
  std::deque<Row> rows;
  std::vector<Asked> questions;
  std::map<std::string, uint32_t, std::less<>> question_index;  // by name, kind and scale
  std::vector<Asked> scores;                                    // by name
  std::vector<std::string> left_names;
  std::map<std::string, int32_t, std::less<>> left_index;
  RowTable left;  // codes are names of questions
  Texts texts;
  int64_t rejected = 0;
  std::vector<RowTable> segments;  // by number of the name; codes are values

  uint32_t row_of(Key response) {
    const uint32_t row = response ? responses.insert(response) : responses.add_unnamed();
    if (row == rows.size()) rows.emplace_back();
    return row;
  }
};

// --- what responses belong to -----------------------------------------------------------------------------

struct Belonging {
  std::string name;
  bool of_visitor = false;  // a trait
  bool too_many = false;
  std::vector<std::string> values;
  std::map<std::string, int32_t, std::less<>> value_index;
  RowTable visitors;  // of a trait
};

bool is_reserved(std::string_view trait) {
  for (const std::string_view name : {"locale", "page", "device", "wording", "stage", "touchpoint"}) {
    if (trait == name) return true;
  }
  return trait.substr(0, 7) == "fields.";
}

struct Visitor {
  TimeMs first = kNoTime;
  uint32_t user = kNone;  // of an anonymous one: the number of the user who it turned out to be
  uint8_t flags = 0;      // kSeveral: more than one, so nobody in particular
};

}  // namespace

struct Collection::State {
  Collect collect;
  KeySet seen;
  std::map<std::string, std::unique_ptr<Stored>, std::less<>> surveys;
  Stored* latest = nullptr;  // the survey of the event before
  Guides guides;
  Struggle struggle;
  Journeys journeys;
  Activity activity;
  TimeMs latest_time = kNoTime;  // of any event
  bool lacks_people = false;
  Totals totals;
  std::vector<Located> malformed;
  uint64_t order = 0;
  TimeMs first = kNoTime, last = kNoTime;

  KeyIndex visitor_index;
  std::deque<Visitor> visitors;
  std::vector<std::unique_ptr<Belonging>> belongings;
  std::map<std::string, uint32_t, std::less<>> belonging_index;
  std::string scratch;

  // --- adding

  void prefetch(const Event& event) const {
    seen.prefetch(event.message);
    if (latest && latest->id == event.thing) latest->responses.prefetch(event.response);
    if (event.user) visitor_index.prefetch(event.user);
    if (event.anonymous) visitor_index.prefetch(event.anonymous);
  }

  void add(const Event& event, const Events& events) {
    if (event.message && !seen.insert(event.message)) {
      ++totals.duplicates;
      return;
    }
    ++totals.events;
    ++order;
    uint32_t user = kNone, anonymous = kNone;
    if (event.user) user = visitor(event.user, event.time);
    if (event.anonymous) anonymous = visitor(event.anonymous, event.time);
    if (user != kNone && anonymous != kNone && user != anonymous) {
      Visitor& known = visitors[anonymous];
      if (known.user == kNone) known.user = user;
      if (known.user != user) known.flags |= kSeveral;
    }
    if (!event.traits.empty()) add_traits(event, events, user, anonymous);
    latest_time = std::max(latest_time, event.time);
    const uint32_t who = user != kNone ? user : anonymous;
    if (collect.activity) activity.add(event, who);
    switch (event.about) {
      case Event::About::kSurvey:
        return add_survey_event(event, events, user, anonymous);
      case Event::About::kGuide:
        return guides.add(event);
      case Event::About::kSignal:
      case Event::About::kPage:
        lacks_people = lacks_people || !(collect.people || collect.segments);
        return struggle.add(event, who);
      case Event::About::kJourney:
        lacks_people = lacks_people || !(collect.people || collect.segments);
        return journeys.add(event, events, who);
      case Event::About::kOther:
        ++totals.other;
    }
  }

  uint32_t visitor(Key key, TimeMs time) {
    const uint32_t number = visitor_index.insert(key);
    if (number == visitors.size()) visitors.emplace_back();
    visitors[number].first = earliest(visitors[number].first, time);
    return number;
  }

  Stored& stored(std::string_view id) {
    if (latest && latest->id == id) return *latest;
    auto it = surveys.find(id);
    if (it == surveys.end()) {
      it = surveys.emplace(std::string(id), std::make_unique<Stored>()).first;
      it->second->id = id;
    }
    latest = it->second.get();
    return *latest;
  }

  void add_survey_event(const Event& event, const Events& events, uint32_t user, uint32_t anonymous) {
    Stored& survey = stored(event.thing);
    if (event.time != kNoTime) {
      first = earliest(first, event.time);
      last = std::max(last, event.time);
    }
    survey.journey.say(event.journey, event.time);
    survey.touchpoint.say(event.touchpoint, event.time);
    if (event.stage == kStarted && event.given != Event::Given::kGood) {
      reject(survey, event, events);
      return;
    }
    const uint32_t row = survey.row_of(event.response);
    reach(survey.rows[row], event, user, anonymous);
    if (event.stage == kStarted) {
      answer(survey, row, event, events);
    } else if (event.stage != kShown) {
      end(survey, row, event, events);
    }
    if (collect.segments) add_segments(survey, row, event, events);
  }

  void reach(Row& row, const Event& event, uint32_t user, uint32_t anonymous) {
    row.stages = static_cast<uint8_t>(row.stages | 1u << event.stage);
    row.at[event.stage] = earliest(row.at[event.stage], event.time);
    // Whoever it is, they are the same throughout; should an export disagree with itself, no order of lines decides.
    if (user != kNone) row.user = lower(row.user, user);
    if (anonymous != kNone) row.anonymous = lower(row.anonymous, anonymous);
  }

  uint32_t lower(uint32_t a, uint32_t b) const {
    if (a == b || a == kNone) return b;
    const Key x = visitor_index.key(a), y = visitor_index.key(b);
    return std::pair(x.high, x.low) < std::pair(y.high, y.low) ? a : b;
  }

  Asked& question(Stored& survey, const Event& event) {
    // Surveys are short: the question is among the first few, or there are many and they are looked up.
    constexpr size_t kFew = 8;
    for (size_t i = 0; i < survey.questions.size() && i < kFew; ++i) {
      if (same_question(survey.questions[i], event)) return survey.questions[i];
    }
    scratch.assign(event.question);
    scratch += '\n';
    scratch += event.kind;
    scratch += '\n';
    scratch += std::to_string(event.max) + (event.ces == metrics::CesVariant::kAgree7 ? "a" : "b");
    const auto [it, fresh] = survey.question_index.emplace(scratch, static_cast<uint32_t>(survey.questions.size()));
    if (fresh) {
      Asked& asked = survey.questions.emplace_back();
      asked.name = event.question;
      asked.kind = event.kind;
      asked.type = event.type;
      asked.ces = event.ces;
      asked.min = event.min;
      asked.max = event.max;
    }
    return survey.questions[it->second];
  }

  void reject(Stored& survey, const Event& event, const Events& events) {
    if (event.kind.empty()) {  // of no question that could be told
      ++totals.rejected;
      ++survey.rejected;
      return;
    }
    Asked& asked = question(survey, event);
    if (event.type == Kind::kMatrix && !event.parts.empty()) return reject_parts(survey, asked, event, events);
    ++totals.rejected;
    ++survey.rejected;
    ++asked.rejected;
  }

  void reject_parts(Stored& survey, Asked& asked, const Event& event, const Events& events) {
    for (uint32_t i = event.parts.begin; i < event.parts.end; ++i) {
      if (events.parts[i].good) continue;
      ++totals.rejected;
      ++survey.rejected;
      ++asked.rejected_of[static_cast<size_t>(asked.name_of(events.parts[i].name))];
    }
  }

  void answer(Stored& survey, uint32_t row, const Event& event, const Events& events) {
    if (!event.known_kind) ++totals.other;
    Asked& asked = question(survey, event);
    if (asked.type == Kind::kMatrix) reject_parts(survey, asked, event, events);
    asked.first = earliest(asked.first, event.time);
    RowTable::Entry entry{row, kNotKept, event.time};
    const std::optional<RowTable::Entry> before = asked.answers.find(row);
    int32_t old = kNotKept;
    if (before) {
      if (!replaces(event.time, before->time)) return;
      if (event.time == kNoTime) entry.time = before->time;
      old = before->code;
    }
    entry.code = code_of(asked, old, event, events);
    asked.answers.set(entry);
    if (asked.type == Kind::kText) {
      const uint64_t hash = text_hash(event);
      if (!survey.texts.wants(hash, entry.time)) return;
      const auto number = static_cast<uint32_t>(&asked - survey.questions.data());
      survey.texts.put(
          {text_hash(event), row, number, entry.time, order, std::string(event.response_id), std::string(event.text)});
    }
  }

  static uint64_t text_hash(const Event& event) {
    // Who has no response is told apart by the event, or by what it says.
    const Key key = event.response ? event.response : event.message ? event.message : key_of(event.text);
    return mix_bits(key.hash() ^ hash_text(event.question));
  }

  static int32_t code_of(Asked& asked, int32_t old, const Event& event, const Events& events) {
    switch (asked.type) {
      case Kind::kNumber:
      case Kind::kScore:
        return put_number(asked, old, event.value);
      case Kind::kMatrix:
      case Kind::kRank:
        return put_cells(asked, old, event, events);
      case Kind::kChoice:
        return put_set(asked, event, events);
      case Kind::kText:
      case Kind::kOther:
        return kNotKept;
      default:
        return static_cast<int32_t>(event.value);
    }
  }

  static int32_t put_number(Asked& asked, int32_t old, double value) {
    if (old == kNotKept) {
      old = static_cast<int32_t>(asked.numbers.size());
      asked.numbers.push_back(0);
    }
    asked.numbers[static_cast<size_t>(old)] = value;
    return old;
  }

  static int32_t put_cells(Asked& asked, int32_t old, const Event& event, const Events& events) {
    int32_t count = 0;
    for (uint32_t i = event.parts.begin; i < event.parts.end; ++i) count += events.parts[i].good ? 1 : 0;
    // The place of the answer before, if the new one fits there.
    if (old == kNotKept || asked.cells[static_cast<size_t>(old)] < count) {
      old = static_cast<int32_t>(asked.cells.size());
      asked.cells.resize(asked.cells.size() + 1 + 2 * static_cast<size_t>(count));
    }
    size_t at = static_cast<size_t>(old);
    asked.cells[at++] = count;
    for (uint32_t i = event.parts.begin; i < event.parts.end; ++i) {
      const Part& part = events.parts[i];
      if (!part.good) continue;
      asked.cells[at++] = asked.name_of(part.name);
      asked.cells[at++] = static_cast<int32_t>(part.value);
    }
    return old;
  }

  static int32_t put_set(Asked& asked, const Event& event, const Events& events) {
    std::vector<std::string> set;
    for (uint32_t i = event.parts.begin; i < event.parts.end; ++i) set.emplace_back(events.parts[i].name);
    std::sort(set.begin(), set.end());
    const auto [it, fresh] = asked.set_index.emplace(std::move(set), static_cast<int32_t>(asked.sets.size()));
    if (fresh) asked.sets.push_back(it->first);
    return it->second;
  }

  void end(Stored& survey, uint32_t row, const Event& event, const Events& events) {
    if (event.stage != kCompleted && !event.question.empty()) {
      auto it = survey.left_index.find(event.question);
      if (it == survey.left_index.end()) {
        it = survey.left_index.emplace(std::string(event.question), static_cast<int32_t>(survey.left_names.size()))
                 .first;
        survey.left_names.emplace_back(event.question);
      }
      const std::optional<RowTable::Entry> before = survey.left.find(row);
      if (!before || replaces(event.time, before->time)) survey.left.set({row, it->second, event.time});
    }
    for (uint32_t i = event.scores.begin; i < event.scores.end; ++i) {
      const Part& part = events.parts[i];
      const bool factor = !part.text.empty();
      if (!factor && !is_score(part.name)) continue;
      scratch.assign(factor ? "factors." : "");
      scratch += part.name;
      Asked* score = nullptr;
      for (Asked& known : survey.scores) {
        if (known.name == scratch) score = &known;
      }
      if (!score) {
        if (survey.scores.size() >= kScores) continue;
        score = &survey.scores.emplace_back();
        score->name = scratch;
        score->kind = "score";
        score->type = Kind::kScore;
      }
      const std::optional<RowTable::Entry> before = score->answers.find(row);
      if (before && !replaces(event.time, before->time)) continue;
      const int32_t old = before ? before->code : kNotKept;
      const TimeMs time = before && event.time == kNoTime ? before->time : event.time;
      score->first = earliest(score->first, event.time);
      score->answers.set({row, put_number(*score, old, part.value), time});
    }
  }

  static constexpr size_t kScores = 200;  // factors of a survey: no questionnaire has more

  static bool is_score(std::string_view name) {
    for (const std::string_view score : {"sus", "umuxLite", "suprq", "usability", "trust", "loyalty", "appearance",
                                         "csi", "csiUnweighted", "pmf", "seq"}) {
      if (name == score) return true;
    }
    return false;
  }

  // --- what responses belong to

  bool wanted(std::string_view name) const {
    return collect.only_segments.empty() ||
           std::find(collect.only_segments.begin(), collect.only_segments.end(), name) != collect.only_segments.end();
  }

  // The number of a name and of its value; false when they are not kept.
  bool place(std::string_view name, bool of_visitor, std::string_view value, uint32_t& number, int32_t& code) {
    if (value.empty() || !wanted(name)) return false;
    auto it = belonging_index.find(name);
    if (it == belonging_index.end()) {
      if (belongings.size() >= kSegmentNames) return false;
      it = belonging_index.emplace(std::string(name), static_cast<uint32_t>(belongings.size())).first;
      belongings.push_back(std::make_unique<Belonging>());
      belongings.back()->name = name;
      belongings.back()->of_visitor = of_visitor;
    }
    number = it->second;
    Belonging& belonging = *belongings[number];
    if (belonging.too_many) return false;
    auto known = belonging.value_index.find(value);
    if (known == belonging.value_index.end()) {
      if (belonging.values.size() >= kSegmentValues) {
        belonging.too_many = true;
        belonging.visitors = {};
        for (auto& [id, survey] : surveys) {
          if (number < survey->segments.size()) survey->segments[number] = {};
        }
        return false;
      }
      known = belonging.value_index.emplace(std::string(value), static_cast<int32_t>(belonging.values.size())).first;
      belonging.values.emplace_back(value);
    }
    code = known->second;
    return true;
  }

  void add_segments(Stored& survey, uint32_t row, const Event& event, const Events& events) {
    const auto say = [&](std::string_view name, std::string_view value) {
      uint32_t number = 0;
      int32_t code = 0;
      if (!place(name, false, value, number, code)) return;
      if (survey.segments.size() <= number) survey.segments.resize(number + 1);
      // The earliest event says it: the page that a survey was shown on, even if it was answered on another.
      RowTable& table = survey.segments[number];
      const std::optional<RowTable::Entry> before = table.find(row);
      if (!before || (event.time != kNoTime && (before->time == kNoTime || event.time < before->time)) ||
          (event.time == before->time && value < belongings[number]->values[static_cast<size_t>(before->code)])) {
        table.set({row, code, event.time});
      }
    };
    say("locale", event.locale);
    say("page", event.page);
    say("device", event.device);
    say("wording", event.wording);
    say("stage", event.journey);
    say("touchpoint", event.touchpoint);
    std::string name;
    for (uint32_t i = event.fields.begin; i < event.fields.end; ++i) {
      name.assign("fields.");
      name += events.parts[i].name;
      say(name, events.parts[i].text);
    }
  }

  void add_traits(const Event& event, const Events& events, uint32_t user, uint32_t anonymous) {
    std::string name;
    for (uint32_t i = event.traits.begin; i < event.traits.end; ++i) {
      const Part& part = events.parts[i];
      name.assign(is_reserved(part.name) ? "trait." : "");
      name += part.name;
      uint32_t number = 0;
      int32_t code = 0;
      if (!place(name, true, part.text, number, code)) continue;
      Belonging& belonging = *belongings[number];
      for (const uint32_t who : {user, anonymous}) {
        if (who == kNone) continue;
        const std::optional<RowTable::Entry> before = belonging.visitors.find(who);
        if (before && !replaces(event.time, before->time)) continue;
        belonging.visitors.set({who, code, before && event.time == kNoTime ? before->time : event.time});
      }
    }
  }

  // --- the survey as plain data

  // Who the visitors are: those known by several ids have the same number.
  std::vector<uint32_t> persons(uint32_t& count) const {
    std::vector<uint32_t> numbers(visitors.size(), kNone);
    count = 0;
    for (size_t i = 0; i < visitors.size(); ++i) {
      const bool alias = visitors[i].user != kNone && (visitors[i].flags & kSeveral) == 0;
      if (!alias) numbers[i] = count++;
    }
    for (size_t i = 0; i < visitors.size(); ++i) {
      if (numbers[i] != kNone) continue;
      numbers[i] = numbers[visitors[i].user];
      if (numbers[i] == kNone) numbers[i] = count++;  // of one who is somebody else in turn
    }
    return numbers;
  }
};

namespace {

std::optional<TimeMs> time_or_none(TimeMs time) { return time == kNoTime ? std::nullopt : std::optional<TimeMs>(time); }

// What came first comes first; what has no time comes last. At the same time names decide: no order of lines does.
bool comes_before(const Asked* a, const Asked* b) {
  const TimeMs never = std::numeric_limits<TimeMs>::max();
  const auto key = [never](const Asked* asked) {
    return std::tuple(asked->first == kNoTime ? never : asked->first, std::string_view(asked->name),
                      std::string_view(asked->kind), asked->ces, asked->min, asked->max);
  };
  return key(a) < key(b);
}

Item item_of(const Asked& asked) {
  Item item;
  item.question = asked.name;
  item.kind = asked.kind;
  item.type = asked.type;
  item.min = asked.min;
  item.max = asked.max;
  item.ces = asked.ces;
  item.rejected = asked.rejected;
  item.first = time_or_none(asked.first);
  return item;
}

// `response_of`: by row, kNone for those outside the span.
void add_items(const Asked& asked, const std::vector<uint32_t>& response_of, std::vector<Item>& items) {
  if (asked.type == Kind::kMatrix || asked.type == Kind::kRank) {
    const size_t begin = items.size();
    std::vector<size_t> place(asked.names.size());
    for (const auto& [name, index] : asked.name_index) {  // in alphabetical order, as the wire has them
      place[static_cast<size_t>(index)] = items.size();
      Item& item = items.emplace_back(item_of(asked));
      item.row = name;
      item.rejected = asked.rejected_of[static_cast<size_t>(index)];
      if (asked.type == Kind::kRank) {
        item.min = 1;
        item.max = static_cast<double>(asked.names.size());
      }
    }
    if (items.size() == begin) items.push_back(item_of(asked));  // nothing but rejected answers
    items[begin].rejected += asked.names.empty() ? 0 : asked.rejected;
    asked.answers.each([&](const RowTable::Entry& entry) {
      const uint32_t response = response_of[entry.row];
      if (response == kNone) return;
      size_t at = static_cast<size_t>(entry.code);
      for (int32_t left = asked.cells[at++]; left > 0; --left, at += 2) {
        items[place[static_cast<size_t>(asked.cells[at])]].answers.push_back(
            {response, static_cast<double>(asked.cells[at + 1]), time_or_none(entry.time)});
      }
    });
    return;
  }
  Item item = item_of(asked);
  item.choices = asked.sets;
  item.answers.reserve(asked.answers.size());
  asked.answers.each([&](const RowTable::Entry& entry) {
    const uint32_t response = response_of[entry.row];
    if (response == kNone) return;
    const bool number = asked.type == Kind::kNumber || asked.type == Kind::kScore;
    const double value = number                   ? asked.numbers[static_cast<size_t>(entry.code)]
                         : entry.code == kNotKept ? 0.0
                                                  : static_cast<double>(entry.code);
    item.answers.push_back({response, value, time_or_none(entry.time)});
  });
  items.push_back(std::move(item));
}

}  // namespace

namespace {

// Only values that a response has, in alphabetical order.
void keep_used_values(Segment& segment) {
  std::map<std::string, uint32_t> used;
  for (const uint32_t value : segment.of) {
    if (value != kNone) used.emplace(segment.values[value], 0);
  }
  std::vector<uint32_t> renumbered(segment.values.size(), kNone);
  std::vector<std::string> values;
  for (auto& [value, number] : used) {
    number = static_cast<uint32_t>(values.size());
    values.push_back(value);
  }
  for (size_t i = 0; i < segment.values.size(); ++i) {
    if (const auto it = used.find(segment.values[i]); it != used.end()) renumbered[i] = it->second;
  }
  for (uint32_t& value : segment.of) {
    if (value != kNone) value = renumbered[value];
  }
  segment.values = std::move(values);
}

// --- scores of standard questionnaires --------------------------------------------------------------------

// The answers of one response to what a score is made of, walked through together with the responses.
class Walk {
 public:
  explicit Walk(const Item* item) : item_(item) {}
  // Responses in ascending order. None when it has no answer.
  const Answer* at(uint32_t response) {
    if (!item_) return nullptr;
    while (next_ < item_->answers.size() && item_->answers[next_].response < response) ++next_;
    const bool found = next_ < item_->answers.size() && item_->answers[next_].response == response;
    return found ? &item_->answers[next_] : nullptr;
  }

 private:
  const Item* item_;
  size_t next_ = 0;
};

// Whole numbers of several items, and when the last of them was given.
struct Given {
  std::optional<TimeMs> time;
  int64_t value(const Answer* answer) {
    if (!answer) return 0;
    if (answer->time && (!time || *time < *answer->time)) time = answer->time;
    return static_cast<int64_t>(answer->value);
  }
};

class Scores {
 public:
  explicit Scores(Survey& survey, uint32_t responses) : survey_(survey), responses_(responses) {}

  // What was computed by the widget, to be used where the answers are not all there.
  void add_told(Item item) { told_.push_back(std::move(item)); }

  void make() {
    make_sus();
    make_umux_lite();
    make_suprq();
    make_csi();
    make_pmf();
    for (Item& item : told_) {
      if (!item.answers.empty()) survey_.items.push_back(std::move(item));
    }
  }

 private:
  const Item* row(std::string_view name, double max) const {
    for (const Item& item : survey_.items) {
      if (item.type == Kind::kMatrix && item.row == name && item.max == max) return &item;
    }
    return nullptr;
  }
  const Item* question(std::string_view name, Kind type) const {
    for (const Item& item : survey_.items) {
      if (item.type == type && item.question == name) return &item;
    }
    return nullptr;
  }

  // `score` of each response: from its answers, or else what it was told to be.
  template <typename Score>
  void put(const char* name, Score score) {
    Item told;
    for (auto it = told_.begin(); it != told_.end(); ++it) {
      if (it->question != name) continue;
      told = std::move(*it);
      told_.erase(it);
      break;
    }
    Item item;
    item.question = name;
    item.kind = "score";
    item.type = Kind::kScore;
    Walk walk(&told);
    for (uint32_t response = 0; response < responses_; ++response) {
      Given given;
      if (const std::optional<double> value = score(response, given)) {
        item.answers.push_back({response, *value, given.time});
      } else if (const Answer* answer = walk.at(response)) {
        item.answers.push_back(*answer);
      }
    }
    if (item.answers.empty()) return;
    for (const Answer& answer : item.answers) {
      if (answer.time && (!item.first || *answer.time < *item.first)) item.first = answer.time;
    }
    made_.push_back(std::move(item));
  }

  void finish() {
    for (Item& item : made_) survey_.items.push_back(std::move(item));
    made_.clear();
  }

  void make_sus() {
    std::vector<Walk> items;
    for (size_t i = 1; i <= metrics::kSusItems; ++i) {
      const Item* item = row("sus" + std::to_string(i), 5);
      if (!item) return;
      items.emplace_back(item);
    }
    put("sus", [&](uint32_t response, Given& given) {
      int64_t values[metrics::kSusItems];
      for (size_t i = 0; i < metrics::kSusItems; ++i) values[i] = given.value(items[i].at(response));
      return metrics::sus(values);
    });
    finish();
  }

  void make_umux_lite() {
    const Item *first = row("umux1", 7), *second = row("umux2", 7);
    if (!first || !second) return;
    Walk capabilities(first), ease(second);
    put("umuxLite", [&](uint32_t response, Given& given) {
      const int64_t a = given.value(capabilities.at(response)), b = given.value(ease.at(response));
      return metrics::umux_lite(a, b);
    });
    finish();
  }

  void make_suprq() {
    static constexpr const char* kRows[] = {"usability1", "usability2",  "trust1",     "trust2",
                                            "loyalty2",   "appearance1", "appearance2"};
    const Item* items[metrics::kSuprqItems];
    for (size_t i = 0; i < metrics::kSuprqItems; ++i) {
      items[i] = row(kRows[i], 5);
      if (!items[i]) return;
    }
    const Item* recommend = question("loyalty1", Kind::kNps);
    if (!recommend) return;
    {
      std::vector<Walk> walks(items, items + metrics::kSuprqItems);
      Walk likely(recommend);
      put("suprq", [&](uint32_t response, Given& given) -> std::optional<double> {
        int64_t values[metrics::kSuprqItems];
        for (size_t i = 0; i < metrics::kSuprqItems; ++i) values[i] = given.value(walks[i].at(response));
        const Answer* answer = likely.at(response);
        if (!answer) return std::nullopt;
        return metrics::suprq(values, given.value(answer));
      });
    }
    const auto factor = [&](const char* name, const Item* a, const Item* b, double divisor) {
      Walk first(a), second(b);
      put(name, [&](uint32_t response, Given& given) -> std::optional<double> {
        const Answer *x = first.at(response), *y = second.at(response);
        if (!x || !y) return std::nullopt;
        given.value(x);
        given.value(y);
        return (x->value + y->value / divisor) / 2;
      });
    };
    factor("usability", items[0], items[1], 1);
    factor("trust", items[2], items[3], 1);
    factor("loyalty", items[4], recommend, 2);
    factor("appearance", items[5], items[6], 1);
    finish();
  }

  void make_csi() {
    struct Pair {
      Walk satisfaction, importance;
    };
    std::vector<Pair> aspects;
    bool weighted = false;  // of an aspect whose importance nobody said the satisfaction counts without weights
    for (const Item& item : survey_.items) {
      if (item.type != Kind::kMatrix || item.question != "satisfaction" || item.max != 10) continue;
      const Item* important = nullptr;
      for (const Item& other : survey_.items) {
        const bool same = other.type == Kind::kMatrix && other.question == "importance" && other.row == item.row;
        if (same && other.max == 10) important = &other;
      }
      aspects.push_back({Walk(&item), Walk(important)});
      weighted = weighted || important != nullptr;
    }
    if (!weighted) return;
    const auto index = [&](const char* name, auto score) {
      std::vector<Pair> walks = aspects;
      put(name, [&](uint32_t response, Given& given) {
        std::vector<metrics::Aspect> values;
        for (Pair& pair : walks) {
          const int64_t satisfaction = given.value(pair.satisfaction.at(response));
          values.push_back({satisfaction, given.value(pair.importance.at(response))});
        }
        return score(values.data(), values.size());
      });
    };
    index("csi", metrics::csi);
    index("csiUnweighted", metrics::csi_unweighted);
    finish();
  }

  void make_pmf() {
    const Item* item = question("disappointed", Kind::kChoice);
    if (!item) return;
    std::vector<std::optional<double>> of_set;
    bool known = false;
    for (const std::vector<std::string>& set : item->choices) {
      of_set.emplace_back();
      if (set.size() != 1) continue;
      if (set[0] == "very") of_set.back() = 100;
      if (set[0] == "somewhat" || set[0] == "not") of_set.back() = 0;
      known = known || of_set.back() || set[0] == "gone";
    }
    if (!known) return;
    Walk feeling(item);
    put("pmf", [&](uint32_t response, Given& given) -> std::optional<double> {
      const Answer* answer = feeling.at(response);
      if (!answer) return std::nullopt;
      return of_set[static_cast<size_t>(given.value(answer))];
    });
    finish();
  }

  Survey& survey_;
  uint32_t responses_;
  std::vector<Item> told_, made_;
};

}  // namespace

// --- Collection -------------------------------------------------------------------------------------------

Collection::Collection(Collect collect) : state_(std::make_unique<State>()) { state_->collect = std::move(collect); }
Collection::~Collection() = default;
Collection::Collection(Collection&&) noexcept = default;
Collection& Collection::operator=(Collection&&) noexcept = default;

Details Collection::details() const { return {state_->collect.segments, state_->collect.people}; }

void Collection::add(const Events& events, std::string_view source) {
  // Ids lie far apart in memory: they are fetched some events ahead, which takes most of the waiting away.
  constexpr size_t kAhead = 12;
  for (size_t i = 0; i < events.list.size(); ++i) {
    if (i + kAhead < events.list.size()) state_->prefetch(events.list[i + kAhead]);
    state_->add(events.list[i], events);
  }
  for (const Unread& unread : events.unread) add_malformed(unread.message, source, unread.line);
}

void Collection::add_malformed(std::string_view message, std::string_view source, int64_t line) {
  ++state_->totals.malformed;
  if (state_->malformed.size() >= kMalformed) return;
  state_->malformed.push_back({std::string(source), line, std::string(message)});
}

std::vector<std::string> Collection::survey_ids() const {
  std::vector<std::string> ids;
  for (const auto& [id, survey] : state_->surveys) ids.push_back(id);
  return ids;
}

std::vector<SegmentName> Collection::segment_names() const {
  std::vector<SegmentName> names;
  for (const auto& entry : state_->belonging_index) {
    const std::string& name = entry.first;
    const uint32_t number = entry.second;
    const Belonging& belonging = *state_->belongings[number];
    names.push_back({name, belonging.values.size(), belonging.too_many});
  }
  return names;
}

std::optional<Span> Collection::period() const {
  if (state_->first == kNoTime) return std::nullopt;
  return Span{state_->first, state_->last};
}

const Guides& Collection::guides() const { return state_->guides; }
const Struggle& Collection::struggle() const { return state_->struggle; }
const Journeys& Collection::journeys() const { return state_->journeys; }
const Activity& Collection::activity() const { return state_->activity; }
TimeMs Collection::latest_time() const { return state_->latest_time; }
std::optional<TimeMs> Collection::last_time() const {
  const TimeMs last = state_->last == kNoTime ? state_->latest_time : state_->last;
  return last == kNoTime ? std::nullopt : std::optional<TimeMs>(last);
}
const Totals& Collection::totals() const { return state_->totals; }
const std::vector<Located>& Collection::malformed() const { return state_->malformed; }

People Collection::people(const Tickets& tickets) const {
  People people;
  uint32_t count = 0;
  const std::vector<uint32_t> persons = state_->persons(count);
  people.first_seen.assign(count, std::numeric_limits<TimeMs>::max());
  for (size_t i = 0; i < persons.size(); ++i) {
    const TimeMs first = state_->visitors[i].first;
    if (first != kNoTime) people.first_seen[persons[i]] = std::min(people.first_seen[persons[i]], first);
  }
  for (const Ticket& ticket : tickets.tickets) {
    const uint32_t visitor = state_->visitor_index.find(key_of(ticket.user));
    if (visitor != KeyIndex::kAbsent) people.index.emplace(ticket.user, persons[visitor]);
  }
  return people;
}

std::vector<uint32_t> Collection::persons() const {
  uint32_t count = 0;
  return state_->persons(count);
}

bool Collection::lacks_people() const { return state_->lacks_people; }

Survey Collection::survey(std::string_view id, Span span, const std::vector<std::string>* segments) const {
  Survey survey;
  survey.id = id;
  const auto it = state_->surveys.find(id);
  if (it == state_->surveys.end()) return survey;
  const Stored& stored = *it->second;
  survey.stage = stored.journey.text;
  survey.touchpoint = stored.touchpoint.text;
  survey.rejected = stored.rejected;

  uint32_t count = 0;
  const std::vector<uint32_t> persons = state_->persons(count);
  const bool all = span.from == Span().from && span.to == Span().to;
  std::vector<uint32_t> response_of(stored.rows.size(), kNone);
  survey.responses.reserve(all ? stored.rows.size() : 0);
  for (size_t row = 0; row < stored.rows.size(); ++row) {
    const Row& kept = stored.rows[row];
    TimeMs time = kNoTime;
    for (const TimeMs at : kept.at) time = earliest(time, at);
    if (!all && (time == kNoTime || !span.holds(time))) continue;
    response_of[row] = static_cast<uint32_t>(survey.responses.size());
    Response& response = survey.responses.emplace_back();
    const uint32_t visitor = kept.user != kNone ? kept.user : kept.anonymous;
    if (visitor != kNone) response.visitor = persons[visitor];
    for (size_t stage = 0; stage < kStages; ++stage) response.at[stage] = time_or_none(kept.at[stage]);
    response.stages = kept.stages;
    response.time = time_or_none(time);
  }

  std::vector<const Asked*> questions;
  for (const Asked& asked : stored.questions) questions.push_back(&asked);
  std::sort(questions.begin(), questions.end(), comes_before);
  for (const Asked* asked : questions) add_items(*asked, response_of, survey.items);

  // Where a response was left: at a question that others may have answered, or nobody.
  std::vector<uint32_t> item_of_name(stored.left_names.size(), kNone);
  stored.left.each([&](const RowTable::Entry& entry) {
    const uint32_t response = response_of[entry.row];
    if (response == kNone) return;
    uint32_t& item = item_of_name[static_cast<size_t>(entry.code)];
    for (uint32_t i = 0; item == kNone && i < survey.items.size(); ++i) {
      if (survey.items[i].question == stored.left_names[static_cast<size_t>(entry.code)]) item = i;
    }
    if (item == kNone) {
      item = static_cast<uint32_t>(survey.items.size());
      survey.items.emplace_back().question = stored.left_names[static_cast<size_t>(entry.code)];
    }
    survey.responses[response].left_at = item;
  });

  Scores scores(survey, static_cast<uint32_t>(survey.responses.size()));
  for (const Asked& told : stored.scores) {
    std::vector<Item> items;
    add_items(told, response_of, items);
    scores.add_told(std::move(items[0]));
  }
  scores.make();

  // Texts.
  const auto texts = [&](const auto& from, std::vector<Text>& to) {
    std::vector<const KeptText*> order;
    for (const KeptText& text : from) {
      if (response_of[text.row] != kNone) order.push_back(&text);
    }
    std::sort(order.begin(), order.end(), [](const KeptText* a, const KeptText* b) { return newer(*a, *b); });
    for (const KeptText* text : order) {
      const uint32_t response = response_of[text->row];
      survey.responses[response].id = text->response;
      to.push_back({response, stored.questions[text->question].name, text->text, time_or_none(text->time)});
    }
  };
  texts(stored.texts.sample(), survey.texts);
  texts(stored.texts.newest(), survey.newest);
  for (const Item& item : survey.items) {
    if (item.type == Kind::kText) survey.text_count += static_cast<int64_t>(item.answers.size());
  }

  // What responses belong to.
  for (const auto& entry : state_->belonging_index) {
    const std::string& name = entry.first;
    const uint32_t number = entry.second;
    const Belonging& belonging = *state_->belongings[number];
    const auto is_wanted = [&name = name](const std::string& wanted) { return wanted == "*" || wanted == name; };
    if (belonging.too_many || (segments && std::none_of(segments->begin(), segments->end(), is_wanted))) continue;
    Segment segment;
    segment.name = name;
    segment.values = belonging.values;
    segment.of.assign(survey.responses.size(), kNone);
    bool any = false;
    if (belonging.of_visitor) {
      for (size_t row = 0; row < stored.rows.size(); ++row) {
        if (response_of[row] == kNone) continue;
        for (const uint32_t who : {stored.rows[row].user, stored.rows[row].anonymous}) {
          const std::optional<RowTable::Entry> entry = who == kNone ? std::nullopt : belonging.visitors.find(who);
          if (!entry) continue;
          segment.of[response_of[row]] = static_cast<uint32_t>(entry->code);
          any = true;
          break;
        }
      }
    } else if (number < stored.segments.size()) {
      stored.segments[number].each([&](const RowTable::Entry& entry) {
        if (response_of[entry.row] == kNone) return;
        segment.of[response_of[entry.row]] = static_cast<uint32_t>(entry.code);
        any = true;
      });
    }
    if (!any) continue;
    keep_used_values(segment);
    survey.segments.push_back(std::move(segment));
  }
  return survey;
}

size_t Collection::bytes() const {
  size_t sum = state_->seen.bytes() + state_->guides.bytes() + state_->struggle.bytes() + state_->journeys.bytes() +
               state_->activity.bytes() + state_->visitor_index.bytes() + state_->visitors.size() * sizeof(Visitor);
  for (const auto& [id, survey] : state_->surveys) {
    sum += survey->responses.bytes() + survey->rows.size() * sizeof(Row) + survey->left.bytes();
    for (const RowTable& table : survey->segments) sum += table.bytes();
    for (const std::vector<Asked>* list : {&survey->questions, &survey->scores}) {
      for (const Asked& asked : *list) {
        sum += asked.answers.bytes() + asked.numbers.capacity() * sizeof(double) +
               asked.cells.capacity() * sizeof(int32_t);
      }
    }
  }
  return sum;
}

}  // namespace canvass::report

#include "core/report/report.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/metrics/ces.h"
#include "core/metrics/nps.h"

namespace canvass::report {

using namespace metrics;

namespace {

// --- identifiers ------------------------------------------------------------------------------------------

// What stands for a message id or a response id in memory: 16 bytes instead of a string of 36. A UUID is kept
// exactly; any other text as a 128-bit hash, where two alike among a billion are still out of the question.
struct Key {
  uint64_t high = 0, low = 0;
  bool operator==(const Key& other) const { return high == other.high && low == other.low; }
};

struct KeyHash {
  size_t operator()(const Key& key) const { return static_cast<size_t>(key.high * 0x9e3779b97f4a7c15u ^ key.low); }
};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::optional<Key> uuid_key(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Key key;
  int digits = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const int digit = hex_digit(text[i]);
    if (digit < 0) return std::nullopt;
    uint64_t& half = digits++ < 16 ? key.high : key.low;
    half = half << 4 | static_cast<uint64_t>(digit);
  }
  return key;
}

uint64_t scramble(uint64_t x) {  // the finaliser of SplitMix64
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

Key key_of(std::string_view text) {
  if (std::optional<Key> uuid = uuid_key(text)) return *uuid;
  Key key{0xcbf29ce484222325u, text.size()};
  for (char c : text) {
    const auto byte = static_cast<uint64_t>(static_cast<unsigned char>(c));
    key.high = (key.high ^ byte) * 0x100000001b3u;
    key.low = scramble(key.low + byte + 0x9e3779b97f4a7c15u);
  }
  key.high = scramble(key.high);
  return key;
}

// --- reading ----------------------------------------------------------------------------------------------

// An id as exports have it: a text, or a number where somebody wrote the file by hand.
std::optional<Key> id_field(const Json& object, const char* name) {
  const Json* value = find(object, name);
  if (!value) return std::nullopt;
  if (value->is_number()) return key_of(dump_json(*value));
  const std::string_view text = string_at(object, name);
  return text.empty() ? std::nullopt : std::optional<Key>(key_of(text));
}

bool blank(std::string_view text) { return trim(text).empty(); }

// --- what is counted --------------------------------------------------------------------------------------

enum class Kind : uint8_t { kNps, kCesAgree7, kCesEffort5, kText };

CesVariant variant_of(Kind kind) { return kind == Kind::kCesEffort5 ? CesVariant::kEffort5 : CesVariant::kAgree7; }

// The one word that tells two scored questions of the same name apart.
const char* word(Kind kind) {
  switch (kind) {
    case Kind::kNps:
      return "nps";
    case Kind::kCesAgree7:
      return name(CesVariant::kAgree7);
    case Kind::kCesEffort5:
      return name(CesVariant::kEffort5);
    case Kind::kText:
      return "text";
  }
  return "";
}

struct Answer {
  std::optional<TimeMs> time;
  int8_t value = 0;  // on the scale; of a text nothing
};

struct Question {
  std::string name;
  Kind kind = Kind::kText;
  std::array<int64_t, 11> counts{};  // by value
  int64_t answered = 0;
  int64_t rejected = 0;
  std::optional<TimeMs> first;  // the earliest answer, which tells the order of the questions
  uint64_t order = 0;           // of its first event in the input
  std::unordered_map<Key, Answer, KeyHash> answers;

  bool on_scale(int64_t value) const {
    return kind == Kind::kNps ? nps_category(value).has_value() : ces_category(variant_of(kind), value).has_value();
  }
};

bool comes_before(const Question* a, const Question* b) {
  const TimeMs never = std::numeric_limits<TimeMs>::max();
  return std::pair(a->first.value_or(never), a->order) < std::pair(b->first.value_or(never), b->order);
}

struct Verbatim {
  std::optional<Key> response;
  std::optional<TimeMs> time;
  uint64_t order = 0;
  std::string question;
  std::string text;
};

bool newer(const Verbatim& a, const Verbatim& b) {
  const TimeMs never = std::numeric_limits<TimeMs>::min();
  return std::pair(a.time.value_or(never), a.order) > std::pair(b.time.value_or(never), b.order);
}

enum Stage : uint8_t { kShown, kStarted, kCompleted, kDismissed, kAbandoned, kStages };

struct Survey {
  std::map<std::string, Question> questions;            // by name and kind
  std::unordered_map<Key, uint8_t, KeyHash> responses;  // which stages each has reached, as bits
  std::array<int64_t, kStages> stages{};
  std::vector<Verbatim> verbatims;  // newest first
  int64_t rejected = 0;
  std::string stage;  // of the journey, and where in it: as the last event says that names any
  std::string touchpoint;

  void reach(Stage stage, const std::optional<Key>& response) {
    if (response) {
      uint8_t& reached = responses[*response];
      const auto bit = static_cast<uint8_t>(1u << stage);
      if (reached & bit) return;
      reached |= bit;
    }
    ++stages[stage];
  }

  // Keeps the newest only. A later text of a response takes the place of its earlier one; should that one have been
  // crowded out already, the later is simply new, so the list stays right whatever the order of events.
  void keep(Verbatim verbatim) {
    if (verbatim.response) {
      const auto same = std::find_if(verbatims.begin(), verbatims.end(), [&](const Verbatim& other) {
        return other.response == verbatim.response && other.question == verbatim.question;
      });
      if (same != verbatims.end()) verbatims.erase(same);
    }
    verbatims.insert(std::upper_bound(verbatims.begin(), verbatims.end(), verbatim, newer), std::move(verbatim));
    if (verbatims.size() > kVerbatims) verbatims.pop_back();
  }
};

struct Guide {
  int64_t shown = 0, completed = 0, dismissed = 0, missing = 0;
};

struct Located {
  std::string source;
  int64_t line = 0;
  std::string message;
};

}  // namespace

struct Report::State {
  std::map<std::string, Survey, std::less<>> surveys;
  std::map<std::string, Guide, std::less<>> guides;
  std::unordered_set<Key, KeyHash> seen;
  uint64_t order = 0;
  int64_t events = 0, duplicates = 0, rejected = 0, other = 0, malformed_count = 0;
  std::vector<Located> malformed;

  void add_malformed(const Place& place, std::string message) {
    ++malformed_count;
    if (malformed.size() < kMalformed) malformed.push_back({std::string(place.source), place.line, std::move(message)});
  }
  void add(const Json& event, const Place& place, const std::string& prefix);
  void add_survey_event(std::string_view name, const Json& event, const Json& properties);
  void add_answer(Survey& survey, const Json& event, const Json& properties, const std::optional<Key>& response);
};

// --- adding -----------------------------------------------------------------------------------------------

namespace {

constexpr std::string_view kSurveyEvents[kStages] = {"Survey Shown", "Survey Answered", "Survey Completed",
                                                     "Survey Dismissed", "Survey Abandoned"};

int64_t* counter(Guide& guide, std::string_view event) {
  if (event == "Guide Shown") return &guide.shown;
  if (event == "Guide Completed") return &guide.completed;
  if (event == "Guide Dismissed") return &guide.dismissed;
  return event == "Guide Anchor Missing" ? &guide.missing : nullptr;
}

// The variant is always written by Canvass itself. Where a hand-made event leaves it out, its direction tells, and
// without that it is what a configuration without a variant means.
std::optional<CesVariant> stated_variant(const Json& properties) {
  const Json* variant = find(properties, "variant");
  const Json* stated_direction = find(properties, "direction");
  std::optional<CesVariant> result = CesVariant::kAgree7;
  if (variant) {
    result = ces_variant(string_at(properties, "variant"));
  } else if (stated_direction && string_at(properties, "direction") == direction(CesVariant::kEffort5)) {
    result = CesVariant::kEffort5;
  }
  // A variant that contradicts its direction cannot be scored either way.
  if (result && stated_direction && string_at(properties, "direction") != direction(*result)) return std::nullopt;
  return result;
}

}  // namespace

void Report::State::add(const Json& event, const Place& place, const std::string& prefix) {
  if (!event.is_object()) return add_malformed(place, prefix + "a wire event is a JSON object");
  if (prefix.empty()) {
    if (const Json* batch = find(event, "batch")) {
      if (!batch->is_array()) return add_malformed(place, "/batch: expected an array of events");
      for (size_t i = 0; i < batch->size(); ++i) add((*batch)[i], place, "/batch/" + std::to_string(i) + ": ");
      return;
    }
  }
  const std::string_view type = string_at(event, "type");
  const std::string_view name = string_at(event, "event");
  const bool untyped = !find(event, "type");
  if (type.empty() && !untyped) return add_malformed(place, prefix + "`type` must be a text such as \"track\"");
  if (untyped && name.empty()) return add_malformed(place, prefix + "no wire event: it has neither `type` nor `event`");
  if (type == "track" && name.empty()) return add_malformed(place, prefix + "a track event needs `event`, its name");

  const bool track = untyped || type == "track";
  const bool of_survey =
      track && std::find(std::begin(kSurveyEvents), std::end(kSurveyEvents), name) != std::end(kSurveyEvents);
  Guide unused;
  const bool of_guide = track && counter(unused, name) != nullptr;
  const Json* properties = find(event, "properties");
  if (of_survey || of_guide) {
    const char* id = of_survey ? "survey" : "guide";
    if (!properties || !properties->is_object() || string_at(*properties, id).empty()) {
      return add_malformed(place, prefix + "\"" + std::string(name) + "\" needs `properties." + id + "`, its id");
    }
    if (name == kSurveyEvents[kStarted] && string_at(*properties, "kind").empty()) {
      return add_malformed(place, prefix + "\"" + std::string(name) + "\" needs `properties.kind`, such as \"nps\"");
    }
  }

  if (const std::optional<Key> id = id_field(event, "messageId"); id && !seen.insert(*id).second) {
    ++duplicates;
    return;
  }
  ++events;
  ++order;
  if (of_survey) {
    add_survey_event(name, event, *properties);
  } else if (of_guide) {
    ++*counter(guides[std::string(string_at(*properties, "guide"))], name);
  } else {
    ++other;
  }
}

void Report::State::add_survey_event(std::string_view name, const Json& event, const Json& properties) {
  const std::string_view id = string_at(properties, "survey");
  auto it = surveys.find(id);
  if (it == surveys.end()) it = surveys.emplace(std::string(id), Survey()).first;
  for (const auto& [label, out] : {std::pair("stage", &it->second.stage), {"touchpoint", &it->second.touchpoint}}) {
    const std::string_view text = string_at(properties, label);
    if (!text.empty()) *out = text;
  }
  const std::optional<Key> response = id_field(properties, "response");
  for (uint8_t stage = 0; stage < kStages; ++stage) {
    if (name != kSurveyEvents[stage]) continue;
    if (stage == kStarted) return add_answer(it->second, event, properties, response);
    it->second.reach(static_cast<Stage>(stage), response);
  }
}

void Report::State::add_answer(Survey& survey, const Json& event, const Json& properties,
                               const std::optional<Key>& response) {
  const std::string_view kind_name = string_at(properties, "kind");
  const auto reject = [&] {
    ++rejected;
    ++survey.rejected;
  };
  Kind kind = Kind::kText;
  if (kind_name == "nps") {
    kind = Kind::kNps;
  } else if (kind_name == "ces") {
    const std::optional<CesVariant> variant = stated_variant(properties);
    if (!variant) return reject();
    kind = *variant == CesVariant::kAgree7 ? Kind::kCesAgree7 : Kind::kCesEffort5;
  } else if (kind_name != "text") {
    // A kind of question that this version has no score for: the survey was answered all the same.
    ++other;
    return survey.reach(kStarted, response);
  }

  const std::string_view question_name = string_at(properties, "question");
  const auto [it, fresh] = survey.questions.try_emplace(std::string(question_name) + '\n' + word(kind));
  Question& question = it->second;
  if (fresh) {
    question.name = question_name;
    question.kind = kind;
    question.order = order;
  }

  Answer answer{parse_iso8601(string_at(event, "timestamp")), 0};
  if (kind == Kind::kText) {
    if (blank(string_at(properties, "value"))) {
      ++question.rejected;
      return reject();
    }
  } else {
    const std::optional<int64_t> number = integer_at(properties, "value");
    if (!number || !question.on_scale(*number)) {
      ++question.rejected;
      return reject();
    }
    answer.value = static_cast<int8_t>(*number);
  }

  if (answer.time && (!question.first || *answer.time < *question.first)) question.first = answer.time;
  survey.reach(kStarted, response);
  if (response) {
    const auto [previous, first_answer] = question.answers.try_emplace(*response, answer);
    if (!first_answer) {
      Answer& counted = previous->second;
      if (answer.time && counted.time && *answer.time < *counted.time) return;
      // Without a time of its own an answer is as late as the one that it follows.
      if (!answer.time) answer.time = counted.time;
      --question.counts[static_cast<size_t>(counted.value)];
      --question.answered;
      counted = answer;
    }
  }
  ++question.counts[static_cast<size_t>(answer.value)];
  ++question.answered;
  if (kind == Kind::kText) {
    survey.keep({response, answer.time, order, question.name, std::string(string_at(properties, "value"))});
  }
}

// --- JSON -------------------------------------------------------------------------------------------------

namespace {

Json percent(const Interval& interval) { return Json::array({100 * interval.low, 100 * interval.high}); }

Json distribution(const Question& question) {
  Json result = Json::array();
  for (size_t value = 0; value < question.counts.size(); ++value) {
    if (question.on_scale(static_cast<int64_t>(value))) {
      result.push_back({{"value", value}, {"count", question.counts[value]}});
    }
  }
  return result;
}

void put_nps(Json& entry, const Question& question) {
  NpsCounts counts;
  for (size_t value = 0; value < question.counts.size(); ++value) {
    switch (*nps_category(static_cast<int64_t>(value))) {
      case NpsCategory::kDetractor:
        counts.detractors += question.counts[value];
        break;
      case NpsCategory::kPassive:
        counts.passives += question.counts[value];
        break;
      case NpsCategory::kPromoter:
        counts.promoters += question.counts[value];
        break;
    }
  }
  entry["counts"] = {{"promoters", counts.promoters}, {"passives", counts.passives}, {"detractors", counts.detractors}};
  if (counts.total() == 0) {
    entry["intervals"] = nullptr;
    return;
  }
  // Multiplied before it is divided, so that 50 − 20 of 100 is 30 and not a neighbour of 30.
  entry["value"] =
      100.0 * static_cast<double>(counts.promoters - counts.detractors) / static_cast<double>(counts.total());
  entry["se"] = 100 * nps(counts).se;
  entry["intervals"] = {{"wald", percent(nps_wald(counts))},
                        {"adjustedWald", percent(nps_adjusted_wald(counts))},
                        {"score", percent(nps_score(counts))}};
}

void put_ces(Json& entry, const Question& question) {
  CesCounts counts(variant_of(question.kind));
  for (size_t value = 0; value < question.counts.size(); ++value) {
    counts.add(static_cast<int64_t>(value), question.counts[value]);
  }
  const int64_t easy = counts.total(CesCategory::kEasy);
  entry["variant"] = name(counts.variant);
  entry["direction"] = direction(counts.variant);
  entry["counts"] = {{"easy", easy},
                     {"neutral", counts.total(CesCategory::kNeutral)},
                     {"difficult", counts.total(CesCategory::kDifficult)}};
  entry["sd"] = nullptr;
  entry["easy"] = nullptr;
  if (counts.total() == 0) return;
  const Ces score = ces(counts);
  entry["value"] = score.mean;
  entry["easy"] = 100.0 * static_cast<double>(easy) / static_cast<double>(counts.total());
  if (counts.total() < 2) return;
  entry["sd"] = score.sd;
  entry["se"] = score.se;
}

const char* category(Kind kind, int64_t value) {
  return kind == Kind::kNps ? name(*nps_category(value)) : name(*ces_category(variant_of(kind), value));
}

// Each text with the score that the same response gave to `scored`.
Json verbatims(const Survey& survey, const Question* scored) {
  Json result = Json::array();
  for (const Verbatim& verbatim : survey.verbatims) {
    Json item = {{"text", verbatim.text}, {"question", verbatim.question}};
    item["score"] = nullptr;
    item["category"] = nullptr;
    item["timestamp"] = verbatim.time ? Json(format_iso8601(*verbatim.time)) : Json(nullptr);
    if (scored && verbatim.response) {
      if (const auto it = scored->answers.find(*verbatim.response); it != scored->answers.end()) {
        item["score"] = it->second.value;
        item["category"] = category(scored->kind, it->second.value);
      }
    }
    result.push_back(std::move(item));
  }
  return result;
}

Json survey_entry(const std::string& survey_id, const std::string& id, const Survey& survey, const Question* scored) {
  Json entry = {{"id", id}, {"survey", survey_id}};
  entry["metric"] = nullptr;
  entry["question"] = nullptr;
  entry["value"] = nullptr;
  entry["se"] = nullptr;
  entry["n"] = 0;
  entry["rejected"] = survey.rejected;
  entry["distribution"] = Json::array();
  if (scored) {
    entry["metric"] = scored->kind == Kind::kNps ? "nps" : "ces";
    entry["question"] = scored->name;
    entry["n"] = scored->answered;
    entry["rejected"] = scored->rejected;
    entry["distribution"] = distribution(*scored);
    scored->kind == Kind::kNps ? put_nps(entry, *scored) : put_ces(entry, *scored);
  }
  entry["shown"] = survey.stages[kShown];
  entry["started"] = survey.stages[kStarted];
  entry["completed"] = survey.stages[kCompleted];
  entry["dismissed"] = survey.stages[kDismissed];
  entry["abandoned"] = survey.stages[kAbandoned];
  if (!survey.stage.empty()) entry["stage"] = survey.stage;
  if (!survey.touchpoint.empty()) entry["touchpoint"] = survey.touchpoint;
  int64_t texts = 0;
  for (const auto& [key, question] : survey.questions) {
    if (question.kind == Kind::kText) texts += question.answered;
  }
  entry["verbatimCount"] = texts;
  entry["verbatims"] = verbatims(survey, scored);
  return entry;
}

// One entry for each scored question, in the order in which respondents came to them. The first has the survey's own
// id; the others add their question to it, and its kind where a question of that name had several.
std::vector<std::pair<std::string, const Question*>> entries(const std::string& survey_id, const Survey& survey) {
  std::vector<const Question*> scored;
  for (const auto& [key, question] : survey.questions) {
    if (question.kind != Kind::kText) scored.push_back(&question);
  }
  std::sort(scored.begin(), scored.end(), comes_before);
  std::vector<std::pair<std::string, const Question*>> result;
  for (const Question* question : scored) {
    std::string id = survey_id;
    if (!result.empty()) {
      id += '/' + question->name;
      const bool taken =
          std::any_of(result.begin(), result.end(), [&](const auto& entry) { return entry.first == id; });
      if (taken) id += std::string("/") + word(question->kind);
    }
    result.emplace_back(std::move(id), question);
  }
  if (result.empty()) result.emplace_back(survey_id, nullptr);
  return result;
}

}  // namespace

Report::Report() : state_(std::make_unique<State>()) {}
Report::~Report() = default;
Report::Report(Report&&) noexcept = default;
Report& Report::operator=(Report&&) noexcept = default;

void Report::add(const Json& event, const Place& place) { state_->add(event, place, {}); }

void Report::add_line(std::string_view text, const Place& place) {
  if (blank(text)) return;
  JsonError error;
  const std::optional<Json> event = parse_json(text, &error);
  if (!event) {
    return state_->add_malformed(place, "not JSON at column " + std::to_string(error.column) + ": " + error.message);
  }
  add(*event, place);
}

void Report::add_malformed(std::string_view message, const Place& place) {
  state_->add_malformed(place, std::string(message));
}

Json Report::json(std::string_view survey) const {
  Json surveys = Json::array();
  for (const auto& [id, counted] : state_->surveys) {
    for (const auto& [entry_id, scored] : entries(id, counted)) {
      if (survey.empty() || survey == id || survey == entry_id) {
        surveys.push_back(survey_entry(id, entry_id, counted, scored));
      }
    }
  }
  Json guides = Json::array();
  if (survey.empty()) {
    for (const auto& [id, guide] : state_->guides) {
      guides.push_back({{"id", id},
                        {"shown", guide.shown},
                        {"completed", guide.completed},
                        {"dismissed", guide.dismissed},
                        {"missing", guide.missing}});
    }
  }
  Json malformed = Json::array();
  for (const Located& located : state_->malformed) {
    Json item = {{"line", located.line}, {"message", located.message}};
    if (!located.source.empty()) item["file"] = located.source;
    malformed.push_back(std::move(item));
  }
  return {{"surveys", std::move(surveys)},     {"guides", std::move(guides)},
          {"events", state_->events},          {"duplicates", state_->duplicates},
          {"rejected", state_->rejected},      {"other", state_->other},
          {"malformed", std::move(malformed)}, {"malformedCount", state_->malformed_count}};
}

}  // namespace canvass::report

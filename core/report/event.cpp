#include "core/report/event.h"

#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>

#include "core/base/json.h"
#include "core/base/number.h"
#include "core/base/text.h"
#include "core/config/config.h"

namespace canvass::report {

using metrics::CesVariant;
using simdjson::dom::element;
using simdjson::dom::element_type;

namespace {

constexpr double kMaxExact = 9007199254740992;  // 2⁵³
constexpr size_t kMaxValue = 200;               // characters of what a response belongs to
constexpr int64_t kMaxPoints = 100;
constexpr size_t kChunk = 1 << 16;

constexpr std::string_view kSurveyEvents[kStages] = {"Survey Shown", "Survey Answered", "Survey Completed",
                                                     "Survey Dismissed", "Survey Abandoned"};

std::optional<Stage> stage_of(std::string_view event) {
  if (event.size() < 12 || std::memcmp(event.data(), "Survey ", 7) != 0) return std::nullopt;
  for (uint8_t stage = 0; stage < kStages; ++stage) {
    if (event == kSurveyEvents[stage]) return static_cast<Stage>(stage);
  }
  return std::nullopt;
}

std::optional<GuideStep> step_of(std::string_view event) {
  if (event.size() < 10 || std::memcmp(event.data(), "Guide ", 6) != 0) return std::nullopt;
  // In the order of GuideStep.
  constexpr std::string_view kNames[] = {"Shown",          "Completed",      "Dismissed",      "Abandoned",
                                         "Anchor Missing", "Step",           "Task Completed", "Opened",
                                         "Searched",       "Article Viewed", "Rated",          "Contacted"};
  static_assert(std::size(kNames) == static_cast<size_t>(GuideStep::kContacted) + 1);
  for (size_t i = 0; i < std::size(kNames); ++i) {
    if (event.substr(6) == kNames[i]) return static_cast<GuideStep>(i);
  }
  return std::nullopt;
}

std::optional<JourneyStep> way_of(std::string_view event) {
  if (event.size() < 12 || std::memcmp(event.data(), "Journey ", 8) != 0) return std::nullopt;
  constexpr std::string_view kNames[] = {"Started", "Step", "Detour", "Finished", "Abandoned"};  // as JourneyStep
  static_assert(std::size(kNames) == static_cast<size_t>(JourneyStep::kAbandoned) + 1);
  for (size_t i = 0; i < std::size(kNames); ++i) {
    if (event.substr(8) == kNames[i]) return static_cast<JourneyStep>(i);
  }
  return std::nullopt;
}

std::optional<uint8_t> signal_of(std::string_view name) {
  for (uint8_t i = 0; i < config::kSignals; ++i) {
    if (name == config::name_of(static_cast<config::Signal>(i))) return i;
  }
  return std::nullopt;
}

// --- access to what was parsed ----------------------------------------------------------------------------

// A member that may not be there.
struct Member {
  element value;
  bool there = false;
  void operator=(element given) {
    value = given;
    there = true;
  }
  bool is(element_type type) const { return there && value.type() == type; }
};

std::string_view text_of(const Member& member) {
  std::string_view text;
  if (member.there && member.value.get(text) != simdjson::SUCCESS) return {};
  return member.there ? text : std::string_view();
}

bool number_of(element value, double& out) {
  switch (value.type()) {
    case element_type::INT64:
    case element_type::UINT64:
    case element_type::DOUBLE:
      return value.get_double().get(out) == simdjson::SUCCESS && std::isfinite(out);
    default:
      return false;
  }
}

// The whole number a value stands for: 7 and 7.0 are 7; 7.5, "7" and true are none.
std::optional<int64_t> integer_of(element value) {
  double number = 0;
  if (!number_of(value, number) || std::fabs(number) > kMaxExact || number != std::trunc(number)) return std::nullopt;
  return static_cast<int64_t>(number);
}

std::string number_text(double number) {
  if (std::fabs(number) <= kMaxExact && number == std::trunc(number)) return decimal(static_cast<int64_t>(number));
  return format_double(number);
}

// An id as exports have it: a text, or a number where somebody wrote the file by hand.
Key id_of(const Member& member) {
  if (!member.there) return {};
  double number = 0;
  if (number_of(member.value, number)) return key_of(number_text(number));
  return key_of(text_of(member));
}

bool blank(std::string_view text) { return trim(text).empty(); }

}  // namespace

// --- Events -----------------------------------------------------------------------------------------------

void Events::clear() {
  list.clear();
  parts.clear();
  unread.clear();
  large_.clear();
  chunk_ = used_ = 0;
}

std::string_view Events::keep(std::string_view text) {
  if (text.empty()) return {};
  char* place = nullptr;
  if (text.size() > kChunk / 4) {
    large_.push_back(std::make_unique<char[]>(text.size()));
    place = large_.back().get();
  } else {
    if (chunk_ < chunks_.size() && used_ + text.size() > kChunk) {
      ++chunk_;
      used_ = 0;
    }
    if (chunk_ == chunks_.size()) chunks_.push_back(std::make_unique<char[]>(kChunk));
    place = chunks_[chunk_].get() + used_;
    used_ += text.size();
  }
  std::memcpy(place, text.data(), text.size());
  return {place, text.size()};
}

// --- reading ----------------------------------------------------------------------------------------------

struct EventReader::State {
  Details details;
  simdjson::dom::parser parser;
  std::vector<char> padded;
  int64_t line = 0;
  Events* out = nullptr;

  // What the members of an event are, and those of its `properties`.
  struct Envelope {
    Member type, event, message, user, anonymous, timestamp, properties, context, traits, batch;
  };
  struct Properties {
    Member survey, guide, response, question, kind, value, variant, direction, points, stage, touchpoint, wording,
        scores, fields, device;
    Member step, task, article, query, helpful, index, of, done, results, duration;  // of guides
    Member signal, element, role, name, path, count, clicks, signals;                // of signals and pages
    Member journey, detour, after, off_path, detours, skipped, visits;               // of journeys
  };

  bool parse(std::string_view text, element& root) {
    const size_t needed = text.size() + simdjson::SIMDJSON_PADDING;
    if (padded.size() < needed) padded.resize(std::max(needed, padded.size() * 2));
    std::memcpy(padded.data(), text.data(), text.size());
    if (parser.capacity() < text.size() || parser.max_depth() != kMaxJsonDepth + 1) {
      if (parser.allocate(std::max<size_t>(text.size(), 4096), kMaxJsonDepth + 1) != simdjson::SUCCESS) return false;
    }
    return parser.parse(padded.data(), text.size(), false).get(root) == simdjson::SUCCESS;
  }

  void unread(std::string message) { out->unread.push_back({line, std::move(message)}); }

  void document(element root) {
    simdjson::dom::object object;
    if (root.get(object) != simdjson::SUCCESS) return unread("a wire event is a JSON object");
    Envelope envelope;
    read_envelope(object, envelope);
    if (!envelope.batch.there) return event(envelope, {});
    simdjson::dom::array list;
    if (envelope.batch.value.get(list) != simdjson::SUCCESS) return unread("/batch: expected an array of events");
    size_t index = 0;
    for (const element item : list) {
      const std::string prefix = "/batch/" + std::to_string(index++) + ": ";
      if (item.get(object) != simdjson::SUCCESS) {
        unread(prefix + "a wire event is a JSON object");
        continue;
      }
      envelope = {};
      read_envelope(object, envelope);
      event(envelope, prefix);
    }
  }

  static void read_envelope(simdjson::dom::object object, Envelope& e) {
    for (const auto field : object) {
      const std::string_view key = field.key;
      Member* member = nullptr;
      switch (key.size()) {  // told apart by their lengths first: this runs for every member of every event
        case 4:
          member = key == "type" ? &e.type : nullptr;
          break;
        case 5:
          member = key == "event" ? &e.event : key == "batch" ? &e.batch : nullptr;
          break;
        case 6:
          member = key == "userId" ? &e.user : key == "traits" ? &e.traits : nullptr;
          break;
        case 7:
          member = key == "context" ? &e.context : nullptr;
          break;
        case 9:
          member = key == "messageId" ? &e.message : key == "timestamp" ? &e.timestamp : nullptr;
          break;
        case 10:
          member = key == "properties" ? &e.properties : nullptr;
          break;
        case 11:
          member = key == "anonymousId" ? &e.anonymous : nullptr;
          break;
      }
      if (member) *member = field.value;  // of members with the same name the last one counts
    }
  }

  void event(const Envelope& envelope, const std::string& prefix) {
    const std::string_view type = text_of(envelope.type);
    const std::string_view name = text_of(envelope.event);
    const bool untyped = !envelope.type.there;
    if (type.empty() && !untyped) return unread(prefix + "`type` must be a text such as \"track\"");
    if (untyped && name.empty()) return unread(prefix + "no wire event: it has neither `type` nor `event`");
    if (type == "track" && name.empty()) return unread(prefix + "a track event needs `event`, its name");

    const bool track = untyped || type == "track";
    const std::optional<Stage> stage = track ? stage_of(name) : std::nullopt;
    const std::optional<GuideStep> step = track && !stage ? step_of(name) : std::nullopt;
    const std::optional<JourneyStep> way = track && !stage && !step ? way_of(name) : std::nullopt;
    const bool noticed = track && name == "Signal Noticed";
    const bool watched = track && name == "Page Watched";
    std::string_view thing;
    Properties properties;
    if (stage || step || way || noticed || watched) read_properties(envelope.properties, properties);
    if (stage || step || way || noticed) {
      const char* what = stage ? "survey" : step ? "guide" : way ? "journey" : "signal";
      thing = text_of(stage  ? properties.survey
                      : step ? properties.guide
                      : way  ? properties.journey
                             : properties.signal);
      if (thing.empty()) {
        return unread(prefix + "\"" + std::string(name) + "\" needs `properties." + what + "`, its " +
                      (noticed ? "name" : "id"));
      }
      if (stage == kStarted && text_of(properties.kind).empty()) {
        return unread(prefix + "\"" + std::string(name) + "\" needs `properties.kind`, such as \"nps\"");
      }
    }

    Event& event = out->list.emplace_back();
    event.message = id_of(envelope.message);
    if (details.people || details.segments || way || noticed || watched) {
      event.user = id_of(envelope.user);
      event.anonymous = id_of(envelope.anonymous);
    }
    if (const auto time = parse_iso8601(text_of(envelope.timestamp))) event.time = *time;
    event.thing = out->keep(thing);
    if (stage) {
      event.about = Event::About::kSurvey;
      event.stage = *stage;
      survey_event(event, properties);
    } else if (step) {
      event.about = Event::About::kGuide;
      event.step = *step;
      guide_event(event, properties, envelope);
    } else if (way) {
      event.about = Event::About::kJourney;
      event.way = *way;
      journey_event(event, properties);
    } else if (noticed) {
      signal_event(event, properties, envelope.context);
    } else if (watched) {
      page_event(event, properties, envelope.context);
    }
    if (details.segments) read_segments(event, stage.has_value(), properties, envelope.context, envelope.traits);
  }

  void read_properties(const Member& member, Properties& p) {
    simdjson::dom::object object;
    if (!member.there || member.value.get(object) != simdjson::SUCCESS) return;
    for (const auto field : object) {
      const std::string_view key = field.key;
      Member* named = nullptr;
      switch (key.size()) {
        case 2:
          named = key == "of" ? &p.of : nullptr;
          break;
        case 4:
          named = key == "kind"   ? &p.kind
                  : key == "step" ? &p.step
                  : key == "task" ? &p.task
                  : key == "done" ? &p.done
                  : key == "role" ? &p.role
                  : key == "name" ? &p.name
                  : key == "path" ? &p.path
                                  : nullptr;
          break;
        case 5:
          named = key == "value"   ? &p.value
                  : key == "stage" ? &p.stage
                  : key == "guide" ? &p.guide
                  : key == "query" ? &p.query
                  : key == "index" ? &p.index
                  : key == "count" ? &p.count
                  : key == "after" ? &p.after
                                   : nullptr;
          break;
        case 6:
          named = key == "survey"   ? &p.survey
                  : key == "points" ? &p.points
                  : key == "scores" ? &p.scores
                  : key == "fields" ? &p.fields
                  : key == "device" ? &p.device
                  : key == "signal" ? &p.signal
                  : key == "clicks" ? &p.clicks
                  : key == "detour" ? &p.detour
                  : key == "visits" ? &p.visits
                                    : nullptr;
          break;
        case 7:
          named = key == "variant"   ? &p.variant
                  : key == "wording" ? &p.wording
                  : key == "results" ? &p.results
                  : key == "article" ? &p.article
                  : key == "helpful" ? &p.helpful
                  : key == "signals" ? &p.signals
                  : key == "element" ? &p.element
                  : key == "journey" ? &p.journey
                  : key == "offPath" ? &p.off_path
                  : key == "detours" ? &p.detours
                  : key == "skipped" ? &p.skipped
                                     : nullptr;
          break;
        case 8:
          named = key == "response"   ? &p.response
                  : key == "question" ? &p.question
                  : key == "duration" ? &p.duration
                                      : nullptr;
          break;
        case 9:
          named = key == "direction" ? &p.direction : nullptr;
          break;
        case 10:
          named = key == "touchpoint" ? &p.touchpoint : nullptr;
          break;
      }
      if (named) *named = field.value;
    }
  }

  void guide_event(Event& event, const Properties& p, const Envelope& envelope) {
    event.response = envelope.anonymous.there ? id_of(envelope.anonymous) : id_of(envelope.user);
    event.kind = out->keep(text_of(p.kind));
    event.question = out->keep(text_of(p.step.there ? p.step : p.task.there ? p.task : p.article));
    const Member& number = event.step == GuideStep::kSearched ? p.results : p.duration;
    if (number.there && number_of(number.value, event.value)) event.given = Event::Given::kGood;
    const auto small = [](const Member& member) {
      const std::optional<int64_t> whole = member.there ? integer_of(member.value) : std::nullopt;
      return static_cast<int16_t>(whole && *whole > 0 && *whole <= 1000 ? *whole : 0);
    };
    event.min = small(event.step == GuideStep::kTask ? p.done : p.index);
    event.max = small(p.of);
    if (event.step == GuideStep::kSearched) event.text = out->keep(text_of(p.query));
    const std::string_view said = text_of(p.helpful);
    bool yes = false;
    if (p.helpful.is(element_type::BOOL) && p.helpful.value.get(yes) != simdjson::SUCCESS) yes = false;
    event.helpful = yes || said == "yes";
  }

  // --- signals and journeys

  std::string_view keep_named(const Member& member) { return out->keep(first_characters(text_of(member), kMaxValue)); }

  void read_page(Event& event, const Member& context) {
    event.page = keep_named(member_of(member_of(context, "page"), "path"));
  }

  void signal_event(Event& event, const Properties& p, const Member& context) {
    const std::optional<uint8_t> signal = signal_of(event.thing);
    if (!signal) return;  // of a later version: other
    event.about = Event::About::kSignal;
    event.signal = *signal;
    event.question = keep_named(p.element);
    event.kind = keep_named(p.role);
    event.text = keep_named(p.name);
    event.response_id = keep_named(p.path);
    const std::optional<int64_t> count = p.count.there ? integer_of(p.count.value) : std::nullopt;
    event.value = count && *count > 1 ? static_cast<double>(*count) : 1;
    read_page(event, context);
  }

  void page_event(Event& event, const Properties& p, const Member& context) {
    event.about = Event::About::kPage;
    const std::optional<int64_t> clicks = p.clicks.there ? integer_of(p.clicks.value) : std::nullopt;
    event.value = clicks && *clicks > 0 ? static_cast<double>(*clicks) : 0;
    simdjson::dom::object signals;
    if (p.signals.there && p.signals.value.get(signals) == simdjson::SUCCESS) {
      for (const auto field : signals) {
        const std::optional<uint8_t> signal = signal_of(field.key);
        const std::optional<int64_t> count = integer_of(field.value);
        if (signal && count && *count > 0) event.signals = static_cast<uint8_t>(event.signals | 1u << *signal);
      }
    }
    read_page(event, context);
  }

  void journey_event(Event& event, const Properties& p) {
    event.kind = keep_named(p.kind);
    event.question = keep_named(event.way == JourneyStep::kDetour ? p.detour : p.step);
    event.text = keep_named(event.way == JourneyStep::kDetour ? p.after : p.detour);
    const auto small = [](const Member& member) {
      const std::optional<int64_t> whole = member.there ? integer_of(member.value) : std::nullopt;
      return static_cast<int16_t>(whole && *whole > 0 && *whole <= 1000 ? *whole : 0);
    };
    event.min = small(p.index);
    event.max = small(p.of);
    if (p.duration.there && number_of(p.duration.value, event.value)) event.given = Event::Given::kGood;
    if (!p.off_path.is(element_type::BOOL) || p.off_path.value.get(event.off_path) != simdjson::SUCCESS) {
      event.off_path = false;
    }
    begin_parts(event.parts);
    const auto add_number = [&](const char* name, const Member& member) {
      const std::optional<int64_t> whole = member.there ? integer_of(member.value) : std::nullopt;
      if (whole && *whole >= 0) add_part(event.parts, {name, {}, static_cast<double>(*whole)});
    };
    add_number("detours", p.detours);
    add_number("skipped", p.skipped);
    add_number("visits", p.visits);
  }

  void survey_event(Event& event, const Properties& p) {
    event.response = id_of(p.response);
    event.journey = out->keep(text_of(p.stage));
    event.touchpoint = out->keep(text_of(p.touchpoint));
    event.question = out->keep(text_of(p.question));
    if (event.stage == kStarted) return answer(event, p);
    if (event.stage != kShown) read_scores(event, p.scores);
  }

  // --- answers

  void answer(Event& event, const Properties& p) {
    const std::string_view kind = text_of(p.kind);
    event.kind = out->keep(kind);
    event.given = Event::Given::kRejected;
    const auto scale = [&](Kind type, int16_t min, int16_t max) {
      event.type = type;
      event.min = min;
      event.max = max;
      const std::optional<int64_t> value = p.value.there ? integer_of(p.value.value) : std::nullopt;
      if (!value || *value < min || *value > max) return;
      event.value = static_cast<double>(*value);
      event.given = Event::Given::kGood;
    };
    if (kind == "nps") return scale(Kind::kNps, 0, 10);
    if (kind == "csat") return scale(Kind::kCsat, 1, 5);
    if (kind == "ces") {
      const std::optional<CesVariant> variant = stated_variant(p);
      if (!variant) {
        event.kind = {};  // of neither variant, so of no question
        return;
      }
      event.ces = *variant;
      return scale(Kind::kCes, 1, static_cast<int16_t>(metrics::ces_points(*variant)));
    }
    if (kind == "rating" || kind == "matrix") {
      // Canvass always says how many points there are; what a configuration without them means is five.
      const std::optional<int64_t> points = p.points.there ? integer_of(p.points.value) : 5;
      if (!points || *points < 2 || *points > kMaxPoints) {
        event.kind = {};
        return;
      }
      const auto max = static_cast<int16_t>(*points);
      return kind == "rating" ? scale(Kind::kRating, 1, max) : matrix(event, p.value, max);
    }
    if (kind == "ranking") return ranking(event, p.value);
    if (kind == "choice" || kind == "picture" || kind == "dropdown") return choice(event, p.value);
    if (kind == "yesno" || kind == "consent") {
      event.type = Kind::kYesNo;
      event.max = 1;
      bool value = false;
      if (!p.value.there || p.value.value.get(value) != simdjson::SUCCESS) return;
      event.value = value ? 1 : 0;
      event.given = Event::Given::kGood;
      return;
    }
    if (kind == "number") {
      event.type = Kind::kNumber;
      if (p.value.there && number_of(p.value.value, event.value)) event.given = Event::Given::kGood;
      return;
    }
    if (kind == "text") {
      event.type = Kind::kText;
      const std::string_view text = text_of(p.value);
      if (blank(text)) return;
      event.text = out->keep(text);
      event.response_id = out->keep(text_of(p.response));
      event.given = Event::Given::kGood;
      return;
    }
    // Answered, whatever with: a date, or a kind that this version does not know.
    event.known_kind = kind == "email" || kind == "phone" || kind == "date";
    if (!event.known_kind || !blank(text_of(p.value))) event.given = Event::Given::kGood;
  }

  // The variant is always written by Canvass itself. Where a hand-made event leaves it out, its direction tells, and
  // without that it is what a configuration without a variant means.
  static std::optional<CesVariant> stated_variant(const Properties& p) {
    const std::string_view stated_direction = text_of(p.direction);
    std::optional<CesVariant> result = CesVariant::kAgree7;
    if (p.variant.there) {
      result = metrics::ces_variant(text_of(p.variant));
    } else if (stated_direction == metrics::direction(CesVariant::kEffort5)) {
      result = CesVariant::kEffort5;
    }
    // A variant that contradicts its direction cannot be scored either way.
    if (result && p.direction.there && stated_direction != metrics::direction(*result)) return std::nullopt;
    return result;
  }

  void begin_parts(Parts& parts) { parts.begin = parts.end = static_cast<uint32_t>(out->parts.size()); }
  void add_part(Parts& parts, Part part) {
    out->parts.push_back(part);
    parts.end = static_cast<uint32_t>(out->parts.size());
  }

  // The part of that name, to be set anew: of members with the same name the last one counts.
  Part* part_of(const Parts& parts, std::string_view name) {
    constexpr uint32_t kLooked = 64;  // beyond that many a line is not worth the time; both are then there
    if (parts.end - parts.begin > kLooked) return nullptr;
    for (uint32_t i = parts.begin; i < parts.end; ++i) {
      if (out->parts[i].name == name) return &out->parts[i];
    }
    return nullptr;
  }

  void matrix(Event& event, const Member& value, int16_t max) {
    event.type = Kind::kMatrix;
    event.min = 1;
    event.max = max;
    simdjson::dom::object rows;
    if (!value.there || value.value.get(rows) != simdjson::SUCCESS) return;
    begin_parts(event.parts);
    bool any = false;
    for (const auto row : rows) {
      const std::optional<int64_t> number = integer_of(row.value);
      Part part;
      part.good = number && *number >= 1 && *number <= max;
      part.value = part.good ? static_cast<double>(*number) : 0;
      any = any || part.good;
      if (Part* same = part_of(event.parts, row.key)) {
        part.name = same->name;
        *same = part;
      } else {
        part.name = out->keep(row.key);
        add_part(event.parts, part);
      }
    }
    if (!event.parts.empty()) event.given = any ? Event::Given::kGood : Event::Given::kRejected;
  }

  // The ids that an answer lists, each a text and there once. False otherwise.
  bool ids(Event& event, const Member& value) {
    simdjson::dom::array list;
    if (!value.there || value.value.get(list) != simdjson::SUCCESS) return false;
    begin_parts(event.parts);
    std::vector<std::string_view> seen;
    for (const element item : list) {
      std::string_view id;
      if (item.get(id) != simdjson::SUCCESS || id.empty()) return false;
      seen.push_back(id);
      add_part(event.parts, {out->keep(id), {}, static_cast<double>(seen.size())});
    }
    std::sort(seen.begin(), seen.end());
    return !seen.empty() && std::adjacent_find(seen.begin(), seen.end()) == seen.end();
  }

  void ranking(Event& event, const Member& value) {
    event.type = Kind::kRank;
    if (ids(event, value)) {
      event.given = Event::Given::kGood;
    } else {
      event.parts = {};
    }
  }

  void choice(Event& event, const Member& value) {
    event.type = Kind::kChoice;
    const std::string_view single = text_of(value);
    if (!single.empty()) {
      begin_parts(event.parts);
      add_part(event.parts, {out->keep(single), {}, 1});
      event.given = Event::Given::kGood;
    } else if (ids(event, value)) {
      event.given = Event::Given::kGood;
    } else {
      event.parts = {};
    }
  }

  // --- the end of a response

  void read_scores(Event& event, const Member& member) {
    simdjson::dom::object scores;
    if (!member.there || member.value.get(scores) != simdjson::SUCCESS) return;
    begin_parts(event.scores);
    for (const auto score : scores) {
      simdjson::dom::object factors;
      double value = 0;
      if (score.key == "factors" && score.value.get(factors) == simdjson::SUCCESS) {
        for (const auto factor : factors) {
          if (number_of(factor.value, value)) add_part(event.scores, {out->keep(factor.key), "factors", value});
        }
      } else if (number_of(score.value, value)) {
        add_part(event.scores, {out->keep(score.key), {}, value});
      }
    }
  }

  // --- what a response belongs to

  // A text, number or boolean as text; empty when it is something else.
  std::string_view value_text(element value) {
    std::string_view text;
    bool flag = false;
    double number = 0;
    if (value.get(text) == simdjson::SUCCESS) return out->keep(first_characters(text, kMaxValue));
    if (value.get(flag) == simdjson::SUCCESS) return flag ? "true" : "false";
    return number_of(value, number) ? out->keep(number_text(number)) : std::string_view();
  }

  void read_named(Parts& parts, const Member& member) {
    simdjson::dom::object object;
    if (!member.there || member.value.get(object) != simdjson::SUCCESS) return;
    begin_parts(parts);
    append_named(parts, object);
  }

  void append_named(Parts& parts, simdjson::dom::object object) {
    for (const auto field : object) {
      const std::string_view text = value_text(field.value);
      if (!text.empty() && !field.key.empty())
        add_part(parts, {out->keep(first_characters(field.key, kMaxValue)), text});
    }
  }

  static Member member_of(const Member& object, std::string_view name) {
    Member found;
    simdjson::dom::object members;
    if (!object.there || object.value.get(members) != simdjson::SUCCESS) return found;
    for (const auto field : members) {
      if (field.key == name) found = field.value;
    }
    return found;
  }

  void read_segments(Event& event, bool survey, const Properties& p, const Member& context, const Member& traits) {
    if (survey) {
      event.wording = out->keep(first_characters(text_of(p.wording), kMaxValue));
      read_named(event.fields, p.fields);
      event.locale = out->keep(first_characters(text_of(member_of(context, "locale")), kMaxValue));
      event.page = out->keep(first_characters(text_of(member_of(member_of(context, "page"), "path")), kMaxValue));
      const Member device = member_of(member_of(context, "device"), "type");
      event.device = out->keep(first_characters(text_of(device.there ? device : p.device), kMaxValue));
    }
    read_named(event.traits, traits);
    simdjson::dom::object of_context;
    const Member more = member_of(context, "traits");
    if (more.there && more.value.get(of_context) == simdjson::SUCCESS) {
      if (event.traits.empty()) begin_parts(event.traits);
      append_named(event.traits, of_context);
    }
  }
};

EventReader::EventReader(Details details) : state_(std::make_unique<State>()) { state_->details = details; }
EventReader::~EventReader() = default;
EventReader::EventReader(EventReader&&) noexcept = default;
EventReader& EventReader::operator=(EventReader&&) noexcept = default;

void EventReader::read(std::string_view line, int64_t number, Events& out) {
  if (blank(line)) return;
  state_->out = &out;
  state_->line = number;
  element root;
  if (state_->parse(line, root)) return state_->document(root);
  // Rare, so what is wrong is found out by the parser that can say it. Should that one take the line after all (a whole
  // number of more than 64 bits), what it has understood is read.
  JsonError error;
  const std::optional<Json> json = parse_json(line, &error);
  if (!json) {
    return state_->unread("not JSON at column " + std::to_string(error.column) + ": " + error.message);
  }
  if (state_->parse(dump_json(*json), root)) return state_->document(root);
  state_->unread("not JSON that can be read here");
}

}  // namespace canvass::report

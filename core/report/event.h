// Wire events, reduced to what a report needs of them: the one way from bytes to counting.
//
//   EventReader reader;
//   Events events;
//   reader.read(line, 12, events);                        // one line of NDJSON: an event, or {"batch": […]}
//   for (const Event& event : events.list) collection.add(event, events);
//   events.clear();
//
// Reading knows nothing of what came before, so several readers can work at the same time, each into Events of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/metrics/ces.h"
#include "core/report/key.h"
#include "core/report/survey.h"

namespace canvass::report {

// A name with what belongs to it: a row of a matrix, an option, a score, a field.
struct Part {
  std::string_view name;
  std::string_view text;
  double value = 0;
  bool good = true;  // false: the value is not on its scale
};

struct Parts {
  uint32_t begin = 0, end = 0;  // of Events::parts
  bool empty() const { return begin == end; }
};

enum class GuideStep : uint8_t {
  kShown,
  kCompleted,
  kDismissed,
  kAbandoned,
  kMissing,
  kStep,
  kTask,
  kOpened,
  kSearched,
  kViewed,
  kRated,
  kContacted
};

enum class JourneyStep : uint8_t { kStarted, kStep, kDetour, kFinished, kAbandoned };

struct Event {
  enum class About : uint8_t { kOther, kSurvey, kGuide, kSignal, kPage, kJourney };
  enum class Given : uint8_t { kNothing, kGood, kRejected };

  About about = About::kOther;
  Stage stage = kShown;  // of a survey; kStarted: answered
  GuideStep step = GuideStep::kShown;
  Key message, user, anonymous, response;
  TimeMs time = kNoTime;
  std::string_view thing;  // the survey's, guide's or journey's id, the signal's name

  // Of events about a guide: `response` is the visitor; `kind` as on the wire; `question` the step, task or article;
  // `text` the query; `value` the duration or the results, if `given` says so; `min` of `max` the step or tasks done.
  bool helpful = false;

  // Of a signal that was noticed: `page`; `question` the element, `kind` its role, `text` its name, `response_id` its
  // path; `value` how often, at least 1. Of a page that was watched: `page`, `value` the clicks, and which signals
  // there were, those that were not told too.
  uint8_t signal = 0;   // config::Signal
  uint8_t signals = 0;  // bit 1 << config::Signal

  // Of events about a journey: `kind` as on the wire; `question` the step, or the detour that was made; `text` the step
  // after which, or of one given up its last detour; `min` of `max` the step's index; `value` the duration, if `given`
  // says so; `parts` the whole numbers `detours`, `skipped`, `visits`.
  JourneyStep way = JourneyStep::kStarted;
  bool off_path = false;

  // Of events about a survey.
  std::string_view journey, touchpoint, wording, locale, page, device;
  std::string_view question;  // that was answered, or on screen at the end

  // Of an answer.
  std::string_view kind;
  Kind type = Kind::kOther;
  bool known_kind = true;
  Given given = Given::kNothing;
  metrics::CesVariant ces = metrics::CesVariant::kAgree7;
  int16_t min = 0, max = 0;
  double value = 0;
  std::string_view text;         // of a text
  std::string_view response_id;  // of a text: as on the wire
  Parts parts;                   // of a matrix, ranking, choice

  Parts scores;  // of the end of a response; `text` empty, or "factors"
  Parts fields;  // the same
  Parts traits;  // of whoever sent it
};

struct Unread {
  int64_t line = 0;
  std::string message;
};

// What was read, with the bytes that its texts lie in.
class Events {
 public:
  std::vector<Event> list;
  std::vector<Part> parts;
  std::vector<Unread> unread;

  void clear();
  std::string_view keep(std::string_view text);  // a copy that lives until clear()

 private:
  std::vector<std::unique_ptr<char[]>> chunks_, large_;
  size_t chunk_ = 0, used_ = 0;  // where the next text goes
};

// What to read besides answers. What nobody asks for is not worth its copying. Whom signals and journeys are of is
// always read.
struct Details {
  bool segments = true;
  bool people = true;
};

class EventReader {
 public:
  explicit EventReader(Details details = {});
  ~EventReader();
  EventReader(EventReader&&) noexcept;
  EventReader& operator=(EventReader&&) noexcept;

  // Appends what the line holds. A blank line holds nothing; what is no event goes to `unread`, with the reason.
  void read(std::string_view line, int64_t number, Events& out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace canvass::report

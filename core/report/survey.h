// What the events of one survey say, once duplicates are gone and only last answers are left: the input of every
// section of the report. Plain data; Collection (core/report/collection.h) makes it, tests write it by hand.
//
//   const Survey survey = collection.survey("nps", {.from = since});
//   for (const Item& item : survey.items) { … item.answers … }
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/metrics/ces.h"

namespace canvass::report {

constexpr uint32_t kNone = 0xFFFFFFFF;  // no such index

// A span of time, UTC: from ≤ t < to.
struct Span {
  TimeMs from = std::numeric_limits<TimeMs>::min();
  TimeMs to = std::numeric_limits<TimeMs>::max();
  bool holds(TimeMs time) const { return time >= from && time < to; }
};

enum Stage : uint8_t { kShown, kStarted, kCompleted, kDismissed, kAbandoned, kStages };

// One respondent's way through one showing of the survey.
struct Response {
  std::string id = {};                                 // as on the wire, of those with a text below; else empty
  uint32_t visitor = kNone;                            // equal for equal people (userId, else anonymousId)
  std::array<std::optional<TimeMs>, kStages> at = {};  // the earliest event of that stage
  uint8_t stages = 0;                                  // bit 1 << Stage: reached, also where no time is known
  uint32_t left_at = kNone;                            // dismissed or abandoned: the item (its question) on screen then
  std::optional<TimeMs> time = {};                     // of its earliest event, which says what period it is in
  bool reached(Stage stage) const { return (stages & (1u << stage)) != 0; }
};

enum class Kind : uint8_t {
  kNps,     // 0…10
  kCes,     // 1…7 or 1…5, `ces` says which
  kCsat,    // 1…5
  kRating,  // min…max
  kNumber,  // any number
  kMatrix,  // one row of a matrix, min…max; Item::row names it
  kRank,    // one option's place in a ranking, 1 is the best; Item::row names it
  kYesNo,   // 1 yes, 0 no; also consent
  kChoice,  // single or multiple; an answer's `value` is an index into Item::choices
  kText,    // texts are in Survey::texts; `value` means nothing
  kScore,   // what a preset made of the whole response: "sus", "csi", "factors.speed"; Item::question names it
  kOther,   // answered, and nothing more is known: email, phone, date
};

struct Answer {
  uint32_t response = 0;  // index into Survey::responses
  double value = 0;
  std::optional<TimeMs> time = {};
};

// One thing that is asked, or scored.
struct Item {
  std::string question = {};
  std::string row = {};   // of kMatrix and kRank
  std::string kind = {};  // as on the wire: "nps", "dropdown"; of kScore "score"
  Kind type = Kind::kOther;
  double min = 0, max = 0;  // the ends of the scale; both 0: there is none
  metrics::CesVariant ces = metrics::CesVariant::kAgree7;
  std::vector<std::vector<std::string>> choices = {};  // of kChoice: which options an answer named, each set once
  std::vector<Answer> answers = {};                    // by response, at most one for each
  int64_t rejected = 0;                                // answers that are not on the scale
  std::optional<TimeMs> first = {};                    // the earliest answer: items are in this order
};

// A text of a respondent.
struct Text {
  uint32_t response = kNone;  // index into Survey::responses
  std::string question = {};
  std::string text = {};
  std::optional<TimeMs> time = {};
};

// What respondents can be told apart by.
struct Segment {
  std::string name = {};                 // "plan", "locale", "page", "wording", "fields.campaign"
  std::vector<std::string> values = {};  // distinct ones
  std::vector<uint32_t> of = {};         // by response: index into `values`, or kNone
};

struct Survey {
  std::string id = {};
  std::string stage = {};  // of the journey, and where in it; empty: not said
  std::string touchpoint = {};
  std::vector<Response> responses = {};
  std::vector<Item> items = {};  // in the order in which respondents came to them; scores last
  std::vector<Segment> segments = {};
  // Texts, newest first. All of them, or beyond kTexts a uniform sample (the lowest hashes of response and question,
  // which neither depends on the order of lines nor on chance).
  std::vector<Text> texts = {};
  std::vector<Text> newest = {};  // the kVerbatims newest texts, whether the sample has them or not
  int64_t text_count = 0;         // all of them
  int64_t rejected = 0;           // answers of this survey that are not on their scale
};

constexpr size_t kVerbatims = 50;  // newest texts listed for each survey
constexpr size_t kTexts = 20'000;  // of one survey, at most this many are kept

}  // namespace canvass::report

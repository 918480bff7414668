// Where events are counted: distinct events by message id, of every response the last answers, the stages it reached,
// what it belongs to. survey() then gives what sections of the report work on.
//
//   Collection collection;
//   collection.add(events, "may.ndjson");                 // what an EventReader has read, in any order
//   const Survey nps = collection.survey("nps", {.from = since});
//
// Memory grows with distinct message ids (some 25 bytes each), with signals and watched pages (16), and with responses:
// what stages they reached when, their last answers and, when segments are kept, what they belong to. It does not grow
// with lines, and texts are sampled.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/report/activity.h"
#include "core/report/event.h"
#include "core/report/guides.h"
#include "core/report/journeys.h"
#include "core/report/key.h"
#include "core/report/struggle.h"
#include "core/report/support.h"
#include "core/report/survey.h"

namespace canvass::report {

// What is kept beside answers and stages.
struct Collect {
  bool segments = true;                         // false: none (the command line without --by)
  std::vector<std::string> only_segments = {};  // not empty: just these names
  bool people = true;                           // false: nobody is told apart, and support_json() has no users
  bool activity = true;                         // false: nothing for the log of experiments
};

struct SegmentName {
  std::string name;
  size_t values = 0;      // distinct ones
  bool too_many = false;  // more than kSegmentValues: there is no such segment then
};

constexpr size_t kMalformed = 1'000;     // lines located; beyond that they are counted only
constexpr size_t kSegmentValues = 200;   // of one name
constexpr size_t kSegmentNames = 1'000;  // further ones are not kept

struct Totals {
  int64_t events = 0, duplicates = 0, rejected = 0, other = 0, malformed = 0;
};

class Collection {
 public:
  explicit Collection(Collect collect = {});
  ~Collection();
  Collection(Collection&&) noexcept;
  Collection& operator=(Collection&&) noexcept;

  Details details() const;  // what a reader should read for it

  void add(const Events& events, std::string_view source);
  void add_malformed(std::string_view message, std::string_view source, int64_t line);

  std::vector<std::string> survey_ids() const;  // in order of the ids
  // `segments`: names of those wanted, "*" all; nullptr: all.
  Survey survey(std::string_view id, Span span = {}, const std::vector<std::string>* segments = nullptr) const;
  std::vector<SegmentName> segment_names() const;  // in order of the names
  std::optional<Span> period() const;              // first and last time of an event about a survey, both included
  const Guides& guides() const;
  const Struggle& struggle() const;
  const Journeys& journeys() const;
  const Activity& activity() const;  // empty without Collect::activity
  TimeMs latest_time() const;        // of any event at all; kNoTime: there is none
  // What "30d" is before: the last event about a survey; without any, the last event at all.
  std::optional<TimeMs> last_time() const;
  const Totals& totals() const;
  const std::vector<Located>& malformed() const;

  // Everybody who was seen, by number; the index has only those whom the tickets name.
  People people(const Tickets& tickets) const;

  // By the numbers that visitors have while events are counted (Struggle): those that they have in
  // Response::visitor, where who is known by several ids is one.
  std::vector<uint32_t> persons() const;

  // Signals or journeys were counted without telling apart who answered (Collect::people and segments false): to hold
  // them against scores, everything has to be counted again with people. Known as soon as the first of them was added.
  bool lacks_people() const;

  size_t bytes() const;  // of the tables, for benchmarks

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace canvass::report

// What respondents said, counted from wire events as they come: scores with their intervals, distributions, the
// funnel from shown to completed, verbatims. Does no I/O; the command line and the collector feed the same thing.
//
//   report::Report report;
//   report.add(event);                                   // one wire event, already parsed; or a batch of them
//   report.add_line(text, {.source = "may.ndjson", .line = 12});   // one line of an export, not yet parsed
//   Json json = report.json();                           // docs/report.md; may be asked for at any time
//
// Events may come in any order and more than once. Memory grows with distinct message ids and responses (some tens
// of bytes for each), not with texts or lines.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "core/base/json.h"

namespace canvass::report {

constexpr size_t kVerbatims = 50;     // newest verbatims listed for each survey
constexpr size_t kMalformed = 1'000;  // malformed lines located; beyond that they are counted only

// Where an event was read, for messages.
struct Place {
  std::string_view source;  // a file's name; empty: not said
  int64_t line = 0;         // from 1; 0: not said
};

class Report {
 public:
  Report();
  ~Report();
  Report(Report&&) noexcept;
  Report& operator=(Report&&) noexcept;

  // Takes one wire event, or an object whose `batch` is an array of them. An event seen before (same messageId) is
  // counted as a duplicate only. What is no wire event at all becomes an entry of `malformed`; an answer whose
  // value is not on its scale is counted as rejected and otherwise left out.
  void add(const Json& event, const Place& place = {});

  // The same for one line of NDJSON. A blank line is nothing.
  void add_line(std::string_view text, const Place& place = {});

  // For what the caller could not even read as text.
  void add_malformed(std::string_view message, const Place& place);

  // Everything known so far. With `survey`, only that survey (all its scored questions), or the one entry with
  // that id; guides are then left out.
  Json json(std::string_view survey = {}) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace canvass::report

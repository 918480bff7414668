// What respondents said, counted from wire events as they come: scores with their intervals, distributions, the
// funnel from shown to completed, verbatims and what they are about, segments, trends. Does no I/O; the command line,
// the collector and the report page feed the same thing.
//
//   report::Report report;
//   report.add_line(text, {.source = "may.ndjson", .line = 12});   // one line of an export
//   Json json = report.json({.by = {"plan"}});           // docs/report.md; may be asked for at any time
//
// Events may come in any order and more than once. What it takes in memory, core/report/collection.h says.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/metrics/benchmarks.h"
#include "core/report/collection.h"
#include "core/report/names.h"
#include "core/report/plan.h"
#include "core/report/query.h"
#include "core/report/support.h"
#include "core/report/tags.h"

namespace canvass::report {

// Where an event was read, for messages.
struct Place {
  std::string_view source = {};  // a file's name; empty: not said
  int64_t line = 0;              // from 1; 0: not said
};

class Report {
 public:
  explicit Report(Collect collect = {});
  ~Report();
  Report(Report&&) noexcept;
  Report& operator=(Report&&) noexcept;

  // Takes one wire event, or an object whose `batch` is an array of them. An event seen before (same messageId) is
  // counted as a duplicate only. What is no wire event at all becomes an entry of `malformed`; an answer whose
  // value is not on its scale is counted as rejected and otherwise left out.
  void add(const Json& event, const Place& place = {});

  // The same for one line of NDJSON. A blank line is nothing.
  void add_line(std::string_view text, const Place& place = {});

  // The same for lines that an EventReader with the details() has read elsewhere: in another thread.
  Details details() const;
  void add_events(const Events& events, std::string_view source);

  // For what the caller could not even read as text.
  void add_malformed(std::string_view message, const Place& place);

  // Forgets all events, to read them once more with more of what is in them.
  void start_again(Collect collect);

  // What the report is made with besides events; from now on.
  void set_names(Names names);
  void set_tags(Tags tags);
  void set_benchmarks(metrics::Benchmarks benchmarks);
  void set_tickets(Tickets tickets);
  void set_plan(Plan plan);
  const Plan& plan() const;

  // Everything known so far, as far as it is asked for. With `query.survey`, only that survey (all its scored
  // questions), or the one entry with that id; guides are then left out.
  Json json(const Query& query = {}) const;

  std::vector<std::string> survey_ids() const;
  const Collection& collection() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace canvass::report

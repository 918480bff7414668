// What is stored goes on to ClickHouse. The SQLite file is the spool in front of it: events are acknowledged when they
// are in there, and forwarded in the background, in batches, at least once. Where forwarding has got to is kept in the
// same file. Sent twice, an event is still one row: the table is a ReplacingMergeTree by its message id.
//
//   const auto address = parse_sink("clickhouse://user:password@127.0.0.1:8123/default/canvass_events");
//   Sink sink(std::get<SinkAddress>(address), "canvass.sqlite", log);   // makes the table; throws when it cannot
//   metrics.more([&](MetricsText& text) { sink_metrics(text, sink.counters()); });
//   sink.stop();                                                        // forwards the rest, if ClickHouse takes it
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "examples/collector/log.h"
#include "examples/collector/metrics.h"

namespace canvass::collector {

struct SinkAddress {
  std::string host;
  int port = 8123;  // of the HTTP interface
  std::string user, password;
  std::string database, table;

  std::string name() const;  // "127.0.0.1:8123/default/canvass_events": for people, and to know it again
};

// "clickhouse://[user[:password]@]host[:port]/database[/table]", user and password percent-encoded where they must be.
// Without a password it is that of the environment's CANVASS_SINK_PASSWORD. Else a sentence on what is wrong.
std::variant<SinkAddress, std::string> parse_sink(std::string_view text);

struct SinkCounters {
  int64_t forwarded = 0;      // events that ClickHouse has taken since the start
  int64_t batches = 0;        // in so many inserts
  int64_t failures = 0;       // inserts that failed, since the start
  int64_t waiting = 0;        // events in SQLite that ClickHouse does not have yet
  int64_t waiting_since = 0;  // when the oldest of them was received, ms since 1970; 0: none waits
  bool up = false;            // the last attempt went well
};

void sink_metrics(MetricsText& text, const SinkCounters& counters);

class Sink {
 public:
  // Starts to forward. Throws std::runtime_error with a sentence when ClickHouse answers and will not do: a wrong
  // password, no such database, a table of another shape. When it does not answer, that is logged, and tried again
  // for as long as it takes.
  Sink(const SinkAddress& address, const std::string& db, Log& log);
  ~Sink();

  SinkCounters counters() const;

  // Forwards what there is, as long as ClickHouse takes it and for kDrainSeconds at most, and ends. What is left is
  // forwarded after the next start.
  void stop();
  static constexpr int kDrainSeconds = 5;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace canvass::collector

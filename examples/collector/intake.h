// A request's body becomes rows to store.
//
//   Intake intake = open_batch(body);                                    // parsed; intake.write_key is known
//   if (!intake.refused) read_events(intake, received_at);
//   if (intake.refused) { … answer intake.refused->status with its problems … }
//   else store.add(std::move(intake.rows), intake.drops);
//
// The clock of the sender is corrected by the collector's: skew = received − sentAt. Where that is a second or more,
// each event's `timestamp` is moved by it, and what was sent is kept as `originalTimestamp`. No event of a batch with
// `sentAt` is left later than `received`. Nothing else of an event is changed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/problem.h"
#include "core/base/time.h"
#include "examples/collector/store.h"

namespace canvass::collector {

// Beyond the limits of core/delivery/wire.h.
constexpr size_t kMaxString = 10'000;     // characters of a text; an answer has at most 5,000
constexpr size_t kMaxName = 200;          // characters of a member's name
constexpr size_t kMaxValues = 1'000;      // members and elements of an event, together
constexpr size_t kMaxEventDepth = 20;     // levels of nesting of an event
constexpr size_t kMaxProblems = 100;      // named in one answer
constexpr TimeMs kTrustedSkew = kSecond;  // less than this is the network's

struct Intake {
  struct Refused {
    int status = 400;
    std::string reason;  // for the metrics
    Vector<Problem> problems;
  };
  std::optional<Refused> refused;
  std::string write_key;
  Json body;
  std::vector<Row> rows;
  TimeMs skew = 0;          // that was corrected
  std::vector<Drop> drops;  // that the sender's ledger tells of
};

Intake open_batch(std::string_view body);
void read_events(Intake& intake, TimeMs received_at);

}  // namespace canvass::collector

// The wire format: Segment's batch API, which RudderStack and Jitsu take unchanged.
//
//   wire::Source source{.anonymous_id = "0190…", .path = "/cart", .locale = "en"};
//   Json event = wire::track(source, "0191…", now, "Survey Shown", {{"survey", "nps"}});
//   wire::Batch batch = wire::validate_batch(body);      // a collector's side of it
//   if (!batch.errors.empty()) { … 400, naming every one … }
#pragma once

#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/problem.h"
#include "core/base/time.h"
#include "core/base/vector.h"

namespace canvass::wire {

constexpr std::string_view kVersion = "0.1.0";

// Limits a collector holds senders to. What Engine makes is always within them.
constexpr size_t kMaxBody = 500'000;  // bytes of a request's body; the caller checks it before parsing
constexpr size_t kMaxBatch = 500;     // events
constexpr size_t kMaxEvent = 32'768;  // bytes of one event as JSON
constexpr size_t kMaxMessageId = 100;
constexpr size_t kMaxEventName = 200;
constexpr size_t kMaxUserId = 256;

// Who and where; the same for every event made at one moment.
struct Source {
  std::string anonymous_id;
  std::string user_id;  // empty: not identified
  std::string path;     // of the page, without query and fragment
  std::string locale;
};

Json track(const Source& source, std::string message_id, TimeMs now, std::string_view event, Json properties);
Json identify(const Source& source, std::string message_id, TimeMs now, Json traits);

// {"writeKey":…,"batch":[…],"sentAt":…,"retryCount":…,"ledger":{…}}; no ledger where it is null.
Json batch(std::string_view write_key, Json::array_t events, TimeMs now, int retry_count, Json ledger = Json());

struct Batch {
  Vector<Json> events;     // the valid ones, in order
  Vector<Problem> errors;  // one or more per bad event, each with a pointer such as "/batch/3/messageId"
};

// Checks a request's body: an object with an array "batch" of events within the limits, each with a type of "track"
// or "identify", a messageId, an ISO 8601 timestamp in UTC, an anonymousId or userId, and for "track" an event name.
// Properties, traits and context must be objects where given. Fields it does not know are let through.
Batch validate_batch(const Json& body);

}  // namespace canvass::wire

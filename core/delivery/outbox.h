// The outbox: persist, then send; delete only after the acknowledgement. At least once on the wire, once in effect,
// because every event has a messageId.
//
//   Outbox outbox;
//   outbox.configure("/v1/batch", "demo", config.delivery);
//   outbox.start(seed);
//   outbox.add(event, now, effects);       // Store "q:<messageId>"
//   outbox.pump(now, effects);             // Send, once a batch is full or old enough; Abort, when one takes too long
//   outbox.respond(response, now, effects) // Store removals on 2xx, a later retry on 5xx
//   … a Tick is wanted at outbox.wake() …
//
// One request is in flight at a time, except that flush() of a page going away may add keepalive requests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/base/rng.h"
#include "core/base/time.h"
#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/effect.h"
#include "core/event.h"

namespace canvass::delivery {

using Effects = Vector<Effect>;

constexpr size_t kMaxQueued = 5000;            // the oldest give way
constexpr size_t kMaxKeepaliveBytes = 60'000;  // browsers allow 64 KiB in flight for a page, headers included
constexpr TimeMs kMaxRetryAfter = kDay;

class Outbox {
 public:
  // An empty endpoint: events are stored and never sent.
  void configure(std::string endpoint, std::string write_key, const config::Delivery& options);
  void start(std::string_view seed);

  // Takes back what an earlier page stored under `key` ("q:…"). A value that is no event is removed from storage.
  void restore(std::string_view key, std::string_view value, TimeMs now, Effects& effects);

  void add(Json event, TimeMs now, Effects& effects);

  // Does whatever is due: gives up on requests that took too long, then sends.
  void pump(TimeMs now, Effects& effects);

  // The page is going away: everything that fits into keepalive requests is sent now.
  void flush(TimeMs now, Effects& effects);

  void respond(const event::Response& response, TimeMs now, Effects& effects);
  void online(TimeMs now);
  void offline() { offline_ = true; }

  // Nothing is queued or in flight any more.
  CANVASS_APART void forget(Effects& effects);

  // When pump() has something to do next; none: not until something happens.
  std::optional<TimeMs> wake() const;

  // Nothing is queued or in flight, or nothing could ever be sent.
  bool settled() const { return endpoint_.empty() || items_.empty(); }

  size_t queued() const { return items_.size(); }
  size_t dropped() const { return dropped_; }

 private:
  struct Item {
    std::string id;
    Json event;
    size_t bytes = 0;
    TimeMs ready = 0;     // when it may wait no longer for company
    int64_t request = 0;  // in flight with; 0: waiting
  };
  struct Request {
    int64_t id = 0;
    TimeMs deadline = 0;
    size_t bytes = 0;
    bool keepalive = false;
  };

  void put(Item item, Effects& effects);
  // Sends the oldest waiting events, as many as fit a batch and `budget` bytes. False when there was nothing to send.
  bool send(bool keepalive, size_t budget, TimeMs now, Effects& effects);
  void retry_later(int64_t request, std::string_view retry_after, TimeMs now);
  // Takes the events of a request out of the queue and out of storage.
  size_t remove(int64_t request, Effects& effects);
  std::optional<TimeMs> next_send() const;

  std::string endpoint_;
  std::string write_key_;
  config::Delivery options_;
  Rng rng_;
  Vector<Item> items_;  // oldest first
  Vector<Request> requests_;
  int64_t last_request_ = 0;
  int failures_ = 0;       // in a row
  TimeMs retry_at_ = 0;    // no ordinary request before
  TimeMs asked_wait_ = 0;  // nor any at all: the server said so (Retry-After)
  bool offline_ = false;
  size_t dropped_ = 0;
};

}  // namespace canvass::delivery

// The outbox: persist, then send; delete only after the acknowledgement. At least once on the wire, once in effect,
// because every event has a messageId.
//
//   Outbox outbox;
//   outbox.configure("/v1/batch", "demo", config.delivery);
//   outbox.start(seed, leading);
//   outbox.add(event, now, effects);       // Store "q:<messageId>"
//   outbox.pump(now, effects);             // Send, once a batch is full or old enough; Abort, when one takes too long
//   outbox.respond(response, now, effects) // Store removals on 2xx, a later retry on 5xx
//   … a Tick is wanted at outbox.wake() …
//
// One request is in flight at a time, except that flush() of a page going away may add keepalive requests. Of several
// tabs one leads: only that one sends, for all of them. The others store, and take the lead when nothing happens.
//
// Stored under "q:<messageId>"; "wait", how long the server wants to be left alone; "dropped", what was given up.
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
#include "core/delivery/ledger.h"
#include "core/effect.h"
#include "core/event.h"

namespace canvass::delivery {

using Effects = Vector<Effect>;

constexpr size_t kMaxKeepaliveBytes = 61'440;  // browsers allow 64 KiB in flight for a page, headers included
constexpr size_t kMaxKeepalive = 9;            // … and Chromium no tenth such request
constexpr TimeMs kMaxRetryAfter = kDay;
constexpr TimeMs kFrozen = kMinute;  // what has waited for longer waits for a tab that does not send

class Outbox {
 public:
  // An empty endpoint: events are stored and never sent.
  void configure(std::string endpoint, std::string write_key, const config::Delivery& options);
  // Not leading: nothing is sent until lead() says so.
  void start(std::string_view seed, bool leading);

  // Takes back what is stored under `key`: an event of an earlier page or another tab ("q:…"), "wait", "dropped". An
  // event that is here already stays as it is; a value that is none is removed from storage. Other keys are ignored.
  void restore(std::string_view key, std::string_view value, TimeMs now, Effects& effects);

  // Another tab stored or removed it.
  void stored(const event::Stored& event, TimeMs now, Effects& effects);

  // This tab now leads, or no longer does. Takes over what is stored; what of ours is not any more, another tab has
  // seen to, unless it never got into storage.
  void lead(const event::Lead& event, TimeMs now, Effects& effects);

  // What was to be stored under `key` is not.
  void storage_failed(std::string_view key);

  void add(Json event, TimeMs now, Effects& effects);

  // Does whatever is due: makes room, gives up on requests that took too long, then sends.
  void pump(TimeMs now, Effects& effects);

  // The page is going away: everything that fits into keepalive requests is sent now.
  void flush(TimeMs now, Effects& effects);

  void respond(const event::Response& response, TimeMs now, Effects& effects);
  void online(TimeMs now);
  void offline() { offline_ = true; }

  // Everything is given up, counted as dropped for this reason, and nothing of it stays stored, the counts neither.
  CANVASS_APART void forget(std::string_view reason, Effects& effects);

  // When pump() has something to do next; none: not until something happens.
  std::optional<TimeMs> wake() const;

  // Nothing is queued or in flight, here or in another tab, or nothing could ever be sent.
  bool settled() const { return endpoint_.empty() || (leading_ && items_.empty()); }

  size_t queued() const { return items_.size(); }
  const Ledger& ledger() const { return ledger_; }

  // The ledger as it is sent and shown.
  Json account() const;
  // {"ledger":{…},"endpoint":…,"inFlight":requests,"waitingUntil":ms or null}
  CANVASS_APART Json status(TimeMs now) const;

 private:
  struct Item {
    std::string id;
    Json event;
    size_t bytes = 0;
    TimeMs ready = 0;          // when it may wait no longer for company
    int64_t request = 0;       // in flight with; 0: waiting
    size_t most = SIZE_MAX;    // events in a batch that it goes with
    uint32_t failures = 0;     // of requests that it went with, for no reason that the server gave
    bool memory_only = false;  // storage refused it
  };
  struct Request {
    int64_t id = 0;
    TimeMs deadline = 0;
    size_t bytes = 0;
    bool keepalive = false;
    bool alone = false;  // it was of one event
  };

  // The first that does not sort before `id`, and whether it is that one.
  size_t place_of(std::string_view id) const;
  bool has(std::string_view id) const;
  void put(Item item);
  // Another tab has seen to them.
  void pass(size_t count);
  void store_wait(Effects& effects);
  void restore_wait(std::string_view value, TimeMs now);

  // Sends the oldest waiting events, as many as fit a batch and `budget` bytes. False when there was nothing to send.
  bool send(bool keepalive, size_t budget, TimeMs now, Effects& effects);
  CANVASS_APART void refused(const event::Response& response, TimeMs now, Effects& effects);
  // `asked`: how long the server wants to be left alone, in ms; 0: it did not say.
  void retry_later(int64_t request, TimeMs asked, TimeMs now, Effects& effects);
  void answered(int64_t request, TimeMs now, Effects& effects);
  TimeMs backoff() const;  // the most that is waited after so many failures
  // Takes the events of a request out of the queue and out of storage.
  size_t remove(int64_t request, Effects& effects);
  CANVASS_APART void drop(std::string_view reason, size_t count, Effects& effects);
  CANVASS_APART void make_room(Effects& effects);
  CANVASS_APART void store_again(Effects& effects);
  std::optional<TimeMs> next_send() const;
  std::optional<TimeMs> next_claim() const;

  std::string endpoint_;
  std::string write_key_;
  config::Delivery options_;
  Rng rng_;
  Vector<Item> items_;  // by id, that is, oldest first
  size_t bytes_ = 0;    // of all items
  Vector<Request> requests_;
  int64_t last_request_ = 0;
  int64_t failures_ = 0;   // in a row
  uint64_t share_ = 0;     // of every step of the backoff that is waited; 0: not drawn yet
  TimeMs retry_at_ = 0;    // no ordinary request before
  TimeMs asked_wait_ = 0;  // nor any at all: the server said so (Retry-After)
  bool wait_stored_ = false;
  bool offline_ = false;
  bool leading_ = true;
  TimeMs heard_ = 0;          // the last sign of life of the tab that leads
  TimeMs patience_ = 0;       // with it
  bool memory_only_ = false;  // some item is
  Ledger ledger_;
};

}  // namespace canvass::delivery

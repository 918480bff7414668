// Decides when surveys and guides may and should show: triggers, audience, sampling, frequency, cooldown, priorities.
//
//   Decider decider(config, visitor);
//   decider.start(init, turn);
//   decider.moment({.kind = config::Trigger::Moment::kEvent, .name = "order_completed"}, turn.now);
//   while (std::optional<Pending> next = decider.take(turn.now, Room::kAnything)) { … show it … }
//
// It remembers, and stores, when each was shown, answered, completed and dismissed ("m:<id>"), and when any survey was
// last shown ("last").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/config/config.h"
#include "core/event.h"
#include "core/targeting/frequency.h"
#include "core/targeting/trigger.h"
#include "core/targeting/visitor.h"
#include "core/turn.h"

namespace canvass::targeting {

// What is there to be shown in.
enum class Room : uint8_t {
  kAnything,  // nothing is over the page
  kSurveys,   // a tip is, which gives way to surveys
};

// Something that happened, for triggers to hold at.
struct Moment {
  config::Trigger::Moment kind = config::Trigger::Moment::kPage;
  std::string_view name;             // of an event; the selector of what was clicked or seen
  const Json* properties = nullptr;  // of an event
  int64_t depth = 0;                 // of a scroll, per cent
  TimeMs duration = 0;               // of idleness
};

class Decider {
 public:
  Decider(const config::Config& config, const Visitor& visitor) : config_(config), visitor_(visitor) {}

  void start(const event::Init& init, Turn& turn);

  // The visitor is on another page: what the old one made due is forgotten, what the new one does becomes due.
  // `showing` is what is on screen: it need not become due.
  void page_opened(const std::vector<Thing>& showing, TimeMs now);
  void moment(const Moment& moment, const std::vector<Thing>& showing, TimeMs now);

  // Takes out what should show first among what is due and may show.
  std::optional<Pending> take(TimeMs now, Room room);

  // What gave way to something else shows again when there is room.
  void put_back(const Pending& pending) { schedule_.add(pending); }
  void forget(Thing thing) { schedule_.remove(thing); }  // however many triggers made it due

  // The earliest time it may show by itself; kNever: not again.
  TimeMs allowed_from(Thing thing) const;

  void remember(Thing thing, TimeMs Memory::*what, Turn& turn);

  std::optional<TimeMs> wake(TimeMs now) const { return schedule_.wake(now); }
  bool waiting() const { return !schedule_.empty(); }
  // Until when nothing can show by itself, whatever happens.
  TimeMs quiet_until(TimeMs now) const;

  const std::string& id_of(Thing thing) const;
  const std::vector<config::Trigger>& triggers_of(Thing thing) const;
  std::vector<Thing> things() const;  // every survey, then every guide
  std::optional<Thing> find(std::string_view id) const;

  void reset(Turn& turn);

 private:
  struct Remembered {
    std::string id;
    Memory memory;
  };
  Memory memory_of(const std::string& id) const;

  const config::Config& config_;
  const Visitor& visitor_;
  std::vector<Remembered> memories_;
  TimeMs last_survey_ = 0;  // when any survey was last shown; 0: never
  Schedule schedule_;
};

}  // namespace canvass::targeting

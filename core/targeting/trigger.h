// When surveys and guides become due.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/base/time.h"
#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/effect.h"
#include "core/event.h"

namespace canvass::targeting {

// A survey or a guide, by its place in the configuration.
struct Thing {
  bool guide = false;
  size_t index = 0;
  bool operator==(const Thing& other) const { return guide == other.guide && index == other.index; }
};

// Something that happened, for triggers to hold at.
struct Moment {
  config::Trigger::Moment kind = config::Trigger::Moment::kPage;
  std::string_view name;             // of an event; the selector of what was clicked or seen; a signal's
  const Json* properties = nullptr;  // of an event or signal
  // Of what grows, the thresholds reached by it: those above `from` up to `to`. Scroll depth in per cent, idleness and
  // time on the page in ms.
  int64_t from = 0;
  int64_t to = 0;
  const Vector<std::string>* on = nullptr;  // of a signal: the selectors that its target is in
};

// Whether it is what the trigger waits for, whatever else that asks of it.
bool is_moment_of(const config::Trigger& trigger, const Moment& moment);

// What an event is a moment of, if it is one; a page is not asked about. The properties are the event's own.
CANVASS_APART bool moment_of(const Event& event, Moment& moment);

// Adds what the host has to listen to for that trigger.
void listen_for(const config::Trigger& trigger, effect::Watch& watch);

// Whether the visitor is where and who the trigger wants: on the `visits`th visit, counted from 1, and on that page.
bool holds(const config::Trigger& trigger, std::string_view url, int64_t visits);

bool page_matches(const config::PagePattern& pattern, std::string_view url);

// Whether this visitor's signals are looked for: the same on every visit.
CANVASS_APART bool is_sampled(const config::Signals& signals, std::string_view visitor);

// Adds to the wishes of a Watch the signal that the trigger waits for, and its selector. signals::Detector::add_to()
// makes of them what the host reads.
CANVASS_APART void ask_for_signal(const config::Trigger& trigger, effect::Watch& watch);

// Whether what it brings answers a struggle: what shows by itself makes room for that.
inline bool is_urgent(const config::Trigger* trigger) {
  return trigger != nullptr && trigger->moment == config::Trigger::Moment::kSignal;
}

// A trigger whose conditions held, until its survey or guide shows or gives up.
struct Pending {
  Thing thing;
  const config::Trigger* trigger = nullptr;
  TimeMs due = 0;
  bool seen = false;  // it has been on screen and only gave way: whether it may show was settled then
  int64_t priority = 0;
  bool waits = false;    // it is due, and the visitor is not (yet) who it is for
  bool hotspot = false;  // of one

  bool is_urgent() const { return !seen && targeting::is_urgent(trigger); }
};

// What may show over the page.
struct Room {
  bool surveys = true;
  bool guides = true;
  bool help = true;  // a guide that is urgent; a survey that is may always

  bool has_for(const Pending& pending) const {
    if (pending.thing.guide) return guides || (help && pending.is_urgent());
    return surveys || pending.is_urgent();
  }
};

// What waits to show, in no more than one entry for each trigger.
class Schedule {
 public:
  // Later repetitions of a trigger that is waiting already change nothing.
  void add(const Pending& pending);

  // Forgets what the old page made due and does not survive it. What gave way to a survey stays, unless its trigger
  // names pages that do not include the new one.
  void page_changed(std::string_view url);

  // Forgets what that event calls off.
  void cancel(std::string_view event);

  // Takes out what should show first among what there is room for: what is urgent, then the highest priority, surveys
  // before guides, the one due longest, in the order of the configuration. Hotspots are taken by themselves.
  std::optional<Pending> take(TimeMs now, const Room& room, bool hotspots);

  void remove(Thing thing);
  void clear() { list_.clear(); }
  bool empty() const { return list_.empty(); }

  // The next moment something not yet due becomes due.
  std::optional<TimeMs> wake(TimeMs now) const;

  Vector<Pending>& all() { return list_; }
  const Vector<Pending>& all() const { return list_; }

 private:
  Vector<Pending> list_;
};

}  // namespace canvass::targeting

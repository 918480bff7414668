// When surveys and guides become due.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/base/vector.h"
#include "core/config/config.h"

namespace canvass::targeting {

// A survey or a guide, by its place in the configuration.
struct Thing {
  bool guide = false;
  size_t index = 0;
  bool operator==(const Thing& other) const { return guide == other.guide && index == other.index; }
};

// Whether the conditions hold as a page opens, or as an event called `event` is tracked (empty: a page opens).
bool holds(const config::Trigger& trigger, std::string_view event, std::string_view url, bool first_visit);

// A trigger whose conditions held, until its survey or guide shows or gives up.
struct Pending {
  Thing thing;
  const config::Trigger* trigger = nullptr;
  TimeMs due = 0;
  bool seen = false;  // it has been on screen and only gave way: whether it may show was settled then
};

// What waits to show, in no more than one entry for each trigger.
class Schedule {
 public:
  // Later repetitions of a trigger that is waiting already change nothing.
  void add(const Pending& pending);

  // Forgets what the old page made due. What an event made due stays, and so does what gave way to a survey, unless
  // its trigger names pages that do not include the new one.
  void page_changed(std::string_view url);

  // Takes out what should show first: surveys before guides, then the one due longest, then in the order of the
  // configuration. With `surveys_only`, guides stay.
  std::optional<Pending> take(TimeMs now, bool surveys_only);

  void remove(Thing thing);
  void clear() { list_.clear(); }
  bool empty() const { return list_.empty(); }

  // The next moment something not yet due becomes due.
  std::optional<TimeMs> wake(TimeMs now) const;

 private:
  Vector<Pending> list_;
};

}  // namespace canvass::targeting

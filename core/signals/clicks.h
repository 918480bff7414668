// Rage, dead and error clicks.
//
//   Clicks clicks;
//   clicks.pass_time(now, findings);
//   clicks.press(details, now, findings);       // {"target":{…},"x":12,"y":40,"count":1,"traits":["interactive"],…}
//   clicks.effect("mutation");
//   clicks.fault(details, now, findings);
//   … pass_time() is wanted at clicks.wake(signals) …
//
// Rage: so many clicks on one target, all within a time of the first of them and within a circle around it; found at
// the click that makes them so many, told when the streak is over. A click that a veto is about begins everything
// anew. Dead: a click on what looks interactive without any effect in time. Error: something fails in time after a
// click, which is then not dead. In time, and within, means at that very millisecond or pixel, too.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/base/vector.h"
#include "core/signals/findings.h"

namespace canvass::signals {

class Clicks {
 public:
  void press(const Json& details, TimeMs now, Findings& findings);
  void effect(std::string_view kind, Findings& findings);
  void fault(const Json& details, TimeMs now, Findings& findings);

  // Verdicts that are due.
  void pass_time(TimeMs now, Findings& findings);
  std::optional<TimeMs> wake(const config::Signals& signals) const;

  // The page is left, or out of sight: that was the effect of what was pressed.
  void leave(TimeMs now, Findings& findings);

  // What the last press was about; nullptr: there was none, or it is not looked at.
  const Json* last() const;

 private:
  struct Press {
    std::string who;
    Json details;
    TimeMs at = 0;    // when it was heard of
    TimeMs when = 0;  // when it was, which is earlier on a page that is busy
    double x = 0;
    double y = 0;
    int64_t count = 1;    // of a dead one: with those that came after it
    bool rage = false;    // may be one of many
    bool dead = false;    // nothing has come of it yet
    bool failed = false;  // its error was told
    bool looked = false;  // errors and pages that come after it are its own
  };
  struct Streak {
    Json details;
    TimeMs last = 0;
    int64_t count = 0;  // 0: there is none
  };

  void rage(TimeMs now, Findings& findings);
  void calm(Findings& findings);  // nothing before is part of a streak
  void end_streak(Findings& findings);

  Vector<Press> presses_;  // the newest, oldest first
  Streak streak_;
};

}  // namespace canvass::signals

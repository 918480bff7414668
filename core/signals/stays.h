// Pages that are left for another and come back to at once, and pages that are loaded again and again.
//
//   Stays stays;
//   stays.restore(stored);                                  // "tab:signals" of the page before
//   stays.arrive("/cart", now, findings);
//   stays.load("reload", "/cart", now, findings);
//   stays.leave("/cart", last_press, now, findings.mask);   // stored = stays.save()
#pragma once

#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/base/vector.h"
#include "core/signals/findings.h"

namespace canvass::signals {

class Stays {
 public:
  void arrive(std::string_view path, TimeMs now, Findings& findings);
  void load(std::string_view type, std::string_view path, TimeMs now, Findings& findings);
  // The visitor does something here.
  void act();
  // `press`: what the last one here was about; nullptr: there was none.
  void leave(const Json* press, TimeMs now, uint8_t mask);

  std::string save() const;
  void restore(std::string_view stored);

 private:
  struct Stay {
    std::string page;  // its path; empty: none
    TimeMs left = 0;   // 0: not yet
    Json press;        // what led away: its properties on the wire, and "on"
  };

  static void write(const Stay& stay, Json& out);
  static void read(const Json& json, Stay& stay);
  void tell(const Stay& stay, TimeMs away, std::string_view to, Findings& findings);

  Stay here_;
  Stay from_;            // the page before, as long as the visitor does nothing here
  TimeMs returned_ = 0;  // the page was left then, and is here again; 0: no
  Vector<TimeMs> reloads_;
};

}  // namespace canvass::signals

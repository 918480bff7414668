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
  // What is known of a page is kept as it is stored: {"page":path,"left":ms,"press":{…}}, the last being what led away,
  // with its properties on the wire and "on".
  void tell(const Json& stay, TimeMs away, std::string_view to, Findings& findings);

  Json here_ = json_object();
  Json from_;            // the page before, as long as the visitor does nothing here
  TimeMs left_ = 0;      // when this page was; 0: not yet
  TimeMs returned_ = 0;  // the page was left then, and is here again; 0: no
  Vector<TimeMs> reloads_;
};

}  // namespace canvass::signals

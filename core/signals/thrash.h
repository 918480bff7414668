// A pointer that is thrown to and fro.
//
//   thrash.move({"points":[0,100,200, 16,140,200, …]}, now, findings);   // the time of the last point is `now`
#pragma once

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/base/vector.h"
#include "core/signals/findings.h"

namespace canvass::signals {

class Thrash {
 public:
  void move(const Json& details, TimeMs now, Findings& findings);

 private:
  struct Point {
    double x = 0;
    double y = 0;
  };

  void go(Point point, TimeMs at, Findings& findings);

  bool begun_ = false;
  Point turn_;      // where it turned last
  Point farthest_;  // from there, so far
  TimeMs reached_ = 0;
  Vector<TimeMs> reversals_;
  bool told_ = false;  // of these
};

}  // namespace canvass::signals

// UUID version 7 (RFC 9562 §5.7): they sort by the time they were made, and those of one maker by order.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/rng.h"
#include "core/base/time.h"

namespace canvass {

class UuidMaker {
 public:
  explicit UuidMaker(std::string_view seed = {}) : rng_(seed) {}

  // Within one millisecond the 12 bits after the version count up (RFC 9562 §6.2, method 1); when they run out, or
  // when time stands behind an id already made, the id borrows from the next millisecond.
  std::string make(TimeMs now);

 private:
  Rng rng_;
  TimeMs last_ = -1;
  uint32_t counter_ = 0;
};

// When a UUID of version 7 was made; none if the text is no such.
CANVASS_APART std::optional<TimeMs> time_of_uuid(std::string_view text);

}  // namespace canvass

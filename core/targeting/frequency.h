// How often a survey or guide may show to one visitor, and what is remembered to know it.
#pragma once

#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/config/config.h"

namespace canvass::targeting {

constexpr TimeMs kNever = INT64_MAX;
constexpr TimeMs kSomeday = kNever - 1;  // not before something happens that nobody can know the time of

// When things last happened to one survey or guide; 0: never.
struct Memory {
  TimeMs shown = 0;
  TimeMs answered = 0;
  TimeMs completed = 0;
  TimeMs dismissed = 0;
  TimeMs never = 0;   // the visitor does not want to see it again, whatever its frequency
  int64_t shows = 0;  // how often it was shown
};

// As stored under "m:<id>". What is stored is not trusted: what is malformed counts as never, a time that is yet to
// come as `now`.
Json to_json(const Memory& memory);
std::string save(const Memory& memory);
Memory restore_memory(std::string_view text, TimeMs now);

// The earliest time it may show: 0 at any time, kNever not again. With `done_is_done`, which is how guides are, one
// that was completed or dismissed does not come back unless it may always show. `why`, if given, becomes the rule
// that decided: "was answered".
TimeMs allowed_from(const config::Frequency& frequency, const Memory& memory, bool done_is_done,
                    const char** why = nullptr);

}  // namespace canvass::targeting

#include "core/targeting/frequency.h"

#include <algorithm>

namespace canvass::targeting {

namespace {

struct Field {
  const char* name;
  int64_t Memory::*number;
};

constexpr Field kFields[] = {
    {"shown", &Memory::shown},         {"answered", &Memory::answered}, {"completed", &Memory::completed},
    {"dismissed", &Memory::dismissed}, {"never", &Memory::never},
};

}  // namespace

Json to_json(const Memory& memory) {
  Json json = json_object();
  for (const Field& field : kFields) {
    if (memory.*field.number != 0) json[field.name] = memory.*field.number;
  }
  if (memory.shows > 1) json["shows"] = memory.shows;  // once is what `shown` says
  return json;
}

std::string save(const Memory& memory) { return dump_json(to_json(memory)); }

Memory restore_memory(std::string_view text, TimeMs now) {
  Memory memory;
  const std::optional<Json> json = parse_json(text);
  if (!json) return memory;
  for (const Field& field : kFields) {
    const int64_t time = integer_at(*json, field.name).value_or(0);
    if (time > 0) memory.*field.number = time < now ? time : now;
  }
  const int64_t shows = integer_at(*json, "shows").value_or(0);
  memory.shows = memory.shown == 0 ? 0 : std::max<int64_t>(shows, 1);
  return memory;
}

TimeMs allowed_from(const config::Frequency& frequency, const Memory& memory, bool done_is_done, const char** why) {
  using Kind = config::Frequency::Kind;
  const bool done = memory.completed != 0 || memory.dismissed != 0;
  // Whoever answered or closed it has seen it, even if the host never said so.
  const TimeMs seen =
      memory.shown != 0 ? memory.shown : std::max({memory.answered, memory.completed, memory.dismissed});
  const char* reason = "may always show";
  TimeMs from = 0;
  if (memory.never != 0) {
    reason = "the visitor does not want to see it again";
    from = kNever;
  } else if (frequency.until_answered && (memory.answered != 0 || memory.completed != 0)) {
    reason = "was answered";
    from = kNever;
  } else if (frequency.max_shows != 0 && memory.shows >= frequency.max_shows) {
    reason = "was shown as often as it may be";
    from = kNever;
  } else if (frequency.kind != Kind::kAlways) {
    if (done_is_done && done) {
      reason = "was completed or dismissed";
      from = kNever;
    } else if (seen == 0) {
      reason = "was not shown yet";
    } else if (frequency.kind == Kind::kOnce) {
      reason = "shows once";
      from = kNever;
    } else {
      reason = "shows every so often";
      from = seen + frequency.every;
    }
  }
  if (why != nullptr) *why = reason;
  return from;
}

}  // namespace canvass::targeting

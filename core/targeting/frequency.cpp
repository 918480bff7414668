#include "core/targeting/frequency.h"

#include <algorithm>

#include "core/base/json.h"

namespace canvass::targeting {

namespace {

struct Field {
  const char* name;
  TimeMs Memory::*time;
};

constexpr Field kFields[] = {
    {"shown", &Memory::shown},
    {"answered", &Memory::answered},
    {"completed", &Memory::completed},
    {"dismissed", &Memory::dismissed},
};

}  // namespace

std::string save(const Memory& memory) {
  Json json = json_object();
  for (const Field& field : kFields) {
    if (memory.*field.time != 0) json[field.name] = memory.*field.time;
  }
  return dump_json(json);
}

Memory restore_memory(std::string_view text, TimeMs now) {
  Memory memory;
  const std::optional<Json> json = parse_json(text);
  if (!json) return memory;
  for (const Field& field : kFields) {
    const int64_t time = integer_at(*json, field.name).value_or(0);
    if (time > 0) memory.*field.time = time < now ? time : now;
  }
  return memory;
}

TimeMs allowed_from(const config::Frequency& frequency, const Memory& memory, bool done_is_done) {
  if (frequency.kind == config::Frequency::Kind::kAlways) return 0;
  if (done_is_done && (memory.completed != 0 || memory.dismissed != 0)) return kNever;
  // Whoever answered or closed it has seen it, even if the host never said so.
  const TimeMs seen =
      memory.shown != 0 ? memory.shown : std::max({memory.answered, memory.completed, memory.dismissed});
  if (seen == 0) return 0;
  return frequency.kind == config::Frequency::Kind::kOnce ? kNever : seen + frequency.every;
}

}  // namespace canvass::targeting

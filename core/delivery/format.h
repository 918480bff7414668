// The forms in which a batch of events travels. A new one is a file beside format_ndjson.cpp and a line in
// formats.cpp; the configuration chooses with "delivery": {"format": "ndjson"}.
//
//   const wire::Format& format = *config.delivery.format;
//   const wire::Letter letter{.write_key = "demo", .now = now, .ledger = &ledger};
//   const size_t around = wire::body_bytes(format.body(letter, {}));
//   size_t bytes = around;
//   for (const Json& event : events) bytes += wire::event_bytes(format, letter, around, event);
//   const Json body = format.body(letter, events);                       // body_bytes(body) <= bytes
#pragma once

#include <cstddef>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/base/time.h"

namespace canvass::wire {

// What a request says beside its events.
struct Letter {
  std::string_view write_key;
  TimeMs now = 0;  // when it is sent
  int retry_count = 0;
  const Json* ledger = nullptr;  // none: it is not said
};

struct Format {
  const char* name;          // as the configuration has it
  const char* content_type;  // "": text/plain, with which a browser sends to another origin without asking first

  // A JSON object; or a string, which then is the body itself. Without events it has what there is beside them, and
  // each event adds as many bytes to it as to every other body, but for one that parts it from the one before.
  Json (*body)(const Letter& letter, Json::array_t events);
};

extern const Format kSegment;  // the default
extern const Format kOtlp;
extern const Format kNdjson;

constexpr size_t kFormatCount = 3;
extern const Format* const kFormats[kFormatCount];

// The bytes of a body as it goes out.
size_t body_bytes(const Json& body);

// What an event adds to a body at most; `around`: the bytes of one without events.
CANVASS_APART size_t event_bytes(const Format& format, const Letter& letter, size_t around, const Json& event);

}  // namespace canvass::wire

// Newline-delimited JSON: one event a line, as in the other formats, with "sentAt" and the key in each, since a line is
// all that many receivers ever see. ClickHouse (FORMAT JSONEachRow) and Vector (codec json, framing
// newline_delimited) take it. The first line has the ledger too.

#include "core/base/apart.h"
#include "core/base/text.h"
#include "core/delivery/format.h"

namespace canvass::wire {

namespace {

void say(const Letter& letter, Json& line) {
  line["sentAt"] = format_iso8601(letter.now);
  if (!letter.write_key.empty()) line["writeKey"] = std::string(letter.write_key);
}

// Without events: what the first line has beside its event.
CANVASS_APART Json body(const Letter& letter, Json::array_t events) {
  const bool none = events.empty();
  if (none) events.push_back(json_object());
  if (letter.ledger != nullptr) events.front()["ledger"] = *letter.ledger;
  std::string text;
  for (Json& event : events) {
    if (!none) say(letter, event);
    text += dump_json(event);
    text += '\n';
  }
  return Json(std::move(text));
}

}  // namespace

const Format kNdjson = {"ndjson", "", body};

}  // namespace canvass::wire

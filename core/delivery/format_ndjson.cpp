// Newline-delimited JSON: one event a line, as in the other formats, with "sentAt" and the key in each, since a line is
// all that many receivers ever see. ClickHouse (FORMAT JSONEachRow) and Vector (codec json, framing
// newline_delimited) take it. The first line has the ledger too.

#include "core/base/apart.h"
#include "core/base/text.h"
#include "core/delivery/format.h"

namespace canvass::wire {

namespace {

// Without events: what the first line has beside its event, with a brace for the comma.
CANVASS_APART Json body(const Letter& letter, Json::array_t events) {
  std::string text;
  if (letter.ledger != nullptr) {
    Json beside = json_object();
    Json& first = events.empty() ? beside : events.front();
    first["ledger"] = *letter.ledger;
    if (events.empty()) text = dump_json(beside);
    if (events.empty()) text.pop_back();
  }
  for (Json& event : events) {
    event["sentAt"] = format_iso8601(letter.now);
    if (!letter.write_key.empty()) event["writeKey"] = std::string(letter.write_key);
    text += dump_json(event);
    text += '\n';
  }
  return Json(std::move(text));
}

}  // namespace

const Format kNdjson = {"ndjson", "", body};

}  // namespace canvass::wire

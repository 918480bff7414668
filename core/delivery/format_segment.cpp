// Segment's batch API (https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/#batch), which
// RudderStack and Jitsu take unchanged. "ledger" is ours; receivers pass over fields that they do not know.

#include "core/delivery/format.h"

namespace canvass::wire {

namespace {

Json body(const Letter& letter, Json::array_t events) {
  Json json = json_object();
  json["writeKey"] = std::string(letter.write_key);
  json["batch"] = std::move(events);
  json["sentAt"] = format_iso8601(letter.now);
  json["retryCount"] = letter.retry_count;
  if (letter.ledger != nullptr) json["ledger"] = *letter.ledger;
  return json;
}

}  // namespace

const Format kSegment = {"segment", "", body};

}  // namespace canvass::wire

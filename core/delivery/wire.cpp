#include "core/delivery/wire.h"

#include "core/base/text.h"
#include "core/base/vector.h"

namespace canvass::wire {

namespace {

constexpr size_t kMaxPath = 1000;

Json envelope(const Source& source, const char* type, std::string message_id, TimeMs now) {
  Json page = json_object();
  page["path"] = std::string(first_characters(source.path, kMaxPath));
  Json library = json_object();
  library["name"] = "canvass";
  library["version"] = std::string(kVersion);
  Json context = json_object();
  context["page"] = std::move(page);
  context["locale"] = source.locale;
  context["library"] = std::move(library);
  Json event = json_object();
  event["type"] = type;
  event["messageId"] = std::move(message_id);
  event["anonymousId"] = source.anonymous_id;
  if (!source.user_id.empty()) event["userId"] = source.user_id;
  event["timestamp"] = format_iso8601(now);
  event["context"] = std::move(context);
  return event;
}

class Check {
 public:
  Check(const Json& event, std::string pointer, Vector<Problem>& errors)
      : event_(event), pointer_(std::move(pointer)), errors_(errors) {}

  void fail(std::string_view name, std::string message) {
    errors_.push_back({name.empty() ? pointer_ : join({pointer_, "/", name}), std::move(message)});
  }

  bool given(const char* name) const {
    const Json* member = find(event_, name);
    return member != nullptr && !member->is_null();
  }

  // A string member of 1 to `max` characters; empty when it is not.
  std::string_view string(const char* name, size_t max, bool required) {
    if (!given(name)) {
      if (required) fail(name, "is missing");
      return {};
    }
    const std::string_view text = string_at(event_, name);
    if (!find(event_, name)->is_string()) {
      fail(name, "must be a string");
    } else if (text.empty()) {
      fail(name, "is empty");
    } else if (count_characters(text) > max) {
      fail(name, join({"is longer than ", decimal(static_cast<int64_t>(max)), " characters"}));
    } else {
      return text;
    }
    return {};
  }

  void object(const char* name) {
    if (given(name) && !find(event_, name)->is_object()) fail(name, "must be an object");
  }

 private:
  const Json& event_;
  std::string pointer_;
  Vector<Problem>& errors_;
};

void validate_event(const Json& event, std::string pointer, Vector<Problem>& errors) {
  Check check(event, std::move(pointer), errors);
  if (!event.is_object()) return check.fail({}, "must be an object");
  if (dump_json(event).size() > kMaxEvent) return check.fail({}, "is larger than 32 KB");
  const std::string_view type = check.string("type", 20, true);
  if (!type.empty() && type != "track" && type != "identify") {
    check.fail("type", "must be \"track\" or \"identify\"");
  }
  check.string("messageId", kMaxMessageId, true);
  if (type == "track") check.string("event", kMaxEventName, true);
  const std::string_view timestamp = check.string("timestamp", 40, true);
  if (!timestamp.empty() && !parse_iso8601(timestamp)) {
    check.fail("timestamp", "must be a time in UTC such as \"2026-01-01T00:00:00.000Z\"");
  }
  check.string("anonymousId", kMaxUserId, false);
  check.string("userId", kMaxUserId, false);
  if (!check.given("anonymousId") && !check.given("userId")) {
    check.fail("anonymousId", "is missing, and there is no userId either");
  }
  check.object("properties");
  check.object("traits");
  check.object("context");
}

}  // namespace

Json track(const Source& source, std::string message_id, TimeMs now, std::string_view event, Json properties) {
  Json json = envelope(source, "track", std::move(message_id), now);
  json["event"] = std::string(event);
  json["properties"] = std::move(properties);
  return json;
}

Json identify(const Source& source, std::string message_id, TimeMs now, Json traits) {
  Json json = envelope(source, "identify", std::move(message_id), now);
  json["traits"] = std::move(traits);
  return json;
}

Json batch(std::string_view write_key, Json::array_t events, TimeMs now, int retry_count, Json ledger) {
  Json json = json_object();
  if (!ledger.is_null()) json["ledger"] = std::move(ledger);
  json["writeKey"] = std::string(write_key);
  json["batch"] = std::move(events);
  json["sentAt"] = format_iso8601(now);
  json["retryCount"] = retry_count;
  return json;
}

Batch validate_batch(const Json& body) {
  Batch result;
  const Json* events = find(body, "batch");
  if (!body.is_object()) {
    result.errors.push_back({"", "must be an object with a list \"batch\""});
  } else if (events == nullptr) {
    result.errors.push_back({"/batch", "is missing"});
  } else if (!events->is_array()) {
    result.errors.push_back({"/batch", "must be a list"});
  } else if (events->size() > kMaxBatch) {
    result.errors.push_back({"/batch", join({"has ", decimal(static_cast<int64_t>(events->size())),
                                             " events, the most is ", decimal(static_cast<int64_t>(kMaxBatch))})});
  } else {
    size_t index = 0;
    for (const Json& event : *events->get_ptr<const Json::array_t*>()) {
      const size_t errors_before = result.errors.size();
      validate_event(event, join({"/batch/", decimal(static_cast<int64_t>(index++))}), result.errors);
      if (result.errors.size() == errors_before) result.events.push_back(event);
    }
  }
  return result;
}

}  // namespace canvass::wire

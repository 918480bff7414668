// OTLP/HTTP with JSON: the log records of the OpenTelemetry protocol (opentelemetry-proto 1.5, ExportLogsServiceRequest
// in the JSON mapping of its specification: names in lowerCamelCase, 64-bit integers as strings, enums as numbers).
// An event is one record: eventName is its name, body its properties or traits, the rest are attributes, called as the
// semantic conventions call them where they do. Its content type makes a browser ask first (CORS preflight).

#include "core/base/apart.h"
#include "core/base/apart_text.h"
#include "core/base/text.h"
#include "core/delivery/format.h"
#include "core/delivery/wire.h"

namespace canvass::wire {

namespace {

// Nanoseconds since 1970; "0" is the protocol's word for an unknown time. The last three zeros are appended, as 64 bits
// would not hold the latest of our times.
std::string nanoseconds(TimeMs time) { return time > 0 ? decimal(time * 1000) + decimal(1000).substr(1) : decimal(0); }

Json any_value(const Json& value);

void attribute(Json& list, std::string key, const Json& value) {
  Json entry = json_object();
  entry["key"] = std::move(key);
  entry["value"] = any_value(value);
  list.push_back(std::move(entry));
}

// Events are at most kMaxJsonDepth deep, so is this.
CANVASS_APART Json any_value(const Json& value) {
  Json out = json_object();
  if (const Json::object_t* members = value.get_ptr<const Json::object_t*>()) {
    Json values = json_array();
    for (const auto& [name, member] : *members) attribute(values, name, member);
    out[apart_text<"kvlistValue">()][apart_text<"values">()] = std::move(values);
  } else if (const Json::array_t* elements = value.get_ptr<const Json::array_t*>()) {
    Json values = json_array();
    for (const Json& element : *elements) values.push_back(any_value(element));
    out[apart_text<"arrayValue">()][apart_text<"values">()] = std::move(values);
  } else if (value.is_boolean()) {
    out[apart_text<"boolValue">()] = value;
  } else if (value.is_string()) {
    out[apart_text<"stringValue">()] = value;
  } else if (const std::optional<int64_t> integer = integer_of(value)) {
    out[apart_text<"intValue">()] = decimal(*integer);
  } else if (value.is_number()) {
    out[apart_text<"doubleValue">()] = value;
  }
  return out;  // null is an empty value
}

// What the semantic conventions call it; empty: they have no name for it. A receiver may take records of the same
// log.record.uid for one.
CANVASS_APART std::string known_name(std::string_view ours) {
  if (ours == "messageId") return apart_text<"log.record.uid">();
  if (ours == "anonymousId") return apart_text<"enduser.pseudo.id">();
  if (ours == "userId") return apart_text<"user.id">();
  if (ours == apart_text<"context.page.path">()) return apart_text<"url.path">();
  if (ours == apart_text<"context.page.search">()) return apart_text<"url.query">();
  if (ours == apart_text<"context.page.url">()) return apart_text<"url.full">();
  if (ours == apart_text<"context.locale">()) return apart_text<"browser.language">();
  return {};
}

// Everything of an event that has no place of its own in a record, with the path to it as its name.
CANVASS_APART void attributes_of(const Json& json, const std::string& path, Json& list) {
  for (const auto& [key, member] : *json.get_ptr<const Json::object_t*>()) {
    const std::string name = path.empty() ? key : join({path, ".", key});
    if (name == "timestamp" || name == "event" || name == "properties" || name == "traits" ||
        name == apart_text<"context.library">()) {
      continue;
    }
    if (member.is_object()) {
      attributes_of(member, name, list);
      continue;
    }
    std::string theirs = known_name(name);
    attribute(list, theirs.empty() ? join({apart_text<"canvass.">(), name}) : std::move(theirs), member);
  }
}

CANVASS_APART Json record_of(const Json& event, TimeMs now) {
  Json record = json_object();
  const std::string_view type = string_at(event, "type");
  const std::string_view name = type == "track" ? string_at(event, "event") : type;
  const std::optional<TimeMs> time = parse_iso8601(string_at(event, "timestamp"));
  record[apart_text<"timeUnixNano">()] = nanoseconds(time.value_or(0));
  record[apart_text<"observedTimeUnixNano">()] = nanoseconds(now);
  record[apart_text<"severityNumber">()] = 9;
  record[apart_text<"severityText">()] = apart_text<"INFO">();
  record[apart_text<"eventName">()] = std::string(name);
  const Json* said = find(event, type == "track" ? "properties" : "traits");
  if (said != nullptr) record["body"] = any_value(*said);
  Json attributes = json_array();
  attribute(attributes, apart_text<"event.name">(),
            Json(std::string(name)));  // for receivers from before eventName (1.5)
  if (event.is_object()) attributes_of(event, {}, attributes);
  record[apart_text<"attributes">()] = std::move(attributes);
  return record;
}

CANVASS_APART Json resource_of(const Letter& letter) {
  Json attributes = json_array();
  attribute(attributes, apart_text<"service.name">(), "canvass");
  attribute(attributes, apart_text<"service.version">(), std::string(kVersion));
  attribute(attributes, apart_text<"telemetry.sdk.name">(), "canvass");
  attribute(attributes, apart_text<"telemetry.sdk.language">(), apart_text<"webjs">());
  attribute(attributes, apart_text<"telemetry.sdk.version">(), std::string(kVersion));
  if (!letter.write_key.empty())
    attribute(attributes, apart_text<"canvass.write_key">(), std::string(letter.write_key));
  attribute(attributes, apart_text<"canvass.sent_at">(), format_iso8601(letter.now));
  attribute(attributes, apart_text<"canvass.retry_count">(), letter.retry_count);
  if (letter.ledger != nullptr && letter.ledger->is_object()) {
    for (const auto& [key, member] : *letter.ledger->get_ptr<const Json::object_t*>()) {
      attribute(attributes, join({apart_text<"canvass.ledger.">(), key}), member);
    }
  }
  Json resource = json_object();
  resource[apart_text<"attributes">()] = std::move(attributes);
  return resource;
}

CANVASS_APART Json body(const Letter& letter, Json::array_t events) {
  Json records = json_array();
  for (const Json& event : events) records.push_back(record_of(event, letter.now));
  Json scope = json_object();
  scope["name"] = "canvass";
  scope["version"] = std::string(kVersion);
  Json scope_logs = json_object();
  scope_logs[apart_text<"scope">()] = std::move(scope);
  scope_logs[apart_text<"logRecords">()] = std::move(records);
  Json resource_logs = json_object();
  resource_logs[apart_text<"resource">()] = resource_of(letter);
  resource_logs[apart_text<"scopeLogs">()] = json_array();
  resource_logs[apart_text<"scopeLogs">()].push_back(std::move(scope_logs));
  Json json = json_object();
  json[apart_text<"resourceLogs">()] = json_array();
  json[apart_text<"resourceLogs">()].push_back(std::move(resource_logs));
  return json;
}

}  // namespace

const Format kOtlp = {"otlp", "application/json", body};

}  // namespace canvass::wire

// The forms in which batches travel. What OTLP expects is written by hand from opentelemetry-proto 1.5
// (logs.proto, common.proto, docs/specification.md "JSON Protobuf Encoding").

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "core/delivery/format.h"
#include "core/delivery/outbox.h"
#include "core/delivery/wire.h"
#include "core/protocol.h"
#include "core_support.h"

using namespace canvass;
using delivery::Effects;
using delivery::Outbox;
using test::all;
using test::kStart;
using wire::Letter;

namespace {

const Json kLedger =
    *parse_json(R"({"accepted":3,"acknowledged":1,"queued":2,"dropped":{"refused 400":1},"lead":true})");
const Letter kLetter{"demo", kStart + 90'000, 2, &kLedger};

Json answered() {
  return wire::track({"visitor", "user-7", "/cart", "kk-KZ"}, "id-1", kStart + 123, "Survey Answered",
                     *parse_json(R"({"value":9,"share":0.5,"why":"Жақсы \"ok\"\n👍","first":true,"none":null,
                                     "list":["a",2,[false]],"map":{"x":{"y":-1.25}},"big":9007199254740991})"));
}
Json identified() { return wire::identify({"visitor", "", "/", "en"}, "id-2", kStart, {{"plan", "pro"}}); }

// The value of an attribute; null when it is not there, and a failure when it is there twice.
Json value_of(const Json& attributes, const std::string& key) {
  Json found;
  for (const Json& attribute : attributes) {
    if (attribute.at("key") != key) continue;
    CHECK(found.is_null());
    found = attribute.at("value");
  }
  return found;
}

// Fails where `json` is anything but an AnyValue of common.proto.
void check_any_value(const Json& json);

void check_key_values(const Json& list) {
  REQUIRE(list.is_array());
  std::set<std::string> keys;
  for (const Json& entry : list) {
    REQUIRE(entry.is_object());
    CHECK(entry.size() == 2);
    CHECK(!entry.at("key").get<std::string>().empty());
    CHECK(keys.insert(entry.at("key").get<std::string>()).second);  // "attribute keys MUST be unique"
    check_any_value(entry.at("value"));
  }
}

bool is_integer(const Json& json) {
  return json.is_string() && json.get<std::string>() == std::to_string(std::stoll(json.get<std::string>()));
}

void check_any_value(const Json& json) {
  INFO(dump_json(json));
  REQUIRE(json.is_object());
  REQUIRE(json.size() <= 1);  // a oneof; none of it is an empty value
  for (const auto& [name, value] : json.items()) {
    if (name == "stringValue") {
      CHECK(value.is_string());
    } else if (name == "boolValue") {
      CHECK(value.is_boolean());
    } else if (name == "intValue") {
      CHECK(is_integer(value));
    } else if (name == "doubleValue") {
      CHECK(value.is_number());
    } else if (name == "arrayValue") {
      REQUIRE(value.size() == 1);
      for (const Json& element : value.at("values")) check_any_value(element);
    } else if (name == "kvlistValue") {
      REQUIRE(value.size() == 1);
      check_key_values(value.at("values"));
    } else {
      FAIL("there is no " << name << " in an AnyValue");
    }
  }
}

// Fails where a body is anything but an ExportLogsServiceRequest with one resource and one scope.
void check_otlp(const Json& body) {
  REQUIRE(body.size() == 1);
  REQUIRE(body.at("resourceLogs").size() == 1);
  const Json& logs = body.at("resourceLogs")[0];
  CHECK(logs.size() == 2);
  CHECK(logs.at("resource").size() == 1);
  check_key_values(logs.at("resource").at("attributes"));
  REQUIRE(logs.at("scopeLogs").size() == 1);
  const Json& scope = logs.at("scopeLogs")[0];
  CHECK(scope.size() == 2);
  CHECK(scope.at("scope") == Json{{"name", "canvass"}, {"version", std::string(wire::kVersion)}});
  const std::set<std::string> known = {
      "timeUnixNano", "observedTimeUnixNano", "severityNumber", "severityText", "eventName", "body", "attributes"};
  for (const Json& record : scope.at("logRecords")) {
    for (const auto& [name, value] : record.items()) CHECK(known.count(name) == 1);
    CHECK(is_integer(record.at("timeUnixNano")));
    CHECK(is_integer(record.at("observedTimeUnixNano")));
    CHECK(record.at("severityNumber") == 9);  // SEVERITY_NUMBER_INFO; names of enums must not be used
    CHECK(record.at("severityText") == "INFO");
    CHECK(!record.at("eventName").get<std::string>().empty());
    check_any_value(record.at("body"));
    check_key_values(record.at("attributes"));
  }
}

std::vector<Json> lines_of(const Json& body) {
  REQUIRE(body.is_string());
  const std::string text = body.get<std::string>();
  REQUIRE(text.back() == '\n');
  std::vector<Json> lines;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = text.find('\n', begin);
    const auto line = parse_json(std::string_view(text).substr(begin, end - begin));
    REQUIRE(line);
    lines.push_back(*line);
    begin = end + 1;
  }
  return lines;
}

const wire::Format& format(std::string_view name) {
  config::Config config;
  const Problems problems = config::parse(
      R"({"canvass":1,"endpoint":"/in","delivery":{"format":")" + std::string(name) + "\"}}", config, nullptr);
  CHECK(problems.ok());
  CHECK(problems.warnings.empty());
  CHECK(config.delivery.format->name == name);
  return *config.delivery.format;
}

}  // namespace

// --- choosing ----------------------------------------------------------------------------------------------

TEST_CASE("the format is Segment's unless the configuration says otherwise", "[core][wire]") {
  config::Config config;
  CHECK(config::parse(R"({"canvass":1,"delivery":{"batchCount":5}})", config, nullptr).ok());
  CHECK(config.delivery.format == &wire::kSegment);
  CHECK(&format("segment") == &wire::kSegment);
  CHECK(&format("otlp") == &wire::kOtlp);
  CHECK(&format("ndjson") == &wire::kNdjson);
}

TEST_CASE("an unknown format is an error that knows the right ones", "[core][wire][config]") {
  config::Config config;
  const Problems problems = config::parse(R"({"canvass":1,"delivery":{"format":"oltp"}})", config, nullptr);
  REQUIRE(problems.errors.size() == 1);
  CHECK(problems.errors[0].pointer == "/delivery/format");
  CHECK(problems.errors[0].message.find("\"oltp\"") != std::string::npos);
  CHECK(problems.errors[0].message.find("did you mean \"otlp\"?") != std::string::npos);
  CHECK(config.delivery.format == &wire::kSegment);
  CHECK(config::parse(R"({"canvass":1,"delivery":{"format":1}})", config, nullptr).errors.size() == 1);
}

// --- Segment -----------------------------------------------------------------------------------------------

TEST_CASE("a Segment batch is the documented shape, and the ledger beside it", "[core][wire]") {
  const Json body = wire::kSegment.body(kLetter, {answered(), identified()});
  CHECK(body == Json{{"writeKey", "demo"},
                     {"batch", {answered(), identified()}},
                     {"sentAt", "2026-01-01T00:01:30.000Z"},
                     {"retryCount", 2},
                     {"ledger", kLedger}});
  CHECK(std::string_view(wire::kSegment.content_type).empty());
  CHECK(wire::validate_batch(body).errors.empty());
}

// --- OTLP --------------------------------------------------------------------------------------------------

TEST_CASE("an event is a log record of OpenTelemetry", "[core][wire][otlp]") {
  const Json body = format("otlp").body(kLetter, {answered(), identified()});
  check_otlp(body);
  CHECK(std::string_view(wire::kOtlp.content_type) == "application/json");
  const Json& records = body.at("resourceLogs")[0].at("scopeLogs")[0].at("logRecords");
  REQUIRE(records.size() == 2);
  const Json& record = records[0];
  CHECK(record.at("timeUnixNano") == "1767225600123000000");
  CHECK(record.at("observedTimeUnixNano") == "1767225690000000000");
  CHECK(record.at("eventName") == "Survey Answered");
  CHECK(record.at("attributes") == *parse_json(R"([
    {"key":"event.name","value":{"stringValue":"Survey Answered"}},
    {"key":"enduser.pseudo.id","value":{"stringValue":"visitor"}},
    {"key":"browser.language","value":{"stringValue":"kk-KZ"}},
    {"key":"url.path","value":{"stringValue":"/cart"}},
    {"key":"log.record.uid","value":{"stringValue":"id-1"}},
    {"key":"canvass.type","value":{"stringValue":"track"}},
    {"key":"user.id","value":{"stringValue":"user-7"}}])"));
  CHECK(record.at("body") == *parse_json(R"({"kvlistValue":{"values":[
    {"key":"big","value":{"intValue":"9007199254740991"}},
    {"key":"first","value":{"boolValue":true}},
    {"key":"list","value":{"arrayValue":{"values":[
      {"stringValue":"a"},{"intValue":"2"},{"arrayValue":{"values":[{"boolValue":false}]}}]}}},
    {"key":"map","value":{"kvlistValue":{"values":[
      {"key":"x","value":{"kvlistValue":{"values":[{"key":"y","value":{"doubleValue":-1.25}}]}}}]}}},
    {"key":"none","value":{}},
    {"key":"share","value":{"doubleValue":0.5}},
    {"key":"value","value":{"intValue":"9"}},
    {"key":"why","value":{"stringValue":"Жақсы \"ok\"\n👍"}}]}})"));
  CHECK(records[1].at("eventName") == "identify");
  CHECK(records[1].at("body") ==
        *parse_json(R"({"kvlistValue":{"values":[{"key":"plan","value":{"stringValue":"pro"}}]}})"));
}

TEST_CASE("the resource of OpenTelemetry says who sends, and the ledger", "[core][wire][otlp]") {
  const Json attributes = wire::kOtlp.body(kLetter, {answered()}).at("resourceLogs")[0].at("resource").at("attributes");
  CHECK(value_of(attributes, "service.name") == Json{{"stringValue", "canvass"}});
  CHECK(value_of(attributes, "service.version") == Json{{"stringValue", std::string(wire::kVersion)}});
  CHECK(value_of(attributes, "telemetry.sdk.language") == Json{{"stringValue", "webjs"}});
  CHECK(value_of(attributes, "canvass.write_key") == Json{{"stringValue", "demo"}});
  CHECK(value_of(attributes, "canvass.sent_at") == Json{{"stringValue", "2026-01-01T00:01:30.000Z"}});
  CHECK(value_of(attributes, "canvass.retry_count") == Json{{"intValue", "2"}});
  CHECK(value_of(attributes, "canvass.ledger.accepted") == Json{{"intValue", "3"}});
  CHECK(value_of(attributes, "canvass.ledger.lead") == Json{{"boolValue", true}});
  CHECK(value_of(attributes, "canvass.ledger.dropped") ==
        *parse_json(R"({"kvlistValue":{"values":[{"key":"refused 400","value":{"intValue":"1"}}]}})"));
}

TEST_CASE("nothing of an event is missing from its log record", "[core][wire][otlp]") {
  Json event = answered();
  event["preview"] = true;
  event["context"]["page"]["search"] = "?utm_source=x";
  event["context"]["campaign"] = {{"source", "x"}, {"days", {1, 2}}};
  const Json body = wire::kOtlp.body(kLetter, {event});
  check_otlp(body);
  const Json& attributes = body.at("resourceLogs")[0].at("scopeLogs")[0].at("logRecords")[0].at("attributes");
  CHECK(value_of(attributes, "canvass.preview") == Json{{"boolValue", true}});
  CHECK(value_of(attributes, "url.query") == Json{{"stringValue", "?utm_source=x"}});
  CHECK(value_of(attributes, "canvass.context.campaign.source") == Json{{"stringValue", "x"}});
  CHECK(value_of(attributes, "canvass.context.campaign.days") ==
        *parse_json(R"({"arrayValue":{"values":[{"intValue":"1"},{"intValue":"2"}]}})"));
}

TEST_CASE("an event that storage has spoilt is a log record without a time", "[core][wire][otlp]") {
  Json event = answered();
  event["timestamp"] = "yesterday";
  event["properties"] = "none";
  event["context"] = 7;
  const Json body = wire::kOtlp.body(kLetter, {event});
  check_otlp(body);
  const Json& record = body.at("resourceLogs")[0].at("scopeLogs")[0].at("logRecords")[0];
  CHECK(record.at("timeUnixNano") == "0");
  CHECK(record.at("body") == Json{{"stringValue", "none"}});
}

// --- NDJSON ------------------------------------------------------------------------------------------------

TEST_CASE("one event a line, each with what a receiver needs to place it", "[core][wire][ndjson]") {
  const Json body = format("ndjson").body(kLetter, {answered(), identified(), answered()});
  CHECK(std::string_view(wire::kNdjson.content_type).empty());
  const std::vector<Json> lines = lines_of(body);
  REQUIRE(lines.size() == 3);
  Json expected = answered();
  expected["sentAt"] = "2026-01-01T00:01:30.000Z";
  expected["writeKey"] = "demo";
  CHECK(lines[2] == expected);
  expected["ledger"] = kLedger;
  CHECK(lines[0] == expected);
  CHECK(lines[1].at("messageId") == "id-2");
  CHECK(lines[1].at("sentAt") == "2026-01-01T00:01:30.000Z");
  CHECK(lines[1].count("ledger") == 0);
  CHECK(lines_of(wire::kNdjson.body({}, {identified()}))[0].count("writeKey") == 0);
}

// --- sizes -------------------------------------------------------------------------------------------------

TEST_CASE("a body is as large as was reckoned, in every format", "[core][wire]") {
  const std::vector<Letter> letters = {kLetter, {"", kStart, 0, nullptr}, {"ключ \"x\"", kStart, 1000, &kLedger}};
  for (const wire::Format* format : wire::kFormats) {
    for (const Letter& letter : letters) {
      const size_t around = wire::body_bytes(format->body(letter, {}));
      size_t reckoned = around;
      Json::array_t events;
      for (int i = 0; i < 40; ++i) {
        events.push_back(i % 3 == 0 ? identified() : answered());
        reckoned += wire::event_bytes(*format, letter, around, events.back());
        const size_t bytes = wire::body_bytes(format->body(letter, events));
        INFO(format->name << ", " << events.size() << " events");
        CHECK(bytes <= reckoned);
        CHECK(bytes + events.size() + 3 >= reckoned);
      }
    }
  }
}

TEST_CASE("no batch of a page going away is over the quota, in any format", "[core][wire][outbox]") {
  for (const wire::Format* format : wire::kFormats) {
    config::Delivery options;
    options.format = format;
    options.batch_bytes = 400'000;
    Outbox outbox;
    outbox.configure("/in", "demo", options);
    outbox.start("5eed", true);
    Effects effects;
    for (int i = 0; i < 60; ++i) {
      outbox.add(wire::track({"visitor", "", "/", "en"}, "id-" + std::to_string(i), kStart, "Survey Answered",
                             {{"text", std::string(2000, i % 2 == 0 ? 'x' : '"')}}),
                 kStart, effects);
    }
    effects.clear();
    outbox.flush(kStart, effects);
    size_t bytes = 0;
    for (const effect::Send& send : all<effect::Send>(effects)) {
      bytes += wire::body_bytes(send.body);
      CHECK(std::string_view(send.content_type) == format->content_type);
    }
    INFO(format->name);
    CHECK(bytes > 30'000);
    CHECK(bytes <= delivery::kMaxKeepaliveBytes);
  }
}

TEST_CASE("a send effect says its content type where it is not plain text", "[core][wire][protocol]") {
  const Json plain = to_json(effect::Send{1, "/in", Json("a\n"), false}, 0, 0);
  CHECK(plain.count("contentType") == 0);
  CHECK(plain.at("body") == "a\n");
  CHECK(to_json(effect::Send{1, "/in", Json::object(), false, "application/json"}, 0, 0).at("contentType") ==
        "application/json");
}

#include <catch2/catch_test_macros.hpp>

#include "core_outbox_support.h"

using namespace canvass;
using test::kStart;
using test::wire_event;

TEST_CASE("an event says who, where and when", "[core][wire]") {
  const Json json =
      wire::track({"visitor", "user-7", "/cart", "kk-KZ"}, "id", kStart, "Survey Shown", {{"survey", "s"}});
  CHECK(json == *parse_json(R"({"type":"track","messageId":"id","event":"Survey Shown","anonymousId":"visitor",
    "userId":"user-7","timestamp":"2026-01-01T00:00:00.000Z","properties":{"survey":"s"},
    "context":{"page":{"path":"/cart"},"locale":"kk-KZ","library":{"name":"canvass","version":"0.1.0"}}})"));
}

TEST_CASE("what the core makes, a collector takes", "[core][wire]") {
  const wire::Source source{"visitor", "user", "/cart", "en"};
  const Json body = wire::batch("key",
                                {wire::track(source, "1", kStart, "Survey Shown", Json::object()),
                                 wire::identify(source, "2", kStart, {{"plan", "pro"}})},
                                kStart, 0);
  const wire::Batch batch = wire::validate_batch(body);
  CHECK(batch.errors.empty());
  CHECK(batch.events.size() == 2);
}

TEST_CASE("a collector names every bad event of a batch", "[core][wire]") {
  struct Case {
    const char* pointer;  // where to put `value`
    Json value;
    const char* error;
    const char* message;
  };
  const std::vector<Case> cases = {
      {"", 7, "/batch/1", "must be an object"},
      {"/type", "page", "/batch/1/type", "must be \"track\" or \"identify\""},
      {"/type", nullptr, "/batch/1/type", "is missing"},
      {"/messageId", "", "/batch/1/messageId", "is empty"},
      {"/messageId", 7, "/batch/1/messageId", "must be a string"},
      {"/messageId", std::string(101, 'x'), "/batch/1/messageId", "is longer than 100 characters"},
      {"/event", std::string(201, 'x'), "/batch/1/event", "is longer than 200 characters"},
      {"/event", nullptr, "/batch/1/event", "is missing"},
      {"/timestamp", "yesterday", "/batch/1/timestamp", "must be a time in UTC"},
      {"/timestamp", nullptr, "/batch/1/timestamp", "is missing"},
      {"/anonymousId", nullptr, "/batch/1/anonymousId", "is missing, and there is no userId"},
      {"/anonymousId", 7, "/batch/1/anonymousId", "must be a string"},
      {"/properties", "x", "/batch/1/properties", "must be an object"},
      {"/context", Json::array(), "/batch/1/context", "must be an object"},
      {"/properties/padding", std::string(33'000, 'x'), "/batch/1", "is larger than 32 KB"},
  };
  for (const Case& broken : cases) {
    Json body = wire::batch("key", {wire_event(1), wire_event(2), wire_event(3)}, kStart, 0);
    body["batch"][1][Json::json_pointer(broken.pointer)] = broken.value;
    const wire::Batch batch = wire::validate_batch(body);
    INFO(broken.pointer << " " << dump_json(broken.value).substr(0, 40));
    REQUIRE(batch.errors.size() == 1);
    CHECK(batch.errors[0].pointer == broken.error);
    CHECK(batch.errors[0].message.find(broken.message) != std::string::npos);
    CHECK(batch.events.size() == 2);
  }
}

TEST_CASE("a body that is no batch is refused", "[core][wire]") {
  CHECK(wire::validate_batch(Json::array()).errors[0].pointer.empty());
  CHECK(wire::validate_batch(Json::object()).errors[0].message == "is missing");
  CHECK(wire::validate_batch({{"batch", 7}}).errors[0].message == "must be a list");
  const Json::array_t many(501, wire_event(1));
  CHECK(wire::validate_batch({{"batch", many}}).errors[0].message == "has 501 events, the most is 500");
  CHECK(wire::validate_batch({{"batch", Json::array()}}).errors.empty());
}

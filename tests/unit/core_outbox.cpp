#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "core/base/text.h"
#include "core/delivery/outbox.h"
#include "core/delivery/wire.h"
#include "core_support.h"

using namespace canvass;
using delivery::Effects;
using delivery::Outbox;
using test::all;
using test::kStart;

namespace {

Json wire_event(int number, size_t padding = 0) {
  const wire::Source source{"visitor", "", "/cart", "en"};
  return wire::track(source, "id-" + std::to_string(1000 + number), kStart, "Survey Shown",
                     {{"survey", "nps"}, {"padding", std::string(padding, 'x')}});
}

// An outbox and its clock. What it asks for is collected.
struct Post {
  explicit Post(config::Delivery options = {}, std::string endpoint = "/v1/batch", std::string_view seed = "5eed") {
    outbox.configure(std::move(endpoint), "demo", options);
    outbox.start(seed);
  }

  void add(int count, size_t padding = 0) {
    for (int i = 0; i < count; ++i) outbox.add(wire_event(made++, padding), now, effects);
  }
  std::vector<effect::Send> pump() {
    Effects fresh;
    outbox.pump(now, fresh);
    return keep(fresh);
  }
  std::vector<effect::Send> flush() {
    Effects fresh;
    outbox.flush(now, fresh);
    return keep(fresh);
  }
  Effects respond(int64_t request, int status, std::string retry_after = {}) {
    Effects fresh;
    outbox.respond({request, status, std::move(retry_after)}, now, fresh);
    keep(fresh);
    return fresh;
  }
  std::vector<effect::Send> keep(const Effects& fresh) {
    effects.insert(effects.end(), fresh.begin(), fresh.end());
    return all<effect::Send>(fresh);
  }
  // To the moment of the wish, where something is sent.
  effect::Send next_send() {
    now = *outbox.wake();
    const std::vector<effect::Send> sent = pump();
    REQUIRE(sent.size() == 1);
    return sent[0];
  }

  Outbox outbox;
  TimeMs now = kStart;
  int made = 0;
  Effects effects;
};

size_t count(const effect::Send& send) { return send.body.at("batch").size(); }

}  // namespace

TEST_CASE("an event is stored under its message id", "[core][outbox]") {
  Post post;
  post.add(1);
  const auto stores = all<effect::Store>(post.effects);
  REQUIRE(stores.size() == 1);
  CHECK(stores[0].key == "q:id-1000");
  CHECK(parse_json(*stores[0].value) == wire_event(0));
}

TEST_CASE("a batch goes after the delay", "[core][outbox]") {
  Post post;
  post.add(1);
  CHECK(post.pump().empty());
  CHECK(post.outbox.wake() == kStart + kSecond);
  post.now += 400;
  post.add(2);
  CHECK(post.outbox.wake() == kStart + kSecond);  // counted from the first
  const effect::Send send = post.next_send();
  CHECK(count(send) == 3);
  CHECK(send.url == "/v1/batch");
  CHECK_FALSE(send.keepalive);
  CHECK(send.body["writeKey"] == "demo");
  CHECK(send.body["retryCount"] == 0);
  CHECK(send.body["sentAt"] == "2026-01-01T00:00:01.000Z");
}

TEST_CASE("a full batch goes at once", "[core][outbox]") {
  Post post({.batch_count = 3});
  post.add(2);
  CHECK(post.pump().empty());
  post.add(2);
  const auto sent = post.pump();
  REQUIRE(sent.size() == 1);
  CHECK(count(sent[0]) == 3);
}

TEST_CASE("a batch is limited in bytes", "[core][outbox]") {
  Post post({.batch_bytes = 5000});
  post.add(4, 1500);
  const auto sent = post.pump();
  REQUIRE(sent.size() == 1);
  CHECK(count(sent[0]) == 2);
  CHECK(dump_json(sent[0].body).size() <= 5000);
}

TEST_CASE("an event larger than a batch goes alone", "[core][outbox]") {
  Post post({.batch_bytes = 1000});
  post.add(2, 3000);
  const auto sent = post.pump();
  REQUIRE(sent.size() == 1);
  CHECK(count(sent[0]) == 1);
}

TEST_CASE("one request is in flight at a time", "[core][outbox]") {
  Post post({.batch_count = 1});
  post.add(3);
  REQUIRE(post.pump().size() == 1);
  CHECK(post.pump().empty());
  CHECK(post.outbox.wake() == kStart + 10 * kSecond);  // only to give up
  post.respond(1, 200);
  CHECK(post.pump().size() == 1);
}

TEST_CASE("events leave storage only when they are acknowledged", "[core][outbox]") {
  Post post;
  post.add(2);
  const effect::Send send = post.next_send();
  CHECK(post.outbox.queued() == 2);
  const Effects effects = post.respond(send.request, 204);
  const auto stores = all<effect::Store>(effects);
  REQUIRE(stores.size() == 2);
  CHECK(stores[0].key == "q:id-1000");
  CHECK_FALSE(stores[0].value);
  CHECK(stores[1].key == "q:id-1001");
  CHECK(post.outbox.queued() == 0);
  CHECK(post.outbox.settled());
  CHECK_FALSE(post.outbox.wake());
}

TEST_CASE("an acknowledgement covers only what was in that request", "[core][outbox]") {
  Post post;
  post.add(1);
  const effect::Send send = post.next_send();
  post.add(1);
  post.respond(send.request, 200);
  CHECK(post.outbox.queued() == 1);
}

TEST_CASE("no answer, too many and server errors are tried again", "[core][outbox]") {
  for (const int status : {0, 408, 425, 429, 500, 502, 503, 504, 599, 302, 101}) {
    INFO(status);
    Post post;
    post.add(1);
    const effect::Send first = post.next_send();
    const Effects effects = post.respond(first.request, status);
    CHECK(effects.empty());
    const effect::Send second = post.next_send();
    CHECK(second.request != first.request);
    CHECK(second.body["batch"] == first.body["batch"]);
    CHECK(second.body["retryCount"] == 1);
  }
}

TEST_CASE("other refusals drop the batch and say so once", "[core][outbox]") {
  for (const int status : {400, 401, 403, 404, 410, 413, 422}) {
    INFO(status);
    Post post;
    post.add(2);
    const effect::Send send = post.next_send();
    const Effects effects = post.respond(send.request, status);
    CHECK(all<effect::Store>(effects).size() == 2);
    const auto warnings = all<effect::Warn>(effects);
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0].text ==
          "the endpoint refused 2 events with status " + std::to_string(status) + "; they were dropped");
    CHECK(post.outbox.dropped() == 2);
    CHECK(post.outbox.settled());
  }
}

TEST_CASE("waits are spread over the whole of a step that doubles up to the largest", "[core][outbox]") {
  constexpr int kRuns = 300;
  const config::Delivery options{.backoff = kSecond, .backoff_max = 60 * kSecond};
  for (int failures = 1; failures <= 9; ++failures) {
    const TimeMs step = std::min<TimeMs>(kSecond << (failures - 1), 60 * kSecond);
    TimeMs least = step;
    TimeMs most = 0;
    double sum = 0;
    for (int run = 0; run < kRuns; ++run) {
      Post post(options, "/v1/batch", "run " + std::to_string(run));
      post.add(1);
      for (int i = 0; i < failures; ++i) post.respond(post.next_send().request, 503);
      const TimeMs wait = *post.outbox.wake() - post.now;
      REQUIRE(wait >= 0);
      REQUIRE(wait <= step);
      least = std::min(least, wait);
      most = std::max(most, wait);
      sum += static_cast<double>(wait);
    }
    INFO("after failure " << failures);
    // Uniform: mean ½ with a standard error of 0.289/√300 = 0.017, ends within a twentieth.
    CHECK(sum / kRuns > 0.43 * static_cast<double>(step));
    CHECK(sum / kRuns < 0.57 * static_cast<double>(step));
    CHECK(least < step / 20);
    CHECK(most > step - step / 20);
  }
}

TEST_CASE("the same seed waits the same", "[core][outbox]") {
  const auto waits = [](std::string_view seed) {
    Post post({}, "/v1/batch", seed);
    post.add(1);
    std::vector<TimeMs> times;
    for (int i = 0; i < 5; ++i) {
      post.respond(post.next_send().request, 500);
      times.push_back(*post.outbox.wake() - kStart);
    }
    return times;
  };
  CHECK(waits("a") == waits("a"));
  CHECK(waits("a") != waits("b"));
}

TEST_CASE("success ends the doubling", "[core][outbox]") {
  Post post;
  post.add(1);
  for (int i = 0; i < 6; ++i) post.respond(post.next_send().request, 500);
  post.respond(post.next_send().request, 200);
  post.add(1);
  post.respond(post.next_send().request, 500);
  CHECK(*post.outbox.wake() - post.now <= kSecond);
  CHECK(post.next_send().body["retryCount"] == 1);
}

TEST_CASE("a server that names a wait gets it", "[core][outbox]") {
  Post post;
  post.add(1);
  post.respond(post.next_send().request, 503, "120");
  CHECK(*post.outbox.wake() == post.now + 120 * kSecond);
}

TEST_CASE("a wait is a day at most, and one that is no number is none", "[core][outbox]") {
  Post post;
  post.add(1);
  post.respond(post.next_send().request, 429, "999999999999");
  CHECK(*post.outbox.wake() == post.now + kDay);
  for (const char* text : {"", "soon", "-5", "1.5", "Wed, 21 Oct 2026 07:28:00 GMT", "99999999999999999999"}) {
    Post other;
    other.add(1);
    other.respond(other.next_send().request, 429, text);
    INFO(text);
    CHECK(*other.outbox.wake() <= other.now + kSecond);
  }
}

TEST_CASE("a request that takes too long is given up and tried again", "[core][outbox]") {
  Post post;
  post.add(1);
  const effect::Send first = post.next_send();
  CHECK(post.outbox.wake() == post.now + 10 * kSecond);
  post.now = *post.outbox.wake();
  post.effects.clear();
  post.pump();
  const auto aborted = all<effect::Abort>(post.effects);
  REQUIRE(aborted.size() == 1);
  CHECK(aborted[0].request == first.request);
  // Whatever the host says about it afterwards changes nothing.
  CHECK(post.respond(first.request, 0).empty());
  CHECK(post.outbox.queued() == 1);
}

TEST_CASE("answers to requests never made are ignored", "[core][outbox]") {
  Post post;
  post.add(1);
  CHECK(post.respond(77, 200).empty());
  CHECK(post.outbox.queued() == 1);
}

TEST_CASE("offline nothing is sent; online everything at once", "[core][outbox]") {
  Post post;
  post.outbox.offline();
  post.add(3);
  post.now += kHour;
  CHECK(post.pump().empty());
  CHECK(post.flush().empty());
  CHECK_FALSE(post.outbox.wake());
  post.outbox.online(post.now);
  REQUIRE(post.pump().size() == 1);
}

TEST_CASE("coming online ends the waiting after failures", "[core][outbox]") {
  Post post({.backoff = kHour, .backoff_max = kHour});
  post.add(1);
  post.respond(post.next_send().request, 0);
  REQUIRE(*post.outbox.wake() > post.now);
  post.outbox.offline();
  post.outbox.online(post.now);
  CHECK(post.pump().size() == 1);
}

TEST_CASE("a page going away sends all that fits into 60,000 bytes", "[core][outbox]") {
  Post post;
  post.add(100, 1000);
  const auto sent = post.flush();
  size_t bytes = 0;
  size_t events = 0;
  for (const effect::Send& send : sent) {
    CHECK(send.keepalive);
    CHECK(count(send) <= 20);
    bytes += dump_json(send.body).size();
    events += count(send);
  }
  CHECK(bytes <= 60'000);
  CHECK(bytes > 57'000);  // no room for another event
  CHECK(sent.size() > 1);
  CHECK(events < 100);
  CHECK(post.outbox.queued() == 100);
  // What is in flight counts against a second flush.
  CHECK(post.flush().empty());
}

TEST_CASE("what was flushed is acknowledged request by request", "[core][outbox]") {
  Post post({.batch_count = 2});
  post.add(5);
  const auto sent = post.flush();
  REQUIRE(sent.size() == 3);
  post.respond(sent[1].request, 200);
  CHECK(post.outbox.queued() == 3);
  post.respond(sent[0].request, 500);
  post.respond(sent[2].request, 200);
  CHECK(post.outbox.queued() == 2);
  CHECK(count(post.next_send()) == 2);
}

TEST_CASE("a flush tries even while waiting after a failure, but not against the server's word", "[core][outbox]") {
  Post post({.backoff = kHour, .backoff_max = kHour});
  post.add(1);
  post.respond(post.next_send().request, 500);
  CHECK(post.flush().size() == 1);

  Post asked;
  asked.add(1);
  asked.respond(asked.next_send().request, 503, "60");
  CHECK(asked.flush().empty());
}

TEST_CASE("without an endpoint events stay stored, the newest 5,000 of them", "[core][outbox]") {
  Post post({}, "");
  post.add(5002);
  CHECK(post.pump().empty());
  CHECK(post.flush().empty());
  CHECK_FALSE(post.outbox.wake());
  CHECK(post.outbox.queued() == 5000);
  CHECK(post.outbox.dropped() == 2);
  std::vector<std::string> removed;
  for (const effect::Store& store : all<effect::Store>(post.effects)) {
    if (!store.value) removed.push_back(store.key);
  }
  CHECK(removed == std::vector<std::string>{"q:id-1000", "q:id-1001"});
}

TEST_CASE("what an earlier page left is sent", "[core][outbox]") {
  Post post;
  Effects effects;
  post.outbox.restore("q:id-1007", dump_json(wire_event(7)), post.now, effects);
  CHECK(effects.empty());
  const effect::Send send = post.next_send();
  CHECK(send.body["batch"][0] == wire_event(7));
}

TEST_CASE("stored rubbish is removed and never sent", "[core][outbox]") {
  Json other = wire_event(7);
  other["messageId"] = "another";
  Json untyped = wire_event(7);
  untyped.erase("type");
  for (const std::string& value :
       {std::string("{"), std::string(), std::string("7"), std::string("[]"), std::string("{\"messageId\":7}"),
        dump_json(other), dump_json(untyped), dump_json(wire_event(7, 40'000))}) {
    Post post;
    Effects effects;
    post.outbox.restore("q:id-1007", value, post.now, effects);
    INFO(value.substr(0, 80));
    const auto stores = all<effect::Store>(effects);
    REQUIRE(stores.size() == 1);
    CHECK(stores[0].key == "q:id-1007");
    CHECK_FALSE(stores[0].value);
    CHECK(post.outbox.settled());
  }
}

// --- the wire format ---------------------------------------------------------------------------------------

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

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "core/base/text.h"
#include "core_outbox_support.h"

using namespace canvass;
using namespace canvass::test;

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
    REQUIRE(effects.size() == 1);
    CHECK(all<effect::Store>(effects)[0].key == "wait");
    const effect::Send second = post.next_send();
    CHECK(second.request != first.request);
    CHECK(second.body["batch"] == first.body["batch"]);
    CHECK(second.body["retryCount"] == 1);
  }
}

TEST_CASE("waits are spread over the whole of a step that doubles, then over the upper half of the largest",
          "[core][outbox]") {
  constexpr int kRuns = 300;
  const config::Delivery options{.backoff = kSecond, .backoff_max = 60 * kSecond};
  for (int failures = 1; failures <= 12; ++failures) {
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
    if (step == options.backoff_max) {
      CHECK(most > step - step / 20);
      continue;
    }
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

TEST_CASE("a page going away sends all that fits into 61,440 bytes", "[core][outbox]") {
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
  CHECK(bytes <= 61'440);
  CHECK(bytes > 58'000);  // no room for another event
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

TEST_CASE("what an earlier page left is sent", "[core][outbox]") {
  Post post;
  CHECK(post.restore("q:id-1007", dump_json(wire_event(7))).empty());
  const effect::Send send = post.next_send();
  CHECK(send.body["batch"][0] == wire_event(7));
}

TEST_CASE("a page going away makes nine requests at most", "[core][outbox]") {
  Post post({.batch_count = 1});
  post.add(30, 10);
  CHECK(post.flush().size() == 9);
  CHECK(post.flush().empty());
  post.respond(3, 200);
  CHECK(post.flush().size() == 1);  // one came back
}

TEST_CASE("thirty events of 3 KB at the end of a page arrive: what fits now, the rest by the next visit",
          "[core][outbox][regression]") {
  Post post;
  post.add(30, 3000);
  std::set<std::string> arrived;
  size_t bytes = 0;
  for (const effect::Send& send : post.flush()) {
    bytes += dump_json(send.body).size();
    for (const std::string& id : ids(send)) CHECK(arrived.insert(id).second);
    post.respond(send.request, 200);
  }
  CHECK(bytes <= 61'440);
  CHECK(arrived.size() >= 15);
  Post next;
  for (const std::string& key : post.queue()) next.restore(key, post.storage[key]);
  serve(next, [&](const effect::Send& send) {
    for (const std::string& id : ids(send)) CHECK(arrived.insert(id).second);
    return 200;
  });
  CHECK(arrived.size() == 30);
}

TEST_CASE("requests that fail together count as one failure", "[core][outbox]") {
  Post post({.batch_count = 1});
  post.add(5);
  for (const effect::Send& send : post.flush()) post.respond(send.request, 0);
  CHECK(post.next_send().body["retryCount"] == 1);
}

TEST_CASE("coming online does not overrule a server that wants to be left alone", "[core][outbox]") {
  Post post;
  post.add(1);
  post.respond(post.next_send().request, 503, "60");
  post.outbox.offline();
  post.outbox.online(post.now);
  CHECK(post.pump().empty());
  CHECK(*post.outbox.wake() >= post.now + 60 * kSecond);
}

TEST_CASE("every event leaves in the order of its id, whoever made it", "[core][outbox]") {
  Post post;
  post.made = 5;
  post.add(2);
  for (const int number : {3, 9, 1}) {
    post.restore("q:id-100" + std::to_string(number), dump_json(wire_event(number)));
  }
  CHECK(ids(post.next_send()) == std::vector<std::string>{"id-1001", "id-1003", "id-1005", "id-1006", "id-1009"});
}

TEST_CASE("no answer while the browser says it is online is tried again, not lost", "[core][outbox][regression]") {
  Post post;
  post.add(1);
  for (int i = 0; i < 50; ++i) post.respond(post.next_send().request, 0);
  CHECK(post.queue().size() == 1);
  post.respond(post.next_send().request, 200);
  CHECK(post.queue().empty());
}

TEST_CASE("nothing leaves storage before its request is answered, whatever comes in between",
          "[core][outbox][regression]") {
  Post post;
  post.add(3);
  const effect::Send send = post.next_send();
  const auto order = all<effect::Store>(post.effects);
  CHECK(order.size() == 3);  // stored, all before the request, and none removed
  post.add(2);
  post.now += kMinute;
  post.pump();  // given up
  CHECK(post.queue().size() == 5);
  CHECK(post.respond(send.request, 200).empty());  // too late to count
  CHECK(post.queue().size() == 5);
}

// What becomes of events that a server does not take.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <set>

#include "core_outbox_support.h"

using namespace canvass;
using namespace canvass::test;

namespace {

bool holds(const effect::Send& send, std::string_view id) {
  const std::vector<std::string> all = ids(send);
  return std::find(all.begin(), all.end(), id) != all.end();
}

}  // namespace

TEST_CASE("refusals of the whole batch drop it, count it and say so once", "[core][outbox]") {
  for (const int status : {401, 403, 404, 405, 410, 418, 451}) {
    INFO(status);
    Post post;
    post.add(2);
    const Effects effects = post.respond(post.next_send().request, status);
    const auto warnings = all<effect::Warn>(effects);
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0].text ==
          "the endpoint refused 2 events with status " + std::to_string(status) + "; they were dropped");
    CHECK(post.outbox.account()["dropped"] == Json{{"refused " + std::to_string(status), 2}});
    CHECK(post.outbox.settled());
    CHECK(post.queue().empty());
  }
}

TEST_CASE("a refused batch is halved until what is wrong stands alone", "[core][outbox]") {
  for (const int status : {400, 409, 415, 422}) {
    for (const size_t size : {1, 2, 3, 5, 20}) {
      for (size_t bad = 0; bad < size; ++bad) {
        Post post;
        post.add(static_cast<int>(size));
        const std::string poison = "id-" + std::to_string(1000 + bad);
        std::set<std::string> arrived;
        const int requests = serve(post, [&](const effect::Send& send) {
          if (holds(send, poison)) return status;
          for (const std::string& id : ids(send)) arrived.insert(id);
          return 200;
        });
        INFO(status << ": " << bad << " of " << size);
        REQUIRE(arrived.size() == size - 1);
        REQUIRE(post.outbox.account()["dropped"] == Json{{"refused " + std::to_string(status), 1}});
        REQUIRE(post.outbox.account()["acknowledged"] == size - 1);
        REQUIRE(requests <= 11);
        REQUIRE(post.queue().empty());
      }
    }
  }
}

TEST_CASE("halving does not wait", "[core][outbox]") {
  Post post;
  post.add(8);
  const effect::Send first = post.next_send();
  const TimeMs then = post.now;
  post.respond(first.request, 400);
  serve(post, [](const effect::Send& send) { return holds(send, "id-1003") ? 400 : 200; });
  CHECK(post.now == then);
}

TEST_CASE("a batch that is too large is halved down to single events, and what is still too large is dropped",
          "[core][outbox]") {
  Post post;
  post.add(6, 500);
  post.add(1, 9000);
  post.add(6, 500);
  std::set<std::string> arrived;
  serve(post, [&](const effect::Send& send) {
    if (dump_json(send.body).size() > 4000) return 413;
    for (const std::string& id : ids(send)) arrived.insert(id);
    return 200;
  });
  CHECK(arrived.size() == 12);
  CHECK(post.outbox.account()["dropped"] == Json{{"too large", 1}});
}

TEST_CASE("a server that refuses everything gets everything refused, event by event", "[core][outbox]") {
  Post post;
  post.add(20);
  CHECK(serve(post, [](const effect::Send&) { return 422; }) == 39);
  CHECK(post.outbox.account()["dropped"] == Json{{"refused 422", 20}});
}

TEST_CASE("an acknowledgement that is lost, and a refusal of the duplicate, cost no other answer",
          "[core][outbox][regression]") {
  Post post;
  post.add(1);
  const effect::Send lost = post.next_send();  // arrives, its answer does not
  std::set<std::string> arrived{"id-1000"};
  post.respond(lost.request, 0);
  post.add(9);
  serve(post, [&](const effect::Send& send) {
    for (const std::string& id : ids(send)) {
      if (arrived.count(id) != 0) return 400;
    }
    for (const std::string& id : ids(send)) arrived.insert(id);
    return 200;
  });
  CHECK(arrived.size() == 10);
  CHECK(post.outbox.account()["dropped"] == Json{{"refused 400", 1}});
  // And whatever comes later arrives as ever.
  post.add(5);
  CHECK(serve(post, [](const effect::Send&) { return 200; }) == 1);
}

TEST_CASE("an event that makes the server fail, or hang, blocks no other", "[core][outbox]") {
  for (const int status : {500, 502, 0}) {
    for (const int bad : {0, 7, 19}) {
      INFO(status << " at " << bad);
      Post post;
      post.add(20);
      const std::string poison = "id-" + std::to_string(1000 + bad);
      std::set<std::string> arrived;
      const auto server = [&](const effect::Send& send) {
        if (holds(send, poison)) return status;
        for (const std::string& id : ids(send)) arrived.insert(id);
        return 200;
      };
      serve(post, server, 60);
      CHECK(arrived.size() == 19);
      CHECK(post.queue() == std::vector<std::string>{"q:" + poison});
      // What is new goes before it.
      post.add(1);
      serve(post, server, 2);
      CHECK(arrived.size() == 20);
      CHECK(post.outbox.queued() == 1);
    }
  }
}

TEST_CASE("after an outage the queue goes in full batches again", "[core][outbox]") {
  Post post;
  post.add(200);
  for (int i = 0; i < 30; ++i) post.respond(post.next_send().request, 503);
  CHECK(serve(post, [](const effect::Send&) { return 200; }) <= 16);  // ten at best
}

TEST_CASE("too many requests is no reason to drop anything", "[core][outbox][regression]") {
  Post post;
  post.add(3);
  for (int i = 0; i < 20; ++i) post.respond(post.next_send().request, 429);
  CHECK(post.queue().size() == 3);
  CHECK(post.outbox.account()["dropped"].empty());
}

// --- Retry-After -------------------------------------------------------------------------------------------

namespace {

// How long after a 503 with these headers the next request is wished for, at least and at most; many seeds.
std::pair<TimeMs, TimeMs> waits(const std::string& retry_after, const std::string& date = {}, int status = 503) {
  std::pair<TimeMs, TimeMs> ends{kMaxTime, 0};
  for (int seed = 0; seed < 200; ++seed) {
    Post post({}, "/v1/batch", std::to_string(seed));
    post.add(1);
    post.respond(post.next_send().request, status, retry_after, date);
    const TimeMs wait = *post.outbox.wake() - post.now;
    ends = {std::min(ends.first, wait), std::max(ends.second, wait)};
  }
  return ends;
}

}  // namespace

TEST_CASE("a server that names a wait gets it, and not from all at once", "[core][outbox]") {
  for (const int status : {429, 503, 500, 408}) {
    INFO(status);
    const auto [least, most] = waits("120", {}, status);
    CHECK(least >= 120 * kSecond);
    CHECK(least < 123 * kSecond);
    CHECK(most <= 180 * kSecond);
    CHECK(most > 177 * kSecond);
  }
}

TEST_CASE("a wait may have a fraction", "[core][outbox]") {
  const auto [least, most] = waits("2.5");
  CHECK(least >= 2500);
  CHECK(least < 2600);
  CHECK(most <= 3750);
  CHECK(waits(" 120 ").first >= 120 * kSecond);
  CHECK(waits("120.").first >= 120 * kSecond);
}

TEST_CASE("a wait may be a date in any form that HTTP has, on the server's clock or else on ours",
          "[core][outbox][regression]") {
  // kStart is a second before the answer: the batch waited for company.
  for (const char* date :
       {"Thu, 01 Jan 2026 00:02:01 GMT", "Thursday, 01-Jan-26 00:02:01 GMT", "Thu Jan  1 00:02:01 2026"}) {
    INFO(date);
    CHECK(waits(date).first >= 2 * kMinute);
    CHECK(waits(date).first < 2 * kMinute + 3 * kSecond);
    // A server whose clock is four years behind.
    const auto [least, most] = waits(date, "Thu, 01 Jan 2026 00:01:31 GMT");
    CHECK(least >= 30 * kSecond);
    CHECK(most <= 45 * kSecond);
  }
  CHECK(waits("Sat, 01 Jan 2022 00:00:30 GMT", "Sat, 01 Jan 2022 00:00:00 GMT").first >= 30 * kSecond);
  CHECK(waits("Sat, 01 Jan 2022 00:00:30 GMT").second <= kSecond);  // over
}

TEST_CASE("a wait is a day at most, and one that makes no sense is none", "[core][outbox]") {
  for (const char* text : {"999999999999", "99999999999999999999", "86401", "Fri, 01 Jan 2027 00:00:00 GMT"}) {
    INFO(text);
    const auto [least, most] = waits(text);
    CHECK(least >= kDay);
    CHECK(most <= kDay + 5 * kMinute);
  }
  for (const char* text : {"", "soon", "-5", "+5", ".5", "1.2.3", "1e3", "0x10", "5 s", "Wed, 21 Oct 2026", "0"}) {
    INFO(text);
    CHECK(waits(text).second <= kSecond);
  }
}

TEST_CASE("a thousand clients told the same time come back spread evenly", "[core][outbox]") {
  std::map<TimeMs, int> by_tenth;
  for (int seed = 0; seed < 1000; ++seed) {
    Post post({}, "/v1/batch", "client " + std::to_string(seed));
    post.add(1);
    post.respond(post.next_send().request, 503, "5");
    const TimeMs wait = *post.outbox.wake() - post.now;
    REQUIRE(wait >= 5 * kSecond);
    ++by_tenth[(wait - 5 * kSecond) / 250];
  }
  REQUIRE(by_tenth.size() >= 10);
  for (const auto& [tenth, clients] : by_tenth) CHECK(clients <= 200);
}

TEST_CASE("the wait outlives the page and holds in every tab", "[core][outbox]") {
  Post post;
  post.add(1);
  post.respond(post.next_send().request, 503, "60");
  const TimeMs until = *post.outbox.wake();
  REQUIRE(parse_json(post.storage["wait"]) == Json{{"until", until}, {"failures", 1}});

  Post next;
  next.now = post.now;
  next.restore("q:id-1000", post.storage["q:id-1000"]);
  next.restore("wait", post.storage["wait"]);
  CHECK(next.outbox.wake() == until);
  CHECK(next.flush().empty());
  CHECK(next.next_send().body["retryCount"] == 1);
  CHECK(next.respond(1, 200).size() == 2);
  CHECK(next.storage.empty());

  Post other;
  other.now = post.now;
  other.add(1);
  other.stored("wait", post.storage["wait"]);
  CHECK(other.outbox.wake() == until);
  other.stored("wait");
  CHECK(*other.outbox.wake() < until);
}

TEST_CASE("a stored wait that makes no sense is none", "[core][outbox]") {
  for (const char* text : {"", "x", "[]", "7", "{}", "{\"until\":\"x\"}", "{\"until\":-5,\"failures\":-3}"}) {
    INFO(text);
    Post post;
    post.restore("wait", text);
    post.add(1);
    CHECK(*post.outbox.wake() == post.now + kSecond);
  }
  Post post;
  post.restore("wait", "{\"until\":9000000000000000,\"failures\":9000000000000000}");
  post.add(1);
  CHECK(*post.outbox.wake() == post.now + kSecond);  // by a clock that was wrong
  post.next_send();
}

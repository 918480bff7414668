// Several tabs and one that sends; and what storage does not take.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <optional>

#include "core_outbox_support.h"

using namespace canvass;
using namespace canvass::test;

namespace {

Post follower(int made = 0) {
  Post post({}, "/v1/batch", "follower", false);
  post.made = made;
  return post;
}

std::string text_of(int number) { return dump_json(wire_event(number)); }

}  // namespace

TEST_CASE("a tab that does not lead stores and sends nothing", "[core][outbox][tabs]") {
  Post post = follower();
  post.add(50, 500);
  CHECK(post.pump().empty());
  CHECK(post.flush().empty());
  CHECK(post.queue().size() == 50);
  CHECK_FALSE(post.outbox.settled());
  CHECK(post.outbox.account()["lead"] == false);
}

TEST_CASE("whoever gets the lead sends what all tabs have stored", "[core][outbox][tabs]") {
  Post post = follower();
  post.add(1);
  auto all_stored = post.storage;
  all_stored["q:id-1005"] = text_of(5);
  all_stored["q:id-1006"] = "rubbish";
  const Effects effects = post.lead(true, all_stored);
  REQUIRE(effects.size() == 1);  // the rubbish goes
  CHECK(all<effect::Store>(effects)[0].key == "q:id-1006");
  CHECK(ids(post.next_send()) == std::vector<std::string>{"id-1000", "id-1005"});
  CHECK(post.outbox.account()["accepted"] == 2);
  CHECK(post.outbox.account()["passed"] == 0);
}

TEST_CASE("what another tab has seen to is in that one's account", "[core][outbox][tabs]") {
  Post post = follower();
  post.add(3);
  post.stored("q:id-1001");
  CHECK(post.outbox.account()["accepted"] == 2);
  CHECK(post.outbox.account()["passed"] == 1);
  ++post.now;  // what was made at this very moment would be kept
  post.lead(true, {{"q:id-1002", text_of(2)}});
  CHECK(post.outbox.account()["accepted"] == 1);
  CHECK(post.outbox.account()["passed"] == 2);
  CHECK(ids(post.next_send()) == std::vector<std::string>{"id-1002"});
}

TEST_CASE("only who leads takes over what other tabs store", "[core][outbox][tabs]") {
  Post other = follower();
  other.stored("q:id-1005", text_of(5));
  CHECK(other.outbox.queued() == 0);
  Post leader;
  leader.stored("q:id-1005", text_of(5));
  leader.stored("q:id-1005", text_of(5));
  leader.stored("q:", "");
  CHECK(leader.outbox.account()["accepted"] == 1);
  CHECK(ids(leader.next_send()) == std::vector<std::string>{"id-1005"});
}

TEST_CASE("without the lead nothing more is sent, and what was on its way still counts", "[core][outbox][tabs]") {
  Post post;
  post.add(2);
  const effect::Send send = post.next_send();
  post.add(1);
  post.lead(false, post.storage);
  post.now += kSecond;
  CHECK(post.pump().empty());
  post.respond(send.request, 200);
  CHECK(post.outbox.account()["acknowledged"] == 2);
  CHECK(post.pump().empty());
  CHECK(post.queue() == std::vector<std::string>{"q:id-1002"});
}

TEST_CASE("an answer for what another tab has acknowledged meanwhile changes nothing", "[core][outbox][tabs]") {
  for (const int status : {200, 400, 404, 500, 0}) {
    INFO(status);
    Post post;
    post.add(2);
    const effect::Send send = post.next_send();
    post.stored("q:id-1000");
    post.stored("q:id-1001");
    post.respond(send.request, status);
    const Json account = post.outbox.account();
    CHECK(account["accepted"] == 0);
    CHECK(account["passed"] == 2);
    CHECK(account["dropped"].empty());
  }
}

TEST_CASE("a lead whose storage could not be read forgets nothing", "[core][outbox][tabs]") {
  Post post = follower();
  post.add(2);
  post.do_it([&](Effects& effects) { post.outbox.lead({.leading = true, .known = false}, post.now, effects); });
  CHECK(post.outbox.queued() == 2);
}

TEST_CASE("the account of a leader balances whatever it takes over while requests are on their way",
          "[core][outbox][tabs]") {
  Post post({.batch_count = 2});
  post.add(4);
  const effect::Send send = post.next_send();
  auto stored = post.storage;
  stored.erase("q:id-1000");
  stored.erase("q:id-1003");
  stored["q:id-1009"] = text_of(9);
  post.lead(true, stored);
  post.respond(send.request, 200);
  const Json account = post.outbox.account();
  CHECK(account["accepted"] == 3);
  CHECK(account["acknowledged"] == 1);
  CHECK(account["passed"] == 2);
  CHECK(account["queued"] == 2);
}

// --- a leader that does nothing ----------------------------------------------------------------------------

namespace {

bool claims(Post& post) {
  return !all<effect::Lead>(post.do_it([&](Effects& effects) { post.outbox.pump(post.now, effects); })).empty();
}

}  // namespace

TEST_CASE("the lead is taken from a tab that does not send", "[core][outbox][tabs]") {
  Post post = follower();
  CHECK_FALSE(post.outbox.wake());
  post.add(1);
  const TimeMs at = *post.outbox.wake();
  CHECK(at >= kStart + kSecond + kMinute);
  CHECK(at <= kStart + kSecond + 90 * kSecond);
  post.now = at - 1;
  CHECK_FALSE(claims(post));
  post.now = at;
  CHECK(claims(post));
  CHECK_FALSE(claims(post));  // asked for once; again when nothing comes of it
  post.now = *post.outbox.wake();
  CHECK(post.now >= at + kMinute);
  CHECK(claims(post));
}

TEST_CASE("twenty tabs do not reach for the lead at once", "[core][outbox][tabs]") {
  std::map<TimeMs, int> times;
  for (int tab = 0; tab < 20; ++tab) {
    Post post({}, "/v1/batch", "tab " + std::to_string(tab), false);
    post.add(1);
    ++times[*post.outbox.wake() / kSecond];
  }
  CHECK(times.size() >= 10);
}

TEST_CASE("a leader that is heard of keeps the lead", "[core][outbox][tabs]") {
  Post post = follower();
  post.add(1);
  const TimeMs first = *post.outbox.wake();
  post.now = first - 1;
  SECTION("because an event left storage, of whichever tab") {
    post.stored("q:another");
    CHECK(*post.outbox.wake() >= post.now + kMinute);
  }
  SECTION("because a request of its failed: it waits as long as that one may") {
    post.stored("wait", "{\"until\":0,\"failures\":5}");
    CHECK(*post.outbox.wake() >= post.now + 32 * kSecond + kMinute);
  }
  SECTION("because the server wants to be left alone") {
    post.stored("wait", dump_json({{"until", post.now + kHour}, {"failures", 1}}));
    CHECK(*post.outbox.wake() >= post.now + kHour + kMinute);
  }
}

TEST_CASE("nobody reaches for the lead offline, or with nothing to send, or nowhere to send it",
          "[core][outbox][tabs]") {
  Post nowhere({}, "", "x", false);
  nowhere.add(1);
  CHECK_FALSE(nowhere.outbox.wake());
  Post offline = follower();
  offline.add(1);
  offline.outbox.offline();
  CHECK_FALSE(offline.outbox.wake());
  Post done = follower();
  done.add(1);
  done.stored("q:id-1000");
  CHECK_FALSE(done.outbox.wake());
}

// --- storage that refuses ----------------------------------------------------------------------------------

TEST_CASE("what storage refuses is sent all the same, and the account says where it is", "[core][outbox][storage]") {
  Post post;
  post.add(3);
  post.outbox.storage_failed("q:id-1001");
  post.outbox.storage_failed("session");
  post.outbox.storage_failed("q:unknown");
  CHECK(post.outbox.account()["memoryOnly"] == 1);
  CHECK(post.outbox.account()["queued"] == 3);
  post.respond(post.next_send().request, 200);
  CHECK(post.outbox.account()["memoryOnly"] == 0);
  CHECK(post.outbox.account()["acknowledged"] == 3);
}

TEST_CASE("what is in memory only is not lost because storage does not have it", "[core][outbox][storage]") {
  Post post = follower();
  post.add(2);
  post.outbox.storage_failed("q:id-1000");
  post.stored("q:id-1000");
  CHECK(post.outbox.queued() == 2);
  ++post.now;
  post.lead(true, {});
  CHECK(ids(post.next_send()) == std::vector<std::string>{"id-1000"});
}

TEST_CASE("when room has been made, what storage refused is stored", "[core][outbox][storage]") {
  Post post({.batch_count = 2});
  post.add(3);
  post.outbox.storage_failed("q:id-1002");
  post.storage.erase("q:id-1002");
  post.respond(post.next_send().request, 200);
  CHECK(post.queue() == std::vector<std::string>{"q:id-1002"});
  CHECK(parse_json(post.storage["q:id-1002"]) == wire_event(2));
  CHECK(post.outbox.account()["memoryOnly"] == 0);
}

TEST_CASE("stored rubbish is removed, never sent and never counted", "[core][outbox][storage]") {
  Json other = wire_event(7);
  other["messageId"] = "another";
  Json untyped = wire_event(7);
  untyped.erase("type");
  for (const std::string& value :
       {std::string("{"), std::string(), std::string("7"), std::string("[]"), std::string("{\"messageId\":7}"),
        dump_json(other), dump_json(untyped), dump_json(wire_event(7, 40'000))}) {
    Post post;
    const Effects effects = post.restore("q:id-1007", value);
    INFO(value.substr(0, 80));
    const auto stores = all<effect::Store>(effects);
    REQUIRE(stores.size() == 1);
    CHECK(stores[0].key == "q:id-1007");
    CHECK_FALSE(stores[0].value);
    CHECK(post.outbox.settled());
    CHECK(post.outbox.account()["accepted"] == 0);
  }
}

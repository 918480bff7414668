// The account: what it counts, what it keeps, and how room is made.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "core/delivery/ledger.h"
#include "core_outbox_support.h"

using namespace canvass;
using namespace canvass::test;

namespace {

Json dropped(const Post& post) { return post.outbox.account()["dropped"]; }

std::vector<std::string> names_kept(const Post& post) {
  std::vector<std::string> names;
  for (const std::string& key : post.queue()) {
    names.emplace_back(string_at(*parse_json(post.storage.at(key)), "event"));
  }
  return names;
}

}  // namespace

TEST_CASE("the account has every number, and goes with every batch", "[core][ledger]") {
  Post post;
  post.add(3);
  const Json expected = {{"accepted", 3},   {"acknowledged", 0}, {"queued", 3}, {"dropped", Json::object()},
                         {"memoryOnly", 0}, {"passed", 0},       {"lead", true}};
  CHECK(post.outbox.account() == expected);
  CHECK(post.next_send().body["ledger"] == expected);
}

TEST_CASE("what was dropped is told with the next batch, and kept for the next page", "[core][ledger]") {
  Post post;
  post.add(2);
  post.respond(post.next_send().request, 403);
  REQUIRE(parse_json(post.storage["dropped"]) == Json{{"refused 403", 2}});
  post.add(1);
  CHECK(post.next_send().body["ledger"]["dropped"] == Json{{"refused 403", 2}});

  Post next;
  next.restore("dropped", post.storage["dropped"]);
  CHECK(next.outbox.account()["accepted"] == 2);
  next.add(1);
  next.respond(next.next_send().request, 410);
  CHECK(parse_json(next.storage["dropped"]) == Json{{"refused 403", 2}, {"refused 410", 1}});
}

TEST_CASE("what is dropped is counted before it is gone", "[core][ledger]") {
  Post post;
  post.add(1);
  const auto stores = all<effect::Store>(post.respond(post.next_send().request, 403));
  REQUIRE(stores.size() == 2);
  CHECK(stores[0].key == "dropped");
  CHECK(stores[1].key == "q:id-1000");
}

TEST_CASE("drops of other tabs are in every tab's account", "[core][ledger]") {
  Post post;
  post.stored("dropped", "{\"overflow\":5}");
  post.stored("dropped", "{\"overflow\":7,\"too large\":1}");
  CHECK(dropped(post) == Json{{"overflow", 7}, {"too large", 1}});
  CHECK(post.outbox.account()["accepted"] == 8);
  post.stored("dropped", "{\"overflow\":6}");  // from a tab that had not heard of the seventh
  CHECK(dropped(post)["overflow"] == 7);
}

TEST_CASE("stored counts that make no sense count as none", "[core][ledger]") {
  for (const char* text : {"", "{", "[]", "7", "{\"a\":-1}", "{\"a\":1.5}", "{\"a\":\"7\"}", "{\"a\":null}",
                           "{\"a\":9007199254740991}", "{\"a\":[1]}"}) {
    INFO(text);
    Post post;
    post.restore("dropped", text);
    CHECK(dropped(post).empty());
  }
  Json many = Json::object();
  for (int i = 0; i < 1000; ++i) many["reason " + std::to_string(i)] = 1;
  Post post;
  post.restore("dropped", dump_json(many));
  CHECK(dropped(post).size() == 50);
  post.restore("other", "{\"a\":1}");
  CHECK(dropped(post).size() == 50);
}

// --- room --------------------------------------------------------------------------------------------------

TEST_CASE("the queue is bounded in bytes; the oldest of what was shown goes first", "[core][ledger][overflow]") {
  Post post({.max_queued_bytes = 10'000}, "");
  post.add(20, 1000);
  post.pump();
  const std::vector<std::string> kept = post.queue();
  REQUIRE(kept.size() >= 7);
  REQUIRE(kept.size() <= 8);
  CHECK(kept.back() == "q:id-1019");
  CHECK(kept.front() == "q:id-" + std::to_string(1020 - kept.size()));
  CHECK(dropped(post) == Json{{"overflow", 20 - kept.size()}});
  size_t bytes = 0;
  for (const std::string& key : kept) bytes += post.storage[key].size();
  CHECK(bytes <= 10'000);
}

TEST_CASE("an answer is never given up before anything of less value", "[core][ledger][overflow]") {
  std::vector<Json> events = {
      wire::identify({"visitor", "", "/", "en"}, "id-0500", kStart, {{"a", std::string(1100, 'x')}})};
  const auto event = [](int number, std::string_view name) {
    return wire_event(number, 1000 - name.size(), name);  // all of one size
  };
  for (const char* name : {"Survey Answered", "Survey Dismissed", "Survey Completed", "Survey Shown", "Guide Shown",
                           "Survey Abandoned", "Survey Answered"}) {
    events.push_back(event(static_cast<int>(events.size()), name));
  }
  size_t bytes = 0;
  for (const Json& each : events) bytes += dump_json(each).size();
  Post post({.max_queued_bytes = bytes}, "");
  const auto add = [&](const Json& each) {
    post.do_it([&](Effects& effects) { post.outbox.add(each, post.now, effects); });
  };
  for (const Json& each : events) add(each);
  post.pump();
  CHECK(dropped(post).empty());
  const auto count = [&](const char* name) {
    const auto names = names_kept(post);
    return std::count(names.begin(), names.end(), name);
  };
  const auto one_more = [&] {
    add(event(static_cast<int>(post.made++) + 100, "Survey Answered"));
    post.pump();
  };
  one_more();
  CHECK(count("Survey Shown") == 0);
  CHECK(count("Guide Shown") == 1);
  one_more();
  CHECK(count("Guide Shown") == 0);
  CHECK(count("Survey Dismissed") == 1);
  one_more();
  CHECK(count("Survey Dismissed") == 0);
  CHECK(count("Survey Abandoned") == 1);
  one_more();
  CHECK(count("Survey Abandoned") == 0);
  CHECK(count("") == 1);  // the identify
  one_more();
  CHECK(count("") == 0);
  CHECK(count("Survey Completed") == 1);
  CHECK(post.storage.count("q:id-1001") == 1);
  one_more();
  CHECK(post.storage.count("q:id-1001") == 0);  // the oldest answer
  CHECK(post.storage.count("q:id-1003") == 1);
  one_more();
  CHECK(post.storage.count("q:id-1003") == 0);
}

TEST_CASE("what is new and worth least is what goes", "[core][ledger][overflow]") {
  Post post({.max_queued_bytes = 10'000}, "");
  post.add(7, 1000, "Survey Answered");
  post.add(1, 1000, "Survey Shown");
  post.add(1, 1000, "Survey Shown");
  post.pump();
  const auto names = names_kept(post);
  CHECK(std::count(names.begin(), names.end(), "Survey Answered") == 7);
}

TEST_CASE("what is in flight is not given up, nor an answer for its sake", "[core][ledger][overflow]") {
  Post post({.batch_count = 7, .batch_bytes = 400'000, .max_queued_bytes = 10'000});
  post.add(7, 1000, "Survey Shown");
  const effect::Send send = post.next_send();
  post.add(5, 1000, "Survey Answered");
  post.pump();
  CHECK(post.queue().size() == 12);  // for as long as they are on their way
  SECTION("they arrive, and all is well") {
    post.respond(send.request, 200);
    post.pump();
    CHECK(post.queue().size() == 5);
    CHECK(dropped(post).empty());
  }
  SECTION("they do not, and make room") {
    post.respond(send.request, 0);
    post.pump();
    const auto names = names_kept(post);
    CHECK(std::count(names.begin(), names.end(), "Survey Answered") == 5);
    CHECK(dropped(post)["overflow"] == 12 - names.size());
  }
}

TEST_CASE("an acknowledgement after an overflow removes what was sent, and nothing else",
          "[core][ledger][overflow][regression]") {
  Post post({.batch_count = 3, .max_queued_bytes = 10'000});
  post.add(3, 1000);
  const effect::Send send = post.next_send();
  post.add(10, 1000);
  post.pump();
  const std::vector<std::string> before = post.queue();
  post.respond(send.request, 200);
  std::vector<std::string> expected = before;
  for (const std::string& id : ids(send)) std::erase(expected, "q:" + id);
  CHECK(expected.size() == before.size() - 3);
  CHECK(post.queue() == expected);
}

TEST_CASE("a queue of an earlier page that is too large now makes room too", "[core][ledger][overflow]") {
  Post post({.max_queued_bytes = 10'000}, "");
  for (int i = 0; i < 20; ++i) {
    post.storage["q:id-" + std::to_string(1000 + i)] = dump_json(wire_event(i, 1000));
  }
  for (const std::string& key : post.queue()) post.restore(key, post.storage[key]);
  post.pump();
  CHECK(post.queue().size() <= 8);
  CHECK(post.outbox.account()["accepted"] == 20);
}

// --- being forgotten, and being asked ----------------------------------------------------------------------

TEST_CASE("what is forgotten is out of storage, off the wire and counted", "[core][ledger]") {
  Post post;
  post.add(2);
  const effect::Send send = post.next_send();
  post.add(1);
  const Effects effects = post.do_it([&](Effects& fresh) { post.outbox.forget("forgotten", fresh); });
  CHECK(all<effect::Abort>(effects).size() == 1);
  CHECK(post.storage.empty());
  CHECK(dropped(post) == Json{{"forgotten", 3}});
  CHECK(post.respond(send.request, 200).empty());
  post.add(1);
  CHECK(count(post.next_send()) == 1);
}

TEST_CASE("the status says where, how many and until when", "[core][ledger]") {
  Post post;
  CHECK(post.outbox.status(post.now) ==
        Json{{"ledger", post.outbox.account()}, {"endpoint", "/v1/batch"}, {"inFlight", 0}, {"waitingUntil", nullptr}});
  post.add(1);
  const effect::Send send = post.next_send();
  CHECK(post.outbox.status(post.now)["inFlight"] == 1);
  post.respond(send.request, 503, "60");
  CHECK(post.outbox.status(post.now)["inFlight"] == 0);
  CHECK(post.outbox.status(post.now)["waitingUntil"] == *post.outbox.wake());
  CHECK(post.outbox.status(*post.outbox.wake())["waitingUntil"].is_null());
}

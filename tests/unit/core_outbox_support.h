// An outbox, its clock, and the account it must be able to give at any time.
//
//   Post post({.batch_count = 3});
//   post.add(2);
//   const effect::Send send = post.next_send();
//   post.respond(send.request, 503, "120");
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/delivery/outbox.h"
#include "core/delivery/wire.h"
#include "core_support.h"

namespace canvass::test {

using delivery::Effects;
using delivery::Outbox;

inline Json wire_event(int number, size_t padding = 0, std::string_view name = "Survey Shown") {
  const wire::Source source{"visitor", "", "/cart", "en"};
  return wire::track(source, "id-" + std::to_string(1000 + number), kStart, name,
                     {{"survey", "nps"}, {"padding", std::string(padding, 'x')}});
}

// An outbox and its clock. What it asks for is collected.
struct Post {
  explicit Post(config::Delivery options = {}, std::string endpoint = "/v1/batch", std::string_view seed = "5eed",
                bool leading = true) {
    outbox.configure(std::move(endpoint), "demo", options);
    outbox.start(seed, leading);
  }

  void add(int count, size_t padding = 0, std::string_view name = "Survey Shown") {
    for (int i = 0; i < count; ++i) {
      do_it([&](Effects& fresh) { outbox.add(wire_event(made++, padding, name), now, fresh); });
    }
  }
  std::vector<effect::Send> pump() {
    return all<effect::Send>(do_it([&](Effects& fresh) { outbox.pump(now, fresh); }));
  }
  std::vector<effect::Send> flush() {
    return all<effect::Send>(do_it([&](Effects& fresh) { outbox.flush(now, fresh); }));
  }
  Effects respond(int64_t request, int status, std::string retry_after = {}, std::string date = {}) {
    return do_it([&](Effects& fresh) {
      outbox.respond({request, status, std::move(retry_after), std::move(date)}, now, fresh);
    });
  }
  Effects restore(std::string key, std::string value) {
    return do_it([&](Effects& fresh) { outbox.restore(key, value, now, fresh); });
  }
  // Another tab stored it, or for none removed it.
  Effects stored(std::string key, std::optional<std::string> value = std::nullopt) {
    return do_it([&](Effects& fresh) { outbox.stored({std::move(key), std::move(value)}, now, fresh); });
  }
  Effects lead(bool leading, std::map<std::string, std::string> stored) {
    return do_it([&](Effects& fresh) { outbox.lead({leading, true, std::move(stored)}, now, fresh); });
  }

  // Whatever was done, the account balances, and what is said to be queued is stored unless storage refused it.
  template <typename Deed>
  Effects do_it(Deed deed) {
    Effects fresh;
    deed(fresh);
    for (const effect::Store& store : all<effect::Store>(fresh)) {
      if (store.value) {
        storage[store.key] = *store.value;
      } else {
        storage.erase(store.key);
      }
    }
    effects.insert(effects.end(), fresh.begin(), fresh.end());
    const Json account = outbox.account();
    int64_t dropped = 0;
    for (const auto& [reason, number] : account["dropped"].items()) dropped += *integer_of(number);
    REQUIRE(*integer_at(account, "accepted") ==
            *integer_at(account, "acknowledged") + *integer_at(account, "queued") + dropped);
    REQUIRE(static_cast<size_t>(*integer_at(account, "queued")) == outbox.queued());
    return fresh;
  }

  std::vector<std::string> queue() const {
    std::vector<std::string> keys;
    for (const auto& entry : storage) {
      if (entry.first.rfind("q:", 0) == 0) keys.push_back(entry.first);
    }
    return keys;
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
  std::map<std::string, std::string> storage;
};

inline size_t count(const effect::Send& send) { return send.body.at("batch").size(); }

inline std::vector<std::string> ids(const effect::Send& send) {
  std::vector<std::string> ids;
  for (const Json& event : send.body.at("batch")) ids.emplace_back(string_at(event, "messageId"));
  return ids;
}

// A server for `post`: `status` says what it thinks of a request. Until nothing is queued, or it has had `most`.
template <typename Status>
int serve(Post& post, Status status, int most = 1000) {
  int requests = 0;
  while (post.outbox.queued() != 0 && requests < most) {
    const effect::Send send = post.next_send();
    ++requests;
    post.respond(send.request, status(send));
  }
  return requests;
}

}  // namespace canvass::test

// A thousand clients that an outage has brought into step: do they come back all at once?
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <cstdio>
#include <memory>
#include <queue>

#include "core_support.h"

using namespace canvass;
using namespace canvass::test;

namespace {

constexpr size_t kClients = 1000;
constexpr TimeMs kLatency = 50;

struct Crowd {
  std::vector<TimeMs> all;    // requests as the server sees them
  std::vector<TimeMs> after;  // those of them after the outage, since its end
};

// Every client has an event to send at the very same moment, which is when the outage begins. Until `outage` is over
// each request is answered `status`, with `retry_after` if there is one; afterwards it is taken.
Crowd crowd_after(TimeMs outage, int status, const std::string& retry_after) {
  struct Due {
    TimeMs at;
    size_t client;
    int64_t request;  // 0: a tick
    bool operator<(const Due& other) const { return std::tie(at, client) > std::tie(other.at, other.client); }
  };
  std::priority_queue<Due> due;
  std::vector<std::unique_ptr<Engine>> clients;
  std::vector<std::optional<TimeMs>> wishes(kClients);
  Crowd crowd;
  TimeMs begun = 0;
  const auto give = [&](size_t client, const Event& event, TimeMs now) {
    for (const Effect& effect : clients[client]->handle(event, now)) {
      if (const auto* wake = std::get_if<effect::Wake>(&effect)) {
        wishes[client] = wake->at;
        if (wake->at) due.push({*wake->at, client, 0});
      }
      if (const auto* send = std::get_if<effect::Send>(&effect)) {
        if (begun == 0) begun = now;
        crowd.all.push_back(now - begun);
        due.push({now + kLatency, client, send->request});
      }
    }
  };
  for (size_t client = 0; client < kClients; ++client) {
    clients.push_back(std::make_unique<Engine>());
    REQUIRE(clients.back()->configure(R"({"canvass":1,"endpoint":"/v1/batch"})").ok());
    give(client, event::Init{.visitor = "v", .seed = "client " + std::to_string(client), .locale = "en"}, kStart);
    give(client, event::Identify{"visitor", Json::object()}, kStart);
  }
  size_t served = 0;
  while (served < kClients && !due.empty()) {
    const Due next = due.top();
    due.pop();
    if (next.request == 0) {
      if (wishes[next.client] == next.at) give(next.client, event::Tick{}, next.at);
      continue;
    }
    const bool works = next.at - kLatency - begun >= outage;
    served += works ? 1 : 0;
    give(next.client, event::Response{next.request, works ? 200 : status, works ? "" : retry_after}, next.at);
  }
  for (const TimeMs at : crowd.all) {
    if (at >= outage) crowd.after.push_back(at - outage);
  }
  return crowd;
}

// Requests in the fullest window of that length, wherever it begins, over as many as it would hold were all of them
// spread evenly from the first to the last.
double peak_over_mean(std::vector<TimeMs> times, TimeMs window) {
  std::sort(times.begin(), times.end());
  size_t peak = 0;
  size_t first = 0;
  for (size_t last = 0; last < times.size(); ++last) {
    while (times[last] - times[first] >= window) ++first;
    peak = std::max(peak, last - first + 1);
  }
  const double span = static_cast<double>(times.back() - times.front() + 1);
  return static_cast<double>(peak) * span / (static_cast<double>(times.size()) * static_cast<double>(window));
}

}  // namespace

TEST_CASE("crowd numbers", "[crowd]") {
  for (const char* retry_after : {"", "5"}) {
    for (const int status : {0, 503}) {
      if (status == 0 && *retry_after) continue;
      for (const TimeMs outage : {TimeMs{1}, 2 * kSecond, 5 * kSecond, 10 * kSecond, 20 * kSecond, kMinute, 5 * kMinute, 15 * kMinute, kHour}) {
        const Crowd crowd = crowd_after(outage, status, retry_after);
        std::vector<TimeMs> t = crowd.after;
        std::sort(t.begin(), t.end());
        const double span = static_cast<double>(t.back() - t.front());
        std::printf("status %d RA '%s' outage %lld s: after %zu, drain %.1f s (95%% %.1f), ratio span/20 %.2f span/10 %.2f span/5 %.2f\n", status,
                    retry_after, static_cast<long long>(outage / 1000), t.size(), span / 1000, static_cast<double>(t[t.size()*95/100]-t.front())/1000,
                    peak_over_mean(t, static_cast<TimeMs>(span / 20) + 1), peak_over_mean(t, static_cast<TimeMs>(span / 10) + 1),
                    peak_over_mean(t, static_cast<TimeMs>(span / 5) + 1));
      }
    }
  }
}

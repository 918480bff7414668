// A thousand clients that an outage has brought into step: do they come back all at once?
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <optional>
#include <queue>
#include <tuple>

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

// The mean is over the time from the end of the outage to the last of the requests, and the peak is the fullest tenth
// of that time, wherever in it. 1,000 requests make 100 in a tenth, of which chance alone makes 120 somewhere.
TEST_CASE("a thousand clients come back spread out: the peak is at most twice the mean", "[delivery][crowd]") {
  const struct {
    int status;
    const char* retry_after;
  } outages[] = {{0, ""}, {503, ""}, {503, "5"}};
  for (const auto& [status, retry_after] : outages) {
    for (const TimeMs outage : {1, 2000, 5000, 10'000, 20'000, 60'000, 300'000, 900'000, 3'600'000}) {
      const Crowd crowd = crowd_after(outage, status, retry_after);
      REQUIRE(crowd.after.size() == kClients);
      const auto [first, end] = std::minmax_element(crowd.after.begin(), crowd.after.end());
      const TimeMs last = *end;
      INFO("status " << status << ", Retry-After \"" << retry_after << "\", " << outage << " ms: " << last << " ms");
      CHECK(last <= std::max<TimeMs>(2 * outage, 10 * kSecond));  // and nobody stays away for long
      const double ratio = peak_over_mean(crowd.after, (last - *first) / 10 + 1);
      CAPTURE(ratio);
      CHECK(ratio <= 2.0);
    }
  }
}

TEST_CASE("a thousand clients that were told the same time do not come back before it, nor at once",
          "[delivery][crowd]") {
  const Crowd crowd = crowd_after(1, 503, "5");
  std::vector<TimeMs> times = crowd.after;
  std::sort(times.begin(), times.end());
  CHECK(times.front() >= 5 * kSecond);
  CHECK(times.back() - times.front() > 2 * kSecond);
}

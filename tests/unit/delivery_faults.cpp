// Ten thousand schedules of the world in which everything goes wrong (tests/faults/world.h); a million are in `./dev
// fuzz`.
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/faults/world.h"

using namespace canvass;

namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr uint64_t kSchedules = 300;  // the same as far as they go
#else
constexpr uint64_t kSchedules = 10'000;
#endif

// The first that fails, or how all of them went.
faults::Outcome run_all(uint64_t count, faults::Wrong wrong = faults::Wrong::kNothing) {
  std::atomic<uint64_t> next{1};
  std::mutex mutex;
  faults::Outcome sum;
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i) {
    workers.emplace_back([&] {
      for (uint64_t seed = next++; seed <= count; seed = next++) {
        const faults::Outcome outcome = faults::run({.seed = seed, .wrong = wrong});
        const std::lock_guard lock(mutex);
        sum.add(outcome);
        if (outcome.ok()) continue;
        if (sum.failure.empty()) {
          sum.failure = outcome.failure + "; again, with a script: " + faults::command({.seed = seed});
        }
        next = count + 1;
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  return sum;
}

}  // namespace

TEST_CASE("whatever fails, and in whatever order, nothing is lost, nothing counts twice, and the ledger is exact",
          "[delivery][faults]") {
  const faults::Outcome sum = run_all(kSchedules);
  INFO(faults::summary(sum));
  CHECK(sum.failure == "");
  // The worlds were such that something could go wrong in them.
  CHECK(sum.accepted > 5 * kSchedules);
  CHECK(sum.repeated > kSchedules / 5);
  CHECK(sum.crashes > kSchedules / 5);
  CHECK(sum.steals > kSchedules / 30);
  CHECK(sum.refused > kSchedules / 5);
  CHECK(sum.overflowed > kSchedules / 100);
  CHECK(sum.received + sum.dropped + sum.lost >= sum.accepted);
}

TEST_CASE("a schedule is the same every time, and goes by its number alone", "[delivery][faults]") {
  faults::Script first, second;
  faults::run({.seed = 5}, &first);
  faults::run({.seed = 5}, &second);
  CHECK(first.story == second.story);
  CHECK(first.pages == second.pages);
  CHECK(first.story.size() > 10);
}

TEST_CASE("the model notices a server that lies, storage that leaks and two tabs that lead", "[delivery][faults]") {
  using faults::Wrong;
  for (const Wrong wrong : {Wrong::kServerLies, Wrong::kStorageLeaks, Wrong::kTwoLeaders}) {
    INFO(static_cast<int>(wrong));
    CHECK(run_all(300, wrong).failure != "");
  }
}

TEST_CASE("a schedule that fails is cut down to one that still does", "[delivery][faults]") {
  for (uint64_t seed = 1; seed < 300; ++seed) {
    const faults::Schedule schedule{.seed = seed, .wrong = faults::Wrong::kServerLies};
    const faults::Outcome before = faults::run(schedule);
    if (before.ok()) continue;
    const faults::Schedule less = faults::shrink(schedule);
    CHECK_FALSE(faults::run(less).ok());
    CHECK(less.steps <= before.steps);
    return;
  }
  FAIL("none of them failed");
}

// The engine under events in any order, sensible or not. What must hold is checked after every one of them.
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "core/base/rng.h"
#include "core_support.h"
#include "tests/fuzz/world.h"

using namespace canvass;
using namespace canvass::test;

TEST_CASE("events in any order keep every promise", "[core][random]") {
  size_t answers = 0;
  size_t requests = 0;
  size_t shown = 0;
  std::set<std::string> signals;
  for (int run = 0; run < 64; ++run) {
    Rng rng("run " + decimal(run));
    INFO("run " << run);
    World world;
    TimeMs now = kStart;
    for (int page = 0; page < 6; ++page) {
      Engine engine;
      REQUIRE(engine.configure(kMany).ok());
      world.new_page();
      if (run % 3 == 2) spoil(rng, world.storage);
      world.take(
          engine.handle(
              event::Init{"", decimal(run * 100 + page), pick(rng, {"en", "ru", "", "x-\xFF"}), world.storage}, now),
          now);
      TimeMs latest = now;
      for (int events = 0; events < 150; ++events) {
        const uint64_t kind = rng.up_to(9);
        if (kind < 5) {
          now += static_cast<TimeMs>(rng.up_to(1500));
        } else if (kind == 5 && world.wish) {
          now = std::max(now, *world.wish);
        } else if (kind == 6) {
          now += static_cast<TimeMs>(rng.up_to(40'000));
        }
        const TimeMs told = rng.up_to(30) == 0 ? now - 5000 : now;  // a clock that was set back
        latest = std::max(latest, told);
        step(rng, world, engine, latest, told);
        shown += world.showing() ? 1 : 0;
      }
    }
    answers += world.answers;
    requests += world.requests;
    signals.merge(world.signals);
  }
  // The walk was one through surveys and tips, not past them.
  INFO(answers << " answers, " << requests << " requests, on screen at " << shown << " steps");
  CHECK(answers > 60);
  CHECK(requests > 200);
  CHECK(shown > 5000);
  std::string noticed;
  for (const std::string& signal : signals) noticed += signal + " ";
  CHECK(noticed == "abandonedForm dead error formStruggle quickBack rage refreshBurst thrash ");
}

TEST_CASE("any bytes as a configuration leave a working engine", "[core][random]") {
  Rng rng("configurations");
  const std::string original = kMany;
  for (int i = 0; i < 1500; ++i) {
    std::string text = original;
    for (uint64_t changes = 1 + rng.up_to(4); changes > 0; --changes) {
      const size_t at = rng.up_to(text.size() - 1);
      switch (rng.up_to(3)) {
        case 0:
          text[at] = static_cast<char>(rng.up_to(255));
          break;
        case 1:
          text.erase(at, 1 + rng.up_to(30));
          break;
        case 2:
          text.insert(at, text, rng.up_to(text.size() - 1), rng.up_to(60));
          break;
        default:
          text[at] = "{}[]\",:0"[rng.up_to(7)];
          break;
      }
      if (text.empty()) text = " ";
    }
    Engine engine;
    for (const Problem& problem : engine.configure(text).errors) {
      REQUIRE((problem.pointer.empty() || problem.pointer[0] == '/'));
      REQUIRE_FALSE(problem.message.empty());
    }
    engine.handle(event::Init{"v", "1", "en", {}}, kStart);
    engine.handle(event::Page{"https://x.example/one", ""}, kStart);
    engine.handle(event::Track{"a", {}}, kStart);
    engine.handle(event::Tick{}, kStart + kMinute);
    engine.handle(event::Next{}, kStart + kMinute);
  }
}

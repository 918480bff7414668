// Any sequence of events into the engine: no crash, no hang, and every promise of world.h kept.
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/world.h"

using namespace canvass;
using namespace canvass::test;

namespace {

constexpr TimeMs kStart = 1'767'225'600'000;
constexpr int kMaxEvents = 400;
constexpr int kPages = 4;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Bytes source(data, size);
  World world;
  TimeMs now = kStart;
  for (int page = 0; page < kPages && !source.empty(); ++page) {
    Engine engine;
    REQUIRE(engine.configure(kMany).ok());
    world.new_page();
    if (source.up_to(3) == 0) spoil(source, world.storage);
    const event::Init init{"", decimal(page), pick(source, {"en", "ru", "", "x-\xFF"}), world.storage, "mobile"};
    world.take(engine.handle(init, now), now);
    for (int i = 0; i < kMaxEvents && !source.empty(); ++i) {
      const uint64_t pace = source.up_to(7);
      if (pace < 4) now += static_cast<TimeMs>(source.up_to(1500));
      if (pace == 4 && world.wish) now = std::max(now, *world.wish);
      if (pace == 5) now += static_cast<TimeMs>(source.up_to(60'000));
      if (pace == 6 && source.up_to(9) == 0) break;  // another page
      step(source, world, engine, now, now);
    }
  }
  return 0;
}

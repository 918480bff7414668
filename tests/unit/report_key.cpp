#include <catch2/catch_test_macros.hpp>
#include <set>
#include <vector>

#include "core/report/key.h"

using namespace canvass;
using namespace canvass::report;

TEST_CASE("ids chosen to fall into one place of a table fall all over it", "[report]") {
  const uint64_t before = table_seed;
  // All of these have the same hash, which needs no secret.
  std::vector<Key> chosen;
  for (uint64_t i = 1; i <= 1000; ++i) chosen.push_back({i, i * 0x9e3779b97f4a7c15u ^ 42});
  for (const Key& key : chosen) REQUIRE(key.hash() == chosen[0].hash());
  for (const uint64_t seed : {uint64_t{0}, uint64_t{1}, uint64_t{0x5eed5eed5eed5eed}}) {
    table_seed = seed;
    std::set<uint64_t> places;
    for (const Key& key : chosen) places.insert(key.spot() & 0xFFFF);
    CHECK(places.size() > 950);
  }
  table_seed = before;
}

TEST_CASE("where tables keep an id depends on the seed", "[report]") {
  const uint64_t before = table_seed;
  const Key key = key_of("0190d2f0-0000-7000-8000-000000000000");
  const uint64_t spot = key.spot();
  table_seed = before + 1;
  CHECK(key.spot() != spot);
  table_seed = before;
}

// What the tests of the metrics share: random answers that are the same in every run, and files of the source tree.
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>

#include "core/metrics/nps.h"

namespace metrics_test {

// Numerical Recipes' linear congruential generator; its high bits are good enough to choose counts with.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t next() {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return state_ >> 33;
  }
  int64_t below(int64_t limit) { return static_cast<int64_t>(next() % static_cast<uint64_t>(limit)); }
  double unit() { return static_cast<double>(next()) / static_cast<double>(uint64_t{1} << 31); }  // 0 ≤ unit < 1
  // Small, middling and large numbers alike.
  int64_t count() {
    const int64_t limits[] = {2, 10, 100, 10'000, 1'000'000'000};
    return below(limits[below(5)]);
  }

 private:
  uint64_t state_;
};

inline canvass::metrics::NpsCounts random_counts(Random& random) {
  canvass::metrics::NpsCounts counts{random.count(), random.count(), random.count()};
  if (counts.total() == 0) ++counts.passives;
  return counts;
}

// The text of a file, named from the root of the source tree.
inline std::string source_file(const std::string& name) {
  std::string path = __FILE__;
  path.erase(path.find_last_of('/'));
  path += "/../../" + name;
  std::ifstream file(path, std::ios::binary);
  INFO(path);
  REQUIRE(file);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace metrics_test

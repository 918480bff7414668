// The core's only randomness: a generator whose seed comes from outside, so that every run can be repeated.
// Not for secrets.
#pragma once

#include <cstdint>
#include <string_view>

namespace canvass {

// xoshiro256** (Blackman and Vigna, 2018), its 256 bits of state filled from the whole seed text.
class Rng {
 public:
  explicit Rng(std::string_view seed = {});

  uint64_t next();

  // Uniform in 0…bound, both included; without modulo bias.
  uint64_t up_to(uint64_t bound);

 private:
  uint64_t state_[4];
};

}  // namespace canvass

// The core's only randomness: a generator whose seed comes from outside, so that every run can be repeated.
// Not for secrets.
#pragma once

#include <cstddef>
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

  // Puts the first `count` items into an order of which every one is equally likely; leave out the last one to keep
  // "none of these" where it is.
  void shuffle(uint16_t* items, size_t count);

 private:
  uint64_t state_[4];
};

}  // namespace canvass

#include "core/base/rng.h"

#include <utility>

#include "core/base/hash.h"

namespace canvass {

namespace {

uint64_t rotate_left(uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }

}  // namespace

Rng::Rng(std::string_view seed) {
  // Four hashes of the seed that begin differently, so that all of a 128-bit seed counts.
  uint64_t start = 0;
  for (uint64_t& word : state_) {
    start += 0x9e3779b97f4a7c15;
    word = mix_bits(start);
    for (const char c : seed) word = mix_bits((word ^ static_cast<unsigned char>(c)) + 0x9e3779b97f4a7c15);
  }
  // The one state that xoshiro never leaves.
  if ((state_[0] | state_[1] | state_[2] | state_[3]) == 0) state_[0] = 1;
}

uint64_t Rng::next() {
  const uint64_t result = rotate_left(state_[1] * 5, 7) * 9;
  const uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = rotate_left(state_[3], 45);
  return result;
}

uint64_t Rng::up_to(uint64_t bound) {
  if (bound == UINT64_MAX) return next();
  const uint64_t count = bound + 1;
  const uint64_t uneven = (0 - count) % count;  // 2⁶⁴ mod count: this many values would favour the low results
  uint64_t value = next();
  while (value < uneven) value = next();
  return value % count;
}

void Rng::shuffle(uint16_t* items, size_t count) {
  // Fisher and Yates, 1938, from the end as Durstenfeld does it (1964): each of the orders is equally likely.
  for (size_t last = count; last > 1; --last) std::swap(items[last - 1], items[up_to(last - 1)]);
}

}  // namespace canvass

#include "core/base/uuid.h"

namespace canvass {

namespace {

constexpr TimeMs kMaxMs = (TimeMs{1} << 48) - 1;

}  // namespace

std::string UuidMaker::make(TimeMs now) {
  if (now < 0) now = 0;
  if (now > kMaxMs) now = kMaxMs;
  if (now <= last_ && ++counter_ > 0xFFF) {
    now = last_ + 1;
  }
  if (now > last_) {
    last_ = now;
    counter_ = static_cast<uint32_t>(rng_.next() & 0x7FF);  // half the range is left to count in
  }
  const uint64_t high = (static_cast<uint64_t>(last_) << 16) | 0x7000 | counter_;
  const uint64_t low = (rng_.next() >> 2) | 0x8000000000000000;
  std::string out;
  for (int digit = 0; digit < 32; ++digit) {
    if (digit == 8 || digit == 12 || digit == 16 || digit == 20) out += '-';
    const uint64_t word = digit < 16 ? high : low;
    out += "0123456789abcdef"[(word >> (60 - 4 * (digit % 16))) & 15];
  }
  return out;
}

}  // namespace canvass

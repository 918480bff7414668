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

std::optional<TimeMs> time_of_uuid(std::string_view text) {
  if (text.size() != 36 || text[8] != '-' || text[14] != '7') return std::nullopt;
  TimeMs time = 0;
  for (size_t i = 0; i < 13; ++i) {
    if (i == 8) continue;
    const char c = static_cast<char>(text[i] | 0x20);
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (!digit && (c < 'a' || c > 'f')) return std::nullopt;
    time = time << 4 | (digit ? text[i] - '0' : c - 'a' + 10);
  }
  return time;
}

}  // namespace canvass

#include "core/base/hash.h"

namespace canvass {

uint64_t mix_bits(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

uint64_t hash_text(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return mix_bits(hash);
}

double unit_interval(std::string_view text) { return static_cast<double>(hash_text(text) >> 11) * 0x1p-53; }

}  // namespace canvass

// A stable hash of text, for decisions that must come out the same on every visit: sampling, wording variants.
//
//   if (unit_interval(join({visitor, "/", survey.id})) >= survey.sample) return;   // sampled out
//
// The results never change from one version to the next: visitors would change sides. Not for secrets.
#pragma once

#include <cstdint>
#include <string_view>

namespace canvass {

// SplitMix64's finalizer (Steele, Lea and Flood, 2014; Stafford's variant 13): every bit of `x` reaches every bit.
uint64_t mix_bits(uint64_t x);

// FNV-1a with 64 bits (Fowler, Noll and Vo, 1991), whose high bits alone are uneven, then mix_bits().
uint64_t hash_text(std::string_view text);

// The hash as a number in [0, 1), one of 2⁵³ evenly spaced ones.
double unit_interval(std::string_view text);

}  // namespace canvass

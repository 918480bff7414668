// Floating point to decimal and back, correctly rounded, in little code: the C library's own routines would cost the
// WebAssembly module more than everything else in this folder together.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace canvass {

// A number as JSON writes it: -?digits(.digits)?([eE][+-]?digits)?. The double nearest to it, ties to even; none
// when it is too large for one. The caller has checked the grammar.
std::optional<double> parse_double(std::string_view text);

// The fewest digits that read back as the same number, always with a point or an exponent: "7.0", "0.1", "1.5e+300".
// What is not finite becomes "null", as JSON has no word for it.
std::string format_double(double number);

}  // namespace canvass

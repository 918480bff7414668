// Numbers as they stand in a sentence.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace canvass::report {

// With that many decimals, 0…6, halves away from zero: "30.0", "−4.25". What rounds to zero has no sign.
std::string fixed(double number, int decimals);
std::string signed_fixed(double number, int decimals);  // "+8.1", "−8.1", "0.0"

// "p = 0.012", "p < 0.001".
std::string p_phrase(double p);

// "1 answer", "20 answers".
std::string counted(int64_t count, std::string_view one, std::string_view many);

// Milliseconds as people say them: "4.5 s", "12 min", "3.2 h", "2.5 days".
std::string duration_phrase(double ms);

std::string curly(std::string_view text);  // “text”

}  // namespace canvass::report

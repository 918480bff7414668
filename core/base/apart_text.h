// Texts that only an exceptional feature (apart.h) needs. A literal lies in the data of the module's first part,
// whoever uses it; these are made by code, which goes where the code goes that calls it.
//
//   record[apart_text<"observedTimeUnixNano">()] = …;
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "core/base/apart.h"

namespace canvass {

template <size_t N>
struct ApartLiteral {
  char text[N];
  constexpr ApartLiteral(const char (&literal)[N]) {
    for (size_t i = 0; i < N; ++i) text[i] = literal[i];
  }
  // Characters 8·i … 8·i + 7, the first in the lowest byte; zeros behind the end.
  constexpr uint64_t eight(size_t i) const {
    uint64_t out = 0;
    for (size_t k = 8; k-- > 0;) out = out << 8 | (8 * i + k < N ? static_cast<unsigned char>(text[8 * i + k]) : 0);
    return out;
  }
};

template <ApartLiteral kLiteral, size_t kPart>
constexpr uint64_t kApartEight = kLiteral.eight(kPart);

// Appends up to eight characters, until a zero.
CANVASS_APART void append_eight(std::string& out, uint64_t characters);

template <ApartLiteral kLiteral>
CANVASS_APART std::string apart_text() {
  std::string out;
  [&]<size_t... I>(std::index_sequence<I...>) { (append_eight(out, kApartEight<kLiteral, I>), ...); }
  (std::make_index_sequence<(sizeof(kLiteral.text) + 6) / 8>());
  return out;
}

}  // namespace canvass

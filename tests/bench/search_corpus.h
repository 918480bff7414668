// Articles to search in: made-up words of one to five syllables, a few of them in most articles and most in few
// (Zipf's law), as in a language. For the benchmarks natively and in WebAssembly.
#pragma once

#include <string>

#include "core/base/rng.h"
#include "core/guide/search.h"

namespace canvass::bench {

constexpr uint64_t kVocabulary = 20'000;

// The word of a rank, always the same.
inline std::string word_of(uint64_t rank) {
  static constexpr const char* kSyllables[] = {"re",  "tur",  "na", "ship", "del", "iv", "er", "y",   "or", "der",
                                               "pay", "ment", "so", "car",  "to",  "in", "vo", "ice", "ka", "lu"};
  std::string word;
  for (uint64_t rest = rank + 1; rest != 0; rest /= 20) word += kSyllables[rest % 20];
  return word;
}

inline void fill(guide::Search& search, int articles) {
  Rng rng("search");
  const auto words = [&](uint64_t count) {
    std::string text;
    for (; count > 0; --count) {
      // Ranks as frequent as 1/rank: uniform between 1 and a bound that is uniform in its number of digits.
      uint64_t bound = kVocabulary;
      for (uint64_t halves = rng.up_to(13); halves > 0; --halves) bound /= 2;
      text += word_of(rng.up_to(bound)) + (rng.up_to(9) == 0 ? ". " : " ");
    }
    return text;
  };
  for (; articles > 0; --articles) search.add(words(5), words(250), words(3));
}

// Beginnings, words that are in most articles, mistakes, nothing at all, and a whole sentence of everything.
constexpr const char* kQueries[] = {"r",
                                    "re",
                                    "return",
                                    "shippna",
                                    "tur na ship",
                                    "delivrery orderin",
                                    "retrun",
                                    "xqzvwkjh",
                                    "paymnet car",
                                    "lukaice",
                                    "how do i pay for shipment",
                                    "rnea tunra"};
constexpr size_t kQueryCount = sizeof kQueries / sizeof *kQueries;

}  // namespace canvass::bench

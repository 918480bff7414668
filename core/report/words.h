// The words of a text that say what it is about.
//
//   WordReader reader;
//   for (const Word& word : reader.read("Delivery was not on time, and nobody answered")) …
//       // deliveri · !time · (another clause) !answer
//
// Any text will do: letters of all scripts make words, emoji and punctuation part them. Nothing is split that has no
// spaces (Chinese, Thai). Links and mail addresses are left out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/report/stems.h"

namespace canvass::report {

constexpr size_t kWords = 400;          // of a text that are looked at; what comes later hardly has a new thought
constexpr size_t kWordCharacters = 40;  // longer ones are no words
constexpr char kNegated = '!';  // the first character of a stem that the text denies: "not easy", "не работает"

struct Word {
  uint32_t stem = 0;  // index into WordReader::stems()
  uint32_t from = 0;  // where it is in lowered(text), with the negation before it
  uint32_t to = 0;
  uint32_t clause = 0;  // words of different clauses make no phrase
};

// In small letters; of equal length in characters, not always in bytes. What is no UTF-8 becomes U+FFFD.
std::string lowered(std::string_view text);

class WordReader {
 public:
  std::vector<Word> read(std::string_view text);

  const std::vector<std::string>& stems() const { return stems_; }
  bool generic(uint32_t stem) const { return generic_[stem]; }  // praise, blame and the like

 private:
  uint32_t stem_of(Language language, const std::string& word, bool generic);
  uint32_t negated(uint32_t stem);
  uint32_t index_of(std::string stem, bool generic);

  Stemmer stemmer_;
  std::unordered_map<std::string, uint32_t> words_;  // language and word → stem
  std::unordered_map<std::string, uint32_t> index_;  // stem → its index
  std::vector<std::string> stems_;
  std::vector<bool> generic_;
};

}  // namespace canvass::report

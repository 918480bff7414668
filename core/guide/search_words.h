// The words of a text as search compares them: small letters without accents, in scripts without spaces every two
// neighbouring characters. For core/guide/search.cpp.
//
//   for (SearchWords words("Возврат — 14 ДНЕЙ"); words.next();) …words.word…   // "возврат", "14", "днеи"
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/apart.h"

namespace canvass::guide {

class SearchWords {
 public:
  explicit SearchWords(std::string_view text) : text_(text) {}

  // False at the end. Then `word` is empty.
  CANVASS_APART bool next();

  std::string word;
  size_t begin = 0, end = 0;  // where it stands, in bytes

 private:
  std::string_view text_;
  size_t at_ = 0;
  bool pair_ = false;  // the character at at_ was the second of a pair
};

enum class Stems : uint8_t { kNone, kEnglish, kRussian, kKazakh };

// By the locale's language, whatever its region. Latin words have English stems in all three, Cyrillic ones Russian
// stems but in Kazakh.
CANVASS_APART Stems stems_of(std::string_view locale);

// The stem of a word of SearchWords: what is left without its endings, a part of it.
CANVASS_APART std::string_view stem_of(std::string_view word, Stems stems);

// Whether it says nothing of its own in English, Russian or Kazakh ("how", "мне").
CANVASS_APART bool is_common(std::string_view word);

}  // namespace canvass::guide

// What is left of a word when its endings are gone, so that "late deliveries" and "late delivery" are the same.
//
//   Stemmer stemmer;
//   stemmer.stem(Language::kRussian, "доставку");          // "достав"
//
// English and Russian by Snowball (M. F. Porter, https://snowballstem.org). After it, a few English words whose forms
// share no stem are put together, and the endings with which Russian makes nouns and aspects of a verb go as well
// ("опоздание", "опоздала"). Of Kazakh the plural and the cases are taken off. Other languages stay as they are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

struct SN_env;

namespace canvass::report {

enum class Language : uint8_t { kEnglish, kRussian, kKazakh, kOther };

// Not for several threads at once.
class Stemmer {
 public:
  Stemmer();
  ~Stemmer();
  Stemmer(const Stemmer&) = delete;
  Stemmer& operator=(const Stemmer&) = delete;

  // `word`: one word in small letters, with е for ё.
  std::string stem(Language language, std::string_view word);

 private:
  SN_env* english_;
  SN_env* russian_;
};

}  // namespace canvass::report

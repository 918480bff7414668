// Which of a text's languages a visitor reads, and the words, numbers and dates around it in that language.
//
//   Words words(visitor_locale, config.default_locale, &packs, config.fallbacks);
//   words.speak(question.text);                    // everything around it in the language this text is found in
//   words.text(question.text);                     // "Насколько вероятно…"
//   words.ui(Ui::kNext);                           // "Далее"
//   words.ui_plural(Ui::kTooShort, 3);             // "Напишите не меньше 3 символов"
//   words.date("2026-01-31");                      // "31.01.2026"
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/config/packs.h"
#include "core/config/ui_strings.h"

namespace canvass::config {

// The locales that a visitor's texts are looked for in, best first: the visitor's, its language, what `fallbacks` has
// for either, the default locale, its language, English. Each of the fallbacks is followed by its language, too.
Vector<std::string> chain_of(std::string_view locale, std::string_view default_locale,
                             const Vector<Fallback>& fallbacks = {});

// The version of `text` for the first locale of `chain` that it has, else the first in the alphabet. nullptr when the
// text is empty.
const Text::Version* resolve(const Text& text, const Vector<std::string>& chain);

bool same_locale(std::string_view a, std::string_view b);  // whatever their case

// "ru" of "ru-RU".
std::string_view language_of(std::string_view locale);

class Words {
 public:
  Words() = default;
  // `packs` may be filled later, must outlive the words, and may be nullptr: then Canvass speaks English.
  Words(std::string_view locale, std::string_view default_locale, const Packs* packs = nullptr,
        const Vector<Fallback>& fallbacks = {});

  // Empty when the text is. Valid as long as `text` is.
  std::string_view text(const Text& text) const;

  // From now on the words of Canvass itself are in the language that `text` resolves to, so that a card never mixes
  // two. A plain string is taken to be in the default locale, or where none was given, in the visitor's.
  void speak(const Text& text);
  std::string_view language() const { return language_; }

  // The pack that language() needs and that is not there yet; until then Canvass speaks English. Else empty.
  std::string_view missing_pack() const;

  // `offset` wordings further on: ui(Ui::kAgree1, 6) is "Strongly agree". Valid until a pack is provided.
  std::string_view ui(Ui string, int offset = 0) const { return find_ui(string, offset, 'x', false); }
  std::string_view text_or(const Text& text, Ui fallback, int offset = 0) const;

  // A plural wording for `count`, which is filled in.
  std::string ui_plural(Ui string, int64_t count) const;

  // In the digits of language(), without grouping.
  std::string number(int64_t number) const;

  // A date "2026-01-31" as language() writes it; anything else as it is.
  std::string date(std::string_view iso) const;

  std::string_view locale() const { return locale_; }

 private:
  std::string_view find_ui(Ui string, int offset, char category, bool one) const;
  std::string_view format(std::string_view name) const;
  void append_digits(std::string& out, std::string_view ascii) const;

  std::string locale_;
  std::string default_locale_;
  std::string language_;
  Vector<std::string> chain_;
  const Packs* packs_ = nullptr;
};

}  // namespace canvass::config

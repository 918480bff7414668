// Which of a text's languages a visitor reads.
//
//   Words words(visitor_locale, config.default_locale);
//   words.speak(question.text);                    // everything around it in the language this text is found in
//   words.text(question.text);                     // "Насколько вероятно…"
//   words.ui(Ui::kNext);                           // "Далее"
#pragma once

#include <string>
#include <string_view>

#include "core/config/config.h"
#include "core/config/ui_strings.h"

namespace canvass::config {

// The version of `text` for `locale`: that very locale, its language, `default_locale`, its language, English, the
// the first in the alphabet. nullptr when the text is empty.
const Text::Version* resolve(const Text& text, std::string_view locale, std::string_view default_locale);

bool same_locale(std::string_view a, std::string_view b);  // whatever their case

// "ru" of "ru-RU".
std::string_view language_of(std::string_view locale);

class Words {
 public:
  Words() = default;
  Words(std::string_view locale, std::string_view default_locale)
      : locale_(locale), default_locale_(default_locale), language_(locale) {}

  // Empty when the text is. Valid as long as `text` is.
  std::string_view text(const Text& text) const;

  // From now on the words of Canvass itself are in the language that `text` resolves to, so that a card never mixes
  // two. A plain string is taken to be in the default locale, or where none was given, in the visitor's.
  void speak(const Text& text);
  std::string_view language() const { return language_; }

  std::string_view ui(Ui string) const { return config::ui(string, language_); }
  std::string_view text_or(const Text& text, Ui fallback, int offset = 0) const;

  std::string_view locale() const { return locale_; }

 private:
  std::string locale_;
  std::string default_locale_;
  std::string language_;
};

}  // namespace canvass::config

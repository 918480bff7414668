#include "core/config/locale.h"

namespace canvass::config {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

const Text::Version* version(const Text& text, std::string_view locale) {
  if (locale.empty()) return nullptr;
  for (const Text::Version& candidate : text.versions) {
    if (same_locale(candidate.locale, locale)) return &candidate;
  }
  return nullptr;
}

}  // namespace

bool same_locale(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

std::string_view language_of(std::string_view locale) { return locale.substr(0, locale.find_first_of("-_")); }

const Text::Version* resolve(const Text& text, std::string_view locale, std::string_view default_locale) {
  if (text.empty()) return nullptr;
  for (const std::string_view wish :
       {locale, language_of(locale), default_locale, language_of(default_locale), std::string_view("en")}) {
    if (const Text::Version* found = version(text, wish)) return found;
  }
  return &text.versions.front();
}

std::string_view Words::text(const Text& text) const {
  const Text::Version* version = resolve(text, locale_, default_locale_);
  return version == nullptr ? std::string_view() : std::string_view(version->text);
}

void Words::speak(const Text& text) {
  const Text::Version* version = resolve(text, locale_, default_locale_);
  if (version == nullptr) return;
  language_ = version->locale;
  if (language_.empty()) language_ = default_locale_.empty() ? locale_ : default_locale_;
}

std::string_view Words::text_or(const Text& text, Ui fallback, int offset) const {
  const std::string_view given = this->text(text);
  return given.empty() ? ui_after(fallback, offset, language_) : given;
}

}  // namespace canvass::config

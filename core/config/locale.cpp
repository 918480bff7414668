#include "core/config/locale.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/base/vector.h"

namespace canvass::config {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool is_iso_date(std::string_view text) {
  constexpr std::string_view pattern = "dddd-dd-dd";
  if (text.size() != pattern.size()) return false;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != pattern[i]) return false;
  }
  return true;
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

Vector<std::string> chain_of(std::string_view locale, std::string_view default_locale,
                             const Vector<Fallback>& fallbacks) {
  Vector<std::string> chain;
  const auto add = [&](std::string_view wish) {
    for (const std::string_view one : {wish, language_of(wish)}) {
      if (!one.empty()) chain.emplace_back(one);
    }
  };
  add(locale);
  for (const std::string_view wish : {locale, language_of(locale)}) {
    for (const Fallback& fallback : fallbacks) {
      if (!same_locale(fallback.locale, wish)) continue;
      for (const std::string& next : fallback.next) add(next);
    }
  }
  add(default_locale);
  add("en");
  return chain;
}

const Text::Version* resolve(const Text& text, const Vector<std::string>& chain) {
  for (const std::string& wish : chain) {
    for (const Text::Version& version : text.versions) {
      if (same_locale(version.locale, wish)) return &version;
    }
  }
  return text.empty() ? nullptr : &text.versions.front();
}

Words::Words(std::string_view locale, std::string_view default_locale, const Packs* packs,
             const Vector<Fallback>& fallbacks)
    : locale_(locale),
      default_locale_(default_locale),
      language_(locale),
      chain_(chain_of(locale, default_locale, fallbacks)),
      packs_(packs) {}

std::string_view Words::text(const Text& text) const {
  const Text::Version* version = resolve(text, chain_);
  return version == nullptr ? std::string_view() : std::string_view(version->text);
}

void Words::speak(const Text& text) {
  const Text::Version* version = resolve(text, chain_);
  if (version == nullptr) return;
  language_ = version->locale;
  if (language_.empty()) language_ = default_locale_.empty() ? locale_ : default_locale_;
}

std::string_view Words::missing_pack() const {
  const std::string_view name = pack_name(language_);
  return packs_ != nullptr && packs_->has(name) ? std::string_view() : name;
}

std::string_view Words::find_ui(Ui string, int offset, char category, bool one) const {
  const Wording own = wording(static_cast<Ui>(static_cast<int>(string) + offset));
  if (packs_ != nullptr) {
    const std::string_view translated = packs_->text(pack_name(language_), own.key, category);
    if (!translated.empty()) return translated;
  }
  const size_t bar = own.english.find('|');
  return one ? own.english.substr(0, bar) : own.english.substr(bar + 1);  // without a bar, all of it
}

std::string_view Words::text_or(const Text& text, Ui fallback, int offset) const {
  const std::string_view given = this->text(text);
  return given.empty() ? ui(fallback, offset) : given;
}

std::string Words::ui_plural(Ui string, int64_t count) const {
  const char category = packs_ == nullptr ? 'x' : packs_->category(pack_name(language_), count);
  return fill(find_ui(string, 0, category, count == 1), "count", number(count));
}

std::string_view Words::format(std::string_view name) const {
  return packs_ == nullptr ? std::string_view() : packs_->format(pack_name(language_), name);
}

void Words::append_digits(std::string& out, std::string_view ascii) const {
  const std::string_view digits = format("digits");
  for (const char c : ascii) {
    const size_t value = static_cast<size_t>(c - '0');
    const size_t from = first_characters(digits, value).size();
    if (const size_t to = first_characters(digits, value + 1).size(); to > from) {
      out.append(digits, from, to - from);
    } else {
      out += c;
    }
  }
}

std::string Words::number(int64_t number) const {
  const std::string ascii = decimal(number);
  const std::string_view minus = format("minus");
  std::string out(number < 0 ? minus.empty() ? "-" : minus : "");
  append_digits(out, std::string_view(ascii).substr(number < 0 ? 1 : 0));
  return out;
}

std::string Words::date(std::string_view iso) const {
  if (!is_iso_date(iso)) return std::string(iso);
  std::string_view pattern = format("date");
  if (pattern.empty()) {
    const bool american = same_locale(locale_, "en") || same_locale(locale_, "en-US");
    pattern = american ? "MM/dd/yyyy" : "dd/MM/yyyy";
  }
  std::string out;
  while (!pattern.empty()) {
    const char c = pattern[0];
    const std::string_view part = c == 'y'   ? iso.substr(0, 4)
                                  : c == 'M' ? iso.substr(5, 2)
                                  : c == 'd' ? iso.substr(8, 2)
                                             : std::string_view();
    if (part.empty()) {
      out += c;
      pattern.remove_prefix(1);
    } else {
      append_digits(out, part);
      pattern.remove_prefix(std::min(pattern.find_first_not_of(c), pattern.size()));
    }
  }
  return out;
}

}  // namespace canvass::config

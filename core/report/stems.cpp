#include "core/report/stems.h"

#include <initializer_list>
#include <utility>

#include "core/base/text.h"
#include "snowball/runtime/api.h"
#include "stemmers/english.h"
#include "stemmers/russian.h"

namespace canvass::report {

namespace {

// Forms of a word that Snowball, which knows endings only, takes for different words.
constexpr std::pair<std::string_view, std::string_view> kEnglishForms[] = {
    {"answering", "answer"},    {"arrival", "arrive"},   {"better", "good"},        {"best", "good"},
    {"bought", "buy"},          {"broke", "break"},      {"broken", "break"},       {"cheaper", "cheap"},
    {"cheapest", "cheap"},      {"deliver", "delivery"}, {"delivered", "delivery"}, {"delivering", "delivery"},
    {"delivers", "delivery"},   {"easier", "easy"},      {"easiest", "easy"},       {"easily", "easy"},
    {"failure", "fail"},        {"failures", "fail"},    {"faster", "fast"},        {"fastest", "fast"},
    {"friendlier", "friendly"}, {"found", "find"},       {"gave", "give"},          {"given", "give"},
    {"harder", "hard"},         {"higher", "high"},      {"longer", "long"},        {"lost", "lose"},
    {"lower", "low"},           {"paid", "pay"},         {"payment", "pay"},        {"payments", "pay"},
    {"quicker", "quick"},       {"ruder", "rude"},       {"sent", "send"},          {"slower", "slow"},
    {"slowest", "slow"},        {"slowly", "slow"},      {"smaller", "small"},      {"spoke", "speak"},
    {"spent", "spend"},         {"taken", "take"},       {"thought", "think"},      {"told", "tell"},
    {"took", "take"},           {"worse", "bad"},        {"worst", "bad"},
};

// Roots that change their last consonant or their vowel from form to form, as they are after everything else.
constexpr std::pair<std::string_view, std::string_view> kRussianRoots[] = {
    {"возвращ", "возврат"}, {"дешевл", "дешев"}, {"доставл", "достав"}, {"доставля", "достав"},
    {"дорож", "дорог"},     {"ждал", "ждат"},    {"жду", "ждат"},       {"ждем", "ждат"},
    {"ждет", "ждат"},       {"ждут", "ждат"},    {"ожида", "ждат"},     {"ожид", "ждат"},
    {"опазд", "опозд"},     {"оплач", "оплат"},  {"отвеч", "ответ"},    {"удоб", "удобн"},
};

// What Snowball leaves of Russian nouns and aspects that are made from one root: доставк-, достав-; опоздан-, опозда-.
// The first one that fits is taken off, when this many characters stay.
struct Ending {
  std::string_view text;
  size_t least;
};
constexpr Ending kRussianEndings[] = {
    {"ыва", 4}, {"ива", 4}, {"ова", 5}, {"ани", 5}, {"ени", 5}, {"ан", 5}, {"ен", 5},
    {"ок", 4},  {"ек", 4},  {"ьн", 5},  {"к", 4},   {"а", 5},   {"л", 5},  {"и", 5},
};

// Kazakh: after the plural, a possessive, and after it a case. The longest come first.
constexpr Ending kKazakhCases[] = {
    {"ның", 4}, {"нің", 4}, {"дың", 4}, {"дің", 4}, {"тың", 4}, {"тің", 4}, {"нан", 4}, {"нен", 4}, {"дан", 4},
    {"ден", 4}, {"тан", 4}, {"тен", 4}, {"мен", 4}, {"бен", 4}, {"пен", 4}, {"нда", 4}, {"нде", 4}, {"ға", 4},
    {"ге", 4},  {"қа", 4},  {"ке", 4},  {"ны", 4},  {"ні", 4},  {"ды", 4},  {"ді", 4},  {"ты", 4},  {"ті", 4},
    {"да", 4},  {"де", 4},  {"та", 4},  {"те", 4},  {"на", 4},  {"не", 4},
};
constexpr Ending kKazakhPossessives[] = {{"сы", 4}, {"сі", 4}, {"ы", 4}, {"і", 4}};
constexpr Ending kKazakhPlurals[] = {{"лар", 3}, {"лер", 3}, {"дар", 3}, {"дер", 3}, {"тар", 3}, {"тер", 3}};

template <size_t count>
std::string_view without(std::string_view word, const Ending (&endings)[count]) {
  for (const Ending& ending : endings) {
    if (word.size() <= ending.text.size()) continue;
    const std::string_view rest = word.substr(0, word.size() - ending.text.size());
    if (word.substr(rest.size()) == ending.text && count_characters(rest) >= ending.least) return rest;
  }
  return word;
}

std::string snowball(SN_env* stemmer, int (*stem)(SN_env*), std::string_view word) {
  const bool failed =
      !stemmer ||
      SN_set_current(stemmer, static_cast<int>(word.size()), reinterpret_cast<const symbol*>(word.data())) < 0 ||
      stem(stemmer) < 0;
  if (failed) return std::string(word);  // no memory
  return std::string(reinterpret_cast<const char*>(stemmer->p), static_cast<size_t>(stemmer->l));
}

}  // namespace

Stemmer::Stemmer() : english_(english_create_env()), russian_(russian_create_env()) {}

Stemmer::~Stemmer() {
  english_close_env(english_);
  russian_close_env(russian_);
}

std::string Stemmer::stem(Language language, std::string_view word) {
  switch (language) {
    case Language::kEnglish:
      for (const auto& [form, base] : kEnglishForms) {
        if (form == word) word = base;
      }
      return snowball(english_, english_stem, word);
    case Language::kRussian: {
      const std::string stem = snowball(russian_, russian_stem, word);
      std::string_view root = without(stem, kRussianEndings);
      for (const auto& [form, base] : kRussianRoots) {
        if (form == root) root = base;
      }
      return std::string(root);
    }
    case Language::kKazakh:
      return std::string(without(without(without(word, kKazakhCases), kKazakhPossessives), kKazakhPlurals));
    case Language::kOther:
      break;
  }
  return std::string(word);
}

}  // namespace canvass::report

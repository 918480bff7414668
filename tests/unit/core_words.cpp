#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "core/config/builtin_packs.h"
#include "core/config/locale.h"

using namespace canvass;
using config::Fallback;
using config::Packs;
using config::Text;
using config::Ui;
using config::Words;

namespace {

Text text_in(std::initializer_list<const char*> locales) {
  Text text;
  for (const char* locale : locales) text.versions.push_back({locale, std::string("text in ") + locale});
  return text;
}

std::string found(const Text& text, const char* locale, const char* default_locale,
                  const std::vector<Fallback>& fallbacks = {}) {
  const Text::Version* version = config::resolve(text, config::chain_of(locale, default_locale, fallbacks));
  return version == nullptr ? "nothing" : version->locale;
}

const Packs& all_packs() {
  static const Packs packs = [] {
    Packs made;
    for (const std::string_view name : config::builtin_pack_names()) {
      REQUIRE(made.provide(*parse_json(config::builtin_pack(name))));
    }
    return made;
  }();
  return packs;
}

Words words_in(std::string_view locale) { return Words(locale, "", &all_packs()); }

}  // namespace

// --- which text --------------------------------------------------------------------------------------------

TEST_CASE("a text is found in the visitor's locale, language, the default, English, or whatever there is",
          "[core][locale]") {
  CHECK(found(text_in({"en", "pt", "pt-BR"}), "pt-BR", "en") == "pt-BR");
  CHECK(found(text_in({"en", "pt", "pt-BR"}), "pt-PT", "en") == "pt");
  CHECK(found(text_in({"de", "en", "kk"}), "ru-KZ", "kk") == "kk");
  CHECK(found(text_in({"de", "en", "kk"}), "ru-KZ", "kk-KZ") == "kk");
  CHECK(found(text_in({"de", "en"}), "ru", "") == "en");
  CHECK(found(text_in({"de", "fr"}), "ru", "kk") == "de");
  CHECK(found(text_in({"en", "ru"}), "RU-ru", "") == "ru");
  CHECK(found(text_in({""}), "ru", "en") == "");
  CHECK(found(Text(), "ru", "en") == "nothing");
}

TEST_CASE("a configuration's own fallbacks come after the visitor's language and before the default",
          "[core][locale]") {
  const std::vector<Fallback> fallbacks = {{"uk", {"ru-RU", "en"}}, {"pt-PT", {"es"}}, {"pt", {"fr"}}};
  CHECK(found(text_in({"de", "en", "ru"}), "uk-UA", "de", fallbacks) == "ru");
  CHECK(found(text_in({"de", "en", "ru-RU"}), "UK", "de", fallbacks) == "ru-RU");
  CHECK(found(text_in({"de", "en"}), "uk", "de", fallbacks) == "en");
  CHECK(found(text_in({"de", "ru", "uk"}), "uk", "de", fallbacks) == "uk");
  CHECK(found(text_in({"de", "kk"}), "uk", "de", fallbacks) == "de");
  CHECK(found(text_in({"de", "es", "fr"}), "pt-PT", "de", fallbacks) == "es");
  CHECK(found(text_in({"de", "es", "fr"}), "pt-BR", "de", fallbacks) == "fr");
  CHECK(found(text_in({"de", "ru"}), "kk", "de", fallbacks) == "de");
}

TEST_CASE("Words take the fallbacks for every text", "[core][locale]") {
  const Words words("uk", "de", nullptr, {{"uk", {"ru", "en"}}});
  CHECK(words.text(text_in({"de", "en", "ru"})) == "text in ru");
  CHECK(words.text(Text()).empty());
}

// --- Canvass's own words -----------------------------------------------------------------------------------

TEST_CASE("the words around a text are in the language the text was found in", "[core][locale]") {
  const auto next_button = [](const Text& text, const char* locale, const char* default_locale) {
    Words words(locale, default_locale, &all_packs());
    words.speak(text);
    return std::string(words.ui(Ui::kNext));
  };
  CHECK(next_button(text_in({"en", "ru"}), "ru-RU", "") == "Далее");
  CHECK(next_button(text_in({"en"}), "ru-RU", "") == "Next");
  CHECK(next_button(text_in({"kk"}), "ru-RU", "") == "Келесі");
  CHECK(next_button(text_in({""}), "ru-RU", "") == "Далее");
  CHECK(next_button(text_in({""}), "ru-RU", "kk") == "Келесі");
  CHECK(next_button(text_in({"DE-at"}), "de", "") == "Weiter");
  CHECK(next_button(text_in({"fi"}), "fi", "") == "Next");
}

TEST_CASE("Canvass speaks English until the pack is there, and says which one it needs", "[core][locale]") {
  Packs packs;
  Words words("DE-at", "", &packs);
  CHECK(words.ui(Ui::kNext) == "Next");
  CHECK(words.ui_plural(Ui::kTooShort, 1) == "Write at least 1 character");
  CHECK(words.missing_pack() == "de");
  REQUIRE(packs.provide(*parse_json(config::builtin_pack("de"))));
  CHECK(words.ui(Ui::kNext) == "Weiter");
  CHECK(words.ui_plural(Ui::kChooseMin, 2) == "Wählen Sie mindestens 2 Antworten");
  CHECK(words.missing_pack().empty());

  words.speak(text_in({"en"}));
  CHECK(words.missing_pack().empty());  // English is built in
  CHECK(Words("fi", "", &packs).missing_pack().empty());
  CHECK(Words("ru", "", nullptr).missing_pack() == "ru");
  CHECK(Words().missing_pack().empty());
  CHECK(Words().ui(Ui::kNext) == "Next");
}

TEST_CASE("wordings that follow one another are counted from the first", "[core][locale]") {
  const Words words("en", "");
  CHECK(words.ui(Ui::kAgree1, 6) == "Strongly agree");
  CHECK(words.ui(Ui::kEffort1, 4) == "Very high effort");
  CHECK(words.ui(Ui::kCsat1, 2) == "Neither satisfied nor dissatisfied");
  CHECK(words.ui(Ui::kLikert1, 4) == "Strongly agree");
  CHECK(words_in("ru").ui(Ui::kAgree1, 6) == "Совершенно верно");
  CHECK(words.text_or(Text(), Ui::kAgree1, 1) == "Disagree");
  CHECK(words.text_or(text_in({"en"}), Ui::kAgree1, 1) == "text in en");
}

TEST_CASE("every word has a key of its own and its name's English", "[core][locale]") {
  std::vector<std::string_view> keys;
  for (int i = 0; i < static_cast<int>(Ui::kCount); ++i) {
    const config::Wording one = config::wording(static_cast<Ui>(i));
    INFO(i);
    CHECK_FALSE(one.key.empty());
    CHECK_FALSE(one.english.empty());
    CHECK(std::find(keys.begin(), keys.end(), one.key) == keys.end());
    keys.push_back(one.key);
  }
  // One of each block: an enumerator and its line cannot be apart without one of these being wrong.
  CHECK(config::wording(Ui::kOpensNewTab).key == "opensNewTab");
  CHECK(config::wording(Ui::kTooLong).key == "tooLong");
  CHECK(config::wording(Ui::kDateMax).key == "dateMax");
  CHECK(config::wording(Ui::kConsent).key == "consent");
  CHECK(config::wording(Ui::kPlace).key == "place");
  CHECK(config::wording(Ui::kThumbsUp).key == "thumbsUp");
  CHECK(config::wording(Ui::kAgree1).key == "agree1");
  CHECK(config::wording(Ui::kEffort1).key == "effort1");
  CHECK(config::wording(Ui::kCsat1).key == "csat1");
  CHECK(config::wording(Ui::kLikert1).key == "likert1");
  CHECK(config::wording(Ui::kVeryGood).key == "veryGood");
  CHECK(config::wording(Ui::kShowMe).key == "showMe");
  CHECK(config::wording(Ui::kAllDone).key == "allDone");
  CHECK(config::wording(Ui::kDone).key == "done");
  CHECK(config::wording(Ui::kBackTo).key == "backTo");
  CHECK(config::wording(Ui::kNotLoaded).key == "notLoaded");
  CHECK(config::wording(Ui::kCount).key.empty());
}

// --- plurals -----------------------------------------------------------------------------------------------

TEST_CASE("a plural has the form of its number", "[core][locale]") {
  const auto stars = [](const char* locale, int64_t count) { return words_in(locale).ui_plural(Ui::kStars, count); };
  CHECK(stars("en", 1) == "1 star");
  CHECK(stars("en", 0) == "0 stars");
  CHECK(stars("en-GB", 2) == "2 stars");

  CHECK(stars("ru", 1) == "1 звезда");
  CHECK(stars("ru", 2) == "2 звезды");
  CHECK(stars("ru", 5) == "5 звёзд");
  CHECK(stars("ru", 21) == "21 звезда");
  CHECK(stars("ru", 111) == "111 звёзд");
  CHECK(stars("ru", 200) == "200 звёзд");
  CHECK(stars("ru", 1002) == "1002 звезды");
  CHECK(stars("ru", 1'000'011) == "1000011 звёзд");

  CHECK(stars("ar", 0) == "٠ نجمة");
  CHECK(stars("ar", 1) == "نجمة واحدة");
  CHECK(stars("ar", 2) == "نجمتان");
  CHECK(stars("ar", 3) == "٣ نجوم");
  CHECK(stars("ar", 11) == "١١ نجمة");
  CHECK(stars("ar", 103) == "١٠٣ نجوم");

  CHECK(stars("ja", 1) == "星1つ");
  CHECK(stars("ja", 5) == "星5つ");
  CHECK(stars("fr", 0) == "0 étoile");
  CHECK(stars("fr", 2) == "2 étoiles");
  CHECK(stars("pl", 22) == "22 gwiazdki");
  CHECK(stars("he", 2) == "שני כוכבים");
}

TEST_CASE("a plural without its number has the form for all others", "[core][locale]") {
  CHECK(words_in("en").ui(Ui::kStars) == "{count} stars");
  CHECK(words_in("ru").ui(Ui::kStars) == "{count} звезды");
}

// --- numbers and dates -------------------------------------------------------------------------------------

TEST_CASE("numbers are in the digits of the language", "[core][locale]") {
  CHECK(words_in("en").number(-1200) == "-1200");
  CHECK(words_in("ru").number(10) == "10");
  CHECK(words_in("ar").number(9876543210) == "٩٨٧٦٥٤٣٢١٠");
  CHECK(words_in("ar").number(-7) == "\u061C-٧");  // with a mark that keeps the sign on the right
  CHECK(words_in("he").number(-7) == "\u200E-7");
  CHECK(words_in("hi").number(2026) == "2026");  // CLDR: Hindi has Latin digits
  CHECK(words_in("ar").number(INT64_MIN) == "\u061C-٩٢٢٣٣٧٢٠٣٦٨٥٤٧٧٥٨٠٨");
}

TEST_CASE("dates are written as the language does", "[core][locale]") {
  const auto date = [](const char* locale) { return words_in(locale).date("2026-01-31"); };
  CHECK(date("en") == "01/31/2026");
  CHECK(date("en-US") == "01/31/2026");
  CHECK(date("en-GB") == "31/01/2026");
  CHECK(date("de") == "31.01.2026");
  CHECK(date("ko") == "2026. 01. 31.");
  CHECK(date("zh-Hans-CN") == "2026/01/31");
  CHECK(date("ar") == "٣١\u200F/٠١\u200F/٢٠٢٦");
}

TEST_CASE("what is no date stays as it is", "[core][locale]") {
  for (const char* text : {"", "2026-1-31", "2026-01-31T00", "31.01.2026", "yyyy-MM-dd", "2026-01-3x"}) {
    CHECK(words_in("ru").date(text) == text);
  }
}

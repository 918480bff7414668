// Stems: what is put together, and what is not.
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "core/report/stems.h"
#include "core/report/stop_words.h"

using namespace canvass::report;

namespace {

void check_same(Language language, const std::vector<std::string>& words) {
  Stemmer stemmer;
  for (const std::string& word : words) {
    CAPTURE(word, words[0]);
    CHECK(stemmer.stem(language, word) == stemmer.stem(language, words[0]));
  }
}

void check_different(Language language, const std::vector<std::string>& words) {
  Stemmer stemmer;
  for (size_t i = 0; i < words.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      CAPTURE(words[i], words[j]);
      CHECK(stemmer.stem(language, words[i]) != stemmer.stem(language, words[j]));
    }
  }
}

}  // namespace

TEST_CASE("stems are those of Snowball's English sample vocabulary") {
  // From the tables at https://snowballstem.org/algorithms/english/stemmer.html
  Stemmer stemmer;
  CHECK(stemmer.stem(Language::kEnglish, "consignment") == "consign");
  CHECK(stemmer.stem(Language::kEnglish, "consistency") == "consist");
  CHECK(stemmer.stem(Language::kEnglish, "knightly") == "knight");
  CHECK(stemmer.stem(Language::kEnglish, "knots") == "knot");
}

TEST_CASE("forms of an English word have one stem") {
  check_same(Language::kEnglish, {"delivery", "deliveries", "delivered", "delivering"});
  check_same(Language::kEnglish, {"crash", "crashes", "crashed", "crashing"});
  check_same(Language::kEnglish, {"easy", "easily", "easier"});
  check_same(Language::kEnglish, {"slow", "slower", "slowly"});
  check_different(Language::kEnglish, {"price", "prize", "quality", "quantity", "late", "rate", "order"});
}

TEST_CASE("forms of a Russian word have one stem") {
  check_same(Language::kRussian, {"доставка", "доставки", "доставку", "доставкой", "доставили", "доставляют"});
  check_same(Language::kRussian, {"опоздала", "опоздание", "опоздали", "опаздывает"});
  check_same(Language::kRussian, {"заказ", "заказа", "заказал", "заказывала", "заказы"});
  check_same(Language::kRussian, {"отвечает", "ответил", "ответа", "ответили"});
  check_same(Language::kRussian, {"удобный", "удобно", "удобная", "удобен"});
  check_same(Language::kRussian, {"ошибка", "ошибки", "ошибок"});
  check_different(Language::kRussian, {"доставка", "оплата", "цена", "товар", "сайт", "курьер", "поддержка", "заказ"});
}

TEST_CASE("forms of a Kazakh word have one stem, and short words stay") {
  check_same(Language::kKazakh, {"жеткізу", "жеткізуді", "жеткізудің", "жеткізуі"});
  check_same(Language::kKazakh, {"курьер", "курьерлер", "курьерді", "курьерлердің"});
  check_same(Language::kKazakh, {"баға", "бағасы", "бағалар", "бағалары"});
  check_different(Language::kKazakh, {"баға", "тапсырыс", "жеткізу", "сапа", "дүкен"});
}

TEST_CASE("words of other languages stay as they are, and so does what is no word") {
  Stemmer stemmer;
  CHECK(stemmer.stem(Language::kOther, "lieferungen") == "lieferungen");
  for (const Language language : {Language::kEnglish, Language::kRussian, Language::kKazakh}) {
    CHECK(stemmer.stem(language, "") == "");
    CHECK(stemmer.stem(language, "1") == "1");
    CHECK_FALSE(stemmer.stem(language, std::string(10'000, 's')).empty());
  }
}

TEST_CASE("what a word does in a sentence depends on the language") {
  CHECK(role_of(Language::kEnglish, "the") == Role::kFiller);
  CHECK(role_of(Language::kEnglish, "because") == Role::kBreak);
  CHECK(role_of(Language::kEnglish, "never") == Role::kNot);
  CHECK(role_of(Language::kEnglish, "good") == Role::kGeneric);
  CHECK(role_of(Language::kEnglish, "delivery") == Role::kContent);
  CHECK(role_of(Language::kRussian, "нет") == Role::kNotBoth);
  CHECK(role_of(Language::kRussian, "бар") == Role::kContent);  // a bar; in Kazakh "there is"
  CHECK(role_of(Language::kKazakh, "бар") == Role::kFiller);
  CHECK(role_of(Language::kKazakh, "емес") == Role::kNotAfter);
  CHECK(role_of(Language::kKazakh, "только") == Role::kOnly);
}

// What texts are about: themes of an online shop's comments in three languages, with the counts that are in them.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/text.h"
#include "core/report/themes.h"
#include "core/report/words.h"

using namespace canvass;
using namespace canvass::report;
using Catch::Matchers::WithinAbs;

namespace {

using Strings = std::vector<std::string>;

struct Comment {
  char group = '=';  // '+' a promoter, '=' a passive, '-' a detractor
  std::string text;
};

const char* category(char group) { return group == '+' ? "promoter" : group == '-' ? "detractor" : "passive"; }

// One a line, after its group.
std::vector<Comment> comments(std::string_view lines) {
  std::vector<Comment> result;
  for (size_t at = 0; at < lines.size();) {
    const size_t end = std::min(lines.find('\n', at), lines.size());
    if (end > at + 2) result.push_back({lines[at], std::string(lines.substr(at + 2, end - at - 2))});
    at = end + 1;
  }
  return result;
}

Survey survey_of(const std::vector<Comment>& list) {
  Survey survey;
  for (const Comment& comment : list) {
    Response response;
    response.id = "r:" + comment.text;
    survey.texts.push_back({static_cast<uint32_t>(survey.responses.size()), "why", comment.text, 1'767'225'600'000});
    survey.responses.push_back(response);
  }
  survey.text_count = static_cast<int64_t>(list.size());
  return survey;
}

Json found(const std::vector<Comment>& list) {
  return themes_json(survey_of(list), [&](uint32_t response) { return category(list[response].group); });
}

std::vector<Comment> plain(const Strings& texts) {
  std::vector<Comment> result;
  for (const std::string& text : texts) result.push_back({'=', text});
  return result;
}

const Json* theme(const Json& json, std::string_view name) {
  for (const Json& entry : json["themes"]) {
    if (entry["name"] == name) return &entry;
  }
  return nullptr;
}

int64_t count(const Json& json, std::string_view name) {
  const Json* entry = theme(json, name);
  return entry ? (*entry)["count"].get<int64_t>() : -1;
}

Strings names(const Json& json) {
  Strings result;
  for (const Json& entry : json["themes"]) result.push_back(entry["name"].get<std::string>());
  return result;
}

bool has(const Strings& list, std::string_view wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

Strings stems(std::string_view text) {
  WordReader reader;
  Strings result;
  uint32_t clause = 0;
  for (const Word& word : reader.read(text)) {
    if (!result.empty() && word.clause != clause) result.push_back("|");
    clause = word.clause;
    result.push_back(reader.stems()[word.stem]);
  }
  return result;
}

// In small letters, with a single space for each of those in it.
std::string flat(std::string_view text) {
  std::string result;
  for (const char c : lowered(text)) {
    if (c != ' ' || (!result.empty() && result.back() != ' ')) result += c;
  }
  return result;
}

constexpr std::string_view kEnglishShop = R"(
- Delivery was late, again.
- My delivery came three days late
- Late deliveries every single time
- The delivery was very late and nobody told me
- Late delivery. Had to cancel the party.
- My order was delivered late
- Delivery late by a week
- late delivery, no apology
- I am unhappy because the delivery was so late
- Delivery arrived 5 days late!!
= Delivery is late sometimes but products are good
- deliveries are always late
+ Fast delivery and great prices
+ Very fast delivery
+ Fast delivery, thank you!
+ The delivery is really fast
+ Loved the fast delivery
+ Delivery was super fast 👍
+ fast delivery, friendly courier
- Customer support never answered my emails
- Support did not answer
- Nobody from customer support answered
- I wrote to customer support three times and they didn't answer
- customer support doesn't answer the phone
- Your support never answers
= Customer support could be better
- The app crashes when I pay
- App crashes all the time
- App keeps crashing on my iPhone
- the app crashed twice
- Your app crashes on Android
- App crashed during checkout
- It is not easy to find anything
- Not easy to use
- The site is not easy to navigate
- Search is not very easy
+ Easy to use
+ It's easy to use and clear
+ Really easy to use
+ The website is so easy to use!
+ Easy to use, great prices
= Prices are too high
- Too high prices
- High prices compared to others
- The prices are high
- price is high
+ Great prices
+ Great quality and prices
+ Good quality
+ The quality is good
+ Good quality, good price
- Bad quality, broke after a week
- The quality was bad
- bad quality!!
+ Good
+ Great service
+ Everything is great
+ Love it
= It's okay
- Refund took forever
- Still waiting for my refund
- No refund after two months
- I want my refund
+ Great shop
+ Nice
)";

constexpr std::string_view kRussianShop = R"(
- Доставка опоздала на три дня
- Доставку ждал неделю, опоздали
- Опоздание доставки, курьер не предупредил
- Доставка снова опоздала
- Опоздали с доставкой
- доставка всегда опаздывает
+ Быстрая доставка
+ Доставка быстрая, спасибо!
+ Очень быстро доставили
+ быстрая доставка и вежливый курьер
+ Понравилась быстрая доставка
- Приложение не работает
- приложение вообще не работает после обновления
- Не работает приложение
- У меня не работает приложение на андроиде
- Не работает оплата картой
- Оплата картой не работает
- оплата не работает, деньги списали
- Поддержка не отвечает
- Служба поддержки не отвечает на звонки
- Никто не ответил из поддержки
- Поддержка так и не ответила
+ Вежливые сотрудники
+ Сотрудники вежливые и внимательные
+ Вежливый персонал
+ вежливые сотрудники поддержки
= Высокие цены
- Цены слишком высокие
- цена высокая
= Высокая цена доставки
- Нет нужного товара в наличии
- Товара нет в наличии
- Многих товаров нет в наличии
+ Всё хорошо
+ Отлично
+ Хорошо
+ Хороший магазин
+ удобный сайт
+ Сайт удобный
+ Очень удобный сайт, всё понятно
= Сайт удобен, но цены высокие
)";

constexpr std::string_view kKazakhShop = R"(
- Жеткізу кешікті
- Жеткізу тағы кешікті
- Жеткізуді күттім, кешікті
- Тапсырыс жеткізу өте кеш болды
+ Жеткізу тез болды
+ Тез жеткізу, рахмет
+ Өте тез жеткізді
+ жеткізу тез әрі сапалы
- Қолдау қызметі жауап бермейді
- Қолдау қызметінен жауап жоқ
- қолдау қызметі жауап берген жоқ
- Бағасы қымбат
- Баға өте қымбат
- Бағалары тым қымбат
+ Сайт ыңғайлы
+ Сайты ыңғайлы екен
+ ыңғайлы сайт
- Қосымша жұмыс істемейді
- қосымша мүлдем жұмыс істемейді
- Қосымша жұмыс істемей тұр
+ Жақсы
+ Өте жақсы
- Қолдану оңай емес
- оңай емес
- Тіркелу оңай емес екен
)";

}  // namespace

TEST_CASE("English comments give the topics that are in them, whatever the inflection and order of words") {
  const Json json = found(comments(kEnglishShop));
  CHECK(json["themesOf"] == Json({{"texts", 65}, {"all", 65}, {"respondents", 65}, {"sampled", false}}));
  CHECK(names(json).front() == "late delivery");
  CHECK(count(json, "late delivery") == 12);
  CHECK(count(json, "fast delivery") == 7);
  CHECK(count(json, "prices") == 10);
  CHECK(count(json, "high prices") == 5);
  CHECK(count(json, "app crashes") == 6);
  CHECK(count(json, "easy to use") == 5);
  CHECK(count(json, "is not easy") == 4);
  CHECK(count(json, "support never answers") == 4);
  CHECK(count(json, "customer support") == 4);
  CHECK(count(json, "good quality") == 3);
  CHECK(count(json, "bad quality") == 3);
  CHECK(count(json, "refund") == 3);
  // Nothing of its own is left to the word that all of these share.
  CHECK_FALSE(has(names(json), "delivery"));
  CHECK_FALSE(has(names(json), "late"));
}

TEST_CASE("single words of praise come after what is praised") {
  const Strings order = names(found(comments(kEnglishShop)));
  const auto place = [&](const char* name) { return std::find(order.begin(), order.end(), name) - order.begin(); };
  REQUIRE(has(order, "great"));  // seven respondents, more than most themes have
  CHECK(place("great") > place("bad quality"));
  CHECK(place("great") > place("refund"));
}

TEST_CASE("a theme knows its share, its groups and the share of each group that speaks of it") {
  const Json json = found(comments(kEnglishShop));
  const Json* late = theme(json, "late delivery");
  REQUIRE(late);
  CHECK((*late)["id"] == "late-delivery");
  CHECK_THAT((*late)["share"].get<double>(), WithinAbs(100.0 * 12 / 65, 1e-12));
  CHECK((*late)["groups"] == Json({{"promoter", 0}, {"passive", 1}, {"detractor", 11}}));
  std::map<char, int> sizes;
  for (const Comment& comment : comments(kEnglishShop)) ++sizes[comment.group];
  CHECK_THAT((*late)["groupShare"]["detractor"].get<double>(), WithinAbs(100.0 * 11 / sizes['-'], 1e-12));
  CHECK_THAT((*late)["groupShare"]["passive"].get<double>(), WithinAbs(100.0 * 1 / sizes['='], 1e-12));
  CHECK((*late)["groupShare"]["promoter"] == 0.0);
}

TEST_CASE("Russian comments give their topics through cases, tenses and word order") {
  const Json json = found(comments(kRussianShop));
  CHECK(count(json, "доставка опоздала") == 5);
  CHECK(count(json, "быстрая доставка") == 5);
  CHECK(count(json, "высокая цена") == 5);
  CHECK(count(json, "удобный сайт") == 4);
  CHECK(count(json, "не работает приложение") == 4);
  CHECK(count(json, "не работает оплата") == 3);
  CHECK(count(json, "поддержка не отвечает") == 4);
  CHECK(count(json, "вежливые") == 5);
  CHECK(names(json).back() == "хорошо");
}

TEST_CASE("Kazakh comments give their topics too, with what denies a word after it") {
  const Json json = found(comments(kKazakhShop));
  CHECK(count(json, "жеткізу тез") == 3);
  CHECK(count(json, "кешікті") == 3);
  CHECK(count(json, "бағасы қымбат") == 3);
  CHECK(count(json, "сайт ыңғайлы") == 3);
  CHECK(count(json, "оңай емес") == 3);
  CHECK(count(json, "қолдау") == 3);
}

TEST_CASE("themes of two languages in one survey stay apart") {
  std::vector<Comment> both = comments(kEnglishShop);
  for (Comment& comment : comments(kRussianShop)) both.push_back(std::move(comment));
  const Json json = found(both);
  CHECK(count(json, "late delivery") == 12);
  CHECK(count(json, "fast delivery") == 7);
  CHECK(count(json, "доставка опоздала") == 5);
  CHECK(count(json, "быстрая доставка") == 5);
}

TEST_CASE("themes depend on neither the order of texts nor that of respondents") {
  for (const std::string_view shop : {kEnglishShop, kRussianShop, kKazakhShop}) {
    std::vector<Comment> list = comments(shop);
    const Json json = found(list);
    std::mt19937 random(7);
    for (int round = 0; round < 5; ++round) {
      std::shuffle(list.begin(), list.end(), random);
      CHECK(found(list) == json);
    }
  }
}

TEST_CASE("quotes are texts that say the theme, from different groups first, each once") {
  for (const std::string_view shop : {kEnglishShop, kRussianShop, kKazakhShop}) {
    const Json json = found(comments(shop));
    for (const Json& entry : json["themes"]) {
      CAPTURE(entry.dump());
      REQUIRE(entry["quotes"].size() >= 1);
      CHECK(entry["quotes"].size() <= kQuotes);
      Strings texts, groups;
      for (const Json& quote : entry["quotes"]) {
        const std::string text = flat(quote["text"].get<std::string>());
        CHECK(std::any_of(entry["terms"].begin(), entry["terms"].end(),
                          [&](const Json& term) { return text.find(term.get<std::string>()) != std::string::npos; }));
        CHECK_FALSE(has(texts, text));
        texts.push_back(text);
        const std::string group = quote["category"].get<std::string>();
        if (!has(groups, group)) groups.push_back(group);
        CHECK(quote["response"] == "r:" + quote["text"].get<std::string>());
        CHECK(quote["question"] == "why");
        CHECK(quote["timestamp"] == "2026-01-01T00:00:00.000Z");
      }
      size_t there = 0;
      for (const Json& n : entry["groups"]) there += n.get<int>() > 0 ? 1 : 0;
      CHECK(groups.size() == std::min(there, texts.size()));
    }
  }
}

TEST_CASE("stop words are never a theme") {
  const Json json =
      found(plain({"it was what it was", "it was all that there is", "they have been to us and we to them",
                   "и вот что это было", "это было так как есть", "вот это да, и всё", "бұл да сол", "бұл осы ғой",
                   "бұл мен үшін", "the of and to", "the of and to", "the of and to"}));
  CHECK(json["themes"].empty());
}

TEST_CASE("a respondent who says it often, or in answer to several questions, counts once") {
  Survey survey =
      survey_of(plain({"Late delivery, late delivery, LATE DELIVERY!", "late delivery", "a late delivery"}));
  survey.texts.push_back({0, "more", "As I said: late deliveries.", std::nullopt});
  const Json json = themes_json(survey, nullptr);
  CHECK(count(json, "late delivery") == 3);
  CHECK(json["themesOf"]["texts"] == 4);
  CHECK(json["themesOf"]["respondents"] == 3);
  CHECK(json["themes"][0]["groups"].empty());
  CHECK(json["themes"][0]["quotes"][0]["category"].is_null());
}

TEST_CASE("in a small set two who agree are a theme, in a larger one it takes three") {
  Strings texts = {"broken zipper", "zipper broken again", "colours", "parking", "music"};
  CHECK(count(found(plain(texts)), "broken zipper") == 2);
  for (const char* other : {"red", "lamp", "tea", "sand", "glass", "wool", "pen", "cup"}) texts.push_back(other);
  CHECK(found(plain(texts))["themes"].empty());
  texts.push_back("the zipper is broken");
  CHECK(count(found(plain(texts)), "broken zipper") == 3);
}

TEST_CASE("what was left out of the texts is said") {
  Survey survey = survey_of(plain({"one", "two"}));
  survey.text_count = 50'000;
  CHECK(themes_json(survey, nullptr)["themesOf"] ==
        Json({{"texts", 2}, {"all", 50'000}, {"respondents", 2}, {"sampled", true}}));
  CHECK(themes_json(Survey(), nullptr)["themesOf"] ==
        Json({{"texts", 0}, {"all", 0}, {"respondents", 0}, {"sampled", false}}));
}

TEST_CASE("any text can be read: other scripts, emoji, links, broken UTF-8, endless words") {
  std::string broken = "\xFF\xC3 late \xE2\x82 delivery \xF0\x9F";
  const Json json =
      found(plain({"配送が遅い", "配送が遅い", "👍👍👍", "👍👍👍", "🏳️‍🌈", "تأخر التوصيل", "تأخر التوصيل",
                   "งานส่งช้า", "https://shop.example/late-delivery?a=b", "mail me at ann@shop.example", broken,
                   std::string(100'000, 'a'), std::string(5'000, '\''), "", "   ", "12345", "3.5/10"}));
  CHECK(names(json) == Strings{});
  const Json more =
      found(plain({"配送が遅い", "配送が遅い", "配送が遅い", "تأخر التوصيل", "تأخر التوصيل", "تأخر التوصيل", "ok"}));
  CHECK(count(more, "配送が遅い") == 3);
  CHECK(count(more, "تأخر التوصيل") == 3);
}

TEST_CASE("a survey of many long texts is read all the same") {
  std::vector<Comment> list;
  std::mt19937 random(3);
  for (int i = 0; i < 300; ++i) {
    Comment comment;
    for (int word = 0; word < 1'000; ++word) comment.text += "w" + std::to_string(random() % 50) + "x ";
    list.push_back(std::move(comment));
  }
  CHECK(found(list)["themes"].size() <= kThemes);
}

TEST_CASE("words are told from what holds a sentence together") {
  CHECK(stems("The delivery was late, and the courier's rude!") == Strings{"deliveri", "late", "|", "courier", "rude"});
  CHECK(stems("It’s not very EASY") == Strings{"!easi"});
  CHECK(stems("didn't work; doesn't load") == Strings{"!work", "|", "!load"});
  CHECK(stems("Not only fast but cheap") == Strings{"fast", "|", "cheap"});
  CHECK(stems("E-mail, wi-fi, high-quality, node 24/7, 3.5 km") ==
        Strings{"email", "|", "wifi", "|", "high", "qualiti", "|", "node", "|", "km"});
  CHECK(stems("Ещё раз: приложение не работает") == Strings{"прилож", "!работ"});
  CHECK(stems("товара нет") == Strings{"!товар"});
  CHECK(stems("нет товара") == Strings{"!товар"});
  CHECK(stems("что-то сломалось по-прежнему") == stems("сломалось по-прежнему"));
  CHECK(stems("ЖЕТКІЗУ оңай емес") == Strings{"жеткізу", "!оңай"});
}

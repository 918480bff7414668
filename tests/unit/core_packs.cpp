#include <catch2/catch_test_macros.hpp>

#include "core/config/builtin_packs.h"
#include "core/config/locale.h"
#include "core/config/packs.h"
#include "core/config/ui_strings.h"

using namespace canvass;
using config::Packs;
using config::Ui;

namespace {

bool provides(Packs& packs, std::string_view json) { return packs.provide(*parse_json(json)); }

bool provides(std::string_view json) {
  Packs packs;
  return provides(packs, json);
}

}  // namespace

TEST_CASE("a locale has the pack of its language, where there is one", "[core][packs]") {
  CHECK(config::pack_name("ru") == "ru");
  CHECK(config::pack_name("PT-br") == "pt");
  CHECK(config::pack_name("zh_Hant") == "zh");
  for (const char* none : {"", "en", "en-US", "fi", "r", "rus", " d", "presets"}) {
    INFO(none);
    CHECK(config::pack_name(none).empty());
  }
}

TEST_CASE("every language that packs are asked for is built in, and no other", "[core][packs]") {
  const std::vector<std::string_view> names = config::builtin_pack_names();
  REQUIRE(names.size() == 17);
  for (const std::string_view name : names) {
    INFO(name);
    const std::optional<Json> json = parse_json(config::builtin_pack(name));
    REQUIRE(json);
    Packs packs;
    CHECK(packs.provide(*json));
    if (name == "presets") {
      CHECK(packs.has_presets());
    } else {
      CHECK(config::pack_name(name) == name);
      CHECK(packs.has(name));
    }
  }
  CHECK(config::builtin_pack("fi").empty());
}

TEST_CASE("every word is in every language", "[core][packs]") {
  Packs packs;
  for (const std::string_view name : config::builtin_pack_names())
    packs.provide(*parse_json(config::builtin_pack(name)));
  for (const std::string_view name : config::builtin_pack_names()) {
    if (name == "presets") continue;
    for (int i = 0; i < static_cast<int>(Ui::kCount); ++i) {
      const std::string_view key = config::wording(static_cast<Ui>(i)).key;
      INFO(name << " " << key);
      CHECK_FALSE(packs.text(name, key).empty());
    }
  }
}

TEST_CASE("a pack takes the place of the one before it in the same language", "[core][packs]") {
  Packs packs;
  REQUIRE(provides(packs, R"({"language":"de","ui":{"next":"Vor"},"formats":{"date":"dd.MM.yyyy"}})"));
  REQUIRE(provides(packs, R"({"language":"fr","ui":{"next":"Suivant"},"formats":{}})"));
  CHECK(packs.text("de", "next") == "Vor");
  REQUIRE(provides(packs, R"({"language":"de","ui":{"next":"Weiter"},"formats":{}})"));
  CHECK(packs.text("de", "next") == "Weiter");
  CHECK(packs.format("de", "date").empty());
  CHECK(packs.text("fr", "next") == "Suivant");
  CHECK(packs.text("fr", "back").empty());
  CHECK(packs.text("ru", "next").empty());
}

TEST_CASE("a plural without the form of a category has that for all others", "[core][packs]") {
  Packs packs;
  REQUIRE(provides(packs, R"({"language":"ru","ui":{"stars":{"one":"a","few":"b","other":"c"},"next":"d"},
                              "formats":{"plural":"mof"}})"));
  CHECK(packs.text("ru", "stars", 'o') == "a");
  CHECK(packs.text("ru", "stars", 'f') == "b");
  CHECK(packs.text("ru", "stars", 'm') == "c");
  CHECK(packs.text("ru", "stars") == "c");
  CHECK(packs.text("ru", "next", 'o') == "d");
  CHECK(packs.category("ru", 0) == 'm');
  CHECK(packs.category("ru", -1) == 'o');
  CHECK(packs.category("ru", 3) == 'x');
  CHECK(packs.category("ru", INT64_MIN) == 'x');
  CHECK(packs.category("de", 1) == 'x');
}

TEST_CASE("what is no pack is refused and changes nothing", "[core][packs]") {
  Packs packs;
  REQUIRE(provides(packs, R"({"language":"de","ui":{"next":"Weiter"},"formats":{}})"));
  for (const char* json : {
           "null",
           "[]",
           "7",
           "{}",
           R"({"language":"de"})",
           R"({"language":"de","ui":{}})",
           R"({"language":"de","formats":{}})",
           R"({"language":"de","ui":[],"formats":{}})",
           R"({"language":"de","ui":{},"formats":"x"})",
           R"({"language":"de","ui":{"next":7},"formats":{}})",
           R"({"language":"de","ui":{"next":null},"formats":{}})",
           R"({"language":"de","ui":{"stars":{"one":{"one":"x"}}},"formats":{}})",
           R"({"language":"de","ui":{},"formats":{"digits":{"one":"x"}}})",
           R"({"language":"fi","ui":{},"formats":{}})",
           R"({"language":"","ui":{},"formats":{}})",
           R"({"language":7,"ui":{},"formats":{}})",
           R"({"presets":[]})",
           R"({"presets":null})",
       }) {
    INFO(json);
    CHECK_FALSE(provides(packs, json));
  }
  CHECK(packs.text("de", "next") == "Weiter");
  CHECK_FALSE(packs.has_presets());
}

TEST_CASE("what is too large to be a pack is refused", "[core][packs]") {
  const auto with_text = [](size_t bytes) {
    return R"({"language":"de","ui":{"next":")" + std::string(bytes, 'x') + R"("},"formats":{}})";
  };
  CHECK(provides(with_text(500)));
  CHECK_FALSE(provides(with_text(501)));
  Json many = Json::object();
  for (int i = 0; i < 201; ++i) many[std::to_string(i)] = "x";
  Packs packs;
  CHECK_FALSE(packs.provide(Json({{"language", "de"}, {"ui", many}, {"formats", Json::object()}})));
  CHECK_FALSE(packs.provide(Json({{"presets", many}})));
  CHECK_FALSE(packs.has("de"));
}

TEST_CASE("strange formats give strange numbers and dates, and nothing worse", "[core][packs]") {
  Packs packs;
  REQUIRE(provides(packs, R"({"language":"de","ui":{"stars":"{count}{count}"},
                              "formats":{"digits":"ab","date":"yyyyyyM d","plural":"\u0000é"}})"));
  const config::Words words("de", "", &packs);
  CHECK(words.number(102) == "ba2");
  CHECK(words.date("2026-01-31") == "2a26ab 3b");
  CHECK(words.ui_plural(Ui::kStars, 1) == "bb");
}

TEST_CASE("presets are found by name", "[core][packs]") {
  Packs packs;
  CHECK(packs.preset("sus") == nullptr);
  CHECK(packs.preset_names().empty());
  REQUIRE(packs.provide(*parse_json(config::builtin_pack("presets"))));
  for (const char* name :
       {"nps", "npsB2b", "enps", "ces1", "ces2", "csat", "csi", "suprq", "sus", "umuxLite", "seq", "pmf"}) {
    INFO(name);
    const Json* preset = packs.preset(name);
    REQUIRE(preset != nullptr);
    CHECK(find(*preset, "questions")->is_array());
    CHECK_FALSE(string_at(*preset, "scoring").empty());
  }
  CHECK(packs.preset_names().size() == 12);
  CHECK(packs.preset("susi") == nullptr);
  CHECK(packs.text("presets", "nps").empty());
  CHECK(packs.format("presets", "nps").empty());
}

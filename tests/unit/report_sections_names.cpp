// What presets, questions, rows and options are called in a report.
#include <catch2/catch_test_macros.hpp>

#include "core/report/names.h"

using namespace canvass;
using namespace canvass::report;

namespace {

constexpr const char* kConfig = R"({
  "canvass": 1,
  "defaultLocale": "de",
  "surveys": [
    {"id": "shop", "triggers": [], "questions": [
      {"id": "score", "type": "nps", "text": {"de": "Wie wahrscheinlich?", "en": "How likely?"}},
      {"id": "how", "type": "choice", "text": {"de": "Wie?"}, "options": [{"id": "ad", "text": "Advertising"}]},
      {"id": "again", "type": "yesno", "text": "Again?", "yes": "Sure"}]},
    {"id": "team", "triggers": [], "preset": "enps"},
    {"id": "broken", "triggers": 7, "preset": "npsB2b", "questions": [
      {"id": "q", "type": "nobody knows", "text": {"en": "A question"}, "rows": [{"id": "a", "text": "A row"}]}]}
  ]})";

}  // namespace

TEST_CASE("questions, options and presets have the names of the configuration, in the language asked for") {
  Names names;
  names.take(kConfig);
  CHECK(names.question("shop", "score") == "How likely?");
  CHECK(names.question("shop", "how") == "Wie?");
  CHECK(names.part("shop", "how", "ad") == "Advertising");
  CHECK(names.preset("shop").empty());
  CHECK(names.preset("team") == "enps");
  CHECK(names.question("team", "score").find("place to work") != std::string_view::npos);
  Names german;
  german.take(kConfig, "de");
  CHECK(german.question("shop", "score") == "Wie wahrscheinlich?");
}

TEST_CASE("what nobody named has no name") {
  Names names;
  CHECK(names.question("shop", "score").empty());
  names.take(kConfig);
  CHECK(names.question("shop", "nope").empty());
  CHECK(names.question("nope", "score").empty());
  CHECK(names.part("shop", "how", "nope").empty());
  CHECK(names.part("shop", "how", "").empty());
}

TEST_CASE("a broken survey is a problem, and gives the names that can be read") {
  Names names;
  const Problems problems = names.take(kConfig);
  CHECK_FALSE(problems.ok());
  CHECK(names.preset("broken") == "npsB2b");
  CHECK(names.question("broken", "q") == "A question");
  CHECK(names.part("broken", "q", "a") == "A row");
  CHECK(names.question("shop", "score") == "How likely?");
}

TEST_CASE("what is no configuration has problems and no names") {
  for (const char* text :
       {"", "{", "[]", "7", R"({"canvass":1,"surveys":{}})", R"({"canvass":1,"surveys":[7,{"id":3}]})"}) {
    Names names;
    CHECK_FALSE(names.take(text).ok());
    CHECK(names.question("shop", "score").empty());
  }
}

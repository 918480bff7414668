// Which fields the kinds of question read, and what they say of those they cannot use.
#include <catch2/catch_test_macros.hpp>

#include "core_kinds_support.h"

using namespace canvass;
using namespace canvass::test;
using config::Input;
using config::Symbols;

namespace {

struct Broken {
  std::string members;
  std::string pointer;
  std::string message;
};

std::string list_of(int count, std::string_view item) {
  std::string out = "[";
  for (int i = 0; i < count; ++i) out += join({i == 0 ? "" : ",", item});
  return out + "]";
}

std::string choice(std::string_view rest) { return join({R"("type":"choice","options":["A","B","C"],)", rest}); }

std::string picture(std::string_view address) {
  return join(
      {R"("type":"picture","options":[{"text":"A","image":")", address, R"("},{"text":"B","image":"/b.png"}])"});
}

std::string link(std::string_view address) {
  return join({R"("type":"consent","label":"L","link":{"text":"T","url":")", address, "\"}"});
}

}  // namespace

TEST_CASE("every mistake in a question of any kind is reported where it was made", "[core][kinds]") {
  const std::string day = "is no date such as \"2026-01-31\" or \"today\"";
  const Broken all[] = {
      // Scales
      {R"("type":"csat","symbols":"smileys")", "/symbols", "unknown \"smileys\", expected one of \"numbers\""},
      {R"("type":"csat","low":3)", "/low", "must be"},
      {R"("type":"rating","points":4)", "/points", "must be 2, 3, 5, 7 or 10"},
      {R"("type":"rating","points":"5")", "/points", "must be 2, 3, 5, 7 or 10"},
      {R"("type":"rating","points":null)", "/points", "must be 2, 3, 5, 7 or 10"},
      {R"("type":"ces","options":["a"])", "/options", "must have a wording for each of the 7 points, found 1"},
      // Options
      {R"("type":"choice")", "/options", "is missing: it must be a list of 2 to 50"},
      {R"("type":"choice","options":"A")", "/options", "must be a list of 2 to 50"},
      {R"("type":"choice","options":["A"])", "/options", "must be a list of 2 to 50"},
      {join({R"("type":"choice","options":)", list_of(51, "\"A\"")}), "/options", "must be a list of 2 to 50"},
      {R"("type":"choice","options":["A",7])", "/options/1", "must be an object, found a number"},
      {R"("type":"choice","options":["A",""])", "/options/1", "is empty"},
      {R"("type":"choice","options":["A",{"id":"b"}])", "/options/1/text", "is missing"},
      {R"("type":"choice","options":["A",{"id":"b c","text":"B"}])", "/options/1/id", "must be 1 to 64"},
      {R"("type":"choice","options":["A",{"id":"1","text":"B"}])", "/options/1", "\"1\" is the id of another one"},
      {R"("type":"choice","options":[{"text":"A","exclusive":true},"C",{"text":"B","exclusive":true}])", "/options/2",
       "is exclusive, as another one is"},
      {R"("type":"choice","options":["A",{"text":"B","exclusive":1}])", "/options/1/exclusive",
       "must be true or false"},
      {choice(R"("minChoices":1)"), "/minChoices", "needs \"multiple\": true"},
      {choice(R"("maxChoices":2)"), "/maxChoices", "needs \"multiple\": true"},
      {choice(R"("multiple":true,"minChoices":3,"maxChoices":2)"), "/maxChoices", "is less than minChoices"},
      {choice(R"("multiple":true,"maxChoices":4)"), "/maxChoices", "must be a whole number from 1 to 3"},
      {choice(R"("multiple":true,"other":true,"maxChoices":5)"), "/maxChoices", "must be a whole number from 1 to 4"},
      {choice(R"("multiple":"yes")"), "/multiple", "must be true or false"},
      {choice(R"("other":5)"), "/other", "must be"},
      {R"("type":"choice","other":true,"options":["A",{"id":"other","text":"B"}])", "/other", "cannot be beside"},
      {R"("type":"dropdown","options":["A"])", "/options", "must be a list of 2 to 50"},
      {R"("type":"ranking","options":{})", "/options", "must be a list of 2 to 50"},
      // Pictures and links
      {R"("type":"picture","options":["A","B"])", "/options/0", "must be an object, found a string"},
      {R"("type":"picture","options":[{"text":"A"},{"text":"B","image":"b.png"}])", "/options/0/image", "is missing"},
      {R"("type":"picture","options":[{"image":"a.png"},{"text":"B","image":"b.png"}])", "/options/0/text",
       "is missing"},
      {picture("javascript:alert(1)"), "/options/0/image", "must be an http, https or data:image address"},
      {picture("JavaScript:alert(1)"), "/options/0/image", "must be an http"},
      {picture(" javascript:alert(1)"), "/options/0/image", "must be an http"},
      {picture("java\\tscript:alert(1)"), "/options/0/image", "must be an http"},
      {picture("data:text/html,x"), "/options/0/image", "must be an http"},
      {picture("ftp://example.org/a.png"), "/options/0/image", "must be an http"},
      {picture(""), "/options/0/image", "is empty"},
      {link("javascript:alert(1)"), "/link/url", "must be an http, https, mailto or tel address or a relative address"},
      {link("data:image/png,x"), "/link/url", "must be an http"},
      {link("vbscript:x"), "/link/url", "must be an http"},
      {link("https:"), "/link/url", "must be an http"},
      {R"("type":"consent","label":"L","link":{"url":"/terms"})", "/link/text", "is missing"},
      {R"("type":"consent","label":"L","link":"/terms")", "/link", "must be an object"},
      {R"("type":"consent")", "/label", "is missing"},
      {R"("type":"message","link":{"text":"T"})", "/link/url", "is missing"},
      // Typed
      {R"("type":"text","lines":"two")", "/lines", "unknown \"two\""},
      {R"("type":"text","minLength":0)", "/minLength", "must be a whole number from 1 to 5000"},
      {R"("type":"text","minLength":5,"maxLength":4)", "/maxLength", "is less than minLength"},
      {R"("type":"text","maxLength":5001)", "/maxLength", "must be a whole number from 1 to 5000"},
      {R"("type":"text","pattern":"(a")", "/pattern", ""},
      {R"x("type":"email","pattern":"(?=a)")x", "/pattern", ""},
      {R"("type":"phone","patternMessage":"")", "/patternMessage", "is empty"},
      {R"("type":"number","min":"1")", "/min", "must be a number, found a string"},
      {R"("type":"number","min":2.5,"max":2)", "/max", "is less than min"},
      {R"("type":"date","min":"2026-02-30")", "/min", day},
      {R"("type":"date","max":"31.01.2026")", "/max", day},
      {R"("type":"date","max":"tomorrow")", "/max", day},
      {R"("type":"date","min":20260131)", "/min", "must be a string"},
      {R"("type":"date","min":"2026-02-01","max":"2026-01-31")", "/max", "is less than min"},
      // Matrices
      {R"("type":"matrix")", "/rows", "is missing: it must be a list of 1 to 30"},
      {R"("type":"matrix","rows":[])", "/rows", "must be a list of 1 to 30"},
      {join({R"("type":"matrix","rows":)", list_of(31, "\"A\"")}), "/rows", "must be a list of 1 to 30"},
      {R"("type":"matrix","rows":["A",{"id":"1","text":"B"}])", "/rows/1", "is the id of another one"},
      {R"("type":"matrix","rows":["A"],"points":6)", "/points", "must be 2, 3, 5, 7 or 10"},
      {R"("type":"matrix","rows":["A"],"points":3,"labels":["a","b"])", "/labels",
       "must have a wording for each of the 3 points, found 2"},
      {R"("type":"matrix","rows":["A"],"points":2,"labels":["a","b","c"])", "/labels/2", "is one too many"},
      {R"("type":"matrix","rows":["A"],"points":2,"labels":["a",4])", "/labels/1", "must be a text, found a number"},
      // Other
      {R"("type":"yesno","yes":true)", "/yes", "must be"},
  };
  for (const Broken& broken : all) {
    const Asked asked(broken.members);
    INFO(broken.members.substr(0, 200) << "\n" << asked.errors());
    REQUIRE(asked.problems.errors.size() >= 1);
    CHECK(asked.errors().rfind(broken.pointer + ": ", 0) == 0);
    CHECK(asked.problems.errors[0].message.find(broken.message) != std::string::npos);
    CHECK_FALSE(asked.problems.errors[0].message.empty());
  }
}

TEST_CASE("fields of another kind are not known", "[core][kinds]") {
  CHECK(Asked(R"("type":"nps","points":5)").warnings().rfind("/points: unknown field", 0) == 0);
  CHECK(Asked(R"("type":"picture","options":[{"text":"A","image":"a"},{"text":"B","image":"b"}],"other":true)")
            .warnings()
            .rfind("/other: unknown field", 0) == 0);
  CHECK(Asked(R"("type":"choice","options":[{"text":"A","image":"a"},"B"])").warnings().rfind("/options/0/image", 0) ==
        0);
}

TEST_CASE("scales, yes or no and consent are required unless said otherwise, the others are not", "[core][kinds]") {
  const std::string options = R"("options":["A","B"])";
  const std::pair<std::string, bool> all[] = {
      {R"("type":"nps")", true},
      {R"("type":"ces")", true},
      {R"("type":"csat")", true},
      {R"("type":"rating")", true},
      {R"("type":"yesno")", true},
      {R"("type":"consent","label":"L")", true},
      {R"("type":"text")", false},
      {R"("type":"email")", false},
      {R"("type":"phone")", false},
      {R"("type":"number")", false},
      {R"("type":"date")", false},
      {R"("type":"choice",)" + options, false},
      {R"("type":"message")", false},
      {R"("type":"dropdown",)" + options, false},
      {R"("type":"matrix","rows":["A"])", false},
      {R"("type":"ranking",)" + options, false},
  };
  for (const auto& [members, required] : all) {
    INFO(members);
    CHECK(Asked(members).question().required == required);
    if (members == R"("type":"message")") continue;  // which asks nothing
    CHECK(Asked(members + R"(,"required":true)").question().required);
    CHECK_FALSE(Asked(members + R"(,"required":false)").question().required);
  }
}

TEST_CASE("ratings are stars, but from seven points on numbers, unless said otherwise", "[core][kinds]") {
  CHECK(Asked(R"("type":"rating")").question().max == 5);
  for (const int points : {2, 3, 5, 7, 10}) {
    const Asked asked(R"("type":"rating","points":)" + std::to_string(points));
    CHECK(asked.question().min == 1);
    CHECK(asked.question().max == points);
    CHECK(asked.question().symbols == (points > 5 ? Symbols::kNumbers : Symbols::kStars));
  }
  CHECK(Asked(R"("type":"rating","points":10,"symbols":"faces")").question().symbols == Symbols::kFaces);
  CHECK(Asked(R"("type":"csat")").question().symbols == Symbols::kFaces);
  CHECK(Asked(R"("type":"csat","symbols":"numbers")").question().symbols == Symbols::kNumbers);
}

TEST_CASE("options are texts, texts in languages, or objects", "[core][kinds]") {
  const Asked asked(
      R"("type":"choice","multiple":true,"shuffle":true,"minChoices":1,"maxChoices":2,"other":{"en":"Else"},
    "options":["A",{"en":"B","ru":"Б"},{"id":"Ya","en":"Yes"},{"text":"D"},{"id":"e","text":{"en":"E"},"fixed":true},
               {"id":"none","text":"None","exclusive":true}])");
  REQUIRE(asked.errors() == "");
  CHECK(asked.warnings() == "");
  const config::Question& question = asked.question();
  std::string spelled;
  for (const config::Option& option : question.options) {
    spelled += option.id + "=" + option.text.versions[0].text + (option.exclusive ? "!" : "") +
               (option.fixed ? "#" : "") + (option.other ? "*" : "") + " ";
  }
  CHECK(spelled == "1=A 2=B 3=Yes 4=D e=E# none=None! other=Else#* ");
  CHECK(question.multiple);
  CHECK(question.shuffle);
  CHECK(question.min_choices == 1);
  CHECK(question.max_choices == 2);
  CHECK(Asked(choice(R"("other":false)")).question().options.size() == 3);
}

TEST_CASE("addresses of pictures and links are those that cannot run a script", "[core][kinds]") {
  for (const char* fine : {"a.png", "/a.png", "//cdn.example.org/a.png", "https://example.org/a.png", "HTTP://x/a",
                           "?x:y", "a/b:c.png", "data:image/png;base64,AAAA", "#a"}) {
    INFO(fine);
    CHECK(Asked(picture(fine)).errors() == "");
  }
  for (const char* fine :
       {"/terms", "https://example.org/terms", "mailto:a@b.org", "tel:+15550100", "MAILTO:a@b.org"}) {
    INFO(fine);
    CHECK(Asked(link(fine)).errors() == "");
  }
}

TEST_CASE("what is typed has its own fields", "[core][kinds]") {
  const Asked text(
      R"("type":"text","lines":"one","hint":"H","minLength":2,"maxLength":5,"pattern":"a+","patternMessage":"M")");
  REQUIRE(text.errors() == "");
  CHECK(text.question().input == Input::kShort);
  CHECK(text.question().min_length == 2);
  CHECK(text.question().max_length == 5);
  CHECK(text.question().pattern == "a+");
  CHECK(Asked(R"("type":"text")").question().input == Input::kLong);
  CHECK(Asked(R"("type":"text","lines":"many")").question().input == Input::kLong);
  CHECK(Asked(R"("type":"email")").question().input == Input::kEmail);
  CHECK(Asked(R"("type":"phone")").question().input == Input::kPhone);
  const Asked number(R"("type":"number","min":-1.5,"max":7)");
  CHECK(number.question().least == -1.5);
  CHECK(number.question().most == 7);
  const Asked date(R"("type":"date","min":"1900-01-01","max":"today")");
  CHECK(date.errors() == "");
  CHECK(date.question().from == "1900-01-01");
  CHECK(date.question().until == "today");
  CHECK(Asked(R"("type":"date","min":"today","max":"2020-01-01")").errors() == "");
}

TEST_CASE("statements may belong to a factor", "[core][kinds]") {
  const Asked asked(R"("type":"matrix","points":3,"labels":["a","b","c"],"shuffle":true,
    "rows":["A",{"id":"b","text":"B","factor":"trust"}])");
  REQUIRE(asked.errors() == "");
  CHECK(asked.question().options[1].factor == "trust");
  CHECK(asked.question().wordings.size() == 3);
  CHECK(asked.question().shuffle);
}

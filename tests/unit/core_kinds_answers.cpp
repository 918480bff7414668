// What the kinds of question take for an answer, what they find wrong with it, and how they tell others of it.
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <set>

#include "core/survey/order.h"
#include "core_kinds_support.h"

using namespace canvass;
using namespace canvass::test;
using survey::Reply;

namespace {

constexpr const char* kSingle = R"("type":"choice","options":["A","B",{"id":"c","text":{"en":"C","ru":"Ц"}}])";
constexpr const char* kSingleOther = R"("type":"choice","options":["A","B"],"other":true)";
constexpr const char* kSeveral =
    R"("type":"choice","multiple":true,"other":"Else","minChoices":2,"maxChoices":3,
       "options":["A","B","C","D",{"id":"none","text":"None","exclusive":true}])";
constexpr const char* kPictures = R"("type":"picture","options":[{"id":"a","text":"A","image":"a.png"},
       {"id":"b","text":"B","image":"b.png"}])";
constexpr const char* kList = R"("type":"dropdown","options":["A","B"])";
constexpr const char* kRank = R"("type":"ranking","options":["A","B","C"])";
constexpr const char* kRows = R"("type":"matrix","rows":[{"id":"speed","text":"Speed"},{"id":"price","text":"Price"}])";

std::string many(size_t count, std::string_view what = "x") {
  std::string out;
  while (count-- > 0) out += what;
  return out;
}

std::string in_json(std::string_view text) { return dump_json(Json(std::string(text))); }

}  // namespace

// --- accept ------------------------------------------------------------------------------------------------

TEST_CASE("an answer is tidied, and what can be none is refused", "[core][kinds]") {
  struct Row {
    std::string members, value, accepted;
  };
  const Row rows[] = {
      {R"("type":"csat")", "5", "5"},
      {R"("type":"csat")", "5.0", "5"},
      {R"("type":"csat")", "0", "none"},
      {R"("type":"csat")", "6", "none"},
      {R"("type":"csat")", "\"5\"", "none"},
      {R"("type":"rating","points":2)", "2", "2"},
      {R"("type":"rating","points":2)", "3", "none"},
      {R"("type":"rating","points":10)", "10", "10"},
      {R"("type":"rating")", "2.5", "none"},
      {R"("type":"rating")", "[3]", "none"},
      {R"("type":"yesno")", "true", "true"},
      {R"("type":"yesno")", "false", "false"},
      {R"("type":"yesno")", "1", "none"},
      {R"("type":"yesno")", "\"yes\"", "none"},
      {R"("type":"consent","label":"L")", "true", "true"},
      {R"("type":"consent","label":"L")", "false", "none"},
      {R"("type":"message","link":{"text":"T","url":"/"})", "\"opened\"", "\"opened\""},
      {R"("type":"message","link":{"text":"T","url":"/"})", "\"closed\"", "none"},
      {R"("type":"message")", "\"opened\"", "none"},
      // One of several
      {kSingle, "\"1\"", "\"1\""},
      {kSingle, "\"c\"", "\"c\""},
      {kSingle, "\"3\"", "none"},
      {kSingle, "1", "none"},
      {kSingle, "[\"1\"]", "none"},
      {kSingle, "true", "none"},
      {kSingle, R"({"other":"x"})", "none"},
      {kSingleOther, R"({"other":"  my own "})", R"({"other":"my own"})"},
      {kSingleOther, R"({"other":" "})", R"({"other":""})"},
      {kSingleOther, "\"other\"", R"({"other":""})"},
      {kSingleOther, R"({"other":5})", "none"},
      {kSingleOther, R"({"other":"a","more":1})", "none"},
      {kSingleOther, R"({"else":"a"})", "none"},
      {kSingleOther, R"({"other":")" + many(5000) + "\"}", R"({"other":")" + many(5000) + "\"}"},
      {kSingleOther, R"({"other":")" + many(5001) + "\"}", "none"},
      {kPictures, "\"b\"", "\"b\""},
      {kPictures, "\"1\"", "none"},
      {kList, "\"2\"", "\"2\""},
      {kList, "[\"2\"]", "none"},
      // Several
      {kSeveral, R"(["3","1"])", R"(["1","3"])"},
      {kSeveral, R"([{"other":" x "},"1"])", R"(["1",{"other":"x"}])"},
      {kSeveral, R"(["other","1"])", R"(["1",{"other":""}])"},
      {kSeveral, R"(["1","1"])", "none"},
      {kSeveral, R"(["other",{"other":"x"}])", "none"},
      {kSeveral, R"(["1","5"])", "none"},
      {kSeveral, R"(["1",2])", "none"},
      {kSeveral, R"(["1",null])", "none"},
      {kSeveral, R"(["none"])", R"(["none"])"},
      {kSeveral, R"(["none","1"])", "none"},
      {kSeveral, "\"1\"", "none"},
      {kSeveral, R"({"1":true})", "none"},
      {kSeveral, R"(["1","2","3","4"])", R"(["1","2","3","4"])"},  // too many is for check()
      // An order
      {kRank, R"(["3","1","2"])", R"(["3","1","2"])"},
      {kRank, R"(["3","1"])", "none"},
      {kRank, R"(["3","1","1"])", "none"},
      {kRank, R"(["3","1","4"])", "none"},
      {kRank, R"(["3","1",2])", "none"},
      {kRank, R"(["3","1","2","1"])", "none"},
      {kRank, "\"3\"", "none"},
      // Statements
      {kRows, R"({"speed":5})", R"({"speed":5})"},
      {kRows, R"({"speed":5.0,"price":1})", R"({"price":1,"speed":5})"},
      {kRows, R"({"speed":6})", "none"},
      {kRows, R"({"speed":"5"})", "none"},
      {kRows, R"({"speed":null})", "none"},
      {kRows, R"({"speed":5,"looks":1})", "none"},
      {kRows, "[5,1]", "none"},
      // Typed
      {R"("type":"text")", R"("  a\n\tb\u0007 ")", R"("a\n\tb")"},
      {R"("type":"text","lines":"one")", R"("a\nb")", R"("a b")"},
      {R"("type":"text")", "5", "none"},
      {R"("type":"text")", in_json(many(5000, "ы")), in_json(many(5000, "ы"))},
      {R"("type":"text")", in_json(many(5001)), "none"},
      {R"("type":"email")", "\" a@b.org \"", "\"a@b.org\""},
      {R"("type":"email")", "\"not one\"", "\"not one\""},  // which is for check()
      {R"("type":"phone")", "\"+1 555 0100\"", "\"+1 555 0100\""},
      {R"("type":"number")", "7", "7"},
      {R"("type":"number")", "7.0", "7"},
      {R"("type":"number")", "-7.5", "-7.5"},
      {R"("type":"number")", "1e300", "1e+300"},
      {R"("type":"number")", "\"12\"", "12"},
      {R"("type":"number")", "\" 012,50 \"", "12.5"},
      {R"("type":"number")", "\"-.5\"", "-0.5"},
      {R"("type":"number")", "\"5.\"", "5"},
      {R"("type":"number")", "\"1.2.3\"", "none"},
      {R"("type":"number")", "\"1,234\"", "none"},  // 1234 or 1.234, depending on where one is from
      {R"("type":"number")", "\"-12,345\"", "none"},
      {R"("type":"number")", "\"0,125\"", "0.125"},
      {R"("type":"number")", "\"1,25\"", "1.25"},
      {R"("type":"number")", "\"1.234\"", "1.234"},
      {R"("type":"number")", "\"12 apples\"", "none"},
      {R"("type":"number")", "\"1e5\"", "none"},
      {R"("type":"number")", "\"-\"", "none"},
      {R"("type":"number")", "\".\"", "none"},
      {R"("type":"number")", "\"--1\"", "none"},
      {R"("type":"number")", in_json(many(400, "9")), "none"},  // more than a double can be
      {R"("type":"number")", "true", "none"},
      {R"("type":"date")", "\" 2026-01-31 \"", "\"2026-01-31\""},
      {R"("type":"date")", "\"2024-02-29\"", "\"2024-02-29\""},
      {R"("type":"date")", "\"2000-02-29\"", "\"2000-02-29\""},
      {R"("type":"date")", "\"1931-12-31\"", "\"1931-12-31\""},
      {R"("type":"date")", "\"2023-02-29\"", "none"},
      {R"("type":"date")", "\"1900-02-29\"", "none"},
      {R"("type":"date")", "\"2026-04-31\"", "none"},
      {R"("type":"date")", "\"2026-13-01\"", "none"},
      {R"("type":"date")", "\"2026-00-01\"", "none"},
      {R"("type":"date")", "\"2026-01-00\"", "none"},
      {R"("type":"date")", "\"2026-01-32\"", "none"},
      {R"("type":"date")", "\"0000-01-01\"", "none"},
      {R"("type":"date")", "\"2026/01/31\"", "none"},
      {R"("type":"date")", "\"2026-1-31\"", "none"},
      {R"("type":"date")", "20260131", "none"},
  };
  for (const Row& row : rows) {
    INFO(row.members << "  " << row.value.substr(0, 100));
    CHECK(Asked(row.members).accepted(row.value) == row.accepted);
  }
}

TEST_CASE("an answer that was taken is taken again as it is", "[core][kinds]") {
  const std::pair<const char*, const char*> all[] = {
      {kSeveral, R"([{"other":" x "},"1"])"},
      {kSingleOther, "\"other\""},
      {kRows, R"({"speed":5.0})"},
      {R"("type":"number")", "\"12,5\""},
      {R"("type":"date")", "\"2026-01-31\""},
      {R"("type":"text")", R"("  a ")"},
  };
  for (const auto& [members, value] : all) {
    const Asked asked(members);
    const std::string once = asked.accepted(value);
    CHECK(asked.accepted(once) == once);
  }
}

// --- check -------------------------------------------------------------------------------------------------

TEST_CASE("what is wrong with an answer is said in the visitor's words", "[core][kinds]") {
  struct Row {
    std::string members, value, fault;
  };
  const std::string format = "Please check the format";
  const std::string email = "Enter an email address such as name@example.org";
  const std::string phone = "Enter a phone number with digits only, such as +1 555 0100";
  const Row rows[] = {
      {kSeveral, R"(["1"])", "Choose at least 2"},
      {kSeveral, R"(["1","2"])", "nothing"},
      {kSeveral, R"(["1","2","3","4"])", "Choose at most 3"},
      {kSeveral, R"(["1",{"other":""}])", "nothing"},
      {kSeveral, R"(["none"])", "nothing"},
      {kSeveral, "[]", "nothing"},  // optional, and none chosen
      {R"("type":"text","minLength":3)", "\"ab\"", "Write at least 3 characters"},
      {R"("type":"text","minLength":3)", "\"  ab  \"", "Write at least 3 characters"},
      {R"("type":"text","minLength":3)", "\"ыыы\"", "nothing"},
      {R"("type":"text","minLength":3)", "\"\"", "nothing"},
      {R"("type":"text","maxLength":1)", "\"ab\"", "Write at most 1 character"},
      {R"("type":"text","pattern":"[0-9]+")", "\"12\"", "nothing"},
      {R"("type":"text","pattern":"[0-9]+")", "\"a12\"", format},
      {R"("type":"text","pattern":"[0-9]+","patternMessage":"Digits, please")", "\"a12\"", "Digits, please"},
      {R"("type":"email","pattern":".*@example.org")", "\"a@example.org\"", "nothing"},
      {R"("type":"email","pattern":".*@example.org")", "\"a@example.com\"", format},
      {R"("type":"email")", "\"name.last+tag@sub.example.org\"", "nothing"},
      {R"("type":"email")", "\"почта@пример.рф\"", "nothing"},
      {R"("type":"email")", "\"name\"", email},
      {R"("type":"email")", "\"@example.org\"", email},
      {R"("type":"email")", "\"name@\"", email},
      {R"("type":"email")", "\"name@example\"", email},
      {R"("type":"email")", "\"name@.org\"", email},
      {R"("type":"email")", "\"name@example.\"", email},
      {R"("type":"email")", "\"name@example..org\"", email},
      {R"("type":"email")", "\"a@b@example.org\"", email},
      {R"("type":"email")", "\"my name@example.org\"", email},
      {R"("type":"email")", "\"name@exam ple.org\"", email},
      {R"("type":"email")", "\"a@example.org, b@example.org\"", email},
      {R"("type":"email")", in_json(many(65) + "@example.org"), email},
      {R"("type":"phone")", "\"+7 (701) 555-01-00\"", "nothing"},
      {R"("type":"phone")", "\"12345\"", "nothing"},
      {R"("type":"phone")", "\"1234\"", phone},
      {R"("type":"phone")", "\"1234567890123456\"", phone},
      {R"("type":"phone")", "\"call me\"", phone},
      {R"("type":"phone")", "\"12345+\"", phone},
      {R"("type":"number","min":1.5,"max":3)", "1", "Enter 1.5 or more"},
      {R"("type":"number","min":1.5,"max":3)", "1.5", "nothing"},
      {R"("type":"number","min":1.5,"max":3)", "\"3\"", "nothing"},
      {R"("type":"number","min":1.5,"max":3)", "3.01", "Enter 3 or less"},
      {R"("type":"number")", "\"a lot\"", "Enter a number"},
      {R"("type":"date","min":"2026-01-02","max":"2026-01-31")", "\"2026-01-01\"", "Choose 01/02/2026 or later"},
      {R"("type":"date","min":"2026-01-02","max":"2026-01-31")", "\"2026-01-02\"", "nothing"},
      {R"("type":"date","min":"2026-01-02","max":"2026-01-31")", "\"2026-01-31\"", "nothing"},
      {R"("type":"date","min":"2026-01-02","max":"2026-01-31")", "\"2026-02-01\"", "Choose 01/31/2026 or earlier"},
      {R"("type":"date")", "\"2026-02-30\"", "Enter a date"},
      {kRows, R"({"speed":5})", "nothing"},
  };
  for (const Row& row : rows) {
    INFO(row.members << "  " << row.value);
    CHECK(Asked(row.members).fault(row.value) == row.fault);
  }
}

TEST_CASE("a required question says what it is waiting for", "[core][kinds]") {
  const std::string answer = "Please answer this question";
  const std::string lines = "Please answer every line";
  CHECK(Asked(R"("type":"csat")").fault("null", true) == answer);
  CHECK(Asked(R"("type":"text")").fault("\"  \"", true) == answer);
  CHECK(Asked(R"("type":"text")").fault("\"\\u0007\"", true) == answer);
  CHECK(Asked(kSeveral).fault("[]", true) == answer);
  CHECK(Asked(R"("type":"consent","label":"L")").fault("\"\"", true) == "Please tick the box to go on");
  CHECK(Asked(kRows).fault("{}", true) == lines);
  CHECK(Asked(kRows).fault(R"({"speed":1})", true) == lines);
  CHECK(Asked(kRows).fault(R"({"speed":1,"price":1})", true) == "nothing");
  CHECK(Asked(kRank).fault("null", true) == "nothing");  // it stands as shown
  CHECK(Asked(R"("type":"message")").fault("null", true) == "nothing");
  CHECK(Asked(R"("type":"csat")").fault("null", false) == "nothing");
}

TEST_CASE("faults are told in the visitor's language, numerals and dates", "[core][kinds]") {
  const auto fault = [](std::string_view members, std::string_view value, std::string_view locale) {
    const Asked asked(members);
    const std::optional<survey::Fault> found = survey::fault_of(asked.question(), drafted(value), true, kStart);
    return found ? survey::spell(*found, speaking(locale)) : "nothing";
  };
  CHECK(fault(R"("type":"date","min":"2026-02-01")", "\"2026-01-01\"", "ru").find("01.02.2026") != std::string::npos);
  CHECK(fault(R"("type":"number","min":25)", "1", "ar").find("٢٥") != std::string::npos);
  CHECK(fault(R"("type":"text","pattern":"a","patternMessage":{"en":"E","ru":"Р"})", "\"b\"", "ru") == "Р");
}

TEST_CASE("nobody on earth is told that today is another day", "[core][kinds]") {
  const Asked from(R"("type":"date","min":"today")");
  const Asked until(R"("type":"date","max":"today")");
  const TimeMs morning = parse_iso8601("2026-03-01T06:00:00Z").value();
  const TimeMs evening = parse_iso8601("2026-03-01T18:00:00Z").value();
  CHECK(from.fault("\"2026-02-28\"", false, morning) == "nothing");  // still so in Honolulu
  CHECK(from.fault("\"2026-02-28\"", false, evening) == "Choose 03/01/2026 or later");
  CHECK(from.fault("\"2026-02-27\"", false, morning) == "Choose 03/01/2026 or later");
  CHECK(until.fault("\"2026-03-02\"", false, evening) == "nothing");  // already so in Auckland
  CHECK(until.fault("\"2026-03-02\"", false, morning) == "Choose 03/01/2026 or earlier");
  CHECK(until.fault("\"2026-03-03\"", false, evening) == "Choose 03/01/2026 or earlier");
}

// --- expects, score, plain, spell --------------------------------------------------------------------------

TEST_CASE("a refused answer is told what was expected", "[core][kinds]") {
  const auto expects = [](std::string_view members) {
    const Asked asked(members);
    return asked.kind().expects(asked.question());
  };
  CHECK(expects(R"("type":"rating","points":7)") == "a whole number from 1 to 7");
  CHECK(expects(kSingleOther) == R"(one of "1", "2", {"other":"…"})");
  CHECK(expects(kSeveral) == R"(a list of one or several of "1", "2", "3", "4", "none", {"other":"…"})");
  CHECK(expects(kRank) == R"(a list of all of "1", "2", "3")");
  CHECK(expects(kRows) == R"(an object with a whole number from 1 to 5 for "speed", "price")");
  CHECK(expects(R"("type":"yesno")") == "true or false");
  CHECK(expects(R"("type":"consent","label":"L")") == "true");
  CHECK(expects(R"("type":"message")") == "\"opened\", where there is a link");
  CHECK(expects(R"("type":"text")") == "a text of at most 5000 characters");
  CHECK(expects(R"("type":"number")") == "a number");
  CHECK(expects(R"("type":"date")") == "a date such as \"2026-01-31\"");
}

TEST_CASE("an event says what is needed to read its value", "[core][kinds]") {
  const Asked csat(R"("type":"csat")");
  CHECK(csat.score("5") == R"({"category":"satisfied","top2":true})");
  CHECK(csat.score("4") == R"({"category":"satisfied","top2":true})");
  CHECK(csat.score("3") == R"({"category":"neutral","top2":false})");
  CHECK(csat.score("2") == R"({"category":"dissatisfied","top2":false})");
  CHECK(csat.score("1") == R"({"category":"dissatisfied","top2":false})");
  CHECK(Asked(R"("type":"rating","points":7)").score("3") == R"({"points":7})");
  CHECK(Asked(R"("type":"yesno")").score("true") == R"({"category":"yes"})");
  CHECK(Asked(R"("type":"yesno")").score("false") == R"({"category":"no"})");
  CHECK(Asked(kSingleOther).score(R"({"other":"mine"})") == R"({"other":"mine"})");
  CHECK(Asked(kSingleOther).score(R"({"other":""})") == "{}");
  CHECK(Asked(kSeveral).score(R"(["1",{"other":"mine"}])") == R"({"other":"mine"})");
  CHECK(Asked(kSingle).score("\"1\"") == "{}");
  CHECK(Asked(kRows).score(R"({"speed":1})") == R"({"points":5})");
  CHECK(Asked(kRank).score(R"(["1","2","3"])") == "{}");
  CHECK(Asked(R"("type":"number")").score("5") == "{}");
}

TEST_CASE("conditions and events see \"other\" without the words behind it", "[core][kinds]") {
  CHECK(Asked(kSingleOther).plain(R"({"other":"mine"})") == "\"other\"");
  CHECK(Asked(kSingleOther).plain("\"1\"") == "\"1\"");
  CHECK(Asked(kSeveral).plain(R"(["1",{"other":"mine"}])") == R"(["1","other"])");
  CHECK(Asked(kRows).plain(R"({"speed":1})") == R"({"speed":1})");
  CHECK(Asked(R"("type":"number")").plain("1.5") == "1.5");
}

TEST_CASE("a sentence has an answer in the visitor's language", "[core][kinds]") {
  CHECK(Asked(kSingle).spell("\"c\"", "ru") == "Ц");
  CHECK(Asked(kSingleOther).spell(R"({"other":"my own"})") == "my own");
  CHECK(Asked(kSingleOther).spell(R"({"other":""})") == "Other");
  CHECK(Asked(kSeveral).spell(R"(["1","3",{"other":""}])") == "A, C, Else");
  CHECK(Asked(kList).spell("\"2\"") == "B");
  CHECK(Asked(kPictures).spell("\"a\"") == "A");
  CHECK(Asked(kRank).spell(R"(["3","1","2"])") == "C, A, B");
  CHECK(Asked(kRows).spell(R"({"price":2,"speed":5})", "ar") == "Speed: ٥, Price: ٢");
  CHECK(Asked(R"("type":"yesno")").spell("true") == "Yes");
  CHECK(Asked(R"("type":"yesno")").spell("false", "ru") == "Нет");
  CHECK(Asked(R"("type":"yesno","no":"Never")").spell("false") == "Never");
  CHECK(Asked(R"("type":"consent","label":"I agree")").spell("true") == "I agree");
  CHECK(Asked(R"("type":"message","link":{"text":"Guide","url":"/"})").spell("\"opened\"") == "Guide");
  CHECK(Asked(R"("type":"date")").spell("\"2026-01-31\"", "ru") == "31.01.2026");
  CHECK(Asked(R"("type":"text")").spell("\"2026-01-31\"", "ru") == "2026-01-31");
  CHECK(Asked(R"("type":"number")").spell("25", "ar") == "٢٥");
  CHECK(Asked(R"("type":"number")").spell("2.5", "en") == "2.5");
  CHECK(Asked(R"("type":"rating")").spell("4", "en") == "4");
}

// --- act ---------------------------------------------------------------------------------------------------

TEST_CASE("one choice replaces the other and completes the answer, but for the visitor's own words", "[core][kinds]") {
  const Asked asked(kSingleOther);
  Reply reply;
  CHECK(asked.acted(reply, "option/1") == "\"1\"!");
  CHECK(asked.acted(reply, "option/2") == "\"2\"!");
  CHECK(asked.acted(reply, "option/2") == "\"2\"!");
  CHECK(asked.acted(reply, "option/other") == R"({"other":""})");
  CHECK(asked.acted(reply, "other", "my ") == R"({"other":"my "})");
  CHECK(asked.acted(reply, "option/other") == R"({"other":"my "})");
  CHECK(asked.acted(reply, "option/1") == "\"1\"!");
  CHECK(asked.acted(reply, "other", "x") == R"({"other":"x"})");
  CHECK(asked.acted(reply, "option/3") == "none");
  CHECK(asked.acted(reply, "option/") == "none");
  CHECK(asked.acted(reply, "") == "none");
  CHECK(Asked(kSingle).acted(reply, "other", "x") == "none");
  CHECK(asked.acted(reply, "other", many(6000)).size() == many(5000).size() + 12);
}

TEST_CASE("several choices toggle, and the exclusive one stands alone", "[core][kinds]") {
  const Asked asked(kSeveral);
  Reply reply;
  CHECK(asked.acted(reply, "option/3") == R"(["3"])");
  CHECK(asked.acted(reply, "option/1") == R"(["1","3"])");
  CHECK(asked.acted(reply, "option/3") == R"(["1"])");
  CHECK(asked.acted(reply, "option/other") == R"(["1",{"other":""}])");
  CHECK(asked.acted(reply, "other", "x") == R"(["1",{"other":"x"}])");
  CHECK(asked.acted(reply, "option/none") == R"(["none"])");
  CHECK(asked.acted(reply, "option/2") == R"(["2"])");
  CHECK(asked.acted(reply, "option/none") == R"(["none"])");
  CHECK(asked.acted(reply, "option/none") == "[]");
  for (const char* part : {"option/1", "option/2", "option/3", "option/4"}) asked.acted(reply, part);
  CHECK(dump_json(reply.draft) == R"(["1","2","3","4"])");  // one more than there may be: check() says so
  CHECK(asked.acted(reply, "other", "x") == R"(["1","2","3","4",{"other":"x"}])");
}

TEST_CASE("an answer given before is what acting goes on from, and it can be taken back", "[core][kinds]") {
  Reply reply;
  reply.answer = json(R"(["1"])");
  CHECK(Asked(kSeveral).acted(reply, "option/1") == "[]");
  CHECK(survey::is_empty(reply.latest()));
  Reply consent;
  consent.answer = true;
  const Asked asked(R"("type":"consent","label":"L")");
  CHECK(asked.acted(consent, "box") == "\"\"");
  CHECK(survey::is_empty(consent.latest()));
  CHECK(asked.acted(consent, "box") == "true");
  CHECK(asked.acted(consent, "link") == "none");
}

TEST_CASE("a list gives its value and never completes the answer", "[core][kinds]") {
  const Asked asked(kList);
  Reply reply;
  CHECK(asked.acted(reply, "field", "2") == "\"2\"");
  CHECK(asked.acted(reply, "field", "3") == "none");
  CHECK(asked.acted(reply, "field", "") == "\"\"");
}

TEST_CASE("scales, yes or no and a single picture complete the answer", "[core][kinds]") {
  Reply reply;
  CHECK(Asked(R"("type":"csat")").acted(reply, "4") == "4!");
  CHECK(Asked(R"("type":"csat")").acted(reply, "6") == "none");
  CHECK(Asked(R"("type":"rating","points":10)").acted(reply, "10") == "10!");
  CHECK(Asked(R"("type":"nps")").acted(reply, "0") == "0!");
  CHECK(Asked(R"("type":"nps")").acted(reply, "x") == "none");
  CHECK(Asked(R"("type":"yesno")").acted(reply, "option/yes") == "true!");
  CHECK(Asked(R"("type":"yesno")").acted(reply, "option/no") == "false!");
  CHECK(Asked(R"("type":"yesno")").acted(reply, "option/maybe") == "none");
  reply = {};
  CHECK(Asked(kPictures).acted(reply, "option/b") == "\"b\"!");
  CHECK(Asked(R"("type":"message","link":{"text":"T","url":"/"})").acted(reply, "link") == "\"opened\"!");
  CHECK(Asked(R"("type":"message")").acted(reply, "link") == "none");
}

TEST_CASE("what is typed is kept as it was typed", "[core][kinds]") {
  Reply reply;
  CHECK(Asked(R"("type":"text")").acted(reply, "field", "a ") == "\"a \"");
  CHECK(Asked(R"("type":"number")").acted(reply, "field", "5.") == "\"5.\"");
  CHECK(Asked(R"("type":"number")").acted(reply, "field", "-") == "\"-\"");
  CHECK(Asked(R"("type":"date")").acted(reply, "field", "") == "\"\"");
  CHECK(Asked(R"("type":"date")").acted(reply, "else", "") == "none");
}

TEST_CASE("statements are judged one by one", "[core][kinds]") {
  const Asked asked(kRows);
  Reply reply;
  CHECK(asked.acted(reply, "row/price/5") == R"({"price":5})");
  CHECK(asked.acted(reply, "row/speed/1") == R"({"price":5,"speed":1})");
  CHECK(asked.acted(reply, "row/price/2") == R"({"price":2,"speed":1})");
  for (const char* part :
       {"row/price/6", "row/price/0", "row/price/", "row/price", "row/looks/1", "row/", "row", "row//1"}) {
    INFO(part);
    CHECK(asked.acted(reply, part) == "none");
  }
}

TEST_CASE("a ranking starts as shown and moves one place at a time", "[core][kinds]") {
  const Asked asked(kRank);
  Reply reply;
  reply.order = {2, 0, 1};
  CHECK(dump_json(survey::untouched(asked.question(), reply)) == R"(["3","1","2"])");
  CHECK(asked.acted(reply, "up/3") == "none");
  CHECK(asked.acted(reply, "down/2") == "none");
  CHECK(asked.acted(reply, "down/3") == R"(["1","3","2"])");
  CHECK(asked.acted(reply, "up/2") == R"(["1","2","3"])");
  CHECK(asked.acted(reply, "up/4") == "none");
  CHECK(asked.acted(reply, "left/1") == "none");
  CHECK(survey::untouched(Asked(kSingle).question(), reply).is_null());
}

// --- order -------------------------------------------------------------------------------------------------

TEST_CASE("shuffled options stand in every order equally often, and the fixed ones stay", "[core][kinds]") {
  const Asked asked(R"("type":"choice","shuffle":true,"other":true,"options":["A",{"text":"B","fixed":true},"C","D"])");
  std::map<std::string, int> seen;
  Rng rng("order");
  constexpr int kRuns = 60'000;
  for (int run = 0; run < kRuns; ++run) {
    std::string order;
    for (const uint8_t index : survey::order_of(asked.question(), rng)) order += static_cast<char>('0' + index);
    ++seen[order];
  }
  CHECK(seen.size() == 6);
  // Each is expected 10 000 times, with a standard deviation of 91: five of them.
  for (const auto& [order, count] : seen) {
    INFO(order << " " << count);
    CHECK(order[1] == '1');
    CHECK(order[4] == '4');
    CHECK(count > kRuns / 6 - 456);
    CHECK(count < kRuns / 6 + 456);
  }
}

TEST_CASE("nothing is shuffled unless asked for", "[core][kinds]") {
  Rng rng("order");
  CHECK(survey::order_of(Asked(kSingle).question(), rng).empty());
}

// --- anything at all ---------------------------------------------------------------------------------------

TEST_CASE("whatever a visitor does makes a reply that is an answer, nothing, or an unfinished text", "[core][kinds]") {
  const std::string all[] = {
      R"("type":"nps")",
      R"("type":"ces")",
      R"("type":"csat")",
      R"("type":"rating","points":7)",
      kSingle,
      kSingleOther,
      kSeveral,
      kPictures,
      kList,
      kRank,
      kRows,
      R"("type":"yesno")",
      R"("type":"text")",
      R"("type":"text","lines":"one","minLength":2)",
      R"("type":"email")",
      R"("type":"phone")",
      R"("type":"number")",
      R"("type":"date")",
      R"("type":"message")",
      R"("type":"consent","label":"L","link":{"text":"T","url":"/"})",
  };
  const std::string values[] = {"",   " ",          "1",          "2",       "-",    "5.",
                                "12", "2026-01-31", "2026-02-30", "a@b.org", "x\ny", "\xff"};
  Rng rng("actions");
  for (const std::string& members : all) {
    const Asked asked(members);
    REQUIRE(asked.errors() == "");
    const bool typed = asked.kind().name == std::string("number") || asked.kind().name == std::string("date");
    Reply reply;
    for (int step = 0; step < 300; ++step) {
      std::vector<std::string> parts = {"option/1", "option/none", "other", "field", "row/speed/3",
                                        "up/2",     "4",           "",      "/"};
      std::set<view::NodeId> ids;
      size_t count = 0;
      const auto collect = [&](const auto& self, const std::vector<view::Node>& nodes) -> void {
        for (const view::Node& node : nodes) {
          ids.insert(node.id);
          ++count;
          if (!node.part.empty()) parts.insert(parts.end(), 5, node.part);
          self(self, node.children);
        }
      };
      collect(collect, asked.nodes(reply));
      REQUIRE(ids.size() == count);
      const std::string& part = parts[rng.up_to(parts.size() - 1)];
      const std::string& value = values[rng.up_to(std::size(values) - 1)];
      INFO(members << " " << dump_json(reply.draft) << " " << part << " " << value);
      std::optional<survey::Outcome> outcome = asked.kind().act(asked.question(), reply, part, value);
      if (!outcome) continue;
      reply.draft = std::move(outcome->reply);
      const std::optional<Json> answer =
          survey::is_empty(reply.draft) ? Json() : asked.kind().accept(asked.question(), reply.draft);
      if (!answer) {
        REQUIRE(typed);
        REQUIRE(reply.draft.is_string());
        REQUIRE(survey::fault_of(asked.question(), reply, false, kStart));
      } else if (!survey::is_empty(*answer)) {
        Json properties = Json::object();
        asked.kind().score(asked.question(), *answer, properties);
        REQUIRE_FALSE(asked.kind().spell(asked.question(), *answer, speaking("en")).empty());
        REQUIRE_FALSE(survey::is_empty(asked.kind().plain(asked.question(), *answer)));
      }
    }
  }
}

TEST_CASE("a draft from elsewhere shows as nothing rather than as something else", "[core][kinds]") {
  const char* const drafts[] = {
      "null", "7", "true", "\"x\"", "[]", R"(["x"])", R"([["1"]])", R"({"speed":"x"})", R"({"other":1})", "{}"};
  for (const char* members :
       {kSingle, kSeveral, kPictures, kList, kRank, kRows, R"("type":"csat")", R"("type":"yesno")"}) {
    const Asked asked(members);
    for (const char* draft : drafts) {
      if (std::string(draft) == "true" && std::string(asked.kind().name) == "yesno") continue;
      INFO(members << " " << draft);
      Reply reply = drafted(draft);
      reply.order = {9, 200, 1};
      const std::string tree = asked.tree(reply);
      CHECK(tree.find(" checked") == std::string::npos);
      CHECK(tree.size() > 20);
    }
  }
}

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <map>

#include "core/base/text.h"
#include "core/logic/condition.h"

using namespace canvass;
using namespace canvass::logic;

namespace {

// What is known, by "answer.why".
struct Known final : Facts {
  explicit Known(std::string_view json = "{}") : values(*parse_json(json)) {}

  std::optional<Json> value(Subject subject, std::string_view name) const override {
    const Json* found = find(values, join({name_of(subject), ".", name}));
    return found == nullptr ? std::nullopt : std::optional<Json>(*found);
  }

  Json values;
};

struct Read {
  Condition condition;
  std::string errors;  // "/if/is: …\n", one line each
  bool fine = false;
};

Read read(std::string_view text) {
  const std::optional<Json> json = parse_json(text);
  INFO(text);
  REQUIRE(json);
  Read result;
  Problems problems;
  result.fine = read_condition(*json, "/if", problems, result.condition);
  CHECK(result.fine == problems.ok());
  CHECK(problems.warnings.empty());
  for (const Problem& problem : problems.errors) result.errors += problem.pointer + ": " + problem.message + "\n";
  return result;
}

std::string errors(std::string_view text) { return read(text).errors; }

bool holds(std::string_view condition, std::string_view known) {
  const Read result = read(condition);
  INFO(condition << " " << result.errors);
  REQUIRE(result.fine);
  return logic::holds(result.condition, Known(known));
}

// Whether {"answer":"q", <comparison>} holds when the answer is `value`; an empty value is an absent one.
bool passes(std::string_view comparison, std::string_view value) {
  return holds(join({R"({"answer":"q",)", comparison, "}"}),
               value.empty() ? "{}" : join({R"({"answer.q":)", value, "}"}));
}

}  // namespace

TEST_CASE("is and isNot compare values of one type", "[core][condition]") {
  CHECK(passes(R"("is":"pro")", R"("pro")"));
  CHECK_FALSE(passes(R"("is":"pro")", R"("Pro")"));
  CHECK(passes(R"("is":7)", "7"));
  CHECK(passes(R"("is":7)", "7.0"));
  CHECK(passes(R"("is":7.0)", "7"));
  CHECK(passes(R"("is":0)", "-0.0"));
  CHECK(passes(R"("is":0.5)", "0.5"));
  CHECK_FALSE(passes(R"("is":7)", "7.5"));
  CHECK(passes(R"("is":true)", "true"));
  CHECK_FALSE(passes(R"("is":true)", "false"));
  CHECK(passes(R"("is":false)", "false"));
  CHECK(passes(R"("isNot":"pro")", R"("free")"));
  CHECK_FALSE(passes(R"("isNot":"pro")", R"("pro")"));
  CHECK(passes(R"("isNot":7)", "8"));
  CHECK(passes(R"("isNot":true)", "false"));
}

TEST_CASE("values of different types are neither the same nor different", "[core][condition]") {
  for (const char* value : {R"("42")", "true", "[42]", R"({"a":42})"}) {
    INFO(value);
    CHECK_FALSE(passes(R"("is":42)", value));
    CHECK_FALSE(passes(R"("isNot":42)", value));
    CHECK_FALSE(passes(R"("lt":43)", value));
    CHECK_FALSE(passes(R"("gte":0)", value));
    CHECK_FALSE(passes(R"("between":[0,100])", value));
  }
  CHECK_FALSE(passes(R"("is":"42")", "42"));
  CHECK_FALSE(passes(R"("isNot":"42")", "42"));
  CHECK_FALSE(passes(R"("is":false)", "0"));
  CHECK_FALSE(passes(R"("is":true)", "1"));
  CHECK_FALSE(passes(R"("anyOf":["1","2"])", "1"));
  CHECK_FALSE(passes(R"("noneOf":["1","2"])", "1"));
  CHECK_FALSE(passes(R"("contains":"1")", "1"));
  CHECK_FALSE(passes(R"("matches":"1")", "1"));
}

TEST_CASE("what is absent makes every comparison false but skipped", "[core][condition]") {
  for (const char* comparison : {R"("is":0)", R"("is":"")", R"("is":"undefined")", R"("is":"null")", R"("is":false)",
                                 R"("isNot":0)", R"("isNot":"x")", R"("lt":1)", R"("lte":0)", R"("gt":-1)",
                                 R"("gte":0)", R"("between":[-1,1])", R"("contains":"n")", R"("anyOf":[0,1])",
                                 R"("allOf":[0])", R"("noneOf":["x"])", R"("answered":true)", R"("matches":".*")"}) {
    INFO(comparison);
    CHECK_FALSE(passes(comparison, ""));
    CHECK_FALSE(passes(comparison, "null"));
  }
  CHECK(passes(R"("skipped":true)", ""));
  CHECK(passes(R"("skipped":true)", "null"));
  for (const char* value : {"0", R"("")", "false", "[]", "{}"}) {
    INFO(value);
    CHECK(passes(R"("answered":true)", value));
    CHECK_FALSE(passes(R"("skipped":true)", value));
  }
}

TEST_CASE("a number that is none is absent", "[core][condition]") {
  Known known;
  for (const double number : {std::nan(""), std::numeric_limits<double>::infinity()}) {
    known.values["answer.q"] = number;
    CHECK_FALSE(logic::holds(read(R"({"answer":"q","isNot":1})").condition, known));
    CHECK_FALSE(logic::holds(read(R"({"answer":"q","gte":0})").condition, known));
    CHECK_FALSE(logic::holds(read(R"({"answer":"q","answered":true})").condition, known));
    CHECK(logic::holds(read(R"({"answer":"q","skipped":true})").condition, known));
  }
  known.values["answer.q"] = std::numeric_limits<uint64_t>::max();
  CHECK(logic::holds(read(R"({"answer":"q","gt":1e19})").condition, known));
}

TEST_CASE("numbers are compared with their bounds", "[core][condition]") {
  for (const double n : {-1.0, 5.5, 6.0, 6.5, 7.0, 100.0}) {
    const std::string value = dump_json(n);
    INFO(value);
    CHECK(passes(R"("lt":6)", value) == (n < 6));
    CHECK(passes(R"("lte":6)", value) == (n <= 6));
    CHECK(passes(R"("gt":6)", value) == (n > 6));
    CHECK(passes(R"("gte":6)", value) == (n >= 6));
    CHECK(passes(R"("between":[6,7])", value) == (n >= 6 && n <= 7));
    CHECK(passes(R"("between":[6,6])", value) == (n == 6));
  }
}

TEST_CASE("dates are compared as days", "[core][condition]") {
  CHECK(passes(R"("lt":"2026-02-01")", R"("2026-01-31")"));
  CHECK_FALSE(passes(R"("lt":"2026-02-01")", R"("2026-02-01")"));
  CHECK(passes(R"("lte":"2026-02-01")", R"("2026-02-01")"));
  CHECK(passes(R"("gt":"2025-12-31")", R"("2026-01-01")"));
  CHECK(passes(R"("between":["2026-01-01","2026-01-31"])", R"("2026-01-31")"));
  CHECK_FALSE(passes(R"("between":["2026-01-01","2026-01-31"])", R"("2026-02-01")"));
  // A moment is its day, unless it is held against a moment.
  CHECK(passes(R"("lte":"2026-01-31")", R"("2026-01-31T23:00:00Z")"));
  CHECK_FALSE(passes(R"("gt":"2026-01-31")", R"("2026-01-31T23:00:00Z")"));
  CHECK(passes(R"("gt":"2026-01-31T12:00:00Z")", R"("2026-01-31T23:00:00Z")"));
  // Other texts have no order.
  CHECK_FALSE(passes(R"("gt":"2026-01-31")", R"("zebra")"));
  CHECK_FALSE(passes(R"("lt":"2026-01-31")", R"("")"));
  CHECK_FALSE(passes(R"("lt":"2026-01-31")", R"("2025-1-1")"));
  CHECK_FALSE(passes(R"("lt":"2026-01-31")", "2025"));
}

TEST_CASE("a text contains a text whatever the case, a list one of its items", "[core][condition]") {
  CHECK(passes(R"("contains":"price")", R"("The PRICE is high")"));
  CHECK(passes(R"("contains":"ДОЛГО")", R"("очень долго")"));
  CHECK_FALSE(passes(R"("contains":"price")", R"("cheap")"));
  CHECK(passes(R"("contains":"email")", R"(["phone","email"])"));
  CHECK_FALSE(passes(R"("contains":"mail")", R"(["phone","email"])"));
  CHECK_FALSE(passes(R"("contains":"Email")", R"(["phone","email"])"));
  CHECK(passes(R"("contains":3)", "[1,2,3.0]"));
  CHECK_FALSE(passes(R"("contains":3)", "3"));
  CHECK_FALSE(passes(R"("contains":"email")", "[]"));
}

TEST_CASE("anyOf, allOf and noneOf take single answers and lists", "[core][condition]") {
  CHECK(passes(R"("anyOf":["a","b"])", R"("b")"));
  CHECK_FALSE(passes(R"("anyOf":["a","b"])", R"("c")"));
  CHECK(passes(R"("anyOf":["a","b"])", R"(["c","a"])"));
  CHECK_FALSE(passes(R"("anyOf":["a","b"])", R"(["c"])"));
  CHECK_FALSE(passes(R"("anyOf":["a","b"])", "[]"));
  CHECK(passes(R"("anyOf":[1,2.0])", "2"));

  CHECK(passes(R"("allOf":["a","b"])", R"(["c","b","a"])"));
  CHECK_FALSE(passes(R"("allOf":["a","b"])", R"(["a","c"])"));
  CHECK(passes(R"("allOf":["a"])", R"("a")"));
  CHECK_FALSE(passes(R"("allOf":["a","b"])", R"("a")"));
  CHECK_FALSE(passes(R"("allOf":["a"])", "[]"));

  CHECK(passes(R"("noneOf":["a","b"])", R"("c")"));
  CHECK_FALSE(passes(R"("noneOf":["a","b"])", R"("a")"));
  CHECK(passes(R"("noneOf":["a","b"])", R"(["c","d"])"));
  CHECK_FALSE(passes(R"("noneOf":["a","b"])", R"(["c","b"])"));
  CHECK(passes(R"("noneOf":["a","b"])", "[]"));  // answered, with nothing chosen
}

TEST_CASE("matches looks for its pattern in a text", "[core][condition]") {
  CHECK(passes(R"("matches":"^\\d{5}$")", R"("01234")"));
  CHECK_FALSE(passes(R"("matches":"^\\d{5}$")", R"("0123")"));
  CHECK(passes(R"("matches":"refund|money back")", R"("I want my money back!")"));
  CHECK_FALSE(passes(R"("matches":"a")", R"(["a"])"));
}

TEST_CASE("every subject has its own values", "[core][condition]") {
  const std::string known = R"({"answer.x":1,"category.x":"promoter","trait.x":2,"property.x":3,"hidden.x":"4",
    "variable.x":5,"score.sus":68.5,"utm.source":"mail","fact.device":"mobile","visited./cart*":2})";
  CHECK(holds(R"({"answer":"x","is":1})", known));
  CHECK(holds(R"({"category":"x","is":"promoter"})", known));
  CHECK(holds(R"({"trait":"x","is":2})", known));
  CHECK(holds(R"({"property":"x","is":3})", known));
  CHECK(holds(R"({"hidden":"x","is":"4"})", known));
  CHECK(holds(R"({"variable":"x","is":5})", known));
  CHECK(holds(R"({"score":"sus","gt":68})", known));
  CHECK(holds(R"({"utm":"source","is":"mail"})", known));
  CHECK(holds(R"({"fact":"device","anyOf":["mobile","tablet"]})", known));
  CHECK(holds(R"({"visited":"/cart*","is":2})", known));
  CHECK_FALSE(holds(R"({"trait":"x","is":1})", known));
}

TEST_CASE("visited without comparison means at least once", "[core][condition]") {
  CHECK(holds(R"({"visited":"/cart*"})", R"({"visited./cart*":1})"));
  CHECK(holds(R"({"visited":"/cart*"})", R"({"visited./cart*":5})"));
  CHECK_FALSE(holds(R"({"visited":"/cart*"})", R"({"visited./cart*":0})"));
  CHECK_FALSE(holds(R"({"visited":"/cart*"})", "{}"));
}

TEST_CASE("all, any and not combine conditions", "[core][condition]") {
  const auto group = [](std::string_view name, bool a, bool b) {
    const auto part = [](bool yes) { return yes ? R"({"answer":"a","is":1})" : R"({"answer":"a","is":2})"; };
    return holds(join({"{\"", name, "\":[", part(a), ",", part(b), "]}"}), R"({"answer.a":1})");
  };
  for (const bool a : {false, true}) {
    for (const bool b : {false, true}) {
      CHECK(group("all", a, b) == (a && b));
      CHECK(group("any", a, b) == (a || b));
    }
  }
  CHECK(holds(R"({"not":{"answer":"a","is":2}})", R"({"answer.a":1})"));
  CHECK_FALSE(holds(R"({"not":{"answer":"a","is":1}})", R"({"answer.a":1})"));
  CHECK(holds(R"({"not":{"any":[{"answer":"a","is":2},{"not":{"answer":"b","is":1}}]}})",
              R"({"answer.a":1,"answer.b":1})"));
  // The opposite of false is true, even where nothing is known.
  CHECK(holds(R"({"not":{"answer":"a","is":1}})", "{}"));
}

TEST_CASE("no condition at all holds", "[core][condition]") { CHECK(logic::holds(Condition(), Known())); }

TEST_CASE("a test keeps what explains it", "[core][condition]") {
  const Condition test = read(R"({"trait":"plan","noneOf":["pro"]})").condition;
  CHECK(test.kind == Condition::Kind::kTest);
  CHECK(name_of(test.subject) == "trait");
  CHECK(test.name == "plan");
  CHECK(name_of(test.op) == "noneOf");
  CHECK(dump_json(test.operand) == R"(["pro"])");
  const Condition visited = read(R"({"visited":"/a"})").condition;
  CHECK(name_of(visited.op) == "gte");
  CHECK(dump_json(visited.operand) == "1");
}

TEST_CASE("names of subjects and comparisons", "[core][condition]") {
  CHECK(name_of(Subject::kAnswer) == "answer");
  CHECK(name_of(Subject::kVisited) == "visited");
  CHECK(name_of(Op::kIs) == "is");
  CHECK(name_of(Op::kMatches) == "matches");
  for (size_t i = 0; i < kSubjects; ++i) {
    CHECK(find_subject(name_of(static_cast<Subject>(i))) == static_cast<Subject>(i));
  }
  CHECK_FALSE(find_subject("is"));
  CHECK_FALSE(find_subject(""));
}

TEST_CASE("references carry the place of each name", "[core][condition]") {
  struct Seen final : References {
    void refer(Subject subject, std::string_view name, const std::string& pointer, const Condition* test) override {
      REQUIRE(test != nullptr);
      text += join({name_of(subject), " ", name, " ", name_of(test->op), " ", pointer, "\n"});
    }
    std::string text;
  } seen;
  const Read result = read(R"({"all":[{"answer":"a","is":1},
    {"not":{"any":[{"category":"b","is":"promoter"},{"visited":"/x"}]}}]})");
  for_each_reference(result.condition, "/if", seen);
  CHECK(seen.text ==
        "answer a is /if/all/0/answer\n"
        "category b is /if/all/1/not/any/0/category\n"
        "visited /x gte /if/all/1/not/any/1/visited\n");
}

TEST_CASE("a condition is one subject and one comparison", "[core][condition]") {
  const std::string subject =
      "/if: needs a subject such as \"answer\" or \"trait\", or else \"all\", \"any\" or \"not\"\n";
  CHECK(errors("5") == "/if: must be an object, found a number\n");
  CHECK(errors("{}") == subject);
  CHECK(errors(R"({"is":5})") == subject);
  CHECK(errors(R"({"answer":"q"})") == "/if: needs a comparison such as \"is\" or \"gte\"\n");
  CHECK(errors(R"({"answer":"q","is":1,"trait":"x"})") ==
        "/if/trait: cannot stand beside \"answer\": put each by itself into \"all\" or \"any\"\n");
  CHECK(errors(R"({"answer":"q","gt":1,"lt":5})") ==
        "/if/lt: cannot stand beside \"gt\": put each by itself into \"all\" or \"any\"\n");
  CHECK(errors(R"({"all":[{"answer":"q","is":1}],"any":[]})") ==
        "/if/any: cannot stand beside \"all\": put each by itself into \"all\" or \"any\"\n");
  CHECK(errors(R"({"not":{"answer":"q","is":1},"is":2})") == "/if/is: cannot stand beside \"not\"\n");
}

TEST_CASE("misspelled names come with a suggestion", "[core][condition]") {
  CHECK(errors(R"({"anwser":"q","is":1})") == "/if/anwser: unknown field, did you mean \"answer\"?\n");
  CHECK(errors(R"({"answer":"q","isnot":1})") == "/if/isnot: unknown field, did you mean \"isNot\"?\n");
  CHECK(errors(R"({"not":{"alll":[]}})") == "/if/not/alll: unknown field, did you mean \"all\"?\n");
  CHECK(errors(R"({"utm":"sorce","is":"x"})") == "/if/utm: unknown \"sorce\", did you mean \"source\"?\n");
  CHECK(errors(R"({"fact":"langage","is":"x"})") == "/if/fact: unknown \"langage\", did you mean \"language\"?\n");
  CHECK(errors(R"({"fact":"weather","is":"x"})") ==
        "/if/fact: unknown \"weather\", expected one of \"device\", \"language\", \"referrer\", \"url\", \"path\", "
        "\"visitor\", \"visits\", \"pages\"\n");
  CHECK(errors(R"({"answer":"q","equals":1})") ==
        "/if/equals: unknown field, expected one of \"lt\", \"lte\", \"gt\", \"gte\", \"between\", \"is\", \"isNot\", "
        "\"contains\", \"anyOf\", \"allOf\", \"noneOf\", \"matches\", \"answered\", \"skipped\"\n");
}

TEST_CASE("the name of a subject is a text", "[core][condition]") {
  CHECK(errors(R"({"answer":5,"is":1})") == "/if/answer: must be a string, found a number\n");
  CHECK(errors(R"({"trait":"","is":1})") == "/if/trait: is empty\n");
  CHECK(errors(R"({"fact":["url"],"is":"x"})") ==
        "/if/fact: is a list, expected one of \"device\", \"language\", \"referrer\", \"url\", \"path\", \"visitor\", "
        "\"visits\", \"pages\"\n");
  CHECK(errors(join({R"({"trait":")", std::string(201, 'x'), R"(","is":1})"})) ==
        "/if/trait: is longer than 200 characters\n");
  CHECK(errors(R"({"visited":"cart"})") ==
        "/if/visited: \"cart\" must begin with \"/\" or \"*\" (a path such as \"/cart*\") or contain \"://\" (a whole "
        "address)\n");
  CHECK(errors(R"({"visited":"https://shop.example/*"})").empty());
}

TEST_CASE("an operand has the type its comparison takes", "[core][condition]") {
  const auto wrong = [](std::string_view comparison) { return errors(join({R"({"answer":"q",)", comparison, "}"})); };
  CHECK(wrong(R"("is":null)") == "/if/is: must be a text, a number, true or false, found null\n");
  CHECK(wrong(R"("is":["a"])") == "/if/is: must be a text, a number, true or false, found a list\n");
  CHECK(wrong(R"("isNot":{})") == "/if/isNot: must be a text, a number, true or false, found an object\n");
  CHECK(wrong(R"("lt":"5")") == "/if/lt: must be a number or a date such as \"2026-01-31\", found \"5\"\n");
  CHECK(wrong(R"("gte":true)") == "/if/gte: must be a number or a date such as \"2026-01-31\", found true or false\n");
  CHECK(wrong(R"("gt":"2026-1-31")") ==
        "/if/gt: must be a number or a date such as \"2026-01-31\", found \"2026-1-31\"\n");
  const std::string pair = "must be a list of two numbers or dates, the lower one first, found ";
  CHECK(wrong(R"("between":5)") == "/if/between: " + pair + "a number\n");
  for (const char* list : {"[]", "[5]", "[1,2,3]", "[7,6]", R"(["2026-02-01","2026-01-01"])", R"([1,"2026-01-01"])",
                           R"(["a","b"])", R"(["1","2"])", "[true,true]", "[null,null]"}) {
    CHECK(wrong(join({R"("between":)", list})) == "/if/between: " + pair + "a list\n");
  }
  CHECK(wrong(R"("contains":["a"])") == "/if/contains: must be a text, a number, true or false, found a list\n");
  const std::string list = "must be a list of 1 to 100 values of one type, found ";
  CHECK(wrong(R"("anyOf":[])") == "/if/anyOf: " + list + "a list\n");
  CHECK(wrong(R"("allOf":"a")") == "/if/allOf: " + list + "\"a\"\n");
  CHECK(wrong(R"("noneOf":["a",5])") == "/if/noneOf: " + list + "a list\n");
  CHECK(wrong(R"("anyOf":[["a"]])") == "/if/anyOf: " + list + "a list\n");
  CHECK(wrong(join({R"("anyOf":)", dump_json(Json::array_t(101, Json(1)))})) == "/if/anyOf: " + list + "a list\n");
  CHECK(wrong(join({R"("anyOf":)", dump_json(Json::array_t(100, Json(1)))})).empty());
  CHECK(wrong(R"("answered":false)") == "/if/answered: must be true, or left out, found true or false\n");
  CHECK(wrong(R"("skipped":1)") == "/if/skipped: must be true, or left out, found a number\n");
  CHECK(wrong(R"("matches":5)") == "/if/matches: must be a pattern, found a number\n");
  CHECK(wrong(R"("matches":"")") == "/if/matches: must be a pattern, found \"\"\n");
  CHECK(wrong(R"("matches":"a(b")") == "/if/matches: is no usable pattern: \"(\" without its \")\" at character 2\n");
}

TEST_CASE("what is always a number is compared with numbers", "[core][condition]") {
  const std::string number = "must be compared as a number, found ";
  CHECK(errors(R"({"score":"sus","is":"good"})") == "/if/is: " + number + "\"good\"\n");
  CHECK(errors(R"({"visited":"/a","anyOf":["1"]})") == "/if/anyOf: " + number + "a list\n");
  CHECK(errors(R"({"fact":"visits","gt":"2026-01-01"})") == "/if/gt: " + number + "\"2026-01-01\"\n");
  CHECK(errors(R"({"fact":"pages","contains":3})") == "/if/contains: " + number + "a number\n");
  CHECK(errors(R"({"score":"sus","matches":"a"})") == "/if/matches: " + number + "\"a\"\n");
  CHECK(errors(R"({"score":"sus","answered":true})").empty());
  CHECK(errors(R"({"trait":"visits","is":"many"})").empty());
  CHECK(errors(R"({"fact":"visits","between":[1,3]})").empty());
  CHECK(errors(R"({"fact":"url","matches":"a"})").empty());
}

TEST_CASE("groups are lists, and not is one condition", "[core][condition]") {
  CHECK(errors(R"({"all":[]})") == "/if/all: is empty\n");
  CHECK(errors(R"({"any":{}})") == "/if/any: must be a list, found an object\n");
  CHECK(errors(R"({"not":[]})") == "/if/not: must be an object, found a list\n");
  CHECK(errors(R"({"any":[{"answer":"q","is":1},7]})") == "/if/any/1: must be an object, found a number\n");
}

TEST_CASE("nesting and number of conditions are bounded", "[core][condition]") {
  const auto nested = [](int depth) {
    std::string text = R"({"answer":"q","is":1})";
    for (int i = 1; i < depth; ++i) text = "{\"not\":" + text + "}";
    return text;
  };
  CHECK(errors(nested(8)).empty());
  CHECK(errors(nested(9)) == "/if/not/not/not/not/not/not/not/not: is nested too deep: at most 8 inside each other\n");

  const auto many = [](size_t tests) {
    std::string text = R"({"all":[{"any":[)";
    for (size_t i = 0; i < tests; ++i)
      text += i == 60       ? R"(]},{"any":[{"answer":"q","is":1})"
              : i % 60 == 0 ? R"({"answer":"q","is":1})"
                            : R"(,{"answer":"q","is":1})";
    return text + "]}]}";
  };
  CHECK(errors(many(97)).empty());  // and three groups
  CHECK(errors(many(98)) == "/if/all/1/any/37: is one too many: at most 100\n");
  CHECK(errors(many(110)) == "/if/all/1/any/37: is one too many: at most 100\n");
}

TEST_CASE("several mistakes are reported together", "[core][condition]") {
  CHECK(errors(R"({"all":[{"answer":"q","lt":"x"},{"utm":"sourc","is":1},{"trait":"t","between":[2,1]}]})") ==
        "/if/all/0/lt: must be a number or a date such as \"2026-01-31\", found \"x\"\n"
        "/if/all/1/utm: unknown \"sourc\", did you mean \"source\"?\n"
        "/if/all/2/between: must be a list of two numbers or dates, the lower one first, found a list\n");
}

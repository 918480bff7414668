#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "core/base/text.h"
#include "core/logic/pipe.h"

using namespace canvass;
using namespace canvass::logic;

namespace {

// What is known, by "answer.why".
struct Known final : Facts {
  explicit Known(std::string_view json) : values(*parse_json(json)) {}

  std::optional<Json> value(Subject subject, std::string_view name) const override {
    const Json* found = find(values, join({name_of(subject), ".", name}));
    return found == nullptr ? std::nullopt : std::optional<Json>(*found);
  }

  Json values;
};

std::string filled(std::string_view text, std::string_view known = "{}") { return fill_pipes(text, Known(known)); }

struct Checked final : References {
  explicit Checked(std::string_view text) {
    Problems problems;
    check_pipes(text, "/text", problems, *this);
    for (const Problem& problem : problems.errors) errors += problem.pointer + ": " + problem.message + "\n";
    CHECK(problems.warnings.empty());
  }

  void refer(Subject subject, std::string_view name, const std::string& pointer, const Condition* test) override {
    CHECK(pointer == "/text");
    CHECK(test == nullptr);
    references += join({name_of(subject), " ", name, "\n"});
  }

  std::string errors;
  std::string references;
};

std::string errors(std::string_view text) { return Checked(text).errors; }

}  // namespace

TEST_CASE("a pipe is replaced by its value", "[core][pipe]") {
  CHECK(filled("Hello {{trait.name}}!", R"({"trait.name":"Айгуль"})") == "Hello Айгуль!");
  CHECK(filled("{{answer.why}}", R"({"answer.why":"slow"})") == "slow");
  CHECK(filled("{{ answer.why }}", R"({"answer.why":"slow"})") == "slow");
  CHECK(filled("{{answer.a}}{{answer.b}}, {{answer.a}}", R"({"answer.a":"1","answer.b":2})") == "12, 1");
  CHECK(filled("{{hidden.x}}{{variable.x}}{{property.x}}{{category.q}}{{score.sus}}{{fact.language}}{{utm.source}}",
               R"({"hidden.x":"h","variable.x":"v","property.x":"p","category.q":"c","score.sus":"s",
                   "fact.language":"f","utm.source":"u"})") == "hvpcsfu");
  CHECK(filled("{{trait.address.city}}", R"({"trait.address.city":"Алматы"})") == "Алматы");
  CHECK(filled("{{trait.first name}}", R"({"trait.first name":"A"})") == "A");
  CHECK(filled("no pipe") == "no pipe");
  CHECK(filled("") == "");
}

TEST_CASE("what is absent becomes the fallback, or nothing", "[core][pipe]") {
  CHECK(filled("Hello {{trait.name | \"there\"}}!") == "Hello there!");
  CHECK(filled("Hello {{trait.name|'there'}}!") == "Hello there!");
  CHECK(filled("Hello {{ trait.name   |   \"you \"  }}!") == "Hello you !");
  CHECK(filled("Hello {{trait.name}}!") == "Hello !");
  CHECK(filled("{{trait.name | \"\"}}") == "");
  CHECK(filled("{{trait.name | \"it's }} | {{ok\"}}.") == "it's }} | {{ok.");
  CHECK(filled("{{trait.name | 'say \"hi\"'}}") == "say \"hi\"");
  CHECK(filled("{{trait.name | \"x\"}}", R"({"trait.name":"Ann"})") == "Ann");
  // What has no words is absent as well.
  for (const char* value : {"null", "true", "false", "{}", "[]", R"("")", R"("\u0007")", R"([null,true,[1]])"}) {
    INFO(value);
    CHECK(filled("{{trait.name | \"x\"}}", join({R"({"trait.name":)", value, "}"})) == "x");
  }
}

TEST_CASE("what was inserted is never looked through for pipes", "[core][pipe]") {
  CHECK(filled("{{answer.a}}", R"({"answer.a":"{{answer.b}}","answer.b":"no"})") == "{{answer.b}}");
  CHECK(filled("{{{{answer.a}}", R"({"answer.a":"x"})") == "{{x");
  CHECK(filled("{{answer.a}}answer.b}}", R"({"answer.a":"{{","answer.b":"no"})") == "{{answer.b}}");
  CHECK(filled("{{answer.x | \"{{answer.b}}\"}}", R"({"answer.b":"no"})") == "{{answer.b}}");
}

TEST_CASE("a backslash makes braces ordinary", "[core][pipe]") {
  CHECK(filled("\\{{answer.a}}", R"({"answer.a":"x"})") == "{{answer.a}}");
  CHECK(filled("\\{{ {{answer.a}}", R"({"answer.a":"x"})") == "{{ x");
  CHECK(filled("a\\b {x} }} \\", "{}") == "a\\b {x} }} \\");
}

TEST_CASE("what is no pipe stays as it is", "[core][pipe]") {
  const std::string_view known = R"({"answer.a":"x","visited./a":3})";
  for (const char* text : {"{{", "{{}}", "{{answer}}", "{{answer.}}", "{{nothing.a}}", "{{answer.a", "{{answer.a}",
                           "{{answer.a|}}", "{{answer.a | x}}", "{{answer.a | \"x}}", "{{answer.a | \"x\"",
                           "{{answer.a | \"x\" y}}", "{{visited./a}}", "{{.a}}", "{answer.a}"}) {
    CHECK(filled(text, known) == text);
  }
  // And the next one works all the same.
  CHECK(filled("{{ {{answer.a}}", known) == "{{ x");
  CHECK(filled("{{nothing.a}} {{answer.a}}", known) == "{{nothing.a}} x");
}

TEST_CASE("numbers and lists are inserted in words", "[core][pipe]") {
  CHECK(piped_text(7) == "7");
  CHECK(piped_text(7.0) == "7");
  CHECK(piped_text(-12345678901) == "-12345678901");
  CHECK(piped_text(68.5) == "68.5");
  CHECK(piped_text(0.1) == "0.1");
  CHECK(piped_text(std::numeric_limits<double>::quiet_NaN()).empty());
  CHECK(piped_text(std::numeric_limits<double>::infinity()).empty());
  CHECK(piped_text(*parse_json(R"(["red","green",3])")) == "red, green, 3");
  CHECK(piped_text(*parse_json(R"(["red",null,"",true,"blue"])")) == "red, blue");
  CHECK(piped_text(*parse_json(R"(["red"])")) == "red");
}

TEST_CASE("markup stays text", "[core][pipe]") { CHECK(piped_text("<b onclick='x'>&amp;") == "<b onclick='x'>&amp;"); }

TEST_CASE("control characters and changes of direction are left out", "[core][pipe]") {
  CHECK(piped_text(std::string("a\0\x07\x1B[0m\x7F\xC2\x85z", 11)) == "a[0mz");
  CHECK(piped_text("one\ntwo\tthree\xE2\x80\xA8"
                   "four") == "one two three four");
  CHECK(piped_text("one\r\ntwo") == "one two");
  CHECK(piped_text("\u202Aa\u202Bb\u202Cc\u202Dd\u202Ee\u2066f\u2067g\u2068h\u2069i") == "abcdefghi");
  CHECK(piped_text("שלום\u200F!") == "שלום\u200F!");  // marks change the direction of nothing but themselves
  CHECK(piped_text("a\xFF\xC3z") == "az");
}

TEST_CASE("what is inserted has at most 300 characters", "[core][pipe]") {
  CHECK(piped_text(std::string(300, 'a')) == std::string(300, 'a'));
  CHECK(piped_text(std::string(5000, 'a')) == std::string(300, 'a'));
  std::string letters;
  std::string expected;
  for (int i = 0; i < 400; ++i) {
    letters += "й";
    if (i < 300) expected += "й";
  }
  CHECK(piped_text(letters) == expected);
  CHECK(count_characters(piped_text(Json::array({letters, letters}))) == 300);
  CHECK(filled("{{answer.a}}!", dump_json({{"answer.a", letters}})) == expected + "!");
}

TEST_CASE("checking a text reports what it refers to", "[core][pipe]") {
  const Checked checked("{{answer.why}} {{trait.name | \"x\"}} \\{{answer.no}} {{fact.language}} {{ category.q }}");
  CHECK(checked.errors.empty());
  CHECK(checked.references == "answer why\ntrait name\nfact language\ncategory q\n");
}

TEST_CASE("checking a text reports pipes that are none", "[core][pipe]") {
  CHECK(errors("a } b { c }}").empty());
  const std::string none = "\" is no {{trait.name}} or {{trait.name | \"there\"}}\n";
  CHECK(errors("Hi {{trait.name") == "/text: \"{{trait.name" + none);
  for (const char* text :
       {"{{", "{{}}", "{{trait.name}!", "{{trait.name | there}}", "{{trait.name | \"there}}", "{{trait.name | \"a\"",
        "{{trait.name | \"a\" | \"b\"}}", "{{trait.name|}}", "{{name}}", "{{trait. }}", "{{trait.name x \"a\"}"}) {
    CHECK(errors(text) == join({"/text: \"", text, none}));
  }
  CHECK(errors("{{anwser.why}}") ==
        "/text: \"{{anwser.why}}\" names an unknown \"anwser\", did you mean \"answer\"?\n");
  CHECK(errors("{{visited./cart}}") == "/text: \"{{visited./cart}}\" names an unknown \"visited\"\n");
  CHECK(errors("{{fact.langage}}") ==
        "/text: \"{{fact.langage}}\" names an unknown \"langage\", did you mean \"language\"?\n");
  CHECK(errors("{{utm.color}}") == "/text: \"{{utm.color}}\" names an unknown \"color\"\n");
  // Each of them, and long texts shortened.
  CHECK(errors("{{x.a}} and {{answer.ok}} and {{") ==
        "/text: \"{{x.a}} and {{answer.ok}} and {{\" names an unknown \"x\"\n"
        "/text: \"{{" +
            none);
  CHECK(errors("{{trait.name and so on and so on and so on and so on") ==
        "/text: \"{{trait.name and so on and so on and so …" + none);
}

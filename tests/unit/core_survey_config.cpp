#include <catch2/catch_test_macros.hpp>

#include "core/base/text.h"
#include "core/config/builtin_packs.h"
#include "core/config/config.h"
#include "core/config/packs.h"

using namespace canvass;
using config::Config;

namespace {

struct Parsed {
  Config config;
  Problems problems;
};

const config::Packs& all_packs() {
  static const config::Packs packs = [] {
    config::Packs made;
    made.provide(*parse_json(config::builtin_pack("presets")));
    return made;
  }();
  return packs;
}

// A configuration of one survey "s" with these members.
Parsed parsed(std::string_view members) {
  Parsed result;
  const std::string text = join({R"({"canvass":1,"surveys":[{"id":"s","triggers":[],)", members, "}]}"});
  result.problems = config::parse(text, result.config, &all_packs());
  return result;
}

// Three texts "a", "b", "c"; `a`, `b` and `c` are further members of each, with a comma in front.
std::string three(std::string_view a, std::string_view b = "", std::string_view c = "") {
  return join({R"("questions":[{"id":"a","type":"text","text":"A?")", a, R"(},{"id":"b","type":"text","text":"B?")", b,
               R"(},{"id":"c","type":"text","text":"C?")", c, "}]"});
}

std::string spelled(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) text += problem.pointer + ": " + problem.message + "\n";
  return text;
}

}  // namespace

TEST_CASE("a survey takes everything the flow needs", "[core][config][flow]") {
  const Parsed result = parsed(R"("stage":"service","touchpoint":"checkout","display":"inline","abandonAfter":"2h",
    "back":false,"progress":false,"prefill":"skip","hidden":{"source":"utm_source"},"variables":{"x":1,"y":"a"},
    "welcome":{"title":"Hello","text":"Two minutes","button":"Go"},
    "thanks":{"title":"Thanks","link":{"text":"Home","url":"/"}},
    "endings":[{"id":"sorry","title":"Sorry","text":"We will call.","link":{"text":"Mail","url":"mailto:a@b.example"}}],
    "variants":[{"id":"long"},{"id":"short","weight":3,"texts":{"b":"B!"}}],)" +
                               three(R"(,"description":"Why we ask","logic":[{"if":{"answer":"a","is":"x"},"goTo":"c"},
      {"set":{"x":2}},{"require":["b"]},{"skip":"b"},{"if":{"answer":"a","skipped":true},"end":"sorry"}])",
                                     R"(,"showIf":{"variable":"x","is":1},"logic":[{"end":true}])"));
  INFO(spelled(result.problems.errors) << spelled(result.problems.warnings));
  CHECK(result.problems.ok());
  CHECK(result.problems.warnings.empty());
  REQUIRE(result.config.surveys.size() == 1);
  const config::Survey& survey = result.config.surveys[0];
  CHECK(survey.stage == "service");
  CHECK(survey.touchpoint == "checkout");
  CHECK(survey.display == config::Display::kInline);
  CHECK(survey.abandon_after == 2 * kHour);
  CHECK_FALSE(survey.back);
  CHECK_FALSE(survey.progress);
  CHECK(survey.prefill_skips);
  CHECK(survey.hidden == std::vector<std::pair<std::string, std::string>>{{"source", "utm_source"}});
  CHECK(survey.variables.size() == 2);
  CHECK(survey.welcome.given());
  CHECK(survey.has_thanks);
  CHECK(survey.thanks.link.url == "/");
  REQUIRE(survey.endings.size() == 1);
  CHECK(survey.endings[0].id == "sorry");
  REQUIRE(survey.variants.size() == 2);
  CHECK(survey.variants[1].weight == 3);
  REQUIRE(survey.variants[1].texts.size() == 1);
  CHECK(survey.variants[1].texts[0].first == 1);
  const std::vector<config::Rule>& rules = survey.questions[0].rules;
  REQUIRE(rules.size() == 5);
  CHECK(rules[0].when);
  CHECK(rules[0].questions == std::vector<size_t>{2});
  CHECK(rules[1].action == config::Rule::Action::kSet);
  CHECK(rules[4].ending == 0);
  CHECK(survey.questions[1].rules[0].ending == config::kDefaultEnding);
  CHECK(survey.questions[1].show_if);
}

TEST_CASE("every mistake in a survey is reported at its place", "[core][config][flow]") {
  struct Case {
    std::string members;
    const char* pointer;
    const char* message;
  };
  const Case cases[] = {
      {three(R"(,"logic":[{"goTo":"bb"}])"), "/questions/0/logic/0/goTo", "unknown question \"bb\""},
      {three(R"(,"logic":[{"goTo":["b"]}])"), "/questions/0/logic/0/goTo", "must be the id of a question"},
      {three(R"(,"logic":[{"skip":["b","x"]}])"), "/questions/0/logic/0/skip/1", "unknown question \"x\""},
      {three(R"(,"logic":[{"require":"x"}])"), "/questions/0/logic/0/require", "unknown question \"x\""},
      {three(R"(,"logic":[{"end":"sory"}])") + R"(,"endings":[{"id":"sorry","title":"S"}])", "/questions/0/logic/0/end",
       "unknown ending \"sory\", did you mean \"sorry\"?"},
      {three(R"(,"logic":[{"end":false}])"), "/questions/0/logic/0/end", "must be true or the id of an ending"},
      {three(R"(,"logic":[{"set":{"totl":1}}])") + R"(,"variables":{"total":0})", "/questions/0/logic/0/set/totl",
       "unknown variable \"totl\", did you mean \"total\"?"},
      {three(R"(,"logic":[{"set":{"x":[1]}}])") + R"(,"variables":{"x":0})", "/questions/0/logic/0/set/x",
       "must be a short text, a number, true or false"},
      {three(R"(,"logic":[{"if":{"answer":"a","is":"x"}}])"), "/questions/0/logic/0", "needs exactly one of"},
      {three(R"(,"logic":[{"goTo":"b","end":true}])"), "/questions/0/logic/0", "needs exactly one of"},
      {three(R"(,"logic":[{"if":{"answer":"z","is":"x"},"goTo":"b"}])"), "/questions/0/logic/0/if/answer",
       "unknown question \"z\""},
      {three("", R"(,"showIf":{"category":"z","is":"x"})"), "/questions/1/showIf/category", "unknown question \"z\""},
      {three("", R"(,"showIf":{"hidden":"src","is":"x"})") + R"(,"hidden":["source"])", "/questions/1/showIf/hidden",
       "unknown hidden field \"src\""},
      {three("", R"(,"showIf":{"variable":"v","is":"x"})"), "/questions/1/showIf/variable", "unknown variable \"v\""},
      {three("", R"(,"description":"{{answer.z}}")"), "/questions/1/description", "unknown question \"z\""},
      {three("") + R"(,"thanks":{"text":{"en":"{{hidden.x}}"}})", "/thanks/text/en", "unknown hidden field \"x\""},
      {three("") + R"(,"thanks":{"text":"{{answr.a}}"})", "/thanks/text", "did you mean \"answer\"?"},
      {three(R"(,"logic":[{"goTo":"a"}])"), "/questions/0/logic/0/goTo", "is this very question"},
      {three("", "", R"(,"logic":[{"goTo":"a"}])"), "/questions/2/logic/0/goTo", "leads to this question again"},
      {three(R"(,"logic":[{"goTo":"c"}])", "", R"(,"logic":[{"if":{"answer":"c","is":"x"},"goTo":"b"}])"),
       "/questions/2/logic/0/goTo", "leads to this question again"},
      {three("") + R"(,"thanks":{"link":{"text":"x","url":"javascript:x"}})", "/thanks/link/url", "must be"},
      {three("") + R"(,"thanks":{"link":{"text":"x","url":" javascript:x"
  }
})",
       "/thanks/link/url", "must be"},
      {three("") + R"(,"endings":[{"id":"a"},{"id":"a"}])", "/endings/1/id", "is the id of another one"},
      {three("") + R"(,"variants":[{"id":"v","texts":{"z":"Z"}}])", "/variants/0/texts/z", "unknown question \"z\""},
      {three("") + R"(,"variants":[{"id":"v","weight":0}])", "/variants/0/weight", "from 1 to 1000"},
      {three("") + R"(,"hidden":["a b"])", "/hidden/0", "must be 1 to 64"},
      {three("") + R"(,"hidden":{"a":1})", "/hidden/a", "must be the name of the URL parameter"},
      {three("") + R"(,"variables":{"a":null})", "/variables/a", "must be a short text"},
      {three("") + R"(,"stage":"servise")", "/stage", "did you mean \"service\"?"},
      {three("") + R"(,"abandonAfter":"0s")", "/abandonAfter", "must be from"},
      {three("") + R"(,"prefill":true)", "/prefill", "must be a string"},
      {R"("preset":"nsp")", "/preset", "unknown preset \"nsp\", did you mean \"nps\"?"},
      {R"("preset":"sus","texts":{"susC":"?"})", "/texts/susC", "unknown question \"susC\", did you mean"},
      {R"("preset":"csi","aspects":[])", "/aspects", "is empty"},
      {R"("preset":"csi","aspects":[{"id":"a","text":"A"},{"id":"a","text":"B"}])", "/aspects/1/id",
       "is the id of another one"},
      {R"("preset":"nps","questions":[{"id":"score","type":"text","text":"?"}])", "/questions/0/id",
       "is the id of another one"},
  };
  for (const Case& one : cases) {
    const Parsed result = parsed(one.members);
    INFO(one.members);
    INFO(spelled(result.problems.errors));
    REQUIRE_FALSE(result.problems.errors.empty());
    CHECK(result.problems.errors[0].pointer == join({"/surveys/0", one.pointer}));
    CHECK(result.problems.errors[0].message.find(one.message) != std::string::npos);
    CHECK(result.config.surveys.empty());
  }
}

TEST_CASE("logic that may be meant otherwise is warned of", "[core][config][flow]") {
  struct Case {
    std::string members;
    const char* pointer;
    const char* message;
  };
  const Case cases[] = {
      {three(R"(,"logic":[{"goTo":"c"}])"), "/questions/1", "is never asked"},
      {three(R"(,"logic":[{"end":true}])"), "/questions/1", "is never asked"},
      {three("", R"(,"showIf":{"answer":"c","is":"x"})"), "/questions/1/showIf/answer", "cannot have been answered"},
      {three("", R"(,"showIf":{"answer":"b","is":"x"})"), "/questions/1/showIf/answer", "cannot have been answered"},
      {three("", R"(,"description":"{{answer.c}}")"), "/questions/1/description", "cannot have been answered"},
      {three(R"(,"logic":[{"if":{"answer":"b","is":"x"},"goTo":"c"}])"), "/questions/0/logic/0/if/answer",
       "cannot have been answered"},
      // b and c lie on different branches.
      {three(R"(,"logic":[{"if":{"answer":"a","is":"x"},"goTo":"c"}])", R"(,"logic":[{"end":true}])",
             R"(,"description":"{{answer.b}}")"),
       "/questions/2/description", "cannot have been answered"},
      {R"("preset":"nps","aspects":[])", "/aspects", "unknown field"},
  };
  for (const Case& one : cases) {
    const Parsed result = parsed(one.members);
    INFO(one.members);
    INFO(spelled(result.problems.errors) << spelled(result.problems.warnings));
    CHECK(result.problems.ok());
    REQUIRE_FALSE(result.problems.warnings.empty());
    CHECK(result.problems.warnings[0].pointer == join({"/surveys/0", one.pointer}));
    CHECK(result.problems.warnings[0].message.find(one.message) != std::string::npos);
    CHECK(result.config.surveys.size() == 1);
  }
}

TEST_CASE("jumping back is no loop when the way does not come around again", "[core][config][flow]") {
  const Parsed result =
      parsed(three(R"(,"logic":[{"goTo":"c"}])", R"(,"logic":[{"end":true}])", R"(,"logic":[{"goTo":"b"}])"));
  INFO(spelled(result.problems.errors) << spelled(result.problems.warnings));
  CHECK(result.problems.ok());
  CHECK(result.problems.warnings.empty());
}

TEST_CASE("a question that may be passed over leads on even when it would jump", "[core][config][flow]") {
  // b jumps to the end always, but where it is not shown, c comes next.
  const Parsed shown = parsed(three("", R"(,"showIf":{"answer":"a","is":"x"},"logic":[{"end":true}])"));
  CHECK(shown.problems.warnings.empty());
  const Parsed skipped =
      parsed(three(R"(,"logic":[{"if":{"answer":"a","is":"x"},"skip":"b"}])", R"(,"logic":[{"end":true}])"));
  CHECK(skipped.problems.warnings.empty());
}

TEST_CASE("links may be http, https, mailto, tel or relative", "[core][config][flow]") {
  for (const char* url : {"https://x.example/", "HTTP://x.example", "mailto:a@b.example", "tel:+15550100", "/help",
                          "help.html", "?a=b:c", "#top", "//cdn.example/x"}) {
    const Parsed result = parsed(three("") + join({R"(,"thanks":{"link":{"text":"x","url":")", url, R"("}})"}));
    INFO(url << " " << spelled(result.problems.errors));
    CHECK(result.problems.ok());
  }
}

TEST_CASE("a preset's questions come before the survey's own", "[core][config][flow]") {
  const Parsed result =
      parsed(R"("preset":"nps","texts":{"score":"Would you?"},"questions":[{"id":"mine","type":"text","text":"M?"}])");
  INFO(spelled(result.problems.errors) << spelled(result.problems.warnings));
  CHECK(result.problems.ok());
  CHECK(result.problems.warnings.empty());
  REQUIRE(result.config.surveys.size() == 1);
  const config::Survey& survey = result.config.surveys[0];
  CHECK(survey.preset == "nps");
  CHECK(survey.scoring == "nps");
  REQUIRE(survey.questions.size() == 3);
  CHECK(survey.questions[0].id == "score");
  CHECK(survey.questions[0].text.versions[0].text == "Would you?");
  CHECK(survey.questions[2].id == "mine");
}

TEST_CASE("every preset makes a survey of itself", "[core][config][flow]") {
  for (const std::string_view name : all_packs().preset_names()) {
    const Parsed result = parsed(join({R"("preset":")", name, "\""}));
    INFO(name << "\n" << spelled(result.problems.errors) << spelled(result.problems.warnings));
    CHECK(result.problems.ok());
    CHECK(result.problems.warnings.empty());
    CHECK(result.config.surveys.size() == 1);
  }
}

TEST_CASE("own aspects replace those of csi, own statements follow those of suprq", "[core][config][flow]") {
  const Parsed csi = parsed(R"("preset":"csi","aspects":[{"id":"tea","text":"Tea"},{"id":"cups","text":"Cups"}])");
  INFO(spelled(csi.problems.errors) << spelled(csi.problems.warnings));
  REQUIRE(csi.config.surveys.size() == 1);
  for (const config::Question& question : csi.config.surveys[0].questions) {
    REQUIRE(question.options.size() == 2);
    CHECK(question.options[0].id == "tea");
    CHECK(question.options[1].id == "cups");
  }
  const Parsed suprq =
      parsed(R"("preset":"suprq","statements":[{"id":"speed","text":"It is fast.","factor":"performance"}])");
  INFO(spelled(suprq.problems.errors) << spelled(suprq.problems.warnings));
  REQUIRE(suprq.config.surveys.size() == 1);
  const std::vector<config::Option>& rows = suprq.config.surveys[0].questions.back().options;
  REQUIRE(rows.size() > 1);
  CHECK(rows.back().id == "speed");
  CHECK(rows.back().factor == "performance");
  CHECK(rows.front().id != "speed");
}

TEST_CASE("without the presets a survey made from one is left out", "[core][config][flow]") {
  Config config;
  const Problems problems =
      config::parse(R"({"canvass":1,"surveys":[{"id":"s","triggers":[],"preset":"sus"}]})", config);
  REQUIRE(problems.errors.size() == 1);
  CHECK(problems.errors[0].pointer == "/surveys/0/preset");
  CHECK(config.wants_presets);
  CHECK(config.surveys.empty());
}

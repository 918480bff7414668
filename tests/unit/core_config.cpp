#include <catch2/catch_test_macros.hpp>

#include "core/base/text.h"
#include "core/config/config.h"
#include "core/config/suggest.h"
#include "core/survey/kinds.h"
#include "core_config_support.h"
#include "core_support.h"

using namespace canvass;
using config::Config;
using config::Text;

namespace {

std::string with_survey(std::string_view survey) { return join({R"({"canvass":1,"surveys":[)", survey, "]}"}); }

std::string with_question(std::string_view question) {
  return with_survey(join({R"({"id":"s","triggers":[],"questions":[)", question, "]}"}));
}

std::string with_trigger(std::string_view trigger) {
  return with_survey(
      join({R"({"id":"s","triggers":[)", trigger, R"(],"questions":[{"id":"q","type":"nps","text":"?"}]})"}));
}

std::string with_guide(std::string_view guide) { return join({R"({"canvass":1,"guides":[)", guide, "]}"}); }

}  // namespace

TEST_CASE("the smallest configuration is usable and has the defaults", "[core][config]") {
  const Parsed result = parsed(R"({"canvass":1})");
  CHECK(result.problems.ok());
  CHECK(result.problems.warnings.empty());
  CHECK(result.config.usable);
  CHECK(result.config.endpoint.empty());
  CHECK(result.config.ttl == kHour);
  CHECK(result.config.cooldown == 0);
  CHECK(result.config.delivery.batch_count == 20);
  CHECK(result.config.delivery.batch_bytes == 50'000);
  CHECK(result.config.delivery.max_queued_bytes == 2'000'000);
  CHECK(result.config.delivery.batch_delay == kSecond);
  CHECK(result.config.delivery.timeout == 10 * kSecond);
  CHECK(result.config.delivery.backoff == kSecond);
  CHECK(result.config.delivery.backoff_max == 5 * kMinute);
  CHECK(result.config.theme.accent_light == 0x4f46e5);
  CHECK(result.config.theme.accent_dark == 0x8b85ff);
}

TEST_CASE("every field arrives where it belongs", "[core][config]") {
  const Parsed result = parsed(R"({
    "canvass": 1, "$schema": "https://example.org/config.schema.json",
    "endpoint": "https://in.example.org/v1/batch", "writeKey": "k", "defaultLocale": "ru", "cooldown": "7d", "ttl": "2h",
    "theme": {"mode": "dark", "accent": "#123", "accentDark": "#A1b2C3", "radius": 8, "position": "top-left",
              "font": "Inter, sans-serif"},
    "delivery": {"batchCount": 5, "batchBytes": 2000, "maxQueuedBytes": 20000, "batchDelay": "500ms", "timeout": "5s", "backoff": "2s",
                 "backoffMax": "1m"},
    "surveys": [{
      "id": "all", "frequency": {"every": "90d"},
      "triggers": [{"event": "bought", "page": "/shop/*", "firstVisit": true, "delay": "3s"}],
      "questions": [
        {"id": "a", "type": "nps", "text": "A", "low": "lo", "high": "hi", "required": false},
        {"id": "b", "type": "ces", "text": "B", "variant": "effort5", "options": ["1","2","3","4","5"]},
        {"id": "c", "type": "text", "text": {"ru": "В", "en": "C"}, "hint": "h", "required": true}],
      "thanks": {"title": "T", "text": "t"}}],
    "guides": [{"id": "tip", "type": "tip", "anchor": "#a", "placement": "left", "title": "T", "text": "t",
                "button": "B", "frequency": "always", "triggers": []}]
  })");
  INFO(spelled(result.problems.errors) + spelled(result.problems.warnings));
  REQUIRE(result.problems.ok());
  CHECK(result.problems.warnings.empty());
  const Config& config = result.config;
  CHECK(config.endpoint == "https://in.example.org/v1/batch");
  CHECK(config.write_key == "k");
  CHECK(config.default_locale == "ru");
  CHECK(config.cooldown == 7 * kDay);
  CHECK(config.ttl == 2 * kHour);
  CHECK(config.theme.mode == view::ColorMode::kDark);
  CHECK(config.theme.accent_light == 0x112233);
  CHECK(config.theme.accent_dark == 0xa1b2c3);
  CHECK(config.theme.radius == 8);
  CHECK(config.theme.position == view::Position::kTopLeft);
  CHECK(config.theme.font == "Inter, sans-serif");
  CHECK(config.delivery.batch_count == 5);
  CHECK(config.delivery.batch_bytes == 2000);
  CHECK(config.delivery.max_queued_bytes == 20'000);
  CHECK(config.delivery.batch_delay == 500);
  CHECK(config.delivery.timeout == 5000);
  CHECK(config.delivery.backoff == 2000);
  CHECK(config.delivery.backoff_max == 60'000);
  REQUIRE(config.surveys.size() == 1);
  const config::Survey& survey = config.surveys[0];
  CHECK(survey.id == "all");
  CHECK(survey.frequency.kind == config::Frequency::Kind::kEvery);
  CHECK(survey.frequency.every == 90 * kDay);
  REQUIRE(survey.triggers.size() == 1);
  CHECK(survey.triggers[0].name == "bought");
  CHECK(survey.triggers[0].page.value == "/shop/*");
  CHECK(survey.triggers[0].first_visit);
  CHECK(survey.triggers[0].delay == 3000);
  REQUIRE(survey.questions.size() == 3);
  CHECK(survey.questions[0].kind == &survey::kNps);
  CHECK_FALSE(survey.questions[0].required);
  CHECK(survey.questions[0].max == 10);
  CHECK(survey.questions[0].low.versions[0].text == "lo");
  CHECK(survey.questions[1].variant == "effort5");
  CHECK(survey.questions[1].max == 5);
  CHECK(survey.questions[1].wordings.size() == 5);
  CHECK(survey.questions[1].required);
  CHECK(survey.questions[2].kind == &survey::kText);
  CHECK(survey.questions[2].required);
  CHECK(survey.questions[2].text.versions.size() == 2);
  CHECK(survey.has_thanks);
  REQUIRE(config.guides.size() == 1);
  CHECK(config.guides[0].anchor.selector == "#a");
  CHECK(config.guides[0].placement == "left");
  CHECK(config.guides[0].frequency.kind == config::Frequency::Kind::kAlways);
}

TEST_CASE("scales are required and open questions optional unless said otherwise", "[core][config]") {
  CHECK(parsed(with_question(R"({"id":"q","type":"nps","text":"?"})")).config.surveys[0].questions[0].required);
  CHECK(parsed(with_question(R"({"id":"q","type":"ces","text":"?"})")).config.surveys[0].questions[0].required);
  CHECK_FALSE(parsed(with_question(R"({"id":"q","type":"text","text":"?"})")).config.surveys[0].questions[0].required);
}

TEST_CASE("a lighter accent for dark cards is made when only one was chosen", "[core][config]") {
  CHECK(parsed(R"({"canvass":1,"theme":{"accent":"#000000"}})").config.theme.accent_dark == 0x666666);
  CHECK(parsed(R"({"canvass":1,"theme":{"accent":"#ffffff"}})").config.theme.accent_dark == 0xffffff);
  CHECK(parsed(R"({"canvass":1,"theme":{"radius":4}})").config.theme.accent_dark == 0x8b85ff);
}

namespace {

struct Broken {
  std::string config;
  const char* pointer;  // of the first error
  const char* message;  // that it contains
};

const std::vector<Broken>& broken_configs() {
  static const std::vector<Broken> configs = {
      // The document
      {"", "", "not valid JSON at line 1, column 1: expected a value"},
      {"{\"canvass\": 1,\n  \"ttl\": }", "", "not valid JSON at line 2, column 10"},
      {"{\"canvass\":1,\"writeKey\":\"\\ud800\"}", "", "expected a pair of surrogates"},
      {"{\"canvass\":1,\"writeKey\":\"\xFF\"}", "", "expected valid UTF-8"},
      {std::string(1'000'001, ' '), "", "larger than 1 MB"},
      {std::string(100'000, '['), "", "expected less nesting"},
      {"[]", "", "must be an object, found a list"},
      {"{}", "/canvass", "is missing: a Canvass configuration begins with \"canvass\": 1"},
      {R"({"canvass":2})", "/canvass", "is version 2, this Canvass understands version 1: update Canvass"},
      {R"({"canvass":"1"})", "/canvass", "must be 1"},
      {R"({"canvass":1.5})", "/canvass", "must be 1"},
      // Top level
      {R"({"canvass":1,"endpoint":"ftp://x/"})", "/endpoint", "\"ftp://x/\" must be an address"},
      {R"({"canvass":1,"endpoint":"//x/y"})", "/endpoint", "must be an address"},
      {R"({"canvass":1,"endpoint":"https://"})", "/endpoint", "must be an address"},
      {R"({"canvass":1,"endpoint":"/v1 batch"})", "/endpoint", "must be an address"},
      {R"({"canvass":1,"endpoint":"https://me:secret@x.example/y"})", "/endpoint", "must be an address"},
      {R"({"canvass":1,"endpoint":7})", "/endpoint", "must be a string, found a number"},
      {R"({"canvass":1,"cooldown":"a week"})", "/cooldown", "\"a week\" is no duration such as"},
      {R"({"canvass":1,"ttl":"31d"})", "/ttl", "\"31d\" must be from 0s to 30d"},
      {R"({"canvass":1,"theme":[]})", "/theme", "must be an object, found a list"},
      {R"({"canvass":1,"theme":{"mode":"drak"}})", "/theme/mode", "unknown \"drak\", did you mean \"dark\"?"},
      {R"({"canvass":1,"theme":{"accent":"red"}})", "/theme/accent", "\"red\" is no colour such as \"#4f46e5\""},
      {R"({"canvass":1,"theme":{"accent":"#12345g"}})", "/theme/accent", "is no colour"},
      {R"({"canvass":1,"theme":{"radius":33}})", "/theme/radius", "must be a whole number from 0 to 32"},
      {R"({"canvass":1,"theme":{"font":"x;} *{"}})", "/theme/font", "must be a list of font names"},
      {R"({"canvass":1,"delivery":{"batchCount":0}})", "/delivery/batchCount", "from 1 to 500"},
      {R"({"canvass":1,"delivery":{"maxQueuedBytes":4000001}})", "/delivery/maxQueuedBytes", "4000000"},
      {R"({"canvass":1,"delivery":{"batchBytes":"50000"}})", "/delivery/batchBytes", "whole number"},
      {R"({"canvass":1,"delivery":{"timeout":"1ms"}})", "/delivery/timeout", "\"1ms\" must be from 1s to 300s"},
      {R"({"canvass":1,"surveys":{}})", "/surveys", "must be a list, found an object"},
      // Surveys
      {with_survey("null"), "/surveys/0", "must be an object, found null"},
      {with_survey(R"({"questions":[{"id":"q","type":"nps","text":"?"}]})"), "/surveys/0/id", "is missing"},
      {with_survey(R"({"id":"a b","questions":[{"id":"q","type":"nps","text":"?"}]})"), "/surveys/0/id",
       "\"a b\" must be 1 to 64 of the characters"},
      {with_survey(R"({"id":"s"})"), "/surveys/0/questions", "is missing"},
      {with_survey(R"({"id":"s","questions":[]})"), "/surveys/0/questions", "a survey needs a question"},
      {with_survey(R"({"id":"s","frequency":"daily","questions":[{"id":"q","type":"nps","text":"?"}]})"),
       "/surveys/0/frequency", "unknown \"daily\", expected one of \"once\", \"always\""},
      {with_survey(R"({"id":"s","frequency":{},"questions":[{"id":"q","type":"nps","text":"?"}]})"),
       "/surveys/0/frequency/every", "is missing"},
      {with_survey(R"({"id":"s","frequency":{"every":"0d"},"questions":[{"id":"q","type":"nps","text":"?"}]})"),
       "/surveys/0/frequency/every", "must be from 1ms to 3650d"},
      {with_survey(R"({"id":"s","frequency":3,"questions":[{"id":"q","type":"nps","text":"?"}]})"),
       "/surveys/0/frequency", "found a number"},
      {with_survey(R"({"id":"s","thanks":true,"questions":[{"id":"q","type":"nps","text":"?"}]})"), "/surveys/0/thanks",
       "must be an object, found true or false"},
      // Questions
      {with_question(R"({"id":"q","type":"npz","text":"?"})"), "/surveys/0/questions/0/type",
       "unknown \"npz\", did you mean \"nps\"?"},
      {with_question(R"({"id":"q","type":"hologram","text":"?"})"), "/surveys/0/questions/0/type",
       "unknown \"hologram\", expected one of \"nps\", \"ces\", \"csat\", \"rating\", \"choice\""},
      {with_question(R"({"id":"q","text":"?"})"), "/surveys/0/questions/0/type", "is missing"},
      {with_question(R"({"id":"q","type":"nps"})"), "/surveys/0/questions/0/text", "is missing"},
      {with_question(R"({"id":"q","type":"nps","text":"  "})"), "/surveys/0/questions/0/text", "is empty"},
      {with_question(R"({"id":"q","type":"nps","text":{}})"), "/surveys/0/questions/0/text", "at least one language"},
      {with_question(R"({"id":"q","type":"nps","text":{"en":7}})"), "/surveys/0/questions/0/text/en",
       "must be a text, found a number"},
      {with_question(R"({"id":"q","type":"nps","text":{"e/n~":"?"}})"), "/surveys/0/questions/0/text/e~1n~0",
       "is no language code"},
      {with_question(R"({"id":"q","type":"nps","text":")" + std::string(2001, 'x') + "\"}"),
       "/surveys/0/questions/0/text", "is 2001 characters long, the most is 2000"},
      {with_question(R"({"id":"q","type":"nps","text":"?"},{"id":"q","type":"nps","text":"?"})"),
       "/surveys/0/questions/1/id", "is the id of another one"},
      {with_question(R"({"id":"q","type":"nps","text":"?","required":"no"})"), "/surveys/0/questions/0/required",
       "must be true or false, found a string"},
      {with_question(R"({"id":"q","type":"ces","text":"?","variant":"agree5"})"), "/surveys/0/questions/0/variant",
       "unknown \"agree5\", did you mean \"agree7\"?"},
      {with_question(R"({"id":"q","type":"ces","text":"?","options":["a"]})"), "/surveys/0/questions/0/options",
       "must have a wording for each of the 7 points, found 1"},
      {with_question(R"({"id":"q","type":"ces","text":"?","variant":"effort5","options":["1","2","3","4","5","6"]})"),
       "/surveys/0/questions/0/options/5", "is one too many: the most is 5"},
      {with_question(R"({"id":"q","type":"ces","text":"?","options":["1","2","3",4,"5","6","7"]})"),
       "/surveys/0/questions/0/options/3", "must be a text, found a number"},
      // Triggers
      {with_trigger("{}"), "/surveys/0/triggers/0", "is empty: give it an event, a page, firstVisit or a delay"},
      {with_trigger("\"load\""), "/surveys/0/triggers/0", "must be an object, found a string"},
      {with_trigger(R"({"page":"cart"})"), "/surveys/0/triggers/0/page", "\"cart\" must begin with \"/\""},
      {with_trigger(R"({"page":""})"), "/surveys/0/triggers/0/page", "must begin with"},
      {with_trigger(R"({"event":""})"), "/surveys/0/triggers/0/event", "is empty"},
      {with_trigger(R"({"event":"x","delay":3})"), "/surveys/0/triggers/0/delay", "a number is no duration"},
      {with_trigger(R"({"firstVisit":false})"), "/surveys/0/triggers/0/firstVisit", "can only be true"},
      // Guides
      {with_guide(R"({"id":"g","type":"popup","anchor":"#a","text":"t","triggers":[]})"), "/guides/0/type",
       "unknown \"popup\", expected one of \"tip\", \"hotspot\""},
      {with_guide(R"({"id":"g","type":"tip","text":"t","triggers":[]})"), "/guides/0/anchor", "is missing"},
      {with_guide(R"({"id":"g","type":"tip","anchor":"","text":"t","triggers":[]})"), "/guides/0/anchor", "is empty"},
      {with_guide(R"({"id":"g","type":"tip","anchor":"#a","triggers":[]})"), "/guides/0/text",
       "a tip needs a title or a text"},
      {with_guide(R"({"id":"g","type":"tip","anchor":"#a","text":"t","placement":"botom","triggers":[]})"),
       "/guides/0/placement", "unknown \"botom\", did you mean \"bottom\"?"},
  };
  return configs;
}

}  // namespace

TEST_CASE("every mistake is reported at the place it was made", "[core][config]") {
  for (const Broken& broken : broken_configs()) {
    const Parsed result = parsed(broken.config);
    INFO(broken.config.substr(0, 200));
    INFO(spelled(result.problems.errors));
    REQUIRE_FALSE(result.problems.errors.empty());
    CHECK(result.problems.errors[0].pointer == broken.pointer);
    CHECK(result.problems.errors[0].message.find(broken.message) != std::string::npos);
  }
}

TEST_CASE("a broken survey is left out and the others run", "[core][config]") {
  const Parsed result = parsed(R"({"canvass":1,"surveys":[
    {"id":"one","triggers":[],"questions":[{"id":"q","type":"nps","text":"?"}]},
    {"id":"two","triggers":[],"questions":[{"id":"q","type":"npz","text":"?"}]},
    {"id":"three","triggers":[],"questions":[{"id":"q","type":"ces","text":"?"}]}]})");
  REQUIRE(result.problems.errors.size() == 1);
  CHECK(result.problems.errors[0].pointer == "/surveys/1/questions/0/type");
  REQUIRE(result.config.surveys.size() == 2);
  CHECK(result.config.surveys[0].id == "one");
  CHECK(result.config.surveys[1].id == "three");
}

TEST_CASE("a field with an error keeps its default", "[core][config]") {
  const Parsed result = parsed(R"({"canvass":1,"ttl":"soon","cooldown":"7d","theme":{"radius":-1,"mode":"light"}})");
  CHECK(result.problems.errors.size() == 2);
  CHECK(result.config.usable);
  CHECK(result.config.ttl == kHour);
  CHECK(result.config.cooldown == 7 * kDay);
  CHECK(result.config.theme.radius == 16);
  CHECK(result.config.theme.mode == view::ColorMode::kLight);
}

TEST_CASE("surveys and guides may not share an id", "[core][config]") {
  const Parsed result = parsed(R"({"canvass":1,
    "surveys":[{"id":"x","triggers":[],"questions":[{"id":"q","type":"nps","text":"?"}]}],
    "guides":[{"id":"x","type":"tip","anchor":"#a","text":"t","triggers":[]}]})");
  REQUIRE(result.problems.errors.size() == 1);
  CHECK(result.problems.errors[0].pointer == "/guides/0/id");
  CHECK(result.problems.errors[0].message == "\"x\" is the id of /surveys/0 already");
  CHECK(result.config.surveys.size() == 1);
  CHECK(result.config.guides.empty());
}

TEST_CASE("there is a limit to surveys, guides and questions", "[core][config]") {
  std::string surveys;
  for (int i = 0; i < 201; ++i) {
    surveys += (i == 0 ? "" : ",") + std::string(R"({"id":"s)") + decimal(i) +
               R"(","triggers":[],"questions":[{"id":"q","type":"nps","text":"?"}]})";
  }
  const Parsed many_surveys = parsed(with_survey(surveys));
  REQUIRE(many_surveys.problems.errors.size() == 1);
  CHECK(many_surveys.problems.errors[0].pointer == "/surveys/200");
  CHECK(many_surveys.config.surveys.size() == 200);

  std::string questions;
  for (int i = 0; i < 51; ++i) {
    questions += (i == 0 ? "" : ",") + std::string(R"({"id":"q)") + decimal(i) + R"(","type":"text","text":"?"})";
  }
  const Parsed many_questions = parsed(with_question(questions));
  REQUIRE(many_questions.problems.errors.size() == 1);
  CHECK(many_questions.problems.errors[0].pointer == "/surveys/0/questions/50");
  CHECK(many_questions.config.surveys.empty());
}

TEST_CASE("fallbacks and languages are read in the order they are given", "[core][config]") {
  const Parsed result =
      parsed(R"({"canvass":1,"languages":["en","kk"],"fallbacks":{"kk":["ru","en"],"pt-BR":["pt"]},"surveys":[]})");
  CHECK(spelled(result.problems.errors) == "");
  CHECK(spelled(result.problems.warnings) == "");
  CHECK(result.config.languages == std::vector<std::string>{"en", "kk"});
  REQUIRE(result.config.fallbacks.size() == 2);
  CHECK(result.config.fallbacks[0].locale == "kk");
  CHECK(result.config.fallbacks[0].next == std::vector<std::string>{"ru", "en"});
  CHECK(result.config.fallbacks[1].locale == "pt-BR");
  CHECK(result.config.fallbacks[1].next == std::vector<std::string>{"pt"});
}

TEST_CASE("broken fallbacks and languages are reported, and the rest of them is used", "[core][config]") {
  const Parsed result = parsed(R"({"canvass":1,"languages":["en",1],"fallbacks":{"k k":["ru"],"kk":["r u","ru"]}})");
  CHECK(spelled(result.problems.errors) ==
        "/languages/1: must be a language code such as \"en\" or \"pt-BR\"\n"
        "/fallbacks/k k: must be a language code such as \"en\" or \"pt-BR\"\n"
        "/fallbacks/kk/0: must be a language code such as \"en\" or \"pt-BR\"\n");
  CHECK(result.config.usable);
  CHECK(result.config.languages == std::vector<std::string>{"en"});
  CHECK(result.config.fallbacks.back().next == std::vector<std::string>{"ru"});
}

TEST_CASE("what is far from every name is answered with all of them, if they can be read", "[core][config]") {
  CHECK(config::suggest("npz", {"nps", "ces"}) == ", did you mean \"nps\"?");
  CHECK(config::suggest("likert", {"nps", "ces"}) == ", expected one of \"nps\", \"ces\"");
  CHECK(config::suggest("likert", std::vector<std::string_view>(21, "nps")) == "");
  CHECK(config::suggest("likert", {}) == ": there is none");
}

TEST_CASE("unknown fields are used as not there, with a warning", "[core][config]") {
  const auto warning_of = [](const std::string& text) {
    const Parsed result = parsed(text);
    CHECK(result.problems.ok());
    return spelled(result.problems.warnings);
  };
  CHECK(warning_of(R"({"canvass":1,"cooldwon":"7d"})") == "/cooldwon: unknown field, did you mean \"cooldown\"?\n");
  CHECK(warning_of(R"({"canvass":1,"theme":{"colour":"#fff"}})") ==
        "/theme/colour: unknown field, expected one of \"mode\", \"accent\", \"accentDark\", \"radius\", \"position\", "
        "\"font\"\n");
  CHECK(warning_of(with_question(R"({"id":"q","type":"nps","text":"?","requird":false})")) ==
        "/surveys/0/questions/0/requird: unknown field, did you mean \"required\"?\n");
  CHECK(warning_of(with_question(R"({"id":"q","type":"nps","text":"?","hint":"no such thing"})")) ==
        "/surveys/0/questions/0/hint: unknown field, expected one of \"id\", \"text\", \"type\", \"low\", \"high\", "
        "\"description\", "
        "\"required\", \"showIf\", \"logic\"\n");
  CHECK(warning_of(with_trigger(R"({"events":"x"})")) ==
        "/surveys/0/triggers/0/events: unknown field, did you mean \"event\"?\n");
}

TEST_CASE("a survey without triggers is pointed out, one with an empty list is meant", "[core][config]") {
  const Parsed result = parsed(with_survey(R"({"id":"s","questions":[{"id":"q","type":"nps","text":"?"}]})"));
  REQUIRE(result.problems.warnings.size() == 1);
  CHECK(result.problems.warnings[0].pointer == "/surveys/0/triggers");
  CHECK(result.config.surveys.size() == 1);
  CHECK(parsed(with_question(R"({"id":"q","type":"nps","text":"?"})")).problems.warnings.empty());
}

TEST_CASE("a largest wait below the first one is raised to it", "[core][config]") {
  const Parsed result = parsed(R"({"canvass":1,"delivery":{"backoff":"10s","backoffMax":"1s"}})");
  REQUIRE(result.problems.warnings.size() == 1);
  CHECK(result.problems.warnings[0].pointer == "/delivery/backoffMax");
  CHECK(result.config.delivery.backoff_max == 10 * kSecond);
}

TEST_CASE("no cut of a good configuration does harm", "[core][config]") {
  const std::string text = test::kShop;
  for (size_t length = 0; length < text.size(); ++length) {
    const Parsed result = parsed(std::string_view(text).substr(0, length));
    REQUIRE_FALSE(result.config.usable);
    REQUIRE_FALSE(result.problems.ok());
  }
  REQUIRE(parsed(text).problems.ok());
}

TEST_CASE("no change of one value in a good configuration does harm", "[core][config]") {
  const Json original = *parse_json(test::kShop);
  const std::vector<Json> strange = {nullptr,
                                     true,
                                     -1,
                                     1e300,
                                     "",
                                     "x",
                                     std::string(3000, 'y'),
                                     Json::array(),
                                     Json::object(),
                                     Json::array({nullptr, 1, "a"}),
                                     Json{{"en", nullptr}}};
  const Json flat = original.flatten();
  for (const auto& [pointer, value] : flat.items()) {
    // The value itself and everything it is a part of.
    for (Json::json_pointer place(pointer); !place.empty(); place.pop_back()) {
      for (const Json& replacement : strange) {
        Json changed = original;
        changed[place] = replacement;
        const Parsed result = parsed(dump_json(changed));
        for (const config::Survey& survey : result.config.surveys) {
          REQUIRE_FALSE(survey.questions.empty());
          for (const config::Question& question : survey.questions) REQUIRE(question.kind != nullptr);
        }
      }
    }
  }
}

// --- suggestions -------------------------------------------------------------------------------------------

TEST_CASE("edit distance counts insertions, deletions, replacements and swaps of neighbours", "[core][config]") {
  CHECK(config::edit_distance("nps", "nps") == 0);
  CHECK(config::edit_distance("npz", "nps") == 1);
  CHECK(config::edit_distance("np", "nps") == 1);
  CHECK(config::edit_distance("npss", "nps") == 1);
  CHECK(config::edit_distance("nsp", "nps") == 1);
  CHECK(config::edit_distance("colour", "color") == 1);
  CHECK(config::edit_distance("botom", "bottom") == 1);
  CHECK(config::edit_distance("abcd", "badc") == 2);
  CHECK(config::edit_distance("abc", "xyz") == 3);
  CHECK(config::edit_distance("", "ab") == 2);
  CHECK(config::edit_distance(std::string(100, 'a'), std::string(100, 'a')) == 3);  // longer than any name
}

TEST_CASE("the nearest name is suggested, and none that is far away", "[core][config]") {
  const std::vector<std::string_view> names = {"accent", "accentDark", "radius", "id"};
  CHECK(config::did_you_mean("acent", names) == ", did you mean \"accent\"?");
  CHECK(config::did_you_mean("accentdark", names) == ", did you mean \"accentDark\"?");
  CHECK(config::did_you_mean("shadow", names).empty());
  CHECK(config::did_you_mean("xy", names).empty());
}

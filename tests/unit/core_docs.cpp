// docs/config.md and web/schema/config.schema.json say the same as the parser.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"  // false alarms inside <regex> when sanitized (gcc 12)
#endif

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <regex>
#include <set>

#include "core/base/text.h"
#include "core/config/config.h"
#include "core_support.h"

using namespace canvass;
using namespace canvass::test;

namespace {

// As much of JSON Schema 2020-12 as the schema uses; anything else in it fails the test.
class Schema {
 public:
  Schema() : root_(*parse_json(read_repository_file("web/schema/config.schema.json"))) {}

  bool accepts(const Json& value) const { return accepts(root_, value); }
  const Json& root() const { return root_; }

 private:
  bool accepts(const Json& schema, const Json& value) const {
    for (const auto& [keyword, rule] : schema.items()) {
      if (!holds(schema, keyword, rule, value)) return false;
    }
    return true;
  }

  bool holds(const Json& schema, const std::string& keyword, const Json& rule, const Json& value) const {
    static const std::set<std::string> ignored = {"$schema", "$defs", "title", "description", "default", "examples"};
    if (ignored.count(keyword) != 0) return true;
    if (keyword == "$ref") return accepts(root_.at(Json::json_pointer(rule.get<std::string>().substr(1))), value);
    if (keyword == "const") return value == rule;
    if (keyword == "enum") return std::find(rule.begin(), rule.end(), value) != rule.end();
    if (keyword == "anyOf") {
      return std::any_of(rule.begin(), rule.end(), [&](const Json& option) { return accepts(option, value); });
    }
    if (keyword == "type") return type_is(rule, value);
    if (keyword == "minimum") return !value.is_number() || value.get<double>() >= rule.get<double>();
    if (keyword == "maximum") return !value.is_number() || value.get<double>() <= rule.get<double>();
    const size_t limit = rule.is_number() ? rule.get<size_t>() : 0;
    if (keyword == "minLength") return !value.is_string() || count_characters(value.get<std::string>()) >= limit;
    if (keyword == "maxLength") return !value.is_string() || count_characters(value.get<std::string>()) <= limit;
    if (keyword == "minItems") return !value.is_array() || value.size() >= limit;
    if (keyword == "maxItems") return !value.is_array() || value.size() <= limit;
    if (keyword == "minProperties") return !value.is_object() || value.size() >= limit;
    if (keyword == "pattern") {
      return !value.is_string() || std::regex_search(value.get<std::string>(), std::regex(rule.get<std::string>()));
    }
    if (keyword == "items") {
      return !value.is_array() ||
             std::all_of(value.begin(), value.end(), [&](const Json& item) { return accepts(rule, item); });
    }
    if (!value.is_object()) return true;
    if (keyword == "required") {
      return std::all_of(rule.begin(), rule.end(), [&](const Json& name) { return value.contains(name); });
    }
    const Json none = Json::object();
    const Json& named = schema.contains("properties") ? schema["properties"] : none;
    for (const auto& [name, member] : value.items()) {
      const bool known = named.contains(name);
      if (keyword == "properties") {
        if (known && !accepts(named[name], member)) return false;
      } else if (keyword == "additionalProperties") {
        if (!known && (rule == false || !accepts(rule, member))) return false;
      } else if (keyword == "propertyNames") {
        if (!accepts(rule, name)) return false;
      } else {
        FAIL("the schema uses " << keyword << ", which this test does not know");
      }
    }
    return true;
  }

  static bool type_is(const Json& type, const Json& value) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "integer") return integer_of(value).has_value();
    FAIL("the schema uses the type " << type);
    return false;
  }

  Json root_;
};

Json document(const char* member, Json thing) {
  return {{"canvass", 1}, {member, Json::array({std::move(thing)})}};
}

Json survey_with(Json question) {
  return document("surveys",
                  {{"id", "s"}, {"triggers", Json::array()}, {"questions", Json::array({std::move(question)})}});
}

// Every example of docs/config.md, as the whole document it stands for.
std::vector<Json> documented() {
  const std::string text = read_repository_file("docs/config.md");
  const Json nps = {{"id", "q"}, {"type", "nps"}, {"text", "?"}};
  std::vector<Json> documents;
  const auto each = [&](const char* info, size_t least, auto wrap) {
    const std::vector<std::string> blocks = fenced_blocks(text, info);
    REQUIRE(blocks.size() >= least);
    for (const std::string& block : blocks) {
      INFO(block);
      const std::optional<Json> json = parse_json(block);
      REQUIRE(json);
      documents.push_back(wrap(*json));
    }
  };
  each("json", 1, [](Json json) { return json; });
  each("json top", 9, [](Json json) {
    json["canvass"] = 1;
    return json;
  });
  each("json question", 4, survey_with);
  each("json survey", 2, [](Json json) { return document("surveys", std::move(json)); });
  each("json guide", 1, [](Json json) { return document("guides", std::move(json)); });
  each("json trigger", 6, [&](Json json) {
    return document("surveys", {{"id", "s"}, {"triggers", Json::array({json})}, {"questions", Json::array({nps})}});
  });
  return documents;
}

// The names of all members of all objects in a document, except languages.
void names_in(const Json& json, std::set<std::string>& names) {
  for (const auto& [name, member] : json.items()) {
    if (json.is_object()) names.insert(name);
    if (member.is_structured() && !(member.is_object() && member.contains("en"))) names_in(member, names);
  }
}

}  // namespace

TEST_CASE("every example of the documentation is a configuration without fault", "[core][docs]") {
  for (const Json& json : documented()) {
    config::Config config;
    const Problems problems = config::parse(dump_json(json), config);
    INFO(dump_json(json));
    for (const Problem& problem : problems.errors) UNSCOPED_INFO(problem.pointer << ": " << problem.message);
    for (const Problem& problem : problems.warnings) UNSCOPED_INFO(problem.pointer << ": " << problem.message);
    CHECK(problems.ok());
    CHECK(problems.warnings.empty());
  }
}

TEST_CASE("the schema accepts every example of the documentation", "[core][docs]") {
  const Schema schema;
  for (const Json& json : documented()) {
    INFO(dump_json(json));
    CHECK(schema.accepts(json));
  }
  CHECK(schema.accepts(*parse_json(kShop)));
}

TEST_CASE("the documentation has an example of every field in the schema, and the parser knows each", "[core][docs]") {
  std::set<std::string> exemplified;
  for (const Json& json : documented()) names_in(json, exemplified);
  const Schema schema;
  std::vector<Json> objects = {schema.root()};
  for (const Json& definition : schema.root()["$defs"]) objects.push_back(definition);
  size_t fields = 0;
  for (const Json& object : objects) {
    if (!object.contains("properties")) continue;
    for (const auto& [name, rule] : object["properties"].items()) {
      INFO(name);
      ++fields;
      // An editor adds $schema; it is mentioned in the text.
      CHECK((name == "$schema" || exemplified.count(name) == 1));
    }
  }
  CHECK(fields > 50);
}

TEST_CASE("the schema refuses what the parser refuses", "[core][docs]") {
  const Schema schema;
  const std::vector<const char*> wrong = {
      "[]",
      "{}",
      R"({"canvass":2})",
      R"({"canvass":1,"cooldwon":"7d"})",
      R"({"canvass":1,"endpoint":"ftp://x/"})",
      R"({"canvass":1,"endpoint":"//x/y"})",
      R"({"canvass":1,"cooldown":"a week"})",
      R"({"canvass":1,"theme":{"mode":"drak"}})",
      R"({"canvass":1,"theme":{"accent":"red"}})",
      R"({"canvass":1,"theme":{"radius":33}})",
      R"({"canvass":1,"theme":{"font":"x;}"}})",
      R"({"canvass":1,"delivery":{"batchCount":0}})",
      R"({"canvass":1,"surveys":{}})",
      R"({"canvass":1,"surveys":[{"id":"s"}]})",
      R"({"canvass":1,"surveys":[{"id":"s","questions":[]}]})",
      R"({"canvass":1,"surveys":[{"id":"a b","questions":[{"id":"q","type":"nps","text":"?"}]}]})",
      R"({"canvass":1,"surveys":[{"id":"s","frequency":"daily","questions":[{"id":"q","type":"nps","text":"?"}]}]})",
      R"({"canvass":1,"surveys":[{"id":"s","frequency":{},"questions":[{"id":"q","type":"nps","text":"?"}]}]})",
      R"({"canvass":1,"surveys":[{"id":"s","triggers":[{}],"questions":[{"id":"q","type":"nps","text":"?"}]}]})",
      R"({"canvass":1,"surveys":[{"id":"s","triggers":[{"page":"cart"}],"questions":[{"id":"q","type":"nps","text":"?"}]}]})",
      R"({"canvass":1,"surveys":[{"id":"s","questions":[{"id":"q","type":"npz","text":"?"}]}]})",
      R"({"canvass":1,"surveys":[{"id":"s","questions":[{"id":"q","type":"nps"}]}]})",
      R"({"canvass":1,"surveys":[{"id":"s","questions":[{"id":"q","type":"nps","text":{}}]}]})",
      R"({"canvass":1,"surveys":[{"id":"s","questions":[{"id":"q","type":"nps","text":"?","hint":"x"}]}]})",
      R"({"canvass":1,"surveys":[{"id":"s","questions":[{"id":"q","type":"ces","text":"?","options":["a"]}]}]})",
      R"({"canvass":1,"guides":[{"id":"g","type":"tip","text":"t"}]})",
      R"({"canvass":1,"guides":[{"id":"g","type":"tip","anchor":"#a"}]})",
  };
  for (const char* text : wrong) {
    INFO(text);
    const Json json = *parse_json(text);
    config::Config config;
    const Problems problems = config::parse(text, config);
    CHECK((!problems.ok() || !problems.warnings.empty()));
    CHECK_FALSE(schema.accepts(json));
  }
}

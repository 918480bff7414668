// Questions of every kind for tests, read as a configuration has them.
//
//   const Asked asked(R"("type":"rating","points":7)");
//   CHECK(asked.accepted("7") == "7");
//   CHECK(asked.tree({.draft = 7}) == …);
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/config/builtin_packs.h"
#include "core/config/config.h"
#include "core/config/locale.h"
#include "core/survey/kinds.h"
#include "core_support.h"

namespace canvass::test {

inline const config::Packs& kinds_packs() {
  static const config::Packs packs = [] {
    config::Packs made;
    for (const std::string_view name : config::builtin_pack_names()) {
      made.provide(*parse_json(config::builtin_pack(name)));
    }
    return made;
  }();
  return packs;
}

inline config::Words speaking(std::string_view locale) {
  config::Words words(locale, "", &kinds_packs());
  words.speak(config::Text{{{std::string(locale), "any text"}}});
  return words;
}

inline Json json(std::string_view text) { return parse_json(text).value(); }

inline void spell_node(const view::Node& node, const std::string& indent, std::string& out) {
  static const char* const roles[] = {"dialog", "heading",  "text",    "radiogroup", "radio",  "checkbox",
                                      "button", "link",     "textbox", "image",      "video",  "progress",
                                      "list",   "listitem", "status",  "group",      "select", "option"};
  out += indent + roles[static_cast<size_t>(node.role)] + "." + std::to_string(static_cast<int>(node.look));
  const std::pair<const char*, const std::string*> members[] = {
      {"", &node.text}, {"label=", &node.label}, {"value=", &node.value}, {"hint=", &node.hint}, {"part=", &node.part}};
  for (const auto& [name, text] : members) {
    if (!text->empty()) out += std::string(" ") + name + "'" + *text + "'";
  }
  if (node.state & view::kChecked) out += " checked";
  if (node.state & view::kDisabled) out += " disabled";
  if (node.state & view::kInvalid) out += " invalid";
  if (node.state & view::kRequired) out += " required";
  out += "\n";
  for (const view::Node& child : node.children) spell_node(child, indent + "  ", out);
}

class Asked {
 public:
  // `members` of the question besides its id and text.
  explicit Asked(std::string_view members) {
    problems = config::parse(
        join({R"({"canvass":1,"surveys":[{"id":"s","triggers":[],"questions":[{"id":"q","text":"Question",)", members,
              "}]}]}"}),
        config_);
    INFO(errors());
    if (problems.ok()) REQUIRE(config_.surveys.size() == 1);
  }

  const config::Question& question() const { return config_.surveys.at(0).questions.at(0); }
  const survey::Kind& kind() const { return *question().kind; }

  // "/options/1: is the id of another one", without the pointer of the question itself.
  std::string errors() const { return spelled(problems.errors); }
  std::string warnings() const { return spelled(problems.warnings); }

  // The tidied answer as JSON, or "none".
  std::string accepted(std::string_view value) const {
    const std::optional<Json> answer = kind().accept(question(), json(value));
    return answer ? dump_json(*answer) : "none";
  }

  // What is wrong with a reply, in English, or "nothing".
  std::string fault(std::string_view value, bool required = false, TimeMs now = kStart) const {
    survey::Reply reply;
    reply.draft = json(value);
    const std::optional<survey::Fault> found = survey::fault_of(question(), reply, required, now);
    return found ? survey::spell(*found, speaking("en")) : "nothing";
  }

  // The reply after acting on one control, as JSON, with "!" when that completes it; or "none".
  std::string acted(survey::Reply& reply, std::string_view part, std::string_view value = {}) const {
    std::optional<survey::Outcome> outcome = kind().act(question(), reply, part, value);
    if (!outcome) return "none";
    reply.draft = std::move(outcome->reply);
    return dump_json(reply.draft) + (outcome->complete ? "!" : "");
  }

  std::string plain(std::string_view answer) const { return dump_json(kind().plain(question(), json(answer))); }
  std::string spell(std::string_view answer, std::string_view locale = "en") const {
    return kind().spell(question(), json(answer), speaking(locale));
  }
  std::string score(std::string_view answer) const {
    Json properties = Json::object();
    kind().score(question(), json(answer), properties);
    return dump_json(properties);
  }

  std::vector<view::Node> nodes(const survey::Reply& reply, std::string_view locale = "en",
                                bool invalid = false) const {
    std::vector<view::Node> made;
    const config::Words words = speaking(locale);
    kind().build({words, question(), reply, "s/q", question().required, invalid, words.text(question().text)}, made);
    return made;
  }

  // role.look 'text' label='…' value='…' hint='…' part='…' states
  std::string tree(const survey::Reply& reply = {}, std::string_view locale = "en", bool invalid = false) const {
    std::string out = "\n";
    for (const view::Node& node : nodes(reply, locale, invalid)) spell_node(node, "", out);
    return out;
  }

  Problems problems;

 private:
  static std::string spelled(const std::vector<Problem>& problems) {
    std::string out;
    const std::string question = "/surveys/0/questions/0";
    for (const Problem& problem : problems) {
      const bool inside = problem.pointer.rfind(question, 0) == 0;
      out += (inside ? problem.pointer.substr(question.size()) : problem.pointer) + ": " + problem.message + "\n";
    }
    return out;
  }

  config::Config config_;
};

inline survey::Reply drafted(std::string_view value) {
  survey::Reply reply;
  reply.draft = json(value);
  return reply;
}

}  // namespace canvass::test

#include "core/report/names.h"

#include <optional>
#include <utility>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/config/builtin_packs.h"
#include "core/config/config.h"
#include "core/config/locale.h"
#include "core/config/packs.h"

namespace canvass::report {

namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

// Identifiers have no line breaks.
std::string key(std::string_view survey, std::string_view question, std::string_view part) {
  return join({survey, "\n", question, "\n", part});
}

// Under what no question can be called: the survey's preset.
constexpr std::string_view kPreset = "\npreset";

std::string_view found(const Texts& texts, const std::string& key) {
  const auto it = texts.find(key);
  return it == texts.end() ? std::string_view() : std::string_view(it->second);
}

class Reader {
 public:
  Reader(Texts& texts, const Vector<std::string>& chain) : texts_(texts), chain_(chain) {}

  // What can be read of a survey that is not valid: whatever has an id and a text.
  void raw_survey(const Json& survey) {
    const std::string_view id = string_at(survey, "id");
    if (id.empty()) return;
    put(key(id, kPreset, ""), string_at(survey, "preset"));
    const Json* texts = find(survey, "texts");
    if (const auto* object = texts ? texts->get_ptr<const Json::object_t*>() : nullptr) {
      for (const auto& [question, text] : *object) put(key(id, question, ""), raw_text(text));
    }
    const Json* questions = find(survey, "questions");
    if (!questions || !questions->is_array()) return;
    for (const Json& question : *questions) raw_question(id, question);
  }

  void survey(const config::Survey& survey) {
    put(key(survey.id, kPreset, ""), survey.preset);
    for (const config::Question& question : survey.questions) {
      put(survey.id, question.id, "", question.text);
      for (const config::Option& option : question.options) put(survey.id, question.id, option.id, option.text);
      put(survey.id, question.id, "yes", question.label);
      put(survey.id, question.id, "no", question.label2);
    }
  }

 private:
  void put(std::string at, std::string_view text) {
    if (!text.empty()) texts_[std::move(at)] = text;
  }
  void put(std::string_view survey, std::string_view question, std::string_view part, const config::Text& text) {
    if (const config::Text::Version* version = config::resolve(text, chain_)) {
      put(key(survey, question, part), version->text);
    }
  }

  std::string_view raw_text(const Json& text) const {
    if (const std::string* plain = text.get_ptr<const std::string*>()) return *plain;
    for (const std::string& locale : chain_) {
      if (const std::string_view version = string_at(text, locale); !version.empty()) return version;
    }
    return {};
  }

  void raw_question(std::string_view survey, const Json& question) {
    const std::string_view id = string_at(question, "id");
    if (id.empty()) return;
    for (const auto& [name, member] : *question.get_ptr<const Json::object_t*>()) {
      if (name == "text") put(key(survey, id, ""), raw_text(member));
      if (!member.is_array()) continue;
      for (const Json& part : member) {
        const Json* text = find(part, "text");
        const std::string_view part_id = string_at(part, "id");
        if (text && !part_id.empty()) put(key(survey, id, part_id), raw_text(*text));
      }
    }
  }

  Texts& texts_;
  const Vector<std::string>& chain_;
};

}  // namespace

Problems Names::take(std::string_view config_json, std::string_view locale) {
  config::Packs packs;
  packs.provide(parse_json(config::builtin_pack("presets")).value_or(Json()));
  config::Config config;
  Problems problems = config::parse(config_json, config, &packs);
  const Vector<std::string> chain = config::chain_of(locale, config.default_locale, config.fallbacks);
  Reader reader(texts_, chain);
  const std::optional<Json> raw = parse_json(config_json);
  const Json* surveys = raw ? find(*raw, "surveys") : nullptr;
  if (surveys && surveys->is_array()) {
    for (const Json& survey : *surveys) reader.raw_survey(survey);
  }
  for (const config::Survey& survey : config.surveys) reader.survey(survey);
  return problems;
}

std::string_view Names::preset(std::string_view survey) const { return found(texts_, key(survey, kPreset, "")); }

std::string_view Names::question(std::string_view survey, std::string_view question) const {
  return found(texts_, key(survey, question, ""));
}

std::string_view Names::part(std::string_view survey, std::string_view question, std::string_view part) const {
  return part.empty() ? std::string_view() : found(texts_, key(survey, question, part));
}

}  // namespace canvass::report

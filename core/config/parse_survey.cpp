#include "core/base/json.h"
#include "core/base/text.h"
#include "core/config/parts.h"
#include "core/survey/kind.h"

namespace canvass::config {

namespace {

void read_question(const Json& json, std::string pointer, Problems& problems, Survey& survey) {
  Fields fields(json, std::move(pointer), problems);
  Question question;
  if (fields.identifier("id", question.id)) {
    for (const Question& other : survey.questions) {
      if (other.id == question.id) fields.error("id", join({in_quotes(question.id), " is the id of another question"}));
    }
  }
  fields.text("text", question.text, Need::kRequired);
  const std::vector<std::string_view> names = survey::kind_names();
  size_t chosen = 0;
  if (fields.choice("type", names, chosen, Need::kRequired)) {
    question.kind = survey::find_kind(names[chosen]);
    question.required = question.kind->style == survey::Style::kScale;
    question.kind->parse(fields, question);
    fields.boolean("required", question.required);
    fields.finish();  // without a type nobody knows which fields belong
  }
  survey.questions.push_back(std::move(question));
}

}  // namespace

void read_survey(const Json& json, const std::string& pointer, Problems& problems, Survey& survey) {
  Fields fields(json, pointer, problems);
  fields.identifier("id", survey.id);
  read_targeting(fields, survey);
  const Json::array_t* questions = fields.array("questions", kMaxQuestions);
  if (json.is_object() && find(json, "questions") == nullptr) fields.error("questions", "is missing");
  if (questions != nullptr) {
    if (questions->empty()) fields.error("questions", "is empty: a survey needs a question");
    for (size_t i = 0; i < questions->size() && i < kMaxQuestions; ++i) {
      read_question((*questions)[i], fields.pointer("questions", i), problems, survey);
    }
  }
  if (const Json* thanks = fields.any("thanks")) {
    Fields inner(*thanks, fields.pointer("thanks"), problems);
    survey.has_thanks = true;
    inner.text("title", survey.thanks.title);
    inner.text("text", survey.thanks.text);
    inner.finish();
  }
  fields.finish();
}

}  // namespace canvass::config

// An open question, answered in the visitor's own words.
#include "core/base/text.h"

#include "core/base/vector.h"
#include "core/survey/kinds.h"

namespace canvass::survey {

namespace {

// Without white space at the ends, and without control characters, which nobody types on purpose.
std::optional<Json> accept_text(const config::Question&, const Json& value) {
  const std::string* text = value.get_ptr<const std::string*>();
  if (text == nullptr || count_characters(*text) > kMaxAnswerCharacters) return std::nullopt;
  std::string tidy;
  for (const char c : *text) {
    const bool control = (c >= 0 && c < ' ') || c == '\x7F';
    if (!control || c == '\n' || c == '\t') tidy += c;
  }
  return Json(std::string(trim(tidy)));
}

}  // namespace

const Kind kText = {
    .name = "text",
    .scale = false,
    .may_be_empty = true,
    .parse = [](config::Fields& fields, config::Question& question) { fields.text("hint", question.hint); },
    .accept = accept_text,
    .score = [](const config::Question&, const Json&, Json&) {},
    .from_control =
        [](std::string_view value) { return Json(std::string(first_characters(value, kMaxAnswerCharacters))); },
    .build =
        [](const Scene& scene, Vector<view::Node>& nodes) {
          view::Node field = view::make(view::Role::kTextbox, view::Look::kField, join({scene.path, "/field"}));
          field.label = scene.words.text(scene.question.text);
          field.hint = scene.words.text(scene.question.hint);
          if (const std::string* text = scene.reply.latest().get_ptr<const std::string*>()) field.value = *text;
          if (scene.question.required) field.state |= view::kRequired;
          if (scene.invalid) field.state |= view::kInvalid;
          nodes.push_back(std::move(field));
        },
};

}  // namespace canvass::survey

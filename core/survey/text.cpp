// An open question, answered in the visitor's own words.
#include "core/base/text.h"

#include "core/survey/kinds.h"
#include "core/survey/scale.h"

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
    .style = Style::kOther,
    .parse = [](config::Fields& fields, config::Question& question) { fields.text("hint", question.hint); },
    .accept = accept_text,
    .check = check_nothing,
    .expects =
        [](const config::Question&) {
          return join({"a text of at most ", decimal(static_cast<int64_t>(kMaxAnswerCharacters)), " characters"});
        },
    .score = [](const config::Question&, const Json&, Json&) {},
    .plain = plain_as_is,
    .spell = [](const config::Question&, const Json& answer,
                const config::Words&) { return answer.get_ref<const std::string&>(); },
    .act =
        [](const config::Question&, const Reply&, std::string_view, std::string_view value) {
          return std::optional<Outcome>(
              Outcome{Json(std::string(first_characters(value, kMaxAnswerCharacters))), false});
        },
    .build =
        [](const Scene& scene, std::vector<view::Node>& nodes) {
          view::Node field = view::make(view::Role::kTextbox, view::Look::kField, join({scene.path, "/field"}));
          field.label = scene.title;
          field.hint = scene.words.text(scene.question.hint);
          if (const std::string* text = scene.reply.latest().get_ptr<const std::string*>()) field.value = *text;
          if (scene.required) field.state |= view::kRequired;
          if (scene.invalid) field.state |= view::kInvalid;
          field.part = "field";
          nodes.push_back(std::move(field));
        },
};

}  // namespace canvass::survey

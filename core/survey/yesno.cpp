// Yes or no, called that or otherwise.
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/survey/common.h"
#include "core/survey/kinds.h"

namespace canvass::survey {

namespace {

std::string_view text_of(const config::Question& question, bool yes, const config::Words& words) {
  return yes ? words.text_or(question.label, config::Ui::kYes) : words.text_or(question.label2, config::Ui::kNo);
}

}  // namespace

const Kind kYesNo = {
    .name = "yesno",
    .style = Style::kOther,
    .parse =
        [](config::Fields& fields, config::Question& question) {
          question.required = true;
          fields.text("yes", question.label);
          fields.text("no", question.label2);
        },
    .accept = [](const config::Question&,
                 const Json& value) { return value.is_boolean() ? std::optional<Json>(value) : std::nullopt; },
    .check = check_nothing,
    .expects = [](const config::Question&) { return std::string("true or false"); },
    .score = [](const config::Question&, const Json& answer,
                Json& properties) { properties["category"] = is_true(answer) ? "yes" : "no"; },
    .plain = plain_as_is,
    .spell = [](const config::Question& question, const Json& answer,
                const config::Words& words) { return std::string(text_of(question, is_true(answer), words)); },
    .act =
        [](const config::Question&, const Reply&, std::string_view part, std::string_view) {
          const bool yes = part == "option/yes";
          return yes || part == "option/no" ? std::optional<Outcome>(Outcome{Json(yes), true}) : std::nullopt;
        },
    .build =
        [](const Scene& scene, Vector<view::Node>& nodes) {
          view::Node group =
              question_node(scene, view::Role::kRadiogroup, view::Look::kOptions, join({scene.path, "/options"}));
          for (const std::string_view id : {"yes", "no"}) {
            const bool yes = id == "yes";
            std::string part = join({"option/", id});
            view::Node node = view::make(view::Role::kRadio, view::Look::kOption, join({scene.path, "/", part}),
                                         std::string(text_of(scene.question, yes, scene.words)));
            node.value = id;
            node.part = std::move(part);
            const Json& chosen = scene.reply.latest();
            if (chosen.is_boolean() && is_true(chosen) == yes) node.state |= view::kChecked;
            group.children.push_back(std::move(node));
          }
          nodes.push_back(std::move(group));
        },
};

}  // namespace canvass::survey

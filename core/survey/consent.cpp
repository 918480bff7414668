// A box to tick, perhaps with a link to what is agreed to.
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/parts.h"
#include "core/survey/common.h"
#include "core/survey/kinds.h"

namespace canvass::survey {

const Kind kConsent = {
    .name = "consent",
    .style = Style::kOther,
    .parse =
        [](config::Fields& fields, config::Question& question) {
          question.required = true;
          fields.text("label", question.label, config::Need::kRequired);
          config::read_link(fields, "link", question.link);
        },
    .accept = [](const config::Question&,
                 const Json& value) { return is_true(value) ? std::optional<Json>(value) : std::nullopt; },
    .check = check_nothing,
    .expects = [](const config::Question&) { return std::string("true"); },
    .score = score_nothing,
    .plain = plain_as_is,
    .spell = [](const config::Question& question, const Json&,
                const config::Words& words) { return std::string(words.text(question.label)); },
    .act =
        [](const config::Question&, const Reply& reply, std::string_view part, std::string_view) {
          if (part != "box") return std::optional<Outcome>();
          return std::optional<Outcome>({is_true(reply.latest()) ? Json("") : Json(true), false});
        },
    .build =
        [](const Scene& scene, Vector<view::Node>& nodes) {
          const config::Question& question = scene.question;
          view::Node box =
              question_node(scene, view::Role::kCheckbox, view::Look::kConsent, join({scene.path, "/box"}));
          box.text = scene.words.text(question.label);
          box.label.clear();
          box.value = "true";
          box.part = "box";
          if (is_true(scene.reply.latest())) box.state |= view::kChecked;
          nodes.push_back(std::move(box));
          append_link(scene, view::Look::kLink, nodes);
        },
};

}  // namespace canvass::survey

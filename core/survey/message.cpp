// Something to read, perhaps with a link to follow. Following it is the answer.
#include "core/base/vector.h"
#include "core/config/parts.h"
#include "core/survey/common.h"
#include "core/survey/kinds.h"

namespace canvass::survey {

const Kind kMessage = {
    .name = "message",
    .style = Style::kContent,
    .parse =
        [](config::Fields& fields, config::Question& question) {
          fields.text("button", question.button);
          config::read_link(fields, "link", question.link);
        },
    .accept =
        [](const config::Question& question, const Json& value) {
          return string_of(value) == "opened" && !question.link.url.empty() ? std::optional<Json>(value) : std::nullopt;
        },
    .check = check_nothing,
    .expects = [](const config::Question&) { return std::string("\"opened\", where there is a link"); },
    .score = score_nothing,
    .plain = plain_as_is,
    .spell = [](const config::Question& question, const Json&,
                const config::Words& words) { return std::string(words.text(question.link.text)); },
    .act =
        [](const config::Question& question, const Reply&, std::string_view part, std::string_view) {
          if (part != "link" || question.link.url.empty()) return std::optional<Outcome>();
          return std::optional<Outcome>({Json("opened"), true});
        },
    .build = [](const Scene& scene, Vector<view::Node>& nodes) { append_link(scene, view::Look::kPrimaryLink, nodes); },
};

}  // namespace canvass::survey

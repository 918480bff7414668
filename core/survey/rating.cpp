// A rating of two to ten numbers, stars or faces; what it is about only the question says.
#include "core/base/vector.h"
#include "core/survey/kinds.h"
#include "core/survey/scale.h"

namespace canvass::survey {

namespace {

using config::Symbols;
using config::Ui;

// Faces have an expression that somebody who does not see them should know as well.
std::string_view wording(const Scene& scene, int number) {
  const config::Question& question = scene.question;
  if (question.symbols != Symbols::kFaces) return {};
  if (question.max == 2) return scene.words.ui(Ui::kThumbsDown, number - 1);
  if (question.max > 5) return {};
  return scene.words.ui(Ui::kCsat1, number - 1 + (question.max == 3 ? 1 : 0));
}

}  // namespace

const Kind kRating = {
    .name = "rating",
    .style = Style::kScale,
    .parse =
        [](config::Fields& fields, config::Question& question) {
          parse_points(fields, question);
          parse_symbols(fields, question, question.max > 5 ? Symbols::kNumbers : Symbols::kStars);
          parse_ends(fields, question);
        },
    .accept = accept_on_scale,
    .check = check_nothing,
    .expects = expects_on_scale,
    .score = [](const config::Question& question, const Json&,
                Json& properties) { properties["points"] = question.max; },
    .plain = plain_as_is,
    .spell = spell_number,
    .act = act_on_scale,
    .build =
        [](const Scene& scene, Vector<view::Node>& nodes) {
          build_scale(scene, look_of(scene.question.symbols), wording, false, nodes);
        },
};

}  // namespace canvass::survey

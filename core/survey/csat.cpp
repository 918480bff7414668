// "How satisfied are you?", 1 to 5, as faces unless said otherwise.
#include "core/base/vector.h"
#include "core/survey/kinds.h"
#include "core/survey/scale.h"

namespace canvass::survey {

const Kind kCsat = {
    .name = "csat",
    .style = Style::kScale,
    .parse =
        [](config::Fields& fields, config::Question& question) {
          question.min = 1;
          question.max = 5;
          parse_symbols(fields, question, config::Symbols::kFaces);
          parse_ends(fields, question);
        },
    .accept = accept_on_scale,
    .check = check_nothing,
    .expects = expects_on_scale,
    .score =
        [](const config::Question&, const Json& answer, Json& properties) {
          const int64_t number = integer_of(answer).value_or(0);
          properties["category"] = number > 3 ? "satisfied" : number == 3 ? "neutral" : "dissatisfied";
          properties["top2"] = number > 3;
        },
    .plain = plain_as_is,
    .spell = spell_number,
    .act = act_on_scale,
    .build =
        [](const Scene& scene, Vector<view::Node>& nodes) {
          const Wording wording = [](const Scene& s, int number) { return s.words.ui(config::Ui::kCsat1, number - 1); };
          build_scale(scene, look_of(scene.question.symbols), wording, true, nodes);
        },
};

}  // namespace canvass::survey

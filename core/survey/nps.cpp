// "How likely are you to recommend us?", 0 to 10.
#include "core/metrics/nps.h"

#include "core/base/vector.h"
#include "core/survey/kinds.h"
#include "core/survey/scale.h"

namespace canvass::survey {

const Kind kNps = {
    .name = "nps",
    .style = Style::kScale,
    .parse =
        [](config::Fields& fields, config::Question& question) {
          question.max = 10;
          parse_ends(fields, question);
        },
    .accept = accept_on_scale,
    .check = check_nothing,
    .expects = expects_on_scale,
    .score =
        [](const config::Question&, const Json& answer, Json& properties) {
          const auto category = metrics::nps_category(integer_of(answer).value_or(-1));
          if (category) properties["category"] = metrics::name(*category);
        },
    .plain = plain_as_is,
    .spell = spell_number,
    .act = act_on_scale,
    .build =
        [](const Scene& scene, Vector<view::Node>& nodes) {
          const Wording ends = [](const Scene& s, int number) {
            return number == 0    ? s.words.ui(config::Ui::kNpsLow)
                   : number == 10 ? s.words.ui(config::Ui::kNpsHigh)
                                  : std::string_view();
          };
          build_scale(scene, view::Look::kScale, ends, true, nodes);
        },
};

}  // namespace canvass::survey

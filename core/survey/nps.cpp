// "How likely are you to recommend us?", 0 to 10.
#include "core/metrics/nps.h"

#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/survey/kinds.h"
#include "core/survey/scale.h"

namespace canvass::survey {

namespace {

using config::Ui;

std::string_view low_of(const Scene& scene) { return scene.words.text_or(scene.question.low, Ui::kNpsLow); }
std::string_view high_of(const Scene& scene) { return scene.words.text_or(scene.question.high, Ui::kNpsHigh); }

std::string label_of(const Scene& scene, int number) {
  if (number == scene.question.min) return join({decimal(number), ", ", low_of(scene)});
  if (number == scene.question.max) return join({decimal(number), ", ", high_of(scene)});
  return decimal(number);
}

}  // namespace

const Kind kNps = {
    .name = "nps",
    .scale = true,
    .may_be_empty = false,
    .parse =
        [](config::Fields& fields, config::Question& question) {
          question.min = 0;
          question.max = 10;
          fields.text("low", question.low);
          fields.text("high", question.high);
        },
    .accept = accept_on_scale,
    .score =
        [](const config::Question&, const Json& answer, Json& properties) {
          const auto category = metrics::nps_category(integer_of(answer).value_or(-1));
          if (category) properties["category"] = metrics::name(*category);
        },
    .from_control = number_from_control,
    .build =
        [](const Scene& scene, Vector<view::Node>& nodes) {
          build_scale(scene, view::Look::kScale, low_of(scene), high_of(scene), label_of, nodes);
        },
};

}  // namespace canvass::survey

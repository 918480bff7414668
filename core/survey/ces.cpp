// Customer effort: "It was easy to …" on seven points of agreement, or "How much effort …?" on five. The two run in
// opposite directions, so every answer says which it is.
#include "core/metrics/ces.h"

#include "core/base/vector.h"
#include "core/survey/kinds.h"
#include "core/survey/scale.h"

namespace canvass::survey {

namespace {

metrics::CesVariant variant_of(const config::Question& question) {
  return metrics::ces_variant(question.variant).value_or(metrics::CesVariant::kAgree7);
}

std::string_view wording(const Scene& scene, int number) {
  const config::Question& question = scene.question;
  const bool agreement = variant_of(question) == metrics::CesVariant::kAgree7;
  if (question.wordings.empty()) {
    return scene.words.ui(agreement ? config::Ui::kAgree1 : config::Ui::kEffort1, number - 1);
  }
  return scene.words.text(question.wordings[static_cast<size_t>(number - 1)]);
}

}  // namespace

const Kind kCes = {
    .name = "ces",
    .style = Style::kScale,
    .parse =
        [](config::Fields& fields, config::Question& question) {
          const Vector<std::string_view> variants = {metrics::name(metrics::CesVariant::kAgree7),
                                                     metrics::name(metrics::CesVariant::kEffort5)};
          size_t chosen = 0;
          fields.choice("variant", variants, chosen);
          question.variant = variants[chosen];
          question.min = 1;
          question.max = metrics::ces_points(variant_of(question));
          parse_ends(fields, question);
          parse_wordings(fields, "options", question);
        },
    .accept = accept_on_scale,
    .check = check_nothing,
    .expects = expects_on_scale,
    .score =
        [](const config::Question& question, const Json& answer, Json& properties) {
          const metrics::CesVariant variant = variant_of(question);
          properties["variant"] = question.variant;
          properties["direction"] = metrics::direction(variant);
          const auto category = metrics::ces_category(variant, integer_of(answer).value_or(0));
          if (category) properties["category"] = metrics::name(*category);
        },
    .plain = plain_as_is,
    .spell = spell_number,
    .act = act_on_scale,
    .build = [](const Scene& scene,
                Vector<view::Node>& nodes) { build_scale(scene, view::Look::kLabels, wording, true, nodes); },
};

}  // namespace canvass::survey

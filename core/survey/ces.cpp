// Customer effort: "It was easy to …" on seven points of agreement, or "How much effort …?" on five. The two run in
// opposite directions, so every answer says which it is.
#include "core/metrics/ces.h"

#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/survey/kinds.h"
#include "core/survey/scale.h"

namespace canvass::survey {

namespace {

using config::Ui;

metrics::CesVariant variant_of(const config::Question& question) {
  return metrics::ces_variant(question.variant).value_or(metrics::CesVariant::kAgree7);
}

std::string_view wording(const Scene& scene, int number) {
  const config::Question& question = scene.question;
  const bool agreement = variant_of(question) == metrics::CesVariant::kAgree7;
  const Ui first = agreement ? Ui::kAgree1 : Ui::kEffort1;
  if (question.options.empty()) return config::ui_after(first, number - 1, scene.words.language());
  return scene.words.text(question.options[static_cast<size_t>(number - 1)]);
}

std::string_view end_label(const Scene& scene, const config::Text& given, int number) {
  const std::string_view label = scene.words.text(given);
  return label.empty() ? wording(scene, number) : label;
}

void parse_options(config::Fields& fields, config::Question& question) {
  const size_t points = static_cast<size_t>(question.max);
  const Json::array_t* options = fields.array("options", points);
  if (options == nullptr || options->size() > points) return;
  if (options->size() < points) {
    fields.error("options", join({"has ", decimal(static_cast<int64_t>(options->size())), " wordings, \"",
                                  question.variant, "\" needs ", decimal(question.max)}));
    return;
  }
  for (size_t i = 0; i < points; ++i) {
    config::Text text;
    config::read_text((*options)[i], fields.pointer("options", i), fields.problems(), text);
    question.options.push_back(std::move(text));
  }
}

}  // namespace

const Kind kCes = {
    .name = "ces",
    .scale = true,
    .may_be_empty = false,
    .parse =
        [](config::Fields& fields, config::Question& question) {
          const Vector<std::string_view> variants = {metrics::name(metrics::CesVariant::kAgree7),
                                                     metrics::name(metrics::CesVariant::kEffort5)};
          size_t chosen = 0;
          fields.choice("variant", variants, chosen);
          question.variant = variants[chosen];
          question.min = 1;
          question.max = metrics::ces_points(variant_of(question));
          fields.text("low", question.low);
          fields.text("high", question.high);
          parse_options(fields, question);
        },
    .accept = accept_on_scale,
    .score =
        [](const config::Question& question, const Json& answer, Json& properties) {
          const metrics::CesVariant variant = variant_of(question);
          properties["variant"] = question.variant;
          properties["direction"] = metrics::direction(variant);
          const auto category = metrics::ces_category(variant, integer_of(answer).value_or(0));
          if (category) properties["category"] = metrics::name(*category);
        },
    .from_control = number_from_control,
    .build =
        [](const Scene& scene, Vector<view::Node>& nodes) {
          const config::Question& question = scene.question;
          build_scale(
              scene, view::Look::kLabels, end_label(scene, question.low, question.min),
              end_label(scene, question.high, question.max),
              [](const Scene& s, int number) { return std::string(wording(s, number)); }, nodes);
        },
};

}  // namespace canvass::survey

#include "core/survey/scale.h"

#include "core/base/text.h"
#include "core/base/vector.h"

namespace canvass::survey {

using view::Look;
using view::Node;
using view::Role;

std::optional<Json> accept_on_scale(const config::Question& question, const Json& value) {
  const std::optional<int64_t> number = integer_of(value);
  if (!number || *number < question.min || *number > question.max) return std::nullopt;
  return Json(*number);
}

Json number_from_control(std::string_view value) {
  const std::optional<int64_t> number = parse_integer(value);
  return number ? Json(*number) : Json();
}

void build_scale(const Scene& scene, Look look, std::string_view low, std::string_view high,
                 std::string (*label_of)(const Scene& scene, int number), Vector<Node>& nodes) {
  const config::Question& question = scene.question;
  const std::string path = join({scene.path, "/scale"});
  Node group = view::make(Role::kRadiogroup, look, path);
  group.label = scene.words.text(question.text);
  if (question.required) group.state |= view::kRequired;
  if (scene.invalid) group.state |= view::kInvalid;
  const std::optional<int64_t> chosen = integer_of(scene.reply.latest());
  for (int number = question.min; number <= question.max; ++number) {
    std::string digits = decimal(number);
    Node cell = view::make(Role::kRadio, Look::kCell, join({path, "/", digits}), digits);
    cell.label = label_of(scene, number);
    cell.value = std::move(digits);
    if (chosen == number) cell.state |= view::kChecked;
    group.children.push_back(std::move(cell));
  }
  nodes.push_back(std::move(group));
  nodes.push_back(view::make(Role::kText, Look::kScaleLow, join({scene.path, "/low"}), std::string(low)));
  nodes.push_back(view::make(Role::kText, Look::kScaleHigh, join({scene.path, "/high"}), std::string(high)));
}

}  // namespace canvass::survey

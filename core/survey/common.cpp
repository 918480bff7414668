#include "core/survey/common.h"

#include "core/base/text.h"
#include "core/base/vector.h"

namespace canvass::survey {

using view::Node;

Node question_node(const Scene& scene, view::Role role, view::Look look, std::string_view path) {
  Node node = view::make(role, look, path);
  node.label = scene.title;
  if (scene.required) node.state |= view::kRequired;
  if (scene.invalid) node.state |= view::kInvalid;
  return node;
}

void append_link(const Scene& scene, view::Look look, Vector<Node>& nodes) {
  const config::Link& link = scene.question.link;
  if (link.url.empty()) return;
  nodes.push_back(
      view::make(view::Role::kLink, look, join({scene.path, "/link"}), std::string(scene.words.text(link.text))));
  nodes.back().value = link.url;
  nodes.back().part = "link";
}

std::string_view string_of(const Json& value) {
  const std::string* text = value.get_ptr<const std::string*>();
  return text == nullptr ? std::string_view() : std::string_view(*text);
}

bool is_true(const Json& value) {
  const bool* flag = value.get_ptr<const bool*>();
  return flag != nullptr && *flag;
}

std::optional<Fault> check_nothing(const config::Question&, const Json&, bool, TimeMs) { return std::nullopt; }

void score_nothing(const config::Question&, const Json&, Json&) {}

Json plain_as_is(const config::Question&, const Json& answer) { return answer; }

}  // namespace canvass::survey

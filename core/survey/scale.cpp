#include "core/survey/scale.h"

#include "core/base/text.h"
#include "core/base/vector.h"

namespace canvass::survey {

using config::Symbols;
using config::Ui;
using view::Look;
using view::Node;
using view::Role;

void parse_points(config::Fields& fields, config::Question& question) {
  int64_t points = 5;
  const Json* json = fields.any("points");
  if (json != nullptr) points = integer_of(*json).value_or(0);
  if (points != 2 && points != 3 && points != 5 && points != 7 && points != 10) {
    fields.error("points", "must be 2, 3, 5, 7 or 10");
    points = 5;
  }
  question.min = 1;
  question.max = static_cast<int>(points);
}

void parse_ends(config::Fields& fields, config::Question& question) {
  fields.text("low", question.low);
  fields.text("high", question.high);
}

void parse_symbols(config::Fields& fields, config::Question& question, Symbols usual) {
  size_t chosen = static_cast<size_t>(usual);
  fields.choice("symbols", {"numbers", "stars", "faces"}, chosen);
  question.symbols = static_cast<Symbols>(chosen);
}

void parse_wordings(config::Fields& fields, const char* name, config::Question& question) {
  const size_t points = static_cast<size_t>(question.max);
  const Json::array_t* texts = fields.array(name, points);
  if (texts == nullptr || texts->size() > points) return;
  if (texts->size() < points) {
    return fields.error(name, join({"must have a wording for each of the ", decimal(question.max), " points, found ",
                                    decimal(static_cast<int64_t>(texts->size()))}));
  }
  for (size_t i = 0; i < points; ++i) {
    question.wordings.emplace_back();
    config::read_text((*texts)[i], fields.pointer(name, i), fields.problems(), question.wordings.back());
  }
}

std::optional<Json> accept_on_scale(const config::Question& question, const Json& value) {
  const std::optional<int64_t> number = integer_of(value);
  if (!number || *number < question.min || *number > question.max) return std::nullopt;
  return Json(*number);
}

std::string expects_on_scale(const config::Question& question) {
  return join({"a whole number from ", decimal(question.min), " to ", decimal(question.max)});
}

std::optional<Outcome> act_on_scale(const config::Question& question, const Reply&, std::string_view part,
                                    std::string_view) {
  const std::optional<int64_t> number = parse_integer(part);
  if (!number || *number < question.min || *number > question.max) return std::nullopt;
  return Outcome{Json(*number), true};
}

std::string spell_number(const config::Question&, const Json& answer, const config::Words& words) {
  return words.number(integer_of(answer).value_or(0));
}

namespace {

// What is configured for an end of the scale; empty between them.
std::string_view end_text(const Scene& scene, int number) {
  const config::Question& question = scene.question;
  if (number == question.min) return scene.words.text(question.low);
  return number == question.max ? scene.words.text(question.high) : std::string_view();
}

std::string_view worded(const Scene& scene, Wording wording, int number) {
  const std::string_view given = end_text(scene, number);
  return given.empty() && wording != nullptr ? wording(scene, number) : given;
}

// The name of a number for assistive technology.
std::string label_of(const Scene& scene, Look look, Wording wording, int number) {
  // Where every point has a wording, it says more than the configured ends.
  std::string_view words = look == Look::kLabels ? wording(scene, number) : worded(scene, wording, number);
  if (look == Look::kLabels || (look == Look::kFaces && !words.empty())) return std::string(words);
  const std::string digits =
      look == Look::kStars ? scene.words.ui_plural(Ui::kStars, number) : scene.words.number(number);
  return join({digits, words.empty() ? "" : ", ", words});
}

}  // namespace

Look look_of(Symbols symbols) {
  return symbols == Symbols::kStars ? Look::kStars : symbols == Symbols::kFaces ? Look::kFaces : Look::kScale;
}

Node scale_group(const Scene& scene, Look look, std::string path, std::string_view part, Wording wording,
                 const Json& chosen) {
  Node group = question_node(scene, Role::kRadiogroup, look, path);
  const Look cell = look == Look::kStars ? Look::kStar : look == Look::kFaces ? Look::kFace : Look::kCell;
  const std::optional<int64_t> checked = integer_of(chosen);
  path += '/';
  for (int number = scene.question.min; number <= scene.question.max; ++number) {
    const std::string digits = decimal(number);
    group.children.push_back(view::make(Role::kRadio, cell, join({path, digits}), scene.words.number(number)));
    Node& node = group.children.back();
    node.label = label_of(scene, look, wording, number);
    node.part = join({part, digits});
    node.value = digits;
    if (checked == number) node.state |= view::kChecked;
  }
  return group;
}

void append_ends(const Scene& scene, Wording wording, Vector<Node>& nodes) {
  const std::string_view low = worded(scene, wording, scene.question.min);
  const std::string_view high = worded(scene, wording, scene.question.max);
  if (low.empty() && high.empty()) return;
  nodes.push_back(view::make(Role::kText, Look::kScaleLow, join({scene.path, "/low"}), std::string(low)));
  nodes.push_back(view::make(Role::kText, Look::kScaleHigh, join({scene.path, "/high"}), std::string(high)));
}

void build_scale(const Scene& scene, Look look, Wording wording, bool ends, Vector<Node>& nodes) {
  nodes.push_back(scale_group(scene, look, join({scene.path, "/scale"}), {}, wording, scene.reply.latest()));
  append_ends(scene, ends ? wording : nullptr, nodes);
}

}  // namespace canvass::survey

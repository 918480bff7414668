// Statements that are judged on one scale, a row for each.
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/parts.h"
#include "core/survey/kinds.h"
#include "core/survey/options.h"
#include "core/survey/scale.h"

namespace canvass::survey {

namespace {

using config::Question;
using config::Ui;
using view::Look;
using view::Node;
using view::Role;

// Statements are usually agreed with; where nothing is configured, five points are worded that way.
bool speaks_of_agreement(const Question& question) {
  return question.wordings.empty() && question.low.empty() && question.high.empty();
}

bool has_wordings(const Question& question) {
  return !question.wordings.empty() || (question.max == 5 && speaks_of_agreement(question));
}

std::string_view wording(const Scene& scene, int number) {
  const Question& question = scene.question;
  if (!question.wordings.empty()) return scene.words.text(question.wordings[static_cast<size_t>(number - 1)]);
  if (!speaks_of_agreement(question)) return {};
  if (question.max == 5) return scene.words.ui(Ui::kLikert1, number - 1);
  return number == 1              ? scene.words.ui(Ui::kLikert1)
         : number == question.max ? scene.words.ui(Ui::kLikert1, 4)
                                  : std::string_view();
}

std::optional<Json> accept(const Question& question, const Json& value) {
  const Json::object_t* rows = value.get_ptr<const Json::object_t*>();
  if (rows == nullptr) return std::nullopt;
  Json answer = Json(Json::value_t::object);
  for (const auto& [id, number] : *rows) {
    std::optional<Json> point = accept_on_scale(question, number);
    if (!point || option_index(question, id) == question.options.size()) return std::nullopt;
    answer[id] = std::move(*point);
  }
  return answer;
}

std::string spell(const Question& question, const Json& answer, const config::Words& words) {
  std::string text;
  for (const config::Option& row : question.options) {
    const std::optional<int64_t> number = integer_at(answer, row.id);
    if (number) text += join({text.empty() ? "" : ", ", words.text(row.text), ": ", words.number(*number)});
  }
  return text;
}

std::optional<Outcome> act(const Question& question, const Reply& reply, std::string_view part, std::string_view) {
  const std::string_view row = "row/";
  const size_t slash = part.rfind('/');
  if (!starts_with(part, row) || slash < row.size()) return std::nullopt;
  Json rows = accept(question, reply.latest()).value_or(Json(Json::value_t::object));
  const std::string_view id = part.substr(row.size(), slash - row.size());
  rows[std::string(id)] = parse_integer(part.substr(slash + 1)).value_or(0);
  if (!accept(question, rows)) return std::nullopt;
  return Outcome{std::move(rows), false};
}

void build(const Scene& scene, Vector<Node>& nodes) {
  const Question& question = scene.question;
  const bool worded = has_wordings(question);
  nodes.push_back(question_node(scene, Role::kGroup, Look::kMatrix, join({scene.path, "/matrix"})));
  Vector<Node>& children = nodes.back().children;
  for (int number = 1; number <= question.max; ++number) {
    children.push_back(view::make(Role::kText, Look::kMatrixHead, join({scene.path, "/head/", decimal(number)}),
                                  worded ? std::string(wording(scene, number)) : scene.words.number(number)));
  }
  const Json none;
  for (size_t place = 0; place < question.options.size(); ++place) {
    const config::Option& row = question.options[shown_at(question, scene.reply, place)];
    const std::string part = join({"row/", row.id, "/"});
    const Json* chosen = find(scene.reply.latest(), row.id);
    children.push_back(scale_group(scene, worded ? Look::kLabels : Look::kScale, join({scene.path, "/row/", row.id}),
                                   part, wording, chosen == nullptr ? none : *chosen));
    Node& group = children.back();
    group.look = Look::kMatrixRow;
    group.text = scene.words.text(row.text);
    group.label.clear();
    if (chosen != nullptr) group.state &= static_cast<uint16_t>(~view::kInvalid);
  }
  if (!worded) append_ends(scene, wording, nodes);
}

}  // namespace

const Kind kMatrix = {
    .name = "matrix",
    .style = Style::kOther,
    .parse =
        [](config::Fields& fields, Question& question) {
          read_options(fields, "rows", config::Naming::kStatements, question.options);
          parse_points(fields, question);
          parse_ends(fields, question);
          parse_wordings(fields, "labels", question);
          fields.boolean("shuffle", question.shuffle);
        },
    .accept = accept,
    .check =
        [](const Question& question, const Json& answer, bool required, TimeMs) {
          return required && answer.size() < question.options.size() ? std::optional<Fault>(Fault{Ui::kRequiredRows})
                                                                     : std::nullopt;
        },
    .expects =
        [](const Question& question) {
          return expects_options(question, join({"an object with ", expects_on_scale(question), " for "}));
        },
    .score = [](const Question& question, const Json&, Json& properties) { properties["points"] = question.max; },
    .plain = plain_as_is,
    .spell = spell,
    .act = act,
    .build = build,
};

}  // namespace canvass::survey

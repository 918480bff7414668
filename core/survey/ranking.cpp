// Options to be put in order, the first one best.
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/parts.h"
#include "core/survey/common.h"
#include "core/survey/kinds.h"
#include "core/survey/options.h"

namespace canvass::survey {

namespace {

using config::Question;
using config::Ui;
using view::Look;
using view::Node;
using view::Role;

// All of the options, each once.
std::optional<Json> accept(const Question& question, const Json& value) {
  const Json::array_t* list = value.get_ptr<const Json::array_t*>();
  if (list == nullptr || list->size() != question.options.size()) return std::nullopt;
  uint64_t seen = 0;
  for (const Json& id : *list) {
    const std::string* text = id.get_ptr<const std::string*>();
    if (text != nullptr) seen |= uint64_t{1} << option_index(question, *text);
  }
  if (seen != (uint64_t{1} << question.options.size()) - 1) return std::nullopt;
  return value;
}

Json order_now(const Question& question, const Reply& reply) {
  std::optional<Json> order = accept(question, reply.latest());
  return order ? std::move(*order) : ids_as_shown(question, reply);
}

std::optional<Outcome> act(const Question& question, const Reply& reply, std::string_view part, std::string_view) {
  const bool up = starts_with(part, "up/");
  if (!up && !starts_with(part, "down/")) return std::nullopt;
  const std::string_view id = part.substr(up ? 3 : 5);
  Json order = order_now(question, reply);
  Json::array_t& list = *order.get_ptr<Json::array_t*>();
  for (size_t from = 0; from < list.size(); ++from) {
    if (string_of(list[from]) != id) continue;
    const size_t to = up ? from - 1 : from + 1;
    if (to >= list.size()) break;  // beyond either end
    std::swap(list[from], list[to]);
    return Outcome{std::move(order), false};
  }
  return std::nullopt;
}

Node move_button(const Scene& scene, Look look, Ui label, std::string_view way, const config::Option& option,
                 bool at_end) {
  std::string part = join({way, option.id});
  Node node = view::make(Role::kButton, look, join({scene.path, "/", part}));
  node.label = fill(scene.words.ui(label), "value", scene.words.text(option.text));
  node.part = std::move(part);
  if (at_end) node.state |= view::kDisabled;
  return node;
}

void build(const Scene& scene, Vector<Node>& nodes) {
  const Question& question = scene.question;
  nodes.push_back(question_node(scene, Role::kList, Look::kRanking, join({scene.path, "/ranking"})));
  const Json json = order_now(question, scene.reply);
  const Json::array_t& order = *json.get_ptr<const Json::array_t*>();
  const std::string count = scene.words.number(static_cast<int64_t>(order.size()));
  for (size_t place = 0; place < order.size(); ++place) {
    const config::Option& option = question.options[option_index(question, string_of(order[place]))];
    const int64_t number = static_cast<int64_t>(place) + 1;
    Node item = view::make(Role::kListitem, Look::kRankItem, join({scene.path, "/item/", option.id}),
                           std::string(scene.words.text(option.text)));
    item.value = decimal(number);
    // The option's own words come last: a "{step}" among them is only that.
    item.label = fill(scene.words.ui(Ui::kPlace), "step", scene.words.number(number));
    item.label = fill(fill(item.label, "count", count), "value", item.text);
    item.children.push_back(move_button(scene, Look::kMoveUp, Ui::kMoveUp, "up/", option, place == 0));
    item.children.push_back(
        move_button(scene, Look::kMoveDown, Ui::kMoveDown, "down/", option, place + 1 == order.size()));
    nodes.back().children.push_back(std::move(item));
  }
}

}  // namespace

const Kind kRanking = {
    .name = "ranking",
    .style = Style::kOther,
    .parse =
        [](config::Fields& fields, Question& question) {
          read_options(fields, "options", config::Naming::kOptions, question.options);
          fields.boolean("shuffle", question.shuffle);
        },
    .accept = accept,
    .check = check_nothing,
    .expects = [](const Question& question) { return expects_options(question, "a list of all of "); },
    .score = score_nothing,
    .plain = plain_as_is,
    .spell =
        [](const Question& question, const Json& answer, const config::Words& words) {
          std::string text;
          for (const Json& id : *answer.get_ptr<const Json::array_t*>()) {
            const size_t index = option_index(question, string_of(id));
            text += join({text.empty() ? "" : ", ", words.text(question.options[index].text)});
          }
          return text;
        },
    .act = act,
    .build = build,
};

}  // namespace canvass::survey

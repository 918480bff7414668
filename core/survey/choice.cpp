// Choosing one or several: from worded options, from pictures, or one from a list that is folded away.
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/parts.h"
#include "core/survey/common.h"
#include "core/survey/kinds.h"
#include "core/survey/options.h"

namespace canvass::survey {

namespace {

using config::Option;
using config::Question;
using config::Ui;
using view::Look;
using view::Node;
using view::Role;

// What is chosen, and the visitor's own words behind "other".
struct Picked {
  uint64_t options = 0;  // one bit for each, the first being the lowest; there are fewer than 64
  std::string_view other;
  bool has(size_t index) const { return (options >> index & 1) != 0; }
};

uint64_t exclusive_of(const Question& question) {
  uint64_t bits = 0;
  for (size_t i = 0; i < question.options.size(); ++i) bits |= uint64_t{question.options[i].exclusive} << i;
  return bits;
}

bool pick_one(const Question& question, const Json& value, Picked& picked) {
  std::string_view id;
  if (const std::string* text = value.get_ptr<const std::string*>()) {
    id = *text;
  } else if (const Json* words = find(value, "other"); words != nullptr && words->is_string() && value.size() == 1) {
    id = "other";
    picked.other = string_at(value, id);
  }
  const size_t index = option_index(question, id);
  if (index == question.options.size() || picked.has(index)) return false;
  picked.options |= uint64_t{1} << index;
  return question.options[index].other || value.is_string();
}

// None chosen when the value is no answer to this question.
Picked pick(const Question& question, const Json& value) {
  Picked picked;
  bool fine = true;
  if (!question.multiple) {
    fine = pick_one(question, value, picked);
  } else if (const Json::array_t* list = value.get_ptr<const Json::array_t*>()) {
    for (const Json& one : *list) fine = fine && pick_one(question, one, picked);
    const uint64_t exclusive = exclusive_of(question) & picked.options;
    fine = fine && (exclusive == 0 || exclusive == picked.options);
  }
  return fine ? picked : Picked();
}

// In the order of the configuration.
Json to_json(const Question& question, const Picked& picked) {
  Json list = Json(Json::value_t::array);
  for (size_t i = 0; i < question.options.size(); ++i) {
    if (!picked.has(i)) continue;
    Json one = question.options[i].id;
    if (question.options[i].other) {
      one = Json(Json::value_t::object);
      one["other"] = std::string(picked.other);
    }
    if (!question.multiple) return one;
    list.push_back(std::move(one));
  }
  return list;
}

std::string_view text_of(const Option& option, const config::Words& words) {
  return option.other ? words.text_or(option.text, Ui::kOther) : words.text(option.text);
}

// --- reading ---

void parse_choices(config::Fields& fields, Question& question, config::Naming naming) {
  read_options(fields, "options", naming, question.options);
  fields.boolean("multiple", question.multiple);
  fields.boolean("shuffle", question.shuffle);
  const Json* other = naming == config::Naming::kOptions ? fields.any("other") : nullptr;
  if (other != nullptr && (!other->is_boolean() || is_true(*other))) {
    if (option_index(question, "other") < question.options.size()) {
      fields.error("other", "cannot be beside an option with the id \"other\"");
    }
    question.options.emplace_back();
    Option& option = question.options.back();
    option.id = "other";
    option.other = true;
    option.fixed = true;
    if (!other->is_boolean()) config::read_text(*other, fields.pointer("other"), fields.problems(), option.text);
  }
  const int64_t count = static_cast<int64_t>(question.options.size());
  const bool least = fields.integer("minChoices", 1, count, question.min_choices);
  const bool most = fields.integer("maxChoices", 1, count, question.max_choices);
  if ((least || most) && !question.multiple) {
    fields.error(least ? "minChoices" : "maxChoices", "needs \"multiple\": true");
  }
  if (least && most && question.min_choices > question.max_choices) {
    fields.error("maxChoices", "is less than minChoices");
  }
}

// --- answering ---

std::optional<Json> accept(const Question& question, const Json& value) {
  Picked picked = pick(question, value);
  if (picked.options == 0 || count_characters(picked.other) > kMaxAnswerCharacters) return std::nullopt;
  picked.other = trim(picked.other);
  return to_json(question, picked);
}

std::optional<Fault> check(const Question& question, const Json& answer, bool, TimeMs) {
  const Picked picked = pick(question, answer);
  int64_t count = 0;
  for (uint64_t rest = picked.options; rest != 0; rest &= rest - 1) ++count;
  if (count < question.min_choices && (picked.options & exclusive_of(question)) == 0) {
    return Fault{Ui::kChooseMin, question.min_choices};
  }
  if (question.max_choices > 0 && count > question.max_choices) return Fault{Ui::kChooseMax, question.max_choices};
  return std::nullopt;
}

std::string expects(const Question& question) {
  return expects_options(question, question.multiple ? "a list of one or several of " : "one of ");
}

void score(const Question& question, const Json& answer, Json& properties) {
  const Picked picked = pick(question, answer);
  if (!picked.other.empty()) properties["other"] = std::string(picked.other);
}

Json plain(const Question&, const Json& answer) {
  if (answer.is_object()) return "other";
  Json plain = answer;
  if (Json::array_t* list = plain.get_ptr<Json::array_t*>()) {
    for (Json& one : *list) {
      if (one.is_object()) one = "other";
    }
  }
  return plain;
}

std::string spell(const Question& question, const Json& answer, const config::Words& words) {
  const Picked picked = pick(question, answer);
  std::string text;
  for (size_t i = 0; i < question.options.size(); ++i) {
    if (!picked.has(i)) continue;
    if (!text.empty()) text += ", ";
    const bool own_words = question.options[i].other && !picked.other.empty();
    text += own_words ? picked.other : text_of(question.options[i], words);
  }
  return text;
}

std::optional<Outcome> act(const Question& question, const Reply& reply, std::string_view part,
                           std::string_view value) {
  const std::string_view option = "option/";
  const bool folded = part == "field";
  const bool typed = part == "other";
  if (folded && value.empty()) return Outcome{Json(""), false};
  if (!folded && !typed && !starts_with(part, option)) return std::nullopt;
  const size_t index = option_index(question, folded ? value : typed ? part : part.substr(option.size()));
  if (index == question.options.size() || (typed && !question.options[index].other)) return std::nullopt;

  Picked picked = pick(question, reply.latest());
  const uint64_t bit = uint64_t{1} << index;
  const uint64_t exclusive = exclusive_of(question);
  if (question.multiple && !typed && picked.has(index)) {
    picked.options &= ~bit;
  } else if (!question.multiple || (exclusive & bit) != 0) {
    picked.options = bit;
  } else {
    picked.options = (picked.options & ~exclusive) | bit;
  }
  if (typed) picked.other = first_characters(value, kMaxAnswerCharacters);
  return Outcome{to_json(question, picked), !question.multiple && !folded && !question.options[index].other};
}

// --- showing ---

void build(const Scene& scene, Vector<Node>& nodes) {
  const Question& question = scene.question;
  const Picked picked = pick(question, scene.reply.latest());
  const bool pictures = question.kind == &kPicture;
  nodes.push_back(question_node(scene, question.multiple ? Role::kGroup : Role::kRadiogroup,
                                pictures ? Look::kPictures : Look::kOptions, join({scene.path, "/options"})));
  Vector<Node>& children = nodes.back().children;
  bool other = false;
  for (size_t place = 0; place < question.options.size(); ++place) {
    const size_t index = shown_at(question, scene.reply, place);
    const Option& option = question.options[index];
    std::string part = join({"option/", option.id});
    children.push_back(view::make(question.multiple ? Role::kCheckbox : Role::kRadio,
                                  pictures ? Look::kPicture : Look::kOption, join({scene.path, "/", part}),
                                  std::string(text_of(option, scene.words))));
    Node& node = children.back();
    node.value = option.id;
    node.hint = option.image;
    node.part = std::move(part);
    if (!picked.has(index)) continue;
    node.state |= view::kChecked;
    other = other || option.other;
  }
  if (!other) return;
  nodes.push_back(view::make(Role::kTextbox, Look::kInputText, join({scene.path, "/other"})));
  Node& field = nodes.back();
  field.label = scene.words.ui(Ui::kOtherHint);
  field.hint = field.label;
  field.value = picked.other;
  field.part = "other";
}

void build_list(const Scene& scene, Vector<Node>& nodes) {
  const Question& question = scene.question;
  const Picked picked = pick(question, scene.reply.latest());
  Node list = question_node(scene, Role::kSelect, Look::kSelect, join({scene.path, "/field"}));
  list.hint = scene.words.text_or(question.hint, Ui::kSelect);
  list.text = list.hint;
  list.part = "field";
  for (size_t i = 0; i < question.options.size(); ++i) {
    const Option& option = question.options[i];
    list.children.push_back(view::make(Role::kOption, Look::kPlain, join({scene.path, "/option/", option.id}),
                                       std::string(scene.words.text(option.text))));
    Node& node = list.children.back();
    node.value = option.id;
    if (!picked.has(i)) continue;
    node.state |= view::kChecked;
    list.text = node.text;
    list.value = node.value;
  }
  nodes.push_back(std::move(list));
}

}  // namespace

const Kind kChoice = {
    .name = "choice",
    .style = Style::kOther,
    .parse = [](config::Fields& fields,
                Question& question) { parse_choices(fields, question, config::Naming::kOptions); },
    .accept = accept,
    .check = check,
    .expects = expects,
    .score = score,
    .plain = plain,
    .spell = spell,
    .act = act,
    .build = build,
};

const Kind kPicture = {
    .name = "picture",
    .style = Style::kOther,
    .parse = [](config::Fields& fields,
                Question& question) { parse_choices(fields, question, config::Naming::kPictures); },
    .accept = accept,
    .check = check,
    .expects = expects,
    .score = score,
    .plain = plain,
    .spell = spell,
    .act = act,
    .build = build,
};

const Kind kDropdown = {
    .name = "dropdown",
    .style = Style::kOther,
    .parse =
        [](config::Fields& fields, Question& question) {
          read_options(fields, "options", config::Naming::kOptions, question.options);
          fields.text("hint", question.hint);
        },
    .accept = accept,
    .check = check,
    .expects = expects,
    .score = score,
    .plain = plain,
    .spell = spell,
    .act = act,
    .build = build_list,
};

}  // namespace canvass::survey

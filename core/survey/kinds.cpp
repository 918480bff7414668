#include "core/survey/kinds.h"

#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/survey/options.h"

namespace canvass::survey {

const Kind* find_kind(std::string_view name) {
  for (const Kind* kind : kKinds) {
    if (name == kind->name) return kind;
  }
  return nullptr;
}

bool is_empty(const Json& value) {
  const std::string* text = value.get_ptr<const std::string*>();
  return value.is_null() || (text != nullptr && trim(*text).empty()) ||
         ((value.is_array() || value.is_object()) && value.empty());
}

Json untouched(const config::Question& question, const Reply& reply) {
  return question.kind == &kRanking ? ids_as_shown(question, reply) : Json();
}

std::optional<Fault> fault_of(const config::Question& question, const Reply& reply, bool required, TimeMs now) {
  using config::Ui;
  const Kind* kind = question.kind;
  const Json& given = reply.latest();
  std::optional<Json> answer;
  if (!is_empty(given)) {
    answer = kind->accept(question, given);
    if (!answer) return Fault{kind == &kNumber ? Ui::kNumber : kind == &kDate ? Ui::kDate : Ui::kFormat};
  }
  if (answer && !is_empty(*answer)) return kind->check(question, *answer, required, now);
  if (!required || kind->style == Style::kContent || !untouched(question, reply).is_null()) return std::nullopt;
  return Fault{kind == &kMatrix ? Ui::kRequiredRows : kind == &kConsent ? Ui::kConsent : Ui::kRequired};
}

std::string spell(const Fault& fault, const config::Words& words) {
  if (fault.text == config::Ui::kCount) return std::string(words.text(*fault.custom));
  if (fault.count > 0) return words.ui_plural(fault.text, fault.count);
  const std::optional<int64_t> whole = parse_integer(fault.value);
  return fill(words.ui(fault.text), "value", whole ? words.number(*whole) : words.date(fault.value));
}

Vector<std::string_view> kind_names() {
  Vector<std::string_view> names;
  for (const Kind* kind : kKinds) names.push_back(kind->name);
  return names;
}

}  // namespace canvass::survey

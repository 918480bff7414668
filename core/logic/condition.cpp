#include "core/logic/condition.h"

#include <cmath>

#include "core/base/text.h"
#include "core/config/parts.h"
#include "core/config/suggest.h"

namespace canvass::logic {

namespace {

// Subjects, comparisons and groups, in the order of their enumerations.
constexpr std::string_view kNames[] = {
    "answer",  "category", "trait",    "property", "hidden",  "variable", "score", "utm",     "fact",
    "visited",  //
    "is",      "isNot",    "contains", "lt",       "lte",     "gt",       "gte",   "between", "anyOf",
    "allOf",   "noneOf",   "answered", "skipped",  "matches",  //
    "all",     "any",      "not",
};
constexpr size_t kFirstGroup = kSubjects + kOps;
constexpr size_t kAllNames = kFirstGroup + 3;
constexpr size_t kNone = kAllNames;
static_assert(sizeof kNames / sizeof kNames[0] == kAllNames);

enum class Type : uint8_t { kOther, kNumber, kText, kBoolean };

Type type_of(const Json& json) {
  if (json.is_number()) return Type::kNumber;
  return json.is_string() ? Type::kText : json.is_boolean() ? Type::kBoolean : Type::kOther;
}

double number_of(const Json& json) {
  if (const double* number = json.get_ptr<const double*>()) return *number;
  if (const uint64_t* number = json.get_ptr<const uint64_t*>()) return static_cast<double>(*number);
  const int64_t* number = json.get_ptr<const int64_t*>();
  return number == nullptr ? 0 : static_cast<double>(*number);
}

std::string_view text_of(const Json& json) {
  const std::string* text = json.get_ptr<const std::string*>();
  return text == nullptr ? std::string_view() : *text;
}

bool same(const Json& a, const Json& b) {
  if (type_of(a) != type_of(b)) return false;
  switch (type_of(a)) {
    case Type::kNumber:
      return number_of(a) == number_of(b);
    case Type::kText:
      return text_of(a) == text_of(b);
    case Type::kBoolean:
      return *a.get_ptr<const bool*>() == *b.get_ptr<const bool*>();
    default:
      return false;
  }
}

// Begins like 2026-01-31. Whether there is such a day does not matter to which one comes first.
bool is_date(std::string_view text) {
  constexpr std::string_view form = "0000-00-00";
  for (size_t i = 0; i < form.size(); ++i) {
    const bool digit = i < text.size() && text[i] >= '0' && text[i] <= '9';
    if (i >= text.size() || (form[i] == '0' ? !digit : text[i] != '-')) return false;
  }
  return true;
}

// Less than, equal to or greater than 0 as the value is less than, equal to or greater than the operand; none if there
// is no saying. Held against a day, a moment is its day.
std::optional<int> order(const Json& value, const Json& operand) {
  if (type_of(value) != type_of(operand)) return std::nullopt;
  if (type_of(value) == Type::kNumber) {
    const double a = number_of(value);
    const double b = number_of(operand);
    return a < b ? -1 : a > b ? 1 : 0;
  }
  const std::string_view date = text_of(value);
  const std::string_view other = text_of(operand);
  if (!is_date(date) || !is_date(other)) return std::nullopt;
  return date.substr(0, other.size()).compare(other);
}

// A list's items, or the one value itself.
struct Items {
  explicit Items(const Json& json) : begin_(&json), end_(&json + 1) {
    if (const Json::array_t* list = json.get_ptr<const Json::array_t*>()) {
      begin_ = list->data();
      end_ = begin_ + list->size();
    }
  }
  const Json* begin() const { return begin_; }
  const Json* end() const { return end_; }

  bool include(const Json& wanted) const {
    for (const Json& item : *this) {
      if (same(item, wanted)) return true;
    }
    return false;
  }

 private:
  const Json* begin_;
  const Json* end_;
};

bool passes(const Condition& test, const Json& value) {
  const Json& operand = test.operand;
  const Items items(value);
  size_t shared = 0;
  bool comparable = true;  // noneOf and isNot, too, ask for the same type
  switch (test.op) {
    case Op::kIs:
      return same(value, operand);
    case Op::kIsNot:
      return type_of(value) == type_of(operand) && !same(value, operand);
    case Op::kContains:
      if (value.is_array()) return items.include(operand);
      return value.is_string() && operand.is_string() && contains_ignoring_case(text_of(value), text_of(operand));
    case Op::kBetween:
      return order(value, operand[0]).value_or(-1) >= 0 && order(value, operand[1]).value_or(1) <= 0;
    case Op::kAnyOf:
    case Op::kAllOf:
    case Op::kNoneOf:
      for (const Json& wanted : Items(operand)) shared += items.include(wanted) ? 1 : 0;
      if (test.op == Op::kAnyOf) return shared > 0;
      if (test.op == Op::kAllOf) return shared == operand.size();
      for (const Json& item : items) comparable = comparable && type_of(item) == type_of(operand[0]);
      return comparable && shared == 0;
    case Op::kAnswered:
      return true;
    case Op::kSkipped:
      return false;
    case Op::kMatches:
      return value.is_string() && test.pattern.search(text_of(value));
    default:
      break;
  }
  const std::optional<int> sign = order(value, operand);
  if (!sign) return false;
  if (test.op == Op::kLt) return *sign < 0;
  if (test.op == Op::kLte) return *sign <= 0;
  return test.op == Op::kGt ? *sign > 0 : *sign >= 0;
}

// --- reading -----------------------------------------------------------------------------------------------

// `"a", "b", "c"`
std::string listed(size_t from, size_t to) {
  std::string out;
  for (size_t i = from; i < to; ++i) out += join({i > from ? ", \"" : "\"", kNames[i], "\""});
  return out;
}

// Subjects whose values are always numbers.
bool is_numeric(const Condition& test) {
  return test.subject == Subject::kVisited || test.subject == Subject::kScore ||
         (test.subject == Subject::kFact && (test.name == "visits" || test.name == "pages"));
}

class Reader {
 public:
  explicit Reader(Problems& problems) : problems_(problems) {}

  void read(const Json& json, const std::string& pointer, size_t depth, Condition& out) {
    ++nodes_;
    const bool deep = depth > kMaxDepth;
    if (deep || nodes_ > kMaxNodes) {
      // What comes after the first one too many is not worth a word of its own.
      if (deep || nodes_ == kMaxNodes + 1) {
        report(pointer, deep ? "is nested too deep: at most 8 conditions inside each other"
                             : "is one condition too many: at most 100 in all");
      }
      return;
    }
    config::Fields fields(json, pointer, problems_);
    const Json::object_t* object = json.get_ptr<const Json::object_t*>();
    if (object == nullptr) return;
    size_t subject = kNone;  // or group
    size_t op = kNone;
    bool fine = true;
    for (const auto& [name, value] : *object) {
      size_t which = 0;
      while (which < kAllNames && kNames[which] != name) ++which;
      if (which == kNone) {
        fine = false;
        const std::string hint = config::did_you_mean(name, {kNames, kNames + kAllNames});
        fields.error(name, hint.empty() ? join({"unknown field, expected one of ", listed(0, kAllNames)})
                                        : join({"unknown field", hint}));
        continue;
      }
      size_t& taken = which >= kSubjects && which < kFirstGroup ? op : subject;
      if (taken != kNone) {
        fine = false;
        fields.error(name, join({"cannot stand beside \"", kNames[taken],
                                 "\": put one condition for each into \"all\" or \"any\""}));
      }
      taken = which;
    }
    if (!fine) return;
    if (subject == kNone) {
      report(pointer, join({"needs one of ", listed(0, kSubjects), " or ", listed(kFirstGroup, kAllNames)}));
    } else if (subject >= kFirstGroup) {
      if (op != kNone) fields.error(kNames[op], join({"cannot stand beside \"", kNames[subject], "\""}));
      read_group(fields, subject, depth, out);
    } else {
      read_test(fields, subject, op, pointer, out);
    }
  }

 private:
  void report(std::string pointer, std::string message) {
    problems_.errors.push_back({std::move(pointer), std::move(message)});
  }

  void read_group(config::Fields& fields, size_t group, size_t depth, Condition& out) {
    const char* name = kNames[group].data();
    out.kind = static_cast<Condition::Kind>(group - kFirstGroup);
    if (out.kind == Condition::Kind::kNot) {
      out.parts.resize(1);
      read(*fields.any(name), fields.pointer(name), depth + 1, out.parts[0]);
      return;
    }
    const Json::array_t* list = fields.array(name, kMaxNodes);
    if (list == nullptr) return;
    if (list->empty()) fields.error(name, "is empty: it needs at least one condition");
    out.parts.resize(list->size() < kMaxNodes ? list->size() : kMaxNodes);
    for (size_t i = 0; i < out.parts.size(); ++i) {
      read((*list)[i], fields.pointer(name, i), depth + 1, out.parts[i]);
    }
  }

  void read_test(config::Fields& fields, size_t subject, size_t op, const std::string& pointer, Condition& out) {
    out.kind = Condition::Kind::kTest;
    out.subject = static_cast<Subject>(subject);
    const char* name = kNames[subject].data();
    const std::vector<std::string_view> names = names_of(out.subject);
    size_t chosen = 0;
    if (names.empty()) {
      fields.string(name, out.name, kMaxNameCharacters, config::Need::kRequired);
    } else if (fields.choice(name, names, chosen)) {
      out.name = names[chosen];
    }
    if (out.subject == Subject::kVisited && !out.name.empty() && !config::is_page(out.name, true)) {
      fields.error(name, config::expected_page(out.name, true));
    }
    if (op != kNone) {
      out.op = static_cast<Op>(op - kSubjects);
      out.operand = *fields.any(kNames[op].data());
      const std::string wrong = check_operand(out);
      if (!wrong.empty()) fields.error(kNames[op], wrong);
    } else if (out.subject == Subject::kVisited) {
      out.op = Op::kGte;
      out.operand = 1;
    } else {
      report(pointer, join({"needs a comparison: one of ", listed(kSubjects, kFirstGroup)}));
    }
  }

  // What is wrong with it; nothing if nothing is.
  static std::string check_operand(Condition& test) {
    const Json& operand = test.operand;
    const bool textual = test.op == Op::kContains || test.op == Op::kMatches;
    if (textual && is_numeric(test))
      return join({"compares texts, and \"", test.subject == Subject::kFact ? test.name : name_of(test.subject),
                   "\" is a number"});
    std::string expected;
    switch (test.op) {
      case Op::kAnswered:
      case Op::kSkipped:
        if (!same(operand, true)) return "can only be true; the opposite of answered is skipped";
        return {};
      case Op::kMatches:
        if (text_of(operand).empty()) break;
        if (std::optional<Pattern> pattern = Pattern::compile(text_of(operand), &expected)) {
          test.pattern = std::move(*pattern);
          return {};
        }
        return join({"is no usable pattern: ", expected});
      case Op::kBetween:
      case Op::kAnyOf:
      case Op::kAllOf:
      case Op::kNoneOf: {
        const bool pair = test.op == Op::kBetween;
        const size_t count = operand.is_array() ? operand.size() : 0;
        if (pair ? count != 2 : count == 0 || count > kMaxOperands) {
          return join({"must be a list of ", pair ? "two values" : "1 to 100 values", ", found ",
                       operand.is_array() ? decimal(static_cast<int64_t>(count)) : config::name_of_type(operand)});
        }
        for (const Json& item : Items(operand)) {
          if (type_of(item) != type_of(operand[0])) return "must be a list of values of one type";
          if (!fits(test, item)) return must_be(test, item);
        }
        if (pair && order(operand[0], operand[1]).value_or(1) > 0) return "must have the lower value first";
        return {};
      }
      default:
        if (fits(test, operand) && !(test.op == Op::kContains && operand.is_string() && text_of(operand).empty())) {
          return {};
        }
        break;
    }
    return must_be(test, operand);
  }

  static bool is_ordered(Op op) { return op >= Op::kLt && op <= Op::kBetween; }

  // Whether a value may be compared with it.
  static bool fits(const Condition& test, const Json& operand) {
    if (operand.is_number()) return true;
    if (is_numeric(test) || type_of(operand) == Type::kOther) return false;
    return !is_ordered(test.op) || is_date(text_of(operand));
  }

  static std::string must_be(const Condition& test, const Json& operand) {
    const char* expected = "a text, a number, true or false";
    if (is_numeric(test)) {
      expected = "a number";
    } else if (is_ordered(test.op)) {
      expected = "a number or a date such as \"2026-01-31\"";
    } else if (test.op == Op::kMatches) {
      expected = "a pattern such as \"^[A-Z]+$\"";
    } else if (test.op == Op::kContains && operand.is_string()) {
      expected = "a text that is not empty";
    }
    return join({"must be ", expected, ", found ",
                 operand.is_string() ? config::in_quotes(text_of(operand)) : config::name_of_type(operand)});
  }

  Problems& problems_;
  size_t nodes_ = 0;
};

}  // namespace

std::string_view name_of(Subject subject) { return kNames[static_cast<size_t>(subject)]; }
std::string_view name_of(Op op) { return kNames[kSubjects + static_cast<size_t>(op)]; }

std::optional<Subject> find_subject(std::string_view name) {
  for (size_t i = 0; i < kSubjects; ++i) {
    if (kNames[i] == name) return static_cast<Subject>(i);
  }
  return std::nullopt;
}

std::vector<std::string_view> names_of(Subject subject) {
  if (subject == Subject::kUtm) return {"source", "medium", "campaign", "term", "content"};
  if (subject != Subject::kFact) return {};
  return {"device", "language", "referrer", "url", "path", "visitor", "visits", "pages"};
}

bool read_condition(const Json& json, const std::string& pointer, Problems& problems, Condition& out) {
  const size_t before = problems.errors.size();
  out = Condition();
  Reader(problems).read(json, pointer, 1, out);
  return problems.errors.size() == before;
}

bool holds(const Condition& condition, const Facts& facts) {
  const Condition::Kind kind = condition.kind;
  if (kind == Condition::Kind::kTest) {
    const std::optional<Json> value = facts.value(condition.subject, condition.name);
    const bool present = value && !value->is_null() && !(value->is_number() && !std::isfinite(number_of(*value)));
    return present ? passes(condition, *value) : condition.op == Op::kSkipped;
  }
  const bool until = kind != Condition::Kind::kAll;  // what settles it
  for (const Condition& part : condition.parts) {
    if (holds(part, facts) == until) return kind == Condition::Kind::kAny;
  }
  return kind != Condition::Kind::kAny;
}

void for_each_reference(const Condition& condition, const std::string& pointer, References& references) {
  if (condition.kind == Condition::Kind::kTest) {
    const std::string place = join({pointer, "/", name_of(condition.subject)});
    references.refer(condition.subject, condition.name, place, &condition);
    return;
  }
  const std::string place = join({pointer, "/", kNames[kFirstGroup + static_cast<size_t>(condition.kind)]});
  for (size_t i = 0; i < condition.parts.size(); ++i) {
    const bool one = condition.kind == Condition::Kind::kNot;
    for_each_reference(condition.parts[i], one ? place : join({place, "/", decimal(static_cast<int64_t>(i))}),
                       references);
  }
}

}  // namespace canvass::logic

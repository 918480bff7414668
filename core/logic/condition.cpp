#include "core/logic/condition.h"

#include <cmath>

#include "core/base/pattern.h"
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/parts.h"
#include "core/config/suggest.h"

namespace canvass::logic {

namespace {

// Subjects, comparisons and groups, in the order of their enumerations.
constexpr std::string_view kNames[] = {
    "answer", "category", "trait",    "property", "hidden",  "variable", "score", "utm",      "fact",  "visited",  //
    "lt",     "lte",      "gt",       "gte",      "between", "is",       "isNot", "contains", "anyOf", "allOf",
    "noneOf", "matches",  "answered", "skipped",  //
    "all",    "any",      "not",
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

// How a value may stand to an operand. Nothing at all: there is no saying.
enum Order : unsigned { kUnordered = 0, kLess = 1, kEqual = 2, kGreater = 4 };

// Held against a day, a moment is its day.
unsigned order(const Json& value, const Json& operand) {
  if (type_of(value) != type_of(operand)) return kUnordered;
  int difference = 0;
  if (type_of(value) == Type::kNumber) {
    const double a = number_of(value);
    const double b = number_of(operand);
    difference = a < b ? -1 : a > b ? 1 : 0;
  } else {
    const std::string_view date = text_of(value);
    const std::string_view other = text_of(operand);
    if (!is_date(date) || !is_date(other)) return kUnordered;
    difference = date.substr(0, other.size()).compare(other);
  }
  return difference < 0 ? kLess : difference > 0 ? kGreater : kEqual;
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
  const Items items(value);
  const Items operands(test.operand);
  const Json& first = *operands.begin();
  const bool single = !value.is_array();
  bool some = false;       // of the operands is among the items
  bool every = true;       // of them is
  bool comparable = true;  // isNot and noneOf, too, ask for the same type
  for (const Json& operand : operands) {
    const bool found = items.include(operand);
    some = some || found;
    every = every && found;
  }
  for (const Json& item : items) comparable = comparable && type_of(item) == type_of(first);
  const unsigned sign = order(value, first);
  switch (test.op) {
    case Op::kLt:
      return sign == kLess;
    case Op::kLte:
      return (sign & (kLess | kEqual)) != 0;
    case Op::kGt:
      return sign == kGreater;
    case Op::kGte:
      return (sign & (kGreater | kEqual)) != 0;
    case Op::kBetween:
      return (sign & (kGreater | kEqual)) != 0 && (order(value, operands.end()[-1]) & (kLess | kEqual)) != 0;
    case Op::kIs:
      return single && some;
    case Op::kIsNot:
      return single && comparable && !some;
    case Op::kContains:
      if (!single) return some;
      return value.is_string() && first.is_string() && contains_ignoring_case(text_of(value), text_of(first));
    case Op::kAnyOf:
      return some;
    case Op::kAllOf:
      return every;
    case Op::kNoneOf:
      return comparable && !some;
    case Op::kMatches: {
      const std::optional<Pattern> pattern = Pattern::compile(text_of(first));
      return value.is_string() && pattern && pattern->search(text_of(value));
    }
    default:
      return test.op == Op::kAnswered;
  }
}

// --- reading -----------------------------------------------------------------------------------------------

// Subjects whose values are always numbers.
bool is_numeric(const Condition& test) {
  return test.subject == Subject::kVisited || test.subject == Subject::kScore ||
         (test.subject == Subject::kFact && (test.name == "visits" || test.name == "pages"));
}

// What is wrong with a test's operand; nothing if nothing is.
std::string check_operand(const Condition& test) {
  const Json& operand = test.operand;
  const Items items(operand);
  const size_t count = static_cast<size_t>(items.end() - items.begin());
  const Op op = test.op;
  const bool ordered = op <= Op::kBetween;
  const bool list = op == Op::kBetween || (op >= Op::kAnyOf && op <= Op::kNoneOf);
  const char* expected = ordered ? "a number or a date such as \"2026-01-31\"" : "a text, a number, true or false";
  bool fine = operand.is_array() == list && count > 0 && count <= kMaxOperands;
  for (const Json& item : items) {
    fine = fine && type_of(item) == type_of(*items.begin()) && type_of(item) != Type::kOther &&
           (!ordered || item.is_number() || is_date(text_of(item)));
  }
  if (op == Op::kBetween) {
    expected = "a list of two numbers or dates, the lower one first";
    fine = fine && count == 2 && (order(operand[0], operand[1]) & (kLess | kEqual)) != 0;
  } else if (list) {
    expected = "a list of 1 to 100 values of one type";
  } else if (op == Op::kMatches) {
    std::string error;
    expected = "a pattern";
    fine = fine && !text_of(operand).empty();
    if (fine && !Pattern::compile(text_of(operand), &error)) return join({"is no pattern: ", error});
  } else if (op >= Op::kAnswered) {
    expected = "true, or left out";
    fine = same(operand, true);
  }
  if (fine && op < Op::kAnswered && is_numeric(test)) {
    expected = "compared as a number";
    fine = type_of(*items.begin()) == Type::kNumber && op != Op::kContains;
  }
  if (fine) return {};
  return join({"must be ", expected, ", found ",
               operand.is_string() ? config::in_quotes(text_of(operand)) : config::name_of_type(operand)});
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
        report(pointer, deep ? "is nested too deep: at most 8 inside each other" : "is one too many: at most 100");
      }
      return;
    }
    config::Fields fields(json, pointer, problems_);
    const Json::object_t* object = json.get_ptr<const Json::object_t*>();
    if (object == nullptr) return;
    size_t which[2] = {kNone, kNone};  // the subject or group, the comparison
    bool fine = true;
    for (const auto& [name, value] : *object) {
      size_t index = 0;
      while (index < kAllNames && kNames[index] != name) ++index;
      size_t& taken = which[index >= kSubjects && index < kFirstGroup ? 1 : 0];
      std::string wrong;
      if (index == kNone) {
        wrong = join({"unknown field", config::did_you_mean(name, {kNames, kNames + kAllNames})});
      } else if (taken != kNone) {
        wrong = join({"cannot stand beside \"", kNames[taken], "\": put each by itself into \"all\" or \"any\""});
      } else {
        taken = index;
        continue;
      }
      fields.error(name, std::move(wrong));
      fine = false;
    }
    if (!fine) return;
    const auto [subject, op] = which;
    if (subject == kNone) {
      report(pointer, "needs a subject such as \"answer\" or \"trait\", or else \"all\", \"any\" or \"not\"");
    } else if (subject < kFirstGroup) {
      read_test(fields, subject, op, pointer, out);
    } else if (op != kNone) {
      fields.error(kNames[op], join({"cannot stand beside \"", kNames[subject], "\""}));
    } else {
      read_group(fields, subject, depth, out);
    }
  }

 private:
  void report(const std::string& pointer, const char* message) { problems_.errors.push_back({pointer, message}); }

  void read_group(config::Fields& fields, size_t group, size_t depth, Condition& out) {
    const char* name = kNames[group].data();
    out.kind = static_cast<Condition::Kind>(group - kFirstGroup);
    const bool one = out.kind == Condition::Kind::kNot;
    const Json* parts = fields.any(name);
    size_t count = 1;
    if (!one) {
      const Json::array_t* list = fields.array(name, kMaxNodes);
      if (list == nullptr) return;
      if (list->empty()) fields.error(name, "is empty");
      parts = list->data();
      count = list->size() < kMaxNodes ? list->size() : kMaxNodes;
    }
    out.parts = Vector<Condition>(count);
    for (size_t i = 0; i < count; ++i) {
      read(parts[i], one ? fields.pointer(name) : fields.pointer(name, i), depth + 1, out.parts[i]);
    }
  }

  void read_test(config::Fields& fields, size_t subject, size_t op, const std::string& pointer, Condition& out) {
    out.kind = Condition::Kind::kTest;
    out.subject = static_cast<Subject>(subject);
    const char* name = kNames[subject].data();
    const Vector<std::string_view> names = names_of(out.subject);
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
      std::string wrong = check_operand(out);
      if (!wrong.empty()) fields.error(kNames[op], std::move(wrong));
    } else if (out.subject == Subject::kVisited) {
      out.op = Op::kGte;
      out.operand = 1;
    } else {
      report(pointer, "needs a comparison such as \"is\" or \"gte\"");
    }
  }

  Problems& problems_;
  size_t nodes_ = 0;
};

}  // namespace

std::string_view name_of(Subject subject) { return kNames[static_cast<size_t>(subject)]; }
std::string_view name_of(Op op) { return kNames[kSubjects + static_cast<size_t>(op)]; }

Vector<std::string_view> subject_names() { return {kNames, kNames + kSubjects - 1}; }

std::optional<Subject> find_subject(std::string_view name) {
  for (size_t i = 0; i < kSubjects; ++i) {
    if (kNames[i] == name) return static_cast<Subject>(i);
  }
  return std::nullopt;
}

Vector<std::string_view> names_of(Subject subject) {
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

// What is typed: an open question in the visitor's own words, an e-mail address, a phone number, a number, a date.
#include "core/base/text.h"

#include "core/base/apart.h"
#include "core/base/number.h"
#include "core/base/pattern.h"
#include "core/base/vector.h"
#include "core/config/parts.h"
#include "core/survey/common.h"
#include "core/survey/kinds.h"

namespace canvass::survey {

namespace {

using config::Input;
using config::Question;
using config::Ui;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A day of the Gregorian calendar: "2026-01-31".
bool is_date(std::string_view text) {
  constexpr std::string_view pattern = "dddd-dd-dd";
  if (text.size() != pattern.size()) return false;
  int parts[3] = {};
  size_t part = 0;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '-') {
      if (text[i] != '-') return false;
      ++part;
    } else {
      if (!is_digit(text[i])) return false;
      parts[part] = parts[part] * 10 + (text[i] - '0');
    }
  }
  const auto [year, month, day] = parts;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  const int days = month == 2 ? (leap ? 29 : 28) : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= days;
}

// As people type it: zeros may lead, a comma may stand for the point, and either side of it may be empty. "1,234" is
// none, as it is a thousand times more in some countries than in others.
std::optional<double> number_of(std::string_view text) {
  std::string digits;
  size_t point = std::string_view::npos;
  bool any = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_digit(c)) {
      any = true;
    } else if ((c == '.' || c == ',') && point > i) {
      point = i;
    } else if (c != '-' || i > 0) {
      return std::nullopt;
    }
    digits += c == ',' ? '.' : c;
  }
  const bool grouped = point < text.size() && text.size() - point == 4 && text[point] == ',' &&
                       text[text.find_first_of("0123456789")] != '0';
  return any && !grouped ? parse_double(digits) : std::nullopt;
}

Json json_of(double number) {
  const Json json = number;
  const std::optional<int64_t> whole = integer_of(json);
  return whole ? Json(*whole) : json;
}

// One @, something before it and a domain with a point behind it; the rest only a letter sent there can tell.
bool is_email(std::string_view text) {
  const size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return false;
  if (text.find_first_of(" \t\n,;<>()\"@", at + 1) < text.size()) return false;
  if (text.find_first_of(" \t\n,;<>()\"") < at || text.find("..") < text.size()) return false;
  const std::string_view domain = text.substr(at + 1);
  const size_t point = domain.find('.');
  return point != 0 && point < domain.size() && domain.back() != '.';
}

// 5 to 15 digits (ITU-T E.164), with what people put between them.
bool is_phone(std::string_view text) {
  size_t digits = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (is_digit(text[i])) {
      ++digits;
    } else if (std::string_view(" ()-./").find(text[i]) == std::string_view::npos && (text[i] != '+' || i > 0)) {
      return false;
    }
  }
  return digits >= 5 && digits <= 15;
}

// A bound of dates: today is another day east and west of here, and nobody is told that theirs is wrong. The first
// place on earth is 14 hours ahead of UTC, the last one 12 behind.
std::string date_of(const std::string& bound, TimeMs now) {
  return bound == "today" ? format_iso8601(now).substr(0, 10) : bound;
}

// --- reading ---

CANVASS_APART void read_pattern(config::Fields& fields, Question& question) {
  std::string source;
  if (!fields.string("pattern", source, Pattern::kMaxCharacters, config::Need::kOptional)) return;
  std::string message;
  if (!Pattern::compile(source, &message)) fields.error("pattern", join({"is no usable pattern: ", message}));
  question.pattern = std::move(source);
}

void parse_typed(config::Fields& fields, Question& question, Input input) {
  question.input = input;
  fields.text("hint", question.hint);
  if (fields.has("pattern")) read_pattern(fields, question);
  fields.text("patternMessage", question.pattern_message);
}

void parse_text(config::Fields& fields, Question& question) {
  size_t lines = 0;
  fields.choice("lines", {"many", "one"}, lines);
  parse_typed(fields, question, lines == 0 ? Input::kLong : Input::kShort);
  const int64_t most = static_cast<int64_t>(kMaxAnswerCharacters);
  fields.integer("minLength", 1, most, question.min_length);
  fields.integer("maxLength", 1, most, question.max_length);
  if (question.max_length > 0 && question.min_length > question.max_length) {
    fields.error("maxLength", "is less than minLength");
  }
}

void parse_bound(config::Fields& fields, const char* name, std::optional<double>& bound) {
  const Json* json = fields.any(name);
  if (json == nullptr) return;
  if (!json->is_number()) {
    return fields.error(name, join({"must be a number, found ", config::name_of_type(*json)}));
  }
  bound = json->get<double>();
}

void parse_number(config::Fields& fields, Question& question) {
  question.input = Input::kNumber;
  fields.text("hint", question.hint);
  parse_bound(fields, "min", question.least);
  parse_bound(fields, "max", question.most);
  if (question.least && question.most && *question.least > *question.most) fields.error("max", "is less than min");
}

void parse_day(config::Fields& fields, const char* name, std::string& bound) {
  if (fields.string(name, bound, config::kMaxTextCharacters) && bound != "today" && !is_date(bound)) {
    fields.error(name, join({config::in_quotes(bound), " is no date such as \"2026-01-31\" or \"today\""}));
  }
}

void parse_date(config::Fields& fields, Question& question) {
  question.input = Input::kDate;
  parse_day(fields, "min", question.from);
  parse_day(fields, "max", question.until);
  const bool fixed = question.from != "today" && question.until != "today" && !question.until.empty();
  if (fixed && question.from > question.until) fields.error("max", "is less than min");
}

// --- answering ---

// Without white space at the ends, and without control characters, which nobody types on purpose; of those, line
// breaks and tabs stay where there are lines.
std::string tidied(const Question& question, std::string_view text) {
  std::string tidy;
  for (const char c : text) {
    const bool space = c == '\n' || c == '\t';
    const bool control = (c >= 0 && c < ' ') || c == '\x7F';
    if (!control || space) tidy += space && question.input != Input::kLong ? ' ' : c;
  }
  return std::string(trim(tidy));
}

std::optional<Json> accept(const Question& question, const Json& value) {
  if (question.input == Input::kNumber && value.is_number()) return json_of(value.get<double>());
  const std::string* text = value.get_ptr<const std::string*>();
  if (text == nullptr || count_characters(*text) > kMaxAnswerCharacters) return std::nullopt;
  std::string tidy = tidied(question, *text);
  if (question.input == Input::kNumber) {
    const std::optional<double> number = number_of(tidy);
    return number ? std::optional<Json>(json_of(*number)) : std::nullopt;
  }
  if (question.input == Input::kDate && !is_date(tidy)) return std::nullopt;
  return Json(std::move(tidy));
}

CANVASS_APART std::optional<Fault> check_number(const Question& question, const Json& answer) {
  const double number = answer.get<double>();
  if (question.least && number < *question.least) return Fault{Ui::kNumberMin, 0, dump_json(json_of(*question.least))};
  if (question.most && number > *question.most) return Fault{Ui::kNumberMax, 0, dump_json(json_of(*question.most))};
  return std::nullopt;
}

CANVASS_APART std::optional<Fault> check_date(const Question& question, const std::string& text, TimeMs now) {
  if (text < date_of(question.from, now - 12 * kHour)) return Fault{Ui::kDateMin, 0, date_of(question.from, now)};
  if (!question.until.empty() && text > date_of(question.until, now + 14 * kHour)) {
    return Fault{Ui::kDateMax, 0, date_of(question.until, now)};
  }
  return std::nullopt;
}

CANVASS_APART std::optional<Fault> check_form(const Question& question, const std::string& text) {
  if (question.input == Input::kEmail && !is_email(text)) return Fault{Ui::kEmail};
  if (question.input == Input::kPhone && !is_phone(text)) return Fault{Ui::kPhone};
  const std::optional<Pattern> pattern = question.pattern.empty() ? std::nullopt : Pattern::compile(question.pattern);
  if (pattern && !pattern->matches_whole(text)) {
    return Fault{question.pattern_message.empty() ? Ui::kFormat : Ui::kCount, 0, {}, &question.pattern_message};
  }
  return std::nullopt;
}

std::optional<Fault> check(const Question& question, const Json& answer, bool, TimeMs now) {
  if (question.input == Input::kNumber) return check_number(question, answer);
  const std::string& text = answer.get_ref<const std::string&>();
  if (question.input == Input::kDate) return check_date(question, text, now);
  const int64_t length = static_cast<int64_t>(count_characters(text));
  if (length < question.min_length) return Fault{Ui::kTooShort, question.min_length};
  if (question.max_length > 0 && length > question.max_length) return Fault{Ui::kTooLong, question.max_length};
  const bool plain = question.input == Input::kLong || question.input == Input::kShort;
  return plain && question.pattern.empty() ? std::nullopt : check_form(question, text);
}

std::string expects(const Question& question) {
  if (question.input == Input::kNumber) return "a number";
  if (question.input == Input::kDate) return "a date such as \"2026-01-31\"";
  return join({"a text of at most ", decimal(static_cast<int64_t>(kMaxAnswerCharacters)), " characters"});
}

std::string as_typed(const Json& value) {
  if (const std::string* text = value.get_ptr<const std::string*>()) return *text;
  return value.is_number() ? dump_json(value) : std::string();
}

std::string spell_typed(const Question& question, const Json& answer, const config::Words& words) {
  if (const std::optional<int64_t> whole = integer_of(answer)) return words.number(*whole);
  const std::string text = as_typed(answer);
  return question.input == Input::kDate ? words.date(text) : text;
}

std::optional<Outcome> act(const Question&, const Reply&, std::string_view part, std::string_view value) {
  if (part != "field") return std::nullopt;
  return Outcome{Json(std::string(first_characters(value, kMaxAnswerCharacters))), false};
}

void build(const Scene& scene, Vector<view::Node>& nodes) {
  static_assert(static_cast<int>(view::Look::kInputPhone) - static_cast<int>(view::Look::kInputText) ==
                static_cast<int>(Input::kPhone) - static_cast<int>(Input::kShort));
  const int line = static_cast<int>(scene.question.input) - static_cast<int>(Input::kShort);
  const view::Look look =
      line < 0 ? view::Look::kField : static_cast<view::Look>(static_cast<int>(view::Look::kInputText) + line);
  view::Node field = question_node(scene, view::Role::kTextbox, look, join({scene.path, "/field"}));
  field.hint = scene.words.text(scene.question.hint);
  field.value = as_typed(scene.reply.latest());
  field.part = "field";
  nodes.push_back(std::move(field));
}

constexpr Kind kind(const char* name, void (*parse)(config::Fields& fields, Question& question)) {
  return {
      .name = name,
      .style = Style::kOther,
      .parse = parse,
      .accept = accept,
      .check = check,
      .expects = expects,
      .score = score_nothing,
      .plain = plain_as_is,
      .spell = spell_typed,
      .act = act,
      .build = build,
  };
}

}  // namespace

const Kind kText = kind("text", parse_text);
const Kind kEmail =
    kind("email", [](config::Fields& fields, Question& question) { parse_typed(fields, question, Input::kEmail); });
const Kind kPhone =
    kind("phone", [](config::Fields& fields, Question& question) { parse_typed(fields, question, Input::kPhone); });
const Kind kNumber = kind("number", parse_number);
const Kind kDate = kind("date", parse_date);

}  // namespace canvass::survey

#include "core/logic/pipe.h"

#include <algorithm>
#include <cmath>

#include "core/base/number.h"
#include "core/base/text.h"
#include "core/config/fields.h"
#include "core/config/suggest.h"

namespace canvass::logic {

namespace {

// Only its address matters.
constexpr const char kUnknown[] = "?";

struct Pipe {
  std::string_view before;      // the text in front of it
  bool found = false;           // false: there is no more, and `before` was all of the rest
  const char* wrong = nullptr;  // why it cannot be used; empty of the escape \{{
  Subject subject = Subject::kAnswer;
  std::string_view subject_name;
  std::string_view name;
  std::string_view fallback;
};

// Reads what is between "{{" and "}}" from the front of `rest`, "}}" included; what is wrong with it, or nullptr.
const char* read_inside(std::string_view& rest, Pipe& pipe) {
  const std::string_view path = rest.substr(0, rest.find_first_of("|}"));
  rest.remove_prefix(path.size());
  if (starts_with(rest, "|")) {
    rest.remove_prefix(1);
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    const char quote = rest.empty() ? '\0' : rest[0];
    const size_t close = quote == '"' || quote == '\'' ? rest.find(quote, 1) : std::string_view::npos;
    if (close == std::string_view::npos) return "needs its fallback in quotes, as in {{trait.name | \"there\"}}";
    pipe.fallback = rest.substr(1, close - 1);
    rest.remove_prefix(close + 1);
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  }
  if (!starts_with(rest, "}}")) return "has no \"}}\" where it should end";
  rest.remove_prefix(2);
  const size_t dot = path.find('.');
  if (dot == std::string_view::npos) return "must say what to insert, as in {{trait.name}}";
  pipe.subject_name = trim(path.substr(0, dot));
  pipe.name = trim(path.substr(dot + 1));
  if (pipe.name.empty()) return "must say what to insert, as in {{trait.name}}";
  const std::optional<Subject> subject = find_subject(pipe.subject_name);
  if (!subject || *subject == Subject::kVisited) return kUnknown;
  pipe.subject = *subject;
  return nullptr;
}

// Takes the next pipe and what is before it from the front of `rest`. Of one that cannot be used, and of the escape,
// only the braces are taken: what follows is text like any other.
Pipe next_pipe(std::string_view& rest) {
  Pipe pipe;
  const size_t open = rest.find("{{");
  pipe.before = rest.substr(0, open);
  pipe.found = open != std::string_view::npos;
  rest.remove_prefix(pipe.found ? open + 2 : rest.size());
  if (!pipe.found) return pipe;
  if (open > 0 && pipe.before[open - 1] == '\\') {
    pipe.before.remove_suffix(1);
    pipe.wrong = "";
    return pipe;
  }
  std::string_view inside = rest;
  pipe.wrong = read_inside(inside, pipe);
  if (pipe.wrong == nullptr) rest = inside;
  return pipe;
}

bool is_unwanted(uint32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;
  const bool direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  return control || direction;
}

}  // namespace

std::string piped_text(const Json& value) {
  std::string text;
  if (const Json::array_t* list = value.get_ptr<const Json::array_t*>()) {
    for (const Json& item : *list) {
      const std::string one = item.is_array() ? std::string() : piped_text(item);
      if (!one.empty()) text += join({text.empty() ? "" : ", ", one});
    }
  } else if (const std::string* string = value.get_ptr<const std::string*>()) {
    for (size_t at = 0; at < string->size();) {
      const size_t from = at;
      const uint32_t c = next_character(*string, at);
      if (c == '\n' || c == '\t' || c == 0x2028) {
        text += ' ';
      } else if (!is_unwanted(c) && utf8_length(*string, from) > 0) {
        text.append(*string, from, at - from);
      }
    }
  } else if (const std::optional<int64_t> whole = integer_of(value)) {
    text = decimal(*whole);
  } else if (const double* number = value.get_ptr<const double*>(); number != nullptr && std::isfinite(*number)) {
    text = format_double(*number);
  }
  text.resize(first_characters(text, kMaxPipedCharacters).size());
  return text;
}

std::string fill_pipes(std::string_view text, const Facts& facts) {
  std::string out;
  while (!text.empty()) {
    const Pipe pipe = next_pipe(text);
    out += pipe.before;
    if (!pipe.found) break;
    if (pipe.wrong != nullptr) {
      out += "{{";
      continue;
    }
    const std::optional<Json> value = facts.value(pipe.subject, pipe.name);
    const std::string words = value ? piped_text(*value) : std::string();
    out += words.empty() ? pipe.fallback : std::string_view(words);
  }
  return out;
}

void check_pipes(std::string_view text, const std::string& pointer, Problems& problems, References& references) {
  while (!text.empty()) {
    const std::string_view from = text;
    const Pipe pipe = next_pipe(text);
    if (!pipe.found) break;
    if (pipe.wrong != nullptr && pipe.wrong[0] == '\0') continue;
    std::vector<std::string_view> names;
    std::string_view name = pipe.name;
    if (pipe.wrong == nullptr) {
      names = names_of(pipe.subject);
    } else if (pipe.wrong == kUnknown) {
      for (size_t i = 0; i < kSubjects; ++i) names.push_back(name_of(static_cast<Subject>(i)));
      names.pop_back();  // visited
      name = pipe.subject_name;
    }
    bool known = names.empty();
    for (const std::string_view candidate : names) known = known || candidate == name;
    std::string message = join({config::in_quotes(from.substr(pipe.before.size())), " "});
    if (!known) {
      message += join({"names an unknown ", config::in_quotes(name), config::did_you_mean(name, names)});
    } else if (pipe.wrong != nullptr) {
      message += pipe.wrong;
    } else {
      references.refer(pipe.subject, pipe.name, pointer, nullptr);
      continue;
    }
    problems.errors.push_back({pointer, std::move(message)});
  }
}

}  // namespace canvass::logic

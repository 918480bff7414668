#include "core/logic/pipe.h"

#include <algorithm>
#include <cmath>

#include "core/base/number.h"
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/fields.h"
#include "core/config/suggest.h"

namespace canvass::logic {

namespace {

struct Pipe {
  enum class Kind : uint8_t { kNone, kEscape, kBroken, kPipe };
  Kind kind = Kind::kNone;
  std::string_view before;  // the text in front of it; with kNone, all of the rest
  std::string_view subject;
  std::string_view name;
  std::string_view fallback;
};

// Takes what is in front of the first of `ends`, or all of the rest, from the front of it.
std::string_view take_until(std::string_view& rest, std::string_view ends) {
  const std::string_view taken = rest.substr(0, rest.find_first_of(ends));
  rest.remove_prefix(taken.size());
  return taken;
}

// Reads what is between "{{" and "}}" from the front of `rest`, "}}" included.
bool read_inside(std::string_view& rest, Pipe& pipe) {
  const std::string_view path = take_until(rest, "|{}");
  if (starts_with(rest, "|")) {
    const std::string_view space = take_until(rest, "\"'}");
    const std::string_view quote = rest.substr(0, 1);
    if (quote.empty() || quote == "}" || trim(space.substr(1)) != "") return false;
    rest.remove_prefix(1);
    pipe.fallback = take_until(rest, quote);
    rest.remove_prefix(rest.empty() ? 0 : 1);
    if (trim(take_until(rest, "}")) != "") return false;
  }
  const size_t dot = path.find('.');
  if (!starts_with(rest, "}}") || dot == std::string_view::npos) return false;
  rest.remove_prefix(2);
  pipe.subject = trim(path.substr(0, dot));
  pipe.name = trim(path.substr(dot + 1));
  return !pipe.name.empty();
}

// Takes the next pipe and what is before it from the front of `rest`. Of one that is broken, and of an escape, only the
// braces are taken: what follows is text like any other.
Pipe next_pipe(std::string_view& rest) {
  Pipe pipe;
  const size_t open = rest.find("{{");
  pipe.before = rest.substr(0, open);
  rest.remove_prefix(pipe.before.size());
  if (rest.empty()) return pipe;
  rest.remove_prefix(2);
  std::string_view inside = rest;
  if (open > 0 && pipe.before.back() == '\\') {
    pipe.before.remove_suffix(1);
    pipe.kind = Pipe::Kind::kEscape;
  } else if (read_inside(inside, pipe)) {
    pipe.kind = Pipe::Kind::kPipe;
    rest = inside;
  } else {
    pipe.kind = Pipe::Kind::kBroken;
  }
  return pipe;
}

// The subject of that spelling if a text may name it.
std::optional<Subject> find_piped(std::string_view name) {
  const std::optional<Subject> subject = find_subject(name);
  return subject == Subject::kVisited ? std::nullopt : subject;
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
    const std::string_view from = text;
    const Pipe pipe = next_pipe(text);
    out += pipe.before;
    const std::optional<Subject> subject = find_piped(pipe.subject);
    if (pipe.kind == Pipe::Kind::kPipe && subject) {
      const std::optional<Json> value = facts.value(*subject, pipe.name);
      const std::string words = value ? piped_text(*value) : std::string();
      out += words.empty() ? pipe.fallback : std::string_view(words);
    } else if (pipe.kind == Pipe::Kind::kEscape) {
      out += "{{";
    } else {
      out += from.substr(pipe.before.size(), from.size() - pipe.before.size() - text.size());
    }
  }
  return out;
}

void check_pipes(std::string_view text, const std::string& pointer, Problems& problems, References& references) {
  while (!text.empty()) {
    const std::string_view from = text;
    const Pipe pipe = next_pipe(text);
    if (pipe.kind != Pipe::Kind::kBroken && pipe.kind != Pipe::Kind::kPipe) continue;
    std::string wrong = " is no {{trait.name}} or {{trait.name | \"there\"}}";
    if (pipe.kind == Pipe::Kind::kPipe) {
      const std::optional<Subject> subject = find_piped(pipe.subject);
      const Vector<std::string_view> names = subject ? names_of(*subject) : subject_names();
      const std::string_view name = subject ? pipe.name : pipe.subject;
      if (subject && (names.empty() || std::find(names.begin(), names.end(), name) != names.end())) {
        references.refer(*subject, name, pointer, nullptr);
        continue;
      }
      wrong = join({" names an unknown ", config::in_quotes(name), config::did_you_mean(name, names)});
    }
    problems.errors.push_back({pointer, join({config::in_quotes(from.substr(pipe.before.size())), wrong})});
  }
}

}  // namespace canvass::logic

#include "core/config/fields.h"

#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/suggest.h"

namespace canvass::config {

namespace {

bool read_version(const Json& json, std::string_view locale, const std::string& pointer, Problems& problems, Text& out,
                  size_t max_characters) {
  const std::string* text = json.get_ptr<const std::string*>();
  if (text == nullptr) {
    problems.errors.push_back({pointer, join({"must be a text, found ", name_of_type(json)})});
    return false;
  }
  if (trim(*text).empty()) {
    problems.errors.push_back({pointer, "is empty: give it words or leave it out"});
    return false;
  }
  const size_t length = count_characters(*text);
  if (length > max_characters) {
    problems.errors.push_back(
        {pointer, join({"is ", decimal(static_cast<int64_t>(length)), " characters long, the most is ",
                        decimal(static_cast<int64_t>(max_characters))})});
    return false;
  }
  out.versions.push_back({std::string(locale), *text});
  return true;
}

}  // namespace

std::string escaped(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

bool is_locale(std::string_view text) {
  size_t group = 0;
  for (const char c : text) {
    const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (c == '-' && group > 0) {
      group = 0;
    } else if (!alphanumeric || ++group > 8) {
      return false;
    }
  }
  return group > 0 && text.size() <= 35;
}

const char* name_of_type(const Json& json) {
  switch (json.type()) {
    case Json::value_t::object:
      return "an object";
    case Json::value_t::array:
      return "a list";
    case Json::value_t::string:
      return "a string";
    case Json::value_t::boolean:
      return "true or false";
    case Json::value_t::null:
      return "null";
    default:
      return "a number";
  }
}

std::string in_quotes(std::string_view text) {
  const std::string_view start = first_characters(text, 40);
  return join({"\"", start, start.size() < text.size() ? "…\"" : "\""});
}

bool read_text(const Json& json, const std::string& pointer, Problems& problems, Text& out, size_t max_characters) {
  out.versions.clear();
  const Json::object_t* languages = json.get_ptr<const Json::object_t*>();
  if (languages == nullptr) return read_version(json, {}, pointer, problems, out, max_characters);
  if (languages->empty()) {
    problems.errors.push_back({pointer, "is empty: give the text in at least one language"});
    return false;
  }
  bool fine = true;
  for (const auto& [locale, version] : *languages) {
    const std::string place = join({pointer, "/", escaped(locale)});
    if (!is_locale(locale)) {
      problems.errors.push_back({place, join({in_quotes(locale), " is no language code such as \"en\" or \"pt-BR\""})});
      fine = false;
    } else if (!read_version(version, locale, place, problems, out, max_characters)) {
      fine = false;
    }
  }
  return fine;
}

Fields::Fields(const Json& object, std::string pointer, Problems& problems)
    : object_(object.is_object() ? &object : nullptr), pointer_(std::move(pointer)), problems_(problems) {
  if (object_ == nullptr) {
    problems_.errors.push_back({pointer_, join({"must be an object, found ", name_of_type(object)})});
  }
}

const Json* Fields::take(const char* name, Need need) {
  asked_.push_back(name);
  if (object_ == nullptr) return nullptr;
  const Json* member = find(*object_, name);
  if (member == nullptr && need == Need::kRequired) error(name, "is missing");
  return member;
}

const Json* Fields::any(const char* name) { return take(name, Need::kOptional); }

bool Fields::string(const char* name, std::string& out, size_t max_characters, Need need) {
  const Json* member = take(name, need);
  if (member == nullptr) return false;
  const std::string* text = member->get_ptr<const std::string*>();
  if (text == nullptr) {
    error(name, join({"must be a string, found ", name_of_type(*member)}));
    return false;
  }
  if (need == Need::kRequired && text->empty()) {
    error(name, "is empty");
    return false;
  }
  if (count_characters(*text) > max_characters) {
    error(name, join({"is longer than ", decimal(static_cast<int64_t>(max_characters)), " characters"}));
    return false;
  }
  out = *text;
  return true;
}

bool Fields::identifier(const char* name, std::string& out) {
  std::string text;
  if (!string(name, text, kMaxTextCharacters, Need::kRequired)) return false;
  if (!is_identifier(text)) {
    error(name, join({in_quotes(text), " must be 1 to 64 of the characters A-Z a-z 0-9 _ . -"}));
    return false;
  }
  out = std::move(text);
  return true;
}

bool Fields::text(const char* name, Text& out, Need need) {
  const Json* member = take(name, need);
  return member != nullptr && read_text(*member, pointer(name), problems_, out);
}

bool Fields::boolean(const char* name, bool& out) {
  const Json* member = take(name, Need::kOptional);
  if (member == nullptr) return false;
  const bool* value = member->get_ptr<const bool*>();
  if (value == nullptr) {
    error(name, join({"must be true or false, found ", name_of_type(*member)}));
    return false;
  }
  out = *value;
  return true;
}

bool Fields::integer(const char* name, int64_t min, int64_t max, int64_t& out) {
  const Json* member = take(name, Need::kOptional);
  if (member == nullptr) return false;
  const std::optional<int64_t> number = integer_of(*member);
  if (!number || *number < min || *number > max) {
    error(name, join({"must be a whole number from ", decimal(min), " to ", decimal(max), ", found ",
                      member->is_number() ? dump_json(*member) : name_of_type(*member)}));
    return false;
  }
  out = *number;
  return true;
}

bool Fields::duration(const char* name, TimeMs min, TimeMs max, TimeMs& out) {
  const Json* member = take(name, Need::kOptional);
  if (member == nullptr) return false;
  const std::string text =
      member->is_string() ? in_quotes(member->get_ref<const std::string&>()) : name_of_type(*member);
  const std::optional<TimeMs> time =
      member->is_string() ? parse_duration(member->get_ref<const std::string&>()) : std::nullopt;
  if (!time) {
    error(name, join({text, " is no duration such as \"500ms\", \"3s\", \"10m\", \"2h\" or \"30d\""}));
    return false;
  }
  if (*time < min || *time > max) {
    const auto spell = [](TimeMs t) {
      if (t % kDay == 0 && t > 0) return join({decimal(t / kDay), "d"});
      return t % kSecond == 0 ? join({decimal(t / kSecond), "s"}) : join({decimal(t), "ms"});
    };
    error(name, join({text, " must be from ", spell(min), " to ", spell(max)}));
    return false;
  }
  out = *time;
  return true;
}

bool Fields::choice(const char* name, const Vector<std::string_view>& names, size_t& out, Need need) {
  const Json* member = take(name, Need::kOptional);
  if (member == nullptr || !member->is_string()) {
    if (member != nullptr || need == Need::kRequired) {
      error(name, join({"is ", member == nullptr ? "missing" : name_of_type(*member), suggest({}, names)}));
    }
    return false;
  }
  const std::string& text = member->get_ref<const std::string&>();
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] == text) {
      out = i;
      return true;
    }
  }
  error(name, join({"unknown ", in_quotes(text), suggest(text, names)}));
  return false;
}

const Json::array_t* Fields::array(const char* name, size_t max) {
  const Json* member = take(name, Need::kOptional);
  if (member == nullptr) return nullptr;
  const Json::array_t* list = member->get_ptr<const Json::array_t*>();
  if (list == nullptr) {
    error(name, join({"must be a list, found ", name_of_type(*member)}));
  } else if (list->size() > max) {
    problems_.errors.push_back(
        {pointer(name, max), join({"is one too many: the most is ", decimal(static_cast<int64_t>(max))})});
  }
  return list;
}

void Fields::finish() {
  if (object_ == nullptr) return;
  for (const auto& [name, value] : *object_->get_ptr<const Json::object_t*>()) {
    bool known = false;
    for (const std::string_view asked : asked_) known = known || asked == name;
    if (!known) warn(name, join({"unknown field", suggest(name, asked_)}));
  }
}

void Fields::error(std::string_view name, std::string message) {
  problems_.errors.push_back({pointer(name), std::move(message)});
}

void Fields::warn(std::string_view name, std::string message) {
  problems_.warnings.push_back({pointer(name), std::move(message)});
}

std::string Fields::pointer(std::string_view name) const { return join({pointer_, "/", escaped(name)}); }

std::string Fields::pointer(std::string_view name, size_t index) const {
  return join({pointer(name), "/", decimal(static_cast<int64_t>(index))});
}

}  // namespace canvass::config

// Reads the members of one JSON object of the configuration: checks each, says what is wrong and where, and in the
// end warns of members that nobody asked for.
//
//   Fields fields(json, "/surveys/0", problems);
//   fields.identifier("id", survey.id);
//   fields.duration("cooldown", survey.cooldown);   // untouched when absent, an error when it is no duration
//   fields.finish();                                // "/surveys/0/cooldwon: unknown field, did you mean …?"
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/base/problem.h"
#include "core/base/vector.h"
#include "core/config/config.h"

namespace canvass::config {

enum class Need { kOptional, kRequired };

class Fields {
 public:
  // `pointer` is the place of `object` in the document. What is not an object at all is one error and has no members.
  Fields(const Json& object, std::string pointer, Problems& problems);

  // Each takes the member `name` if it is there, leaves `out` alone if not, and reports what cannot be used.
  // They return whether `out` was set.
  bool string(const char* name, std::string& out, size_t max_characters, Need need = Need::kOptional);
  bool identifier(const char* name, std::string& out);  // required
  bool text(const char* name, Text& out, Need need = Need::kOptional);
  bool boolean(const char* name, bool& out);
  bool integer(const char* name, int64_t min, int64_t max, int64_t& out);
  bool duration(const char* name, TimeMs min, TimeMs max, TimeMs& out);
  // One of `names`; `out` is its index.
  bool choice(const char* name, const Vector<std::string_view>& names, size_t& out, Need need = Need::kOptional);
  // nullptr when absent or no array; longer than `max` is an error and gives the array all the same.
  const Json::array_t* array(const char* name, size_t max);
  const Json* any(const char* name);
  // Whether it is there at all: what few configurations have is read by functions of their own.
  bool has(const char* name) { return any(name) != nullptr; }

  bool is_object() const { return object_ != nullptr; }

  // Warns of members that none of the calls above asked for.
  void finish();

  CANVASS_COLD void error(std::string_view name, std::string message);
  CANVASS_COLD void warn(std::string_view name, std::string message);
  // The JSON pointer of member `name`; with an index, of that element of it.
  std::string pointer(std::string_view name) const;
  std::string pointer(std::string_view name, size_t index) const;
  Problems& problems() { return problems_; }

 private:
  const Json* take(const char* name, Need need);

  const Json* object_;  // nullptr: not an object
  std::string pointer_;
  Problems& problems_;
  Vector<std::string_view> asked_;
};

// "a number", "a string", …: what a value is, for messages.
CANVASS_COLD const char* name_of_type(const Json& json);

// A member's name as a JSON pointer writes it (RFC 6901 §3).
std::string escaped(std::string_view name);

// "en", "pt-BR", "zh-Hant-TW": letters and digits in groups of at most eight.
bool is_locale(std::string_view text);

// `"npz"`, shortened if it is long.
CANVASS_COLD std::string in_quotes(std::string_view text);

// A text that may be given as a string or as an object of languages.
bool read_text(const Json& json, const std::string& pointer, Problems& problems, Text& out,
               size_t max_characters = kMaxTextCharacters);

}  // namespace canvass::config

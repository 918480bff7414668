// JSON in the core: one type, one way in, one way out, and access that cannot fail.
//
//   std::optional<Json> config = parse_json(text);
//   if (const Json* id = find(*config, "id")) { … }      // nullptr: no object, or no such member
//   std::string line = dump_json(*config);
//
// Everything goes through these functions, so that parser and serializer exist once in the WebAssembly module.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/sorted_map.h"

namespace canvass {

#ifdef __EMSCRIPTEN__
using Json = nlohmann::basic_json<SortedMap, CompactVector>;

}  // namespace canvass

// The library takes documents of any depth apart without recursion; a parsed one is never deeper than kMaxJsonDepth.
template <>
inline void canvass::Json::json_value::destroy(value_t type) {
  switch (type) {
    case value_t::object:
      return delete object;
    case value_t::array:
      return delete array;
    case value_t::string:
      return delete string;
    default:
      return;
  }
}

namespace canvass {
#else
using Json = nlohmann::json;
#endif

// Deeper nesting is refused, so that no later walk over a document can exhaust the stack.
constexpr size_t kMaxJsonDepth = 64;

struct JsonError {
  size_t line = 0;    // from 1
  size_t column = 0;  // from 1, in bytes
  std::string message;
};

// An empty object or array. Json::object() and Json::array() would bring initializer lists into the module.
inline Json json_object() { return Json(Json::value_t::object); }
inline Json json_array() { return Json(Json::value_t::array); }

// Strict RFC 8259: UTF-8 without a byte order mark, no comments, no trailing commas. Of members with the same name
// the last one counts. None if the text is anything else, or nested deeper than kMaxJsonDepth.
std::optional<Json> parse_json(std::string_view text, JsonError* error = nullptr);

// Without white space. Bytes that are not UTF-8 become U+FFFD; it never fails.
std::string dump_json(const Json& json);

// A member of an object; nullptr when `json` is no object or has no such member.
const Json* find(const Json& json, std::string_view key);

// A member that is a string; empty otherwise. Valid as long as `json` is.
std::string_view string_at(const Json& json, std::string_view key);

// The whole number a value stands for: 7 and 7.0 are 7; 7.5, "7", true, null and anything beyond ±2^53 are none.
std::optional<int64_t> integer_of(const Json& json);
std::optional<int64_t> integer_at(const Json& json, std::string_view key);

}  // namespace canvass

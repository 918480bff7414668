// Small things about UTF-8 text.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace canvass {

// Characters (code points) in UTF-8 text. Of bytes that are no text, never fewer than a quarter.
size_t count_characters(std::string_view text);

// The first `count` characters.
std::string_view first_characters(std::string_view text, size_t count);

// How many bytes at `at` are one well-formed character (Unicode 15, table 3-7); 0: none.
size_t utf8_length(std::string_view text, size_t at);

// The character at `at`, which moves behind it. A byte that is no text is one U+FFFD. `at` is before the end.
uint32_t next_character(std::string_view text, size_t& at);

// Its small letter, if it is a capital one (Latin, Greek, Cyrillic); itself otherwise.
uint32_t lower_character(uint32_t character);

// Appends the UTF-8 of a character.
void append_character(std::string& out, uint32_t character);

// Whether `part` occurs in `text`, capital or small letters alike (Latin, Greek, Cyrillic; letter by letter, so "ß"
// is not "SS", and the dotted and dotless i of Turkish are four letters).
bool contains_ignoring_case(std::string_view text, std::string_view part);

// Without spaces, tabs, line breaks and no-break spaces at both ends.
std::string_view trim(std::string_view text);

// Whether it matches [A-Za-z0-9_.-]{1,64}, which every identifier in a configuration must.
bool is_identifier(std::string_view text);

// At most 18 decimal digits, optionally after a minus sign, nothing else.
std::optional<int64_t> parse_integer(std::string_view text);

std::string decimal(int64_t number);

inline bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// The parts one after another; cheaper in code size than a chain of operator+.
std::string join(std::initializer_list<std::string_view> parts);

// `pattern` with every "{name}" replaced by `value`.
std::string fill(std::string_view pattern, std::string_view name, std::string_view value);

}  // namespace canvass

#include "core/base/text.h"

#include <algorithm>

namespace canvass {

namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// How many bytes at the start (or end) of the text are one white space character.
size_t space_at_start(std::string_view text) {
  if (text.empty()) return 0;
  const char c = text[0];
  if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
  if (starts_with(text, "\xC2\xA0")) return 2;      // U+00A0
  if (starts_with(text, "\xE3\x80\x80")) return 3;  // U+3000, what a Japanese space bar types
  return 0;
}

size_t space_at_end(std::string_view text) {
  for (size_t length = 1; length <= 3 && length <= text.size(); ++length) {
    if (space_at_start(text.substr(text.size() - length)) == length) return length;
  }
  return 0;
}

// Capital letters and how far their small ones are; 1: capital and small letter take turns.
struct Capitals {
  uint16_t first;
  uint16_t last;
  uint16_t distance;
};
constexpr Capitals kCapitals[] = {
    {'A', 'Z', 32},     {0xC0, 0xD6, 32},    {0xD8, 0xDE, 32},                                           // Latin
    {0x100, 0x12F, 1},  {0x132, 0x137, 1},   {0x139, 0x148, 1},   {0x14A, 0x177, 1}, {0x179, 0x17E, 1},  // …
    {0x391, 0x3A1, 32}, {0x3A3, 0x3AB, 32},                                                              // Greek
    {0x400, 0x40F, 80}, {0x410, 0x42F, 32},  {0x460, 0x481, 1},   {0x48A, 0x4BF, 1}, {0x4C1, 0x4CE, 1},  // Cyrillic
    {0x4D0, 0x52F, 1},  {0x1E00, 0x1E95, 1}, {0x1EA0, 0x1EFF, 1},
};

}  // namespace

uint32_t lower_character(uint32_t character) {
  for (const Capitals& row : kCapitals) {
    if (character < row.first || character > row.last) continue;
    return row.distance > 1 || (character - row.first) % 2 == 0 ? character + row.distance : character;
  }
  return character;
}

void append_character(std::string& out, uint32_t character) {
  const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80 | (character >> shift & 0x3F)); };
  if (character < 0x80) {
    out += static_cast<char>(character);
  } else if (character < 0x800) {
    out += static_cast<char>(0xC0 | character >> 6);
    tail(0);
  } else if (character < 0x10000) {
    out += static_cast<char>(0xE0 | character >> 12);
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0 | character >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
}

size_t count_characters(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += is_continuation(c) ? 0 : 1;
  // No character has more than four bytes; without this, a run of stray ones would have no length at all.
  return std::max(count, (text.size() + 3) / 4);
}

std::string_view first_characters(std::string_view text, size_t count) {
  size_t end = 0;
  for (size_t taken = 0; end < text.size(); ++end) {
    if (!is_continuation(text[end]) && ++taken > count) break;
    if (end / 4 >= count) break;
  }
  return text.substr(0, end);
}

size_t utf8_length(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u; };
  const auto continues = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF && continues(1)) return 2;
  if (lead >= 0xE0 && lead <= 0xEF && continues(1) && continues(2)) {
    const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = lead == 0xED && byte(1) > 0x9F;
    return overlong || surrogate ? 0 : 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4 && continues(1) && continues(2) && continues(3)) {
    const bool overlong = lead == 0xF0 && byte(1) < 0x90;
    const bool beyond = lead == 0xF4 && byte(1) > 0x8F;
    return overlong || beyond ? 0 : 4;
  }
  return 0;
}

uint32_t next_character(std::string_view text, size_t& at) {
  const size_t length = utf8_length(text, at);
  const unsigned char lead = static_cast<unsigned char>(text[at++]);
  if (length == 0) return 0xFFFD;
  if (length == 1) return lead;
  uint32_t character = lead & (0xFFu >> (length + 1));
  for (size_t i = 1; i < length; ++i) character = character << 6 | (text[at++] & 0x3F);
  return character;
}

bool contains_ignoring_case(std::string_view text, std::string_view part) {
  for (size_t from = 0;;) {
    size_t t = from;
    size_t p = 0;
    while (p < part.size() && t < text.size() &&
           lower_character(next_character(text, t)) == lower_character(next_character(part, p))) {
      if (p == part.size()) return true;
    }
    if (part.empty()) return true;
    if (from == text.size()) return false;
    next_character(text, from);
  }
}

std::string_view trim(std::string_view text) {
  while (const size_t space = space_at_start(text)) text.remove_prefix(space);
  while (const size_t space = space_at_end(text)) text.remove_suffix(space);
  return text;
}

bool is_identifier(std::string_view text) {
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (!letter && !digit && c != '_' && c != '.' && c != '-') return false;
  }
  return !text.empty() && text.size() <= 64;
}

std::optional<int64_t> parse_integer(std::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text.remove_prefix(1);
  // Eighteen digits always fit, and nothing here needs more.
  if (text.empty() || text.size() > 18) return std::nullopt;
  int64_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return negative ? -number : number;
}

std::string decimal(int64_t number) {
  char digits[20];
  size_t at = sizeof digits;
  uint64_t rest = number < 0 ? 0 - static_cast<uint64_t>(number) : static_cast<uint64_t>(number);
  do {
    digits[--at] = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  if (number < 0) digits[--at] = '-';
  return std::string(digits + at, sizeof digits - at);
}

std::string join(std::initializer_list<std::string_view> parts) {
  size_t size = 0;
  for (const std::string_view part : parts) size += part.size();
  std::string out;
  out.reserve(size);
  for (const std::string_view part : parts) out.append(part.data(), part.size());
  return out;
}

std::string fill(std::string_view pattern, std::string_view name, std::string_view value) {
  const std::string placeholder = join({"{", name, "}"});
  std::string out(pattern);
  for (size_t at = out.find(placeholder); at != std::string::npos; at = out.find(placeholder, at + value.size())) {
    out.replace(at, placeholder.size(), value.data(), value.size());
  }
  return out;
}

}  // namespace canvass

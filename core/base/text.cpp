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

}  // namespace

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

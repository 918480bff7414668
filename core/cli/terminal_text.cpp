#include "core/cli/terminal_text.h"

#include <algorithm>
#include <iterator>

#include "core/base/text.h"

namespace canvass::cli {

namespace {

constexpr size_t kLeastShrunk = 8;

struct Range {
  uint32_t first, last;
};

// After Unicode 15: general categories Mn, Me and Cf of the scripts that people answer in.
constexpr Range kNoWidth[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},   {0x05BF, 0x05C7},   {0x0610, 0x061A}, {0x064B, 0x065F},
    {0x0670, 0x0670}, {0x06D6, 0x06DC}, {0x06DF, 0x06E4},   {0x06E7, 0x06ED},   {0x0900, 0x0902}, {0x093A, 0x093A},
    {0x093C, 0x093C}, {0x0941, 0x0948}, {0x094D, 0x094D},   {0x0E31, 0x0E31},   {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200D},   {0x2060, 0x2064},   {0x20D0, 0x20FF}, {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0x1F3FB, 0x1F3FF}, {0xE0001, 0xE01EF},
};

// After Unicode 15, EastAsianWidth.txt: wide and full width.
constexpr Range kWide[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
};

template <size_t kCount>
bool in(const Range (&ranges)[kCount], uint32_t character) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [&](const Range& range) { return character >= range.first && character <= range.last; });
}

size_t width_of(uint32_t character) {
  if (character < 0x300) return 1;
  return in(kNoWidth, character) ? 0 : in(kWide, character) ? 2 : 1;
}

bool is_control(uint32_t character) {
  return character < 0x20 || (character >= 0x7F && character < 0xA0) || character == 0x2028 || character == 0x2029 ||
         character == 0x200E || character == 0x200F || character == 0x061C ||
         (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
}

// As much of the text as fits into `columns`.
std::string_view first_columns(std::string_view text, size_t columns) {
  size_t at = 0, used = 0;
  while (at < text.size()) {
    size_t next = at;
    used += width_of(next_character(text, next));
    if (used > columns) break;
    at = next;
  }
  return text.substr(0, at);
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string result;
  for (size_t at = 0; at < text.size();) {
    const size_t start = at;
    const uint32_t character = next_character(text, at);
    if (is_control(character)) {
      if (!result.empty() && result.back() != ' ') result += ' ';
    } else if (utf8_length(text, start) == 0) {
      result += "\xEF\xBF\xBD";
    } else {
      result += text.substr(start, at - start);
    }
  }
  return result;
}

size_t columns_of(std::string_view text) {
  size_t columns = 0;
  for (size_t at = 0; at < text.size();) columns += width_of(next_character(text, at));
  return columns;
}

std::string shortened(std::string_view text, size_t columns) {
  if (columns_of(text) <= columns) return std::string(text);
  return std::string(first_columns(text, columns > 0 ? columns - 1 : 0)) + "…";
}

void append_table(std::string& out, const std::vector<TableRow>& rows, const TableLayout& layout) {
  std::vector<size_t> widths(layout.align.size());
  for (const TableRow& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns_of(row[i]));
  }
  if (layout.shrink < widths.size()) {
    size_t all = layout.indent;
    for (const size_t width : widths) all += width + 2;
    const size_t too_many = all > kTerminalWidth + 2 ? all - kTerminalWidth - 2 : 0;
    size_t& width = widths[layout.shrink];
    width = std::max(width - std::min(width, too_many), std::min(width, kLeastShrunk));
  }
  for (const TableRow& row : rows) {
    std::string line(layout.indent, ' ');
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string cell = i == layout.shrink ? shortened(row[i], widths[i]) : row[i];
      const std::string padding(widths[i] - columns_of(cell), ' ');
      line += layout.align[i] == 'r' ? padding + cell : cell + padding;
      line += "  ";
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line;
    out += '\n';
  }
}

void append_wrapped(std::string& out, std::string_view text, size_t indent, std::string_view first) {
  std::string line = std::string(indent, ' ') + std::string(first);
  const std::string margin(columns_of(line), ' ');
  const size_t room = kTerminalWidth > margin.size() ? kTerminalWidth - margin.size() : 1;
  size_t used = 0;
  const auto end_line = [&] {
    out += line;
    out += '\n';
    line = margin;
    used = 0;
  };
  while (true) {
    text = trim(text);
    if (text.empty()) break;
    const size_t end = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    if (used > 0 && used + 1 + columns_of(word) > room) end_line();
    if (used > 0) {
      line += ' ';
      ++used;
    }
    while (columns_of(word) > room) {
      const std::string_view part = first_columns(word, std::max<size_t>(room, 2));
      line += part;
      word.remove_prefix(part.size());
      end_line();
    }
    line += word;
    used += columns_of(word);
  }
  if (used > 0) end_line();
}

}  // namespace canvass::cli

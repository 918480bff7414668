// Text for a terminal: aligned tables, wrapped sentences, and nothing in it that could steer the terminal.
//
//   std::string out;
//   append_table(out, {{"NAME", "COUNT"}, {one_line(name), "12"}}, {.align = "lr", .indent = 2, .shrink = 0});
//   append_wrapped(out, "A long sentence …", 4);
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace canvass::cli {

constexpr size_t kTerminalWidth = 100;  // nothing printed is wider, other than a word without a break

// What people wrote, on one line: nothing in it may move the cursor, change colours, or turn the direction of what
// follows. Control characters, line and paragraph separators and bidirectional controls become one space; bytes that
// are no UTF-8 become U+FFFD.
std::string one_line(std::string_view text);

// How many columns a terminal gives the text: two for East Asian wide characters and emoji, none for combining marks.
size_t columns_of(std::string_view text);

// At most `columns` of it, ending in "…" when something is missing.
std::string shortened(std::string_view text, size_t columns);

using TableRow = std::vector<std::string>;

struct TableLayout {
  std::string_view align;                  // for each column 'l' or 'r'
  size_t indent = 0;                       // of every line
  size_t shrink = std::string_view::npos;  // the column whose cells are shortened where lines would get too wide
};

void append_table(std::string& out, const std::vector<TableRow>& rows, const TableLayout& layout);

// The text in lines of at most kTerminalWidth columns. The first line begins with `first` after `indent` spaces, the
// others as far in as the text of the first.
void append_wrapped(std::string& out, std::string_view text, size_t indent, std::string_view first = {});

}  // namespace canvass::cli

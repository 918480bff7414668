// Statements with one scale: a table where there is room for one, else each statement with cells of its own.
#include <algorithm>

#include "widget/flow.h"

namespace canvass::widget {
namespace {

constexpr uint32_t kHeadLines = 3;
constexpr float kHeadGap = 8;  // kept free beside the words of a heading

// Whether every line of `measured` but the last ends where a word does.
bool whole_words(std::string_view text, const Measured& measured) {
  for (const Line& line : measured.lines) {
    if (line.end >= text.size() || line.end == 0) continue;
    // Beyond 0xe3 are scripts that break between any two characters.
    const auto next = static_cast<uint8_t>(text[line.end]);
    if (next != ' ' && next != '\n' && next < 0xe3 && text[line.end - 1] != '-') return false;
  }
  return true;
}

}  // namespace

using view::Look;
using view::Node;
using view::NodeId;

bool Flow::fits_table(const Node& group, uint32_t points, float column, uint32_t lines) const {
  if (column < (touch() ? 44 : 24)) return false;
  for (const Node& head : group.children) {
    if (head.look != Look::kMatrixHead) continue;
    const Measured& measured = cache_.measure(head.text, Font::kSecondary, column - kHeadGap);
    if (measured.lines.size() > lines || !whole_words(head.text, measured)) return false;
  }
  return points > 0;
}

void Flow::matrix(const Node& group, NodeId parent) {
  const uint32_t box = add(group, parent);
  const float top = y_ = snap(y_);
  const auto first_text = static_cast<uint32_t>(out_.texts.size());

  uint32_t points = 0;
  const Node* first_row = nullptr;
  for (const Node& node : group.children) {
    if (node.look != Look::kMatrixRow) continue;
    if (!first_row) first_row = &node;
    points = std::max(points, static_cast<uint32_t>(node.children.size()));
  }
  // The statements give way to the headings before those are stacked high, and that before the table is given up.
  float column = 0;
  bool table = false;
  for (uint32_t lines = kHeadLines - 1; lines <= kHeadLines && !table; ++lines) {
    for (const float share : {0.45f, 0.34f}) {
      column = content_ * (1 - share) / static_cast<float>(std::max(points, 1u));
      table = !out_.narrow && fits_table(group, points, column, lines);
      if (table) break;
    }
  }
  const float columns_left = padding_ + content_ - column * static_cast<float>(points);

  float head_height = 0;
  if (table)
    for (const Node& node : group.children)
      if (node.look == Look::kMatrixHead)
        head_height = std::max(head_height, size_of(node.text, Font::kSecondary, column - kHeadGap, kHeadLines).height);
  const float rows_top = top + head_height + (head_height > 0 ? 8 : 0);
  if (table) y_ = rows_top;

  uint32_t head = 0;
  uint32_t row = 0;
  float pen = 0;  // where the next of the stacked headings may begin
  for (const Node& node : group.children) {
    if (node.look == Look::kMatrixRow) {
      if (table) {
        table_row(node, group.id, points, column);
      } else {
        if (pen > 0) y_ += spec_of(Font::kSecondary).line_height;
        if (pen > 0 || row > 0) y_ += 20;
        pen = 0;
        stacked_row(node, group.id);
      }
      ++row;
    } else if (node.look != Look::kMatrixHead || head >= points) {
      absent(node, group.id);
    } else if (table) {
      const float width = balanced(node.text, Font::kSecondary, column - kHeadGap);
      const float height = size_of(node.text, Font::kSecondary, width, kHeadLines).height;
      const float x = columns_left + column * static_cast<float>(head) + (column - width) / 2;
      const uint32_t cell = add(node, group.id);
      set_text(cell, node.text, Font::kSecondary, x, top + head_height - height, width, Align::kCentre, kHeadLines);
      set_rect(cell, x, top + head_height - height, width, height);
      descendants_absent(node);
      ++head;
    } else {
      // What each number of the cells below means, once; nothing where they are numbers themselves.
      const std::string_view digit = first_row && head < first_row->children.size()
                                         ? std::string_view(first_row->children[head].text)
                                         : std::string_view();
      ++head;
      if (row > 0 || node.text == digit) {
        absent(node, group.id);
        continue;
      }
      constexpr float kBetween = 16;
      const float lead = size_of(digit, Font::kSecondary, content_, 1).width + 5;
      const float room = std::max(content_ - lead, 1.0f);
      const Size size = size_of(node.text, Font::kSecondary, room, 1);
      if (pen > 0 && pen + lead + size.width > content_) {
        y_ += spec_of(Font::kSecondary).line_height + 4;
        pen = 0;
      }
      const uint32_t cell = add(node, group.id);
      set_text(cell, digit, Font::kSecondary, padding_ + pen, y_, lead, Align::kStart, 1);
      set_line(cell, node.text, Font::kSecondary, padding_ + pen + lead, y_, size.width + 1);
      set_rect(cell, padding_ + pen, y_, std::min(lead + size.width + 1, content_ - pen), size.height);
      descendants_absent(node);
      pen += lead + size.width + kBetween;
    }
  }
  if (pen > 0) y_ += spec_of(Font::kSecondary).line_height;
  rows_ = {};
  rows_.both_over = true;
  rows_.box = box;
  rows_.text = first_text;
  rows_.top = top;
  rows_.left = table ? columns_left : padding_;
  rows_.right = padding_ + content_;
  end_block(box, top);
}

void Flow::table_row(const Node& row, NodeId parent, uint32_t points, float column) {
  const float left = content_ - column * static_cast<float>(points);
  const float lead = row.state & view::kInvalid ? kErrorLead : 0;
  const float top = y_ = snap(y_);
  const uint32_t box = worded(row, parent, row.text, Font::kBody, lead, content_ - left + 12, row_height(), 20);
  const float height = out_.boxes[box].rect.height;
  for (uint32_t i = 0; i < row.children.size(); ++i) {
    const uint32_t cell = add(row.children[i], row.id);
    set_rect(cell, padding_ + left + column * static_cast<float>(i), top, column, height);
    out_.boxes[cell].form = Form::kMark;
    descendants_absent(row.children[i]);
  }
}

void Flow::stacked_row(const Node& row, NodeId parent) {
  const float lead = row.state & view::kInvalid ? kErrorLead : 0;
  const float top = y_ = snap(y_);
  const uint32_t box = add(row, parent);
  const float width = balanced(row.text, Font::kBody, std::max(content_ - lead, 1.0f));
  y_ += set_text(box, row.text, Font::kBody, padding_ + lead, y_, width, Align::kStart, kBodyLines);
  y_ = snap(y_ + 8);
  if (!row.children.empty()) grid(row);
  end_block(box, top);
}

}  // namespace canvass::widget

// Scales: cells in one row or, where that would make them too narrow to hit, in several; worded rows on a sheet.
#include <algorithm>

#include "widget/flow.h"

namespace canvass::widget {

using view::Node;
using view::NodeId;

void Flow::cells(const Node& group, NodeId parent) {
  const uint32_t box = add(group, parent);
  const auto count = static_cast<uint32_t>(group.children.size());
  if (count == 0) return;
  const float gap = snap(out_.sheet ? 8.0f : 4.0f);
  const float least = touch() ? 32.0f : 24.0f;
  const float height = snap(touch() ? 44.0f : 40.0f);
  uint32_t row_count = 1;
  uint32_t columns = count;
  while (columns > 1 && (content_ + gap) / static_cast<float>(columns) - gap < least) {
    ++row_count;
    columns = (count + row_count - 1) / row_count;
  }

  const float top = y_ = snap(y_);
  rows_ = {row_count > 1, box, static_cast<uint32_t>(out_.texts.size()), top};
  for (uint32_t first = 0; first < count; first += columns) {
    if (first) y_ += gap;
    // A last row with fewer cells fills its width too: the scale's end stays over its label.
    const uint32_t end = std::min(count, first + columns);
    const auto column_left = [&](uint32_t column) {
      return snap((content_ + gap) * static_cast<float>(column) / static_cast<float>(end - first));
    };
    float row_height = height;
    for (uint32_t i = first; i < end; ++i) {
      const float width = column_left(i - first + 1) - column_left(i - first) - gap;
      const Size size = size_of(group.children[i].text, Font::kCell, std::max(width, 1.0f), kLabelLines);
      row_height = std::max(row_height, size.height + 16);
    }
    for (uint32_t i = first; i < end; ++i) {
      const Node& node = group.children[i];
      const float left = column_left(i - first);
      const float width = std::max(column_left(i - first + 1) - left - gap, 1.0f);
      const Size size = size_of(node.text, Font::kCell, width, kLabelLines);
      const uint32_t cell = add(node, group.id);
      set_text(cell, node.text, Font::kCell, padding_ + left, y_ + (row_height - size.height) / 2, width,
               Align::kCentre, kLabelLines);
      set_rect(cell, padding_ + left, y_, width, row_height);
      descendants_absent(node);
    }
    y_ += row_height;
  }
  set_rect(box, padding_, top, content_, y_ - top);
}

void Flow::rows(const Node& group, NodeId parent) {
  worded_ = true;
  const uint32_t box = add(group, parent);
  const float top = y_;
  bool is_first = true;
  for (const Node& node : group.children) {
    if (!is_first) y_ += 8;
    is_first = false;
    row(node, group.id);
  }
  set_rect(box, padding_, top, content_, y_ - top);
}

void Flow::row(const Node& node, NodeId parent) {
  constexpr float kInset = 16;
  const std::string_view words = node.label.empty() ? node.text : node.label;
  const Font font = node.state & view::kChecked ? Font::kStrong : Font::kBody;
  const float width = std::max(content_ - 2 * kInset, 1.0f);
  const Size size = size_of(words, font, width, kLabelLines);
  const float height = std::max(48.0f, size.height + 24);
  const uint32_t box = add(node, parent);
  set_text(box, words, font, padding_ + kInset, y_ + (height - size.height) / 2, width, Align::kStart, kLabelLines);
  set_rect(box, padding_, y_, content_, height);
  out_.boxes[box].as_row = true;
  y_ += height;
  descendants_absent(node);
}

void Flow::end_label(const Node& node, NodeId parent) {
  const bool high = node.look == view::Look::kScaleHigh;
  const bool beside = high && low_top_ >= 0;
  const float width = std::max(content_ / 2 - 8, 1.0f);
  const float x = high ? padding_ + content_ - width : padding_;
  const float top = beside ? low_top_ : y_;
  const uint32_t box = add(node, parent);
  if (!high && rows_.several) {
    // Under the last row it would seem to belong to a cell in the middle of the scale: it stands over the first one.
    const float height = size_of(node.text, Font::kSecondary, content_, kLabelLines).height;
    push_down(rows_.box, rows_.text, snap(height + gap_before(node.look)));
    set_text(box, node.text, Font::kSecondary, padding_, rows_.top, content_, Align::kStart, kLabelLines);
    set_rect(box, padding_, rows_.top, content_, height);
    y_ += height;
  } else {
    const float height =
        set_text(box, node.text, Font::kSecondary, x, top, width, high ? Align::kEnd : Align::kStart, kLabelLines);
    set_rect(box, x, top, width, height);
    y_ = std::max(y_, top + height);
    low_top_ = high ? -1 : top;
  }
  descendants_absent(node);
}

void Flow::push_down(uint32_t first_box, uint32_t first_text, float by) {
  for (uint32_t i = first_box; i < out_.boxes.size(); ++i) {
    Rect& rect = out_.boxes[i].rect;
    const float bottom = std::min(rect.y + rect.height + by, options_.max_height);
    rect.y = std::min(rect.y + by, options_.max_height);
    rect.height = bottom - rect.y;
  }
  for (uint32_t i = first_text; i < out_.texts.size(); ++i) out_.texts[i].baseline += by;
}

}  // namespace canvass::widget

// Scales: cells in one row or, where that would make them too narrow to hit, in several; worded rows on a sheet.
#include <algorithm>

#include "widget/flow.h"

namespace canvass::widget {

using view::Node;
using view::NodeId;

void Flow::cells(const Node& group, NodeId parent) {
  const uint32_t box = add(group, parent);
  if (group.children.empty()) return;
  const float top = y_ = snap(y_);
  const auto first_text = static_cast<uint32_t>(out_.texts.size());
  grid(group);
  rows_ = {};
  rows_.several = y_ > top + out_.boxes[box + 1].rect.height + 1;
  rows_.box = box;
  rows_.text = first_text;
  rows_.top = top;
  end_block(box, top);
}

void Flow::grid(const Node& group) {
  const bool faces = group.look == view::Look::kFaces;
  const auto count = static_cast<uint32_t>(group.children.size());
  const float usual = snap(faces ? (count > 5 ? 4.0f : 8.0f) : out_.narrow ? 8.0f : 4.0f);
  const float least = touch() ? 44.0f : faces ? 36.0f : 24.0f;
  const float height = snap(faces ? 60.0f : touch() ? 44.0f : 40.0f);
  uint32_t row_count = 1;
  uint32_t columns = count;
  float gap = usual;
  const auto fits = [&](float tried) {
    gap = std::min(usual, snap(tried));
    return (content_ + gap) / static_cast<float>(columns) - gap >= least;
  };
  // Closer together rather than in more rows.
  while (columns > 1 && !fits(usual) && !fits(4) && !fits(2)) {
    ++row_count;
    columns = (count + row_count - 1) / row_count;
  }

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
      if (!faces) row_height = std::max(row_height, size.height + 16);
    }
    for (uint32_t i = first; i < end; ++i) {
      const Node& node = group.children[i];
      const float left = column_left(i - first);
      const float width = std::max(column_left(i - first + 1) - left - gap, 1.0f);
      const uint32_t cell = add(node, group.id);
      if (!faces) set_middle(cell, node.text, Font::kCell, {padding_ + left, y_, width, row_height}, Align::kCentre);
      set_rect(cell, padding_ + left, y_, width, row_height);
      descendants_absent(node);
    }
    y_ += row_height;
  }
}

void Flow::stars(const Node& group, NodeId parent) {
  const uint32_t box = add(group, parent);
  const auto count = static_cast<uint32_t>(group.children.size());
  if (count == 0) return;
  // The first and the last star end where the text does; their targets, which are larger, reach out a little.
  constexpr float kRoom = 8;    // of a target over its star
  constexpr float kMost = 52;   // of a target
  constexpr float kApart = 88;  // of two stars, at the most
  const float least = touch() ? 44.0f : 40.0f;
  uint32_t columns = count;
  uint32_t row_count = 1;
  float pitch = 0;
  float target = kMost;
  for (;; columns = (count + row_count - 1) / row_count) {
    if (columns == 1) break;
    const auto gaps = static_cast<float>(columns - 1);
    pitch = (content_ + kRoom) / (gaps + 1);
    target = std::min(pitch, kMost);
    pitch = std::min((content_ + kRoom - target) / gaps, kApart);
    if (target >= least) break;
    ++row_count;
  }
  const float used = target + pitch * static_cast<float>(columns - 1);
  const float left = padding_ + (content_ - used) / 2;
  const float top = y_ = snap(y_);
  rows_ = {};
  rows_.several = row_count > 1;
  rows_.box = box;
  rows_.text = static_cast<uint32_t>(out_.texts.size());
  rows_.top = top;
  for (uint32_t i = 0; i < count; ++i) {
    if (i && i % columns == 0) y_ += target + 4;
    set_rect(add(group.children[i], group.id), left + pitch * static_cast<float>(i % columns), y_, target, target);
    descendants_absent(group.children[i]);
  }
  y_ += target;
  end_block(box, top);
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
  end_block(box, top);
}

void Flow::row(const Node& node, NodeId parent) {
  const std::string_view words = node.label.empty() ? node.text : node.label;
  const Font font = node.state & view::kChecked ? Font::kStrong : Font::kBody;
  const uint32_t box = worded(node, parent, words, font, 16, 16, 48, 24);
  out_.boxes[box].form = Form::kRow;
  descendants_absent(node);
}

void Flow::end_label(const Node& node, NodeId parent) {
  const bool high = node.look == view::Look::kScaleHigh;
  const bool beside = high && low_top_ >= 0;
  const float width = std::max(content_ / 2 - 8, 1.0f);
  const float x = high ? padding_ + content_ - width : padding_;
  const float top = beside ? low_top_ : y_;
  const uint32_t box = add(node, parent);
  if (rows_.both_over) {
    // Level with each other at their feet: the second pushes the first down by what it is higher. Over a statement
    // they keep their distance; over the headings of a table they belong to them.
    const float room = std::max((rows_.right - rows_.left) / 2 - 4, 1.0f);
    const float height = size_of(node.text, Font::kSecondary, room, kLabelLines).height;
    const bool alone = rows_.label_height == 0;
    const float before = alone ? 0 : rows_.label_height;
    const float more = snap(std::max(height - before, 0.0f) + (alone ? rows_.left > padding_ ? 6 : 16 : 0));
    push_down(rows_.box, rows_.text, more);
    y_ += more - (alone ? gap_before(node.look) : 0);
    const float label_top = rows_.top + std::max(before - height, 0.0f);
    const float label_x = high ? rows_.right - room : rows_.left;
    set_text(box, node.text, Font::kSecondary, label_x, label_top, room, high ? Align::kEnd : Align::kStart,
             kLabelLines);
    set_rect(box, label_x, label_top, room, height);
    rows_.label_height = std::max(before, height);
    low_top_ = rows_.top;
  } else if (!high && rows_.several) {
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

// Choices: options and places one under the other, pictures side by side, a sentence to agree to, a folded list.
#include <algorithm>

#include "widget/flow.h"

namespace canvass::widget {

using view::Look;
using view::Node;
using view::NodeId;

void Flow::list(const Node& group, NodeId parent) {
  const uint32_t box = add(group, parent);
  const float top = y_;
  bool is_first = true;
  for (const Node& node : group.children) {
    if (!is_first) y_ += 8;
    is_first = false;
    group.look == Look::kRanking ? place(node, group.id) : option(node, group.id);
  }
  end_block(box, top);
}

void Flow::option(const Node& node, NodeId parent) {
  worded(node, parent, node.text, Font::kBody, kMarkInset + kMarkSize + 12, 16, row_height(), 22);
  descendants_absent(node);
}

void Flow::place(const Node& node, NodeId parent) {
  const float hit = touch() ? 44.0f : 32.0f;
  const float gap = touch() ? 0.0f : 4.0f;
  const float tail = 2 * hit + gap + 6;
  const float lead = kMarkInset + kPlaceSize + 12;
  const float top = y_;
  // Where they would leave the words no room, the buttons are under these.
  const bool beside = content_ - lead - tail > 88;
  const uint32_t box = worded(node, parent, node.text, Font::kBody, lead, beside ? tail + 8 : 12, row_height(), 22);
  const float height = y_ - top;
  // Its number, in the disc at the start: two digits, of three bytes in some languages.
  set_middle(box, std::string_view(node.value).substr(0, 6), Font::kSecondary,
             {padding_ + kMarkInset, top, kPlaceSize, height}, Align::kCentre);
  const float middle = beside ? top + height / 2 : y_ + (hit - 8) / 2;
  if (!beside) {
    y_ += hit - 4;
    end_block(box, top);
  }
  float x = padding_ + content_ - tail;
  for (const Node& child : node.children) {
    if ((child.look != Look::kMoveUp && child.look != Look::kMoveDown) || x + hit > padding_ + content_) {
      absent(child, node.id);
      continue;
    }
    set_rect(add(child, node.id), x, middle - hit / 2, hit, hit);
    descendants_absent(child);
    x += hit + gap;
  }
}

void Flow::consent(const Node& node, NodeId parent) {
  worded(node, parent, node.text, Font::kBody, kMarkSize + 12, 0, row_height(), 22);
  descendants_absent(node);
}

void Flow::link(const Node& node, NodeId parent) {
  // Under the sentence it belongs to.
  const float lead = previous_ == Look::kConsent ? kMarkSize + 12 : 0;
  const float width = std::max(content_ - lead, 1.0f);
  const Size size = size_of(node.text, Font::kBody, width, kLabelLines);
  const float height = std::max(size.height, touch() ? 44.0f : 24.0f);
  const float x = padding_ + (centred_ ? (content_ - size.width) / 2 : lead);
  const uint32_t box = add(node, parent);
  set_middle(box, node.text, Font::kBody, {x, y_, std::max(size.width, 1.0f), height}, Align::kStart);
  set_rect(box, x, y_, std::max(size.width, touch() ? 44.0f : 24.0f), height);
  y_ += height;
  descendants_absent(node);
}

void Flow::select(const Node& node, NodeId parent) {
  worded(node, parent, node.text, Font::kBody, 12, 40, row_height(), 22);
  descendants_absent(node);
}

void Flow::pictures(const Node& group, NodeId parent) {
  constexpr float kGap = 8;
  const uint32_t box = add(group, parent);
  const auto count = static_cast<uint32_t>(group.children.size());
  const float top = y_ = snap(y_);
  // Two under two rather than three and one.
  const uint32_t columns = content_ < 220 ? 1 : out_.narrow || count <= 2 || count == 4 ? 2 : 3;
  const float width = (content_ + kGap) / static_cast<float>(columns) - kGap;
  const float picture = kPictureInset + (width - 2 * kPictureInset) * kPictureRatio;
  const float lead = kTileInset + kMarkSize + 8;
  const float text_width = std::max(width - lead - kTileInset, 1.0f);
  const float line = spec_of(Font::kSecondary).line_height;
  for (uint32_t first = 0; first < count; first += columns) {
    if (first) y_ += kGap;
    const uint32_t end = std::min(count, first + columns);
    float caption = kMarkSize;
    for (uint32_t i = first; i < end; ++i)
      caption = std::max(caption, size_of(group.children[i].text, Font::kSecondary, text_width, kLabelLines).height);
    const float height = picture + 8 + caption + kTileInset;
    for (uint32_t i = first; i < end; ++i) {
      const Node& node = group.children[i];
      const float x = padding_ + (width + kGap) * static_cast<float>(i - first);
      const uint32_t tile = add(node, group.id);
      set_text(tile, node.text, Font::kSecondary, x + lead, y_ + picture + 8 + (kMarkSize - line) / 2, text_width,
               Align::kStart, kLabelLines);
      set_rect(tile, x, y_, width, height);
      descendants_absent(node);
    }
    y_ += height;
  }
  end_block(box, top);
}

}  // namespace canvass::widget

// Scales: cells, worded rows, the circles of a table, stars and faces.
#include <algorithm>

#include "widget/presenter.h"

namespace canvass::widget {

using view::Look;
using view::Node;

void Presenter::cell(const Box& owner) {
  const Node& node = *owner.node;
  const float radius = style_.radii.cell;
  focus_ring(owner, radius);
  Color fill = colors_.card;
  Color ink = colors_.ink;
  Color edge = colors_.edge;
  if (checked(node)) {
    fill = pressed(node) ? colors_.accent_pressed : hovered(node) ? colors_.accent_hover : colors_.accent;
    ink = colors_.on_accent;
    edge = colors_.accent_edge == colors_.accent ? fill : colors_.accent_edge;
  } else if (pressed(node) || hovered(node)) {
    fill = pressed(node) ? colors_.accent_soft_pressed : colors_.accent_soft;
    ink = edge = colors_.accent_text;
  }
  bordered(owner.rect, radius, faded(fill, node), checked(node) ? kRing : 1, faded(edge, node));
  text(owner, faded(ink, node));
}

void Presenter::row(const Box& owner) {
  const Node& node = *owner.node;
  const bool soft = soft_ground(owner, style_.radii.button);
  text(owner, faded(soft ? colors_.accent_text : colors_.ink, node));
}

// A group has nothing of its own but a bar beside it while its answer is wanting.
void Presenter::group(const Box& owner) {
  const Node& node = *owner.node;
  index_ = 0;
  count_ = 0;
  for (uint32_t i = 0; i < node.children.size(); ++i) {
    // The star under the pointer says more than the one that was chosen.
    const Node& child = node.children[i];
    if (hovered(child)) {
      count_ = i + 1;
      break;
    }
    if (checked(child)) count_ = i + 1;
  }
  if (node.look == Look::kFaces) count_ = static_cast<uint32_t>(node.children.size());
  if (invalid(node)) box({from_start(owner.rect, -12, 3), owner.rect.y, 3, owner.rect.height}, 1.5f, colors_.bad_text);
}

void Presenter::table_row(const Box& owner) {
  const Node& node = *owner.node;
  const Rect& rect = owner.rect;
  const bool first = &owner == layout_.boxes.data() || (&owner - 1)->node->look != Look::kCell;
  const bool table = !node.children.empty() && (&owner + 1)->form == Form::kMark;
  if (table && !first) box({rect.x, rect.y, rect.width, crisp(1)}, 0, colors_.hairline);
  if (invalid(node) && owner.text_count > 0) {
    // Level with the middle of the first line.
    const float baseline = layout_.texts[owner.first_text].baseline;
    error_mark(from_start(rect, 0, 16), snap(baseline - 13));
  }
  text(owner, faded(colors_.ink, node));
}

void Presenter::table_cell(const Box& owner) {
  const Node& node = *owner.node;
  const Rect& rect = owner.rect;
  const float x = rect.x + (rect.width - kMarkSize) / 2;
  const float y = rect.y + (rect.height - kMarkSize) / 2;
  if (hovered(node) || pressed(node)) {
    const float across = std::min(std::min(rect.width, rect.height) - 2, 40.0f);
    const Rect lit{rect.x + (rect.width - across) / 2, rect.y + (rect.height - across) / 2, across, across};
    box(lit, style_.radii.cell, pressed(node) ? colors_.accent_soft_pressed : colors_.accent_soft);
  }
  ring(owner, {x, y, kMarkSize, kMarkSize}, kMarkSize / 2, colors_.card);
  mark(node, snap(x), snap(y));
}

void Presenter::star(const Box& owner) {
  const Node& node = *owner.node;
  const Rect& rect = owner.rect;
  const bool filled = index_++ < count_;
  focus_ring(owner, style_.radii.cell);
  const float radius = (std::min(rect.width, rect.height) - 8) / 2;
  // Its lower tips are nearer to its middle than the upper one.
  Shape& shape = box({rect.x + rect.width / 2, rect.y + rect.height / 2 + radius * 0.07f, 0, 0}, radius, 0);
  shape.kind = ShapeKind::kStar;
  const Color fill = pressed(node) ? mix(colors_.star, colors_.ink, 0.15f) : colors_.star;
  shape.color = faded(filled ? fill : colors_.card, node);
  shape.border = 1.5f;
  shape.border_color = faded(filled ? fill : colors_.edge, node);
}

void Presenter::face(const Box& owner) {
  const Node& node = *owner.node;
  const Rect& rect = owner.rect;
  soft_ground(owner, style_.radii.button);
  const float good = count_ > 1 ? static_cast<float>(index_) / static_cast<float>(count_ - 1) : 1;
  ++index_;
  const float size = snap(std::max(std::min(std::min(rect.width, rect.height) - 8, 36.0f), 0.0f));
  const float x = snap(rect.x + (rect.width - size) / 2);
  const float y = snap(rect.y + (rect.height - size) / 2);
  const Color skin =
      good < 0.5f ? mix(colors_.bad, colors_.warn, good * 2) : mix(colors_.warn, colors_.good, good * 2 - 1);
  const Color ink = faded(mix(skin, rgb(0x14141c), 0.82f), node);
  disc(x, y, size, faded(skin, node));
  // Drawn in a square of 32.
  const float unit = size / 32;
  for (const float eye : {11.0f, 21.0f}) stroke(x + eye * unit, y + 11.5f * unit, 0, 2 * unit, 3.4f * unit, ink);
  const float sag = (good - 0.5f) * 8;
  Shape& mouth = box({x + 9.5f * unit, y + (21.5f - sag / 2) * unit, 13 * unit, sag * unit}, 1.2f * unit, ink);
  mouth.kind = ShapeKind::kBow;
}

}  // namespace canvass::widget

// Choices: options, pictures and places with their marks.
#include <algorithm>

#include "widget/presenter.h"

namespace canvass::widget {

using view::Look;
using view::Node;

void Presenter::mark(const Node& node, float x, float y) {
  const bool radio = node.role == view::Role::kRadio;
  const float radius = radio ? kMarkSize / 2 : std::min(style_.radii.cell, 6.0f);
  const Rect rect{x, y, kMarkSize, kMarkSize};
  if (!checked(node)) {
    const bool lit = hovered(node) || pressed(node);
    const Color edge = invalid(node) ? colors_.bad_text : lit ? colors_.accent_text : colors_.edge;
    return bordered(rect, radius, faded(colors_.field, node), 1.5f, faded(edge, node));
  }
  bordered(rect, radius, faded(colors_.accent, node), 1.5f, faded(colors_.accent_edge, node));
  const Color ink = faded(colors_.on_accent, node);
  if (radio)
    disc(x + 6, y + 6, 8, ink);
  else
    tick(x + 5.2f, y + 10.2f, 0.48f, 2, ink);
}

float Presenter::mark_top(const Box& owner) const {
  const Rect& rect = owner.rect;
  const float line = spec_of(Font::kBody).line_height;
  const auto more = static_cast<float>(owner.text_count > 1 ? owner.text_count - 1 : 0);
  return snap(rect.y + (rect.height - more * line - kMarkSize) / 2);
}

void Presenter::option(const Box& owner) {
  const Node& node = *owner.node;
  const bool soft = soft_ground(owner, style_.radii.button);
  mark(node, from_start(owner.rect, kMarkInset, kMarkSize), mark_top(owner));
  text(owner, faded(soft ? colors_.accent_text : colors_.ink, node));
}

void Presenter::consent(const Box& owner) {
  const float x = from_start(owner.rect, 0, kMarkSize);
  const float y = mark_top(owner);
  ring(owner, {x, y, kMarkSize, kMarkSize}, std::min(style_.radii.cell, 6.0f), colors_.card);
  mark(*owner.node, x, y);
  text(owner, faded(colors_.ink, *owner.node));
}

void Presenter::picture(const Box& owner) {
  const Node& node = *owner.node;
  const float radius = style_.radii.button;
  const bool soft = soft_ground(owner, radius);
  // The page puts its image over this.
  const float width = owner.rect.width - 2 * kPictureInset;
  const Rect image{owner.rect.x + kPictureInset, owner.rect.y + kPictureInset, width, width * kPictureRatio};
  box(image, std::max(radius - kPictureInset, 0.0f), faded(colors_.hairline, node));
  mark(node, from_start(owner.rect, kTileInset, kMarkSize), snap(image.bottom() + 8));
  text(owner, faded(soft ? colors_.accent_text : colors_.ink, node));
}

void Presenter::place(const Box& owner) {
  const Node& node = *owner.node;
  box(owner.rect, style_.radii.button, colors_.cell);
  disc(from_start(owner.rect, kMarkInset, kPlaceSize), snap(owner.rect.y + (owner.rect.height - kPlaceSize) / 2),
       kPlaceSize, colors_.accent_soft);
  const size_t first = list_.runs.size();
  text(owner, faded(colors_.ink, node));
  for (size_t i = first; i < list_.runs.size(); ++i)
    if (list_.runs[i].font == Font::kSecondary) list_.runs[i].color = colors_.accent_text;
}

void Presenter::move(const Box& owner) {
  const Node& node = *owner.node;
  // What shows is 32 px, however large the target is.
  const Rect shown = grown(owner.rect, snap((32 - owner.rect.width) / 2));
  const float radius = style_.radii.cell;
  ring(owner, shown, radius, colors_.cell);
  const bool lit = hovered(node) || pressed(node);
  if (lit) box(shown, radius, pressed(node) ? colors_.accent_soft_pressed : colors_.accent_soft);
  const Color color = lit ? colors_.accent_text : colors_.secondary_ink;
  chevron(owner.rect.x + owner.rect.width / 2, owner.rect.y + owner.rect.height / 2, 5,
          node.look == Look::kMoveUp ? -1.0f : 1.0f, disabled(node) ? mix(colors_.cell, color, 0.35f) : color);
}

}  // namespace canvass::widget

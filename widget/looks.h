// How things look: from a layout, a palette and what the pointer and the focus are on to a display list.
#pragma once

#include "widget/display_list.h"
#include "widget/layout.h"
#include "widget/theme.h"

namespace canvass::widget {

// Node ids, 0: none. `focused` only where the focus is to be seen (:focus-visible).
struct Interaction {
  view::NodeId hovered = 0;
  view::NodeId focused = 0;
  view::NodeId pressed = 0;
  bool operator==(const Interaction&) const = default;
};

// Where a tip's arrow stands: on which side of the card, and how far along that side (CSS px, from its left or top
// end) its point is. Kept clear of the corners.
struct Arrow {
  Side side = Side::kNone;
  float offset = 0;
  bool operator==(const Arrow&) const = default;
};

constexpr float kArrowHeight = 8;  // how far the arrow stands out of the card

struct Style {
  Palette palette;
  Radii radii;
  Interaction interaction;
  Arrow arrow;  // only tips have one
  float dpr = 1;
  bool right_to_left = false;
};

// `list` is overwritten; its runs point into the layout's tree.
void present(const Layout& layout, const Style& style, DisplayList& list);

}  // namespace canvass::widget

// From a view tree to rectangles and lines of text.
//
//   TextCache cache(measurer);
//   Layout layout = lay_out(tree, {.viewport_width = 1280, .dpr = 2}, cache);
//
// Lengths are CSS px with the card's top left corner as origin; every edge of a rectangle lies on a whole device
// pixel. A scale keeps its order on every device; right-to-left mirrors the whole card, scales included.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/vector.h"
#include "core/view/view.h"
#include "widget/text.h"

namespace canvass::widget {

struct Rect {
  float x = 0;
  float y = 0;
  float width = 0;
  float height = 0;
  float right() const { return x + width; }
  float bottom() const { return y + height; }
  bool operator==(const Rect&) const = default;
};

constexpr float kSheetBelow = 480;  // viewports narrower than this get a sheet
constexpr float kCardWidth = 416;
constexpr float kTipWidth = 320;
constexpr float kViewportGap = 16;  // least room between a card and each side of the viewport

struct LayoutOptions {
  float viewport_width = 1280;
  float dpr = 1;
  float max_height = 100000;  // nothing is laid out lower than this: bounds the picture of a hostile tree
  bool coarse_pointer = false;
  bool right_to_left = false;
};

// One line, as it is to be painted; its colour depends on the state of its box.
struct PlacedText {
  float x = 0;  // left end
  float baseline = 0;
  float width = 0;
  Font font = Font::kBody;
  std::string_view text;  // into the tree
};

struct Box {
  const view::Node* node = nullptr;
  view::NodeId parent = 0;
  Rect rect;            // empty: not on screen
  bool as_row = false;  // a radio presented as a worded row instead of a cell
  uint32_t first_text = 0;
  uint32_t text_count = 0;
};

struct Layout {
  float width = 0;
  float height = 0;
  bool sheet = false;
  bool tip = false;
  Vector<Box> boxes;  // depth first, parents first; [0] is the card
  Vector<PlacedText> texts;
};

// Every node of the tree gets a box. The layout points into `root`.
Layout lay_out(const view::Node& root, const LayoutOptions& options, TextCache& cache);

}  // namespace canvass::widget

// The widget's one door: a view tree goes in, a picture, rectangles and text runs come out. Nothing is laid out or
// painted again unless the tree, the theme, the viewport, the pointer or the focus changed.
//
//   Surface surface(measurer);
//   surface.set_environment({1280, 800, 2, false, false});
//   if (const Frame* frame = surface.update(engine.view(), theme, false))
//     if (frame->revision != shown) …put frame->pixels, place frame->nodes, draw frame->runs…
//
// Lengths are CSS px with the card's top left corner as origin, unless said otherwise. Every edge is on a whole
// device pixel.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "core/base/vector.h"
#include "core/view/theme.h"
#include "core/view/view.h"
#include "widget/looks.h"
#include "widget/measure.h"
#include "widget/theme.h"

namespace canvass::widget {

struct Environment {
  float width = 1280;  // the viewport's, or the container's of an inline slot, CSS px
  float height = 800;
  float dpr = 1;             // device pixels per CSS px
  bool dark_scheme = false;  // the page prefers dark
  bool coarse_pointer = false;
  bool inline_slot = false;    // shown in a container of the page, not over it
  bool more_contrast = false;  // the visitor prefers it
  bool operator==(const Environment&) const = default;
};

struct NodeBox {
  const view::Node* node = nullptr;  // into the surface's own copy of the tree
  view::NodeId parent = 0;           // 0: the dialog itself
  uint8_t changed = 0;               // view::Change since the frame before
  Rect rect;                         // empty: not on screen (a scale's end labels where the rows are worded)
};

struct Frame {
  uint32_t revision = 0;  // grows by one with every frame that differs from the one before
  uint32_t flags = 0;     // FrameFlag (widget/layout.h)
  view::Position position = view::Position::kBottomRight;
  float radius = 0;  // of the card's corners
  // The card in the picture. Its height is what the content needs, which may be more than the viewport has: the
  // host scrolls then.
  Rect card;
  uint32_t picture_width = 0;  // device px; larger than the card on each side: arrow, anti-aliasing
  uint32_t picture_height = 0;
  const uint8_t* pixels = nullptr;  // RGBA8888, not premultiplied, picture_width × picture_height
  Vector<NodeBox> nodes;            // depth first, parents first
  Vector<TextRun> runs;
  Palette palette;
  std::string_view font_family;  // empty: the page's own
};

class Surface {
 public:
  explicit Surface(TextMeasurer& measurer);
  ~Surface();
  Surface(const Surface&) = delete;
  Surface& operator=(const Surface&) = delete;

  void set_environment(const Environment& environment);  // nonsense values are taken to the nearest usable ones
  void set_interaction(const Interaction& interaction);
  void set_arrow(const Arrow& arrow);  // only tips have one
  void fonts_changed();                // forgets measured text

  // The frame for this tree; nullptr when `root` is. The tree and the theme are copied, so they need not outlive the
  // call. The frame belongs to the surface and is good until the next call.
  const Frame* update(const view::Node* root, const view::Theme& theme, bool right_to_left);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace canvass::widget

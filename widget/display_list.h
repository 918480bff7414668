// What is to be painted, as a short list of shapes and lines of text: small enough to read, and to compare with a
// golden file. widget/looks.h fills it in, widget/paint.h turns it into triangles.
//
//   box 0 0 416 182 r 16 #ffffff border 1 #e3e6ee
//   text 24 41 title #171a26 "How likely are you to recommend us to"
//
// Lengths are CSS px from the card's top left corner.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/vector.h"
#include "widget/layout.h"
#include "widget/theme.h"

namespace canvass::widget {

// A side of the card. Values are part of the C ABI (abi::Side).
enum class Side : uint8_t { kNone = 0, kTop = 1, kRight = 2, kBottom = 3, kLeft = 4 };

enum class ShapeKind : uint8_t {
  kBox,     // a filled rectangle; its border, if any, lies inside it
  kStroke,  // a line at a multiple of 45°, with round ends
  kArrow,   // a right-angled point that grows out of a side of the card
  kStar,    // five round tips, one of them up; a border, if any, lies inside it
  kBow,     // a line that sags between its ends, which are level and round
  kPlay,    // a triangle that points to the right, with round corners
  kClip,    // until the next clip only what is inside is painted; one of no height ends it
};

enum Corner : uint8_t {
  kTopLeft = 1,
  kTopRight = 2,
  kBottomRight = 4,
  kBottomLeft = 8,
  kTopCorners = 3,
  kRightCorners = 6,
  kLeftCorners = 9,
  kCorners = 15
};

struct Shape {
  ShapeKind kind = ShapeKind::kBox;
  uint8_t corners = kCorners;  // box: which are round
  Side side = Side::kNone;     // arrow: the side it points away from
  // stroke: from (x, y) by (width, height). arrow: (x, y) is the middle of the round tip. star, play: (x, y) is its
  // middle. bow: from (x, y) over its width; in the middle it is its height lower.
  Rect rect;
  float radius = 0;  // box: of its corners. stroke, bow: half its width. arrow: of its tip. star, play: of all
  float depth = 0;   // arrow: from the middle of the tip to the base
  float border = 0;  // box: width of its border
  Color color = 0;
  Color border_color = 0;
};

// One line of text to be drawn over the shapes. `x` is its left end, whatever the direction.
struct TextRun {
  float x = 0;
  float baseline = 0;
  Font font = Font::kBody;
  Color color = 0;
  std::string_view text;
};

struct DisplayList {
  Vector<Shape> shapes;
  Vector<TextRun> runs;
};

// One line per shape and run, or per box of a layout with its role, look and rectangle.
std::string dump(const DisplayList& list);
std::string dump(const Layout& layout);

}  // namespace canvass::widget

#include "widget/paint.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "core/base/apart.h"

namespace canvass::widget {
namespace {

// Dear ImGui's table of circle points: 48 to the turn, clockwise from the right.
constexpr int kTurn = 48;
constexpr int kQuarter = kTurn / 4;
constexpr int kEighth = kTurn / 8;

struct Painter {
  ImDrawList* draw;
  float x;
  float y;
  float scale;

  // Two equal points in a row would give an edge without a direction, and a spike in its anti-aliasing.
  void drop_repeated(const ImVec2& next) const {
    auto& path = draw->_Path;
    while (path.Size && std::fabs(path.back().x - next.x) + std::fabs(path.back().y - next.y) < 0.01f) path.pop_back();
  }

  void arc(float cx, float cy, float radius, int from, int to) const {
    const int begin = draw->_Path.Size;
    if (radius < 0.5f)
      draw->PathLineTo(ImVec2(cx, cy));
    else
      draw->_PathArcToFastEx(ImVec2(cx, cy), radius, from, to, 0);
    // The arc's first point against the one before it.
    auto& path = draw->_Path;
    if (begin > 0 && path.Size > begin && std::fabs(path[begin - 1].x - path[begin].x) < 0.01f &&
        std::fabs(path[begin - 1].y - path[begin].y) < 0.01f)
      path.erase(path.Data + begin);
  }

  void fill(Color color) const {
    if (draw->_Path.Size) {
      const ImVec2 first = draw->_Path.front();
      if (draw->_Path.Size > 1) drop_repeated(first);
      if (draw->_Path.Size == 0) draw->PathLineTo(first);
    }
    draw->PathFillConvex(color);
  }

  // Edges are whole pixels.
  void plain(float x0, float y0, float x1, float y1, Color color) const {
    if (x1 > x0 && y1 > y0) draw->AddRectFilled(ImVec2(x0, y0), ImVec2(x1, y1), color);
  }

  void convex(float x0, float y0, float x1, float y1, float radius, int corners, Color color) const {
    const auto corner = [&](int bit, float px, float py, int from) {
      const float r = corners & bit ? radius : 0;
      const float cx = from == 2 * kQuarter || from == kQuarter ? px + r : px - r;
      const float cy = from >= 2 * kQuarter ? py + r : py - r;
      arc(cx, cy, r, from, from + kQuarter);
    };
    corner(kTopLeft, x0, y0, 2 * kQuarter);
    corner(kTopRight, x1, y0, 3 * kQuarter);
    corner(kBottomRight, x1, y1, 0);
    corner(kBottomLeft, x0, y1, kQuarter);
    fill(color);
  }

  void rounded(float x0, float y0, float x1, float y1, float radius, int corners, Color color) const {
    if (x1 <= x0 || y1 <= y0) return;
    // Two round corners over each other share the height; where only the upper ones are round, they have it all.
    const bool shared = corners & (kBottomLeft | kBottomRight);
    radius = std::min(radius, std::min((x1 - x0) / 2, shared ? (y1 - y0) / 2 : y1 - y0));
    if (radius < 0.5f || !corners) return plain(x0, y0, x1, y1, color);
    const float cap = std::ceil(radius);
    if (y1 - y0 < 4 * cap) return convex(x0, y0, x1, y1, radius, corners, color);
    // A polygon as high as the card is cut into slivers as high as the card. Round caps and a plain middle are the
    // same pixels for a tenth of the work.
    const float low = corners & (kBottomLeft | kBottomRight) ? y1 - cap : y1;
    convex(x0, y0, x1, y0 + cap, radius, corners & kTopCorners, color);
    plain(x0, y0 + cap, x1, low, color);
    if (low < y1) convex(x0, low, x1, y1, radius, corners & (kBottomLeft | kBottomRight), color);
  }

  void box(const Shape& shape) const {
    const float x0 = edge(x, shape.rect.x);
    const float y0 = edge(y, shape.rect.y);
    const float x1 = edge(x, shape.rect.right());
    const float y1 = edge(y, shape.rect.bottom());
    const float radius = shape.radius * scale;
    if (shape.border <= 0) return rounded(x0, y0, x1, y1, radius, shape.corners, shape.color);

    const float border = std::max(std::floor(shape.border * scale + 0.5f), 1.0f);
    const float cap = std::ceil(radius) + border;
    if (y1 - y0 >= 4 * cap && radius >= 0.5f && shape.corners == kCorners) {
      // The middle of the border is two strips; what the fill will cover is not painted twice.
      convex(x0, y0, x1, y0 + cap, radius, kTopCorners, shape.border_color);
      plain(x0, y0 + cap, x0 + border, y1 - cap, shape.border_color);
      plain(x1 - border, y0 + cap, x1, y1 - cap, shape.border_color);
      convex(x0, y1 - cap, x1, y1, radius, kBottomLeft | kBottomRight, shape.border_color);
    } else {
      rounded(x0, y0, x1, y1, radius, shape.corners, shape.border_color);
    }
    rounded(x0 + border, y0 + border, x1 - border, y1 - border, radius - border, shape.corners, shape.color);
  }

  void stroke(const Shape& shape) const {
    const float x0 = x + shape.rect.x * scale;
    const float y0 = y + shape.rect.y * scale;
    const float x1 = x0 + shape.rect.width * scale;
    const float y1 = y0 + shape.rect.height * scale;
    const float radius = std::max(shape.radius * scale, 0.75f);
    // The direction in eighths of a turn, and a round end a quarter to each side of it.
    const int h = shape.rect.width > 0 ? 1 : shape.rect.width < 0 ? -1 : 0;
    const int v = shape.rect.height > 0 ? 1 : shape.rect.height < 0 ? -1 : 0;
    constexpr int kEighths[3][3] = {{5, 6, 7}, {4, 0, 0}, {3, 2, 1}};
    const int direction = kEighths[v + 1][h + 1] * kEighth;
    arc(x1, y1, radius, direction - kQuarter, direction + kQuarter);
    arc(x0, y0, radius, direction + kQuarter, direction + 3 * kQuarter);
    fill(shape.color);
  }

  void arrow(const Shape& shape) const {
    const float cx = x + shape.rect.x * scale;
    const float cy = y + shape.rect.y * scale;
    const float radius = std::max(shape.radius * scale, 0.5f);
    const float depth = shape.depth * scale;
    // Tangents at 45° from the tip's circle to the base; written for an arrow that points up, then turned.
    const float half = radius * 1.41421356f + depth;
    const int turns = (static_cast<int>(shape.side) + 3) % 4;
    const auto turned = [&](float dx, float dy) {
      for (int i = 0; i < turns; ++i) {
        const float was = dx;
        dx = -dy;
        dy = was;
      }
      return ImVec2(cx + dx, cy + dy);
    };
    const int up = 3 * kQuarter + turns * kQuarter;
    draw->PathLineTo(turned(-half, depth));
    arc(cx, cy, radius, up - kEighth, up + kEighth);
    draw->PathLineTo(turned(half, depth));
    fill(shape.color);
  }

  void star(const Shape& shape) const {
    // Its edges lie between pixels anyway: the border is as wide as it is meant to be.
    const float border = shape.border * scale;
    if (border > 0) star(shape, 0, shape.border_color);
    star(shape, border, shape.color);
  }

  // As five convex pieces that lie over each other: a round tip and the pentagon between the inner corners. `inset`:
  // by how many pixels every edge is moved inwards.
  void star(const Shape& shape, float inset, Color color) const {
    constexpr float kInner = 0.58f;          // from the middle to an inner corner
    constexpr float kEdgeDistance = 0.503f;  // from the middle to the line an edge lies on
    constexpr float kTipRadius = 0.16f;      // of a circle on the tip's axis whose tangents the edges are
    constexpr float kTipStep = 0.383f;       // between points of the tip, in radians
    constexpr float kFifth = 1.25663706f;
    const float radius = shape.radius * scale;
    const float tip = std::max(kTipRadius * radius - inset, 0.5f);
    const float inner = kInner * (radius - inset / kEdgeDistance);
    if (inner < 1) return;
    const auto point = [&](float angle, float distance, float more_angle, float more) {
      draw->PathLineTo(ImVec2(x + shape.rect.x * scale + ImSin(angle) * distance + ImSin(more_angle) * more,
                              y + shape.rect.y * scale - ImCos(angle) * distance - ImCos(more_angle) * more));
    };
    for (int i = 0; i < 5; ++i) {
      const float angle = kFifth * static_cast<float>(i);
      for (int j = -3; j <= 3; ++j)
        point(angle, radius * (1 - kTipRadius), angle + kTipStep * static_cast<float>(j), tip);
      for (int j = 0; j < 5; ++j) point(angle + kFifth * (static_cast<float>(j) + 0.5f), inner, 0, 0);
      fill(color);
    }
  }

  CANVASS_APART void play(const Shape& shape) const {
    // Each corner is a third of a circle, its middle on the circle that is left.
    constexpr int kSixth = kTurn / 6;
    const float cx = x + shape.rect.x * scale;
    const float cy = y + shape.rect.y * scale;
    const float radius = shape.radius * scale * 0.2f;
    const float out = shape.radius * scale - radius;
    arc(cx + out, cy, radius, -kSixth, kSixth);
    arc(cx - out * 0.5f, cy + out * 0.866f, radius, kSixth, 3 * kSixth);
    arc(cx - out * 0.5f, cy - out * 0.866f, radius, 3 * kSixth, 5 * kSixth);
    fill(shape.color);
  }

  // A parabola in eight pieces, each with a fringe of a pixel to both sides.
  void bow(const Shape& shape) const {
    constexpr int kPieces = 8;
    const float width = shape.rect.width * scale;
    const float sag = 4 * shape.rect.height * scale;
    const float half = std::max(shape.radius * scale, 0.75f);
    if (width <= 0) return;
    ImVec2 middle[kPieces + 1];
    draw->PrimReserve(kPieces * 18, (kPieces + 1) * 4);
    const unsigned first = draw->_VtxCurrentIdx;
    for (int i = 0; i <= kPieces; ++i) {
      const float along = static_cast<float>(i) / kPieces;
      const float slope = sag * (1 - 2 * along);
      const float length = std::sqrt(width * width + slope * slope);
      const ImVec2 at(x + shape.rect.x * scale + width * along, y + shape.rect.y * scale + sag * along * (1 - along));
      middle[i] = at;
      for (const float off : {half + 0.5f, half - 0.5f, 0.5f - half, -0.5f - half})
        draw->PrimWriteVtx(ImVec2(at.x + off * slope / length, at.y - off * width / length), ImVec2(),
                           std::fabs(off) < half ? shape.color : shape.color & 0xffffffu);
    }
    for (unsigned i = 0; i < kPieces * 4; ++i) {
      if (i % 4 == 3) continue;
      for (const unsigned corner : {0u, 4u, 5u, 0u, 5u, 1u})
        draw->PrimWriteIdx(static_cast<ImDrawIdx>(first + i + corner));
    }
    for (const int end : {0, kPieces}) {
      arc(middle[end].x, middle[end].y, half, 0, kTurn);
      fill(shape.color);
    }
  }

  float edge(float origin, float length) const { return origin + std::floor(length * scale + 0.5f); }
};

}  // namespace

void paint(const DisplayList& list, ImDrawList* draw, float x, float y, float scale) {
  const Painter painter{draw, x, y, scale};
  bool clipped = false;
  for (const Shape& shape : list.shapes) {
    switch (shape.kind) {
      case ShapeKind::kBox:
        painter.box(shape);
        break;
      case ShapeKind::kStroke:
        painter.stroke(shape);
        break;
      case ShapeKind::kArrow:
        painter.arrow(shape);
        break;
      case ShapeKind::kStar:
        painter.star(shape);
        break;
      case ShapeKind::kBow:
        painter.bow(shape);
        break;
      case ShapeKind::kPlay:
        painter.play(shape);
        break;
      case ShapeKind::kClip:
        if (clipped) draw->PopClipRect();
        clipped = shape.rect.height > 0;
        if (clipped)
          draw->PushClipRect(ImVec2(painter.edge(x, shape.rect.x), painter.edge(y, shape.rect.y)),
                             ImVec2(painter.edge(x, shape.rect.right()), painter.edge(y, shape.rect.bottom())), true);
        break;
    }
  }
  if (clipped) draw->PopClipRect();
}

}  // namespace canvass::widget

// How each look is painted: a layout's boxes become shapes and runs. Private to looks*.cpp.
#pragma once

#include "core/base/apart.h"
#include "widget/looks.h"

namespace canvass::widget {

constexpr float kRing = 2;     // width of a focus ring
constexpr float kRingGap = 2;  // card colour between a focus ring and what it is around

inline Rect grown(const Rect& r, float by) { return {r.x - by, r.y - by, r.width + 2 * by, r.height + 2 * by}; }

class Presenter {
 public:
  Presenter(const Layout& layout, const Style& style, DisplayList& list)
      : layout_(layout), style_(style), colors_(style.palette), list_(list) {}

  void all();

 private:
  using Node = view::Node;

  // looks.cpp
  void one(const Box& owner);
  void card();
  Shape& card_box(const Rect& rect, Color color);
  void ground(const Rect& whole);
  CANVASS_APART void arrow();
  CANVASS_APART uint8_t corners_beside_arrow() const;
  void field(const Box& owner);
  CANVASS_APART void select(const Box& owner);
  void primary(const Box& owner);
  CANVASS_APART void tab(const Box& owner);
  bool neutral_ground(const Box& owner, const Rect& rect, float radius);
  void quiet(const Box& owner);
  void close(const Box& owner);
  void cross(const Box& owner, Color color);
  CANVASS_APART void done(const Box& owner);
  CANVASS_APART void link(const Box& owner);

  // looks_scale.cpp
  void cell(const Box& owner);
  void row(const Box& owner);
  CANVASS_APART void table_row(const Box& owner);
  CANVASS_APART void table_cell(const Box& owner);
  CANVASS_APART void group(const Box& owner);
  CANVASS_APART void star(const Box& owner);
  CANVASS_APART void face(const Box& owner);

  // looks_choice.cpp
  CANVASS_APART void option(const Box& owner);
  CANVASS_APART void picture(const Box& owner);
  CANVASS_APART void consent(const Box& owner);
  CANVASS_APART void place(const Box& owner);
  CANVASS_APART void move(const Box& owner);
  CANVASS_APART void mark(const Node& node, float x, float y);
  float mark_top(const Box& owner) const;  // level with the first line of the words

  // looks_guide.cpp
  CANVASS_APART void guide(const Box& owner);
  CANVASS_APART void media(const Box& owner);
  CANVASS_APART void dots(const Box& owner);
  CANVASS_APART void task(const Box& owner);
  CANVASS_APART void task_action(const Box& owner);
  CANVASS_APART void stage(const Box& owner);
  CANVASS_APART void document(const Box& owner);
  CANVASS_APART void previous(const Box& owner);
  CANVASS_APART void launcher_button(const Box& owner);

  // --- shapes -----------------------------------------------------------------------------------------------------

  // A width that comes out as whole device pixels, at least one.
  float crisp(float width) const;
  float snap(float length) const;
  Color faded(Color color, const Node& node) const {
    return node.state & view::kDisabled ? mix(colors_.card, color, 0.45f) : color;
  }
  Shape& box(const Rect& rect, float radius, Color color);
  void bordered(const Rect& rect, float radius, Color color, float width, Color border);
  void clip(const Rect& rect) { box(rect, 0, 0).kind = ShapeKind::kClip; }
  void disc(float x, float y, float size, Color color) { box({x, y, size, size}, size / 2, color); }
  void stroke(float x, float y, float dx, float dy, float width, Color color);
  void tick(float x, float y, float unit, float width, Color color);  // 20 by 13.5 units from its left end
  CANVASS_APART void chevron(float x, float y, float half, float down, Color color);
  CANVASS_APART void error_mark(float x, float y);  // 16 px
  void text(const Box& owner, Color color);

  // The left end of what is `size` wide and stands `inset` from the start of `rect`.
  float from_start(const Rect& rect, float inset, float size) const {
    return style_.right_to_left ? rect.right() - inset - size : rect.x + inset;
  }

  bool hovered(const Node& node) const { return node.id == style_.interaction.hovered && !disabled(node); }
  bool pressed(const Node& node) const { return node.id == style_.interaction.pressed && !disabled(node); }
  bool focused(const Node& node) const { return node.id == style_.interaction.focused; }
  static bool disabled(const Node& node) { return node.state & view::kDisabled; }
  static bool checked(const Node& node) { return node.state & view::kChecked; }
  static bool invalid(const Node& node) { return node.state & view::kInvalid; }

  // `gap`: the colour of what it stands on.
  void ring(const Box& owner, const Rect& rect, float radius, Color gap);
  void focus_ring(const Box& owner, float radius) { ring(owner, owner.rect, radius, colors_.card); }
  // The ground of a row, a face or a tile, with its rings. Whether it is tinted.
  bool soft_ground(const Box& owner, float radius);

  const Layout& layout_;
  const Style& style_;
  const Palette& colors_;
  DisplayList& list_;
  uint32_t index_ = 0;  // of the star, face or stage, within its group
  uint32_t count_ = 0;  // of the group's stars that are filled, or of all its faces or stages
};

}  // namespace canvass::widget

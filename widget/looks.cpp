#include "widget/looks.h"

#include <algorithm>
#include <cmath>

#include "widget/presenter.h"

namespace canvass::widget {

using view::Look;
using view::Node;
using view::Role;

// ---------------------------------------------------------------------------------------------------------------
// Shapes

float Presenter::crisp(float width) const {
  return std::max(std::floor(width * style_.dpr + 0.01f), 1.0f) / style_.dpr;
}

float Presenter::snap(float length) const { return std::floor(length * style_.dpr + 0.5f) / style_.dpr; }

Shape& Presenter::box(const Rect& rect, float radius, Color color) {
  Shape shape;
  shape.rect = rect;
  shape.radius = radius;
  shape.color = color;
  list_.shapes.push_back(shape);
  return list_.shapes.back();
}

void Presenter::bordered(const Rect& rect, float radius, Color color, float width, Color border) {
  Shape& shape = box(rect, radius, color);
  shape.border = crisp(width);
  shape.border_color = border;
}

void Presenter::stroke(float x, float y, float dx, float dy, float width, Color color) {
  Shape& shape = box({x, y, dx, dy}, width / 2, color);
  shape.kind = ShapeKind::kStroke;
}

void Presenter::tick(float x, float y, float unit, float width, Color color) {
  stroke(x, y, 6.5f * unit, 6.5f * unit, width, color);
  stroke(x + 6.5f * unit, y + 6.5f * unit, 13.5f * unit, -13.5f * unit, width, color);
}

void Presenter::chevron(float x, float y, float half, float down, Color color) {
  const float width = std::max(1.75f, 1.5f / style_.dpr);
  const float dy = half * down;
  stroke(x, y + dy / 2, -half, -dy, width, color);
  stroke(x, y + dy / 2, half, -dy, width, color);
}

void Presenter::error_mark(float x, float y) {
  disc(x, y, 16, colors_.bad_text);
  const float middle = x + 8;
  stroke(middle, y + 4.5f, 0, 3.5f, 2, colors_.card);
  stroke(middle, y + 11.4f, 0, 0, 2.2f, colors_.card);
}

void Presenter::text(const Box& owner, Color color) {
  for (uint32_t i = 0; i < owner.text_count; ++i) {
    const PlacedText& placed = layout_.texts[owner.first_text + i];
    list_.runs.push_back({placed.x, placed.baseline, placed.font, color, placed.text});
  }
}

void Presenter::ring(const Box& owner, const Rect& rect, float radius, Color gap) {
  if (!focused(*owner.node)) return;
  bordered(grown(rect, kRing + kRingGap), radius + kRing + kRingGap, gap, kRing, colors_.accent_text);
}

bool Presenter::soft_ground(const Box& owner, float radius) {
  const Node& node = *owner.node;
  const bool soft = checked(node) || hovered(node) || pressed(node);
  focus_ring(owner, radius);
  const Color fill = pressed(node) ? colors_.accent_soft_pressed : soft ? colors_.accent_soft : colors_.card;
  bordered(owner.rect, radius, faded(fill, node), checked(node) ? kRing : 1,
           faded(soft ? colors_.accent_text : colors_.edge, node));
  return soft;
}

// ---------------------------------------------------------------------------------------------------------------
// The card

void Presenter::all() {
  list_.shapes.clear();
  list_.runs.clear();
  if (!layout_.tab && !(layout_.guide & (kFrameBanner | kFrameLauncher))) card();
  for (const Box& box : layout_.boxes)
    if (box.rect.width > 0) one(box);
}

void Presenter::card() {
  const Rect whole{0, 0, layout_.width, layout_.height};
  const Box* progress = nullptr;
  for (const Box& each : layout_.boxes)
    if (each.node->role == Role::kProgress && each.node->look < Look::kNote && each.rect.width > 0) progress = &each;
  if (!progress) {
    ground(whole);
  } else {
    // The line along the top edge is a part of the card's own outline in another colour, so that the round corners
    // are smooth: each pixel is painted by one of the three.
    const float height = progress->rect.height;
    const float done = snap(progress->rect.width * std::min(number_in(progress->node->value), 1.0f));
    const float left = style_.right_to_left ? layout_.width - done : 0;
    if (done > 0) {
      clip({left, 0, done, height});
      card_box(whole, colors_.accent_text);
    }
    if (done < layout_.width) {
      clip({style_.right_to_left ? 0 : done, 0, layout_.width - done, height});
      ground(whole);
    }
    clip({0, height, layout_.width, layout_.height - height});
    ground(whole);
    clip({});
  }
  if (layout_.sheet) box({snap((layout_.width - 36) / 2), 8, 36, 4}, 2, mix(colors_.hairline, colors_.edge, 0.4f));
  if (layout_.tip) arrow();
}

Shape& Presenter::card_box(const Rect& rect, Color color) {
  Shape& shape = box(rect, style_.radii.card, color);
  if (layout_.sheet) shape.corners = kTopCorners;
  if (layout_.tip && style_.arrow.side != Side::kNone) shape.corners = corners_beside_arrow();
  return shape;
}

void Presenter::ground(const Rect& whole) {
  const float hairline = crisp(1);
  if (!layout_.sheet) {
    Shape& shape = card_box(whole, colors_.card);
    shape.border = hairline;
    shape.border_color = colors_.hairline;
    return;
  }
  // A sheet touches the edges of the page: a line is wanted along its top only.
  const float line_end = std::min(snap(style_.radii.card + hairline) + hairline, whole.height);
  card_box({0, 0, whole.width, line_end}, colors_.hairline);
  card_box({0, hairline, whole.width, whole.height - hairline}, colors_.card);
}

namespace {

// Of the arrow.
constexpr float kTip = 2;                    // radius of its tip
constexpr float kOut = kArrowHeight - kTip;  // of the tip's middle, from the card's edge
constexpr float kHalfBase = kOut + kTip * 1.42f;

bool is_across(Side side) { return side == Side::kTop || side == Side::kBottom; }

}  // namespace

// What it points at may stand at the edge of the page: the arrow then takes the place of a round corner.
uint8_t Presenter::corners_beside_arrow() const {
  const Side side = style_.arrow.side;
  const bool across = is_across(side);
  const float length = across ? layout_.width : layout_.height;
  const float round = style_.radii.card + kHalfBase;
  uint8_t corners = kCorners;
  if (style_.arrow.offset < round)
    corners &= side == Side::kBottom ? ~kBottomLeft : side == Side::kRight ? ~kTopRight : ~kTopLeft;
  if (style_.arrow.offset > length - round)
    corners &= side == Side::kTop ? ~kTopRight : side == Side::kLeft ? ~kBottomLeft : ~kBottomRight;
  return corners;
}

void Presenter::arrow() {
  const Side side = style_.arrow.side;
  if (side == Side::kNone) return;
  const bool across = is_across(side);
  const float length = across ? layout_.width : layout_.height;
  const float clear = std::min(kHalfBase + 1, length / 2);
  const float along = snap(std::min(std::max(style_.arrow.offset, clear), length - clear));
  const float hairline = crisp(1);

  Rect at;
  at.x = across ? along : side == Side::kLeft ? -kOut : layout_.width + kOut;
  at.y = !across ? along : side == Side::kTop ? -kOut : layout_.height + kOut;
  const auto point = [&](float radius, float depth, Color color) {
    Shape& shape = box(at, radius, color);
    shape.kind = ShapeKind::kArrow;
    shape.side = side;
    shape.depth = depth;
  };
  point(kTip, kOut, colors_.hairline);
  point(kTip - std::min(hairline, 1.5f), kOut + hairline, colors_.card);
}

// ---------------------------------------------------------------------------------------------------------------
// Its nodes

void Presenter::one(const Box& owner) {
  const Node& node = *owner.node;
  if (node.look >= Look::kNote) return guide(owner);
  switch (node.look) {
    case Look::kCell:
      return owner.form == Form::kRow ? row(owner) : owner.form == Form::kMark ? table_cell(owner) : cell(owner);
    case Look::kStar:
      return star(owner);
    case Look::kFace:
      return face(owner);
    case Look::kScale:
    case Look::kLabels:
    case Look::kStars:
    case Look::kFaces:
    case Look::kOptions:
    case Look::kPictures:
    case Look::kRanking:
      return group(owner);
    case Look::kOption:
      return option(owner);
    case Look::kPicture:
      return picture(owner);
    case Look::kConsent:
      return consent(owner);
    case Look::kRankItem:
      return place(owner);
    case Look::kMoveUp:
    case Look::kMoveDown:
      return move(owner);
    case Look::kMatrixRow:
      return table_row(owner);
    case Look::kField:
    case Look::kInputText:
    case Look::kInputEmail:
    case Look::kInputNumber:
    case Look::kInputDate:
    case Look::kInputPhone:
      return field(owner);
    case Look::kSelect:
      return select(owner);
    case Look::kPrimary:
    case Look::kPrimaryLink:
      return primary(owner);
    case Look::kTabButton:
      return layout_.tab ? tab(owner) : primary(owner);
    case Look::kQuiet:
      return quiet(owner);
    case Look::kClose:
      return close(owner);
    case Look::kDone:
      return done(owner);
    case Look::kLink:
      return link(owner);
    case Look::kError:
      error_mark(from_start(owner.rect, 0, 16), owner.rect.y + 1);
      return text(owner, colors_.bad_text);
    case Look::kChip:
    case Look::kNotice: {
      const bool chip = node.look == Look::kChip;
      box(owner.rect, std::min(owner.rect.height / 2, 14.0f), chip ? colors_.accent_soft : colors_.cell);
      return text(owner, chip ? colors_.accent_text : colors_.secondary_ink);
    }
    case Look::kSecondary:
    case Look::kScaleLow:
    case Look::kScaleHigh:
    case Look::kMatrixHead:
    case Look::kBody:
      return text(owner, colors_.secondary_ink);
    default:
      return text(owner, faded(colors_.ink, node));
  }
}

void Presenter::field(const Box& owner) {
  const Node& node = *owner.node;
  const float radius = style_.radii.button;
  if (focused(node)) {
    box(grown(owner.rect, 3), radius + 3, invalid(node) ? mix(colors_.card, colors_.bad, 0.14f) : colors_.accent_soft);
    bordered(owner.rect, radius, colors_.field, kRing, invalid(node) ? colors_.bad_text : colors_.accent_text);
    return;
  }
  const Color edge = hovered(node) ? colors_.edge_hover : colors_.edge;
  if (invalid(node))
    bordered(owner.rect, radius, faded(colors_.field, node), 1.5f, faded(colors_.bad_text, node));
  else
    bordered(owner.rect, radius, faded(colors_.field, node), 1, faded(edge, node));
}

void Presenter::select(const Box& owner) {
  const Node& node = *owner.node;
  field(owner);
  const float middle = from_start(owner.rect, owner.rect.width - 20, 0);
  chevron(middle, owner.rect.y + owner.rect.height / 2, 4.5f, 1, faded(colors_.secondary_ink, node));
  text(owner, faded(node.value.empty() ? colors_.secondary_ink : colors_.ink, node));
}

void Presenter::primary(const Box& owner) {
  const Node& node = *owner.node;
  const float radius = style_.radii.button;
  focus_ring(owner, radius);
  const Color fill = pressed(node) ? colors_.accent_pressed : hovered(node) ? colors_.accent_hover : colors_.accent;
  if (colors_.accent_edge != colors_.accent)
    bordered(owner.rect, radius, faded(fill, node), 1, faded(colors_.accent_edge, node));
  else
    box(owner.rect, radius, faded(fill, node));
  text(owner, faded(colors_.on_accent, node));
}

// Whether the neutral ground under the pointer was painted.
bool Presenter::neutral_ground(const Box& owner, const Rect& rect, float radius) {
  const Node& node = *owner.node;
  if (pressed(node))
    box(rect, radius, colors_.cell_hover);
  else if (hovered(node))
    box(rect, radius, colors_.cell);
  else
    return false;
  return true;
}

void Presenter::quiet(const Box& owner) {
  const float radius = style_.radii.button;
  focus_ring(owner, radius);
  const bool lit = neutral_ground(owner, owner.rect, radius);
  text(owner, faded(lit ? colors_.ink : colors_.secondary_ink, *owner.node));
}

void Presenter::close(const Box& owner) {
  // What shows is 32 px, however large the target is.
  Box shown = owner;
  shown.rect = grown(owner.rect, snap((32 - owner.rect.width) / 2));
  const float radius = std::min(style_.radii.card, 8.0f);
  focus_ring(shown, radius);
  const bool lit = neutral_ground(owner, shown.rect, radius);
  const Color color = faded(lit ? colors_.ink : colors_.secondary_ink, *owner.node);
  cross(owner, color);
}

void Presenter::cross(const Box& owner, Color color) {
  // From centre to centre of the round ends: with them the cross is 12 px.
  const float width = std::max(1.75f, 1.5f / style_.dpr);
  const float half = 6 - width / 2;
  const float x = owner.rect.x + owner.rect.width / 2;
  const float y = owner.rect.y + owner.rect.height / 2;
  stroke(x - half, y - half, 2 * half, 2 * half, width, color);
  stroke(x + half, y - half, -2 * half, 2 * half, width, color);
}

void Presenter::done(const Box& owner) {
  const Rect& r = owner.rect;
  box(r, r.width / 2, colors_.good_soft);
  // A tick 20 wide and 15 high in a disc of 56; its mass hangs to the right, so it stands a little left.
  const float unit = r.width / 56;
  tick(r.x + r.width / 2 - 10 * unit, r.y + r.height / 2 + 0.5f * unit, unit, 3 * unit, colors_.good);
}

void Presenter::tab(const Box& owner) {
  const Node& node = *owner.node;
  const float radius = style_.radii.button;
  const size_t first = list_.shapes.size();
  focus_ring(owner, radius);
  box(owner.rect, radius,
      pressed(node)   ? colors_.accent_pressed
      : hovered(node) ? colors_.accent_hover
                      : colors_.accent);
  // The other side is the page's edge.
  for (size_t i = first; i < list_.shapes.size(); ++i)
    list_.shapes[i].corners = style_.right_to_left ? kRightCorners : kLeftCorners;
  text(owner, colors_.on_accent);
}

void Presenter::link(const Box& owner) {
  const Node& node = *owner.node;
  focus_ring(owner, std::min(style_.radii.cell, 4.0f));
  const Color color = faded(colors_.accent_text, node);
  const float width = crisp(hovered(node) || pressed(node) ? 2 : 1);
  for (uint32_t i = 0; i < owner.text_count; ++i) {
    const PlacedText& line = layout_.texts[owner.first_text + i];
    box({line.x, snap(line.baseline + 3), line.width, width}, 0, color);
  }
  text(owner, color);
}

void present(const Layout& layout, const Style& style, DisplayList& list) { Presenter(layout, style, list).all(); }

}  // namespace canvass::widget

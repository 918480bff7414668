// Guides: media, dots, checklists, threads, the help panel, banners and the launcher's buttons.
#include <algorithm>

#include "widget/presenter.h"

namespace canvass::widget {

using view::Look;
using view::Node;

void Presenter::guide(const Box& owner) {
  const Node& node = *owner.node;
  const Rect& rect = owner.rect;
  const float hairline = crisp(1);
  switch (node.look) {
    case Look::kBanner:
      // It touches three edges of the page, whichever it stands at: lines are wanted along its own.
      box(rect, 0, colors_.card);
      box({0, 0, rect.width, hairline}, 0, colors_.hairline);
      box({0, rect.height - hairline, rect.width, hairline}, 0, colors_.hairline);
      return;
    case Look::kMedia:
      return media(owner);
    case Look::kDots:
      return dots(owner);
    case Look::kMeter: {
      box(rect, 3, colors_.hairline);
      const float done = snap(rect.width * std::min(number_in(node.value), 1.0f));
      if (done > 0) box({from_start(rect, 0, done), rect.y, done, rect.height}, 3, colors_.good);
      return;
    }
    case Look::kThread:
      index_ = 0;
      count_ = static_cast<uint32_t>(node.children.size());
      return;
    case Look::kStage:
      return stage(owner);
    case Look::kTask:
      return task(owner);
    case Look::kTaskAction:
      return task_action(owner);
    case Look::kSearch: {
      field(owner);
      // A magnifier of 16 px, its handle towards the words.
      const float turn = style_.right_to_left ? -1.0f : 1.0f;
      const float x = from_start(rect, 14, 11);
      const float y = snap(rect.y + rect.height / 2 - 8);
      const Color ink = faded(colors_.secondary_ink, node);
      bordered({x, y, 11, 11}, 5.5f, colors_.field, 1.75f, ink);
      stroke(x + 5.5f + turn * 4.6f, y + 10.1f, turn * 4.4f, 4.4f, 1.75f, ink);
      return;
    }
    case Look::kDocument:
      box({rect.x, rect.y - hairline, rect.width, hairline}, 0, colors_.hairline);
      // Under it there is something only where it ends before the panel does.
      if (rect.bottom() < layout_.height - 2) box({rect.x, rect.bottom(), rect.width, hairline}, 0, colors_.hairline);
      return;
    case Look::kPrevious:
      return previous(owner);
    case Look::kNever:
      return quiet(owner);
    case Look::kHelpButton:
    case Look::kTasksButton:
      if (layout_.guide & kFrameLauncher) return launcher_button(owner);
      return text(owner, colors_.ink);
    default:
      return text(owner, colors_.ink);
  }
}

void Presenter::media(const Box& owner) {
  const Node& node = *owner.node;
  const Rect& rect = owner.rect;
  // The page puts its image or video over this.
  box(rect, style_.radii.cell, mix(colors_.cell, colors_.hairline, 0.5f));
  if (node.role == view::Role::kVideo) {
    const float size = std::min(44.0f, rect.height - 16);
    const float unit = size / 44;
    const float x = snap(rect.x + (rect.width - size) / 2);
    const float y = snap(rect.y + (rect.height - size) / 2);
    if (size > 0) {
      disc(x, y, size, colors_.card);
      box({x + size / 2 + unit, y + size / 2, 0, 0}, 9 * unit, colors_.accent_text).kind = ShapeKind::kPlay;
    }
  }
  const Box* before = &owner - 1;
  if (&owner == layout_.boxes.data() || before->form != Form::kOver) return;
  // The page's image has a hole for this disc: whatever the image shows, the cross can be seen.
  const Node& close = *before->node;
  const Rect shown = grown(before->rect, (32 - before->rect.width) / 2);
  const Color fill = pressed(close) ? colors_.cell_hover : hovered(close) ? colors_.cell : colors_.card;
  if (focused(close))
    bordered(shown, 16, fill, kRing, colors_.accent_text);
  else
    box(shown, 16, fill);
  cross(*before, pressed(close) || hovered(close) ? colors_.ink : colors_.secondary_ink);
}

void Presenter::dots(const Box& owner) {
  if (owner.text_count > 0) return text(owner, colors_.secondary_ink);
  const Steps steps = steps_in(owner.node->value);
  const float y = snap(owner.rect.y + (owner.rect.height - kDotSize) / 2);
  float x = 0;
  for (uint32_t i = 1; i <= steps.of; ++i) {
    const bool here = i == steps.at;
    const float width = here ? kPillWidth : kDotSize;
    box({from_start(owner.rect, x, width), y, width, kDotSize}, kDotSize / 2,
        here ? colors_.accent_text : colors_.edge);
    x += width + kDotGap;
  }
}

void Presenter::task(const Box& owner) {
  const Node& node = *owner.node;
  const Rect& rect = owner.rect;
  box({rect.x, rect.y, rect.width, crisp(1)}, 0, colors_.hairline);
  const float x = from_start(rect, 0, kMarkSize);
  // Level with the first line.
  const float y = snap(owner.text_count > 0 ? layout_.texts[owner.first_text].baseline - 15
                                            : rect.y + (rect.height - kMarkSize) / 2);
  if (!checked(node)) {
    bordered({x, y, kMarkSize, kMarkSize}, kMarkSize / 2, colors_.field, 1.5f, colors_.edge);
    return text(owner, faded(colors_.ink, node));
  }
  disc(x, y, kMarkSize, colors_.good);
  tick(x + 5.2f, y + 10.2f, 0.48f, 2, colors_.card);
  for (uint32_t i = 0; i < owner.text_count; ++i) {
    const PlacedText& line = layout_.texts[owner.first_text + i];
    box({line.x, snap(line.baseline - 5), line.width, crisp(1)}, 0, colors_.secondary_ink);
  }
  text(owner, colors_.secondary_ink);
}

void Presenter::task_action(const Box& owner) {
  const Node& node = *owner.node;
  const float radius = style_.radii.cell;
  focus_ring(owner, radius);
  if (hovered(node) || pressed(node))
    box(owner.rect, radius, pressed(node) ? colors_.accent_soft_pressed : colors_.accent_soft);
  text(owner, faded(colors_.accent_text, node));
}

void Presenter::stage(const Box& owner) {
  const Node& node = *owner.node;
  const Rect& rect = owner.rect;
  const bool now = node.value == "now";
  const bool behind = checked(node) && !now;
  const float size = now ? 16 : 12;
  const float middle = snap(rect.y + 11);
  const float x = from_start(rect, 8 - size / 2, size);
  // Down to the next one's mark, and 2 px clear of both.
  if (++index_ < count_) {
    const float top = middle + size / 2 + 2;
    const float bottom = rect.bottom() + 11 - 10;
    box({from_start(rect, 7, 2), top, 2, std::max(bottom - top, 0.0f)}, 1,
        behind ? colors_.accent_text : colors_.hairline);
  }
  const Rect mark{x, middle - size / 2, size, size};
  if (now)
    bordered(mark, size / 2, colors_.card, 5, colors_.accent_text);
  else if (behind)
    disc(mark.x, mark.y, size, colors_.accent_text);
  else
    bordered(mark, size / 2, colors_.card, 1.5f, colors_.edge);
  text(owner, now ? colors_.ink : colors_.secondary_ink);
}

void Presenter::previous(const Box& owner) {
  // What shows is 32 px, however large the target is.
  Box shown = owner;
  shown.rect = grown(owner.rect, snap((32 - owner.rect.width) / 2));
  const float radius = std::min(style_.radii.card, 8.0f);
  focus_ring(shown, radius);
  const bool lit = neutral_ground(owner, shown.rect, radius);
  const Color color = faded(lit ? colors_.ink : colors_.secondary_ink, *owner.node);
  const float width = std::max(1.75f, 1.5f / style_.dpr);
  const float turn = style_.right_to_left ? -1.0f : 1.0f;
  const float x = owner.rect.x + owner.rect.width / 2 - turn * 6;
  const float y = owner.rect.y + owner.rect.height / 2;
  stroke(x, y, turn * 12, 0, width, color);
  stroke(x, y, turn * 5, -5, width, color);
  stroke(x, y, turn * 5, 5, width, color);
}

void Presenter::launcher_button(const Box& owner) {
  const Node& node = *owner.node;
  const Rect& rect = owner.rect;
  const float radius = rect.height / 2;
  // Round whatever the theme: it stands alone on the page, whose colour nobody knows, so its ring has a gap of its own.
  ring(owner, rect, radius, colors_.card);
  if (node.look == Look::kHelpButton) {
    const Color fill = pressed(node) ? colors_.accent_pressed : hovered(node) ? colors_.accent_hover : colors_.accent;
    bordered(rect, radius, faded(fill, node), 1, faded(colors_.accent_edge, node));
    return text(owner, faded(colors_.on_accent, node));
  }
  const Color fill = pressed(node) ? colors_.cell_hover : hovered(node) ? colors_.cell : colors_.card;
  bordered(rect, radius, fill, 1, colors_.hairline);
  const size_t first = list_.runs.size();
  text(owner, faded(colors_.ink, node));
  for (size_t i = first; i < list_.runs.size(); ++i) {
    TextRun& run = list_.runs[i];
    if (run.font != Font::kSecondary) continue;
    run.color = colors_.accent_text;
    const float width = layout_.texts[owner.first_text + (i - first)].width + 2 * (kProgressInset - 4);
    box({snap(run.x) - (kProgressInset - 4), rect.y + (rect.height - 26) / 2, width, 26}, 13, colors_.accent_soft);
  }
}

}  // namespace canvass::widget

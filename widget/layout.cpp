#include "widget/layout.h"

#include <algorithm>
#include <cmath>

#include "core/base/vector.h"
#include "widget/flow.h"

namespace canvass::widget {

using view::Look;
using view::Node;
using view::NodeId;
using view::Role;

// ---------------------------------------------------------------------------------------------------------------
// Boxes and text

float Flow::snap(float length) const { return std::floor(length * options_.dpr + 0.5f) / options_.dpr; }

uint32_t Flow::add(const Node& node, NodeId parent) {
  Box box;
  box.node = &node;
  box.parent = parent;
  out_.boxes.push_back(box);
  return static_cast<uint32_t>(out_.boxes.size() - 1);
}

void Flow::absent(const Node& node, NodeId parent) {
  add(node, parent);
  descendants_absent(node);
}

void Flow::descendants_absent(const Node& node) {
  for (const Node& child : node.children) absent(child, node.id);
}

void Flow::set_rect(uint32_t box, float x, float y, float width, float height) {
  const float left = snap(x);
  const float top = snap(std::min(y, options_.max_height));
  out_.boxes[box].rect = {left, top, snap(x + width) - left, snap(std::min(y + height, options_.max_height)) - top};
}

Size Flow::size_of(std::string_view text, Font font, float width, uint32_t max_lines) {
  const Measured& measured = cache_.measure(text, font, width);
  Size size;
  const auto count = static_cast<uint32_t>(measured.lines.size());
  for (uint32_t i = 0; i < std::min(count, max_lines); ++i) size.width = std::max(size.width, measured.lines[i].width);
  size.width = std::min(size.width, width);
  size.height = static_cast<float>(std::min(count, max_lines + 1)) * spec_of(font).line_height;
  return size;
}

void Flow::set_middle(uint32_t box, std::string_view text, Font font, const Rect& room, Align align) {
  const float spare = room.height - size_of(text, font, room.width, kLabelLines).height;
  set_text(box, text, font, room.x, room.y + spare / 2, room.width, align, kLabelLines);
}

void Flow::set_line(uint32_t box, std::string_view text, Font font, float x, float y, float width) {
  constexpr float kEllipsis = 16;
  if (cache_.measure(text, font, width).lines.size() < 2) {
    set_text(box, text, font, x, y, width, Align::kStart, 1);
    return;
  }
  const float room = std::max(width - kEllipsis, 1.0f);
  const Measured& measured = cache_.measure(text, font, room);
  const std::string_view first = measured.set(text).substr(0, measured.lines.empty() ? 0 : measured.lines[0].end);
  const float used = measured.lines.empty() ? 0 : std::min(measured.lines[0].width, room);
  set_text(box, first, font, x, y, width, Align::kStart, 1);
  set_text(box, "…", font, x + used, y, kEllipsis, Align::kStart, 1);
}

uint32_t Flow::worded(const Node& node, NodeId parent, std::string_view words, Font font, float lead, float tail,
                      float least_height, float insets) {
  const float width = std::max(content_ - lead - tail, 1.0f);
  const float height = std::max(least_height, size_of(words, font, width, kLabelLines).height + insets);
  const uint32_t box = add(node, parent);
  set_middle(box, words, font, {padding_ + lead, y_, width, height}, Align::kStart);
  set_rect(box, padding_, y_, content_, height);
  y_ += height;
  return box;
}

float Flow::balanced(std::string_view text, Font font, float width) {
  const size_t count = cache_.measure(text, font, width).lines.size();
  // Whether the last of the lines in `tried` is long enough beside the others.
  const auto is_even = [&](float tried) {
    const Measured& measured = cache_.measure(text, font, tried);
    float widest = 0;
    for (const Line& line : measured.lines) widest = std::max(widest, line.width);
    return measured.lines.size() == count && measured.lines.back().width >= 0.4f * widest;
  };
  if (count < 2 || count > 4 || is_even(width)) return width;
  for (const float part : {0.86f, 0.74f, 0.64f})
    if (is_even(std::floor(width * part))) return std::floor(width * part);
  return width;
}

float Flow::set_text(uint32_t box, std::string_view text, Font font, float x, float y, float width, Align align,
                     uint32_t max_lines) {
  const Measured& measured = cache_.measure(text, font, width);
  const float line_height = spec_of(font).line_height;
  const float baseline = (line_height + measured.ascent - measured.descent) / 2;
  Box& owner = out_.boxes[box];
  if (owner.text_count == 0) owner.first_text = static_cast<uint32_t>(out_.texts.size());
  float height = 0;
  for (const Line& line : measured.lines) {
    if (y + height + line_height > options_.max_height) break;
    PlacedText placed;
    placed.font = font;
    placed.baseline = snap(y + height + baseline);
    placed.width = line.width;
    placed.text = measured.set(text).substr(line.begin, line.end - line.begin);
    const bool rest = max_lines-- == 0;
    if (rest) {
      placed.text = "…";
      placed.width = spec_of(font).size;
    }
    const float spare = width - placed.width;
    placed.x = align == Align::kStart ? x : align == Align::kEnd ? x + spare : x + spare / 2;
    out_.texts.push_back(placed);
    ++owner.text_count;
    height += line_height;
    if (rest) break;
  }
  return height;
}

// ---------------------------------------------------------------------------------------------------------------
// Blocks, from the top of the card to its foot

float Flow::gap_before(Look look) const {
  if (first_) return 0;
  switch (look) {
    case Look::kTitle:
      return previous_ == Look::kDone ? 16 : 12;
    case Look::kBody:
      return out_.tip || centred_ ? 4 : 8;
    case Look::kScale:
    case Look::kLabels:
    case Look::kStars:
    case Look::kFaces:
    case Look::kOptions:
    case Look::kMatrix:
    case Look::kRanking:
    case Look::kPictures:
    case Look::kPrimary:
    case Look::kPrimaryLink:
    case Look::kActions:
      return out_.tip ? 16 : 20;
    case Look::kInputText:
      return previous_ == Look::kOptions ? 8 : 16;
    case Look::kField:
    case Look::kInputEmail:
    case Look::kInputNumber:
    case Look::kInputDate:
    case Look::kInputPhone:
    case Look::kSelect:
      return 16;
    case Look::kLink:
      return previous_ == Look::kConsent ? 0 : 8;
    case Look::kScaleLow:
    case Look::kScaleHigh:
    case Look::kCell:
    case Look::kError:
    case Look::kConsent:
      return 8;
    default:
      return 12;
  }
}

void Flow::text_block(const Node& node, NodeId parent, Font font) {
  const float room = y_ < close_bottom_ ? close_room_ : 0;
  const float width = std::max(content_ - (centred_ ? 2 : 1) * room, 1.0f);
  const bool title = node.look == Look::kTitle;
  const float used = title || centred_ ? balanced(node.text, font, width) : width;
  const float x = padding_ + (centred_ ? room + (width - used) / 2 : 0);
  const uint32_t box = add(node, parent);
  const float height = set_text(box, node.text, font, x, y_, used, centred_ ? Align::kCentre : Align::kStart,
                                title ? kTitleLines : kBodyLines);
  set_rect(box, x, y_, used, height);
  y_ += height;
  children(node);
}

void Flow::chip(const Node& node, NodeId parent) {
  constexpr float kInset = 12;
  const float room = y_ < close_bottom_ ? close_room_ : 0;
  const float width = std::max(content_ - room - 2 * kInset, 1.0f);
  const Size size = size_of(node.text, Font::kSecondary, width, kLabelLines);
  const float height = size.height + 10;
  const uint32_t box = add(node, parent);
  set_text(box, node.text, Font::kSecondary, padding_ + kInset, y_ + 5, size.width, Align::kStart, kLabelLines);
  // A width of whole pixels, and never narrower than its text.
  set_rect(box, padding_, y_, std::ceil(size.width) + 2 * kInset, height);
  y_ += height;
  descendants_absent(node);
}

void Flow::done(const Node& node, NodeId parent) {
  constexpr float kDisc = 56;
  y_ += out_.sheet ? 12 : 8;
  const uint32_t box = add(node, parent);
  set_rect(box, (out_.width - kDisc) / 2, y_, kDisc, kDisc);
  y_ += kDisc;
  descendants_absent(node);
}

void Flow::error(const Node& node, NodeId parent) {
  const uint32_t box = add(node, parent);
  const float width = std::max(content_ - kErrorLead, 1.0f);
  const float height =
      set_text(box, node.text, Font::kSecondary, padding_ + kErrorLead, y_, width, Align::kStart, kBodyLines);
  set_rect(box, padding_, y_, content_, height);
  y_ += height;
  descendants_absent(node);
}

void Flow::field(const Node& node, NodeId parent, float height) {
  const uint32_t box = add(node, parent);
  set_rect(box, padding_, y_, content_, height);
  y_ += height;
  descendants_absent(node);
}

void Flow::progress(const Node& node, NodeId parent) {
  const uint32_t box = add(node, parent);
  set_rect(box, 0, 0, out_.width, 3);
  descendants_absent(node);
}

void Flow::close(const Node& node, NodeId parent) {
  // The cross (12 px) ends where the text ends, level with the first line of a title.
  const float hit = touch() ? 44 : 32;
  const float x = out_.width - padding_ - 6 - hit / 2;
  const uint32_t box = add(node, parent);
  set_rect(box, x, y_ + 12 - hit / 2, hit, hit);
  close_bottom_ = y_ + 8 + hit / 2;  // a line under it by less is beside it for the eye, too
  close_room_ = 6 + 16 + 8;
  descendants_absent(node);
}

float Flow::inset_of(const Node& button) {
  return is_primary(button) ? 20.0f : button.look == Look::kTaskAction ? 8.0f : 12.0f;
}

Size Flow::wish(const Node& button) {
  const float insets = 2 * inset_of(button);
  const Size size = size_of(button.text, Font::kStrong, std::max(content_ - insets, 1.0f), kLabelLines);
  const float least = is_primary(button) ? 88.0f : touch() ? 44.0f : 0.0f;
  return {std::max(std::ceil(size.width) + insets, least),
          std::max(control_height(), size.height + (control_height() - 22))};
}

void Flow::button(const Node& node, NodeId parent, float x, float y, float width, float height) {
  const float inset = inset_of(node);
  const float room = std::max(width - 2 * inset, 1.0f);
  const uint32_t box = add(node, parent);
  set_middle(box, node.text, Font::kStrong, {x + inset, y, room, height}, Align::kCentre);
  set_rect(box, x, y, width, height);
  descendants_absent(node);
}

void Flow::actions(const Node& group, NodeId parent) {
  if (is_foot(group)) return foot(group, parent);
  constexpr float kGap = 8;
  const uint32_t box = add(group, parent);
  const float top = y_;

  Vector<Size> wishes;
  float total = 0;
  uint32_t primaries = 0;
  for (const Node& node : group.children) {
    wishes.push_back(wish(node));
    total += wishes.back().width + kGap;
    primaries += is_primary(node);
  }
  // A quiet button's words line up with the text above, so its own ground reaches into the padding.
  const float out = 12;
  const bool stacked = total - kGap > content_ + out;

  if (stacked) {
    for (size_t i = 0; i < group.children.size(); ++i) {
      button(group.children[i], group.id, padding_, y_, content_, wishes[i].height);
      y_ += wishes[i].height + kGap;
    }
    y_ -= kGap;
  } else {
    float height = 0;
    float quiet_width = 0;
    float primary_width = 0;
    for (size_t i = 0; i < wishes.size(); ++i) {
      height = std::max(height, wishes[i].height);
      (is_primary(group.children[i]) ? primary_width : quiet_width) += wishes[i].width + kGap;
    }
    const bool has_quiet = quiet_width > 0;
    float start = padding_ - (has_quiet ? out : 0);
    float end = padding_ + content_ - std::max(primary_width - kGap, 0.0f);
    // On a sheet the primary buttons share all the room that is left: a thumb's target.
    const float room = padding_ + content_ - (start + quiet_width);
    const float stretched = primaries ? (room + kGap) / static_cast<float>(primaries) - kGap : 0;
    if (out_.narrow && primaries) end = start + quiet_width;
    for (size_t i = 0; i < wishes.size(); ++i) {
      const bool primary = is_primary(group.children[i]);
      const float width = primary && out_.narrow ? stretched : wishes[i].width;
      float& x = primary ? end : start;
      button(group.children[i], group.id, x, y_, width, height);
      x += width + kGap;
    }
    y_ += height;
  }
  end_block(box, top);
}

void Flow::child(const Node& node, NodeId parent) {
  if (node.look == Look::kClose) return close(node, parent);
  if ((node.look >= Look::kNote || guide_) && guide(node, parent)) return;
  if (node.role == Role::kProgress) return progress(node, parent);
  if (worded_ && (node.look == Look::kScaleLow || node.look == Look::kScaleHigh)) return absent(node, parent);

  const bool beside = node.look == Look::kScaleHigh && low_top_ >= 0;
  if (!beside) {
    y_ += gap_before(node.look);
    low_top_ = -1;
  }
  switch (node.look) {
    case Look::kTitle:
      text_block(node, parent, out_.tip ? Font::kStrong : Font::kTitle);
      break;
    case Look::kSecondary:
      text_block(node, parent, Font::kSecondary);
      break;
    case Look::kChip:
    case Look::kNotice:
      chip(node, parent);
      break;
    case Look::kDone:
      done(node, parent);
      break;
    case Look::kError:
      error(node, parent);
      break;
    case Look::kField:
      field(node, parent, 96);
      break;
    case Look::kInputText:
    case Look::kInputEmail:
    case Look::kInputNumber:
    case Look::kInputDate:
    case Look::kInputPhone:
      field(node, parent, row_height());
      break;
    case Look::kSelect:
      select(node, parent);
      break;
    case Look::kActions:
      actions(node, parent);
      break;
    case Look::kPrimary:
    case Look::kPrimaryLink:
    case Look::kTabButton:
    case Look::kQuiet: {
      // On a wide thank-you screen it is as wide as its words, like the buttons of other cards.
      const Size size = wish(node);
      const float width = centred_ && !out_.narrow ? std::min(content_, size.width) : content_;
      button(node, parent, padding_ + (content_ - width) / 2, y_, width, size.height);
      y_ += size.height;
      break;
    }
    case Look::kScale:
    case Look::kFaces:
      cells(node, parent);
      break;
    case Look::kStars:
      stars(node, parent);
      break;
    case Look::kOptions:
    case Look::kRanking:
      list(node, parent);
      break;
    case Look::kOption:
      option(node, parent);
      break;
    case Look::kRankItem:
      place(node, parent);
      break;
    case Look::kConsent:
      consent(node, parent);
      break;
    case Look::kLink:
      link(node, parent);
      break;
    case Look::kPictures:
      pictures(node, parent);
      break;
    case Look::kMatrix:
      matrix(node, parent);
      break;
    case Look::kLabels:
      out_.narrow ? rows(node, parent) : cells(node, parent);
      break;
    case Look::kCell:
      row(node, parent);
      break;
    case Look::kScaleLow:
    case Look::kScaleHigh:
      end_label(node, parent);
      break;
    default:  // prose, and what has no place of its own outside of its group
      text_block(node, parent, Font::kBody);
      break;
  }
  previous_ = node.look;
  first_ = false;
}

void Flow::children(const Node& node) {
  for (const Node& each : node.children) child(each, node.id);
}

// Of a guide that is not a tip.
CANVASS_APART static void format_guide(const Node& root, const LayoutOptions& options, Format& format) {
  const float room = options.viewport_width - 2 * kViewportGap;
  if (root.look == Look::kBanner || root.look == Look::kLauncher) {
    const bool banner = root.look == Look::kBanner;
    format.sheet = false;
    format.inlined = false;
    format.narrow = banner && options.viewport_width < kSheetBelow;
    format.width = banner ? options.viewport_width : room;
    format.margin = banner ? 0.0f : 6.0f;
    format.guide = banner ? kFrameBanner : kFrameLauncher;
    return;
  }
  const bool panel = root.look == Look::kPanel;
  if (panel) format.guide = kFramePanel;
  if (!format.sheet && !format.inlined) format.width = std::min(panel ? kPanelWidth : kNoteWidth, room);
}

Format format_of(const Node& root, const LayoutOptions& options) {
  Format format;
  format.tip = root.look == Look::kTip;
  format.tab = root.look == Look::kTab;
  format.inlined = options.inline_width > 0 && !format.tip && !format.tab;
  format.sheet = !format.tip && !format.tab && !format.inlined && options.viewport_width < kSheetBelow;
  format.narrow = format.sheet || (format.inlined && options.inline_width < kNarrowBelow);
  if (format.sheet) {
    format.width = options.viewport_width;
  } else if (format.inlined) {
    format.width = std::min(options.inline_width, kInlineWidth);
  } else {
    float widest = format.tab ? kTabWidth : format.tip ? kTipWidth : kCardWidth;
    for (const Node& node : root.children) {
      if (node.look == Look::kMatrix) widest = std::max(widest, kMatrixWidth);
      const bool scale = node.look == Look::kScale || node.look == Look::kLabels || node.look == Look::kFaces;
      if (options.coarse_pointer && scale && node.children.size() > 7) widest = kTouchWidth;
    }
    format.width = std::min(widest, options.viewport_width - 2 * kViewportGap);
  }
  // A sheet ends where the page does: a margin would only reach out of it. A tab's focus ring is outside of it.
  format.margin = format.sheet ? 0.0f : format.tip ? 10.0f : format.tab ? 6.0f : 2.0f;
  if (root.look >= Look::kNote) format_guide(root, options, format);
  return format;
}

// A button of its own, as wide as its words.
void Flow::tab(const Node& root) {
  constexpr float kInset = 16;
  const float height = touch() ? 44 : 40;
  const float line = spec_of(Font::kStrong).line_height;
  float width = height;
  add(root, 0);
  for (const Node& node : root.children) {
    if (node.look != Look::kTabButton || width > height) {
      absent(node, root.id);
      continue;
    }
    width =
        std::min(std::max(std::ceil(size_of(node.text, Font::kStrong, kTabWidth, 1).width) + 2 * kInset, height + 1),
                 out_.width);
    const uint32_t box = add(node, root.id);
    set_line(box, node.text, Font::kStrong, kInset, (height - line) / 2, width - 2 * kInset);
    set_rect(box, 0, 0, width, height);
    descendants_absent(node);
  }
  out_.width = snap(width);
  out_.height = snap(height);
  out_.boxes[0].rect = {0, 0, out_.width, out_.height};
}

void Flow::card(const Node& root) {
  static_cast<Format&>(out_) = format_of(root, options_);
  out_.width = snap(out_.width);
  if (out_.tab) return tab(root);
  if (out_.guide & kFrameLauncher) return launcher(root);
  guide_ = root.look >= Look::kNote;
  padding_ = out_.narrow ? (out_.width < kTightBelow ? 16.0f : 20.0f) : 24.0f;
  if (out_.tip || guide_) padding_ = guide_padding(root);
  content_ = out_.width - 2 * padding_;
  y_ = out_.sheet ? 28 : padding_;
  for (const Node& node : root.children) centred_ |= node.look == Look::kDone;

  add(root, 0);
  if (!(out_.guide & kFrameBanner) || !banner(root)) children(root);
  y_ += centred_ ? padding_ + 8 : padding_;
  if (out_.guide & kFramePanel) fill_panel();
  out_.height = snap(std::min(std::max(y_, 2 * padding_ + 24), options_.max_height));
  out_.boxes[0].rect = {0, 0, out_.width, out_.height};
  if (options_.right_to_left) mirror();
}

void Flow::mirror() {
  for (Box& box : out_.boxes)
    if (box.rect.width > 0) box.rect.x = snap(out_.width - box.rect.right());
  for (PlacedText& text : out_.texts) text.x = out_.width - text.x - text.width;
}

Layout lay_out(const Node& root, const LayoutOptions& options, TextCache& cache) {
  Layout layout;
  Flow(options, cache, layout).card(root);
  return layout;
}

}  // namespace canvass::widget

// Guides: media, checklists, threads, the help panel, banners and the launcher's buttons.
#include <algorithm>
#include <cmath>

#include "widget/flow.h"

namespace canvass::widget {

using view::Look;
using view::Node;
using view::NodeId;

float number_in(std::string_view text) {
  float value = 0;
  float place = 0;
  for (const char c : text) {
    if (c == '.' && place == 0) {
      place = 1;
      continue;
    }
    if (c < '0' || c > '9') break;
    const auto digit = static_cast<float>(c - '0');
    if (place > 0) {
      place /= 10;
      value += digit * place;
    } else {
      value = value * 10 + digit;
    }
  }
  return value;
}

Steps steps_in(std::string_view value) {
  const size_t slash = std::min(value.find('/'), value.size());
  const float at = number_in(value);
  const float of = number_in(value.substr(std::min(slash + 1, value.size())));
  if (at < 1 || of < at || of > 999) return {};
  return {static_cast<uint32_t>(at), static_cast<uint32_t>(of)};
}

namespace {

// The width of the dots, or 0 where digits are shown.
float width_of_dots(std::string_view value) {
  const Steps steps = steps_in(value);
  if (steps.of == 0 || steps.of > kMostDots) return 0;
  return kPillWidth + static_cast<float>(steps.of - 1) * (kDotGap + kDotSize);
}

// Width by height of what a medium's value tells about it.
float ratio_of(const Node& media) {
  constexpr std::string_view kName = "\"ratio\":";
  const size_t at = media.value.find(kName);
  const float ratio = at == std::string::npos ? 0 : number_in(std::string_view(media.value).substr(at + kName.size()));
  return ratio > 0 ? std::min(std::max(ratio, 0.3f), 4.0f) : 16.0f / 9;
}

}  // namespace

float Flow::guide_padding(const Node& root) const {
  if (out_.narrow) return out_.width < kTightBelow && root.look != Look::kBanner ? 16 : 20;
  if (root.look == Look::kBanner) return 24;
  for (const Node& node : root.children)
    if (node.look == Look::kMedia) return 16;
  return 20;
}

bool Flow::guide(const Node& node, NodeId parent) {
  const bool banner = out_.guide & kFrameBanner;
  // What comes first is beside the close button, or has none of its room to give.
  const float gap = !first_ ? 12.0f : node.look == Look::kMedia ? 0.0f : std::max(close_bottom_ + 4 - y_, 0.0f);
  switch (node.look) {
    case Look::kMedia:
      y_ += gap;
      media(node, parent);
      break;
    case Look::kMeter:
      y_ += gap;
      field(node, parent, 6);
      y_ -= 4;  // the words under it belong to it
      break;
    case Look::kSearch:
      y_ += gap;
      field(node, parent, row_height());
      break;
    case Look::kDocument: {
      // Over the panel's whole width within its hairlines: what scrolls in it does so up to the edge. fill_panel()
      // gives it its height.
      y_ = snap(y_ + gap);
      document_ = add(node, parent);
      const float line = std::max(1.0f, 1 / options_.dpr);
      const float most = out_.sheet ? 0 : line;
      set_rect(document_, most, y_, out_.width - 2 * most, 120);
      y_ += 120;
      descendants_absent(node);
      document_text_ = static_cast<uint32_t>(out_.texts.size());
      break;
    }
    case Look::kTasks:
    case Look::kThread:
      y_ += gap;
      tasks(node, parent);
      break;
    case Look::kPrevious:
      previous(node, parent);
      return true;
    case Look::kNever: {
      // Its words line up with the text above, and the room around them is part of the card's padding.
      y_ += first_ ? 0 : 4;
      const float height = touch() ? 44 : 32;
      const Size size = size_of(node.text, Font::kSecondary, std::max(content_, 1.0f), 1);
      const uint32_t box = add(node, parent);
      set_line(box, node.text, Font::kSecondary, padding_, y_ + (height - size.height) / 2, content_);
      set_rect(box, padding_ - 8, y_, std::min(std::ceil(size.width), content_) + 16, height);
      y_ += height - 8;
      descendants_absent(node);
      break;
    }
    case Look::kTitle:
      if (banner) {
        y_ += previous_ == Look::kMedia ? 12 : 0;
        text_block(node, parent, Font::kStrong);
        break;
      }
      if (lead_ == 0) return false;
      padding_ += lead_;
      content_ -= lead_;
      text_block(node, parent, Font::kTitle);
      padding_ -= lead_;
      content_ += lead_;
      lead_ = 0;
      break;
    case Look::kSecondary:
      // A status that says nothing yet takes no room.
      if (!node.text.empty()) return false;
      set_rect(add(node, parent), padding_, y_, content_, 0);
      descendants_absent(node);
      return true;
    case Look::kBody:
      if (previous_ == Look::kThread) y_ += 8;
      if (!banner) return false;
      y_ += first_ ? 0 : 2;
      text_block(node, parent, Font::kBody);
      break;
    case Look::kActions:
      if (!guide_actions(node, parent)) return false;
      break;
    default:
      return false;
  }
  previous_ = node.look;
  first_ = false;
  return true;
}

// False: like any other card's.
bool Flow::guide_actions(const Node& group, NodeId parent) {
  if (document_) {
    // The foot of the panel: the card's padding under it is wider than the room over it.
    y_ += 8;
    actions(group, parent);
    y_ -= 8;
  } else if (group.children.size() != 1) {
    return false;
  } else if (centred_) {
    const uint32_t box = add(group, parent);
    const float top = y_;
    child(group.children[0], group.id);
    end_block(box, top);
  } else if (group.children[0].look == Look::kTaskAction) {
    y_ += previous_ == Look::kActions ? 0.0f : 4.0f;
    offer(group, parent);
  } else if (group.children[0].look == Look::kQuiet) {
    y_ += 8;
    actions(group, parent);
    y_ -= 8;
  } else {
    return false;
  }
  return true;
}

// Something to read, or to do: a row of its own, whose words line up with the text above.
void Flow::offer(const Node& group, NodeId parent) {
  constexpr float kInset = 8;
  const uint32_t box = add(group, parent);
  const float top = y_;
  const Node& node = group.children[0];
  const Size size = size_of(node.text, Font::kStrong, content_, kLabelLines);
  const float height = std::max(size.height + 14, touch() ? 44.0f : 36.0f);
  const uint32_t row = add(node, group.id);
  set_middle(row, node.text, Font::kStrong, {padding_, y_, content_, height}, Align::kStart);
  set_rect(row, padding_ - kInset, y_, std::min(std::ceil(size.width), content_) + 2 * kInset, height);
  descendants_absent(node);
  y_ += height;
  end_block(box, top);
}

void Flow::media(const Node& node, NodeId parent) {
  const float most = std::max(options_.viewport_height * 0.45f, 120.0f);
  const float height = snap(std::min(content_ / ratio_of(node), most));
  // A close button before it stands on it, in its corner.
  if (first_ && out_.boxes.back().node->look == Look::kClose) {
    Box& close = out_.boxes.back();
    close.form = Form::kOver;
    const Rect was = close.rect;
    set_rect(static_cast<uint32_t>(out_.boxes.size() - 1), padding_ + content_ - 24 - was.width / 2,
             y_ + 24 - was.height / 2, was.width, was.height);
    close_bottom_ = 0;
  }
  field(node, parent, height);
}

void Flow::tasks(const Node& group, NodeId parent) {
  const uint32_t box = add(group, parent);
  const float top = y_;
  for (const Node& node : group.children)
    group.look == Look::kThread ? stage(node, group.id, &node == &group.children.back()) : task(node, group.id);
  end_block(box, top);
  if (group.look == Look::kTasks) y_ -= 8;  // what follows keeps its distance from the words, not from the row
}

void Flow::task(const Node& node, NodeId parent) {
  const float left = padding_ + kTaskLead;
  const float hit = touch() ? 44 : 32;
  const Node* action = nullptr;
  for (const Node& child : node.children)
    if (child.look == Look::kTaskAction && !action) action = &child;
  const float room = std::max(content_ - kTaskLead, 1.0f);
  const Size action_size = action ? size_of(action->text, Font::kStrong, room, kLabelLines) : Size();
  const float action_width = action ? std::min(std::ceil(action_size.width), room) + 16 : 0;
  const float action_height = std::max(hit, action_size.height + 10);
  const bool beside = action_width <= content_ * 0.45f;
  const float width = std::max(room - (beside && action ? action_width : 0), 1.0f);

  const float title = size_of(node.text, Font::kBody, width, kLabelLines).height;
  float inner = title;
  for (const Node& child : node.children)
    if (child.look == Look::kSecondary) inner += 2 + size_of(child.text, Font::kSecondary, width, kLabelLines).height;
  if (!beside) inner += action_height - 10;
  const float height = snap(std::max(row_height(), inner + 22));
  const float top = y_ = snap(y_);
  const uint32_t box = add(node, parent);
  y_ += (height - inner) / 2;
  const float first_line = y_ + 11;
  set_text(box, node.text, Font::kBody, left, y_, width, Align::kStart, kLabelLines);
  set_rect(box, padding_, top, content_, height);
  y_ += title;
  const float action_top = beside ? first_line - hit / 2 : top + height - action_height - 6;
  for (const Node& child : node.children) {
    if (&child == action) {
      // Its words end where the text does; its ground reaches out.
      button(child, node.id, beside ? padding_ + content_ + 8 - action_width : left - 8, action_top, action_width,
             action_height);
    } else if (child.look == Look::kSecondary) {
      const uint32_t words = add(child, node.id);
      const float lines =
          set_text(words, child.text, Font::kSecondary, left, y_ + 2, width, Align::kStart, kLabelLines);
      set_rect(words, left, y_ + 2, width, lines);
      y_ += 2 + lines;
      descendants_absent(child);
    } else {
      absent(child, node.id);
    }
  }
  y_ = top + height;
}

void Flow::stage(const Node& node, NodeId parent, bool last) {
  const float left = padding_ + kStageLead;
  const float width = std::max(content_ - kStageLead, 1.0f);
  const float top = y_ = snap(y_);
  const uint32_t box = add(node, parent);
  y_ += set_text(box, node.text, node.value == "now" ? Font::kStrong : Font::kBody, left, y_, width, Align::kStart,
                 kLabelLines);
  y_ = std::max(y_, top + 22);
  for (const Node& child : node.children) {
    const uint32_t words = add(child, node.id);
    const float lines = set_text(words, child.text, Font::kSecondary, left, y_, width, Align::kStart, kBodyLines);
    set_rect(words, left, y_, width, lines);
    y_ += lines;
    descendants_absent(child);
  }
  if (!last) y_ += 12;
  end_block(box, top);
}

void Flow::previous(const Node& node, NodeId parent) {
  // The arrow begins where the text does, level with the first line of the title.
  const float hit = touch() ? 44 : 32;
  set_rect(add(node, parent), padding_ + 8 - hit / 2, y_ + 12 - hit / 2, hit, hit);
  descendants_absent(node);
  lead_ = 32;  // a focus ring keeps clear of the title
}

// A row that begins with a tour's dots or with words, if with anything but buttons.
void Flow::foot(const Node& group, NodeId parent) {
  constexpr float kGap = 8;
  const uint32_t box = add(group, parent);
  const float top = y_;
  const Node& first = group.children[0];
  const bool dots = first.look == Look::kDots;
  const size_t begin = leads(first) ? 1 : 0;
  const size_t end = group.children.size();

  float total = -kGap;
  float height = begin < end ? control_height() : 0;
  float out = 0;  // the ground of the last button, where that shows under the pointer only
  for (size_t i = begin; i < end; ++i) {
    const Size size = wish(group.children[i]);
    total += size.width + kGap;
    height = std::max(height, size.height);
    out = is_primary(group.children[i]) ? 0 : inset_of(group.children[i]);
  }
  if (begin > 0) {
    const std::string_view words = dots ? first.value : first.text;
    const float dots_width = dots ? width_of_dots(words) : 0;
    // Words may take two lines beside the buttons.
    const float needed = dots_width > 0
                             ? dots_width
                             : std::min(size_of(words, Font::kSecondary, content_, 1).width + 16, content_ * 0.45f);
    const float beside = content_ + out - total - kGap;
    const bool row = needed <= beside;
    const uint32_t lead = add(first, group.id);
    const float room = std::max(row ? beside : content_, 1.0f);
    const float least = spec_of(Font::kSecondary).line_height;
    const float lead_height =
        dots_width > 0 ? least : std::max(size_of(words, Font::kSecondary, room, kLabelLines).height, least);
    if (row) height = std::max(height, lead_height);
    const float lead_top = row ? y_ + (height - lead_height) / 2 : y_;
    if (dots) {
      // "2 / 12".
      const size_t slash = std::min(words.find('/'), words.size());
      float x = padding_;
      for (const std::string_view piece :
           {words.substr(0, slash), words.substr(slash, 1), words.substr(std::min(slash + 1, words.size()))}) {
        if (dots_width > 0 || piece.empty()) continue;
        set_line(lead, piece, Font::kSecondary, x, lead_top, room);
        x += size_of(piece, Font::kSecondary, room, 1).width + 4;
      }
    } else {
      set_text(lead, words, Font::kSecondary, padding_, lead_top, room, Align::kStart, kLabelLines);
    }
    set_rect(lead, padding_, lead_top, dots_width > 0 ? dots_width : room, lead_height);
    descendants_absent(first);
    if (!row) y_ += lead_height + (begin < end ? kGap : 0);
  }

  const bool stacked = total > content_ + out;
  float x = padding_ + content_ + out - total;
  for (size_t i = begin; i < end; ++i) {
    const Node& node = group.children[i];
    const Size size = wish(node);
    if (stacked) {
      button(node, group.id, padding_, y_, content_, size.height);
      y_ += size.height + (i + 1 < end ? kGap : 0);
    } else {
      button(node, group.id, x, y_, size.width, height);
      x += size.width + kGap;
    }
  }
  if (!stacked) y_ += height;
  end_block(box, top);
}

void Flow::fill_panel() {
  const float room = options_.viewport_height;
  const float wanted = out_.sheet ? room - 16 : std::min(kPanelHeight, room - 48);
  const float spare = snap(wanted - y_);
  if (spare <= 0) return;
  y_ += spare;
  if (!document_) return;
  Rect& rect = out_.boxes[document_].rect;
  rect.height = std::min(rect.bottom() + spare, options_.max_height) - rect.y;
  push_down(document_ + 1, document_text_, spare);
}

bool Flow::banner(const Node& root) {
  constexpr float kGap = 8;
  constexpr float kThumb = 72;
  constexpr float kMost = 1200;
  y_ = 16;
  if (out_.width < kBannerRow) {
    padding_ -= 4;
    return false;
  }
  padding_ = std::max(padding_, (out_.width - kMost) / 2);
  const float whole = out_.width - 2 * padding_;
  content_ = whole / 3;  // the most that one button may want
  float buttons = 0;
  float height = control_height();
  float least = 240;
  bool closes = false;
  for (const Node& node : root.children) {
    closes |= node.look == Look::kClose;
    if (node.look == Look::kMedia) least += kThumb + 16;
    if (node.look == Look::kNever) buttons += std::ceil(size_of(node.text, Font::kSecondary, content_, 1).width) + 24;
    if (node.look != Look::kActions) continue;
    for (const Node& button : node.children) {
      const Size size = wish(button);
      buttons += size.width + kGap;
      height = std::max(height, size.height);
    }
  }
  const float left = padding_;
  float end = left + whole - (closes ? 40 : 0);  // of the buttons
  content_ = end - left - buttons - 24;
  if (content_ < least) {
    content_ = whole;
    return false;
  }

  // The words first, then the buttons level with their middle.
  const float top = 12;
  y_ = top;
  const uint32_t first_box = static_cast<uint32_t>(out_.boxes.size());
  const auto first_text = static_cast<uint32_t>(out_.texts.size());
  float bottom = top;
  bool beside = false;  // the buttons have begun
  float pen = 0;        // where what is short may go on beside what was before it
  const auto settle = [&] {
    const float tall = std::max(std::max(height, bottom - top), y_ - top);
    push_down(first_box, first_text, snap((tall - (y_ - top)) / 2));
    bottom = top + tall;
    beside = true;
  };
  for (const Node& node : root.children) {
    const bool never = node.look == Look::kNever;
    if (node.look == Look::kClose) {
      // Placed when the height is known.
      add(node, root.id);
      descendants_absent(node);
    } else if (node.look == Look::kActions || never) {
      if (!beside) settle();
      float width = -kGap;
      for (const Node& each : node.children) width += wish(each).width + kGap;
      if (never) width = std::ceil(size_of(node.text, Font::kSecondary, whole / 3, 1).width) + 16;
      const uint32_t group = add(node, root.id);
      const float y = snap(top + (bottom - top - height) / 2);
      float x = end - width;
      set_rect(group, x, y, width, height);
      end = x - kGap;
      if (never) {
        set_line(group, node.text, Font::kSecondary, x + 8, y + (height - 18) / 2, width - 16);
        descendants_absent(node);
      }
      for (size_t i = 0; i < node.children.size() && !never; ++i) {
        const Size size = wish(node.children[i]);
        button(node.children[i], node.id, x, y, size.width, height);
        x += size.width + kGap;
      }
    } else if (node.look == Look::kMedia) {
      const uint32_t thumb = add(node, root.id);
      const float high = snap(std::min(kThumb / ratio_of(node), 64.0f));
      set_rect(thumb, padding_, top, kThumb, high);
      descendants_absent(node);
      bottom = std::max(bottom, top + high);
      padding_ += kThumb + 16;
      content_ -= kThumb + 16;
    } else {
      // What is short goes on in the line of what was before it.
      const bool prose = node.look == Look::kTitle || node.look == Look::kBody || node.look == Look::kLink;
      const Font font = node.look == Look::kTitle ? Font::kStrong : Font::kBody;
      const bool short_text = prose && cache_.measure(node.text, font, content_).lines.size() < 2;
      const float width = short_text ? std::ceil(size_of(node.text, font, content_, 1).width) : 0;
      const bool goes_on = pen > 0 && short_text && pen + width <= content_ && !beside;
      const float was = y_;
      if (!goes_on) pen = 0;
      const float rest = content_;
      padding_ += pen;
      content_ = short_text ? width : content_ - pen;
      // Its own gap, and half of what it is higher than a line.
      if (goes_on) y_ -= node.look == Look::kLink ? (touch() ? 41 : 31) : 24;
      child(node, root.id);
      padding_ -= pen;
      content_ = rest;
      if (goes_on) y_ = was;
      pen = short_text ? pen + width + 12 : 0;
    }
  }
  if (!beside) settle();
  padding_ = left;
  content_ = whole;
  for (uint32_t i = first_box; i < out_.boxes.size(); ++i) {
    const Box& box = out_.boxes[i];
    if (box.parent != root.id) continue;
    const float hit = touch() ? 44 : 32;
    const float middle = (top + bottom) / 2;
    if (box.node->look == Look::kClose) set_rect(i, left + whole - 6 - hit / 2, middle - hit / 2, hit, hit);
    const Rect rect = box.rect;
    if (box.node->look == Look::kMedia) set_rect(i, rect.x, middle - rect.height / 2, rect.width, rect.height);
  }
  padding_ = top;  // what the card leaves under its content
  y_ = bottom;

  // In the order in which they stand, which is that of the Tab key.
  const auto move = [&](uint32_t box, uint32_t to) {
    for (; box > to; --box) std::swap(out_.boxes[box], out_.boxes[box - 1]);
    for (; box < to; ++box) std::swap(out_.boxes[box], out_.boxes[box + 1]);
  };
  const auto last = static_cast<uint32_t>(out_.boxes.size() - 1);
  uint32_t actions = last;
  for (uint32_t i = last; i >= first_box; --i) {
    if (out_.boxes[i].node->look == Look::kActions) actions = i;
  }
  if (out_.boxes[last].node->look == Look::kNever) move(last, actions);
  if (closes) move(first_box, last);
  return true;
}

// Beside each other, each as wide as it needs to be.
void Flow::launcher(const Node& root) {
  constexpr float kGap = 12;
  constexpr float kInset = 20;
  const float height = kLauncherSize;
  float x = 0;
  add(root, 0);
  for (const Node& node : root.children) {
    const bool tasks = node.look == Look::kTasksButton;
    float progress = 0;
    float words = 0;
    float width = height;
    if (tasks) {
      progress = std::ceil(size_of(node.value, Font::kSecondary, 80, 1).width);
      const float rest = kInset + 18 + progress + 2 * kProgressInset - 6;
      const float room = std::max(std::min(out_.width - height - kGap - rest, 280.0f), 32.0f);
      const Size size = size_of(node.text, Font::kStrong, room, 1);
      words = std::ceil(size.width);
      // What is cut short ends in an ellipsis, for which set_line() keeps 16 px.
      if (size.height > 22) words = std::ceil(size_of(node.text, Font::kStrong, room - 16, 1).width) + 16;
      width = words + rest;
    }
    if ((!tasks && node.look != Look::kHelpButton) || x + width > out_.width) {
      absent(node, root.id);
      continue;
    }
    const uint32_t box = add(node, root.id);
    if (tasks) {
      set_line(box, node.text, Font::kStrong, x + kInset, (height - 22) / 2, words);
      set_text(box, node.value, Font::kSecondary, x + width - kProgressInset - 6 - progress, (height - 18) / 2,
               progress, Align::kCentre, 1);
    } else {
      set_text(box, "?", Font::kTitle, x, (height - 24) / 2, width, Align::kCentre, 1);
    }
    set_rect(box, x, 0, width, height);
    descendants_absent(node);
    x += width + kGap;
  }
  out_.width = snap(std::max(x - kGap, height));
  out_.height = snap(height);
  out_.boxes[0].rect = {0, 0, out_.width, out_.height};
  if (options_.right_to_left) mirror();
}

}  // namespace canvass::widget

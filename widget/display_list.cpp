#include "widget/display_list.h"

#include <cmath>

namespace canvass::widget {
namespace {

constexpr const char* kFontNames[] = {"title", "body", "secondary", "strong", "cell"};
constexpr const char* kSideNames[] = {"none", "top", "right", "bottom", "left"};
constexpr const char* kRoleNames[] = {"dialog", "heading", "text",   "radiogroup", "radio",    "checkbox", "button",
                                      "link",   "textbox", "image",  "video",      "progress", "list",     "listitem",
                                      "status", "group",   "select", "option",     "document"};
constexpr const char* kLookNames[] = {
    "plain",        "card",        "tip",        "title",     "body",        "secondary",   "chip",
    "scale",        "labels",      "cell",       "scale-low", "scale-high",  "field",       "actions",
    "primary",      "quiet",       "close",      "done",      "error",       "stars",       "faces",
    "star",         "face",        "options",    "option",    "input-text",  "input-email", "input-number",
    "input-date",   "input-phone", "select",     "matrix",    "matrix-head", "matrix-row",  "ranking",
    "rank-item",    "move-up",     "move-down",  "pictures",  "picture",     "consent",     "link",
    "primary-link", "tab",         "tab-button", "notice",    "note",        "banner",      "panel",
    "media",        "dots",        "meter",      "tasks",     "task",        "task-action", "thread",
    "stage",        "search",      "document",   "previous",  "never",       "launcher",    "help-button",
    "tasks-button"};

// Hundredths are enough to see a device pixel; trailing zeros are left out.
void number(std::string& out, float value) {
  auto hundredths = static_cast<long long>(std::floor(static_cast<double>(value) * 100 + 0.5));
  out += ' ';
  if (hundredths < 0) {
    out += '-';
    hundredths = -hundredths;
  }
  out += std::to_string(hundredths / 100);
  const auto rest = static_cast<int>(hundredths % 100);
  if (rest == 0) return;
  out += '.';
  out += static_cast<char>('0' + rest / 10);
  if (rest % 10) out += static_cast<char>('0' + rest % 10);
}

void rect(std::string& out, const Rect& r) {
  number(out, r.x);
  number(out, r.y);
  number(out, r.width);
  number(out, r.height);
}

void color(std::string& out, Color value) {
  out += " #";
  for (int shift = 0; shift < 24; shift += 8) {
    out += "0123456789abcdef"[(value >> (shift + 4)) & 15];
    out += "0123456789abcdef"[(value >> shift) & 15];
  }
}

void quoted(std::string& out, std::string_view text) {
  out += " \"";
  out += text;
  out += '"';
}

}  // namespace

std::string dump(const DisplayList& list) {
  std::string out;
  for (const Shape& shape : list.shapes) {
    switch (shape.kind) {
      case ShapeKind::kBox:
        out += "box";
        rect(out, shape.rect);
        out += " r";
        number(out, shape.radius);
        if (shape.corners == kTopCorners) out += " top";
        if (shape.corners == kLeftCorners) out += " left";
        color(out, shape.color);
        if (shape.border > 0) {
          out += " border";
          number(out, shape.border);
          color(out, shape.border_color);
        }
        break;
      case ShapeKind::kStroke:
        out += "stroke";
        rect(out, shape.rect);
        out += " r";
        number(out, shape.radius);
        color(out, shape.color);
        break;
      case ShapeKind::kArrow:
        out += "arrow ";
        out += kSideNames[static_cast<int>(shape.side)];
        number(out, shape.rect.x);
        number(out, shape.rect.y);
        out += " r";
        number(out, shape.radius);
        out += " depth";
        number(out, shape.depth);
        color(out, shape.color);
        break;
      case ShapeKind::kStar:
        out += "star";
        number(out, shape.rect.x);
        number(out, shape.rect.y);
        out += " r";
        number(out, shape.radius);
        color(out, shape.color);
        if (shape.border > 0) {
          out += " border";
          number(out, shape.border);
          color(out, shape.border_color);
        }
        break;
      case ShapeKind::kBow:
        out += "bow";
        rect(out, shape.rect);
        out += " r";
        number(out, shape.radius);
        color(out, shape.color);
        break;
      case ShapeKind::kPlay:
        out += "play";
        number(out, shape.rect.x);
        number(out, shape.rect.y);
        out += " r";
        number(out, shape.radius);
        color(out, shape.color);
        break;
      case ShapeKind::kClip:
        out += "clip";
        rect(out, shape.rect);
        break;
    }
    out += '\n';
  }
  for (const TextRun& run : list.runs) {
    out += "text";
    number(out, run.x);
    number(out, run.baseline);
    out += ' ';
    out += kFontNames[static_cast<int>(run.font)];
    color(out, run.color);
    quoted(out, run.text);
    out += '\n';
  }
  return out;
}

std::string dump(const Layout& layout) {
  std::string out = layout.guide & kFramePanel    ? "panel"
                    : layout.guide & kFrameBanner ? "banner"
                    : layout.guide                ? "launcher"
                    : layout.sheet                ? "sheet"
                    : layout.tip                  ? "tip"
                    : layout.tab                  ? "tab"
                    : layout.inlined              ? "inline"
                                                  : "card";
  number(out, layout.width);
  number(out, layout.height);
  out += '\n';
  for (const Box& box : layout.boxes) {
    out += kRoleNames[static_cast<int>(box.node->role)];
    out += ' ';
    out += kLookNames[static_cast<int>(box.node->look)];
    rect(out, box.rect);
    for (uint32_t i = 0; i < box.text_count; ++i) quoted(out, layout.texts[box.first_text + i].text);
    out += '\n';
  }
  return out;
}

}  // namespace canvass::widget

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
constexpr float kMatrixWidth = 560;  // of a card with a table of statements
constexpr float kTouchWidth = 576;   // of a card with a long scale for fingers
constexpr float kTightBelow = 340;   // narrow cards have less padding below this
constexpr float kNarrowBelow = 400;  // a card in a container narrower than this is laid out like a sheet
constexpr float kInlineWidth = 640;  // the most a card in a container takes of it
constexpr float kTipWidth = 320;
constexpr float kNoteWidth = 360;
constexpr float kPanelWidth = 400;   // of the help panel,
constexpr float kPanelHeight = 600;  // which is no lower than the viewport has room for
constexpr float kBannerRow = 720;    // the words and the buttons of a banner from this width on stand beside each other
constexpr float kTabWidth = 240;     // the most a feedback tab takes
constexpr float kViewportGap = 16;   // least room between a card and each side of the viewport

// Where the image in a picture's tile stands: this far from its sides and top, and as high as a part of its width.
// Values are part of the C ABI (abi::kPictureInset, abi::kPictureRatio).
constexpr float kPictureInset = 6;
constexpr float kPictureRatio = 0.75f;

// Of marks: circles, boxes, and the disc with a place's number.
constexpr float kMarkSize = 20;
constexpr float kMarkInset = 14;  // from the start of a row
constexpr float kTileInset = 10;  // from the start of a picture's tile, and under its caption
constexpr float kPlaceSize = 24;
constexpr float kErrorLead = 24;  // what an error's mark takes before the words

// Of a checklist's rows, a thread's stages and a tour's dots.
constexpr float kTaskLead = 32;  // from the mark's start to the words
constexpr float kStageLead = 28;
constexpr float kDotSize = 6;
constexpr float kDotGap = 6;
constexpr float kPillWidth = 18;      // of the dot of the step that shows
constexpr uint32_t kMostDots = 8;     // more steps than these are counted in digits
constexpr float kLauncherSize = 48;   // height of the launcher's buttons
constexpr float kProgressInset = 12;  // from the end of the checklist's button to the words of its progress

struct LayoutOptions {
  float viewport_width = 1280;
  float viewport_height = 800;
  float inline_width = 0;  // of the page's container that the card is in; 0: it is over the page
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
  std::string_view text;  // into the tree, or into the cache
};

// The forms that a cell has, by the room there is.
enum class Form : uint8_t {
  kCell,
  kRow,   // worded, over the whole width
  kMark,  // a circle in a table
  kOver,  // a close button that stands on a picture
};

struct Box {
  const view::Node* node = nullptr;
  view::NodeId parent = 0;
  Rect rect;  // empty: not on screen
  Form form = Form::kCell;
  uint32_t first_text = 0;
  uint32_t text_count = 0;
};

// Bits of a frame's flags (widget/surface.h). Values are part of the C ABI (abi::Frame).
enum FrameFlag : uint32_t {
  kFrameDark = 1 << 0,
  kFrameSheet = 1 << 1,  // fills the width of the page at its foot
  kFrameTip = 1 << 2,    // to be placed at its anchor
  kFrameRightToLeft = 1 << 3,
  kFrameTab = 1 << 4,       // at the page's right edge; no card around it
  kFrameInline = 1 << 5,    // in a container of the page
  kFramePanel = 1 << 6,     // the help panel: what scrolls in it is a node of its own
  kFrameBanner = 1 << 7,    // over the page's whole width, with corners that are not round
  kFrameLauncher = 1 << 8,  // buttons at the page's corner; no card around them
};

// What a tree is shown as.
struct Format {
  float width = 0;      // CSS px; the most, for a tab
  float margin = 2;     // of the picture around it: its arrow, rings, anti-aliasing
  uint32_t guide = 0;   // kFramePanel, kFrameBanner or kFrameLauncher
  bool narrow = false;  // like a phone's, or one
  bool sheet = false;   // at the foot of a phone
  bool tip = false;
  bool tab = false;
  bool inlined = false;
};

Format format_of(const view::Node& root, const LayoutOptions& options);

// The number that a text begins with, as the tree writes them: "0.25" → 0.25, "2/5" → 2, nothing → 0.
float number_in(std::string_view text);

// "2/5": the second of five. None of nothing when it says anything else.
struct Steps {
  uint32_t at = 0;
  uint32_t of = 0;
};
Steps steps_in(std::string_view value);

struct Layout : Format {
  float height = 0;
  Vector<Box> boxes;  // depth first, parents first; [0] is the card
  Vector<PlacedText> texts;
};

// Every node of the tree gets a box. The layout points into `root` and `cache`.
Layout lay_out(const view::Node& root, const LayoutOptions& options, TextCache& cache);

}  // namespace canvass::widget

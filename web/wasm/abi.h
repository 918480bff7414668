// The flat C ABI between the browser and the core. TypeScript takes its constants from this header, from
// core/view/ and from core/event.h (web/tools/constants.mjs), so nothing is written twice.
//
// Strings go in through one input buffer and come out through one output buffer, both owned by the module, UTF-8,
// not terminated. Every pointer is valid until the next call; memory may move, so views must be made anew after
// every call.
//
// Calls (names are the export names):
//   canvass_input(size) → pointer         room for `size` bytes of input
//   canvass_configure(length) → pointer   input: the visitor's locale, a line break, config JSON.
//                                         output: {"errors":[{pointer,message}],"warnings":[…],"needs":[names of
//                                         packs]}
//   canvass_provide(length) → 0 or 1      input: a pack; before the first event. 1: it is one
//   canvass_explain(length, now) → pointer   input: an id.     output: as `canvass replay --explain` has it
//   canvass_status(now) → pointer         output: how delivery stands, as `canvass('status', fn)` gives it
//   (docs/api.md) canvass_handle(length, now) → pointer input: event JSON.   output: {"events":[…],"effects":[…]}
//   canvass_act(node, action, length, now) → pointer   input: value.  output: as canvass_handle
//   canvass_output_size() → bytes         of the output of the last call
//   canvass_environment(slot, width, height, dpr, flags)   slot: view::Slot; viewport in CSS px; flags: Env
//   canvass_interact(slot, hovered, focused, pressed)  node ids, 0: none. `focused` only where focus is visible
//   canvass_arrow(side, offset)           of a tip. side: Side; offset: CSS px along that side to the arrow's tip
//   canvass_fonts_changed()               forget measured text
//   canvass_frame(slot) → pointer         lays out and paints if anything changed; 0 when nothing is showing there
// Import, module "env":
//   canvass_measure(text, length, font, max_width, out, capacity) → lines
//     breaks UTF-8 text into lines no wider than max_width (CSS px); writes f32 ascent, f32 descent, then for each
//     line, `capacity` at most, u32 first byte, u32 end byte (without trailing space), f32 width. Where the text has
//     a translation, that is written as input (canvass_input) during the call, and is what the lines are of.
#pragma once

#include <cstdint>

namespace canvass::abi {

// Frame buffer: a header of 32-bit little-endian words, then nodes, runs and text; offsets are in bytes from the
// start of the buffer. Version 1.
constexpr uint32_t kMagic = 0x31535643;  // "CVS1"

// Words of the header.
enum class Header : uint32_t {
  kMagic = 0,
  kRevision = 1,  // grows by one with every frame that differs from the one before
  kFlags = 2,     // Frame
  kPosition = 3,  // view::Position
  kCardX = 4,     // f32: the card's place in the picture, CSS px (the picture is larger: arrow, anti-aliasing)
  kCardY = 5,
  kCardWidth = 6,
  kCardHeight = 7,
  kPictureWidth = 8,  // u32: device px
  kPictureHeight = 9,
  kPixels = 10,  // pointer to RGBA8888, not premultiplied, picture width × height
  kNodeCount = 11,
  kNodes = 12,  // offset
  kRunCount = 13,
  kRuns = 14,
  kText = 15,
  kTextLength = 16,
  kFontFamily = 17,  // offset and length within the text; empty: the page's own font
  kFontFamilyLength = 18,
  kRadius = 19,  // f32: the card's corners, CSS px
  kInk = 20,     // colours as 0xAABBGGRR
  kSecondaryInk = 21,
  kCard = 22,
  kHairline = 23,
  kAccent = 24,
  kOnAccent = 25,
  kLocale = 26,
  kLocaleLength = 27,
  kWords = 28,
};

// Bits of kFlags.
enum Frame : uint32_t {
  kDark = 1 << 0,
  kSheet = 1 << 1,  // fills the width of the page at its foot
  kTip = 1 << 2,    // to be placed at its anchor
  kRightToLeft = 1 << 3,
  kTab = 1 << 4,       // at the page's right edge, which cuts its ring; no card around it
  kInline = 1 << 5,    // in a container of the page
  kPanel = 1 << 6,     // the help panel: what scrolls in it is a node of its own
  kBanner = 1 << 7,    // over the page's whole width
  kLauncher = 1 << 8,  // buttons at the page's corner; no card around them
};

// Words of a node, in the tree's order (depth first, parents first). Rectangles are CSS px relative to the card.
enum class NodeWord : uint32_t {
  kId = 0,
  kParent = 1,  // id, 0 for the dialog
  kRole = 2,    // low byte view::Role, next byte view::Look
  kState = 3,
  kChanged = 4,  // view::Change since the frame before
  kX = 5,        // f32
  kY = 6,
  kWidth = 7,
  kHeight = 8,
  kText = 9,  // offset and length within the text, four times
  kTextLength = 10,
  kLabel = 11,
  kLabelLength = 12,
  kValue = 13,
  kValueLength = 14,
  kHint = 15,
  kHintLength = 16,
  kWords = 17,
};

// Words of a text run: one line of text to be drawn after the pixels.
enum class RunWord : uint32_t {
  kX = 0,  // f32, CSS px relative to the card: the left end, whatever the direction
  kBaseline = 1,
  kFont = 2,   // Font
  kColor = 3,  // 0xAABBGGRR
  kText = 4,
  kTextLength = 5,
  kWords = 6,
};

// Type sizes: index into the tables in widget/theme.h. Size and weight travel to the host through kFonts below.
enum class Font : uint32_t { kTitle = 0, kBody = 1, kSecondary = 2, kStrong = 3, kCell = 4, kCount = 5 };
constexpr int kTitleSize = 17;  // CSS px
constexpr int kTitleWeight = 600;
constexpr int kBodySize = 15;
constexpr int kBodyWeight = 400;
constexpr int kSecondarySize = 13;
constexpr int kSecondaryWeight = 400;
constexpr int kStrongSize = 15;
constexpr int kStrongWeight = 600;
constexpr int kCellSize = 15;
constexpr int kCellWeight = 500;

// Where the image of a view::Look::kPicture goes: this far from the tile's left, top and right edges, CSS px, and as
// high as this part of its width.
constexpr int kPictureInset = 6;
constexpr float kPictureRatio = 0.75;

// Bits of the environment.
enum Env : uint32_t {
  kDarkScheme = 1 << 0,
  kCoarsePointer = 1 << 1,
  kInlineSlot = 1 << 2,  // the width is a container's, not the viewport's
  kMoreContrast = 1 << 3,
};

enum class Side : uint32_t { kNone = 0, kTop = 1, kRight = 2, kBottom = 3, kLeft = 4 };

}  // namespace canvass::abi

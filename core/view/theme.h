// What a site may choose about the look of its surveys and guides. Plain values: the config parser fills them in,
// the widget turns them into colours and measures for light and dark.
#pragma once

#include <cstdint>
#include <string>

namespace canvass::view {

enum class ColorMode : uint8_t { kAuto = 0, kLight = 1, kDark = 2 };

// Where a survey stands on a wide page; on a phone it is a bottom sheet whatever this says. Part of the C ABI.
enum class Position : uint8_t {
  kBottomRight = 0,
  kBottomLeft = 1,
  kBottomCenter = 2,
  kTopRight = 3,
  kTopLeft = 4,
  kCenter = 5,
};

struct Theme {
  ColorMode mode = ColorMode::kAuto;
  uint32_t accent_light = 0x4f46e5;  // 0xRRGGBB
  uint32_t accent_dark = 0x8b85ff;
  float radius = 16;  // CSS px, 0…32
  Position position = Position::kBottomRight;
  std::string font;  // a CSS font-family list; empty: the page's own
};

}  // namespace canvass::view

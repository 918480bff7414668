// From what a site chose (view::Theme) to every colour and radius the widget uses, for light and for dark.
//
//   Palette palette = resolve(theme, is_dark(theme, environment.dark_scheme));
//
// A custom accent keeps its hue. What is put on it and beside it is chosen so that it can be read: text on the accent
// is white or near-black, and the accent as text or as a ring is darkened (light) or lightened (dark) until it has
// 4.5:1 on the card and on the soft accent (WCAG 2.2, 1.4.3 and 1.4.11).
#pragma once

#include <cstdint>

#include "core/view/theme.h"

namespace canvass::widget {

using Color = uint32_t;  // 0xAABBGGRR: as ImGui's IM_COL32, and as RGBA bytes in memory

struct Palette {
  bool dark = false;
  Color card = 0;
  Color ink = 0;
  Color secondary_ink = 0;
  Color hairline = 0;
  Color cell = 0;
  Color cell_hover = 0;  // of what stays neutral under the pointer: quiet buttons, the close button
  Color field = 0;       // a text box
  Color field_edge = 0;
  Color field_edge_hover = 0;
  Color accent = 0;
  Color accent_hover = 0;
  Color accent_pressed = 0;
  Color on_accent = 0;
  Color accent_text = 0;  // the accent as text, ring or line
  Color accent_edge = 0;  // around what is filled with the accent; differs from it where it is too close to the card
  Color accent_soft = 0;
  Color accent_soft_pressed = 0;
  Color good = 0;
  Color good_soft = 0;
  Color bad = 0;
  Color bad_text = 0;   // what went wrong, in words
  Color warn = 0;       // between bad and good
  Color star_edge = 0;  // around a star that is given, which is filled with `warn`
  Color mark_edge = 0;  // around an empty circle, box or star: 3:1 on the card and on a cell
  Color handle = 0;
  bool operator==(const Palette&) const = default;
};

// Corner radii in CSS px; all follow the card's, so that a square theme is square throughout.
struct Radii {
  float card = 0;
  float button = 0;  // buttons, rows and text boxes
  float cell = 0;
};

// Whether `theme` is dark on a page that prefers dark or not.
bool is_dark(const view::Theme& theme, bool dark_scheme);

Palette resolve(const view::Theme& theme, bool dark);
Radii radii_of(const view::Theme& theme);

// The contrast ratio of two opaque colours, 1…21: (L1 + 0.05) / (L2 + 0.05) of their relative luminances (WCAG 2.2).
float contrast(Color a, Color b);

// `amount` (0…1) of `over` laid over `under`; opaque.
Color mix(Color under, Color over, float amount);

// 0xRRGGBB as an opaque Color.
constexpr Color rgb(uint32_t value) {
  return 0xff000000u | ((value & 0xff) << 16) | (value & 0xff00) | ((value >> 16) & 0xff);
}

}  // namespace canvass::widget

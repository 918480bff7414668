// From what a site chose (view::Theme) to every colour and radius the widget uses, for light and for dark.
//
//   Palette palette = resolve(theme, is_dark(theme, environment.dark_scheme), environment.more_contrast);
//
// Words have 4.5:1 on whatever they stand on, and what shows where a control is, what it is and in which state 3:1
// (WCAG 2.2, 1.4.3 and 1.4.11), whatever the accent (core/view/color.h); 7:1 and 4.5:1 for visitors who ask for more
// contrast.
#pragma once

#include <cstdint>

#include "core/view/color.h"
#include "core/view/theme.h"

namespace canvass::widget {

using view::Color;
using view::contrast;
using view::mix;
using view::rgb;

struct Palette {
  bool dark = false;
  Color card = 0;
  Color ink = 0;
  Color secondary_ink = 0;
  Color hairline = 0;
  Color cell = 0;
  Color cell_hover = 0;  // of what stays neutral under the pointer: quiet buttons, the close button
  Color field = 0;       // a text box
  Color edge = 0;        // around text boxes, answers and empty marks: 3:1 on the card
  Color edge_hover = 0;
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
  Color bad_text = 0;  // what went wrong, in words
  Color warn = 0;      // between bad and good
  Color star = 0;      // one that is given
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

Palette resolve(const view::Theme& theme, bool dark, bool more_contrast = false);
Radii radii_of(const view::Theme& theme);

}  // namespace canvass::widget

// Colours that can be read: contrast as WCAG 2.2 measures it, and what becomes of an accent that a site has chosen.
//
//   const Accent accent = accent_of(0xffd400, false);
//   accent.fill → as chosen;  accent.on → near-black;  accent.text → darkened until it can be read on a light card
//
// Colours are opaque, 0xAABBGGRR: RGBA bytes in memory.
#pragma once

#include <cstdint>

namespace canvass::view {

using Color = uint32_t;

// Of text on what it stands on (WCAG 2.2, 1.4.3), and for visitors who ask for more (1.4.6).
constexpr float kTextContrast = 4.5f;
constexpr float kMoreContrast = 7;

// 0xRRGGBB as an opaque Color, and back.
constexpr Color rgb(uint32_t value) {
  return 0xff000000u | ((value & 0xff) << 16) | (value & 0xff00) | ((value >> 16) & 0xff);
}
constexpr uint32_t hex_of(Color color) { return rgb(color) & 0xffffff; }

constexpr Color card_of(bool dark) { return rgb(dark ? 0x1c1e26 : 0xffffff); }

// The contrast ratio of two colours, 1…21: (L1 + 0.05) / (L2 + 0.05) of their relative luminances, within 1 %.
float contrast(Color a, Color b);

// `amount` (0…1) of `over` laid over `under`.
Color mix(Color under, Color over, float amount);

// `color` moved towards `end` by the least that gives it `ratio` on both grounds.
Color readable(Color color, Color end, Color ground, Color other_ground, float ratio);

// What an accent is used as on a light or a dark card.
struct Accent {
  Color fill = 0;          // as chosen, unless nothing could be read on it
  Color on = 0;            // words on the fill: white or near-black
  Color soft = 0;          // grounds of what is pointed at and chosen,
  Color soft_pressed = 0;  // and pressed
  Color text = 0;          // words, lines and rings on the card and on both of these
};
Accent accent_of(uint32_t chosen, bool dark, float ratio = kTextContrast);  // 0xRRGGBB

}  // namespace canvass::view

#include "core/view/color.h"

#include <algorithm>
#include <cmath>

namespace canvass::view {
namespace {

constexpr Color kBlack = 0xff000000u;
constexpr Color kWhite = 0xffffffffu;

// sRGB to linear light (WCAG 2.2, relative luminance). x^2.4 as x^2 · x^(1/4 + 1/8 + 1/32), within 2 %: no pow() in the
// module.
float linear(Color color, int shift) {
  const float c = static_cast<float>((color >> shift) & 0xff) / 255;
  if (c <= 0.04045f) return c / 12.92f;
  const float x = (c + 0.055f) / 1.055f;
  const float fourth = std::sqrt(std::sqrt(x));
  const float eighth = std::sqrt(fourth);
  return x * x * fourth * eighth * std::sqrt(std::sqrt(eighth));
}

float luminance(Color color) {
  return 0.2126f * linear(color, 0) + 0.7152f * linear(color, 8) + 0.0722f * linear(color, 16);
}

}  // namespace

float contrast(Color a, Color b) {
  const float la = luminance(a) + 0.05f;
  const float lb = luminance(b) + 0.05f;
  return la > lb ? la / lb : lb / la;
}

Color mix(Color under, Color over, float amount) {
  Color out = kBlack;
  for (int shift = 0; shift < 24; shift += 8) {
    const auto a = static_cast<float>((under >> shift) & 0xff);
    const auto b = static_cast<float>((over >> shift) & 0xff);
    out |= static_cast<Color>(a + (b - a) * amount + 0.5f) << shift;
  }
  return out;
}

Color readable(Color color, Color end, Color ground, Color other_ground, float ratio) {
  ratio *= 1.01f;  // what contrast() may be out by
  for (int step = 0; step < 32; ++step) {
    const Color tried = mix(color, end, static_cast<float>(step) / 32);
    if (contrast(tried, ground) >= ratio && contrast(tried, other_ground) >= ratio) return tried;
  }
  return end;
}

Accent accent_of(uint32_t chosen, bool dark, float ratio) {
  Accent a;
  const Color card = card_of(dark);
  const Color near_black = rgb(0x14141c);
  a.fill = rgb(chosen);
  const float on_white = contrast(a.fill, kWhite);
  const bool white = on_white >= std::min(kTextContrast, contrast(a.fill, near_black));
  a.on = white ? kWhite : near_black;
  a.fill = readable(a.fill, white ? kBlack : kWhite, a.on, a.on, ratio);
  a.soft = mix(card, a.fill, dark ? 0.15f : 0.095f);
  a.soft_pressed = mix(card, a.fill, dark ? 0.22f : 0.16f);
  a.text = readable(a.fill, dark ? kWhite : kBlack, card, a.soft_pressed, ratio);
  return a;
}

}  // namespace canvass::view

#include "widget/theme.h"

#include <algorithm>

namespace canvass::widget {
namespace {

constexpr Color kBlack = 0xff000000u;
constexpr Color kWhite = 0xffffffffu;

// sRGB to linear light as a cubic: within 0.003 of the exact curve, and no pow() in the module.
float linear(Color color, int shift) {
  const float c = static_cast<float>((color >> shift) & 0xff) / 255;
  return c * (c * (c * 0.305306011f + 0.682171111f) + 0.012522878f);
}

float luminance(Color color) {
  return 0.2126f * linear(color, 0) + 0.7152f * linear(color, 8) + 0.0722f * linear(color, 16);
}

// `color` moved towards `end` by the least that gives it `ratio` on both grounds.
Color readable(Color color, Color end, Color ground, Color other_ground, float ratio) {
  for (int step = 0; step < 20; ++step) {
    const Color tried = mix(color, end, static_cast<float>(step) / 20);
    if (contrast(tried, ground) >= ratio && contrast(tried, other_ground) >= ratio) return tried;
  }
  return end;
}

}  // namespace

Color mix(Color under, Color over, float amount) {
  Color out = kBlack;
  for (int shift = 0; shift < 24; shift += 8) {
    const auto a = static_cast<float>((under >> shift) & 0xff);
    const auto b = static_cast<float>((over >> shift) & 0xff);
    out |= static_cast<Color>(a + (b - a) * amount + 0.5f) << shift;
  }
  return out;
}

float contrast(Color a, Color b) {
  const float la = luminance(a) + 0.05f;
  const float lb = luminance(b) + 0.05f;
  return la > lb ? la / lb : lb / la;
}

bool is_dark(const view::Theme& theme, bool dark_scheme) {
  return theme.mode == view::ColorMode::kAuto ? dark_scheme : theme.mode == view::ColorMode::kDark;
}

Palette resolve(const view::Theme& theme, bool dark) {
  Palette p;
  p.dark = dark;
  p.card = rgb(dark ? 0x1c1e26 : 0xffffff);
  p.ink = rgb(dark ? 0xeef0f6 : 0x171a26);
  p.secondary_ink = rgb(dark ? 0xa3a9ba : 0x5b6275);
  p.hairline = rgb(dark ? 0x343846 : 0xe3e6ee);
  p.cell = rgb(dark ? 0x272a34 : 0xf4f5f9);
  p.cell_hover = mix(p.cell, p.ink, dark ? 0.06f : 0.05f);
  p.field = dark ? rgb(0x171920) : p.card;
  p.field_edge = mix(p.hairline, p.secondary_ink, dark ? 0.3f : 0.22f);
  p.field_edge_hover = mix(p.hairline, p.secondary_ink, 0.6f);
  p.handle = mix(p.hairline, p.secondary_ink, 0.15f);

  p.accent = rgb(dark ? theme.accent_dark : theme.accent_light);
  const Color on_dark = rgb(0x14141c);
  p.on_accent = contrast(p.accent, kWhite) >= std::min(4.5f, contrast(p.accent, on_dark)) ? kWhite : on_dark;
  // Away from the text on it, so that the text only gains from a hover.
  const Color deeper = p.on_accent == kWhite ? kBlack : kWhite;
  p.accent_hover = mix(p.accent, deeper, 0.1f);
  p.accent_pressed = mix(p.accent, deeper, 0.2f);
  p.accent_soft = mix(p.card, p.accent, dark ? 0.15f : 0.095f);
  p.accent_soft_pressed = mix(p.card, p.accent, dark ? 0.25f : 0.18f);
  p.accent_text = readable(p.accent, dark ? kWhite : kBlack, p.card, p.accent_soft, 4.5f);
  p.accent_edge = contrast(p.accent, p.card) < 3 ? p.accent_text : p.accent;

  p.good = rgb(dark ? 0x2fbf85 : 0x16a36a);
  p.good_soft = mix(p.card, p.good, dark ? 0.18f : 0.12f);
  p.bad = rgb(dark ? 0xf07171 : 0xdc4a4a);
  p.bad_text = readable(p.bad, dark ? kWhite : kBlack, p.card, p.card, 4.5f);
  p.warn = rgb(dark ? 0xf0b43c : 0xe8a317);
  p.star_edge = dark ? p.warn : rgb(0xd97706);
  p.mark_edge = mix(p.hairline, p.secondary_ink, 0.7f);
  return p;
}

Radii radii_of(const view::Theme& theme) {
  // Written so that NaN becomes 0.
  const float card = theme.radius > 0 ? std::min(theme.radius, 32.0f) : 0.0f;
  return {card, std::min(card * 0.625f, 14.0f), std::min(card * 0.5f, 12.0f)};
}

}  // namespace canvass::widget

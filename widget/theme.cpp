#include "widget/theme.h"

#include <algorithm>

namespace canvass::widget {

bool is_dark(const view::Theme& theme, bool dark_scheme) {
  return theme.mode == view::ColorMode::kAuto ? dark_scheme : theme.mode == view::ColorMode::kDark;
}

Palette resolve(const view::Theme& theme, bool dark, bool more_contrast) {
  const view::Accent accent = view::accent_of(dark ? theme.accent_dark : theme.accent_light, dark,
                                              more_contrast ? view::kMoreContrast : view::kTextContrast);
  Palette p;
  p.dark = dark;
  p.card = view::card_of(dark);
  p.ink = rgb(dark ? 0xeef0f6 : 0x171a26);
  p.secondary_ink = rgb(dark ? 0xa3a9ba : 0x5b6275);
  p.hairline = rgb(dark ? 0x343846 : 0xe3e6ee);
  p.cell = rgb(dark ? 0x272a34 : 0xf4f5f9);
  p.edge = rgb(dark ? 0x686d7d : 0x8c91a1);
  if (more_contrast) {
    p.hairline = p.edge;
    p.edge = p.secondary_ink;
    p.secondary_ink = mix(p.secondary_ink, p.ink, 0.7f);
  }
  p.cell_hover = mix(p.cell, p.ink, dark ? 0.06f : 0.05f);
  p.field = dark ? rgb(0x171920) : p.card;
  p.edge_hover = mix(p.edge, p.ink, 0.4f);

  p.accent = accent.fill;
  p.on_accent = accent.on;
  // Away from the text on it, so that the text only gains from a hover.
  const Color deeper = rgb(p.on_accent == rgb(0xffffff) ? 0 : 0xffffff);
  p.accent_hover = mix(p.accent, deeper, 0.1f);
  p.accent_pressed = mix(p.accent, deeper, 0.2f);
  p.accent_soft = accent.soft;
  p.accent_soft_pressed = accent.soft_pressed;
  p.accent_text = accent.text;
  p.accent_edge = contrast(p.accent, p.card) < 3.05f ? p.accent_text : p.accent;

  p.good = rgb(dark ? 0x2fbf85 : 0x128a5a);
  p.good_soft = mix(p.card, p.good, dark ? 0.18f : 0.12f);
  p.bad = rgb(dark ? 0xf07171 : 0xdc4a4a);
  p.bad_text = rgb(dark ? 0xf07171 : 0xc73c3c);
  p.warn = rgb(dark ? 0xf0b43c : 0xe8a317);
  p.star = dark ? p.warn : rgb(0xd97706);
  if (more_contrast) {
    p.bad_text = mix(p.bad_text, p.ink, 0.35f);
    p.star = mix(p.star, p.ink, 0.3f);
  }
  return p;
}

Radii radii_of(const view::Theme& theme) {
  // Written so that NaN becomes 0.
  const float card = theme.radius > 0 ? std::min(theme.radius, 32.0f) : 0.0f;
  return {card, std::min(card * 0.625f, 14.0f), std::min(card * 0.5f, 12.0f)};
}

}  // namespace canvass::widget

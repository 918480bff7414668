#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

#include "widget/theme.h"

using namespace canvass;
using namespace canvass::widget;

namespace {

// The exact curve of WCAG 2.2, which the widget approximates.
double exact_contrast(Color a, Color b) {
  const auto luminance = [](Color color) {
    const auto linear = [&](int shift) {
      const double c = ((color >> shift) & 0xff) / 255.0;
      return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(0) + 0.7152 * linear(8) + 0.0722 * linear(16) + 0.05;
  };
  const double la = luminance(a), lb = luminance(b);
  return la > lb ? la / lb : lb / la;
}

view::Theme with_accent(uint32_t accent) {
  view::Theme theme;
  theme.accent_light = theme.accent_dark = accent;
  return theme;
}

}  // namespace

TEST_CASE("the default palettes are the design's tokens") {
  const Palette light = resolve(view::Theme(), false);
  CHECK(light.card == rgb(0xffffff));
  CHECK(light.ink == rgb(0x171a26));
  CHECK(light.secondary_ink == rgb(0x5b6275));
  CHECK(light.hairline == rgb(0xe3e6ee));
  CHECK(light.cell == rgb(0xf4f5f9));
  CHECK(light.accent == rgb(0x4f46e5));
  CHECK(light.on_accent == rgb(0xffffff));
  CHECK(light.accent_soft == rgb(0xeeedfd));
  CHECK(light.accent_edge == light.accent);
  const Palette dark = resolve(view::Theme(), true);
  CHECK(dark.card == rgb(0x1c1e26));
  CHECK(dark.accent == rgb(0x8b85ff));
  CHECK(dark.on_accent == rgb(0x14141c));
  CHECK(dark.dark);
}

TEST_CASE("contrast follows WCAG's definition") {
  CHECK(contrast(rgb(0xffffff), rgb(0)) == Catch::Approx(21).epsilon(0.001));
  CHECK(contrast(rgb(0x777777), rgb(0x777777)) == 1);
  for (const uint32_t color : {0x4f46e5u, 0x8b85ffu, 0x767676u, 0xff6a00u, 0x16a36au, 0x123456u})
    CHECK(contrast(rgb(color), rgb(0xffffff)) ==
          Catch::Approx(exact_contrast(rgb(color), rgb(0xffffff))).epsilon(0.03));
}

TEST_CASE("contrast is within 1 % of WCAG's definition for every grey and for colours") {
  for (uint32_t grey = 0; grey <= 0xff; ++grey) {
    for (const uint32_t ground : {0xffffffu, 0x1c1e26u, 0x000000u}) {
      const Color color = rgb(grey * 0x010101);
      INFO("grey " << grey << " on " << std::hex << ground);
      CHECK(contrast(color, rgb(ground)) == Catch::Approx(exact_contrast(color, rgb(ground))).epsilon(0.01));
    }
  }
}

TEST_CASE("text can be read, and what shows where and in which state controls are be seen, whatever the accent") {
  for (uint32_t accent = 0; accent <= 0xffffff; accent += 0x00050b0d) {
    for (const bool dark : {false, true}) {
      for (const bool more : {false, true}) {
        const Palette p = resolve(with_accent(accent), dark, more);
        const double text = more ? 7 : 4.5;
        const double edge = more ? 4.5 : 3;
        INFO("accent " << std::hex << accent << " dark " << dark << " more contrast " << more);
        for (const Color fill : {p.accent, p.accent_hover, p.accent_pressed})
          CHECK(exact_contrast(p.on_accent, fill) >= text);
        for (const Color ground : {p.card, p.accent_soft, p.accent_soft_pressed})
          CHECK(exact_contrast(p.accent_text, ground) >= text);
        for (const Color ground : {p.card, p.cell, p.field}) {
          CHECK(exact_contrast(p.ink, ground) >= 7);
          CHECK(exact_contrast(p.secondary_ink, ground) >= text);
        }
        for (const Color ground : {p.card, p.field}) CHECK(exact_contrast(p.edge, ground) >= edge);
        CHECK(exact_contrast(p.ink, p.cell_hover) >= 7);
        CHECK(exact_contrast(p.accent_edge, p.card) >= 3);
      }
    }
  }
}

TEST_CASE("an accent on which neither white nor near-black can be read is corrected, others stay as chosen") {
  for (const uint32_t accent : {0x777777u, 0x7a7a7au, 0x00848cu, 0xe0453bu}) {
    INFO(std::hex << accent);
    const Palette p = resolve(with_accent(accent), false);
    CHECK(exact_contrast(p.on_accent, rgb(accent)) < 4.6);
    CHECK(exact_contrast(p.on_accent, p.accent) >= 4.5);
    CHECK(exact_contrast(p.accent, rgb(accent)) < 1.2);
  }
  for (const uint32_t accent : {0x4f46e5u, 0x000000u, 0xffffffu, 0xb4482au, 0x0a7f5au, 0xffd400u})
    CHECK(resolve(with_accent(accent), false).accent == rgb(accent));
}

TEST_CASE("a pale accent gets dark text and an edge that shows") {
  const Palette p = resolve(with_accent(0xffd400), false);
  CHECK(p.accent == rgb(0xffd400));
  CHECK(p.on_accent == rgb(0x14141c));
  CHECK(p.accent_edge != p.accent);
}

TEST_CASE("the colour mode decides over the page's preference, auto follows it") {
  view::Theme theme;
  CHECK(is_dark(theme, true));
  CHECK_FALSE(is_dark(theme, false));
  theme.mode = view::ColorMode::kLight;
  CHECK_FALSE(is_dark(theme, true));
  theme.mode = view::ColorMode::kDark;
  CHECK(is_dark(theme, false));
}

TEST_CASE("all corners follow the card's radius") {
  view::Theme theme;
  CHECK(radii_of(theme).card == 16);
  CHECK(radii_of(theme).button == 10);
  CHECK(radii_of(theme).cell == 8);
  theme.radius = 0;
  CHECK(radii_of(theme).button == 0);
  theme.radius = 1e9f;
  CHECK(radii_of(theme).card == 32);
  theme.radius = std::numeric_limits<float>::quiet_NaN();
  CHECK(radii_of(theme).card == 0);
}

TEST_CASE("a mix of nothing and of everything is exact") {
  CHECK(mix(rgb(0x123456), rgb(0xfedcba), 0) == rgb(0x123456));
  CHECK(mix(rgb(0x123456), rgb(0xfedcba), 1) == rgb(0xfedcba));
}

TEST_CASE("stars, progress and errors can be seen and read on the default cards") {
  for (const bool dark : {false, true}) {
    const Palette p = resolve(view::Theme(), dark);
    for (const Color ground : {p.card, p.cell, p.field}) CHECK(exact_contrast(p.bad_text, ground) >= 4.5);
    CHECK(exact_contrast(p.star, p.card) >= 3);
    CHECK(exact_contrast(p.good, p.hairline) >= 3);
    CHECK(exact_contrast(p.good, p.good_soft) >= 3);
    CHECK(exact_contrast(p.good, p.card) >= 3);
  }
}

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "widget/paint.h"
#include "widget/raster.h"

using namespace canvass::widget;

namespace {

struct Bench {
  explicit Bench(int width, int height)
      : width(width), height(height), pixels(static_cast<size_t>(width * height)), draw(&shared) {
    shared.SetCircleTessellationMaxError(0.1f);
    shared.InitialFlags = ImDrawListFlags_AntiAliasedFill | ImDrawListFlags_AllowVtxOffset;
    draw._ResetForNewFrame();
    draw.PushClipRect(ImVec2(0, 0), ImVec2(static_cast<float>(width), static_cast<float>(height)));
  }
  void paint(std::vector<Shape> shapes, float scale = 1) {
    DisplayList list;
    list.shapes = std::move(shapes);
    canvass::widget::paint(list, &draw, 0, 0, scale);
    rasterise();
  }
  void rasterise() { canvass::widget::rasterise(draw, {pixels.data(), width, height}); }
  uint32_t at(int x, int y) const { return pixels[static_cast<size_t>(y * width + x)]; }
  int alpha(int x, int y) const { return static_cast<int>(at(x, y) >> 24); }
  double area() const {
    double sum = 0;
    for (const uint32_t pixel : pixels) sum += (pixel >> 24) / 255.0;
    return sum;
  }

  int width;
  int height;
  std::vector<uint32_t> pixels;
  ImDrawListSharedData shared;
  ImDrawList draw;
};

Shape box(Rect rect, float radius, Color color) {
  Shape shape;
  shape.rect = rect;
  shape.radius = radius;
  shape.color = color;
  return shape;
}

Shape bordered(Rect rect, float radius, Color color, float border, Color border_color) {
  Shape shape = box(rect, radius, color);
  shape.border = border;
  shape.border_color = border_color;
  return shape;
}

constexpr Color kRed = rgb(0xdc4a4a);
constexpr Color kBlue = rgb(0x4f46e5);
constexpr double kPi = 3.14159265358979;

}  // namespace

TEST_CASE("a square box covers exactly its pixels") {
  Bench bench(20, 20);
  bench.paint({box({3, 4, 10, 8}, 0, kRed)});
  for (int y = 0; y < 20; ++y)
    for (int x = 0; x < 20; ++x) CHECK(bench.at(x, y) == (x >= 3 && x < 13 && y >= 4 && y < 12 ? kRed : 0));
}

TEST_CASE("a round box is exact in its flat parts and along its straight edges") {
  Bench bench(60, 60);
  bench.paint({box({5, 5, 50, 50}, 8, kBlue)});
  for (int i = 14; i < 46; ++i) {
    CHECK(bench.at(i, 5) == kBlue);
    CHECK(bench.at(i, 4) == 0);
    CHECK(bench.at(i, 54) == kBlue);
    CHECK(bench.at(i, 55) == 0);
    CHECK(bench.at(5, i) == kBlue);
    CHECK(bench.at(4, i) == 0);
    CHECK(bench.at(54, i) == kBlue);
    CHECK(bench.at(55, i) == 0);
    CHECK(bench.at(i, i) == kBlue);
  }
}

TEST_CASE("a round corner's alpha is its coverage") {
  for (const float radius : {8.0f, 16.0f, 24.0f}) {
    Bench bench(80, 80);
    bench.paint({box({8, 8, 64, 64}, radius, kBlue)});
    const double r = radius;
    for (int y = 8; y < 8 + static_cast<int>(radius); ++y) {
      for (int x = 8; x < 8 + static_cast<int>(radius); ++x) {
        const double distance = std::hypot(x + 0.5 - 8 - r, y + 0.5 - 8 - r) - r;
        const double coverage = std::min(std::max(0.5 - distance, 0.0), 1.0);
        INFO(radius << ": " << x << ' ' << y);
        CHECK(std::fabs(bench.alpha(x, y) / 255.0 - coverage) < 0.16);
      }
    }
    const double expected = 64.0 * 64 - (4 - kPi) * r * r;
    CHECK(std::fabs(bench.area() - expected) < 0.003 * expected);
  }
}

TEST_CASE("round corners are symmetrical") {
  Bench bench(64, 64);
  bench.paint({box({8, 8, 48, 48}, 16, kBlue)});
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) {
      CHECK(std::abs(bench.alpha(x, y) - bench.alpha(63 - x, y)) <= 2);
      CHECK(std::abs(bench.alpha(x, y) - bench.alpha(x, 63 - y)) <= 2);
    }
  }
}

TEST_CASE("an edge over nothing keeps its colour: no dark fringe") {
  Bench bench(64, 64);
  bench.paint({box({8, 8, 48, 48}, 24, kRed)});
  int partial = 0;
  for (const uint32_t pixel : bench.pixels) {
    if (pixel >> 24 == 0) continue;
    CHECK((pixel | 0xff000000u) == kRed);
    partial += pixel >> 24 != 255;
  }
  CHECK(partial > 40);
}

TEST_CASE("a border between two colours over nothing mixes only those two") {
  Bench bench(64, 64);
  const Color white = rgb(0xffffff);
  bench.paint({bordered({8, 8, 48, 48}, 16, white, 1, kRed)});
  for (const uint32_t pixel : bench.pixels) {
    if (pixel >> 24 == 0) continue;
    // Between red and white: red is at least kRed's, green and blue move together.
    CHECK((pixel & 0xff) >= 0xdc - 1);
    CHECK(std::abs(static_cast<int>((pixel >> 8) & 0xff) - static_cast<int>((pixel >> 16) & 0xff)) <= 1);
  }
}

TEST_CASE("a border is whole device pixels wide, and exactly one at a pixel ratio of one") {
  for (const int dpr : {1, 2, 3}) {
    Bench bench(70 * dpr, 70 * dpr);
    bench.paint({bordered({5, 5, 60, 60}, 8, kBlue, 1, kRed)}, static_cast<float>(dpr));
    const int middle = 35 * dpr;
    for (int i = 0; i < 70 * dpr; ++i) {
      const bool inside = i >= 5 * dpr && i < 65 * dpr;
      const bool edge = inside && (i < 6 * dpr || i >= 64 * dpr);
      const uint32_t expected = !inside ? 0 : edge ? kRed : kBlue;
      CHECK(bench.at(i, middle) == expected);
      CHECK(bench.at(middle, i) == expected);
    }
  }
}

TEST_CASE("boxes of every size and radius fill without a gap or a spike") {
  for (int width = 1; width <= 40; width += 3) {
    for (int height = 1; height <= 40; height += 3) {
      for (const float radius : {0.0f, 0.4f, 2.0f, 7.5f, 20.0f, 99.0f}) {
        Bench bench(50, 50);
        bench.paint({box({5, 5, static_cast<float>(width), static_cast<float>(height)}, radius, kBlue)});
        INFO(width << 'x' << height << " r" << radius);
        const double r = std::min<double>(radius, std::min(width, height) / 2.0);
        const double expected = width * height - (r < 0.5 ? 0 : (4 - kPi) * r * r);
        CHECK(std::fabs(bench.area() - expected) < 0.08 * expected + 0.6);
        CHECK(bench.alpha(5 + width / 2, 5 + height / 2) == 255);
        for (int i = 0; i < 50; ++i)
          for (const int out : {4, 5 + width}) CHECK(bench.alpha(out, i) < 32);  // the fringe of a pole
      }
    }
  }
}

TEST_CASE("a clip leaves what is outside it alone, and ends") {
  Bench bench(40, 40);
  Shape clip;
  clip.kind = ShapeKind::kClip;
  clip.rect = {0, 0, 20, 10};
  Shape nothing = clip;
  nothing.rect = {5, 0, 0, 10};
  Shape end = clip;
  end.rect = {};
  bench.paint(
      {clip, box({2, 2, 30, 30}, 0, kRed), nothing, box({0, 0, 40, 40}, 0, kBlue), end, box({35, 35, 2, 2}, 0, kBlue)});
  CHECK(bench.at(19, 9) == kRed);
  CHECK(bench.at(20, 9) == 0);
  CHECK(bench.at(19, 10) == 0);
  CHECK(bench.at(36, 36) == kBlue);
}

TEST_CASE("strokes have round ends and the length asked for") {
  for (const int dx : {-1, 0, 1}) {
    for (const int dy : {-1, 0, 1}) {
      if (!dx && !dy) continue;
      Bench bench(60, 60);
      Shape stroke = box({30, 30, 14.0f * static_cast<float>(dx), 14.0f * static_cast<float>(dy)}, 2, kRed);
      stroke.kind = ShapeKind::kStroke;
      bench.paint({stroke});
      const double length = 14 * std::hypot(dx, dy);
      CHECK(std::fabs(bench.area() - (length * 4 + kPi * 4)) < 4);
      CHECK(bench.alpha(30, 30) > 200);
      CHECK(bench.alpha(30 + dx * 7, 30 + dy * 7) > 200);
      CHECK(bench.alpha(30 - dx * 7, 30 - dy * 7) == 0);
    }
  }
}

TEST_CASE("a star is symmetrical, pointed and notched, and the same shape at every size") {
  const auto star = [](float radius, float border) {
    Shape shape = box({64, 64, 0, 0}, radius, kBlue);
    shape.kind = ShapeKind::kStar;
    shape.border = border;
    shape.border_color = kRed;
    return shape;
  };
  Bench large(128, 128);
  large.paint({star(60, 0)});
  const double share = large.area() / (60 * 60);
  CHECK(share > 1.5);
  CHECK(share < 2);
  for (const float radius : {8.0f, 13.0f, 20.0f, 40.0f}) {
    Bench bench(128, 128);
    bench.paint({star(radius, 0)});
    INFO(radius);
    CHECK(std::fabs(bench.area() / (radius * radius) - share) < 0.05 * share);
    for (int y = 0; y < 128; ++y)
      for (int x = 0; x < 64; ++x) CHECK(std::abs(bench.alpha(x, y) - bench.alpha(127 - x, y)) <= 12);
    for (int i = 0; i < 5; ++i) {
      const double tip = 2 * kPi * i / 5;
      const double notch = tip + kPi / 5;
      const auto alpha = [&](double angle, double distance) {
        return bench.alpha(static_cast<int>(64 + std::sin(angle) * distance * radius),
                           static_cast<int>(64 - std::cos(angle) * distance * radius));
      };
      CHECK(alpha(tip, 0.85) == 255);
      CHECK(alpha(notch, 0.4) == 255);
      CHECK(alpha(notch, 0.8) == 0);
    }
  }
  Bench ringed(128, 128);
  ringed.paint({star(60, 4)});
  CHECK(std::fabs(ringed.area() - large.area()) < 1);
  CHECK(ringed.at(64, 64) == kBlue);
  CHECK(ringed.at(64, 6) == kRed);
  CHECK(ringed.at(64, 12) == kBlue);
}

TEST_CASE("a bow is of one width from end to end, and bends the way it is asked to") {
  for (const float sag : {-9.0f, -3.0f, 0.0f, 3.0f, 9.0f}) {
    Bench bench(80, 80);
    Shape shape = box({20, 40, 40, sag}, 2, kRed);
    shape.kind = ShapeKind::kBow;
    bench.paint({shape});
    INFO(sag);
    double length = 0;
    for (int i = 0; i < 100; ++i) {
      const double along = (i + 0.5) / 100;
      length += std::hypot(0.4, 4 * sag * (1 - 2 * along) / 100);
      const auto x = static_cast<int>(20 + 40 * along);
      const auto y = static_cast<int>(40 + 4 * sag * along * (1 - along));
      CHECK(bench.alpha(x, y) > 200);
    }
    CHECK(std::fabs(bench.area() - (length * 4 + kPi * 4)) < 0.04 * length * 4);
    CHECK(bench.alpha(40, static_cast<int>(40 + sag) + 5) == 0);
    CHECK(bench.alpha(40, static_cast<int>(40 + sag) - 6) == 0);
    for (int y = 0; y < 80; ++y)
      for (int x = 0; x < 40; ++x) CHECK(std::abs(bench.alpha(x, y) - bench.alpha(79 - x, y)) <= 8);
  }
}

TEST_CASE("an arrow points away from its side and is symmetrical") {
  struct Case {
    Side side;
    int dx;
    int dy;
  };
  for (const Case& each :
       {Case{Side::kTop, 0, -1}, Case{Side::kRight, 1, 0}, Case{Side::kBottom, 0, 1}, Case{Side::kLeft, -1, 0}}) {
    Bench bench(41, 41);
    Shape arrow = box({20.5f, 20.5f, 0, 0}, 2, kRed);
    arrow.kind = ShapeKind::kArrow;
    arrow.side = each.side;
    arrow.depth = 6;
    bench.paint({arrow});
    CHECK(bench.alpha(20 + each.dx, 20 + each.dy) == 255);
    CHECK(bench.alpha(20 + each.dx * 4, 20 + each.dy * 4) == 0);
    CHECK(bench.alpha(20 - each.dx * 5, 20 - each.dy * 5) == 255);
    CHECK(bench.alpha(20 - each.dx * 8, 20 - each.dy * 8) == 0);
    for (int i = 1; i < 8; ++i)
      CHECK(std::abs(bench.alpha(20 + each.dy * i - each.dx * 3, 20 + each.dx * i - each.dy * 3) -
                     bench.alpha(20 - each.dy * i - each.dx * 3, 20 - each.dx * i - each.dy * 3)) <= 3);
  }
}

TEST_CASE("translucent paint over opaque paint and over nothing follows Porter and Duff") {
  Bench bench(24, 8);
  bench.draw.AddRectFilled(ImVec2(0, 0), ImVec2(12, 8), rgb(0xffffff));
  bench.draw.AddRectFilled(ImVec2(0, 0), ImVec2(24, 8), 0x80000000u);
  bench.draw.AddRectFilled(ImVec2(18, 0), ImVec2(24, 8), 0x800000ffu);
  bench.rasterise();
  CHECK(std::abs(static_cast<int>(bench.at(3, 3) & 0xff) - 127) <= 1);
  CHECK(bench.alpha(3, 3) == 255);
  CHECK(bench.at(15, 3) == 0x80000000u);
  // Half red over half black: alpha 3/4, red 2/3 of it.
  CHECK(std::abs(bench.alpha(20, 3) - 192) <= 1);
  CHECK(std::abs(static_cast<int>(bench.at(20, 3) & 0xff) - 170) <= 2);
}

TEST_CASE("triangles that share an edge paint every pixel once") {
  std::mt19937 random(7);
  std::uniform_real_distribution<float> along(2, 62);
  for (int round = 0; round < 200; ++round) {
    // A square, cut into a fan around a point inside it; twice painted would be more than half opaque.
    Bench bench(64, 64);
    const ImVec2 centre(along(random), along(random));
    const ImVec2 rim[] = {{0, 0},  {along(random), 0}, {64, 0}, {64, along(random)}, {64, 64},
                          {0, 64}, {0, along(random)}};
    bench.draw.PrimReserve(21, 8);
    for (const ImVec2& point : rim) bench.draw.PrimWriteVtx(point, ImVec2(), 0x80ffffffu);
    bench.draw.PrimWriteVtx(centre, ImVec2(), 0x80ffffffu);
    for (ImDrawIdx i = 0; i < 7; ++i) {
      bench.draw.PrimWriteIdx(i);
      bench.draw.PrimWriteIdx(static_cast<ImDrawIdx>((i + 1) % 7));
      bench.draw.PrimWriteIdx(7);
    }
    bench.rasterise();
    CHECK(std::count(bench.pixels.begin(), bench.pixels.end(), 0x80ffffffu) == 64 * 64);
  }
}

TEST_CASE("vertices that are nowhere take only their own triangle with them") {
  Bench bench(16, 16);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  for (const float bad : {nan, infinity, -infinity, 1e30f}) {
    bench.draw.PrimReserve(3, 3);
    for (const ImVec2& point : {ImVec2(0, 0), ImVec2(bad, 4), ImVec2(8, bad)})
      bench.draw.PrimVtx(point, ImVec2(), kRed);
  }
  bench.draw.AddRectFilled(ImVec2(-20000, -20000), ImVec2(20000, 20000), kBlue);
  bench.rasterise();
  for (const uint32_t pixel : bench.pixels) CHECK(pixel == kBlue);
}

TEST_CASE("more vertices than a 16-bit index can name are painted all the same") {
  Bench bench(200, 200);
  for (int i = 0; i < 40000; ++i) {
    const auto x = static_cast<float>(i % 200);
    const auto y = static_cast<float>(i / 200);
    bench.draw.AddRectFilled(ImVec2(x, y), ImVec2(x + 1, y + 1), 0xff000000u | static_cast<uint32_t>(i));
  }
  bench.rasterise();
  for (int i = 0; i < 40000; ++i)
    REQUIRE(bench.pixels[static_cast<size_t>(i)] == (0xff000000u | static_cast<uint32_t>(i)));
}

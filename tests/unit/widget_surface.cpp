#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "widget/surface.h"
#include "widget_trees.h"

using namespace canvass;
using namespace canvass::testing;
using namespace canvass::widget;

namespace {

// Counts how often text is really measured.
class CountingMeasurer final : public TextMeasurer {
 public:
  void measure(std::string_view text, Font font, float max_width, Measured& out) override {
    ++calls;
    fixed_.measure(text, font, max_width, out);
  }
  int calls = 0;

 private:
  FixedMeasurer fixed_;
};

uint32_t pixel(const Frame& frame, float x, float y, float dpr) {
  const auto column = static_cast<uint32_t>((frame.card.x + x) * dpr);
  const auto row = static_cast<uint32_t>((frame.card.y + y) * dpr);
  REQUIRE(column < frame.picture_width);
  REQUIRE(row < frame.picture_height);
  const uint8_t* at = frame.pixels + (static_cast<size_t>(row) * frame.picture_width + column) * 4;
  return static_cast<uint32_t>(at[0] | at[1] << 8 | at[2] << 16) | static_cast<uint32_t>(at[3]) << 24;
}

const NodeBox& node_box(const Frame& frame, std::string_view path) {
  for (const NodeBox& box : frame.nodes)
    if (box.node->id == view::id_of(path)) return box;
  FAIL("no box for " << path);
  return frame.nodes[0];
}

}  // namespace

TEST_CASE("nothing is painted or measured again unless something changed") {
  CountingMeasurer measurer;
  Surface surface(measurer);
  const view::Theme theme;
  const Node tree = scale_card();
  const Frame* frame = surface.update(&tree, theme, false);
  REQUIRE(frame);
  CHECK(frame->revision == 1);
  const int measured = measurer.calls;
  CHECK(measured > 0);

  const Node copy = tree;
  CHECK(surface.update(&copy, theme, false)->revision == 1);
  surface.set_environment({1280, 800, 1, false, false});
  surface.set_interaction({});
  surface.set_arrow({});
  CHECK(surface.update(&tree, theme, false)->revision == 1);

  surface.set_interaction({view::id_of(option_path(3)), 0, 0});
  CHECK(surface.update(&tree, theme, false)->revision == 2);
  CHECK(measurer.calls == measured);
  surface.fonts_changed();
  CHECK(surface.update(&tree, theme, false)->revision == 3);
  CHECK(measurer.calls == 2 * measured);
  view::Theme green;
  green.accent_light = 0x16a36a;
  CHECK(surface.update(&tree, green, false)->revision == 4);
  CHECK(surface.update(&tree, green, true)->revision == 5);
  CHECK(measurer.calls == 2 * measured);
  surface.set_environment({1280, 800, 2, false, false});
  CHECK(surface.update(&tree, green, true)->revision == 6);
}

TEST_CASE("a frame says what changed since the one before") {
  FixedMeasurer measurer;
  Surface surface(measurer);
  const Node before = scale_card();
  const Node after = scale_card(4);
  const Frame* frame = surface.update(&before, {}, false);
  for (const NodeBox& box : frame->nodes) CHECK(box.changed == view::kNew);
  frame = surface.update(&after, {}, false);
  CHECK(node_box(*frame, option_path(4)).changed == view::kStateChanged);
  CHECK(node_box(*frame, "next").changed == view::kNew);
  CHECK(node_box(*frame, "title").changed == 0);
  CHECK(node_box(*frame, "next").parent == view::id_of("actions"));
  CHECK(frame->nodes[0].parent == 0);
  surface.set_interaction({view::id_of("next"), 0, 0});
  frame = surface.update(&after, {}, false);
  for (const NodeBox& box : frame->nodes) CHECK(box.changed == 0);
}

TEST_CASE("a node that went makes a new frame although no node changed") {
  FixedMeasurer measurer;
  Surface surface(measurer);
  const Node before = scale_card(4);
  Node after = before;
  after.children.pop_back();
  const uint32_t revision = surface.update(&before, {}, false)->revision;
  CHECK(surface.update(&after, {}, false)->revision == revision + 1);
}

TEST_CASE("nothing showing is no frame, and what shows after it is all new") {
  FixedMeasurer measurer;
  Surface surface(measurer);
  CHECK(surface.update(nullptr, {}, false) == nullptr);
  const Node tree = tip_card();
  CHECK(surface.update(&tree, {}, false)->revision == 1);
  CHECK(surface.update(nullptr, {}, false) == nullptr);
  const Frame* frame = surface.update(&tree, {}, false);
  CHECK(frame->revision == 2);
  for (const NodeBox& box : frame->nodes) CHECK(box.changed == view::kNew);
}

TEST_CASE("a frame does not depend on the tree it was made from") {
  FixedMeasurer measurer;
  Surface surface(measurer);
  auto tree = std::make_unique<Node>(text_card());
  view::Theme theme;
  theme.font = "Inter, sans-serif";
  const Frame* frame = surface.update(tree.get(), theme, false);
  tree.reset();
  theme.font = "gone";
  CHECK(frame->runs[0].text == "You chose 9");
  CHECK(node_box(*frame, "title").node->text == "What is the main reason for your score?");
  CHECK(frame->font_family == "Inter, sans-serif");
}

TEST_CASE("the picture has the card's colours where they are flat") {
  FixedMeasurer measurer;
  for (const float dpr : {1.0f, 1.5f, 2.0f, 3.0f}) {
    for (const bool dark : {false, true}) {
      Surface surface(measurer);
      surface.set_environment({1280, 800, dpr, dark, false});
      const Node tree = scale_card(4);
      const Frame& frame = *surface.update(&tree, {}, false);
      const Palette& p = frame.palette;
      CHECK(((frame.flags & kFrameDark) != 0) == dark);
      const Rect chosen = node_box(frame, option_path(4)).rect;
      const Rect other = node_box(frame, option_path(5)).rect;
      CHECK(pixel(frame, chosen.x + 4, chosen.y + 10, dpr) == p.accent);
      CHECK(pixel(frame, other.x + 4, other.y + 10, dpr) == p.card);
      CHECK(pixel(frame, 12, 60, dpr) == p.card);
      // Half of the progress is done; below it and beside it the card begins.
      CHECK(pixel(frame, 100, 1.4f, dpr) == p.accent_text);
      CHECK(pixel(frame, 300, 0.4f, dpr) == p.hairline);
      CHECK(pixel(frame, 300, 2.5f, dpr) == p.card);
      CHECK(pixel(frame, 100, 5, dpr) == p.card);
      // One hairline and nothing outside of it.
      CHECK(pixel(frame, 0.1f, 100, dpr) == p.hairline);
      CHECK(pixel(frame, 1.4f, 100, dpr) == p.card);
      CHECK(pixel(frame, -0.4f, 100, dpr) == 0);
      CHECK(pixel(frame, 0.2f, 0.2f, dpr) == 0);
    }
  }
}

TEST_CASE("a focus ring stands two pixels off and is two pixels wide") {
  FixedMeasurer measurer;
  Surface surface(measurer);
  const Node tree = scale_card(4);
  surface.set_interaction({0, view::id_of(option_path(4)), 0});
  const Frame& frame = *surface.update(&tree, {}, false);
  const Rect cell = node_box(frame, option_path(4)).rect;
  const float middle = cell.x + cell.width / 2;
  CHECK(pixel(frame, middle, cell.y + 0.5f, 1) == frame.palette.accent);
  CHECK(pixel(frame, middle, cell.y - 0.5f, 1) == frame.palette.card);
  CHECK(pixel(frame, middle, cell.y - 1.5f, 1) == frame.palette.card);
  CHECK(pixel(frame, middle, cell.y - 2.5f, 1) == frame.palette.accent_text);
  CHECK(pixel(frame, middle, cell.y - 3.5f, 1) == frame.palette.accent_text);
  CHECK(pixel(frame, middle, cell.y - 4.5f, 1) == frame.palette.card);
}

TEST_CASE("a tip's arrow continues its hairline and opens into the card") {
  FixedMeasurer measurer;
  Surface surface(measurer);
  const Node tree = tip_card();
  surface.set_arrow({Side::kTop, 100});
  const Frame& frame = *surface.update(&tree, {}, false);
  CHECK((frame.flags & kFrameTip) != 0);
  CHECK(pixel(frame, 60, 0.5f, 1) == frame.palette.hairline);
  CHECK(pixel(frame, 100, 0.5f, 1) == frame.palette.card);
  CHECK(pixel(frame, 100, -4.5f, 1) == frame.palette.card);
  CHECK(pixel(frame, 100, -7.5f, 1) >> 24 > 128);
  CHECK(pixel(frame, 100, -8.5f, 1) == 0);
  CHECK(pixel(frame, 112, -0.5f, 1) == 0);
}

TEST_CASE("an arrow stays on its side of the card, in place of a round corner at its ends") {
  FixedMeasurer measurer;
  const Node tree = tip_card();
  for (const float offset : {-1e9f, 0.0f, 1e9f, std::numeric_limits<float>::quiet_NaN()}) {
    Surface surface(measurer);
    surface.set_arrow({Side::kTop, offset});
    const Frame& frame = *surface.update(&tree, {}, false);
    const bool end = offset > 1e6f;
    const auto beside = [&](float x, float y) { return pixel(frame, end ? frame.card.width - x : x, y, 1) >> 24; };
    CHECK(beside(10.5f, -4.5f) == 255);
    CHECK(beside(0.5f, -2.5f) == 0);
    CHECK(beside(0.5f, 0.5f) == 255);
    CHECK(pixel(frame, end ? 0.5f : frame.card.width - 0.5f, 0.5f, 1) >> 24 == 0);
    CHECK(surface.update(&tree, {}, false)->revision == 1);
  }
}

TEST_CASE("a sheet fills the viewport's width and has round corners on top only") {
  FixedMeasurer measurer;
  Surface surface(measurer);
  surface.set_environment({360, 740, 2, false, true});
  const Node tree = thanks_card();
  const Frame& frame = *surface.update(&tree, {}, false);
  CHECK((frame.flags & kFrameSheet) != 0);
  CHECK(frame.card.width == 360);
  CHECK(frame.picture_width == 720);
  CHECK(pixel(frame, 0.2f, 0.2f, 2) == 0);
  // Outside a corner of 16, inside one of 10.
  CHECK(pixel(frame, 3.2f, 3.2f, 2) == 0);
  CHECK(pixel(frame, 360 - 3.3f, 3.2f, 2) == 0);
  CHECK(pixel(frame, 0.2f, frame.card.height - 0.3f, 2) == frame.palette.card);
  CHECK(pixel(frame, 180, 0.2f, 2) == frame.palette.hairline);
  CHECK(pixel(frame, 180, 10, 2) == mix(frame.palette.hairline, frame.palette.edge, 0.4f));
}

TEST_CASE("nonsense of an environment is taken to something usable") {
  FixedMeasurer measurer;
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  const Node tree = scale_card(3);
  for (const float width : {nan, -5.0f, 0.0f, 1.0f, 1e30f, infinity}) {
    for (const float dpr : {nan, -1.0f, 0.0f, 1e-9f, 1e9f, infinity}) {
      Surface surface(measurer);
      surface.set_environment({width, nan, dpr, false, false});
      const Frame* frame = surface.update(&tree, {}, false);
      REQUIRE(frame);
      CHECK(frame->picture_width > 20);
      CHECK(static_cast<uint64_t>(frame->picture_width) * frame->picture_height <= 12'100'000);
      surface.set_environment({width, nan, dpr, false, false});
      CHECK(surface.update(&tree, {}, false)->revision == 1);
    }
  }
}

namespace {

// Answers with whatever: more lines than there are, out of range, not a number.
class HostileMeasurer final : public TextMeasurer {
 public:
  explicit HostileMeasurer(uint32_t seed) : random_(seed) {}
  void measure(std::string_view text, Font, float max_width, Measured& out) override {
    const float values[] = {
        0, 1, max_width, -1, 1e30f, std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()};
    const auto any = [&] { return values[random_() % 7]; };
    out.ascent = any();
    out.descent = any();
    out.lines.clear();
    for (uint32_t i = random_() % 300; i > 0; --i)
      out.lines.push_back(
          {static_cast<uint32_t>(random_() % (text.size() + 9)), static_cast<uint32_t>(random_()), any()});
  }

 private:
  std::mt19937 random_;
};

Node random_tree(std::mt19937& random, int depth, int& left) {
  static const char* const kTexts[] = {"",
                                       "7",
                                       "A few words",
                                       "Слова на другом языке",
                                       "漢字漢字漢字",
                                       "averyveryveryverylongwordwithoutanyspacewhatsoeveratalltobreakitat",
                                       "\xff\xfe broken \xc3",
                                       "line\nline\n\nline",
                                       " ",
                                       "0.5",
                                       "-1",
                                       "99999999999999999999",
                                       "12/50",
                                       "now",
                                       "{\"ratio\":1e400}"};
  const auto text = [&] { return std::string(kTexts[random() % 15]); };
  Node node =
      view::make(static_cast<Role>(random() % 19), static_cast<Look>(random() % 64), std::to_string(left), text());
  node.state = static_cast<uint16_t>(random() % 16);
  node.label = text();
  node.value = text();
  --left;
  if (depth > 0)
    for (uint32_t i = random() % 6; i > 0 && left > 0; --i)
      node.children.push_back(random_tree(random, depth - 1, left));
  return node;
}

}  // namespace

TEST_CASE("random trees in random environments neither crash nor take absurd memory") {
  std::mt19937 random(20260101);
  FixedMeasurer fixed;
  for (int round = 0; round < 2400; ++round) {
    INFO("round " << round);
    int left = 40;
    Node tree = random_tree(random, 4, left);
    constexpr Look kRoots[] = {Look::kCard, Look::kTip,    Look::kTab,   Look::kNote,
                               Look::kCard, Look::kBanner, Look::kPanel, Look::kLauncher};
    if (round % 2) tree.look = kRoots[round / 2 % 8];
    HostileMeasurer hostile(random());
    Surface surface(round % 3 == 0 ? static_cast<TextMeasurer&>(hostile) : fixed);
    const float widths[] = {200, 320, 360, 479.5f, 768, 1280, 1e9f};
    const float dprs[] = {0.25f, 1, 1.25f, 1.5f, 2, 3};
    surface.set_environment(
        {widths[random() % 7], 700, dprs[random() % 6], random() % 2 == 0, random() % 2 == 0, random() % 3 == 0});
    surface.set_arrow({static_cast<Side>(random() % 6), static_cast<float>(random() % 900)});
    surface.set_interaction({view::id_of(std::to_string(random() % 40)), view::id_of(std::to_string(random() % 40)),
                             view::id_of(std::to_string(random() % 40))});
    view::Theme theme;
    theme.accent_light = theme.accent_dark = random() & 0xffffff;
    theme.radius = static_cast<float>(random() % 60);
    const Frame* frame = surface.update(&tree, theme, random() % 2 == 0);
    REQUIRE(frame);
    CHECK(frame->nodes.size() == static_cast<size_t>(40 - left));
    CHECK(static_cast<uint64_t>(frame->picture_width) * frame->picture_height <= 12'100'000);
    for (const NodeBox& box : frame->nodes) {
      CHECK(std::isfinite(box.rect.x + box.rect.y + box.rect.right() + box.rect.bottom()));
      CHECK(box.rect.width >= 0);
      CHECK(box.rect.height >= 0);
    }
    for (const TextRun& run : frame->runs) CHECK(std::isfinite(run.x + run.baseline));
  }
}

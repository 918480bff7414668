// What holds for the layout and the picture of every kind of question, on every kind of screen.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <deque>

#include "widget/surface.h"
#include "widget_trees.h"

using namespace canvass;
using namespace canvass::testing;
using namespace canvass::widget;

namespace {

const std::vector<std::string> kWords = {"Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"};

std::vector<Node> every_question() {
  std::vector<Node> all{options_card(false), options_card(true, view::kInvalid),
                        inputs_card(),       ranking_card(),
                        consent_card(false), consent_card(true),
                        thanks_link_card(),  tab_tree(),
                        text_card(),         scale_card(4)};
  for (const int points : {2, 3, 5, 7, 10}) {
    all.push_back(stars_card(points, 1));
    all.push_back(faces_card(points, 1));
    all.push_back(matrix_card(points));
    if (points < 7) all.push_back(pictures_card(points));
  }
  all.push_back(matrix_card(5, kWords));
  all.push_back(matrix_card(3, {"Incomprehensibly", "Unquestionably", "Notwithstanding"}));
  return all;
}

struct Screen {
  float width;
  bool inline_slot;
  bool coarse;
};

constexpr Screen kScreens[] = {{1280, false, false}, {1024, false, true}, {360, false, true}, {320, false, true},
                               {1000, true, false},  {520, true, false},  {340, true, false}, {280, true, true}};

// Layouts point into their trees: a copy of each is kept.
Layout laid_out(const Node& given, const Screen& screen, float dpr = 1, bool right_to_left = false) {
  static std::deque<Node> trees;
  const Node& tree = trees.emplace_back(given);
  FixedMeasurer measurer;
  TextCache cache(measurer);
  LayoutOptions options;
  options.viewport_width = screen.width;
  options.inline_width = screen.inline_slot ? screen.width : 0;
  options.dpr = dpr;
  options.coarse_pointer = screen.coarse;
  options.right_to_left = right_to_left;
  return lay_out(tree, options, cache);
}

bool interactive(const Node& node) {
  return node.role == Role::kRadio || node.role == Role::kCheckbox || node.role == Role::kButton ||
         node.role == Role::kLink || node.role == Role::kTextbox || node.role == Role::kSelect;
}

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

const Box& box_of(const Layout& layout, std::string_view path) {
  for (const Box& box : layout.boxes)
    if (box.node->id == view::id_of(path)) return box;
  FAIL("no box for " << path);
  return layout.boxes[0];
}

Rect rect_of(const Layout& layout, std::string_view path) { return box_of(layout, path).rect; }

std::string words_of(const Layout& layout, std::string_view path) {
  const Box& box = box_of(layout, path);
  std::string all;
  for (uint32_t i = 0; i < box.text_count; ++i) all.append(layout.texts[box.first_text + i].text) += '|';
  return all;
}

struct Picture {
  FixedMeasurer measurer;
  Surface surface{measurer};
  const Frame* frame = nullptr;
  float dpr = 2;

  Picture(const Node& tree, const Interaction& interaction = {}, bool dark = false, float width = 1280) {
    surface.set_environment({width, 800, dpr, dark, false});
    surface.set_interaction(interaction);
    frame = surface.update(&tree, {}, false);
  }
  Color at(float x, float y) const {
    const auto column = static_cast<size_t>((frame->card.x + x) * dpr);
    const auto row = static_cast<size_t>((frame->card.y + y) * dpr);
    REQUIRE(column < frame->picture_width);
    REQUIRE(row < frame->picture_height);
    const uint8_t* at = frame->pixels + (row * frame->picture_width + column) * 4;
    return static_cast<uint32_t>(at[0] | at[1] << 8 | at[2] << 16) | static_cast<uint32_t>(at[3]) << 24;
  }
  Rect rect(std::string_view path) const {
    for (const NodeBox& box : frame->nodes)
      if (box.node->id == view::id_of(path)) return box.rect;
    FAIL("no box for " << path);
    return {};
  }
  Color middle(std::string_view path) const {
    const Rect r = rect(path);
    return at(r.x + r.width / 2, r.y + r.height / 2);
  }
};

int red(Color color) { return static_cast<int>(color & 0xff); }
int green(Color color) { return static_cast<int>((color >> 8) & 0xff); }

}  // namespace

TEST_CASE("targets are large enough, apart from each other and within the card, whatever is asked") {
  for (const Node& tree : every_question()) {
    for (const Screen& screen : kScreens) {
      for (const bool right_to_left : {false, true}) {
        const Layout layout = laid_out(tree, screen, 1, right_to_left);
        const bool touch = screen.coarse || layout.narrow;
        INFO(tree.label << ' ' << screen.width << (screen.inline_slot ? " inline" : ""));
        std::vector<const Box*> targets;
        for (const Box& box : layout.boxes) {
          CHECK(box.rect.x >= 0);
          CHECK(box.rect.y >= 0);
          CHECK(box.rect.right() <= layout.width);
          CHECK(box.rect.bottom() <= layout.height);
          if (!interactive(*box.node) || box.rect.width == 0) continue;
          targets.push_back(&box);
          const bool in_scale = box.node->look == Look::kCell || box.node->look == Look::kFace;
          CHECK(box.rect.width >= (touch ? in_scale ? 32 : 44 : box.node->look == Look::kStar ? 40 : 24));
          CHECK(box.rect.height >= (touch ? 44 : box.node->look == Look::kStar ? 40 : 24));
        }
        for (size_t i = 0; i < targets.size(); ++i)
          for (size_t j = 0; j < i; ++j) CHECK_FALSE(overlap(targets[i]->rect, targets[j]->rect));
      }
    }
  }
}

TEST_CASE("every word is on the card and beside its mark, not under it") {
  for (const Node& tree : every_question()) {
    for (const Screen& screen : kScreens) {
      const Layout layout = laid_out(tree, screen);
      INFO(tree.label << ' ' << screen.width << (screen.inline_slot ? " inline" : ""));
      for (const PlacedText& text : layout.texts) {
        INFO(text.text);
        CHECK(text.x >= 0);
        CHECK(text.x + text.width <= layout.width + 0.01f);
        CHECK(text.baseline <= layout.height);
      }
      for (const Box& box : layout.boxes) {
        if (box.node->look != Look::kOption || !box.text_count) continue;
        for (uint32_t i = 0; i < box.text_count; ++i)
          CHECK(layout.texts[box.first_text + i].x >= box.rect.x + kMarkInset + kMarkSize + 8);
      }
    }
  }
}

TEST_CASE("every edge of every kind of question is on a whole device pixel") {
  for (const Node& tree : every_question()) {
    for (const float dpr : {1.0f, 1.5f, 2.625f}) {
      for (const Screen& screen : kScreens) {
        for (const Box& box : laid_out(tree, screen, dpr, true).boxes) {
          for (const float edge : {box.rect.x, box.rect.y, box.rect.right(), box.rect.bottom()})
            CHECK(std::fabs(edge * dpr - std::round(edge * dpr)) < 0.01f);
        }
      }
    }
  }
}

TEST_CASE("ten stars stand in two rows of five where they do not fit into one") {
  const Node tree = stars_card(10);
  for (const Screen& screen : {kScreens[0], kScreens[2]}) {
    const Layout layout = laid_out(tree, screen);
    for (int i = 1; i <= 10; ++i) {
      const Rect star = rect_of(layout, "stars/" + std::to_string(i));
      CHECK(star.y == rect_of(layout, i <= 5 ? "stars/1" : "stars/6").y);
      CHECK(star.x == rect_of(layout, "stars/" + std::to_string((i - 1) % 5 + 1)).x);
    }
    CHECK(rect_of(layout, "stars/6").y >= rect_of(layout, "stars/1").bottom());
    CHECK(rect_of(layout, "low").bottom() <= rect_of(layout, "stars/1").y);
    CHECK(rect_of(layout, "high").y >= rect_of(layout, "stars/10").bottom());
  }
  const Layout wide = laid_out(tree, {1000, true, false});
  CHECK(rect_of(wide, "stars/10").y == rect_of(wide, "stars/1").y);
}

TEST_CASE("a matrix with worded headings is a table when no word has to be broken") {
  const Layout table = laid_out(matrix_card(5, kWords), kScreens[0]);
  CHECK(table.width == kMatrixWidth);
  CHECK(box_of(table, "row/1/1").form == Form::kMark);
  CHECK(words_of(table, "head/1") == "Strongly|disagree|");
  for (int i = 1; i <= 5; ++i) {
    const Rect head = rect_of(table, "head/" + std::to_string(i));
    const Rect cell = rect_of(table, "row/3/" + std::to_string(i));
    CHECK(std::fabs(head.x + head.width / 2 - cell.x - cell.width / 2) <= 1);
    CHECK(head.bottom() <= rect_of(table, "row/1").y);
    CHECK(cell.y == rect_of(table, "row/3").y);
  }
  const Layout broken = laid_out(matrix_card(10, std::vector<std::string>(10, "Unquestionably")), kScreens[0]);
  CHECK(box_of(broken, "row/1/1").form == Form::kCell);
}

TEST_CASE("a stacked matrix says once what its numbers mean, and its end labels stand over the first statement") {
  const Layout words = laid_out(matrix_card(5, kWords), kScreens[2]);
  CHECK(words_of(words, "head/1") == "1|Strongly disagree|");
  CHECK(words_of(words, "head/5") == "5|Strongly agree|");
  CHECK(rect_of(words, "head/5").bottom() <= rect_of(words, "row/1").y);
  const Layout digits = laid_out(matrix_card(5), kScreens[2]);
  CHECK(rect_of(digits, "head/1").width == 0);
  CHECK(rect_of(digits, "low").width > 0);
  CHECK(rect_of(digits, "low").bottom() <= rect_of(digits, "row/1").y);
  CHECK(rect_of(digits, "high").bottom() == rect_of(digits, "low").bottom());
  CHECK(rect_of(digits, "row/1/1").y > rect_of(digits, "row/1").y + 20);
}

TEST_CASE("an invalid statement makes room for its mark") {
  for (const Screen& screen : {kScreens[0], kScreens[2]}) {
    const Node tree = matrix_card(5);
    const Layout layout = laid_out(tree, screen);
    const auto first_x = [&](std::string_view row) { return layout.texts[box_of(layout, row).first_text].x; };
    CHECK(first_x("row/2") == first_x("row/1") + kErrorLead);
  }
}

TEST_CASE("a folded list's text keeps clear of its arrow, none of it is lost, and its options are not on the card") {
  const Node tree = inputs_card();
  const Layout layout = laid_out(tree, kScreens[0]);
  CHECK(words_of(layout, "select") == "Choose a country|");
  const Box& chosen = box_of(layout, "chosen");
  REQUIRE(chosen.text_count == 2);
  for (uint32_t i = 0; i < chosen.text_count; ++i) {
    const PlacedText& line = layout.texts[chosen.first_text + i];
    CHECK(line.text != "…");
    CHECK(line.x + line.width <= chosen.rect.right() - 32);
    CHECK(line.baseline < chosen.rect.bottom() - 8);
  }
  CHECK(rect_of(layout, "select/Portugal") == Rect());
}

TEST_CASE("a picture's tile has room for an image of its width and three quarters as high") {
  for (const Screen& screen : kScreens) {
    const Node tree = pictures_card(5);
    const Layout layout = laid_out(tree, screen);
    const Rect tile = rect_of(layout, "pictures/2");
    const float image = (tile.width - 2 * kPictureInset) * kPictureRatio;
    const PlacedText& caption = layout.texts[box_of(layout, "pictures/2").first_text];
    CHECK(caption.baseline > tile.y + kPictureInset + image + 8);
    CHECK(tile.bottom() > caption.baseline + 4);
  }
}

TEST_CASE("a feedback tab is as large as its words, up to a limit, and has no card") {
  const Layout small = laid_out(tab_tree(), kScreens[0]);
  CHECK(small.tab);
  CHECK(small.width == rect_of(small, "tab/button").width);
  CHECK(small.height == 40);
  CHECK(small.width < 120);
  CHECK(laid_out(tab_tree(), kScreens[2]).height == 44);
  const Layout large = laid_out(tab_tree(std::string(80, 'x')), kScreens[0]);
  CHECK(large.width == kTabWidth);

  const Picture picture(tab_tree(), {0, view::id_of("tab/button"), 0});
  CHECK((picture.frame->flags & kFrameTab) != 0);
  CHECK((picture.frame->flags & kFrameSheet) == 0);
  const Rect button = picture.rect("tab/button");
  CHECK(picture.at(button.x + 8, 20) == picture.frame->palette.accent);
  CHECK(picture.at(button.x + 1.6f, 1.6f) == picture.frame->palette.card);
  CHECK(picture.at(button.right() - 0.6f, 0.6f) == picture.frame->palette.accent);
  CHECK(picture.at(button.x + 40, -1) == picture.frame->palette.card);
  CHECK(picture.at(button.x + 40, -3) == picture.frame->palette.accent_text);
}

TEST_CASE("a card in a container is no sheet, takes its width up to a limit and says so") {
  const Node tree = ces_card(2);
  CHECK(laid_out(tree, {300, true, false}).width == 300);
  CHECK(laid_out(tree, {520, true, false}).width == 520);
  CHECK(laid_out(tree, {2000, true, false}).width == kInlineWidth);
  CHECK(box_of(laid_out(tree, {399, true, false}), option_path(0)).form == Form::kRow);
  CHECK(box_of(laid_out(tree, {400, true, false}), option_path(0)).form == Form::kCell);
  CHECK_FALSE(laid_out(tree, {300, true, false}).sheet);
  CHECK_FALSE(laid_out(tip_card(), {300, true, false}).inlined);

  FixedMeasurer measurer;
  Surface surface(measurer);
  surface.set_environment({360, 800, 1, false, false, true});
  const Frame& frame = *surface.update(&tree, {}, false);
  CHECK(frame.flags == kFrameInline);
  CHECK(frame.card.width == 360);
  CHECK(frame.card.x > 0);
}

TEST_CASE("stars are filled up to the chosen one, or to the one under the pointer") {
  const auto filled = [](const Picture& picture) {
    int count = 0;
    for (int i = 1; i <= 5; ++i) {
      const Color middle = picture.middle("stars/" + std::to_string(i));
      if (middle == picture.frame->palette.star)
        ++count;
      else
        CHECK(middle == picture.frame->palette.card);
    }
    return count;
  };
  for (const bool dark : {false, true}) {
    CHECK(filled(Picture(stars_card(5), {}, dark)) == 0);
    CHECK(filled(Picture(stars_card(5, 2), {}, dark)) == 3);
    CHECK(filled(Picture(stars_card(5, 1), {view::id_of("stars/4"), 0, 0}, dark)) == 4);
    CHECK(filled(Picture(stars_card(5, 3), {view::id_of("stars/2"), 0, 0}, dark)) == 2);
  }
}

TEST_CASE("faces go from red to green, and their eyes can be seen on each") {
  for (const int count : {2, 3, 5, 7, 10}) {
    for (const bool dark : {false, true}) {
      const Picture picture(faces_card(count), {}, dark);
      int before = 1000;
      for (int i = 1; i <= count; ++i) {
        INFO(i << " of " << count);
        const Rect r = picture.rect("faces/" + std::to_string(i));
        const float unit = std::min(std::min(r.width, r.height) - 8, 36.0f) / 32;
        const float x = r.x + r.width / 2;
        const float y = r.y + r.height / 2;
        const Color skin = picture.at(x, y - 12 * unit);
        CHECK(red(skin) - green(skin) < before);
        before = red(skin) - green(skin);
        for (const float side : {-5.0f, 5.0f}) {
          const Color eye = picture.at(x + side * unit, y - 3.5f * unit);
          CHECK(contrast(eye, skin) >= 3);
        }
      }
    }
  }
}

TEST_CASE("an unhappy mouth is highest in its middle, a happy one lowest") {
  const Picture picture(faces_card(3));
  const auto is_mouth = [&](std::string_view path, float dx, float dy) {
    const Rect r = picture.rect(path);
    const float unit = 36.0f / 32;
    const Color here = picture.at(r.x + r.width / 2 + dx * unit, r.y + r.height / 2 + dy * unit);
    return contrast(here, picture.frame->palette.card) > 8;
  };
  CHECK(is_mouth("faces/1", 0, 3.5f));
  CHECK_FALSE(is_mouth("faces/1", 0, 7.5f));
  CHECK(is_mouth("faces/2", 0, 5.5f));
  CHECK(is_mouth("faces/3", 0, 7.5f));
  CHECK_FALSE(is_mouth("faces/3", 0, 3.5f));
}

TEST_CASE("a missing answer is shown by more than a colour") {
  const Node plain = options_card(false);
  const Node wrong = options_card(false, view::kInvalid);
  const auto shapes = [](const Node& tree) {
    FixedMeasurer measurer;
    TextCache cache(measurer);
    const Layout layout = lay_out(tree, {}, cache);
    Style style;
    style.palette = resolve({}, false);
    style.radii = radii_of({});
    DisplayList list;
    present(layout, style, list);
    return list.shapes.size();
  };
  // The bar beside the group; the mark is a disc and an exclamation mark of two strokes.
  CHECK(shapes(wrong) == shapes(plain) + 1 + 3);
  Node matrix = matrix_card(5);
  const size_t marked = shapes(matrix);
  matrix.children[3].children[6].state = 0;
  CHECK(shapes(matrix) == marked - 3);
}

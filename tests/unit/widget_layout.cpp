#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <deque>

#include "widget/layout.h"
#include "widget_trees.h"

using namespace canvass;
using namespace canvass::testing;
using namespace canvass::widget;

namespace {

// Layouts point into their trees: a copy of each is kept.
const Node& kept(const Node& tree) {
  static std::deque<Node> trees;
  return trees.emplace_back(tree);
}

Layout laid_out(const Node& tree, float viewport_width = 1280, float dpr = 1, bool right_to_left = false,
                bool coarse_pointer = false) {
  FixedMeasurer measurer;
  TextCache cache(measurer);
  LayoutOptions options;
  options.viewport_width = viewport_width;
  options.dpr = dpr;
  options.right_to_left = right_to_left;
  options.coarse_pointer = coarse_pointer;
  return lay_out(kept(tree), options, cache);
}

const Box& box_of(const Layout& layout, std::string_view path) {
  for (const Box& box : layout.boxes)
    if (box.node->id == view::id_of(path)) return box;
  FAIL("no box for " << path);
  return layout.boxes[0];
}

Rect rect_of(const Layout& layout, std::string_view path) { return box_of(layout, path).rect; }

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

std::vector<std::string> lines_of(std::string_view text, float width) {
  FixedMeasurer measurer;
  Measured measured;
  measurer.measure(text, Font::kBody, width, measured);
  std::vector<std::string> lines;
  for (const Line& line : measured.lines) lines.emplace_back(text.substr(line.begin, line.end - line.begin));
  return lines;
}

}  // namespace

// 8.25 px a character at 15 px.
TEST_CASE("the fixed measurer breaks at spaces and line feeds, and inside words that are too long") {
  using Lines = std::vector<std::string>;
  CHECK(lines_of("", 100).empty());
  CHECK(lines_of("one two three", 1000) == Lines{"one two three"});
  CHECK(lines_of("one two three", 70) == Lines{"one two", "three"});
  CHECK(lines_of("one   two", 40) == Lines{"one", "two"});
  CHECK(lines_of("one\n\ntwo", 1000) == Lines{"one", "", "two"});
  CHECK(lines_of("abcdefghij", 34) == Lines{"abcd", "efgh", "ij"});
  CHECK(lines_of("пять слов", 42) == Lines{"пять", "слов"});
  CHECK(lines_of("好好好", 20) == Lines{"好", "好", "好"});
  CHECK(lines_of("abc", 0) == Lines{"a", "b", "c"});
}

TEST_CASE("a card is 416 wide, narrower only to keep clear of the viewport's sides, and a sheet below 480") {
  CHECK(laid_out(scale_card(), 1280).width == 416);
  CHECK(laid_out(scale_card(), 480).width == 416);
  CHECK_FALSE(laid_out(scale_card(), 480).sheet);
  CHECK(laid_out(scale_card(), 479).sheet);
  CHECK(laid_out(scale_card(), 360).width == 360);
  CHECK(laid_out(tip_card(), 1280).width == 320);
  CHECK(laid_out(tip_card(), 320).width == 288);
  CHECK_FALSE(laid_out(tip_card(), 320).sheet);
}

TEST_CASE("an NPS scale is one row on a wide card and two on a phone, in one order") {
  const Layout wide = laid_out(scale_card());
  const Layout phone = laid_out(scale_card(), 360);
  for (int i = 1; i < 11; ++i) {
    const Rect before = rect_of(wide, option_path(i - 1));
    const Rect cell = rect_of(wide, option_path(i));
    CHECK(cell.y == before.y);
    CHECK(cell.x == before.right() + 4);
    CHECK(cell.height == 40);
    CHECK(std::fabs(cell.width - before.width) <= 1);
  }
  CHECK(rect_of(wide, option_path(0)).x == 24);
  CHECK(rect_of(wide, option_path(10)).right() == 392);

  for (int i = 0; i < 11; ++i) {
    const Rect cell = rect_of(phone, option_path(i));
    CHECK(cell.height >= 44);
    CHECK(cell.width >= 40);
    CHECK(cell.y == rect_of(phone, option_path(i < 6 ? 0 : 6)).y);
  }
  CHECK(rect_of(phone, option_path(6)).y > rect_of(phone, option_path(0)).bottom());
  CHECK(rect_of(phone, option_path(5)).right() == 340);
  CHECK(rect_of(phone, option_path(10)).right() == 340);
}

TEST_CASE("a CES scale is numbered cells with end labels when wide, worded rows without them on a phone") {
  const Node tree = ces_card();
  const Layout wide = laid_out(tree);
  CHECK(box_of(wide, option_path(0)).form == Form::kCell);
  CHECK(wide.texts[box_of(wide, option_path(0)).first_text].text == "1");
  CHECK(rect_of(wide, "low").width > 0);
  CHECK(rect_of(wide, "low").y == rect_of(wide, "high").y);

  const Layout phone = laid_out(tree, 360);
  for (int i = 0; i < 7; ++i) {
    const Box& row = box_of(phone, option_path(i));
    CHECK(row.form == Form::kRow);
    CHECK(row.rect.width == 320);
    CHECK(row.rect.height >= 44);
    CHECK(phone.texts[row.first_text].text == tree.children[3].children[static_cast<size_t>(i)].label);
    if (i) CHECK(row.rect.y == rect_of(phone, option_path(i - 1)).bottom() + 8);
  }
  CHECK(rect_of(phone, "low") == Rect());
  CHECK(box_of(phone, "low").text_count == 0);
}

TEST_CASE("right to left mirrors every rectangle and line") {
  const Node tree = scale_card(9);
  const Layout ltr = laid_out(tree);
  const Layout rtl = laid_out(tree, 1280, 1, true);
  REQUIRE(ltr.boxes.size() == rtl.boxes.size());
  for (size_t i = 0; i < ltr.boxes.size(); ++i) {
    CHECK(rtl.boxes[i].rect.x == ltr.width - ltr.boxes[i].rect.right());
    CHECK(rtl.boxes[i].rect.y == ltr.boxes[i].rect.y);
  }
  CHECK(rect_of(rtl, option_path(0)).x > rect_of(rtl, option_path(10)).x);
  CHECK(rtl.texts[0].x + rtl.texts[0].width == 416 - ltr.texts[0].x);
}

TEST_CASE("every edge is on a whole device pixel") {
  for (const float dpr : {1.0f, 1.25f, 1.5f, 2.0f, 2.625f, 3.0f}) {
    for (const Node& tree : {scale_card(9), ces_card(2), text_card(), thanks_card(), tip_card()}) {
      for (const float viewport : {360.0f, 411.43f, 1280.0f}) {
        const Layout layout = laid_out(tree, viewport, dpr, true);
        for (const Box& box : layout.boxes) {
          for (const float edge : {box.rect.x, box.rect.y, box.rect.right(), box.rect.bottom()})
            CHECK(std::fabs(edge * dpr - std::round(edge * dpr)) < 0.01f);
        }
      }
    }
  }
}

TEST_CASE("the title keeps clear of the close button, and a chip before it sends it below") {
  const Layout plain = laid_out(scale_card());
  CHECK_FALSE(overlap(rect_of(plain, "title"), rect_of(plain, "close")));
  const Layout chip = laid_out(text_card());
  CHECK_FALSE(overlap(rect_of(chip, "chip"), rect_of(chip, "close")));
  CHECK_FALSE(overlap(rect_of(chip, "title"), rect_of(chip, "close")));
  const Layout phone = laid_out(scale_card(), 360);
  CHECK_FALSE(overlap(rect_of(phone, "title"), rect_of(phone, "close")));
  CHECK(rect_of(phone, "close").width == 44);
  CHECK(rect_of(plain, "close").width == 32);
}

TEST_CASE("targets are at least 44 by 44 for fingers and 24 by 24 for a mouse, at any width") {
  const Node trees[] = {scale_card(3), ces_card(3), text_card(), thanks_card(), tip_card()};
  for (const float width : {320.0f, 340.0f, 360.0f, 375.0f, 390.0f, 412.0f, 480.0f, 620.0f, 1024.0f}) {
    for (const bool coarse : {false, true}) {
      for (const Node& tree : trees) {
        const Layout layout = laid_out(tree, width, 2, false, coarse);
        const float least = coarse || layout.narrow ? 44 : 24;
        for (const Box& box : layout.boxes) {
          const Role role = box.node->role;
          if ((role != Role::kRadio && role != Role::kButton && role != Role::kTextbox) || box.rect.width == 0)
            continue;
          INFO(width << " wide, node " << box.node->text << box.node->label << ", coarse " << coarse);
          CHECK(box.rect.width >= least);
          CHECK(box.rect.height >= least);
        }
      }
    }
  }
}

TEST_CASE("an NPS scale for fingers is one row where the page has room for it") {
  const Layout tablet = laid_out(scale_card(), 820, 2, false, true);
  CHECK(tablet.width == kTouchWidth);
  CHECK(rect_of(tablet, option_path(10)).y == rect_of(tablet, option_path(0)).y);
  CHECK(laid_out(scale_card(), 820).width == kCardWidth);
  CHECK(laid_out(text_card(), 820, 2, false, true).width == kCardWidth);
}

TEST_CASE("targets are at least 44 high for a coarse pointer on a wide page too") {
  const Layout layout = laid_out(scale_card(3), 1024, 2, false, true);
  for (const char* path : {"close", "option/0", "option/10", "next"}) CHECK(rect_of(layout, path).height >= 44);
}

TEST_CASE("buttons: back at the start and next at the end of a card; next takes the rest of a phone's width") {
  const Layout wide = laid_out(text_card());
  CHECK(rect_of(wide, "next").right() == 392);
  CHECK(rect_of(wide, "back").x == 12);
  CHECK(wide.texts[box_of(wide, "back").first_text].x == 24);
  const Layout phone = laid_out(text_card(), 360);
  CHECK(rect_of(phone, "next").right() == 340);
  CHECK(rect_of(phone, "next").x == rect_of(phone, "back").right() + 8);
  CHECK(rect_of(phone, "next").height >= 44);
  const Layout alone = laid_out(scale_card(1), 360);
  CHECK(rect_of(alone, "next").width == 320);
}

TEST_CASE("buttons that do not fit beside each other stand over each other") {
  Node card = view::make(Role::kDialog, Look::kCard, "card");
  card.children.push_back(
      actions("Return to the question before this one", "Send my answer and close this window now"));
  const Layout layout = laid_out(card);
  CHECK(rect_of(layout, "next").y == rect_of(layout, "back").bottom() + 8);
  CHECK(rect_of(layout, "next").width == 368);
}

TEST_CASE("a text box has room for four lines") {
  CHECK(rect_of(laid_out(text_card()), "field").height == 96);
  CHECK(rect_of(laid_out(text_card()), "field").width == 368);
}

TEST_CASE("a title does not leave a word alone on its last line") {
  Node card = view::make(Role::kDialog, Look::kCard, "card");
  card.children.push_back(
      view::make(Role::kHeading, Look::kTitle, "title", "What stood in your way as you ordered today?"));
  const Layout layout = laid_out(card);
  REQUIRE(layout.texts.size() == 2);
  CHECK(layout.texts[1].width > layout.texts[0].width * 0.4f);
  CHECK(layout.texts[1].text != "today?");
}

TEST_CASE("a text that goes on for ever ends in an ellipsis and does not push the buttons out of reach") {
  Node card = text_card();
  std::string endless;
  for (int i = 0; i < 3000; ++i) endless += "a\n";
  card.children[3].text = endless;
  const Layout layout = laid_out(card);
  CHECK(layout.height < 1000);
  const Box& title = box_of(layout, "title");
  CHECK(layout.texts[title.first_text + title.text_count - 1].text == "…");
  CHECK(rect_of(layout, "next").bottom() < layout.height);
}

TEST_CASE("nothing is laid out below the greatest height") {
  Node card = view::make(Role::kDialog, Look::kCard, "card");
  for (int i = 0; i < 200; ++i)
    card.children.push_back(view::make(Role::kText, Look::kBody, "body/" + std::to_string(i), "Some more words"));
  FixedMeasurer measurer;
  TextCache cache(measurer);
  LayoutOptions options;
  options.max_height = 500;
  const Layout layout = lay_out(card, options, cache);
  CHECK(layout.height == 500);
  CHECK(layout.boxes.size() == 201);
  for (const Box& box : layout.boxes) CHECK(box.rect.bottom() <= 500);
  for (const PlacedText& text : layout.texts) CHECK(text.baseline <= 500);
}

TEST_CASE("every node has a box after its parent's") {
  const Node tree = scale_card(4);
  const Layout layout = laid_out(tree);
  REQUIRE(layout.boxes.size() == 1 + 7 + 11 + 1);
  CHECK(layout.boxes[0].node->id == tree.id);
  CHECK(layout.boxes[0].parent == 0);
  for (size_t i = 1; i < layout.boxes.size(); ++i) {
    bool parent_before = false;
    for (size_t j = 0; j < i; ++j) parent_before |= layout.boxes[j].node->id == layout.boxes[i].parent;
    CHECK(parent_before);
  }
}

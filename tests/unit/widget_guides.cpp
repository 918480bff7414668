// What holds for the layout and the picture of every kind of guide, on every kind of screen.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <deque>
#include <limits>

#include "widget/surface.h"
#include "widget_trees.h"

using namespace canvass;
using namespace canvass::testing;
using namespace canvass::widget;

namespace {

const std::string kEndless = [] {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "words that go on and on ";
  return text;
}();

// Every text of a tree, made longer than anybody would.
Node lengthened(Node node, const std::string& by) {
  if (!node.text.empty()) node.text += by;
  for (Node& child : node.children) child = lengthened(child, by);
  return node;
}

std::vector<Node> every_guide() {
  std::vector<Node> all{step_card("2/3"),
                        step_card("8/8", Look::kNote),
                        step_card("12/50"),
                        step_card("50/50", Look::kTip, "Return to the step before", "Take me on to the next"),
                        step_card("1/4", Look::kTip, ""),
                        announcement(Look::kNote),
                        announcement(Look::kNote, true),
                        announcement(Look::kTip, true),
                        announcement(Look::kBanner),
                        announcement(Look::kBanner, true),
                        checklist_card(),
                        all_done_card(),
                        help_panel(),
                        help_panel(true),
                        reason_panel(),
                        offers_card(),
                        launcher_tree(),
                        launcher_tree(true, false),
                        launcher_tree(false, true)};
  for (int now = 0; now < 4; ++now) all.push_back(thread_card(now));
  const size_t count = all.size();
  for (size_t i = 0; i < count; ++i) {
    all.push_back(lengthened(all[i], ", said at some more length"));
    all.push_back(lengthened(all[i], "andwithoutanyspacewhatsoeveratalltobreakitatwhichiswhathappens"));
  }
  return all;
}

struct Screen {
  float width;
  float height;
  bool coarse;
};

constexpr Screen kScreens[] = {{1920, 1080, false}, {1280, 800, false}, {1024, 768, true}, {760, 500, false},
                               {600, 800, false},   {360, 740, true},   {320, 568, true}};

// Layouts point into their trees: a copy of each is kept.
Layout laid_out(const Node& given, const Screen& screen = kScreens[1], float dpr = 1, bool right_to_left = false) {
  static std::deque<Node> trees;
  const Node& tree = trees.emplace_back(given);
  FixedMeasurer measurer;
  TextCache cache(measurer);
  LayoutOptions options;
  options.viewport_width = screen.width;
  options.viewport_height = screen.height;
  options.dpr = dpr;
  options.coarse_pointer = screen.coarse;
  options.right_to_left = right_to_left;
  return lay_out(tree, options, cache);
}

constexpr Screen kWide = kScreens[1];
constexpr Screen kPhone = kScreens[5];

bool interactive(const Node& node) {
  return node.role == Role::kButton || node.role == Role::kLink || node.role == Role::kTextbox;
}

// What stands on the card beside others: not the card, not a group, nor what is within a row.
bool solid(const Node& node) {
  switch (node.role) {
    case Role::kDialog:
    case Role::kGroup:
    case Role::kList:
    case Role::kListitem:
      return false;
    default:
      return true;
  }
}

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

const Box* find_box(const Layout& layout, std::string_view path) {
  for (const Box& box : layout.boxes)
    if (box.node->id == view::id_of(path)) return &box;
  return nullptr;
}

const Box& box_of(const Layout& layout, std::string_view path) {
  const Box* box = find_box(layout, path);
  INFO("no box for " << path);
  REQUIRE(box);
  return *box;
}

Rect rect_of(const Layout& layout, std::string_view path) { return box_of(layout, path).rect; }

std::string words_of(const Layout& layout, std::string_view path) {
  const Box& box = box_of(layout, path);
  std::string all;
  for (uint32_t i = 0; i < box.text_count; ++i) all.append(layout.texts[box.first_text + i].text) += '|';
  return all;
}

float middle(const Rect& rect) { return rect.y + rect.height / 2; }

struct Picture {
  FixedMeasurer measurer;
  Surface surface{measurer};
  const Frame* frame = nullptr;
  float dpr = 2;

  Picture(const Node& tree, const Interaction& interaction = {}, bool dark = false, Screen screen = kWide) {
    surface.set_environment({screen.width, screen.height, dpr, dark, screen.coarse});
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
};

}  // namespace

TEST_CASE("whatever a guide says, it stays within its card, its targets are large and nothing lies over another") {
  const std::vector<Node> guides = every_guide();
  for (const Screen& screen : kScreens) {
    for (size_t guide = 0; guide < guides.size(); ++guide) {
      for (const bool right_to_left : {false, true}) {
        INFO("guide " << guide << ", " << screen.width << " wide, right to left: " << right_to_left);
        const Layout layout = laid_out(guides[guide], screen, 1, right_to_left);
        const float least = screen.coarse || layout.narrow ? 44 : 24;
        for (const Box& box : layout.boxes) {
          const Rect& rect = box.rect;
          if (rect.width <= 0) continue;
          INFO("look " << static_cast<int>(box.node->look) << " at " << rect.x << ' ' << rect.y << ' ' << rect.width
                       << ' ' << rect.height);
          CHECK(rect.x >= 0);
          CHECK(rect.y >= 0);
          CHECK(rect.right() <= layout.width + 0.01f);
          CHECK(rect.bottom() <= layout.height + 0.01f);
          if (interactive(*box.node)) {
            CHECK(rect.height >= least);
            CHECK(rect.width >= 24);
          }
          for (uint32_t i = 0; i < box.text_count; ++i) {
            const PlacedText& text = layout.texts[box.first_text + i];
            CHECK(text.x >= -0.01f);
            CHECK(text.x + text.width <= layout.width + 0.01f);
            CHECK(text.baseline > rect.y);
            CHECK(text.baseline < rect.bottom() + 1);
          }
          if (!solid(*box.node)) continue;
          for (const Box& other : layout.boxes) {
            if (&other <= &box || other.rect.width <= 0 || !solid(*other.node)) continue;
            // The close button may stand on the picture, and the ground of a quiet button reach into a gap.
            if (box.form == Form::kOver || other.form == Form::kOver) continue;
            INFO("over look " << static_cast<int>(other.node->look) << " at " << other.rect.x << ' ' << other.rect.y);
            const bool touching = interactive(*box.node) != interactive(*other.node);
            Rect inner = other.rect;
            if (touching) {
              inner.y += 6;
              inner.height -= 12;
            }
            CHECK_FALSE(overlap(rect, inner));
          }
        }
      }
    }
  }
}

TEST_CASE("every edge of a guide is on a whole device pixel, and right to left mirrors all of it") {
  for (const Node& tree : every_guide()) {
    for (const Screen& screen : kScreens) {
      for (const float dpr : {1.0f, 1.5f, 2.0f, 2.625f}) {
        const Layout layout = laid_out(tree, screen, dpr);
        const Layout mirrored = laid_out(tree, screen, dpr, true);
        REQUIRE(layout.boxes.size() == mirrored.boxes.size());
        for (size_t i = 0; i < layout.boxes.size(); ++i) {
          const Rect& rect = layout.boxes[i].rect;
          for (const float edge : {rect.x, rect.y, rect.right(), rect.bottom()})
            CHECK(std::fabs(edge * dpr - std::round(edge * dpr)) < 0.02f);
          if (rect.width <= 0) continue;
          CHECK(std::fabs(mirrored.boxes[i].rect.x - (layout.width - rect.right())) < 0.01f);
          CHECK(mirrored.boxes[i].rect.y == rect.y);
        }
      }
    }
  }
}

TEST_CASE("guides keep their sizes: 360 wide notes, a panel of 400 by 600, banners as wide as the page") {
  CHECK(laid_out(announcement(Look::kNote)).width == 360);
  CHECK(laid_out(help_panel()).width == 400);
  CHECK(laid_out(help_panel()).height == 600);
  CHECK(laid_out(help_panel(true)).height == 600);
  CHECK(laid_out(help_panel(), {1280, 500, false}).height == 452);
  CHECK(laid_out(help_panel(), {360, 740, true}).height == 724);
  CHECK(laid_out(help_panel(), {360, 740, true}).sheet);
  CHECK(laid_out(announcement(Look::kNote), kPhone).sheet);
  for (const float width : {320.0f, 800.0f, 2500.0f}) {
    const Layout banner = laid_out(announcement(Look::kBanner), {width, 800, false});
    CHECK(banner.width == width);
    CHECK_FALSE(banner.sheet);
  }
}

TEST_CASE("the panel's document takes all the height that its head and its foot leave") {
  for (const Screen& screen : kScreens) {
    for (const bool article : {false, true}) {
      const Layout layout = laid_out(help_panel(article), screen);
      const Rect document = rect_of(layout, "document");
      const Rect foot = rect_of(layout, "actions");
      CHECK(document.width >= layout.width - 2);
      CHECK(document.height >= 120);
      CHECK(foot.y == document.bottom() + 8);
      CHECK(foot.bottom() <= layout.height - 8);
      CHECK(foot.bottom() >= layout.height - 24);
    }
  }
  // Where the page is too low for all three, the panel is higher than it, and the host scrolls.
  const Layout low = laid_out(help_panel(), {1280, 200, false});
  CHECK(low.height > 200);
  CHECK(rect_of(low, "document").height >= 120);
}

TEST_CASE("the title of an article keeps clear of the way back and of the close button") {
  for (const Screen& screen : {kWide, kPhone}) {
    const Layout layout = laid_out(help_panel(true), screen);
    CHECK_FALSE(overlap(rect_of(layout, "title"), rect_of(layout, "close")));
    const Box& title = box_of(layout, "title");
    CHECK(layout.texts[title.first_text].x >= rect_of(layout, "previous").x + 32 + 4);
    CHECK(middle(rect_of(layout, "previous")) == middle(rect_of(layout, "close")));
  }
}

TEST_CASE("a status that says nothing yet takes no room, and is there to be heard") {
  Node quiet = help_panel();
  quiet.children[3].text.clear();
  const Layout layout = laid_out(quiet);
  CHECK(rect_of(layout, "status").height == 0);
  CHECK(rect_of(layout, "status").width > 0);
  CHECK(rect_of(layout, "document").y == rect_of(layout, "search").bottom() + 12);
}

TEST_CASE("what is offered to read stands in rows whose words line up with the title") {
  const Layout layout = laid_out(offers_card());
  const float left = layout.texts[box_of(layout, "title").first_text].x;
  for (int i = 1; i <= 3; ++i) {
    const Box& row = box_of(layout, "offer/" + std::to_string(i) + "/read");
    CHECK(layout.texts[row.first_text].x == left);
    CHECK(row.rect.height >= 36);
    if (i > 1) CHECK(row.rect.y == rect_of(layout, "offer/" + std::to_string(i - 1)).bottom());
  }
}

TEST_CASE("the button at the end of a checklist stands in the middle, as what it is under does") {
  const Rect next = rect_of(laid_out(all_done_card()), "next");
  CHECK(next.x + next.width / 2 == 180);
}

TEST_CASE("a thread that comes first keeps clear of the close button") {
  Node card = lengthened(thread_card(), " and what else there is to say of it, at some length");
  card.children.erase(card.children.begin() + 1, card.children.begin() + 3);
  for (const Screen& screen : kScreens) {
    const Layout layout = laid_out(card, screen);
    CHECK_FALSE(overlap(rect_of(layout, "stage/1"), rect_of(layout, "close")));
  }
}

TEST_CASE("a picture keeps its proportions up to a part of the page's height") {
  const auto height_of = [](std::string ratio, Screen screen = kWide) {
    Node card = announcement(Look::kNote, true);
    card.children[1].value = "{\"poster\":\"/a.png\",\"ratio\":" + ratio + "}";
    return rect_of(laid_out(card, screen), "media").height;
  };
  CHECK(height_of("2") == 164);
  CHECK(height_of("1.6") == 205);
  CHECK(height_of("4") == 82);
  CHECK(height_of("0.3") == 360);
  CHECK(height_of("0.3", {1280, 400, false}) == 180);
  // Nonsense is 16 : 9.
  for (const char* nonsense : {"0", "-3", "null", "\"\"", "x"}) CHECK(height_of(nonsense) == 185);
  CHECK(height_of("1e9") == 328);
  CHECK(height_of(std::string(400, '9')) == 82);
}

TEST_CASE("a close button stands on the picture that comes first, else beside the title") {
  const Layout over = laid_out(step_card("1/2"));
  const Rect media = rect_of(over, "media");
  const Rect close = rect_of(over, "close");
  CHECK(media == Rect{16, 16, 288, 162});
  CHECK(close == Rect{16 + 288 - 8 - 32, 24, 32, 32});
  CHECK(rect_of(over, "title").x == 16);

  Node later = step_card("1/2");
  std::swap(later.children[1], later.children[2]);
  const Layout beside = laid_out(later);
  CHECK_FALSE(overlap(rect_of(beside, "media"), rect_of(beside, "close")));
  CHECK_FALSE(overlap(rect_of(beside, "title"), rect_of(beside, "close")));
}

TEST_CASE("the dots begin the row that ends with the buttons; more than eight steps are counted") {
  const Layout few = laid_out(step_card("2/8"));
  CHECK(rect_of(few, "dots").x == 16);
  CHECK(rect_of(few, "dots").width == 18 + 7 * 12);
  CHECK(words_of(few, "dots").empty());
  CHECK(rect_of(few, "next").right() == 304);
  CHECK(rect_of(few, "back").right() == rect_of(few, "next").x - 8);
  CHECK(middle(rect_of(few, "dots")) == middle(rect_of(few, "next")));

  CHECK(words_of(laid_out(step_card("2/12")), "dots") == "2|/|12|");
  CHECK(words_of(laid_out(step_card("50/50")), "dots") == "50|/|50|");
  for (const char* nonsense : {"", "/", "3", "5/2", "0/4", "-1/3", "2/99999999999", "a/b"}) {
    const Layout layout = laid_out(step_card(nonsense));
    CHECK(rect_of(layout, "next").right() == 304);
  }
  // Without room beside them the dots stand over the buttons.
  const Layout crowded = laid_out(step_card("2/8", Look::kTip, "The one before", "Go on"));
  CHECK(rect_of(crowded, "dots").bottom() < rect_of(crowded, "back").y);
  CHECK(rect_of(crowded, "back").y == rect_of(crowded, "next").y);
}

TEST_CASE("a banner has its words and its buttons in one row where it is wide, else over each other") {
  const Layout wide = laid_out(announcement(Look::kBanner));
  CHECK(wide.height == 64);
  for (const char* path : {"close", "next", "back", "never", "body", "title"})
    CHECK(std::fabs(middle(rect_of(wide, path)) - 32) <= 1);
  CHECK(rect_of(wide, "title").right() < rect_of(wide, "body").x);
  CHECK(rect_of(wide, "next").right() < rect_of(wide, "close").x);

  // Lines are not made longer than they can be read.
  const Layout vast = laid_out(announcement(Look::kBanner), {2560, 1300, false});
  CHECK(rect_of(vast, "title").x == 680);

  const Layout phone = laid_out(announcement(Look::kBanner), kPhone);
  CHECK(rect_of(phone, "body").y >= rect_of(phone, "title").bottom());
  CHECK(rect_of(phone, "next").y > rect_of(phone, "link").bottom());

  // Long words: the strip grows downwards, and the buttons stay level with its middle.
  const Layout wordy = laid_out(lengthened(announcement(Look::kBanner), kEndless.substr(0, 160)));
  CHECK(wordy.height > 64);
  CHECK_FALSE(overlap(rect_of(wordy, "body"), rect_of(wordy, "next")));
}

TEST_CASE("the Tab key goes along a banner from its start to its end") {
  float at = 0;
  for (const Box& box : laid_out(announcement(Look::kBanner)).boxes) {
    if (box.node->role != Role::kButton && box.node->role != Role::kLink) continue;
    CHECK(box.rect.x >= at);
    at = box.rect.right();
  }
  CHECK(at > 1000);
}

TEST_CASE("a task's row has its mark's room, its words and its button on one line") {
  const Layout layout = laid_out(checklist_card());
  for (const char* path : {"task/1", "task/3"}) CHECK(rect_of(layout, path).height == 44);
  CHECK(rect_of(laid_out(checklist_card(), kPhone), "task/1").height == 48);
  const Rect row = rect_of(layout, "task/3");
  const Rect action = rect_of(layout, "task/3/action");
  CHECK(middle(action) == middle(row));
  const Box& button = box_of(layout, "task/3/action");
  const PlacedText& words = layout.texts[button.first_text];
  CHECK(std::fabs(words.x + words.width - row.right()) < 1);
  CHECK(layout.texts[box_of(layout, "task/3").first_text].x == 20 + kTaskLead);

  // A long action stands under the words.
  Node card = checklist_card();
  card.children[4].children[2].children[0].text = "Show me where that can be done";
  const Layout long_action = laid_out(card);
  CHECK(rect_of(long_action, "task/3/action").y > layout.texts[box_of(layout, "task/3").first_text].baseline);
  CHECK(rect_of(long_action, "task/3/action").bottom() <= rect_of(long_action, "task/3").bottom());
}

TEST_CASE("fifty steps, twenty tasks and endless texts do not push the buttons out of reach") {
  const Layout step = laid_out(lengthened(step_card("49/50"), kEndless));
  CHECK(rect_of(step, "next").bottom() <= step.height);
  CHECK(step.height < 3000);

  Node list = checklist_card();
  for (int i = 5; i <= 20; ++i)
    list.children[4].children.push_back(task(i, "One more thing to do", i % 2 == 0, "Start"));
  const Layout tasks = laid_out(list, kPhone);
  CHECK(tasks.height > 20 * 48);
  CHECK(rect_of(tasks, "never").bottom() <= tasks.height);

  const Layout panel = laid_out(lengthened(help_panel(true), kEndless));
  CHECK(rect_of(panel, "actions").bottom() <= panel.height);
}

TEST_CASE("the launcher's buttons stand beside each other, and its pill takes the room that there is") {
  const Layout both = laid_out(launcher_tree());
  CHECK(both.height == 48);
  CHECK(rect_of(both, "launcher/help") == Rect{both.width - 48, 0, 48, 48});
  CHECK(rect_of(both, "launcher/tasks").right() == both.width - 60);
  CHECK(words_of(both, "launcher/tasks") == "First steps|2/3|");
  CHECK(words_of(both, "launcher/help") == "?|");
  const Layout help = laid_out(launcher_tree(false));
  CHECK(help.width == 48);

  const Layout wordy = laid_out(lengthened(launcher_tree(), kEndless), {320, 568, true});
  CHECK(wordy.width <= 288);
  CHECK(rect_of(wordy, "launcher/help").width == 48);
  CHECK(words_of(wordy, "launcher/tasks").find("…") != std::string::npos);
}

TEST_CASE("a frame says what kind of guide it is of") {
  const auto flags_of = [](const Node& tree, Screen screen = kWide) {
    return Picture(tree, {}, false, screen).frame->flags;
  };
  CHECK(flags_of(help_panel()) == kFramePanel);
  CHECK(flags_of(help_panel(), kPhone) == (kFramePanel | kFrameSheet));
  CHECK(flags_of(announcement(Look::kBanner)) == kFrameBanner);
  CHECK(flags_of(announcement(Look::kBanner), kPhone) == kFrameBanner);
  CHECK(flags_of(launcher_tree()) == kFrameLauncher);
  CHECK(flags_of(announcement(Look::kNote)) == 0);
}

TEST_CASE("marks and lines of guides have 3:1 on what they stand on, words 4.5:1") {
  for (const bool dark : {false, true}) {
    for (const uint32_t accent : {0x4f46e5u, 0xffe000u, 0x111111u, 0xf4f4f4u, 0x16a36au}) {
      view::Theme theme;
      theme.accent_light = theme.accent_dark = accent;
      const Palette p = resolve(theme, dark);
      CHECK(contrast(p.good, p.card) >= 3);
      CHECK(contrast(p.edge, p.card) >= 3);
      CHECK(contrast(p.accent_text, p.card) >= 4.5f);
      CHECK(contrast(p.accent_text, p.accent_soft) >= 4.5f);
      CHECK(contrast(p.secondary_ink, p.card) >= 4.5f);
      CHECK(contrast(p.secondary_ink, p.cell) >= 4.5f);
      CHECK(contrast(p.accent_edge, p.card) >= 3);
    }
  }
}

TEST_CASE("pictures of guides show what is done, where one stands and what is under the pointer") {
  for (const bool dark : {false, true}) {
    {
      const Picture list(checklist_card(), {view::id_of("task/3/action"), 0, 0}, dark);
      const Palette& p = list.frame->palette;
      const Rect meter = list.rect("meter");
      CHECK(list.at(meter.x + 20, middle(meter)) == p.good);
      CHECK(list.at(meter.right() - 20, middle(meter)) == p.hairline);
      const Rect done = list.rect("task/1");
      const Rect open = list.rect("task/3");
      CHECK(list.at(done.x + 3, middle(done)) == p.good);
      CHECK(list.at(open.x + 10, middle(open)) == p.field);
      CHECK(list.at(open.x + 0.6f, middle(open)) == p.edge);
      CHECK(list.at(open.x + 100, open.y + 0.1f) == p.hairline);
      const Rect action = list.rect("task/3/action");
      CHECK(list.at(action.x + 2, middle(action)) == p.accent_soft);
    }
    {
      const Picture step(step_card("2/3"), {0, view::id_of("close"), 0}, dark);
      const Palette& p = step.frame->palette;
      const Rect dots = step.rect("dots");
      CHECK(step.at(dots.x + 3, middle(dots)) == p.edge);
      CHECK(step.at(dots.x + 12 + 9, middle(dots)) == p.accent_text);
      CHECK(step.at(dots.right() - 3, middle(dots)) == p.edge);
      const Rect close = step.rect("close");
      CHECK(step.at(close.x + 0.6f, middle(close)) == p.accent_text);
      CHECK(step.at(close.x + 5, middle(close)) == p.card);
    }
    {
      const Picture thread(thread_card(1), {}, dark);
      const Palette& p = thread.frame->palette;
      const Rect behind = thread.rect("stage/1");
      const Rect now = thread.rect("stage/2");
      const Rect ahead = thread.rect("stage/4");
      CHECK(thread.at(behind.x + 8, behind.y + 11) == p.accent_text);
      CHECK(thread.at(behind.x + 8, behind.bottom() - 2) == p.accent_text);
      CHECK(thread.at(now.x + 8, now.y + 11) == p.card);
      CHECK(thread.at(now.x + 2, now.y + 11) == p.accent_text);
      CHECK(thread.at(now.x + 8, now.bottom() - 2) == p.hairline);
      CHECK(thread.at(ahead.x + 8, ahead.y + 11) == p.card);
      CHECK(thread.at(ahead.x + 2.6f, ahead.y + 11) == p.edge);
    }
    {
      const Picture launcher(launcher_tree(), {view::id_of("launcher/help"), view::id_of("launcher/tasks"), 0}, dark);
      const Palette& p = launcher.frame->palette;
      const Rect help = launcher.rect("launcher/help");
      const Rect tasks = launcher.rect("launcher/tasks");
      CHECK(launcher.at(help.x + 8, middle(help)) == p.accent_hover);
      CHECK(launcher.at(tasks.x + 8, middle(tasks)) == p.card);
      CHECK(launcher.at(tasks.x - 3, middle(tasks)) == p.accent_text);
      CHECK(launcher.at(help.x - 5.5f, 2) == 0);
    }
    {
      const Picture banner(announcement(Look::kBanner), {}, dark);
      const Palette& p = banner.frame->palette;
      CHECK(banner.at(0.1f, 0.1f) == p.hairline);
      CHECK(banner.at(0.1f, 2) == p.card);
      CHECK(banner.at(1279.6f, 63.6f) == p.hairline);
    }
  }
}

TEST_CASE("guides bear environments that make no sense") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  FixedMeasurer measurer;
  for (const Node& tree : every_guide()) {
    for (const float width : {nan, 0.0f, 1e30f}) {
      for (const float height : {nan, -1.0f, 1e30f}) {
        for (const float dpr : {0.1f, 2.0f, 1e9f}) {
          Surface surface(measurer);
          surface.set_environment({width, height, dpr, false, false});
          const Frame* frame = surface.update(&tree, {}, false);
          REQUIRE(frame);
          CHECK(static_cast<uint64_t>(frame->picture_width) * frame->picture_height <= 12'100'000);
          for (const NodeBox& box : frame->nodes) CHECK(std::isfinite(box.rect.bottom() + box.rect.right()));
        }
      }
    }
  }
}

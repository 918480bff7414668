// Layouts and display lists of every state, compared with tests/golden/widget/*.txt. UPDATE_GOLDENS=1 rewrites them.
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "widget/looks.h"
#include "widget_trees.h"

using namespace canvass;
using namespace canvass::testing;
using namespace canvass::widget;

namespace {

struct Scene {
  LayoutOptions options;
  Interaction interaction;
  Arrow arrow;
  bool dark = false;
  view::Theme theme;
};

std::string dump_of(const Node& tree, const Scene& scene) {
  FixedMeasurer measurer;
  TextCache cache(measurer);
  const Layout layout = lay_out(tree, scene.options, cache);
  Style style;
  style.palette = resolve(scene.theme, scene.dark);
  style.radii = radii_of(scene.theme);
  style.interaction = scene.interaction;
  style.arrow = scene.arrow;
  style.dpr = scene.options.dpr;
  style.right_to_left = scene.options.right_to_left;
  DisplayList list;
  present(layout, style, list);
  return dump(layout) + "\n" + dump(list);
}

void check_golden(const std::string& name, const std::string& actual) {
  std::string path = __FILE__;
  path.erase(path.find_last_of('/'));
  path += "/../golden/widget/" + name + ".txt";
  if (const char* update = std::getenv("UPDATE_GOLDENS"); update && *update) {
    std::ofstream(path, std::ios::binary) << actual;
    return;
  }
  std::ifstream file(path, std::ios::binary);
  INFO("golden: " << path);
  REQUIRE(file);
  std::stringstream expected;
  expected << file.rdbuf();
  CHECK(actual == expected.str());
}

Scene wide() { return {}; }

Scene phone() {
  Scene scene;
  scene.options.viewport_width = 360;
  scene.options.coarse_pointer = true;
  return scene;
}

}  // namespace

TEST_CASE("an NPS question looks as agreed") { check_golden("nps", dump_of(scale_card(), wide())); }

TEST_CASE("an NPS question under the pointer and with a focused cell looks as agreed") {
  Scene scene = wide();
  scene.dark = true;
  scene.interaction = {view::id_of(option_path(7)), view::id_of(option_path(9)), 0};
  check_golden("nps-hover-focus-dark", dump_of(scale_card(), scene));
}

TEST_CASE("an answered NPS question looks as agreed") {
  Scene scene = wide();
  scene.interaction = {view::id_of("next"), 0, view::id_of("next")};
  check_golden("nps-chosen", dump_of(scale_card(9), scene));
}

TEST_CASE("an NPS question on a phone looks as agreed") { check_golden("nps-phone", dump_of(scale_card(), phone())); }

TEST_CASE("an NPS question from right to left is mirrored") {
  Scene scene = wide();
  scene.options.right_to_left = true;
  check_golden("nps-right-to-left", dump_of(scale_card(9), scene));
}

TEST_CASE("a CES question looks as agreed") { check_golden("ces", dump_of(ces_card(5), wide())); }

TEST_CASE("a CES question on a phone has worded rows") {
  Scene scene = phone();
  scene.interaction = {view::id_of(option_path(2)), view::id_of(option_path(5)), 0};
  check_golden("ces-phone", dump_of(ces_card(5), scene));
}

TEST_CASE("a text question looks as agreed at a fractional pixel ratio") {
  Scene scene = wide();
  scene.options.dpr = 1.5f;
  scene.interaction = {view::id_of("back"), view::id_of("field"), 0};
  check_golden("text", dump_of(text_card(), scene));
}

TEST_CASE("a thank-you screen looks as agreed") { check_golden("thanks", dump_of(thanks_card(), wide())); }

TEST_CASE("a tip looks as agreed with its arrow on each side") {
  std::string all;
  for (const Side side : {Side::kTop, Side::kRight, Side::kBottom, Side::kLeft}) {
    Scene scene = wide();
    scene.arrow = {side, 70};
    all += dump_of(tip_card(), scene) + "\n";
  }
  check_golden("tip", all);
}

// --- every kind of question --------------------------------------------------------------------------------------

namespace {

Scene under_pointer(Scene scene, std::string_view hovered, std::string_view focused = {}) {
  scene.interaction = {view::id_of(hovered), focused.empty() ? 0 : view::id_of(focused), 0};
  return scene;
}

Scene dark(Scene scene) {
  scene.dark = true;
  return scene;
}

Scene right_to_left(Scene scene) {
  scene.options.right_to_left = true;
  return scene;
}

Scene inlined(float width) {
  Scene scene;
  scene.options.inline_width = width;
  return scene;
}

}  // namespace

TEST_CASE("stars look as agreed") {
  check_golden("stars", dump_of(stars_card(5, 2), under_pointer(wide(), "stars/5", "stars/2")));
  check_golden("stars-phone-dark", dump_of(stars_card(10, 6), dark(phone())));
  check_golden("stars-three-right-to-left", dump_of(stars_card(3, 0), right_to_left(wide())));
}

TEST_CASE("faces look as agreed") {
  check_golden("faces", dump_of(faces_card(5, 3), under_pointer(wide(), "faces/1", "faces/3")));
  check_golden("faces-phone-dark", dump_of(faces_card(10, 9), dark(phone())));
  check_golden("faces-two-right-to-left", dump_of(faces_card(2), right_to_left(wide())));
}

TEST_CASE("options look as agreed") {
  check_golden("options",
               dump_of(options_card(false, view::kInvalid), under_pointer(wide(), "options/3", "options/2")));
  check_golden("options-phone-dark-right-to-left", dump_of(options_card(true), right_to_left(dark(phone()))));
}

TEST_CASE("one-line fields and folded lists look as agreed") {
  check_golden("inputs", dump_of(inputs_card(), under_pointer(wide(), "text", "select")));
  check_golden("inputs-phone-right-to-left", dump_of(inputs_card(), right_to_left(phone())));
}

TEST_CASE("a matrix is a table where there is room, and statements with cells where there is not") {
  const std::vector<std::string> words = {"Never", "Rarely", "Now and then", "Often", "Always"};
  check_golden("matrix", dump_of(matrix_card(5), under_pointer(wide(), "row/2/3", "row/1/2")));
  check_golden("matrix-words-right-to-left", dump_of(matrix_card(5, words), right_to_left(wide())));
  check_golden("matrix-phone", dump_of(matrix_card(7), phone()));
  check_golden("matrix-words-phone", dump_of(matrix_card(5, words), dark(phone())));
}

TEST_CASE("a ranking looks as agreed") {
  check_golden("ranking", dump_of(ranking_card(), under_pointer(wide(), "up/2", "down/3")));
  check_golden("ranking-phone-right-to-left", dump_of(ranking_card(), right_to_left(phone())));
}

TEST_CASE("pictures look as agreed") {
  check_golden("pictures", dump_of(pictures_card(4), under_pointer(wide(), "pictures/1", "pictures/4")));
  check_golden("pictures-phone-dark", dump_of(pictures_card(5, true), dark(phone())));
}

TEST_CASE("consent, links and notices look as agreed") {
  check_golden("consent", dump_of(consent_card(false), under_pointer(wide(), "link", "consent")));
  check_golden("consent-phone-right-to-left", dump_of(consent_card(true), right_to_left(phone())));
  check_golden("thanks-link", dump_of(thanks_link_card(), wide()));
}

TEST_CASE("a feedback tab looks as agreed") {
  check_golden("tab", dump_of(tab_tree(), under_pointer(wide(), "tab/button", "tab/button")));
}

TEST_CASE("a card in a container takes its width, and a phone's forms where it is narrow") {
  check_golden("inline", dump_of(matrix_card(5), inlined(900)));
  check_golden("inline-narrow", dump_of(ces_card(2), inlined(310)));
}

// --- guides ------------------------------------------------------------------------------------------------------

TEST_CASE("a step of a tour looks as agreed") {
  Scene scene = under_pointer(wide(), "back", "close");
  scene.arrow = {Side::kBottom, 150};
  check_golden("step", dump_of(step_card("2/3"), scene));
  check_golden("step-many-dark-right-to-left", dump_of(step_card("12/50"), right_to_left(dark(wide()))));
  check_golden("step-note-phone", dump_of(step_card("8/8", Look::kNote), phone()));
}

TEST_CASE("an announcement looks as agreed as a card and as a banner") {
  check_golden("note", dump_of(announcement(Look::kNote, true), under_pointer(wide(), "close", "never")));
  check_golden("banner", dump_of(announcement(Look::kBanner), under_pointer(wide(), "never", "next")));
  check_golden("banner-media-right-to-left", dump_of(announcement(Look::kBanner, true), right_to_left(wide())));
  check_golden("banner-phone-dark", dump_of(announcement(Look::kBanner), dark(phone())));
}

TEST_CASE("a feedback thread looks as agreed") {
  check_golden("thread", dump_of(thread_card(2), wide()));
  check_golden("thread-phone-dark-right-to-left", dump_of(thread_card(0), right_to_left(dark(phone()))));
}

TEST_CASE("a checklist looks as agreed") {
  check_golden("checklist", dump_of(checklist_card(), under_pointer(wide(), "task/3/action", "task/4/action")));
  check_golden("checklist-phone-dark-right-to-left", dump_of(checklist_card(), right_to_left(dark(phone()))));
  check_golden("checklist-done", dump_of(all_done_card(), wide()));
}

TEST_CASE("the help panel looks as agreed") {
  check_golden("panel", dump_of(help_panel(), under_pointer(wide(), "contact", "search")));
  check_golden("panel-article-dark-right-to-left",
               dump_of(help_panel(true), right_to_left(dark(under_pointer(wide(), "yes", "previous")))));
  check_golden("panel-reason", dump_of(reason_panel(), under_pointer(wide(), "contact", "reason")));
  check_golden("offers", dump_of(offers_card(), under_pointer(wide(), "offer/1/read", "offer/3/read")));
  check_golden("panel-article-phone", dump_of(help_panel(true), phone()));
}

TEST_CASE("the launcher looks as agreed") {
  check_golden("launcher", dump_of(launcher_tree(), under_pointer(wide(), "launcher/tasks", "launcher/help")));
  check_golden("launcher-dark-right-to-left",
               dump_of(launcher_tree(), right_to_left(dark(under_pointer(wide(), "launcher/help", "launcher/tasks")))));
}

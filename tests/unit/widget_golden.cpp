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

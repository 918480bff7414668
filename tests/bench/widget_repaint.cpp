// What a repaint costs. The gate is DESIGN §8's: a full repaint at DPR 2 of a card of 400 × 400 in 3 ms.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <vector>

#include "../unit/widget_trees.h"
#include "widget/surface.h"

using namespace canvass;
using namespace canvass::testing;
using namespace canvass::widget;

namespace {

// Median of 200, in ms.
template <class Work>
double median_ms(const Work& work) {
  std::vector<double> samples;
  for (int i = 0; i < 200; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    work(i);
    samples.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  }
  std::nth_element(samples.begin(), samples.begin() + 100, samples.end());
  return samples[100];
}

// A CES card with enough text to be as high as it is wide.
Node square_card() {
  Node card = ces_card(5);
  card.children.insert(
      card.children.begin() + 3,
      view::make(Role::kText, Look::kBody, "body",
                 "Think of the whole way: from the moment you opened the shop to the moment you saw the "
                 "order number. Signing in, finding what you wanted, the basket, the address, paying. "
                 "There is no right answer, and it takes less than a minute. What you say here goes straight to "
                 "the people who build the shop, and they read every word of it. Thank you for your time."));
  return card;
}

}  // namespace

TEST_CASE("a full repaint at DPR 2 of a card of 400 by 400 stays within its budget") {
  FixedMeasurer measurer;
  Surface surface(measurer);
  surface.set_environment({1280, 800, 2, false, false});
  const Node card = square_card();
  const Frame* frame = surface.update(&card, {}, false);
  REQUIRE(frame);
  REQUIRE(frame->card.width * frame->card.height >= 400 * 400);
  const size_t bytes = static_cast<size_t>(frame->picture_width) * frame->picture_height * 4;

  const double repaint = median_ms([&](int i) {
    surface.set_interaction({view::id_of(option_path(i % 2)), 0, 0});
    surface.update(&card, {}, false);
  });
  const double idle = median_ms([&](int) { surface.update(&card, {}, false); });
  std::vector<char> target(bytes);
  const double clear = median_ms([&](int i) {
    std::memset(target.data(), i, bytes);
    // Keeps the compiler from leaving the work out.
    asm volatile("" : : "r"(target.data()) : "memory");
  });

  std::printf("repaint %ux%u px: %.3f ms (gate 3, target 1.5); %.1f times clearing as much memory (%.3f ms)\n",
              frame->picture_width, frame->picture_height, repaint, repaint / clear, clear);
  std::printf("update without a change: %.4f ms (1/%.0f of a repaint)\n", idle, repaint / idle);
  CHECK(repaint < 3);
  CHECK(idle < repaint / 5);
}

TEST_CASE("cards of faces, stars and tables, and guides, repaint within the same budget") {
  FixedMeasurer measurer;
  struct Subject {
    const char* name;
    Node card;
    const char* even;
    const char* odd;
  };
  const Subject subjects[] = {{"ten faces", faces_card(10, 3), "faces/2", "faces/9"},
                              {"ten stars", stars_card(10, 3), "stars/2", "stars/9"},
                              {"options", options_card(true, view::kInvalid), "options/1", "options/3"},
                              {"a matrix", matrix_card(7), "row/1/1", "row/3/5"},
                              {"pictures", pictures_card(6), "pictures/1", "pictures/5"},
                              {"a step of a tour", step_card("5/8"), "back", "next"},
                              {"a checklist", checklist_card(), "task/3/action", "task/4/action"},
                              {"the help panel", help_panel(true), "yes", "no"},
                              {"a banner", announcement(Look::kBanner, true), "back", "next"}};
  for (const Subject& subject : subjects) {
    Surface surface(measurer);
    surface.set_environment({1280, 800, 2, false, false});
    const double repaint = median_ms([&](int i) {
      surface.set_interaction({view::id_of(i % 2 ? subject.odd : subject.even), 0, 0});
      surface.update(&subject.card, {}, false);
    });
    const Frame* frame = surface.update(&subject.card, {}, false);
    REQUIRE(frame);
    std::printf("%s, %ux%u px: %.3f ms\n", subject.name, frame->picture_width, frame->picture_height, repaint);
    CHECK(repaint < 3);
  }
}

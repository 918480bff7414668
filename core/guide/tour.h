// The card of one step of a tour.
//
//   view::Node card = build_step({.guide = guide, .step = 1, .back = true, .next = true}, words);
#pragma once

#include "core/base/apart.h"
#include "core/config/config.h"
#include "core/config/locale.h"
#include "core/view/view.h"

namespace canvass::guide {

struct StepView {
  const config::Guide& guide;
  size_t step = 0;
  bool back = false;      // there is a step to go back to
  bool next = false;      // the visitor goes on by a button
  bool anchored = false;  // points at its element
  bool asks = false;      // its element is missing: look again, or go on without it?
};

// `words` speaks the language of the step's text afterwards.
CANVASS_APART view::Node build_step(const StepView& view, config::Words& words);

}  // namespace canvass::guide

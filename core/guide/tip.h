// One contextual help tip, pointing at an element of the page.
#pragma once

#include <string>

#include "core/config/config.h"
#include "core/config/locale.h"
#include "core/view/view.h"

namespace canvass::guide {

// What is on screen. `words` speaks the language of the tip's text afterwards.
view::Node build_tip(const config::Guide& guide, config::Words& words);

// What a screen reader says when it shows.
std::string announcement(const config::Guide& guide, config::Words& words);

}  // namespace canvass::guide

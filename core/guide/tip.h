// The card of a tip or an opened hotspot, and what all cards of guides are made of.
//
//   view::Node card = build_tip(guide, words);
//   turn.effects.push_back(effect::Announce{announcement(guide, words)});
#pragma once

#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/config/config.h"
#include "core/config/locale.h"
#include "core/guide/outcome.h"
#include "core/view/view.h"

namespace canvass::guide {

// What is on screen. `words` speaks the language of the tip's text afterwards.
CANVASS_APART view::Node build_tip(const config::Guide& guide, config::Words& words);

// What a screen reader says when it shows.
CANVASS_APART std::string announcement(const config::Content& content, config::Words& words);

// The dialog with its cross, its picture and what it says; `words` speaks its language afterwards.
CANVASS_APART view::Node begin_card(view::Look look, const std::string& path, const config::Content& content,
                                    config::Words& words);
// Its link and its buttons; the first button, "Got it" where there is none, is the primary one. A button's part is its
// number, the link's is "link".
CANVASS_APART void append_link(const config::Content& content, const std::string& path, const config::Words& words,
                               view::Node& card);
CANVASS_APART void append_buttons(const config::Content& content, const std::string& path, const config::Words& words,
                                  view::Node& card);
// "Don't show again", where it is offered.
CANVASS_APART void append_never(const config::Guide& guide, const std::string& path, const config::Words& words,
                                view::Node& card);

// The selector, the text or both, for people.
CANVASS_APART std::string name_of(const config::Anchor& anchor, const config::Words& words);

}  // namespace canvass::guide

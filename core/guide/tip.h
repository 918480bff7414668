// The card of a tip, an opened hotspot or an announcement, and what all cards of guides are made of.
//
//   view::Node card = build_card(guide, nullptr, words);
//   turn.effects.push_back(effect::Announce{announcement(guide, words)});
#pragma once

#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/config/config.h"
#include "core/config/locale.h"
#include "core/guide/announcement.h"
#include "core/guide/outcome.h"
#include "core/view/view.h"

namespace canvass::guide {

// What is on screen; `thread` is nullptr for all but feedback threads. `words` speaks the language of its text
// afterwards.
CANVASS_APART view::Node build_card(const config::Guide& guide, const ThreadState* thread, config::Words& words);

// What a screen reader says when it shows.
CANVASS_APART std::string announcement(const config::Content& content, config::Words& words);

// The dialog with its cross, its picture and what it says; `words` speaks its language afterwards.
CANVASS_APART view::Node begin_card(view::Look look, std::string_view path, const config::Content& content,
                                    config::Words& words);

// A child of `parent` with the role that the look usually has, called as if `name` followed the path that `path` is
// the id of.
CANVASS_APART view::Node& append(view::Node& parent, view::Look look, view::NodeId path, const char* name,
                                 std::string_view text = {});

// The selector, the text or both, for people.
CANVASS_APART std::string name_of(const config::Anchor& anchor, const config::Words& words);

// json[name] = value
CANVASS_APART void put(Json& json, const char* name, std::string_view value);

}  // namespace canvass::guide

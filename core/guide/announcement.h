// Feedback threads: announcements that tell a visitor what became of what they said.
//
//   append_thread(guide, {.stage = 2}, words, card);
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/config/config.h"
#include "core/config/locale.h"
#include "core/view/view.h"

namespace canvass::guide {

// Where a thread stands, of this visitor.
struct ThreadState {
  size_t stage = 0;
  config::Text text = {};  // of this stage, if the feed has one
};

// Its stages, in the card of its guide. `words` speaks the language of the card's text, or where it has none, of the
// stage's afterwards.
CANVASS_APART void append_thread(const config::Guide& guide, const ThreadState& thread, config::Words& words,
                                 view::Node& card);

// What a screen reader says of a thread that has come to a stage.
CANVASS_APART std::string thread_announcement(const config::Guide& guide, const ThreadState& thread,
                                              config::Words& words);

// As the configuration, feeds and events spell it: "received", "inProgress", "priorities", "done".
CANVASS_APART const char* stage_name(size_t stage);

// What a feed says: {"stage","text"?}, the text in one or several languages. None when it is nothing of the kind.
CANVASS_APART std::optional<ThreadState> read_feed(std::string_view body);

// The feed's address for that visitor.
CANVASS_APART std::string feed_address(std::string_view pattern, std::string_view visitor);

}  // namespace canvass::guide

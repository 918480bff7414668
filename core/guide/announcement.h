// The card, dialog or banner of an announcement; and of a feedback thread, what became of what the visitor said.
//
//   view::Node card = build_announcement(guide, {.stage = 2}, words);
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

// `words` speaks the language of its text afterwards. `thread` is not looked at where there is none.
CANVASS_APART view::Node build_announcement(const config::Guide& guide, const ThreadState& thread,
                                            config::Words& words);

// What a screen reader says of a thread that has come to a stage.
CANVASS_APART std::string thread_announcement(const config::Guide& guide, const ThreadState& thread,
                                              config::Words& words);

// As the configuration, feeds and events spell it: "received", "inProgress", "priorities", "done".
CANVASS_APART std::string stage_name(size_t stage);

// What a feed says: {"stage","text"?}, the text in one or several languages. None when it is nothing of the kind.
CANVASS_APART std::optional<ThreadState> read_feed(std::string_view body);

// The feed's address for that visitor.
CANVASS_APART std::string feed_address(std::string_view pattern, std::string_view visitor);

}  // namespace canvass::guide

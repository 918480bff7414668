// The help panel: articles to search, to browse and to be offered, and a way to people if none of them helps.
//
//   HelpPanel help(config, journal);
//   help.open(Opened::kLauncher, visitor.url(), words, turn);         // and the stage shows it
//   help.act({"help", "search", "retrun"}, url, words, turn);
//   help.act({"help", "article", "returns"}, url, words, turn);
//   if (help.take_dirty()) tree = help.tree(url, words);
//
// It is closed, a small card that offers articles ("corner"), or the panel ("panel"); display() says which, and a
// change is another `show`. What it has of a file of articles it fetches when it is first opened.
//
// The stage decides when there is room, makes Guide Shown, and gives every event::Guide and event::Fetched of its id.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/config/locale.h"
#include "core/delivery/journal.h"
#include "core/event.h"
#include "core/guide/outcome.h"
#include "core/turn.h"
#include "core/view/view.h"

namespace canvass::guide {

class HelpPanel {
 public:
  // Articles that are fetched are added to the configuration.
  HelpPanel(config::Config& config, delivery::Journal& journal) : config_(config), journal_(journal) {}

  // Its place among the guides; none: no help is configured.
  std::optional<size_t> guide() const;

  // The panel, at its home if it was closed. `from`: "launcher", "page", ….
  CANVASS_APART void open(std::string_view from, const config::Words& words, Turn& turn);
  // The card that offers the articles of a suggestion, by its place. False when there is nothing to offer, or the panel
  // is open already.
  CANVASS_APART bool suggest(size_t suggestion);
  // Which suggestion that trigger is of; none: it is the guide's own.
  CANVASS_APART std::optional<size_t> suggestion_of(const config::Trigger& trigger) const;
  // What makes suggestions. The decider takes them for triggers of the guide, so that delays and all else hold.
  CANVASS_APART void add_triggers(Vector<const config::Trigger*>& triggers) const;

  bool closed() const { return screen_ == Screen::kClosed; }
  const char* display() const { return screen_ == Screen::kSuggestion ? "corner" : "panel"; }

  // What the visitor does: "search", "article", "category", "home", "back", "helpful", "reason", "send", "contact",
  // "retry". kOpen: the small card has become the panel.
  CANVASS_APART Outcome act(const event::Guide& event, std::string_view url, const config::Words& words, Turn& turn);
  // × or Esc, or something else needs the room for good.
  CANVASS_APART void close(Turn& turn);
  CANVASS_APART void fetched(const event::Fetched& event, const config::Words& words, Turn& turn);

  // When a query counts as meant: the visitor types no more.
  std::optional<TimeMs> wake() const { return rests_at_; }
  CANVASS_APART void pass_time(Turn& turn);

  bool take_dirty() { return std::exchange(dirty_, false); }

  CANVASS_APART view::Node tree(std::string_view url, config::Words& words);
  CANVASS_APART std::string announcement(config::Words& words) const;
  // Its button for the launcher.
  CANVASS_APART void append_launcher(config::Words& words, Vector<view::Node>& nodes) const;
  CANVASS_APART void events_for(const view::Node& node, Action action, std::string_view value,
                                Vector<Event>& events) const;

  // Closed, and nothing is known of what was done in it.
  CANVASS_APART void reset();

 private:
  enum class Screen : uint8_t { kClosed, kSuggestion, kHome, kCategory, kArticle };

  config::Config& config_;
  delivery::Journal& journal_;
  Screen screen_ = Screen::kClosed;
  std::optional<TimeMs> rests_at_;
  bool dirty_ = false;
};

}  // namespace canvass::guide

// The help panel: articles to search, to browse and to be offered, and a way to people if none of them helps.
//
//   HelpPanel help(config, journal);
//   help.open("launcher", words, turn);                              // and the stage shows it
//   help.act({"help", "search", "retrun"}, url, words, turn);
//   help.act({"help", "article", "returns"}, url, words, turn);
//   if (help.take_dirty()) tree = help.tree(url, words);
//
// It is closed, a small card that offers articles ("corner"), or the panel ("panel"); display() says which, and a
// change is another `show`. A file of articles that the configuration names is fetched when it is first opened.
//
// The stage decides when there is room, makes Guide Shown, and gives every event::Guide and event::Fetched of its id.
#pragma once

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
#include "core/guide/search.h"
#include "core/turn.h"
#include "core/view/view.h"

namespace canvass::guide {

class HelpPanel {
 public:
  // Articles that are fetched are added to the configuration.
  HelpPanel(config::Config& config, delivery::Journal& journal) : config_(config), journal_(journal) {}

  // Its place among the guides; none: no help is configured.
  std::optional<size_t> guide() const;

  // The panel, at its home. `from`: "launcher", "page", …. Open already, it stays as it is.
  CANVASS_APART void open(std::string_view from, const config::Words& words, Turn& turn);
  // The card that offers the articles of a suggestion, by its place. False when there is nothing to offer, or help is
  // on screen already. While loading(), there may be later.
  CANVASS_APART bool suggest(size_t suggestion, Turn& turn);
  // Which suggestion that trigger is of; none: it is the guide's own.
  CANVASS_APART std::optional<size_t> suggestion_of(const config::Trigger& trigger) const;
  bool loading() const { return source_ == Source::kLoading; }

  bool closed() const { return !open_ && !suggestion_; }
  const char* display() const { return open_ ? "panel" : "corner"; }

  // What the visitor does: "search", "article", "category", "home", "back", "helpful", "reason", "send", "contact",
  // "retry", "close". kOpen: the small card has become the panel.
  CANVASS_APART Outcome act(const event::Guide& event, std::string_view url, const config::Words& words, Turn& turn);
  // Whatever the reason. What the visitor has begun to say is told.
  CANVASS_APART void close(Turn& turn);
  // The page goes out of sight, perhaps for good: the same, and it stays.
  CANVASS_APART void hidden(Turn& turn) { tell_rest(turn); }
  CANVASS_APART void fetched(const event::Fetched& event, const config::Words& words, Turn& turn);

  // When a query counts as meant, as the visitor types no more.
  std::optional<TimeMs> wake() const { return rests_at_; }
  CANVASS_APART void pass_time(config::Words& words, Turn& turn);

  bool take_dirty() { return std::exchange(dirty_, false); }

  CANVASS_APART view::Node tree(std::string_view url, config::Words& words) const;
  CANVASS_APART std::string announcement(config::Words& words) const;
  // Its button for the launcher.
  CANVASS_APART void append_launcher(config::Words& words, view::Node& launcher) const;
  CANVASS_APART void events_for(const view::Node& node, Action action, std::string_view value,
                                Vector<Event>& events) const;

  // Closed without a word; nothing is known of what was done in it.
  CANVASS_APART void reset();

 private:
  enum class Source : uint8_t { kUnasked, kLoading, kFailed, kLoaded };
  enum class Rating : uint8_t { kNone, kYes, kNo, kTold };  // kNo: and may say why

  const config::Guide& configured() const { return config_.guides[*guide()]; }
  const config::Article* article(std::string_view id) const;
  // What is open in the panel; nullptr: its home, or a category.
  const config::Article* reading() const;
  void index(const config::Words& words);
  void search(std::string_view query, TimeMs now);
  void read(const config::Article& article, std::string_view url, const config::Words& words, Turn& turn);
  void load(Turn& turn);
  CANVASS_APART void contact(std::string_view url, Turn& turn);
  CANVASS_APART void hand_over(std::string_view id, const std::string& query, std::string_view url, Turn& turn);
  // With what of the two is not empty.
  void tell(const char* event, const char* name, std::string_view value, const char* name2, std::string_view value2,
            Turn& turn);
  void tell_search(Turn& turn);
  void tell_rating(Turn& turn);
  void rated(const config::Words& words, Turn& turn);
  void tell_rest(Turn& turn);
  std::string masked(std::string_view text) const;

  // What became of the search.
  std::string status(const config::Words& words) const;
  void build_home(const std::string& path, std::string_view url, const config::Words& words, view::Node& panel) const;
  CANVASS_APART void build_offer(const std::string& path, const config::Words& words, view::Node& panel) const;
  void build_foot(const std::string& path, const config::Words& words, view::Node& panel) const;
  // A button of the document, with what the query means highlighted.
  void append_item(std::string_view act, std::string_view id, std::string_view title, std::string_view text,
                   Json& blocks) const;
  void append_item(const config::Article& article, const config::Words& words, Json& blocks) const;
  void append_marked(std::string_view text, Json& list) const;

  config::Config& config_;
  delivery::Journal& journal_;
  bool open_ = false;
  std::optional<size_t> suggestion_;
  // Where the visitor went from home: "category:orders", "article:returns", …
  Vector<std::string> trail_;
  std::string query_;
  std::string told_query_;
  std::optional<TimeMs> rests_at_;
  Vector<Search::Hit> hits_;
  std::optional<Search> search_;   // over the articles, in their order
  Rating rating_ = Rating::kNone;  // of the article being read
  std::string reason_;
  Source source_ = Source::kUnasked;
  bool dirty_ = false;
};

}  // namespace canvass::guide

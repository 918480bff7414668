// Plays surveys in one place of the page: takes what the visitor does, keeps it, and tells the host and the wire.
//
//   Player player(view::Slot::kCard, config, journal, decider);
//   player.begin(0, turn);                       // the first survey of the configuration
//   player.answer({"nps", "score", 9}, turn);
//   if (player.dirty()) tree = player.tree(words);
//
// What was answered survives a reload: it is stored under "tab:session" or, inline, "tab:session:inline".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/config/config.h"
#include "core/config/locale.h"
#include "core/delivery/journal.h"
#include "core/event.h"
#include "core/survey/session.h"
#include "core/targeting/decider.h"
#include "core/turn.h"
#include "core/view/view.h"

namespace canvass::survey {

class Player {
 public:
  Player(view::Slot slot, const config::Config& config, delivery::Journal& journal, targeting::Decider& decider)
      : slot_(slot), config_(config), journal_(journal), decider_(decider) {}

  bool playing() const { return session_.has_value(); }
  // The survey showing; nullptr when none is.
  const config::Survey* survey() const { return session_ ? session_->survey : nullptr; }
  targeting::Thing thing() const;  // while playing

  void begin(size_t survey, config::Words& words, Turn& turn);
  void restore(std::string_view stored, config::Words& words, Turn& turn);

  void shown(Turn& turn);
  void draft(const event::Draft& event, Turn& turn);
  void answer(const event::Answer& event, config::Words& words, Turn& turn);
  void next(config::Words& words, Turn& turn);
  void back(config::Words& words, Turn& turn);
  void dismiss(Turn& turn);
  void give_way(Turn& turn);  // to another survey; nothing is said of it
  void hide(Turn& turn);
  // Off the screen, and not over: what is stored stays. The session as restore() takes it, empty when there was nothing
  // left to ask.
  std::string put_away(Turn& turn);

  // What acting on a control means, as events; empty when nothing.
  std::vector<Event> events_for(const view::Node& node, Action action, std::string_view value) const;

  view::Node tree(config::Words& words) const { return build_view(*session_, words); }
  std::string_view storage_key() const;

  // Whether the tree has changed since the last call.
  bool take_dirty() { return std::exchange(dirty_, false); }

 private:
  void emit(std::string_view name, Json properties, Turn& turn);
  void show_step(config::Words& words, Turn& turn);
  void save_session(Turn& turn);
  std::optional<size_t> question_of(const std::string& survey, const std::string& question, const Json& value,
                                    Turn& turn) const;
  void record(size_t index, const Json& value, Turn& turn);
  void commit_draft(size_t index, Turn& turn);
  void complete(config::Words& words, Turn& turn);

  view::Slot slot_;
  const config::Config& config_;
  delivery::Journal& journal_;
  targeting::Decider& decider_;
  std::optional<Session> session_;
  bool dirty_ = false;
};

}  // namespace canvass::survey

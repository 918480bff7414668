// Plays surveys in one place of the page: takes what the visitor does, keeps it, and tells the host and the wire.
//
//   Player player(view::Slot::kCard, config, journal, decider, around);
//   player.begin(0, {}, words, turn);            // the first survey of the configuration
//   player.answer({"nps", "score", 9}, words, turn);
//   if (player.take_dirty()) tree = player.tree(words, false);
//
// What was answered survives a reload and the way to another page: it is stored under "session" or, inline,
// "session:inline". After a survey's `abandonAfter` without anything done it is closed as abandoned.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/config/locale.h"
#include "core/delivery/journal.h"
#include "core/event.h"
#include "core/logic/condition.h"
#include "core/survey/flow.h"
#include "core/survey/screens.h"
#include "core/survey/session.h"
#include "core/targeting/decider.h"
#include "core/turn.h"
#include "core/view/view.h"

namespace canvass::survey {

// What is known when a survey begins: objects, or nullptr.
struct Known {
  const Json* answers = nullptr;     // question → answer, from the page
  const Json* fields = nullptr;      // hidden field → value, from the page
  const Json* parameters = nullptr;  // of the page's address: may have hidden fields and answers
  const Json* properties = nullptr;  // of the event that made it show
};

class Player {
 public:
  // `around`: traits and everything else that is not the survey's own, for conditions and texts.
  Player(view::Slot slot, const config::Config& config, delivery::Journal& journal, targeting::Decider& decider,
         const logic::Facts& around)
      : slot_(slot), config_(config), journal_(journal), decider_(decider), around_(around) {}

  bool playing() const { return session_.has_value(); }
  // The survey showing; nullptr when none is.
  const config::Survey* survey() const { return session_ ? session_->survey : nullptr; }
  targeting::Thing thing() const;  // while playing

  void begin(size_t survey, const Known& known, config::Words& words, Turn& turn);
  void restore(std::string_view stored, config::Words& words, Turn& turn);
  // Closes a stored session that nothing was done about for too long, and one that is none; whether it was closed.
  bool was_abandoned(std::string_view stored, Turn& turn);

  void shown(Turn& turn);
  void draft(const event::Draft& event, Turn& turn);
  void answer(const event::Answer& event, config::Words& words, Turn& turn);
  void fields(const Json& values, Turn& turn);
  void next(config::Words& words, Turn& turn);
  void back(config::Words& words, Turn& turn);
  void dismiss(Turn& turn);
  void give_way(Turn& turn);  // to another survey: what was begun is abandoned
  void hide(Turn& turn);
  // Off the screen, and not over: what is stored stays. The session as restore() takes it, empty when there was nothing
  // left to ask.
  std::string put_away(Turn& turn);

  // When it will be abandoned if nothing is done until then; none: never.
  std::optional<TimeMs> wake() const;
  // Closes it as abandoned if that time has come.
  void expire(Turn& turn);

  // What acting on a control means, as events; empty when nothing.
  Vector<Event> events_for(const view::Node& node, Action action, std::string_view value) const;

  view::Node tree(config::Words& words, bool preview) const {
    return build_view(*session_, course(), around_, words, preview);
  }
  std::string_view storage_key() const;

  // Whether the tree has changed since the last call.
  bool take_dirty() { return std::exchange(dirty_, false); }

 private:
  Course course() const { return course_of(*session_, around_); }
  void emit(std::string_view name, Json properties, Turn& turn);
  void emit_end(std::string_view name, Turn& turn);
  void show_step(config::Words& words, Turn& turn);
  void save_session(Turn& turn);
  void touch(Turn& turn);
  std::optional<size_t> question_of(const std::string& survey, const std::string& question, const Json& value,
                                    bool draft, Turn& turn) const;
  void take_in_advance(const std::string& question, const Json& value, Turn& turn);
  bool advance_to(size_t question, const std::string& place, config::Words& words, Turn& turn);
  void record(size_t index, const Json& value, Turn& turn);
  void tell(size_t index, Turn& turn);
  void commit_draft(size_t index, Turn& turn);
  void arrive(Target target, bool remember, config::Words& words, Turn& turn);
  void complete(config::Words& words, Turn& turn);

  view::Slot slot_;
  const config::Config& config_;
  delivery::Journal& journal_;
  targeting::Decider& decider_;
  const logic::Facts& around_;
  std::optional<Session> session_;
  bool dirty_ = false;
};

}  // namespace canvass::survey

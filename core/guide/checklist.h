// Checklists: a few quick wins, each confirmed when it is done.
//
//   Checklists lists(config, journal, decider);
//   lists.start(init.stored, turn);                      // those begun on earlier pages
//   lists.open(guide, words, turn);                      // its triggers hold, or the visitor wants to see it
//   lists.moment({Moment::kEvent, "order_completed"}, facts, visitor, words, turn);      // may complete tasks
//   if (lists.take_dirty()) tree = lists.tree(guide, words);
//
// A checklist is in progress from when it is first opened until everything in it is done and was seen to be, or the
// visitor dismisses it for good; all that time the launcher has a button for it. Its card is open or folded, on this
// page and on the next. It is stored under "list:<id>".
//
// The stage decides when there is room for a card, and makes Guide Shown; everything else that is told and remembered
// of checklists comes from here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/sorted_map.h"
#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/config/locale.h"
#include "core/delivery/journal.h"
#include "core/event.h"
#include "core/guide/outcome.h"
#include "core/targeting/decider.h"
#include "core/targeting/trigger.h"
#include "core/targeting/visitor.h"
#include "core/turn.h"
#include "core/view/view.h"

namespace canvass::guide {

constexpr std::string_view kListPrefix = "list:";

class Checklists {
 public:
  Checklists(const config::Config& config, delivery::Journal& journal, targeting::Decider& decider)
      : config_(config), journal_(journal), decider_(decider) {}

  // Of all that is stored, what begins with kListPrefix. What is malformed counts as not there.
  CANVASS_APART void start(const Map<std::string, std::string>& stored, const Turn& turn);
  // Another tab stored it. Whether it was one of these.
  CANVASS_APART bool stored(const event::Stored& event, const Turn& turn);

  // In progress; `guide` is a place in the configuration. What is in progress does not become due.
  bool begun(size_t guide) const;
  bool open(size_t guide) const;  // not folded: its card belongs on screen when there is room
  // The first whose card belongs on screen, as the page left it or because something in it was done.
  std::optional<size_t> wants_room() const;

  // Begins it if it is not begun, and unfolds it. The stage then shows it; `by_visitor`: from the launcher.
  CANVASS_APART void show(size_t guide, bool by_visitor, Turn& turn);
  // The host has painted its card.
  CANVASS_APART void shown(size_t guide, Turn& turn);

  // What the visitor does: "task", "collapse", "dismissAll".
  CANVASS_APART Outcome act(size_t guide, const event::Guide& event, config::Words& words, Turn& turn);
  // Its card is closed: ×, Esc, or the button of one that is all done. It is folded; one that is all done is over.
  CANVASS_APART void close(size_t guide, Turn& turn);

  // Something happened, also that a page opened: completes the tasks that wait for it. The effects include the words
  // that confirm them.
  CANVASS_APART void moment(const targeting::Moment& moment, const targeting::Visitor& visitor, config::Words& words,
                            Turn& turn);
  // A guide or survey was completed: completes the tasks that start it and wait for nothing else.
  CANVASS_APART void finished(std::string_view id, config::Words& words, Turn& turn);

  // What tasks not done yet wait for.
  CANVASS_APART void add_waits(Vector<const config::Trigger*>& triggers) const;

  // When the launcher goes back from confirming a task to the checklist's name; none: it need not.
  std::optional<TimeMs> wake() const;
  CANVASS_APART void pass_time(const Turn& turn);

  // Whether the card, or what the launcher has of them, has changed since the last call.
  bool take_dirty() { return std::exchange(dirty_, false); }
  bool take_launcher_dirty() { return std::exchange(launcher_dirty_, false); }

  CANVASS_APART view::Node tree(size_t guide, config::Words& words) const;
  CANVASS_APART std::string announcement(size_t guide, config::Words& words) const;
  // Its buttons for the launcher.
  CANVASS_APART void append_launchers(config::Words& words, view::Node& launcher) const;
  // What acting on a node of the card means.
  CANVASS_APART void events_for(size_t guide, const view::Node& node, Action action, Vector<Event>& events) const;

  // A preview begins or is over: what is real waits until then.
  CANVASS_APART void preview(bool on);
  // Nothing was begun; what is stored goes.
  CANVASS_APART void reset(Turn& turn);

 private:
  struct List {
    size_t guide = 0;
    TimeMs began = 0;
    bool open = true;
    Vector<TimeMs> done;     // when each of its tasks was; 0: not yet
    size_t said = SIZE_MAX;  // the task that was done last and is being confirmed
    TimeMs said_until = 0;   // on the launcher's button
  };

  const config::Guide& guide_of(const List& list) const { return config_.guides[list.guide]; }
  List* find(size_t guide);
  const List* find(size_t guide) const { return const_cast<Checklists*>(this)->find(guide); }
  void restore(size_t guide, std::string_view text, TimeMs now);
  void save(const List& list, Turn& turn);
  void remove(size_t guide, Turn& turn);
  void forget(size_t guide);
  List& begin(size_t guide);
  void touch() { dirty_ = launcher_dirty_ = true; }
  void complete(List& list, size_t task, config::Words& words, Turn& turn);
  void tell(const char* event, const List& list, std::string_view task, Turn& turn);
  std::string confirmation(const List& list, const config::Words& words) const;

  const config::Config& config_;
  delivery::Journal& journal_;
  targeting::Decider& decider_;
  Vector<List> lists_;
  Vector<List> kept_;            // of what is real, during a preview
  size_t on_screen_ = SIZE_MAX;  // whose card was last painted and not closed since
  bool dirty_ = false;
  bool launcher_dirty_ = false;
};

}  // namespace canvass::guide

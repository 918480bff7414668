// Guides on the page: one at a time over it, hotspots and the launcher besides, a tour from step to step and from page
// to page. The engine has a stage where guides are configured, asks it first about everything that happens, and gives
// it what the decider has made due.
//
//   Stage stage(config, decider, journal, visitor, words);
//   stage.start(init, turn);
//   if (!stage.take(event, turn)) …the engine's own part…, stage.hear(event, turn);
//   stage.begin(pending, turn);                    // a guide that is due, and there is room
//   stage.come_back(turn); stage.arrange(false, turn);
//   if (stage.take_dirty() && stage.over()) tree = stage.tree(false);
//
// Manners: a tour that was begun is not interrupted, neither while its next step waits on another page nor while it
// waits for something to happen. What the visitor opens puts away what is there, which comes back afterwards. A tip
// that showed by itself gives way to a survey.
//
// Stored: "tour", the one that runs, {"id","step","at","since","told"}; "st:<id>", the stage of a feedback thread that
// the visitor has seen; "list:<id>" (checklist.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/config/locale.h"
#include "core/delivery/journal.h"
#include "core/event.h"
#include "core/guide/announcement.h"
#include "core/guide/checklist.h"
#include "core/guide/help.h"
#include "core/targeting/decider.h"
#include "core/targeting/visitor.h"
#include "core/turn.h"
#include "core/view/view.h"

namespace canvass::guide {

class Stage {
 public:
  CANVASS_APART Stage(config::Config& config, targeting::Decider& decider, delivery::Journal& journal,
                      const targeting::Visitor& visitor, config::Words& words);
  CANVASS_APART ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  CANVASS_APART void start(const event::Init& init, Turn& turn);

  // --- what there is ---

  // What shows over the page.
  std::optional<size_t> over() const { return up_ ? std::optional<size_t>(up_->guide) : std::nullopt; }
  CANVASS_APART void describe(targeting::Screen& screen) const;
  // Something is there or to come back: no time to sleep.
  CANVASS_APART bool busy() const;
  // A tour is under way, on screen or not.
  bool touring() const { return tour_ && (tour_->told != 0 || tour_->away); }

  // --- what happens ---

  // Whether it was about a guide and nothing is left to do.
  CANVASS_APART bool take(const Event& event, Turn& turn);
  // Afterwards, of what tours and checklists may wait for.
  CANVASS_APART void hear(const Event& event, Turn& turn);
  CANVASS_APART void hear(const targeting::Moment& moment, Turn& turn) { this->moment(moment, turn); }
  CANVASS_APART void page_opened(Turn& turn);
  // A preview begins, or is over, or both.
  CANVASS_APART void preview(bool was, Turn& turn);
  // Before an event: time has passed.
  CANVASS_APART void pass_time(Turn& turn);

  CANVASS_APART void place_hotspots(Turn& turn);
  // The decider made it due, and there is room.
  CANVASS_APART void begin(const targeting::Pending& pending, Turn& turn);
  // The page or the visitor wants to see it. Whether a survey that is there may come back after it.
  CANVASS_APART bool can_show(size_t guide) const;
  CANVASS_APART bool puts_away(size_t guide) const;
  CANVASS_APART void show(size_t guide, Turn& turn);
  // Leaves the room to a survey.
  CANVASS_APART void give_way(Turn& turn);
  // Another tab says that it is done with.
  CANVASS_APART void closed(size_t guide, Turn& turn);
  CANVASS_APART void reset(Turn& turn);

  // With nothing over the page: what is to come back there does.
  CANVASS_APART void come_back(Turn& turn);
  // Puts everything else in its place; `survey`: one shows over the page.
  CANVASS_APART void arrange(bool survey, Turn& turn);
  // What guides ask for: surveys and guides to show, events as if the page had tracked them. In order.
  CANVASS_APART std::optional<Event> take_wish();

  CANVASS_APART std::optional<TimeMs> wake(TimeMs now) const;
  CANVASS_APART void add_to(effect::Watch& watch) const;

  // --- what is to be seen ---

  CANVASS_APART bool take_dirty();
  CANVASS_APART view::Node tree(bool preview);
  bool launcher() const { return launcher_; }
  CANVASS_APART bool take_launcher_dirty();
  CANVASS_APART view::Node launcher_tree(TimeMs now);
  CANVASS_APART Vector<Event> events_for(const view::Node& node, Action action, std::string_view value) const;

  // Adds to what the decider says of it: where a tour stands, which anchors failed on which pages, what a thread waits
  // for.
  CANVASS_COLD void explain(size_t guide, Json& json) const;

 private:
  // What is over the page.
  struct Up {
    size_t guide = 0;
    const config::Trigger* trigger = nullptr;  // nullptr: the visitor or the page wanted it
    bool shown = false;                        // the host has painted it
    TimeMs since = 0;                          // when
  };
  struct Tour {
    size_t guide = 0;
    size_t step = 0;
    const config::Trigger* trigger = nullptr;
    TimeMs at = 0;         // of the last step
    TimeMs since = 0;      // when the first was shown; 0: not yet
    uint64_t told = 0;     // steps that were shown, a bit each
    TimeMs due = 0;        // what the step waits for has come, and goes on then; 0: it has not
    bool forward = true;   // where a step that is missing leads
    bool away = false;     // another tab has it
    bool asks = false;     // the step's anchor is missing: look again?
    bool waits = false;    // the same: shows when it comes
    bool nowhere = false;  // in a preview: shows without it
  };
  struct Beacon {
    size_t guide = 0;
    const config::Trigger* trigger = nullptr;
    bool visible = false;
    bool shown = false;
  };
  struct Thread {
    size_t guide = 0;
    bool known = false;  // where it stands
    bool asked = false;  // the feed
    ThreadState state;
    std::string seen;  // stage that was shown last; empty: none
    Vector<targeting::Pending> pending;
  };
  // An anchor that a page did not have.
  struct Gone {
    size_t guide = 0;
    size_t step = 0;
    std::string path;
    bool here = false;  // this page
  };

  // A survey or guide to show, or an event as if the page had tracked it.
  struct Wish {
    std::string_view id;
    bool track = false;
  };
  static constexpr std::string_view kTourKey = "tour";
  static constexpr std::string_view kStagePrefix = "st:";

  const config::Guide& guide_of(size_t guide) const { return config_.guides[guide]; }
  const config::Step& step_of(const Tour& tour) const { return guide_of(tour.guide).steps[tour.step]; }
  bool is_up(size_t guide) const { return up_ && up_->guide == guide; }
  bool tour_is_up() const { return up_ && tour_ && up_->guide == tour_->guide; }
  bool is_here(const config::Step& step) const;
  bool can_go(size_t step) const;
  const config::Content& content() const;
  const char* display() const;

  // What is told with an event, one bit each.
  static constexpr uint32_t kStep = 1;      // of a tour: where it stands
  static constexpr uint32_t kStepName = 2;  // only what the step is called
  static constexpr uint32_t kDuration = 4;
  static constexpr uint32_t kNever = 8;
  static constexpr uint32_t kButton = 16;  // the first
  static constexpr uint32_t kSecond = 32;  // with kButton: the second
  static constexpr uint32_t kLink = 64;
  void tell(const char* event, size_t guide, uint32_t with, Turn& turn, const char* name = nullptr,
            std::string_view value = {});
  void tell_shown(size_t guide, Turn& turn);
  void remember(size_t guide, TimeMs targeting::Memory::*what, Turn& turn);
  size_t find(std::string_view id) const;  // as many as there are guides: none is called so
  bool stored(const event::Stored& event, Turn& turn);
  void raise(const Up& up, bool announce, Turn& turn);
  void show_up(bool announce, Turn& turn);
  void hide_up(Turn& turn);
  void put_away(Turn& turn);
  void shown(Turn& turn);
  void missing(Turn& turn);
  void report_missing(size_t guide, size_t step, Turn& turn);
  void beacon_missing(size_t guide, Turn& turn);
  void complete(Turn& turn);
  void leave(Turn& turn);
  void dismiss(Turn& turn);
  void end(uint32_t with, Turn& turn);
  void next(Turn& turn);
  void press(std::string_view which, Turn& turn);
  void act(const event::Guide& event, Turn& turn);
  CANVASS_APART void answer(std::string_view act, Turn& turn);
  void outcome(size_t guide, const Outcome& outcome, Turn& turn);
  void add_event(const view::Node& node, Vector<Event>& events) const;
  bool is_elsewhere(const config::Trigger* trigger) const;
  void drop_aside(size_t guide);
  void remove_beacon(size_t guide, Turn& turn);
  Beacon* beacon_of(size_t guide);

  void begin_tour(size_t guide, const config::Trigger* trigger, Turn& turn);
  void restore_tour(std::string_view stored, Turn& turn);
  void save_tour(Turn& turn);
  void end_tour(Turn& turn);
  void abandon(Turn& turn);
  void complete_tour(Turn& turn);
  void arrive(size_t step, Turn& turn);
  void go_on(Turn& turn);
  bool can_pass() const;
  bool was_told() const { return (tour_->told >> tour_->step & 1) != 0; }  // that the step was shown
  void go_to(const config::Step& step, Turn& turn);
  void next_step(Turn& turn);
  void back(Turn& turn);
  void step_shown(Turn& turn);
  void step_missing(Turn& turn);
  void follow_tour(Turn& turn);
  void hear_step(const targeting::Moment& moment, Turn& turn);
  bool holds(const config::Trigger& trigger, const targeting::Moment& moment) const;
  void moment(const targeting::Moment& moment, Turn& turn);
  CANVASS_APART void hear_tour(const std::optional<std::string>& value, Turn& turn);

  CANVASS_APART Thread& thread_of(size_t guide);
  const Thread* find_thread(size_t guide) const;
  bool gave_feedback(size_t guide) const;
  CANVASS_APART bool has_news(const targeting::Pending& pending, Turn& turn);
  CANVASS_APART void hear_thread(std::string_view key, std::string_view value, Turn& turn);
  CANVASS_APART void thread_shown(Turn& turn);
  CANVASS_APART void follow_up(size_t guide);
  CANVASS_APART void forget_waiting_threads();
  void fetched(const event::Fetched& event, Turn& turn);
  CANVASS_APART void feed_fetched(size_t guide, const event::Fetched& event, Turn& turn);

  std::string explain_tour() const;

  void suggest(const Up& up, Turn& turn);

  bool launcher_wanted(bool survey, TimeMs now) const;
  CANVASS_APART void hide_besides(Turn& turn);
  void note_standing();
  view::Node step_tree();
  view::Node card();
  CANVASS_APART void add_notice(view::Node& tree) const;

  config::Config& config_;
  targeting::Decider& decider_;
  delivery::Journal& journal_;
  const targeting::Visitor& visitor_;
  config::Words& words_;
  Checklists lists_;
  HelpPanel help_;
  const config::Trigger* help_waits_ = nullptr;  // that has articles to offer when they are loaded

  std::optional<Up> up_;
  Vector<Up> aside_;  // what the visitor opened and then put away by opening another
  std::optional<Tour> tour_;
  std::optional<Tour> real_tour_;  // during a preview
  Vector<Beacon> beacons_;
  Vector<size_t> standing_;
  Vector<size_t> missing_;  // guides whose anchor this page does not have
  Vector<Gone> gone_;
  Vector<Thread> threads_;
  Vector<Wish> wishes_;
  int64_t depth_ = 0;  // scrolled on this page
  bool preview_ = false;
  bool dirty_ = false;
  bool launcher_ = false;
  bool launcher_dirty_ = false;
};

}  // namespace canvass::guide

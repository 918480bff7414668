// Decides when surveys and guides may and should show: triggers, audience, sampling, frequency, cooldown, priorities.
//
//   Decider decider(config, visitor);
//   decider.start(init, turn);
//   decider.moment({.kind = config::Trigger::Moment::kEvent, .name = "order_completed"}, screen, turn.now);
//   while (std::optional<Pending> next = decider.take(turn.now, screen)) { … show it … }
//   Json why = decider.explain({false, 0}, turn.now, screen);
//
// Everything that must be so for something to show is a Check, and there is one function that says whether and from
// when each passes: deciding asks it until one fails, explaining asks it for all of them.
//
// It remembers, and stores, when each was shown, answered, completed and dismissed ("m:<id>"), when any survey was last
// shown over the page ("last"), where anything asks for quiet afterwards, when anything was last dismissed ("quiet"),
// and where the configuration limits them, how many were in this visit ("tab:shown").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/base/time.h"
#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/event.h"
#include "core/targeting/frequency.h"
#include "core/targeting/trigger.h"
#include "core/targeting/visitor.h"
#include "core/turn.h"

namespace canvass::targeting {

// What there is room for.
struct Screen {
  std::optional<Thing> over;    // shows over the page
  std::optional<Thing> within;  // shows in a container of the page
  // Surveys that were begun: over the page, in another tab; in a container, there or on a page with one.
  std::optional<size_t> parked[2];
  bool engaged = false;  // the visitor opened what is there, or it is of a tour: nothing shows by itself over the page
  bool firm = false;     // or a tour runs on another page: nothing but what answers a struggle does
  bool helps = false;    // what is there answers a struggle
  std::optional<size_t> tour;                // that runs, be it on screen or not
  const Vector<size_t>* standing = nullptr;  // guides that show and take no room: beacons, buttons of the launcher
  const Vector<size_t>* missing = nullptr;   // guides whose anchor this page does not have
  size_t missing_step = 0;                   // of a tour among them: the step

  bool shows(Thing thing) const {
    return over == thing || within == thing ||
           (thing.guide && (tour == thing.index || (standing != nullptr && stands(thing.index))));
  }

 private:
  CANVASS_APART bool stands(size_t guide) const;
};

// In this order. Until kAudience time alone decides, or nothing does.
enum class Check : uint8_t {
  kQuota,
  kSchedule,
  kSample,
  kFrequency,
  kCooldown,
  kPerVisit,
  kQuiet,
  kAudience,
  kTriggers,
  kRoom,
  kAnchor,
};
constexpr size_t kChecks = 11;

class Decider {
 public:
  Decider(const config::Config& config, const Visitor& visitor) : config_(config), visitor_(visitor) {}

  void start(const event::Init& init, Turn& turn);

  // The visitor is on another page: what the old one made due is forgotten, what the new one does becomes due. What is
  // on screen need not become due.
  void page_opened(const Screen& screen, TimeMs now);
  void moment(const Moment& moment, const Screen& screen, TimeMs now);
  void scrolled(int64_t depth, const Screen& screen, TimeMs now);
  void container(size_t survey);  // the page has one for it
  void cancel(std::string_view event) { schedule_.cancel(event); }

  // Before anything is taken: time has passed.
  void pass_time(const Screen& screen, TimeMs now);

  // Takes out what should show first over the page, or in it, among what is due and may show.
  std::optional<Pending> take(TimeMs now, const Screen& screen);
  // Hotspots are taken apart from all others, whatever is on screen: their beacons take no room.
  CANVASS_APART std::optional<Pending> take_hotspot(TimeMs now);
  std::optional<size_t> take_inline(TimeMs now, const Screen& screen);

  // Whether the launcher has a button for that help panel on this page. Moments do not make it due; those that are
  // pending for it are of the triggers of its suggestions.
  CANVASS_APART bool has_launcher(size_t help, TimeMs now) const;

  // The survey whose feedback tab belongs at the edge of the page; none when none does.
  std::optional<size_t> tab(TimeMs now) const;

  // What is to be listened to on this page.
  effect::Watch watch(TimeMs now, const Screen& screen) const;
  // Adds what that trigger needs, if it can hold on this page.
  void listen_for(const config::Trigger& trigger, effect::Watch& watch) const;

  // The properties of the event or signal that a trigger held at last; nullptr when it is about none.
  const Json* properties_of(const config::Trigger& trigger) const {
    return canvass::find(properties_[trigger.moment == config::Trigger::Moment::kSignal ? 1 : 0], trigger.name);
  }

  // Whether that ever happened to a survey or guide.
  CANVASS_APART bool was(TimeMs Memory::*what, std::string_view id) const;

  // The survey or guide that was completed since the last call; empty: none.
  std::string take_completed() { return std::exchange(completed_, {}); }

  // What gave way to something else shows again when there is room.
  void put_back(const Pending& pending) { schedule_.add(pending); }
  void forget(Thing thing) { schedule_.remove(thing); }  // however many triggers made it due

  // The earliest time it may show by itself, going by what only time can change; kSomeday: there is no saying; kNever:
  // not again.
  TimeMs allowed_from(Thing thing, TimeMs now) const;

  // Which of its wordings the visitor gets: the same on every visit, by weight, whether sampled or not. 0 when it has
  // none.
  size_t variant(size_t survey) const;

  void remember(Thing thing, TimeMs Memory::*what, Turn& turn);

  // Another tab stored it. The thing that was completed or dismissed there, if that is what it says.
  std::optional<Thing> stored(const event::Stored& event, TimeMs now);

  std::optional<TimeMs> wake(TimeMs now) const;
  // Until when nothing can show by itself, whatever happens.
  TimeMs quiet_until(TimeMs now) const;

  // {"id","kind","shows","showing","text","conditions":[{"condition","pass","value","next","text","parts"}]}
  Json explain(Thing thing, TimeMs now, const Screen& screen) const;

  const std::string& id_of(Thing thing) const;
  const config::Targeting& targeting_of(Thing thing) const;
  Vector<Thing> things() const;  // every survey, then every guide
  std::optional<Thing> find(std::string_view id) const;

  void reset(Turn& turn);

 private:
  struct Remembered {
    std::string id;
    Memory memory;
  };
  // When a trigger last held; for explaining.
  struct Heard {
    const config::Trigger* trigger;
    TimeMs at;
  };

  Memory memory_of(const std::string& id) const;
  Memory& memory_at(const std::string& id);  // made if there is none
  void hear(const config::Trigger& trigger, TimeMs now);
  // The triggers that moments make it due by, one after another; nullptr after the last.
  const config::Trigger* trigger_of(Thing thing, size_t index) const;
  CANVASS_APART const config::Trigger* trigger_of_suggestions(size_t help, size_t index) const;
  double bucket(const std::string& id) const;
  bool is(Thing thing, config::GuideKind kind) const;
  bool places_itself(Thing thing) const;  // inline, a tab, help: not made due by moments
  bool is_page_for(Thing thing) const;    // of one that places itself
  bool has_container(size_t survey) const;
  CANVASS_APART bool is_urgent(Thing thing) const;
  bool holds_here(const config::Trigger& trigger) const;

  bool applies(Check check, Thing thing) const;
  bool wants_quiet(Thing thing) const;
  // When what was dismissed last lets anything show again.
  TimeMs quiet_ends() const;
  // Something was dismissed: what is due waits. A page stays where it is; for a guide about what just happened, it is
  // too late afterwards.
  CANVASS_APART void hush(TimeMs now);
  Vector<Pending>& prune(TimeMs now);  // drops what cannot show any more, marks what waits
  // From when it passes: not later than `now` if it does.
  TimeMs passes_from(Check check, Thing thing, TimeMs now, const Screen& screen) const;
  // The first that fails of those before `end`; `end` if none does.
  Check first_failure(Thing thing, TimeMs now, Check end) const;

  void describe(Check check, Thing thing, TimeMs now, const Screen& screen, bool pass, Json& entry) const;
  CANVASS_APART void describe_anchor(Thing thing, const Screen& screen, bool pass, Json& value,
                                     std::string& text) const;
  // Why the signal it waits for cannot be noticed; nullptr: it can.
  CANVASS_COLD const char* why_unseen(const config::Trigger& trigger) const;
  void describe_trigger(const config::Trigger& trigger, TimeMs now, Json& part) const;

  const config::Config& config_;
  const Visitor& visitor_;
  Vector<Remembered> memories_;
  TimeMs last_survey_ = 0;        // when any survey was last shown over the page; 0: never
  TimeMs last_dismissal_ = 0;     // 0: never, or nothing is quiet afterwards
  int64_t shown_this_visit_ = 0;  // surveys over the page
  Schedule schedule_;
  Vector<size_t> containers_;  // surveys that this page has a container for, not shown in it yet
  int64_t depth_ = 0;          // scrolled on this page, per cent
  TimeMs time_on_page_ = 0;    // as far as triggers have heard of it
  Vector<Heard> heard_;
  Json properties_[2] = {json_object(), json_object()};  // event → the properties it came with last; signal → its
  std::string completed_;
};

}  // namespace canvass::targeting

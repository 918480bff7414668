// How far a visitor is on the way to each goal of the configuration, across pages and visits.
//
//   Journeys journeys(config.observation->journeys, journal, visitor);
//   journeys.start(init, turn);                // takes up what is stored
//   journeys.hear(event, turn);                // after the engine's own part of it
//   journeys.hear(noticed, turn);              // a signal
//
// A journey is begun by its start, goes on with its steps and is over with its finish, or when its limit is. Wire
// events tell of each (docs/wire.md). What is a step, and what a detour:
// - A page is every step that it matches; anything else is the next one that it matches, so that a step may be the same
//   event twice. A step that was passed is not passed again; one that is passed over may still follow.
// - A named detour is one wherever it happens, unless it is a step.
// - Any other page is one that belongs neither to the start, nor to where the visitor is, nor to what may come next,
//   nor to an optional step; where neither what was last nor what comes next says a page, no page is one. Where what
//   comes next may happen on any page (an event), it may happen on this one: then it counts when it is left for
//   another.
// - Off the path: by a detour, or by a required step that is out of order or left out.
//
// Stored under "j:<id>" from the start to the end. Nobody is followed who does not want to be (Turn::anonymous): a
// journey is what links one page with another.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/base/time.h"
#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/delivery/journal.h"
#include "core/event.h"
#include "core/signals/detector.h"
#include "core/targeting/trigger.h"
#include "core/targeting/visitor.h"
#include "core/turn.h"

namespace canvass::signals {

constexpr std::string_view kJourneyPrefix = "j:";

class Journeys {
 public:
  Journeys(const Vector<config::Journey>& journeys, delivery::Journal& journal, const targeting::Visitor& visitor)
      : journeys_(journeys), journal_(journal), visitor_(visitor) {}

  CANVASS_APART void start(const event::Init& init, Turn& turn);
  CANVASS_APART void hear(const Event& event, Turn& turn);
  CANVASS_APART void hear(const Noticed& noticed, Turn& turn);
  CANVASS_APART std::optional<TimeMs> wake(TimeMs now) const;
  // Adds what the next steps need to be listened to.
  CANVASS_APART void add_to(effect::Watch& watch) const;
  CANVASS_APART void reset(Turn& turn);

 private:
  // Of a page that is no part of the way.
  enum class Astray : uint8_t { kNo, kMaybe, kYes };
  struct Progress {
    size_t journey = 0;
    TimeMs began = 0;
    TimeMs last = 0;      // when the start, a step or a detour was
    uint32_t passed = 0;  // steps, a bit each
    size_t place = 0;     // as many steps as there are up to the furthest that was passed
    int64_t detours = 0;
    int64_t visit = 1;   // the visitor's, in which it began
    std::string detour;  // the last after that step; empty: none
    Astray astray = Astray::kNo;
    bool off = false;   // the path
    bool away = false;  // another tab was the last to go on with it
  };

  const config::Journey& journey_of(const Progress& progress) const { return journeys_[progress.journey]; }
  Progress* find(size_t journey);
  CANVASS_APART void restore(size_t journey, std::string_view text, TimeMs now);
  CANVASS_APART void save(const Progress& progress, Turn& turn);
  CANVASS_APART void remove(size_t journey, Turn& turn);
  CANVASS_APART void stored(const event::Stored& event, TimeMs now);

  CANVASS_APART bool holds(const config::Waypoint& waypoint, const targeting::Moment& moment) const;
  CANVASS_APART uint32_t look(const config::Waypoint& waypoint) const;
  CANVASS_APART uint32_t look_around(const Progress& progress) const;
  CANVASS_APART void moment(const targeting::Moment& moment, Turn& turn);
  CANVASS_APART void begin(size_t journey, Turn& turn);
  // Whether it goes on, goes astray or is over.
  CANVASS_APART bool go_on(Progress& progress, const targeting::Moment& moment, bool begun, Turn& turn);
  CANVASS_APART void pass(Progress& progress, size_t step, Turn& turn);
  CANVASS_APART bool stray(Progress& progress, const targeting::Moment& moment, Turn& turn);
  CANVASS_APART void count(Progress& progress, Turn& turn);
  CANVASS_APART void expire(bool away, Turn& turn);

  // What is told with an event besides the journey and its kind, one bit each.
  static constexpr uint32_t kDuration = 1;  // until now
  static constexpr uint32_t kAfter = 2;     // the detour, and where it was
  static constexpr uint32_t kEnd = 4;       // whether the path was kept
  CANVASS_APART Json told(const Progress& progress, uint32_t with, const Turn& turn) const;
  CANVASS_APART void waits(Vector<const config::Trigger*>& triggers) const;

  const Vector<config::Journey>& journeys_;
  delivery::Journal& journal_;
  const targeting::Visitor& visitor_;
  Vector<Progress> progress_;
  bool anonymous_ = false;  // nobody is followed
  std::string page_;        // the address of the page
  int64_t depth_ = 0;       // scrolled on it
  TimeMs time_ = 0;         // on it, as far as triggers have heard of it
};

}  // namespace canvass::signals

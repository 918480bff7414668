// Notices that a visitor struggles, from what they do on the page: rage, dead and error clicks, quick backs, thrashing,
// forms that do not let them through, bursts of reloads, forms given up. docs/signals.md has the definitions.
//
//   Detector detector(config, journal, visitor);
//   detector.start(init, turn);
//   detector.leave(true, turn);                            // before another page opens; false: this one is hidden
//   detector.hear(event, turn);
//   while (std::optional<Noticed> noticed = detector.take()) { … triggers … }
//   detector.add_to(watch);                                // what the host is to tell
//
// Wire events: "Signal Noticed", a limited number of a page view, and "Page Watched", once for each page view.
// Stored: "tab:signals", what the next page of this tab has to know of this one.
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
#include "core/signals/clicks.h"
#include "core/signals/findings.h"
#include "core/signals/forms.h"
#include "core/signals/stays.h"
#include "core/signals/thrash.h"
#include "core/targeting/visitor.h"
#include "core/turn.h"

namespace canvass::signals {

class Detector {
 public:
  Detector(const config::Config& config, delivery::Journal& journal, const targeting::Visitor& visitor);

  void start(const event::Init& init, Turn& turn);
  void leave(bool page, Turn& turn);
  void hear(const Event& event, Turn& turn);
  bool has_noticed() const { return !findings_.list.empty(); }
  std::optional<Noticed> take();
  std::optional<TimeMs> wake(TimeMs now) const;
  void add_to(effect::Watch& watch);
  void reset(Turn& turn);

  // Page views are told, so this visitor's pages need the engine.
  bool tells() const { return signals_.told && sampled_; }

 private:
  void interact(const event::Interact& event, Turn& turn);
  void begin_view();
  // Tells and counts what was found.
  void report(Turn& turn);

  const config::Signals& signals_;
  delivery::Journal& journal_;
  const targeting::Visitor& visitor_;
  Findings findings_;
  bool sampled_ = false;
  bool stored_ = false;  // there is a "tab:signals"

  Clicks clicks_;
  Stays stays_;
  Forms forms_;
  Thrash thrash_;

  // Of this page view.
  std::string url_;
  bool watched_ = false;  // told that it was
  int64_t pressed_ = 0;
  int64_t told_ = 0;
  int64_t counts_[config::kSignals] = {};
};

}  // namespace canvass::signals

#include "core/signals/detector.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/targeting/glob.h"
#include "core/targeting/trigger.h"

namespace canvass::signals {

namespace {

using config::Signal;

constexpr std::string_view kKey = "tab:signals";

constexpr uint8_t bit(Signal signal) { return static_cast<uint8_t>(1u << static_cast<int>(signal)); }

// What the host is to tell, and for which signals, one byte each; of the same name the last. Presses come first: they
// are counted.
constexpr std::string_view kNeeds = "press effects effects faults forms moves pages";
constexpr uint8_t kFor[] = {
    bit(Signal::kRage) | bit(Signal::kDead) | bit(Signal::kError) | bit(Signal::kQuickBack),
    bit(Signal::kRage),
    bit(Signal::kDead),
    bit(Signal::kError),
    bit(Signal::kFormStruggle) | bit(Signal::kAbandonedForm),
    bit(Signal::kThrash),
    bit(Signal::kQuickBack) | bit(Signal::kRefreshBurst) | bit(Signal::kAbandonedForm),
};

}  // namespace

Detector::Detector(const config::Config& config, delivery::Journal& journal, const targeting::Visitor& visitor)
    : signals_(config.observation->signals),
      journal_(journal),
      visitor_(visitor),
      findings_{config.observation->signals, config.privacy.mask} {}

void Detector::start(const event::Init& init, Turn&) {
  sampled_ = targeting::is_sampled(signals_, visitor_.id());
  const auto stored = init.stored.find(std::string(kKey));
  if (stored == init.stored.end()) return;
  stored_ = true;
  stays_.restore(stored->second);
}

void Detector::add_to(effect::Watch& watch) {
  Json asked = std::exchange(watch.signals, Json());
  uint8_t wanted = signals_.told ? signals_.wanted : 0;
  for (size_t i = 0; i < config::kSignals; ++i) {
    const uint8_t one = bit(static_cast<Signal>(i));
    if (find(asked, config::name_of(static_cast<Signal>(i))) != nullptr) wanted |= one & signals_.wanted;
  }
  sampled_ = targeting::is_sampled(signals_, visitor_.id());  // it may be another one by now
  if (!sampled_) wanted = 0;
  findings_.wanted = wanted;
  const bool told = tells();
  if (wanted == 0 && !told) return;
  Json wish = json_object();
  for (size_t i = 0; i < std::size(kFor); ++i) {
    if ((wanted & kFor[i]) == 0 && (i != 0 || !told)) continue;
    const TimeMs within = i == 1   ? signals_.rage_within
                          : i == 2 ? signals_.dead_within
                          : i == 3 ? signals_.error_within
                                   : 0;
    wish[std::string(word_at(kNeeds, i))] = within == 0 ? Json(true) : Json(within);
  }
  if (const Json* on = find(asked, "on")) wish["on"] = *on;
  if (!signals_.ignore.empty()) {
    Json ignore = json_array();
    for (const std::string& one : signals_.ignore) ignore.push_back(one);
    wish["ignore"] = std::move(ignore);
  }
  watch.signals = std::move(wish);
}

// --- what happens ------------------------------------------------------------------------------------------------

void Detector::hear(const Event& event, Turn& turn) {
  if (!sampled_) return;
  clicks_.pass_time(turn.now, findings_);
  if (const auto* interact = std::get_if<event::Interact>(&event)) {
    this->interact(*interact, turn);
  } else if (std::holds_alternative<event::Page>(event)) {
    if (!targeting::same_page(url_, visitor_.url())) begin_view();
    url_ = visitor_.url();
    stays_.arrive(targeting::path_of(url_), turn.now, findings_);
  } else if (const auto* stored = std::get_if<event::Stored>(&event);
             stored != nullptr && stored->key == kKey && !turn.anonymous) {
    stays_.restore(stored->value.value_or(std::string()));
  }
  report(turn);
}

void Detector::interact(const event::Interact& event, Turn& turn) {
  const Json& details = event.details;
  switch (place_of(event.what, "press effect fault field form active move load leave")) {
    case 0:
      clicks_.press(details, turn.now, findings_);
      if (clicks_.last() != nullptr) ++pressed_;
      return stays_.act();
    case 1:
      return clicks_.effect(string_at(details, "kind"), findings_);
    case 2:
      return clicks_.fault(details, turn.now, findings_);
    case 3:
      return forms_.field(details, findings_);
    case 4:
      return forms_.form(details, findings_);
    case 5:
      return stays_.act();
    case 6:
      return thrash_.move(details, turn.now, findings_);
    case 7:
      return stays_.load(string_at(details, "type"), targeting::path_of(visitor_.url()), turn.now, findings_);
    case 8:
      leave(true, turn);
      if (!findings_.wants(Signal::kQuickBack) && !findings_.wants(Signal::kRefreshBurst)) return;
      stored_ = true;
      turn.store(kKey, stays_.save());
      return;
    default:
      return;
  }
}

void Detector::begin_view() {
  watched_ = false;
  pressed_ = told_ = 0;
  std::fill(std::begin(counts_), std::end(counts_), 0);
  clicks_ = {};
  thrash_ = {};
}

void Detector::leave(bool page, Turn& turn) {
  if (!sampled_ || turn.preview || url_.empty()) return;
  clicks_.leave(turn.now, findings_);
  if (page) {
    forms_.leave(findings_);
    stays_.leave(clicks_.last(), turn.now, findings_.mask);
  }
  report(turn);
  if (!signals_.told || std::exchange(watched_, true)) return;
  Json signals = json_object();
  for (size_t i = 0; i < config::kSignals; ++i) {
    if (counts_[i] != 0) put(signals, config::name_of(static_cast<Signal>(i)), counts_[i]);
  }
  Json properties = json_object();
  put(properties, "clicks", pressed_);
  properties["signals"] = std::move(signals);
  journal_.track("Page Watched", std::move(properties), turn);
}

void Detector::report(Turn& turn) {
  Vector<Noticed>& list = findings_.list;
  for (size_t i = 0; i < list.size();) {
    Noticed& noticed = list[i];
    const bool fresh = std::exchange(noticed.fresh, false);
    if (fresh && noticed.triggers) ++counts_[static_cast<size_t>(noticed.signal)];
    if (fresh && noticed.told && signals_.told && told_ < signals_.per_page) {
      ++told_;
      journal_.track("Signal Noticed", noticed.properties, turn);
    }
    if (noticed.triggers) {
      ++i;
    } else {
      list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
}

std::optional<Noticed> Detector::take() {
  if (findings_.list.empty()) return std::nullopt;
  std::optional<Noticed> noticed = std::move(findings_.list.front());
  findings_.list.erase(findings_.list.begin());
  return noticed;
}

std::optional<TimeMs> Detector::wake(TimeMs) const { return clicks_.wake(signals_); }

void Detector::reset(Turn& turn) {
  begin_view();
  forms_ = {};
  stays_ = {};
  findings_.list.clear();
  if (std::exchange(stored_, false)) turn.store(kKey, std::nullopt);
}

}  // namespace canvass::signals

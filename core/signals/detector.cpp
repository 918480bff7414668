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
  const auto wants = [&](Signal signal) { return findings_.wants(signal); };
  const auto flag = [&](const char* name, bool value) {
    if (value) wish[name] = true;
  };
  const bool clicks = wants(Signal::kRage) || wants(Signal::kDead) || wants(Signal::kError);
  const bool pages = wants(Signal::kQuickBack) || wants(Signal::kRefreshBurst);
  flag("press", clicks || wants(Signal::kQuickBack) || told);
  if (wants(Signal::kDead) || wants(Signal::kRage)) {
    wish["effects"] = wants(Signal::kDead) ? signals_.dead_within : signals_.rage_within;
  }
  if (wants(Signal::kError)) wish["faults"] = signals_.error_within;
  flag("forms", wants(Signal::kFormStruggle) || wants(Signal::kAbandonedForm));
  flag("moves", wants(Signal::kThrash));
  flag("pages", pages || wants(Signal::kAbandonedForm));
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
  const std::string_view what = event.what;
  const Json& details = event.details;
  if (what == "press") {
    clicks_.press(details, turn.now, findings_);
    if (clicks_.last() != nullptr) ++pressed_;
    stays_.act();
  } else if (what == "effect") {
    clicks_.effect(string_at(details, "kind"), turn.now, findings_);
  } else if (what == "fault") {
    clicks_.fault(details, turn.now, findings_);
  } else if (what == "field") {
    forms_.field(details, findings_);
  } else if (what == "form") {
    forms_.form(details, findings_);
  } else if (what == "active") {
    stays_.act();
  } else if (what == "move") {
    thrash_.move(details, turn.now, findings_);
  } else if (what == "load") {
    stays_.load(string_at(details, "type"), targeting::path_of(visitor_.url()), turn.now, findings_);
  } else if (what == "leave") {
    leave(true, turn);
    if (!findings_.wants(Signal::kQuickBack) && !findings_.wants(Signal::kRefreshBurst)) return;
    stored_ = true;
    turn.store(kKey, stays_.save());
  }
}

void Detector::begin_view() {
  watched_ = false;
  pressed_ = told_ = 0;
  std::fill(std::begin(counts_), std::end(counts_), 0);
  clicks_ = {};
  forms_ = {};
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
    if (counts_[i] != 0) signals[config::name_of(static_cast<Signal>(i))] = counts_[i];
  }
  Json properties = json_object();
  properties["clicks"] = pressed_;
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
  stays_ = {};
  findings_.list.clear();
  if (std::exchange(stored_, false)) turn.store(kKey, std::nullopt);
}

}  // namespace canvass::signals

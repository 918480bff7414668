#include "core/targeting/trigger.h"

#include <algorithm>

#include "core/base/hash.h"
#include "core/base/pattern.h"
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/targeting/glob.h"

namespace canvass::targeting {

using config::Trigger;

namespace {

template <typename T>
void add_once(Vector<T>& list, const T& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

bool earlier(const Pending& a, const Pending& b) {
  if (a.is_urgent() != b.is_urgent()) return a.is_urgent();
  if (a.priority != b.priority) return a.priority > b.priority;
  if (a.thing.guide != b.thing.guide) return !a.thing.guide;
  if (a.due != b.due) return a.due < b.due;
  return a.thing.index < b.thing.index;
}

// Of a signal.
CANVASS_APART bool is_about(const Trigger& trigger, const Moment& moment) {
  return moment.on != nullptr && std::find(moment.on->begin(), moment.on->end(), trigger.on) != moment.on->end();
}

}  // namespace

bool is_moment_of(const Trigger& trigger, const Moment& moment) {
  if (trigger.moment != moment.kind || trigger.name != moment.name) return false;
  if (!trigger.on.empty() && !is_about(trigger, moment)) return false;
  const int64_t threshold = trigger.scroll != 0 ? trigger.scroll : trigger.duration;
  return threshold == 0 || (threshold > moment.from && threshold <= moment.to);
}

bool moment_of(const Event& event, Moment& moment) {
  using Kind = Trigger::Moment;
  if (const auto* e = std::get_if<event::Track>(&event)) {
    moment.kind = Kind::kEvent;
    moment.name = e->name;
    moment.properties = &e->props;
    return !e->name.empty();
  }
  if (const auto* e = std::get_if<event::Click>(&event)) {
    moment.kind = Kind::kClick;
    moment.name = e->selector;
  } else if (const auto* e = std::get_if<event::Seen>(&event)) {
    moment.kind = Kind::kSeen;
    moment.name = e->selector;
  } else if (const auto* e = std::get_if<event::Scroll>(&event)) {
    moment.kind = Kind::kScroll;
    moment.to = e->depth;
  } else if (const auto* e = std::get_if<event::Idle>(&event)) {
    moment.kind = Kind::kIdle;
    moment.to = e->duration;
  } else if (std::holds_alternative<event::Exit>(event)) {
    moment.kind = Kind::kExit;
  } else {
    return false;
  }
  return true;
}

void listen_for(const Trigger& trigger, effect::Watch& watch) {
  if (trigger.moment == Trigger::Moment::kClick) add_once(watch.click, trigger.name);
  if (trigger.moment == Trigger::Moment::kSeen) add_once(watch.seen, trigger.name);
  if (trigger.moment == Trigger::Moment::kScroll) add_once<int64_t>(watch.scroll, trigger.scroll);
  if (trigger.moment == Trigger::Moment::kIdle) add_once(watch.idle, trigger.duration);
  watch.exit |= trigger.moment == Trigger::Moment::kExit;
  if (trigger.moment == Trigger::Moment::kSignal) ask_for_signal(trigger, watch);
}

bool page_matches(const config::PagePattern& pattern, std::string_view url) {
  using Kind = config::PagePattern::Kind;
  if (pattern.any()) return true;
  if (pattern.kind == Kind::kGlob) return page_matches(std::string_view(pattern.value), url);
  if (pattern.kind == Kind::kMatches) {
    const std::optional<Pattern> compiled = Pattern::compile(pattern.value);
    return compiled && compiled->search(pattern.value.find("://") == std::string::npos ? path_of(url) : url);
  }
  const std::string_view part = part_of(pattern.value, url);
  const std::string_view value = pattern.value;
  return part.substr(0, pattern.kind == Kind::kIs ? part.size() : value.size()) == value;
}

bool holds(const Trigger& trigger, std::string_view url, int64_t visits) {
  return page_matches(trigger.page, url) && (visits == 1 || !trigger.first_visit) && visits >= trigger.visits;
}

bool is_sampled(const config::Signals& signals, std::string_view visitor) {
  return signals.sample >= 1 || unit_interval(join({visitor, "\nsignals"})) < signals.sample;
}

void ask_for_signal(const Trigger& trigger, effect::Watch& watch) {
  if (watch.signals.is_null()) watch.signals = json_object();
  watch.signals[trigger.name] = true;
  if (trigger.on.empty()) return;
  Json& on = watch.signals["on"];
  if (on.is_null()) on = json_array();
  for (const Json& one : *on.get_ptr<const Json::array_t*>()) {
    if (*one.get_ptr<const std::string*>() == trigger.on) return;
  }
  on.push_back(trigger.on);
}

void Schedule::add(const Pending& pending) {
  for (const Pending& waiting : list_) {
    if (waiting.trigger == pending.trigger) return;
  }
  list_.push_back(pending);
}

void Schedule::page_changed(std::string_view url) {
  erase_if(list_, [&](const Pending& pending) {
    const Trigger& trigger = *pending.trigger;
    if (pending.seen) return !page_matches(trigger.page, url);
    return pending.waits || !trigger.survives_navigation;
  });
}

void Schedule::cancel(std::string_view event) {
  erase_if(list_, [&](const Pending& pending) {
    const Vector<std::string>& names = pending.trigger->cancel_on;
    return !pending.seen && std::find(names.begin(), names.end(), event) != names.end();
  });
}

std::optional<Pending> Schedule::take(TimeMs now, const Room& room, bool hotspots) {
  size_t best = list_.size();
  for (size_t i = 0; i < list_.size(); ++i) {
    const Pending& pending = list_[i];
    if (pending.due > now || pending.waits || pending.hotspot != hotspots || !room.has_for(pending)) continue;
    if (best == list_.size() || earlier(pending, list_[best])) best = i;
  }
  if (best == list_.size()) return std::nullopt;
  const Pending taken = list_[best];
  list_.erase(list_.begin() + static_cast<std::ptrdiff_t>(best));
  return taken;
}

void Schedule::remove(Thing thing) {
  erase_if(list_, [&](const Pending& pending) { return pending.thing == thing; });
}

std::optional<TimeMs> Schedule::wake(TimeMs now) const {
  std::optional<TimeMs> at;
  for (const Pending& pending : list_) {
    if (pending.due > now && (!at || pending.due < *at)) at = pending.due;
  }
  return at;
}

}  // namespace canvass::targeting

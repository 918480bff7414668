#include "core/targeting/trigger.h"

#include "core/base/vector.h"
#include "core/targeting/glob.h"

namespace canvass::targeting {

namespace {

bool earlier(const Pending& a, const Pending& b) {
  if (a.thing.guide != b.thing.guide) return !a.thing.guide;
  if (a.due != b.due) return a.due < b.due;
  return a.thing.index < b.thing.index;
}

}  // namespace

bool holds(const config::Trigger& trigger, std::string_view event, std::string_view url, bool first_visit) {
  if (trigger.event != event) return false;
  if (!trigger.page.empty() && !page_matches(trigger.page, url)) return false;
  return first_visit || !trigger.first_visit;
}

void Schedule::add(const Pending& pending) {
  for (const Pending& waiting : list_) {
    if (waiting.trigger == pending.trigger) return;
  }
  list_.push_back(pending);
}

void Schedule::page_changed(std::string_view url) {
  erase_if(list_, [&](const Pending& pending) {
    const config::Trigger& trigger = *pending.trigger;
    if (pending.seen) return !trigger.page.empty() && !page_matches(trigger.page, url);
    return trigger.event.empty();
  });
}

std::optional<Pending> Schedule::take(TimeMs now, bool surveys_only) {
  size_t best = list_.size();
  for (size_t i = 0; i < list_.size(); ++i) {
    const Pending& pending = list_[i];
    if (pending.due > now || (surveys_only && pending.thing.guide)) continue;
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

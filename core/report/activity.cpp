#include "core/report/activity.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace canvass::report {

namespace {

constexpr int32_t kNoDay = std::numeric_limits<int32_t>::min();

int32_t day_of(TimeMs time) { return static_cast<int32_t>(time >= 0 ? time / kDay : -((kDay - 1 - time) / kDay)); }

uint32_t person_of(uint32_t visitor, const std::vector<uint32_t>& persons) {
  return visitor < persons.size() ? persons[visitor] : kNone;
}

}  // namespace

uint32_t Activity::Names::number(std::string_view name) {
  if (name.empty()) return 0;
  const auto it = index.find(name);
  if (it != index.end()) return it->second;
  if (names.size() >= kActivityNames) return 0;
  const auto next = static_cast<uint32_t>(names.size());
  names.emplace_back(name);
  index.emplace(std::string(name), next);
  return next;
}

void Activity::add(const Event& event, uint32_t visitor) {
  if (event.time == kNoTime) return;  // neither before nor after anything
  last_ = std::max(last_, event.time);
  if (visitor != kNone) {
    if (last_day_.size() <= visitor) last_day_.resize(visitor + 1, kNoDay);
    const int32_t day = day_of(event.time);
    if (last_day_[visitor] != day) {
      last_day_[visitor] = day;
      days_.emplace_back(visitor, day);
    }
  }
  if (event.about == Event::About::kPage) {
    views_.push_back({event.time, visitor, pages_.number(event.page), 0, event.signals});
  } else if (event.about == Event::About::kSignal) {
    signals_.push_back(
        {event.time, visitor, pages_.number(event.page), elements_.number(event.question), event.signal});
  } else if (event.about == Event::About::kGuide && event.step == GuideStep::kContacted && visitor != kNone) {
    contacts_.emplace_back(visitor, event.time);
  }
}

size_t Activity::bytes() const {
  size_t sum = (views_.capacity() + signals_.capacity()) * sizeof(Seen) +
               (contacts_.capacity() + days_.capacity()) * 16 + last_day_.capacity() * sizeof(int32_t);
  for (const Names* names : {&pages_, &elements_}) sum += names->names.size() * (sizeof(std::string) + 64);
  return sum;
}

std::vector<PageView> Activity::page_views(const std::vector<uint32_t>& persons) const {
  std::vector<PageView> views;
  views.reserve(views_.size());
  for (const Seen& seen : views_) {
    views.push_back({seen.time, person_of(seen.visitor, persons), seen.page, seen.signal, {}});
  }
  const auto key = [](const PageView& view) { return std::tuple(view.person, view.page, view.time, view.signals); };
  std::sort(views.begin(), views.end(), [&](const PageView& a, const PageView& b) { return key(a) < key(b); });
  for (const Seen& seen : signals_) {
    if (seen.signal >= 8) continue;
    const auto wanted = std::tuple(person_of(seen.visitor, persons), seen.page, seen.time);
    const auto view = std::lower_bound(views.begin(), views.end(), wanted, [](const PageView& v, const auto& w) {
      return std::tuple(v.person, v.page, v.time) < w;
    });
    // One whose page view was never told: there is nothing to hold it against.
    if (view == views.end() || view->person != std::get<0>(wanted) || view->page != seen.page) continue;
    view->signals = static_cast<uint8_t>(view->signals | 1u << seen.signal);
    const std::pair<uint8_t, uint32_t> one(seen.signal, seen.element);
    if (std::find(view->on.begin(), view->on.end(), one) == view->on.end()) view->on.push_back(one);
  }
  return views;
}

std::vector<std::pair<uint32_t, TimeMs>> Activity::days(const std::vector<uint32_t>& persons) const {
  std::vector<std::pair<uint32_t, TimeMs>> result;
  for (const auto& [visitor, day] : days_) result.emplace_back(person_of(visitor, persons), TimeMs{day} * kDay);
  return result;
}

std::vector<std::pair<uint32_t, TimeMs>> Activity::contacts(const std::vector<uint32_t>& persons) const {
  std::vector<std::pair<uint32_t, TimeMs>> result;
  for (const auto& [visitor, time] : contacts_) result.emplace_back(person_of(visitor, persons), time);
  return result;
}

}  // namespace canvass::report

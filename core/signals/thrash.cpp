#include "core/signals/thrash.h"

namespace canvass::signals {

void Thrash::move(const Json& details, TimeMs now, Findings& findings) {
  const Json* points = find(details, "points");
  if (points == nullptr || !points->is_array()) return;
  const Json::array_t& list = *points->get_ptr<const Json::array_t*>();
  const size_t count = list.size() / 3;
  const auto number = [&list](size_t i) { return integer_of(list[i]).value_or(0); };
  for (size_t i = 0; i < 3 * count; i += 3) {
    const Point point{static_cast<double>(number(i + 1)), static_cast<double>(number(i + 2))};
    go(point, now - number(3 * count - 3) + number(i), findings);
  }
}

// A leg goes from where it turned last to the point farthest from there. It has turned again once it is as far as a
// leg must be long from that point, on the way back.
void Thrash::go(Point point, TimeMs at, Findings& findings) {
  const config::Signals& signals = findings.signals;
  if (!begun_) turn_ = farthest_ = point;
  begun_ = true;
  const double dx = farthest_.x - turn_.x;
  const double dy = farthest_.y - turn_.y;
  const double back_x = point.x - farthest_.x;
  const double back_y = point.y - farthest_.y;
  const double here_x = point.x - turn_.x;
  const double here_y = point.y - turn_.y;
  const double least = static_cast<double>(signals.thrash_distance * signals.thrash_distance);
  const double leg = dx * dx + dy * dy;
  if (leg >= least && back_x * back_x + back_y * back_y >= least && back_x * dx + back_y * dy < 0) {
    if (!reversals_.empty() && reached_ - reversals_.back() > signals.thrash_within) told_ = false;
    reversals_.push_back(reached_);
    turn_ = farthest_;
    farthest_ = point;
    reached_ = at;
  } else {
    if (here_x * here_x + here_y * here_y <= leg) return;
    farthest_ = point;
    reached_ = at;
    return;
  }
  while (reversals_.back() - reversals_.front() > signals.thrash_within) reversals_.erase(reversals_.begin());
  const int64_t count = static_cast<int64_t>(reversals_.size());
  if (told_ || count < signals.thrash_reversals) return;
  told_ = true;
  findings.add(config::Signal::kThrash, Json(), count);
}

}  // namespace canvass::signals

#include "core/signals/thrash.h"

#include <algorithm>

namespace canvass::signals {

namespace {

int64_t number_at(const Json::array_t& list, size_t i) {
  return std::clamp<int64_t>(integer_of(list[i]).value_or(0), -1'000'000, 1'000'000);
}

}  // namespace

void Thrash::move(const Json& details, TimeMs now, Findings& findings) {
  const Json* points = find(details, "points");
  if (points == nullptr || !points->is_array()) return;
  const Json::array_t& list = *points->get_ptr<const Json::array_t*>();
  const size_t count = list.size() / 3;
  for (size_t i = 0; i < count; ++i) {
    const TimeMs at = now - number_at(list, 3 * count - 3) + number_at(list, 3 * i);
    go({number_at(list, 3 * i + 1), number_at(list, 3 * i + 2)}, at, findings);
  }
}

// A leg goes from where it turned last to the point farthest from there. It has turned again once it is as far as a
// leg must be long from that point, on the way back.
void Thrash::go(Point point, TimeMs at, Findings& findings) {
  const config::Signals& signals = findings.signals;
  if (!begun_) turn_ = farthest_ = point;
  begun_ = true;
  const int64_t dx = farthest_.x - turn_.x;
  const int64_t dy = farthest_.y - turn_.y;
  const int64_t back_x = point.x - farthest_.x;
  const int64_t back_y = point.y - farthest_.y;
  const int64_t here_x = point.x - turn_.x;
  const int64_t here_y = point.y - turn_.y;
  const int64_t least = signals.thrash_distance * signals.thrash_distance;
  const int64_t leg = dx * dx + dy * dy;
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
  if (Noticed* noticed = findings.add(config::Signal::kThrash, Json())) noticed->properties["count"] = count;
}

}  // namespace canvass::signals

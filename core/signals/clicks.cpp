#include "core/signals/clicks.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"

namespace canvass::signals {

namespace {

using config::Signal;

constexpr size_t kMaxPresses = 32;
constexpr TimeMs kMaxDelay = 10 * kSecond;

// What is true of a press, one bit each, in this order.
constexpr std::string_view kTraits =
    "interactive native text selected editable stepper player surface disabled ignored held moved modified another";
enum Trait : uint32_t {
  kInteractive = 1,
  kNative = 2,
  kText = 4,
  kSelected = 8,
  kEditable = 16,
  kStepper = 32,
  kPlayer = 64,
  kSurface = 128,
  kDisabled = 256,
  kIgnored = 512,
  kHeld = 1024,
  kMoved = 2048,
  kModified = 4096,
  kAnother = 8192,
};

// No click at all, or not one of ours.
constexpr uint32_t kNoClick = kIgnored | kMoved;
constexpr uint32_t kNeverRage = kNoClick | kSelected | kStepper | kPlayer | kSurface | kHeld | kModified;
// What acts natively, what shows that it does nothing, and what a click means something else on.
constexpr uint32_t kNeverDead =
    kNoClick | kSelected | kPlayer | kSurface | kHeld | kModified | kNative | kEditable | kDisabled;

uint32_t traits_of(const Json& details) {
  uint32_t bits = 0;
  const Json* list = find(details, "traits");
  if (list == nullptr || !list->is_array()) return bits;
  for (const Json& one : *list->get_ptr<const Json::array_t*>()) {
    const std::string* name = one.get_ptr<const std::string*>();
    if (name != nullptr) bits |= 1u << place_of(*name, kTraits);
  }
  return bits;
}

// Of two- and three-fold clicks, which select words and paragraphs.
bool selects(uint32_t traits, int64_t count) {
  return (traits & (kText | kEditable)) != 0 && (count == 2 || count == 3);
}

double coordinate(const Json& details, const char* name) {
  return static_cast<double>(integer_at(details, name).value_or(0));
}

}  // namespace

const Json* Clicks::last() const {
  return presses_.empty() || !presses_.back().looked ? nullptr : &presses_.back().details;
}

void Clicks::press(const Json& details, TimeMs now, Findings& findings) {
  const uint32_t traits = traits_of(details);
  const int64_t count = integer_at(details, "count").value_or(1);
  if (presses_.size() >= kMaxPresses) presses_.erase(presses_.begin());
  presses_.emplace_back();
  Press& press = presses_.back();
  press.who = identity_of(details);
  press.details = details;
  press.at = now;
  press.when = now - std::clamp<int64_t>(integer_at(details, "ago").value_or(0), 0, kMaxDelay);
  press.x = coordinate(details, "x");
  press.y = coordinate(details, "y");
  press.looked = (traits & kNoClick) == 0;
  press.rage = (traits & kNeverRage) == 0 && !selects(traits, count);
  press.dead = findings.wants(Signal::kDead) && (traits & kInteractive) != 0 && (traits & kNeverDead) == 0;

  for (size_t i = 0; press.dead && i + 1 < presses_.size(); ++i) {
    Press& before = presses_[i];
    if (!before.dead || before.who != press.who) continue;
    ++before.count;
    press.dead = false;
  }
  const bool same = (traits & kAnother) == 0;
  const bool goes_on = press.rage && (presses_.size() == 1 || (same && presses_[presses_.size() - 2].who == press.who));
  if (!goes_on) {
    const bool rage = press.rage;
    calm(findings);
    presses_.back().rage = rage;
  }
  if (presses_.back().rage) rage(now, findings);
}

// The last press may be one too many.
void Clicks::rage(TimeMs now, Findings& findings) {
  const config::Signals& signals = findings.signals;
  const Press& press = presses_.back();
  if (streak_.count > 0) {
    ++streak_.count;
    streak_.last = now;
    return;
  }
  for (const Press& first : presses_) {
    if (!first.rage || press.when - first.when > signals.rage_within) continue;
    const auto in_circle = [&](const Press& one) {
      const double dx = one.x - first.x;
      const double dy = one.y - first.y;
      return one.rage && dx * dx + dy * dy <= static_cast<double>(signals.rage_radius * signals.rage_radius);
    };
    if (!in_circle(press)) continue;
    int64_t count = 0;
    for (const Press* one = &first; one <= &press; ++one) count += in_circle(*one) ? 1 : 0;
    if (count < signals.rage_clicks) continue;
    Noticed* noticed = findings.add(Signal::kRage, press.details, count);
    if (noticed == nullptr) return;
    noticed->told = false;
    streak_.details = press.details;
    streak_.last = now;
    streak_.count = count;
    return;
  }
}

void Clicks::end_streak(Findings& findings) {
  const int64_t count = std::exchange(streak_.count, 0);
  if (count == 0) return;
  if (Noticed* noticed = findings.add(Signal::kRage, streak_.details, count)) noticed->triggers = false;
}

void Clicks::calm(Findings& findings) {
  end_streak(findings);
  for (Press& press : presses_) press.rage = false;
}

void Clicks::effect(std::string_view kind, Findings& findings) {
  for (Press& press : presses_) press.dead = false;
  if (kind == "scroll") calm(findings);
}

void Clicks::fault(const Json& details, TimeMs now, Findings& findings) {
  if (presses_.empty()) return;
  Press& press = presses_.back();
  if (!press.looked || press.failed || now - press.at > findings.signals.error_within) return;
  Noticed* noticed = findings.add(Signal::kError, press.details);
  if (noticed == nullptr) return;
  press.failed = true;
  for (Press& one : presses_) one.dead &= one.who != press.who;
  const std::string_view kind = string_at(details, "kind");
  if (!kind.empty()) put(noticed->properties, "kind", first_characters(kind, 20));
  const std::string_view name = string_at(details, "name");
  if (is_identifier(name)) put(noticed->properties, "error", name);
  if (const std::optional<int64_t> status = integer_at(details, "status")) put(noticed->properties, "status", *status);
}

void Clicks::pass_time(TimeMs now, Findings& findings) {
  const config::Signals& signals = findings.signals;
  for (Press& press : presses_) {
    if (!press.dead || now - press.at <= signals.dead_within) continue;
    press.dead = false;
    findings.add(Signal::kDead, press.details, press.count);
  }
  if (streak_.count > 0 && now - streak_.last > signals.rage_within) calm(findings);
}

std::optional<TimeMs> Clicks::wake(const config::Signals& signals) const {
  std::optional<TimeMs> at;
  if (streak_.count > 0) at = streak_.last + signals.rage_within + 1;
  for (const Press& press : presses_) {
    const TimeMs due = press.at + signals.dead_within + 1;
    if (press.dead && (!at || due < *at)) at = due;
  }
  return at;
}

void Clicks::leave(TimeMs now, Findings& findings) {
  pass_time(now, findings);
  effect("scroll", findings);
}

}  // namespace canvass::signals

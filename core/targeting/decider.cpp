#include "core/targeting/decider.h"

#include <algorithm>

#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/targeting/facts.h"

namespace canvass::targeting {

namespace {

using config::Display;
using config::Trigger;

constexpr std::string_view kLastKey = "last";
constexpr std::string_view kQuietKey = "quiet";
constexpr std::string_view kShownKey = "tab:shown";
constexpr std::string_view kMemoryPrefix = "m:";

// What it is about is still there a moment later: the page, or what the visitor struggles with.
bool stays(const Trigger& trigger) {
  return trigger.moment == Trigger::Moment::kPage || trigger.moment == Trigger::Moment::kSignal;
}

// It is over at once.
bool is_event(const Trigger& trigger) {
  return trigger.moment == Trigger::Moment::kEvent || trigger.moment == Trigger::Moment::kSignal;
}

}  // namespace

// --- what there is -----------------------------------------------------------------------------------------------

void Decider::start(const event::Init& init, Turn& turn) {
  for (const auto& [key, value] : init.stored) {
    if (starts_with(key, kMemoryPrefix)) {
      memories_.push_back({key.substr(kMemoryPrefix.size()), restore_memory(value, turn.now)});
    } else if (key == kLastKey) {
      last_survey_ = std::clamp<TimeMs>(parse_integer(value).value_or(0), 0, turn.now);
    } else if (key == kQuietKey) {
      last_dismissal_ = std::clamp<TimeMs>(parse_integer(value).value_or(0), 0, turn.now);
    } else if (key == kShownKey) {
      shown_this_visit_ = std::max<int64_t>(parse_integer(value).value_or(0), 0);
    }
  }
}

const std::string& Decider::id_of(Thing thing) const {
  return thing.guide ? config_.guides[thing.index].id : config_.surveys[thing.index].id;
}

const config::Targeting& Decider::targeting_of(Thing thing) const {
  if (thing.guide) return config_.guides[thing.index];
  return config_.surveys[thing.index];
}

const Trigger* Decider::trigger_of(Thing thing, size_t index) const {
  if (is(thing, config::GuideKind::kHelp)) return trigger_of_suggestions(thing.index, index);
  const Vector<Trigger>& triggers = targeting_of(thing).triggers;
  return index < triggers.size() ? &triggers[index] : nullptr;
}

const Trigger* Decider::trigger_of_suggestions(size_t help, size_t index) const {
  for (const config::Suggestion& suggestion : config_.guides[help].help.suggestions) {
    if (index < suggestion.triggers.size()) return &suggestion.triggers[index];
    index -= suggestion.triggers.size();
  }
  return nullptr;
}

bool Screen::stands(size_t guide) const {
  return std::find(standing->begin(), standing->end(), guide) != standing->end();
}

Vector<Thing> Decider::things() const {
  Vector<Thing> all;
  for (size_t i = 0; i < config_.surveys.size(); ++i) all.push_back({false, i});
  for (size_t i = 0; i < config_.guides.size(); ++i) all.push_back({true, i});
  return all;
}

std::optional<Thing> Decider::find(std::string_view id) const {
  for (const Thing thing : things()) {
    if (id_of(thing) == id) return thing;
  }
  return std::nullopt;
}

bool Decider::is(Thing thing, config::GuideKind kind) const {
  return thing.guide && config_.guides[thing.index].kind == kind;
}

bool Decider::places_itself(Thing thing) const {
  if (thing.guide) return is(thing, config::GuideKind::kHelp);
  return config_.surveys[thing.index].display != Display::kPopover;
}

bool Decider::holds_here(const Trigger& trigger) const { return holds(trigger, visitor_.url(), visitor_.visits()); }

bool Decider::is_page_for(Thing thing) const {
  const Vector<Trigger>& triggers = targeting_of(thing).triggers;
  return triggers.empty() ||
         std::any_of(triggers.begin(), triggers.end(), [&](const Trigger& trigger) { return holds_here(trigger); });
}

bool Decider::has_container(size_t survey) const {
  return std::find(containers_.begin(), containers_.end(), survey) != containers_.end();
}

// --- what happens ------------------------------------------------------------------------------------------------

void Decider::page_opened(const Screen& screen, TimeMs now) {
  schedule_.page_changed(visitor_.url());
  containers_.clear();
  depth_ = 0;
  time_on_page_ = 0;
  moment({}, screen, now);
}

void Decider::moment(const Moment& moment, const Screen& screen, TimeMs now) {
  const VisitorFacts facts(visitor_, moment.properties);
  for (const Thing thing : things()) {
    if (screen.over == thing || (!thing.guide && places_itself(thing))) continue;
    if (screen.shows(thing) && !is(thing, config::GuideKind::kHelp)) continue;
    for (size_t i = 0; const Trigger* one = trigger_of(thing, i); ++i) {
      const Trigger& trigger = *one;
      if (!is_moment_of(trigger, moment) || !holds_here(trigger)) continue;
      if (trigger.where && !logic::holds(*trigger.where, facts)) continue;
      hear(trigger, now);
      if (moment.properties != nullptr) {
        properties_[moment.kind == Trigger::Moment::kSignal ? 1 : 0][trigger.name] = *moment.properties;
      }
      TimeMs due = now + trigger.delay;
      // A page may stay open until the schedule begins, and until it has been quiet.
      if (moment.kind == Trigger::Moment::kPage) due = std::max(due, targeting_of(thing).from);
      if (stays(trigger) && wants_quiet(thing)) due = std::max(due, quiet_ends());
      // What will not be allowed by then needs no timer.
      if (allowed_from(thing, now) > due) continue;
      Pending pending{thing, &trigger, due};
      pending.priority = targeting_of(thing).priority;
      pending.hotspot = is(thing, config::GuideKind::kHotspot);
      schedule_.add(pending);
    }
  }
}

void Decider::hear(const Trigger& trigger, TimeMs now) {
  for (Heard& heard : heard_) {
    if (heard.trigger == &trigger) {
      heard.at = now;
      return;
    }
  }
  heard_.push_back({&trigger, now});
}

void Decider::scrolled(int64_t depth, const Screen& screen, TimeMs now) {
  if (depth <= depth_) return;
  moment({Trigger::Moment::kScroll, {}, nullptr, std::exchange(depth_, depth), depth}, screen, now);
}

void Decider::container(size_t survey) {
  if (!has_container(survey)) containers_.push_back(survey);
}

void Decider::pass_time(const Screen& screen, TimeMs now) {
  const TimeMs time = visitor_.time_on_page(now);
  if (time <= time_on_page_) return;
  moment({Trigger::Moment::kTimeOnPage, {}, nullptr, std::exchange(time_on_page_, time), time}, screen, now);
}

// --- what may show -----------------------------------------------------------------------------------------------

// What a hotspot or help has on the page interrupts nobody; what help suggests does.
bool Decider::wants_quiet(Thing thing) const {
  if (thing.guide) return !is(thing, config::GuideKind::kHotspot);
  return config_.quiet >= 0 && !places_itself(thing);
}

TimeMs Decider::quiet_ends() const {
  return last_dismissal_ == 0 ? 0 : last_dismissal_ + (config_.quiet < 0 ? config::kGuideQuiet : config_.quiet);
}

bool Decider::applies(Check check, Thing thing) const {
  if (check == Check::kQuiet) return wants_quiet(thing);
  if (thing.guide) {
    if (check == Check::kAnchor) {
      return config_.guides[thing.index].anchor.given() || is(thing, config::GuideKind::kTour);
    }
    return check != Check::kQuota && check != Check::kCooldown && check != Check::kPerVisit;
  }
  if (check == Check::kCooldown || check == Check::kPerVisit) return !places_itself(thing);
  return check != Check::kAnchor;
}

TimeMs Decider::passes_from(Check check, Thing thing, TimeMs now, const Screen& screen) const {
  const auto once = [](bool passes, TimeMs otherwise = kSomeday) { return passes ? 0 : otherwise; };
  const config::Survey* survey = thing.guide ? nullptr : &config_.surveys[thing.index];
  const config::Targeting& targeting = targeting_of(thing);
  switch (check) {
    case Check::kQuota:
      return once(survey->quota == 0 || survey->quota_answered < survey->quota, kNever);
    case Check::kSchedule:
      return now < targeting.until ? targeting.from : kNever;
    case Check::kSample:
      return once(targeting.sample >= 1 || bucket(id_of(thing)) < targeting.sample, kNever);
    case Check::kFrequency:
      return targeting::allowed_from(targeting.frequency, memory_of(id_of(thing)), thing.guide);
    case Check::kCooldown:
      return last_survey_ == 0 ? 0 : last_survey_ + config_.cooldown;
    case Check::kPerVisit:
      return once(config_.max_per_visit == 0 || shown_this_visit_ < config_.max_per_visit);
    case Check::kQuiet:
      return quiet_ends();
    case Check::kAudience:
      return once(!targeting.audience || logic::holds(*targeting.audience, VisitorFacts(visitor_)));
    case Check::kTriggers: {
      if (places_itself(thing)) {
        const bool placed = survey == nullptr || survey->display == Display::kTab || has_container(thing.index) ||
                            screen.within == thing;
        return once(placed && is_page_for(thing));
      }
      TimeMs due = kSomeday;
      for (const Pending& pending : schedule_.all()) {
        if (pending.thing == thing) due = std::min(due, pending.due);
      }
      return due;
    }
    case Check::kRoom:
      if (screen.shows(thing)) return 0;
      if (survey != nullptr && screen.parked[0] == thing.index) return kSomeday;
      if (survey != nullptr && survey->display == Display::kInline) return once(!screen.within);
      if (survey != nullptr && survey->display == Display::kTab) return once(tab(now) == thing.index);
      if (is(thing, config::GuideKind::kHotspot) || is(thing, config::GuideKind::kHelp)) return 0;
      if (screen.engaged || (screen.over && !screen.over->guide)) return kSomeday;
      return once((!screen.firm && !(screen.over && thing.guide)) ||
                  (is_urgent(thing) && !(screen.helps && thing.guide)));
    default:
      return once(screen.missing == nullptr ||
                  std::find(screen.missing->begin(), screen.missing->end(), thing.index) == screen.missing->end());
  }
}

Check Decider::first_failure(Thing thing, TimeMs now, Check end) const {
  for (size_t i = 0; i < static_cast<size_t>(end); ++i) {
    const Check check = static_cast<Check>(i);
    if (applies(check, thing) && passes_from(check, thing, now, {}) > now) return check;
  }
  return end;
}

TimeMs Decider::allowed_from(Thing thing, TimeMs now) const {
  TimeMs from = 0;
  for (size_t i = 0; i < static_cast<size_t>(Check::kAudience); ++i) {
    const Check check = static_cast<Check>(i);
    if (applies(check, thing)) from = std::max(from, passes_from(check, thing, now, {}));
  }
  return from < kSomeday && from >= targeting_of(thing).until ? kNever : from;
}

Vector<Pending>& Decider::prune(TimeMs now) {
  Vector<Pending>& all = schedule_.all();
  for (size_t i = 0; i < all.size();) {
    Pending& pending = all[i];
    const Check failure =
        pending.due > now || pending.seen ? Check::kTriggers : first_failure(pending.thing, now, Check::kTriggers);
    pending.waits = failure == Check::kAudience;
    // A page goes on, so the visitor may still become somebody it is for; an event is over.
    const bool over = pending.waits ? is_event(*pending.trigger) : failure != Check::kTriggers;
    if (over) {
      all.erase(all.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
  return all;
}

bool Decider::is_urgent(Thing thing) const {
  const Vector<Pending>& all = schedule_.all();
  return std::any_of(all.begin(), all.end(),
                     [&](const Pending& pending) { return pending.thing == thing && pending.is_urgent(); });
}

std::optional<Pending> Decider::take(TimeMs now, const Screen& screen) {
  if (screen.engaged || (screen.over && !screen.over->guide)) return std::nullopt;
  prune(now);
  std::optional<Pending> taken =
      schedule_.take(now, {!screen.firm, !screen.firm && !screen.over, !screen.helps}, false);
  if (taken) forget(taken->thing);  // by whichever other trigger
  return taken;
}

std::optional<Pending> Decider::take_hotspot(TimeMs now) {
  prune(now);
  std::optional<Pending> taken = schedule_.take(now, {}, true);
  if (taken) forget(taken->thing);
  return taken;
}

bool Decider::has_launcher(size_t help, TimeMs now) const {
  const Thing thing{true, help};
  for (const Check check : {Check::kSchedule, Check::kSample, Check::kAudience}) {
    if (passes_from(check, thing, now, {}) > now) return false;
  }
  return is_page_for(thing);
}

std::optional<size_t> Decider::take_inline(TimeMs now, const Screen& screen) {
  if (screen.within) return std::nullopt;
  size_t best = config_.surveys.size();
  for (size_t i = 0; i < config_.surveys.size(); ++i) {
    if (!has_container(i) || first_failure({false, i}, now, Check::kRoom) != Check::kRoom) continue;
    if (best == config_.surveys.size() || config_.surveys[i].priority > config_.surveys[best].priority) best = i;
  }
  if (best == config_.surveys.size()) return std::nullopt;
  containers_.erase(std::find(containers_.begin(), containers_.end(), best));
  return best;
}

std::optional<size_t> Decider::tab(TimeMs now) const {
  std::optional<size_t> best;
  for (size_t i = 0; i < config_.surveys.size(); ++i) {
    const config::Survey& survey = config_.surveys[i];
    if (survey.display != Display::kTab || (best && survey.priority <= config_.surveys[*best].priority)) continue;
    if (first_failure({false, i}, now, Check::kRoom) == Check::kRoom) best = i;
  }
  return best;
}

effect::Watch Decider::watch(TimeMs now, const Screen& screen) const {
  effect::Watch watch;
  for (const Thing thing : things()) {
    const bool is_inline = !thing.guide && config_.surveys[thing.index].display == Display::kInline;
    // What is open stays in its container, even when it may never show again.
    const bool open = is_inline && (screen.within == thing || screen.parked[1] == thing.index);
    if (!open && allowed_from(thing, now) == kNever) continue;
    if (is_inline && (open || is_page_for(thing))) watch.inline_in.push_back(id_of(thing));
    if (!thing.guide && places_itself(thing)) continue;
    for (size_t i = 0; const Trigger* trigger = trigger_of(thing, i); ++i) listen_for(*trigger, watch);
  }
  return watch;
}

void Decider::listen_for(const Trigger& trigger, effect::Watch& watch) const {
  if (holds_here(trigger)) targeting::listen_for(trigger, watch);
}

double Decider::bucket(const std::string& id) const { return unit_interval(join({visitor_.id(), "\n", id})); }

size_t Decider::variant(size_t survey) const {
  const Vector<config::Variant>& variants = config_.surveys[survey].variants;
  int64_t total = 0;
  for (const config::Variant& variant : variants) total += variant.weight;
  const double at = unit_interval(join({visitor_.id(), "\n", config_.surveys[survey].id, "\nvariant"}));
  int64_t rest = static_cast<int64_t>(at * static_cast<double>(total));
  for (size_t i = 0; i < variants.size(); ++i) {
    rest -= variants[i].weight;
    if (rest < 0) return i;
  }
  return 0;
}

// --- what was --------------------------------------------------------------------------------------------------

Memory Decider::memory_of(const std::string& id) const {
  for (const Remembered& remembered : memories_) {
    if (remembered.id == id) return remembered.memory;
  }
  return {};
}

Memory& Decider::memory_at(const std::string& id) {
  for (Remembered& remembered : memories_) {
    if (remembered.id == id) return remembered.memory;
  }
  memories_.push_back({id, {}});
  return memories_.back().memory;
}

bool Decider::was(TimeMs Memory::*what, std::string_view id) const { return memory_of(std::string(id)).*what != 0; }

void Decider::remember(Thing thing, TimeMs Memory::*what, Turn& turn) {
  if (turn.preview) return;
  const std::string& id = id_of(thing);
  Memory& memory = memory_at(id);
  memory.*what = turn.now;
  if (what == &Memory::shown) ++memory.shows;
  if (what == &Memory::completed) completed_ = id;
  turn.store(join({kMemoryPrefix, id}), save(memory));
  // Help was opened by the visitor and is closed when it was read.
  if (what == &Memory::dismissed && (config_.quiet >= 0 || !config_.guides.empty()) &&
      !is(thing, config::GuideKind::kHelp)) {
    hush(turn.now);
    turn.store(kQuietKey, decimal(turn.now));
  }
  // What the visitor found in the page, or opened, did not disturb.
  if (thing.guide || what != &Memory::shown || places_itself(thing)) return;
  last_survey_ = turn.now;
  turn.store(kLastKey, decimal(turn.now));
  ++shown_this_visit_;
  if (config_.max_per_visit != 0) turn.store(kShownKey, decimal(shown_this_visit_));
}

void Decider::hush(TimeMs now) {
  last_dismissal_ = now;
  for (Pending& pending : schedule_.all()) {
    if (!wants_quiet(pending.thing)) continue;
    if (pending.seen || stays(*pending.trigger)) {
      pending.due = std::max(pending.due, quiet_ends());
    }
  }
}

std::optional<Thing> Decider::stored(const event::Stored& event, TimeMs now) {
  const std::string_view value = event.value ? std::string_view(*event.value) : std::string_view();
  if (event.key == kLastKey) last_survey_ = std::clamp<TimeMs>(parse_integer(value).value_or(0), 0, now);
  if (event.key == kQuietKey) hush(std::clamp<TimeMs>(parse_integer(value).value_or(0), 0, now));
  if (!starts_with(event.key, kMemoryPrefix)) return std::nullopt;
  const std::string id = event.key.substr(kMemoryPrefix.size());
  Memory& memory = memory_at(id);
  const Memory before = std::exchange(memory, restore_memory(value, now));
  const bool closed = memory.completed > before.completed || memory.dismissed > before.dismissed;
  return closed ? find(id) : std::nullopt;
}

std::optional<TimeMs> Decider::wake(TimeMs now) const {
  std::optional<TimeMs> at = schedule_.wake(now);
  if (visitor_.hidden()) return at;
  const TimeMs begun = now - visitor_.time_on_page(now);  // as if it had been in sight ever since
  for (const Thing thing : things()) {
    const auto consider = [&](TimeMs due, TimeMs shows) {
      if (due > now && (!at || due < *at) && allowed_from(thing, now) <= shows) at = due;
    };
    if (places_itself(thing)) {
      if (is_page_for(thing)) {
        const config::Targeting& targeting = targeting_of(thing);
        consider(targeting.from, targeting.from);
        if (targeting.until <= kMaxTime) consider(targeting.until, now);  // a tab goes when its time is over
      }
      if (!thing.guide) continue;
    }
    for (size_t i = 0; const Trigger* trigger = trigger_of(thing, i); ++i) {
      const TimeMs due = begun + trigger->duration;
      if (trigger->moment == Trigger::Moment::kTimeOnPage && holds_here(*trigger)) consider(due, due + trigger->delay);
    }
  }
  return at;
}

TimeMs Decider::quiet_until(TimeMs now) const {
  TimeMs until = now + config_.ttl;  // by then the configuration may be another one
  for (const Thing thing : things()) {
    const TimeMs from = allowed_from(thing, now);
    until = std::min(until, from == kSomeday ? now : from);
  }
  return until;
}

void Decider::reset(Turn& turn) {
  schedule_.clear();
  heard_.clear();
  for (Json& properties : properties_) properties = json_object();
  for (const Remembered& remembered : memories_) turn.store(join({kMemoryPrefix, remembered.id}), std::nullopt);
  memories_.clear();
  last_survey_ = 0;
  turn.store(kLastKey, std::nullopt);
  if (last_dismissal_ != 0) turn.store(kQuietKey, std::nullopt);
  last_dismissal_ = 0;
  if (shown_this_visit_ != 0 && config_.max_per_visit != 0) turn.store(kShownKey, std::nullopt);
  shown_this_visit_ = 0;
}

}  // namespace canvass::targeting

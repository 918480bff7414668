#include "core/targeting/decider.h"

#include <algorithm>

#include "core/base/text.h"

namespace canvass::targeting {

namespace {

constexpr std::string_view kLastKey = "last";
constexpr std::string_view kMemoryPrefix = "m:";

}  // namespace

void Decider::start(const event::Init& init, Turn& turn) {
  for (const auto& [key, value] : init.stored) {
    if (starts_with(key, kMemoryPrefix)) {
      memories_.push_back({key.substr(kMemoryPrefix.size()), restore_memory(value, turn.now)});
    } else if (key == kLastKey) {
      last_survey_ = std::clamp<TimeMs>(parse_integer(value).value_or(0), 0, turn.now);
    }
  }
}

const std::string& Decider::id_of(Thing thing) const {
  return thing.guide ? config_.guides[thing.index].id : config_.surveys[thing.index].id;
}

const std::vector<config::Trigger>& Decider::triggers_of(Thing thing) const {
  return thing.guide ? config_.guides[thing.index].triggers : config_.surveys[thing.index].triggers;
}

std::vector<Thing> Decider::things() const {
  std::vector<Thing> all;
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

void Decider::page_opened(const std::vector<Thing>& showing, TimeMs now) {
  schedule_.page_changed(visitor_.url());
  moment({}, showing, now);
}

void Decider::moment(const Moment& moment, const std::vector<Thing>& showing, TimeMs now) {
  for (const Thing thing : things()) {
    if (std::find(showing.begin(), showing.end(), thing) != showing.end()) continue;
    for (const config::Trigger& trigger : triggers_of(thing)) {
      const TimeMs due = now + trigger.delay;
      // What will not be allowed by then needs no timer.
      if (trigger.moment == moment.kind && trigger.name == moment.name &&
          holds(trigger, visitor_.url(), visitor_.first_visit()) && allowed_from(thing) <= due) {
        schedule_.add({thing, &trigger, due, false});
      }
    }
  }
}

std::optional<Pending> Decider::take(TimeMs now, Room room) {
  while (const std::optional<Pending> pending = schedule_.take(now, room == Room::kSurveys)) {
    if (!pending->seen && allowed_from(pending->thing) > now) continue;
    forget(pending->thing);  // by whichever other trigger
    return pending;
  }
  return std::nullopt;
}

TimeMs Decider::allowed_from(Thing thing) const {
  if (thing.guide) {
    const config::Guide& guide = config_.guides[thing.index];
    return targeting::allowed_from(guide.frequency, memory_of(guide.id), true);
  }
  const config::Survey& survey = config_.surveys[thing.index];
  const TimeMs from = targeting::allowed_from(survey.frequency, memory_of(survey.id), false);
  return last_survey_ == 0 ? from : std::max(from, last_survey_ + config_.cooldown);
}

Memory Decider::memory_of(const std::string& id) const {
  for (const Remembered& remembered : memories_) {
    if (remembered.id == id) return remembered.memory;
  }
  return {};
}

void Decider::remember(Thing thing, TimeMs Memory::*what, Turn& turn) {
  if (turn.preview) return;
  const std::string& id = id_of(thing);
  Memory memory = memory_of(id);
  memory.*what = turn.now;
  std::erase_if(memories_, [&](const Remembered& remembered) { return remembered.id == id; });
  memories_.push_back({id, memory});
  turn.store(join({kMemoryPrefix, id}), save(memory));
  if (thing.guide || what != &Memory::shown) return;
  last_survey_ = turn.now;
  turn.store(kLastKey, decimal(turn.now));
}

TimeMs Decider::quiet_until(TimeMs now) const {
  TimeMs until = now + config_.ttl;  // by then the configuration may be another one
  for (const Thing thing : things()) until = std::min(until, allowed_from(thing));
  return until;
}

void Decider::reset(Turn& turn) {
  schedule_.clear();
  for (const Remembered& remembered : memories_) turn.store(join({kMemoryPrefix, remembered.id}), std::nullopt);
  memories_.clear();
  last_survey_ = 0;
  turn.store(kLastKey, std::nullopt);
}

}  // namespace canvass::targeting

#include "core/signals/journeys.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/targeting/facts.h"
#include "core/targeting/glob.h"

namespace canvass::signals {

using config::Journey;
using config::Trigger;
using config::Waypoint;
using targeting::Moment;

namespace {

// Detours told of one journey; more are only counted.
constexpr int64_t kMaxDetours = 20;
constexpr size_t kMaxPathCharacters = 300;

// What a waypoint says of pages, one bit each.
constexpr uint32_t kNames = 1;     // some
constexpr uint32_t kHere = 2;      // among them this one
constexpr uint32_t kAnywhere = 4;  // it may happen on any

bool is_page(const Moment& moment) { return moment.kind == Trigger::Moment::kPage; }

std::string key_of(const Journey& journey) { return join({kJourneyPrefix, journey.id}); }

CANVASS_APART std::string_view step_id(const Journey& journey, size_t place) {
  return place == 0 ? std::string_view("start") : std::string_view(journey.steps[place - 1].id);
}

bool was_passed(uint32_t passed, size_t step) { return (passed >> step & 1) != 0; }

}  // namespace

// --- what is stored ----------------------------------------------------------------------------------------------

void Journeys::start(const event::Init& init, Turn& turn) {
  anonymous_ = turn.anonymous;
  for (const auto& [key, value] : init.stored) {
    if (!starts_with(key, kJourneyPrefix)) continue;
    const size_t before = progress_.size();
    stored({key, value}, turn.now);
    // The configuration may have become another one.
    if (progress_.size() == before) turn.store(key, std::nullopt);
  }
  for (Progress& progress : progress_) progress.away = false;
}

// By another tab, or on another page.
void Journeys::stored(const event::Stored& event, TimeMs now) {
  if (!starts_with(event.key, kJourneyPrefix)) return;
  const std::string_view id = std::string_view(event.key).substr(kJourneyPrefix.size());
  for (size_t i = 0; i < journeys_.size(); ++i) {
    if (journeys_[i].id != id) continue;
    erase_if(progress_, [i](const Progress& progress) { return progress.journey == i; });
    if (event.value) restore(i, *event.value, now);
  }
}

void Journeys::restore(size_t journey, std::string_view text, TimeMs now) {
  const std::optional<Json> json = parse_json(text);
  if (!json) return;
  const TimeMs began = integer_at(*json, "began").value_or(0);
  if (began <= 0) return;
  const Vector<Waypoint>& steps = journeys_[journey].steps;
  const auto number = [&](const char* name, int64_t most) {
    return std::clamp<int64_t>(integer_at(*json, name).value_or(0), 0, most);
  };
  progress_.emplace_back();
  Progress& progress = progress_.back();
  progress.journey = journey;
  progress.away = true;
  progress.began = std::min(began, now);
  progress.last = std::max(progress.began, number("last", now));
  progress.detours = number("detours", kMaxTime);
  progress.visit = number("visit", kMaxTime);
  progress.astray = static_cast<Astray>(number("astray", 2));
  progress.off = number("off", 1) != 0;
  progress.detour = string_at(*json, "detour");
  // By name: the configuration may have got other steps.
  const Json* done = canvass::find(*json, "done");
  for (size_t i = 0; done != nullptr && i < steps.size(); ++i) {
    if (!integer_at(*done, steps[i].id)) continue;
    progress.passed |= uint32_t{1} << i;
    progress.place = i + 1;
  }
}

void Journeys::save(const Progress& progress, Turn& turn) {
  const Journey& journey = journey_of(progress);
  Json done = json_object();
  for (size_t i = 0; i < journey.steps.size(); ++i) {
    if (was_passed(progress.passed, i)) done[journey.steps[i].id] = 1;
  }
  Json json = json_object();
  json["began"] = progress.began;
  json["last"] = progress.last;
  json["visit"] = progress.visit;
  json["done"] = std::move(done);
  json["detours"] = progress.detours;
  json["off"] = static_cast<int>(progress.off);
  json["astray"] = static_cast<int>(progress.astray);
  if (!progress.detour.empty()) json["detour"] = progress.detour;
  turn.store(key_of(journey), dump_json(json));
}

void Journeys::remove(size_t journey, Turn& turn) {
  turn.store(key_of(journeys_[journey]), std::nullopt);
  erase_if(progress_, [journey](const Progress& progress) { return progress.journey == journey; });
}

void Journeys::reset(Turn& turn) {
  while (!progress_.empty()) remove(progress_.back().journey, turn);
  page_.clear();
}

Journeys::Progress* Journeys::find(size_t journey) {
  for (Progress& progress : progress_) {
    if (progress.journey == journey) return &progress;
  }
  return nullptr;
}

// --- what happens ------------------------------------------------------------------------------------------------

void Journeys::hear(const Event& event, Turn& turn) {
  if (journeys_.empty() || anonymous_ || std::holds_alternative<event::Interact>(event)) return;
  if (const auto* e = std::get_if<event::Stored>(&event)) return stored(*e, turn.now);
  if (visitor_.url().empty()) return;
  const bool page = std::holds_alternative<event::Page>(event);
  expire(page, turn);
  Moment heard;
  if (page) {
    const bool same = targeting::same_page(page_, visitor_.url());
    page_ = visitor_.url();
    if (same) return;
    depth_ = 0;
    time_ = 0;
  } else if (!targeting::moment_of(event, heard)) {
    const TimeMs time = visitor_.time_on_page(turn.now);
    if (time <= time_) return;
    heard.kind = Trigger::Moment::kTimeOnPage;
    heard.from = std::exchange(time_, time);
    heard.to = time;
  } else if (heard.kind == Trigger::Moment::kScroll) {
    heard.from = depth_;
    depth_ = std::max(depth_, heard.to);
  }
  moment(heard, turn);
}

void Journeys::hear(const Noticed& noticed, Turn& turn) {
  if (anonymous_) return;
  Moment heard;
  heard.kind = Trigger::Moment::kSignal;
  heard.name = config::name_of(noticed.signal);
  heard.properties = &noticed.properties;
  heard.on = &noticed.on;
  moment(heard, turn);
}

bool Journeys::holds(const Waypoint& waypoint, const Moment& moment) const {
  for (const Trigger& trigger : waypoint.any) {
    if (targeting::is_moment_of(trigger, moment) && targeting::holds(trigger, visitor_.url(), visitor_.visits()) &&
        (!trigger.where || logic::holds(*trigger.where, targeting::VisitorFacts(visitor_, moment.properties)))) {
      return true;
    }
  }
  return false;
}

void Journeys::moment(const Moment& moment, Turn& turn) {
  for (size_t i = 0; i < journeys_.size(); ++i) {
    bool begins = false;
    if (find(i) == nullptr) {
      if (!holds(journeys_[i].start, moment)) continue;
      begins = true;
      begin(i, turn);
    }
    Progress& progress = *find(i);
    // An event is one thing, a page may be several.
    if (begins && !is_page(moment)) {
      save(progress, turn);
    } else if (go_on(progress, moment, begins, turn)) {
      progress.away = false;
      save(progress, turn);
    }
  }
}

void Journeys::begin(size_t journey, Turn& turn) {
  progress_.emplace_back();
  Progress& progress = progress_.back();
  progress.journey = journey;
  progress.began = progress.last = turn.now;
  progress.visit = visitor_.visits();
  journal_.track("Journey Started", told(progress, 0, turn), turn);
}

// Whether there is something to save.
bool Journeys::go_on(Progress& progress, const Moment& moment, bool begins, Turn& turn) {
  const Journey& journey = journey_of(progress);
  // The page that may have been a part of the way was none.
  const bool left = is_page(moment) && progress.astray == Astray::kMaybe &&
                    first_characters(targeting::path_of(visitor_.url()), kMaxPathCharacters) != progress.detour;
  if (left) count(progress, turn);
  bool passes = begins;
  for (size_t i = 0; i < journey.steps.size(); ++i) {
    if (was_passed(progress.passed, i) || !holds(journey.steps[i], moment)) continue;
    passes = true;
    pass(progress, i, turn);
    if (!is_page(moment)) break;
  }
  if (begins || !holds(journey.finish, moment)) return passes || stray(progress, moment, turn) || left;
  int64_t skipped = 0;
  for (size_t i = 0; i < journey.steps.size(); ++i) {
    if (!journey.steps[i].optional && !was_passed(progress.passed, i)) ++skipped;
  }
  progress.off |= skipped != 0;
  Json properties = told(progress, kDuration | kEnd, turn);
  properties["detours"] = progress.detours;
  properties["skipped"] = skipped;
  properties["visits"] = std::max<int64_t>(visitor_.visits() - progress.visit, 0) + 1;
  journal_.track("Journey Finished", std::move(properties), turn);
  remove(progress.journey, turn);
  return false;
}

void Journeys::pass(Progress& progress, size_t step, Turn& turn) {
  const Vector<Waypoint>& steps = journey_of(progress).steps;
  for (size_t i = 0; i < step; ++i) {
    progress.off |= !steps[i].optional && !was_passed(progress.passed, i);
  }
  progress.passed |= uint32_t{1} << step;
  progress.place = std::max(progress.place, step + 1);
  progress.last = turn.now;
  progress.astray = Astray::kNo;
  progress.detour.clear();
  Json properties = told(progress, kDuration, turn);
  put(properties, "step", steps[step].id);
  properties["index"] = step + 1;
  properties["of"] = steps.size();
  journal_.track("Journey Step", std::move(properties), turn);
}

uint32_t Journeys::look(const Waypoint& waypoint) const {
  uint32_t found = 0;
  for (const Trigger& trigger : waypoint.any) {
    if (trigger.page.any() && trigger.moment != Trigger::Moment::kPage) {
      found |= kAnywhere;
    } else {
      found |= kNames;
      if (targeting::page_matches(trigger.page, visitor_.url())) found |= kHere;
    }
  }
  return found;
}

// Of where the visitor is (beside an optional step, the one before it), and what may come next.
uint32_t Journeys::look_around(const Progress& progress) const {
  const Journey& journey = journey_of(progress);
  size_t place = progress.place;
  while (place != 0 && journey.steps[place - 1].optional) --place;
  const Waypoint& last = place == 0 ? journey.start : journey.steps[place - 1];
  uint32_t around = (look(journey.start) & kHere) | (look(last) & (kHere | kNames));
  bool next = true;
  for (size_t i = 0; i < journey.steps.size(); ++i) {
    const Waypoint& step = journey.steps[i];
    const bool comes = next && i >= progress.place;
    if (comes) {
      around |= look(step);
      next = step.optional;
    } else if (step.optional) {
      around |= look(step) & (kHere | kNames);
    }
  }
  return next ? around | look(journey.finish) : around;
}

bool Journeys::stray(Progress& progress, const Moment& moment, Turn& turn) {
  std::string_view detour;
  for (const Waypoint& named : journey_of(progress).detours) {
    if (detour.empty() && holds(named, moment)) detour = named.id;
  }
  bool sure = true;
  if (is_page(moment)) {
    if (detour.empty()) {
      const uint32_t around = look_around(progress);
      if ((around & kHere) != 0 || (around & kNames) == 0) {
        return std::exchange(progress.astray, Astray::kNo) != Astray::kNo;
      }
      detour = first_characters(targeting::path_of(visitor_.url()), kMaxPathCharacters);
      sure = (around & kAnywhere) == 0;
    }
    // The same page again.
    if (progress.astray != Astray::kNo && progress.detour == detour) return false;
    progress.astray = sure ? Astray::kYes : Astray::kMaybe;
  } else if (detour.empty()) {
    return false;
  }
  progress.detour = detour;
  if (sure) count(progress, turn);
  return true;
}

void Journeys::count(Progress& progress, Turn& turn) {
  progress.off = true;
  progress.last = turn.now;
  if (progress.astray == Astray::kMaybe) progress.astray = Astray::kYes;
  if (++progress.detours <= kMaxDetours) journal_.track("Journey Detour", told(progress, kAfter, turn), turn);
}

// What the limit of is over. Of what another tab goes on with, that tab tells, unless it is gone: `away`.
void Journeys::expire(bool away, Turn& turn) {
  for (size_t i = progress_.size(); i-- > 0;) {
    Progress& progress = progress_[i];
    if (turn.now <= progress.began + journey_of(progress).limit || (progress.away && !away)) continue;
    progress.off |= progress.astray != Astray::kNo;
    Json properties = told(progress, kEnd, turn);
    put(properties, "step", step_id(journey_of(progress), progress.place));
    properties["index"] = progress.place;
    properties["duration"] = progress.last - progress.began;
    if (!progress.detour.empty()) put(properties, "detour", progress.detour);
    journal_.track("Journey Abandoned", std::move(properties), turn);
    remove(progress.journey, turn);
  }
}

Json Journeys::told(const Progress& progress, uint32_t with, const Turn& turn) const {
  const Journey& journey = journey_of(progress);
  Json properties = json_object();
  put(properties, "journey", journey.id);
  put(properties, "kind", config::name_of(journey.kind));
  if ((with & kDuration) != 0) properties["duration"] = turn.now - progress.began;
  if ((with & kEnd) != 0) properties["offPath"] = progress.off;
  if ((with & kAfter) != 0) {
    put(properties, "detour", progress.detour);
    put(properties, "after", step_id(journey, progress.place));
  }
  return properties;
}

// --- time and listening ------------------------------------------------------------------------------------------

// The triggers of what may come next.
void Journeys::waits(Vector<const Trigger*>& triggers) const {
  const auto add = [&](const Waypoint& waypoint) {
    for (const Trigger& trigger : waypoint.any) triggers.push_back(&trigger);
  };
  for (size_t i = 0; i < journeys_.size() && !anonymous_; ++i) {
    const Journey& journey = journeys_[i];
    const Progress* progress = const_cast<Journeys*>(this)->find(i);
    if (progress == nullptr) {
      add(journey.start);
      continue;
    }
    for (size_t step = 0; step < journey.steps.size(); ++step) {
      if (!was_passed(progress->passed, step)) add(journey.steps[step]);
    }
    add(journey.finish);
    for (const Waypoint& detour : journey.detours) add(detour);
  }
}

std::optional<TimeMs> Journeys::wake(TimeMs now) const {
  std::optional<TimeMs> wake;
  if (journeys_.empty() || visitor_.url().empty()) return wake;
  for (const Progress& progress : progress_) {
    // It may be over already, unless it went on elsewhere.
    const TimeMs over = std::max(progress.began + journey_of(progress).limit, now) + 1;
    if (!progress.away && (!wake || over < *wake)) wake = over;
  }
  if (visitor_.hidden()) return wake;
  Vector<const Trigger*> triggers;
  waits(triggers);
  const TimeMs opened = now - visitor_.time_on_page(now);
  for (const Trigger* trigger : triggers) {
    const TimeMs at = opened + trigger->duration;
    if (trigger->moment == Trigger::Moment::kTimeOnPage && at > now && (!wake || at < *wake)) wake = at;
  }
  return wake;
}

void Journeys::add_to(effect::Watch& watch) const {
  Vector<const Trigger*> triggers;
  waits(triggers);
  for (const Trigger* trigger : triggers) {
    if (!targeting::holds(*trigger, visitor_.url(), visitor_.visits())) continue;
    targeting::listen_for(*trigger, watch);
  }
}

}  // namespace canvass::signals

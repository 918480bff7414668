#include "core/guide/stage.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/guide/tip.h"
#include "core/guide/tour.h"
#include "core/survey/screens.h"
#include "core/targeting/facts.h"
#include "core/targeting/glob.h"

namespace canvass::guide {

using config::GuideKind;
using targeting::Memory;
using targeting::Moment;
using view::Look;
using view::Node;

namespace {

constexpr std::string_view kTourKey = "tour";
constexpr std::string_view kStagePrefix = "st:";
constexpr size_t kMaxGone = 50;

bool has_place(const Vector<size_t>& list, size_t place) {
  return std::find(list.begin(), list.end(), place) != list.end();
}

effect::Show& push_show(const config::Guide& guide, const config::Content& content, std::string_view display,
                        const config::Words& words, Turn& turn) {
  turn.effects.push_back(effect::Show{config::name_of(guide.kind), guide.id, {}, {}, {}, std::string(display)});
  effect::Show& show = *std::get_if<effect::Show>(&turn.effects.back());
  if (display != "anchored" && display != "beacon") return show;
  show.anchor = content.anchor.selector;
  show.placement = content.placement;
  if (!content.anchor.text.empty()) {
    show.more = json_object();
    show.more["anchorText"] = std::string(words.text(content.anchor.text));
  }
  return show;
}

void add_more(effect::Show& show, const char* name, Json value) {
  if (!show.more.is_object()) show.more = json_object();
  show.more[name] = std::move(value);
}

std::string css_color(uint32_t rgb) {
  std::string color = "#";
  for (int shift = 20; shift >= 0; shift -= 4) color += "0123456789abcdef"[rgb >> shift & 15];
  return color;
}

// It is no picture of the widget's: its name and its colours, where it is light and where it is dark, go with it.
void push_beacon(const config::Guide& guide, const view::Theme& theme, config::Words& words, Turn& turn) {
  words.speak(guide.title.empty() ? guide.text : guide.title);
  effect::Show& show = push_show(guide, guide, "beacon", words, turn);
  add_more(show, "label", std::string(words.text(guide.title.empty() ? guide.text : guide.title)));
  Json colors = json_array();
  colors.push_back(css_color(theme.mode == view::ColorMode::kDark ? theme.accent_dark : theme.accent_light));
  colors.push_back(css_color(theme.mode == view::ColorMode::kLight ? theme.accent_light : theme.accent_dark));
  add_more(show, "colors", std::move(colors));
}

}  // namespace

Stage::Stage(config::Config& config, targeting::Decider& decider, delivery::Journal& journal,
             const targeting::Visitor& visitor, config::Words& words)
    : config_(config),
      decider_(decider),
      journal_(journal),
      visitor_(visitor),
      words_(words),
      lists_(config, journal, decider),
      help_(config, journal) {}

Stage::~Stage() = default;

void Stage::start(const event::Init& init, Turn& turn) {
  for (const auto& [key, value] : init.stored) {
    if (key == kTourKey) restore_tour(value, turn);
    if (!starts_with(key, kStagePrefix)) continue;
    const std::optional<targeting::Thing> thing = decider_.find(std::string_view(key).substr(kStagePrefix.size()));
    if (thing && thing->guide) thread_of(thing->index).seen = value;
  }
  lists_.start(init.stored, turn);
  note_standing();
}

// --- what there is -----------------------------------------------------------------------------------------------

// What stands there already need not become due. The help panel does, by what makes it offer something.
void Stage::note_standing() {
  standing_.clear();
  for (const Beacon& beacon : beacons_) standing_.push_back(beacon.guide);
  for (size_t i = 0; i < config_.guides.size(); ++i) {
    if (lists_.begun(i)) standing_.push_back(i);
  }
}

void Stage::describe(targeting::Screen& screen) const {
  if (up_) screen.over = targeting::Thing{true, up_->guide};
  screen.missing = &missing_;
  screen.standing = &standing_;
  if (tour_) screen.tour = tour_->guide;
  const bool modest = up_ && up_->trigger != nullptr && guide_of(up_->guide).kind == GuideKind::kTip;
  screen.firm = touring() || (up_ && !modest) || !aside_.empty();
}

bool Stage::busy() const { return up_ || tour_ || launcher_ || !beacons_.empty() || !aside_.empty(); }

Stage::Beacon* Stage::beacon_of(size_t guide) {
  for (Beacon& beacon : beacons_) {
    if (beacon.guide == guide) return &beacon;
  }
  return nullptr;
}

const config::Content& Stage::content() const {
  if (tour_is_up()) return step_of(*tour_);
  return guide_of(up_->guide);
}

const char* Stage::display() const {
  constexpr const char* kStands[] = {"corner", "modal", "banner-top", "banner-bottom"};
  const config::Guide& guide = guide_of(up_->guide);
  switch (guide.kind) {
    case GuideKind::kTip:
    case GuideKind::kHotspot:
      return "anchored";
    case GuideKind::kTour:
      return content().anchor.given() && !tour_->asks && !tour_->nowhere ? "anchored" : "corner";
    case GuideKind::kAnnouncement:
      return kStands[static_cast<size_t>(guide.stand)];
    case GuideKind::kHelp:
      return help_.display();
    default:
      return "corner";
  }
}

// --- what is told ------------------------------------------------------------------------------------------------

void Stage::tell(const char* event, size_t guide, Json properties, Turn& turn) {
  properties["guide"] = guide_of(guide).id;
  properties["kind"] = config::name_of(guide_of(guide).kind);
  journal_.track(event, std::move(properties), turn);
}

void Stage::add_step(const Tour& tour, Json& properties) const {
  properties["step"] = step_of(tour).id;
  properties["index"] = static_cast<int64_t>(tour.step + 1);
  properties["of"] = static_cast<int64_t>(guide_of(tour.guide).steps.size());
}

// Of what is up, that it ends.
void Stage::tell_end(const char* event, Turn& turn) {
  Json properties = json_object();
  if (tour_is_up()) add_step(*tour_, properties);
  const TimeMs since = tour_is_up() ? tour_->since : up_->since;
  properties["duration"] = since == 0 ? 0 : turn.now - since;
  tell(event, up_->guide, std::move(properties), turn);
}

// --- showing and hiding ------------------------------------------------------------------------------------------

void Stage::raise(const Up& up, bool announce, Turn& turn) {
  up_ = up;
  if (up.shown) up_->since = turn.now;
  show_up(announce, turn);
}

void Stage::show_up(bool announce, Turn& turn) {
  dirty_ = true;
  const config::Guide& guide = guide_of(up_->guide);
  if (Beacon* beacon = beacon_of(up_->guide)) beacon->visible = false;
  effect::Show& show = push_show(guide, content(), display(), words_, turn);
  if (tour_is_up()) {
    add_more(show, "step", step_of(*tour_).id);
    if (step_of(*tour_).missing == config::Step::Missing::kWait && show.display == "anchored") {
      add_more(show, "wait", true);
    }
    if (step_of(*tour_).spotlight && show.display == "anchored") add_more(show, "spotlight", true);
  }
  if (!announce) return;
  std::string text;
  switch (guide.kind) {
    case GuideKind::kChecklist:
      text = lists_.announcement(up_->guide, words_);
      break;
    case GuideKind::kHelp:
      text = help_.announcement(words_);
      break;
    case GuideKind::kAnnouncement:
      text = guide.thread.surveys.empty() ? announcement(guide, words_)
                                          : thread_announcement(guide, thread_of(up_->guide).state, words_);
      break;
    default:
      text = announcement(content(), words_);
  }
  turn.effects.push_back(effect::Announce{std::move(text)});
}

// Where a beacon stays, what it opened becomes the beacon again.
void Stage::hide_up(Turn& turn) {
  dirty_ = true;
  const size_t index = up_->guide;
  const config::Guide& guide = guide_of(index);
  up_.reset();
  if (preview_ || beacon_of(index) == nullptr) {
    turn.effects.push_back(effect::Hide{config::name_of(guide.kind), guide.id});
    return;
  }
  for (Beacon& beacon : beacons_) {
    if (beacon.guide != index) continue;
    beacon.visible = true;
    push_beacon(guide, config_.theme, words_, turn);
  }
}

void Stage::remove_beacon(size_t guide, Turn& turn) {
  const Beacon* beacon = beacon_of(guide);
  if (beacon == nullptr) return;
  if (beacon->visible) turn.effects.push_back(effect::Hide{config::name_of(GuideKind::kHotspot), guide_of(guide).id});
  erase_if(beacons_, [&](const Beacon& one) { return one.guide == guide; });
  note_standing();
}

// It comes back when there is room: a tour and a checklist by themselves.
void Stage::put_away(Turn& turn) {
  if (!up_) return;
  const Up up = *up_;
  hide_up(turn);
  if (preview_) {
    tour_.reset();
    return;
  }
  const GuideKind kind = guide_of(up.guide).kind;
  if (kind == GuideKind::kTour || kind == GuideKind::kChecklist) return;
  if (up.trigger != nullptr) {
    if (kind == GuideKind::kHelp) help_.reset();
    decider_.put_back({{true, up.guide}, up.trigger, turn.now, up.shown});
  } else {
    aside_.push_back(up);
  }
}

void Stage::give_way(Turn& turn) { put_away(turn); }

bool Stage::can_show(size_t guide) const {
  return !is_up(guide) || (guide_of(guide).kind == GuideKind::kHelp && std::string_view(display()) != "panel");
}

bool Stage::puts_away(size_t guide) const {
  const GuideKind kind = guide_of(guide).kind;
  return kind == GuideKind::kHotspot || kind == GuideKind::kChecklist || kind == GuideKind::kHelp;
}

void Stage::show(size_t guide, Turn& turn) {
  const bool in_corner = is_up(guide);
  if (!in_corner) put_away(turn);
  erase_if(aside_, [&](const Up& up) { return up.guide == guide; });
  switch (guide_of(guide).kind) {
    case GuideKind::kTour:
      return begin_tour(guide, nullptr, turn);
    case GuideKind::kHotspot: {
      Json from = json_object();
      from["from"] = beacon_of(guide) != nullptr ? "beacon" : "page";
      tell("Guide Opened", guide, std::move(from), turn);
      break;
    }
    case GuideKind::kChecklist:
      lists_.show(guide, launcher_, turn);
      break;
    case GuideKind::kHelp:
      help_.open(in_corner ? "suggestion" : launcher_ ? "launcher" : "page", words_, turn);
      break;
    default:
      break;
  }
  raise({guide}, true, turn);
}

void Stage::begin(const targeting::Pending& pending, Turn& turn) {
  const size_t guide = pending.thing.index;
  const Up up{guide, pending.trigger, pending.seen};
  switch (guide_of(guide).kind) {
    case GuideKind::kTip:
      return raise(up, true, turn);
    case GuideKind::kAnnouncement:
      if (has_news(pending, turn)) raise(up, true, turn);
      return;
    case GuideKind::kTour:
      return begin_tour(guide, pending.trigger, turn);
    case GuideKind::kHotspot:
      if (beacon_of(guide) == nullptr) beacons_.push_back({guide, pending.trigger});
      break;
    case GuideKind::kChecklist:
      if (!lists_.begun(guide)) lists_.show(guide, false, turn);
      break;
    case GuideKind::kHelp:
      suggest(up, turn);
  }
  note_standing();
}

// What is in a file has to come first.
void Stage::suggest(const Up& up, Turn& turn) {
  const std::optional<size_t> suggestion = help_.suggestion_of(*up.trigger);
  if (suggestion && help_.suggest(*suggestion, turn)) return raise(up, true, turn);
  if (help_.loading()) help_waits_ = up.trigger;
}

void Stage::place_hotspots(Turn& turn) {
  while (const std::optional<targeting::Pending> pending = decider_.take_hotspot(turn.now)) begin(*pending, turn);
}

void Stage::come_back(Turn& turn) {
  if (up_ || preview_ || visitor_.url().empty()) return;
  if (tour_ && !tour_->away && !tour_->waits && is_here(step_of(*tour_))) {
    const bool told = (tour_->told >> tour_->step & 1) != 0;
    return raise({tour_->guide, tour_->trigger}, !told, turn);
  }
  if (aside_.empty()) return;
  const Up up = aside_.back();
  aside_.pop_back();
  raise(up, true, turn);
}

void Stage::arrange(bool survey, Turn& turn) {
  if (preview_) return;
  for (std::string id = decider_.take_completed(); !id.empty(); id = decider_.take_completed()) {
    lists_.finished(id, words_, turn);
  }
  if (up_ && guide_of(up_->guide).kind == GuideKind::kChecklist && !lists_.open(up_->guide)) hide_up(turn);
  if (!up_ && !survey && !touring()) {
    if (const std::optional<size_t> list = lists_.wants_room()) {
      raise({*list}, true, turn);
    } else if (help_waits_ != nullptr && !help_.loading()) {
      suggest({*help_.guide(), std::exchange(help_waits_, nullptr)}, turn);
    }
  }
  for (Beacon& beacon : beacons_) {
    if (beacon.visible || is_up(beacon.guide)) continue;
    beacon.visible = true;
    const config::Guide& guide = guide_of(beacon.guide);
    push_beacon(guide, config_.theme, words_, turn);
  }
  launcher_dirty_ |= lists_.take_launcher_dirty();
  const bool wanted = !visitor_.url().empty() && launcher_wanted(survey, turn.now);
  if (wanted != launcher_) {
    launcher_ = wanted;
    launcher_dirty_ = true;
    if (wanted) {
      turn.effects.push_back(effect::Show{"launcher", "launcher", {}, {}, {}, "launcher"});
    } else {
      turn.effects.push_back(effect::Hide{"launcher", "launcher"});
    }
  }
  note_standing();
}

bool Stage::launcher_wanted(bool survey, TimeMs now) const {
  if (survey || (up_ && std::string_view(display()) != "anchored")) return false;
  for (size_t i = 0; i < config_.guides.size(); ++i) {
    if (lists_.begun(i)) return true;
  }
  const std::optional<size_t> help = help_.guide();
  return help && decider_.has_launcher(*help, now);
}

// Beacons and the launcher, until they are arranged again.
void Stage::hide_besides(Turn& turn) {
  for (Beacon& beacon : beacons_) {
    if (!std::exchange(beacon.visible, false)) continue;
    turn.effects.push_back(effect::Hide{config::name_of(GuideKind::kHotspot), guide_of(beacon.guide).id});
  }
  if (!std::exchange(launcher_, false)) return;
  launcher_dirty_ = true;
  turn.effects.push_back(effect::Hide{"launcher", "launcher"});
}

void Stage::preview(bool was, Turn& turn) {
  if (!was) {
    put_away(turn);
    hide_besides(turn);
    real_tour_ = std::exchange(tour_, {});
    help_.reset();
    erase_if(aside_, [&](const Up& up) { return help_.guide() == up.guide; });
  } else {
    if (up_) hide_up(turn);
    tour_.reset();
  }
  if (was != turn.preview) lists_.preview(turn.preview);
  preview_ = turn.preview;
  if (preview_) return;
  if (was) {
    tour_ = std::exchange(real_tour_, {});
    help_.reset();
    pass_time(turn);  // which has gone on
  }
}

void Stage::closed(size_t guide, Turn& turn) {
  if (preview_) return;
  erase_if(aside_, [&](const Up& up) { return up.guide == guide; });
  if (guide_of(guide).kind == GuideKind::kHotspot) {
    if (decider_.allowed_from({true, guide}, turn.now) > turn.now) remove_beacon(guide, turn);
  }
  if (is_up(guide) && guide_of(guide).kind != GuideKind::kHelp) hide_up(turn);
  if (tour_ && tour_->guide == guide) tour_.reset();
}

void Stage::reset(Turn& turn) {
  if (up_) hide_up(turn);
  hide_besides(turn);
  beacons_.clear();
  aside_.clear();
  missing_.clear();
  gone_.clear();
  wishes_.clear();
  if (tour_ || real_tour_) turn.store(kTourKey, std::nullopt);
  tour_.reset();
  real_tour_.reset();
  for (const Thread& thread : threads_) {
    if (!thread.seen.empty()) turn.store(join({kStagePrefix, guide_of(thread.guide).id}), std::nullopt);
  }
  threads_.clear();
  lists_.reset(turn);
  help_.reset();
  help_waits_ = nullptr;
  note_standing();
}

// --- what happens ------------------------------------------------------------------------------------------------

bool Stage::take(const Event& event, Turn& turn) {
  const auto named = [&](const std::string& id) { return up_ && id == guide_of(up_->guide).id; };
  const auto about = [&](const std::string& id) { return up_ && (id.empty() || named(id)); };
  if (const auto* e = std::get_if<event::Shown>(&event)) {
    if (named(e->id)) {
      shown(turn);
      return true;
    }
    for (Beacon& beacon : beacons_) {
      if (guide_of(beacon.guide).id != e->id || std::exchange(beacon.shown, true)) continue;
      decider_.remember({true, beacon.guide}, &Memory::shown, turn);
      tell("Guide Shown", beacon.guide, json_object(), turn);
    }
    return false;
  }
  if (const auto* e = std::get_if<event::Missing>(&event)) {
    if (named(e->id)) {
      missing(turn);
      return true;
    }
    const std::optional<targeting::Thing> thing = decider_.find(e->id);
    if (thing && thing->guide) beacon_missing(thing->index, turn);
    return true;
  }
  if (const auto* e = std::get_if<event::Next>(&event)) {
    if (!about(e->survey)) return false;
    next(turn);
    return true;
  }
  if (const auto* e = std::get_if<event::Back>(&event)) {
    if (!about(e->survey)) return false;
    if (tour_is_up()) back(turn);
    return true;
  }
  if (const auto* e = std::get_if<event::Dismiss>(&event)) {
    if (!about(e->survey)) return false;
    dismiss(turn);
    return true;
  }
  if (const auto* e = std::get_if<event::Guide>(&event)) {
    act(*e, turn);
    return true;
  }
  if (const auto* e = std::get_if<event::Fetched>(&event)) {
    fetched(*e, turn);
    return true;
  }
  if (std::holds_alternative<event::Hidden>(event)) help_.hidden(turn);
  if (const auto* e = std::get_if<event::Taken>(&event)) {
    if (!named(e->id)) return false;
    if (tour_is_up()) tour_->away = true;
    hide_up(turn);
    return true;
  }
  const auto* e = std::get_if<event::Stored>(&event);
  if (e == nullptr || preview_ || turn.anonymous) return false;
  if (e->key == kTourKey) {
    hear_tour(e->value.value_or(std::string()), turn);
    return true;
  }
  if (starts_with(e->key, kStagePrefix)) {
    const std::optional<targeting::Thing> thing = decider_.find(std::string_view(e->key).substr(kStagePrefix.size()));
    if (!thing || !thing->guide) return true;
    Thread& thread = thread_of(thing->index);
    thread.seen = e->value.value_or(std::string());
    if (is_up(thing->index) && !up_->shown && thread.seen == stage_name(thread.state.stage)) hide_up(turn);
    return true;
  }
  return lists_.stored(*e, turn);
}

void Stage::hear(const Event& event, Turn& turn) {
  using Kind = config::Trigger::Moment;
  if (const auto* e = std::get_if<event::Track>(&event)) {
    if (!e->name.empty()) moment({Kind::kEvent, e->name, &e->props}, turn);
  } else if (const auto* e = std::get_if<event::Click>(&event)) {
    moment({Kind::kClick, e->selector}, turn);
  } else if (const auto* e = std::get_if<event::Seen>(&event)) {
    moment({Kind::kSeen, e->selector}, turn);
  } else if (const auto* e = std::get_if<event::Scroll>(&event)) {
    depth_ = std::max(depth_, e->depth);
    moment({Kind::kScroll, {}, nullptr, 0, depth_}, turn);
  } else if (const auto* e = std::get_if<event::Idle>(&event)) {
    moment({Kind::kIdle, {}, nullptr, 0, e->duration}, turn);
  } else if (std::get_if<event::Exit>(&event) != nullptr) {
    moment({Kind::kExit, {}}, turn);
  }
}

bool Stage::holds(const config::Trigger& trigger, const Moment& moment) const {
  return targeting::is_moment_of(trigger, moment) && targeting::holds(trigger, visitor_.url(), visitor_.visits()) &&
         (!trigger.where || logic::holds(*trigger.where, targeting::VisitorFacts(visitor_, moment.properties)));
}

void Stage::page_opened(Turn& turn) {
  missing_.clear();
  for (Gone& gone : gone_) gone.here = false;
  depth_ = 0;
  const std::string& url = visitor_.url();
  const auto leaves = [&](const config::Trigger* trigger) {
    return trigger != nullptr && !targeting::page_matches(trigger->page, url);
  };
  for (size_t i = beacons_.size(); i-- > 0;) {
    const size_t guide = beacons_[i].guide;
    if (!leaves(beacons_[i].trigger)) continue;
    remove_beacon(guide, turn);
    if (is_up(guide)) hide_up(turn);
  }
  help_waits_ = nullptr;
  dirty_ |= !help_.closed();  // it suggests something else
  for (Thread& thread : threads_) {
    erase_if(thread.pending, [&](const targeting::Pending& pending) { return leaves(pending.trigger); });
    if (!thread.known) thread.asked = false;  // again
  }
  if (up_ && !tour_is_up() && leaves(up_->trigger)) {
    if (guide_of(up_->guide).kind == GuideKind::kHelp) help_.close(turn);
    hide_up(turn);
  }
  if (tour_) follow_tour(turn);
  moment({}, turn);
  note_standing();
}

void Stage::shown(Turn& turn) {
  const size_t guide = up_->guide;
  const bool first = !std::exchange(up_->shown, true);
  const GuideKind kind = guide_of(guide).kind;
  if (kind == GuideKind::kTour) return step_shown(turn);
  if (!first) return;
  up_->since = turn.now;
  if (kind == GuideKind::kChecklist) lists_.shown(guide, turn);
  Beacon* beacon = beacon_of(guide);
  const bool known = (beacon != nullptr && std::exchange(beacon->shown, true)) ||
                     (kind == GuideKind::kChecklist && decider_.was(&Memory::shown, guide_of(guide).id));
  if (!known) {
    decider_.remember({true, guide}, &Memory::shown, turn);
    tell("Guide Shown", guide, json_object(), turn);
  }
  if (kind != GuideKind::kAnnouncement || guide_of(guide).thread.surveys.empty()) return;
  Thread& thread = thread_of(guide);
  const std::string stage = stage_name(thread.state.stage);
  if (!preview_) thread.seen = stage;
  turn.store(join({kStagePrefix, guide_of(guide).id}), stage);
  Json properties = json_object();
  properties["stage"] = stage;
  tell("Guide Stage Shown", guide, std::move(properties), turn);
}

void Stage::complete(Turn& turn) {
  const size_t guide = up_->guide;
  tell_end("Guide Completed", turn);
  decider_.remember({true, guide}, &Memory::completed, turn);
  const config::Thread& thread = guide_of(guide).thread;
  if (!thread.follow_up.empty() && thread_of(guide).state.stage + 1 == config::Thread::kStages) wish(thread.follow_up);
  leave(turn);
}

// What is up is done with. The beacon of a hotspot goes when it may not show again.
void Stage::leave(Turn& turn) {
  const size_t guide = up_->guide;
  if (tour_is_up()) return end_tour(turn);
  const Beacon* beacon = beacon_of(guide);
  if (beacon != nullptr && decider_.allowed_from({true, guide}, turn.now) > turn.now) remove_beacon(guide, turn);
  hide_up(turn);
}

void Stage::dismiss(Turn& turn) {
  const size_t guide = up_->guide;
  switch (guide_of(guide).kind) {
    case GuideKind::kChecklist:
      lists_.close(guide, turn);
      return hide_up(turn);
    case GuideKind::kHelp:
      help_.close(turn);
      return hide_up(turn);
    default:
      tell_end("Guide Dismissed", turn);
      decider_.remember({true, guide}, &Memory::dismissed, turn);
      leave(turn);
  }
}

void Stage::next(Turn& turn) {
  switch (guide_of(up_->guide).kind) {
    case GuideKind::kTour:
      return next_step(turn);
    case GuideKind::kChecklist:
      return dismiss(turn);
    case GuideKind::kHelp:
      return;
    default:
      complete(turn);
  }
}

void Stage::wish(std::string_view id) {
  event::Show show;
  show.id = id;
  wishes_.push_back(std::move(show));
}

std::optional<Event> Stage::take_wish() {
  if (wishes_.empty()) return std::nullopt;
  Event event = std::move(wishes_[0]);
  wishes_.erase(wishes_.begin());
  return event;
}

void Stage::press(std::string_view which, Turn& turn) {
  using Does = config::GuideButton::Does;
  constexpr const char* kDoes[] = {"complete", "dismiss", "show", "link", "track"};
  const config::Content& what = content();
  const bool link = which == "link";
  const size_t number = which == "1" ? 1 : 0;
  if (!link && number >= what.buttons.size()) return number == 0 ? next(turn) : void();
  const config::GuideButton button = link ? config::GuideButton() : what.buttons[number];
  Json properties = json_object();
  properties["button"] = link ? Json("link") : Json(static_cast<int64_t>(number));
  properties["does"] = kDoes[static_cast<size_t>(link ? Does::kLink : button.does)];
  tell("Guide Clicked", up_->guide, std::move(properties), turn);
  if (link) return;
  if (button.does == Does::kDismiss) return dismiss(turn);
  complete(turn);
  if (button.does == Does::kShow) wish(button.target);
  if (button.does == Does::kTrack) wishes_.push_back(event::Track{button.target});
}

void Stage::act(const event::Guide& event, Turn& turn) {
  std::optional<targeting::Thing> thing = decider_.find(event.id);
  if (event.id.empty() && up_) thing = targeting::Thing{true, up_->guide};
  if (!thing || !thing->guide) return;
  const size_t guide = thing->index;
  switch (guide_of(guide).kind) {
    case GuideKind::kChecklist:
      return outcome(guide, lists_.act(guide, event, words_, turn), turn);
    case GuideKind::kHelp:
      return outcome(guide, help_.act(event, visitor_.url(), words_, turn), turn);
    default:
      break;
  }
  if (!is_up(guide)) return;
  if (event.act == "button") return press(event.value, turn);
  if (event.act == "again" && tour_is_up() && tour_->asks) {
    tour_->asks = false;
    return show_up(false, turn);
  }
  if (event.act == "skip" && tour_is_up() && tour_->asks) return go_on(turn);
  if (event.act != "never" || !guide_of(guide).never) return;
  decider_.remember({true, guide}, &Memory::never, turn);
  decider_.remember({true, guide}, &Memory::dismissed, turn);
  Json properties = json_object();
  properties["duration"] = up_->since == 0 ? 0 : turn.now - up_->since;
  properties["never"] = true;
  tell("Guide Dismissed", guide, std::move(properties), turn);
  leave(turn);
}

void Stage::outcome(size_t guide, const Outcome& outcome, Turn& turn) {
  if (outcome.then == Outcome::Then::kHide && is_up(guide)) hide_up(turn);
  if (outcome.then == Outcome::Then::kOpen && is_up(guide)) show_up(true, turn);
  if (!outcome.show.empty()) wish(outcome.show);
}

// --- anchors that are not there ----------------------------------------------------------------------------------

void Stage::missing(Turn& turn) {
  const size_t guide = up_->guide;
  switch (guide_of(guide).kind) {
    case GuideKind::kTour:
      return step_missing(turn);
    case GuideKind::kTip:
    case GuideKind::kHotspot:
      remove_beacon(guide, turn);
      hide_up(turn);
      return report_missing(guide, 0, turn);
    default:
      return;
  }
}

void Stage::beacon_missing(size_t guide, Turn& turn) {
  if (beacon_of(guide) == nullptr) return;
  remove_beacon(guide, turn);
  report_missing(guide, 0, turn);
}

// Once a page.
void Stage::report_missing(size_t guide, size_t step, Turn& turn) {
  for (const Gone& gone : gone_) {
    if (gone.here && gone.guide == guide && gone.step == step) return;
  }
  if (!has_place(missing_, guide) && guide_of(guide).kind != GuideKind::kTour) missing_.push_back(guide);
  if (gone_.size() == kMaxGone) gone_.erase(gone_.begin());
  const std::string path(targeting::path_of(visitor_.url()));
  gone_.push_back({guide, step, path, true});
  const config::Guide& what = guide_of(guide);
  const bool tour = what.kind == GuideKind::kTour;
  const std::string anchor = name_of(tour ? what.steps[step].anchor : what.anchor, words_);
  Json properties = json_object();
  properties["anchor"] = anchor;
  if (tour) properties["step"] = what.steps[step].id;
  tell("Guide Anchor Missing", guide, std::move(properties), turn);
  turn.warn(
      join({"the ", tour ? "step \"" : "", tour ? what.steps[step].id : "", tour ? "\" of the " : "",
            config::name_of(what.kind), " \"", what.id, "\" has no element \"", anchor, "\" to point at on ", path}));
}

// --- time and listening ------------------------------------------------------------------------------------------

std::optional<TimeMs> Stage::wake(TimeMs now) const {
  std::optional<TimeMs> wake = lists_.wake();
  const auto consider = [&](std::optional<TimeMs> at) {
    if (at && (!wake || *at < *wake)) wake = at;
  };
  consider(help_.wake());
  if (!tour_) return wake;
  const TimeMs resume = guide_of(tour_->guide).resume;
  if (resume != 0) consider(tour_->at + resume);
  if (tour_->due != 0) consider(tour_->due);
  const std::optional<config::Trigger>& wait = step_of(*tour_).wait_for;
  if (wait && wait->moment == config::Trigger::Moment::kTimeOnPage && !visitor_.hidden()) {
    const TimeMs at = now - visitor_.time_on_page(now) + wait->duration;
    if (at > now) consider(at);
  }
  return wake;
}

void Stage::add_to(effect::Watch& watch) const {
  Vector<const config::Trigger*> triggers;
  lists_.add_waits(triggers);
  if (tour_ && !tour_->away) {
    const config::Step& step = step_of(*tour_);
    if (step.wait_for) triggers.push_back(&*step.wait_for);
    if (tour_->waits && !step.anchor.selector.empty() && is_here(step)) {
      if (std::find(watch.seen.begin(), watch.seen.end(), step.anchor.selector) == watch.seen.end()) {
        watch.seen.push_back(step.anchor.selector);
      }
    }
  }
  for (const config::Trigger* trigger : triggers) {
    decider_.listen_for(*trigger, watch);
  }
}

// --- what is to be seen ------------------------------------------------------------------------------------------

bool Stage::take_dirty() {
  bool dirty = std::exchange(dirty_, false);
  dirty |= lists_.take_dirty();
  dirty |= help_.take_dirty();
  return dirty;
}

bool Stage::take_launcher_dirty() { return std::exchange(launcher_dirty_, false); }

Node Stage::tree(bool preview) {
  const config::Guide& guide = guide_of(up_->guide);
  Node tree;
  switch (guide.kind) {
    case GuideKind::kTour: {
      const bool back = tour_->step > 0 && can_go(tour_->step - 1);
      const bool anchored = std::string_view(display()) == "anchored";
      tree = build_step({guide, tour_->step, back, can_pass(), anchored, tour_->asks}, words_);
      break;
    }
    case GuideKind::kAnnouncement:
      tree = build_announcement(guide, thread_of(up_->guide).state, words_);
      break;
    case GuideKind::kChecklist:
      tree = lists_.tree(up_->guide, words_);
      break;
    case GuideKind::kHelp:
      tree = help_.tree(visitor_.url(), words_);
      break;
    default:
      tree = build_tip(guide, words_);
  }
  if (preview) tree.children.insert(tree.children.begin() + 1, survey::preview_notice(guide.id, words_));
  return tree;
}

Node Stage::launcher_tree(TimeMs now) {
  Node root = view::make(view::Role::kGroup, Look::kLauncher, "launcher");
  lists_.append_launchers(words_, root);
  const std::optional<size_t> help = help_.guide();
  if (help && decider_.has_launcher(*help, now)) help_.append_launcher(words_, root);
  return root;
}

Vector<Event> Stage::events_for(const Node& node, Action action, std::string_view value) const {
  Vector<Event> events;
  if (node.look == Look::kTasksButton || node.look == Look::kHelpButton) {
    if (action == Action::kActivate) events.push_back(event::Show{node.part});
    return events;
  }
  if (!up_) return events;
  const config::Guide& guide = guide_of(up_->guide);
  if (guide.kind == GuideKind::kChecklist) {
    lists_.events_for(up_->guide, node, action, events);
  } else if (guide.kind == GuideKind::kHelp) {
    help_.events_for(node, action, value, events);
  } else if (action == Action::kDismiss || (action == Action::kActivate && node.look == Look::kClose)) {
    events.push_back(event::Dismiss{});
  } else if (action == Action::kActivate) {
    add_event(node, events);
  }
  return events;
}

void Stage::add_event(const Node& node, Vector<Event>& events) const {
  const config::Guide& guide = guide_of(up_->guide);
  if (node.look == Look::kNever) {
    events.push_back(event::Guide{guide.id, "never"});
  } else if (node.part == "again" || node.part == "skip") {
    events.push_back(event::Guide{guide.id, node.part});
  } else if (guide.kind == GuideKind::kTour) {
    if (node.look == Look::kPrimary) events.push_back(event::Next{});
    if (node.look == Look::kQuiet) events.push_back(event::Back{});
  } else if (node.part == "0" &&
             (guide.buttons.empty() || guide.buttons[0].does == config::GuideButton::Does::kComplete)) {
    events.push_back(event::Next{});
  } else if (!node.part.empty()) {
    events.push_back(event::Guide{guide.id, "button", node.part});
  }
}

}  // namespace canvass::guide

#include "core/guide/stage.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/guide/tip.h"
#include "core/guide/tour.h"
#include "core/survey/screens.h"
#include "core/targeting/facts.h"
#include "core/targeting/glob.h"
#include "core/view/color.h"

namespace canvass::guide {

using config::GuideKind;
using targeting::Memory;
using targeting::Moment;
using view::Look;
using view::Node;

namespace {

constexpr size_t kMaxGone = 50;

bool has_place(const Vector<size_t>& list, size_t place) {
  return std::find(list.begin(), list.end(), place) != list.end();
}

void push_hide(std::string_view kind, std::string_view id, Turn& turn) {
  turn.effects.push_back(effect::Hide{std::string(kind), std::string(id)});
}

void push_hide(const config::Guide& guide, Turn& turn) { push_hide(config::name_of(guide.kind), guide.id, turn); }

effect::Show& push_show(std::string_view kind, std::string_view id, std::string_view display, Turn& turn) {
  turn.effects.push_back(effect::Show());
  effect::Show& show = *std::get_if<effect::Show>(&turn.effects.back());
  show.kind = kind;
  show.id = id;
  show.display = display;
  return show;
}

// Where it points.
void aim(const config::Content& content, const config::Words& words, effect::Show& show) {
  show.anchor = content.anchor.selector;
  show.placement = content.placement;
  if (!content.anchor.text.empty()) put(show.more, "anchorText", words.text(content.anchor.text));
}

void push_color(uint32_t chosen, Json& colors) {
  const uint32_t rgb = view::hex_of(view::accent_of(chosen, false).text);
  std::string color = "#";
  for (int shift = 20; shift >= 0; shift -= 4) color += "0123456789abcdef"[rgb >> shift & 15];
  colors.push_back(std::move(color));
}

// It is no picture of the widget's: its name and its colours, where it is light and where it is dark, go with it.
void push_beacon(const config::Guide& guide, const view::Theme& theme, config::Words& words, Turn& turn) {
  const config::Text& text = guide.title.empty() ? guide.text : guide.title;
  words.speak(text);
  effect::Show& show = push_show(config::name_of(guide.kind), guide.id, "beacon", turn);
  aim(guide, words, show);
  put(show.more, "label", words.text(text));
  Json& colors = show.more["colors"];
  // It has a white ring, whatever the page's colours.
  push_color(theme.mode == view::ColorMode::kDark ? theme.accent_dark : theme.accent_light, colors);
  push_color(theme.mode == view::ColorMode::kLight ? theme.accent_light : theme.accent_dark, colors);
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
    if (starts_with(key, kStagePrefix)) hear_thread(key, value, turn);
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
  screen.helps = up_ && targeting::is_urgent(up_->trigger);
  screen.engaged = (up_ && !modest) || !aside_.empty();
  screen.firm = touring() || screen.engaged;
}

bool Stage::busy() const { return up_ || tour_ || launcher_ || !beacons_.empty() || !aside_.empty(); }

size_t Stage::find(std::string_view id) const {
  size_t guide = 0;
  while (guide < config_.guides.size() && config_.guides[guide].id != id) ++guide;
  return guide;
}

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

void Stage::tell(const char* event, size_t guide, uint32_t with, Turn& turn, const char* name, std::string_view value) {
  Json properties = told_of(guide_of(guide));
  const bool tour = tour_ && tour_->guide == guide;
  if ((with & (kStep | kStepName)) != 0 && tour) put(properties, "step", step_of(*tour_).id);
  if ((with & kStep) != 0 && tour) {
    properties["index"] = static_cast<int64_t>(tour_->step + 1);
    properties["of"] = static_cast<int64_t>(guide_of(guide).steps.size());
  }
  if ((with & kDuration) != 0) {
    const TimeMs since = tour ? tour_->since : up_->since;
    properties["duration"] = since == 0 ? 0 : turn.now - since;
  }
  if ((with & kNever) != 0) properties["never"] = true;
  if ((with & kButton) != 0) properties["button"] = (with & kSecond) != 0 ? 1 : 0;
  if ((with & kLink) != 0) put(properties, "button", "link");
  if (name != nullptr) put(properties, name, value);
  journal_.track(event, std::move(properties), turn);
}

void Stage::remember(size_t guide, TimeMs Memory::*what, Turn& turn) { decider_.remember({true, guide}, what, turn); }

void Stage::tell_shown(size_t guide, Turn& turn) {
  remember(guide, &Memory::shown, turn);
  tell("Guide Shown", guide, 0, turn);
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
  const std::string_view where = display();
  const bool anchored = where == "anchored";
  effect::Show& show = push_show(config::name_of(guide.kind), guide.id, where, turn);
  if (anchored) aim(content(), words_, show);
  if (tour_is_up()) {
    const config::Step& step = step_of(*tour_);
    put(show.more, "step", step.id);
    if (step.missing == config::Step::Missing::kWait && anchored) show.more["wait"] = true;
    if (step.spotlight && anchored) show.more["spotlight"] = true;
  }
  if (!announce) return;
  turn.effects.push_back(effect::Announce());
  std::string& text = std::get_if<effect::Announce>(&turn.effects.back())->text;
  switch (guide.kind) {
    case GuideKind::kChecklist:
      text = lists_.announcement(up_->guide, words_);
      break;
    case GuideKind::kHelp:
      text = help_.announcement(words_);
      break;
    default:
      text = guide.thread.surveys.empty() ? announcement(content(), words_)
                                          : thread_announcement(guide, thread_of(up_->guide).state, words_);
  }
}

// Where a beacon stays, what it opened becomes the beacon again.
void Stage::hide_up(Turn& turn) {
  dirty_ = true;
  const size_t index = up_->guide;
  const config::Guide& guide = guide_of(index);
  up_.reset();
  Beacon* beacon = beacon_of(index);
  if (preview_ || beacon == nullptr) return push_hide(guide, turn);
  beacon->visible = true;
  push_beacon(guide, config_.theme, words_, turn);
}

void Stage::remove_beacon(size_t guide, Turn& turn) {
  Beacon* beacon = beacon_of(guide);
  if (beacon == nullptr) return;
  if (beacon->visible) push_hide(guide_of(guide), turn);
  beacons_.erase(beacons_.begin() + (beacon - beacons_.data()));
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

void Stage::drop_aside(size_t guide) {
  erase_if(aside_, [&](const Up& up) { return up.guide == guide; });
}

void Stage::show(size_t guide, Turn& turn) {
  const bool in_corner = is_up(guide);
  if (!in_corner) put_away(turn);
  drop_aside(guide);
  switch (guide_of(guide).kind) {
    case GuideKind::kTour:
      return begin_tour(guide, nullptr, turn);
    case GuideKind::kHotspot:
      tell("Guide Opened", guide, 0, turn, "from", beacon_of(guide) != nullptr ? "beacon" : "page");
      break;
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
      if (guide_of(guide).thread.surveys.empty() || pending.seen || has_news(pending, turn)) raise(up, true, turn);
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
    return raise({tour_->guide, tour_->trigger}, !was_told(), turn);
  }
  if (aside_.empty()) return;
  const Up up = aside_.back();
  aside_.pop_back();
  raise(up, true, turn);
}

void Stage::arrange(bool survey, Turn& turn) {
  if (preview_) return;
  for (std::string id; !(id = decider_.take_completed()).empty();) lists_.finished(id, words_, turn);
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
    push_beacon(guide_of(beacon.guide), config_.theme, words_, turn);
  }
  launcher_dirty_ |= lists_.take_launcher_dirty();
  const bool wanted = !visitor_.url().empty() && launcher_wanted(survey, turn.now);
  if (wanted != launcher_) {
    launcher_ = wanted;
    launcher_dirty_ = true;
    if (wanted) {
      push_show("launcher", "launcher", "launcher", turn);
    } else {
      push_hide("launcher", "launcher", turn);
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
    if (std::exchange(beacon.visible, false)) push_hide(guide_of(beacon.guide), turn);
  }
  if (!std::exchange(launcher_, false)) return;
  launcher_dirty_ = true;
  push_hide("launcher", "launcher", turn);
}

void Stage::preview(bool was, Turn& turn) {
  if (!was) {
    put_away(turn);
    hide_besides(turn);
    real_tour_ = std::exchange(tour_, {});
    help_.reset();
    if (help_.guide()) drop_aside(*help_.guide());
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
  drop_aside(guide);
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
  if (const auto* e = std::get_if<event::Guide>(&event)) {
    act(*e, turn);
    return true;
  }
  if (const auto* e = std::get_if<event::Fetched>(&event)) {
    fetched(*e, turn);
    return true;
  }
  if (const auto* e = std::get_if<event::Stored>(&event)) return !preview_ && !turn.anonymous && stored(*e, turn);
  if (std::holds_alternative<event::Hidden>(event)) help_.hidden(turn);
  // What is about one thing.
  enum { kShown, kMissing, kTaken, kNext, kBack, kDismiss } what;
  const std::string* id = nullptr;
  if (const auto* e = std::get_if<event::Shown>(&event)) {
    what = kShown;
    id = &e->id;
  } else if (const auto* e = std::get_if<event::Missing>(&event)) {
    what = kMissing;
    id = &e->id;
  } else if (const auto* e = std::get_if<event::Taken>(&event)) {
    what = kTaken;
    id = &e->id;
  } else if (const auto* e = std::get_if<event::Next>(&event)) {
    what = kNext;
    id = &e->survey;
  } else if (const auto* e = std::get_if<event::Back>(&event)) {
    what = kBack;
    id = &e->survey;
  } else if (const auto* e = std::get_if<event::Dismiss>(&event)) {
    what = kDismiss;
    id = &e->survey;
  } else {
    return false;
  }
  if (!up_ || (*id != guide_of(up_->guide).id && (what < kNext || !id->empty()))) {
    if (what > kMissing) return false;
    Beacon* beacon = beacon_of(find(*id));
    if (what == kMissing) {
      if (beacon != nullptr) beacon_missing(beacon->guide, turn);
    } else if (beacon != nullptr && !std::exchange(beacon->shown, true)) {
      tell_shown(beacon->guide, turn);
    }
    return what == kMissing;
  }
  switch (what) {
    case kShown:
      shown(turn);
      break;
    case kMissing:
      missing(turn);
      break;
    case kTaken:
      if (tour_is_up()) tour_->away = true;
      hide_up(turn);
      break;
    case kNext:
      next(turn);
      break;
    case kBack:
      if (tour_is_up()) back(turn);
      break;
    case kDismiss:
      dismiss(turn);
  }
  return true;
}

// By another tab.
bool Stage::stored(const event::Stored& event, Turn& turn) {
  if (event.key == kTourKey) {
    hear_tour(event.value, turn);
  } else if (starts_with(event.key, kStagePrefix)) {
    hear_thread(event.key, event.value ? *event.value : std::string_view(), turn);
  } else {
    return lists_.stored(event, turn);
  }
  return true;
}

void Stage::hear(const Event& event, Turn& turn) {
  Moment heard;
  if (!targeting::moment_of(event, heard)) return;
  if (heard.kind == config::Trigger::Moment::kScroll) heard.to = depth_ = std::max(depth_, heard.to);
  moment(heard, turn);
}

bool Stage::holds(const config::Trigger& trigger, const Moment& moment) const {
  return targeting::is_moment_of(trigger, moment) && targeting::holds(trigger, visitor_.url(), visitor_.visits()) &&
         (!trigger.where || logic::holds(*trigger.where, targeting::VisitorFacts(visitor_, moment.properties)));
}

// What made it due is about other pages.
bool Stage::is_elsewhere(const config::Trigger* trigger) const {
  return trigger != nullptr && !targeting::page_matches(trigger->page, visitor_.url());
}

void Stage::page_opened(Turn& turn) {
  missing_.clear();
  for (Gone& gone : gone_) gone.here = false;
  depth_ = 0;
  for (size_t i = beacons_.size(); i-- > 0;) {
    const size_t guide = beacons_[i].guide;
    if (!is_elsewhere(beacons_[i].trigger)) continue;
    remove_beacon(guide, turn);
    if (is_up(guide)) hide_up(turn);
  }
  help_waits_ = nullptr;
  dirty_ |= !help_.closed();  // it suggests something else
  if (!threads_.empty()) forget_waiting_threads();
  if (up_ && !tour_is_up() && is_elsewhere(up_->trigger)) {
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
  if (!known) tell_shown(guide, turn);
  if (!guide_of(guide).thread.surveys.empty()) thread_shown(turn);
}

void Stage::complete(Turn& turn) {
  const size_t guide = up_->guide;
  tell("Guide Completed", guide, kStep | kDuration, turn);
  remember(guide, &Memory::completed, turn);
  if (!guide_of(guide).thread.follow_up.empty()) follow_up(guide);
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

void Stage::end(uint32_t with, Turn& turn) {
  tell("Guide Dismissed", up_->guide, kStep | kDuration | with, turn);
  remember(up_->guide, &Memory::dismissed, turn);
  leave(turn);
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
      end(0, turn);
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

std::optional<Event> Stage::take_wish() {
  std::optional<Event> event;
  if (wishes_.empty()) return event;
  const Wish wish = wishes_[0];
  wishes_.erase(wishes_.begin());
  if (wish.track) {
    event.emplace(event::Track{std::string(wish.id)});
  } else {
    event.emplace(event::Show{std::string(wish.id)});
  }
  return event;
}

void Stage::press(std::string_view which, Turn& turn) {
  using Does = config::GuideButton::Does;
  constexpr const char* kDoes[] = {"complete", "dismiss", "show", "link", "track"};
  const config::Content& what = content();
  if (which == "link") return tell("Guide Clicked", up_->guide, kLink, turn, "does", which);
  const size_t number = which == "1" ? 1 : 0;
  if (number >= what.buttons.size()) return number == 0 ? next(turn) : void();
  const config::GuideButton& button = what.buttons[number];
  const uint32_t with = number == 0 ? kButton : kButton | kSecond;
  tell("Guide Clicked", up_->guide, with, turn, "does", kDoes[static_cast<size_t>(button.does)]);
  if (button.does == Does::kDismiss) return dismiss(turn);
  complete(turn);
  const bool track = button.does == Does::kTrack;
  if (track || button.does == Does::kShow) wishes_.push_back({button.target, track});
}

void Stage::act(const event::Guide& event, Turn& turn) {
  const size_t guide = event.id.empty() && up_ ? up_->guide : find(event.id);
  if (guide == config_.guides.size()) return;
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
  if (tour_is_up() && tour_->asks) answer(event.act, turn);
  if (event.act != "never" || !guide_of(guide).never) return;
  remember(guide, &Memory::never, turn);
  end(kNever, turn);
}

// The question what to do about a missing step.
void Stage::answer(std::string_view act, Turn& turn) {
  if (act == "skip") return go_on(turn);
  if (act != "again") return;
  tour_->asks = false;
  show_up(false, turn);
}

void Stage::outcome(size_t guide, const Outcome& outcome, Turn& turn) {
  if (outcome.then == Outcome::Then::kHide && is_up(guide)) hide_up(turn);
  if (outcome.then == Outcome::Then::kOpen && is_up(guide)) show_up(true, turn);
  if (!outcome.show.empty()) wishes_.push_back({outcome.show});
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
  gone_.push_back({guide, step, std::string(targeting::path_of(visitor_.url())), true});
  const config::Guide& what = guide_of(guide);
  const bool tour = what.kind == GuideKind::kTour;
  const std::string anchor = name_of(tour ? what.steps[step].anchor : what.anchor, words_);
  tell("Guide Anchor Missing", guide, kStepName, turn, "anchor", anchor);
  const std::string_view name = tour ? what.steps[step].id : std::string_view();
  const char* quote = anchor[0] == '"' ? "" : "\"";  // a text is in quotes already
  turn.warn(join({"the ", tour ? "step \"" : "", name, tour ? "\" of the " : "", config::name_of(what.kind), " \"",
                  what.id, "\" has no element ", quote, anchor, quote, " to point at on ", gone_.back().path}));
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

Node Stage::step_tree() {
  const bool back = tour_->step > 0 && can_go(tour_->step - 1);
  const bool anchored = std::string_view(display()) == "anchored";
  return build_step({guide_of(tour_->guide), tour_->step, back, can_pass(), anchored, tour_->asks}, words_);
}

Node Stage::card() {
  const config::Guide& guide = guide_of(up_->guide);
  switch (guide.kind) {
    case GuideKind::kTour:
      return step_tree();
    case GuideKind::kChecklist:
      return lists_.tree(up_->guide, words_);
    case GuideKind::kHelp:
      return help_.tree(visitor_.url(), words_);
    default:
      return build_card(guide, guide.thread.surveys.empty() ? nullptr : &thread_of(up_->guide).state, words_);
  }
}

Node Stage::tree(bool preview) {
  Node tree = card();
  if (preview) add_notice(tree);
  return tree;
}

void Stage::add_notice(Node& tree) const {
  tree.children.insert(tree.children.begin() + 1, survey::preview_notice(guide_of(up_->guide).id, words_));
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
  std::string_view act = "button";
  std::string_view value;
  if (node.look == Look::kNever) {
    act = "never";
  } else if (node.part == "again" || node.part == "skip") {
    act = node.part;
  } else if (guide.kind == GuideKind::kTour) {
    if (node.look == Look::kPrimary) events.push_back(event::Next());
    if (node.look == Look::kQuiet) events.push_back(event::Back());
    return;
  } else if (node.part == "0" &&
             (guide.buttons.empty() || guide.buttons[0].does == config::GuideButton::Does::kComplete)) {
    return events.push_back(event::Next());
  } else {
    value = node.part;
    if (value.empty()) return;
  }
  events.push_back(event::Guide{guide.id, std::string(act), std::string(value)});
}

}  // namespace canvass::guide

// Tours: from step to step, on this page and on the next.
#include <algorithm>

#include "core/base/text.h"
#include "core/guide/stage.h"
#include "core/guide/tip.h"
#include "core/targeting/facts.h"

namespace canvass::guide {

using config::GuideKind;
using targeting::Memory;
using targeting::Moment;

// In a preview every page will do.
bool Stage::is_here(const config::Step& step) const {
  return preview_ || targeting::page_matches(step.page, visitor_.url());
}

bool Stage::can_go(size_t step) const {
  const config::Step& other = guide_of(tour_->guide).steps[step];
  return is_here(other) || !other.url.empty();
}

// What a step waits for need not happen again for a visitor who has gone back to it.
bool Stage::can_pass() const { return !step_of(*tour_).wait_for || (tour_->told >> tour_->step) > 1; }

void Stage::begin_tour(size_t guide, const config::Trigger* trigger, Turn& turn) {
  if (tour_ && tour_->guide != guide) abandon(turn);
  const bool begins = !tour_;
  if (begins) {
    tour_.emplace();
    tour_->guide = guide;
    tour_->trigger = trigger;
    tour_->at = turn.now;
  }
  tour_->away = tour_->waits = tour_->asks = false;
  const config::Step& step = step_of(*tour_);
  if (begins && trigger == nullptr) save_tour(turn);
  if (is_here(step)) {
    raise({guide, trigger}, !was_told(), turn);
  } else if (trigger == nullptr) {
    go_to(step, turn);
  }
}

void Stage::go_to(const config::Step& step, Turn& turn) {
  if (!step.url.empty()) turn.effects.push_back(effect::Fetch{guide_of(tour_->guide).id, step.url, true});
}

void Stage::save_tour(Turn& turn) {
  Json json = json_object();
  put(json, "id", guide_of(tour_->guide).id);
  put(json, "step", step_of(*tour_).id);
  json["at"] = tour_->at;
  json["since"] = tour_->since;
  json["told"] = static_cast<int64_t>(tour_->told);
  turn.store(kTourKey, dump_json(json));
}

void Stage::restore_tour(std::string_view stored, Turn& turn) {
  std::optional<Json> parsed = parse_json(stored);
  if (!parsed) parsed.emplace();
  const Json& json = *parsed;
  Tour tour;
  tour.guide = find(string_at(json, "id"));
  if (tour.guide < config_.guides.size()) {
    const Vector<config::Step>& steps = guide_of(tour.guide).steps;  // only tours have any
    const std::string_view step = string_at(json, "step");
    while (tour.step < steps.size() && steps[tour.step].id != step) ++tour.step;
    if (tour.step < steps.size()) {
      tour.at = std::clamp<TimeMs>(integer_at(json, "at").value_or(0), 0, turn.now);
      tour.since = std::clamp<TimeMs>(integer_at(json, "since").value_or(0), 0, turn.now);
      tour.told = static_cast<uint64_t>(std::max<int64_t>(integer_at(json, "told").value_or(0), 0));
      tour_ = tour;
      if (turn.now >= tour.at + guide_of(tour.guide).resume) abandon(turn);
      return;
    }
  }
  // The configuration may have become another one.
  turn.store(kTourKey, std::nullopt);
}

// Another tab has gone on with it, or is done with it.
void Stage::hear_tour(const std::optional<std::string>& value, Turn& turn) {
  if (tour_is_up()) hide_up(turn);
  tour_.reset();
  if (!value || value->empty()) return;
  restore_tour(*value, turn);
  if (tour_) tour_->away = true;
}

void Stage::end_tour(Turn& turn) {
  if (tour_is_up()) hide_up(turn);
  decider_.forget({true, tour_->guide});
  tour_.reset();
  turn.store(kTourKey, std::nullopt);
}

void Stage::abandon(Turn& turn) {
  if (tour_->told != 0 && !tour_->away) tell("Guide Abandoned", tour_->guide, kStep, turn);
  end_tour(turn);
}

void Stage::complete_tour(Turn& turn) {
  const size_t guide = tour_->guide;
  // Of which there was nothing to see: neither done nor dismissed. It may begin again on the next page.
  if (tour_->told == 0) {
    missing_.push_back(guide);
    return end_tour(turn);
  }
  tell("Guide Completed", guide, kStep | kDuration, turn);
  remember(guide, &Memory::completed, turn);
  end_tour(turn);
}

void Stage::arrive(size_t step, Turn& turn) {
  const bool up = tour_is_up();
  tour_->step = step;
  tour_->at = turn.now;
  tour_->due = 0;
  tour_->asks = tour_->waits = tour_->nowhere = false;
  const config::Step& here = step_of(*tour_);
  // The page that it waits for is open already.
  if (here.wait_for && here.wait_for->moment == config::Trigger::Moment::kPage && !can_pass() && is_here(here) &&
      holds(*here.wait_for, {})) {
    return go_on(turn);
  }
  save_tour(turn);
  if (!up) return;
  if (is_here(here)) return show_up(true, turn);
  hide_up(turn);
  go_to(here, turn);
}

void Stage::go_on(Turn& turn) {
  tour_->forward = true;
  if (tour_->step + 1 == guide_of(tour_->guide).steps.size()) return complete_tour(turn);
  arrive(tour_->step + 1, turn);
}

void Stage::next_step(Turn& turn) {
  if (tour_->asks || can_pass()) go_on(turn);
}

void Stage::back(Turn& turn) {
  if (tour_->step == 0 || !can_go(tour_->step - 1)) return;
  tour_->forward = false;
  arrive(tour_->step - 1, turn);
}

void Stage::step_shown(Turn& turn) {
  if (tour_->since == 0) {
    tour_->since = turn.now;
    tell_shown(tour_->guide, turn);
  }
  const uint64_t bit = uint64_t{1} << tour_->step;
  if ((tour_->told & bit) != 0) return;
  tour_->told |= bit;
  tour_->at = turn.now;
  save_tour(turn);
  tell("Guide Step", tour_->guide, kStep, turn);
}

void Stage::step_missing(Turn& turn) {
  using Missing = config::Step::Missing;
  const config::Step& step = step_of(*tour_);
  if (!step.anchor.given() || tour_->asks || tour_->nowhere) return;
  report_missing(tour_->guide, tour_->step, turn);
  if (preview_) {
    tour_->nowhere = true;
    return show_up(false, turn);
  }
  switch (step.missing) {
    case Missing::kAsk:
      tour_->asks = true;
      return show_up(true, turn);
    case Missing::kWait:
      tour_->waits = true;
      return hide_up(turn);
    default:
      break;
  }
  if (!tour_->forward && tour_->step > 0 && can_go(tour_->step - 1)) return arrive(tour_->step - 1, turn);
  go_on(turn);
}

// To the page that the visitor has opened.
void Stage::follow_tour(Turn& turn) {
  Tour& tour = *tour_;
  tour.waits = tour.asks = false;
  if (std::exchange(tour.away, false)) save_tour(turn);
  // Where each step is, is looked for anew.
  if (tour_is_up()) hide_up(turn);
  const Vector<config::Step>& steps = guide_of(tour.guide).steps;
  const bool seen = (tour.told >> tour.step & 1) != 0;
  if (!seen || is_here(step_of(tour)) || tour.step + 1 == steps.size()) return;
  const config::Step& next = steps[tour.step + 1];
  // The visitor has gone ahead.
  if (!step_of(tour).wait_for && !next.page.any() && is_here(next)) {
    tour.forward = true;
    arrive(tour.step + 1, turn);
  }
}

void Stage::moment(const Moment& moment, Turn& turn) {
  if (tour_ && !tour_->away) hear_step(moment, turn);
  lists_.moment(moment, visitor_, words_, turn);
}

void Stage::hear_step(const Moment& moment, Turn& turn) {
  using Kind = config::Trigger::Moment;
  const config::Step& step = step_of(*tour_);
  if (tour_->waits && moment.kind == Kind::kSeen && moment.name == step.anchor.selector) tour_->waits = false;
  const bool seen = was_told() || tour_->waits;
  if (!step.wait_for || !seen) return;
  const Vector<std::string>& off = step.wait_for->cancel_on;
  if (moment.kind == Kind::kEvent && std::find(off.begin(), off.end(), moment.name) != off.end()) tour_->due = 0;
  if (tour_->due != 0 || !holds(*step.wait_for, moment)) return;
  if (step.wait_for->delay == 0) return go_on(turn);
  tour_->due = turn.now + step.wait_for->delay;
}

void Stage::pass_time(Turn& turn) {
  if (tour_ && tour_->due != 0 && tour_->due <= turn.now) go_on(turn);
  if (tour_ && !preview_) {
    const TimeMs resume = guide_of(tour_->guide).resume;
    const bool over = resume != 0 && turn.now >= tour_->at + resume;
    if (over && tour_->away) {
      tour_.reset();  // that tab will say so
    } else if (over) {
      abandon(turn);
    }
  }
  moment({config::Trigger::Moment::kTimeOnPage, {}, nullptr, 0, visitor_.time_on_page(turn.now)}, turn);
  lists_.pass_time(turn);
  help_.pass_time(words_, turn);
}

}  // namespace canvass::guide

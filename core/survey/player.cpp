#include "core/survey/player.h"

#include "core/base/json.h"
#include "core/base/text.h"

namespace canvass::survey {

using targeting::Memory;

targeting::Thing Player::thing() const {
  return {false, static_cast<size_t>(session_->survey - config_.surveys.data())};
}

std::string_view Player::storage_key() const {
  return slot_ == view::Slot::kInline ? "tab:session:inline" : "tab:session";
}

void Player::emit(std::string_view name, Json properties, Turn& turn) {
  properties["survey"] = session_->survey->id;
  properties["response"] = session_->response;
  journal_.track(name, std::move(properties), turn);
}

void Player::show_step(config::Words& words, Turn& turn) {
  dirty_ = true;
  const config::Survey& survey = *session_->survey;
  const std::string question = session_->on_thanks() ? std::string() : survey.questions[session_->step].id;
  // What the page asks for shows over it, even if it is usually inside.
  const char* display = slot_ == view::Slot::kInline              ? "inline"
                        : survey.display == config::Display::kTab ? "tab"
                                                                  : "popover";
  turn.effects.push_back(effect::Show{"survey", survey.id, question, {}, {}, display});
  turn.effects.push_back(effect::Announce{announcement(*session_, words)});
}

void Player::begin(size_t survey, config::Words& words, Turn& turn) {
  session_ = survey::begin(config_.surveys[survey], journal_.ids().make(turn.now), turn.now);
  show_step(words, turn);
}

void Player::restore(std::string_view stored, config::Words& words, Turn& turn) {
  if (stored.empty()) return;
  session_ = survey::restore(stored, config_, turn.now);
  if (session_) return show_step(words, turn);
  turn.store(storage_key(), std::nullopt);
}

void Player::save_session(Turn& turn) { turn.store(storage_key(), survey::save(*session_)); }

void Player::shown(Turn& turn) {
  if (session_->shown) return;
  session_->shown = true;
  session_->since = turn.now;
  decider_.remember(thing(), &Memory::shown, turn);
  if (!session_->on_thanks()) save_session(turn);
  emit("Survey Shown", Json::object(), turn);
}

// The question that an answer or draft is about; none, and a warning, when it cannot be taken.
std::optional<size_t> Player::question_of(const std::string& survey, const std::string& question, const Json& value,
                                          Turn& turn) const {
  const std::string place = join({"answer to \"", survey, "\", \"", question, "\" ignored: "});
  if (!session_ || session_->survey->id != survey || session_->on_thanks()) {
    turn.warn(place + "the survey is not showing");
    return std::nullopt;
  }
  const std::optional<size_t> index = question_index(*session_->survey, question);
  if (!index) {
    turn.warn(place + "the survey has no such question");
    return std::nullopt;
  }
  const config::Question& asked = session_->survey->questions[*index];
  const bool unusable =
      is_empty(value) ? value.is_null() || asked.kind->style == Style::kScale : !asked.kind->accept(asked, value);
  if (unusable) {
    turn.warn(join({place, "it must be ", asked.kind->expects(asked)}));
    return std::nullopt;
  }
  return index;
}

void Player::record(size_t index, const Json& value, Turn& turn) {
  const config::Question& question = session_->survey->questions[index];
  Reply& reply = session_->replies[index];
  const Json answer = is_empty(value) ? Json() : question.kind->accept(question, value).value_or(Json());
  reply.draft = Json();
  const bool same = dump_json(answer) == dump_json(reply.answer);
  reply.answer = answer;
  if (same || answer.is_null()) return;
  decider_.remember(thing(), &Memory::answered, turn);
  Json properties = Json::object();
  properties["question"] = question.id;
  properties["kind"] = question.kind->name;
  question.kind->score(question, answer, properties);
  properties["value"] = question.kind->plain(question, answer);
  emit("Survey Answered", std::move(properties), turn);
}

void Player::commit_draft(size_t index, Turn& turn) {
  const Json draft = session_->replies[index].draft;
  if (!draft.is_null()) record(index, draft, turn);
}

void Player::draft(const event::Draft& event, Turn& turn) {
  const std::optional<size_t> index = question_of(event.survey, event.question, event.value, turn);
  if (!index) return;
  const config::Question& question = session_->survey->questions[*index];
  // Text is kept as typed: the visitor may be in the middle of a word.
  session_->replies[*index].draft =
      event.value.is_string() ? event.value : question.kind->accept(question, event.value).value_or(Json());
  session_->invalid = false;
  dirty_ = true;
  save_session(turn);
}

void Player::answer(const event::Answer& event, config::Words& words, Turn& turn) {
  const std::optional<size_t> index = question_of(event.survey, event.question, event.value, turn);
  if (!index) return;
  for (size_t i = session_->step; i < *index; ++i) {
    if (can_leave(*session_, i)) continue;
    return turn.warn(join({"answer to \"", event.survey, "\", \"", event.question, "\" ignored: \"",
                           session_->survey->questions[i].id, "\" must be answered first"}));
  }
  if (*index > session_->step) {
    while (session_->step < *index) commit_draft(session_->step++, turn);
    show_step(words, turn);
  }
  record(*index, event.value, turn);
  session_->invalid = false;
  dirty_ = true;
  save_session(turn);
}

void Player::next(config::Words& words, Turn& turn) {
  if (session_->on_thanks()) return hide(turn);
  dirty_ = true;
  session_->invalid = !can_leave(*session_, session_->step);
  if (session_->invalid) return;
  commit_draft(session_->step++, turn);
  if (session_->on_thanks()) return complete(words, turn);
  save_session(turn);
  show_step(words, turn);
}

void Player::complete(config::Words& words, Turn& turn) {
  Json properties = Json::object();
  properties["answered"] = session_->answered();
  properties["duration"] = turn.now - session_->since;
  emit("Survey Completed", std::move(properties), turn);
  decider_.remember(thing(), &Memory::completed, turn);
  turn.store(storage_key(), std::nullopt);
  if (session_->survey->has_thanks) {
    show_step(words, turn);
  } else {
    hide(turn);
  }
}

void Player::back(config::Words& words, Turn& turn) {
  if (session_->on_thanks() || session_->step == 0) return;
  --session_->step;
  session_->invalid = false;
  save_session(turn);
  show_step(words, turn);
}

void Player::dismiss(Turn& turn) {
  if (!session_->on_thanks()) {
    Json properties = Json::object();
    properties["question"] = session_->survey->questions[session_->step].id;
    properties["answered"] = session_->answered();
    emit("Survey Dismissed", std::move(properties), turn);
    decider_.remember(thing(), &Memory::dismissed, turn);
    turn.store(storage_key(), std::nullopt);
  }
  hide(turn);
}

void Player::give_way(Turn& turn) {
  if (!session_->on_thanks()) turn.store(storage_key(), std::nullopt);
  hide(turn);
}

void Player::hide(Turn& turn) {
  dirty_ = true;
  turn.effects.push_back(effect::Hide{"survey", session_->survey->id});
  session_.reset();
}

std::string Player::put_away(Turn& turn) {
  std::string session = session_->on_thanks() ? std::string() : survey::save(*session_);
  hide(turn);
  return session;
}

std::vector<Event> Player::events_for(const view::Node& node, Action action, std::string_view value) const {
  const std::string& survey = session_->survey->id;
  if (action == Action::kDismiss) return {event::Dismiss{survey}};
  if (node.role == view::Role::kButton && action == Action::kActivate) {
    switch (node.look) {
      case view::Look::kClose:
        return {event::Dismiss{survey}};
      case view::Look::kPrimary:
        return {event::Next{survey}};
      case view::Look::kQuiet:
        return {event::Back{survey}};
      default:
        break;
    }
  }
  if (node.part.empty() || session_->on_thanks()) return {};
  const config::Question& question = session_->survey->questions[session_->step];
  const Reply& reply = session_->replies[session_->step];
  const bool typed = action == Action::kInput;
  if (typed != (node.role == view::Role::kTextbox || node.role == view::Role::kSelect)) return {};
  std::optional<Outcome> outcome =
      question.kind->act(question, reply, node.part, typed ? value : std::string_view(node.value));
  if (!outcome) return {};
  if (action != Action::kActivate || !outcome->complete) {
    return {event::Draft{survey, question.id, std::move(outcome->reply)}};
  }
  return {event::Answer{survey, question.id, std::move(outcome->reply)}, event::Next{survey}};
}

}  // namespace canvass::survey

#include "core/survey/player.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/logic/pipe.h"
#include "core/privacy/mask.h"
#include "core/survey/scoring.h"

namespace canvass::survey {

using targeting::Memory;

namespace {

constexpr size_t kMaxFieldCharacters = 1000;

// What an answer to `question` of `survey` is about, for the beginning of a warning.
std::string warning_about(std::string_view survey, std::string_view question) {
  return join({"answer to \"", survey, "\", \"", question, "\" ignored: "});
}

// Takes the fields that the survey declares; whether there were any.
bool take_fields(const Json& values, Session& session) {
  bool any = false;
  for (const auto& hidden : session.survey->hidden) {
    const Json* value = find(values, hidden.first);
    if (value == nullptr) continue;
    const std::string* text = value->get_ptr<const std::string*>();
    if (text == nullptr ? !value->is_number() && !value->is_boolean() : count_characters(*text) > kMaxFieldCharacters) {
      continue;
    }
    session.fields[hidden.first] = *value;
    any = true;
  }
  return any;
}

}  // namespace

targeting::Thing Player::thing() const {
  return {false, static_cast<size_t>(session_->survey - config_.surveys.data())};
}

std::string_view Player::storage_key() const { return slot_ == view::Slot::kInline ? "session:inline" : "session"; }

void Player::emit(std::string_view name, Json properties, Turn& turn) {
  const config::Survey& survey = *session_->survey;
  properties["survey"] = survey.id;
  properties["response"] = session_->response;
  if (!survey.stage.empty()) properties["stage"] = survey.stage;
  if (!survey.touchpoint.empty()) properties["touchpoint"] = survey.touchpoint;
  if (session_->variant < survey.variants.size()) properties["wording"] = survey.variants[session_->variant].id;
  journal_.track(name, std::move(properties), turn);
}

// Of an event that ends the response.
void Player::emit_end(std::string_view name, Turn& turn) {
  const Course now = course();
  // Who went back and left has answered what came after as well, as long as the way still leads there.
  const QuestionSet counted = now.asked | ahead_of(*session_, now, around_);
  Json properties = json_object();
  if (session_->on_question()) properties["question"] = session_->question().id;
  if (session_->place == Place::kEnd && session_->ending < session_->survey->endings.size()) {
    properties["ending"] = session_->survey->endings[session_->ending].id;
  }
  properties["answered"] = count_of(answered_of(*session_, counted));
  properties["duration"] = turn.now - session_->since;
  if (!session_->survey->scoring.empty()) {
    Json all = scores(*session_, counted);
    if (!all.empty()) properties["scores"] = std::move(all);
  }
  if (!session_->fields.empty()) properties["fields"] = session_->fields;
  emit(name, std::move(properties), turn);
}

void Player::show_step(config::Words& words, Turn& turn) {
  dirty_ = true;
  const config::Survey& survey = *session_->survey;
  // What the page asks for shows over it, even if it is usually inside.
  const char* display = slot_ == view::Slot::kInline              ? "inline"
                        : survey.display == config::Display::kTab ? "tab"
                                                                  : "popover";
  const std::string question = session_->on_question() ? session_->question().id : std::string();
  turn.effects.push_back(effect::Show{"survey", survey.id, question, {}, {}, display});
  turn.effects.push_back(effect::Announce{announcement(*session_, course(), around_, words)});
}

void Player::begin(size_t index, const Known& known, config::Words& words, Turn& turn) {
  const config::Survey& survey = config_.surveys[index];
  session_ = survey::begin(survey, journal_.ids().make(turn.now), turn.now);
  session_->variant = decider_.variant(index);
  const Json none = json_object();
  const Json& parameters = known.parameters == nullptr ? none : *known.parameters;
  Json fields = json_object();
  for (const auto& [name, parameter] : survey.hidden) {
    const Json* value = parameter.empty() ? nullptr : find(parameters, parameter);
    if (value != nullptr) fields[name] = *value;
  }
  take_fields(fields, *session_);
  if (known.fields != nullptr) take_fields(*known.fields, *session_);
  if (known.properties != nullptr) session_->properties = *known.properties;
  for (const config::Question& question : survey.questions) {
    const Json* value = find(parameters, join({"canvass-", survey.id, "-", question.id}));
    if (value != nullptr) take_in_advance(question.id, *value, turn);
  }
  if (known.answers != nullptr && known.answers->is_object()) {
    for (const auto& [name, value] : *known.answers->get_ptr<const Json::object_t*>()) {
      take_in_advance(name, value, turn);
    }
  }
  if (session_->place == Place::kWelcome) return show_step(words, turn);
  const Target first = enter(*session_, course(), around_);
  if (first.question != kNone) return arrive(first, false, words, turn);
  turn.warn(join({"\"", survey.id, "\" does not show: no question of it is for this visitor"}));
  session_.reset();
}

// An answer known before its question was asked: a draft, or with `"prefill": "skip"` given as soon as it is reached.
void Player::take_in_advance(const std::string& name, const Json& value, Turn& turn) {
  const config::Survey& survey = *session_->survey;
  const std::optional<size_t> index = question_index(survey, name);
  if (!index) return turn.warn(warning_about(survey.id, name) + "the survey has no such question");
  const config::Question& question = survey.questions[*index];
  Json answer = accepted_in_advance(question, value);
  if (answer.is_null()) {
    return turn.warn(join({warning_about(survey.id, name), "it must be ", question.kind->expects(question)}));
  }
  if (const std::optional<Fault> fault = question.kind->check(question, answer, question.required, turn.now)) {
    return turn.warn(warning_about(survey.id, name) + spell(*fault, config::Words("en", {})));
  }
  session_->replies[*index].draft = std::move(answer);
  if (survey.prefill_skips) session_->given |= question_bit(*index);
}

void Player::restore(std::string_view stored, config::Words& words, Turn& turn) {
  if (stored.empty() || was_abandoned(stored, turn)) return;
  session_ = survey::restore(stored, config_, turn.now);
  show_step(words, turn);
}

bool Player::was_abandoned(std::string_view stored, Turn& turn) {
  session_ = survey::restore(stored, config_, turn.now);
  const std::optional<TimeMs> abandoned = wake();
  const bool over = !session_ || (abandoned && *abandoned <= turn.now);
  // It is not on screen here: there is nothing to hide.
  if (session_ && over) emit_end("Survey Abandoned", turn);
  if (over) turn.store(storage_key(), std::nullopt);
  session_.reset();
  return over;
}

void Player::save_session(Turn& turn) { turn.store(storage_key(), survey::save(*session_, config_.privacy.mask)); }

void Player::touch(Turn& turn) {
  session_->active = turn.now;
  if (session_->place != Place::kEnd) save_session(turn);
}

std::optional<TimeMs> Player::wake() const {
  if (!session_ || !session_->shown || session_->place == Place::kEnd) return std::nullopt;
  return session_->active + session_->survey->abandon_after;
}

void Player::expire(Turn& turn) {
  const std::optional<TimeMs> at = wake();
  if (!at || *at > turn.now) return;
  emit_end("Survey Abandoned", turn);
  turn.store(storage_key(), std::nullopt);
  hide(turn);
}

void Player::shown(Turn& turn) {
  if (session_->shown) return;
  session_->shown = true;
  session_->since = turn.now;
  decider_.remember(thing(), &Memory::shown, turn);
  touch(turn);
  emit("Survey Shown", json_object(), turn);
  const QuestionSet untold = std::exchange(session_->untold, 0);
  for (size_t i = 0; i < session_->replies.size(); ++i) {
    if ((untold & question_bit(i)) != 0) tell(i, turn);
  }
}

// The question that an answer or draft is about; none, and a warning, when it cannot be taken.
std::optional<size_t> Player::question_of(const std::string& survey, const std::string& question, const Json& value,
                                          bool draft, Turn& turn) const {
  const std::string place = warning_about(survey, question);
  if (!session_ || session_->survey->id != survey || session_->place == Place::kEnd) {
    turn.warn(place + "the survey is not showing");
    return std::nullopt;
  }
  const std::optional<size_t> index = question_index(*session_->survey, question);
  if (!index) {
    turn.warn(place + "the survey has no such question");
    return std::nullopt;
  }
  const config::Question& asked = session_->survey->questions[*index];
  if (!can_be_draft(asked, value) || (!draft && !is_empty(value) && accepted(asked, value).is_null())) {
    turn.warn(join({place, "it must be ", asked.kind->expects(asked)}));
    return std::nullopt;
  }
  return index;
}

void Player::record(size_t index, const Json& value, Turn& turn) {
  Reply& reply = session_->replies[index];
  Json answer = accepted(session_->survey->questions[index], value);
  reply.draft = Json();
  const bool same = dump_json(answer) == dump_json(reply.answer);
  reply.answer = std::move(answer);
  if (!same && !reply.answer.is_null()) tell(index, turn);
}

void Player::tell(size_t index, Turn& turn) {
  const config::Question& question = session_->survey->questions[index];
  const Json answer = privacy::fit_to_keep(question, session_->replies[index].answer, config_.privacy.mask);
  Json properties = json_object();
  properties["question"] = question.id;
  properties["kind"] = question.kind->name;
  question.kind->score(question, answer, properties);
  properties["value"] = question.kind->plain(question, answer);
  emit("Survey Answered", std::move(properties), turn);
  decider_.remember(thing(), &Memory::answered, turn);  // not before the event is stored
}

void Player::commit_draft(size_t index, Turn& turn) {
  const Json draft = session_->replies[index].draft;
  if (!draft.is_null()) record(index, draft, turn);
}

void Player::draft(const event::Draft& event, Turn& turn) {
  const std::optional<size_t> index = question_of(event.survey, event.question, event.value, true, turn);
  if (!index) return;
  // Kept as it is: the visitor may be in the middle of a word.
  session_->replies[*index].draft = event.value;
  if (*index == session_->step) session_->fault.reset();
  dirty_ = true;
  touch(turn);
}

void Player::answer(const event::Answer& event, config::Words& words, Turn& turn) {
  const std::optional<size_t> index = question_of(event.survey, event.question, event.value, false, turn);
  if (!index) return;
  const std::string place = warning_about(event.survey, event.question);
  const bool asked = (course().asked & question_bit(*index)) != 0;
  if (!asked && !advance_to(*index, place, words, turn)) return;
  const config::Question& question = session_->survey->questions[*index];
  const Json answer = accepted(question, event.value);
  const bool required = is_required(*session_, course(), *index);
  const std::optional<Fault> fault =
      answer.is_null() ? std::nullopt : question.kind->check(question, answer, required, turn.now);
  if (fault) {
    turn.warn(place + spell(*fault, config::Words("en", {})));
    session_->replies[*index].draft = answer;
  } else {
    record(*index, event.value, turn);
  }
  if (*index == session_->step) session_->fault.reset();
  dirty_ = true;
  touch(turn);
}

// Goes forwards to a question that is still to come, over others if none of them holds the visitor.
bool Player::advance_to(size_t question, const std::string& place, config::Words& words, Turn& turn) {
  Session trial = *session_;
  const size_t before = trial.path.size();
  Target target{trial.step, config::kDefaultEnding};
  if (trial.place == Place::kWelcome) {
    trial.place = Place::kQuestion;
    target = enter(trial, Course(), around_);
  }
  while (target.question != question) {
    if (target.question == kNone) {
      turn.warn(place + "no way leads there from here");
      return false;
    }
    trial.step = target.question;
    Course course = course_of(trial, around_);
    if (fault_of(trial.question(), trial.replies[trial.step], is_required(trial, course, trial.step), turn.now)) {
      turn.warn(join({place, "\"", trial.question().id, "\" must be answered first"}));
      return false;
    }
    Reply& reply = trial.replies[trial.step];
    if (!reply.draft.is_null()) reply.answer = accepted(trial.question(), reply.draft);
    target = leave(trial, course, trial.step, around_);
    trial.path.push_back(trial.step);
  }
  for (size_t i = before; i < trial.path.size(); ++i) commit_draft(trial.path[i], turn);
  session_->path = std::move(trial.path);
  session_->place = Place::kQuestion;
  session_->step = question;
  session_->fault.reset();
  show_step(words, turn);
  return true;
}

void Player::fields(const Json& values, Turn& turn) {
  if (!session_ || !take_fields(values, *session_)) return;
  dirty_ = true;
  if (session_->place != Place::kEnd && session_->shown) save_session(turn);
}

void Player::next(config::Words& words, Turn& turn) {
  Session& session = *session_;
  if (session.place == Place::kEnd) return hide(turn);
  if (session.place == Place::kWelcome) return arrive(enter(session, course(), around_), true, words, turn);
  dirty_ = true;
  Course course = this->course();
  const bool required = is_required(session, course, session.step);
  session.fault = fault_of(session.question(), session.replies[session.step], required, turn.now);
  if (session.fault) {
    words.speak(text_of(session, session.step));
    const SessionFacts facts(session, course, around_, &words);
    turn.effects.push_back(effect::Announce{logic::with_pipes(spell(*session.fault, words), facts)});
    return touch(turn);
  }
  Reply& reply = session.replies[session.step];
  if (required && is_empty(reply.latest())) reply.draft = untouched(session.question(), reply);
  commit_draft(session.step, turn);
  const Target target = leave(session, course, session.step, around_);
  session.path.push_back(session.step);
  arrive(target, true, words, turn);
}

// Shows the question a way leads to, or the end; passes over what was answered in advance. What has not been on screen
// at all need not be remembered.
void Player::arrive(Target target, bool remember, config::Words& words, Turn& turn) {
  Session& session = *session_;
  while (target.question != kNone && (session.given & question_bit(target.question)) != 0) {
    const size_t question = target.question;
    Reply& reply = session.replies[question];
    session.place = Place::kQuestion;
    session.step = question;
    const Reply asked = reply;
    if (session.shown) {
      commit_draft(question, turn);
    } else {
      reply.answer = accepted(session.question(), reply.latest());
      reply.draft = Json();
    }
    Course course = this->course();
    target = leave(session, course, question, around_);
    if (target.question == kNone && !session.shown) {
      // With nothing left to ask, the last answer is shown for the visitor to confirm.
      reply = asked;
      session.given &= ~question_bit(question);
      target.question = question;
      break;
    }
    if (!session.shown) session.untold |= question_bit(question);
    session.path.push_back(question);
  }
  session.fault.reset();
  if (target.question == kNone) {
    session.place = Place::kEnd;
    session.ending = target.ending;
    return complete(words, turn);
  }
  session.place = Place::kQuestion;
  session.step = target.question;
  if (remember) touch(turn);
  show_step(words, turn);
}

void Player::complete(config::Words& words, Turn& turn) {
  emit_end("Survey Completed", turn);
  decider_.remember(thing(), &Memory::completed, turn);
  turn.store(storage_key(), std::nullopt);
  if (has_end_screen(*session_)) {
    show_step(words, turn);
  } else {
    hide(turn);
  }
}

void Player::back(config::Words& words, Turn& turn) {
  const std::optional<size_t> place = place_before(*session_);
  if (!place) return;
  session_->step = session_->path[*place];
  session_->path.resize(*place);
  session_->fault.reset();
  touch(turn);
  show_step(words, turn);
}

void Player::dismiss(Turn& turn) {
  if (session_->place != Place::kEnd) {
    emit_end("Survey Dismissed", turn);
    decider_.remember(thing(), &Memory::dismissed, turn);
    turn.store(storage_key(), std::nullopt);
  }
  hide(turn);
}

void Player::give_way(Turn& turn) {
  if (session_->place != Place::kEnd) {
    if (session_->shown) emit_end("Survey Abandoned", turn);
    turn.store(storage_key(), std::nullopt);
  }
  hide(turn);
}

void Player::hide(Turn& turn) {
  dirty_ = true;
  turn.effects.push_back(effect::Hide{"survey", session_->survey->id});
  session_.reset();
}

std::string Player::put_away(Turn& turn) {
  std::string session = session_->place == Place::kEnd ? std::string() : survey::save(*session_);
  hide(turn);
  return session;
}

Vector<Event> Player::events_for(const view::Node& node, Action action, std::string_view value) const {
  const std::string& survey = session_->survey->id;
  if (action == Action::kDismiss) return {event::Dismiss{survey}};
  if (node.role == view::Role::kButton && action == Action::kActivate) {
    switch (node.look) {
      case view::Look::kClose:
        return {event::Dismiss{survey}};
      case view::Look::kPrimary:
        return {event::Next{survey}};
      case view::Look::kQuiet:
        if (node.part != kNextPart) return {event::Back{survey}};
        return {event::Next{survey}};
      default:
        break;
    }
  }
  if (node.part.empty() || !session_->on_question()) return {};
  const config::Question& question = session_->question();
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

#include "core/survey/session.h"

#include "core/base/json.h"
#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/privacy/mask.h"
#include "core/survey/kinds.h"
#include "core/survey/order.h"

namespace canvass::survey {

namespace {

Json ids_of(const Session& session, const Vector<size_t>& questions) {
  Json ids = json_array();
  for (const size_t question : questions) ids.push_back(session.survey->questions[question].id);
  return ids;
}

Vector<size_t> questions_of(const config::Survey& survey, const Json* ids) {
  Vector<size_t> questions;
  if (ids == nullptr || !ids->is_array()) return questions;
  for (const Json& id : *ids) {
    const std::string* text = id.get_ptr<const std::string*>();
    const std::optional<size_t> index = text == nullptr ? std::nullopt : question_index(survey, *text);
    if (index && questions.size() < survey.questions.size()) questions.push_back(*index);
  }
  return questions;
}

TimeMs time_at(const Json& json, std::string_view key, TimeMs now) {
  const int64_t time = integer_at(json, key).value_or(now);
  return time >= 0 && time <= now ? time : now;
}

void copy_object(const Json& from, std::string_view key, Json& to) {
  const Json* object = find(from, key);
  if (object != nullptr && object->is_object()) to = *object;
}

}  // namespace

Session begin(const config::Survey& survey, std::string response, TimeMs now) {
  Session session;
  session.survey = &survey;
  session.response = std::move(response);
  session.since = session.active = now;
  if (survey.welcome.given()) session.place = Place::kWelcome;
  session.replies.resize(survey.questions.size());
  for (size_t i = 0; i < survey.questions.size(); ++i) {
    Rng rng(join({session.response, "/", survey.questions[i].id}));
    session.replies[i].order = order_of(survey.questions[i], rng);
  }
  return session;
}

const config::Text& text_of(const Session& session, size_t question) {
  const config::Survey& survey = *session.survey;
  if (session.variant < survey.variants.size()) {
    for (const auto& [index, text] : survey.variants[session.variant].texts) {
      if (index == question) return text;
    }
  }
  return survey.questions[question].text;
}

std::optional<size_t> question_index(const config::Survey& survey, std::string_view id) {
  for (size_t i = 0; i < survey.questions.size(); ++i) {
    if (survey.questions[i].id == id) return i;
  }
  return std::nullopt;
}

Json accepted(const config::Question& question, const Json& value) {
  if (is_empty(value)) return Json();
  return question.kind->accept(question, value).value_or(Json());
}

bool can_be_draft(const config::Question& question, const Json& value) {
  if (is_empty(value)) return !value.is_null() && question.kind->style != Style::kScale;
  if (!accepted(question, value).is_null()) return true;
  const bool typed = question.kind == &kNumber || question.kind == &kDate;
  return typed && value.is_string() && count_characters(value.get_ref<const std::string&>()) <= kMaxAnswerCharacters;
}

Json accepted_in_advance(const config::Question& question, const Json& value) {
  Json answer = accepted(question, value);
  const std::string* text = value.get_ptr<const std::string*>();
  if (!answer.is_null() || text == nullptr) return answer;
  const bool yes = *text == "yes";
  if (yes || *text == "no") answer = accepted(question, Json(yes));
  if (answer.is_null()) answer = accepted(question, parse_json(*text).value_or(Json()));
  if (!answer.is_null()) return answer;
  Json list = json_array();
  for (std::string_view rest = *text; !rest.empty();) {
    const size_t comma = rest.find(',');
    list.push_back(std::string(trim(rest.substr(0, comma))));
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
  }
  return accepted(question, list);
}

std::string save(const Session& session, uint8_t mask) {
  Json answers = json_object();
  Json drafts = json_object();
  Vector<size_t> given;
  for (size_t i = 0; i < session.replies.size(); ++i) {
    const config::Question& question = session.survey->questions[i];
    const Reply& reply = session.replies[i];
    if (!reply.answer.is_null()) answers[question.id] = privacy::fit_to_keep(question, reply.answer, mask);
    if (!reply.draft.is_null()) drafts[question.id] = privacy::fit_to_keep(question, reply.draft, mask);
    if ((session.given & question_bit(i)) != 0) given.push_back(i);
  }
  Json json = json_object();
  json["survey"] = session.survey->id;
  json["response"] = session.response;
  json["since"] = session.since;
  json["active"] = session.active;
  json["shown"] = session.shown;
  if (session.variant > 0) json["variant"] = session.variant;
  if (session.on_question()) json["question"] = session.question().id;
  const auto put = [&](const char* name, const Json& value) {
    if (!value.empty()) json[name] = value;
  };
  put("path", ids_of(session, session.path));
  put("given", ids_of(session, given));
  put("answers", answers);
  put("drafts", drafts);
  put("fields", session.fields);
  put("properties", session.properties);
  return dump_json(json);
}

std::optional<Session> restore(std::string_view text, const config::Config& config, TimeMs now) {
  const std::optional<Json> json = parse_json(text);
  if (!json) return std::nullopt;
  const std::string_view response = string_at(*json, "response");
  const std::string_view id = string_at(*json, "survey");
  if (!is_identifier(response)) return std::nullopt;
  for (const config::Survey& survey : config.surveys) {
    if (survey.id != id) continue;
    Session session = begin(survey, std::string(response), now);
    if (session.on_question() || find(*json, "question") != nullptr) {
      const std::optional<size_t> step = question_index(survey, string_at(*json, "question"));
      if (!step) return std::nullopt;
      session.place = Place::kQuestion;
      session.step = *step;
      session.path = questions_of(survey, find(*json, "path"));
      erase_if(session.path, [&](size_t passed) { return passed == *step; });
    }
    session.since = time_at(*json, "since", now);
    session.active = time_at(*json, "active", now);
    const Json* shown = find(*json, "shown");
    const bool* value = shown == nullptr ? nullptr : shown->get_ptr<const bool*>();
    session.shown = value != nullptr && *value;
    session.variant = static_cast<size_t>(integer_at(*json, "variant").value_or(0));
    copy_object(*json, "fields", session.fields);
    copy_object(*json, "properties", session.properties);
    for (const size_t question : questions_of(survey, find(*json, "given"))) session.given |= question_bit(question);
    if (!session.shown) session.untold = session.given;
    const Json* answers = find(*json, "answers");
    const Json* drafts = find(*json, "drafts");
    for (size_t i = 0; i < survey.questions.size(); ++i) {
      const config::Question& question = survey.questions[i];
      Reply& reply = session.replies[i];
      const Json* answer = answers == nullptr ? nullptr : find(*answers, question.id);
      if (answer != nullptr) reply.answer = accepted(question, *answer);
      const Json* draft = drafts == nullptr ? nullptr : find(*drafts, question.id);
      if (draft != nullptr && can_be_draft(question, *draft)) reply.draft = *draft;
    }
    return session;
  }
  return std::nullopt;
}

}  // namespace canvass::survey

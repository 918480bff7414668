#include "core/survey/session.h"

#include "core/base/json.h"
#include "core/base/text.h"

namespace canvass::survey {

namespace {

// A draft is kept as typed; only whether it could be an answer is asked.
Json stored_draft(const config::Question& question, const Json* stored) {
  if (stored == nullptr || !question.kind->accept(question, *stored)) return Json();
  return *stored;
}

}  // namespace

size_t Session::answered() const {
  size_t count = 0;
  for (const Reply& reply : replies) count += reply.answer.is_null() ? 0 : 1;
  return count;
}

Session begin(const config::Survey& survey, std::string response, TimeMs now) {
  Session session;
  session.survey = &survey;
  session.response = std::move(response);
  session.since = now;
  session.replies.resize(survey.questions.size());
  return session;
}

bool can_leave(const Session& session, size_t index) {
  const config::Question& question = session.survey->questions[index];
  const Reply& reply = session.replies[index];
  if (!question.required) return true;
  if (reply.draft.is_null()) return !reply.answer.is_null();
  const std::optional<Json> answer = question.kind->accept(question, reply.draft);
  const std::string* text = answer ? answer->get_ptr<const std::string*>() : nullptr;
  return answer && (text == nullptr || !text->empty());
}

std::optional<size_t> question_index(const config::Survey& survey, std::string_view id) {
  for (size_t i = 0; i < survey.questions.size(); ++i) {
    if (survey.questions[i].id == id) return i;
  }
  return std::nullopt;
}

std::string save(const Session& session) {
  Json answers = json_object();
  Json drafts = json_object();
  for (size_t i = 0; i < session.replies.size(); ++i) {
    const std::string& id = session.survey->questions[i].id;
    if (!session.replies[i].answer.is_null()) answers[id] = session.replies[i].answer;
    if (!session.replies[i].draft.is_null()) drafts[id] = session.replies[i].draft;
  }
  Json json = json_object();
  json["survey"] = session.survey->id;
  json["response"] = session.response;
  json["since"] = session.since;
  json["shown"] = session.shown;
  json["question"] = session.survey->questions[session.step].id;
  json["answers"] = std::move(answers);
  json["drafts"] = std::move(drafts);
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
    const std::optional<size_t> step = question_index(survey, string_at(*json, "question"));
    if (!step) return std::nullopt;
    Session session = begin(survey, std::string(response), now);
    session.step = *step;
    const int64_t since = integer_at(*json, "since").value_or(now);
    if (since >= 0 && since <= now) session.since = since;
    const Json* shown = find(*json, "shown");
    const bool* value = shown == nullptr ? nullptr : shown->get_ptr<const bool*>();
    session.shown = value != nullptr && *value;
    const Json* answers = find(*json, "answers");
    const Json* drafts = find(*json, "drafts");
    for (size_t i = 0; i < survey.questions.size(); ++i) {
      const config::Question& question = survey.questions[i];
      Reply& reply = session.replies[i];
      if (const Json* answer = answers == nullptr ? nullptr : find(*answers, question.id)) {
        reply.answer = question.kind->accept(question, *answer).value_or(Json());
      }
      if (drafts != nullptr) reply.draft = stored_draft(question, find(*drafts, question.id));
    }
    return session;
  }
  return std::nullopt;
}

}  // namespace canvass::survey

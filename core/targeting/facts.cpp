#include "core/targeting/facts.h"

#include "core/base/apart.h"
#include "core/config/locale.h"
#include "core/targeting/glob.h"

namespace canvass::targeting {

namespace {

std::optional<Json> member(const Json* object, std::string_view name) {
  const Json* value = object == nullptr ? nullptr : find(*object, name);
  return value == nullptr ? std::nullopt : std::optional<Json>(*value);
}

std::string_view text_fact(const Visitor& visitor, std::string_view name) {
  if (name == "device") return visitor.device();
  if (name == "language") return config::language_of(visitor.locale());
  if (name == "referrer") return visitor.referrer();
  if (name == "url") return visitor.url();
  if (name == "path") return path_of(visitor.url());
  return visitor.first_visit() ? "new" : "returning";
}

class HistoryWanted final : public logic::References {
 public:
  bool wanted = false;

  void refer(logic::Subject subject, std::string_view name, const std::string&, const logic::Condition*) override {
    wanted |= subject == logic::Subject::kVisited || (subject == logic::Subject::kFact && name == "pages");
  }

  CANVASS_APART void look(const config::Guide& guide) {
    look(guide.audience);
    look(guide.triggers);
    for (const config::Step& step : guide.steps) {
      if (step.wait_for) look(step.wait_for->where);
    }
    for (const config::Task& task : guide.tasks) {
      if (task.complete) look(task.complete->where);
    }
    for (const config::Suggestion& suggestion : guide.help.suggestions) look(suggestion.triggers);
  }

  void look(const Vector<config::Trigger>& triggers) {
    for (const config::Trigger& trigger : triggers) look(trigger.where);
  }

  void look(const std::optional<logic::Condition>& condition) {
    if (condition) logic::for_each_reference(*condition, {}, *this);
  }
};

}  // namespace

std::optional<Json> VisitorFacts::value(logic::Subject subject, std::string_view name) const {
  switch (subject) {
    case logic::Subject::kTrait:
      return member(&visitor_.traits(), name);
    case logic::Subject::kProperty:
      return member(properties_, name);
    case logic::Subject::kUtm:
      return member(&visitor_.utm(), name);
    case logic::Subject::kVisited: {
      int64_t count = 0;
      for (const std::string& path : visitor_.pages()) count += page_matches(name, path) ? 1 : 0;
      return Json(count);
    }
    case logic::Subject::kFact: {
      if (name == "visits") return Json(visitor_.visits());
      if (name == "pages") return Json(static_cast<int64_t>(visitor_.pages().size()));
      const std::string_view text = text_fact(visitor_, name);
      return text.empty() ? std::nullopt : std::optional<Json>(text);
    }
    default:
      return std::nullopt;
  }
}

bool asks_for_history(const config::Config& config) {
  HistoryWanted history;
  for (const config::Survey& survey : config.surveys) {
    history.look(survey.audience);
    history.look(survey.triggers);
    for (const config::Question& question : survey.questions) {
      history.look(question.show_if);
      for (const config::Rule& rule : question.rules) history.look(rule.when);
    }
  }
  for (const config::Guide& guide : config.guides) history.look(guide);
  return history.wanted;
}

}  // namespace canvass::targeting

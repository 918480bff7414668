#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/survey/session.h"

namespace canvass::survey {

namespace {

using config::Ui;
using view::Look;
using view::Node;
using view::Role;

// step / steps with three decimals, without floating point.
std::string share(size_t step, size_t steps) {
  const size_t thousandths = step * 1000 / steps;
  if (thousandths >= 1000) return "1";
  std::string digits = decimal(static_cast<int64_t>(1000 + thousandths)).substr(1);
  while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
  return join({"0.", digits});
}

Node button(Look look, std::string_view path, std::string_view text) {
  return view::make(Role::kButton, look, path, std::string(text));
}

Node close_button(std::string_view path, const config::Words& words) {
  Node node = button(Look::kClose, join({path, "/close"}), {});
  node.label = words.ui(Ui::kClose);
  return node;
}

void build_question(const Session& session, const config::Words& words, const std::string& path, Node& card) {
  const Vector<config::Question>& questions = session.survey->questions;
  const config::Question& question = questions[session.step];
  const Reply& reply = session.replies[session.step];
  const std::string inner = join({path, "/", question.id});
  Vector<Node>& nodes = card.children;
  card.label = words.text(question.text);

  if (questions.size() > 1) {
    Node progress = view::make(Role::kProgress, Look::kPlain, join({path, "/progress"}));
    progress.value = share(session.step + 1, questions.size());
    progress.label = fill(fill(words.ui(Ui::kStep), "step", decimal(static_cast<int64_t>(session.step + 1))), "count",
                          decimal(static_cast<int64_t>(questions.size())));
    nodes.push_back(std::move(progress));
  }
  nodes.push_back(close_button(path, words));
  if (session.step > 0 && questions[session.step - 1].kind->scale) {
    if (const std::optional<int64_t> chosen = integer_of(session.replies[session.step - 1].answer)) {
      nodes.push_back(view::make(Role::kText, Look::kChip, join({inner, "/chosen"}),
                                 fill(words.ui(Ui::kYouChose), "value", decimal(*chosen))));
    }
  }
  nodes.push_back(view::make(Role::kHeading, Look::kTitle, join({inner, "/title"}), card.label));
  question.kind->build({words, question, reply, inner, session.invalid}, nodes);

  Node actions = view::make(Role::kGroup, Look::kActions, join({inner, "/actions"}));
  if (session.step > 0) {
    actions.children.push_back(button(Look::kQuiet, join({inner, "/back"}), words.ui(Ui::kBack)));
  }
  // A click on a scale goes on by itself; the button is for those who chose with the keyboard, or came back.
  if (!question.kind->scale || !question.required || !reply.latest().is_null()) {
    const bool last = session.step + 1 == questions.size();
    actions.children.push_back(button(Look::kPrimary, join({inner, "/next"}), words.ui(last ? Ui::kSend : Ui::kNext)));
  }
  if (!actions.children.empty()) nodes.push_back(std::move(actions));
}

void build_thanks(const config::Survey& survey, const config::Words& words, const std::string& path, Node& card) {
  card.label = words.text_or(survey.thanks_title, Ui::kThankYou);
  card.children.push_back(close_button(path, words));
  card.children.push_back(view::make(Role::kStatus, Look::kDone, join({path, "/thanks/done"})));
  card.children.push_back(view::make(Role::kHeading, Look::kTitle, join({path, "/thanks/title"}), card.label));
  const std::string_view text = words.text(survey.thanks_text);
  if (!text.empty()) {
    card.children.push_back(view::make(Role::kText, Look::kBody, join({path, "/thanks/text"}), std::string(text)));
  }
}

// The language of a card is that of its main text; a thank-you screen without one keeps that of the questions.
void speak(const Session& session, config::Words& words) {
  const config::Survey& survey = *session.survey;
  if (!session.on_thanks()) return words.speak(survey.questions[session.step].text);
  words.speak(!survey.thanks_title.empty()  ? survey.thanks_title
              : !survey.thanks_text.empty() ? survey.thanks_text
                                            : survey.questions.front().text);
}

}  // namespace

Node build_view(const Session& session, config::Words& words) {
  speak(session, words);
  const std::string path = join({"survey/", session.survey->id});
  Node card = view::make(Role::kDialog, Look::kCard, path);
  if (session.on_thanks()) {
    build_thanks(*session.survey, words, path, card);
  } else {
    build_question(session, words, path, card);
  }
  return card;
}

std::string announcement(const Session& session, config::Words& words) {
  speak(session, words);
  const config::Survey& survey = *session.survey;
  if (!session.on_thanks()) return std::string(words.text(survey.questions[session.step].text));
  const std::string_view text = words.text(survey.thanks_text);
  return join({words.text_or(survey.thanks_title, Ui::kThankYou), text.empty() ? "" : "\n", text});
}

}  // namespace canvass::survey

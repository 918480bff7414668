#include "core/survey/screens.h"

#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/logic/pipe.h"

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

void add_text(Role role, Look look, std::string path, std::string_view text, Node& card) {
  if (!text.empty()) card.children.push_back(view::make(role, look, path, std::string(text)));
}

// A screen that is read before or after the questions.
const config::Screen& screen_of(const Session& session) {
  const config::Survey& survey = *session.survey;
  if (session.place == Place::kWelcome) return survey.welcome;
  return session.ending < survey.endings.size() ? survey.endings[session.ending] : survey.thanks;
}

// The text that decides about a card's language; an ending without one keeps that of the questions.
const config::Text& main_text(const Session& session) {
  if (session.on_question()) return text_of(session, session.step);
  const config::Screen& screen = screen_of(session);
  return !screen.title.empty() ? screen.title : !screen.text.empty() ? screen.text : text_of(session, 0);
}

std::string_view title_of(const Session& session, const config::Words& words) {
  if (session.on_question()) return words.text(text_of(session, session.step));
  const config::Screen& screen = screen_of(session);
  if (session.place == Place::kWelcome) return words.text(screen.title.empty() ? screen.text : screen.title);
  return words.text_or(screen.title, Ui::kThankYou);
}

// What stands below the title of a screen.
std::string_view body_of(const Session& session, const config::Words& words) {
  const config::Screen& screen = screen_of(session);
  const bool is_title = session.place == Place::kWelcome && screen.title.empty();
  return is_title ? std::string_view() : words.text(screen.text);
}

void build_question(const Session& session, const Course& course, const logic::Facts& around,
                    const config::Words& words, const std::string& path, bool preview, Node& card) {
  const config::Survey& survey = *session.survey;
  const config::Question& question = session.question();
  const Reply& reply = session.replies[session.step];
  const std::string inner = join({path, "/", question.id});
  Vector<Node>& nodes = card.children;

  const size_t ahead = count_of(ahead_of(session, course, around) & ~session.given);
  const size_t step = 1 + count_of(course.asked & ~session.given & ~question_bit(session.step));
  if (survey.progress && step + ahead > 1) {
    Node progress = view::make(Role::kProgress, Look::kPlain, join({path, "/progress"}));
    progress.value = share(step, step + ahead);
    progress.label = fill(fill(words.ui(Ui::kStep), "step", words.number(static_cast<int64_t>(step))), "count",
                          words.number(static_cast<int64_t>(step + ahead)));
    nodes.push_back(std::move(progress));
  }
  nodes.push_back(close_button(path, words));
  if (!session.path.empty()) {
    const config::Question& before = survey.questions[session.path.back()];
    const Json& answer = session.replies[session.path.back()].answer;
    // Faces have no number that the visitor saw.
    if (before.kind->style == Style::kScale && before.symbols != config::Symbols::kFaces && !answer.is_null()) {
      nodes.push_back(view::make(Role::kText, Look::kChip, join({inner, "/chosen"}),
                                 fill(words.ui(Ui::kYouChose), "value", before.kind->spell(before, answer, words))));
    }
  }
  if (preview) nodes.push_back(preview_notice(path, words));
  add_text(Role::kHeading, Look::kTitle, join({inner, "/title"}), card.label, card);
  add_text(Role::kText, Look::kBody, join({inner, "/description"}), words.text(question.description), card);

  const bool required = is_required(session, course, session.step);
  Node answers;
  const bool invalid = session.fault.has_value();
  question.kind->build({words, question, reply, inner, required, invalid, card.label}, answers.children);
  Node actions = view::make(Role::kGroup, Look::kActions, join({inner, "/actions"}));
  if (place_before(session)) {
    actions.children.push_back(button(Look::kQuiet, join({inner, "/back"}), words.ui(Ui::kBack)));
  }
  Node* link = nullptr;
  for (Node& node : answers.children) {
    if (node.look == Look::kPrimaryLink) {
      link = &node;
    } else {
      nodes.push_back(std::move(node));
    }
  }
  if (session.fault) {
    add_text(Role::kStatus, Look::kError, join({inner, "/error"}), spell(*session.fault, words), card);
  }
  // A click on a scale goes on by itself; the button is for those who chose with the keyboard, or came back.
  if (question.kind->style != Style::kScale || !required || !reply.latest().is_null()) {
    const bool content = question.kind->style == Style::kContent;
    const Ui usual = ahead > 0 ? Ui::kNext : content ? Ui::kGotIt : Ui::kSend;
    // Where there is something to open, that is what the card is for.
    const Look look = link != nullptr ? Look::kQuiet : Look::kPrimary;
    actions.children.push_back(button(look, join({inner, "/next"}), words.text_or(question.button, usual)));
    actions.children.back().part = kNextPart;
  }
  if (link != nullptr) actions.children.push_back(std::move(*link));
  if (!actions.children.empty()) nodes.push_back(std::move(actions));
}

void build_screen(const Session& session, const config::Words& words, const std::string& path, bool preview,
                  Node& card) {
  const config::Screen& screen = screen_of(session);
  const bool welcome = session.place == Place::kWelcome;
  const std::string inner = join({path, welcome ? "/welcome" : "/thanks"});
  card.children.push_back(close_button(path, words));
  if (preview) card.children.push_back(preview_notice(path, words));
  if (!welcome) card.children.push_back(view::make(Role::kStatus, Look::kDone, join({inner, "/done"})));
  add_text(Role::kHeading, Look::kTitle, join({inner, "/title"}), card.label, card);
  add_text(Role::kText, Look::kBody, join({inner, "/text"}), body_of(session, words), card);
  if (welcome) {
    Node actions = view::make(Role::kGroup, Look::kActions, join({inner, "/actions"}));
    actions.children.push_back(
        button(Look::kPrimary, join({inner, "/next"}), words.text_or(screen.button, Ui::kStart)));
    card.children.push_back(std::move(actions));
  } else if (!screen.link.url.empty()) {
    Node link =
        view::make(Role::kLink, Look::kPrimaryLink, join({inner, "/link"}), std::string(words.text(screen.link.text)));
    link.value = screen.link.url;
    card.children.push_back(std::move(link));
  }
}

void fill_tree(Node& node, const logic::Facts& facts) {
  for (std::string* text : {&node.text, &node.label, &node.hint}) {
    if (text->find("{{") != std::string::npos) *text = logic::fill_pipes(*text, facts);
  }
  for (Node& child : node.children) fill_tree(child, facts);
}

}  // namespace

bool has_end_screen(const Session& session) {
  return session.ending < session.survey->endings.size() || session.survey->has_thanks;
}

std::optional<size_t> place_before(const Session& session) {
  if (!session.on_question() || !session.survey->back) return std::nullopt;
  for (size_t i = session.path.size(); i-- > 0;) {
    if ((session.given & question_bit(session.path[i])) == 0) return i;
  }
  return std::nullopt;
}

Node preview_notice(std::string_view path, const config::Words& words) {
  return view::make(Role::kText, Look::kNotice, join({path, "/preview"}), std::string(words.ui(Ui::kPreview)));
}

Node build_view(const Session& session, const Course& course, const logic::Facts& around, config::Words& words,
                bool preview) {
  words.speak(main_text(session));
  const std::string path = join({"survey/", session.survey->id});
  Node card = view::make(Role::kDialog, Look::kCard, path);
  card.label = title_of(session, words);
  if (session.on_question()) {
    build_question(session, course, around, words, path, preview, card);
  } else {
    build_screen(session, words, path, preview, card);
  }
  fill_tree(card, SessionFacts(session, course, around, &words));
  return card;
}

std::string announcement(const Session& session, const Course& course, const logic::Facts& around,
                         config::Words& words) {
  words.speak(main_text(session));
  const std::string_view text =
      session.on_question() ? words.text(session.question().description) : body_of(session, words);
  return logic::with_pipes(join({title_of(session, words), text.empty() ? "" : "\n", text}),
                           SessionFacts(session, course, around, &words));
}

}  // namespace canvass::survey

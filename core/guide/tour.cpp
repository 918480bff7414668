#include "core/guide/tour.h"

#include "core/base/text.h"
#include "core/guide/tip.h"

namespace canvass::guide {

using config::Ui;
using view::Look;
using view::Node;
using view::Role;

namespace {

CANVASS_APART void append_question(view::NodeId path, const config::Words& words, Node& card) {
  append(card, Look::kSecondary, path, "/missing", words.ui(Ui::kMissingPart)).role = Role::kStatus;
}
CANVASS_APART void append_answers(view::NodeId path, const config::Words& words, Node& actions) {
  append(actions, Look::kQuiet, path, "/skip", words.ui(Ui::kSkipStep)).part = "skip";
  append(actions, Look::kPrimary, path, "/again", words.ui(Ui::kLookAgain)).part = "again";
}

}  // namespace

Node build_step(const StepView& view, config::Words& words) {
  const config::Guide& guide = view.guide;
  const config::Step& step = guide.steps[view.step];
  const std::string root = join({"guide/", guide.id});
  Node card = begin_card(view.anchored ? Look::kTip : Look::kNote, join({root, "/", step.id}), step, words);
  const view::NodeId path = card.id;
  card.id = view::id_of(root);  // one dialog for all steps
  const auto number = static_cast<int64_t>(view.step + 1);
  const auto count = static_cast<int64_t>(guide.steps.size());
  if (view.asks) append_question(path, words, card);
  if (count > 1 || view.asks || view.next) {
    Node& actions = append(card, Look::kActions, path, "/actions");
    if (count > 1) {
      Node& dots = append(actions, Look::kDots, card.id, "/dots");
      dots.role = Role::kProgress;
      dots.value = join({decimal(number), "/", decimal(count)});
      dots.label = fill(fill(words.ui(Ui::kStep), "step", words.number(number)), "count", words.number(count));
    }
    if (view.asks) {
      append_answers(path, words, actions);
    } else {
      if (view.back) append(actions, Look::kQuiet, path, "/back", words.ui(Ui::kBack));
      if (view.next) {
        Node& next = append(actions, Look::kPrimary, path, "/next", words.ui(number == count ? Ui::kGotIt : Ui::kNext));
        if (!step.buttons.empty() && !step.buttons[0].text.empty()) next.text = words.text(step.buttons[0].text);
      }
    }
  }
  return card;
}

}  // namespace canvass::guide

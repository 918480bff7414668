#include "core/guide/tour.h"

#include "core/base/text.h"
#include "core/guide/tip.h"

namespace canvass::guide {

using config::Ui;
using view::Look;
using view::Node;
using view::Role;

namespace {

CANVASS_APART void append_question(const std::string& path, const config::Words& words, Node& card, Node& actions) {
  append(card, Role::kStatus, Look::kSecondary, join({path, "/missing"}), words.ui(Ui::kMissingPart));
  append(actions, Role::kButton, Look::kQuiet, join({path, "/skip"}), words.ui(Ui::kSkipStep)).part = "skip";
  append(actions, Role::kButton, Look::kPrimary, join({path, "/again"}), words.ui(Ui::kLookAgain)).part = "again";
}

}  // namespace

Node build_step(const StepView& view, config::Words& words) {
  const config::Guide& guide = view.guide;
  const config::Step& step = guide.steps[view.step];
  const std::string root = join({"guide/", guide.id});
  const std::string path = join({root, "/", step.id});
  Node card = begin_card(view.anchored ? Look::kTip : Look::kNote, path, step, words);
  card.id = view::id_of(root);  // one dialog for all steps
  Node actions = view::make(Role::kGroup, Look::kActions, join({path, "/actions"}));
  if (guide.steps.size() > 1) {
    const std::string number = decimal(static_cast<int64_t>(view.step + 1));
    const std::string count = decimal(static_cast<int64_t>(guide.steps.size()));
    Node& dots = append(actions, Role::kProgress, Look::kDots, join({root, "/dots"}), {});
    dots.value = join({number, "/", count});
    dots.label = fill(fill(words.ui(Ui::kStep), "step", words.number(static_cast<int64_t>(view.step + 1))), "count",
                      words.number(static_cast<int64_t>(guide.steps.size())));
  }
  if (view.asks) {
    append_question(path, words, card, actions);
  } else {
    if (view.back) append(actions, Role::kButton, Look::kQuiet, join({path, "/back"}), words.ui(Ui::kBack));
    if (view.next) {
      const Ui usual = view.step + 1 == guide.steps.size() ? Ui::kGotIt : Ui::kNext;
      const config::Text none;
      append(actions, Role::kButton, Look::kPrimary, join({path, "/next"}),
             words.text_or(step.buttons.empty() ? none : step.buttons[0].text, usual));
    }
  }
  if (!actions.children.empty()) card.children.push_back(std::move(actions));
  return card;
}

}  // namespace canvass::guide

#include "core/guide/tip.h"

#include "core/base/text.h"

namespace canvass::guide {

using config::Ui;
using view::Look;
using view::Node;
using view::Role;

Node build_tip(const config::Guide& guide, config::Words& words) {
  const config::Text& main = guide.title.empty() ? guide.text : guide.title;
  words.speak(main);
  const std::string path = join({"guide/", guide.id});
  const std::string_view title = words.text(guide.title);
  const std::string_view text = words.text(guide.text);

  Node tip = view::make(Role::kDialog, Look::kTip, path);
  tip.label = words.text(main);
  Node close = view::make(Role::kButton, Look::kClose, join({path, "/close"}));
  close.label = words.ui(Ui::kClose);
  tip.children.push_back(std::move(close));
  if (!title.empty()) {
    tip.children.push_back(view::make(Role::kHeading, Look::kTitle, join({path, "/title"}), std::string(title)));
  }
  if (!text.empty()) {
    tip.children.push_back(view::make(Role::kText, Look::kBody, join({path, "/text"}), std::string(text)));
  }
  Node actions = view::make(Role::kGroup, Look::kActions, join({path, "/actions"}));
  actions.children.push_back(view::make(
      Role::kButton, Look::kPrimary, join({path, "/done"}),
      std::string(words.text_or(guide.buttons.empty() ? config::Text() : guide.buttons[0].text, Ui::kGotIt))));
  tip.children.push_back(std::move(actions));
  return tip;
}

std::string announcement(const config::Guide& guide, config::Words& words) {
  words.speak(guide.title.empty() ? guide.text : guide.title);
  const std::string_view title = words.text(guide.title);
  const std::string_view text = words.text(guide.text);
  return join({title, title.empty() || text.empty() ? "" : "\n", text});
}

}  // namespace canvass::guide

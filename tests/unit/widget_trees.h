// View trees as the core builds them, by hand, for the widget's tests.
#pragma once

#include <string>
#include <vector>

#include "core/view/view.h"

namespace canvass::testing {

using view::Look;
using view::Node;
using view::Role;

inline Node close_button() {
  Node node = view::make(Role::kButton, Look::kClose, "close");
  node.label = "Close";
  return node;
}

inline Node progress(std::string value) {
  Node node = view::make(Role::kProgress, Look::kPlain, "progress");
  node.value = std::move(value);
  return node;
}

inline Node actions(std::string quiet, std::string primary) {
  Node group = view::make(Role::kGroup, Look::kActions, "actions");
  if (!quiet.empty()) group.children.push_back(view::make(Role::kButton, Look::kQuiet, "back", std::move(quiet)));
  group.children.push_back(view::make(Role::kButton, Look::kPrimary, "next", std::move(primary)));
  return group;
}

inline std::string option_path(int index) { return "option/" + std::to_string(index); }

// `chosen`: the index of the checked option, −1: none. `wordings` makes it a CES scale, else it is an NPS one.
inline Node scale_card(int chosen = -1, const std::vector<std::string>& wordings = {},
                       std::string title = "How likely are you to recommend us to a friend or colleague?") {
  const bool worded = !wordings.empty();
  const int count = worded ? static_cast<int>(wordings.size()) : 11;
  Node card = view::make(Role::kDialog, Look::kCard, "card");
  card.label = title;
  card.children.push_back(progress("0.5"));
  card.children.push_back(close_button());
  card.children.push_back(view::make(Role::kHeading, Look::kTitle, "title", std::move(title)));
  Node group = view::make(Role::kRadiogroup, worded ? Look::kLabels : Look::kScale, "scale");
  for (int i = 0; i < count; ++i) {
    Node option = view::make(Role::kRadio, Look::kCell, option_path(i), std::to_string(worded ? i + 1 : i));
    if (worded) option.label = wordings[static_cast<size_t>(i)];
    if (i == chosen) option.state = view::kChecked;
    group.children.push_back(std::move(option));
  }
  card.children.push_back(std::move(group));
  card.children.push_back(
      view::make(Role::kText, Look::kScaleLow, "low", worded ? wordings.front() : "Not at all likely"));
  card.children.push_back(
      view::make(Role::kText, Look::kScaleHigh, "high", worded ? wordings.back() : "Extremely likely"));
  if (chosen >= 0) card.children.push_back(actions("", "Next"));
  return card;
}

inline Node ces_card(int chosen = -1) {
  return scale_card(chosen,
                    {"Strongly disagree", "Disagree", "Somewhat disagree", "Neither agree nor disagree",
                     "Somewhat agree", "Agree", "Strongly agree"},
                    "It was easy to place my order.");
}

inline Node text_card() {
  Node card = view::make(Role::kDialog, Look::kCard, "card");
  card.children.push_back(progress("1"));
  card.children.push_back(close_button());
  card.children.push_back(view::make(Role::kText, Look::kChip, "chip", "You chose 9"));
  card.children.push_back(view::make(Role::kHeading, Look::kTitle, "title", "What is the main reason for your score?"));
  card.children.push_back(view::make(Role::kTextbox, Look::kField, "field"));
  card.children.push_back(actions("Back", "Send"));
  return card;
}

inline Node thanks_card() {
  Node card = view::make(Role::kDialog, Look::kCard, "card");
  card.children.push_back(close_button());
  card.children.push_back(view::make(Role::kStatus, Look::kDone, "done"));
  card.children.push_back(view::make(Role::kHeading, Look::kTitle, "title", "Thank you!"));
  card.children.push_back(view::make(Role::kText, Look::kBody, "body", "Your answer helps us get better."));
  return card;
}

inline Node tip_card() {
  Node card = view::make(Role::kDialog, Look::kTip, "tip");
  card.children.push_back(close_button());
  card.children.push_back(view::make(Role::kHeading, Look::kTitle, "title", "Have a promo code?"));
  card.children.push_back(
      view::make(Role::kText, Look::kBody, "body", "Type it here before you pay. It works on sale items too."));
  card.children.push_back(actions("", "Got it"));
  return card;
}

}  // namespace canvass::testing

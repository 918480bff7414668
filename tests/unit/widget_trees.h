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

// A card around what is given: its close button and its title before it.
inline Node card_of(std::vector<Node> answer, std::string title) {
  Node card = view::make(Role::kDialog, Look::kCard, "card");
  card.label = title;
  card.children.push_back(progress("0.5"));
  card.children.push_back(close_button());
  card.children.push_back(view::make(Role::kHeading, Look::kTitle, "title", std::move(title)));
  for (Node& node : answer) card.children.push_back(std::move(node));
  return card;
}

// `count` nodes of one look, with digits for texts and values; `chosen`: the index of the checked one, −1: none.
inline Node group_of(Look group_look, Look look, std::string path, int count, int chosen = -1) {
  Node group = view::make(Role::kRadiogroup, group_look, path);
  for (int i = 0; i < count; ++i) {
    const std::string digit = std::to_string(i + 1);
    Node node = view::make(Role::kRadio, look, path + "/" + digit, digit);
    node.value = digit;
    if (i == chosen) node.state = view::kChecked;
    group.children.push_back(std::move(node));
  }
  return group;
}

inline Node end_labels(Node card, std::string low, std::string high) {
  card.children.push_back(view::make(Role::kText, Look::kScaleLow, "low", std::move(low)));
  card.children.push_back(view::make(Role::kText, Look::kScaleHigh, "high", std::move(high)));
  return card;
}

inline Node stars_card(int count = 5, int chosen = -1) {
  return end_labels(card_of({group_of(Look::kStars, Look::kStar, "stars", count, chosen)}, "How do you like the shop?"),
                    "Not at all", "Very much");
}

inline Node faces_card(int count = 5, int chosen = -1) {
  return end_labels(card_of({group_of(Look::kFaces, Look::kFace, "faces", count, chosen)},
                            "How satisfied are you with the help you got today?"),
                    "Very dissatisfied", "Very satisfied");
}

inline Node error(std::string text) { return view::make(Role::kStatus, Look::kError, "error", std::move(text)); }

// The second and the last option are chosen when there may be several; the last is "other", with its text box.
inline Node options_card(bool several, uint16_t state = 0) {
  Node group = group_of(Look::kOptions, Look::kOption, "options", 5, 1);
  const char* const texts[] = {"Price", "Delivery to my door on the day I ask for, even on a Sunday, at no extra cost",
                               "Range", "Service", "Something else"};
  for (size_t i = 0; i < 5; ++i) {
    group.children[i].text = texts[i];
    if (several) group.children[i].role = Role::kCheckbox;
  }
  if (several) {
    group.role = Role::kGroup;
    group.children[4].state = view::kChecked;
    group.children[3].state = view::kDisabled;
  }
  group.state = state;
  std::vector<Node> answer{std::move(group)};
  if (several) answer.push_back(view::make(Role::kTextbox, Look::kInputText, "other"));
  if (state & view::kInvalid) answer.push_back(error("Please choose one."));
  answer.push_back(actions("Back", "Next"));
  return card_of(std::move(answer), "What matters most to you in a shop?");
}

// A one-line field of every kind and a folded list.
inline Node inputs_card() {
  std::vector<Node> answer;
  for (const auto& [look, path] : {std::pair{Look::kInputText, "text"}, std::pair{Look::kInputEmail, "email"},
                                   std::pair{Look::kInputNumber, "number"}, std::pair{Look::kInputDate, "date"},
                                   std::pair{Look::kInputPhone, "phone"}})
    answer.push_back(view::make(Role::kTextbox, look, path));
  answer[1].state = view::kInvalid;
  answer[4].state = view::kDisabled;
  answer.insert(answer.begin() + 2, error("This does not look like an e-mail address. Is there an @ in it?"));
  Node select = view::make(Role::kSelect, Look::kSelect, "select", "Choose a country");
  for (const char* country : {"Kazakhstan", "Portugal"}) {
    Node option = view::make(Role::kOption, Look::kPlain, std::string("select/") + country, country);
    option.value = country;
    select.children.push_back(std::move(option));
  }
  answer.push_back(select);
  select.id = view::id_of("chosen");
  select.text = "The Federal Republic of a very long name that does not fit";
  select.value = "de";
  for (Node& option : select.children) option.id += 1;
  answer.push_back(select);
  return card_of(std::move(answer), "How can we reach you?");
}

// `heads`: worded headings; empty: digits with end labels. The second statement is invalid.
inline Node matrix_card(int points, const std::vector<std::string>& heads = {}) {
  Node matrix = view::make(Role::kGroup, Look::kMatrix, "matrix");
  for (int i = 0; i < points; ++i)
    matrix.children.push_back(view::make(Role::kText, Look::kMatrixHead, "head/" + std::to_string(i + 1),
                                         heads.empty() ? std::to_string(i + 1) : heads[static_cast<size_t>(i)]));
  const char* const statements[] = {"I found what I was looking for.",
                                    "The information about the products was complete and easy to understand.",
                                    "Paying was easy."};
  for (int i = 0; i < 3; ++i) {
    Node row = group_of(Look::kMatrixRow, Look::kCell, "row/" + std::to_string(i + 1), points, i == 0 ? 1 : -1);
    row.text = statements[i];
    if (i == 1) row.state = view::kInvalid;
    matrix.children.push_back(std::move(row));
  }
  std::vector<Node> answer{std::move(matrix)};
  Node card = card_of(std::move(answer), "How much do you agree with these statements?");
  if (heads.empty()) card = end_labels(std::move(card), "Strongly disagree", "Strongly agree");
  card.children.push_back(error("Please answer every statement."));
  card.children.push_back(actions("Back", "Next"));
  return card;
}

inline Node ranking_card() {
  Node list = view::make(Role::kList, Look::kRanking, "ranking");
  const char* const texts[] = {"Price", "Delivery to my door on the very day that I ask for it", "Range", "Service"};
  for (int i = 0; i < 4; ++i) {
    const std::string place = std::to_string(i + 1);
    Node item = view::make(Role::kListitem, Look::kRankItem, "place/" + place, texts[i]);
    item.value = place;
    item.children.push_back(view::make(Role::kButton, Look::kMoveUp, "up/" + place));
    item.children.push_back(view::make(Role::kButton, Look::kMoveDown, "down/" + place));
    if (i == 0) item.children[0].state = view::kDisabled;
    if (i == 3) item.children[1].state = view::kDisabled;
    list.children.push_back(std::move(item));
  }
  return card_of({std::move(list), actions("Back", "Next")}, "Put these in order, the most important first.");
}

inline Node pictures_card(int count, bool several = false) {
  Node group = group_of(Look::kPictures, Look::kPicture, "pictures", count, 1);
  const char* const texts[] = {"Linen", "A bright pattern of leaves", "Stone", "Wood", "Glass", "Steel"};
  for (size_t i = 0; i < group.children.size(); ++i) {
    group.children[i].text = texts[i % 6];
    group.children[i].hint = "https://example.com/picture.png";
    if (several) group.children[i].role = Role::kCheckbox;
  }
  return card_of({std::move(group)}, "Which of these would you rather have at home?");
}

inline Node consent_card(bool checked) {
  Node box = view::make(Role::kCheckbox, Look::kConsent, "consent",
                        "I agree that my answers are stored and that somebody may write to me about them.");
  box.state = checked ? view::kChecked : view::kInvalid;
  std::vector<Node> answer{view::make(Role::kText, Look::kBody, "body", "We keep what you say for a year."),
                           std::move(box), view::make(Role::kLink, Look::kLink, "link", "How we treat your data")};
  if (!checked) answer.push_back(error("Please tick the box to go on."));
  Node group = view::make(Role::kGroup, Look::kActions, "actions");
  group.children.push_back(view::make(Role::kLink, Look::kPrimaryLink, "open", "Read the guide"));
  answer.push_back(std::move(group));
  Node card = card_of(std::move(answer), "May we use your answers?");
  card.children.insert(card.children.begin() + 2,
                       view::make(Role::kText, Look::kNotice, "notice", "Preview: nothing is sent"));
  return card;
}

inline Node thanks_link_card() {
  Node card = thanks_card();
  card.children.push_back(view::make(Role::kLink, Look::kPrimaryLink, "open", "Back to the shop"));
  return card;
}

inline Node tab_tree(std::string text = "Feedback") {
  Node tab = view::make(Role::kGroup, Look::kTab, "tab");
  tab.children.push_back(view::make(Role::kButton, Look::kTabButton, "tab/button", std::move(text)));
  return tab;
}

// --- guides ------------------------------------------------------------------------------------------------------

inline Node media(bool video, std::string ratio = "1.7777777777777777") {
  Node node = view::make(video ? Role::kVideo : Role::kImage, Look::kMedia, "media", "A basket with a bookmark on it");
  node.hint = "/basket.webm";
  node.value = "{\"poster\":\"/basket.png\",\"ratio\":" + std::move(ratio) + "}";
  return node;
}

inline Node never_button() { return view::make(Role::kButton, Look::kNever, "never", "Don’t show again"); }

inline Node dots(std::string value) {
  Node node = view::make(Role::kProgress, Look::kDots, "dots");
  node.label = "Step " + value;
  node.value = std::move(value);
  return node;
}

// A step of a tour: `look` is kTip or, without an anchor, kNote.
inline Node step_card(std::string at, Look look = Look::kTip, std::string back = "Back", std::string next = "Next") {
  Node card = view::make(Role::kDialog, look, "tour");
  card.children.push_back(close_button());
  card.children.push_back(media(true));
  card.children.push_back(view::make(Role::kHeading, Look::kTitle, "title", "Save your basket for later"));
  card.children.push_back(
      view::make(Role::kText, Look::kBody, "body", "Tap the bookmark and find it on any device. Takes ten seconds."));
  Node row = actions(std::move(back), std::move(next));
  row.children.insert(row.children.begin(), dots(std::move(at)));
  card.children.push_back(std::move(row));
  return card;
}

inline Node announcement(Look look, bool with_media = false) {
  Node card = view::make(Role::kDialog, look, "announcement");
  card.children.push_back(close_button());
  if (with_media) card.children.push_back(media(false));
  card.children.push_back(view::make(Role::kHeading, Look::kTitle, "title", "The winter catalogue is out"));
  card.children.push_back(view::make(Role::kText, Look::kBody, "body", "Forty new pieces, all from one kiln."));
  card.children.push_back(view::make(Role::kLink, Look::kLink, "link", "How they were made"));
  card.children.push_back(actions("Later", "Have a look"));
  card.children.push_back(never_button());
  return card;
}

// `now`: the index of the stage that the feedback has come to.
inline Node thread_card(int now = 2) {
  Node card = view::make(Role::kDialog, Look::kNote, "announcement");
  card.children.push_back(close_button());
  card.children.push_back(view::make(Role::kHeading, Look::kTitle, "title", "What became of your feedback"));
  card.children.push_back(
      view::make(Role::kText, Look::kBody, "body", "You told us that paying took too many steps. Thank you for that."));
  Node thread = view::make(Role::kList, Look::kThread, "thread");
  const char* const texts[] = {"Received", "We are looking into it", "Among our priorities, for the spring", "Done"};
  for (int i = 0; i < 4; ++i) {
    const std::string path = "stage/" + std::to_string(i + 1);
    Node stage = view::make(Role::kListitem, Look::kStage, path, texts[i]);
    if (i < now) stage.state = view::kChecked;
    if (i == now) {
      stage.value = "now";
      stage.children.push_back(view::make(Role::kText, Look::kSecondary, path + "/text",
                                          "It is planned together with the new basket. We will write here again."));
    }
    thread.children.push_back(std::move(stage));
  }
  card.children.push_back(std::move(thread));
  card.children.push_back(actions("", "Good to know"));
  return card;
}

inline Node task(int index, std::string title, bool done, std::string action = {}, std::string text = {}) {
  const std::string path = "task/" + std::to_string(index);
  Node node = view::make(Role::kListitem, Look::kTask, path, std::move(title));
  if (done) node.state = view::kChecked;
  if (!action.empty())
    node.children.push_back(view::make(Role::kButton, Look::kTaskAction, path + "/action", std::move(action)));
  if (!text.empty())
    node.children.push_back(view::make(Role::kText, Look::kSecondary, path + "/text", std::move(text)));
  return node;
}

inline Node checklist_card() {
  Node card = view::make(Role::kDialog, Look::kNote, "checklist");
  card.children.push_back(close_button());
  card.children.push_back(view::make(Role::kHeading, Look::kTitle, "title", "Get going in three steps"));
  Node meter = view::make(Role::kProgress, Look::kMeter, "meter");
  meter.value = "0.666667";
  card.children.push_back(std::move(meter));
  card.children.push_back(
      view::make(Role::kText, Look::kSecondary, "done", "2 of 3 done. Nice, your first order is on its way."));
  Node tasks = view::make(Role::kList, Look::kTasks, "tasks");
  tasks.children.push_back(task(1, "Find a product you like", true));
  tasks.children.push_back(task(2, "Place your first order and tell us where to bring it", true));
  tasks.children.push_back(task(3, "Turn on delivery updates", false, "Show me"));
  tasks.children.push_back(
      task(4, "Invite somebody to share a basket", false, "Invite", "They need no account for it."));
  card.children.push_back(std::move(tasks));
  Node group = view::make(Role::kGroup, Look::kActions, "actions");
  group.children.push_back(view::make(Role::kButton, Look::kQuiet, "never", "Dismiss"));
  card.children.push_back(std::move(group));
  return card;
}

inline Node all_done_card() {
  Node card = view::make(Role::kDialog, Look::kNote, "checklist");
  card.children.push_back(close_button());
  card.children.push_back(view::make(Role::kStatus, Look::kDone, "done"));
  card.children.push_back(view::make(Role::kHeading, Look::kTitle, "title", "All done"));
  card.children.push_back(view::make(Role::kText, Look::kBody, "body", "You know your way around now."));
  card.children.push_back(actions("", "Got it"));
  return card;
}

// What a suggestion of help offers: articles.
inline Node offers_card() {
  Node card = view::make(Role::kDialog, Look::kNote, "help");
  card.children.push_back(close_button());
  card.children.push_back(view::make(Role::kHeading, Look::kTitle, "title", "Is this what you are looking for?"));
  const char* const texts[] = {"How to return an order", "When will my order arrive?",
                               "What to do when a parcel that was a present does not fit"};
  for (int i = 0; i < 3; ++i) {
    const std::string path = "offer/" + std::to_string(i + 1);
    Node group = view::make(Role::kGroup, Look::kActions, path);
    group.children.push_back(view::make(Role::kButton, Look::kTaskAction, path + "/read", texts[i]));
    card.children.push_back(std::move(group));
  }
  return card;
}

// `article`: with the way back and the question whether it helped, else the list with a search.
inline Node help_panel(bool article = false) {
  Node panel = view::make(Role::kDialog, Look::kPanel, "help");
  if (article) {
    Node previous = view::make(Role::kButton, Look::kPrevious, "previous");
    previous.label = "Back";
    panel.children.push_back(std::move(previous));
  }
  panel.children.push_back(close_button());
  panel.children.push_back(view::make(Role::kHeading, Look::kTitle, "title",
                                      article ? "How to return an order that was a present" : "How can we help?"));
  if (!article) {
    Node search = view::make(Role::kTextbox, Look::kSearch, "search");
    search.hint = "Search";
    panel.children.push_back(std::move(search));
    panel.children.push_back(view::make(Role::kStatus, Look::kSecondary, "status", "2 results"));
  }
  Node document = view::make(Role::kDocument, Look::kDocument, "document");
  document.value = "[[\"p\",\"Open the order.\"]]";
  panel.children.push_back(std::move(document));
  Node foot = view::make(Role::kGroup, Look::kActions, "actions");
  foot.children.push_back(
      view::make(Role::kText, Look::kSecondary, "words", article ? "Did this help?" : "Didn’t find it?"));
  if (article) {
    foot.children.push_back(view::make(Role::kButton, Look::kQuiet, "yes", "Yes"));
    foot.children.push_back(view::make(Role::kButton, Look::kQuiet, "no", "No"));
  } else {
    foot.children.push_back(view::make(Role::kLink, Look::kTaskAction, "contact", "Write to us"));
  }
  panel.children.push_back(std::move(foot));
  return panel;
}

// The panel when an article did not help: what was missing?
inline Node reason_panel() {
  Node panel = help_panel(true);
  Node& foot = panel.children.back();
  foot.children.clear();
  foot.children.push_back(view::make(Role::kButton, Look::kTaskAction, "contact", "Write to us"));
  foot.children.push_back(view::make(Role::kButton, Look::kPrimary, "send", "Send"));
  panel.children.insert(panel.children.end() - 1, view::make(Role::kTextbox, Look::kInputText, "reason"));
  return panel;
}

inline Node launcher_tree(bool tasks = true, bool help = true) {
  Node root = view::make(Role::kGroup, Look::kLauncher, "launcher");
  if (tasks) {
    Node button = view::make(Role::kButton, Look::kTasksButton, "launcher/tasks", "First steps");
    button.value = "2/3";
    root.children.push_back(std::move(button));
  }
  if (help) {
    Node button = view::make(Role::kButton, Look::kHelpButton, "launcher/help");
    button.label = "Help";
    root.children.push_back(std::move(button));
  }
  return root;
}

}  // namespace canvass::testing

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "core/view/view.h"
#include "core_support.h"

using namespace canvass;
using namespace canvass::test;
using view::Look;
using view::Node;
using view::Role;

namespace {

void spell(const Node& node, std::string indent, std::string& out) {
  static const char* const roles[] = {"dialog", "heading",  "text",    "radiogroup", "radio", "checkbox",
                                      "button", "link",     "textbox", "image",      "video", "progress",
                                      "list",   "listitem", "status",  "group"};
  out += indent + roles[static_cast<size_t>(node.role)];
  for (const std::string* part : {&node.text, &node.label, &node.value, &node.hint}) {
    out += " \"" + *part + "\"";
  }
  if (node.state & view::kChecked) out += " checked";
  if (node.state & view::kRequired) out += " required";
  if (node.state & view::kInvalid) out += " invalid";
  out += "\n";
  for (const Node& child : node.children) spell(child, indent + "  ", out);
}

// role "text" "label" "value" "hint" states
std::string spelled(const Node* node) {
  std::string out = "\n";
  if (node != nullptr) spell(*node, "", out);
  return out;
}

void collect(const Node& node, std::set<view::NodeId>& ids, size_t& count) {
  ids.insert(node.id);
  ++count;
  for (const Node& child : node.children) collect(child, ids, count);
}

const Node* by_look(const Node& node, Look look) {
  if (node.look == look) return &node;
  for (const Node& child : node.children) {
    if (const Node* found = by_look(child, look)) return found;
  }
  return nullptr;
}

view::NodeId id_by_look(const Host& host, Look look) {
  const Node* node = host.engine.view() == nullptr ? nullptr : by_look(*host.engine.view(), look);
  return node == nullptr ? 0 : node->id;
}

void act(Host& host, view::NodeId id, Action action, std::string_view value = {}) {
  for (const Event& event : host.engine.events_for(id, action, value)) host.give(event);
}

}  // namespace

// --- trees -------------------------------------------------------------------------------------------------

TEST_CASE("a recommendation question is a group of eleven radios with labelled ends", "[core][view]") {
  Host host = shop_with_nps();
  host.draft("nps", "score", 9);
  CHECK(spelled(host.engine.view()) == R"(
dialog "" "How likely?" "" ""
  progress "" "Step 1 of 2" "0.5" ""
  button "" "Close" "" ""
  heading "How likely?" "" "" ""
  radiogroup "" "How likely?" "" "" required
    radio "0" "0, Not at all likely" "0" ""
    radio "1" "1" "1" ""
    radio "2" "2" "2" ""
    radio "3" "3" "3" ""
    radio "4" "4" "4" ""
    radio "5" "5" "5" ""
    radio "6" "6" "6" ""
    radio "7" "7" "7" ""
    radio "8" "8" "8" ""
    radio "9" "9" "9" "" checked
    radio "10" "10, Extremely likely" "10" ""
  text "Not at all likely" "" "" ""
  text "Extremely likely" "" "" ""
  group "" "" "" ""
    button "Next" "" "" ""
)");
}

TEST_CASE("the follow-up repeats the choice and can go back", "[core][view]") {
  Host host(kShop);
  host.start("ru-RU");
  host.give(event::Show{"nps"});
  host.answer("nps", "score", 9);
  host.give(event::Next{});
  host.draft("nps", "why", "Быстро ");
  CHECK(host.engine.locale() == "ru");
  CHECK(spelled(host.engine.view()) == R"(
dialog "" "Почему?" "" ""
  progress "" "Шаг 2 из 2" "1" ""
  button "" "Закрыть" "" ""
  text "Вы выбрали 9" "" "" ""
  heading "Почему?" "" "" ""
  textbox "" "Почему?" "Быстро " "A word is enough"
  group "" "" "" ""
    button "Назад" "" "" ""
    button "Отправить" "" "" ""
)");
}

TEST_CASE("the thank-you screen is a status, a title and a text", "[core][view]") {
  Host host = shop_with_nps();
  host.answer("nps", "score", 9);
  host.give(event::Next{});
  host.give(event::Next{});
  CHECK(spelled(host.engine.view()) == R"(
dialog "" "Thank you!" "" ""
  button "" "Close" "" ""
  status "" "" "" ""
  heading "Thank you!" "" "" ""
  text "We read every answer." "" "" ""
)");
}

TEST_CASE("an effort question is a group of worded radios in ascending order", "[core][view]") {
  Host host(kShop);
  host.start("kk");
  host.give(event::Show{"ces"});
  CHECK(spelled(host.engine.view()) == R"(
dialog "" "It was easy." "" ""
  button "" "Жабу" "" ""
  heading "It was easy." "" "" ""
  radiogroup "" "It was easy." "" "" required
    radio "1" "Мүлде келіспеймін" "1" ""
    radio "2" "Келіспеймін" "2" ""
    radio "3" "Көбіне келіспеймін" "3" ""
    radio "4" "Бейтараппын" "4" ""
    radio "5" "Көбіне келісемін" "5" ""
    radio "6" "Келісемін" "6" ""
    radio "7" "Толық келісемін" "7" ""
  text "Мүлде келіспеймін" "" "" ""
  text "Толық келісемін" "" "" ""
)");
}

TEST_CASE("own wordings and end labels take the place of the standard ones", "[core][view]") {
  Host host(R"({"canvass":1,"surveys":[{"id":"e","triggers":[],"questions":[{"id":"q","type":"ces",
    "variant":"effort5","text":"?","options":["a","b","c","d","e"],"high":"most"}]}]})");
  host.start();
  host.give(event::Show{"e"});
  const Node& card = *host.engine.view();
  CHECK(by_look(card, Look::kLabels)->children[1].label == "b");
  CHECK(by_look(card, Look::kScaleLow)->text == "a");
  CHECK(by_look(card, Look::kScaleHigh)->text == "most");
}

TEST_CASE("a tip is a dialog with a title, a text and a button", "[core][view]") {
  Host host(kShop);
  host.start();
  host.open("https://shop.example/cart");
  CHECK(spelled(host.engine.view()) == R"(
dialog "" "Promo codes" "" ""
  button "" "Close" "" ""
  heading "Promo codes" "" "" ""
  text "Type yours here." "" "" ""
  group "" "" "" ""
    button "Got it" "" "" ""
)");
}

TEST_CASE("a required answer that is missed is marked, until something is chosen", "[core][view]") {
  Host host = shop_with_nps();
  host.give(event::Next{});
  CHECK((by_look(*host.engine.view(), Look::kScale)->state & view::kInvalid) != 0);
  host.draft("nps", "score", 1);
  CHECK((by_look(*host.engine.view(), Look::kScale)->state & view::kInvalid) == 0);
}

TEST_CASE("no two nodes of a tree share an id", "[core][view]") {
  Host host = shop_with_nps();
  for (int step = 0; step < 3; ++step) {
    std::set<view::NodeId> ids;
    size_t count = 0;
    collect(*host.engine.view(), ids, count);
    CHECK(ids.size() == count);
    CHECK(ids.count(0) == 0);
    if (step == 0) host.answer("nps", "score", 9);
    host.give(event::Next{});
  }
}

// --- what controls mean ------------------------------------------------------------------------------------

TEST_CASE("a click on a number answers and goes on; arrow keys only choose", "[core][view]") {
  Host host = shop_with_nps();
  const view::NodeId seven = view::id_of("survey/nps/score/scale/7");
  act(host, seven, Action::kChoose);
  CHECK(host.showing() == "survey nps score");
  CHECK((view::find(*host.engine.view(), seven)->state & view::kChecked) != 0);
  act(host, seven, Action::kActivate);
  CHECK(host.showing() == "survey nps why");
}

TEST_CASE("a second click of a double click hits nothing", "[core][view]") {
  Host host = shop_with_nps();
  const view::NodeId seven = view::id_of("survey/nps/score/scale/7");
  act(host, seven, Action::kActivate);
  CHECK(host.engine.events_for(seven, Action::kActivate, {}).empty());
}

TEST_CASE("typing, the buttons and Escape say what they mean", "[core][view]") {
  Host host = shop_with_nps();
  CHECK(id_by_look(host, Look::kPrimary) == 0);  // nothing chosen yet
  act(host, view::id_of("survey/nps/score/scale/10"), Action::kActivate);
  act(host, id_by_look(host, Look::kField), Action::kInput, "fast");
  CHECK(by_look(*host.engine.view(), Look::kField)->value == "fast");
  act(host, id_by_look(host, Look::kQuiet), Action::kActivate);
  CHECK(host.showing() == "survey nps score");
  act(host, id_by_look(host, Look::kPrimary), Action::kActivate);
  CHECK(by_look(*host.engine.view(), Look::kField)->value == "fast");
  act(host, id_by_look(host, Look::kPrimary), Action::kActivate);
  CHECK(host.showing() == "survey nps");
  act(host, host.engine.view()->id, Action::kDismiss);
  CHECK(host.showing().empty());
}

TEST_CASE("more text than an answer may have is cut", "[core][view]") {
  Host host = shop_with_nps();
  act(host, view::id_of("survey/nps/score/scale/10"), Action::kActivate);
  act(host, id_by_look(host, Look::kField), Action::kInput, std::string(6000, 'x'));
  CHECK(by_look(*host.engine.view(), Look::kField)->value == std::string(5000, 'x'));
}

TEST_CASE("actions that do not apply mean nothing", "[core][view]") {
  Host host = shop_with_nps();
  const auto& engine = host.engine;
  CHECK(engine.events_for(12345, Action::kActivate, {}).empty());
  CHECK(engine.events_for(view::id_of("survey/nps/score/title"), Action::kActivate, {}).empty());
  CHECK(engine.events_for(view::id_of("survey/nps/score/scale/7"), Action::kInput, "7").empty());
  CHECK(engine.events_for(view::id_of("survey/nps/close"), Action::kChoose, {}).empty());
  host.give(event::Dismiss{});
  CHECK(engine.events_for(view::id_of("survey/nps"), Action::kDismiss, {}).empty());
}

// --- diff --------------------------------------------------------------------------------------------------

namespace {

Node tree(std::initializer_list<const char*> paths) {
  Node root = view::make(Role::kDialog, Look::kCard, "root");
  for (const char* path : paths) root.children.push_back(view::make(Role::kText, Look::kBody, path, path));
  return root;
}

uint8_t change(const view::Changes& changes, const char* path) {
  const auto found = changes.find(view::id_of(path));
  return found == changes.end() ? uint8_t{0} : found->second;
}

}  // namespace

TEST_CASE("ids are stable and never zero", "[core][view]") {
  CHECK(view::id_of("") == 2166136261u);
  CHECK(view::id_of("a") == 0xe40c292cu);  // FNV-1a's published value
  CHECK(view::id_of("survey/nps") == view::id_of("survey/nps"));
}

TEST_CASE("without a tree before everything is new", "[core][view]") {
  const view::Changes changes = view::diff(nullptr, tree({"a", "b"}));
  CHECK(changes.size() == 3);
  for (const auto& [id, bits] : changes) CHECK(bits == view::kNew);
}

TEST_CASE("the same tree again has no changes", "[core][view]") {
  const Node before = tree({"a", "b"});
  CHECK(view::diff(&before, tree({"a", "b"})).empty());
}

TEST_CASE("each kind of change is told apart", "[core][view]") {
  const Node before = tree({"a", "b", "c", "d", "e"});
  Node after = before;
  after.children[0].text = "x";
  after.children[1].value = "x";
  after.children[2].state = view::kChecked;
  after.children[3].label = "x";
  after.children[3].value = "x";
  after.children[4].role = Role::kButton;
  const view::Changes changes = view::diff(&before, after);
  CHECK(changes.size() == 5);
  CHECK(change(changes, "a") == view::kTextChanged);
  CHECK(change(changes, "b") == view::kValueChanged);
  CHECK(change(changes, "c") == view::kStateChanged);
  CHECK(change(changes, "d") == (view::kTextChanged | view::kValueChanged));
  CHECK(change(changes, "e") == view::kNew);
}

TEST_CASE("coming and going siblings do not move those that stay", "[core][view]") {
  const Node before = tree({"a", "b", "c"});
  const view::Changes changes = view::diff(&before, tree({"new", "b", "c"}));
  CHECK(changes.size() == 1);
  CHECK(change(changes, "new") == view::kNew);
}

TEST_CASE("another order or another parent moves", "[core][view]") {
  const Node before = tree({"a", "b", "c"});
  CHECK(change(view::diff(&before, tree({"b", "a", "c"})), "b") == view::kMoved);
  Node nested = tree({"a", "b"});
  nested.children[0].children.push_back(view::make(Role::kText, Look::kBody, "c", "c"));
  CHECK(change(view::diff(&before, nested), "c") == view::kMoved);
}

TEST_CASE("choosing a number changes two states and nothing else", "[core][view]") {
  Host host = shop_with_nps();
  host.draft("nps", "score", 3);
  const Node before = *host.engine.view();
  host.draft("nps", "score", 4);
  const view::Changes changes = view::diff(&before, *host.engine.view());
  CHECK(changes.size() == 2);
  for (const auto& [id, bits] : changes) CHECK(bits == view::kStateChanged);
}

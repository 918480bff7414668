// What is to be seen of guides, and what acting on it means.
#include <catch2/catch_test_macros.hpp>

#include "core/protocol.h"
#include "core_support.h"

using namespace canvass;
using namespace canvass::test;
using view::Look;
using view::Node;

namespace {

constexpr const char* kGuides = R"({"canvass":1,
  "surveys":[{"id":"nps","triggers":[{"event":"a"}],"questions":[{"id":"score","type":"nps","text":"?"}]}],
  "guides":[
    {"id":"tour","type":"tour","triggers":[{"event":"tour"}],"steps":[
      {"id":"one","title":"One","text":"First"},
      {"id":"two","anchor":"#two","text":"Second","missing":"ask"},
      {"id":"three","text":"Third","waitFor":{"event":"done"}}]},
    {"id":"tip","type":"tip","anchor":"#a","title":"Tip","text":"Text","never":true,"triggers":[{"event":"tip"}],
     "video":{"src":"/a.webm","alt":"How to pay","poster":"/a.webp","captions":"/a.vtt","ratio":"4:3"},
     "link":{"text":"More","url":"/more"},
     "buttons":[{"text":"Show me","show":"tour"},{"text":"Read","link":"/read"}]},
    {"id":"spot","type":"hotspot","anchor":"#s","text":"Here","triggers":[{"event":"spot"}]},
    {"id":"banner","type":"announcement","display":"banner","text":"News","triggers":[{"event":"banner"}]},
    {"id":"loop","type":"announcement","title":"You said","triggers":[{"event":"loop"}],
     "thread":{"surveys":["nps"],"stage":"priorities","texts":{"priorities":"Next month"}}},
    {"id":"help","type":"help","title":"Help","articles":[{"id":"r","title":"Returns","text":"Send it"}]}
  ]})";

const Node* look(const Node& node, Look wanted) {
  if (node.look == wanted) return &node;
  for (const Node& child : node.children) {
    if (const Node* found = look(child, wanted)) return found;
  }
  return nullptr;
}

// What a click on the first node of that look means, as JSON.
Json clicked(const Host& host, Look wanted, Action action = Action::kActivate, view::Slot slot = view::Slot::kCard) {
  const Node* root = host.engine.view(slot);
  REQUIRE(root != nullptr);
  const Node* node = look(*root, wanted);
  REQUIRE(node != nullptr);
  Json events = Json::array();
  for (const Event& event : host.engine.events_for(node->id, action, {})) events.push_back(to_json(event));
  return events;
}

Host showing(const char* event) {
  Host host(kGuides);
  host.start();
  host.open("https://x.example/");
  host.track(event);
  return host;
}

}  // namespace

TEST_CASE("a tip has a picture, a link, two buttons and a way never to see it again", "[core][guides]") {
  const Host host = showing("tip");
  const Node& card = *host.engine.view();
  CHECK(card.look == Look::kTip);
  CHECK(card.label == "Tip");
  const Node* media = look(card, Look::kMedia);
  REQUIRE(media != nullptr);
  CHECK(media->role == view::Role::kVideo);
  CHECK(media->hint == "/a.webm");
  CHECK(media->text == "How to pay");
  const Json details = *parse_json(media->value);
  CHECK(details["poster"] == "/a.webp");
  CHECK(details["captions"] == "/a.vtt");
  CHECK(details["ratio"] > 1.33);
  CHECK(look(card, Look::kLink)->value == "/more");
  CHECK(look(card, Look::kPrimary)->text == "Show me");
  const Node* quiet = look(card, Look::kQuiet);
  CHECK(quiet->role == view::Role::kLink);
  CHECK(quiet->value == "/read");
  CHECK(look(card, Look::kNever)->text == "Don't show again");
}

TEST_CASE("what is clicked in a tip becomes an event of the guide", "[core][guides]") {
  const Host host = showing("tip");
  const Json button = {{"ev", "guide"}, {"guide", "tip"}, {"act", "button"}, {"value", "0"}};
  CHECK(clicked(host, Look::kPrimary) == Json::array({button}));
  CHECK(clicked(host, Look::kQuiet)[0]["value"] == "1");
  CHECK(clicked(host, Look::kLink)[0]["value"] == "link");
  CHECK(clicked(host, Look::kNever)[0]["act"] == "never");
  CHECK(clicked(host, Look::kClose)[0]["ev"] == "dismiss");
  CHECK(clicked(host, Look::kTitle, Action::kDismiss)[0]["ev"] == "dismiss");
  CHECK(clicked(host, Look::kPrimary, Action::kChoose).empty());
}

TEST_CASE("a step shows how far the tour is and leads on and back", "[core][guides]") {
  Host host = showing("tour");
  CHECK(host.engine.view()->look == Look::kNote);
  CHECK(look(*host.engine.view(), Look::kDots)->value == "1/3");
  CHECK(look(*host.engine.view(), Look::kQuiet) == nullptr);
  CHECK(clicked(host, Look::kPrimary)[0]["ev"] == "next");
  const view::NodeId dialog = host.engine.view()->id;

  host.give(event::Next{});
  CHECK(host.engine.view()->id == dialog);
  CHECK(host.engine.view()->look == Look::kTip);
  CHECK(look(*host.engine.view(), Look::kDots)->label == "Step 2 of 3");
  CHECK(clicked(host, Look::kQuiet)[0]["ev"] == "back");
}

TEST_CASE("a step without its element asks whether to look again", "[core][guides]") {
  Host host = showing("tour");
  host.give(event::Shown{"tour"});
  host.give(event::Next{});
  host.give(event::Missing{"tour"});
  CHECK(host.engine.view()->look == Look::kNote);
  CHECK(look(*host.engine.view(), Look::kSecondary)->role == view::Role::kStatus);
  CHECK(clicked(host, Look::kPrimary)[0]["act"] == "again");
  CHECK(clicked(host, Look::kQuiet)[0]["act"] == "skip");
}

TEST_CASE("a step that waits has no button to go on", "[core][guides]") {
  Host host = showing("tour");
  host.give(event::Next{});
  host.give(event::Next{});
  CHECK(look(*host.engine.view(), Look::kPrimary) == nullptr);
  CHECK(look(*host.engine.view(), Look::kQuiet)->text == "Back");
}

TEST_CASE("a banner without buttons has nothing but its cross", "[core][guides]") {
  const Host host = showing("banner");
  CHECK(host.engine.view()->look == Look::kBanner);
  CHECK(look(*host.engine.view(), Look::kActions) == nullptr);
  CHECK(look(*host.engine.view(), Look::kClose) != nullptr);
}

TEST_CASE("a thread shows where it stands among its stages", "[core][guides]") {
  Host host(kGuides);
  host.storage["m:nps"] = R"({"answered":1767225500000})";
  host.start();
  host.open("https://x.example/");
  host.track("loop");
  REQUIRE(host.engine.view() != nullptr);
  const Node* thread = look(*host.engine.view(), Look::kThread);
  REQUIRE(thread != nullptr);
  REQUIRE(thread->children.size() == 4);
  CHECK(thread->children[0].state == view::kChecked);
  CHECK(thread->children[1].state == view::kChecked);
  CHECK(thread->children[2].value == "now");
  CHECK(thread->children[2].children[0].text == "Next month");
  CHECK(thread->children[3].state == 0);
  CHECK(clicked(host, Look::kPrimary)[0]["ev"] == "next");
}

TEST_CASE("a hotspot has a card only while it is open", "[core][guides]") {
  Host host = showing("spot");
  CHECK(host.engine.view() == nullptr);
  host.give(event::Show{"spot"});
  REQUIRE(host.engine.view() != nullptr);
  CHECK(clicked(host, Look::kPrimary)[0]["ev"] == "next");
  host.give(event::Dismiss{});
  CHECK(host.engine.view() == nullptr);
}

TEST_CASE("the launcher opens help and goes while it is open", "[core][guides]") {
  Host host = showing("nothing");
  const Json opens = clicked(host, Look::kHelpButton, Action::kActivate, view::Slot::kLauncher);
  CHECK(opens == Json::array({Json{{"ev", "show"}, {"id", "help"}}}));
  host.give(event::Show{"help"});
  CHECK(host.engine.view(view::Slot::kLauncher) == nullptr);
  CHECK(host.engine.view()->look == Look::kPanel);
  host.give(event::Dismiss{});
  CHECK(host.engine.view(view::Slot::kLauncher) != nullptr);
}

TEST_CASE("of a guide that is previewed the card says so", "[core][guides]") {
  Host host(kGuides);
  host.start();
  host.open("https://x.example/?canvass-preview=tour");
  CHECK(look(*host.engine.view(), Look::kNotice) != nullptr);
  CHECK(host.engine.view(view::Slot::kLauncher) == nullptr);
}

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "core/base/text.h"
#include "core_support.h"

using namespace canvass;
using namespace canvass::test;

namespace {

constexpr const char* kHome = "https://shop.example/";
constexpr const char* kCart = "https://shop.example/cart";

constexpr const char* kHelp = R"({
  "canvass": 1, "endpoint": "/v1/batch", "writeKey": "demo", "quiet": "0s",
  "guides": [{"id": "help", "type": "help", "title": {"en": "How can we help?", "ru": "Чем помочь?"}, "launcher": "Help centre",
    "categories": [{"id": "orders", "text": "Orders"}, {"id": "pay", "text": "Payment"}],
    "articles": [
      {"id": "returns", "category": "orders", "title": {"en": "How to return an order", "ru": "Как вернуть заказ"},
       "text": {"en": "Open the order and choose **Return**.\n\nSee [delivery](#article:delivery).", "ru": "Откройте заказ."},
       "keywords": "send back refund"},
      {"id": "delivery", "category": "orders", "title": "When will it arrive?", "text": "## Times\nIn *three* days."},
      {"id": "promo", "category": "pay", "title": "Promo codes", "text": "Type yours in the cart.", "pages": ["/cart*"]},
      {"id": "about", "title": "About the shop", "text": "We sell lamps."}],
    "suggestions": [{"triggers": [{"event": "rage"}], "articles": ["promo", "returns", "delivery", "about"], "text": "Can we help?"}],
    "contact": {"text": "Write to us", "event": "contact_wanted"}}]})";

// The articles are in a file.
constexpr const char* kFile = R"({
  "canvass": 1, "quiet": "0s",
  "guides": [{"id": "help", "type": "help", "title": "Help", "articles": "/help.json", "contact": {"text": "Mail", "url": "mailto:a@x.example"}}]})";
constexpr const char* kArticles = R"({"articles":[{"id":"a","title":"Lamps","text":"They shine."},
  {"id":"bad","text":7},{"id":"b","title":"Chairs","text":"To sit on."}],"categories":[{"id":"c","text":"Things"}]})";

Host started(std::string locale = "en", const char* url = kHome, const char* config = kHelp) {
  Host host(config);
  REQUIRE(host.problems.ok());
  host.start(std::move(locale));
  host.open(url);
  return host;
}

std::vector<Effect> act(Host& host, std::string what, std::string value = {}) {
  return host.give(event::Guide{"help", std::move(what), std::move(value)});
}

Host opened(std::string locale = "en", const char* url = kHome, const char* config = kHelp) {
  Host host = started(std::move(locale), url, config);
  host.give(event::Show{"help"});
  host.give(event::Shown{"help"});
  return host;
}

const view::Node* find_look(const view::Node* node, view::Look look, size_t skip = 0) {
  if (node == nullptr) return nullptr;
  std::vector<const view::Node*> found;
  const auto walk = [&](const auto& self, const view::Node& one) -> void {
    if (one.look == look) found.push_back(&one);
    for (const view::Node& child : one.children) self(self, child);
  };
  walk(walk, *node);
  return skip < found.size() ? found[skip] : nullptr;
}

const view::Node* seen(const Host& host, view::Look look, size_t skip = 0) {
  return find_look(host.engine.view(), look, skip);
}
std::string text_of(const Host& host, view::Look look, size_t skip = 0) {
  const view::Node* node = seen(host, look, skip);
  return node == nullptr ? "none" : node->text;
}

Json blocks(const Host& host) {
  const view::Node* document = seen(host, view::Look::kDocument);
  REQUIRE(document != nullptr);
  return parse_json(document->value).value();
}

std::string announced(const std::vector<Effect>& effects) {
  std::string all_of;
  for (const effect::Announce& one : all<effect::Announce>(effects)) all_of += one.text;
  return all_of;
}

// "label Suggested, article:promo, category:orders"
std::string listed(const Host& host) {
  std::string all_of;
  for (const Json& block : blocks(host)) {
    if (!all_of.empty()) all_of += ", ";
    all_of += block[0] == "item" ? block[1].get<std::string>()
                                 : block[0].get<std::string>() + " " + block[1].get<std::string>();
  }
  return all_of;
}

std::vector<Effect> act_on(Host& host, const view::Node* node, Action action, std::string_view value) {
  REQUIRE(node != nullptr);
  std::vector<Effect> effects;
  for (const Event& event : host.engine.events_for(node->id, action, value)) {
    for (Effect& effect : host.give(event)) effects.push_back(std::move(effect));
  }
  return effects;
}

std::vector<Effect> press(Host& host, const view::Node* node) {
  return act_on(host, node, Action::kActivate, node == nullptr ? "" : node->value);
}

const view::Node* launcher(const Host& host) {
  return find_look(host.engine.view(view::Slot::kLauncher), view::Look::kHelpButton);
}

std::vector<std::string> displays(const std::vector<Effect>& effects) {
  std::vector<std::string> found;
  for (const effect::Show& show : all<effect::Show>(effects)) {
    if (show.kind == "help") found.push_back(show.display);
  }
  return found;
}

}  // namespace

// --- opening ------------------------------------------------------------------------------------------------

TEST_CASE("the launcher opens the panel, and comes back when it is closed", "[core][help]") {
  Host host = started();
  REQUIRE(launcher(host) != nullptr);
  CHECK(launcher(host)->label == "Help centre");
  const std::vector<Effect> effects = press(host, launcher(host));
  CHECK(displays(effects) == std::vector<std::string>{"panel"});
  CHECK(properties(effects, "Guide Opened")["from"] == "launcher");
  CHECK(launcher(host) == nullptr);
  CHECK(text_of(host, view::Look::kTitle) == "How can we help?");
  press(host, seen(host, view::Look::kClose));
  CHECK(host.engine.view() == nullptr);
  CHECK(launcher(host) != nullptr);
}

TEST_CASE("the page opens the panel, also where there is no launcher", "[core][help]") {
  std::string config = kFile;
  config.insert(config.find("\"title\""), R"("triggers": [{"page": "/help"}], )");
  Host host = started("en", kHome, config.c_str());
  CHECK(launcher(host) == nullptr);
  CHECK(properties(host.give(event::Show{"help"}), "Guide Opened")["from"] == "page");
  CHECK(text_of(host, view::Look::kTitle) == "Help");
}

TEST_CASE("Esc closes the panel from anywhere in it", "[core][help]") {
  Host host = opened();
  act(host, "article", "returns");
  act_on(host, host.engine.view(), Action::kDismiss, "");
  CHECK(host.engine.view() == nullptr);
}

TEST_CASE("the panel opens at its home again", "[core][help]") {
  Host host = opened();
  act(host, "search", "return");
  act(host, "article", "returns");
  act(host, "close");
  host.give(event::Show{"help"});
  REQUIRE(seen(host, view::Look::kSearch) != nullptr);
  CHECK(seen(host, view::Look::kSearch)->value.empty());
}

TEST_CASE("home has what the page is about, the categories, and what is in none", "[core][help]") {
  CHECK(listed(opened("en", kCart)) ==
        "label Suggested, article:promo, label Categories, category:orders, category:pay, label All articles, "
        "article:about");
  CHECK(listed(opened()) == "label Categories, category:orders, category:pay, label All articles, article:about");
}

// --- searching ----------------------------------------------------------------------------------------------

TEST_CASE("what is typed finds articles at once, misspelt or not, with its words marked", "[core][help]") {
  Host host = opened();
  act_on(host, seen(host, view::Look::kSearch), Action::kInput, "retrun");
  const Json found = blocks(host);
  REQUIRE(found.size() >= 1);
  CHECK(found[0][1] == "article:returns");
  CHECK(dump_json(found[0][2]).find(R"(["m","return"])") != std::string::npos);
  CHECK(text_of(host, view::Look::kSecondary) == "1 result");
  CHECK(seen(host, view::Look::kSearch)->value == "retrun");
}

TEST_CASE("keywords find an article that does not say them", "[core][help]") {
  Host host = opened();
  act(host, "search", "refund");
  CHECK(listed(host) == "article:returns");
}

TEST_CASE("without results it says so, and offers what there is and people", "[core][help]") {
  Host host = opened("en", kCart);
  act(host, "search", "zzzz");
  CHECK(text_of(host, view::Look::kSecondary) == "No results for “zzzz”");
  CHECK(listed(host).find("article:promo") != std::string::npos);
  CHECK(text_of(host, view::Look::kTaskAction) == "Write to us");
}

TEST_CASE("a query is told when it rests, once, with how much it found", "[core][help]") {
  Host host = opened();
  CHECK(emitted(act(host, "search", "r")).empty());
  host.now += kSecond;
  CHECK(emitted(act(host, "search", "return")).empty());
  CHECK(emitted(host.wait(1400)).empty());
  CHECK(announced(host.wait(0)).empty());
  const std::vector<Effect> effects = host.wait(100);
  CHECK(announced(effects) == "1 result");
  const Json told = properties(effects, "Guide Searched");
  CHECK(told["query"] == "return");
  CHECK(told["results"] == 1);
  CHECK(emitted(host.wait(kMinute)).empty());
  CHECK(emitted(act(host, "article", "returns")) == std::vector<std::string>{"Guide Article Viewed"});
}

TEST_CASE("an article opened, or the panel closed, tells the query before it rests", "[core][help]") {
  Host host = opened();
  act(host, "search", "return");
  CHECK(emitted(act(host, "article", "returns")) == std::vector<std::string>{"Guide Searched", "Guide Article Viewed"});
  act(host, "back");
  act(host, "search", "zzzz");
  const std::vector<Effect> effects = act(host, "close");
  CHECK(properties(effects, "Guide Searched")["results"] == 0);
  CHECK(emitted(host.wait(kMinute)).empty());
}

TEST_CASE("that nothing is found is announced when the query rests", "[core][help]") {
  Host host = opened();
  act(host, "search", "zzzz");
  CHECK(announced(host.wait(2 * kSecond)) == "No results for “zzzz”");
}

TEST_CASE("what the panel lists or shows is called as the panel is", "[core][help]") {
  Host host = opened();
  CHECK(seen(host, view::Look::kDocument)->label == "How can we help?");
  act(host, "article", "returns");
  CHECK(seen(host, view::Look::kDocument)->label == "How to return an order");
}

TEST_CASE("an emptied search box tells nothing and shows home", "[core][help]") {
  Host host = opened();
  act(host, "search", "return");
  act(host, "search", "  ");
  CHECK(emitted(host.wait(kMinute)).empty());
  CHECK(listed(host).find("category:orders") != std::string::npos);
}

TEST_CASE("addresses and numbers in a query are masked where answers are", "[core][help]") {
  std::string config = kHelp;
  config.insert(config.find("\"guides\""), R"("privacy": {"mask": true}, )");
  Host host = opened("en", kHome, config.c_str());
  act(host, "search", "return to anna@example.org");
  CHECK(properties(host.wait(2 * kSecond), "Guide Searched")["query"] == "return to [email]");
}

TEST_CASE("only the visitor's language is searched, where there is it", "[core][help]") {
  Host host = opened("ru");
  CHECK(text_of(host, view::Look::kTitle) == "Чем помочь?");
  act(host, "search", "заказа");
  CHECK(listed(host) == "article:returns");
  act(host, "search", "choose");
  CHECK(listed(host).find("article:returns") == std::string::npos);
  act(host, "search", "lamps");  // has no other language
  CHECK(listed(host) == "article:about");
}

// --- reading ------------------------------------------------------------------------------------------------

TEST_CASE("an article is shown as blocks, with a way back to where the visitor was", "[core][help]") {
  Host host = opened();
  act(host, "search", "return");
  const std::vector<Effect> effects =
      act_on(host, seen(host, view::Look::kDocument), Action::kActivate, "article:returns");
  CHECK(properties(effects, "Guide Article Viewed")["article"] == "returns");
  CHECK(properties(effects, "Guide Article Viewed")["from"] == "search");
  CHECK(text_of(host, view::Look::kTitle) == "How to return an order");
  CHECK(blocks(host)[0][0] == "p");
  CHECK(dump_json(blocks(host)).find(R"(["b","Return"])") != std::string::npos);
  press(host, seen(host, view::Look::kPrevious));
  CHECK(listed(host) == "article:returns");
  CHECK(seen(host, view::Look::kSearch)->value == "return");
  CHECK(seen(host, view::Look::kPrevious) == nullptr);
}

TEST_CASE("a category lists its articles; a link in one leads to another and back", "[core][help]") {
  Host host = opened();
  act_on(host, seen(host, view::Look::kDocument), Action::kActivate, "category:orders");
  CHECK(text_of(host, view::Look::kTitle) == "Orders");
  CHECK(listed(host) == "article:returns, article:delivery");
  CHECK(properties(act(host, "article", "returns"), "Guide Article Viewed")["from"] == "category");
  CHECK(properties(act(host, "article", "delivery"), "Guide Article Viewed")["from"] == "link");
  act(host, "back");
  CHECK(text_of(host, view::Look::kTitle) == "How to return an order");
  act(host, "back");
  CHECK(text_of(host, view::Look::kTitle) == "Orders");
  act(host, "home");
  CHECK(text_of(host, view::Look::kTitle) == "How can we help?");
}

TEST_CASE("where an article was opened from is told", "[core][help]") {
  Host host = opened("en", kCart);
  CHECK(properties(act(host, "article", "promo"), "Guide Article Viewed")["from"] == "suggestion");
  act(host, "home");
  CHECK(properties(act(host, "article", "about"), "Guide Article Viewed")["from"] == "list");
}

TEST_CASE("an article or category that is none leaves the panel as it is", "[core][help]") {
  Host host = opened();
  CHECK(emitted(act(host, "article", "nothing")).empty());
  act(host, "category", "nothing");
  CHECK(text_of(host, view::Look::kTitle) == "How can we help?");
}

// --- "did this help?" ---------------------------------------------------------------------------------------

TEST_CASE("a yes is told at once and thanked for, and asked no more", "[core][help]") {
  Host host = opened();
  act(host, "article", "returns");
  CHECK(text_of(host, view::Look::kSecondary) == "Did this help?");
  const std::vector<Effect> effects = press(host, seen(host, view::Look::kQuiet, 0));
  const Json told = properties(effects, "Guide Rated");
  CHECK(told["article"] == "returns");
  CHECK(told["helpful"] == true);
  CHECK(announced(effects) == "Thank you!");
  CHECK(text_of(host, view::Look::kSecondary) == "Thank you!");
  CHECK(emitted(act(host, "helpful", "no")).empty());
}

TEST_CASE("a no asks for the reason and is told with it, masked", "[core][help]") {
  std::string config = kHelp;
  config.insert(config.find("\"guides\""), R"("privacy": {"mask": true}, )");
  Host host = opened("en", kHome, config.c_str());
  act(host, "article", "returns");
  CHECK(emitted(press(host, seen(host, view::Look::kQuiet, 1))).empty());
  REQUIRE(seen(host, view::Look::kInputText) != nullptr);
  CHECK(seen(host, view::Look::kInputText)->label == "What was missing?");
  act_on(host, seen(host, view::Look::kInputText), Action::kInput, "no address, a@x.example");
  CHECK(seen(host, view::Look::kInputText)->value == "no address, a@x.example");
  const std::vector<Effect> effects = press(host, seen(host, view::Look::kPrimary));
  const Json told = properties(effects, "Guide Rated");
  CHECK(told["helpful"] == false);
  CHECK(told["reason"] == "no address, [email]");
  CHECK(seen(host, view::Look::kInputText) == nullptr);
}

TEST_CASE("a no without a reason is told when the article is left, and when the page is", "[core][help]") {
  Host host = opened();
  act(host, "article", "returns");
  act(host, "helpful", "no");
  CHECK(properties(act(host, "back"), "Guide Rated")["helpful"] == false);
  act(host, "article", "about");
  act(host, "helpful", "no");
  act(host, "reason", "half a");
  const std::vector<Effect> effects = host.give(event::Hidden{});
  CHECK(properties(effects, "Guide Rated")["reason"] == "half a");
  CHECK(emitted(act(host, "close")).empty());
}

TEST_CASE("every article is asked about for itself", "[core][help]") {
  Host host = opened();
  act(host, "article", "returns");
  act(host, "helpful", "yes");
  act(host, "article", "delivery");
  CHECK(text_of(host, view::Look::kSecondary) == "Did this help?");
}

// --- people -------------------------------------------------------------------------------------------------

TEST_CASE("contacting people tells the page what it was about", "[core][help]") {
  Host host = opened("en", kCart);
  act(host, "search", "return");
  act(host, "article", "returns");
  act(host, "helpful", "no");
  const std::vector<Effect> effects = press(host, seen(host, view::Look::kTaskAction));
  const Json page = properties(effects, "contact_wanted");
  CHECK(page["article"] == "returns");
  CHECK(page["query"] == "return");
  CHECK(page["page"] == "/cart");
  CHECK(properties(effects, "Guide Contacted")["article"] == "returns");
  CHECK(host.engine.view() == nullptr);  // the page takes over
}

TEST_CASE("what is meant for the page's scripts is not sent", "[core][help]") {
  Host host = opened();
  act(host, "contact");
  host.wait(10 * kSecond);
  std::string sent;
  for (const effect::Send& send : host.sent) sent += dump_json(send.body);
  CHECK(sent.find("Guide Contacted") != std::string::npos);
  CHECK(sent.find("contact_wanted") == std::string::npos);
}

TEST_CASE("a contact with an address is a link", "[core][help]") {
  Host host = opened("en", kHome, kFile);
  const view::Node* link = seen(host, view::Look::kTaskAction);
  REQUIRE(link != nullptr);
  CHECK(link->role == view::Role::kLink);
  CHECK(link->value == "mailto:a@x.example");
  CHECK(emitted(press(host, link)) == std::vector<std::string>{"Guide Contacted"});
}

// --- a file of articles -------------------------------------------------------------------------------------

TEST_CASE("a file of articles is fetched when the panel is first opened, and what is broken in it is named",
          "[core][help]") {
  Host host = started("en", kHome, kFile);
  std::vector<Effect> effects = host.give(event::Show{"help"});
  REQUIRE(all<effect::Fetch>(effects).size() == 1);
  CHECK(all<effect::Fetch>(effects)[0].url == "/help.json");
  CHECK_FALSE(all<effect::Fetch>(effects)[0].go);
  CHECK(text_of(host, view::Look::kSecondary) == "Loading…");
  act(host, "search", "lamp");  // meanwhile
  host.give(event::Fetched{"help", 200, kArticles});
  CHECK(listed(host) == "article:a");
  REQUIRE_FALSE(host.warnings.empty());
  CHECK(host.warnings[0].find("/help.json") != std::string::npos);
  CHECK(host.warnings[0].find("/articles/1") != std::string::npos);
  act(host, "close");
  effects = host.give(event::Show{"help"});
  CHECK(all<effect::Fetch>(effects).empty());
  CHECK(listed(host) == "label Categories, category:c, label All articles, article:a, article:b");
}

TEST_CASE("a file that is not there or is none is said to be so, and can be asked for again", "[core][help]") {
  for (const event::Fetched& answer :
       {event::Fetched{"help", 0, ""}, event::Fetched{"help", 404, "nope"}, event::Fetched{"help", 200, "<html>"}}) {
    Host host = opened("en", kHome, kFile);
    host.give(answer);
    CHECK(text_of(host, view::Look::kSecondary) == "The articles could not be loaded.");
    CHECK(host.warnings.size() == 1);
    CHECK(listed(host) == "retry");
    const std::vector<Effect> effects = act_on(host, seen(host, view::Look::kDocument), Action::kActivate, "retry");
    CHECK(all<effect::Fetch>(effects).size() == 1);
    CHECK(text_of(host, view::Look::kSecondary) == "Loading…");
    host.give(event::Fetched{"help", 200, R"([{"id":"a","title":"Lamps","text":"They shine."}])"});
    CHECK(listed(host).find("article:a") != std::string::npos);
  }
}

TEST_CASE("an answer that nobody waits for changes nothing", "[core][help]") {
  Host host = opened();
  host.give(event::Fetched{"help", 200, kArticles});
  CHECK(listed(host).find("article:a,") == std::string::npos);
}

// --- being offered ------------------------------------------------------------------------------------------

TEST_CASE("what a trigger suggests is a small card of at most three, which opens the panel at one", "[core][help]") {
  Host host = started();
  std::vector<Effect> effects = host.track("rage");
  CHECK(displays(effects) == std::vector<std::string>{"corner"});
  REQUIRE(host.engine.view() != nullptr);
  CHECK(host.engine.view()->look == view::Look::kNote);
  CHECK(text_of(host, view::Look::kTitle) == "Can we help?");
  CHECK(text_of(host, view::Look::kTaskAction, 0) == "Promo codes");
  CHECK(seen(host, view::Look::kTaskAction, 3) == nullptr);
  effects = press(host, seen(host, view::Look::kTaskAction, 1));
  CHECK(displays(effects) == std::vector<std::string>{"panel"});
  CHECK(properties(effects, "Guide Opened")["from"] == "suggestion");
  CHECK(properties(effects, "Guide Article Viewed")["from"] == "suggestion");
  CHECK(text_of(host, view::Look::kTitle) == "How to return an order");
  press(host, seen(host, view::Look::kPrevious));
  CHECK(seen(host, view::Look::kSearch) != nullptr);
}

TEST_CASE("articles of a file are loaded when they are to be offered, and offered then", "[core][help]") {
  std::string config = kFile;
  config.insert(config.find("\"title\""), R"("suggestions": [{"triggers": [{"event": "rage"}], "articles": ["b"]}], )");
  Host host = started("en", kHome, config.c_str());
  const std::vector<Effect> effects = host.track("rage");
  CHECK(all<effect::Fetch>(effects).size() == 1);
  CHECK(host.engine.view() == nullptr);
  CHECK(displays(host.give(event::Fetched{"help", 200, kArticles})) == std::vector<std::string>{"corner"});
  CHECK(text_of(host, view::Look::kTitle) == "Help");
  CHECK(text_of(host, view::Look::kTaskAction) == "Chairs");
  press(host, seen(host, view::Look::kTaskAction));
  CHECK(text_of(host, view::Look::kTitle) == "Chairs");
  act(host, "back");
  act(host, "search", "lamp");
  CHECK(listed(host) == "article:a");
}

TEST_CASE("articles that came too late for their page are not offered on the next", "[core][help]") {
  std::string config = kFile;
  config.insert(config.find("\"title\""), R"("suggestions": [{"triggers": [{"event": "rage"}], "articles": ["b"]}], )");
  Host host = started("en", kHome, config.c_str());
  host.track("rage");
  host.open(kCart);
  CHECK(displays(host.give(event::Fetched{"help", 200, kArticles})).empty());
}

TEST_CASE("on another page the open panel suggests what that is about", "[core][help]") {
  Host host = opened();
  host.open(kCart);
  CHECK(listed(host).find("label Suggested, article:promo") == 0);
}

TEST_CASE("an offer that is closed leaves quietly", "[core][help]") {
  Host host = started();
  host.track("rage");
  CHECK(emitted(press(host, seen(host, view::Look::kClose))).empty());
  CHECK(host.engine.view() == nullptr);
}

TEST_CASE("an open panel is not replaced by an offer", "[core][help]") {
  Host host = opened();
  act(host, "article", "about");
  CHECK(displays(host.track("rage")).empty());
  CHECK(text_of(host, view::Look::kTitle) == "About the shop");
}

TEST_CASE("what is done in a panel that is closed does nothing", "[core][help]") {
  Host host = started();
  for (const char* what : {"search", "article", "category", "helpful", "send", "contact", "retry", "close", "back"}) {
    CHECK(emitted(act(host, what, "returns")).empty());
  }
  CHECK(host.engine.view() == nullptr);
}

TEST_CASE("an over-long query or reason is cut, bytes that are no text do no harm", "[core][help]") {
  Host host = opened();
  act(host, "search", std::string(100'000, 'a'));
  CHECK(seen(host, view::Look::kSearch)->value.size() == 200);
  act(host, "search", "\xff\xfe\x80");
  act(host, "article", "returns");
  act(host, "helpful", "no");
  act(host, "reason", std::string(100'000, 'b'));
  CHECK(properties(act(host, "send"), "Guide Rated")["reason"].get<std::string>().size() == 2000);
}

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "core/privacy/address.h"
#include "core/privacy/gate.h"
#include "core/protocol.h"
#include "core_support.h"

using namespace canvass;
using namespace canvass::test;

namespace {

using Kind = event::Reset::Kind;

constexpr const char* kThanks = "https://shop.example/thanks";

// The shop, with these fields of "privacy".
std::string shop(const std::string& privacy) {
  std::string text = kShop;
  text.insert(text.find('"'), "\"privacy\": {" + privacy + "}, ");
  return text;
}

const std::string kAsks = shop(R"("consent": "required")");

std::vector<Effect> init(Host& host, bool signal = false) {
  event::Init init{.visitor = {}, .seed = "5eed", .locale = "en", .stored = host.storage};
  init.privacy_signal = signal;
  return host.give(init);
}

std::vector<Effect> choose(Host& host, Kind kind) { return host.give(event::Reset{kind}); }

// Everything that is kept or leaves, as text.
std::string traces(const Host& host) {
  std::string text;
  for (const auto& [key, value] : host.storage) text += key + "=" + value + "\n";
  for (const effect::Send& send : host.sent) text += dump_json(send.body);
  return text;
}

// A visitor who has done everything there is to do: answered, been identified, looked around.
Host busy(const std::string& config, bool signal = false) {
  Host host(config);
  init(host, signal);
  host.give(event::Page{"https://shop.example/cart?utm_source=mail&token=secret#top", "https://news.example/a?q=1"});
  host.give(event::Identify{"anna", {{"plan", "pro"}}});
  host.open(kThanks);
  host.track("order_completed");
  host.wait(3 * kSecond);
  host.give(event::Shown{"nps"});
  host.answer("nps", "score", 9);
  host.give(event::Next{});
  host.draft("nps", "why", "because");
  return host;
}

}  // namespace

// --- consent -------------------------------------------------------------------------------------------------------

TEST_CASE("where consent is required nothing at all happens before it is given", "[core][privacy]") {
  Host host(kAsks);
  std::vector<Effect> effects = init(host);
  const auto more = [&](std::vector<Effect> next) { effects.insert(effects.end(), next.begin(), next.end()); };
  more(host.open("https://shop.example/cart?utm_source=mail"));
  more(host.give(event::Identify{"anna", {}}));
  more(host.give(event::Fields{{{"source", "x"}}}));
  more(host.track("order_completed"));
  more(host.give(event::Show{"nps"}));
  more(host.give(event::Hidden{}));
  more(host.give(event::Visible{}));
  more(host.give(event::Offline{}));
  more(host.give(event::Online{}));
  more(host.give(event::Stored{"m:nps", "{}"}));
  more(host.give(event::Reset{}));
  more(host.wait(kDay));
  more(host.give(event::Tick{}));
  more(choose(host, Kind::kNoConsent));
  CHECK(effects.empty());
  CHECK(host.engine.view() == nullptr);
}

TEST_CASE("what the page said before the consent is taken up at it", "[core][privacy]") {
  Host host(kAsks);
  init(host);
  host.open("https://shop.example/thanks?utm_source=mail");
  host.give(event::Identify{"anna", {{"plan", "pro"}}});
  host.track("order_completed");
  const auto effects = choose(host, Kind::kConsent);
  CHECK(host.storage.at("consent") == "granted");
  CHECK(host.storage.count("visitor") == 1);
  CHECK(host.storage.at("identity") == R"({"id":"anna","traits":{"plan":"pro"}})");
  CHECK(emitted(effects) == std::vector<std::string>{"identify"});
  host.wait(3 * kSecond);
  CHECK(host.showing() == "survey nps score");
}

TEST_CASE("what was due on an earlier page does not show when consent comes on another", "[core][privacy]") {
  Host host(kAsks);
  init(host);
  host.open("https://shop.example/support/done");
  host.open(kThanks);
  choose(host, Kind::kConsent);
  CHECK(host.showing().empty());
}

TEST_CASE("a granted consent is remembered on the next page", "[core][privacy]") {
  Host host(kAsks);
  init(host);
  choose(host, Kind::kConsent);
  Host next = host.reload(kAsks);
  init(next);
  next.open("https://shop.example/support/done");
  CHECK(next.showing() == "survey ces ease");
  CHECK(choose(next, Kind::kConsent).empty());
}

TEST_CASE("a withdrawn consent erases everything, hides everything, and is waited for again", "[core][privacy]") {
  Host host = busy(kAsks);
  CHECK(host.storage.empty());
  choose(host, Kind::kConsent);
  host.wait(3 * kSecond);
  REQUIRE(host.showing() == "survey nps score");
  host.give(event::Shown{"nps"});
  host.answer("nps", "score", 9);
  REQUIRE(host.queued() > 0);
  const auto effects = choose(host, Kind::kNoConsent);
  CHECK(host.storage.empty());
  CHECK(host.showing().empty());
  CHECK(host.engine.view() == nullptr);
  CHECK_FALSE(host.wish);
  CHECK(host.watched == effect::Watch{});
  const size_t sent = host.sent.size();
  CHECK(host.track("order_completed").empty());
  CHECK(host.wait(kDay).empty());
  CHECK(host.sent.size() == sent);
  // And given again, as somebody new on the same page.
  choose(host, Kind::kConsent);
  CHECK(host.storage.count("visitor") == 1);
  CHECK(host.storage.count("identity") == 0);
  host.open("https://shop.example/support/done");
  CHECK(host.showing() == "survey ces ease");
}

TEST_CASE("where no consent is required a refusal is honoured and remembered", "[core][privacy]") {
  Host host = busy(kShop);
  choose(host, Kind::kNoConsent);
  CHECK(host.storage == std::map<std::string, std::string>{{"consent", "refused"}});
  Host next = host.reload(kShop);
  CHECK(init(next).empty());
  CHECK(next.open("https://shop.example/support/done").empty());
  choose(next, Kind::kConsent);
  CHECK(next.storage.count("consent") == 0);
  CHECK(next.showing() == "survey ces ease");
}

TEST_CASE("what is kept in memory while consent is waited for is bounded and keeps the visitor's page",
          "[core][privacy]") {
  Host host(kAsks);
  init(host);
  host.open("https://shop.example/?utm_source=mail");
  host.give(event::Identify{"anna", {}});
  for (int i = 0; i < 5000; ++i) {
    host.give(event::Track{"noise", {{"text", std::string(1000, 'x')}}});
    host.open("https://shop.example/" + std::to_string(i));
  }
  host.give(event::Track{"huge", {{"text", std::string(1'000'000, 'x')}}});
  host.open("https://shop.example/support/done");
  choose(host, Kind::kConsent);
  CHECK(host.showing() == "survey ces ease");
  CHECK(host.storage.count("identity") == 1);
}

TEST_CASE("a page in a preview waits for consent, too", "[core][privacy]") {
  Host host(kAsks);
  init(host);
  CHECK(host.open("https://shop.example/?canvass-preview=nps").empty());
  choose(host, Kind::kConsent);
  CHECK(host.showing() == "survey nps score");
}

TEST_CASE("explaining says that consent is missing, or that the visitor has opted out", "[core][privacy]") {
  Host host(kAsks);
  init(host);
  host.open(kThanks);
  Json said = *parse_json(host.engine.explain("nps", host.now));
  CHECK(said["shows"] == false);
  CHECK(said["text"] == "waits for the visitor's consent");
  CHECK(said["conditions"][0]["condition"] == "privacy");
  CHECK(said["conditions"][0]["value"] == "waiting");
  choose(host, Kind::kOptOut);
  said = *parse_json(host.engine.explain("nps", host.now));
  CHECK(said["text"] == "the visitor has opted out");
  choose(host, Kind::kOptIn);
  choose(host, Kind::kConsent);
  said = *parse_json(host.engine.explain("nps", host.now));
  CHECK(said["conditions"][0]["condition"] != "privacy");
}

// --- opting out, forgetting --------------------------------------------------------------------------------------

TEST_CASE("who opts out leaves nothing but that choice, on this page and the next", "[core][privacy]") {
  Host host = busy(kShop);
  REQUIRE(host.queued() > 0);
  choose(host, Kind::kOptOut);
  CHECK(host.storage == std::map<std::string, std::string>{{"optOut", "true"}});
  CHECK(host.showing().empty());
  CHECK(host.track("order_completed").empty());
  CHECK(host.give(event::Show{"nps"}).empty());
  Host next = host.reload(kShop);
  CHECK(init(next).empty());
  CHECK(next.open("https://shop.example/support/done").empty());
  CHECK(next.wait(kDay).empty());
  CHECK(next.give(event::Reset{}).empty());
  CHECK(next.give(event::Reset{Kind::kConsent}).empty());
  choose(next, Kind::kForget);
  CHECK(next.storage == std::map<std::string, std::string>{{"optOut", "true"}});
  choose(next, Kind::kOptIn);
  CHECK(next.storage.count("optOut") == 0);
  CHECK(next.storage.count("visitor") == 1);
  CHECK(next.showing() == "survey ces ease");
}

TEST_CASE("what was tracked while opted out is never taken up", "[core][privacy]") {
  Host host(kShop);
  init(host);
  host.open(kThanks);
  choose(host, Kind::kOptOut);
  host.track("order_completed");
  choose(host, Kind::kOptIn);
  host.wait(kMinute);
  CHECK(host.showing().empty());
}

TEST_CASE("forgetting erases every key, also those that earlier pages and versions left", "[core][privacy]") {
  Host host(kShop);
  host.storage = {{"visitor", "old"},
                  {"m:gone", R"({"shown":1})"},
                  {"something", "else"},
                  {"tab:utm", "{}"},
                  {"tab:visit", "3"},
                  {"session:inline", "x"},
                  {"wait", "{}"},
                  {"dropped", "{}"},
                  {"identity", R"({"id":"anna"})"}};
  init(host);
  host.give(event::Identify{"anna", {}});
  host.open(kThanks);
  host.track("order_completed");
  host.wait(3 * kSecond);
  host.give(event::Shown{"nps"});
  REQUIRE(host.queued() > 0);
  choose(host, Kind::kForget);
  std::set<std::string> left;
  for (const auto& entry : host.storage) left.insert(entry.first);
  left.erase("sleep");
  CHECK(left == std::set<std::string>{"visitor", "visits", "tab:visit"});
  CHECK(host.storage.at("visitor") != "old");
  CHECK(host.storage.at("tab:visit") == "1");
  CHECK(traces(host).find("anna") == std::string::npos);
  CHECK(host.showing().empty());
}

TEST_CASE("what was on its way is given up when the visitor is forgotten", "[core][privacy]") {
  Host host = busy(kShop);
  host.wait(2 * kSecond);
  REQUIRE_FALSE(host.sent.empty());
  const auto effects = choose(host, Kind::kForget);
  REQUIRE(all<effect::Abort>(effects).size() == 1);
  CHECK(all<effect::Abort>(effects)[0].request == host.sent.back().request);
  CHECK(host.queued() == 0);
  const auto late = host.respond(500);
  CHECK(all<effect::Send>(late).empty());
  CHECK(host.wait(kHour).empty());
}

TEST_CASE("forgetting before consent leaves nothing of earlier times", "[core][privacy]") {
  Host host(kAsks);
  host.storage = {{"visitor", "old"}, {"q:1", "{}"}, {"identity", R"({"id":"anna"})"}};
  CHECK(init(host).empty());
  host.open(kThanks);
  choose(host, Kind::kForget);
  CHECK(host.storage.empty());
  choose(host, Kind::kConsent);
  CHECK(host.storage.at("visitor") != "old");
  CHECK(host.storage.count("identity") == 0);
}

TEST_CASE("a choice made in another tab counts in this one", "[core][privacy]") {
  Host host = busy(kShop);
  host.storage["optOut"] = "true";
  const auto effects = host.give(event::Stored{"optOut", "true"});
  CHECK(host.storage == std::map<std::string, std::string>{{"optOut", "true"}});
  for (const effect::Store& store : all<effect::Store>(effects)) CHECK(store.key != "optOut");  // no answering back
  CHECK(host.open("https://shop.example/support/done").empty());
  host.give(event::Stored{"optOut", std::nullopt});
  CHECK(host.showing() == "survey ces ease");

  Host asked(kAsks);
  init(asked);
  asked.open("https://shop.example/support/done");
  asked.give(event::Stored{"consent", "granted"});
  CHECK(asked.showing() == "survey ces ease");
  asked.give(event::Stored{"consent", std::nullopt});
  CHECK(asked.showing().empty());
  CHECK(asked.storage.empty());
}

// --- signals -------------------------------------------------------------------------------------------------------

TEST_CASE("with a privacy signal nothing is kept that links pages, and surveys are answered all the same",
          "[core][privacy]") {
  Host host = busy(kShop, true);
  for (const char* key : {"visitor", "identity", "visits", "session", "tab:visit", "tab:utm", "tab:pages"}) {
    INFO(key);
    CHECK(host.storage.count(key) == 0);
  }
  CHECK(host.storage.count("m:nps") == 1);
  CHECK(host.queued() == 2);  // shown and answered, and nobody was identified
  host.wait(2 * kSecond);
  REQUIRE(host.sent.size() == 1);
  CHECK(traces(host).find("anna") == std::string::npos);
  CHECK(traces(host).find("secret") == std::string::npos);
  host.respond(200);
  CHECK(host.queued() == 0);

  Host next = host.reload(kShop);
  init(next, true);
  next.open(kThanks);
  next.track("order_completed");
  next.wait(kMinute);
  CHECK(next.showing().empty());  // it was asked before
  next.open("https://shop.example/support/done");
  next.give(event::Shown{"ces"});
  next.wait(2 * kSecond);
  REQUIRE(next.sent.size() == 1);
  const Json& before = host.sent[0].body["batch"][0]["anonymousId"];
  CHECK(next.sent[0].body["batch"][0]["anonymousId"] != before);
}

TEST_CASE("with a privacy signal what earlier pages stored goes", "[core][privacy]") {
  Host host = busy(kShop);
  const std::string visitor = host.storage.at("visitor");
  host.storage["something"] = "else";
  init(host = host.reload(kShop), true);
  for (const auto& [key, value] : host.storage) {
    INFO(key);
    CHECK(privacy::is_anonymous(key));
  }
  CHECK(host.showing().empty());
}

TEST_CASE("a host's own visitor id is not taken from who does not want to be tracked", "[core][privacy]") {
  Host host(kShop);
  host.give(event::Init{.visitor = "mine", .seed = "1", .locale = "en", .stored = {}, .privacy_signal = true});
  host.give(event::Show{"nps"});
  const auto effects = host.give(event::Shown{"nps"});
  CHECK(all<effect::Emit>(effects)[0].event["anonymousId"] != "mine");
}

TEST_CASE("a site may leave the signals to the visitor's own choice", "[core][privacy]") {
  Host host = busy(shop(R"("respectSignals": false)"), true);
  CHECK(host.storage.count("visitor") == 1);
  CHECK(host.storage.count("session") == 1);
}

// --- ids, addresses, answers ---------------------------------------------------------------------------------------

TEST_CASE("a visitor's id is renewed when it is older than the configuration wants", "[core][privacy]") {
  const std::string config = shop(R"("rotate": "30d")");
  Host host(config);
  init(host);
  const std::string first = host.storage.at("visitor");
  host.now += 30 * kDay;
  Host later = host.reload(config);
  init(later);
  CHECK(later.storage.at("visitor") == first);
  later.now += kDay;
  Host latest = later.reload(config);
  latest.give(event::Init{.visitor = first, .seed = "other", .locale = "en", .stored = latest.storage});
  CHECK(latest.storage.at("visitor") != first);
  Host never = later.reload(kShop);
  init(never);
  CHECK(never.storage.at("visitor") == first);
}

TEST_CASE("of an address only the path is stored or sent, and the parameters that are allowed", "[core][privacy]") {
  const std::string url = "https://shop.example/thanks?utm_source=mail&token=secret&ref=a%20b#secret";
  const auto run = [&](const std::string& config) {
    Host host(config);
    init(host);
    host.give(event::Page{url, "https://news.example/secret?secret=1"});
    host.track("order_completed");
    host.wait(3 * kSecond);
    host.give(event::Shown{"nps"});
    host.wait(2 * kSecond);
    CHECK(traces(host).find("secret") == std::string::npos);
    REQUIRE(host.sent.size() == 1);
    return host.sent[0].body["batch"][0]["context"]["page"];
  };
  CHECK(run(kShop) == Json{{"path", "/thanks"}});
  CHECK(run(shop(R"("query": ["ref", "utm_source"])")) ==
        Json{{"path", "/thanks"}, {"search", "?utm_source=mail&ref=a%20b"}});
  CHECK(run(shop(R"("query": ["other"])")) == Json{{"path", "/thanks"}});
}

TEST_CASE("the kept part of a query is made of whole parameters", "[core][privacy]") {
  const Vector<std::string> allowed = {"a", "b c", "й"};
  using privacy::kept_query;
  CHECK(kept_query("/x?a=1", allowed) == "?a=1");
  CHECK(kept_query("/x?a", allowed) == "?a");
  CHECK(kept_query("/x?b+c=1&b%20c=2", allowed) == "?b+c=1&b%20c=2");
  CHECK(kept_query("/x?%D0%B9=1", allowed) == "?%D0%B9=1");
  CHECK(kept_query("/x?z=1&a=2&&y=3&a=4", allowed) == "?a=2&a=4");
  CHECK(kept_query("/x#?a=1", allowed).empty());
  CHECK(kept_query("/x?aa=1", allowed).empty());
  CHECK(kept_query("/x?", allowed).empty());
  CHECK(kept_query("/x", allowed).empty());
  CHECK(kept_query("/x?a=" + std::string(998, '1'), allowed).empty());
  CHECK(kept_query("/x?a=" + std::string(997, '1'), allowed).size() == 1000);
}

TEST_CASE("the campaign is kept for the visit as far as a condition or a text asks for it", "[core][privacy]") {
  const std::string url = "https://shop.example/?utm_source=mail&utm_campaign=spring&utm_term=anna@example.org";
  const auto kept = [&](const std::string& survey) {
    Host host(R"({"canvass":1,"surveys":[{"id":"s",)" + survey + R"(}]})");
    init(host);
    host.open(url);
    const auto found = host.storage.find("tab:utm");
    return found == host.storage.end() ? std::string() : found->second;
  };
  const std::string question = R"("questions":[{"id":"q","type":"nps","text":"?"}])";
  CHECK(kept(question).empty());
  CHECK(kept(R"("audience":{"all":[{"utm":"source","is":"x"}]},)" + question) == R"({"source":"mail"})");
  CHECK(kept(R"("questions":[{"id":"q","type":"nps","text":{"en":"{{utm.campaign}}?"}}])") ==
        R"({"campaign":"spring"})");
  CHECK(kept(R"("hidden":{"a":"utm_source"},)" + question).empty());
}

TEST_CASE("free text is stored and sent masked, and shown as it was typed", "[core][privacy]") {
  const std::string config = R"({"canvass":1,"endpoint":"/v1","privacy":{"mask":["email","card"]},"surveys":[{"id":"s",
    "questions":[{"id":"why","type":"text","text":"?"},
                 {"id":"pick","type":"choice","multiple":true,"other":true,"options":["a","b"],"text":"?"},
                 {"id":"mail","type":"email","text":"{{answer.why}}"}]}]})";
  Host host(config);
  init(host);
  host.open(kThanks);
  host.give(event::Show{"s"});
  host.give(event::Shown{"s"});
  host.draft("s", "why", "ask anna@example.org");
  CHECK(traces(host).find("ask [email]") != std::string::npos);
  CHECK(traces(host).find("anna") == std::string::npos);
  host.give(event::Next{});
  const auto effects =
      host.answer("s", "pick", Json::array({"1", {{"other", "4111 1111 1111 1111 and +77011234567"}}}));
  CHECK(properties(effects, "Survey Answered")["other"] == "[card] and +77011234567");
  host.give(event::Next{});
  CHECK(host.engine.view()->children[0].text.find("anna@example.org") == std::string::npos);
  const auto mail = host.answer("s", "mail", "anna@example.org");
  CHECK(properties(mail, "Survey Answered")["value"] == "anna@example.org");  // it was asked for
  std::string text = traces(host);
  CHECK(text.find("4111") == std::string::npos);
  CHECK(text.find("ask anna") == std::string::npos);
}

TEST_CASE("the events of consent are read and written as they are spelled", "[core][privacy]") {
  for (const char* text : {R"({"ev":"consent","granted":true})", R"({"ev":"consent","granted":false})",
                           R"({"ev":"optOut"})", R"({"ev":"optIn"})", R"({"ev":"forget"})", R"({"ev":"reset"})"}) {
    std::string error;
    const std::optional<Event> event = event_from_json(*parse_json(text), error);
    REQUIRE(event);
    CHECK(dump_json(to_json(*event)) == text);
  }
  for (const char* text :
       {R"({"ev":"consent"})", R"({"ev":"consent","granted":"yes"})", R"({"ev":"init","privacySignal":1})"}) {
    std::string error;
    CHECK_FALSE(event_from_json(*parse_json(text), error));
    CHECK(error.find("needs") != std::string::npos);
  }
}

TEST_CASE("privacy is configured with clear words about what is wrong", "[core][privacy]") {
  const auto complaint = [](const std::string& privacy) {
    const Host host(shop(privacy));
    return host.problems.errors.empty() ? std::string()
                                        : host.problems.errors[0].pointer + " " + host.problems.errors[0].message;
  };
  CHECK(complaint(R"("mask": true, "query": [], "rotate": "30d", "consent": "not-required")").empty());
  CHECK(complaint(R"("mask": ["emial"])") == R"(/privacy/mask/0 unknown "emial", did you mean "email"?)");
  CHECK(complaint(R"("mask": "email")").find("/privacy/mask must be true or a list") == 0);
  CHECK(complaint(R"("mask": [1])").find("/privacy/mask/0 must be") == 0);
  CHECK(complaint(R"("query": [""])").find("/privacy/query/0 must be the name") == 0);
  CHECK(complaint(R"("consent": "requierd")").find("/privacy/consent") == 0);
  CHECK(complaint(R"("rotate": "1h")").find("/privacy/rotate") == 0);
}

#include <catch2/catch_test_macros.hpp>

#include "core/protocol.h"
#include "core_support.h"

using namespace canvass;

namespace {

std::string error_of(const char* text) {
  std::string error;
  const std::optional<Event> event = event_from_json(*parse_json(text), error);
  CHECK(event.has_value() == error.empty());
  return error;
}

std::string spelled(const Effect& effect, TimeMs now = 0, TimeMs epoch = 0) {
  return dump_json(to_json(effect, now, epoch));
}

}  // namespace

TEST_CASE("every event reads back as it was written", "[core][protocol]") {
  const std::vector<const char*> events = {
      R"({"ev":"init","locale":"ru","seed":"5eed","stored":{"last":"7","visitor":"v"},"visitor":"v"})",
      R"({"ev":"page","referrer":"https://a.example/","url":"https://b.example/"})",
      R"({"ev":"track","name":"bought","props":{"total":42.5}})",
      R"({"ev":"identify","id":"u","traits":{"plan":"pro"}})",
      R"({"ev":"show","id":"nps"})",
      R"({"ev":"fields","values":{"source":"mail"}})",
      R"({"ev":"click","selector":"#pay"})",
      R"({"ev":"seen","selector":"#reviews"})",
      R"({"depth":55,"ev":"scroll"})",
      R"({"ev":"exit"})",
      R"({"ev":"idle","for":20000})",
      R"({"ev":"container","id":"nps"})",
      R"({"ev":"taken","id":"nps"})",
      R"({"ev":"lead","leading":true,"stored":{"q:1":"{}"}})",
      R"({"ev":"stored","key":"m:nps","value":null})",
      R"({"ev":"shown","id":"nps"})",
      R"({"ev":"missing","id":"tip"})",
      R"({"ev":"draft","question":"score","survey":"nps","value":3})",
      R"({"ev":"answer","question":"why","survey":"nps","value":"fast"})",
      R"({"ev":"next"})",
      R"({"ev":"back"})",
      R"({"ev":"dismiss"})",
      R"({"act":"search","ev":"guide","guide":"help","value":"retrun"})",
      R"({"body":"{}","ev":"fetched","id":"help","status":200})",
      R"({"details":{"kind":"mutation"},"ev":"interact","what":"effect"})",
      R"({"ev":"hidden"})",
      R"({"ev":"visible"})",
      R"({"ev":"online"})",
      R"({"ev":"offline"})",
      R"({"ev":"tick"})",
      R"({"date":"Thu, 01 Jan 2026 00:00:00 GMT","ev":"response","request":3,"retryAfter":"2","status":503})",
      R"({"ev":"storageFailed","key":"q:1"})",
      R"({"ev":"reset"})",
  };
  REQUIRE(events.size() == std::variant_size_v<Event>);
  for (size_t i = 0; i < events.size(); ++i) {
    INFO(events[i]);
    std::string error;
    const std::optional<Event> event = event_from_json(*parse_json(events[i]), error);
    REQUIRE(event);
    CHECK(event->index() == i);
    CHECK(dump_json(to_json(*event)) == events[i]);
  }
}

TEST_CASE("a tab leads unless it is said not to, and knows what is stored only when it is told", "[core][protocol]") {
  std::string error;
  CHECK(std::get<event::Init>(*event_from_json(*parse_json(R"({"ev":"init"})"), error)).leading);
  const Json follows = *parse_json(R"({"ev":"init","leading":false})");
  CHECK_FALSE(std::get<event::Init>(*event_from_json(follows, error)).leading);
  CHECK(to_json(*event_from_json(follows, error))["leading"] == false);
  const event::Lead lead = std::get<event::Lead>(*event_from_json(*parse_json(R"({"ev":"lead"})"), error));
  CHECK(lead.leading);
  CHECK_FALSE(lead.known);
  CHECK(to_json(Event(lead)) == *parse_json(R"({"ev":"lead","leading":true})"));
  CHECK(std::get<event::Lead>(*event_from_json(*parse_json(R"({"ev":"lead","stored":{}})"), error)).known);
  CHECK(error_of(R"({"ev":"lead","leading":1})") == "\"lead\" needs true or false as \"leading\"");
}

TEST_CASE("what may be left out may be left out", "[core][protocol]") {
  for (const char* text : {R"({"ev":"init"})", R"({"ev":"page","url":"/"})", R"({"ev":"track","name":"x"})",
                           R"({"ev":"identify","id":"u"})", R"({"ev":"response","request":1,"status":0})",
                           R"({"ev":"init","visitor":null,"stored":null})", R"({"t":5,"ev":"next","more":[1]})"}) {
    INFO(text);
    CHECK(error_of(text).empty());
  }
}

TEST_CASE("numbers stand for text where people would write them", "[core][protocol]") {
  std::string error;
  CHECK(std::get<event::Identify>(*event_from_json({{"ev", "identify"}, {"id", 7}}, error)).id == "7");
  CHECK(std::get<event::Init>(*event_from_json({{"ev", "init"}, {"seed", 1}}, error)).seed == "1");
  const Json late = {{"ev", "response"}, {"request", 1}, {"status", 503}, {"retryAfter", 2}};
  CHECK(std::get<event::Response>(*event_from_json(late, error)).retry_after == "2");
}

TEST_CASE("of what was stored only text is taken", "[core][protocol]") {
  std::string error;
  const Json json = *parse_json(R"({"ev":"init","stored":{"a":"1","b":2,"c":null,"d":{"e":"f"}}})");
  CHECK(std::get<event::Init>(*event_from_json(json, error)).stored == std::map<std::string, std::string>{{"a", "1"}});
}

TEST_CASE("an event that is not one is explained", "[core][protocol]") {
  CHECK(error_of("7") == "expected an object with the name of an event in \"ev\"");
  CHECK(error_of("{}") == "expected an object with the name of an event in \"ev\"");
  CHECK(error_of(R"({"ev":7})") == "expected an object with the name of an event in \"ev\"");
  CHECK(error_of(R"({"ev":"pge"})") == "unknown event \"pge\", did you mean \"page\"?");
  CHECK(error_of(R"({"ev":"launch"})") == "unknown event \"launch\"");
  CHECK(error_of(R"({"ev":"page"})") == "\"page\" needs a string \"url\"");
  CHECK(error_of(R"({"ev":"page","url":7})") == "\"page\" needs a string \"url\"");
  CHECK(error_of(R"({"ev":"track","name":"x","props":7})") == "\"track\" needs an object \"props\"");
  CHECK(error_of(R"({"ev":"answer","survey":"s","question":"q"})") == "\"answer\" needs a value \"value\"");
  CHECK(error_of(R"({"ev":"answer","question":"q","value":1})") == "\"answer\" needs a string \"survey\"");
  CHECK(error_of(R"({"ev":"response","status":200})") == "\"response\" needs a whole number \"request\"");
  CHECK(error_of(R"({"ev":"response","request":1,"status":-200})") == "\"response\" needs a whole number \"status\"");
  CHECK(error_of(R"({"ev":"response","request":1.5,"status":200})") == "\"response\" needs a whole number \"request\"");
}

TEST_CASE("effects are written as docs/replay.md says", "[core][protocol]") {
  CHECK(spelled(effect::Show{"survey", "nps", "score", "", "", "popover"}) ==
        R"({"display":"popover","fx":"show","id":"nps","kind":"survey","question":"score","t":0})");
  CHECK(spelled(effect::Show{"survey", "nps", "", "", "", "inline"}) ==
        R"({"display":"inline","fx":"show","id":"nps","kind":"survey","question":"","t":0})");
  CHECK(spelled(effect::Show{"tip", "g", "", "#a", "top", "anchored"}) ==
        R"({"anchor":"#a","display":"anchored","fx":"show","id":"g","kind":"tip","placement":"top","t":0})");
  CHECK(
      spelled(effect::Show{"tour", "g", "", "#a", "top", "anchored", {{"step", "2"}}}) ==
      R"({"anchor":"#a","display":"anchored","fx":"show","id":"g","kind":"tour","placement":"top","step":"2","t":0})");
  CHECK(spelled(effect::Show{"tab", "g", "", "", "", ""}) == R"({"fx":"show","id":"g","kind":"tab","t":0})");
  CHECK(spelled(effect::Hide{"tip", "g"}) == R"({"fx":"hide","id":"g","kind":"tip","t":0})");
  CHECK(spelled(effect::Emit{{{"type", "track"}}}) == R"({"event":{"type":"track"},"fx":"emit","t":0})");
  CHECK(spelled(effect::Store{"k", "v"}) == R"({"fx":"store","key":"k","t":0,"value":"v"})");
  CHECK(spelled(effect::Store{"k", std::nullopt}) == R"({"fx":"store","key":"k","t":0,"value":null})");
  CHECK(spelled(effect::Send{2, "/v1", {{"batch", Json::array()}}, true}) ==
        R"({"body":{"batch":[]},"fx":"send","keepalive":true,"request":2,"t":0,"url":"/v1"})");
  CHECK(spelled(effect::Lead{}) == R"({"fx":"lead","t":0})");
  CHECK(spelled(effect::Abort{2}) == R"({"fx":"abort","request":2,"t":0})");
  CHECK(spelled(effect::Wake{std::nullopt}) == R"({"at":null,"fx":"wake","t":0})");
  CHECK(spelled(effect::Fetch{"g", "/a.json"}) == R"({"fx":"fetch","id":"g","t":0,"url":"/a.json"})");
  CHECK(spelled(effect::Fetch{"g", "/a", true}) == R"({"fx":"go","id":"g","t":0,"url":"/a"})");
  CHECK(spelled(effect::Announce{"a"}) == R"({"fx":"announce","t":0,"text":"a"})");
  CHECK(spelled(effect::Warn{"w"}) == R"({"fx":"warn","t":0,"text":"w"})");
}

TEST_CASE("times are given relative to the epoch asked for", "[core][protocol]") {
  CHECK(spelled(effect::Wake{5000}, 1500, 1000) == R"({"at":4000,"fx":"wake","t":500})");
}

// What tests/behaviour/signals cannot see: what a click costs, and what comes of what no host should tell.
#include <catch2/catch_test_macros.hpp>

#include "core/base/text.h"
#include "core/privacy/gate.h"
#include "core_support.h"

using namespace canvass;
using namespace canvass::test;

namespace {

constexpr const char* kSignals = R"({
  "canvass": 1, "endpoint": "/v1/batch", "signals": {"thrash": true},
  "surveys": [{"id": "ces", "triggers": [{"signal": "rage", "on": "#pay"}],
               "questions": [{"id": "ease", "type": "ces", "text": "?"}]}]})";

Event interact(std::string what, std::string_view details = "{}") {
  return event::Interact{std::move(what), parse_json(details).value()};
}

// A press on a button, or whatever its traits say.
Event press(std::string_view traits = R"("interactive")", std::string_view id = "apply") {
  return interact("press", join({R"({"target":{"id":")", id, R"(","role":"button","name":"Apply"},"x":10,"y":20,)",
                                 R"("count":1,"pointer":"mouse","traits":[)", traits, R"(],"on":["#pay"]})"}));
}

Host watching(std::string_view config = kSignals) {
  Host host(config);
  REQUIRE(host.problems.ok());
  host.start();
  host.open("https://shop.example/cart");
  host.wait(kMinute);
  return host;
}

}  // namespace

TEST_CASE("an interaction that nothing comes of asks for nothing", "[core][signals]") {
  Host host = watching();
  CHECK(host.give(press(R"("native")")).empty());
  host.now += 5000;
  CHECK(host.give(interact("active")).empty());
  CHECK(host.give(interact("effect", R"({"kind":"mutation"})")).empty());
  CHECK(host.give(interact("field", R"({"target":{"id":"zip"},"state":"edited"})")).empty());
  CHECK(host.give(interact("move", R"({"points":[0,1,2,100,300,2]})")).empty());
  CHECK(host.give(interact("load", R"({"type":"navigate"})")).empty());
}

TEST_CASE("a click that may be dead asks for one moment, however many follow", "[core][signals]") {
  Host host = watching();
  const std::vector<Effect> first = host.give(press());
  REQUIRE(first.size() == 1);
  CHECK(all<effect::Wake>(first).at(0).at == host.now + 2501);
  CHECK(host.give(interact("effect", R"({"kind":"mutation"})")).empty());
  host.now += 1000;
  CHECK(host.give(press()).empty());
  CHECK(emitted(host.wait(kMinute)) == std::vector<std::string>{"Signal Noticed"});
}

TEST_CASE("what signals need is kept until a later moment is due", "[core][signals]") {
  Host host = watching();
  host.give(press());
  host.track("anything");
  CHECK(host.wish == host.now + 2501);
}

TEST_CASE("interactions that make no sense are nothing", "[core][signals]") {
  for (const char* details :
       {"{}", R"({"target":7,"traits":"interactive","on":{},"x":"a","count":[]})",
        R"({"target":{"id":7,"role":[],"name":{},"path":null},"traits":[7,null,"interactive"],"on":[7,{"a":1}]})",
        R"({"points":{},"kind":7,"state":8,"type":[],"form":9,"status":"x","name":7})",
        R"({"points":[1,2,"x",null,{},9e99,-9e99,1],"x":9e15,"y":-9e15,"status":9e99})"}) {
    Host host = watching();
    for (const char* what :
         {"press", "effect", "fault", "field", "form", "active", "move", "load", "leave", "", "nothing"}) {
      for (int i = 0; i < 4; ++i) {
        INFO(what << " " << details);
        host.give(interact(what, details));
        host.now += 10;
      }
    }
    host.wait(kMinute);
    CHECK(host.warnings.empty());
  }
}

TEST_CASE("a page that is clicked for ever is remembered in part", "[core][signals]") {
  Host host = watching(R"({"canvass": 1, "endpoint": "/e", "signals": {"perPage": 1000}})");
  size_t noticed = 0;
  for (int i = 0; i < 2000; ++i) {
    const std::string id = "b" + decimal(i % 97);
    host.give(press(R"("interactive")", id));
    host.give(interact("form", join({R"({"target":{"id":")", id, decimal(i), R"("},"state":"begun"})"})));
    host.now += 1;
  }
  for (const std::string& name : emitted(host.give(interact("leave")))) noticed += name == "Signal Noticed" ? 1 : 0;
  CHECK(noticed == 100);  // the forms that are remembered
}

TEST_CASE("long names are cut, and selectors without end left out", "[core][signals]") {
  Host host = watching(R"({"canvass": 1, "endpoint": "/e", "signals": {}})");
  const std::string long_name(500, 'n');
  host.give(interact("press", join({R"({"target":{"role":")", long_name, R"(","name":")", long_name, R"(","path":")",
                                    long_name, R"("},"traits":["interactive"]})"})));
  const Json noticed = properties(host.give(interact("fault", R"({"kind":"exception"})")), "Signal Noticed");
  CHECK(string_at(noticed, "name") == long_name.substr(0, 60));
  CHECK(string_at(noticed, "role") == long_name.substr(0, 60));
  CHECK(string_at(noticed, "path") == long_name.substr(0, 200));
}

TEST_CASE("what visitors do is not kept for when they agree", "[core][signals][privacy]") {
  privacy::Gate gate;
  gate.keep(press());
  gate.keep(event::Track{"order", json_object()});
  CHECK(gate.take().size() == 1);
}

TEST_CASE("signals and events of one name keep their properties apart", "[core][signals]") {
  Host host(R"({"canvass": 1,
    "surveys": [{"id": "s", "triggers": [{"signal": "error"}, {"event": "error"}], "frequency": "always",
                 "questions": [{"id": "q", "type": "text", "text": "{{property.kind | \"none\"}}"}]}]})");
  host.start();
  host.open("https://shop.example/cart");
  host.give(event::Track{"error", parse_json(R"({"kind":"event"})").value()});
  CHECK(host.showing() == "survey s q");
  host.give(event::Dismiss{"s"});
  host.give(press());
  const std::vector<Effect> effects = host.give(interact("fault", R"({"kind":"rejection"})"));
  REQUIRE(all<effect::Announce>(effects).size() == 1);
  CHECK(all<effect::Announce>(effects).at(0).text == "rejection");
}

TEST_CASE("a tour and a checklist wait for signals", "[core][signals][guides]") {
  Host host(R"({"canvass": 1, "guides": [
    {"id": "tour", "type": "tour", "triggers": [{"event": "go"}],
     "steps": [{"id": "one", "text": "t", "waitFor": {"signal": "dead", "on": "#pay"}}, {"id": "two", "text": "t"}]}]})");
  host.start();
  host.open("https://shop.example/cart");
  host.track("go");
  CHECK(string_at(host.watched.signals, "on").empty());
  REQUIRE(host.watched.signals.is_object());
  CHECK(dump_json(host.watched.signals) == R"({"effects":2500,"on":["#pay"],"press":true})");
  host.give(event::Shown{"tour"});
  host.give(press());
  const std::vector<Effect> effects = host.wait(kMinute);
  const std::vector<effect::Show> shows = all<effect::Show>(effects);
  REQUIRE_FALSE(shows.empty());
  CHECK(dump_json(shows.back().more).find("\"two\"") != std::string::npos);
}

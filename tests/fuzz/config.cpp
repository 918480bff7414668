// Any bytes as a configuration: every complaint has a place and words, and the engine works with what is left.
#include <optional>
#include <string_view>

#include "core/report/plan.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/world.h"

using namespace canvass;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr TimeMs kStart = 1'767'225'600'000;
  Engine engine;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Problems problems = engine.configure(text);
  if (const std::optional<Json> json = parse_json(text)) {
    const report::Plan plan = report::read_plan(*json);
    for (const Problem& problem : plan.problems.errors) problems.errors.push_back(problem);
    report::check_experiments(*json, problems);
  }
  for (const auto* list : {&problems.errors, &problems.warnings}) {
    for (const Problem& problem : *list) {
      REQUIRE(problem.pointer.empty() || problem.pointer[0] == '/');
      REQUIRE(!problem.message.empty());
    }
  }
  test::World world;
  const auto give = [&](const Event& event, TimeMs after) {
    world.take(engine.handle(event, kStart + after), kStart + after);
  };
  give(event::Init{"v", "1", "en", {}}, 0);
  give(event::Page{"https://x.example/one", ""}, 0);
  give(event::Track{"a", {}}, 0);
  give(event::Tick{}, kMinute);
  for (int i = 0; i < 20 && world.showing(); ++i) {
    give(event::Shown{*world.showing()}, kMinute);
    // An event may change the tree, so what it could be is asked for before any is given.
    std::vector<Event> events;
    if (const view::Node* root = engine.view()) {
      for (const view::Node& node : root->children) {
        for (Event& event : engine.events_for(node.id, Action::kActivate, "1")) events.push_back(std::move(event));
      }
    }
    for (const Event& event : events) give(event, kMinute);
    give(event::Next{}, kMinute);
  }
  give(event::Dismiss{}, kMinute);
  return 0;
}

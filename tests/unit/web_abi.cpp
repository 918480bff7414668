// The C ABI as the browser calls it, natively: texts are measured by widget::FixedMeasurer.

#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/view/view.h"
#include "web/wasm/abi.h"

extern "C" {
char* canvass_input(uint32_t size);
const char* canvass_configure(uint32_t length);
const char* canvass_handle(uint32_t length, double now);
const char* canvass_act(uint32_t node, uint32_t action, uint32_t length, double now);
uint32_t canvass_output_size();
void canvass_environment(uint32_t slot, float width, float height, float dpr, uint32_t flags);
void canvass_interact(uint32_t slot, uint32_t hovered, uint32_t focused, uint32_t pressed);
const uint8_t* canvass_frame(uint32_t slot);
}

namespace canvass {
namespace {

using abi::Header;
using abi::NodeWord;

constexpr double kNow = 1'767'225'600'000;

uint32_t give(std::string_view text) {
  std::memcpy(canvass_input(static_cast<uint32_t>(text.size())), text.data(), text.size());
  return static_cast<uint32_t>(text.size());
}

Json taken(const char* output) { return *parse_json({output, canvass_output_size()}); }

Json handle(std::string_view event) { return taken(canvass_handle(give(event), kNow)); }

std::vector<std::string> names(const Json& list, const char* key) {
  std::vector<std::string> out;
  for (const Json& item : list) out.emplace_back(string_at(item, key));
  return out;
}

// There is one module per process, and it is configured once.
void begin() {
  static const Json problems = [] {
    Json found =
        taken(canvass_configure(give("en\n"
                                     R"({
      "canvass": 1,
      "surveys": [ { "id": "nps", "frequency": "always", "triggers": [ { "event": "order" } ],
                     "questions": [ { "id": "score", "type": "nps", "text": "Сколько?" } ] } ]
    })")));
    handle(R"({"ev":"init","seed":"5eed","locale":"en"})");
    return found;
  }();
  REQUIRE(problems.dump() == R"({"errors":[],"needs":[],"warnings":[]})");
  handle(R"({"ev":"reset"})");
  canvass_environment(0, 1280, 800, 2, 0);
  canvass_interact(0, 0, 0, 0);
}

struct FrameView {
  const uint8_t* bytes = canvass_frame(0);

  uint32_t word(size_t index) const {
    uint32_t value;
    std::memcpy(&value, bytes + index * 4, sizeof value);
    return value;
  }
  uint32_t head(Header index) const { return word(static_cast<size_t>(index)); }
  uint32_t of(uint32_t node, NodeWord index) const {
    return word(head(Header::kNodes) / 4 + node * static_cast<size_t>(NodeWord::kWords) + static_cast<size_t>(index));
  }
  float real(uint32_t node, NodeWord index) const {
    const uint32_t bits = of(node, index);
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
  }
  std::string_view text(uint32_t node, NodeWord index) const {
    const uint32_t length = of(node, static_cast<NodeWord>(static_cast<uint32_t>(index) + 1));
    return {reinterpret_cast<const char*>(bytes) + head(Header::kText) + of(node, index), length};
  }
  uint32_t find(view::Role role, std::string_view value = {}) const {
    for (uint32_t node = 0; node < head(Header::kNodeCount); ++node) {
      const bool same = (of(node, NodeWord::kRole) & 0xff) == static_cast<uint32_t>(role);
      if (same && (value.empty() || text(node, NodeWord::kValue) == value)) return node;
    }
    FAIL("no such node");
    return 0;
  }
};

TEST_CASE("abi: there is no frame until something shows, and none once it is closed") {
  begin();
  CHECK(canvass_frame(0) == nullptr);
  handle(R"({"ev":"show","id":"nps"})");
  CHECK(canvass_frame(0) != nullptr);
  handle(R"({"ev":"dismiss"})");
  CHECK(canvass_frame(0) == nullptr);
}

TEST_CASE("abi: an event comes back as the host said it, with its time, beside its effects") {
  begin();
  const Json outcome = handle(R"({"ev":"show","id":"nps","unknown":1})");
  CHECK(outcome["events"].dump() == R"([{"ev":"show","id":"nps","t":1767225600000,"unknown":1}])");
  CHECK(names(outcome["effects"], "fx").front() == "show");
  handle(R"({"ev":"dismiss"})");
}

TEST_CASE("abi: what is no event is one sentence and nothing else") {
  begin();
  for (const char* event : {"", "{", "[]", R"({"ev":"shwo","id":"nps"})", R"({"ev":"show"})"}) {
    const Json outcome = handle(event);
    CAPTURE(event);
    CHECK(outcome["events"].empty());
    CHECK(names(outcome["effects"], "fx") == std::vector<std::string>{"warn"});
  }
}

TEST_CASE("abi: the frame has every node with its text, and its controls inside the card") {
  begin();
  handle(R"({"ev":"show","id":"nps"})");
  const FrameView frame;
  REQUIRE(frame.head(Header::kMagic) == abi::kMagic);
  CHECK(frame.text(frame.find(view::Role::kHeading), NodeWord::kText) == "Сколько?");
  const uint32_t ten = frame.find(view::Role::kRadio, "10");
  CHECK(frame.of(ten, NodeWord::kParent) == frame.of(frame.find(view::Role::kRadiogroup), NodeWord::kId));
  CHECK(frame.real(ten, NodeWord::kX) > 300);
  CHECK(frame.real(ten, NodeWord::kX) + frame.real(ten, NodeWord::kWidth) < 416);
  CHECK(frame.head(Header::kPictureWidth) > 2 * 416);
  handle(R"({"ev":"dismiss"})");
}

TEST_CASE("abi: the revision grows only when the picture differs") {
  begin();
  handle(R"({"ev":"show","id":"nps"})");
  const FrameView first;
  const uint32_t revision = first.head(Header::kRevision);
  const uint32_t nine = first.of(first.find(view::Role::kRadio, "9"), NodeWord::kId);
  handle(R"({"ev":"track","name":"unrelated"})");
  CHECK(FrameView().head(Header::kRevision) == revision);
  canvass_interact(0, nine, 0, 0);
  CHECK(FrameView().head(Header::kRevision) == revision + 1);
  handle(R"({"ev":"dismiss"})");
}

TEST_CASE("abi: clicking a cell answers and goes on, as events that a replay understands") {
  begin();
  handle(R"({"ev":"show","id":"nps"})");
  const FrameView frame;
  const uint32_t nine = frame.of(frame.find(view::Role::kRadio, "9"), NodeWord::kId);
  const Json outcome = taken(canvass_act(nine, 0, give("9"), kNow));
  CHECK(names(outcome["events"], "ev") == std::vector<std::string>{"answer", "next"});
  CHECK(outcome["events"][0]["value"] == 9);

  CHECK(taken(canvass_act(12345, 0, give(""), kNow)).dump() == R"({"effects":[],"events":[]})");
}

}  // namespace
}  // namespace canvass

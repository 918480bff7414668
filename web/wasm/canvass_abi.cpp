// The calls of abi.h: one engine, one surface, and the buffers between them and the browser.

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/vector.h"
#include "core/engine.h"
#include "core/protocol.h"
#include "web/wasm/abi.h"
#include "widget/surface.h"

#ifdef __EMSCRIPTEN__
#define CANVASS_EXPORT(name) extern "C" __attribute__((export_name(#name)))
extern "C" int canvass_measure(const char* text, uint32_t length, uint32_t font, float max_width, uint32_t* out,
                               uint32_t capacity);
#else
#define CANVASS_EXPORT(name) extern "C"
#endif

namespace canvass::abi {
namespace {

static_assert(kPictureInset == widget::kPictureInset && kPictureRatio == widget::kPictureRatio);

// --- text, as the browser measures it -----------------------------------------------------------------------

#ifdef __EMSCRIPTEN__
class HostMeasurer final : public widget::TextMeasurer {
 public:
  // What is in `input` after a text was measured is set in its place.
  explicit HostMeasurer(std::string& input) : input_(input) {}

  void measure(std::string_view text, widget::Font font, float max_width, widget::Measured& out) override {
    input_.clear();
    uint32_t lines = ask(text, font, max_width);
    if (lines > capacity_) {
      capacity_ = lines;
      lines = ask(text, font, max_width);
    }
    out.ascent = real(0);
    out.descent = real(1);
    out.instead = input_;
    out.lines.resize(lines);
    for (uint32_t i = 0; i < lines; ++i) {
      const size_t word = 2 + 3 * size_t{i};
      out.lines[i] = {words_[word], words_[word + 1], real(word + 2)};
    }
  }

 private:
  uint32_t ask(std::string_view text, widget::Font font, float max_width) {
    words_.resize(2 + 3 * size_t{capacity_});
    return static_cast<uint32_t>(canvass_measure(text.data(), static_cast<uint32_t>(text.size()),
                                                 static_cast<uint32_t>(font), max_width, words_.data(), capacity_));
  }
  float real(size_t word) const {
    float value;
    std::memcpy(&value, &words_[word], sizeof value);
    return value;
  }

  Vector<uint32_t> words_;
  uint32_t capacity_ = 16;
  std::string& input_;
};
#else
struct HostMeasurer : widget::FixedMeasurer {
  explicit HostMeasurer(std::string&) {}
};
#endif

// --- the frame buffer ---------------------------------------------------------------------------------------

// The parts that the header points to follow one another: nodes, runs, text.
class FrameBuffer {
 public:
  const uint8_t* write(const widget::Frame& frame, std::string_view locale) {
    const size_t nodes = words_of<Header>();
    const size_t runs = nodes + frame.nodes.size() * words_of<NodeWord>();
    words_.assign(runs + frame.runs.size() * words_of<RunWord>(), 0);
    text_.clear();

    for (size_t i = 0; i < frame.nodes.size(); ++i) put(nodes + i * words_of<NodeWord>(), frame.nodes[i]);
    for (size_t i = 0; i < frame.runs.size(); ++i) put(runs + i * words_of<RunWord>(), frame.runs[i]);

    set(Header::kMagic, kMagic);
    set(Header::kRevision, frame.revision);
    set(Header::kFlags, frame.flags);
    set(Header::kPosition, static_cast<uint32_t>(frame.position));
    set(Header::kCardX, frame.card.x);
    set(Header::kCardY, frame.card.y);
    set(Header::kCardWidth, frame.card.width);
    set(Header::kCardHeight, frame.card.height);
    set(Header::kPictureWidth, frame.picture_width);
    set(Header::kPictureHeight, frame.picture_height);
    set(Header::kPixels, static_cast<uint32_t>(reinterpret_cast<uintptr_t>(frame.pixels)));
    set(Header::kNodeCount, static_cast<uint32_t>(frame.nodes.size()));
    set(Header::kNodes, bytes(nodes));
    set(Header::kRunCount, static_cast<uint32_t>(frame.runs.size()));
    set(Header::kRuns, bytes(runs));
    put_text(static_cast<size_t>(Header::kFontFamily), frame.font_family);
    put_text(static_cast<size_t>(Header::kLocale), locale);
    set(Header::kRadius, frame.radius);
    set(Header::kInk, frame.palette.ink);
    set(Header::kSecondaryInk, frame.palette.secondary_ink);
    set(Header::kCard, frame.palette.card);
    set(Header::kHairline, frame.palette.hairline);
    set(Header::kAccent, frame.palette.accent_text);
    set(Header::kOnAccent, frame.palette.on_accent);
    set(Header::kText, bytes(words_.size()));
    set(Header::kTextLength, static_cast<uint32_t>(text_.size()));

    const size_t at = words_.size();
    words_.resize(at + (text_.size() + 3) / 4);
    if (!text_.empty()) std::memcpy(&words_[at], text_.data(), text_.size());
    return reinterpret_cast<const uint8_t*>(words_.data());
  }

 private:
  template <typename Words>
  static constexpr size_t words_of() {
    return static_cast<size_t>(Words::kWords);
  }
  static uint32_t bytes(size_t words) { return static_cast<uint32_t>(words * 4); }

  void put(size_t at, const widget::NodeBox& box) {
    const view::Node& node = *box.node;
    const auto word = [at](NodeWord index) { return at + static_cast<size_t>(index); };
    words_[word(NodeWord::kId)] = node.id;
    words_[word(NodeWord::kParent)] = box.parent;
    words_[word(NodeWord::kRole)] = static_cast<uint32_t>(node.role) | static_cast<uint32_t>(node.look) << 8;
    words_[word(NodeWord::kState)] = node.state;
    words_[word(NodeWord::kChanged)] = box.changed;
    put_real(word(NodeWord::kX), box.rect.x);
    put_real(word(NodeWord::kY), box.rect.y);
    put_real(word(NodeWord::kWidth), box.rect.width);
    put_real(word(NodeWord::kHeight), box.rect.height);
    put_text(word(NodeWord::kText), node.text);
    put_text(word(NodeWord::kLabel), node.label);
    put_text(word(NodeWord::kValue), node.value);
    put_text(word(NodeWord::kHint), node.hint);
  }

  void put(size_t at, const widget::TextRun& run) {
    const auto word = [at](RunWord index) { return at + static_cast<size_t>(index); };
    put_real(word(RunWord::kX), run.x);
    put_real(word(RunWord::kBaseline), run.baseline);
    words_[word(RunWord::kFont)] = static_cast<uint32_t>(run.font);
    words_[word(RunWord::kColor)] = run.color;
    put_text(word(RunWord::kText), run.text);
  }

  // Two words: where in the text, and how long.
  void put_text(size_t word, std::string_view text) {
    words_[word] = static_cast<uint32_t>(text_.size());
    words_[word + 1] = static_cast<uint32_t>(text.size());
    text_.append(text);
  }
  void put_real(size_t word, float value) { std::memcpy(&words_[word], &value, sizeof value); }
  void set(Header word, uint32_t value) { words_[static_cast<size_t>(word)] = value; }
  void set(Header word, float value) { put_real(static_cast<size_t>(word), value); }

  Vector<uint32_t> words_;
  std::string text_;
};

// --- the module ---------------------------------------------------------------------------------------------

// What is shown in one place of the page.
struct Place {
  explicit Place(widget::TextMeasurer& measurer) : surface(measurer) {}
  widget::Surface surface;
  FrameBuffer buffer;
  const uint8_t* frame = nullptr;
  uint32_t revision = 0;
};

struct Module {
  Engine engine;
  std::string input;
  HostMeasurer measurer{input};
  Place places[view::kSlots] = {Place(measurer), Place(measurer), Place(measurer), Place(measurer)};
  std::string output;
};

// Never destroyed: the page's end is its end.
Module& module() {
  static Module& instance = *new Module;
  return instance;
}

// A slot that does not exist is the first.
view::Slot slot_of(uint32_t slot) { return slot < view::kSlots ? static_cast<view::Slot>(slot) : view::Slot::kCard; }
Place& place(uint32_t slot) { return module().places[static_cast<size_t>(slot_of(slot))]; }

std::string_view input(uint32_t length) { return std::string_view(module().input).substr(0, length); }

const char* give(std::string output) {
  module().output = std::move(output);
  return module().output.data();
}

// What happened and what is to be done about it, both as docs/replay.md has them.
struct Outcome {
  Json events = json_array();
  Json effects = json_array();

  // `line`: the event as JSON.
  void handle(Json line, const Event& event, TimeMs now) {
    line["t"] = now;
    if (std::holds_alternative<event::Init>(event)) {
      line["now"] = now;
      line["recorded"] = true;  // with the host's own ticks: `canvass replay` adds none
    }
    events.push_back(std::move(line));
    for (const Effect& effect : module().engine.handle(event, now)) effects.push_back(to_json(effect, now));
  }

  const char* give() {
    Json both = json_object();
    both["events"] = std::move(events);
    both["effects"] = std::move(effects);
    return abi::give(dump_json(both));
  }
};

bool right_to_left(std::string_view locale) {
  const std::string_view language = locale.substr(0, locale.find_first_of("-_"));
  for (const std::string_view known : {"ar", "fa", "he", "ur", "ps", "ug", "yi", "dv", "ckb", "sd"}) {
    if (language == known) return true;
  }
  return false;
}

}  // namespace

CANVASS_EXPORT(canvass_input) char* canvass_input(uint32_t size) {
  std::string& buffer = module().input;
  buffer.resize(size);
  return buffer.data();
}

// The first line is the visitor's locale, the rest the configuration.
CANVASS_EXPORT(canvass_configure) const char* canvass_configure(uint32_t length) {
  const std::string_view text = input(length);
  const size_t line = std::min(text.find('\n'), text.size());
  Engine& engine = module().engine;
  const Problems problems = engine.configure(text.substr(std::min(line + 1, text.size())), text.substr(0, line));
  Json needs = json_array();
  for (std::string& name : engine.needs()) needs.push_back(std::move(name));
  Json all = json_object();
  all["errors"] = to_json(problems.errors);
  all["warnings"] = to_json(problems.warnings);
  all["needs"] = std::move(needs);
  return give(dump_json(all));
}

CANVASS_EXPORT(canvass_provide) uint32_t canvass_provide(uint32_t length) {
  return module().engine.provide(input(length)) ? 1 : 0;
}

CANVASS_EXPORT(canvass_explain) const char* canvass_explain(uint32_t length, double now) {
  return give(module().engine.explain(input(length), static_cast<TimeMs>(now)));
}

CANVASS_EXPORT(canvass_status) const char* canvass_status(double now) {
  return give(module().engine.status(static_cast<TimeMs>(now)));
}

CANVASS_EXPORT(canvass_handle) const char* canvass_handle(uint32_t length, double now) {
  const TimeMs time = static_cast<TimeMs>(now);
  Outcome outcome;
  std::string error = "An event is not JSON.";
  std::optional<Json> json = parse_json(input(length));
  const std::optional<Event> event = json ? event_from_json(*json, error) : std::nullopt;
  if (event) {
    outcome.handle(std::move(*json), *event, time);
  } else {
    outcome.effects.push_back(to_json(effect::Warn{error}, time));
  }
  return outcome.give();
}

CANVASS_EXPORT(canvass_act) const char* canvass_act(uint32_t node, uint32_t action, uint32_t length, double now) {
  Outcome outcome;
  const Vector<Event> events = module().engine.events_for(node, static_cast<Action>(action), input(length));
  for (const Event& event : events) outcome.handle(to_json(event), event, static_cast<TimeMs>(now));
  return outcome.give();
}

CANVASS_EXPORT(canvass_output_size) uint32_t canvass_output_size() {
  return static_cast<uint32_t>(module().output.size());
}

CANVASS_EXPORT(canvass_environment)
void canvass_environment(uint32_t slot, float width, float height, float dpr, uint32_t flags) {
  place(slot).surface.set_environment({width, height, dpr, (flags & Env::kDarkScheme) != 0,
                                       (flags & Env::kCoarsePointer) != 0, (flags & Env::kInlineSlot) != 0,
                                       (flags & Env::kMoreContrast) != 0});
}

CANVASS_EXPORT(canvass_interact)
void canvass_interact(uint32_t slot, uint32_t hovered, uint32_t focused, uint32_t pressed) {
  place(slot).surface.set_interaction({hovered, focused, pressed});
}

CANVASS_EXPORT(canvass_arrow) void canvass_arrow(uint32_t side, float offset) {
  place(0).surface.set_arrow({static_cast<widget::Side>(side), offset});
}

CANVASS_EXPORT(canvass_fonts_changed) void canvass_fonts_changed() {
  for (Place& each : module().places) each.surface.fonts_changed();
}

CANVASS_EXPORT(canvass_frame) const uint8_t* canvass_frame(uint32_t slot) {
  const Engine& engine = module().engine;
  Place& self = place(slot);
  const view::Slot where = slot_of(slot);
  const std::string_view locale = engine.locale(where);
  const widget::Frame* frame = self.surface.update(engine.view(where), engine.theme(), right_to_left(locale));
  if (!frame) return self.frame = nullptr;
  if (!self.frame || frame->revision != self.revision) {
    self.revision = frame->revision;
    self.frame = self.buffer.write(*frame, locale);
  }
  return self.frame;
}

}  // namespace canvass::abi

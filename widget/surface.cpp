#include "widget/surface.h"

// imgui.h first: imgui_internal.h needs it.
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "core/base/vector.h"
#include "widget/paint.h"
#include "widget/raster.h"

namespace canvass::widget {
namespace {

constexpr float kMaxPixels = 12e6f;  // of a picture: 48 MB
constexpr float kMaxSide = 16384;    // device px; what canvas elements can have

// A value that is not a number becomes the least.
float within(float value, float least, float most) { return value > least ? std::min(value, most) : least; }

bool same(const view::Node& a, const view::Node& b) {
  return a.id == b.id && a.role == b.role && a.look == b.look && a.state == b.state && a.text == b.text &&
         a.label == b.label && a.value == b.value && a.hint == b.hint && a.children.size() == b.children.size() &&
         std::equal(a.children.begin(), a.children.end(), b.children.begin(), same);
}

bool same(const view::Theme& a, const view::Theme& b) {
  return a.mode == b.mode && a.accent_light == b.accent_light && a.accent_dark == b.accent_dark &&
         a.radius == b.radius && a.position == b.position && a.font == b.font;
}

// All that a draw list needs of Dear ImGui when there is no context.
struct SharedData : ImDrawListSharedData {
  SharedData() {
    SetCircleTessellationMaxError(0.1f);
    InitialFlags = ImDrawListFlags_AntiAliasedFill | ImDrawListFlags_AllowVtxOffset;
  }
};

}  // namespace

struct Surface::State {
  explicit State(TextMeasurer& measurer) : cache(measurer), draw(&shared) {}

  void paint_frame();

  TextCache cache;
  SharedData shared;
  ImDrawList draw;
  Environment environment;
  Interaction interaction;
  Arrow arrow;
  view::Node tree;
  view::Theme theme;
  bool right_to_left = false;
  bool showing = false;  // tree, theme and frame are of a frame that was returned
  bool dirty = true;
  DisplayList list;
  Vector<uint32_t> pixels;
  Frame frame;
};

void Surface::State::paint_frame() {
  const float dpr = environment.dpr;
  LayoutOptions options;
  options.viewport_width = environment.width;
  options.viewport_height = environment.height;
  options.inline_width = environment.inline_slot ? environment.width : 0;
  options.dpr = dpr;
  const Format format = format_of(tree, options);
  const float margin = std::ceil(format.margin * dpr);
  const float highest = std::min(kMaxPixels / (format.width * dpr + 2 * margin), kMaxSide) - 2 * margin;

  options.max_height = std::floor(highest) / dpr;
  options.coarse_pointer = environment.coarse_pointer;
  options.right_to_left = right_to_left;
  const Layout layout = lay_out(tree, options, cache);
  cache.sweep();

  Style style;
  style.palette = resolve(theme, is_dark(theme, environment.dark_scheme), environment.more_contrast);
  style.radii = radii_of(theme);
  style.interaction = interaction;
  style.arrow = arrow;
  style.dpr = dpr;
  style.right_to_left = right_to_left;
  present(layout, style, list);

  const auto device = [&](float length) { return std::floor(length * dpr + 0.5f); };
  frame.picture_width = static_cast<uint32_t>(device(layout.width) + 2 * margin);
  frame.picture_height = static_cast<uint32_t>(device(layout.height) + 2 * margin);
  const auto width = static_cast<float>(frame.picture_width);
  const auto height = static_cast<float>(frame.picture_height);
  pixels.resize(static_cast<size_t>(frame.picture_width) * frame.picture_height);
  const Picture picture{pixels.data(), static_cast<int>(frame.picture_width), static_cast<int>(frame.picture_height)};
  draw._ResetForNewFrame();
  draw.PushClipRect(ImVec2(0, 0), ImVec2(width, height));
  paint(list, &draw, margin, margin, dpr);
  clear(picture);
  rasterise(draw, picture);

  frame.flags = (style.palette.dark ? kFrameDark : 0u) | (format.sheet ? kFrameSheet : 0u) |
                (format.tip ? kFrameTip : 0u) | (right_to_left ? kFrameRightToLeft : 0u) |
                (format.tab ? kFrameTab : 0u) | (format.inlined ? kFrameInline : 0u) | format.guide;
  frame.position = theme.position;
  frame.radius = style.radii.card;
  frame.card = {margin / dpr, margin / dpr, layout.width, layout.height};
  frame.pixels = reinterpret_cast<const uint8_t*>(pixels.data());
  frame.nodes.clear();
  for (const Box& box : layout.boxes) frame.nodes.push_back({box.node, box.parent, 0, box.rect});
  frame.runs = list.runs;
  frame.palette = style.palette;
  frame.font_family = theme.font;
}

Surface::Surface(TextMeasurer& measurer) : state_(std::make_unique<State>(measurer)) {}

Surface::~Surface() = default;

void Surface::set_environment(const Environment& wanted) {
  Environment usable = wanted;
  usable.width = within(wanted.width, 160, 16384);
  usable.height = within(wanted.height, 120, 16384);
  usable.dpr = wanted.dpr > 0 ? within(wanted.dpr, 0.25f, 8) : 1;
  if (usable == state_->environment) return;
  state_->environment = usable;
  state_->dirty = true;
}

void Surface::set_interaction(const Interaction& interaction) {
  if (interaction == state_->interaction) return;
  state_->interaction = interaction;
  state_->dirty = true;
}

void Surface::set_arrow(const Arrow& wanted) {
  const Arrow arrow{wanted.side <= Side::kLeft ? wanted.side : Side::kNone, within(wanted.offset, 0, 16384)};
  if (arrow == state_->arrow) return;
  state_->arrow = arrow;
  state_->dirty = true;
}

void Surface::fonts_changed() {
  state_->cache.clear();
  state_->dirty = true;
}

const Frame* Surface::update(const view::Node* root, const view::Theme& theme, bool right_to_left) {
  State& s = *state_;
  if (!root) {
    s.showing = false;
    s.tree = view::Node();
    s.frame.nodes.clear();
    s.frame.runs.clear();
    s.frame.pixels = nullptr;
    s.cache.clear();
    Vector<uint32_t>().swap(s.pixels);
    return nullptr;
  }
  const bool new_tree = !s.showing || !same(s.tree, *root);
  if (!new_tree && !s.dirty && same(s.theme, theme) && s.right_to_left == right_to_left) return &s.frame;

  const view::Changes changes = new_tree ? view::diff(s.showing ? &s.tree : nullptr, *root) : view::Changes();
  if (new_tree) s.tree = *root;
  s.theme = theme;
  s.right_to_left = right_to_left;
  s.paint_frame();
  for (NodeBox& box : s.frame.nodes) {
    const auto change = changes.find(box.node->id);
    if (change != changes.end()) box.changed = change->second;
  }
  ++s.frame.revision;
  s.showing = true;
  s.dirty = false;
  return &s.frame;
}

}  // namespace canvass::widget

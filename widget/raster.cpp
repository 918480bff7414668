#include "widget/raster.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace canvass::widget {
namespace {

constexpr uint32_t kAlpha = 0xff000000u;
constexpr uint32_t kOdd = 0x00ff00ffu;  // red and blue: two channels in one word, with room to multiply
constexpr uint32_t kHalves = 0x00800080u;

// Four pixels. One instruction each on SSE, NEON and WASM SIMD, four of the scalar kind elsewhere.
using Four = uint32_t __attribute__((vector_size(16)));

Four load(const uint32_t* at) {
  Four four;
  std::memcpy(&four, at, sizeof four);
  return four;
}

void store(uint32_t* at, Four four) { std::memcpy(at, &four, sizeof four); }

// `weight`/256 of `source` over an opaque pixel; the same for one pixel and for four.
template <class Pixels>
Pixels over_opaque(Pixels target, uint32_t source, uint32_t weight) {
  const uint32_t rest = 256 - weight;
  const uint32_t odd = (source & kOdd) * weight + kHalves;
  const uint32_t green = ((source >> 8) & 0xff) * weight + 0x80;
  const Pixels out_odd = (((target & kOdd) * rest + odd) >> 8) & kOdd;
  const Pixels out_green = (((target >> 8) & 0xff) * rest + green) & 0xff00;
  return out_odd | out_green | kAlpha;
}

// 0…255 to 0…256, so that full alpha is exact.
uint32_t weight_of(uint32_t alpha) { return alpha + (alpha >> 7); }

// Neither pixel is opaque (Porter and Duff 1984, "over", with colours not premultiplied).
uint32_t over_translucent(uint32_t target, uint32_t source, uint32_t alpha) {
  const uint32_t below = (target >> 24) * (255 - alpha);
  const uint32_t total = alpha * 255 + below;
  uint32_t out = ((total + 127) / 255) << 24;
  for (uint32_t shift = 0; shift < 24; shift += 8) {
    const uint32_t sum = ((source >> shift) & 0xff) * alpha * 255 + ((target >> shift) & 0xff) * below;
    out |= ((sum + total / 2) / total) << shift;
  }
  return out;
}

void blend(uint32_t* at, uint32_t source, uint32_t alpha) {
  const uint32_t target = *at;
  if (alpha == 0) return;
  if (alpha == 255)
    *at = source | kAlpha;
  else if (target >= kAlpha)
    *at = over_opaque(target, source, weight_of(alpha));
  else if (target < 0x01000000u)
    *at = (source & ~kAlpha) | alpha << 24;
  else
    *at = over_translucent(target, source, alpha);
}

void span_fill(uint32_t* at, uint32_t* end, uint32_t color) {
  const Four four = {color, color, color, color};
  for (; end - at >= 16; at += 16) {
    store(at, four);
    store(at + 4, four);
    store(at + 8, four);
    store(at + 12, four);
  }
  for (; end - at >= 4; at += 4) store(at, four);
  for (; at < end; ++at) *at = color;
}

void span_flat(uint32_t* at, uint32_t* end, uint32_t color, uint32_t alpha) {
  if (alpha == 255) return span_fill(at, end, color | kAlpha);
  if (alpha == 0) return;
  const uint32_t weight = weight_of(alpha);
  for (; end - at >= 4; at += 4) {
    const Four target = load(at);
    if ((target[0] & target[1] & target[2] & target[3]) >= kAlpha)
      store(at, over_opaque(target, color, weight));
    else
      for (int i = 0; i < 4; ++i) blend(at + i, color, alpha);
  }
  for (; at < end; ++at) blend(at, color, alpha);
}

void span_fringe(uint32_t* at, uint32_t* end, uint32_t color, float alpha, float step, float least, float most) {
  for (; at < end; ++at, alpha += step)
    blend(at, color, static_cast<uint32_t>(std::min(std::max(alpha, least), most) + 0.5f));
}

struct Vertex {
  float x;
  float y;
  float alpha;
};

struct Bounds {
  int x0;
  int y0;
  int x1;
  int y1;
};

// On a grid of 1/256 px: what ImGui means to be on a pixel's centre is there exactly, on every machine.
float snapped(float value) { return std::floor(value * 256 + 0.5f) * (1.0f / 256); }

// The first row or column whose centre is not before `at`: it rounded up, which no instruction of plain SSE2 does.
int first_centre(float at) {
  const float centre = at - 0.5f;
  const int whole = static_cast<int>(centre);
  return whole + (centre > static_cast<float>(whole) ? 1 : 0);
}

// Sorted by y, so that two triangles compute the same x for the edge they share.
struct Edge {
  float x;
  float y;
  float slope;
  Edge(const Vertex& top, const Vertex& bottom)
      : x(top.x), y(top.y), slope(bottom.y > top.y ? (bottom.x - top.x) / (bottom.y - top.y) : 0) {}
  float at(float row) const { return x + (row - y) * slope; }
};

void triangle(const Picture& picture, const Bounds& clip, Vertex a, Vertex b, Vertex c, uint32_t color) {
  const bool flat = a.alpha == b.alpha && b.alpha == c.alpha;
  const auto before = [](const Vertex& p, const Vertex& q) { return p.y < q.y || (p.y == q.y && p.x < q.x); };
  if (before(b, a)) std::swap(a, b);
  if (before(c, b)) std::swap(b, c);
  if (before(b, a)) std::swap(a, b);

  const int first = std::max(first_centre(a.y), clip.y0);
  const int last = std::min(first_centre(c.y), clip.y1);
  const float area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
  if (first >= last || area == 0) return;

  // Alpha is a plane over the triangle; beyond its corners' range lies only rounding.
  float step_x = 0;
  float step_y = 0;
  if (!flat) {
    const float ab = b.alpha - a.alpha;
    const float ac = c.alpha - a.alpha;
    step_x = (ab * (c.y - a.y) - ac * (b.y - a.y)) / area;
    step_y = (ac * (b.x - a.x) - ab * (c.x - a.x)) / area;
  }
  const float least = std::min(a.alpha, std::min(b.alpha, c.alpha));
  const float most = std::max(a.alpha, std::max(b.alpha, c.alpha));

  const Edge whole(a, c);
  const Edge upper(a, b);
  const Edge lower(b, c);
  const bool long_is_left = area > 0;
  for (int row = first; row < last; ++row) {
    const float y = static_cast<float>(row) + 0.5f;
    const float one = whole.at(y);
    const float other = (y < b.y ? upper : lower).at(y);
    const int x0 = std::max(first_centre(long_is_left ? one : other), clip.x0);
    const int x1 = std::min(first_centre(long_is_left ? other : one), clip.x1);
    if (x0 >= x1) continue;
    uint32_t* line = picture.pixels + static_cast<size_t>(row) * static_cast<size_t>(picture.width);
    const float alpha = a.alpha + step_y * (y - a.y) + step_x * (static_cast<float>(x0) + 0.5f - a.x);
    if (step_x == 0)
      span_flat(line + x0, line + x1, color, static_cast<uint32_t>(std::min(std::max(alpha, least), most) + 0.5f));
    else
      span_fringe(line + x0, line + x1, color, alpha, step_x, least, most);
  }
}

// False for NaN as well.
bool is_near(float value) { return std::fabs(value) < 32768; }

int clamped(float value, int most) {
  return value > 0 ? static_cast<int>(std::min(value, static_cast<float>(most))) : 0;
}

}  // namespace

void clear(const Picture& picture) {
  span_fill(picture.pixels, picture.pixels + static_cast<size_t>(picture.width) * static_cast<size_t>(picture.height),
            0);
}

void rasterise(const ImDrawList& list, const Picture& picture) {
  for (const ImDrawCmd& command : list.CmdBuffer) {
    const Bounds clip{clamped(command.ClipRect.x, picture.width), clamped(command.ClipRect.y, picture.height),
                      clamped(command.ClipRect.z, picture.width), clamped(command.ClipRect.w, picture.height)};
    const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
    const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
    for (const ImDrawIdx* end = index + command.ElemCount; end - index >= 3; index += 3) {
      Vertex corners[3];
      bool sane = true;
      for (int i = 0; i < 3; ++i) {
        const ImDrawVert& vertex = vertices[index[i]];
        sane = sane && is_near(vertex.pos.x) && is_near(vertex.pos.y);
        corners[i] = {snapped(vertex.pos.x), snapped(vertex.pos.y), static_cast<float>(vertex.col >> 24)};
      }
      if (sane) triangle(picture, clip, corners[0], corners[1], corners[2], vertices[index[0]].col);
    }
  }
}

}  // namespace canvass::widget

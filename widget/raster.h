// A software rasteriser for what Dear ImGui's anti-aliased fills produce: triangles of one colour whose alpha is flat
// or falls to nothing across a fringe of one pixel. No textures.
//
//   const Picture picture{pixels, width, height};
//   clear(picture);
//   rasterise(list, picture);
//
// The result is RGBA8888, not premultiplied, as ImageData wants it: where nothing was painted before, a fringe keeps
// its colour and carries its coverage in alpha, so that no edge darkens.
#pragma once

#include <cstdint>

struct ImDrawList;

namespace canvass::widget {

struct Picture {
  uint32_t* pixels = nullptr;  // width × height, 0xAABBGGRR
  int width = 0;
  int height = 0;
};

// Makes every pixel transparent.
void clear(const Picture& picture);

// Paints over what is in the picture. Every pixel whose centre is in a triangle is painted by it; triangles that share
// an edge neither overlap nor leave a gap. The colour of a triangle is that of its first vertex; alpha is interpolated.
// Vertices that are not finite or further than 32,767 from the origin take their triangle with them.
void rasterise(const ImDrawList& list, const Picture& picture);

}  // namespace canvass::widget

// From a display list to triangles in an ImDrawList. No ImGui context is needed, so the same painter fills the
// embed's own draw list and draws inside any application that uses Dear ImGui:
//
//   paint(list, ImGui::GetWindowDrawList(), origin.x, origin.y, 1);
//   for (const TextRun& run : list.runs) …AddText…
#pragma once

#include "widget/display_list.h"

struct ImDrawList;

namespace canvass::widget {

// `x`, `y`: where the card's top left corner goes, `scale`: per CSS px, all in the draw list's pixels. With a whole
// origin, every straight edge lands between two pixels. The draw list must have anti-aliased fill on.
void paint(const DisplayList& list, ImDrawList* draw, float x, float y, float scale);

}  // namespace canvass::widget

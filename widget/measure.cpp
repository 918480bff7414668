#include "widget/measure.h"

namespace canvass::widget {
namespace {

constexpr FontSpec kFonts[] = {{17, 24, 600}, {15, 22, 400}, {13, 18, 400}, {15, 22, 600}, {15, 22, 500}};

// Reads one code point at `at` and moves on; a malformed byte counts as one character.
uint32_t next_code_point(std::string_view text, uint32_t& at) {
  const auto lead = static_cast<uint8_t>(text[at++]);
  uint32_t more = lead >= 0xf0 ? 3u : lead >= 0xe0 ? 2u : lead >= 0xc0 ? 1u : 0u;
  uint32_t point = more ? lead & (0x3fu >> more) : lead;
  for (; more && at < text.size() && (static_cast<uint8_t>(text[at]) & 0xc0) == 0x80; --more)
    point = point << 6 | (static_cast<uint8_t>(text[at++]) & 0x3f);
  return point;
}

bool is_wide(uint32_t point) { return point >= 0x2e80 && point < 0xfb00; }

}  // namespace

const FontSpec& spec_of(Font font) {
  return kFonts[font < Font::kCount ? static_cast<uint32_t>(font) : static_cast<uint32_t>(Font::kBody)];
}

void FixedMeasurer::measure(std::string_view text, Font font, float max_width, Measured& out) {
  const float size = spec_of(font).size;
  out.ascent = size * 0.95f;
  out.descent = size * 0.25f;
  out.lines.clear();

  const auto length = static_cast<uint32_t>(text.size());
  Line line;            // what is taken so far, trailing spaces left out
  float pen = 0;        // where the next character stands
  uint32_t resume = 0;  // where the next line would begin if this one broke at its last space
  Line to_space;        // the line up to that space
  bool has_space = false;
  const auto start = [&](uint32_t at) {
    line = Line{at, at, 0};
    pen = 0;
    has_space = false;
  };
  for (uint32_t at = 0; at < length;) {
    const uint32_t begin = at;
    const uint32_t point = next_code_point(text, at);
    if (point == '\n') {
      out.lines.push_back(line);
      start(at);
      continue;
    }
    const float advance = size * (is_wide(point) ? 1.0f : 0.55f);
    if (point == ' ') {
      if (line.end > line.begin) {
        to_space = line;
        has_space = true;
      }
      resume = at;
      pen += advance;
      continue;
    }
    if (pen + advance > max_width && line.end > line.begin) {
      if (has_space) {
        out.lines.push_back(to_space);
        at = resume;
      } else {
        out.lines.push_back(line);
        at = begin;
      }
      start(at);
      continue;
    }
    pen += advance;
    line.end = at;
    line.width = pen;
  }
  if (line.end > line.begin || (length && text[length - 1] == '\n')) out.lines.push_back(line);
}

}  // namespace canvass::widget

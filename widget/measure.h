// Text, as far as layout needs it: how it breaks into lines and how much room they take. Who really shapes text
// (the browser's canvas, a native toolkit) stands behind TextMeasurer; FixedMeasurer makes layout deterministic
// where there is no such thing.
//
//   Measured text;
//   measurer.measure("How likely are you…", Font::kTitle, 320, text);
//   for (const Line& line : text.lines) …
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/vector.h"

namespace canvass::widget {

// The type sizes of the widget. Values are part of the C ABI (abi::Font).
enum class Font : uint8_t { kTitle = 0, kBody = 1, kSecondary = 2, kStrong = 3, kCell = 4, kCount = 5 };

struct FontSpec {
  uint8_t size;         // CSS px
  uint8_t line_height;  // CSS px
  uint16_t weight;      // CSS font-weight
};

const FontSpec& spec_of(Font font);

// A run of bytes of the text that is set, without the space or line feed it was broken at.
struct Line {
  uint32_t begin = 0;
  uint32_t end = 0;
  float width = 0;  // CSS px
};

struct Measured {
  float ascent = 0;  // CSS px over and under the baseline; only their difference decides where a baseline stands
  float descent = 0;
  std::string instead;  // what is set in place of the text: its translation; empty: the text itself
  Vector<Line> lines;

  std::string_view set(std::string_view text) const { return instead.empty() ? text : std::string_view(instead); }
};

class TextMeasurer {
 public:
  // Breaks `text` (UTF-8) into lines no wider than `max_width` CSS px where it can: at line feeds, at spaces, else
  // inside a word. An empty text has no lines. `out` is overwritten, but for `instead` where nothing is set in place of
  // the text; its lines keep their capacity.
  virtual void measure(std::string_view text, Font font, float max_width, Measured& out) = 0;

 protected:
  ~TextMeasurer() = default;
};

// Every code point is 0.55 of the font size wide, every ideograph 1: no fonts, the same result everywhere.
class FixedMeasurer : public TextMeasurer {
 public:
  void measure(std::string_view text, Font font, float max_width, Measured& out) override;
};

}  // namespace canvass::widget

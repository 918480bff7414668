// Measured text, remembered. Asking the host to shape text is the slow part of a layout, and most layouts (a hover,
// a press, a focus) ask for the very same texts.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/vector.h"
#include "widget/measure.h"

namespace canvass::widget {

class TextCache {
 public:
  explicit TextCache(TextMeasurer& measurer) : measurer_(measurer) {}

  // Always usable: lines lie within the text, metrics are finite. Good until sweep() or clear().
  const Measured& measure(std::string_view text, Font font, float max_width);

  void sweep();  // forgets what was not asked for since the last sweep
  void clear() { entries_.clear(); }

 private:
  struct Entry {
    std::string text;
    Font font;
    bool used;
    float max_width;
    Measured measured;
  };
  TextMeasurer& measurer_;
  Vector<std::unique_ptr<Entry>> entries_;
};

}  // namespace canvass::widget

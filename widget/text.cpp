#include "widget/text.h"

#include <algorithm>

namespace canvass::widget {
namespace {

// False for NaN and for what no text on a screen can measure.
bool is_sane(float length) { return length >= 0 && length < 100000; }

}  // namespace

const Measured& TextCache::measure(std::string_view text, Font font, float max_width) {
  for (const auto& entry : entries_) {
    if (entry->font == font && entry->max_width == max_width && entry->text == text) {
      entry->used = true;
      return entry->measured;
    }
  }
  entries_.push_back(std::make_unique<Entry>(Entry{std::string(text), font, true, max_width, {}}));
  Measured& measured = entries_.back()->measured;
  measurer_.measure(text, font, max_width, measured);

  const float size = spec_of(font).size;
  if (!is_sane(measured.ascent)) measured.ascent = size;
  if (!is_sane(measured.descent)) measured.descent = 0;
  const auto length = static_cast<uint32_t>(measured.set(text).size());
  for (Line& line : measured.lines) {
    line.end = std::min(line.end, length);
    line.begin = std::min(line.begin, line.end);
    if (!is_sane(line.width)) line.width = 0;
  }
  return measured;
}

void TextCache::sweep() {
  entries_.erase(std::remove_if(entries_.begin(), entries_.end(), [](const auto& entry) { return !entry->used; }),
                 entries_.end());
  for (const auto& entry : entries_) entry->used = false;
}

}  // namespace canvass::widget

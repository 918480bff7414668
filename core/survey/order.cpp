#include "core/survey/order.h"

#include "core/base/vector.h"

namespace canvass::survey {

Vector<uint8_t> order_of(const config::Question& question, Rng& rng) {
  Vector<uint8_t> order;
  if (!question.shuffle) return order;
  uint16_t movable[UINT8_MAX];
  size_t count = 0;
  for (size_t i = 0; i < question.options.size(); ++i) {
    order.push_back(static_cast<uint8_t>(i));
    if (!question.options[i].fixed) movable[count++] = static_cast<uint16_t>(i);
  }
  rng.shuffle(movable, count);
  size_t next = 0;
  for (uint8_t& place : order) {
    if (!question.options[place].fixed) place = static_cast<uint8_t>(movable[next++]);
  }
  return order;
}

}  // namespace canvass::survey

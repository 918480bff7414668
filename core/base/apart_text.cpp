#include "core/base/apart_text.h"

namespace canvass {

void append_eight(std::string& out, uint64_t characters) {
  for (; (characters & 0xFF) != 0; characters >>= 8) out += static_cast<char>(characters & 0xFF);
}

}  // namespace canvass

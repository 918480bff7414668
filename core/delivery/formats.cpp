#include "core/delivery/format.h"

namespace canvass::wire {

const Format* const kFormats[kFormatCount] = {
    &kSegment,
    &kOtlp,
    &kNdjson,
};

size_t body_bytes(const Json& body) {
  const std::string* text = body.get_ptr<const std::string*>();
  return text != nullptr ? text->size() : dump_json(body).size();
}

}  // namespace canvass::wire

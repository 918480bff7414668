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

size_t event_bytes(const Format& format, const Letter& letter, size_t around, const Json& event) {
  Json::array_t alone;
  alone.push_back(event);
  return body_bytes(format.body(letter, std::move(alone))) - around + 1;
}

}  // namespace canvass::wire

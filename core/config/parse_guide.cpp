#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/parts.h"

namespace canvass::config {

void read_guide(const Json& json, const std::string& pointer, const Packs&, Problems& problems, Guide& guide) {
  Fields fields(json, pointer, problems);
  fields.identifier("id", guide.id);
  const Vector<std::string_view> types = {"tip"};
  size_t chosen = 0;
  if (fields.choice("type", types, chosen, Need::kRequired)) guide.type = types[chosen];
  fields.string("anchor", guide.anchor, kMaxSelector, Need::kRequired);
  const Vector<std::string_view> sides = {"bottom", "top", "right", "left"};
  chosen = 0;
  fields.choice("placement", sides, chosen);
  guide.placement = sides[chosen];
  const bool title = fields.text("title", guide.title);
  if (!fields.text("text", guide.text) && !title && json.is_object()) {
    fields.error("text", "is missing: a tip needs a title or a text");
  }
  fields.text("button", guide.button);
  read_triggers(fields, guide.triggers);
  read_frequency(fields, guide.frequency);
  fields.finish();
}

}  // namespace canvass::config

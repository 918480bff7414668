#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/parts.h"

namespace canvass::config {

const char* name_of(GuideKind kind) {
  constexpr const char* kNames[kGuideKinds] = {"tip", "hotspot", "tour", "announcement", "checklist", "help"};
  return kNames[static_cast<size_t>(kind)];
}

void read_guide(const Json& json, const std::string& pointer, const Packs&, Problems& problems, Guide& guide) {
  Fields fields(json, pointer, problems);
  fields.identifier("id", guide.id);
  const Vector<std::string_view> types = {"tip"};
  size_t chosen = 0;
  fields.choice("type", types, chosen, Need::kRequired);
  fields.string("anchor", guide.anchor.selector, kMaxSelector, Need::kRequired);
  const Vector<std::string_view> sides = {"bottom", "top", "right", "left"};
  chosen = 0;
  fields.choice("placement", sides, chosen);
  guide.placement = sides[chosen];
  const bool title = fields.text("title", guide.title);
  if (!fields.text("text", guide.text) && !title && json.is_object()) {
    fields.error("text", "is missing: a tip needs a title or a text");
  }
  Text button;
  if (fields.text("button", button)) {
    guide.buttons.emplace_back();
    guide.buttons.back().text = std::move(button);
  }
  read_triggers(fields, guide.triggers);
  read_frequency(fields, guide.frequency);
  fields.finish();
}

}  // namespace canvass::config

#include "core/guide/outcome.h"

#include "core/base/text.h"

namespace canvass::guide {

Json told_of(const config::Guide& guide) {
  Json properties = json_object();
  properties["guide"] = guide.id;
  properties["kind"] = config::name_of(guide.kind);
  return properties;
}

view::Node& append(view::Node& parent, view::Role role, view::Look look, std::string_view path, std::string_view text) {
  parent.children.push_back(view::make(role, look, path, std::string(text)));
  return parent.children.back();
}

}  // namespace canvass::guide

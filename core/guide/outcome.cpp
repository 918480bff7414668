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

namespace {

view::Role role_of(view::Look look) {
  using view::Look;
  using view::Role;
  switch (look) {
    case Look::kTitle:
      return Role::kHeading;
    case Look::kBody:
    case Look::kSecondary:
      return Role::kText;
    case Look::kActions:
      return Role::kGroup;
    case Look::kTasks:
      return Role::kList;
    case Look::kTask:
      return Role::kListitem;
    case Look::kMeter:
      return Role::kProgress;
    case Look::kDone:
      return Role::kStatus;
    case Look::kSearch:
    case Look::kInputText:
      return Role::kTextbox;
    case Look::kDocument:
      return Role::kDocument;
    default:
      return Role::kButton;
  }
}

}  // namespace

view::Node& append(view::Node& parent, view::Look look, const std::string& path, const char* name,
                   std::string_view text) {
  return append(parent, role_of(look), look, join({path, name}), text);
}

view::Node& append(view::Node& parent, view::Look look, const std::string& path, const char* name) {
  return append(parent, look, path, name, std::string_view());
}

view::Node& append(view::Node& parent, view::Look look, const std::string& path, const char* name,
                   const config::Words& words, config::Ui text) {
  return append(parent, look, path, name, words.ui(text));
}

view::Node& append_labelled(view::Node& parent, view::Look look, const std::string& path, const char* name,
                            const config::Words& words, config::Ui label) {
  view::Node& node = append(parent, look, path, name);
  node.label = words.ui(label);
  return node;
}

void put_given(Json& object, const char* name, std::string_view value) {
  if (!value.empty()) object[name] = std::string(value);
}

}  // namespace canvass::guide

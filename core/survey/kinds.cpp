#include "core/survey/kinds.h"

#include "core/base/text.h"

namespace canvass::survey {

const Kind* find_kind(std::string_view name) {
  for (const Kind* kind : kKinds) {
    if (name == kind->name) return kind;
  }
  return nullptr;
}

bool is_empty(const Json& value) {
  const std::string* text = value.get_ptr<const std::string*>();
  return value.is_null() || (text != nullptr && trim(*text).empty()) ||
         ((value.is_array() || value.is_object()) && value.empty());
}

std::vector<std::string_view> kind_names() {
  std::vector<std::string_view> names;
  for (const Kind* kind : kKinds) names.push_back(kind->name);
  return names;
}

}  // namespace canvass::survey

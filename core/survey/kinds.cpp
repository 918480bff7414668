#include "core/survey/kinds.h"

#include "core/base/vector.h"

namespace canvass::survey {

const Kind* find_kind(std::string_view name) {
  for (const Kind* kind : kKinds) {
    if (name == kind->name) return kind;
  }
  return nullptr;
}

Vector<std::string_view> kind_names() {
  Vector<std::string_view> names;
  for (const Kind* kind : kKinds) names.push_back(kind->name);
  return names;
}

}  // namespace canvass::survey

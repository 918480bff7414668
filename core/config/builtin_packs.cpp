#include "core/config/builtin_packs.h"

namespace canvass::config {

namespace {

struct Builtin {
  std::string_view name;
  std::string_view text;
};

constexpr Builtin kPacks[] = {
#include "builtin_packs.inc"
#include "core/base/vector.h"
};

}  // namespace

std::string_view builtin_pack(std::string_view name) {
  for (const Builtin& pack : kPacks) {
    if (pack.name == name) return pack.text;
  }
  return {};
}

Vector<std::string_view> builtin_pack_names() {
  Vector<std::string_view> names;
  for (const Builtin& pack : kPacks) names.push_back(pack.name);
  return names;
}

}  // namespace canvass::config

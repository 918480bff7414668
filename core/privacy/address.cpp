#include "core/privacy/address.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/base/url.h"

namespace canvass::privacy {

namespace {

constexpr size_t kMaxQueryCharacters = 1000;

}  // namespace

std::string kept_query(std::string_view url, const Vector<std::string>& allowed) {
  std::string kept;
  std::string_view rest = url.substr(0, url.find('#'));
  const size_t query = rest.find('?');
  if (query == std::string_view::npos) return kept;
  rest.remove_prefix(query + 1);
  while (!rest.empty()) {
    const std::string_view one = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    std::string name;
    std::string value;
    const bool named = Parameters(join({"?", one})).next(name, value);
    if (!named || std::find(allowed.begin(), allowed.end(), name) == allowed.end()) continue;
    if (count_characters(kept) + count_characters(one) + 1 > kMaxQueryCharacters) break;
    kept += join({kept.empty() ? "?" : "&", one});
  }
  return kept;
}

}  // namespace canvass::privacy

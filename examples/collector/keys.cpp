#include "examples/collector/keys.h"

#include <algorithm>

namespace canvass::collector {
namespace {

constexpr size_t kMaxKey = 100;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return out;
}

// As browsers write them: lower case, without the port that goes without saying.
std::string normal(std::string_view origin) {
  std::string out = lower(origin);
  for (const auto& [scheme, port] :
       {std::pair<std::string_view, std::string_view>{"https://", ":443"}, {"http://", ":80"}}) {
    if (out.starts_with(scheme) && out.ends_with(port)) out.resize(out.size() - port.size());
  }
  return out;
}

std::optional<std::string> wrong_origin(std::string_view origin) {
  if (origin == "null" || origin == "none" || origin == "*") return std::nullopt;
  const size_t scheme = origin.find("://");
  const std::string named = "\"" + std::string(origin) + "\"";
  if (scheme == origin.npos || scheme == 0 || scheme + 3 == origin.size()) {
    return named + " is no origin: it must be like https://shop.example, or null, none or *.";
  }
  const std::string_view host = origin.substr(scheme + 3);
  if (host.find('/') != host.npos) {
    return named + " is an address: an origin ends before the path, " +
           std::string(origin.substr(0, scheme + 3 + host.find('/'))) + ".";
  }
  const bool plain = std::all_of(origin.begin(), origin.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
  if (!plain || host.find_first_of("*?#@\\") != host.npos) {
    return named + " is no origin: each must be given in full, a name in other letters as xn--….";
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> Keys::add(std::string_view text) {
  const size_t equals = text.find('=');
  const std::string key(text.substr(0, equals));
  const bool plain = std::all_of(key.begin(), key.end(), [](unsigned char c) { return c > 0x20 && c != 0x7f; });
  if (key.empty() || key.size() > kMaxKey || !plain) {
    return "A key has 1 to " + std::to_string(kMaxKey) + " characters and no spaces.";
  }
  std::set<std::string> origins;
  if (equals == text.npos) {
    origins.insert("*");
  } else {
    for (std::string_view rest = text.substr(equals + 1);;) {
      const size_t comma = rest.find(',');
      const std::string_view origin = rest.substr(0, comma);
      if (auto wrong = wrong_origin(origin)) return wrong;
      origins.insert(normal(origin));
      if (comma == rest.npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  keys_[key].merge(origins);
  return std::nullopt;
}

Keys::Verdict Keys::check(const std::string& key, std::string_view origin) const {
  if (keys_.empty()) return Verdict::kWelcome;
  const auto found = keys_.find(key);
  if (found == keys_.end()) return Verdict::kUnknownKey;
  const std::set<std::string>& origins = found->second;
  const bool welcome = origins.contains("*") || origins.contains(origin.empty() ? "none" : normal(origin));
  // A page cannot call itself "none"; this is for what is no page.
  return welcome && (origin != "none" || origins.contains("*")) ? Verdict::kWelcome : Verdict::kForeignOrigin;
}

}  // namespace canvass::collector

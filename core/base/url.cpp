#include "core/base/url.h"

#include "core/base/text.h"

namespace canvass {

namespace {

// The value of a hexadecimal digit; 16 for any other character.
unsigned hex_digit(char c) {
  const char lower = static_cast<char>(c | 0x20);
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  return lower >= 'a' && lower <= 'f' ? static_cast<unsigned>(lower - 'a' + 10) : 16;
}

std::string decoded(std::string_view text) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i] == '+' ? ' ' : text[i];
    if (c == '%' && i + 2 < text.size()) {
      const unsigned high = hex_digit(text[i + 1]);
      const unsigned low = hex_digit(text[i + 2]);
      if (high < 16 && low < 16) {
        c = static_cast<char>(high << 4 | low);
        i += 2;
      }
    }
    bytes += c;
  }
  std::string out;
  for (size_t i = 0; i < bytes.size();) {
    const size_t length = utf8_length(bytes, i);
    if (length == 0) {
      out += "\xEF\xBF\xBD";
      ++i;
    } else {
      out.append(bytes, i, length);
      i += length;
    }
  }
  return out;
}

}  // namespace

Parameters::Parameters(std::string_view url, std::string_view prefix) : prefix_(prefix) {
  const std::string_view address = url.substr(0, url.find('#'));
  const size_t query = address.find('?');
  if (query != std::string_view::npos) rest_ = address.substr(query + 1);
}

bool Parameters::next(std::string& name, std::string& value) {
  while (!rest_.empty()) {
    const std::string_view one = rest_.substr(0, rest_.find('&'));
    rest_.remove_prefix(one.size() < rest_.size() ? one.size() + 1 : one.size());
    if (one.empty()) continue;
    const std::string_view key = one.substr(0, one.find('='));
    name = decoded(key);
    if (!starts_with(name, prefix_)) continue;
    value = decoded(key.size() < one.size() ? one.substr(key.size() + 1) : std::string_view());
    return true;
  }
  return false;
}

std::optional<std::string> query_value(std::string_view url, std::string_view name) {
  std::string found;
  std::string value;
  for (Parameters all(url, name); all.next(found, value);) {
    if (found.size() == name.size()) return value;
  }
  return std::nullopt;
}

std::string_view host_of(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  std::string_view host = url.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  host.remove_prefix(host.rfind('@') + 1);  // npos + 1 is 0
  // The colons inside the brackets of an IPv6 address are none before a port.
  const size_t bracket = host.find(']');
  return host.substr(0, host.find(':', bracket == std::string_view::npos ? 0 : bracket));
}

}  // namespace canvass

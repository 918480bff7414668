#include "core/targeting/glob.h"

namespace canvass::targeting {

namespace {

std::string_view from_path(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return !url.empty() && url[0] == '/' ? url : std::string_view();
  const size_t host = scheme + 3;
  const size_t end = url.find_first_of("/?#", host);
  return end == std::string_view::npos ? std::string_view() : url.substr(end);
}

std::string_view without_query(std::string_view url) { return url.substr(0, url.find_first_of("?#")); }

std::string_view identity(std::string_view url) {
  const size_t hash = url.find('#');
  if (hash == std::string_view::npos) return url;
  const bool route = hash + 1 < url.size() && (url[hash + 1] == '/' || url[hash + 1] == '!');
  return route ? url : url.substr(0, hash);
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view text) {
  size_t p = 0;
  size_t t = 0;
  // Where to take up again, with one more character under the star, when what follows it does not fit. Only the last
  // star needs that: a shorter run under an earlier one cannot help. So the work is at most pattern × text.
  size_t star = std::string_view::npos;
  size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::string_view path_of(std::string_view url) {
  const std::string_view path = without_query(from_path(url));
  return path.empty() && url.find("://") != std::string_view::npos ? "/" : path;
}

std::string_view part_of(std::string_view pattern, std::string_view url) {
  const bool query = pattern.find('?') != std::string_view::npos;
  if (pattern.find("://") != std::string_view::npos) return query ? url : without_query(url);
  return query ? from_path(url) : path_of(url);
}

bool page_matches(std::string_view pattern, std::string_view url) {
  return glob_matches(pattern, part_of(pattern, url));
}

bool same_page(std::string_view url, std::string_view other) { return identity(url) == identity(other); }

}  // namespace canvass::targeting

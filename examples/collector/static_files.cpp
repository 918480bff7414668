#include "examples/collector/static_files.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace canvass::collector {
namespace {

namespace fs = std::filesystem;

// The names between the slashes; none at all when one of them must not be asked for.
std::optional<std::vector<std::string_view>> segments(std::string_view path) {
  std::vector<std::string_view> names;
  while (!path.empty()) {
    const size_t slash = std::min(path.find('/'), path.size());
    const std::string_view name = path.substr(0, slash);
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (name.empty()) continue;
    if (name.front() == '.' || name.find('\\') != name.npos || name.find('\0') != name.npos) return std::nullopt;
    names.push_back(name);
  }
  return names;
}

bool below(const fs::path& root, const fs::path& path) {
  return std::mismatch(root.begin(), root.end(), path.begin(), path.end()).first == root.end();
}

std::string percent_encoded(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (unsigned char c : text) {
    const bool plain = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' || c == '_' ||
                       c == '.' || c == '~';
    if (plain) {
      out += static_cast<char>(c);
    } else {
      out += '%';
      out += kHex[c >> 4];
      out += kHex[c & 15];
    }
  }
  return out;
}

}  // namespace

Folder::Folder(const std::string& path, std::string_view option, std::string_view hidden) {
  std::error_code error;
  root_ = fs::canonical(path, error);
  if (error || !fs::is_directory(root_, error)) {
    throw std::runtime_error(std::string(option) + " " + path + ": there is no such folder.");
  }
  if (!hidden.empty()) hidden_ = root_ / hidden;
}

Found Folder::find(std::string_view url_path) const {
  const auto names = segments(url_path);
  if (!names) return {};
  fs::path wanted = root_;
  for (std::string_view name : *names) wanted /= fs::path(name);

  std::error_code error;
  const bool closed = !url_path.empty() && url_path.back() == '/';
  if (fs::is_directory(wanted, error)) {
    if (!closed) {
      if (!fs::exists(wanted / "index.html", error)) return {};
      std::string address;  // made of the names, so that "//host" cannot become one
      for (std::string_view name : *names) address += "/" + percent_encoded(name);
      return {Found::Kind::kFolder, {}, address + "/"};
    }
    wanted /= "index.html";
  } else if (closed) {
    return {};
  } else if (!fs::exists(wanted, error)) {
    wanted += ".html";
  }
  wanted = fs::canonical(wanted, error);
  if (error || !below(root_, wanted) || !fs::is_regular_file(wanted, error)) return {};
  if (!hidden_.empty() && below(hidden_, wanted)) return {};
  return {Found::Kind::kFile, wanted, {}};
}

std::optional<File> read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  File file;
  file.bytes.assign(std::istreambuf_iterator<char>(stream), {});
  if (stream.bad()) return std::nullopt;
  file.type = mime_type(path.extension().string());
  // Of the content, not of the time of writing: a rebuild that changes nothing stays cached.
  file.etag =
      '"' + std::to_string(file.bytes.size()) + '-' + std::to_string(std::hash<std::string>{}(file.bytes)) + '"';
  return file;
}

std::string_view mime_type(std::string_view extension) {
  struct Entry {
    std::string_view extension, type;
  };
  static constexpr Entry kTypes[] = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".ndjson", "application/x-ndjson"},
      {".wasm", "application/wasm"},  // anything else and the browser refuses to compile it while it loads
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".webp", "image/webp"},
      {".avif", "image/avif"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"},
      {".webmanifest", "application/manifest+json"},
      {".webm", "video/webm"},
      {".mp4", "video/mp4"},
      {".vtt", "text/vtt; charset=utf-8"},
  };
  for (const Entry& entry : kTypes) {
    if (entry.extension == extension) return entry.type;
  }
  return "application/octet-stream";
}

}  // namespace canvass::collector

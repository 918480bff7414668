// Files below a folder, looked up by the path of a URL. Nothing outside the folder can be named, whatever the path
// says and wherever symbolic links lead.
//
//   Folder site("examples/shop");
//   Found found = site.find("/cart/");               // cart/index.html
//   if (auto file = read_file(found.path)) { … file->bytes, file->type, file->etag … }
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace canvass::collector {

struct Found {
  enum class Kind { kNothing, kFile, kFolder } kind = Kind::kNothing;
  std::filesystem::path path;  // kFile
  std::string redirect;        // kFolder: asked for without its closing "/"; relative links in it need that one
};

struct File {
  std::string bytes;
  std::string_view type;  // MIME type
  std::string etag;       // quoted; changes with the content
};

class Folder {
 public:
  // Throws std::runtime_error with a sentence that names `option` when there is no such folder. What lies in its
  // subfolder `hidden` is not served.
  Folder(const std::string& path, std::string_view option, std::string_view hidden = {});

  // `url_path` is decoded and begins with "/". "/x" finds x, else x.html; "/x/" finds x/index.html. Names that
  // begin with a dot are not there.
  Found find(std::string_view url_path) const;

 private:
  std::filesystem::path root_;    // canonical
  std::filesystem::path hidden_;  // below root_; empty: none
};

// None when it cannot be read (any more).
std::optional<File> read_file(const std::filesystem::path& path);

std::string_view mime_type(std::string_view extension);

}  // namespace canvass::collector

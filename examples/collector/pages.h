// The pages and files that anybody may have: those of --site, then those of --dist; the report page is the report.
#pragma once

#include <httplib.h>

#include <optional>
#include <string_view>

#include "examples/collector/options.h"
#include "examples/collector/static_files.h"

namespace canvass::collector {

class Pages {
 public:
  // Throws std::runtime_error with a sentence when there is no such folder.
  explicit Pages(const Options& options);

  void serve(const httplib::Request& request, httplib::Response& response) const;

 private:
  bool file(const Folder& folder, std::string_view path, const char* policy, const httplib::Request& request,
            httplib::Response& response) const;

  std::optional<Folder> site_, dist_;
};

}  // namespace canvass::collector

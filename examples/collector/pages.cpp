#include "examples/collector/pages.h"

#include "examples/collector/answers.h"

namespace canvass::collector {
namespace {

// What the widget promises to run under; the demo proves it. Connections are free, so that the demo's configuration
// may name another endpoint.
constexpr const char* kSitePolicy =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "connect-src *; require-trusted-types-for 'script'";
constexpr const char* kReportPolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types canvass-report";

}  // namespace

Pages::Pages(const Options& options) {
  if (!options.site.empty()) site_.emplace(options.site, "--site");
  if (!options.dist.empty()) dist_.emplace(options.dist, "--dist", "bin");
}

void Pages::serve(const httplib::Request& request, httplib::Response& response) const {
  // The site's files go first, but the report is the report.
  if (request.path == "/report" || request.path == "/report/") {
    if (dist_ && file(*dist_, request.path, kReportPolicy, request, response)) return;
  } else {
    if (site_ && file(*site_, request.path, kSitePolicy, request, response)) return;
    if (dist_ && file(*dist_, request.path, kReportPolicy, request, response)) {
      // Pages elsewhere may load the widget from here: modules and checked (integrity) fetches ask for this.
      response.set_header("Access-Control-Allow-Origin", "*");
      return;
    }
  }
  response.status = 404;
}

bool Pages::file(const Folder& folder, std::string_view path, const char* policy, const httplib::Request& request,
                 httplib::Response& response) const {
  const Found found = folder.find(path);
  if (found.kind == Found::Kind::kNothing) return false;
  if (found.kind == Found::Kind::kFolder) {
    const size_t query = request.target.find('?');
    response.set_redirect(found.redirect + (query == std::string::npos ? "" : request.target.substr(query)), 308);
    return true;
  }
  const std::optional<File> file = read_file(found.path);
  if (!file) return false;
  response.set_header("Cache-Control", "no-cache");
  response.set_header("ETag", file->etag);
  if (file->type.rfind("text/html", 0) == 0) {
    response.set_header("Content-Security-Policy", policy);
    response.set_header("Referrer-Policy", "same-origin");
  }
  if (fresh(request, file->etag)) {
    response.status = 304;
  } else {
    response.set_content(file->bytes, std::string(file->type));
  }
  return true;
}

}  // namespace canvass::collector

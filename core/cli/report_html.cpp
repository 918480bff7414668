#include "core/cli/report_html.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace canvass::cli {

namespace {

// Nothing of it can be taken for markup, nor, in old browsers, end a line of a script.
std::string for_script(const Json& report) {
  const std::string json = dump_json(report);
  std::string result;
  result.reserve(json.size() + json.size() / 16);
  for (size_t i = 0; i < json.size(); ++i) {
    const std::string_view rest = std::string_view(json).substr(i, 3);
    if (json[i] == '<') {
      result += "\\u003c";
    } else if (rest == "\xE2\x80\xA8" || rest == "\xE2\x80\xA9") {
      result += rest == "\xE2\x80\xA8" ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      result += json[i];
    }
  }
  return result;
}

// What of a file to be replaced must stay: who may read it.
void keep_permissions(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(from, error);
  if (!error && std::filesystem::exists(status)) std::filesystem::permissions(to, status.permissions(), error);
}

bool write_all(const std::string& path, std::string_view text) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (!file) return false;
  bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  written = std::fflush(file) == 0 && written;
  const int reason = errno;
  const bool closed = std::fclose(file) == 0;
  if (!written) errno = reason;
  return written && closed;
}

}  // namespace

std::string standalone_template() {
  const char* dist = std::getenv("CANVASS_DIST");
  if (dist && *dist) return std::string(dist) + "/report/standalone.html";
  std::error_code error;
  const std::filesystem::path program = std::filesystem::canonical("/proc/self/exe", error);
  return error ? "" : (program.parent_path().parent_path() / "report" / "standalone.html").string();
}

std::optional<std::string> report_html(std::string_view page, const Json& report) {
  for (size_t at = page.find("<script"); at != std::string_view::npos; at = page.find("<script", at + 1)) {
    const size_t end = page.find('>', at);
    if (end == std::string_view::npos) break;
    const std::string_view tag = page.substr(at, end - at);
    if (tag.find("id=\"canvass-report\"") == std::string_view::npos &&
        tag.find("id=canvass-report") == std::string_view::npos) {
      continue;
    }
    const size_t close = page.find("</script>", end);
    if (close == std::string_view::npos) break;
    std::string result(page.substr(0, end + 1));
    result += for_script(report);
    result += page.substr(close);
    return result;
  }
  return std::nullopt;
}

bool write_whole(const std::string& path, std::string_view text, std::string& error) {
  std::error_code code;
  const std::filesystem::file_status status = std::filesystem::status(path, code);
  const bool there = std::filesystem::exists(status);
  if (there && !std::filesystem::is_regular_file(status)) {
    if (std::filesystem::is_directory(status)) {
      error = std::strerror(EISDIR);
      return false;
    }
    const bool written = write_all(path, text);
    if (!written) error = std::strerror(errno);
    return written;
  }
  // Behind a symbolic link the file is replaced, not the link.
  const std::string target = there ? std::filesystem::canonical(path, code).string() : path;
  const std::string beside = target + "." + std::to_string(getpid()) + ".part";
  if (!write_all(beside, text)) {
    error = std::strerror(errno);
    std::remove(beside.c_str());
    return false;
  }
  keep_permissions(target, beside);
  if (std::rename(beside.c_str(), target.c_str()) != 0) {
    error = std::strerror(errno);
    std::remove(beside.c_str());
    return false;
  }
  return true;
}

}  // namespace canvass::cli

#include "examples/collector/tags_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <utility>

#include "core/base/json.h"

namespace canvass::collector {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& what, const std::string& path) {
  throw TagsError("Cannot " + what + " the tags file " + path + ": " + std::strerror(errno) + ".");
}

TagsFile::State state_of(std::string text, report::Tags tags) {
  TagsFile::State state;
  state.etag = '"' + std::to_string(text.size()) + '-' + std::to_string(std::hash<std::string>{}(text)) + '"';
  state.text = std::make_shared<const std::string>(std::move(text));
  state.tags = std::make_shared<const report::Tags>(std::move(tags));
  return state;
}

// The one of it that `write` reaches, not a symbolic link in its place.
std::string target_of(const std::string& path) {
  std::error_code error;
  const fs::path target = fs::canonical(path, error);
  return error ? path : target.string();
}

class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return descriptor_; }
  bool close() { return descriptor_ < 0 || ::close(std::exchange(descriptor_, -1)) == 0; }

 private:
  int descriptor_;
};

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace

TagsFile::TagsFile(const std::string& path) : path_(path) {
  state_ = state_of(dump_json(report::to_json({})) + "\n", {});
  refresh();
}

TagsFile::State TagsFile::now() {
  const std::lock_guard lock(mutex_);
  refresh();
  return state_;
}

TagsFile::State TagsFile::known() {
  const std::lock_guard lock(mutex_);
  try {
    refresh();
  } catch (const TagsError&) {
    // Whoever edits tags is told; a report that goes on with the last ones helps more than none.
  }
  return state_;
}

TagsFile::Replaced TagsFile::replace(std::string_view etag, std::string_view text) {
  Problems problems;
  report::Tags tags = report::parse_tags(text, problems);
  if (!problems.ok()) return std::vector<Problem>(problems.errors.begin(), problems.errors.end());

  const std::lock_guard lock(mutex_);
  refresh();
  if (etag != "*" && etag != state_.etag) return Conflict{};
  write(text);
  state_ = state_of(std::string(text), std::move(tags));
  stamp_ = stamp();
  return state_;
}

TagsFile::Stamp TagsFile::stamp() const {
  struct stat found;
  if (::stat(path_.c_str(), &found) != 0) {
    if (errno != ENOENT) fail("read", path_);
    return {};
  }
#ifdef __APPLE__
  const timespec& time = found.st_mtimespec;
#else
  const timespec& time = found.st_mtim;
#endif
  return {true, static_cast<uint64_t>(found.st_ino), static_cast<uint64_t>(found.st_size),
          static_cast<int64_t>(time.tv_sec), static_cast<int64_t>(time.tv_nsec)};
}

void TagsFile::refresh() {
  const Stamp found = stamp();
  if (found == stamp_) return;
  std::string text;
  if (found.there) {
    if (found.size > kMaxTags) {
      throw TagsError("The tags file " + path_ + " has more than " + std::to_string(kMaxTags) + " bytes.");
    }
    errno = EIO;
    std::ifstream stream(path_, std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(stream), {});
    if (!stream) fail("read", path_);
  } else {
    text = dump_json(report::to_json({})) + "\n";
  }
  Problems problems;
  report::Tags tags = report::parse_tags(text, problems);
  if (!problems.ok()) {
    const Problem& first = problems.errors.front();
    throw TagsError("The tags file " + path_ + " is not one: " + first.pointer + (first.pointer.empty() ? "" : " ") +
                    first.message + ". Mend it, or move it away.");
  }
  state_ = state_of(std::move(text), std::move(tags));
  stamp_ = found;
}

// Into a file beside it, which takes its name once it is on disk: whoever reads finds the old or the new, never a part.
void TagsFile::write(std::string_view text) const {
  const std::string target = target_of(path_);
  const std::string beside = target + "." + std::to_string(getpid()) + ".part";
  struct stat old;
  const mode_t mode = ::stat(target.c_str(), &old) == 0 ? old.st_mode & 07777 : 0666;
  const auto abandon = [&] {
    const int why = errno;
    ::unlink(beside.c_str());
    errno = why;
    fail("write", path_);
  };
  Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
  if (file.get() < 0) fail("write", path_);
  if (!write_all(file.get(), text) || ::fsync(file.get()) != 0 || !file.close()) abandon();
  if (::rename(beside.c_str(), target.c_str()) != 0) abandon();
  // The name is on disk only when its folder is.
  const std::string parent = fs::path(target).parent_path().string();
  Descriptor folder(::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_CLOEXEC));
  if (folder.get() >= 0) ::fsync(folder.get());
}

}  // namespace canvass::collector

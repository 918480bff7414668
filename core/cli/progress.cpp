#include "core/cli/progress.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "core/base/text.h"

namespace canvass::cli {

namespace {

constexpr auto kFirst = std::chrono::milliseconds(500);
constexpr auto kAgain = std::chrono::milliseconds(100);
constexpr int64_t kBarWidth = 24;

// None of a pipe.
int64_t size_of(const std::string& path) {
  struct stat status {};
  const int found = path == "-" ? fstat(STDIN_FILENO, &status) : stat(path.c_str(), &status);
  return found == 0 && S_ISREG(status.st_mode) ? static_cast<int64_t>(status.st_size) : -1;
}

std::string megabytes(int64_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", static_cast<double>(bytes) / 1e6);
  return text;
}

}  // namespace

Progress::Progress(const std::vector<std::string>& paths)
    : on_(isatty(STDERR_FILENO) == 1), next_(std::chrono::steady_clock::now() + kFirst) {
  if (!on_) return;
  for (const std::string& path : paths) {
    const int64_t size = size_of(path);
    if (size < 0) {
      total_ = 0;
      break;
    }
    total_ += size;
  }
}

void Progress::next_file() {
  bytes_before_ = bytes_;
  lines_before_ = lines_;
}

void Progress::read(int64_t bytes, int64_t lines) {
  bytes_ = bytes_before_ + bytes;
  lines_ = lines_before_ + lines;
  if (!on_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + kAgain;
  draw();
}

void Progress::draw() {
  drawn_ = true;
  if (total_ <= 0) {
    std::fprintf(stderr, "\r\033[Kreading: %s lines, %s MB", decimal(lines_).c_str(), megabytes(bytes_).c_str());
  } else {
    const int64_t done = std::min(bytes_, total_);  // a file may grow meanwhile
    const auto full = static_cast<size_t>(done * kBarWidth / total_);
    const std::string bar = std::string(full, '#') + std::string(kBarWidth - full, '.');
    std::fprintf(stderr, "\r\033[Kreading [%s] %2lld %%, %s of %s MB", bar.c_str(),
                 static_cast<long long>(done * 100 / total_), megabytes(done).c_str(), megabytes(total_).c_str());
  }
  std::fflush(stderr);
}

void Progress::finish() {
  if (drawn_) {
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
  }
  drawn_ = on_ = false;
}

}  // namespace canvass::cli

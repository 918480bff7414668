#include "core/cli/input.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace canvass::cli {

namespace {

constexpr size_t kBlock = 1 << 20;

std::FILE* open(const std::string& path) { return path == "-" ? stdin : std::fopen(path.c_str(), "rb"); }

void say_unreadable(const std::string& path) {
  const int reason = errno;
  std::fprintf(stderr, "canvass: cannot read %s: %s\n", display_name(path).c_str(), std::strerror(reason));
}

}  // namespace

std::string display_name(const std::string& path) { return path == "-" ? "stdin" : path; }

std::optional<std::string> read_file(const std::string& path) {
  std::FILE* file = open(path);
  if (!file) {
    say_unreadable(path);
    return std::nullopt;
  }
  std::string text;
  char chunk[65536];
  size_t got = 0;
  while ((got = std::fread(chunk, 1, sizeof chunk, file)) > 0) text.append(chunk, got);
  const bool failed = std::ferror(file) != 0;
  if (failed) say_unreadable(path);
  if (file != stdin) std::fclose(file);
  return failed ? std::nullopt : std::optional<std::string>(std::move(text));
}

LineReader::LineReader(const std::string& path) : path_(path), file_(open(path)), buffer_(1 << 16) {
  if (!file_) {
    say_unreadable(path_);
    failed_ = true;
  }
}

LineReader::~LineReader() {
  if (file_ && file_ != stdin) std::fclose(file_);
}

bool LineReader::fill() {
  if (!file_ || failed_) return false;
  position_ = 0;
  size_ = std::fread(buffer_.data(), 1, buffer_.size(), file_);
  if (size_ == 0 && std::ferror(file_)) {
    say_unreadable(path_);
    failed_ = true;
  }
  return size_ > 0;
}

bool LineReader::next(std::string& line) {
  line.clear();
  cut_ = false;
  if (position_ == size_ && !fill()) return false;
  ++number_;
  for (;;) {
    const char* start = buffer_.data() + position_;
    const auto* end = static_cast<const char*>(std::memchr(start, '\n', size_ - position_));
    const size_t length = end ? static_cast<size_t>(end - start) : size_ - position_;
    const size_t room = kMaxLine - line.size();
    if (length > room) cut_ = true;
    line.append(start, std::min(length, room));
    position_ += length + (end ? 1 : 0);
    if (end || !fill()) break;
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (number_ == 1 && line.compare(0, 3, "\xef\xbb\xbf") == 0) line.erase(0, 3);
  return !failed_;
}

void Bytes::reserve(size_t wanted) {
  if (wanted <= room && data) return;
  room = std::max({wanted, 2 * room, size_t{64}});
  std::unique_ptr<char[]> more(new char[room]);
  if (size > 0) std::memcpy(more.get(), data.get(), size);
  data = std::move(more);
}

namespace {

void drop(Bytes& bytes, size_t count) {
  bytes.size -= count;
  std::memmove(bytes.data.get(), bytes.data.get() + count, bytes.size);
}

}  // namespace

BlockReader::BlockReader(const std::string& path) : path_(path), file_(open(path)) {
  if (!file_) {
    say_unreadable(path_);
    failed_ = true;
  } else {
    std::setvbuf(file_, nullptr, _IONBF, 0);  // blocks are read where they are needed, not by way of a buffer
  }
}

BlockReader::~BlockReader() {
  if (file_ && file_ != stdin) std::fclose(file_);
}

bool BlockReader::next(Bytes& block) {
  block.size = 0;
  if (failed_) return false;
  std::swap(block, rest_);
  for (;;) {
    block.reserve(block.size + kBlock);
    const size_t got = std::fread(block.data.get() + block.size, 1, kBlock, file_);
    block.size += got;
    if (got == 0) {
      if (std::ferror(file_)) {
        say_unreadable(path_);
        failed_ = true;
        return false;
      }
      return block.size > 0;  // a last line without an end
    }
    if (!begun_ && block.size >= 3) {
      begun_ = true;
      if (block.text().substr(0, 3) == "\xef\xbb\xbf") drop(block, 3);
    }
    if (skipping_) {  // the rest of a line that is too long
      const size_t end = block.text().find('\n');
      drop(block, end == std::string_view::npos ? block.size : end + 1);
      skipping_ = end == std::string_view::npos;
      if (block.size == 0) continue;
    }
    const size_t last = block.text().rfind('\n');
    if (last != std::string_view::npos) {
      rest_.size = 0;
      rest_.reserve(block.size - last - 1);
      rest_.size = block.size - last - 1;
      std::memcpy(rest_.data.get(), block.data.get() + last + 1, rest_.size);
      block.size = last + 1;
      return true;
    }
    if (block.size > kMaxLine) {
      skipping_ = true;
      return true;
    }
  }
}

}  // namespace canvass::cli

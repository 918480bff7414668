// Reading files and the standard input ("-").
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace canvass::cli {

// A longer line is no event of ours and not worth the memory: a whole batch has 500 KB at most.
constexpr size_t kMaxLine = 4'000'000;

// What messages call a file.
std::string display_name(const std::string& path);  // "-" is "stdin"

// The whole of a file. None after one sentence on the standard error.
std::optional<std::string> read_file(const std::string& path);

// One line after another, in memory that does not grow with the input.
class LineReader {
 public:
  explicit LineReader(const std::string& path);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  // False at the end, or when reading fails; then failed() tells which.
  // The line comes without its end and without a byte order mark. One longer than kMaxLine is cut there.
  bool next(std::string& line);

  int64_t number() const { return number_; }  // of the line last read, from 1
  bool cut() const { return cut_; }           // the line last read was longer than kMaxLine
  bool failed() const { return failed_; }     // has been said on the standard error

 private:
  bool fill();

  std::string path_;
  std::FILE* file_ = nullptr;
  std::vector<char> buffer_;
  size_t position_ = 0, size_ = 0;
  int64_t number_ = 0;
  bool cut_ = false;
  bool failed_ = false;
};

// Bytes that are read again and again into the same memory, which nobody clears in between.
struct Bytes {
  std::unique_ptr<char[]> data = {};
  size_t size = 0, room = 0;
  std::string_view text() const { return {data.get(), size}; }
  void reserve(size_t wanted);  // keeps what is there
};

// Many whole lines at a time, for those who take them apart elsewhere.
class BlockReader {
 public:
  explicit BlockReader(const std::string& path);
  ~BlockReader();
  BlockReader(const BlockReader&) = delete;
  BlockReader& operator=(const BlockReader&) = delete;

  // Some megabyte of lines, the last of which ends with the block. False at the end, or when reading fails; then
  // failed() tells which. The first block comes without a byte order mark. Of a line longer than kMaxLine perhaps only
  // the beginning comes, still longer than kMaxLine.
  bool next(Bytes& block);

  bool failed() const { return failed_; }  // has been said on the standard error

 private:
  std::string path_;
  std::FILE* file_ = nullptr;
  Bytes rest_;  // the beginning of the next line
  bool begun_ = false, skipping_ = false, failed_ = false;
};

}  // namespace canvass::cli

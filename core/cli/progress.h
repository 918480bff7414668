// How far the reading of files is, drawn on a terminal while it lasts.
//
//   Progress progress(paths);
//   while (lines.next(line)) progress.read(line.size() + 1);
//   progress.finish();            // the line is gone
//
// Nothing is drawn where the standard error is no terminal, or within the first half second. There is no timer: the
// clock is looked at now and then while lines come.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace canvass::cli {

class Progress {
 public:
  explicit Progress(const std::vector<std::string>& paths);  // "-" is the standard input
  ~Progress() { finish(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // One line of so many bytes has been read.
  void read(size_t bytes) {
    ++lines_;
    bytes_ += static_cast<int64_t>(bytes);
    if (on_ && (bytes_ >= next_bytes_ || lines_ >= next_lines_)) look();
  }

  void finish();

 private:
  void look();
  void draw();

  bool on_ = false;
  bool drawn_ = false;
  int64_t total_ = 0;  // bytes; 0: not known
  int64_t bytes_ = 0, lines_ = 0;
  int64_t next_bytes_ = 0, next_lines_ = 0;  // when to look at the clock again
  std::chrono::steady_clock::time_point next_;
};

}  // namespace canvass::cli

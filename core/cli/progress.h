// How far the reading of files is, drawn on a terminal while it lasts.
//
//   Progress progress(paths);
//   for (const std::string& path : paths) {
//     progress.next_file();
//     while (…) progress.read(bytes, lines);      // of this file, so far
//   }
//   progress.finish();                            // the line is gone
//
// Nothing is drawn where the standard error is no terminal, or within the first half second. There is no timer: the
// clock is looked at whenever something has been read.
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

  void next_file();
  void read(int64_t bytes, int64_t lines);

  void finish();

 private:
  void draw();

  bool on_ = false;
  bool drawn_ = false;
  int64_t total_ = 0;                            // bytes; 0: not known
  int64_t bytes_before_ = 0, lines_before_ = 0;  // of the files before this one
  int64_t bytes_ = 0, lines_ = 0;                // of all
  std::chrono::steady_clock::time_point next_;
};

}  // namespace canvass::cli

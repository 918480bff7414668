// The lines of a file that comes in pieces.
//
//   Lines lines;
//   const auto line = [&](std::string_view text, int64_t number, bool cut) { … };
//   for (const Piece& piece : pieces) lines.feed(piece, line);
//   lines.end(line);                       // then ready for the next file
//
// Only a line that crosses from one piece into the next is copied. Lines come as those of the command line do
// (core/cli/input.h): without their end, the first without a byte order mark, and cut when they are too long.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace canvass::abi {

constexpr size_t kMaxLine = 4'000'000;  // bytes, as in core/cli/input.h

class Lines {
 public:
  // Calls line(text, number, cut) for each line that has ended.
  template <typename Line>
  void feed(std::string_view piece, Line&& line) {
    for (size_t end; (end = piece.find('\n')) != piece.npos; piece.remove_prefix(end + 1)) {
      take(piece.substr(0, end), line);
    }
    if (!piece.empty()) keep(piece);
  }

  // A last line without an end.
  template <typename Line>
  void end(Line&& line) {
    if (open_) take({}, line);
    *this = {};
  }

 private:
  void keep(std::string_view piece) {
    open_ = true;
    cut_ = cut_ || piece.size() > kMaxLine - rest_.size();
    rest_.append(piece.substr(0, kMaxLine - rest_.size()));
  }

  template <typename Line>
  void take(std::string_view text, Line& line) {
    if (open_) keep(text);
    bool cut = cut_;
    if (open_) {
      text = rest_;
    } else if (text.size() > kMaxLine) {
      text = text.substr(0, kMaxLine);
      cut = true;
    }
    if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
    if (++number_ == 1 && text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
    line(text, number_, cut);
    rest_.clear();
    open_ = cut_ = false;
  }

  std::string rest_;  // the beginning of a line whose end has not come yet
  int64_t number_ = 0;
  bool open_ = false;
  bool cut_ = false;
};

}  // namespace canvass::abi

// Patterns a configuration may use (`matches`, `pattern`): the part of regular expressions that can be matched in
// linear time, whatever the text.
//
//   std::string error;
//   std::optional<Pattern> zip = Pattern::compile("^\\d{5}(-\\d{4})?$", &error);
//   if (zip && zip->search(answer)) …
//
// A Pattern is of fixed size, some 8 KB, and quickly made: keep its source and compile it where it is needed.
//
// Literals, `.`, classes `[a-z0-9_]` and `[^…]`, `\d \D \w \W \s \S`, `\n \r \t`, a backslash before any other sign,
// groups `( )` and `(?: )`, `|`, `* + ? {n} {n,} {n,m}`, `^` and `$` (start and end of the text). As in JavaScript:
// `.` is any character but a line break, `\d` and `\w` are ASCII, capital and small letters differ. A character is a
// code point. No backreferences, no lookaround.
//
// The text is walked once with all states of the automaton side by side (K. Thompson, "Regular Expression Search
// Algorithm", 1968), so no pattern can be made to take exponential time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace canvass {

class Pattern {
 public:
  static constexpr size_t kMaxCharacters = 500;
  // After the repeats are written out: "a{3}" is three instructions. Each is looked at once per character at most.
  static constexpr size_t kMaxInstructions = 500;
  static constexpr size_t kMaxRanges = 500;  // in classes

  // None if it cannot be used; `error` then says why, and at which character (from 1).
  static std::optional<Pattern> compile(std::string_view source, std::string* error = nullptr);

  // Whether it matches somewhere in the text. `steps`, if given, becomes how many instructions that took.
  bool search(std::string_view text, size_t* steps = nullptr) const { return run(text, false, steps); }

  // Whether it matches all of the text.
  bool matches_whole(std::string_view text, size_t* steps = nullptr) const { return run(text, true, steps); }

 private:
  struct Compiler;
  enum class Op : uint8_t {
    kSet,    // one character, in ranges_[first…last) or, negated, in none of them
    kSplit,  // goes on both behind it and at `offset`
    kJump,
    kStart,
    kEnd,
    kMatch
  };
  struct Instruction {
    Op op;
    bool negated;
    int16_t offset;  // from this instruction
    uint16_t first;
    uint16_t last;
  };
  struct Range {
    uint32_t first;
    uint32_t last;  // included
  };

  Pattern() = default;
  bool run(std::string_view text, bool whole, size_t* steps) const;
  bool in_set(const Instruction& set, uint32_t character) const;

  size_t size_ = 0;
  size_t range_count_ = 0;
  Instruction code_[kMaxInstructions];
  Range ranges_[kMaxRanges];
};

}  // namespace canvass

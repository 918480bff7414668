// Patterns a configuration may use (`matches`, `pattern`): the part of regular expressions that can be matched in
// linear time, whatever the text.
//
//   std::string error;
//   std::optional<Pattern> zip = Pattern::compile("^\\d{5}(-\\d{4})?$", &error);
//   if (zip && zip->search(answer)) …
//
// Literals, `.`, classes `[a-z0-9_]` and `[^…]`, `\d \D \w \W \s \S`, `\n \r \t`, a backslash before any other sign,
// groups `( )` and `(?: )`, `|`, `* + ? {n} {n,} {n,m}`, `^` and `$` (start and end of the text). As in JavaScript:
// `.` is any character but a line break, `\d` and `\w` are ASCII, capital and small letters differ. A character is a
// code point. No backreferences, no lookaround.
//
// The text is walked once with all states of the automaton side by side (K. Thompson, "Regular Expression Search
// Algorithm", 1968), so no pattern can be made to take exponential time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace canvass {

class Pattern {
 public:
  static constexpr size_t kMaxCharacters = 500;
  // After the repeats are written out: "a{3}" is three instructions. Each is looked at once per character at most.
  static constexpr size_t kMaxInstructions = 500;

  // None if it cannot be used; `error` then says why, and at which character (from 1).
  static std::optional<Pattern> compile(std::string_view source, std::string* error = nullptr);

  // Without compile() it matches nothing.
  Pattern() = default;

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
    Op op = Op::kSet;
    bool negated = false;
    int16_t offset = 0;  // from this instruction
    uint16_t first = 0;
    uint16_t last = 0;
  };
  struct Range {
    uint32_t first;
    uint32_t last;  // included
  };

  bool run(std::string_view text, bool whole, size_t* steps) const;
  bool in_set(const Instruction& set, uint32_t character) const;

  std::vector<Instruction> code_;
  std::vector<Range> ranges_;
};

}  // namespace canvass

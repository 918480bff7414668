#include "core/base/pattern.h"

#include <cstring>
#include <utility>

#include "core/base/text.h"

namespace canvass {

namespace {

constexpr int kMaxDepth = 50;      // of groups
constexpr size_t kMaxWork = 4000;  // ranges to look at for one character
constexpr uint32_t kLastCharacter = 0x10FFFF;
constexpr uint32_t kManyCharacters = UINT32_MAX;  // what \d stands for
constexpr int kEndless = -1;

constexpr const char* kTooLarge = "the pattern is too large";

// \d, \w and \s, each ascending.
constexpr uint16_t kClasses[][2] = {
    {'0', '9'},                                                              // \d
    {'0', '9'},       {'A', 'Z'},       {'_', '_'},       {'a', 'z'},        // \w
    {'\t', '\r'},     {' ', ' '},       {0xA0, 0xA0},     {0x1680, 0x1680},  // \s
    {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F},  // …
    {0x3000, 0x3000}, {0xFEFF, 0xFEFF},
};
constexpr size_t kClassEnds[] = {0, 1, 5, 15};

}  // namespace

struct Pattern::Compiler {
  std::string_view source;
  Pattern& out;
  size_t at = 0;
  const char* wrong = nullptr;
  size_t wrong_at = 0;

  bool fail(const char* what, size_t where) {
    wrong = what;
    wrong_at = where;
    return false;
  }

  // 0 at the end; a NUL in the pattern is a literal all the same, as nothing asks for one.
  char peek() const { return at < source.size() ? source[at] : '\0'; }
  bool ended() const { return at >= source.size(); }

  bool skip(char c) {
    if (ended() || source[at] != c) return false;
    ++at;
    return true;
  }

  // Makes room for `count` instructions in front of the one at `where`.
  Instruction* insert(size_t where, size_t count) {
    if (out.size_ + count > kMaxInstructions) {
      fail(kTooLarge, at);
      return nullptr;
    }
    Instruction* place = out.code_ + where;
    std::memmove(place + count, place, (out.size_ - where) * sizeof *place);
    out.size_ += count;
    return place;
  }

  bool add(Op op, size_t offset = 0, size_t first = 0, bool negated = false) {
    Instruction* place = insert(out.size_, 1);
    if (place == nullptr) return false;
    *place = {op, negated, static_cast<int16_t>(offset), static_cast<uint16_t>(first),
              static_cast<uint16_t>(out.range_count_)};
    return true;
  }

  // A range too many is not kept; all() will notice.
  void add_range(uint32_t first, uint32_t last) {
    if (out.range_count_ < kMaxRanges) out.ranges_[out.range_count_] = {first, last};
    ++out.range_count_;
  }

  bool alternatives(int depth) {
    const size_t start = out.size_;
    if (!sequence(depth)) return false;
    while (skip('|')) {
      // Offsets are relative, so what there is already can be moved to make room for the split in front of it.
      const size_t behind = out.size_ - start + 2;
      Instruction* split = insert(start, 1);
      if (split == nullptr) return false;
      *split = {Op::kSplit, false, static_cast<int16_t>(behind), 0, 0};
      const size_t jump = out.size_;
      if (!add(Op::kJump) || !sequence(depth)) return false;
      out.code_[jump].offset = static_cast<int16_t>(out.size_ - jump);
    }
    return true;
  }

  bool sequence(int depth) {
    while (!ended() && peek() != '|' && peek() != ')') {
      const size_t start = out.size_;
      bool fine;
      if (skip('^')) {
        fine = add(Op::kStart);
      } else if (skip('$')) {
        fine = add(Op::kEnd);
      } else {
        fine = atom(depth) && repeats(start);
      }
      if (!fine) return false;
    }
    return true;
  }

  bool atom(int depth) {
    const size_t from = at;
    const size_t first = out.range_count_;
    switch (peek()) {
      case '(':
        ++at;
        if (skip('?') && !skip(':')) return fail("no lookaround, no named group", from);
        if (depth >= kMaxDepth) return fail(kTooLarge, from);
        return alternatives(depth + 1) && (skip(')') || fail("\"(\" without its \")\"", from));
      case '[':
        ++at;
        return set(from);
      case '*':
      case '+':
      case '?':
      case '{':
        return fail("nothing to repeat", from);
      case '.':
        ++at;
        add_range('\n', '\n');
        add_range('\r', '\r');
        add_range(0x2028, 0x2029);
        return add(Op::kSet, 0, first, true);
      default:
        uint32_t one = 0;
        if (!character(one)) return false;
        if (one != kManyCharacters) add_range(one, one);
        return add(Op::kSet, 0, first);
    }
  }

  bool set(size_t open) {
    const bool negated = skip('^');
    const size_t first = out.range_count_;
    while (!skip(']')) {
      const size_t from = at;
      uint32_t low = 0;
      if (ended()) return fail("\"[\" without its \"]\"", open);
      if (!character(low)) return false;
      if (low == kManyCharacters) continue;
      uint32_t high = low;
      if (peek() == '-' && at + 1 < source.size() && source[at + 1] != ']') {
        ++at;
        if (!character(high)) return false;
        if (high < low || high == kManyCharacters) return fail("a range from high to low", from);
      }
      add_range(low, high);
    }
    if (first == out.range_count_) return fail("an empty class", open);
    return add(Op::kSet, 0, first, negated);
  }

  // One character, escaped or not; for an escape that stands for many, their ranges.
  bool character(uint32_t& found) {
    const size_t from = at;
    if (!skip('\\')) {
      found = next_character(source, at);
      return true;
    }
    if (ended()) return fail("nothing after the backslash", from);
    const char name = peek();
    const char small = static_cast<char>(name | 0x20);
    constexpr std::string_view classes = "dws";
    constexpr std::string_view controls = "nrt";
    if (const size_t i = classes.find(small); i != std::string_view::npos) {
      ++at;
      found = kManyCharacters;
      many(i, name != small);
    } else if (const size_t c = controls.find(name); c != std::string_view::npos) {
      ++at;
      found = static_cast<unsigned char>("\n\r\t"[c]);
    } else if (name >= '0' && name <= '9') {
      return fail("no backreference", from);
    } else if (small >= 'a' && small <= 'z') {
      return fail("an unknown escape", from);
    } else {
      found = next_character(source, at);
    }
    return true;
  }

  void many(size_t which, bool negated) {
    uint32_t next = 0;
    for (size_t i = kClassEnds[which]; i < kClassEnds[which + 1]; ++i) {
      const uint32_t first = kClasses[i][0];
      const uint32_t last = kClasses[i][1];
      add_range(negated ? next : first, negated ? first - 1 : last);
      next = last + 1;
    }
    if (negated) add_range(next, kLastCharacter);
  }

  int number() {
    int value = 0;
    const size_t from = at;
    for (; at - from < 3 && peek() >= '0' && peek() <= '9'; ++at) value = value * 10 + (peek() - '0');
    return at == from ? kEndless : value;
  }

  bool repeats(size_t start) {
    const size_t from = at;
    int min = 0;
    int max = kEndless;
    if (skip('+')) {
      min = 1;
    } else if (skip('?')) {
      max = 1;
    } else if (skip('{')) {
      min = max = number();
      if (skip(',')) max = number();
      if (min == kEndless || !skip('}')) return fail("no repeat such as {2,9}", from);
      if (max != kEndless && max < min) return fail("a repeat from high to low", from);
    } else if (!skip('*')) {
      return true;
    }
    skip('?');  // few or many first: no matter to whether it matches

    // x{2,4} is x x (split x) (split x), x{2,} is x x (split back), x* is (split x) (split back).
    const size_t size = out.size_ - start;
    if (max == 0) out.size_ = start;
    if (min == 0 && max != 0) {
      Instruction* split = insert(start, 1);
      if (split == nullptr) return false;
      *split = {Op::kSplit, false, static_cast<int16_t>(size + 1), 0, 0};
    }
    const size_t first = min == 0 ? start + 1 : start;
    const int copies = max == kEndless ? min : max;
    for (int i = 1; i < copies; ++i) {
      if (i >= min && !add(Op::kSplit, size + 1)) return false;
      Instruction* place = insert(out.size_, size);
      if (place == nullptr) return false;
      std::memcpy(place, out.code_ + first, size * sizeof *place);
    }
    return max != kEndless || add(Op::kSplit, 0 - size);
  }

  bool all() {
    if (count_characters(source) > kMaxCharacters) return fail(kTooLarge, 0);
    if (!alternatives(0)) return false;
    if (!ended()) return fail("\")\" without its \"(\"", at);
    if (!add(Op::kMatch)) return false;
    size_t work = 0;
    for (size_t i = 0; i < out.size_; ++i) work += static_cast<size_t>(out.code_[i].last - out.code_[i].first);
    return (work <= kMaxWork && out.range_count_ <= kMaxRanges) || fail(kTooLarge, 0);
  }
};

std::optional<Pattern> Pattern::compile(std::string_view source, std::string* error) {
  Pattern pattern;
  Compiler compiler{source, pattern};
  if (compiler.all()) return pattern;
  if (error != nullptr) {
    const size_t before = count_characters(source.substr(0, compiler.wrong_at));
    *error = join({compiler.wrong, " at character ", decimal(static_cast<int64_t>(before + 1))});
  }
  return std::nullopt;
}

bool Pattern::in_set(const Instruction& set, uint32_t character) const {
  bool found = false;
  for (size_t i = set.first; i < set.last; ++i) {
    found = found || (character >= ranges_[i].first && character <= ranges_[i].last);
  }
  return found != set.negated;
}

bool Pattern::run(std::string_view text, bool whole, size_t* steps) const {
  // Where the automaton is before the character at `at`, and where behind it. What needs no character adds to the
  // list while it is being walked; an instruction is in a list once, so neither loop can go on for ever.
  struct States {
    uint16_t list[kMaxInstructions];
    size_t count = 0;
    bool listed[kMaxInstructions] = {};

    void add(size_t state) {
      if (listed[state]) return;
      listed[state] = true;
      list[count++] = static_cast<uint16_t>(state);
    }

    void clear() {
      while (count > 0) listed[list[--count]] = false;
    }
  };
  States buffers[2];
  States* now = &buffers[0];
  States* next = &buffers[1];
  size_t taken = 0;
  bool found = false;
  for (size_t at = 0; !found;) {
    const bool start = at == 0;
    const bool end = at == text.size();
    if (start || !whole) now->add(0);
    const uint32_t character = end ? 0 : next_character(text, at);
    for (size_t i = 0; i < now->count; ++i) {
      ++taken;
      const size_t state = now->list[i];
      const Instruction& one = code_[state];
      switch (one.op) {
        case Op::kSet:
          if (!end && in_set(one, character)) next->add(state + 1);
          break;
        case Op::kSplit:
          now->add(state + 1);
          [[fallthrough]];
        case Op::kJump:
          now->add(state + static_cast<size_t>(one.offset));
          break;
        case Op::kStart:
          if (start) now->add(state + 1);
          break;
        case Op::kEnd:
          if (end) now->add(state + 1);
          break;
        case Op::kMatch:
          found = found || end || !whole;
          break;
      }
    }
    if (end) break;
    now->clear();
    std::swap(now, next);
  }
  if (steps != nullptr) *steps = taken;
  return found;
}

}  // namespace canvass

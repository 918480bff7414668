// The module's memory, in a third of the code that Emscripten's smallest allocator takes.
//
//   Heap heap(more);                  // more(end, least): makes memory from `end` on usable, returns its new end
//   void* block = heap.take(100);     // nullptr when there is no more memory
//   heap.give(block);
//
// Blocks have one of the sizes 16, 24, 32, 48, 64, 96, … bytes. A block that was given back waits for the next wish of
// its size; it is neither split nor joined with another, and nothing has to be searched. So of each size the heap takes
// the most that was in use at one time, and no more.
#pragma once

#include <cstddef>
#include <cstdint>

namespace canvass::abi {

class Heap {
 public:
  // The new end of the memory, at least `least` bytes after `end`; `end` when there is no more.
  using More = char* (*)(char* end, size_t least);

  // `begin` and `end`: memory that is there already, both multiples of 8.
  constexpr Heap(More more, char* begin, char* end) : more_(more), begin_(begin), end_(end) {}

  // At least so many bytes at a multiple of 8; nullptr when there is no more memory.
  void* take(size_t bytes) {
    if (bytes > kMost) return nullptr;
    uint32_t kind = 0;
    while (size_of(kind) < bytes + kHeader) ++kind;
    char* block = free_[kind];
    if (block != nullptr) {
      free_[kind] = *next_of(block);
      return block;
    }
    const size_t size = size_of(kind);
    if (static_cast<size_t>(end_ - begin_) < size) {
      end_ = more_(end_, size);
      if (static_cast<size_t>(end_ - begin_) < size) return nullptr;
    }
    block = begin_ + kHeader;
    begin_ += size;
    *kind_of(block) = kind;
    return block;
  }

  // What take() returned, once; nullptr is fine.
  void give(void* taken) {
    if (taken == nullptr) return;
    char* block = static_cast<char*>(taken);
    char*& first = free_[*kind_of(block)];
    *next_of(block) = first;
    first = block;
  }

 private:
  static constexpr size_t kHeader = 8;  // holds the kind
  static constexpr size_t kMost = size_t{1} << 30;

  static constexpr size_t size_of(uint32_t kind) { return size_t{kind % 2 == 0 ? 16u : 24u} << kind / 2; }
  static uint32_t* kind_of(char* block) { return reinterpret_cast<uint32_t*>(block - kHeader); }
  static char** next_of(char* block) { return reinterpret_cast<char**>(block); }

  More more_;
  char* begin_;
  char* end_;
  char* free_[56] = {};
};

}  // namespace canvass::abi

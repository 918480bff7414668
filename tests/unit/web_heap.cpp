#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <vector>

#include "core/base/rng.h"
#include "web/wasm/heap.h"

namespace canvass::abi {

namespace {

alignas(16) char memory[1 << 20];

char* none(char* end, size_t) { return end; }

char* twice_as_much(char* end, size_t least) {
  const size_t left = static_cast<size_t>(memory + sizeof memory - end);
  return left < least ? end : end + std::min(left, 2 * least);
}

struct Block {
  unsigned char* bytes;
  size_t size;
  unsigned char mark;
};

bool intact(const Block& block) {
  return std::all_of(block.bytes, block.bytes + block.size, [&](unsigned char byte) { return byte == block.mark; });
}

}  // namespace

TEST_CASE("blocks of the heap never overlap and keep what is in them") {
  Heap heap(twice_as_much, memory, memory + 64);
  Rng rng("heap");
  std::vector<Block> blocks;
  for (int i = 0; i < 20000; ++i) {
    if (blocks.size() > 100 || (!blocks.empty() && rng.up_to(2) == 0)) {
      const size_t which = rng.up_to(blocks.size() - 1);
      REQUIRE(intact(blocks[which]));
      heap.give(blocks[which].bytes);
      blocks.erase(blocks.begin() + static_cast<std::ptrdiff_t>(which));
      continue;
    }
    Block block{nullptr, rng.up_to(rng.up_to(1000)), static_cast<unsigned char>(rng.up_to(255))};
    block.bytes = static_cast<unsigned char*>(heap.take(block.size));
    REQUIRE(block.bytes != nullptr);
    REQUIRE(reinterpret_cast<uintptr_t>(block.bytes) % 8 == 0);
    std::memset(block.bytes, block.mark, block.size);
    blocks.push_back(block);
  }
  CHECK(std::all_of(blocks.begin(), blocks.end(), intact));
}

TEST_CASE("a block that was given back is used again") {
  Heap heap(none, memory, memory + 4096);
  for (int i = 0; i < 1000; ++i) {
    void* small = heap.take(100);
    void* large = heap.take(2000);
    REQUIRE(small != nullptr);
    REQUIRE(large != nullptr);
    heap.give(small);
    heap.give(large);
  }
  heap.give(nullptr);
}

TEST_CASE("a heap that cannot grow says so and goes on") {
  Heap heap(none, memory, memory + 1024);
  CHECK(heap.take(2000) == nullptr);
  CHECK(heap.take(SIZE_MAX) == nullptr);
  void* block = heap.take(1000);
  REQUIRE(block != nullptr);
  CHECK(heap.take(1000) == nullptr);
  heap.give(block);
  CHECK(heap.take(1000) == block);
}

}  // namespace canvass::abi

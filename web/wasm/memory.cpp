// malloc() and free() of the module.
#ifdef __EMSCRIPTEN__

#include <cstdlib>
#include <cstring>

#include "web/wasm/heap.h"

extern "C" char __heap_base;  // the linker's: where the stack and the data end

namespace {

constexpr size_t kPage = 65536;

char* more(char* end, size_t least) {
  const size_t pages = (least + kPage - 1) / kPage;
  return __builtin_wasm_memory_grow(0, pages) == SIZE_MAX ? end : end + pages * kPage;
}

canvass::abi::Heap& heap() {
  static canvass::abi::Heap heap(more, &__heap_base, reinterpret_cast<char*>(__builtin_wasm_memory_size(0) * kPage));
  return heap;
}

}  // namespace

extern "C" {

[[gnu::used]] void* malloc(size_t bytes) { return heap().take(bytes); }

[[gnu::used]] void free(void* taken) { heap().give(taken); }

[[gnu::used]] void* calloc(size_t count, size_t bytes) {
  void* taken = malloc(count * bytes);
  return taken == nullptr ? nullptr : memset(taken, 0, count * bytes);
}
}

#endif

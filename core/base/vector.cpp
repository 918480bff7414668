#include "core/base/vector.h"

#include <algorithm>

namespace canvass {

void VectorBytes::make_room(size_t count, size_t size) {
  if (count <= capacity_) return;
  capacity_ = static_cast<uint32_t>(std::max(count, size_t{2} * capacity_));
  void* const larger = std::malloc(capacity_ * size);
  if (larger == nullptr) std::abort();
  if (size_ != 0) std::memcpy(larger, data_, size_ * size);
  std::free(data_);
  data_ = larger;
}

void* VectorBytes::append(size_t size) {
  make_room(size_ + 1, size);
  return static_cast<char*>(data_) + size_++ * size;
}

void VectorBytes::close(size_t first, size_t count, size_t size) {
  if (count == 0) return;
  char* const gap = static_cast<char*>(data_) + first * size;
  size_ -= static_cast<uint32_t>(count);
  std::memmove(gap, gap + count * size, (size_ - first) * size);
}

void* VectorBytes::open(size_t at, size_t size) {
  append(size);
  char* const gap = static_cast<char*>(data_) + at * size;
  std::memmove(gap + size, gap, (size_ - 1 - at) * size);
  return gap;
}

}  // namespace canvass

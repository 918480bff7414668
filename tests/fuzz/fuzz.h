// What a fuzz target needs: REQUIRE, and choices taken from the fuzzer's bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#define REQUIRE(...)                                                                             \
  do {                                                                                           \
    if (!(__VA_ARGS__)) {                                                                        \
      std::fprintf(stderr, "%s:%d: this does not hold: %s\n", __FILE__, __LINE__, #__VA_ARGS__); \
      std::abort();                                                                              \
    }                                                                                            \
  } while (false)

#define REQUIRE_FALSE(...) REQUIRE(!(__VA_ARGS__))

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace canvass::test {

// Small numbers, one after the other; 0 for ever when the bytes have run out.
class Bytes {
 public:
  Bytes(const uint8_t* data, size_t size) : data_(data), left_(size) {}

  bool empty() const { return left_ == 0; }
  uint8_t byte() { return left_ == 0 ? uint8_t{0} : (--left_, *data_++); }

  // 0…bound, both included.
  uint64_t up_to(uint64_t bound) {
    uint64_t number = byte();
    for (uint64_t reach = 255; reach < bound; reach = reach << 8 | 255) number = number << 8 | byte();
    return bound == UINT64_MAX ? number : number % (bound + 1);
  }

 private:
  const uint8_t* data_;
  size_t left_;
};

}  // namespace canvass::test

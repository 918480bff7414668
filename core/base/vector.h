// The list of this code: std::vector natively, and in the WebAssembly module one that does the same in a third of the
// code. There is one growth for all types of elements instead of one for each: 4 KB less (brotli).
//
//   Vector<std::string> names = {"a", "b"};
//   names.push_back("c");
//   erase_if(names, [](const std::string& name) { return name == "a"; });  // std's natively, found by its argument
//
// CompactVector has the members of std::vector that this code uses, with the same meaning. Its elements must be
// relocatable, that is, stay what they are when their bytes are moved elsewhere: everything is that keeps no pointer
// into itself. With libc++, the module's library, that holds for strings, and for structs, optionals, variants, pairs
// and lists of them; not for std::map, std::list and std::function.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <iterator>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace canvass {

// What does not depend on the type of the elements. `size` is that of one element in bytes.
class VectorBytes {
 protected:
  // Room for at least `count` elements.
  void make_room(size_t count, size_t size);
  // Room for one more at the end, counted already.
  void* append(size_t size);
  // Closes the gap left by `count` destroyed elements at `first`.
  void close(size_t first, size_t count, size_t size);
  // Opens a gap of one element at `at`, counted already.
  void* open(size_t at, size_t size);

  void* data_ = nullptr;
  uint32_t size_ = 0;
  uint32_t capacity_ = 0;
};

template <typename T, typename = void>
class CompactVector : VectorBytes {
 public:
  using value_type = T;
  using size_type = size_t;
  using difference_type = std::ptrdiff_t;
  using reference = T&;
  using const_reference = const T&;
  using pointer = T*;
  using const_pointer = const T*;
  using iterator = T*;
  using const_iterator = const T*;
  using reverse_iterator = std::reverse_iterator<iterator>;
  using const_reverse_iterator = std::reverse_iterator<const_iterator>;

  CompactVector() = default;
  explicit CompactVector(size_t size) { resize(size); }
  CompactVector(size_t size, const T& value) { assign(size, value); }
  CompactVector(std::initializer_list<T> values) { copy(values.begin(), values.size()); }
  template <typename Iterator, typename = std::enable_if_t<!std::is_integral_v<Iterator>>>
  CompactVector(Iterator first, Iterator last) {
    for (; first != last; ++first) push_back(T(*first));
  }
  CompactVector(const CompactVector& other) { copy(other.begin(), other.size_); }
  CompactVector(CompactVector&& other) noexcept { swap(other); }
  CompactVector& operator=(const CompactVector& other) {
    if (this == &other) return *this;
    clear();
    copy(other.begin(), other.size_);
    return *this;
  }
  CompactVector& operator=(CompactVector&& other) noexcept {
    swap(other);
    other.clear();
    return *this;
  }
  ~CompactVector() {
    clear();
    std::free(data_);
  }

  iterator begin() { return static_cast<T*>(data_); }
  iterator end() { return begin() + size_; }
  const_iterator begin() const { return static_cast<const T*>(data_); }
  const_iterator end() const { return begin() + size_; }
  const_iterator cbegin() const { return begin(); }
  const_iterator cend() const { return end(); }
  T* data() { return begin(); }
  const T* data() const { return begin(); }
  T& operator[](size_t i) { return begin()[i]; }
  const T& operator[](size_t i) const { return begin()[i]; }
  T& front() { return *begin(); }
  const T& front() const { return *begin(); }
  T& back() { return end()[-1]; }
  const T& back() const { return end()[-1]; }
  size_t size() const { return size_; }
  size_t capacity() const { return capacity_; }
  size_t max_size() const { return UINT32_MAX / sizeof(T); }
  bool empty() const { return size_ == 0; }

  void reserve(size_t count) { make_room(count, sizeof(T)); }

  [[gnu::noinline]] void push_back(T&& value) {
    // The value may be one of ours, which making room moves.
    T kept = std::move(value);
    new (append(sizeof(T))) T(std::move(kept));
  }
  void push_back(const T& value) { push_back(T(value)); }
  template <typename... Arguments>
  T& emplace_back(Arguments&&... arguments) {
    push_back(T(std::forward<Arguments>(arguments)...));
    return back();
  }
  iterator insert(const_iterator at, T value) {
    return new (open(static_cast<size_t>(at - begin()), sizeof(T))) T(std::move(value));
  }
  template <typename Iterator>
  iterator insert(const_iterator at, Iterator first, Iterator last) {
    size_t index = static_cast<size_t>(at - begin());
    for (; first != last; ++first) insert(begin() + index++, T(*first));
    return begin() + index;
  }

  void pop_back() { erase(end() - 1); }
  iterator erase(const_iterator at) { return erase(at, at + 1); }
  iterator erase(const_iterator first, const_iterator last) {
    const size_t index = static_cast<size_t>(first - begin());
    for (const_iterator i = first; i != last; ++i) i->~T();
    close(index, static_cast<size_t>(last - first), sizeof(T));
    return begin() + index;
  }
  [[gnu::noinline]] void clear() { erase(begin(), end()); }

  [[gnu::noinline]] void resize(size_t count) {
    if (count < size_) erase(begin() + count, end());
    reserve(count);
    while (size_ < count) new (append(sizeof(T))) T();
  }
  void assign(size_t count, const T& value) {
    const T kept = value;
    clear();
    reserve(count);
    while (size_ < count) new (append(sizeof(T))) T(kept);
  }

  void swap(CompactVector& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }

  bool operator==(const CompactVector& other) const {
    if (size_ != other.size_) return false;
    for (size_t i = 0; i < size_; ++i) {
      if (!((*this)[i] == other[i])) return false;
    }
    return true;
  }

 private:
  [[gnu::noinline]] void copy(const T* from, size_t count) {
    reserve(count);
    for (; count > 0; --count) new (append(sizeof(T))) T(*from++);
  }
};

template <typename T, typename Condition>
size_t erase_if(CompactVector<T>& list, Condition condition) {
  const size_t before = list.size();
  for (size_t i = 0; i < list.size();) {
    if (condition(list[i])) {
      list.erase(list.begin() + i);
    } else {
      ++i;
    }
  }
  return before - list.size();
}

#ifdef __EMSCRIPTEN__
template <typename T, typename Allocator = void>
using Vector = CompactVector<T>;
#else
template <typename T, typename Allocator = std::allocator<T>>
using Vector = std::vector<T, Allocator>;
#endif

}  // namespace canvass

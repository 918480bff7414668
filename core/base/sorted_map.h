// The map of this code: std::map natively, and in the WebAssembly module one that does the same for the few members
// that an object or a storage has in a fraction of the code: a kilobyte less (brotli).
//
//   Map<std::string, std::string> map;
//   map["b"] = "2";
//   if (const auto found = map.find("b"); found != map.end()) …found->second…
//
// SortedMap is one sorted list. Iteration is in the order of the keys, as in std::map; but iterators and references
// end with the next insertion, which takes time in proportion to the entries after it. It has the members of std::map
// that this code uses and that nlohmann::basic_json asks of its object type.
#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <utility>

#include "core/base/vector.h"

namespace canvass {

template <typename Key, typename T, typename Less = std::less<>,
          typename Allocator = std::allocator<std::pair<const Key, T>>>
class SortedMap {
 public:
  using key_type = Key;
  using mapped_type = T;
  using value_type = std::pair<Key, T>;
  using key_compare = std::less<>;  // texts of any type are found without a copy
  using size_type = size_t;
  using iterator = value_type*;
  using const_iterator = const value_type*;

  SortedMap() = default;
  SortedMap(std::initializer_list<value_type> entries) : SortedMap(entries.begin(), entries.end()) {}
  template <typename Iterator>
  SortedMap(Iterator first, Iterator last) {
    insert(first, last);
  }

  iterator begin() { return entries_.data(); }
  iterator end() { return entries_.data() + entries_.size(); }
  const_iterator begin() const { return entries_.data(); }
  const_iterator end() const { return entries_.data() + entries_.size(); }
  const_iterator cbegin() const { return begin(); }
  const_iterator cend() const { return end(); }
  bool empty() const { return entries_.empty(); }
  size_t size() const { return entries_.size(); }
  size_t max_size() const { return entries_.max_size(); }
  void clear() { entries_.clear(); }

  template <typename K>
  iterator find(const K& key) {
    const iterator at = place_of(key);
    return at != end() && at->first == key ? at : end();
  }
  template <typename K>
  const_iterator find(const K& key) const {
    return const_cast<SortedMap*>(this)->find(key);
  }
  template <typename K>
  size_t count(const K& key) const {
    return find(key) == end() ? 0 : 1;
  }

  // Both leave what is there already alone.
  template <typename K, typename V>
  std::pair<iterator, bool> emplace(K&& key, V&& value) {
    const iterator at = place_of(key);
    if (at != end() && at->first == key) return {at, false};
    const size_t index = static_cast<size_t>(at - begin());
    entries_.insert(entries_.begin() + (at - begin()), value_type(std::forward<K>(key), std::forward<V>(value)));
    return {begin() + index, true};
  }
  std::pair<iterator, bool> insert(value_type entry) {
    return emplace(std::move(entry.first), std::move(entry.second));
  }
  template <typename Iterator>
  void insert(Iterator first, Iterator last) {
    for (; first != last; ++first) emplace(first->first, first->second);
  }
  template <typename K>
  T& operator[](K&& key) {
    return emplace(std::forward<K>(key), T()).first->second;
  }

  iterator erase(const_iterator first, const_iterator last) {
    const size_t at = static_cast<size_t>(first - begin());
    entries_.erase(entries_.begin() + (first - begin()), entries_.begin() + (last - begin()));
    return begin() + at;
  }
  iterator erase(const_iterator at) { return erase(at, at + 1); }
  iterator erase(iterator at) { return erase(at, at + 1); }
  template <typename K>
  size_t erase(const K& key) {
    const const_iterator found = find(key);
    if (found == end()) return 0;
    erase(found);
    return 1;
  }

  bool operator==(const SortedMap& other) const { return entries_ == other.entries_; }
  bool operator<(const SortedMap& other) const { return entries_ < other.entries_; }

 private:
  // The first entry that is not before `key`. Whoever fills it in order is served from the end.
  template <typename K>
  iterator place_of(const K& key) {
    iterator at = end();
    while (at != begin() && !((at - 1)->first < key)) --at;
    return at;
  }

  Vector<value_type> entries_;
};

#ifdef __EMSCRIPTEN__
template <typename Key, typename T>
using Map = SortedMap<Key, T>;
#else
template <typename Key, typename T>
using Map = std::map<Key, T>;
#endif

}  // namespace canvass

// What stands for an id in memory (16 bytes instead of a text of 36), and flat tables for what is kept by id or by
// row: one array each, linear probing, nothing allocated for a single entry.
//
//   KeySet seen;
//   if (!seen.insert(key_of(message_id))) { … }           // was there before
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/hash.h"
#include "core/base/time.h"

namespace canvass::report {

// Ids are made by whoever sends answers. A program that reads other people's sets this at its start to a number that
// nobody can guess: then nobody can choose ids that all fall into one place of a table and make it slow.
extern uint64_t table_seed;

// A UUID is kept exactly; any other text as a 128-bit hash, where two alike among a billion are out of the question.
struct Key {
  uint64_t high = 0, low = 0;
  bool operator==(const Key& other) const { return high == other.high && low == other.low; }
  explicit operator bool() const { return (high | low) != 0; }                   // none: no id
  uint64_t hash() const { return mix_bits(high * 0x9e3779b97f4a7c15u ^ low); }   // the same everywhere, always
  uint64_t spot() const { return mix_bits(mix_bits(high ^ table_seed) ^ low); }  // where tables keep it
};

Key key_of(std::string_view text);  // of an empty text: none

// Distinct keys.
class KeySet {
 public:
  bool insert(Key key);  // false: was there
  void prefetch(Key key) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[key.spot() & (slots_.size() - 1)]);
  }
  size_t size() const { return size_; }
  size_t bytes() const { return slots_.capacity() * sizeof(Key); }

 private:
  void grow();
  std::vector<Key> slots_;  // a power of two of them
  size_t size_ = 0;
};

// From keys to the numbers 0, 1, 2, … in the order in which they came.
class KeyIndex {
 public:
  static constexpr uint32_t kAbsent = 0xFFFFFFFF;
  uint32_t insert(Key key);  // its number, new or not
  uint32_t find(Key key) const;
  // A number that no key leads to.
  uint32_t add_unnamed();
  void prefetch(Key key) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[key.spot() & (slots_.size() - 1)]);
  }
  size_t size() const { return keys_.size(); }
  Key key(uint32_t number) const { return keys_[number]; }
  size_t bytes() const { return keys_.capacity() * sizeof(Key) + slots_.capacity() * sizeof(Slot); }

 private:
  struct Slot {
    uint32_t number = kAbsent;
    uint32_t tag = 0;  // of the hash: most of the time it says that this is another key
  };
  void grow();
  std::vector<Key> keys_;
  std::vector<Slot> slots_;
  size_t named_ = 0;
};

constexpr TimeMs kNoTime = INT64_MIN;

// What was said last, by row (the number of a response or visitor). Rows lie together in eights, because neighbours in
// the input are neighbours here.
class RowTable {
 public:
  struct Entry {
    uint32_t row = 0;
    int32_t code = 0;
    TimeMs time = kNoTime;
  };

  std::optional<Entry> find(uint32_t row) const;
  void set(const Entry& entry);
  size_t size() const { return size_; }
  size_t bytes() const { return pages_.capacity() * sizeof(Page) + slots_.capacity() * sizeof(uint32_t); }

  template <typename Visit>
  void each(Visit visit) const {  // in order of rows
    for (const uint32_t number : in_order()) {
      const Page& page = pages_[number];
      for (uint32_t i = 0; i < kPage; ++i) {
        if (page.present & (1u << i)) visit(Entry{page.id * kPage + i, page.codes[i], page.times[i]});
      }
    }
  }

 private:
  static constexpr uint32_t kPage = 8;
  struct Page {
    uint32_t id = 0;  // row / kPage
    uint32_t present = 0;
    int32_t codes[kPage] = {};
    TimeMs times[kPage] = {};
  };

  uint32_t page_of(uint32_t id) const;  // kNoPage: there is none
  std::vector<uint32_t> in_order() const;
  void grow();

  std::vector<Page> pages_;
  std::vector<uint32_t> slots_;  // numbers of pages, by the hash of their ids
  size_t size_ = 0;
  uint32_t last_ = 0;  // the page written last
};

}  // namespace canvass::report

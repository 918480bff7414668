#include "core/report/key.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace canvass::report {

uint64_t table_seed = 0;

namespace {

constexpr size_t kFirstSize = 16;

// Linear probing stays short up to here.
bool crowded(size_t size, size_t slots) { return size * 5 >= slots * 4; }
size_t next_size(size_t slots) { return slots == 0 ? kFirstSize : slots * 2; }

constexpr uint8_t kNoDigit = 0xFF;

constexpr std::array<uint8_t, 256> hex_digits() {
  std::array<uint8_t, 256> digits{};
  for (uint8_t& digit : digits) digit = kNoDigit;
  for (int i = 0; i < 10; ++i) digits[static_cast<size_t>('0' + i)] = static_cast<uint8_t>(i);
  for (int i = 0; i < 6; ++i) digits[static_cast<size_t>('a' + i)] = static_cast<uint8_t>(10 + i);
  return digits;
}

constexpr std::array<uint8_t, 256> kHexDigits = hex_digits();

// Only as Canvass writes it, in small letters: another spelling may be another id.
bool uuid_key(std::string_view text, Key& key) {
  constexpr int kPlaces[32] = {0,  1,  2,  3,  4,  5,  6,  7,  9,  10, 11, 12, 14, 15, 16, 17,
                               19, 20, 21, 22, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35};
  if (text.size() != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') return false;
  unsigned bad = 0;
  uint64_t halves[2] = {};
  for (int half = 0; half < 2; ++half) {
    for (int i = 0; i < 16; ++i) {
      const uint8_t digit = kHexDigits[static_cast<unsigned char>(text[static_cast<size_t>(kPlaces[16 * half + i])])];
      bad |= digit;
      halves[half] = halves[half] << 4 | (digit & 15);
    }
  }
  key = {halves[0], halves[1]};
  return bad <= 15;
}

}  // namespace

Key key_of(std::string_view text) {
  if (text.empty()) return {};
  Key key;
  if (!uuid_key(text, key)) {
    key = {0xcbf29ce484222325u, text.size()};
    for (const char c : text) {
      const auto byte = static_cast<uint64_t>(static_cast<unsigned char>(c));
      key.high = (key.high ^ byte) * 0x100000001b3u;
      key.low = mix_bits(key.low + byte + 0x9e3779b97f4a7c15u);
    }
    key.high = mix_bits(key.high);
  }
  return key ? key : Key{~uint64_t{0}, ~uint64_t{0}};  // the UUID of zeros is an id too
}

// --- KeySet ---------------------------------------------------------------------------------------------------

bool KeySet::insert(Key key) {
  if (crowded(size_, slots_.size())) grow();
  const size_t mask = slots_.size() - 1;
  size_t at = key.spot() & mask;
  for (; slots_[at]; at = (at + 1) & mask) {
    if (slots_[at] == key) return false;
  }
  slots_[at] = key;
  ++size_;
  return true;
}

void KeySet::grow() {
  std::vector<Key> old(next_size(slots_.size()));
  old.swap(slots_);
  const size_t mask = slots_.size() - 1;
  for (const Key& key : old) {
    if (!key) continue;
    size_t at = key.spot() & mask;
    while (slots_[at]) at = (at + 1) & mask;
    slots_[at] = key;
  }
}

// --- KeyIndex -------------------------------------------------------------------------------------------------

uint32_t KeyIndex::insert(Key key) {
  if (crowded(named_, slots_.size())) grow();
  const size_t mask = slots_.size() - 1;
  const uint64_t hash = key.spot();
  const auto tag = static_cast<uint32_t>(hash >> 32);
  size_t at = hash & mask;
  for (; slots_[at].number != kAbsent; at = (at + 1) & mask) {
    if (slots_[at].tag == tag && keys_[slots_[at].number] == key) return slots_[at].number;
  }
  const auto number = static_cast<uint32_t>(keys_.size());
  slots_[at] = {number, tag};
  keys_.push_back(key);
  ++named_;
  return number;
}

uint32_t KeyIndex::find(Key key) const {
  if (slots_.empty()) return kAbsent;
  const size_t mask = slots_.size() - 1;
  const uint64_t hash = key.spot();
  const auto tag = static_cast<uint32_t>(hash >> 32);
  for (size_t at = hash & mask; slots_[at].number != kAbsent; at = (at + 1) & mask) {
    if (slots_[at].tag == tag && keys_[slots_[at].number] == key) return slots_[at].number;
  }
  return kAbsent;
}

uint32_t KeyIndex::add_unnamed() {
  keys_.push_back({});
  return static_cast<uint32_t>(keys_.size() - 1);
}

void KeyIndex::grow() {
  std::vector<Slot> old(next_size(slots_.size()));
  old.swap(slots_);
  const size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.number == kAbsent) continue;
    size_t at = keys_[slot.number].spot() & mask;
    while (slots_[at].number != kAbsent) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

// --- RowTable -------------------------------------------------------------------------------------------------

namespace {

constexpr uint32_t kNoPage = 0xFFFFFFFF;

}  // namespace

uint32_t RowTable::page_of(uint32_t id) const {
  if (last_ < pages_.size() && pages_[last_].id == id) return last_;
  if (slots_.empty()) return kNoPage;
  const size_t mask = slots_.size() - 1;
  for (size_t at = mix_bits(id) & mask; slots_[at] != kNoPage; at = (at + 1) & mask) {
    if (pages_[slots_[at]].id == id) return slots_[at];
  }
  return kNoPage;
}

std::optional<RowTable::Entry> RowTable::find(uint32_t row) const {
  const uint32_t number = page_of(row / kPage);
  if (number == kNoPage) return std::nullopt;
  const Page& page = pages_[number];
  const uint32_t i = row % kPage;
  if ((page.present & (1u << i)) == 0) return std::nullopt;
  return Entry{row, page.codes[i], page.times[i]};
}

void RowTable::set(const Entry& entry) {
  uint32_t number = page_of(entry.row / kPage);
  if (number == kNoPage) {
    if (crowded(pages_.size(), slots_.size())) grow();
    number = static_cast<uint32_t>(pages_.size());
    pages_.emplace_back();
    pages_.back().id = entry.row / kPage;
    const size_t mask = slots_.size() - 1;
    size_t at = mix_bits(pages_.back().id) & mask;
    while (slots_[at] != kNoPage) at = (at + 1) & mask;
    slots_[at] = number;
  }
  last_ = number;
  Page& page = pages_[number];
  const uint32_t i = entry.row % kPage;
  if ((page.present & (1u << i)) == 0) ++size_;
  page.present |= 1u << i;
  page.codes[i] = entry.code;
  page.times[i] = entry.time;
}

std::vector<uint32_t> RowTable::in_order() const {
  std::vector<uint32_t> numbers(pages_.size());
  std::iota(numbers.begin(), numbers.end(), 0);
  const auto before = [&](uint32_t a, uint32_t b) { return pages_[a].id < pages_[b].id; };
  if (!std::is_sorted(numbers.begin(), numbers.end(), before)) std::sort(numbers.begin(), numbers.end(), before);
  return numbers;
}

void RowTable::grow() {
  slots_.assign(next_size(slots_.size()), kNoPage);
  const size_t mask = slots_.size() - 1;
  for (uint32_t number = 0; number < pages_.size(); ++number) {
    size_t at = mix_bits(pages_[number].id) & mask;
    while (slots_[at] != kNoPage) at = (at + 1) & mask;
    slots_[at] = number;
  }
}

}  // namespace canvass::report

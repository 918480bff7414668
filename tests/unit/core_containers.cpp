// The containers of the WebAssembly module, against those of the standard library that stand for them natively.
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/rng.h"
#include "core/base/sorted_map.h"
#include "core/base/vector.h"

namespace canvass {

namespace {

// Relocatable with every standard library, and leaks or is freed twice when a container forgets or repeats one.
using Number = std::unique_ptr<int>;

Number number(int value) { return std::make_unique<int>(value); }

std::vector<int> values(const CompactVector<Number>& list) {
  std::vector<int> out;
  for (const Number& one : list) out.push_back(*one);
  return out;
}

CompactVector<Number> up_to(int count) {
  CompactVector<Number> list;
  for (int i = 0; i < count; ++i) list.push_back(number(i));
  return list;
}

}  // namespace

TEST_CASE("a compact vector keeps its elements while it grows") {
  const CompactVector<Number> list = up_to(1000);
  REQUIRE(list.size() == 1000);
  for (int i = 0; i < 1000; ++i) REQUIRE(*list[static_cast<size_t>(i)] == i);
  CHECK(*list.front() == 0);
  CHECK(*list.back() == 999);
}

TEST_CASE("a compact vector erases, inserts and shrinks in place") {
  CompactVector<Number> list = up_to(6);
  list.erase(list.begin() + 1);
  CHECK(values(list) == std::vector<int>{0, 2, 3, 4, 5});
  list.erase(list.begin() + 1, list.begin() + 3);
  CHECK(values(list) == std::vector<int>{0, 4, 5});
  list.insert(list.begin() + 1, number(7));
  list.insert(list.begin(), number(8));
  list.insert(list.end(), number(9));
  CHECK(values(list) == std::vector<int>{8, 0, 7, 4, 5, 9});
  list.pop_back();
  CHECK(erase_if(list, [](const Number& one) { return *one >= 7; }) == 2);
  CHECK(values(list) == std::vector<int>{0, 4, 5});
  list.resize(2);
  CHECK(values(list) == std::vector<int>{0, 4});
  list.resize(3);
  CHECK(list.back() == nullptr);
  list.clear();
  CHECK(list.empty());
}

TEST_CASE("a compact vector that is moved from is empty") {
  CompactVector<Number> list = up_to(3);
  CompactVector<Number> other = std::move(list);
  CHECK(values(other) == std::vector<int>{0, 1, 2});
  CHECK(list.empty());
  list.push_back(number(5));
  other = std::move(list);
  CHECK(values(other) == std::vector<int>{5});
  CHECK(list.empty());
}

TEST_CASE("a compact vector copies its elements") {
  CompactVector<int> list = {1, 2, 3};
  CompactVector<int> other = list;
  list[0] = 9;
  CHECK(other == CompactVector<int>{1, 2, 3});
  other = list;
  CHECK(other == CompactVector<int>{9, 2, 3});
  const CompactVector<int>& itself = other;
  other = itself;
  CHECK(other == CompactVector<int>{9, 2, 3});
  other.assign(2, other[2]);
  CHECK(other == CompactVector<int>{3, 3});
  CHECK_FALSE(other == CompactVector<int>{3});
}

TEST_CASE("a compact vector can be given one of its own elements") {
  CompactVector<int> list = {7};
  for (int i = 0; i < 100; ++i) list.push_back(list.front());
  CHECK(list == CompactVector<int>(101, 7));
}

TEST_CASE("a sorted map holds what std::map holds") {
  Rng rng("sorted map");
  SortedMap<std::string, int> map;
  std::map<std::string, int> expected;
  for (int i = 0; i < 2000; ++i) {
    const std::string key(1 + rng.up_to(3), static_cast<char>('a' + rng.up_to(25)));
    switch (rng.up_to(3)) {
      case 0:
        CHECK(map.erase(key) == expected.erase(key));
        break;
      case 1:
        CHECK(map.emplace(key, i).second == expected.emplace(key, i).second);
        break;
      default:
        map[key] = expected[key] = i;
        break;
    }
    REQUIRE(map.size() == expected.size());
    REQUIRE(map.count(key) == expected.count(key));
  }
  auto at = expected.begin();
  for (const auto& [key, value] : map) {
    CHECK(key == at->first);
    CHECK(value == (at++)->second);
  }
  CHECK(map.find("") == map.end());
  CHECK(map.find(std::string_view(map.begin()->first)) == map.begin());
}

}  // namespace canvass

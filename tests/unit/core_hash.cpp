#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "core/base/hash.h"
#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/base/uuid.h"

using namespace canvass;

namespace {

constexpr int kIds = 1'000'000;

// χ² of counts that should all be the same, in standard deviations from its mean: √(2χ²) − √(2k − 1) is nearly normal
// for k degrees of freedom (R. A. Fisher, 1922).
template <typename Counts>
double unevenness(const Counts& counts) {
  double total = 0;
  for (const double count : counts) total += count;
  const double expected = total / static_cast<double>(counts.size());
  double chi_square = 0;
  for (const double count : counts) chi_square += (count - expected) * (count - expected) / expected;
  return std::sqrt(2 * chi_square) - std::sqrt(2 * static_cast<double>(counts.size() - 1) - 1);
}

size_t bucket(double unit, size_t buckets) { return static_cast<size_t>(unit * static_cast<double>(buckets)); }

std::vector<std::string> uuids(int count) {
  UuidMaker maker("visitors");
  std::vector<std::string> ids;
  for (int i = 0; i < count; ++i) ids.push_back(maker.make(1'767'225'600'000 + i * 37));
  return ids;
}

}  // namespace

TEST_CASE("the hash of a text is the same for ever", "[core][hash]") {
  // FNV-1a's and SplitMix64's own test values.
  CHECK(mix_bits(0x9e3779b97f4a7c15) == 0xe220a8397b1dcdaf);
  CHECK(hash_text("") == mix_bits(0xcbf29ce484222325));
  CHECK(hash_text("a") == mix_bits(0xaf63dc4c8601ec8c));
  CHECK(hash_text("foobar") == mix_bits(0x85944171f73967e8));
  CHECK(hash_text("я") != hash_text("Я"));
  // What visitors were given before must not change.
  CHECK(unit_interval("visitor/nps") == static_cast<double>(hash_text("visitor/nps") >> 11) / 9007199254740992.0);
  CHECK(static_cast<int64_t>(unit_interval("visitor/nps") * 1e6) == 704502);
}

TEST_CASE("a million ids fall evenly into a hundred buckets", "[core][hash]") {
  std::vector<double> sequential(100);
  std::vector<double> made(100);
  std::vector<double> one_survey(100);
  bool inside = true;
  int i = 0;
  for (const std::string& id : uuids(kIds)) {
    for (const double u : {unit_interval(decimal(++i)), unit_interval(id)}) inside = inside && u >= 0 && u < 1;
    ++sequential[bucket(unit_interval(decimal(i)), 100)];
    ++made[bucket(unit_interval(id), 100)];
    ++one_survey[bucket(unit_interval(join({id, "/nps"})), 100)];
  }
  CHECK(inside);
  CHECK(std::abs(unevenness(sequential)) < 4);
  CHECK(std::abs(unevenness(made)) < 4);
  CHECK(std::abs(unevenness(one_survey)) < 4);
}

TEST_CASE("the share sampled in is the share asked for", "[core][hash]") {
  const std::vector<std::string> ids = uuids(kIds);
  for (const double share : {0.01, 0.2, 0.5}) {
    int in = 0;
    for (const std::string& id : ids) in += unit_interval(join({id, "/nps"})) < share ? 1 : 0;
    const double deviation = std::sqrt(share * (1 - share) * kIds);
    CHECK(std::abs(in - share * kIds) < 4 * deviation);
  }
}

TEST_CASE("being sampled for one survey says nothing about another", "[core][hash]") {
  // Ids that differ as little as ids can.
  const std::pair<const char*, const char*> pairs[] = {
      {"nps", "ces"}, {"survey-1", "survey-2"}, {"a", "b"}, {"a", "aa"}, {"nps", "nps/variant"}};
  const std::vector<std::string> ids = uuids(kIds);
  for (const auto& [one, other] : pairs) {
    std::vector<double> cells(20 * 20);
    for (const std::string& id : ids) {
      const size_t row = bucket(unit_interval(join({id, "/", one})), 20);
      ++cells[row * 20 + bucket(unit_interval(join({id, "/", other})), 20)];
    }
    INFO(one << " and " << other);
    CHECK(std::abs(unevenness(cells)) < 4);
  }
}

TEST_CASE("neighbouring visitors have nothing in common", "[core][hash]") {
  std::vector<double> cells(20 * 20);
  for (int i = 0; i < kIds; ++i) {
    const size_t row = bucket(unit_interval(join({decimal(i), "/nps"})), 20);
    ++cells[row * 20 + bucket(unit_interval(join({decimal(i + 1), "/nps"})), 20)];
  }
  CHECK(std::abs(unevenness(cells)) < 4);
}

TEST_CASE("every order of a shuffle is equally likely", "[core][rng]") {
  Rng rng("shuffles");
  std::map<std::array<uint16_t, 4>, size_t> orders;
  std::vector<double> counts(24);
  for (int i = 0; i < 240'000; ++i) {
    std::array<uint16_t, 4> items = {0, 1, 2, 3};
    rng.shuffle(items.data(), items.size());
    ++counts[orders.try_emplace(items, orders.size()).first->second % 24];
  }
  CHECK(orders.size() == 24);
  CHECK(std::abs(unevenness(counts)) < 4);
}

TEST_CASE("a shuffle keeps every item, and leaves alone what it is not given", "[core][rng]") {
  Rng rng("more shuffles");
  std::vector<size_t> places(300);
  for (int i = 0; i < 100; ++i) {
    std::vector<uint16_t> items(300);
    for (uint16_t n = 0; n < 300; ++n) items[n] = n;
    rng.shuffle(items.data(), 299);
    CHECK(items.back() == 299);
    std::vector<bool> seen(300);
    for (const uint16_t item : items) seen[item] = true;
    CHECK(std::find(seen.begin(), seen.end(), false) == seen.end());
    places[items[0]] = 1;
  }
  CHECK(std::count(places.begin(), places.end(), 1u) > 50);
  rng.shuffle(nullptr, 0);
  uint16_t single = 7;
  rng.shuffle(&single, 1);
  CHECK(single == 7);
}

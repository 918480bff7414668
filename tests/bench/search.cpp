// What a query costs over 2,000 articles, natively. The budget is the browser's: tests/bench/search.mjs.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cstdio>
#include <vector>

#include "tests/bench/search_corpus.h"

using namespace canvass;

TEST_CASE("a query over 2,000 articles stays within its budget") {
  const auto now = [] { return std::chrono::steady_clock::now(); };
  const auto ms = [](auto since, auto until) {
    return std::chrono::duration<double, std::milli>(until - since).count();
  };
  guide::Search search("en");
  const auto begin = now();
  bench::fill(search, 2000);
  std::printf("search: 2,000 articles of 258 words made and indexed in %.0f ms\n", ms(begin, now()));
  for (const char* query : bench::kQueries) {
    std::vector<double> samples;
    size_t found = 0;
    for (int i = 0; i < 21; ++i) {
      search.find("another", 1);  // or the words would be understood already
      const auto start = now();
      found = search.find(query, 20).size();
      samples.push_back(ms(start, now()));
    }
    std::nth_element(samples.begin(), samples.begin() + 10, samples.end());
    std::printf("search: %.2f ms, %2zu hits for \"%s\"\n", samples[10], found, query);
    CHECK(samples[10] < 5);
  }
}

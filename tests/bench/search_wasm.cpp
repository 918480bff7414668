// The search alone as a module, with the embed's own flags and memory, for tests/bench/search.mjs.
#include <new>

#include "tests/bench/search_corpus.h"

#define BENCH_EXPORT(name) extern "C" __attribute__((export_name(#name), visibility("default")))

using namespace canvass;

namespace {

alignas(guide::Search) unsigned char storage[sizeof(guide::Search)];
guide::Search* search = nullptr;

}  // namespace

BENCH_EXPORT(bench_fill) void bench_fill(int articles) {
  search = new (storage) guide::Search("en");
  bench::fill(*search, articles);
}

BENCH_EXPORT(bench_queries) unsigned bench_queries() { return bench::kQueryCount; }

// Hits of one of the queries, or of another, which makes the search forget the words it has understood.
BENCH_EXPORT(bench_find) unsigned bench_find(unsigned query) {
  return static_cast<unsigned>(
      search->find(query < bench::kQueryCount ? bench::kQueries[query] : "another", 20).size());
}

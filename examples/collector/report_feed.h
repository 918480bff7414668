// The report as JSON, kept up to date: each call reads only the events stored since the one before, and works out a
// question anew only when something has changed.
//
//   ReportFeed feed(store.reader(), read_sides(options), epoch);
//   Problem problem;
//   auto state = feed.now({.survey = "nps"}, tags.now(), problem);   // none: the question makes no sense
//   // state->etag changes exactly when state->json may have
//
// Safe to use from many threads. It has a connection and a lock of its own, so that storing never waits for it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "core/report/question.h"
#include "core/report/report.h"
#include "examples/collector/sides.h"
#include "examples/collector/store.h"
#include "examples/collector/tags_file.h"

namespace canvass::collector {

// Too many are waiting for a report already; ask again in a moment.
struct Busy {};

class ReportFeed {
 public:
  struct State {
    std::string etag;
    std::shared_ptr<const std::string> json;
  };

  // `epoch` tells this run's ETags from those of another, which may have had another database.
  ReportFeed(Reader reader, Sides sides, std::string epoch);

  // Throws StoreError, and Busy rather than keep a thread that others need.
  std::optional<State> now(const report::Question& question, const TagsFile::State& tags, Problem& problem);

 private:
  using Clock = std::chrono::steady_clock;

  struct Made {
    std::string key;  // of the question
    int64_t seq = 0;
    std::string tags;  // their ETag
    std::string etag;
    std::shared_ptr<const std::string> json;
    Clock::time_point at;
    Clock::duration took{};
  };

  void catch_up(const TagsFile::State& tags);
  bool good(const Made& made) const;
  void forget();

  std::atomic<int> waiting_ = 0;
  std::mutex mutex_;  // of all below
  Reader reader_;
  std::string epoch_;
  report::Report report_;
  int64_t seq_ = 0;
  std::string tags_;      // ETag of those that the report has
  std::list<Made> made_;  // the one asked for last is the first
};

}  // namespace canvass::collector

// What became of guides: who got how far in a tour, how long the tasks of a checklist took, what help was searched for
// in vain.
//
//   Guides guides;
//   guides.add(event);                 // events about a guide, each once, in any order
//   Json list = guides.json();         // [{"id","kind","shown",…,"steps","tasks","help"}] (docs/report.md)
//
// Visitors are told apart by a hash of 16 bytes for each thing they did; of queries, the kQueries first distinct ones
// are kept, of times at most kTimes for each task.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/report/event.h"
#include "core/report/key.h"

namespace canvass::report {

constexpr size_t kQueries = 20'000;    // distinct ones of one help panel
constexpr size_t kQueriesShown = 20;   // of those without results, the most frequent
constexpr size_t kTimes = 1'000'000;   // of one task
constexpr size_t kGuideParts = 1'000;  // steps, tasks, articles of one guide; a file may say anything

class Guides {
 public:
  void add(const Event& event);
  Json json() const;
  bool empty() const { return guides_.empty(); }
  size_t bytes() const;

 private:
  struct Step {
    int64_t index = 0, visitors = 0, left = 0, missing = 0;
  };
  struct Task {
    int64_t completed = 0;
    std::vector<double> times;
  };
  struct Article {
    int64_t views = 0, rated = 0, helpful = 0;
  };
  struct Query {
    int64_t searches = 0, without = 0;
  };
  struct Guide {
    std::string kind;
    int64_t shown = 0, completed = 0, dismissed = 0, abandoned = 0, missing = 0, visitors = 0;
    std::map<std::string, Step, std::less<>> steps;
    std::map<std::string, Task, std::less<>> tasks;
    Task all;  // of everything in the list
    int64_t opened = 0, searches = 0, without = 0, contacts = 0;
    std::map<std::string, Query, std::less<>> queries;
    std::map<std::string, Article, std::less<>> articles;
  };

  // Whether it is the first time that this visitor does that; always where nobody is named.
  bool first_time(const Event& event, std::string_view what);
  void add_step(const Event& event, Guide& guide);
  void add_task(const Event& event, Guide& guide);
  void add_search(const Event& event, Guide& guide);

  std::map<std::string, Guide, std::less<>> guides_;
  KeySet done_;
};

}  // namespace canvass::report

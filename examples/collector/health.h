// Whether events can be stored now.
//
//   Health health(store);
//   std::string wrong = health.wrong();      // empty: all is well
//
// It writes to the disk, as storing does: a look at the last answer would call a collector ill for ever that nobody
// sends to since. At most once a second, whoever asks.
#pragma once

#include <chrono>
#include <mutex>
#include <string>

#include "examples/collector/store.h"

namespace canvass::collector {

class Health {
 public:
  explicit Health(Store& store) : store_(store) {}

  std::string wrong();

 private:
  using Clock = std::chrono::steady_clock;

  Store& store_;
  std::mutex mutex_;  // of all below
  bool asking_ = false;
  Clock::time_point asked_;
  std::string wrong_;
};

}  // namespace canvass::collector

// The report as JSON, kept up to date: each call reads only the events stored since the one before.
//
//   ReportFeed feed(store.reader());
//   ReportFeed::State state = feed.now();      // state.etag changes exactly when state.json may have
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "core/report/report.h"
#include "examples/collector/store.h"

namespace canvass::collector {

class ReportFeed {
 public:
  struct State {
    std::string etag;
    std::shared_ptr<const std::string> json;
  };

  // `epoch` tells this run's ETags from those of another, which may have had another database.
  ReportFeed(Reader reader, std::string epoch);

  State now();  // throws StoreError

 private:
  std::mutex mutex_;
  Reader reader_;
  std::string epoch_;
  report::Report report_;
  int64_t seq_ = 0;
  std::shared_ptr<const std::string> json_;
};

}  // namespace canvass::collector

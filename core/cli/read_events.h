// Reads files of events into a report. Taking lines apart is most of the work, so several threads do it; counting is
// done by the calling thread, block after block as they lie in the file, and so the report is the same for any number
// of threads.
//
//   report::Report report;
//   if (!read_events("may.ndjson", report, {.progress = [&](int64_t bytes, int64_t lines) { … }})) return kUsage;
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/report/report.h"

namespace canvass::cli {

struct ReadEvents {
  unsigned threads = 0;  // that take lines apart; 0: as many as the machine has processors
  // Called with what has been read of this file so far, once a megabyte or so.
  std::function<void(int64_t bytes, int64_t lines)> progress = {};
  // Asked after every block; once it says so, the rest is not read.
  std::function<bool()> enough = {};
};

// "-" is the standard input. False when it cannot be read, after one sentence on the standard error; what was read
// until then is in the report.
bool read_events(const std::string& path, report::Report& report, const ReadEvents& options = {});

}  // namespace canvass::cli

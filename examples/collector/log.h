// The log: one JSON object a line, on the standard error or at the end of a file.
//
//   Log log("");                                                   // the standard error
//   log.write("info", "started", {{"port", 8787}});                // {"time":"…","level":"info","event":"started",…}
//
// Lines are written by a thread of their own: a log that nobody reads, or a full disk, holds nobody up. Lines that find
// no place are counted. Nothing that tells one visitor from another belongs into a line: no ids, no addresses (a
// network() at most, and only where somebody has to act on it), no texts, no paths but those of the API.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "core/base/json.h"

namespace canvass::collector {

class Log {
 public:
  // Throws std::runtime_error with a sentence when the file cannot be opened.
  explicit Log(const std::string& path);
  ~Log();  // when what was written is out, or cannot be
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void write(std::string_view level, std::string_view event, const Json& fields = json_object());
  uint64_t lost() const { return lost_; }

 private:
  void run();
  bool put(std::string_view lines);

  int fd_ = 2;
  std::atomic<uint64_t> lost_ = 0;
  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<std::string> lines_;
  bool ended_ = false;
  std::thread thread_;
};

// The network an address is in: 203.0.113.0/24 of IPv4, 2001:db8:1::/48 of IPv6.
std::string network(const std::string& address);

}  // namespace canvass::collector

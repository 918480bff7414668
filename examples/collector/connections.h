// Connections in, whole requests out. One thread watches all connections and keeps what has come of their requests; a
// worker sees a request once it is whole, and is done with it once its answer is made. So a client that sends or reads
// slowly, or not at all, holds a place among the connections but never a worker; and when the places run out, whoever
// has waited longest for its request gives way, first of all those of the address that has the most.
//
//   Connections connections(limits, {.body_limit = …, .refusal = …, .serve = …});
//   connections.run(listening_socket);       // until stop(); then finishes what has begun
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/base/time.h"
#include "examples/collector/framing.h"

namespace canvass::collector {

struct ConnectionLimits {
  using Duration = std::chrono::milliseconds;
  size_t total = 4000;
  size_t per_address = 1000;
  size_t workers = 64;
  size_t buffered =
      256'000'000;           // bytes of requests that are not whole yet and of answers that are not read yet, together
  Duration head{10'000};     // from the first byte of a request to the end of its headers
  Duration request{60'000};  // … to its end; and for the next part of an answer to be read
  Duration idle{15'000};     // between requests
  Duration stall{10'000};    // a long answer nobody reads a byte of
  Duration drain{10'000};    // what has begun when stop() comes
};

struct ConnectionCounts {
  std::atomic<uint64_t> accepted = 0;
  std::atomic<uint64_t> evicted = 0;    // gave way at a limit
  std::atomic<uint64_t> refused = 0;    // at a limit with nobody to give way
  std::atomic<uint64_t> timed_out = 0;  // with a part of a request
  std::atomic<uint64_t> malformed = 0;  // refused before a worker saw them
  std::atomic<size_t> open = 0, serving = 0, buffered = 0;
};

// One whole request and the way back.
class Conversation {
 public:
  std::string request;
  std::string address;        // of the other end of the connection
  std::string forwarded_for;  // the last line of this header, the nearest proxy's
  TimeMs received_at = 0;     // when its first byte came
  bool last = false;          // the connection is to be closed after it

  // Kept and sent when serving has ended; only what is long is sent at once. False: nobody is reading.
  bool write(std::string_view bytes);

 private:
  friend class Connections;
  int fd_ = -1;
  std::string out_;
  std::chrono::milliseconds stall_{0};
  bool broken_ = false;
};

class Connections {
 public:
  struct Handlers {
    std::function<BodyLimit(const Head&)> body_limit;
    std::function<std::string(const Refusal&)> refusal;  // a whole answer, with "Connection: close"
    std::function<bool(Conversation&)> serve;            // on a worker; false: close the connection
    std::function<void()> drained;                       // what still runs is out of time
  };

  Connections(const ConnectionLimits& limits, Handlers handlers);
  ~Connections();
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  // Blocks; takes the socket over. False when it ended for another reason than stop().
  bool run(int listening);
  bool running() const { return running_; }
  bool stopping() const { return stopping_; }
  void stop();  // from any thread

  const ConnectionCounts& counts() const { return counts_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Connection;

  void work();
  void wake();
  void accept_all(int listening);
  bool make_room(const std::string& address);
  Connection* victim(const std::string* address) const;
  void evict(Connection& connection);
  void receive(Connection& connection);
  void advance(Connection& connection, std::string_view bytes);
  void served(Connection& connection);
  void send(Connection& connection);
  void next_request(Connection& connection);
  void refuse(Connection& connection, const Refusal& refusal);
  void expire(Connection& connection);
  void close(Connection& connection);
  void begin_drain(int& listening);

  ConnectionLimits limits_;
  Handlers handlers_;
  ConnectionCounts counts_;
  std::atomic<bool> running_ = false, stopping_ = false;
  bool draining_ = false;
  Clock::time_point drain_until_;
  int wake_read_ = -1, wake_write_ = -1;
  std::vector<std::unique_ptr<Connection>> connections_;  // of the watching thread, but while one is served

  std::mutex mutex_;  // of all below
  std::condition_variable more_;
  std::deque<Connection*> waiting_;
  std::vector<Connection*> done_;
  bool ended_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace canvass::collector

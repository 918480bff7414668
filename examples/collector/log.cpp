#include "examples/collector/log.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>

#include "core/base/time.h"

namespace canvass::collector {
namespace {

constexpr size_t kMaxWaiting = 10'000;  // lines
constexpr int kPatienceMs = 200;        // with whoever reads the log, once the collector ends

std::string quoted(std::string_view text) { return dump_json(Json(std::string(text))); }

}  // namespace

Log::Log(const std::string& path) {
  if (!path.empty()) {
    fd_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    if (fd_ < 0) throw std::runtime_error("--log " + path + ": " + std::strerror(errno) + ".");
  }
  thread_ = std::thread([this] { run(); });
}

Log::~Log() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  more_.notify_one();
  thread_.join();
  if (fd_ != 2) ::close(fd_);
}

void Log::write(std::string_view level, std::string_view event, const Json& fields) {
  using namespace std::chrono;
  const TimeMs now = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  std::string line =
      "{\"time\":\"" + format_iso8601(now) + "\",\"level\":" + quoted(level) + ",\"event\":" + quoted(event);
  if (fields.is_object() && !fields.empty())
    line += "," + dump_json(fields).substr(1);
  else
    line += "}";
  line += "\n";
  {
    const std::lock_guard lock(mutex_);
    if (lines_.size() >= kMaxWaiting) {
      ++lost_;
      return;
    }
    lines_.push_back(std::move(line));
  }
  more_.notify_one();
}

void Log::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    more_.wait(lock, [&] { return ended_ || !lines_.empty(); });
    if (lines_.empty()) return;
    const std::string line = std::move(lines_.front());
    lines_.pop_front();
    lock.unlock();
    const bool well = put(line);
    lock.lock();
    if (!well) ++lost_;
    if (!well && ended_) return;  // nobody reads it: to wait for each of the others would take for ever
  }
}

bool Log::put(std::string_view line) {
  while (!line.empty()) {
    pollfd room{fd_, POLLOUT, 0};
    if (poll(&room, 1, kPatienceMs) == 0) {
      const std::lock_guard lock(mutex_);
      if (ended_) return false;
      continue;
    }
    const ssize_t written = ::write(fd_, line.data(), line.size());
    if (written < 0 && errno != EINTR && errno != EAGAIN) return false;
    if (written > 0) line.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

std::string network(const std::string& address) {
  char text[INET6_ADDRSTRLEN] = "";
  unsigned char bytes[16];
  if (inet_pton(AF_INET, address.c_str(), bytes) == 1) {
    bytes[3] = 0;
    inet_ntop(AF_INET, bytes, text, sizeof text);
    return std::string(text) + "/24";
  }
  if (inet_pton(AF_INET6, address.c_str(), bytes) == 1) {
    std::fill(bytes + 6, bytes + 16, 0);
    inet_ntop(AF_INET6, bytes, text, sizeof text);
    return std::string(text) + "/48";
  }
  return "unknown";
}

}  // namespace canvass::collector

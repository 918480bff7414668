#include "examples/collector/connections.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <stdexcept>
#include <utility>

namespace canvass::collector {
namespace {

using std::chrono::milliseconds;

constexpr size_t kReceive = 65'536;
constexpr size_t kKeepAnswer = 16'000'000;  // bytes of an answer that wait for the end of its making
constexpr size_t kDiscard = 16'000'000;     // bytes read and thrown away after a refusal, so that it arrives
constexpr milliseconds kLinger{2'000};
constexpr milliseconds kLastBytes{100};  // for a request that was on its way when stop() came
constexpr int kAcceptAtOnce = 64;

TimeMs system_now() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

void prepare_descriptor(int fd) {
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  fcntl(fd, F_SETFD, FD_CLOEXEC);
}

// IPv4 in IPv6 clothes is the IPv4 address it is.
std::string address_of(const sockaddr_storage& from) {
  char text[INET6_ADDRSTRLEN] = "";
  if (from.ss_family == AF_INET) {
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(from).sin_addr, text, sizeof text);
  } else if (from.ss_family == AF_INET6) {
    const in6_addr& address = reinterpret_cast<const sockaddr_in6&>(from).sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(&address)) {
      inet_ntop(AF_INET, address.s6_addr + 12, text, sizeof text);
    } else {
      inet_ntop(AF_INET6, &address, text, sizeof text);
    }
  }
  return text;
}

}  // namespace

struct Connections::Connection {
  enum class State { kReading, kServing, kSending, kLingering, kClosed } state = State::kReading;
  RequestReader reader;
  std::string rest;  // came with a request, belongs to the next one
  Conversation talk;
  size_t sent = 0;
  size_t discarded = 0;
  bool close_after = false;
  Clock::time_point since;     // it waits for a request
  Clock::time_point deadline;  // of the state it is in

  bool begun() const { return reader.state() != RequestReader::State::kEmpty; }
};

// --- the way back ----------------------------------------------------------------------------------------

bool Conversation::write(std::string_view bytes) {
  if (broken_) return false;
  out_.append(bytes);
  if (out_.size() < kKeepAnswer) return true;
  size_t sent = 0;
  while (sent < out_.size()) {
    const ssize_t now = ::send(fd_, out_.data() + sent, out_.size() - sent, MSG_NOSIGNAL);
    if (now > 0) {
      sent += static_cast<size_t>(now);
      continue;
    }
    pollfd room{fd_, POLLOUT, 0};
    if (!would_block() || poll(&room, 1, static_cast<int>(stall_.count())) <= 0) {
      broken_ = true;
      break;
    }
  }
  out_.clear();
  return !broken_;
}

// --- life ------------------------------------------------------------------------------------------------

Connections::Connections(const ConnectionLimits& limits, Handlers handlers)
    : limits_(limits), handlers_(std::move(handlers)) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("The operating system gives no pipe.");
  wake_read_ = ends[0];
  wake_write_ = ends[1];
  prepare_descriptor(wake_read_);
  prepare_descriptor(wake_write_);
}

Connections::~Connections() {
  ::close(wake_read_);
  ::close(wake_write_);
}

void Connections::wake() {
  // A full pipe wakes as well.
  [[maybe_unused]] const ssize_t written = ::write(wake_write_, "", 1);
}

void Connections::stop() {
  stopping_ = true;
  wake();
}

void Connections::work() {
  for (;;) {
    Connection* connection = nullptr;
    {
      std::unique_lock lock(mutex_);
      more_.wait(lock, [&] { return ended_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      connection = waiting_.front();
      waiting_.pop_front();
    }
    Conversation& talk = connection->talk;
    talk.last = talk.last || stopping_;
    connection->close_after = !handlers_.serve(talk) || talk.last;
    {
      const std::lock_guard lock(mutex_);
      done_.push_back(connection);
    }
    wake();
  }
}

bool Connections::run(int listening) {
  prepare_descriptor(listening);
  for (size_t i = 0; i < limits_.workers; ++i) workers_.emplace_back([this] { work(); });
  running_ = true;
  bool well = true;
  std::vector<pollfd> ready;
  std::vector<Connection*> watched;
  std::vector<Connection*> done;

  for (;;) {
    {
      const std::lock_guard lock(mutex_);
      done.swap(done_);
    }
    for (Connection* connection : done) served(*connection);
    done.clear();

    const Clock::time_point now = Clock::now();
    if (stopping_ && !draining_) begin_drain(listening);
    if (draining_ && now >= drain_until_ && handlers_.drained) std::exchange(handlers_.drained, nullptr)();

    if (counts_.buffered > limits_.buffered) {
      if (Connection* giving_way = victim(nullptr)) evict(*giving_way);
    }
    Clock::time_point next = now + std::chrono::hours(1);
    ready.assign({{wake_read_, POLLIN, 0}, {listening, POLLIN, 0}});
    watched.clear();
    size_t buffered = 0;
    for (const auto& connection : connections_) {
      using State = Connection::State;
      if (connection->state == State::kServing) continue;
      if (now >= connection->deadline) expire(*connection);
      if (connection->state == State::kClosed) continue;
      buffered += connection->reader.buffered() + connection->talk.out_.size();
      next = std::min(next, connection->deadline);
      ready.push_back(
          {connection->talk.fd_, static_cast<short>(connection->state == State::kSending ? POLLOUT : POLLIN), 0});
      watched.push_back(connection.get());
    }
    counts_.buffered = buffered;
    std::erase_if(connections_, [](const auto& one) { return one->state == Connection::State::kClosed; });
    counts_.open = connections_.size();
    if (draining_ && connections_.empty()) break;
    if (draining_) next = std::min(next, std::max(drain_until_, now + milliseconds(10)));

    const auto wait = std::chrono::ceil<milliseconds>(next - now).count();
    if (poll(ready.data(), static_cast<nfds_t>(ready.size()), static_cast<int>(std::clamp<int64_t>(wait, 0, 60'000))) <
        0) {
      if (errno == EINTR) continue;
      well = false;
      break;
    }
    if (ready[0].revents) {
      char bytes[256];
      while (::read(wake_read_, bytes, sizeof bytes) > 0) continue;
    }
    if (ready[1].revents & (POLLERR | POLLNVAL)) {
      well = false;
      break;
    }
    for (size_t i = 0; i < watched.size(); ++i) {
      if (!ready[i + 2].revents || watched[i]->state == Connection::State::kClosed) continue;
      if (watched[i]->state == Connection::State::kSending) {
        send(*watched[i]);
      } else {
        receive(*watched[i]);
      }
    }
    if (ready[1].revents) accept_all(listening);
  }

  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  more_.notify_all();
  for (std::thread& worker : workers_) worker.join();
  for (const auto& connection : connections_) close(*connection);
  connections_.clear();
  if (listening >= 0) ::close(listening);
  running_ = false;
  return well;
}

// Whoever is in the queue of the operating system already has been let in; then the door is closed.
void Connections::begin_drain(int& listening) {
  accept_all(listening);
  ::close(std::exchange(listening, -1));
  draining_ = true;
  const Clock::time_point now = Clock::now();
  drain_until_ = now + limits_.drain;
  for (const auto& connection : connections_) {
    if (connection->state == Connection::State::kServing) continue;
    const bool idle = connection->state == Connection::State::kReading && !connection->begun();
    connection->deadline = std::min(connection->deadline, idle ? now + kLastBytes : drain_until_);
  }
}

// --- places ----------------------------------------------------------------------------------------------

void Connections::accept_all(int listening) {
  for (int i = 0; i < kAcceptAtOnce; ++i) {
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    const int fd = ::accept(listening, reinterpret_cast<sockaddr*>(&from), &size);
    if (fd < 0) {
      // No descriptors left: somebody has to go, or this would be tried for ever.
      if (errno == EMFILE || errno == ENFILE) {
        if (Connection* giving_way = victim(nullptr)) evict(*giving_way);
      }
      if (errno != ECONNABORTED) return;
      continue;
    }
    prepare_descriptor(fd);
    const int yes = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    ++counts_.accepted;
    const std::string address = address_of(from);
    if (!make_room(address)) {
      ++counts_.refused;
      const std::string answer = handlers_.refusal({503, "There are too many connections. Try again later."});
      [[maybe_unused]] const ssize_t sent = ::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL);
      ::close(fd);
      continue;
    }
    auto connection = std::make_unique<Connection>();
    connection->talk.fd_ = fd;
    connection->talk.address = address;
    connection->talk.stall_ = limits_.stall;
    connection->since = Clock::now();
    connection->deadline = connection->since + (draining_ ? kLastBytes : limits_.idle);
    connections_.push_back(std::move(connection));
    counts_.open = connections_.size();
  }
}

bool Connections::make_room(const std::string& address) {
  size_t open = 0, of_address = 0;
  for (const auto& connection : connections_) {
    if (connection->state == Connection::State::kClosed) continue;
    ++open;
    if (connection->talk.address == address) ++of_address;
  }
  Connection* giving_way = nullptr;
  if (of_address >= limits_.per_address) {
    giving_way = victim(&address);
  } else if (open >= limits_.total) {
    giving_way = victim(nullptr);
  } else {
    return true;
  }
  if (giving_way) evict(*giving_way);
  return giving_way != nullptr;
}

// Of the address, or of that which has the most: whoever is done but for being read, else whoever has waited longest.
Connections::Connection* Connections::victim(const std::string* address) const {
  using State = Connection::State;
  std::map<std::string_view, size_t> having;
  for (const auto& connection : connections_) {
    if (connection->state != State::kClosed && connection->state != State::kServing) {
      ++having[connection->talk.address];
    }
  }
  Connection* found = nullptr;
  const auto rank = [&](const Connection& one) {
    return std::make_tuple(address ? 0 : -static_cast<int64_t>(having[one.talk.address]),
                           one.state == State::kLingering ? 0 : 1, one.since);
  };
  for (const auto& connection : connections_) {
    if (connection->state == State::kClosed || connection->state == State::kServing) continue;
    if (address && connection->talk.address != *address) continue;
    if (!found || rank(*connection) < rank(*found)) found = connection.get();
  }
  return found;
}

void Connections::evict(Connection& connection) {
  ++counts_.evicted;
  if (connection.state == Connection::State::kReading && connection.begun()) {
    const std::string answer = handlers_.refusal({503, "There are too many connections. Try again later."});
    [[maybe_unused]] const ssize_t sent = ::send(connection.talk.fd_, answer.data(), answer.size(), MSG_NOSIGNAL);
  }
  close(connection);
}

void Connections::close(Connection& connection) {
  if (connection.state == Connection::State::kClosed) return;
  ::close(connection.talk.fd_);
  connection.state = Connection::State::kClosed;
}

void Connections::expire(Connection& connection) {
  if (connection.state == Connection::State::kReading && connection.begun()) {
    ++counts_.timed_out;
    if (!draining_) return refuse(connection, {408, "The request did not come in time. Send it again."});
  }
  close(connection);
}

// --- bytes in --------------------------------------------------------------------------------------------

void Connections::receive(Connection& connection) {
  static thread_local char bytes[kReceive];
  for (;;) {
    const ssize_t got = ::recv(connection.talk.fd_, bytes, sizeof bytes, 0);
    if (got < 0 && would_block()) return;
    if (got <= 0) return close(connection);
    if (connection.state == Connection::State::kLingering) {
      connection.discarded += static_cast<size_t>(got);
      if (connection.discarded > kDiscard) return close(connection);
      continue;
    }
    advance(connection, {bytes, static_cast<size_t>(got)});
    if (connection.state != Connection::State::kReading) return;
    if (static_cast<size_t>(got) < sizeof bytes) return;
  }
}

void Connections::advance(Connection& connection, std::string_view bytes) {
  using Reading = RequestReader::State;
  RequestReader& reader = connection.reader;
  const Reading before = reader.state();
  const size_t used = reader.feed(bytes, handlers_.body_limit);
  const Clock::time_point now = Clock::now();
  if (before == Reading::kEmpty && connection.begun()) {
    connection.since = now;
    connection.talk.received_at = system_now();
  }
  switch (reader.state()) {
    case Reading::kEmpty:
      return;
    case Reading::kHead:
      connection.deadline = connection.since + limits_.head;
      break;
    case Reading::kBody:
      connection.deadline = connection.since + limits_.request;
      if (reader.wants_continue()) {
        constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
        if (::send(connection.talk.fd_, kContinue.data(), kContinue.size(), MSG_NOSIGNAL) < 0) close(connection);
      }
      break;
    case Reading::kWrong:
      ++counts_.malformed;
      return refuse(connection, reader.wrong());
    case Reading::kWhole: {
      connection.rest = bytes.substr(used);
      connection.talk.last = draining_;
      connection.talk.forwarded_for.clear();
      for (const auto& [name, value] : reader.head().headers) {
        if (name == "x-forwarded-for") connection.talk.forwarded_for = value;
      }
      connection.talk.request = reader.take();
      connection.state = Connection::State::kServing;
      ++counts_.serving;
      {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(&connection);
      }
      more_.notify_one();
      return;
    }
  }
  if (draining_) connection.deadline = std::min(connection.deadline, drain_until_);
}

// --- bytes out -------------------------------------------------------------------------------------------

void Connections::served(Connection& connection) {
  --counts_.serving;
  connection.talk.request.clear();
  if (connection.talk.broken_) return close(connection);
  connection.state = Connection::State::kSending;
  connection.sent = 0;
  connection.deadline = Clock::now() + limits_.request;
  send(connection);
}

void Connections::send(Connection& connection) {
  std::string& out = connection.talk.out_;
  while (connection.sent < out.size()) {
    const ssize_t now =
        ::send(connection.talk.fd_, out.data() + connection.sent, out.size() - connection.sent, MSG_NOSIGNAL);
    if (now < 0 && would_block()) return;
    if (now <= 0) return close(connection);
    connection.sent += static_cast<size_t>(now);
    connection.deadline = Clock::now() + limits_.request;
  }
  std::string().swap(out);
  if (!connection.close_after) return next_request(connection);
  // Closed at once, what the other end is still sending would make the system drop the answer.
  ::shutdown(connection.talk.fd_, SHUT_WR);
  connection.state = Connection::State::kLingering;
  connection.deadline = Clock::now() + kLinger;
  receive(connection);
}

void Connections::next_request(Connection& connection) {
  connection.state = Connection::State::kReading;
  connection.since = Clock::now();
  connection.deadline = connection.since + (draining_ ? kLastBytes : limits_.idle);
  if (!connection.rest.empty()) advance(connection, std::exchange(connection.rest, {}));
}

void Connections::refuse(Connection& connection, const Refusal& refusal) {
  connection.talk.out_ = handlers_.refusal(refusal);
  connection.sent = 0;
  connection.close_after = true;
  connection.state = Connection::State::kSending;
  connection.deadline = Clock::now() + kLinger;
  send(connection);
}

}  // namespace canvass::collector

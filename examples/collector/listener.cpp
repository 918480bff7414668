#include "examples/collector/listener.h"

#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "core/base/json.h"
#include "core/base/problem.h"
#include "examples/collector/answers.h"
#include "examples/collector/options.h"
#include "examples/collector/rate.h"

namespace canvass::collector {
namespace {

constexpr int kBacklog = 511;
constexpr size_t kRequestsPerConnection = 1000;
constexpr rlim_t kOtherDescriptors = 200;  // of the database, files, the log

thread_local Exchange* current = nullptr;

const char* reason_phrase(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 408:
      return "Request Timeout";
    case 413:
      return "Content Too Large";
    case 431:
      return "Request Header Fields Too Large";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Refused";
  }
}

// Readable by every page: a refusal that a browser hides looks like a broken network, and is tried again for ever.
std::string refusal_text(const Refusal& refusal) {
  Json json = json_object();
  json["errors"] = to_json({{"", refusal.message}});
  const std::string body = dump_json(json) + "\n";
  std::string text = "HTTP/1.1 " + std::to_string(refusal.status) + " " + reason_phrase(refusal.status) + "\r\n";
  text.append("Content-Type: ").append(kJsonType).append("\r\n");
  text.append("Access-Control-Allow-Origin: *\r\nAccess-Control-Expose-Headers: Retry-After\r\n");
  text.append("X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n");
  if (refusal.status == 503) text.append("Retry-After: ").append(kRetryAfterSeconds).append("\r\n");
  text.append("Connection: close\r\nContent-Length: ").append(std::to_string(body.size())).append("\r\n\r\n");
  return text + body;
}

// The library's names for the same have changed between its versions; it takes those it knows.
class WireStream : public httplib::Stream {
 public:
  explicit WireStream(Conversation& talk) : talk_(talk) {}

  bool is_readable() const { return true; }
  bool is_writable() const { return true; }
  bool wait_readable() const { return true; }
  bool wait_writable() const { return true; }
  time_t duration() const { return 0; }
  socket_t socket() const { return INVALID_SOCKET; }
  void get_remote_ip_and_port(std::string& ip, int& port) const {
    ip = talk_.address;
    port = 0;
  }
  void get_local_ip_and_port(std::string&, int&) const {}

  ssize_t read(char* into, size_t size) {
    const size_t take = std::min(size, talk_.request.size() - read_);
    std::memcpy(into, talk_.request.data() + read_, take);
    read_ += take;
    return static_cast<ssize_t>(take);
  }
  ssize_t write(const char* bytes, size_t size) { return talk_.write({bytes, size}) ? static_cast<ssize_t>(size) : -1; }

 private:
  Conversation& talk_;
  size_t read_ = 0;
};

void allow_descriptors(size_t connections) {
  rlimit limit{};
  const rlim_t wanted = connections + kOtherDescriptors;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
  limit.rlim_cur = limit.rlim_max == RLIM_INFINITY ? wanted : std::min(wanted, limit.rlim_max);
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

Exchange& exchange() { return *current; }

// What still runs when the time for stopping is up is a long download: the library cuts it off when its socket is gone.
Listener::Listener(const ConnectionLimits& limits, RequestReader::LimitOf body_limit, bool trust_proxy)
    : trust_proxy_(trust_proxy),
      connections_(limits, {.body_limit = std::move(body_limit),
                            .refusal = refusal_text,
                            .serve = [this](Conversation& talk) { return serve(talk); },
                            .drained = [this] { svr_sock_ = INVALID_SOCKET; }}) {
  allow_descriptors(limits.total);
  set_keep_alive_max_count(kRequestsPerConnection);
  set_keep_alive_timeout(std::chrono::duration_cast<std::chrono::seconds>(limits.idle).count());
  // The library's default also shares the port with a second collector, and each would get half of the answers.
  set_socket_options([](socket_t sock) {
    const int yes = 1;
    setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
}

int Listener::bind(const std::string& host, int port) {
  errno = 0;
  const int wanted = port;
  const bool bound = port == 0 ? (port = bind_to_any_port(host)) > 0 : bind_to_port(host, port);
  if (!bound) {
    const std::string place = url_host(host) + ":" + std::to_string(wanted);
    if (errno == EADDRINUSE) {
      throw std::runtime_error("Port " + std::to_string(wanted) + " on " + host +
                               " is taken by another program. Choose another with --port, or 0 for any free one.");
    }
    throw std::runtime_error("Cannot listen on " + place + (errno ? std::string(": ") + std::strerror(errno) : "") +
                             ". Check --host and --port.");
  }
  // The library asks for a queue of 5, which a burst of visitors overflows; asking again is allowed.
  ::listen(svr_sock_, kBacklog);
  return port;
}

bool Listener::run() { return connections_.run(svr_sock_); }

bool Listener::serve(Conversation& talk) {
  Exchange noted;
  noted.address = trust_proxy_ ? forwarded_for(talk.forwarded_for, talk.address) : talk.address;
  noted.received_at = talk.received_at;
  noted.bytes = talk.request.size();
  noted.begin = std::chrono::steady_clock::now();
  current = &noted;
  WireStream stream(talk);
  bool closed = false;
  const bool well = process(stream, talk.last, closed);
  current = nullptr;
  return well && !closed;
}

template <typename Stream>
bool Listener::process(Stream& stream, bool last, bool& closed) {
  const std::function<void(httplib::Request&)> setup;
  if constexpr (requires { this->process_request(stream, last, closed, setup); }) {
    return this->process_request(stream, last, closed, setup);
  } else {
    return this->process_request(stream, exchange().address, 0, std::string(), 0, last, closed, setup);
  }
}

}  // namespace canvass::collector

// cpp-httplib's server without its handling of connections, which gives each a thread for as long as it lives: whole
// requests come from Connections instead.
//
//   Listener http(limits);
//   http.Get("/…", …);
//   int port = http.bind(host, port);
//   http.run();                          // until stop()
#pragma once

#include <httplib.h>

#include <string>
#include <string_view>

#include "examples/collector/connections.h"

namespace canvass::collector {

// What is noted about a request while it is answered, on the thread that answers it.
struct Exchange {
  std::string address;     // whom it is from, as far as one can know
  TimeMs received_at = 0;  // when its first byte came
  std::string_view route = "other";
  std::string refused;  // why; empty: it was not
  std::string key;
  std::string origin;  // of a page that may not use the key
  size_t bytes = 0, events = 0, accepted = 0, duplicates = 0;
  TimeMs skew = 0;  // of the sender's clock, where it was corrected
  std::chrono::steady_clock::time_point begin;
};
Exchange& exchange();

class Listener : public httplib::Server {
 public:
  Listener(const ConnectionLimits& limits, RequestReader::LimitOf body_limit, bool trust_proxy);

  // Gives the port; throws std::runtime_error with a sentence.
  int bind(const std::string& host, int port);

  bool run();  // blocks; false when it ended for another reason than stop()
  bool running() const { return connections_.running(); }
  bool stopping() const { return connections_.stopping(); }
  void stop() { connections_.stop(); }
  const ConnectionCounts& counts() const { return connections_.counts(); }

 private:
  bool serve(Conversation& talk);
  template <typename Stream>
  bool process(Stream& stream, bool last, bool& closed);

  bool trust_proxy_;
  Connections connections_;
};

}  // namespace canvass::collector

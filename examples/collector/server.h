// The collector's HTTP side. Routes:
//
//   POST /v1/batch           events in: 200 {"accepted":n,"duplicates":m} once they are on disk, for anybody
//   GET  /v1/export.ndjson   every event, one a line, in the order of arrival; needs the token
//   GET  /v1/report.json     the report; ?survey=&by=&every=&compare=&since=&until=; needs the token; ETag
//   GET  /v1/tags.json       the tags file; needs the token; ETag
//   PUT  /v1/tags.json       replaces it, with If-Match; needs the token
//   GET  /healthz            200 while it can store, for anybody
//   GET  /metrics            Prometheus' text format; needs the token, but with --open-metrics
//   GET  /report/            the report page
//   GET  /…                  files of --site, then of --dist
//
//   Server server(options, store, log);
//   int port = server.bind();      // connections queue up from here on
//   server.admit(AdminToken::open(store, …));
//   server.serve();                // until stop(); then finishes what is in flight
#pragma once

#include <memory>
#include <string>

#include "examples/collector/log.h"
#include "examples/collector/metrics.h"
#include "examples/collector/options.h"
#include "examples/collector/store.h"
#include "examples/collector/token.h"

namespace canvass::collector {

class Server {
 public:
  // Throws std::runtime_error with a sentence, here and in bind().
  Server(const Options& options, Store& store, Log& log);
  ~Server();

  // Before serve(): who may read, and what else /metrics is to say.
  void admit(AdminToken admin);
  Metrics& metrics();

  int bind();  // gives the port

  // Blocks. False when it ended for another reason than stop().
  bool serve();
  bool serving() const;
  void stop();  // from any thread while serving()

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace canvass::collector

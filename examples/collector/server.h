// The collector's HTTP side. Routes:
//
//   POST /v1/batch           events in: 200 {"accepted":n,"duplicates":m} once they are on disk, for anybody
//   GET  /v1/export.ndjson   every event, one a line, in the order of arrival; needs the token
//   GET  /v1/report.json     the report; ?survey=&by=&every=&compare=&since=&until=; needs the token; ETag
//   GET  /v1/tags.json       the tags file; needs the token; ETag
//   PUT  /v1/tags.json       replaces it, with If-Match; needs the token
//   GET  /report/            the report page
//   GET  /…                  files of --site, then of --dist
//
//   Server server(options, store);
//   int port = server.bind();      // connections queue up from here on
//   server.serve();                // until stop(); then finishes what is in flight
#pragma once

#include <memory>
#include <string>

#include "examples/collector/options.h"
#include "examples/collector/store.h"

namespace canvass::collector {

class Server {
 public:
  // Options must have their token. Throws std::runtime_error with a sentence, here and in bind().
  Server(const Options& options, Store& store);
  ~Server();

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

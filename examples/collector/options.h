// The command line of canvass-collector.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "examples/collector/keys.h"
#include "examples/collector/sink.h"

namespace canvass::collector {

struct Options {
  int port = 8787;  // 0: any free one
  std::string host = "127.0.0.1";
  std::string db = "canvass.sqlite";
  std::string site;  // folder served at /; empty: none
  std::string dist;  // folder with canvass.js and report/; empty: the one this program lies in, if it is one
  // Beside the answers, for the report; empty: none, but tags are beside the database.
  std::string tags, config, benchmarks, tickets;

  std::string token, token_file;  // empty: the one the database knows
  bool new_token = false;
  bool open_metrics = false;

  std::optional<SinkAddress> sink;  // where what is stored goes on to

  Keys keys;
  // Requests a second; 0: no limit. Ten seconds' worth may come at once. None: 100, but no limit for this machine,
  // which is whoever tries this out, or a proxy with everybody behind it.
  std::optional<int> rate_address;
  int rate_key = 0;  // events a second, likewise
  int max_connections = 4000;
  int max_connections_per_address = 1000;
  int timeout = 60;  // seconds for a request to come in
  bool trust_proxy = false;
  std::string log;  // file; empty: the standard error
};

// Printed, with this exit code, instead of running: help, or one sentence on what is wrong with the command line.
struct Exit {
  int code = 0;
  std::string text;
};

std::variant<Options, Exit> parse_options(int argc, char** argv);

// Where the tags are kept: --tags, else "canvass.tags.json" for "canvass.sqlite".
std::string tags_path(const Options& options);

// The form of an address that a browser takes: IPv6 in brackets, "any address" as one that reaches this machine.
std::string url_host(std::string_view host);

}  // namespace canvass::collector

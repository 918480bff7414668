// What the parts of the HTTP side share: server.cpp has the routes, server_writing.cpp takes events in,
// server_reading.cpp gives them out, server_watch.cpp says what happens.
#pragma once

#include <atomic>
#include <exception>
#include <string>
#include <string_view>

#include "examples/collector/answers.h"
#include "examples/collector/health.h"
#include "examples/collector/intake.h"
#include "examples/collector/listener.h"
#include "examples/collector/pages.h"
#include "examples/collector/rate.h"
#include "examples/collector/report_feed.h"
#include "examples/collector/server.h"
#include "examples/collector/tags_file.h"

namespace canvass::collector {

constexpr const char* kSplitEvents = "Send the events in several batches.";
constexpr const char* kSplitTags = "Split the tags among several files.";

struct Server::Impl {
  Impl(const Options& given, Store& to, Log& said);

  using Request = httplib::Request;
  using Response = httplib::Response;
  using Content = httplib::ContentReader;

  void routes();
  void sources();
  BodyLimit body_limit(const Head& head) const;
  bool often(Response& response);
  bool let_in(std::string_view route, const Request& request, Response& response);
  void failed(Response& response, std::exception_ptr thrown);
  void note(const Response& response);

  void batch(const Request& request, Response& response, const Content& content);
  void take(const Request& request, Response& response, std::string_view body);
  bool may_write(const Request& request, Response& response, const Intake& intake);
  void export_ndjson(Response& response);
  void report_json(const Request& request, Response& response);
  void tags_json(const Request& request, Response& response);
  void take_tags(const Request& request, Response& response, const Content& content);
  void healthz(Response& response);

  Options options;
  Store& store;
  Log& log;
  AdminToken admin;
  Pages pages;
  TagsFile tags;
  ReportFeed feed;
  Health health;
  RateLimit by_address, by_key;
  RateLimit refusals;                  // that have a line in the log
  std::atomic<uint64_t> left_out = 0;  // refusals without a line
  Metrics metrics;
  Listener http;
};

// Says why, to the sender and in the log.
void refuse(httplib::Response& response, std::string reason, int status, Problem problem);
void answer_too_often(httplib::Response& response, std::string reason, int seconds);

}  // namespace canvass::collector

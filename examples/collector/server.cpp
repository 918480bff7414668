#include "examples/collector/server.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <optional>
#include <utility>

#include "core/delivery/wire.h"
#include "core/report/question.h"
#include "examples/collector/answers.h"
#include "examples/collector/health.h"
#include "examples/collector/intake.h"
#include "examples/collector/listener.h"
#include "examples/collector/pages.h"
#include "examples/collector/question.h"
#include "examples/collector/rate.h"
#include "examples/collector/report_feed.h"
#include "examples/collector/sides.h"
#include "examples/collector/tags_file.h"

namespace canvass::collector {
namespace {

constexpr const char* kRetryReportSeconds = "1";
constexpr int kExportPage = 500;  // events read at a time; nothing is locked between two pages
constexpr int kRate = 100;        // requests a second of one address
constexpr int kBurstSeconds = 10;
constexpr double kRefusals = 20;  // lines a second in the log
constexpr const char* kMetricsType = "text/plain; version=0.0.4; charset=utf-8";
constexpr const char* kSplitEvents = "Send the events in several batches.";
constexpr const char* kSplitTags = "Split the tags among several files.";

ConnectionLimits limits_of(const Options& options) {
  ConnectionLimits limits;
  limits.total = static_cast<size_t>(options.max_connections);
  // All connections are the proxy's then.
  limits.per_address = options.trust_proxy ? limits.total : static_cast<size_t>(options.max_connections_per_address);
  limits.request = std::chrono::seconds(options.timeout);
  limits.head = std::min(limits.head, limits.request);
  return limits;
}

// What is refused here is told to the page as well: hidden from it, it would look like a broken network.
void allow_any_page(httplib::Response& response) {
  response.set_header("Access-Control-Allow-Origin", "*");
  response.set_header("Access-Control-Expose-Headers", "Retry-After");
  response.set_header("Cache-Control", "no-store");
}

void refuse(httplib::Response& response, std::string reason, int status, Problem problem) {
  exchange().refused = std::move(reason);
  answer_errors(response, status, {std::move(problem)});
}

void answer_too_often(httplib::Response& response, std::string reason, int seconds) {
  response.set_header("Retry-After", std::to_string(seconds));
  refuse(response, std::move(reason), 429, {"", "That is too often. Try again in " + std::to_string(seconds) + " s."});
}

}  // namespace

struct Server::Impl {
  Impl(const Options& given, Store& to, Log& said)
      : options(given),
        store(to),
        log(said),
        pages(given),
        tags(tags_path(given)),
        feed(to.reader(), read_sides(given, said), make_token().substr(0, 8)),
        health(to),
        by_address(given.rate_address.value_or(kRate), kBurstSeconds * given.rate_address.value_or(kRate)),
        by_key(given.rate_key, kBurstSeconds * given.rate_key),
        http(
            limits_of(given), [this](const Head& head) { return body_limit(head); }, given.trust_proxy) {}

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
  RateLimit refusals{kRefusals, kBurstSeconds* kRefusals};
  std::atomic<uint64_t> left_out = 0;  // refusals without a line
  Metrics metrics;
  Listener http;
};

Server::Server(const Options& options, Store& store, Log& log) : impl_(std::make_unique<Impl>(options, store, log)) {
  impl_->routes();
  impl_->sources();
}

Server::~Server() = default;

void Server::admit(AdminToken admin) { impl_->admin = std::move(admin); }
Metrics& Server::metrics() { return impl_->metrics; }
int Server::bind() { return impl_->http.bind(impl_->options.host, impl_->options.port); }
bool Server::serve() { return impl_->http.run(); }
bool Server::serving() const { return impl_->http.running(); }
void Server::stop() { impl_->http.stop(); }

// --- routes ----------------------------------------------------------------------------------------------

void Server::Impl::routes() {
  http.set_payload_max_length(std::max(wire::kMaxBody, kMaxTags));
  http.set_default_headers({{"X-Content-Type-Options", "nosniff"}});

  http.Post("/v1/batch", [this](const Request& request, Response& response, const Content& content) {
    batch(request, response, content);
  });
  // Whoever asks may try; what may not be written is refused, readably, when it comes.
  http.Options("/v1/batch", [](const Request&, Response& response) {
    exchange().route = "preflight";
    response.status = 204;
    response.set_header("Access-Control-Allow-Origin", "*");
    response.set_header("Access-Control-Allow-Methods", "POST");
    response.set_header("Access-Control-Allow-Headers", "Content-Type");
    response.set_header("Access-Control-Max-Age", "86400");
  });
  http.Get("/v1/export\\.ndjson", [this](const Request& request, Response& response) {
    if (let_in("export", request, response)) export_ndjson(response);
  });
  http.Get("/v1/report\\.json", [this](const Request& request, Response& response) {
    if (let_in("report", request, response)) report_json(request, response);
  });
  http.Get("/v1/tags\\.json", [this](const Request& request, Response& response) {
    if (let_in("tags", request, response)) tags_json(request, response);
  });
  http.Put("/v1/tags\\.json", [this](const Request& request, Response& response, const Content& content) {
    take_tags(request, response, content);
  });
  http.Get("/metrics", [this](const Request& request, Response& response) {
    exchange().route = "metrics";
    response.set_header("Cache-Control", "no-store");
    if (options.open_metrics || let_in("metrics", request, response))
      response.set_content(metrics.text(), kMetricsType);
  });
  http.Get("/healthz", [this](const Request&, Response& response) { healthz(response); });
  http.Get("/.*", [this](const Request& request, Response& response) {
    exchange().route = "file";
    pages.serve(request, response);
  });

  http.set_error_handler([](const Request& request, Response& response) {
    if (!response.body.empty()) return;
    if (request.path.rfind("/v1/", 0) != 0) {
      const std::string text = response.status == 404 ? "Not found" : "Error " + std::to_string(response.status);
      response.set_content(text + "\n", "text/plain; charset=utf-8");
    } else if (response.status == 404) {
      answer_error(response, 404, "There is nothing at " + request.method + " " + request.path + ".");
    } else {
      answer_error(response, response.status, "The request cannot be understood.");
    }
  });
  http.set_exception_handler(
      [this](const Request&, Response& response, std::exception_ptr thrown) { failed(response, thrown); });
  http.set_logger([this](const Request&, const Response& response) { note(response); });
}

BodyLimit Server::Impl::body_limit(const Head& head) const {
  const bool writes_tags = head.method == "PUT" && head.target == "/v1/tags.json";
  if (writes_tags && admin.opens(bearer(head.header("authorization")))) return {kMaxTags, kSplitTags};
  return {wire::kMaxBody, kSplitEvents};
}

bool Server::Impl::often(Response& response) {
  if (!options.rate_address && is_loopback(exchange().address)) return false;
  const int seconds = by_address.take(who_is(exchange().address), 1, RateLimit::Clock::now());
  if (seconds > 0) answer_too_often(response, "address rate", seconds);
  return seconds > 0;
}

bool Server::Impl::let_in(std::string_view route, const Request& request, Response& response) {
  exchange().route = route;
  response.set_header("Cache-Control", "no-store");
  if (often(response)) return false;
  if (admin.opens(bearer(request.get_header_value("Authorization")))) return true;
  response.set_header("WWW-Authenticate", "Bearer");
  refuse(response, "token", 401,
         {"",
          "This needs the token that the collector printed at its first start: Authorization: Bearer TOKEN. "
          "canvass-collector --new-token makes another."});
  return false;
}

void Server::Impl::failed(Response& response, std::exception_ptr thrown) {
  const auto say = [&](const std::exception& error) {
    log.write("error", "failed", {{"route", exchange().route}, {"message", error.what()}});
  };
  try {
    std::rethrow_exception(thrown);
  } catch (const StoreError& error) {
    say(error);
    exchange().refused = "unavailable";
    answer_unavailable(response, error.what());
  } catch (const TagsError& error) {
    say(error);
    answer_error(response, 500, error.what());
  } catch (const Busy&) {
    response.set_header("Retry-After", kRetryReportSeconds);
    answer_error(response, 503, "Many reports are being made already. Ask again in a moment.");
  } catch (const std::exception& error) {
    say(error);
    answer_error(response, 500, "The collector failed; its log says why.");
  }
}

// --- what is said about it -------------------------------------------------------------------------------

// Of files and of what watches the collector there are no lines: they would say nothing, or where somebody has been.
void Server::Impl::note(const Response& response) {
  const Exchange& noted = exchange();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - noted.begin).count();
  metrics.request(noted.route, response.status, seconds);
  if (noted.route == "batch" && response.status >= 400) {
    metrics.refused(noted.refused.empty() ? "malformed" : noted.refused);
  }
  for (const char* silent : {"file", "healthz", "metrics", "preflight", "other"}) {
    if (noted.route == silent && noted.refused.empty()) return;
  }
  // Whoever is refused as fast as he can must not fill the disk that way.
  if (response.status >= 400 && refusals.take("all", 1, RateLimit::Clock::now()) > 0) {
    ++left_out;
    return;
  }
  Json line = json_object();
  if (response.status >= 400) {
    if (const uint64_t before = left_out.exchange(0)) line["leftOut"] = before;
  }
  line["route"] = noted.route;
  line["status"] = response.status;
  line["ms"] = std::round(seconds * 10'000) / 10;
  line["bytes"] = noted.bytes;
  if (noted.events > 0) line["events"] = noted.events;
  if (noted.accepted + noted.duplicates > 0) {
    line["accepted"] = noted.accepted;
    line["duplicates"] = noted.duplicates;
  }
  if (noted.skew != 0) line["skewSeconds"] = noted.skew / kSecond;
  if (!noted.key.empty()) line["key"] = noted.key;
  if (!noted.origin.empty()) line["origin"] = noted.origin;
  if (!noted.refused.empty()) line["refused"] = noted.refused;
  // Whom to shut out; nobody else's business otherwise.
  if (response.status == 401 || response.status == 403 || response.status == 429)
    line["network"] = network(noted.address);
  log.write(response.status < 400 ? "info" : response.status < 500 ? "warning" : "error", "request", line);
}

void Server::Impl::sources() {
  metrics.more([this](MetricsText& text) {
    const ConnectionCounts& counts = http.counts();
    const auto one = [&](std::string_view name, std::string_view help, std::string_view type, uint64_t value) {
      text.family(name, help, type).sample({}, static_cast<double>(value));
    };
    one("canvass_connections", "Open connections.", "gauge", counts.open);
    one("canvass_requests_in_progress", "Whole requests that are not answered yet.", "gauge", counts.serving);
    one("canvass_buffered_bytes", "Of requests that are not whole yet, and of answers that are not read yet.", "gauge",
        counts.buffered);
    one("canvass_connections_accepted_total", "Connections let in.", "counter", counts.accepted);
    text.family("canvass_connections_ended_total", "Connections that were ended early.", "counter")
        .sample({{"reason", "limit"}}, static_cast<double>(counts.evicted + counts.refused))
        .sample({{"reason", "malformed"}}, static_cast<double>(counts.malformed))
        .sample({{"reason", "timeout"}}, static_cast<double>(counts.timed_out));
    one("canvass_commits_total", "Transactions synced to the disk.", "counter", store.commits());
    one("canvass_commits_failed_total", "Transactions that the database refused.", "counter", store.failures());
    one("canvass_database_bytes", "Of the database with its journal.", "gauge", store.bytes());
    one("canvass_log_lines_lost_total", "Lines that the log had no place for.", "counter", log.lost());
    text.family("canvass_client_events_dropped", "Events that senders had to give up, by their own account.", "gauge");
    for (const auto& [reason, count] : store.drops()) text.sample({{"reason", reason}}, static_cast<double>(count));
    process_metrics(text);
  });
}

void Server::Impl::healthz(Response& response) {
  exchange().route = "healthz";
  response.set_header("Cache-Control", "no-store");
  const std::string wrong = http.stopping() ? "it is stopping" : health.wrong();
  if (wrong.empty()) return answer_json(response, 200, {{"status", "ok"}});
  response.set_header("Retry-After", kRetryAfterSeconds);
  answer_json(response, 503, {{"status", "failing"}, {"message", wrong}});
}

// --- events in -------------------------------------------------------------------------------------------

void Server::Impl::batch(const Request& request, Response& response, const Content& content) {
  exchange().route = "batch";
  allow_any_page(response);
  const std::optional<std::string> body = body_of(request, response, content, wire::kMaxBody, kSplitEvents);
  if (body && !often(response)) take(request, response, *body);
}

void Server::Impl::take(const Request& request, Response& response, std::string_view body) {
  Exchange& noted = exchange();
  Intake intake = open_batch(body);
  if (!intake.refused && !may_write(request, response, intake)) return;
  if (!intake.refused) read_events(intake, noted.received_at);
  if (intake.refused) {
    noted.refused = intake.refused->reason;
    return answer_errors(response, intake.refused->status, intake.refused->problems);
  }
  noted.events = intake.rows.size();
  noted.skew = intake.skew;
  const int seconds =
      by_key.take(intake.write_key, std::max<double>(1, static_cast<double>(noted.events)), RateLimit::Clock::now());
  if (seconds > 0) return answer_too_often(response, "key rate", seconds);

  const Added added = store.add(std::move(intake.rows), std::move(intake.drops));
  noted.accepted = added.accepted;
  noted.duplicates = added.duplicates;
  metrics.events(noted.key, added.accepted, added.duplicates);
  answer_json(response, 200, {{"accepted", added.accepted}, {"duplicates", added.duplicates}});
}

// 403, since no later try will do better: a widget counts the events as dropped and goes on.
bool Server::Impl::may_write(const Request& request, Response& response, const Intake& intake) {
  const std::string origin = request.get_header_value("Origin");
  switch (options.keys.check(intake.write_key, origin)) {
    case Keys::Verdict::kUnknownKey:
      refuse(
          response, "key", 403,
          {"/writeKey", intake.write_key.empty() ? "is missing: this collector takes events with a key it knows only"
                                                 : "is not known to this collector; its --key names those that are"});
      return false;
    case Keys::Verdict::kForeignOrigin:
      exchange().key = intake.write_key;
      exchange().origin = origin.substr(0, 200);
      refuse(response, "origin", 403,
             {"/writeKey", origin.empty() ? "may not be used without an Origin; \"none\" among its origins allows it"
                                          : "may not be used by pages of " + origin.substr(0, 200) +
                                                "; the collector's --key names those that may"});
      return false;
    case Keys::Verdict::kWelcome:
      break;
  }
  if (options.keys.empty()) return true;
  exchange().key = intake.write_key;
  if (!origin.empty()) {
    response.headers.erase("Access-Control-Allow-Origin");
    response.set_header("Access-Control-Allow-Origin", origin);
    response.set_header("Vary", "Origin");
  }
  return true;
}

// --- events and scores out -------------------------------------------------------------------------------

void Server::Impl::export_ndjson(httplib::Response& response) {
  struct Position {
    Reader reader;
    int64_t after, upto;
  };
  Reader reader = store.reader();
  const int64_t upto = reader.last_seq();
  auto position = std::make_shared<Position>(Position{std::move(reader), 0, upto});
  response.set_header("Content-Disposition", "attachment; filename=\"canvass.ndjson\"");
  response.set_chunked_content_provider("application/x-ndjson", [this, position](size_t, httplib::DataSink& sink) {
    std::string lines;
    try {
      const int64_t read =
          position->reader.each(position->after, position->upto, kExportPage, [&](std::string_view json) {
            lines.append(json);
            lines += '\n';
          });
      if (read == position->after) {
        sink.done();
        return true;
      }
      position->after = read;
    } catch (const std::exception& error) {
      // The status has been sent. A body that is cut off is an error to the client; a short one would be a lie.
      log.write("error", "export failed", {{"message", error.what()}});
      return false;
    }
    return sink.write(lines.data(), lines.size());
  });
}

void Server::Impl::report_json(const httplib::Request& request, httplib::Response& response) {
  Problem problem;
  const std::optional<report::Question> question = question_of(request.params, problem);
  if (!question) return answer_errors(response, 400, {problem});
  const std::optional<ReportFeed::State> state = feed.now(*question, tags.known(), problem);
  if (!state) return answer_errors(response, 400, {problem});
  answer_state(request, response, state->etag, *state->json);
}

// --- tags ------------------------------------------------------------------------------------------------

void Server::Impl::tags_json(const httplib::Request& request, httplib::Response& response) {
  const TagsFile::State state = tags.now();
  answer_state(request, response, state.etag, *state.text);
}

void Server::Impl::take_tags(const httplib::Request& request, httplib::Response& response,
                             const httplib::ContentReader& content) {
  const std::optional<std::string> body = body_of(request, response, content, kMaxTags, kSplitTags);
  if (!let_in("tags", request, response) || !body) return;
  const std::string etag = request.get_header_value("If-Match");
  if (etag.empty()) {
    return answer_error(response, 428,
                        "This needs If-Match: the ETag of the tags that were changed, so that nobody else's changes "
                        "are lost. GET /v1/tags.json gives it.");
  }
  const TagsFile::Replaced replaced = tags.replace(etag, *body);
  if (const auto* problems = std::get_if<std::vector<Problem>>(&replaced)) {
    return answer_errors(response, 400, *problems);
  }
  if (std::holds_alternative<TagsFile::Conflict>(replaced)) {
    response.set_header("ETag", tags.now().etag);
    return answer_error(response, 412,
                        "Somebody else has saved tags since these were loaded; nothing was stored. Load them again, "
                        "make the changes to those, and save.");
  }
  response.set_header("ETag", std::get<TagsFile::State>(replaced).etag);
  response.status = 204;
}

}  // namespace canvass::collector

#include "examples/collector/server.h"

#include <algorithm>
#include <utility>

#include "core/delivery/wire.h"
#include "examples/collector/server_impl.h"
#include "examples/collector/sides.h"

namespace canvass::collector {
namespace {

constexpr const char* kRetryReportSeconds = "1";
constexpr int kRate = 100;  // requests a second of one address
constexpr int kBurstSeconds = 10;
constexpr double kRefusals = 20;  // lines a second in the log
constexpr const char* kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

ConnectionLimits limits_of(const Options& options) {
  ConnectionLimits limits;
  limits.total = static_cast<size_t>(options.max_connections);
  // All connections are the proxy's then.
  limits.per_address = options.trust_proxy ? limits.total : static_cast<size_t>(options.max_connections_per_address);
  limits.request = std::chrono::seconds(options.timeout);
  limits.head = std::min(limits.head, limits.request);
  return limits;
}

}  // namespace

void refuse(httplib::Response& response, std::string reason, int status, Problem problem) {
  exchange().refused = std::move(reason);
  answer_errors(response, status, {std::move(problem)});
}

void answer_too_often(httplib::Response& response, std::string reason, int seconds) {
  response.set_header("Retry-After", std::to_string(seconds));
  refuse(response, std::move(reason), 429, {"", "That is too often. Try again in " + std::to_string(seconds) + " s."});
}

Server::Impl::Impl(const Options& given, Store& to, Log& said)
    : options(given),
      store(to),
      log(said),
      pages(given),
      tags(tags_path(given)),
      feed(to.reader(), read_sides(given, said), make_token().substr(0, 8)),
      health(to),
      by_address(given.rate_address.value_or(kRate), kBurstSeconds * given.rate_address.value_or(kRate)),
      by_key(given.rate_key, kBurstSeconds * given.rate_key),
      refusals(kRefusals, kBurstSeconds * kRefusals),
      http(
          limits_of(given), [this](const Head& head) { return body_limit(head); }, given.trust_proxy) {}

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

}  // namespace canvass::collector

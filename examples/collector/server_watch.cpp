#include <chrono>
#include <cmath>

#include "examples/collector/server_impl.h"

namespace canvass::collector {

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

}  // namespace canvass::collector

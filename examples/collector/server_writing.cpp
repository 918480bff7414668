#include <algorithm>
#include <optional>
#include <utility>

#include "core/delivery/wire.h"
#include "examples/collector/server_impl.h"

namespace canvass::collector {
namespace {

// What is refused here is told to the page as well: hidden from it, it would look like a broken network.
void allow_any_page(httplib::Response& response) {
  response.set_header("Access-Control-Allow-Origin", "*");
  response.set_header("Access-Control-Expose-Headers", "Retry-After");
  response.set_header("Cache-Control", "no-store");
}

}  // namespace

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

}  // namespace canvass::collector

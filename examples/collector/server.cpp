#include "examples/collector/server.h"

#include <httplib.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <utility>

#include "core/base/json.h"
#include "core/config/fields.h"
#include "core/config/suggest.h"
#include "core/delivery/wire.h"
#include "core/report/question.h"
#include "examples/collector/report_feed.h"
#include "examples/collector/sides.h"
#include "examples/collector/static_files.h"
#include "examples/collector/tags_file.h"
#include "examples/collector/token.h"

namespace canvass::collector {
namespace {

// A connection holds a thread for as long as it lives, and a browser opens six.
constexpr size_t kThreads = 64;
constexpr int kBacklog = 511;
constexpr size_t kRequestsPerConnection = 1000;
// Also the longest that stopping may wait for idle connections.
constexpr int kKeepAliveSeconds = 2;
constexpr const char* kRetryAfterSeconds = "5";
constexpr const char* kRetryReportSeconds = "1";
constexpr int kExportPage = 500;  // events read at a time; nothing is locked between two pages

// With its character set, since the library would otherwise compress every answer as hard as it can.
constexpr const char* kJsonType = "application/json; charset=utf-8";

// What the widget promises to run under; the demo proves it. Connections are free, so that the demo's configuration
// may name another endpoint.
constexpr const char* kSitePolicy =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "connect-src *; require-trusted-types-for 'script'";
constexpr const char* kReportPolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types canvass-report";

class Listener : public httplib::Server {
 public:
  // The library asks for a queue of 5, which a burst of visitors overflows; asking again is allowed.
  void deepen_backlog() { ::listen(svr_sock_, kBacklog); }
};

void answer_json(httplib::Response& response, int status, const Json& json) {
  response.status = status;
  response.set_content(dump_json(json) + "\n", kJsonType);
}

void answer_errors(httplib::Response& response, int status, const std::vector<Problem>& problems) {
  answer_json(response, status, {{"errors", to_json(problems)}});
}

void answer_error(httplib::Response& response, int status, std::string message) {
  answer_errors(response, status, {{"", std::move(message)}});
}

void answer_unavailable(httplib::Response& response, const std::string& reason) {
  response.set_header("Retry-After", kRetryAfterSeconds);
  answer_error(response, 503, "The database failed; nothing was stored. Try again later. (" + reason + ")");
}

// ETags are quoted, so none is a part of another.
bool fresh(const httplib::Request& request, const std::string& etag) {
  return request.get_header_value("If-None-Match").find(etag) != std::string::npos;
}

// The parameters of an address, as docs/report.md has the options of the command line.
std::optional<report::Question> question_of(const httplib::Params& params, Problem& problem) {
  report::Question question;
  struct Text {
    std::string_view name;
    std::string* value;
  };
  const Text texts[] = {{"survey", &question.survey},
                        {"every", &question.every},
                        {"compare", &question.compare},
                        {"since", &question.since},
                        {"until", &question.until}};
  for (const auto& [name, value] : params) {
    const auto refuse = [&, &name = name](std::string message) {
      problem = {"/" + config::escaped(name), std::move(message)};
      return std::nullopt;
    };
    if (name == "by") {
      question.by.push_back(value);
    } else if (name == "sus-estimate") {
      if (value != "true" && value != "false") return refuse("must be true or false");
      question.sus_estimate = value == "true";
    } else {
      const auto text = std::find_if(std::begin(texts), std::end(texts),
                                     [&, &name = name](const Text& text) { return text.name == name; });
      if (text == std::end(texts)) {
        const Vector<std::string_view> known = {"survey", "by", "every", "compare", "since", "until", "sus-estimate"};
        return refuse("there is no parameter " + config::in_quotes(name) + config::did_you_mean(name, known));
      }
      if (params.count(name) > 1) return refuse("is given more than once");
      *text->value = value;
    }
  }
  return question;
}

void answer_state(const httplib::Request& request, httplib::Response& response, const std::string& etag,
                  const std::string& json) {
  response.set_header("Cache-Control", "no-cache");
  response.set_header("ETag", etag);
  if (fresh(request, etag)) {
    response.status = 304;
  } else {
    response.set_content(json, kJsonType);
  }
}

Row row_of(const Json& event) {
  Row row;
  row.message_id = string_at(event, "messageId");
  row.event = string_at(event, "event");
  if (row.event.empty()) row.event = string_at(event, "type");
  row.anonymous_id = string_at(event, "anonymousId");
  row.timestamp = string_at(event, "timestamp");
  if (const Json* properties = find(event, "properties")) row.survey = string_at(*properties, "survey");
  row.json = dump_json(event);
  return row;
}

// The whole body; none when it has been refused. It is read to its end all the same, or the rest would be taken for the
// connection's next request.
std::optional<std::string> body_of(const httplib::Request& request, httplib::Response& response,
                                   const httplib::ContentReader& content, size_t limit, std::string_view advice) {
  if (request.is_multipart_form_data()) {
    content([](const httplib::MultipartFormData&) { return true; }, [](const char*, size_t) { return true; });
    answer_error(response, 415, "This takes JSON, not a form. Send it as text/plain or application/json.");
    return std::nullopt;
  }
  std::string body;
  bool too_large = false;
  const bool complete = content([&](const char* data, size_t size) {
    too_large = body.size() + size > limit;
    if (!too_large) body.append(data, size);
    return !too_large;
  });
  if (too_large || (!complete && response.status == 413)) {
    answer_error(response, 413, "The body has more than " + std::to_string(limit) + " bytes. " + std::string(advice));
    return std::nullopt;
  }
  if (!complete) {
    answer_error(response, 400, "The body ended too early.");
    return std::nullopt;
  }
  return body;
}

}  // namespace

struct Server::Impl {
  Impl(const Options& given, Store& to)
      : options(given),
        store(to),
        tags(tags_path(given)),
        feed(to.reader(), read_sides(given), make_token().substr(0, 8)) {
    if (!options.site.empty()) site.emplace(options.site, "--site");
    if (!options.dist.empty()) dist.emplace(options.dist, "--dist", "bin");
  }

  void routes();
  void batch(const httplib::Request& request, httplib::Response& response, const httplib::ContentReader& content);
  void take(std::string_view body, httplib::Response& response);
  void export_ndjson(httplib::Response& response);
  void report_json(const httplib::Request& request, httplib::Response& response);
  void tags_json(const httplib::Request& request, httplib::Response& response);
  void take_tags(const httplib::Request& request, httplib::Response& response, const httplib::ContentReader& content);
  void page(const httplib::Request& request, httplib::Response& response);
  bool file(const Folder& folder, std::string_view path, const char* policy, const httplib::Request& request,
            httplib::Response& response);
  bool let_in(const httplib::Request& request, httplib::Response& response);

  Options options;
  Store& store;
  TagsFile tags;
  ReportFeed feed;
  std::optional<Folder> site, dist;
  Listener http;
};

Server::Server(const Options& options, Store& store) : impl_(std::make_unique<Impl>(options, store)) {
  impl_->routes();
}

Server::~Server() = default;

// --- life ------------------------------------------------------------------------------------------------

int Server::bind() {
  httplib::Server& http = impl_->http;
  // The library's default also shares the port with a second collector, and each would get half of the answers.
  http.set_socket_options([](socket_t sock) {
    const int yes = 1;
    setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  http.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  http.set_keep_alive_max_count(kRequestsPerConnection);
  http.set_keep_alive_timeout(kKeepAliveSeconds);
  http.set_tcp_nodelay(true);

  const Options& options = impl_->options;
  errno = 0;
  int port = options.port;
  const bool bound =
      port == 0 ? (port = http.bind_to_any_port(options.host)) > 0 : http.bind_to_port(options.host, port);
  if (!bound) {
    const std::string place = url_host(options.host) + ":" + std::to_string(options.port);
    if (errno == EADDRINUSE) {
      throw std::runtime_error("Port " + std::to_string(options.port) + " on " + options.host +
                               " is taken by another program. Choose another with --port, or 0 for any free one.");
    }
    throw std::runtime_error("Cannot listen on " + place + (errno ? std::string(": ") + std::strerror(errno) : "") +
                             ". Check --host and --port.");
  }
  impl_->http.deepen_backlog();
  return port;
}

bool Server::serve() { return impl_->http.listen_after_bind(); }
bool Server::serving() const { return impl_->http.is_running(); }
void Server::stop() { impl_->http.stop(); }

// --- routes ----------------------------------------------------------------------------------------------

void Server::Impl::routes() {
  using httplib::Request;
  using httplib::Response;

  http.set_payload_max_length(std::max(wire::kMaxBody, kMaxTags));
  http.set_default_headers({{"X-Content-Type-Options", "nosniff"}});

  http.Post("/v1/batch", [this](const Request& request, Response& response, const httplib::ContentReader& content) {
    batch(request, response, content);
  });
  http.Options("/v1/batch", [](const Request&, Response& response) {
    response.status = 204;
    response.set_header("Access-Control-Allow-Origin", "*");
    response.set_header("Access-Control-Allow-Methods", "POST");
    response.set_header("Access-Control-Allow-Headers", "Content-Type");
    response.set_header("Access-Control-Max-Age", "86400");
  });
  http.Get("/v1/export\\.ndjson", [this](const Request& request, Response& response) {
    if (let_in(request, response)) export_ndjson(response);
  });
  http.Get("/v1/report\\.json", [this](const Request& request, Response& response) {
    if (let_in(request, response)) report_json(request, response);
  });
  http.Get("/v1/tags\\.json", [this](const Request& request, Response& response) {
    if (let_in(request, response)) tags_json(request, response);
  });
  http.Put("/v1/tags\\.json", [this](const Request& request, Response& response,
                                     const httplib::ContentReader& content) { take_tags(request, response, content); });
  http.Get("/.*", [this](const Request& request, Response& response) { page(request, response); });

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
  http.set_exception_handler([](const Request&, Response& response, std::exception_ptr thrown) {
    try {
      std::rethrow_exception(thrown);
    } catch (const StoreError& error) {
      std::fprintf(stderr, "canvass-collector: %s\n", error.what());
      answer_unavailable(response, error.what());
    } catch (const TagsError& error) {
      std::fprintf(stderr, "canvass-collector: %s\n", error.what());
      answer_error(response, 500, error.what());
    } catch (const Busy&) {
      response.set_header("Retry-After", kRetryReportSeconds);
      answer_error(response, 503, "Many reports are being made already. Ask again in a moment.");
    } catch (const std::exception& error) {
      std::fprintf(stderr, "canvass-collector: %s\n", error.what());
      answer_error(response, 500, "The collector failed; its log says why.");
    }
  });
}

bool Server::Impl::let_in(const httplib::Request& request, httplib::Response& response) {
  response.set_header("Cache-Control", "no-store");
  if (same_token(options.token, bearer(request.get_header_value("Authorization")))) return true;
  response.set_header("WWW-Authenticate", "Bearer");
  answer_error(response, 401,
               "This needs the token that the collector printed when it started: Authorization: Bearer TOKEN.");
  return false;
}

// --- events in -------------------------------------------------------------------------------------------

void Server::Impl::batch(const httplib::Request& request, httplib::Response& response,
                         const httplib::ContentReader& content) {
  // Any page may send events; nothing can be read this way, and no cookies are involved.
  response.set_header("Access-Control-Allow-Origin", "*");
  response.set_header("Access-Control-Expose-Headers", "Retry-After");
  response.set_header("Cache-Control", "no-store");
  const std::optional<std::string> body =
      body_of(request, response, content, wire::kMaxBody, "Send the events in several batches.");
  if (body) take(*body, response);
}

void Server::Impl::take(std::string_view body, httplib::Response& response) {
  JsonError wrong;
  const std::optional<Json> json = parse_json(body, &wrong);
  if (!json) {
    return answer_error(response, 400,
                        "The body is not JSON: line " + std::to_string(wrong.line) + ", column " +
                            std::to_string(wrong.column) + ": " + wrong.message);
  }
  const Json* events = find(*json, "batch");
  if (events && events->is_array() && events->size() > wire::kMaxBatch) {
    const std::string limit = std::to_string(wire::kMaxBatch);
    return answer_errors(response, 413, {{"/batch", "More than " + limit + " events. Send them in several batches."}});
  }
  const wire::Batch batch = wire::validate_batch(*json);
  if (!batch.errors.empty()) return answer_errors(response, 400, batch.errors);

  std::vector<Row> rows;
  rows.reserve(batch.events.size());
  for (const Json& event : batch.events) rows.push_back(row_of(event));
  const Added added = store.add(std::move(rows));
  answer_json(response, 200, {{"accepted", added.accepted}, {"duplicates", added.duplicates}});
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
  response.set_chunked_content_provider("application/x-ndjson", [position](size_t, httplib::DataSink& sink) {
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
      std::fprintf(stderr, "canvass-collector: export: %s\n", error.what());
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
  const std::optional<std::string> body =
      body_of(request, response, content, kMaxTags, "Split the tags among several files.");
  if (!let_in(request, response) || !body) return;
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

// --- pages -----------------------------------------------------------------------------------------------

void Server::Impl::page(const httplib::Request& request, httplib::Response& response) {
  // The site's files go first, but the report is the report.
  if (request.path == "/report" || request.path == "/report/") {
    if (dist && file(*dist, request.path, kReportPolicy, request, response)) return;
  } else {
    if (site && file(*site, request.path, kSitePolicy, request, response)) return;
    if (dist && file(*dist, request.path, kReportPolicy, request, response)) {
      // Pages elsewhere may load the widget from here: modules and checked (integrity) fetches ask for this.
      response.set_header("Access-Control-Allow-Origin", "*");
      return;
    }
  }
  response.status = 404;
}

bool Server::Impl::file(const Folder& folder, std::string_view path, const char* policy,
                        const httplib::Request& request, httplib::Response& response) {
  const Found found = folder.find(path);
  if (found.kind == Found::Kind::kNothing) return false;
  if (found.kind == Found::Kind::kFolder) {
    const size_t query = request.target.find('?');
    response.set_redirect(found.redirect + (query == std::string::npos ? "" : request.target.substr(query)), 308);
    return true;
  }
  const std::optional<File> file = read_file(found.path);
  if (!file) return false;
  response.set_header("Cache-Control", "no-cache");
  response.set_header("ETag", file->etag);
  if (file->type.rfind("text/html", 0) == 0) {
    response.set_header("Content-Security-Policy", policy);
    response.set_header("Referrer-Policy", "same-origin");
  }
  if (fresh(request, file->etag)) {
    response.status = 304;
  } else {
    response.set_content(file->bytes, std::string(file->type));
  }
  return true;
}

}  // namespace canvass::collector

#include "examples/collector/answers.h"

#include <utility>

namespace canvass::collector {

void answer_json(httplib::Response& response, int status, const Json& json) {
  response.status = status;
  response.set_content(dump_json(json) + "\n", kJsonType);
}

void answer_errors(httplib::Response& response, int status, const Vector<Problem>& problems) {
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

}  // namespace canvass::collector

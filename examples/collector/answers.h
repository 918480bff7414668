// What every part of the HTTP side answers with.
#pragma once

#include <httplib.h>

#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/problem.h"

namespace canvass::collector {

// With its character set, since the library would otherwise compress every answer as hard as it can.
constexpr const char* kJsonType = "application/json; charset=utf-8";
constexpr const char* kRetryAfterSeconds = "5";

void answer_json(httplib::Response& response, int status, const Json& json);
void answer_errors(httplib::Response& response, int status, const Vector<Problem>& problems);
void answer_error(httplib::Response& response, int status, std::string message);
void answer_unavailable(httplib::Response& response, const std::string& reason);

// With its ETag; 304 when the request has it already.
void answer_state(const httplib::Request& request, httplib::Response& response, const std::string& etag,
                  const std::string& json);

// Whether what the request has is what the ETag stands for.
bool fresh(const httplib::Request& request, const std::string& etag);

// The whole body; none when it has been refused.
std::optional<std::string> body_of(const httplib::Request& request, httplib::Response& response,
                                   const httplib::ContentReader& content, size_t limit, std::string_view advice);

}  // namespace canvass::collector

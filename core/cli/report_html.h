// The report as a page of its own: the template that `./dev build` leaves in dist/report/standalone.html, with the
// report's JSON in it.
//
//   const std::string template_path = standalone_template();
//   std::optional<std::string> page = report_html(template_text, json);
//   if (!write_whole(path, *page, error)) …
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.h"

namespace canvass::cli {

// $CANVASS_DIST/report/standalone.html, or the one beside this program when that lies in dist/bin. The file may be
// missing; empty: nobody knows where this program is.
std::string standalone_template();

// The template with the report inside <script id="canvass-report">, so written that nothing in it can end the element.
// None when the template has no such element.
std::optional<std::string> report_html(std::string_view page, const Json& report);

// Writes the whole file or leaves what was there: into a file beside it, which then takes its name. False with the
// system's reason. What is no regular file ("/dev/stdout") is written to directly.
bool write_whole(const std::string& path, std::string_view text, std::string& error);

}  // namespace canvass::cli

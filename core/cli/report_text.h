// The report for people at a terminal: what each survey says first, then what it says it from.
//
//   std::fputs(report_text(json).c_str(), stdout);   // json: the report of docs/report.md
//
// Lines are at most kTerminalWidth columns wide. Sections without data are left out.
#pragma once

#include <string>

#include "core/base/json.h"

namespace canvass::cli {

std::string report_text(const Json& report);

}  // namespace canvass::cli

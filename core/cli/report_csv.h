// The report as one flat table (RFC 4180, UTF-8), a row for each number that has a place in it; docs/report.md lists
// the columns and sections.
//
//   std::fputs(report_csv(json).c_str(), stdout);
//
// Numbers are not rounded. A text that a spreadsheet would take for a formula gets an apostrophe in front.
#pragma once

#include <string>

#include "core/base/json.h"

namespace canvass::cli {

std::string report_csv(const Json& report);

}  // namespace canvass::cli

// The flat C ABI between the report page (web/report/data/module.ts) and the C++ report: dist/report/report.wasm.
//
// Strings and bytes go in through one input buffer and come out through one output buffer, both owned by the module,
// UTF-8, not terminated. Every pointer is valid until the next call; memory may move, so views must be made anew after
// every call. One module holds one report; another report is another instance. Nothing is imported but what the
// toolchain adds, and none of that is called in earnest.
//
// Calls (names are the export names):
//   canvass_report_input(size) → pointer    room for `size` bytes of input
//   canvass_report_begin(length)            a file of events begins. input: its name
//   canvass_report_feed(length)             input: its next bytes, cut anywhere, also within a character
//   canvass_report_end()                    it ends: a last line without a line break counts
//   canvass_report_take(side, length)       side: Side. input: a file's name, a line break, the file.
//                                           output: {"errors":[{pointer,line,message}],"warnings":[…]}, of kTags also
//                                           "tags": what of it can be used. It replaces what was taken before.
//   canvass_report_ask(length) → 0 or 1     input: a question, as core/report/question.h has it in JSON.
//                                           output, 1: the report, what `canvass report --json` prints;
//                                           0: {"errors":[{pointer,message}]}
//   canvass_report_output() → pointer       the output of the last call that has one
//   canvass_report_output_size() → bytes
// Events may be fed after questions too; the next report has them.
#pragma once

#include <cstdint>

namespace canvass::abi {

// Files beside the answers, docs/report.md.
enum class Side : uint32_t { kConfig = 0, kTags = 1, kBenchmarks = 2, kTickets = 3 };

}  // namespace canvass::abi

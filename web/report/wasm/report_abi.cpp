// The calls of abi.h: one report, and the buffers between it and the browser.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/json.h"
#include "core/metrics/benchmarks.h"
#include "core/report/names.h"
#include "core/report/plan.h"
#include "core/report/question.h"
#include "core/report/report.h"
#include "core/report/support.h"
#include "core/report/tags.h"
#include "web/report/wasm/abi.h"
#include "web/report/wasm/lines.h"

#ifdef __EMSCRIPTEN__
#define CANVASS_EXPORT(name) extern "C" __attribute__((export_name(#name)))
#else
#define CANVASS_EXPORT(name) extern "C"
#endif

namespace canvass::abi {
namespace {

struct Module {
  report::Report report;
  Lines lines;
  std::string source;  // the name of the file that is being read
  std::string input;
  std::string output;
};

// Never destroyed: the worker's end is its end.
Module& module() {
  static Module& instance = *new Module;
  return instance;
}

std::string_view input(uint32_t length) { return std::string_view(module().input).substr(0, length); }

void give(const Json& json) { module().output = dump_json(json); }

void line(std::string_view text, int64_t number, bool cut) {
  Module& self = module();
  const report::Place place{self.source, number};
  cut ? self.report.add_malformed("a line of more than 4 MB", place) : self.report.add_line(text, place);
}

Json lists_of(const Problems& problems) {
  Json lists = json_object();
  lists["errors"] = to_json(problems.errors);
  lists["warnings"] = to_json(problems.warnings);
  return lists;
}

Json take_config(std::string_view text) {
  report::Names names;
  Problems problems = names.take(text);
  module().report.set_names(std::move(names));
  report::Plan plan = report::read_plan(parse_json(text).value_or(Json()));
  for (const Problem& problem : plan.problems.errors) problems.errors.push_back(problem);
  module().report.set_plan(std::move(plan));
  return lists_of(problems);
}

Json take_tags(std::string_view text) {
  Problems problems;
  report::Tags tags = report::parse_tags(text, problems);
  Json lists = lists_of(problems);
  lists["tags"] = report::to_json(tags);
  module().report.set_tags(std::move(tags));
  return lists;
}

Json take_benchmarks(std::string_view text) {
  Problems problems;
  metrics::Benchmarks benchmarks = metrics::parse_benchmarks(text, problems);
  if (problems.ok()) module().report.set_benchmarks(std::move(benchmarks));
  return lists_of(problems);
}

Json take_tickets(std::string_view name, std::string_view text) {
  report::Tickets tickets;
  const bool good = tickets.add_csv(text, name);
  Json list = json_array();
  for (const report::Located& located : tickets.malformed) {
    Json entry = json_object();
    entry["pointer"] = "";
    entry["line"] = located.line;
    entry["message"] = located.message;
    list.push_back(std::move(entry));
  }
  // Lines that cannot be read are in the report too; a file that is none at all only here.
  Json lists = lists_of({});
  lists[good ? "warnings" : "errors"] = std::move(list);
  if (good) module().report.set_tickets(std::move(tickets));
  return lists;
}

Json taken(Side side, std::string_view name, std::string_view text) {
  switch (side) {
    case Side::kConfig:
      return take_config(text);
    case Side::kTags:
      return take_tags(text);
    case Side::kBenchmarks:
      return take_benchmarks(text);
    case Side::kTickets:
      return take_tickets(name, text);
  }
  return lists_of({});
}

uint32_t refuse(Problem problem) {
  Json all = json_object();
  all["errors"] = to_json(Vector<Problem>{std::move(problem)});
  give(all);
  return 0;
}

}  // namespace

CANVASS_EXPORT(canvass_report_input) char* canvass_report_input(uint32_t size) {
  std::string& buffer = module().input;
  if (buffer.size() < size) buffer.resize(size);
  return buffer.data();
}

CANVASS_EXPORT(canvass_report_begin) void canvass_report_begin(uint32_t length) { module().source = input(length); }

CANVASS_EXPORT(canvass_report_feed) void canvass_report_feed(uint32_t length) {
  module().lines.feed(input(length), line);
}

CANVASS_EXPORT(canvass_report_end) void canvass_report_end() { module().lines.end(line); }

CANVASS_EXPORT(canvass_report_take) void canvass_report_take(uint32_t side, uint32_t length) {
  const std::string_view both = input(length);
  const size_t end = std::min(both.find('\n'), both.size());
  give(taken(static_cast<Side>(side), both.substr(0, end), both.substr(std::min(end + 1, both.size()))));
}

CANVASS_EXPORT(canvass_report_ask) uint32_t canvass_report_ask(uint32_t length) {
  Module& self = module();
  const std::optional<Json> json = parse_json(input(length));
  if (!json) return refuse({"", "The question is not JSON."});
  Problem problem;
  const std::optional<report::Question> question = report::question_from_json(*json, problem);
  if (!question) return refuse(std::move(problem));
  const std::optional<report::Query> query = report::query_of(*question, self.report, problem);
  if (!query) return refuse(std::move(problem));
  give(self.report.json(*query));
  return 1;
}

CANVASS_EXPORT(canvass_report_output) const char* canvass_report_output() { return module().output.data(); }

CANVASS_EXPORT(canvass_report_output_size) uint32_t canvass_report_output_size() {
  return static_cast<uint32_t>(module().output.size());
}

}  // namespace canvass::abi

#include "examples/collector/sides.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/base/json.h"
#include "core/base/problem.h"

namespace canvass::collector {
namespace {

std::string text_of(const std::string& path, const char* option) {
  errno = EIO;
  std::ifstream stream(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(stream), {});
  if (!stream) throw std::runtime_error(std::string(option) + " " + path + ": " + std::strerror(errno) + ".");
  return text;
}

std::string sentence(const std::string& path, const Problem& problem) {
  return path + ": " + problem.pointer + (problem.pointer.empty() ? "" : ": ") + problem.message;
}

}  // namespace

Sides read_sides(const Options& options, Log& log) {
  const auto warn = [&](const std::string& message) { log.write("warning", "started", {{"message", message}}); };
  Sides sides;
  if (!options.config.empty()) {
    const std::string text = text_of(options.config, "--config");
    JsonError wrong;
    if (!parse_json(text, &wrong)) {
      throw std::runtime_error("--config " + options.config + " is not JSON: line " + std::to_string(wrong.line) +
                               ", column " + std::to_string(wrong.column) + ": " + wrong.message + ".");
    }
    // The report goes without the names of a survey that cannot be read; `canvass validate` says the same and more.
    for (const Problem& problem : sides.names.take(text).errors) warn(sentence(options.config, problem));
    sides.plan = report::read_plan(parse_json(text).value_or(Json()));
    for (const Problem& problem : sides.plan.problems.errors) warn(sentence(options.config, problem));
  }
  if (!options.benchmarks.empty()) {
    Problems problems;
    sides.benchmarks = metrics::parse_benchmarks(text_of(options.benchmarks, "--benchmarks"), problems);
    if (!problems.ok())
      throw std::runtime_error("--benchmarks " + sentence(options.benchmarks, problems.errors.front()));
    for (const Problem& problem : problems.warnings) warn(sentence(options.benchmarks, problem));
  }
  if (!options.tickets.empty()) {
    report::Tickets tickets;
    if (!tickets.add_csv(text_of(options.tickets, "--tickets"), options.tickets)) {
      const std::string why = tickets.malformed.empty() ? "it has no header" : tickets.malformed.front().message;
      throw std::runtime_error("--tickets " + options.tickets + " cannot be used: " + why);
    }
    sides.tickets = std::move(tickets);
  }
  return sides;
}

}  // namespace canvass::collector

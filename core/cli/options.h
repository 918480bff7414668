// The words after a command: names of files and options.
//
//   Options options;
//   if (!parse_options(arguments, {{"json"}, {"survey", true}}, options)) return kUsage;   // has said what is wrong
//   if (options.has("json")) { … }   options.value("survey");   options.files
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace canvass::cli {

// Exit codes.
constexpr int kOk = 0;
constexpr int kFailed = 1;  // the input is not as it should be
constexpr int kUsage = 2;   // the command could not be understood, or a file could not be read

struct OptionSpec {
  std::string_view name;  // without the dashes
  bool takes_value = false;
};

struct Options {
  std::vector<std::string> files;  // in order; "-" is the standard input
  std::vector<std::pair<std::string_view, std::string>> given;

  bool has(std::string_view name) const;
  std::string_view value(std::string_view name) const;           // the last one given; empty: not given
  std::vector<std::string> values(std::string_view name) const;  // all that were given, in order
};

// `--name`, `--name value`, `--name=value`; after `--` everything is a file. False after one sentence on the standard
// error about the first word that makes no sense.
bool parse_options(const std::vector<std::string>& arguments, const std::vector<OptionSpec>& known, Options& options);

}  // namespace canvass::cli

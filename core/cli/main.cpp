// canvass: the native command-line tool, built from the same core as the widget.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "core/cli/commands.h"
#include "core/cli/options.h"
#include "core/config/suggest.h"
#include "core/delivery/wire.h"
#include "core/report/key.h"

namespace canvass::cli {

namespace {

struct Command {
  std::string_view name;
  int (*run)(const std::vector<std::string>& arguments);
  const char* help;
};

constexpr Command kCommands[] = {
    {"validate", validate,
     "canvass validate FILE [--json]\n"
     "  Checks a configuration. Every error names its place as a JSON pointer.\n"
     "  Exit code 0: valid, 1: not valid.\n"},
    {"replay", replay,
     "canvass replay CONFIG [EVENTS] [--json] [--explain ID]\n"
     "  Runs the engine over recorded events, one JSON object a line, and prints its effects the same way.\n"
     "  Without EVENTS they are read from the standard input. The vocabulary is in docs/replay.md.\n"
     "  --explain says last why that survey or guide shows, or does not, when the recording ends.\n"
     "  Exit code 1: the configuration cannot run, or a line was no event (the others have run).\n"},
    {"report", report,
     "canvass report FILE… [options]\n"
     "  What respondents said, from exported events, one JSON object a line: scores with intervals, funnel, trend,\n"
     "  questions, themes and verbatims of each survey.\n"
     "    --survey ID         only this survey\n"
     "    --since T --until T  only this time: a day or a period such as 2026-03-02, 2026-W10, 2026-03, 2026-Q1 or\n"
     "                        2026, a time as 2026-03-02T09:00:00Z, or 30d before the last event\n"
     "    --every PERIOD      of the trend: day, week, month, quarter or year\n"
     "    --compare A..B      two periods, such as 2026-W10..2026-W11; or a day: before it, and from it on\n"
     "    --by NAME           split by a trait or another segment; may be repeated, * is all\n"
     "    --config FILE       the configuration, for the texts of questions, journeys and the log of experiments\n"
     "    --tags FILE         findings marked on the report page\n"
     "    --benchmarks FILE   scores of others, instead of those that come with canvass\n"
     "    --tickets FILE      support contacts as CSV: date, topic, user\n"
     "    --sus-estimate      the SUS that a regression makes of UMUX-Lite\n"
     "    --json, --csv       other forms than text; --html FILE writes a page\n"
     "  Exit code 1: nothing in the input is an event, there is no such survey or segment, or a file beside the\n"
     "  events is not as it should be.\n"},
};

void print_help(std::FILE* out, const Command* only) {
  if (!only) std::fputs("canvass: surveys and contextual help for websites\n\n", out);
  for (const Command& command : kCommands) {
    if (only && only != &command) continue;
    std::fputs(command.help, out);
    if (!only) std::fputs("\n", out);
  }
  if (!only) {
    std::fputs(
        "canvass help [COMMAND]\n"
        "canvass --version\n\n"
        "A FILE called - is the standard input. Exit code 2: the command was not understood, or a file could not\n"
        "be read.\n",
        out);
  }
}

const Command* find_command(std::string_view name) {
  for (const Command& command : kCommands) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

int unknown_command(const std::string& name) {
  std::vector<std::string_view> names = {"help"};
  for (const Command& command : kCommands) names.push_back(command.name);
  const std::string guess = config::did_you_mean(name, names);
  std::fprintf(stderr, "canvass: unknown command \"%s\"%s\n", name.c_str(),
               guess.empty() ? "; `canvass help` lists them all" : guess.c_str());
  return kUsage;
}

int run(const std::vector<std::string>& words) {
  if (words.empty()) {
    print_help(stderr, nullptr);
    return kUsage;
  }
  const std::string& name = words[0];
  if (name == "--version" || name == "version") {
    std::printf("canvass %s\n", std::string(wire::kVersion).c_str());
    return kOk;
  }
  std::vector<std::string> rest(words.begin() + 1, words.end());
  if (name == "help" || name == "--help" || name == "-h") {
    const Command* command = rest.empty() ? nullptr : find_command(rest[0]);
    if (!rest.empty() && !command) return unknown_command(rest[0]);
    print_help(stdout, command);
    return kOk;
  }
  const Command* command = find_command(name);
  if (!command) {
    if (name.size() > 1 && name[0] == '-') {
      Options options;
      parse_options({name}, {{"version"}, {"help"}}, options);
      return kUsage;
    }
    return unknown_command(name);
  }
  for (const std::string& word : rest) {
    if (word == "--") break;
    if (word == "--help" || word == "-h") {
      print_help(stdout, command);
      return kOk;
    }
  }
  return command->run(rest);
}

}  // namespace

}  // namespace canvass::cli

int main(int argc, char** argv) {
  std::random_device random;
  canvass::report::table_seed = uint64_t{random()} << 32 | random();
  const int code = canvass::cli::run({argv + 1, argv + argc});
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
    std::fprintf(stderr, "canvass: cannot write the output: %s\n", std::strerror(errno));
    return canvass::cli::kUsage;
  }
  return code;
}

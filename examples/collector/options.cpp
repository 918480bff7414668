#include "examples/collector/options.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <vector>

#include "core/config/suggest.h"
#include "core/delivery/wire.h"

namespace canvass::collector {
namespace {

constexpr std::string_view kHelp =
    "canvass-collector: takes in survey answers, keeps them in SQLite, shows the report.\n"
    "\n"
    "  --port N     port to listen on, 0 for any free one (default 8787)\n"
    "  --host H     address to listen on (default 127.0.0.1: this machine only)\n"
    "  --db FILE    SQLite database, made when it is missing (default canvass.sqlite)\n"
    "  --site DIR   folder with a site to serve at /\n"
    "  --dist DIR   folder with canvass.js and report/ (default: the folder above this program's)\n"
    "  --token T    what opens the report and the export (default: a new random one at each start)\n"
    "  --tags FILE        what the report page's tags are kept in (default: beside the database)\n"
    "  --config FILE      configuration of the surveys, for the names in the report\n"
    "  --benchmarks FILE  scores of others, for the report (default: those that come with Canvass)\n"
    "  --tickets FILE     support contacts as CSV, for the report\n"
    "  --sink URL         forwards what is stored: clickhouse://[user[:password]@]host:port/database[/table]\n"
    "  --help       this text\n"
    "  --version    the version\n";

const std::vector<std::string_view> kNames = {"port",   "host",       "db",      "site", "dist", "token",  "tags",
                                              "config", "benchmarks", "tickets", "sink", "help", "version"};

Exit wrong(std::string sentence) { return {2, sentence + " See canvass-collector --help.\n"}; }

// The names are compared without their dashes, or "--x" would look like every one of them.
Exit unknown(std::string_view argument) {
  const std::string_view bare = argument.substr(std::min(argument.find_first_not_of('-'), argument.size()));
  return wrong("Unknown option \"" + std::string(argument) + "\"" + config::did_you_mean(bare, kNames) + ".");
}

// It travels in the fragment of the report's address and in a header, so it must need no escaping in either.
bool is_token(std::string_view text) {
  return !text.empty() && text.size() <= 200 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' || c == '_' || c == '.';
  });
}

}  // namespace

std::variant<Options, Exit> parse_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    const size_t equals = argument.find('=');
    const std::string_view dashed = argument.substr(0, equals);
    const std::string_view name = dashed.substr(std::min<size_t>(2, dashed.size()));
    if (dashed.substr(0, 2) != "--" || std::find(kNames.begin(), kNames.end(), name) == kNames.end()) {
      return unknown(dashed);
    }
    if (name == "help") return Exit{0, std::string(kHelp)};
    if (name == "version") return Exit{0, "canvass-collector " + std::string(wire::kVersion) + "\n"};

    std::string value;
    if (equals != std::string_view::npos) {
      value = argument.substr(equals + 1);
    } else if (i + 1 < argc) {
      value = argv[++i];
    }
    if (value.empty()) return wrong("--" + std::string(name) + " needs a value.");

    if (name == "port") {
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), options.port);
      if (error != std::errc() || end != value.data() + value.size() || options.port < 0 || options.port > 65535) {
        return wrong("--port must be a number from 0 to 65535, not \"" + value + "\".");
      }
    } else if (name == "host") {
      options.host = value;
    } else if (name == "db") {
      options.db = value;
    } else if (name == "site") {
      options.site = value;
    } else if (name == "dist") {
      options.dist = value;
    } else if (name == "tags") {
      options.tags = value;
    } else if (name == "config") {
      options.config = value;
    } else if (name == "benchmarks") {
      options.benchmarks = value;
    } else if (name == "tickets") {
      options.tickets = value;
    } else if (name == "sink") {
      std::variant<SinkAddress, std::string> address = parse_sink(value);
      if (const std::string* sentence = std::get_if<std::string>(&address)) return wrong(*sentence);
      options.sink = std::get<SinkAddress>(std::move(address));
    } else {
      if (!is_token(value)) return wrong("--token may have letters, digits, '-', '_' and '.', at most 200 of them.");
      options.token = value;
    }
  }
  return options;
}

std::string tags_path(const Options& options) {
  if (!options.tags.empty()) return options.tags;
  return std::filesystem::path(options.db).replace_extension(".tags.json").string();
}

std::string url_host(std::string_view host) {
  if (host == "0.0.0.0") return "127.0.0.1";
  if (host == "::") return "[::1]";
  if (host.find(':') != std::string_view::npos) return "[" + std::string(host) + "]";
  return std::string(host);
}

}  // namespace canvass::collector

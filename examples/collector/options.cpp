#include "examples/collector/options.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <vector>

#include "core/config/suggest.h"
#include "core/delivery/wire.h"
#include "examples/collector/token.h"

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
    "\n"
    "Who may write (default: anybody)\n"
    "  --key KEY[=ORIGIN,…]  a write key and the origins of the pages that may use it; once for each key\n"
    "\n"
    "Who may read\n"
    "  --new-token        a new token for the report and the export; the old one ends (made by itself at first)\n"
    "  --token T          this one from now on\n"
    "  --token-file FILE  the one in this file, made when it is missing; the address of the report is printed with it\n"
    "  --open-metrics     /metrics for everybody\n"
    "\n"
    "Limits\n"
    "  --rate-address N   requests a second of one address (default 100, of this machine: any), 0: any\n"
    "  --rate-key N       events a second of one key (default 0: any)\n"
    "  --max-connections N              (default 4000)\n"
    "  --max-connections-per-address N  (default 1000)\n"
    "  --timeout S        seconds that a request may take to come in (default 60)\n"
    "  --trust-proxy      who comes is said by the X-Forwarded-For of the proxy in front\n"
    "\n"
    "  --log FILE         one JSON object a line, at the end of this file (default: the standard error)\n"
    "\n"
    "  --sink URL         forwards what is stored: clickhouse://[user[:password]@]host[:port]/database[/table]\n"
    "\n"
    "For the report\n"
    "  --tags FILE        what the report page's tags are kept in (default: beside the database)\n"
    "  --config FILE      configuration of the surveys, for the names in the report\n"
    "  --benchmarks FILE  scores of others, for the report (default: those that come with Canvass)\n"
    "  --tickets FILE     support contacts as CSV, for the report\n"
    "\n"
    "  --help       this text\n"
    "  --version    the version\n";

struct Text {
  std::string_view name;
  std::string Options::*value;
};
constexpr Text kTexts[] = {{"host", &Options::host},
                           {"db", &Options::db},
                           {"site", &Options::site},
                           {"dist", &Options::dist},
                           {"tags", &Options::tags},
                           {"config", &Options::config},
                           {"benchmarks", &Options::benchmarks},
                           {"tickets", &Options::tickets},
                           {"token", &Options::token},
                           {"token-file", &Options::token_file},
                           {"log", &Options::log}};

struct Number {
  std::string_view name;
  int Options::*value;
  int min, max;
};
constexpr Number kNumbers[] = {{"port", &Options::port, 0, 65535},
                               {"rate-key", &Options::rate_key, 0, 100'000'000},
                               {"max-connections", &Options::max_connections, 1, 100'000},
                               {"max-connections-per-address", &Options::max_connections_per_address, 1, 100'000},
                               {"timeout", &Options::timeout, 1, 3600}};

constexpr const char* kRateAddress = "rate-address";
constexpr int kMaxRate = 1'000'000;

struct Flag {
  std::string_view name;
  bool Options::*value;
};
constexpr Flag kFlags[] = {{"new-token", &Options::new_token},
                           {"open-metrics", &Options::open_metrics},
                           {"trust-proxy", &Options::trust_proxy}};

Exit wrong(std::string sentence) { return {2, sentence + " See canvass-collector --help.\n"}; }

// The names are compared without their dashes, or "--x" would look like every one of them.
Exit unknown(std::string_view argument) {
  const std::string_view bare = argument.substr(std::min(argument.find_first_not_of('-'), argument.size()));
  Vector<std::string_view> names = {"key", "sink", kRateAddress, "help", "version"};
  for (const Text& text : kTexts) names.push_back(text.name);
  for (const Number& number : kNumbers) names.push_back(number.name);
  for (const Flag& flag : kFlags) names.push_back(flag.name);
  return wrong("Unknown option \"" + std::string(argument) + "\"" + config::did_you_mean(bare, names) + ".");
}

template <typename Entry, size_t N>
const Entry* find_name(const Entry (&entries)[N], std::string_view name) {
  const auto found = std::find_if(entries, entries + N, [&](const Entry& entry) { return entry.name == name; });
  return found == entries + N ? nullptr : found;
}

std::optional<Exit> set_number(int& into, std::string_view name, int min, int max, const std::string& value) {
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), into);
  if (error == std::errc() && end == value.data() + value.size() && into >= min && into <= max) return std::nullopt;
  return wrong("--" + std::string(name) + " must be a number from " + std::to_string(min) + " to " +
               std::to_string(max) + ", not \"" + value + "\".");
}

std::optional<Exit> check(const Options& options) {
  if (!options.token.empty() && !is_token(options.token)) {
    return wrong("--token may have letters, digits, '-', '_' and '.', at most 200 of them.");
  }
  if (!options.token.empty() && (options.new_token || !options.token_file.empty())) {
    return wrong("--token goes neither with --new-token nor with --token-file: which of them is to count?");
  }
  return std::nullopt;
}

}  // namespace

std::variant<Options, Exit> parse_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    const size_t equals = argument.find('=');
    const std::string_view dashed = argument.substr(0, equals);
    const std::string_view name = dashed.substr(std::min<size_t>(2, dashed.size()));
    const Text* text = find_name(kTexts, name);
    const Number* number = find_name(kNumbers, name);
    const Flag* flag = find_name(kFlags, name);
    if (dashed.substr(0, 2) == "--" && name == "help") return Exit{0, std::string(kHelp)};
    if (dashed.substr(0, 2) == "--" && name == "version") {
      return Exit{0, "canvass-collector " + std::string(wire::kVersion) + "\n"};
    }
    const bool other = name == kRateAddress || name == "key" || name == "sink";
    if (dashed.substr(0, 2) != "--" || !(text || number || flag || other)) return unknown(dashed);
    if (flag) {
      if (equals != argument.npos) return wrong("--" + std::string(name) + " takes no value.");
      options.*flag->value = true;
      continue;
    }

    std::string value;
    if (equals != argument.npos) {
      value = argument.substr(equals + 1);
    } else if (i + 1 < argc) {
      value = argv[++i];
    }
    if (value.empty()) return wrong("--" + std::string(name) + " needs a value.");
    if (text) {
      options.*text->value = value;
    } else if (number) {
      if (auto exit = set_number(options.*number->value, name, number->min, number->max, value)) return *exit;
    } else if (name == kRateAddress) {
      if (auto exit = set_number(options.rate_address.emplace(), name, 0, kMaxRate, value)) return *exit;
    } else if (name == "sink") {
      std::variant<SinkAddress, std::string> address = parse_sink(value);
      if (const std::string* sentence = std::get_if<std::string>(&address)) return wrong(*sentence);
      options.sink = std::get<SinkAddress>(std::move(address));
    } else if (auto problem = options.keys.add(value)) {
      return wrong("--key " + value + ": " + *problem);
    }
  }
  if (auto exit = check(options)) return *exit;
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

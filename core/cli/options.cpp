#include "core/cli/options.h"

#include <algorithm>
#include <cstdio>

#include "core/config/suggest.h"

namespace canvass::cli {

bool Options::has(std::string_view name) const {
  return std::any_of(given.begin(), given.end(), [&](const auto& option) { return option.first == name; });
}

std::string_view Options::value(std::string_view name) const {
  const auto it = std::find_if(given.rbegin(), given.rend(), [&](const auto& option) { return option.first == name; });
  return it == given.rend() ? std::string_view() : std::string_view(it->second);
}

std::vector<std::string> Options::values(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [option, value] : given) {
    if (option == name) values.push_back(value);
  }
  return values;
}

bool parse_options(const std::vector<std::string>& arguments, const std::vector<OptionSpec>& known, Options& options) {
  bool files_only = false;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (files_only || word.size() < 2 || word[0] != '-') {
      options.files.push_back(word);
      continue;
    }
    if (word == "--") {
      files_only = true;
      continue;
    }
    const size_t equals = word.find('=');
    std::string name = word.substr(0, equals);
    const auto spec = std::find_if(known.begin(), known.end(), [&](const OptionSpec& option) {
      return name.size() > 2 && name[1] == '-' && option.name == std::string_view(name).substr(2);
    });
    if (spec == known.end()) {
      std::vector<std::string> spelled;
      for (const OptionSpec& option : known) spelled.push_back("--" + std::string(option.name));
      const std::string guess = config::did_you_mean(name, {spelled.begin(), spelled.end()});
      std::fprintf(stderr, "canvass: unknown option \"%s\"%s\n", name.c_str(),
                   guess.empty() ? "; `canvass help` lists them all" : guess.c_str());
      return false;
    }
    std::string value;
    if (spec->takes_value) {
      if (equals != std::string::npos) {
        value = word.substr(equals + 1);
      } else if (i + 1 < arguments.size()) {
        value = arguments[++i];
      }
      if (value.empty()) {
        std::fprintf(stderr, "canvass: %s needs a value\n", name.c_str());
        return false;
      }
    } else if (equals != std::string::npos) {
      std::fprintf(stderr, "canvass: %s takes no value\n", name.c_str());
      return false;
    }
    options.given.emplace_back(spec->name, std::move(value));
  }
  return true;
}

}  // namespace canvass::cli

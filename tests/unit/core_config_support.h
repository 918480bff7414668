// A configuration read from its text, and what was said about it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/problem.h"
#include "core/config/config.h"

namespace canvass {

struct Parsed {
  config::Config config;
  Problems problems;
};

inline Parsed parsed(std::string_view text) {
  Parsed result;
  result.problems = config::parse(text, result.config);
  return result;
}

// One line each: the place and the message.
inline std::string spelled(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) text += problem.pointer + ": " + problem.message + "\n";
  return text;
}

}  // namespace canvass

// The commands of `canvass`. Each takes the words after its name and returns the exit code.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "core/base/problem.h"
#include "core/config/packs.h"

namespace canvass::cli {

int validate(const std::vector<std::string>& arguments);
int replay(const std::vector<std::string>& arguments);
int report(const std::vector<std::string>& arguments);

// "FILE: /pointer: message", one a line; errors first.
void print_problems(std::FILE* out, const std::string& file, const Problems& problems);

// Every language and the presets.
void provide_all(config::Packs& packs);

}  // namespace canvass::cli

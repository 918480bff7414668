// What is wrong with an input, said so that its author can mend it.
#pragma once

#include <string>
#include <utility>

#include "core/base/json.h"
#include "core/base/vector.h"

namespace canvass {

struct Problem {
  std::string pointer;  // JSON pointer (RFC 6901) to the place
  std::string message;  // what was found, what was expected, what to do
};

struct Problems {
  Vector<Problem> errors;    // the part named is left out
  Vector<Problem> warnings;  // the part named is used, perhaps not as meant
  bool ok() const { return errors.empty(); }
};

// [{"pointer":"/surveys/0/id","message":"…"}, …]
inline Json to_json(const Vector<Problem>& problems) {
  Json list = json_array();
  for (const Problem& problem : problems) {
    Json entry = json_object();
    entry["pointer"] = problem.pointer;
    entry["message"] = problem.message;
    list.push_back(std::move(entry));
  }
  return list;
}

}  // namespace canvass

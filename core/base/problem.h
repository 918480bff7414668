// What is wrong with an input, said so that its author can mend it.
#pragma once

#include <string>

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

}  // namespace canvass

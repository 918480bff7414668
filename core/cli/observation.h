// What is odd about the journeys of a configuration, for `canvass validate`: they would run, but not as they are meant.
#pragma once

#include "core/base/json.h"
#include "core/base/problem.h"

namespace canvass::cli {

void warn_of_journeys(const Json& document, Problems& problems);

}  // namespace canvass::cli

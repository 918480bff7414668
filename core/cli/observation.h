// What is wrong or odd about journeys and experiments of a configuration, for `canvass validate`. The page does not
// read experiments; odd journeys run there, but not as they are meant.
#pragma once

#include "core/base/json.h"
#include "core/base/problem.h"

namespace canvass::cli {

void check_observation(const Json& document, Problems& problems);

}  // namespace canvass::cli

// What questions with options to choose from or to put in order share.
#pragma once

#include "core/survey/kind.h"

namespace canvass::survey {

// The index of an option; their count when there is none of this id.
size_t option_index(const config::Question& question, std::string_view id);

// The index of the option that stands in `place`.
size_t shown_at(const config::Question& question, const Reply& reply, size_t place);

// The ids of all of them, in the order in which they stand.
Json ids_as_shown(const config::Question& question, const Reply& reply);

// "one of " (or whatever `what` says) and the ids, for warnings.
std::string expects_options(const config::Question& question, std::string_view what);

}  // namespace canvass::survey

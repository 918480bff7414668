// The order in which the options of a question stand.
//
//   Rng rng(join({visitor, survey, question.id}));
//   reply.order = order_of(question, rng);         // empty: as configured
#pragma once

#include <cstdint>

#include "core/base/rng.h"
#include "core/base/vector.h"
#include "core/config/config.h"

namespace canvass::survey {

// Indices of question.options, one for each place. Those that are fixed keep theirs; of the rest every order is
// equally likely. Empty when the question does not shuffle.
Vector<uint8_t> order_of(const config::Question& question, Rng& rng);

}  // namespace canvass::survey

// "Did you mean …?"
#pragma once

#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/vector.h"

namespace canvass::config {

// Damerau–Levenshtein distance (adjacent transpositions count once), in bytes; anything above 2 is given as 3.
int edit_distance(std::string_view a, std::string_view b);

// `, did you mean "nps"?` for the nearest candidate within a distance of 2, and less than half its length; empty when
// there is none.
CANVASS_COLD std::string did_you_mean(std::string_view wrong, const Vector<std::string_view>& candidates);

}  // namespace canvass::config

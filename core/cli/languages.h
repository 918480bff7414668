// What of a configuration is not translated.
//
//   warn_of_languages(*parse_json(text), packs, problems);   // "/surveys/0/questions/1/text: has no \"kk\""
#pragma once

#include "core/base/json.h"
#include "core/base/problem.h"
#include "core/config/packs.h"

namespace canvass::cli {

// Warns of every text that lacks one of the document's "languages", or where it has none, one of those that any text of
// it is given in. A language that "fallbacks" leads on from lacks nothing that they have. What is no configuration has
// no texts.
void warn_of_languages(const Json& document, const config::Packs& packs, Problems& problems);

}  // namespace canvass::cli

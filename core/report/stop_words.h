// Words that say how a sentence hangs together and not what it is about, in English, Russian and Kazakh.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/report/stems.h"

namespace canvass::report {

enum class Role : uint8_t {
  kContent,   // what a text is about
  kGeneric,   // praise, blame and the like: says something, but not about what
  kFiller,    // articles, pronouns, auxiliaries: passed over
  kBreak,     // "and", "because": another thought begins
  kNot,       // negates what follows
  kNotBoth,   // "нет": negates what follows, or what came before
  kNotAfter,  // "емес": negates what came before
  kOnly,      // "not only": what follows is not negated after all
};

// `word`: in small letters, without apostrophes and hyphens, with е for ё.
Role role_of(Language language, std::string_view word);

// Auxiliaries that belong to the "not" after them: "did not".
bool is_auxiliary(std::string_view word);

}  // namespace canvass::report

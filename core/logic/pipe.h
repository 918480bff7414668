// Texts that say what is known: "Thank you, {{trait.name | "friend"}}."
//
//   std::string text = fill_pipes(question_text, facts);
//
// A pipe is `{{subject.name}}` or `{{subject.name | "fallback"}}`, the fallback in double or single quotes; the
// subjects are those of conditions (core/logic/condition.h) but `visited`. What is absent becomes the fallback, or
// nothing. What was inserted is never looked through for pipes. `\{{` is "{{" itself.
#pragma once

#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/base/problem.h"
#include "core/logic/condition.h"

namespace canvass::logic {

constexpr size_t kMaxPipedCharacters = 300;  // of one value; the rest is left away

// The text with its pipes filled. `facts` gives values in words: an option's label rather than its id, "Yes" for
// true. What is no pipe stays as it is.
CANVASS_APART std::string fill_pipes(std::string_view text, const Facts& facts);

// The same for what seldom has any.
inline std::string with_pipes(std::string text, const Facts& facts) {
  return text.find("{{") == std::string::npos ? text : fill_pipes(text, facts);
}

// A value as a text to insert: texts as they are, whole numbers without a point, lists with ", " in between. Control
// characters and those that change the direction of text are left out, line breaks become spaces. Empty for what has
// no words: null, true, false, objects, infinite numbers.
CANVASS_APART std::string piped_text(const Json& value);

// Reports pipes that are none as errors at `pointer`, and tells `references` of all others.
CANVASS_APART void check_pipes(std::string_view text, const std::string& pointer, Problems& problems,
                               References& references);

}  // namespace canvass::logic

// What the texts of a survey are about: phrases that many respondents use, put together where they mean the same.
//
//   Json themes = themes_json(survey, category_of);
//
// Words are reduced to their stems (Snowball: English, Russian; Kazakh words stay as they are), stop words end a
// phrase, and phrases of one to three stems are counted once for each respondent. Phrases that mostly occur in the
// same texts become one theme, named by the words most respondents used for it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/report/survey.h"

namespace canvass::report {

constexpr size_t kThemes = 20;  // of a survey, at most
constexpr size_t kQuotes = 3;   // of a theme, at most

// The group of a response in the survey's score: "promoter", "difficult", …; nullptr: it has none.
using CategoryOf = std::function<const char*(uint32_t response)>;

// The survey's "themes" and "themesOf" (docs/report.md), as {"themes":…, "themesOf":…}.
Json themes_json(const Survey& survey, const CategoryOf& category_of);

}  // namespace canvass::report

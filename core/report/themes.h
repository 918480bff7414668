// What the texts of a survey are about: phrases that many respondents use, put together where they mean the same.
//
//   Json themes = themes_json(survey, category_of);
//
// Words are reduced to their stems (core/report/stems.h) and words that say nothing of their own are passed over
// (stop_words.h). A phrase is one to three stems of one clause in any order ("late delivery", "delivery was late"),
// with what denies it ("not easy", "не работает"), counted once for each respondent: a response with a text. It needs
// three respondents, two where fewer than twelve wrote, one in 500 where many did. Words that stand together by chance
// are no phrase. The strongest phrases begin themes, and others join those whose respondents they nearly share; a
// shorter phrase is left out when longer ones cover four fifths of its respondents. One respondent may be in several
// themes.
//
// A theme is called what most respondents called its leading phrase. The order is that of their counts, where phrases
// weigh more than single words and words of praise or blame alone ("good") less. The result depends neither on the
// order of texts nor on chance.
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

// The survey's "themes" and "themesOf" (docs/report.md), as {"themes":…, "themesOf":…}. Themes' `terms` are the ways
// respondents put it, in small letters as they wrote them, most used first; a quote has at least one of them.
Json themes_json(const Survey& survey, const CategoryOf& category_of);

}  // namespace canvass::report

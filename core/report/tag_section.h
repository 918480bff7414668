// How many respondents said what people marked with each tag.
#pragma once

#include "core/base/json.h"
#include "core/report/survey.h"
#include "core/report/tags.h"
#include "core/report/themes.h"

namespace canvass::report {

// The survey's "tags": those that any of its responses has, most frequent first.
Json tags_json(const Survey& survey, const Tags& tags, const CategoryOf& category_of);

}  // namespace canvass::report

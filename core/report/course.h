// The questions of a survey in the order in which respondents came to them.
#pragma once

#include <cstdint>
#include <vector>

#include "core/report/survey.h"

namespace canvass::report {

struct Course {
  std::vector<const Item*> questions;  // the first item of each
  std::vector<uint32_t> of_item;       // by item: index into `questions`, or kNone for scores
};

// Of two questions that people answered both, the one that most of them answered first comes first. Where nobody
// answered both, other questions between them tell, and else which of them was answered first of all: branches and
// skipped questions do not mix up the rest. Of many responses a part is looked at.
Course course_of(const Survey& survey);

}  // namespace canvass::report

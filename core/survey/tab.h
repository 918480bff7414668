// The feedback tab at the edge of the page: a survey that is always there to be opened.
#pragma once

#include "core/config/config.h"
#include "core/config/locale.h"
#include "core/logic/condition.h"
#include "core/view/view.h"

namespace canvass::survey {

view::Node build_tab(const config::Survey& survey, const logic::Facts& around, config::Words& words);

}  // namespace canvass::survey

// What questions answered with a number on a scale share.
#pragma once

#include "core/base/vector.h"
#include "core/survey/kind.h"

namespace canvass::survey {

// A whole number from question.min to question.max.
std::optional<Json> accept_on_scale(const config::Question& question, const Json& value);

Json number_from_control(std::string_view value);

// A radio group of the numbers, then the labels of both ends. `label_of` names a number to assistive technology.
void build_scale(const Scene& scene, view::Look look, std::string_view low, std::string_view high,
                 std::string (*label_of)(const Scene& scene, int number), Vector<view::Node>& nodes);

}  // namespace canvass::survey

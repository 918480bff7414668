// What questions answered with a number on a scale share.
#pragma once

#include "core/survey/kind.h"

namespace canvass::survey {

// A whole number from question.min to question.max.
std::optional<Json> accept_on_scale(const config::Question& question, const Json& value);

std::string expects_on_scale(const config::Question& question);  // "a whole number from 0 to 10"

// The whole answer: its number.
std::optional<Outcome> act_on_scale(const config::Question& question, const Reply& reply, std::string_view part,
                                    std::string_view value);

std::string spell_number(const config::Question& question, const Json& answer, const config::Words& words);

// A radio group of the numbers, then the labels of both ends. `label_of` names a number to assistive technology.
void build_scale(const Scene& scene, view::Look look, std::string_view low, std::string_view high,
                 std::string (*label_of)(const Scene& scene, int number), std::vector<view::Node>& nodes);

// For kinds that have nothing to check, and whose answers are plain as they are.
std::optional<Fault> check_nothing(const config::Question& question, const Json& answer);
Json plain_as_is(const config::Question& question, const Json& answer);

}  // namespace canvass::survey

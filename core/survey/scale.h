// What questions answered with a number on a scale share.
#pragma once

#include "core/base/vector.h"
#include "core/survey/common.h"

namespace canvass::survey {

// How many points a rating or a matrix has: 2, 3, 5, 7 or 10, in question.min and question.max.
void parse_points(config::Fields& fields, config::Question& question);
// What the ends of the scale are called.
void parse_ends(config::Fields& fields, config::Question& question);
// Numbers, stars or faces.
void parse_symbols(config::Fields& fields, config::Question& question, config::Symbols usual);
// A wording for each of the points.
void parse_wordings(config::Fields& fields, const char* name, config::Question& question);

// A whole number from question.min to question.max.
std::optional<Json> accept_on_scale(const config::Question& question, const Json& value);

std::string expects_on_scale(const config::Question& question);  // "a whole number from 0 to 10"

// The whole answer: its number.
std::optional<Outcome> act_on_scale(const config::Question& question, const Reply& reply, std::string_view part,
                                    std::string_view value);

std::string spell_number(const config::Question& question, const Json& answer, const config::Words& words);

// What a number is called, the ends by question.low and question.high; may be empty.
using Wording = std::string_view (*)(const Scene& scene, int number);

// A group of the numbers as `look` has them (kScale, kLabels, kStars, kFaces), `path` and `part` before each.
view::Node scale_group(const Scene& scene, view::Look look, std::string path, std::string_view part, Wording wording,
                       const Json& chosen);
// The labels of both ends: question.low and question.high, else what `wording` (may be nullptr) says.
void append_ends(const Scene& scene, Wording wording, Vector<view::Node>& nodes);

// A radio group of the numbers, then the labels of both ends. They are left out when `ends` is not and nothing is
// configured.
void build_scale(const Scene& scene, view::Look look, Wording wording, bool ends, Vector<view::Node>& nodes);
view::Look look_of(config::Symbols symbols);

}  // namespace canvass::survey

// What kinds of question share that have little in common otherwise.
#pragma once

#include "core/base/vector.h"
#include "core/survey/kind.h"

namespace canvass::survey {

// A node named after the question, with its states.
view::Node question_node(const Scene& scene, view::Role role, view::Look look, std::string_view path);

// The question's link, if it has one; its part is "link".
void append_link(const Scene& scene, view::Look look, Vector<view::Node>& nodes);

// The text that a value is; empty when it is none.
std::string_view string_of(const Json& value);
bool is_true(const Json& value);

// For kinds that have nothing to check, that have no score, and whose answers are plain as they are.
std::optional<Fault> check_nothing(const config::Question& question, const Json& answer, bool required, TimeMs now);
void score_nothing(const config::Question& question, const Json& answer, Json& properties);
Json plain_as_is(const config::Question& question, const Json& answer);

}  // namespace canvass::survey

// The screens of a survey: its welcome, its questions, its endings.
//
//   view::Node card = build_view(session, course, around, words, false);
//
// Pipes are filled here and nowhere else: in the finished tree, whatever text they came from.
#pragma once

#include <string>
#include <string_view>

#include "core/config/locale.h"
#include "core/logic/condition.h"
#include "core/survey/flow.h"
#include "core/survey/session.h"
#include "core/view/view.h"

namespace canvass::survey {

// Node.part of the button that goes on: beside a link to open it looks like the one that goes back.
constexpr std::string_view kNextPart = "next";

// Whether anything is to be seen after the last question.
bool has_end_screen(const Session& session);

// Whether Back leads anywhere: questions given in advance were never on screen. If so, the place in session.path.
std::optional<size_t> place_before(const Session& session);

// What is on screen. `words` speaks the language of its main text afterwards.
view::Node build_view(const Session& session, const Course& course, const logic::Facts& around, config::Words& words,
                      bool preview);

// What a screen reader says when the screen shows.
std::string announcement(const Session& session, const Course& course, const logic::Facts& around,
                         config::Words& words);

// The strip that says that answers are not sent.
view::Node preview_notice(std::string_view path, const config::Words& words);

}  // namespace canvass::survey

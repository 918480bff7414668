// One visitor's way through one survey, from the moment it shows to the moment it closes.
//
//   Session session = begin(survey, "0190…", now);
//   session.replies[0].draft = 9;
//   std::string text = save(session);               // and after a reload: restore(text, config, now)
//
// Where it goes from one question is decided in core/survey/flow.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/config/locale.h"
#include "core/logic/condition.h"
#include "core/survey/kind.h"
#include "core/view/view.h"

namespace canvass::survey {

using config::question_bit;
using config::QuestionSet;

enum class Place : uint8_t { kWelcome, kQuestion, kEnd };

struct Session {
  const config::Survey* survey = nullptr;
  std::string response;  // id of this run, on every event of it
  TimeMs since = 0;      // when it was first seen; until then, when it was begun
  TimeMs active = 0;     // when the visitor last did anything
  bool shown = false;    // the host has painted it
  size_t variant = 0;    // index of its wording; of no meaning where there is only one

  Place place = Place::kQuestion;
  size_t step = 0;                         // the question; of kEnd the last one asked
  size_t ending = config::kDefaultEnding;  // of kEnd
  Vector<size_t> path;                     // the questions left forwards on the way to this one, in order
  Vector<Reply> replies;                   // one for each question
  QuestionSet given = 0;                   // answered before they were asked
  QuestionSet untold = 0;                  // of those, the ones no event has told of yet
  Json fields = json_object();             // hidden field → value
  Json properties = json_object();         // of the event that made it show
  std::optional<Fault> fault;              // why the visitor could not go on

  bool on_question() const { return place == Place::kQuestion; }
  const config::Question& question() const { return survey->questions[step]; }
};

// The orders of shuffled options follow from `response`: a reload keeps them.
Session begin(const config::Survey& survey, std::string response, TimeMs now);

// The question as this session words it.
const config::Text& text_of(const Session& session, size_t question);

// The index of the question called `id`; none when there is none.
std::optional<size_t> question_index(const config::Survey& survey, std::string_view id);

// The answer a value stands for; null when there is none. What cannot be an answer is null, too.
Json accepted(const config::Question& question, const Json& value);

// Whether a value is what a visitor may be in the middle of saying: an answer, nothing (but null, or an empty scale),
// or a text that is to become a number or a date.
bool can_be_draft(const config::Question& question, const Json& value);

// The same as accepted() for a value given in advance, which may be the text of a URL's parameter: "9", "yes", "a,b".
Json accepted_in_advance(const config::Question& question, const Json& value);

// A session as JSON text, and back. None when the text is no session of a survey in `config`; replies that are no
// answers to its questions (any more) are left out. The text comes from storage and is not trusted.
// `mask`: what is taken out of free text (core/privacy/mask.h); 0: nothing.
std::string save(const Session& session, uint8_t mask = 0);
std::optional<Session> restore(std::string_view text, const config::Config& config, TimeMs now);

}  // namespace canvass::survey

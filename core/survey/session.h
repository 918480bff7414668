// One visitor's way through one survey, from the moment it shows to the moment it closes.
//
//   Session session = begin(survey, "0190…", now);
//   session.replies[0].draft = 9;
//   if (can_leave(session, 0)) …                    // required questions hold the visitor until they have an answer
//   std::string text = save(session);               // and after a reload: restore(text, config)
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/config/locale.h"
#include "core/survey/kind.h"
#include "core/view/view.h"

namespace canvass::survey {

struct Session {
  const config::Survey* survey = nullptr;
  std::string response;   // id of this run, on every event of it
  TimeMs since = 0;       // when it was first seen; until then, when it was begun
  bool shown = false;     // the host has painted it
  bool invalid = false;   // the visitor tried to go on without a required answer
  size_t step = 0;        // index of the question; their count on the thank-you screen
  Vector<Reply> replies;  // one for each question

  bool on_thanks() const { return step >= survey->questions.size(); }
  size_t answered() const;
};

Session begin(const config::Survey& survey, std::string response, TimeMs now);

// Whether question `index` may be left forwards: it is optional, or has an answer, or a draft that is one.
bool can_leave(const Session& session, size_t index);

// The index of the question called `id`; none when there is none.
std::optional<size_t> question_index(const config::Survey& survey, std::string_view id);

// A session as JSON text, and back. None when the text is no session of a survey in `config`; replies that are no
// answers to its questions (any more) are left out. The text comes from storage and is not trusted.
std::string save(const Session& session);
std::optional<Session> restore(std::string_view text, const config::Config& config, TimeMs now);

// What is on screen. `words` speaks the language of the question's text afterwards.
view::Node build_view(const Session& session, config::Words& words);

// What a screen reader says when the step shows.
std::string announcement(const Session& session, config::Words& words);

}  // namespace canvass::survey

// What the rest of the core must know about a kind of question. A new kind is one file that defines a Kind, and one
// line in kinds.cpp. Leaving a member out does not compile (-Wmissing-field-initializers is an error).
#pragma once

#include <optional>
#include <string_view>

#include "core/base/json.h"
#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/config/fields.h"
#include "core/config/locale.h"
#include "core/view/view.h"

namespace canvass::survey {

constexpr size_t kMaxAnswerCharacters = 5000;

// What a visitor has said to one question so far. A null is nothing.
struct Reply {
  Json answer;  // given, and sent
  Json draft;   // chosen or typed, not yet given
  const Json& latest() const { return draft.is_null() ? answer : draft; }
};

// Everything the nodes of a question are made from.
struct Scene {
  const config::Words& words;
  const config::Question& question;
  const Reply& reply;
  std::string path;      // "survey/nps/score": the nodes' paths begin with it
  bool invalid = false;  // the visitor wanted to go on without the answer this question requires
};

struct Kind {
  const char* name;   // in configurations and in events
  bool scale;         // a number is chosen; required unless said otherwise, and the next step repeats the choice
  bool may_be_empty;  // an empty answer stands for skipping

  // Reads the fields that only this kind has.
  void (*parse)(config::Fields& fields, config::Question& question);

  // The answer that a value stands for, tidied; none when it is no answer to this question. Empty text is one, where
  // may_be_empty says so.
  std::optional<Json> (*accept)(const config::Question& question, const Json& value);

  // What an event about `answer` says besides its value: the score's category and what is needed to read it.
  void (*score)(const config::Question& question, const Json& answer, Json& properties);

  // The value a native control sends, as accept() wants it.
  Json (*from_control)(std::string_view value);

  // Appends the nodes the visitor answers with.
  void (*build)(const Scene& scene, Vector<view::Node>& nodes);
};

// nullptr when there is no such kind.
const Kind* find_kind(std::string_view name);
Vector<std::string_view> kind_names();

}  // namespace canvass::survey

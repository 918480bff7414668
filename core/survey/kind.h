// What the rest of the core must know about a kind of question. A new kind is one file that defines a Kind, and one
// line in kinds.h. Leaving a member out does not compile (-Wmissing-field-initializers is an error).
#pragma once

#include <optional>
#include <string_view>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/config/fields.h"
#include "core/config/locale.h"
#include "core/view/view.h"

namespace canvass::survey {

constexpr size_t kMaxAnswerCharacters = 5000;

// What a visitor has said to one question so far. A null is nothing.
struct Reply {
  Json answer;            // given, and sent
  Json draft;             // what act() made of it, not yet given, not tidied; empty: the answer was taken back
  Vector<uint8_t> order;  // in which the options stand, as indices; empty: as configured
  const Json& latest() const { return draft.is_null() ? answer : draft; }
};

// Why a reply cannot be taken as it is: the words for the visitor.
struct Fault {
  config::Ui text = config::Ui::kCount;  // kCount: `custom` has the words
  int64_t count = 0;                     // fills {count} of a plural; of others 0
  std::string value = {};                // fills {value}: a date, or a number in ASCII
  const config::Text* custom = nullptr;
};

// Everything the nodes of a question are made from.
struct Scene {
  const config::Words& words;
  const config::Question& question;
  const Reply& reply;
  std::string path;             // "survey/nps/score": the nodes' paths begin with it
  bool required = false;        // must be answered: says the question, or a rule
  bool invalid = false;         // the visitor wanted to go on, and the answer did not let them
  std::string_view title = {};  // the question, in the wording that this visitor gets
};

// What acting on one of a question's controls makes of its reply.
struct Outcome {
  Json reply;
  bool complete = false;  // there is nothing more to say: it is the answer, and the visitor goes on
};

enum class Style : uint8_t {
  kScale,    // a number is chosen; required unless said otherwise, and the next step repeats the choice
  kOther,    // anything else that is answered; optional unless said otherwise
  kContent,  // asks nothing; what build() appends belongs to the buttons
};

struct Kind {
  const char* name;  // in configurations and in events
  Style style;

  // Reads the fields that only this kind has, and sets `required` where its default is not that of its style.
  void (*parse)(config::Fields& fields, config::Question& question);

  // The answer that a value stands for, tidied; none when it is no answer to this question whatever its length or
  // number. Null, "" and empty lists and objects are never given to it: they are no answer.
  std::optional<Json> (*accept)(const config::Question& question, const Json& value);

  // What is wrong with an answer that accept() let through: too short, too few choices, …; `required`: and no part
  // of it may be missing.
  std::optional<Fault> (*check)(const config::Question& question, const Json& answer, bool required, TimeMs now);

  // What a value must be, for the warning when accept() refuses: "a whole number from 0 to 10".
  std::string (*expects)(const config::Question& question);

  // What an event about `answer` says besides its value: the score's category and what is needed to read it.
  void (*score)(const config::Question& question, const Json& answer, Json& properties);

  // An answer as conditions and events have it: without the words behind "other".
  Json (*plain)(const config::Question& question, const Json& answer);

  // An answer as a sentence has it, in the visitor's language.
  std::string (*spell)(const config::Question& question, const Json& answer, const config::Words& words);

  // The visitor acted on the node that build() called `part`. None when that means nothing. What it makes is taken by
  // accept(), or is empty, or is a text that is no number or date (yet).
  std::optional<Outcome> (*act)(const config::Question& question, const Reply& reply, std::string_view part,
                                std::string_view value);

  // Appends the nodes the visitor answers with.
  void (*build)(const Scene& scene, Vector<view::Node>& nodes);
};

// Whether a value stands for no answer: null, an empty or blank text, an empty list or object.
bool is_empty(const Json& value);

// What stands when the visitor goes on from a required question without touching it: a ranking as shown. Else null.
Json untouched(const config::Question& question, const Reply& reply);

// Why the visitor cannot go on from a question with this reply, whether it asks for an answer or for a better one.
std::optional<Fault> fault_of(const config::Question& question, const Reply& reply, bool required, TimeMs now);
std::string spell(const Fault& fault, const config::Words& words);

// nullptr when there is no such kind.
const Kind* find_kind(std::string_view name);
Vector<std::string_view> kind_names();

}  // namespace canvass::survey

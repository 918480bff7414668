// Conditions of surveys and guides: what must be so for a branch to be taken, a question to be asked, a survey to be
// shown.
//
//   {"all": [{"answer": "score", "lte": 6}, {"not": {"trait": "plan", "anyOf": ["free", "trial"]}}]}
//
//   Condition condition;
//   if (read_condition(json, "/surveys/0/when", problems, condition) && holds(condition, facts)) …
//
// A condition is a test, one subject and one comparison, or `all`, `any` (lists) or `not` around others. **What is
// absent makes every comparison false but `skipped`**, `isNot` and `noneOf` included; and so does a value of another
// type than the operand: "42" is not 42, nor is it comparable with it. `not` turns around whatever it is given.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/base/problem.h"
#include "core/base/vector.h"

namespace canvass::logic {

constexpr size_t kMaxDepth = 8;    // of conditions inside each other
constexpr size_t kMaxNodes = 100;  // tests and groups of one condition
constexpr size_t kMaxOperands = 100;
constexpr size_t kMaxNameCharacters = 200;

// What a test is about; each is the name of a JSON field, whose value is the name of the one thing meant.
enum class Subject : uint8_t {
  kAnswer,    // to the question of that id
  kCategory,  // "promoter", "easy", "satisfied", …: what the answer to the question of that id counts as
  kTrait,
  kProperty,  // of the event that fired the trigger
  kHidden,    // a hidden field
  kVariable,
  kScore,    // of the survey: "sus", "umux", …; a number
  kUtm,      // "source", "medium", "campaign", "term", "content"
  kFact,     // "device", "language", "referrer", "url", "path", "visitor", "visits", "pages"
  kVisited,  // comes last; how many pages of the visitor's history match that page pattern
};
constexpr size_t kSubjects = 10;

enum class Op : uint8_t {
  kLt,  // numbers with numbers, dates ("2026-01-31", perhaps with a time behind) with dates
  kLte,
  kGt,
  kGte,
  kBetween,  // both ends included
  kIs,
  kIsNot,
  kContains,  // a text the operand, whatever the case of its letters; a list the operand among its items
  kAnyOf,     // the value, or an item of it, is one of the operands
  kAllOf,     // every operand is the value, or an item of it
  kNoneOf,
  kMatches,  // core/base/pattern.h, anywhere in the text
  kAnswered,
  kSkipped,
};
constexpr size_t kOps = 14;

// As they are spelled in JSON.
std::string_view name_of(Subject subject);
std::string_view name_of(Op op);

// The subject of that spelling; none if there is no such.
std::optional<Subject> find_subject(std::string_view name);

// All of them but visited, which is the last one and no text has words for.
Vector<std::string_view> subject_names();

// The names that utm and fact take; empty for the other subjects, whose names are up to the configuration.
Vector<std::string_view> names_of(Subject subject);

// Without parts and a subject of its own, as it is made, it always holds.
struct Condition {
  enum class Kind : uint8_t { kAll, kAny, kNot, kTest };
  Kind kind = Kind::kAll;
  Vector<Condition> parts;  // of all, any; one of not

  // Of a test.
  Subject subject = Subject::kAnswer;
  Op op = Op::kSkipped;
  std::string name;  // of a question, a trait, …; the page pattern of visited
  Json operand;      // what the value is compared with, as it was written; of visited without comparison 1
};

// Reads and checks a condition. Everything wrong is reported below `pointer`; false if anything was, and then `out`
// is of no use.
CANVASS_APART bool read_condition(const Json& json, const std::string& pointer, Problems& problems, Condition& out);

// Where values come from.
class Facts {
 public:
  // None when it is absent: a question not answered, a trait nobody set. null counts as absent, too.
  virtual std::optional<Json> value(Subject subject, std::string_view name) const = 0;

 protected:
  ~Facts() = default;
};

// For one test as for all of a condition.
CANVASS_APART bool holds(const Condition& condition, const Facts& facts);

// What conditions and texts refer to, for whoever knows whether that exists.
class References {
 public:
  // `pointer` is the place to complain about. `test` is nullptr when the reference is in a text.
  virtual void refer(Subject subject, std::string_view name, const std::string& pointer, const Condition* test) = 0;

 protected:
  ~References() = default;
};

// Tells `references` of every test; `pointer` is that of the condition.
CANVASS_APART void for_each_reference(const Condition& condition, const std::string& pointer, References& references);

}  // namespace canvass::logic

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/packs.h"
#include "core/config/parts.h"
#include "core/config/suggest.h"
#include "core/logic/pipe.h"
#include "core/survey/kind.h"

namespace canvass::config {

namespace {

using Names = Vector<std::string_view>;

constexpr size_t kMaxRules = 50;
constexpr size_t kMaxNames = 50;  // of variables, hidden fields, endings, variants; rows of a preset
constexpr size_t kMaxWordCharacters = 100;
constexpr size_t kMaxValueCharacters = 1000;
constexpr size_t kAnywhere = SIZE_MAX;

// Where a question was read from.
struct Source {
  const Json* json;
  std::string pointer;
};

// --- names ---------------------------------------------------------------------------------------------------

// The place of `name` among `names`; none, and an error at `pointer`, when it is not among them.
std::optional<size_t> find_name(std::string_view name, const Names& names, const char* what, const std::string& pointer,
                                Problems& problems) {
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return i;
  }
  problems.errors.push_back({pointer, join({"unknown ", what, " ", in_quotes(name), suggest(name, names)})});
  return std::nullopt;
}

template <typename Thing>
Names ids_of(const Vector<Thing>& things) {
  Names names;
  for (const Thing& thing : things) names.push_back(thing.id);
  return names;
}

template <typename Value>
Names names_of(const Vector<std::pair<std::string, Value>>& pairs) {
  Names names;
  for (const auto& pair : pairs) names.push_back(pair.first);
  return names;
}

// An id that none of `others` has yet.
void read_id(Fields& fields, const Names& others, std::string& id) {
  if (!fields.identifier("id", id)) return;
  for (const std::string_view other : others) {
    if (other == id) fields.error("id", join({in_quotes(id), " is the id of another one"}));
  }
}

bool check_identifier(std::string_view name, const std::string& pointer, Problems& problems) {
  if (is_identifier(name)) return true;
  problems.errors.push_back({pointer, join({in_quotes(name), " must be 1 to 64 of the characters A-Z a-z 0-9 _ . -"})});
  return false;
}

// A text, a number, true or false.
bool check_value(const Json& value, const std::string& pointer, Problems& problems) {
  const std::string* text = value.get_ptr<const std::string*>();
  const bool fine =
      text != nullptr ? count_characters(*text) <= kMaxValueCharacters : value.is_number() || value.is_boolean();
  if (!fine) problems.errors.push_back({pointer, "must be a short text, a number, true or false"});
  return fine;
}

const Json::object_t* object_of(Fields& fields, const char* name) {
  const Json* json = fields.any(name);
  if (json == nullptr) return nullptr;
  const Json::object_t* object = json->get_ptr<const Json::object_t*>();
  if (object == nullptr) {
    fields.error(name, join({"must be an object, found ", name_of_type(*json)}));
  } else if (object->size() > kMaxNames) {
    fields.error(name, join({"has too many members, the most is ", decimal(static_cast<int64_t>(kMaxNames))}));
  }
  return object;
}

// --- screens, wordings, fields -------------------------------------------------------------------------------

void read_screen(const Json& json, const std::string& pointer, Problems& problems, bool welcome, const Names* others,
                 Screen& screen) {
  Fields fields(json, pointer, problems);
  if (others != nullptr) read_id(fields, *others, screen.id);
  fields.text("title", screen.title);
  fields.text("text", screen.text);
  if (welcome) {
    fields.text("button", screen.button);
  } else {
    read_link(fields, "link", screen.link);
  }
  fields.finish();
}

void read_screens(Fields& fields, Survey& survey) {
  Problems& problems = fields.problems();
  if (const Json* json = fields.any("welcome")) {
    read_screen(*json, fields.pointer("welcome"), problems, true, nullptr, survey.welcome);
  }
  if (const Json* json = fields.any("thanks")) {
    survey.has_thanks = true;
    read_screen(*json, fields.pointer("thanks"), problems, false, nullptr, survey.thanks);
  }
  if (const Json::array_t* list = fields.array("endings", kMaxNames)) {
    for (size_t i = 0; i < list->size() && i < kMaxNames; ++i) {
      const Names others = ids_of(survey.endings);
      Screen screen;
      read_screen((*list)[i], fields.pointer("endings", i), problems, false, &others, screen);
      survey.endings.push_back(std::move(screen));
    }
  }
}

// {"questionId": Text, …}
CANVASS_APART void read_texts(Fields& fields, const Names& questions, Vector<std::pair<size_t, Text>>& out) {
  const Json::object_t* texts = object_of(fields, "texts");
  if (texts == nullptr) return;
  for (const auto& [name, json] : *texts) {
    const std::string pointer = join({fields.pointer("texts"), "/", escaped(name)});
    const std::optional<size_t> question = find_name(name, questions, "question", pointer, fields.problems());
    Text text;
    if (question && read_text(json, pointer, fields.problems(), text)) out.emplace_back(*question, std::move(text));
  }
}

CANVASS_APART void read_variants(Fields& fields, const Names& questions, Survey& survey) {
  const Json::array_t* list = fields.array("variants", kMaxNames);
  if (list == nullptr) return;
  for (size_t i = 0; i < list->size() && i < kMaxNames; ++i) {
    Fields inner((*list)[i], fields.pointer("variants", i), fields.problems());
    Variant variant;
    read_id(inner, ids_of(survey.variants), variant.id);
    inner.integer("weight", 1, 1000, variant.weight);
    read_texts(inner, questions, variant.texts);
    inner.finish();
    survey.variants.push_back(std::move(variant));
  }
}

CANVASS_APART void read_hidden(Fields& fields, Survey& survey) {
  const Json* json = fields.any("hidden");
  if (json == nullptr) return;
  const std::string place = fields.pointer("hidden");
  Problems& problems = fields.problems();
  if (!json->is_array()) {
    if (!json->is_object()) {
      return fields.error("hidden", join({"must be a list of names, or an object, found ", name_of_type(*json)}));
    }
    const Json::object_t* object = object_of(fields, "hidden");
    for (const auto& [name, parameter] : *object) {
      const std::string pointer = join({place, "/", escaped(name)});
      const std::string* text = parameter.get_ptr<const std::string*>();
      if (text == nullptr || text->empty() || count_characters(*text) > kMaxWordCharacters) {
        problems.errors.push_back({pointer, "must be the name of the URL parameter it is taken from"});
      } else if (check_identifier(name, pointer, problems)) {
        survey.hidden.emplace_back(name, *text);
      }
    }
    return;
  }
  const Json::array_t& list = *fields.array("hidden", kMaxNames);
  for (size_t i = 0; i < list.size() && i < kMaxNames; ++i) {
    const std::string* name = list[i].get_ptr<const std::string*>();
    if (name == nullptr) {
      problems.errors.push_back(
          {fields.pointer("hidden", i), join({"must be a string, found ", name_of_type(list[i])})});
    } else if (check_identifier(*name, fields.pointer("hidden", i), problems)) {
      survey.hidden.emplace_back(*name, std::string());
    }
  }
}

CANVASS_APART void read_values(Fields& fields, const char* name, Vector<std::pair<std::string, Json>>& out) {
  const Json::object_t* object = object_of(fields, name);
  if (object == nullptr) return;
  for (const auto& [key, value] : *object) {
    const std::string pointer = join({fields.pointer(name), "/", escaped(key)});
    if (check_identifier(key, pointer, fields.problems()) && check_value(value, pointer, fields.problems())) {
      out.emplace_back(key, value);
    }
  }
}

// --- questions -----------------------------------------------------------------------------------------------

void read_question(const Source& source, Problems& problems, Survey& survey) {
  Fields fields(*source.json, source.pointer, problems);
  Question question;
  read_id(fields, ids_of(survey.questions), question.id);
  fields.text("text", question.text, Need::kRequired);
  const Vector<std::string_view> names = survey::kind_names();
  size_t chosen = 0;
  if (fields.choice("type", names, chosen, Need::kRequired)) {
    question.kind = survey::find_kind(names[chosen]);
    question.required = question.kind->style == survey::Style::kScale;
    question.kind->parse(fields, question);
    fields.text("description", question.description);
    if (question.kind->style != survey::Style::kContent) fields.boolean("required", question.required);
    // These two refer to other questions and are read when all are known.
    fields.any("showIf");
    fields.any("logic");
    fields.finish();  // without a type nobody knows which fields belong
  }
  survey.questions.push_back(std::move(question));
}

// The site's own rows for a preset: what is judged instead of the usual aspects, or further statements beside its own.
CANVASS_APART void read_rows(Fields& fields, Survey& survey) {
  const bool aspects = survey.scoring == "csi";
  if (!aspects && fields.any("aspects") != nullptr) fields.warn("aspects", "unknown field without \"preset\": \"csi\"");
  if (survey.scoring != "suprq" && fields.any("statements") != nullptr) {
    fields.warn("statements", "unknown field without \"preset\": \"suprq\"");
  }
  if (!aspects && survey.scoring != "suprq") return;
  const char* name = aspects ? "aspects" : "statements";
  const Json::array_t* list = fields.array(name, kMaxNames);
  if (list == nullptr) return;
  Question* last = nullptr;
  for (Question& question : survey.questions) {
    if (question.options.empty()) continue;
    last = &question;
    if (aspects) question.options.clear();
  }
  if (last == nullptr) return;
  if (aspects && list->empty()) fields.error(name, "is empty: give at least one");
  for (size_t i = 0; i < list->size() && i < kMaxNames; ++i) {
    Fields inner((*list)[i], fields.pointer(name, i), fields.problems());
    Option row;
    read_id(inner, ids_of(last->options), row.id);
    inner.text("text", row.text, Need::kRequired);
    if (!aspects) inner.string("factor", row.factor, kMaxWordCharacters);
    inner.finish();
    last->options.push_back(std::move(row));
  }
  for (Question& question : survey.questions) {
    if (aspects && question.options.empty() && question.kind == last->kind) question.options = last->options;
  }
}

// The questions of the survey's preset. False when nothing can be said about the rest of the survey.
CANVASS_APART bool read_preset(Fields& fields, const Packs& packs, Survey& survey, Vector<Source>& sources) {
  const std::string place = fields.pointer("preset");
  if (!fields.string("preset", survey.preset, kMaxWordCharacters)) return true;
  const Json* preset = packs.preset(survey.preset);
  if (preset != nullptr) {
    survey.scoring = string_at(*preset, "scoring");
    const Json* questions = find(*preset, "questions");
    if (questions != nullptr && questions->is_array()) {
      for (const Json& question : *questions) sources.push_back({&question, place});
    }
  } else if (packs.has_presets()) {
    find_name(survey.preset, packs.preset_names(), "preset", place, fields.problems());
  } else {
    fields.error("preset", "cannot be used: the presets are not loaded");
    return false;
  }
  for (const Source& source : sources) read_question(source, fields.problems(), survey);
  return true;
}

// The questions of the preset, then the survey's own. False when nothing can be said about the rest of the survey.
bool read_questions(Fields& fields, const Json& json, const Packs& packs, Survey& survey, Vector<Source>& sources) {
  if (fields.has("preset")) {
    if (!read_preset(fields, packs, survey, sources)) return false;
  } else if (json.is_object() && find(json, "questions") == nullptr) {
    fields.error("questions", "is missing");
  }
  if (!survey.scoring.empty() || fields.has("aspects") || fields.has("statements")) read_rows(fields, survey);
  const size_t given = sources.size();
  if (const Json::array_t* list = fields.array("questions", kMaxQuestions)) {
    if (list->empty() && given == 0) fields.error("questions", "is empty: a survey needs a question");
    if (given + list->size() > kMaxQuestions && list->size() <= kMaxQuestions) {
      fields.error("questions", "are too many together with those of the preset: the most is 50");
    }
    for (size_t i = 0; i < list->size() && given + i < kMaxQuestions; ++i) {
      sources.push_back({&(*list)[i], fields.pointer("questions", i)});
      read_question(sources.back(), fields.problems(), survey);
    }
  }
  return true;
}

// --- logic ---------------------------------------------------------------------------------------------------

constexpr const char* kActions[] = {"goTo", "end", "skip", "require", "set"};
static_assert(static_cast<size_t>(Rule::Action::kSet) == 4);

CANVASS_APART void read_targets(const Json& json, const std::string& pointer, const Names& questions,
                                Problems& problems, Rule& rule) {
  if (const std::string* name = json.get_ptr<const std::string*>()) {
    const std::optional<size_t> found = find_name(*name, questions, "question", pointer, problems);
    if (found) rule.questions.push_back(*found);
  } else if (const Json::array_t* list = json.get_ptr<const Json::array_t*>();
             list != nullptr && rule.action != Rule::Action::kGoTo && list->size() <= kMaxQuestions) {
    for (size_t i = 0; i < list->size(); ++i) {
      const std::string place = join({pointer, "/", decimal(static_cast<int64_t>(i))});
      const Json& item = (*list)[i];
      const std::optional<size_t> found =
          find_name(item.is_string() ? item.get_ref<const std::string&>() : std::string(), questions, "question", place,
                    problems);
      if (found) rule.questions.push_back(*found);
    }
  } else {
    problems.errors.push_back({pointer, "must be the id of a question"});
  }
}

CANVASS_APART void read_rule(const Json& json, const std::string& pointer, Problems& problems, const Survey& survey,
                             Rule& rule) {
  Fields fields(json, pointer, problems);
  if (const Json* when = fields.any("if")) {
    rule.when.emplace();
    logic::read_condition(*when, fields.pointer("if"), problems, *rule.when);
  }
  size_t actions = 0;
  for (size_t i = 0; i < 5; ++i) {
    const char* name = kActions[i];
    const Json* value = fields.any(name);
    if (value == nullptr) continue;
    ++actions;
    rule.action = static_cast<Rule::Action>(i);
    const std::string place = fields.pointer(name);
    if (rule.action == Rule::Action::kSet) {
      read_values(fields, name, rule.variables);
      for (const auto& variable : rule.variables) {
        find_name(variable.first, names_of(survey.variables), "variable", join({place, "/", variable.first}), problems);
      }
    } else if (rule.action != Rule::Action::kEnd) {
      read_targets(*value, place, ids_of(survey.questions), problems, rule);
    } else if (const std::string* ending = value->get_ptr<const std::string*>()) {
      rule.ending = find_name(*ending, ids_of(survey.endings), "ending", place, problems).value_or(0);
    } else if (const bool* usual = value->get_ptr<const bool*>(); usual != nullptr && *usual) {
      rule.ending = kDefaultEnding;
    } else {
      fields.error(name, "must be true or the id of an ending");
    }
  }
  if (actions != 1 && json.is_object()) {
    problems.errors.push_back({pointer, "needs exactly one of \"goTo\", \"end\", \"skip\", \"require\", \"set\""});
  }
  fields.finish();
}

CANVASS_APART void read_logic(const Source& source, Problems& problems, const Survey& survey, Question& question) {
  Fields fields(*source.json, source.pointer, problems);
  if (const Json* json = fields.any("showIf")) {
    question.show_if.emplace();
    logic::read_condition(*json, fields.pointer("showIf"), problems, *question.show_if);
  }
  const Json::array_t* list = fields.array("logic", kMaxRules);
  if (list == nullptr) return;
  for (size_t i = 0; i < list->size() && i < kMaxRules; ++i) {
    Rule rule;
    const size_t errors_before = problems.errors.size();
    read_rule((*list)[i], fields.pointer("logic", i), problems, survey, rule);
    // Nobody should be told besides that a rule which makes no sense leaves other questions unasked.
    if (problems.errors.size() != errors_before) rule.when.emplace();
    question.rules.push_back(std::move(rule));
  }
}

std::string pointer_of_rule(const Source& source, size_t rule, const char* member) {
  return join({source.pointer, "/logic/", decimal(static_cast<int64_t>(rule)), "/", member});
}

// Every question from which another one can be reached, and the ways that lead in circles.
class Ways {
 public:
  explicit Ways(const Survey& survey) : survey_(survey), after_(survey.questions.size(), 0) {
    const size_t count = after_.size();
    QuestionSet skippable = 0;
    for (const Question& question : survey.questions) {
      for (const Rule& rule : question.rules) {
        if (rule.action != Rule::Action::kSkip) continue;
        for (const size_t target : rule.questions) skippable |= question_bit(target);
      }
    }
    for (size_t i = 0; i < count; ++i) {
      bool falls_through = true;
      for (const Rule& rule : survey.questions[i].rules) {
        const bool jumps = rule.action == Rule::Action::kGoTo;
        if (jumps && !rule.questions.empty()) after_[i] |= question_bit(rule.questions[0]);
        if (rule.when || (!jumps && rule.action != Rule::Action::kEnd)) continue;
        falls_through = false;
        break;
      }
      // A question that is passed over jumps nowhere.
      const bool passable = survey.questions[i].show_if || (skippable & question_bit(i)) != 0;
      if (i + 1 < count && (falls_through || passable)) after_[i] |= question_bit(i + 1);
    }
    for (size_t between = 0; between < count; ++between) {
      for (QuestionSet& set : after_) {
        if ((set & question_bit(between)) != 0) set |= after_[between];
      }
    }
  }

  bool leads(size_t from, size_t to) const { return (after_[from] & question_bit(to)) != 0; }

  void check(const Vector<Source>& sources, Problems& problems) const {
    for (size_t i = 0; i < after_.size(); ++i) {
      if (i > 0 && !leads(0, i)) {
        problems.warnings.push_back({sources[i].pointer, "is never asked: no way leads to it"});
      }
      const Vector<Rule>& rules = survey_.questions[i].rules;
      for (size_t r = 0; r < rules.size(); ++r) {
        if (rules[r].action != Rule::Action::kGoTo || rules[r].questions.empty()) continue;
        const size_t target = rules[r].questions[0];
        if (target > i || (target < i && !leads(target, i))) continue;
        problems.errors.push_back({pointer_of_rule(sources[i], r, "goTo"),
                                   join({"makes a loop: ", in_quotes(survey_.questions[target].id),
                                         target == i ? " is this very question" : " leads to this question again"})});
      }
    }
  }

 private:
  const Survey& survey_;
  Vector<QuestionSet> after_;
};

// Whether what conditions and texts refer to exists, and can be known by then.
class Checker final : public logic::References {
 public:
  Checker(const Survey& survey, const Ways& ways, Problems& problems)
      : survey_(survey), ways_(ways), problems_(problems) {}

  void refer(logic::Subject subject, std::string_view name, const std::string& pointer,
             const logic::Condition*) override {
    if (subject == logic::Subject::kHidden) {
      find_name(name, names_of(survey_.hidden), "hidden field", pointer, problems_);
    } else if (subject == logic::Subject::kVariable) {
      find_name(name, names_of(survey_.variables), "variable", pointer, problems_);
    } else if (subject == logic::Subject::kAnswer || subject == logic::Subject::kCategory) {
      const std::optional<size_t> found = find_name(name, ids_of(survey_.questions), "question", pointer, problems_);
      if (!found || at == kAnywhere || (answered && *found == at) || (*found != at && ways_.leads(*found, at))) return;
      problems_.warnings.push_back({pointer, join({in_quotes(name), " cannot have been answered by then"})});
    }
  }

  void check_condition(const logic::Condition& condition, const std::string& pointer) {
    logic::for_each_reference(condition, pointer, *this);
  }

  // Every string below `json` but those that are no texts.
  void check_texts(const Json& json, const std::string& pointer) {
    if (const std::string* text = json.get_ptr<const std::string*>()) {
      logic::check_pipes(*text, pointer, problems_, *this);
    } else if (const Json::array_t* list = json.get_ptr<const Json::array_t*>()) {
      for (size_t i = 0; i < list->size(); ++i) {
        check_texts((*list)[i], join({pointer, "/", decimal(static_cast<int64_t>(i))}));
      }
    } else if (const Json::object_t* object = json.get_ptr<const Json::object_t*>()) {
      constexpr std::string_view kNoTexts = " logic showIf pattern triggers audience hidden variables questions ";
      for (const auto& [name, member] : *object) {
        if (kNoTexts.find(join({" ", name, " "})) == std::string_view::npos) {
          check_texts(member, join({pointer, "/", escaped(name)}));
        }
      }
    }
  }

  size_t at = kAnywhere;  // the question before whose time something must be known
  bool answered = false;  // that question itself has been answered by then

 private:
  const Survey& survey_;
  const Ways& ways_;
  Problems& problems_;
};

CANVASS_APART void check_references(const Json& json, const std::string& pointer, const Vector<Source>& sources,
                                    Problems& problems, const Survey& survey) {
  const Ways ways(survey);
  ways.check(sources, problems);
  Checker checker(survey, ways, problems);
  checker.check_texts(json, pointer);
  for (size_t i = 0; i < sources.size(); ++i) {
    const Question& question = survey.questions[i];
    checker.at = i;
    checker.answered = false;
    checker.check_texts(*sources[i].json, sources[i].pointer);
    if (question.show_if) checker.check_condition(*question.show_if, join({sources[i].pointer, "/showIf"}));
    checker.answered = true;
    for (size_t r = 0; r < question.rules.size(); ++r) {
      const std::optional<logic::Condition>& when = question.rules[r].when;
      if (when) checker.check_condition(*when, pointer_of_rule(sources[i], r, "if"));
    }
  }
}

// Whether any text in it may say what is known.
bool has_pipes(const Json& json) {
  const std::string* text = json.get_ptr<const std::string*>();
  if (text != nullptr) return text->find("{{") != std::string::npos;
  if (const Json::array_t* list = json.get_ptr<const Json::array_t*>()) {
    for (const Json& item : *list) {
      if (has_pipes(item)) return true;
    }
  }
  if (const Json::object_t* members = json.get_ptr<const Json::object_t*>()) {
    for (const auto& [name, member] : *members) {
      if (has_pipes(member)) return true;
    }
  }
  return false;
}

}  // namespace

void read_survey(const Json& json, const std::string& pointer, const Packs& packs, Problems& problems, Survey& survey) {
  Fields fields(json, pointer, problems);
  fields.identifier("id", survey.id);
  read_survey_targeting(fields, survey);

  size_t chosen = 0;
  constexpr std::string_view kStages[] = {"awareness", "consideration", "decision", "service", "after"};
  if (fields.choice("stage", {std::begin(kStages), std::end(kStages)}, chosen)) survey.stage = kStages[chosen];
  fields.string("touchpoint", survey.touchpoint, kMaxWordCharacters);
  fields.duration("abandonAfter", kSecond, 30 * kDay, survey.abandon_after);
  fields.boolean("back", survey.back);
  fields.boolean("progress", survey.progress);
  if (fields.choice("prefill", {"show", "skip"}, chosen)) survey.prefill_skips = chosen == 1;
  if (fields.has("hidden")) read_hidden(fields, survey);
  if (fields.has("variables")) read_values(fields, "variables", survey.variables);
  read_screens(fields, survey);

  Vector<Source> sources;
  if (!read_questions(fields, json, packs, survey, sources)) return;
  for (const Question& question : survey.questions) {
    for (const Option& option : question.options) {
      if (survey.scoring.empty() && !option.factor.empty()) survey.scoring = "factors";
    }
  }
  const Names questions = ids_of(survey.questions);
  Vector<std::pair<size_t, Text>> texts;
  if (fields.has("texts")) read_texts(fields, questions, texts);
  if (fields.has("variants")) read_variants(fields, questions, survey);
  for (auto& [question, text] : texts) survey.questions[question].text = std::move(text);
  bool refers = has_pipes(json);
  for (size_t i = 0; i < sources.size(); ++i) {
    if (find(*sources[i].json, "logic") == nullptr && find(*sources[i].json, "showIf") == nullptr) continue;
    read_logic(sources[i], problems, survey, survey.questions[i]);
    refers = true;
  }
  if (refers) check_references(json, pointer, sources, problems, survey);
  fields.finish();
}

}  // namespace canvass::config

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/base/pattern.h"
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/parts.h"

namespace canvass::config {

namespace {

constexpr size_t kMaxEventNameLength = 200;
constexpr size_t kMaxTriggers = 50;
constexpr size_t kMaxCancelOn = 20;
constexpr TimeMs kMaxPatience = kDay;  // longest idleness or time on a page that is waited for

using Moment = Trigger::Moment;

// Subjects of conditions that are known while nobody has been asked anything; the event's properties only where
// there is an event.
class KnownBefore final : public logic::References {
 public:
  KnownBefore(Problems& problems, bool event) : problems_(problems), event_(event) {}

  void refer(logic::Subject subject, std::string_view name, const std::string& pointer,
             const logic::Condition*) override {
    const char* message = nullptr;
    if (subject == logic::Subject::kVisited && name.find_first_of(":?") != std::string_view::npos) {
      message = "is compared with paths alone, such as \"/cart*\"";
    } else if (subject == logic::Subject::kProperty && !event_) {
      message = "belongs into the \"where\" of a trigger with an \"event\" or a \"signal\"";
    } else if (subject != logic::Subject::kTrait && subject < logic::Subject::kUtm &&
               subject != logic::Subject::kProperty) {
      message = "is not known before it shows: use \"trait\", \"utm\", \"fact\" or \"visited\"";
    }
    if (message != nullptr) problems_.errors.push_back({pointer, message});
  }

 private:
  Problems& problems_;
  bool event_;
};

CANVASS_APART void read_condition_known_before(Fields& fields, const char* name, bool event,
                                               std::optional<logic::Condition>& out) {
  const Json* json = fields.any(name);
  if (json == nullptr) return;
  KnownBefore known(fields.problems(), event);
  const std::string pointer = fields.pointer(name);
  if (logic::read_condition(*json, pointer, fields.problems(), out.emplace())) {
    logic::for_each_reference(*out, pointer, known);
  }
}

bool read_not_empty(Fields& fields, const char* name, size_t max_characters, std::string& out) {
  if (!fields.string(name, out, max_characters)) return false;
  if (trim(out).empty()) fields.error(name, "is empty");
  return true;
}

// True is all it can be.
bool read_flag(Fields& fields, const char* name, bool& out) {
  if (fields.boolean(name, out) && !out) fields.error(name, "can only be true; leave it out if it is not wanted");
  return out;
}

CANVASS_APART void read_cancel_on(Fields& fields, Vector<std::string>& out) {
  const Json::array_t* list = fields.array("cancelOn", kMaxCancelOn);
  if (list == nullptr) return;
  for (size_t i = 0; i < list->size(); ++i) {
    const std::string* name = (*list)[i].get_ptr<const std::string*>();
    if (name != nullptr && !name->empty()) {
      out.push_back(*name);
    } else {
      fields.problems().errors.push_back({fields.pointer("cancelOn", i), "must be the name of an event"});
    }
  }
}

// What the moment of that name needs besides; false when it is not there.
bool read_moment(Fields& fields, Moment moment, Trigger& trigger) {
  const char* name = moment_name(moment);
  int64_t depth = 0;
  bool yes = false;
  switch (moment) {
    case Moment::kPage:
      return false;
    case Moment::kScroll:
      if (fields.integer(name, 1, 100, depth)) trigger.scroll = static_cast<int>(depth);
      break;
    case Moment::kExit:
      read_flag(fields, name, yes);
      break;
    case Moment::kIdle:
    case Moment::kTimeOnPage:
      fields.duration(name, kSecond, kMaxPatience, trigger.duration);
      break;
    case Moment::kSignal:
      if (fields.has(name) || fields.has("on")) read_signal(fields, trigger);
      break;
    default:
      read_not_empty(fields, name, moment == Moment::kEvent ? kMaxEventNameLength : kMaxSelector, trigger.name);
  }
  return fields.any(name) != nullptr;
}

// "2026-01-31", its first moment, or "2026-01-31T09:00:00Z".
bool read_date(Fields& fields, const char* name, TimeMs& out) {
  std::string text;
  if (!fields.string(name, text, kMaxTextCharacters)) return false;
  const std::optional<TimeMs> time = parse_iso8601(text.size() == 10 ? text + "T00:00:00Z" : text);
  if (time) {
    out = *time;
  } else {
    fields.error(name, join({in_quotes(text), " is no date such as \"2026-01-31\" or \"2026-01-31T09:00:00Z\" (UTC)"}));
  }
  return time.has_value();
}

CANVASS_APART void read_schedule(Fields& fields, Targeting& targeting) {
  const Json* json = fields.any("schedule");
  if (json == nullptr) return;
  Fields inner(*json, fields.pointer("schedule"), fields.problems());
  read_date(inner, "from", targeting.from);
  if (read_date(inner, "until", targeting.until) && targeting.until <= targeting.from) {
    inner.error("until", "must be later than from");
  }
  if (json->is_object() && json->empty()) {
    fields.error("schedule", "is empty: give it a \"from\", an \"until\" or both");
  }
  inner.finish();
}

CANVASS_APART void read_quota(Fields& fields, Survey& survey) {
  const Json* json = fields.any("quota");
  if (json == nullptr) return;
  Fields inner(*json, fields.pointer("quota"), fields.problems());
  if (json->is_object() && inner.any("limit") == nullptr) {
    inner.error("limit", "is missing: say after how many answers to stop");
  }
  inner.integer("limit", 1, 1'000'000'000, survey.quota);
  inner.integer("answered", 0, 1'000'000'000, survey.quota_answered);
  if (survey.quota != 0 && survey.quota_answered >= survey.quota) {
    inner.warn("answered", "has reached the limit: the survey will not show by itself any more");
  }
  inner.finish();
}

}  // namespace

void read_sample(Fields& fields, double& out, const char* none) {
  const Json* json = fields.any("sample");
  if (json == nullptr) return;
  const std::optional<int64_t> whole = integer_of(*json);
  const double* share = json->get_ptr<const double*>();
  const double sample = whole ? static_cast<double>(*whole) : share != nullptr ? *share : -1;
  if (sample >= 0 && sample <= 1) {
    out = sample;
    if (sample == 0) fields.warn("sample", join({"is 0: ", none}));
  } else {
    fields.error("sample", "must be a number from 0 to 1, such as 0.25 for every fourth visitor");
  }
}

const char* moment_name(Trigger::Moment moment) {
  constexpr const char* kNames[kMoments] = {"page", "event", "click",      "seen",  "scroll",
                                            "exit", "idle",  "timeOnPage", "signal"};
  return kNames[static_cast<size_t>(moment)];
}

bool is_page(std::string_view pattern, bool glob) {
  if (pattern.empty()) return false;
  return pattern[0] == '/' || (glob && pattern[0] == '*') || pattern.find("://") != std::string_view::npos;
}

std::string expected_page(std::string_view pattern, bool glob) {
  return join({in_quotes(pattern), " must begin with \"/\"", glob ? " or \"*\" (a path such as \"/cart*\")" : "",
               " or contain \"://\" (a whole address)"});
}

void read_page(const Json& json, const std::string& pointer, Problems& problems, PagePattern& page) {
  if (!json.is_object()) {
    const std::string* text = json.get_ptr<const std::string*>();
    if (text == nullptr) {
      problems.errors.push_back({pointer, join({"must be a string, found ", name_of_type(json)})});
    } else if (!is_page(*text, true)) {
      problems.errors.push_back({pointer, expected_page(*text, true)});
    } else if (count_characters(*text) > kMaxAddress) {
      problems.errors.push_back({pointer, "is longer than 2000 characters"});
    } else {
      page.value = *text;
    }
    return;
  }
  // In the order of PagePattern::Kind.
  constexpr const char* kKinds[] = {"glob", "is", "startsWith", "matches"};
  Fields inner(json, pointer, problems);
  size_t given = 0;
  for (size_t i = 0; i < 4; ++i) {
    if (inner.any(kKinds[i]) == nullptr) continue;
    if (++given > 1) inner.error(kKinds[i], "cannot stand beside another one: a page has one pattern");
    page.kind = static_cast<PagePattern::Kind>(i);
    if (!inner.string(kKinds[i], page.value, kMaxAddress)) continue;
    if (page.kind != PagePattern::Kind::kMatches) {
      const bool glob = page.kind == PagePattern::Kind::kGlob;
      if (!is_page(page.value, glob)) inner.error(kKinds[i], expected_page(page.value, glob));
      continue;
    }
    std::string wrong = "is empty";
    if (page.value.empty() || !Pattern::compile(page.value, &wrong)) {
      inner.error(kKinds[i], join({"is no usable pattern: ", wrong}));
    }
  }
  inner.finish();
  if (given == 0) problems.errors.push_back({pointer, "needs one of \"is\", \"startsWith\", \"glob\", \"matches\""});
}

void read_trigger(Fields& fields, Trigger& trigger) {
  for (size_t i = 0; i < kMoments; ++i) {
    const Moment moment = static_cast<Moment>(i);
    if (!read_moment(fields, moment, trigger)) continue;
    if (trigger.moment != Moment::kPage) {
      fields.error(moment_name(moment), join({"cannot stand beside \"", moment_name(trigger.moment),
                                              "\": a trigger has one moment; make another trigger of it"}));
    }
    trigger.moment = moment;
  }
  if (fields.has("where")) read_condition_known_before(fields, "where", true, trigger.where);
  if (trigger.where && trigger.moment != Moment::kEvent) check_where(fields, trigger);
  if (const Json* page = fields.any("page")) read_page(*page, fields.pointer("page"), fields.problems(), trigger.page);
  fields.integer("visits", 1, 1'000'000, trigger.visits);
  if (read_flag(fields, "firstVisit", trigger.first_visit) && trigger.visits > 1) {
    fields.error("visits", "cannot be more than 1 beside \"firstVisit\"");
  }
  fields.duration("delay", 0, kMaxDuration, trigger.delay);
  size_t chosen = trigger.moment == Moment::kEvent ? 0 : 1;
  fields.choice("onNavigation", {"keep", "cancel"}, chosen);
  trigger.survives_navigation = chosen == 0;
  if (fields.has("cancelOn")) read_cancel_on(fields, trigger.cancel_on);
  fields.finish();
}

void read_trigger(const Json& json, const std::string& pointer, Problems& problems, Trigger& trigger) {
  Fields fields(json, pointer, problems);
  read_trigger(fields, trigger);
  if (json.is_object() && json.empty()) {
    problems.errors.push_back({pointer, "is empty: give it an event, a page, firstVisit or a delay"});
  }
}

void read_triggers(Fields& fields, Vector<Trigger>& triggers) {
  const Json::array_t* list = fields.array("triggers", kMaxTriggers);
  if (list == nullptr) return;
  for (size_t i = 0; i < list->size() && i < kMaxTriggers; ++i) {
    read_trigger((*list)[i], fields.pointer("triggers", i), fields.problems(), triggers.emplace_back());
  }
}

void read_frequency(Fields& fields, Frequency& frequency) {
  const Json* json = fields.any("frequency");
  if (json == nullptr) return;
  frequency.until_answered = false;
  if (json->is_object()) {
    Fields inner(*json, fields.pointer("frequency"), fields.problems());
    frequency.kind = inner.any("every") == nullptr ? Frequency::Kind::kAlways : Frequency::Kind::kEvery;
    inner.duration("every", 1, kMaxDuration, frequency.every);
    read_flag(inner, "untilAnswered", frequency.until_answered);
    inner.integer("max", 1, 1'000'000, frequency.max_shows);
    if (inner.any("untilAnswered") == nullptr && inner.any("max") == nullptr && inner.any("every") == nullptr) {
      inner.error("every", "is missing: say how often, such as \"90d\"");
    }
    inner.finish();
    return;
  }
  size_t chosen = 0;
  if (!json->is_string()) {
    fields.error("frequency", join({"must be \"once\", \"always\", \"untilAnswered\" or {\"every\":\"90d\"}, found ",
                                    name_of_type(*json)}));
  } else if (fields.choice("frequency", {"once", "always", "untilAnswered"}, chosen)) {
    frequency.kind = chosen == 0 ? Frequency::Kind::kOnce : Frequency::Kind::kAlways;
    frequency.until_answered = chosen == 2;
  }
}

void read_targeting(Fields& fields, Targeting& targeting) {
  read_triggers(fields, targeting.triggers);
  if (fields.has("audience")) read_condition_known_before(fields, "audience", false, targeting.audience);
  if (fields.has("sample")) read_sample(fields, targeting.sample, "it will not show by itself to anybody");
  fields.integer("priority", -100, 100, targeting.priority);
  read_frequency(fields, targeting.frequency);
  if (fields.has("schedule")) read_schedule(fields, targeting);
}

void read_survey_targeting(Fields& fields, Survey& survey) {
  size_t chosen = 0;
  fields.choice("display", {"popover", "inline", "tab"}, chosen);
  survey.display = static_cast<Display>(chosen);
  fields.text("tab", survey.tab);
  // What interrupts nobody need not be rare.
  if (survey.display != Display::kPopover) survey.frequency.kind = Frequency::Kind::kAlways;
  read_targeting(fields, survey);
  if (fields.has("quota")) read_quota(fields, survey);
}

}  // namespace canvass::config

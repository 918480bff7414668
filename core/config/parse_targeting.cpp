#include "core/base/json.h"
#include "core/base/text.h"
#include "core/config/parts.h"

namespace canvass::config {

namespace {

constexpr size_t kMaxEventNameLength = 200;
constexpr size_t kMaxTriggers = 50;

void read_trigger(const Json& json, const std::string& pointer, Problems& problems, std::vector<Trigger>& triggers) {
  Fields fields(json, pointer, problems);
  Trigger trigger;
  if (fields.string("event", trigger.name, kMaxEventNameLength) && trigger.name.empty()) {
    fields.error("event", "is empty");
  }
  if (fields.string("page", trigger.page.value, kMaxAddress) && trigger.page.value.find("://") == std::string::npos &&
      (trigger.page.any() || (trigger.page.value[0] != '/' && trigger.page.value[0] != '*'))) {
    fields.error("page", join({in_quotes(trigger.page.value),
                               " must begin with \"/\" or \"*\" (a path such as \"/cart*\") or "
                               "contain \"://\" (a whole address)"}));
  }
  if (fields.boolean("firstVisit", trigger.first_visit) && !trigger.first_visit) {
    fields.error("firstVisit", "can only be true; leave it out to show on every visit");
  }
  fields.duration("delay", 0, kMaxDuration, trigger.delay);
  fields.finish();
  if (json.is_object() && json.empty()) {
    problems.errors.push_back({pointer, "is empty: give it an event, a page, firstVisit or a delay"});
  }
  if (!trigger.name.empty()) trigger.moment = Trigger::Moment::kEvent;
  trigger.survives_navigation = trigger.moment != Trigger::Moment::kPage;
  triggers.push_back(std::move(trigger));
}

}  // namespace

void read_triggers(Fields& fields, std::vector<Trigger>& triggers) {
  const Json::array_t* list = fields.array("triggers", kMaxTriggers);
  if (list == nullptr) return;
  for (size_t i = 0; i < list->size() && i < kMaxTriggers; ++i) {
    read_trigger((*list)[i], fields.pointer("triggers", i), fields.problems(), triggers);
  }
}

void read_frequency(Fields& fields, Frequency& frequency) {
  const Json* json = fields.any("frequency");
  if (json == nullptr) return;
  if (json->is_object()) {
    Fields inner(*json, fields.pointer("frequency"), fields.problems());
    frequency.kind = Frequency::Kind::kEvery;
    if (inner.any("every") == nullptr) inner.error("every", "is missing: say how often, such as \"90d\"");
    inner.duration("every", 1, kMaxDuration, frequency.every);
    inner.finish();
    return;
  }
  size_t chosen = 0;
  if (!json->is_string()) {
    fields.error("frequency",
                 join({"must be \"once\", \"always\" or {\"every\":\"90d\"}, found ", name_of_type(*json)}));
  } else if (fields.choice("frequency", {"once", "always"}, chosen)) {
    frequency.kind = chosen == 0 ? Frequency::Kind::kOnce : Frequency::Kind::kAlways;
  }
}

void read_targeting(Fields& fields, Survey& survey) {
  read_triggers(fields, survey.triggers);
  read_frequency(fields, survey.frequency);
}

}  // namespace canvass::config

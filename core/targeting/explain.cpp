// Why something does or does not show: the checks of decider.cpp, all of them, in words.
#include <algorithm>
#include <cmath>

#include "core/base/number.h"
#include "core/base/text.h"
#include "core/targeting/decider.h"
#include "core/targeting/facts.h"
#include "core/targeting/glob.h"

namespace canvass::targeting {

namespace {

using config::Display;
using config::Trigger;

constexpr const char* kNames[kChecks] = {"quota", "schedule", "sample",   "frequency", "cooldown", "maxPerVisit",
                                         "quiet", "audience", "triggers", "room",      "anchor"};

// "2026-01-05T10:00:00Z"
std::string at(TimeMs time) { return join({std::string_view(format_iso8601(time)).substr(0, 19), "Z"}); }

// A share with four decimals.
double rounded(double share) { return std::floor(share * 10'000) / 10'000; }

bool passes(const Json& part) { return *find(part, "pass")->get_ptr<const bool*>(); }

// Every test of a condition, and every group, with what it came to.
Json parts_of(const logic::Condition& condition, const logic::Facts& facts) {
  using Kind = logic::Condition::Kind;
  Json part = json_object();
  part["pass"] = logic::holds(condition, facts);
  if (condition.kind != Kind::kTest) {
    constexpr const char* kGroups[] = {"all", "any", "not"};
    part["condition"] = kGroups[static_cast<size_t>(condition.kind)];
    Json parts = json_array();
    for (const logic::Condition& inner : condition.parts) parts.push_back(parts_of(inner, facts));
    part["parts"] = std::move(parts);
    return part;
  }
  const std::string subject = join({logic::name_of(condition.subject), " ", condition.name});
  const Json value = facts.value(condition.subject, condition.name).value_or(Json());
  part["condition"] = subject;
  part["text"] = join({subject, " is ", value.is_null() ? "not known" : dump_json(value),
                       ", wanted: ", logic::name_of(condition.op), " ", dump_json(condition.operand)});
  part["value"] = value;
  return part;
}

// The first test that does not come to what it should; empty when there is none.
std::string reason(const Json& part) {
  const Json* parts = find(part, "parts");
  if (parts == nullptr) return std::string(string_at(part, "text"));
  for (const Json& inner : *parts->get_ptr<const Json::array_t*>()) {
    if (string_at(part, "condition") == "not" || !passes(inner)) return reason(inner);
  }
  return {};
}

// "#buy", "#buy with the text \"Buy\"", …
std::string spelled(const config::Anchor& anchor) {
  if (anchor.text.empty()) return anchor.selector;
  return join(
      {anchor.selector.empty() ? "element" : anchor.selector, " with the text \"", anchor.text.versions[0].text, "\""});
}

}  // namespace

const char* Decider::why_unseen(const Trigger& trigger) const {
  const config::Signals& signals = config_.observation->signals;
  if (!is_sampled(signals, visitor_.id()))
    return "this visitor's signals are not looked at: they are not in the sample";
  for (size_t i = 0; i < config::kSignals; ++i) {
    const bool wanted = (signals.wanted >> i & 1) != 0;
    if (!wanted && trigger.name == config::name_of(static_cast<config::Signal>(i)))
      return "\"signals\" switches it off";
  }
  return nullptr;
}

void Decider::describe_trigger(const Trigger& trigger, TimeMs now, Json& part) const {
  const Pending* pending = nullptr;
  for (const Pending& one : schedule_.all()) {
    if (one.trigger == &trigger) pending = &one;
  }
  TimeMs heard = 0;
  for (const Heard& one : heard_) {
    if (one.trigger == &trigger) heard = one.at;
  }
  std::string text;
  if (pending != nullptr && pending->due > now) {
    text = join({"waits until ", at(pending->due)});
    part["next"] = pending->due;
  } else if (pending != nullptr) {
    text = join({"is due since ", at(pending->due)});
  } else if (!page_matches(trigger.page, visitor_.url())) {
    text = join({"this page is ", visitor_.url(), ", wanted: ", trigger.page.value});
  } else if (!holds_here(trigger)) {
    text = join({"this is visit ", decimal(visitor_.visits()),
                 ", wanted: ", trigger.first_visit ? "the first" : join({"from visit ", decimal(trigger.visits)})});
  } else if (const char* why = trigger.moment == Trigger::Moment::kSignal ? why_unseen(trigger) : nullptr) {
    text = why;
  } else if (heard != 0) {
    text = join({"came at ", at(heard), " and is over"});
  } else {
    text = "has not come yet";
  }
  const int64_t number = trigger.scroll != 0 ? trigger.scroll : trigger.duration;
  const std::string_view what = trigger.moment == Trigger::Moment::kPage ? trigger.page.value : trigger.name;
  const std::string detail = number == 0 ? std::string(what) : decimal(number);
  part["condition"] = join({config::moment_name(trigger.moment), detail.empty() ? "" : " ", detail,
                            trigger.on.empty() ? "" : " on ", trigger.on});
  part["pass"] = pending != nullptr && pending->due <= now;
  part["text"] = std::move(text);
}

void Decider::describe(Check check, Thing thing, TimeMs now, const Screen& screen, bool pass, Json& entry) const {
  const config::Survey* survey = thing.guide ? nullptr : &config_.surveys[thing.index];
  const config::Targeting& targeting = targeting_of(thing);
  Json value;
  std::string text;
  switch (check) {
    case Check::kQuota:
      value = survey->quota_answered;
      text = survey->quota == 0 ? std::string("any number of answers is wanted")
                                : join({decimal(survey->quota_answered), " of ", decimal(survey->quota), " answers"});
      break;
    case Check::kSchedule: {
      value = at(now);
      const bool ends = targeting.until <= kMaxTime;
      text = join({"shows", targeting.from != 0 ? join({" from ", at(targeting.from)}) : "",
                   ends ? join({" until ", at(targeting.until)}) : " on"});
      if (targeting.from == 0 && !ends) text = "shows at any time";
      break;
    }
    case Check::kSample: {
      const double share = rounded(bucket(id_of(thing)));
      value = share;
      text = join({pass ? "sampled in: bucket " : "sampled out: bucket ", format_double(share),
                   pass ? " < " : " >= ", format_double(targeting.sample)});
      break;
    }
    case Check::kFrequency: {
      const Memory memory = memory_of(id_of(thing));
      const char* why = "";
      targeting::allowed_from(targeting.frequency, memory, thing.guide, &why);
      value = to_json(memory);
      text = join({why, memory.shown != 0 ? join({", last shown ", at(memory.shown)}) : ""});
      break;
    }
    case Check::kCooldown:
      if (last_survey_ != 0) value = last_survey_;
      text = pass ? "no cooldown" : join({"cooldown until ", at(last_survey_ + config_.cooldown)});
      break;
    case Check::kPerVisit:
      value = shown_this_visit_;
      text =
          join({"surveys shown in this visit: ", decimal(shown_this_visit_), ", ",
                config_.max_per_visit == 0 ? "without a limit" : join({"at most ", decimal(config_.max_per_visit)})});
      break;
    case Check::kQuiet:
      if (last_dismissal_ != 0) value = last_dismissal_;
      text = last_dismissal_ == 0 ? std::string("nothing was dismissed yet")
             : pass               ? join({"it has been quiet since something was dismissed at ", at(last_dismissal_)})
                    : join({"quiet until ", at(quiet_ends()), ": something was dismissed at ", at(last_dismissal_)});
      break;
    case Check::kAudience:
      text = "is for everybody";
      if (targeting.audience) {
        Json parts = json_array();
        parts.push_back(parts_of(*targeting.audience, VisitorFacts(visitor_)));
        text = pass ? std::string("the visitor is in the audience") : reason(parts[0]);
        if (text.empty()) text = "the visitor is not in the audience";
        entry["parts"] = std::move(parts);
      }
      break;
    case Check::kTriggers: {
      value = visitor_.url();
      const bool placed = places_itself(thing);
      if (placed) {
        text = !is_page_for(thing)                                     ? "is not for this page"
               : survey == nullptr || survey->display == Display::kTab ? "is for this page"
               : pass                                                  ? "this page has a container for it"
                      : join({"this page has no container for it: data-canvass-inline=\"", survey->id, "\""});
        if (survey != nullptr) break;
      }
      Json parts = json_array();
      for (size_t i = 0; const Trigger* trigger = trigger_of(thing, i); ++i) {
        Json part = json_object();
        describe_trigger(*trigger, now, part);
        // The one that holds speaks for all; else the first.
        if (!placed && (parts.empty() || (pass && passes(part)))) {
          text = join({string_at(part, "condition"), " ", string_at(part, "text")});
        }
        parts.push_back(std::move(part));
      }
      if (parts.empty() && !placed) text = "has no triggers: shows only when the page asks for it";
      entry["parts"] = std::move(parts);
      break;
    }
    case Check::kRoom: {
      const bool away = survey != nullptr && screen.parked[0] == thing.index;
      const bool tab_of_other = survey != nullptr && survey->display == Display::kTab;
      const std::optional<Thing> other =
          survey != nullptr && survey->display == Display::kInline ? screen.within : screen.over;
      if (other && !away && !tab_of_other) value = id_of(*other);
      if (!pass && !other && !away && !tab_of_other && screen.tour) value = config_.guides[*screen.tour].id;
      text = screen.shows(thing) ? std::string("it is showing")
             : pass              ? std::string("there is room")
             : away              ? std::string("it was begun; another tab or a preview has taken its place")
             : tab_of_other      ? std::string("another survey has the feedback tab")
             : !other            ? join({"a tour is running: ", config_.guides[screen.tour.value_or(0)].id})
                                 : join({"another is showing: ", id_of(*other)});
      break;
    }
    default:
      describe_anchor(thing, screen, pass, value, text);
  }
  entry["value"] = std::move(value);
  entry["text"] = std::move(text);
}

void Decider::describe_anchor(Thing thing, const Screen& screen, bool pass, Json& value, std::string& text) const {
  const config::Guide& guide = config_.guides[thing.index];
  std::string what = spelled(guide.anchor);
  if (guide.kind == config::GuideKind::kTour) {
    if (pass) {
      text = "no step's element is known to be missing here";
      return;
    }
    const config::Step& step = guide.steps[std::min(screen.missing_step, guide.steps.size() - 1)];
    what = join({spelled(step.anchor), " for the step \"", step.id, "\""});
    value = spelled(step.anchor);
  } else {
    value = what;
  }
  text = pass ? join({"is not known to be missing here: ", what})
              : join({"the page ", path_of(visitor_.url()), " has no ", what});
}

Json Decider::explain(Thing thing, TimeMs now, const Screen& screen) const {
  Json conditions = json_array();
  std::string text;
  for (size_t i = 0; i < kChecks; ++i) {
    const Check check = static_cast<Check>(i);
    if (!applies(check, thing)) continue;
    // Whether help is there is one thing; when it suggests something, another.
    if (is(thing, config::GuideKind::kHelp) && (check == Check::kFrequency || check == Check::kQuiet)) continue;
    const TimeMs from = passes_from(check, thing, now, screen);
    Json entry = json_object();
    entry["condition"] = kNames[i];
    entry["pass"] = from <= now;
    if (from > now && from < kSomeday) entry["next"] = from;
    describe(check, thing, now, screen, from <= now, entry);
    if (from > now && text.empty()) text = string_at(entry, "text");
    conditions.push_back(std::move(entry));
  }
  const bool showing = screen.shows(thing);
  Json json = json_object();
  json["id"] = id_of(thing);
  json["kind"] = thing.guide ? config::name_of(config_.guides[thing.index].kind) : "survey";
  json["showing"] = showing;
  json["shows"] = showing || text.empty();
  json["text"] = showing ? std::string("it is showing") : text.empty() ? std::string("it shows") : std::move(text);
  json["conditions"] = std::move(conditions);
  return json;
}

}  // namespace canvass::targeting

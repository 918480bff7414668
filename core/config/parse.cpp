#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/config/fields.h"
#include "core/survey/kind.h"

namespace canvass::config {

namespace {

constexpr size_t kMaxAddress = 2000;
constexpr size_t kMaxSelector = 500;
constexpr size_t kMaxEventNameLength = 200;
constexpr size_t kMaxTriggers = 50;

// --- theme, delivery ---------------------------------------------------------------------------------------

// "#4f46e5" or "#4ae".
bool parse_color(std::string_view text, uint32_t& out) {
  if ((text.size() != 7 && text.size() != 4) || text[0] != '#') return false;
  uint32_t color = 0;
  for (const char c : text.substr(1)) {
    const char lower = static_cast<char>(c | 0x20);
    uint32_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<uint32_t>(c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      digit = static_cast<uint32_t>(lower - 'a' + 10);
    } else {
      return false;
    }
    color = color << 4 | digit;
    if (text.size() == 4) color = color << 4 | digit;
  }
  out = color;
  return true;
}

bool read_color(Fields& fields, const char* name, uint32_t& out) {
  std::string text;
  if (!fields.string(name, text, kMaxTextCharacters)) return false;
  if (parse_color(text, out)) return true;
  fields.error(name, join({in_quotes(text), " is no colour such as \"#4f46e5\""}));
  return false;
}

// The accent on a dark card when only the one for light cards was chosen: two fifths of the way to white.
uint32_t lightened(uint32_t color) {
  uint32_t out = 0;
  for (int shift = 16; shift >= 0; shift -= 8) {
    const uint32_t channel = color >> shift & 0xFF;
    out |= (channel + (255 - channel) * 2 / 5) << shift;
  }
  return out;
}

void read_theme(const Json& json, Problems& problems, view::Theme& theme) {
  Fields fields(json, "/theme", problems);
  size_t chosen = 0;
  if (fields.choice("mode", {"auto", "light", "dark"}, chosen)) theme.mode = static_cast<view::ColorMode>(chosen);
  const bool accent = read_color(fields, "accent", theme.accent_light);
  if (!read_color(fields, "accentDark", theme.accent_dark) && accent) theme.accent_dark = lightened(theme.accent_light);
  int64_t radius = 0;
  if (fields.integer("radius", 0, 32, radius)) theme.radius = static_cast<float>(radius);
  if (fields.choice("position", {"bottom-right", "bottom-left", "bottom-center", "top-right", "top-left", "center"},
                    chosen)) {
    theme.position = static_cast<view::Position>(chosen);
  }
  std::string font;
  if (fields.string("font", font, 200)) {
    // The list ends up inside a CSS value; these characters would end that value.
    if (font.find_first_of(";{}<>\\\n\r") == std::string::npos) {
      theme.font = std::move(font);
    } else {
      fields.error("font", "must be a list of font names, as in CSS: \"Inter, system-ui, sans-serif\"");
    }
  }
  fields.finish();
}

void read_delivery(const Json& json, Problems& problems, Delivery& delivery) {
  Fields fields(json, "/delivery", problems);
  int64_t number = 0;
  if (fields.integer("batchCount", 1, 500, number)) delivery.batch_count = static_cast<size_t>(number);
  if (fields.integer("batchBytes", 1000, 400'000, number)) delivery.batch_bytes = static_cast<size_t>(number);
  fields.duration("batchDelay", 0, kHour, delivery.batch_delay);
  fields.duration("timeout", kSecond, 5 * kMinute, delivery.timeout);
  fields.duration("backoff", 1, kHour, delivery.backoff);
  fields.duration("backoffMax", 1, kDay, delivery.backoff_max);
  if (delivery.backoff_max < delivery.backoff) {
    fields.warn("backoffMax", "is less than backoff, which is used instead");
    delivery.backoff_max = delivery.backoff;
  }
  fields.finish();
}

void read_endpoint(Fields& fields, std::string& out) {
  std::string endpoint;
  if (!fields.string("endpoint", endpoint, kMaxAddress) || endpoint.empty()) return;
  const std::string_view text = endpoint;
  const size_t scheme = starts_with(text, "https://") ? 8 : starts_with(text, "http://") ? 7 : 0;
  const bool address = scheme != 0 && text.size() > scheme && text[scheme] != '/';
  const bool path = text[0] == '/' && (text.size() == 1 || text[1] != '/');
  bool clean = true;
  for (const char c : text) clean = clean && static_cast<unsigned char>(c) > ' ' && c != '\\';
  if (clean && (address || path)) {
    out = std::move(endpoint);
  } else {
    fields.error("endpoint", join({in_quotes(text),
                                   " must be an address such as \"https://example.org/v1/batch\" or a "
                                   "path such as \"/v1/batch\""}));
  }
}

// --- what surveys and guides share -------------------------------------------------------------------------

void read_trigger(const Json& json, const std::string& pointer, Problems& problems, Vector<Trigger>& triggers) {
  Fields fields(json, pointer, problems);
  Trigger trigger;
  if (fields.string("event", trigger.event, kMaxEventNameLength) && trigger.event.empty()) {
    fields.error("event", "is empty");
  }
  if (fields.string("page", trigger.page, kMaxAddress) && trigger.page.find("://") == std::string::npos &&
      (trigger.page.empty() || (trigger.page[0] != '/' && trigger.page[0] != '*'))) {
    fields.error("page", join({in_quotes(trigger.page),
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
  triggers.push_back(std::move(trigger));
}

void read_triggers(Fields& fields, Problems& problems, Vector<Trigger>& triggers) {
  const Json::array_t* list = fields.array("triggers", kMaxTriggers);
  if (list == nullptr) return;
  for (size_t i = 0; i < list->size() && i < kMaxTriggers; ++i) {
    read_trigger((*list)[i], fields.pointer("triggers", i), problems, triggers);
  }
}

void read_frequency(Fields& fields, Problems& problems, Frequency& frequency) {
  const Json* json = fields.any("frequency");
  if (json == nullptr) return;
  if (json->is_object()) {
    Fields inner(*json, fields.pointer("frequency"), problems);
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

// --- surveys -----------------------------------------------------------------------------------------------

void read_question(const Json& json, std::string pointer, Problems& problems, Survey& survey) {
  Fields fields(json, std::move(pointer), problems);
  Question question;
  if (fields.identifier("id", question.id)) {
    for (const Question& other : survey.questions) {
      if (other.id == question.id) fields.error("id", join({in_quotes(question.id), " is the id of another question"}));
    }
  }
  fields.text("text", question.text, Need::kRequired);
  const Vector<std::string_view> names = survey::kind_names();
  size_t chosen = 0;
  if (fields.choice("type", names, chosen, Need::kRequired)) {
    question.kind = survey::find_kind(names[chosen]);
    question.required = question.kind->scale;
    fields.boolean("required", question.required);
    question.kind->parse(fields, question);
    fields.finish();  // without a type nobody knows which fields belong
  }
  survey.questions.push_back(std::move(question));
}

void read_survey(const Json& json, const std::string& pointer, Problems& problems, Survey& survey) {
  Fields fields(json, pointer, problems);
  fields.identifier("id", survey.id);
  read_triggers(fields, problems, survey.triggers);
  read_frequency(fields, problems, survey.frequency);
  const Json::array_t* questions = fields.array("questions", kMaxQuestions);
  if (json.is_object() && find(json, "questions") == nullptr) fields.error("questions", "is missing");
  if (questions != nullptr) {
    if (questions->empty()) fields.error("questions", "is empty: a survey needs a question");
    for (size_t i = 0; i < questions->size() && i < kMaxQuestions; ++i) {
      read_question((*questions)[i], fields.pointer("questions", i), problems, survey);
    }
  }
  if (const Json* thanks = fields.any("thanks")) {
    Fields inner(*thanks, fields.pointer("thanks"), problems);
    survey.has_thanks = true;
    inner.text("title", survey.thanks_title);
    inner.text("text", survey.thanks_text);
    inner.finish();
  }
  fields.finish();
}

// --- guides ------------------------------------------------------------------------------------------------

void read_guide(const Json& json, const std::string& pointer, Problems& problems, Guide& guide) {
  Fields fields(json, pointer, problems);
  fields.identifier("id", guide.id);
  const Vector<std::string_view> types = {"tip"};
  size_t chosen = 0;
  if (fields.choice("type", types, chosen, Need::kRequired)) guide.type = types[chosen];
  fields.string("anchor", guide.anchor, kMaxSelector, Need::kRequired);
  const Vector<std::string_view> sides = {"bottom", "top", "right", "left"};
  chosen = 0;
  fields.choice("placement", sides, chosen);
  guide.placement = sides[chosen];
  const bool title = fields.text("title", guide.title);
  if (!fields.text("text", guide.text) && !title && json.is_object()) {
    fields.error("text", "is missing: a tip needs a title or a text");
  }
  fields.text("button", guide.button);
  read_triggers(fields, problems, guide.triggers);
  read_frequency(fields, problems, guide.frequency);
  fields.finish();
}

// --- the document ------------------------------------------------------------------------------------------

struct Taken {
  std::string id;
  std::string pointer;
};

// Reads a list of surveys or guides; what has an error is left out, and so is one whose id is taken.
template <typename Thing>
void read_things(Fields& fields, const char* name, size_t max, Problems& problems, Vector<Taken>& taken,
                 Vector<Thing>& out, void (*read)(const Json&, const std::string&, Problems&, Thing&)) {
  const Json::array_t* list = fields.array(name, max);
  if (list == nullptr) return;
  for (size_t i = 0; i < list->size() && i < max; ++i) {
    const Json& json = (*list)[i];
    const std::string pointer = fields.pointer(name, i);
    const size_t errors_before = problems.errors.size();
    Thing thing;
    read(json, pointer, problems, thing);
    for (const Taken& other : taken) {
      if (other.id != thing.id) continue;
      problems.errors.push_back(
          {pointer + "/id", join({in_quotes(thing.id), " is the id of ", other.pointer, " already"})});
    }
    if (!thing.id.empty()) taken.push_back({thing.id, pointer});
    if (problems.errors.size() != errors_before) continue;
    if (find(json, "triggers") == nullptr) {
      problems.warnings.push_back({pointer + "/triggers",
                                   "is missing: it will show only when the page asks for it; say "
                                   "\"triggers\": [] if that is meant"});
    }
    out.push_back(std::move(thing));
  }
}

bool check_version(const Json& json, Problems& problems) {
  const Json* version = find(json, "canvass");
  if (version == nullptr) {
    problems.errors.push_back({"/canvass", "is missing: a Canvass configuration begins with \"canvass\": 1"});
    return false;
  }
  const std::optional<int64_t> number = integer_of(*version);
  if (number == 1) return true;
  problems.errors.push_back(
      {"/canvass", number && *number > 1
                       ? join({"is version ", decimal(*number), ", this Canvass understands version 1: update Canvass"})
                       : std::string("must be 1")});
  return false;
}

}  // namespace

Problems parse(std::string_view text, Config& config) {
  config = Config();
  Problems problems;
  if (text.size() > kMaxBytes) {
    problems.errors.push_back({"", "is larger than 1 MB"});
    return problems;
  }
  JsonError error;
  const std::optional<Json> json = parse_json(text, &error);
  if (!json) {
    problems.errors.push_back(
        {"", join({"not valid JSON at line ", decimal(static_cast<int64_t>(error.line)), ", column ",
                   decimal(static_cast<int64_t>(error.column)), ": ", error.message})});
    return problems;
  }
  Fields fields(*json, "", problems);
  if (!json->is_object() || !check_version(*json, problems)) return problems;
  config.usable = true;

  fields.any("canvass");
  fields.any("$schema");
  read_endpoint(fields, config.endpoint);
  fields.string("writeKey", config.write_key, 200);
  fields.string("defaultLocale", config.default_locale, 35);
  fields.duration("cooldown", 0, kMaxDuration, config.cooldown);
  fields.duration("ttl", 0, 30 * kDay, config.ttl);
  if (const Json* theme = fields.any("theme")) read_theme(*theme, problems, config.theme);
  if (const Json* delivery = fields.any("delivery")) read_delivery(*delivery, problems, config.delivery);
  Vector<Taken> taken;
  read_things(fields, "surveys", kMaxSurveys, problems, taken, config.surveys, read_survey);
  read_things(fields, "guides", kMaxGuides, problems, taken, config.guides, read_guide);
  fields.finish();
  return problems;
}

}  // namespace canvass::config

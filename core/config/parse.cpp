#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/config.h"
#include "core/config/fields.h"
#include "core/config/parts.h"
#include "core/delivery/format.h"

namespace canvass::config {

namespace {

constexpr size_t kMaxLocales = 50;
constexpr const char* kExpectedLocale = "must be a language code such as \"en\" or \"pt-BR\"";
constexpr size_t kMaxAddress = 2000;

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

CANVASS_APART void read_format(Fields& fields, Delivery& delivery) {
  Vector<std::string_view> names;
  for (const wire::Format* format : wire::kFormats) names.push_back(format->name);
  size_t chosen = 0;
  if (fields.choice("format", names, chosen)) delivery.format = wire::kFormats[chosen];
}

void read_delivery(const Json& json, Problems& problems, Delivery& delivery) {
  Fields fields(json, "/delivery", problems);
  int64_t number = 0;
  if (fields.has("format")) read_format(fields, delivery);
  if (fields.integer("batchCount", 1, 500, number)) delivery.batch_count = static_cast<size_t>(number);
  if (fields.integer("batchBytes", 1000, 400'000, number)) delivery.batch_bytes = static_cast<size_t>(number);
  if (fields.integer("maxQueuedBytes", 10'000, 4'000'000, number)) {
    delivery.max_queued_bytes = static_cast<size_t>(number);
  }
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
  // Browsers send nothing to an address with a name or password in it.
  const bool address = scheme != 0 && text.size() > scheme && text[scheme] != '/' &&
                       text.substr(scheme, text.find('/', scheme) - scheme).find('@') == std::string_view::npos;
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

// --- languages ---------------------------------------------------------------------------------------------

void read_locales(Fields& fields, const char* name, Vector<std::string>& out) {
  const Json::array_t* list = fields.array(name, kMaxLocales);
  if (list == nullptr) return;
  for (size_t i = 0; i < list->size(); ++i) {
    const std::string* locale = (*list)[i].get_ptr<const std::string*>();
    if (locale != nullptr && is_locale(*locale)) {
      out.push_back(*locale);
    } else {
      fields.problems().errors.push_back({fields.pointer(name, i), kExpectedLocale});
    }
  }
}

void read_fallbacks(Fields& fields, Vector<Fallback>& out) {
  const Json* json = fields.any("fallbacks");
  if (json == nullptr) return;
  Fields inner(*json, fields.pointer("fallbacks"), fields.problems());
  const Json::object_t* fallbacks = json->get_ptr<const Json::object_t*>();
  if (fallbacks == nullptr) return;
  for (const auto& [locale, next] : *fallbacks) {
    if (!is_locale(locale)) inner.error(locale, kExpectedLocale);
    out.push_back({locale, {}});
    read_locales(inner, locale.c_str(), out.back().next);
  }
}

// --- the document ------------------------------------------------------------------------------------------

// What has an error is left out, and so is one whose id is taken.
void read_surveys(Fields& fields, const Packs& packs, Vector<Taken>& taken, Vector<Survey>& out) {
  Problems& problems = fields.problems();
  const Json::array_t* list = fields.array("surveys", kMaxSurveys);
  if (list == nullptr) return;
  for (size_t i = 0; i < list->size() && i < kMaxSurveys; ++i) {
    const Json& json = (*list)[i];
    const std::string pointer = fields.pointer("surveys", i);
    const size_t errors_before = problems.errors.size();
    Survey survey;
    read_survey(json, pointer, packs, problems, survey);
    take_id(survey.id, pointer, true, taken, problems);
    if (problems.errors.size() != errors_before) continue;
    if (find(json, "triggers") == nullptr && survey.display == Display::kPopover) {
      warn_of_no_triggers(pointer, problems);
    }
    out.push_back(std::move(survey));
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

void take_id(const std::string& id, const std::string& pointer, bool survey, Vector<Taken>& taken, Problems& problems) {
  for (const Taken& other : taken) {
    if (other.id != id) continue;
    problems.errors.push_back({pointer + "/id", join({in_quotes(id), " is the id of ", other.pointer, " already"})});
  }
  if (!id.empty()) taken.push_back({id, pointer, survey});
}

void warn_of_no_triggers(const std::string& pointer, Problems& problems) {
  problems.warnings.push_back({pointer + "/triggers",
                               "is missing: it will show only when the page asks for it; say "
                               "\"triggers\": [] if that is meant"});
}

Problems parse(std::string_view text, Config& config, const Packs* packs) {
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
  read_locales(fields, "languages", config.languages);
  read_fallbacks(fields, config.fallbacks);
  fields.duration("cooldown", 0, kMaxDuration, config.cooldown);
  fields.integer("maxPerVisit", 1, 1000, config.max_per_visit);
  fields.duration("quiet", 0, kMaxDuration, config.quiet);
  fields.duration("ttl", 0, 30 * kDay, config.ttl);
  if (const Json* theme = fields.any("theme")) read_theme(*theme, problems, config.theme);
  if (const Json* delivery = fields.any("delivery")) read_delivery(*delivery, problems, config.delivery);
  if (const Json* privacy = fields.any("privacy")) read_privacy(*privacy, problems, config.privacy);
  if (text.find("utm") != std::string_view::npos) find_utm(*json, config.privacy.utm);
  Vector<Taken> taken;
  const Packs no_packs;
  if (packs == nullptr) packs = &no_packs;
  read_surveys(fields, *packs, taken, config.surveys);
  // An empty list needs nothing of what reads guides.
  const Json* guides = fields.any("guides");
  if (guides != nullptr && !(guides->is_array() && guides->empty())) read_guides(fields, taken, config.guides);
  fields.any("experiments");  // the report reads them
  const bool signals = fields.has("signals");
  const bool observed = fields.has("journeys") || signals;
  if (observed || text.find("\"signal\"") != std::string_view::npos) read_observation(fields, config);
  if (const Json* surveys = find(*json, "surveys");
      surveys != nullptr && surveys->is_array() && !packs->has_presets()) {
    for (const Json& survey : *surveys) config.wants_presets |= find(survey, "preset") != nullptr;
  }
  fields.finish();
  return problems;
}

}  // namespace canvass::config

#include "core/cli/languages.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/text.h"
#include "core/config/config.h"
#include "core/config/fields.h"
#include "core/config/locale.h"
#include "core/config/parts.h"

namespace canvass::cli {

namespace {

using Locales = std::vector<std::string>;

// Members that are a text, that are a list of things with or without a text around them, and that hold neither.
constexpr std::string_view kTexts =
    " text title button tab low high hint description patternMessage yes no label other "
    "alt launcher keywords done allDone howTo ";
constexpr std::string_view kLists = " labels options rows ";
constexpr std::string_view kOthers =
    " theme delivery triggers audience hidden variables logic showIf waitFor complete signals journeys experiments ";

bool among(std::string_view names, std::string_view name) {
  return names.find(join({" ", name, " "})) != std::string_view::npos;
}

bool includes(const Locales& locales, std::string_view wanted) {
  return std::any_of(locales.begin(), locales.end(),
                     [&](const std::string& locale) { return config::same_locale(locale, wanted); });
}

Locales strings_of(const Json* list) {
  Locales strings;
  if (list == nullptr || !list->is_array()) return strings;
  for (const Json& item : *list) {
    if (const std::string* text = item.get_ptr<const std::string*>()) strings.push_back(*text);
  }
  return strings;
}

// A place of the document with a text, and the languages it is given in; none: a plain string.
struct Place {
  std::string pointer;
  Locales locales;
};

class Walk {
 public:
  explicit Walk(const config::Packs& packs) : packs_(packs) {}

  std::vector<Place> places;

  void object(const Json& json, const std::string& pointer) {
    const Json::object_t* members = json.get_ptr<const Json::object_t*>();
    if (members == nullptr) return;
    for (const auto& [name, member] : *members) {
      const std::string place = join({pointer, "/", config::escaped(name)});
      if (among(kOthers, name)) continue;
      if (name == "preset") {
        preset(member, place);
      } else if (name == "texts") {
        all_texts(member, place);
      } else if (among(kTexts, name)) {
        text(member, place);
      } else if (among(kLists, name)) {
        list(member, place, true);
      } else if (member.is_array()) {
        list(member, place, false);
      } else {
        object(member, place);
      }
    }
  }

 private:
  void text(const Json& json, const std::string& pointer) {
    Locales locales;
    if (const Json::object_t* versions = json.get_ptr<const Json::object_t*>()) {
      for (const auto& version : *versions) locales.push_back(version.first);
    } else if (!json.is_string()) {
      return;
    }
    places.push_back({pointer, std::move(locales)});
  }

  void all_texts(const Json& json, const std::string& pointer) {
    const Json::object_t* texts = json.get_ptr<const Json::object_t*>();
    if (texts == nullptr) return;
    for (const auto& [name, one] : *texts) text(one, join({pointer, "/", config::escaped(name)}));
  }

  void list(const Json& json, const std::string& pointer, bool of_texts) {
    for (size_t i = 0; json.is_array() && i < json.size(); ++i) {
      const std::string place = join({pointer, "/", decimal(static_cast<int64_t>(i))});
      if (of_texts && config::is_only_text(json[i])) {
        text(json[i], place);
      } else {
        object(json[i], place);
      }
    }
  }

  // All texts of a preset are in the same languages.
  void preset(const Json& name, const std::string& pointer) {
    const std::string* known = name.get_ptr<const std::string*>();
    const Json* preset = known == nullptr ? nullptr : packs_.preset(*known);
    if (preset == nullptr) return;
    Walk inner(packs_);
    inner.object(*preset, pointer);
    if (!inner.places.empty()) places.push_back({pointer, std::move(inner.places.front().locales)});
  }

  const config::Packs& packs_;
};

}  // namespace

void warn_of_languages(const Json& document, const config::Packs& packs, Problems& problems) {
  Walk walk(packs);
  walk.object(document, {});
  Locales wanted = strings_of(find(document, "languages"));
  Locales plain;  // what a plain string is in; none: there is no saying
  if (!wanted.empty()) {
    const std::string_view usual = string_at(document, "defaultLocale");
    plain = {usual.empty() ? wanted.front() : std::string(usual)};
  } else {
    for (const Place& place : walk.places) {
      const std::string_view name = std::string_view(place.pointer).substr(place.pointer.rfind('/') + 1);
      if (name == "preset") continue;  // nobody has chosen those
      for (const std::string& locale : place.locales) {
        if (!includes(wanted, locale)) wanted.push_back(locale);
      }
    }
    std::sort(wanted.begin(), wanted.end());
  }
  for (const Place& place : walk.places) {
    const Locales& given = place.locales.empty() ? plain : place.locales;
    if (given.empty()) continue;
    for (const std::string& language : wanted) {
      Locales enough = strings_of(find(find(document, "fallbacks") ? *find(document, "fallbacks") : Json(), language));
      enough.push_back(language);
      enough.emplace_back(config::language_of(language));
      const bool given_in_one =
          std::any_of(enough.begin(), enough.end(), [&](const std::string& one) { return includes(given, one); });
      if (!given_in_one) problems.warnings.push_back({place.pointer, join({"has no ", config::in_quotes(language)})});
    }
  }
}

}  // namespace canvass::cli

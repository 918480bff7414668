// canvass validate: what is wrong with a configuration, and where.
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/cli/commands.h"
#include "core/cli/input.h"
#include "core/cli/languages.h"
#include "core/cli/observation.h"
#include "core/cli/options.h"
#include "core/cli/terminal_text.h"
#include "core/config/builtin_packs.h"
#include "core/config/config.h"
#include "core/config/parts.h"
#include "core/guide/markdown.h"
#include "core/view/color.h"

namespace canvass::cli {

namespace {

std::string counted(size_t count, const char* what) {
  return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

void print(std::FILE* out, const std::string& file, const Problem& problem, const char* kind) {
  const std::string place = problem.pointer.empty() ? "" : problem.pointer + ": ";
  // Both may quote the document, which may come from anywhere.
  std::fprintf(out, "%s: %s%s%s\n", file.c_str(), one_line(place).c_str(), kind, one_line(problem.message).c_str());
}

// Surveys or guides whose time is over. Only here is it known what time it is.
template <typename Thing>
void warn_of_past(const Json& document, const char* list, const char* what, const std::vector<Thing>& things,
                  TimeMs now, Problems& problems) {
  const Json* items = find(document, list);
  for (size_t i = 0; items && items->is_array() && i < items->size(); ++i) {
    for (const Thing& thing : things) {
      if (thing.id != string_at((*items)[i], "id") || thing.until > now) continue;
      problems.warnings.push_back({join({"/", list, "/", std::to_string(i), "/schedule/until"}),
                                   join({"is over: the ", what, " will not show by itself any more"})});
    }
  }
}

// What readers of help articles would not see as it was meant.
void warn_of_markdown(const Json& articles, const std::string& place, Problems& problems) {
  const auto look = [&](const Json& json, const std::string& pointer) {
    const std::string* text = json.get_ptr<const std::string*>();
    const std::string wrong = text == nullptr ? std::string() : guide::why_not(*text);
    if (!wrong.empty()) problems.warnings.push_back({pointer, wrong});
  };
  for (size_t i = 0; articles.is_array() && i < articles.size(); ++i) {
    const Json* text = find(articles[i], "text");
    if (text == nullptr) continue;
    const std::string pointer = join({place, "/", std::to_string(i), "/text"});
    look(*text, pointer);
    const Json::object_t* languages = text->get_ptr<const Json::object_t*>();
    if (languages == nullptr) continue;
    for (const auto& [locale, version] : *languages) look(version, join({pointer, "/", config::escaped(locale)}));
  }
}

void warn_of_markdown(const Json& document, Problems& problems) {
  const Json* guides = find(document, "guides");
  for (size_t i = 0; guides && guides->is_array() && i < guides->size(); ++i) {
    const Json* articles = find((*guides)[i], "articles");
    if (articles) warn_of_markdown(*articles, join({"/guides/", std::to_string(i), "/articles"}), problems);
  }
}

std::string in_hex(uint32_t color) {
  char text[16];
  std::snprintf(text, sizeof text, "\"#%06x\"", color);
  return text;
}

std::string ratio_of(float ratio) {
  char text[16];
  std::snprintf(text, sizeof text, "%.1f:1",
                static_cast<double>(static_cast<int>(ratio * 10)) / 10);  // never up to 4.5
  return text;
}

// An accent that could not be read, and what the theme makes of it.
void warn_of_accent(const Json& document, const char* name, uint32_t chosen, bool dark, Problems& problems) {
  const Json* theme = find(document, "theme");
  if (theme == nullptr || !find(*theme, name)) return;
  const view::Accent used = view::accent_of(chosen, dark);
  const view::Color color = view::rgb(chosen);
  std::string wrong;
  if (used.fill != color) {
    wrong = join({"words on it have a contrast of ", ratio_of(view::contrast(color, used.on)),
                  " at most, and need 4.5:1: ", in_hex(view::hex_of(used.fill)), " is used instead"});
  }
  const float ratio = view::contrast(color, view::card_of(dark));
  if (ratio < view::kTextContrast) {
    if (!wrong.empty()) wrong += "; ";
    wrong +=
        join({"it has a contrast of ", ratio_of(ratio), dark ? " with a dark card" : " with a light card",
              ", and words, lines and focus rings need 4.5:1: ", in_hex(view::hex_of(used.text)), " is used for them"});
  }
  if (wrong.empty()) return;
  problems.warnings.push_back({join({"/theme/", name}), join({in_hex(chosen), ": ", wrong})});
}

void warn_of_accents(const Json& document, const view::Theme& theme, Problems& problems) {
  if (theme.mode != view::ColorMode::kDark) warn_of_accent(document, "accent", theme.accent_light, false, problems);
  if (theme.mode != view::ColorMode::kLight) warn_of_accent(document, "accentDark", theme.accent_dark, true, problems);
}

// Whether it is what a help panel loads, and no configuration.
bool is_articles_file(const Json& document) {
  if (document.is_array()) return !document.empty() && document[0].is_object() && find(document[0], "title");
  return document.is_object() && find(document, "articles") && !find(document, "canvass");
}

struct Checked {
  Problems problems;
  std::string content;  // "1 survey and 2 guides"
  bool usable = false;
};

Checked check_articles(const Json& document) {
  Checked checked;
  config::Help help;
  config::read_articles_file(document, checked.problems, help);
  if (document.is_array()) {
    warn_of_markdown(document, {}, checked.problems);
  } else {
    warn_of_markdown(*find(document, "articles"), "/articles", checked.problems);
  }
  checked.content = counted(help.articles.size(), "article");
  checked.usable = true;
  return checked;
}

Checked check_config(const std::string& text, const std::optional<Json>& document) {
  Checked checked;
  config::Config config;
  config::Packs packs;
  provide_all(packs);
  checked.problems = config::parse(text, config, &packs);
  if (config.usable) {
    warn_of_languages(*document, packs, checked.problems);
    warn_of_markdown(*document, checked.problems);
    check_observation(*document, checked.problems);
    warn_of_accents(*document, config.theme, checked.problems);
    const TimeMs now = static_cast<TimeMs>(std::time(nullptr)) * kSecond;
    warn_of_past(*document, "surveys", "survey", config.surveys, now, checked.problems);
    warn_of_past(*document, "guides", "guide", config.guides, now, checked.problems);
  }
  const size_t journeys = config.observation == nullptr ? 0 : config.observation->journeys.size();
  checked.content = counted(config.surveys.size(), "survey") + (journeys == 0 ? " and " : ", ") +
                    counted(config.guides.size(), "guide");
  if (journeys != 0) checked.content += " and " + counted(journeys, "journey");
  checked.usable = config.usable;
  return checked;
}

}  // namespace

void print_problems(std::FILE* out, const std::string& file, const Problems& problems) {
  for (const Problem& problem : problems.errors) print(out, file, problem, "");
  for (const Problem& problem : problems.warnings) print(out, file, problem, "warning: ");
}

void provide_all(config::Packs& packs) {
  for (const std::string_view name : config::builtin_pack_names()) {
    packs.provide(*parse_json(config::builtin_pack(name)));
  }
}

int validate(const std::vector<std::string>& arguments) {
  Options options;
  if (!parse_options(arguments, {{"json"}}, options)) return kUsage;
  if (options.files.size() != 1) {
    std::fputs("canvass: validate needs one configuration file, or - for the standard input\n", stderr);
    return kUsage;
  }
  const std::optional<std::string> text = read_file(options.files[0]);
  if (!text) return kUsage;

  const std::optional<Json> document = parse_json(*text);
  const bool articles = document && is_articles_file(*document);
  const auto [problems, content, usable] = articles ? check_articles(*document) : check_config(*text, document);
  if (options.has("json")) {
    const Json result = {
        {"ok", problems.ok()}, {"errors", to_json(problems.errors)}, {"warnings", to_json(problems.warnings)}};
    std::printf("%s\n", dump_json(result).c_str());
  } else {
    const std::string file = display_name(options.files[0]);
    print_problems(stdout, file, problems);
    const std::string warnings = counted(problems.warnings.size(), "warning");
    if (problems.ok()) {
      std::printf("%s: valid, %s, %s\n", file.c_str(), content.c_str(), warnings.c_str());
    } else {
      const std::string rest = usable ? "; what is left runs: " + content : "; nothing of it runs";
      std::printf("%s: not valid, %s, %s%s\n", file.c_str(), counted(problems.errors.size(), "error").c_str(),
                  warnings.c_str(), rest.c_str());
    }
  }
  return problems.ok() ? kOk : kFailed;
}

}  // namespace canvass::cli

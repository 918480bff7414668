// canvass validate: what is wrong with a configuration, and where.
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/cli/commands.h"
#include "core/cli/input.h"
#include "core/cli/languages.h"
#include "core/cli/options.h"
#include "core/cli/terminal_text.h"
#include "core/config/builtin_packs.h"
#include "core/config/config.h"

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

// Surveys whose time is over. Only here is it known what time it is.
void warn_of_past(const std::string& text, const config::Config& config, TimeMs now, Problems& problems) {
  const std::optional<Json> json = parse_json(text);
  const Json* list = json ? find(*json, "surveys") : nullptr;
  for (size_t i = 0; list && list->is_array() && i < list->size(); ++i) {
    for (const config::Survey& survey : config.surveys) {
      if (survey.id != string_at((*list)[i], "id") || survey.until > now) continue;
      problems.warnings.push_back({"/surveys/" + std::to_string(i) + "/schedule/until",
                                   "is over: the survey will not show by itself any more"});
    }
  }
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

  config::Config config;
  config::Packs packs;
  provide_all(packs);
  Problems problems = config::parse(*text, config, &packs);
  if (config.usable) warn_of_languages(*parse_json(*text), packs, problems);
  warn_of_past(*text, config, static_cast<TimeMs>(std::time(nullptr)) * kSecond, problems);
  if (options.has("json")) {
    const Json result = {
        {"ok", problems.ok()}, {"errors", to_json(problems.errors)}, {"warnings", to_json(problems.warnings)}};
    std::printf("%s\n", dump_json(result).c_str());
  } else {
    const std::string file = display_name(options.files[0]);
    print_problems(stdout, file, problems);
    const std::string content =
        counted(config.surveys.size(), "survey") + " and " + counted(config.guides.size(), "guide");
    const std::string warnings = counted(problems.warnings.size(), "warning");
    if (problems.ok()) {
      std::printf("%s: valid, %s, %s\n", file.c_str(), content.c_str(), warnings.c_str());
    } else {
      const std::string rest = config.usable ? "; what is left runs: " + content : "; nothing of it runs";
      std::printf("%s: not valid, %s, %s%s\n", file.c_str(), counted(problems.errors.size(), "error").c_str(),
                  warnings.c_str(), rest.c_str());
    }
  }
  return problems.ok() ? kOk : kFailed;
}

}  // namespace canvass::cli

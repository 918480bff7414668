// canvass report: what respondents said, from exported events.
#include "core/report/report.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "core/cli/commands.h"
#include "core/cli/input.h"
#include "core/cli/options.h"
#include "core/cli/progress.h"
#include "core/cli/read_events.h"
#include "core/cli/report_csv.h"
#include "core/cli/report_html.h"
#include "core/cli/report_json.h"
#include "core/cli/report_text.h"
#include "core/cli/terminal_text.h"
#include "core/config/suggest.h"
#include "core/report/plan.h"
#include "core/report/question.h"

namespace canvass::cli {

namespace {

// Names that are tried when there is nothing like the one that was asked for.
constexpr size_t kNamesSaid = 20;

bool parse(const std::vector<std::string>& arguments, Options& options) {
  const bool understood = parse_options(arguments,
                                        {{"survey", true},
                                         {"since", true},
                                         {"until", true},
                                         {"every", true},
                                         {"compare", true},
                                         {"by", true},
                                         {"config", true},
                                         {"tags", true},
                                         {"benchmarks", true},
                                         {"tickets", true},
                                         {"sus-estimate"},
                                         {"json"},
                                         {"csv"},
                                         {"html", true}},
                                        options);
  if (!understood) return false;
  if (options.files.empty()) {
    std::fputs("canvass: report needs a file of events, or - for the standard input\n", stderr);
    return false;
  }
  if (options.has("json") && options.has("csv")) {
    std::fputs("canvass: --json and --csv are two forms of the same output; choose one\n", stderr);
    return false;
  }
  if (options.value("html") == "-" && (options.has("json") || options.has("csv"))) {
    std::fputs("canvass: only one output can go to the standard output; give --html the name of a file\n", stderr);
    return false;
  }
  for (const char* once : {"survey", "since", "until", "every", "compare", "config", "tags", "benchmarks", "html"}) {
    if (options.values(once).size() < 2) continue;
    std::fprintf(stderr, "canvass: --%s can be given only once\n", once);
    return false;
  }
  int from_stdin = static_cast<int>(std::count(options.files.begin(), options.files.end(), "-"));
  for (const char* file : {"config", "tags", "benchmarks", "tickets"}) {
    for (const std::string& path : options.values(file)) from_stdin += path == "-" ? 1 : 0;
  }
  if (from_stdin > 1) {
    std::fputs("canvass: only one of the files can come from the standard input\n", stderr);
    return false;
  }
  return true;
}

// --- files beside the events ------------------------------------------------------------------------------------

// What is wrong with a file, said; what is left of it counts. False when nothing is.
struct Beside {
  int code = kOk;

  bool take(const std::string& path, const Problems& problems) {
    print_problems(stderr, "canvass: " + display_name(path), problems);
    if (problems.ok()) return true;
    code = kFailed;
    return std::none_of(problems.errors.begin(), problems.errors.end(),
                        [](const Problem& problem) { return problem.pointer.empty(); });
  }
};

// False when the command ends here, with beside.code.
bool read_beside(const Options& options, report::Report& report, Beside& beside) {
  const auto read = [&](const std::string& path, std::string& text) {
    std::optional<std::string> read = read_file(path);
    if (!read) {
      beside.code = kUsage;
      return false;
    }
    text = std::move(*read);
    if (starts_with(text, "\xef\xbb\xbf")) text.erase(0, 3);
    return true;
  };
  std::string text;
  Problems problems;
  if (const std::string path(options.value("config")); !path.empty()) {
    if (!read(path, text)) return false;
    report::Names names;
    problems = names.take(text);
    problems.warnings.clear();  // `canvass validate` has them; here only the texts matter
    if (!beside.take(path, problems)) return false;
    report.set_names(std::move(names));
    report::Plan plan = report::read_plan(parse_json(text).value_or(Json()));
    if (!beside.take(path, plan.problems)) return false;
    report.set_plan(std::move(plan));
  }
  if (const std::string path(options.value("tags")); !path.empty()) {
    if (!read(path, text)) return false;
    problems = {};
    report::Tags tags = report::parse_tags(text, problems);
    if (!beside.take(path, problems)) return false;
    report.set_tags(std::move(tags));
  }
  if (const std::string path(options.value("benchmarks")); !path.empty()) {
    if (!read(path, text)) return false;
    problems = {};
    metrics::Benchmarks benchmarks = metrics::parse_benchmarks(text, problems);
    if (!beside.take(path, problems)) return false;
    report.set_benchmarks(std::move(benchmarks));
  }
  if (const std::vector<std::string> paths = options.values("tickets"); !paths.empty()) {
    report::Tickets tickets;
    for (const std::string& path : paths) {
      if (!read(path, text)) return false;
      if (tickets.add_csv(text, display_name(path))) continue;
      const report::Located& wrong = tickets.malformed.back();
      std::fprintf(stderr, "canvass: %s:%lld: %s\n", display_name(path).c_str(), static_cast<long long>(wrong.line),
                   wrong.message.c_str());
      beside.code = kFailed;
      return false;
    }
    report.set_tickets(std::move(tickets));
  }
  return true;
}

// --- events --------------------------------------------------------------------------------------------------

bool read_all(const std::vector<std::string>& paths, report::Report& report) {
  // Who answered is not worth remembering unless there are signals or journeys to hold it against: with the first of
  // them reading begins anew.
  const auto enough = [&report] { return report.collection().lacks_people(); };
  Progress progress(paths);
  for (const std::string& path : paths) {
    progress.next_file();
    const auto drawn = [&](int64_t bytes, int64_t lines) { progress.read(bytes, lines); };
    if (!read_events(path, report, {.progress = drawn, .enough = enough})) return false;
    if (enough()) return true;
  }
  return true;
}

// Whether they can be read twice: not what comes through a pipe.
bool can_read_again(const std::vector<std::string>& paths) {
  return std::all_of(paths.begin(), paths.end(), [](const std::string& path) {
    std::error_code error;
    return path != "-" && std::filesystem::is_regular_file(path, error);
  });
}

// --- what is asked for ------------------------------------------------------------------------------------------

// Members of a question have the names of their options.
void say(const Problem& problem) {
  std::fprintf(stderr, "canvass: --%s: %s\n", problem.pointer.substr(1).c_str(), problem.message.c_str());
}

std::optional<report::Asked> asked_by(const Options& options) {
  report::Question question{.survey = std::string(options.value("survey")),
                            .by = options.values("by"),
                            .every = std::string(options.value("every")),
                            .compare = std::string(options.value("compare")),
                            .since = std::string(options.value("since")),
                            .until = std::string(options.value("until")),
                            .sus_estimate = options.has("sus-estimate")};
  Problem problem;
  std::optional<report::Asked> asked = report::understand(question, problem);
  if (asked && options.has("by") && asked->query.by.empty()) {
    problem = {"/by", "expected the name of a trait or another segment, such as locale"};
    asked.reset();
  }
  if (!asked) say(problem);
  return asked;
}

// --- names that are not there -----------------------------------------------------------------------------------

std::string instead(const std::string& wanted, const std::vector<std::string>& names) {
  const std::string guess = config::did_you_mean(wanted, {names.begin(), names.end()});
  if (!guess.empty()) return guess;
  if (names.empty()) return "";
  std::string all;
  for (size_t i = 0; i < names.size() && i < kNamesSaid; ++i) all += (all.empty() ? "" : ", ") + one_line(names[i]);
  return "; there is " + all + (names.size() > kNamesSaid ? ", …" : "");
}

void say_no_survey(const std::string& wanted, const report::Report& report) {
  const std::vector<std::string> ids = report.survey_ids();
  std::fprintf(stderr, "canvass: these events have no survey \"%s\"%s\n", wanted.c_str(), instead(wanted, ids).c_str());
}

// Whether every name of --by is one that responses can be told apart by.
bool has_segments(const std::vector<std::string>& by, const std::vector<report::SegmentName>& segments) {
  for (const std::string& wanted : by) {
    if (wanted == "*") continue;
    std::vector<std::string> names;
    const report::SegmentName* found = nullptr;
    for (const report::SegmentName& segment : segments) {
      if (segment.name == wanted) found = &segment;
      if (!segment.too_many) names.push_back(segment.name);
    }
    if (found && !found->too_many) continue;
    if (found) {
      std::fprintf(stderr, "canvass: --by: \"%s\" has more than %zu different values, which are no groups%s\n",
                   wanted.c_str(), report::kSegmentValues, instead(wanted, names).c_str());
    } else {
      std::fprintf(stderr, "canvass: --by: no response has \"%s\"%s\n", wanted.c_str(),
                   names.empty() ? "; there is nothing to tell responses apart by" : instead(wanted, names).c_str());
    }
    return false;
  }
  return true;
}

// --- output --------------------------------------------------------------------------------------------------

struct Page {
  std::string path;  // empty: none is wanted
  std::string text;  // the template
};

// Whether it is a file that this command reads.
bool is_read(const std::string& path, const Options& options) {
  std::vector<std::string> read = options.files;
  for (const char* file : {"config", "tags", "benchmarks", "tickets"}) {
    for (const std::string& other : options.values(file)) read.push_back(other);
  }
  std::error_code error;
  return std::any_of(read.begin(), read.end(), [&](const std::string& other) {
    return other != "-" && std::filesystem::equivalent(path, other, error);
  });
}

bool read_template(const Options& options, Page& page) {
  page.path = options.value("html");
  if (page.path.empty()) return true;
  if (is_read(page.path, options)) {
    std::fprintf(stderr, "canvass: --html: %s is one of the files that are read\n", page.path.c_str());
    return false;
  }
  const std::string path = standalone_template();
  std::FILE* file = path.empty() ? nullptr : std::fopen(path.c_str(), "rb");
  if (!file) {
    std::fprintf(stderr,
                 "canvass: --html needs %s, which is not there; `./dev build` makes it, or set CANVASS_DIST to the "
                 "folder dist\n",
                 path.empty() ? "report/standalone.html" : path.c_str());
    return false;
  }
  std::fclose(file);
  std::optional<std::string> text = read_file(path);
  if (!text) return false;
  page.text = std::move(*text);
  if (report_html(page.text, Json())) return true;
  std::fprintf(stderr, "canvass: --html: %s has no <script id=\"canvass-report\"> to put the report in\n",
               path.c_str());
  return false;
}

bool write_page(const Page& page, const Json& json) {
  const std::string text = *report_html(page.text, json);
  if (page.path == "-") {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return true;
  }
  std::string error;
  if (write_whole(page.path, text, error)) return true;
  std::fprintf(stderr, "canvass: cannot write %s: %s\n", page.path.c_str(), error.c_str());
  return false;
}

void print(const Options& options, const Page& page, const Json& json) {
  std::string text;
  if (options.has("json")) {
    text = dump_json(json) + '\n';
  } else if (options.has("csv")) {
    text = report_csv(json);
  } else if (page.path.empty()) {
    text = report_text(json);
  }
  std::fwrite(text.data(), 1, text.size(), stdout);
}

}  // namespace

int report(const std::vector<std::string>& arguments) {
  Options options;
  if (!parse(arguments, options)) return kUsage;
  const std::optional<report::Asked> asked = asked_by(options);
  if (!asked) return kUsage;
  Page page;
  if (!read_template(options, page)) return kUsage;

  // What nobody asks for need not be remembered.
  report::Collect collect{.segments = !asked->query.by.empty(),
                          .people = options.has("tickets") || !can_read_again(options.files)};
  report::Report report(collect);
  Beside beside;
  if (!read_beside(options, report, beside)) return beside.code;
  // An experiment may be about any of them: who came, and who asked for help.
  collect.activity = !report.plan().experiments.empty();
  collect.people = collect.people || collect.activity;
  report.start_again(collect);
  if (!read_all(options.files, report)) return kUsage;
  if (report.collection().lacks_people()) {
    collect.people = true;
    report.start_again(collect);
    if (!read_all(options.files, report)) return kUsage;
  }

  Problem problem;
  const std::optional<report::Query> query = report::query_of(*asked, report.collection().last_time(), problem);
  if (!query) {
    say(problem);
    return kUsage;
  }
  if (!has_segments(query->by, report.collection().segment_names())) return kFailed;
  const Json json = report.json(*query);
  print(options, page, json);
  if (!page.path.empty() && !write_page(page, json)) return kUsage;
  if (!query->survey.empty() && at(json, "surveys").empty()) {
    say_no_survey(query->survey, report);
    return kFailed;
  }
  const bool nothing = count_at(json, "events") == 0 && count_at(json, "malformedCount") > 0;
  return nothing ? kFailed : beside.code;
}

}  // namespace canvass::cli

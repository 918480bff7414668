// canvass report: what respondents said, from exported events.
#include "core/report/report.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/text.h"
#include "core/cli/commands.h"
#include "core/cli/input.h"
#include "core/cli/options.h"
#include "core/config/suggest.h"

namespace canvass::cli {

namespace {

constexpr size_t kVerbatimsShown = 5;
constexpr size_t kMalformedShown = 10;
constexpr int kBarWidth = 30;

// --- reading the report's JSON, whose shape docs/report.md promises ---------------------------------------

const Json& at(const Json& object, std::string_view key) {
  static const Json nothing;
  const Json* value = find(object, key);
  return value ? *value : nothing;
}

int64_t count_at(const Json& object, std::string_view key) { return integer_at(object, key).value_or(0); }
std::string text_at(const Json& object, std::string_view key) { return std::string(string_at(object, key)); }

std::string decimals(double number, const char* format) {
  char text[64];
  std::snprintf(text, sizeof text, format, number);
  // A number that rounds to zero has no sign.
  const bool zero = std::string_view(text).find_first_of("123456789") == std::string_view::npos;
  return zero && (text[0] == '-' || text[0] == '+') ? text + 1 : text;
}

std::string decimals_of(const Json& number, const char* format) {
  return number.is_number() ? decimals(number.get<double>(), format) : "-";
}

std::string share(int64_t part, int64_t whole) {
  return whole > 0 ? decimals(100.0 * static_cast<double>(part) / static_cast<double>(whole), "%.1f %%") : "-";
}

// A respondent's words on one line: nothing in them may move the terminal's cursor or change its colours. C1 controls
// are two bytes in UTF-8, C2 80 to C2 9F.
std::string one_line(std::string_view text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (byte < 0x20 || byte == 0x7F || c1) {
      if (!result.empty() && result.back() != ' ') result += ' ';
      if (c1) ++i;
    } else {
      result += text[i];
    }
  }
  return result;
}

// --- a table with aligned columns -------------------------------------------------------------------------

using Row = std::vector<std::string>;

void print_table(const std::vector<Row>& rows, const std::vector<bool>& right) {
  std::vector<size_t> widths(right.size());
  for (const Row& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], count_characters(row[i]));
  }
  for (const Row& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - count_characters(row[i]), ' ');
      line += right[i] ? padding + row[i] : row[i] + padding;
      line += "  ";
    }
    line.erase(line.find_last_not_of(' ') + 1);
    std::printf("%s\n", line.c_str());
  }
}

// --- the parts of the report ------------------------------------------------------------------------------

std::string metric_label(const Json& entry) {
  if (at(entry, "metric") == "nps") return "NPS";
  if (at(entry, "metric") != "ces") return "-";
  return "CES " + text_at(entry, "variant") +
         (at(entry, "direction") == "higher_is_easier" ? ", higher is easier" : ", lower is easier");
}

std::string interval_label(const Json& entry) {
  const Json& score = at(at(entry, "intervals"), "score");
  if (!score.is_array() || score.size() != 2) return "-";
  return decimals_of(score[0], "%+.1f") + " to " + decimals_of(score[1], "%+.1f");
}

void print_overview(const Json& surveys) {
  std::vector<Row> rows = {{"SURVEY", "METRIC", "ANSWERS", "SCORE", "STD ERROR", "95 % INTERVAL", "SHOWN", "STARTED",
                            "COMPLETED", "DISMISSED"}};
  for (const Json& entry : surveys) {
    const bool nps = at(entry, "metric") == "nps";
    rows.push_back({one_line(text_at(entry, "id")), metric_label(entry), decimal(count_at(entry, "n")),
                    decimals_of(at(entry, "value"), nps ? "%+.1f" : "%.2f"),
                    decimals_of(at(entry, "se"), nps ? "%.1f" : "%.2f"), interval_label(entry),
                    decimal(count_at(entry, "shown")), decimal(count_at(entry, "started")),
                    decimal(count_at(entry, "completed")), decimal(count_at(entry, "dismissed"))});
  }
  print_table(rows, {false, false, true, true, true, true, true, true, true, true});
}

void print_guides(const Json& guides) {
  if (guides.empty()) return;
  std::vector<Row> rows = {{"GUIDE", "SHOWN", "COMPLETED", "DISMISSED", "ANCHOR MISSING"}};
  for (const Json& guide : guides) {
    rows.push_back({one_line(text_at(guide, "id")), decimal(count_at(guide, "shown")),
                    decimal(count_at(guide, "completed")), decimal(count_at(guide, "dismissed")),
                    decimal(count_at(guide, "missing"))});
  }
  std::printf("\n");
  print_table(rows, {false, true, true, true, true});
}

void print_groups(const Json& entry, int64_t n) {
  const bool nps = at(entry, "metric") == "nps";
  const Json& counts = at(entry, "counts");
  std::string line;
  for (const char* group : nps ? std::vector<const char*>{"promoters", "passives", "detractors"}
                               : std::vector<const char*>{"easy", "neutral", "difficult"}) {
    const int64_t count = count_at(counts, group);
    line += (line.empty() ? "  " : ", ") + std::string(group) + ' ' + decimal(count) + " (" + share(count, n) + ')';
  }
  std::printf("%s\n", line.c_str());
}

void print_distribution(const Json& entry, int64_t n) {
  int64_t most = 1;
  for (const Json& bar : at(entry, "distribution")) most = std::max(most, count_at(bar, "count"));
  std::vector<Row> rows;
  for (const Json& bar : at(entry, "distribution")) {
    const int64_t count = count_at(bar, "count");
    const auto length = static_cast<size_t>((count * kBarWidth + most - 1) / most);  // one answer is seen, however few
    rows.push_back({"", decimal(count_at(bar, "value")), decimal(count), share(count, n), std::string(length, '#')});
  }
  print_table(rows, {false, true, true, true, false});
}

void print_verbatims(const Json& entry) {
  const Json& verbatims = at(entry, "verbatims");
  if (verbatims.empty()) return;
  const int64_t all = count_at(entry, "verbatimCount");
  const size_t shown = std::min(verbatims.size(), kVerbatimsShown);
  const std::string which = ", newest " + std::to_string(shown) + " of " + decimal(all);
  std::printf("\n  in their own words%s:\n", static_cast<int64_t>(shown) < all ? which.c_str() : "");
  std::vector<Row> rows;
  for (size_t i = 0; i < shown; ++i) {
    const Json& verbatim = verbatims[i];
    const Json& score = at(verbatim, "score");
    rows.push_back({"", text_at(verbatim, "timestamp").substr(0, 10),
                    score.is_number() ? decimal(count_at(verbatim, "score")) : "-", text_at(verbatim, "category"),
                    one_line(string_at(verbatim, "text"))});
  }
  print_table(rows, {false, false, true, false, false});
}

void print_entry(const Json& entry) {
  const int64_t n = count_at(entry, "n");
  if (n == 0 && at(entry, "verbatims").empty()) return;
  const std::string question = one_line(string_at(entry, "question"));
  std::printf("\n%s: %s%s\n", one_line(string_at(entry, "id")).c_str(), metric_label(entry).c_str(),
              question.empty() ? "" : (", question \"" + question + "\"").c_str());
  if (n > 0) {
    print_groups(entry, n);
    print_distribution(entry, n);
  }
  print_verbatims(entry);
}

std::string plural(int64_t count, const char* what) { return decimal(count) + ' ' + what + (count == 1 ? "" : "s"); }

std::string place_of(const Json& malformed) {
  const std::string file = text_at(malformed, "file");
  return (file.empty() ? "" : file + ":") + decimal(count_at(malformed, "line"));
}

void print_notes(const Json& report) {
  std::string line = plural(count_at(report, "events"), "event");
  if (const int64_t count = count_at(report, "duplicates")) line += ", " + plural(count, "duplicate") + " left out";
  if (const int64_t count = count_at(report, "rejected")) {
    line += ", " + plural(count, "answer") + " rejected (not on the scale)";
  }
  if (const int64_t count = count_at(report, "other")) line += ", " + decimal(count) + " about something else";
  std::printf("\n%s.\n", line.c_str());
  const int64_t malformed = count_at(report, "malformedCount");
  if (malformed == 0) return;
  std::printf("Not readable as events: %s.\n", decimal(malformed).c_str());
  const Json& list = at(report, "malformed");
  for (size_t i = 0; i < list.size() && i < kMalformedShown; ++i) {
    std::printf("  %s: %s\n", place_of(list[i]).c_str(), one_line(string_at(list[i], "message")).c_str());
  }
  if (malformed > static_cast<int64_t>(kMalformedShown)) std::printf("  … (--json has more)\n");
}

void print_report(const Json& report) {
  const Json& surveys = at(report, "surveys");
  if (surveys.empty()) {
    std::printf("No survey in these events.\n");
  } else {
    print_overview(surveys);
    for (const Json& entry : surveys) print_entry(entry);
  }
  print_guides(at(report, "guides"));
  print_notes(report);
}

void say_no_survey(const std::string& wanted, const Json& surveys) {
  std::vector<std::string> ids;
  std::string all;
  for (const Json& entry : surveys) {
    ids.push_back(text_at(entry, "id"));
    all += (all.empty() ? "" : ", ") + ids.back();
  }
  const std::string guess = config::did_you_mean(wanted, {ids.begin(), ids.end()});
  const std::string rest = !guess.empty() ? guess : all.empty() ? "" : "; there is " + all;
  std::fprintf(stderr, "canvass: these events have no survey \"%s\"%s\n", wanted.c_str(), rest.c_str());
}

}  // namespace

int report(const std::vector<std::string>& arguments) {
  Options options;
  if (!parse_options(arguments, {{"json"}, {"survey", true}}, options)) return kUsage;
  if (options.files.empty()) {
    std::fputs("canvass: report needs a file of events, or - for the standard input\n", stderr);
    return kUsage;
  }

  report::Report report;
  std::string line;
  for (const std::string& path : options.files) {
    const std::string source = display_name(path);
    LineReader lines(path);
    while (lines.next(line)) {
      const report::Place place{source, lines.number()};
      lines.cut() ? report.add_malformed("a line of more than 4 MB", place) : report.add_line(line, place);
    }
    if (lines.failed()) return kUsage;
  }

  const std::string wanted(options.value("survey"));
  const Json json = report.json({.survey = wanted});
  options.has("json") ? void(std::printf("%s\n", dump_json(json).c_str())) : print_report(json);
  if (!wanted.empty() && at(json, "surveys").empty()) {
    say_no_survey(wanted, at(report.json(), "surveys"));
    return kFailed;
  }
  return count_at(json, "events") == 0 && count_at(json, "malformedCount") > 0 ? kFailed : kOk;
}

}  // namespace canvass::cli

#include "core/cli/report_text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/text.h"
#include "core/cli/report_json.h"
#include "core/cli/terminal_text.h"

namespace canvass::cli {

namespace {

constexpr size_t kVerbatimsShown = 5;
constexpr size_t kMalformedShown = 10;
constexpr size_t kPeriodsShown = 26;
constexpr size_t kGroupsShown = 12;
constexpr size_t kThemesShown = 10;
constexpr size_t kOptionsShown = 20;
constexpr int kBarWidth = 30;
constexpr size_t kTrackWidth = 20;
constexpr size_t kPageWidth = 20;

// --- numbers ----------------------------------------------------------------------------------------------

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

std::string percent_of(const Json& number) { return decimals_of(number, "%.1f %%"); }

std::string share(int64_t part, int64_t whole) {
  return whole > 0 ? decimals(100.0 * static_cast<double>(part) / static_cast<double>(whole), "%.1f %%") : "-";
}

std::string plural(int64_t count, std::string_view what) {
  return join({decimal(count), " ", what, count == 1 ? "" : "s"});
}

std::string p_text(double p) { return p < 0.001 ? "< 0.001" : decimals(p, "%.3f"); }

std::string duration(double ms) {
  const double seconds = ms / 1000;
  if (seconds < 9.95) return decimals(seconds, "%.1f s");
  if (seconds < 99.5) return decimals(seconds, "%.0f s");
  if (seconds < 99.5 * 60) return decimals(seconds / 60, seconds < 9.95 * 60 ? "%.1f min" : "%.0f min");
  if (seconds < 48 * 3600) return decimals(seconds / 3600, "%.1f h");
  return decimals(seconds / 86400, "%.1f days");
}

std::string date_of(const Json& object, std::string_view key) { return text_at(object, key).substr(0, 10); }

// The last day of a period, whose end is the first moment after it.
std::string span_of(const Json& from, const Json& to) {
  return from.is_string() && to.is_string() ? join({from.get_ref<const std::string&>().substr(0, 10), " to ",
                                                    to.get_ref<const std::string&>().substr(0, 10)})
                                            : std::string();
}

// How the numbers of an entry are written.
struct Style {
  const char* value = "%.2f";
  const char* change = "%+.2f";
  const char* unit = "";  // after a value in a sentence
};

Style style_of(const Json& entry) {
  if (at(entry, "unit") == "points" || at(entry, "metric") == "nps") return {"%+.1f", "%+.1f", ""};
  if (at(entry, "unit") == "percent") return {"%.1f", "%+.1f", " %"};
  const Json& range = at(entry, "range");
  const bool hundred = range.is_array() && range.size() == 2 && number_of(range[1]).value_or(0) >= 50;
  return hundred ? Style{"%.1f", "%+.1f", ""} : Style{};
}

std::string ends_of(const Json& interval, const char* format) {
  const Json& low = at(interval, "low");
  const Json& high = at(interval, "high");
  if (!low.is_number() || !high.is_number()) return "-";
  return decimals_of(low, format) + " to " + decimals_of(high, format);
}

const char* method_name(std::string_view method) {
  constexpr std::pair<std::string_view, const char*> names[] = {{"score", "score"},
                                                                {"t", "t"},
                                                                {"wilson", "Wilson"},
                                                                {"fisherZ", "Fisher z"},
                                                                {"newcombe", "Newcombe"},
                                                                {"welch", "Welch"},
                                                                {"adjustedWald", "adjusted Wald"},
                                                                {"permutation", "permutation"},
                                                                {"order", "order statistics"},
                                                                {"hodgesLehmann", "Hodges-Lehmann"},
                                                                {"mannWhitney", "Mann-Whitney"}};
  for (const auto& [key, name] : names) {
    if (key == method) return name;
  }
  return "";
}

std::string metric_label(const Json& entry) {
  const std::string metric = text_at(entry, "metric");
  const std::string variant = text_at(entry, "variant");
  if (metric == "nps") return variant == "enps" ? "eNPS" : variant == "npsB2b" ? "NPS (B2B)" : "NPS";
  if (metric == "ces") {
    const bool up = at(entry, "direction") == "higher_is_easier";
    return join({"CES ", variant, up ? ", higher is easier" : ", lower is easier"});
  }
  constexpr std::pair<std::string_view, const char*> names[] = {
      {"csat", "CSAT, top-2 box"}, {"rating", "rating, mean"}, {"seq", "SEQ, mean"}, {"sus", "SUS"},
      {"umuxLite", "UMUX-Lite"},   {"suprq", "SUPR-Q"},        {"csi", "CSI"},       {"pmf", "PMF, very disappointed"}};
  for (const auto& [key, name] : names) {
    if (key == metric) return name;
  }
  return metric.empty() ? "-" : one_line(metric);
}

// --- intervals as a drawing ---------------------------------------------------------------------------------

// Values and intervals above one another on one scale: "   |---o----|   ".
struct Track {
  double low = 0, high = 1;

  size_t column(double value) const {
    const double place = (value - low) / (high - low) * static_cast<double>(kTrackWidth - 1);
    return static_cast<size_t>(std::lround(std::clamp(place, 0.0, static_cast<double>(kTrackWidth - 1))));
  }

  std::string draw(const Json& score) const {
    const std::optional<double> value = number_at(score, "value");
    if (!value) return "";
    std::string line(kTrackWidth, ' ');
    const Json& interval = at(score, "interval");
    const std::optional<double> from = number_at(interval, "low"), to = number_at(interval, "high");
    if (from && to) {
      const size_t first = column(*from), last = column(*to);
      for (size_t i = first; i <= last; ++i) line[i] = '-';
      line[first] = line[last] = '|';
    }
    line[column(*value)] = 'o';
    return line;
  }

  std::string header(const char* format) const {
    const std::string left = decimals(low, format), right = decimals(high, format);
    const size_t used = left.size() + right.size();
    return used < kTrackWidth ? left + std::string(kTrackWidth - used, ' ') + right : "";
  }
};

// From the lowest end to the highest, but not beyond what the score can be: an interval of few answers may be wider.
Track track_of(const std::vector<const Json*>& scores, const Json& range) {
  std::vector<double> ends;
  for (const Json* score : scores) {
    for (const std::optional<double>& end : {number_at(*score, "value"), number_at(at(*score, "interval"), "low"),
                                             number_at(at(*score, "interval"), "high")}) {
      if (end) ends.push_back(*end);
    }
  }
  if (ends.empty()) return {};
  Track track{*std::min_element(ends.begin(), ends.end()), *std::max_element(ends.begin(), ends.end())};
  if (range.is_array() && range.size() == 2) {
    track.low = std::max(track.low, number_of(range[0]).value_or(track.low));
    track.high = std::min(track.high, number_of(range[1]).value_or(track.high));
  }
  if (track.high <= track.low) {
    track.low -= 1;
    track.high += 1;
  }
  return track;
}

std::string bar(double part, double most) {
  if (!(part > 0) || !(most > 0)) return "";
  // One answer is seen, however few it is among the others.
  return std::string(static_cast<size_t>(std::ceil(std::min(part / most, 1.0) * kBarWidth - 1e-9)), '#');
}

// "yes, up": whether the difference is there at all. Where less is better, that is said.
std::string verdict_text(const Json& difference, bool lower_is_better) {
  const std::string verdict = text_at(difference, "verdict");
  if (verdict == "up") return lower_is_better ? "yes, up (worse)" : "yes, up";
  if (verdict == "down") return lower_is_better ? "yes, down (better)" : "yes, down";
  return difference.is_object() ? "not clear" : "";
}

std::string p_of(const Json& difference) {
  const std::optional<double> adjusted = number_at(difference, "pAdjusted");
  const std::optional<double> p = adjusted ? adjusted : number_at(difference, "p");
  return p ? p_text(*p) : "-";
}

void heading(std::string& out, std::string_view text) { out += join({"\n  ", text, "\n"}); }

void sentence(std::string& out, std::string_view text) { append_wrapped(out, text, 4); }

// --- the overview -------------------------------------------------------------------------------------------

void append_overview(std::string& out, const Json& surveys) {
  std::vector<TableRow> rows = {{"SURVEY", "METRIC", "ANSWERS", "SCORE", "95 % INTERVAL", "SHOWN", "RESPONDED"}};
  for (const Json& entry : surveys) {
    const Style style = style_of(entry);
    rows.push_back({one_line(text_at(entry, "id")), metric_label(entry), decimal(count_at(entry, "n")),
                    decimals_of(at(entry, "value"), style.value) + (number_at(entry, "value") ? style.unit : ""),
                    ends_of(at(entry, "interval"), style.value), decimal(count_at(entry, "shown")),
                    share(count_at(entry, "started"), count_at(entry, "shown"))});
  }
  append_table(out, rows, {.align = "llrrrrr", .shrink = 0});
}

// --- the sections of an entry -------------------------------------------------------------------------------

void append_findings(std::string& out, const Json& entry) {
  const Json& findings = list_at(entry, "findings");
  if (findings.empty()) return;
  heading(out, "What it says");
  for (const Json& finding : findings) append_wrapped(out, one_line(string_at(finding, "text")), 4, "- ");
}

std::string groups_line(const Json& entry) {
  const Json& counts = at(entry, "counts");
  if (!counts.is_object()) return "";
  std::vector<std::string> names;
  for (const char* group : {"promoters", "passives", "detractors", "easy", "neutral", "difficult", "satisfied",
                            "dissatisfied", "veryDisappointed", "others"}) {
    if (counts.contains(group)) names.push_back(group);
  }
  std::string line;
  for (const std::string& group : names) {
    const int64_t count = count_at(counts, group);
    line += join({line.empty() ? "" : ", ", group, " ", decimal(count), " (", share(count, count_at(entry, "n")), ")"});
  }
  return line;
}

std::string score_line(const Json& entry, const Style& style) {
  std::string line = decimals_of(at(entry, "value"), style.value) + style.unit;
  const Json& range = at(entry, "range");
  if (at(entry, "unit") == "mean" && range.is_array() && range.size() == 2) {
    line += join({" on a scale of ", decimals_of(range[0], "%g"), " to ", decimals_of(range[1], "%g")});
  }
  const Json& interval = at(entry, "interval");
  if (interval.is_object()) {
    const double confidence = number_at(interval, "confidence").value_or(0.95);
    line += join({", ", decimals(100 * confidence, "%g"), " % interval ", ends_of(interval, style.value), style.unit,
                  " (", method_name(string_at(interval, "method")), ")"});
  }
  if (number_at(entry, "se")) line += ", standard error " + decimals_of(at(entry, "se"), "%.2f");
  line += join({", from ", plural(count_at(entry, "n"), "answer"), "."});
  return line;
}

const char* share_name(std::string_view name) {
  return name == "easy"               ? "found it easy"
         : name == "top2"             ? "chose one of the two best points"
         : name == "veryDisappointed" ? "would be very disappointed"
                                      : nullptr;
}

void append_more_of_score(std::string& out, const Json& entry, const Style& style) {
  const Json& part = at(entry, "share");
  if (part.is_object() && number_at(part, "value")) {
    const char* name = share_name(string_at(part, "name"));
    sentence(out, join({percent_of(at(part, "value")), " (", ends_of(at(part, "interval"), "%.1f"), " %) ",
                        name ? std::string_view(name) : string_at(part, "name"), "."}));
  }
  const Json& mean = at(entry, "mean");
  if (number_at(mean, "value")) {
    sentence(out, join({"Mean ", decimals_of(at(mean, "value"), "%.2f"), " (", ends_of(at(mean, "interval"), "%.2f"),
                        ")."}));
  }
  const Json& passives = at(entry, "passives");
  const Json& at_risk = at(passives, "atRisk");
  if (number_at(passives, "share")) {
    std::string line =
        join({"Passives ", percent_of(at(passives, "share")), " (", ends_of(at(passives, "interval"), "%.1f"), " %)"});
    if (number_at(at_risk, "share")) {
      line += join({"; of them ", percent_of(at(at_risk, "share")), " (", ends_of(at(at_risk, "interval"), "%.1f"),
                    " %) at risk, having answered 7"});
    }
    sentence(out, line + '.');
  }
  if (const std::string grade = text_at(entry, "grade"); !grade.empty()) {
    const std::string adjective = text_at(entry, "adjective");
    sentence(out, join({"Grade ", grade, adjective.empty() ? "" : ", \"", adjective, adjective.empty() ? "." : "\"."}));
  }
  const Json& estimate = at(entry, "susEstimate");
  if (number_at(estimate, "value")) {
    sentence(out, join({"SUS as a regression estimates it: ", decimals_of(at(estimate, "value"), "%.1f"), ". ",
                        one_line(string_at(estimate, "caveat"))}));
  }
  const Json& unweighted = at(entry, "unweighted");
  if (number_at(unweighted, "value")) {
    sentence(out, join({"Unweighted: ", decimals_of(at(unweighted, "value"), style.value), " (",
                        ends_of(at(unweighted, "interval"), style.value), ")."}));
  }
  const Json& needed = at(entry, "needed");
  if (const int64_t n = count_at(needed, "n"); n > count_at(entry, "n")) {
    sentence(out, join({decimal(n), " answers would tell it to within ±", decimals_of(at(needed, "margin"), "%g"),
                        style.unit, "."}));
  }
}

void append_distribution(std::string& out, const Json& entry) {
  const Json& distribution = list_at(entry, "distribution");
  if (distribution.empty()) return;
  int64_t most = 0, all = 0;
  for (const Json& point : distribution) {
    most = std::max(most, count_at(point, "count"));
    all += count_at(point, "count");
  }
  std::vector<TableRow> rows;
  for (const Json& point : distribution) {
    const int64_t count = count_at(point, "count");
    std::string value = decimals_of(at(point, "value"), "%g");
    if (number_at(point, "to")) value += " to " + decimals_of(at(point, "to"), "%g");
    rows.push_back(
        {value, decimal(count), share(count, all), bar(static_cast<double>(count), static_cast<double>(most))});
  }
  out += '\n';
  append_table(out, rows, {.align = "rrrl", .indent = 4});
}

void append_score(std::string& out, const Json& entry, const Style& style) {
  if (count_at(entry, "n") == 0) return;
  heading(out, "Score");
  sentence(out, score_line(entry, style));
  if (const std::string groups = groups_line(entry); !groups.empty()) sentence(out, groups + '.');
  append_more_of_score(out, entry, style);
  append_distribution(out, entry);
}

void append_factors(std::string& out, const Json& entry) {
  const Json& factors = list_at(entry, "factors");
  if (factors.empty()) return;
  heading(out, "Factors");
  const Style style = style_of(entry);
  const bool weights = std::any_of(factors.begin(), factors.end(),
                                   [](const Json& factor) { return number_at(factor, "importance").has_value(); });
  std::vector<TableRow> rows = {{"FACTOR", "ANSWERS", "SCORE", "95 % INTERVAL", weights ? "IMPORTANCE" : ""}};
  for (const Json& factor : factors) {
    rows.push_back({one_line(label_of(factor, "name")), decimal(count_at(factor, "n")),
                    decimals_of(at(factor, "value"), style.value), ends_of(at(factor, "interval"), style.value),
                    weights ? decimals_of(at(factor, "importance"), "%.2f") : ""});
  }
  append_table(out, rows, {.align = "lrrrr", .indent = 4, .shrink = 0});
}

std::string rate_line(const Json& rate, std::string_view name) {
  if (!number_at(rate, "value")) return "";
  return join({name, " ", percent_of(at(rate, "value")), " (", ends_of(at(rate, "interval"), "%.1f"), " %)"});
}

std::string time_line(const Json& times, std::string_view name) {
  if (!number_at(times, "median")) return "";
  return join({name, ": median ", duration(*number_at(times, "median")), ", 9 of 10 within ",
               duration(number_at(times, "p90").value_or(0))});
}

void append_funnel(std::string& out, const Json& entry) {
  const Json& funnel = at(entry, "funnel");
  if (!funnel.is_object()) return;
  const int64_t shown = count_at(funnel, "shown"), started = count_at(funnel, "started");
  if (shown + started == 0) return;
  heading(out, "Funnel");
  sentence(out, join({"shown ", decimal(shown), " > started ", decimal(started), " > completed ",
                      decimal(count_at(funnel, "completed")), "; dismissed ", decimal(count_at(funnel, "dismissed")),
                      ", abandoned ", decimal(count_at(funnel, "abandoned")), "."}));
  std::string rates = rate_line(at(funnel, "responseRate"), "Response rate");
  const std::string completion =
      rate_line(at(funnel, "completionRate"), rates.empty() ? "Completion rate" : "completion rate");
  rates += (rates.empty() || completion.empty() ? "" : ", ") + completion;
  if (!rates.empty()) sentence(out, rates + '.');
  for (const std::string& line : {time_line(at(funnel, "timeToAnswer"), "Time to the first answer"),
                                  time_line(at(funnel, "duration"), "Time to the end")}) {
    if (!line.empty()) sentence(out, line + '.');
  }
  const Json& questions = list_at(funnel, "questions");
  if (questions.empty()) return;
  std::vector<TableRow> rows = {{"QUESTION", "KIND", "REACHED", "ANSWERED", "LEFT THERE", "DROP-OFF"}};
  for (const Json& question : questions) {
    rows.push_back({one_line(text_at(question, "question")), one_line(text_at(question, "kind")),
                    decimal(count_at(question, "reached")), decimal(count_at(question, "answered")),
                    decimal(count_at(question, "left")), percent_of(at(question, "share"))});
  }
  out += '\n';
  append_table(out, rows, {.align = "llrrrr", .indent = 4, .shrink = 0});
}

void append_trend(std::string& out, const Json& entry, const Style& style) {
  const Json& trend = list_at(entry, "trend");
  if (!trend.is_array() || trend.size() < 2) return;
  const size_t skipped = trend.size() > kPeriodsShown ? trend.size() - kPeriodsShown : 0;
  heading(out,
          join({"Trend by ", string_at(entry, "every"),
                skipped ? ", newest " + decimal(kPeriodsShown) + " of " + decimal(static_cast<int64_t>(trend.size()))
                        : std::string()}));
  std::vector<const Json*> periods;
  for (size_t i = skipped; i < trend.size(); ++i) periods.push_back(&trend[i]);
  const Track track = track_of(periods, at(entry, "range"));
  const bool lower = at(entry, "better") == "lower";
  std::vector<TableRow> rows = {
      {"PERIOD", "ANSWERS", "SCORE", "95 % INTERVAL", track.header(style.value), "CHANGE", "P", "REAL CHANGE?"}};
  bool compared = false;
  for (const Json* period : periods) {
    const Json& change = at(*period, "change");
    compared = compared || change.is_object();
    rows.push_back({one_line(text_at(*period, "name")), decimal(count_at(*period, "n")),
                    decimals_of(at(*period, "value"), style.value), ends_of(at(*period, "interval"), style.value),
                    track.draw(*period), change.is_object() ? decimals_of(at(change, "delta"), style.change) : "",
                    change.is_object() ? p_of(change) : "", verdict_text(change, lower)});
  }
  append_table(out, rows, {.align = "lrrrlrrl", .indent = 4});
  if (compared) sentence(out, "Changes are against the period before; p is adjusted for their number (Holm).");
}

void append_compare(std::string& out, const Json& entry, const Style& style) {
  const Json& compare = at(entry, "compare");
  if (!compare.is_object()) return;
  const Json& before = at(compare, "before");
  const Json& after = at(compare, "after");
  heading(out, join({one_line(string_at(after, "name")), " compared with ", one_line(string_at(before, "name"))}));
  const Track track = track_of({&before, &after}, at(entry, "range"));
  std::vector<TableRow> rows = {{"PERIOD", "ANSWERS", "SCORE", "95 % INTERVAL", track.header(style.value)}};
  for (const Json* period : {&before, &after}) {
    rows.push_back({one_line(text_at(*period, "name")), decimal(count_at(*period, "n")),
                    decimals_of(at(*period, "value"), style.value), ends_of(at(*period, "interval"), style.value),
                    track.draw(*period)});
  }
  append_table(out, rows, {.align = "lrrrl", .indent = 4, .shrink = 0});
  const Json& difference = at(compare, "difference");
  if (!difference.is_object()) {
    sentence(out, "There are too few answers in one of them to tell a difference.");
    return;
  }
  const std::string verdict = text_at(difference, "verdict");
  const bool lower = at(entry, "better") == "lower";
  const bool better = (verdict == "up") != lower;
  sentence(out, join({"Difference ", decimals_of(at(difference, "delta"), style.change), style.unit, " (",
                      ends_of(at(difference, "interval"), style.change), "), p ", p_of(difference), ", ",
                      method_name(string_at(difference, "method")), ". ",
                      verdict == "unclear" ? "No real change can be told from chance."
                      : better             ? "A real change, for the better."
                                           : "A real change, for the worse."}));
}

void append_segments(std::string& out, const Json& entry, const Style& style) {
  for (const Json& segment : list_at(entry, "segments")) {
    const Json& groups = list_at(segment, "groups");
    if (groups.empty()) continue;
    heading(out, join({"By ", one_line(string_at(segment, "by"))}));
    const size_t shown = std::min(groups.size(), kGroupsShown);
    std::vector<const Json*> scores;
    for (size_t i = 0; i < shown; ++i) scores.push_back(&groups[i]);
    const Track track = track_of(scores, at(entry, "range"));
    const bool lower = at(entry, "better") == "lower";
    std::vector<TableRow> rows = {
        {"GROUP", "ANSWERS", "SCORE", "95 % INTERVAL", track.header(style.value), "VS REST", "P", "DIFFERENT?"}};
    for (const Json* group : scores) {
      const Json& versus = at(*group, "versusRest");
      rows.push_back({one_line(text_at(*group, "name")), decimal(count_at(*group, "n")),
                      decimals_of(at(*group, "value"), style.value), ends_of(at(*group, "interval"), style.value),
                      track.draw(*group), versus.is_object() ? decimals_of(at(versus, "delta"), style.change) : "",
                      versus.is_object() ? p_of(versus) : "", verdict_text(versus, lower)});
    }
    append_table(out, rows, {.align = "lrrrlrrl", .indent = 4, .shrink = 0});
    std::string note;
    if (shown < groups.size()) {
      note = join({"The largest ", decimal(static_cast<int64_t>(shown)), " of ",
                   decimal(static_cast<int64_t>(groups.size())), " groups. "});
    }
    if (const int64_t comparisons = count_at(segment, "comparisons"); comparisons > 0) {
      note += join({"Each against all others; p is adjusted for ", plural(comparisons, "comparison"), " (Holm). "});
    }
    if (const int64_t missing = count_at(segment, "missing"); missing > 0) {
      note += join({plural(missing, "answer"), missing == 1 ? " has" : " have", " no ",
                    one_line(string_at(segment, "by")), "."});
    }
    sentence(out, note);
  }
}

void append_drivers(std::string& out, const Json& entry) {
  const Json& drivers = at(entry, "drivers");
  const Json& factors = list_at(drivers, "factors");
  if (factors.empty()) return;
  heading(out, "What moves the score");
  std::vector<TableRow> rows = {{"FACTOR", "MEAN", "CORRELATION", "95 % INTERVAL", "IMPORTANCE", "", "POTENTIAL"}};
  for (const Json& factor : factors) {
    const double importance = number_at(factor, "importance").value_or(0);
    rows.push_back({one_line(label_of(factor, "name")), decimals_of(at(factor, "mean"), "%.2f"),
                    decimals_of(at(factor, "correlation"), "%.2f"), ends_of(at(factor, "interval"), "%.2f"),
                    decimals(100 * importance, "%.0f %%"), bar(importance, 2),
                    decimals_of(at(factor, "potential"), "%.2f")});
  }
  append_table(out, rows, {.align = "lrrrrlr", .indent = 4, .shrink = 0});
  sentence(out,
           join({"The factors explain ", decimals_of(Json(100 * number_at(drivers, "r2").value_or(0)), "%.0f %%"),
                 " of its variance in ", plural(count_at(drivers, "n"), "complete response"),
                 "; importance divides that among them (LMG). Potential: what ",
                 at(entry, "metric") == "nps" ? "the mean answer" : "the score",
                 " would gain if all gave that factor the highest mark, as far as the relation is one of cause."}));
}

void append_benchmarks(std::string& out, const Json& entry, const Style& style) {
  for (const Json& table : list_at(entry, "benchmark")) {
    const Json& benchmarks = list_at(table, "rows");
    if (benchmarks.empty()) continue;
    heading(out, join({"Beside others: ", one_line(string_at(table, "title"))}));
    std::vector<TableRow> rows = {{"", "THEIRS", "DIFFERENCE", "WE ARE"}};
    for (const Json& row : benchmarks) {
      const std::string verdict = text_at(row, "verdict");
      rows.push_back({one_line(text_at(row, "name")), decimals_of(at(row, "value"), style.value),
                      decimals_of(at(row, "delta"), style.change),
                      verdict == "unclear" ? "not clearly different" : verdict});
    }
    append_table(out, rows, {.align = "lrrl", .indent = 4, .shrink = 0});
    const std::string year = at(table, "year").is_number() ? ", " + decimal(count_at(table, "year")) : "";
    sentence(out, join({"Source: ", one_line(string_at(table, "source")), year, "."}));
  }
}

// --- questions ----------------------------------------------------------------------------------------------

void append_options(std::string& out, const Json& question) {
  const Json& options = list_at(question, "options");
  const size_t shown = std::min(options.size(), kOptionsShown);
  std::vector<TableRow> rows;
  for (size_t i = 0; i < shown; ++i) {
    const Json& option = options[i];
    rows.push_back({one_line(label_of(option, "value")), decimal(count_at(option, "count")),
                    percent_of(at(option, "share")), ends_of(at(option, "interval"), "%.1f"),
                    bar(number_at(option, "share").value_or(0), 100)});
  }
  append_table(out, rows, {.align = "lrrrl", .indent = 6, .shrink = 0});
  if (shown < options.size()) append_wrapped(out, "… (--json has more)", 6);
}

void append_rows(std::string& out, const Json& question) {
  const bool ranking = at(question, "kind") == "ranking";
  std::vector<TableRow> rows = {ranking ? TableRow{"OPTION", "ANSWERS", "MEAN PLACE", "FIRST"}
                                        : TableRow{"ROW", "ANSWERS", "MEAN", "95 % INTERVAL"}};
  for (const Json& row : list_at(question, "rows")) {
    rows.push_back({one_line(label_of(row, "row")), decimal(count_at(row, "answered")),
                    decimals_of(at(row, "mean"), "%.2f"),
                    ranking ? decimal(count_at(row, "first")) : ends_of(at(row, "interval"), "%.2f")});
  }
  append_table(out, rows, {.align = "lrrr", .indent = 6, .shrink = 0});
}

void append_question(std::string& out, const Json& question) {
  const std::string title = text_at(question, "title");
  std::string line = join({one_line(string_at(question, "question")), " (", one_line(string_at(question, "kind")),
                           "): ", title.empty() ? "" : "\"", one_line(title), title.empty() ? "" : "\" ",
                           plural(count_at(question, "answered"), "answer")});
  if (number_at(question, "mean")) {
    line += join(
        {", mean ", decimals_of(at(question, "mean"), "%.2f"), " (", ends_of(at(question, "interval"), "%.2f"), ")"});
  }
  if (number_at(question, "median")) {
    line += join({", median ", decimals_of(at(question, "median"), "%g"), ", ", decimals_of(at(question, "min"), "%g"),
                  " to ", decimals_of(at(question, "max"), "%g")});
  }
  if (const int64_t rejected = count_at(question, "rejected")) line += join({", ", decimal(rejected), " rejected"});
  sentence(out, line + '.');
  if (!list_at(question, "options").empty()) append_options(out, question);
  if (!list_at(question, "rows").empty()) append_rows(out, question);
}

void append_questions(std::string& out, const Json& entry) {
  bool first = true;
  for (const Json& question : list_at(entry, "questions")) {
    // What the score says already.
    const bool scored = at(question, "question") == at(entry, "question") && list_at(question, "options").empty() &&
                        list_at(question, "rows").empty();
    if (scored || count_at(question, "answered") + count_at(question, "rejected") == 0) continue;
    if (first) heading(out, "Questions");
    first = false;
    append_question(out, question);
  }
}

// --- words --------------------------------------------------------------------------------------------------

// A group of a score, and what many of it are called.
struct Group {
  std::string name, many;
};

// Worst last. Where others are named than are known here, those.
std::vector<Group> groups_of(const Json& list, std::string_view key) {
  static const std::vector<std::vector<Group>> known = {
      {{"promoter", "PROMOTERS"}, {"passive", "PASSIVES"}, {"detractor", "DETRACTORS"}},
      {{"easy", "EASY"}, {"neutral", "NEUTRAL"}, {"difficult", "DIFFICULT"}},
      {{"satisfied", "SATISFIED"}, {"neutral", "NEUTRAL"}, {"dissatisfied", "DISSATISFIED"}},
      {{"veryDisappointed", "VERY DISAPPOINTED"}, {"others", "OTHERS"}}};
  std::vector<std::string> names;
  for (const Json& item : list) {
    for (const auto& [name, value] : at(item, key).items()) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  for (const std::vector<Group>& groups : known) {
    const bool all = std::all_of(names.begin(), names.end(), [&](const std::string& name) {
      return std::any_of(groups.begin(), groups.end(), [&](const Group& group) { return group.name == name; });
    });
    if (all && !names.empty()) return groups;
  }
  std::vector<Group> others;
  for (const std::string& name : names) {
    if (others.size() < 4) others.push_back({name, one_line(name)});
  }
  return others;
}

std::string quote_line(const Json& quote) {
  std::string about = date_of(quote, "timestamp");
  if (number_at(quote, "score")) about += join({about.empty() ? "" : ", ", decimals_of(at(quote, "score"), "%g")});
  if (const std::string category = text_at(quote, "category"); !category.empty()) {
    about += join({about.empty() ? "" : ", ", category});
  }
  return join(
      {"\"", one_line(string_at(quote, "text")), "\"", about.empty() ? "" : " (", about, about.empty() ? "" : ")"});
}

void append_themes(std::string& out, const Json& entry) {
  const Json& themes = list_at(entry, "themes");
  if (themes.empty()) return;
  const Json& of = at(entry, "themesOf");
  heading(out, join({"Themes of ", plural(count_at(of, "texts"), "text"),
                     at(of, "sampled") == true ? ", a sample of " + decimal(count_at(of, "all")) : std::string()}));
  const std::vector<Group> groups = groups_of(themes, "groupShare");
  std::vector<TableRow> rows = {{"THEME", "COUNT", "SHARE"}};
  std::string align = "lrr";
  for (const Group& group : groups) {
    rows[0].push_back("OF " + group.many);
    align += 'r';
  }
  const size_t shown = std::min(themes.size(), kThemesShown);
  for (size_t i = 0; i < shown; ++i) {
    const Json& theme = themes[i];
    TableRow row = {one_line(text_at(theme, "name")), decimal(count_at(theme, "count")),
                    percent_of(at(theme, "share"))};
    for (const Group& group : groups) row.push_back(percent_of(at(at(theme, "groupShare"), group.name)));
    rows.push_back(row);
  }
  append_table(out, rows, {.align = align, .indent = 4, .shrink = 0});
  if (shown < themes.size()) sentence(out, "… (--json has more)");
  out += '\n';
  for (size_t i = 0; i < shown; ++i) {
    const Json& quotes = list_at(themes[i], "quotes");
    if (quotes.empty()) continue;
    append_wrapped(out, join({one_line(string_at(themes[i], "name")), ": ", quote_line(quotes[0])}), 4, "- ");
  }
}

void append_tags(std::string& out, const Json& entry) {
  const Json& tags = list_at(entry, "tags");
  if (tags.empty()) return;
  heading(out, "Tags");
  const std::vector<Group> groups = groups_of(tags, "groups");
  std::vector<TableRow> rows = {{"TAG", "RESPONSES", "SHARE"}};
  std::string align = "lrr";
  for (const Group& group : groups) {
    rows[0].push_back(group.many);
    align += 'r';
  }
  for (const Json& tag : tags) {
    TableRow row = {one_line(text_at(tag, "name")), decimal(count_at(tag, "count")), percent_of(at(tag, "share"))};
    for (const Group& group : groups) row.push_back(decimal(count_at(at(tag, "groups"), group.name)));
    rows.push_back(row);
  }
  append_table(out, rows, {.align = align, .indent = 4, .shrink = 0});
}

void append_verbatims(std::string& out, const Json& entry) {
  const Json& verbatims = list_at(entry, "verbatims");
  if (verbatims.empty()) return;
  const int64_t all = count_at(entry, "verbatimCount");
  const size_t shown = std::min(verbatims.size(), kVerbatimsShown);
  heading(out, static_cast<int64_t>(shown) < all
                   ? join({"In their own words, newest ", decimal(static_cast<int64_t>(shown)), " of ", decimal(all)})
                   : "In their own words");
  for (size_t i = 0; i < shown; ++i) {
    const Json& verbatim = verbatims[i];
    const Json& score = at(verbatim, "score");
    std::string about = date_of(verbatim, "timestamp");
    if (about.empty()) about = std::string(10, ' ');
    about += join({"  ", score.is_number() ? decimals_of(score, "%2g") : " -", "  "});
    const std::string category = text_at(verbatim, "category");
    if (!category.empty()) about += join({one_line(category), "  "});
    append_wrapped(out, one_line(string_at(verbatim, "text")), 4, about);
  }
}

void append_entry(std::string& out, const Json& entry) {
  // Nobody came to it in this time.
  const bool seen = count_at(entry, "shown") + count_at(entry, "started") > 0 || !list_at(entry, "verbatims").empty();
  if (count_at(entry, "n") == 0 && !seen) return;
  const Style style = style_of(entry);
  const std::string question = one_line(string_at(entry, "question"));
  const std::string name = metric_label(entry);
  std::string title = one_line(string_at(entry, "id"));
  if (name != "-") title += ": " + name;
  if (!question.empty()) title += join({", question \"", question, "\""});
  out += join({"\n", title, "\n", std::string(std::min(columns_of(title), kTerminalWidth), '-'), "\n"});
  if (const std::string asked = one_line(string_at(entry, "title")); !asked.empty()) {
    append_wrapped(out, asked, 2);
  }
  append_findings(out, entry);
  append_score(out, entry, style);
  append_factors(out, entry);
  append_compare(out, entry, style);
  append_trend(out, entry, style);
  append_segments(out, entry, style);
  append_drivers(out, entry);
  append_benchmarks(out, entry, style);
  append_funnel(out, entry);
  append_questions(out, entry);
  append_themes(out, entry);
  append_tags(out, entry);
  append_verbatims(out, entry);
}

// --- what is not of one survey --------------------------------------------------------------------------------

std::string topics_line(const Json& topics) {
  std::string line;
  for (const Json& topic : topics) {
    line +=
        join({line.empty() ? "" : ", ", one_line(string_at(topic, "topic")), " ", decimal(count_at(topic, "tickets"))});
  }
  return line;
}

void append_topics(std::string& out, const Json& support, const Style& style) {
  const Json& topics = list_at(support, "topics");
  if (topics.empty()) return;
  heading(out, "Which topics to mend first");
  std::vector<TableRow> rows = {{"TOPIC", "TICKETS", "USERS", "RATE", "SCORE", "VS OTHERS", "P", "REAL?", "PRIORITY"}};
  const bool lower = at(support, "better") == "lower";
  const size_t shown = std::min(topics.size(), kGroupsShown);
  for (size_t i = 0; i < shown; ++i) {
    const Json& topic = topics[i];
    const Json& difference = at(topic, "difference");
    rows.push_back({one_line(text_at(topic, "topic")), decimal(count_at(topic, "tickets")),
                    decimal(count_at(topic, "users")), decimals_of(at(topic, "rate"), "%.1f"),
                    decimals_of(at(at(topic, "satisfaction"), "value"), style.value),
                    difference.is_object() ? decimals_of(at(difference, "delta"), style.change) : "",
                    difference.is_object() ? p_of(difference) : "", verdict_text(difference, lower),
                    decimals_of(at(topic, "priority"), "%.2f")});
  }
  append_table(out, rows, {.align = "lrrrrrrlr", .indent = 4, .shrink = 0});
  if (shown < topics.size()) sentence(out, "… (--json has more)");
  const std::string survey = one_line(string_at(support, "survey"));
  if (!survey.empty()) {
    sentence(out, join({"Scores are those of people with such a ticket in \"", survey,
                        "\", beside people without one; p is adjusted for the number of topics (Holm). Priority: the "
                        "share of tickets times how much lower those people score, where the first is 1."}));
  }
  for (const auto& [key, when] : {std::pair("topFirstWeeks", "In a person's first three weeks: "),
                                  std::pair("topNextWeeks", "In the ten weeks after those: ")}) {
    const std::string line = topics_line(at(support, key));
    if (!line.empty()) sentence(out, join({when, line, "."}));
  }
}

void append_support_trend(std::string& out, const Json& support, const Style& style) {
  const Json& trend = list_at(support, "trend");
  if (!trend.is_array() || trend.size() < 2) return;
  heading(out, join({"Tickets by ", string_at(support, "every")}));
  const bool scored = !string_at(support, "survey").empty();
  std::vector<TableRow> rows = {
      {"PERIOD", "TICKETS", "RATE", "", scored ? "SCORE" : "", scored ? "95 % INTERVAL" : ""}};
  double most = 0;
  for (const Json& period : trend) most = std::max(most, number_at(period, "tickets").value_or(0));
  for (size_t i = trend.size() > kPeriodsShown ? trend.size() - kPeriodsShown : 0; i < trend.size(); ++i) {
    const Json& period = trend[i];
    const Json& satisfaction = at(period, "satisfaction");
    rows.push_back({one_line(text_at(period, "name")), decimal(count_at(period, "tickets")),
                    decimals_of(at(period, "rate"), "%.1f"), bar(number_at(period, "tickets").value_or(0), most),
                    scored ? decimals_of(at(satisfaction, "value"), style.value) : "",
                    scored ? ends_of(at(satisfaction, "interval"), style.value) : ""});
  }
  append_table(out, rows, {.align = "lrrlrr", .indent = 4});
}

void append_support(std::string& out, const Json& report) {
  const Json& support = at(report, "support");
  if (!support.is_object()) return;
  out += "\nSupport contacts\n----------------\n";
  std::string line =
      join({plural(count_at(support, "tickets"), "ticket"), " of ", plural(count_at(support, "users"), "user")});
  if (number_at(support, "rate"))
    line += join({", ", decimals_of(at(support, "rate"), "%.1f"), " for 100 people seen"});
  if (const std::string span = span_of(at(support, "from"), at(support, "to")); !span.empty()) line += ", " + span;
  line += '.';
  if (const int64_t unknown = count_at(at(support, "unknown"), "tickets")) {
    line += join({" ", plural(unknown, "ticket"), unknown == 1 ? " is" : " are", " of nobody in these events."});
  }
  append_wrapped(out, line, 2);
  const Style style = style_of(support);
  append_topics(out, support, style);
  append_support_trend(out, support, style);
}

// --- struggle

const char* signal_name(std::string_view signal) {
  constexpr std::pair<std::string_view, const char*> names[] = {
      {"rage", "rage"},     {"dead", "dead"},         {"error", "error"},          {"quickBack", "quick back"},
      {"thrash", "thrash"}, {"formStruggle", "form"}, {"refreshBurst", "reloads"}, {"abandonedForm", "given up"}};
  for (const auto& [key, name] : names) {
    if (key == signal) return name;
  }
  return "";
}

// What the element is called on the wire, and what it says itself.
std::string element_label(const Json& element) {
  const std::string key = one_line(text_at(element, "element")), name = one_line(text_at(element, "name"));
  if (key.empty()) return "(the page)";
  if (name.empty() || key.find(name) != std::string::npos) return key;
  return join({key, " \"", name, "\""});
}

// Of page views with at least one signal: "60 of 204", the rate, its interval.
std::vector<std::string> rate_cells(const Json& of) {
  return {join({decimal(count_at(of, "with")), " of ", decimal(count_at(of, "views"))}), percent_of(at(of, "share")),
          ends_of(at(of, "interval"), "%.1f")};
}

void append_worst(std::string& out, const Json& struggle) {
  const Json& elements = list_at(struggle, "elements");
  if (elements.empty()) return;
  heading(out, "Worst elements");
  std::vector<TableRow> rows = {{"ELEMENT", "PAGE", "SIGNAL", "PAGE VIEWS", "RATE", "95 % INTERVAL", "VISITORS"}};
  const size_t shown = std::min(elements.size(), kGroupsShown);
  for (size_t i = 0; i < shown; ++i) {
    TableRow row = {element_label(elements[i]), shortened(one_line(text_at(elements[i], "page")), kPageWidth),
                    signal_name(string_at(elements[i], "signal"))};
    for (std::string& cell : rate_cells(elements[i])) row.push_back(std::move(cell));
    row.push_back(decimal(count_at(elements[i], "visitors")));
    rows.push_back(std::move(row));
  }
  append_table(out, rows, {.align = "lllrrrr", .indent = 4, .shrink = 0});
  if (static_cast<int64_t>(shown) < count_at(struggle, "elementCount")) sentence(out, "… (--json has more)");
  sentence(out,
           "Rate: of the views of that page that were watched, those in which it happened at least once. Sorted by "
           "what the rate is at least, the lower end of its interval.");
}

void append_least_satisfied(std::string& out, const Json& struggle, const Style& style) {
  std::vector<const Json*> ranked;
  for (const Json& element : list_at(struggle, "elements")) {
    if (count_at(element, "satisfactionRank") > 0) ranked.push_back(&element);
  }
  if (ranked.empty()) return;
  std::sort(ranked.begin(), ranked.end(), [](const Json* a, const Json* b) {
    return count_at(*a, "satisfactionRank") < count_at(*b, "satisfactionRank");
  });
  heading(out, "How those score who hit them");
  const bool lower = at(struggle, "better") == "lower";
  std::vector<TableRow> rows = {{"ELEMENT", "SIGNAL", "ANSWERS", "SCORE", "VS OTHERS", "95 % INTERVAL", "P", "REAL?"}};
  for (size_t i = 0; i < std::min(ranked.size(), kGroupsShown); ++i) {
    const Json& element = *ranked[i];
    const Json& satisfaction = at(element, "satisfaction");
    const Json& difference = at(element, "difference");
    const std::string page = one_line(text_at(element, "page")), key = one_line(text_at(element, "element"));
    rows.push_back({key.empty() ? page : join({key, " on ", page}), signal_name(string_at(element, "signal")),
                    decimal(count_at(satisfaction, "n")), decimals_of(at(satisfaction, "value"), style.value),
                    decimals_of(at(difference, "delta"), style.change),
                    ends_of(at(difference, "interval"), style.change), p_of(difference),
                    verdict_text(difference, lower)});
  }
  append_table(out, rows, {.align = "llrrrrrl", .indent = 4, .shrink = 0});
  sentence(out, join({"Scores are the latest in \"", one_line(string_at(struggle, "survey")),
                      "\" that visitors gave after they had hit it, beside those of all who never did; p is adjusted "
                      "for the number of elements (Holm). What goes together need not be cause and effect."}));
}

void append_struggle_by(std::string& out, const Json& struggle, const char* list, const Style& style) {
  const bool pages = std::string_view(list) == "pages";
  const Json& groups = list_at(struggle, list);
  if (groups.empty()) return;
  heading(out, pages ? "By page" : "By signal");
  const bool scored = !string_at(struggle, "survey").empty();
  const bool lower = at(struggle, "better") == "lower";
  std::vector<TableRow> rows = {{pages ? "PAGE" : "SIGNAL", "PAGE VIEWS", "RATE", "95 % INTERVAL", "VISITORS",
                                 scored ? "SCORE" : "", scored ? "VS OTHERS" : "", scored ? "REAL?" : ""}};
  for (size_t i = 0; i < std::min(groups.size(), kGroupsShown); ++i) {
    const Json& group = groups[i];
    const Json& difference = at(group, "difference");
    TableRow row = {pages ? one_line(text_at(group, "page")) : signal_name(string_at(group, "signal"))};
    for (std::string& cell : rate_cells(group)) row.push_back(std::move(cell));
    row.push_back(decimal(count_at(group, "visitors")));
    row.push_back(scored ? decimals_of(at(at(group, "satisfaction"), "value"), style.value) : "");
    row.push_back(difference.is_object() ? decimals_of(at(difference, "delta"), style.change) : "");
    row.push_back(verdict_text(difference, lower));
    rows.push_back(std::move(row));
  }
  append_table(out, rows, {.align = "lrrrrrrl", .indent = 4, .shrink = 0});
}

void append_struggle_trend(std::string& out, const Json& struggle) {
  const Json& trend = list_at(struggle, "trend");
  if (trend.size() < 2) return;
  heading(out, join({"Page views with a signal by ", string_at(struggle, "every")}));
  std::vector<TableRow> rows = {{"PERIOD", "PAGE VIEWS", "RATE", "95 % INTERVAL", "CHANGE", "P", "REAL CHANGE?"}};
  for (size_t i = trend.size() > kPeriodsShown ? trend.size() - kPeriodsShown : 0; i < trend.size(); ++i) {
    const Json& change = at(trend[i], "change");
    TableRow row = {one_line(text_at(trend[i], "name"))};
    for (std::string& cell : rate_cells(trend[i])) row.push_back(std::move(cell));
    row.push_back(change.is_object() ? decimals_of(at(change, "delta"), "%+.1f") : "");
    row.push_back(change.is_object() ? p_of(change) : "");
    row.push_back(verdict_text(change, true));
    rows.push_back(std::move(row));
  }
  append_table(out, rows, {.align = "lrrrrrl", .indent = 4});
}

void append_struggle_compare(std::string& out, const Json& report, const Json& struggle) {
  const Json& compare = at(struggle, "compare");
  const Json& difference = at(compare, "difference");
  if (!difference.is_object()) return;
  const Json& names = at(at(report, "query"), "compare");
  const Json &before = at(compare, "before"), &after = at(compare, "after");
  sentence(out, join({one_line(string_at(names, "after")), " compared with ", one_line(string_at(names, "before")),
                      ": ", percent_of(at(after, "share")), " of ", decimal(count_at(after, "views")), " after ",
                      percent_of(at(before, "share")), " of ", decimal(count_at(before, "views")), ", difference ",
                      decimals_of(at(difference, "delta"), "%+.1f"), " (", ends_of(at(difference, "interval"), "%+.1f"),
                      "), p ", p_of(difference), "."}));
}

void append_struggle(std::string& out, const Json& report) {
  const Json& struggle = at(report, "struggle");
  if (!struggle.is_object()) return;
  out += "\nWhere visitors struggle\n-----------------------\n";
  const int64_t views = count_at(struggle, "views");
  std::string line = join({plural(count_at(struggle, "signals"), "signal"), " in ", plural(views, "watched page view"),
                           " of ", plural(count_at(struggle, "visitors"), "visitor")});
  if (const std::string span = span_of(at(struggle, "from"), at(struggle, "to")); !span.empty()) line += ", " + span;
  if (views > 0) {
    line += join({": ", percent_of(at(struggle, "share")), " of the page views (",
                  ends_of(at(struggle, "interval"), "%.1f"), " %) have at least one"});
  }
  append_wrapped(out, line + '.', 2);
  if (views == 0) append_wrapped(out, "Without page views that were watched to their end there are no rates.", 2);
  append_struggle_compare(out, report, struggle);
  const Style style = style_of(struggle);
  append_worst(out, struggle);
  append_least_satisfied(out, struggle, style);
  append_struggle_by(out, struggle, "kinds", style);
  append_struggle_by(out, struggle, "pages", style);
  append_struggle_trend(out, struggle);
  if (const int64_t beyond = count_at(struggle, "leftOut")) {
    append_wrapped(out,
                   join({plural(beyond, "signal"),
                         " of pages and elements beyond the number that is told apart: in no "
                         "table but the one by signal."}),
                   2);
  }
}

std::string time_of(const Json& times, const char* quantile) {
  const std::optional<double> value = number_at(at(times, quantile), "value");
  return value ? duration(*value) : "-";
}

// "40 s to 2 min"
std::string time_ends_of(const Json& times, const char* quantile) {
  const Json& interval = at(at(times, quantile), "interval");
  const std::optional<double> low = number_at(interval, "low"), high = number_at(interval, "high");
  return low && high ? duration(*low) + " to " + duration(*high) : "-";
}

TableRow task_row(std::string name, const Json& task) {
  const Json& times = at(task, "time");
  return {std::move(name),          decimal(count_at(task, "completed")), percent_of(at(task, "share")),
          time_of(times, "median"), time_ends_of(times, "median"),        time_of(times, "p75"),
          time_of(times, "p90")};
}

void append_steps(std::string& out, const Json& steps) {
  if (steps.empty()) return;
  std::vector<TableRow> rows = {{"STEP", "VISITORS", "OF ALL", "95 % INTERVAL", "LEFT THERE", "ANCHOR MISSING"}};
  for (const Json& step : steps) {
    rows.push_back({one_line(text_at(step, "step")), decimal(count_at(step, "visitors")), percent_of(at(step, "share")),
                    ends_of(at(step, "interval"), "%.1f"), decimal(count_at(step, "left")),
                    decimal(count_at(step, "missing"))});
  }
  append_table(out, rows, {.align = "lrrrrr", .indent = 4, .shrink = 0});
}

void append_tasks(std::string& out, const Json& guide) {
  const Json& tasks = list_at(guide, "tasks");
  if (tasks.empty()) return;
  std::vector<TableRow> rows = {{"TASK", "DONE", "OF ALL", "MEDIAN", "95 % INTERVAL", "75 %", "90 %"}};
  for (const Json& task : tasks) rows.push_back(task_row(one_line(text_at(task, "task")), task));
  rows.push_back(task_row("(all)", at(guide, "all")));
  append_table(out, rows, {.align = "lrrrrrr", .indent = 4, .shrink = 0});
  append_wrapped(out, "The times are those from the first sight of the list; the interval is that of the median.", 4);
}

void append_help(std::string& out, const Json& help) {
  if (!help.is_object()) return;
  const Json& without = at(help, "withoutResults");
  std::string line = join(
      {"Opened ", plural(count_at(help, "opened"), "time"), ". ", decimal(count_at(help, "searches")), " searches"});
  if (number_at(without, "share")) {
    line += join({", ", percent_of(at(without, "share")), " without results (95 % interval ",
                  ends_of(at(without, "interval"), "%.1f"), ")"});
  }
  append_wrapped(out, join({line, ". Asked people: ", plural(count_at(help, "contacts"), "time"), "."}), 4);
  if (const Json& queries = list_at(help, "queries"); !queries.empty()) {
    std::vector<TableRow> rows = {{"SEARCHED IN VAIN", "TIMES"}};
    for (const Json& query : queries) {
      rows.push_back({one_line(text_at(query, "query")), decimal(count_at(query, "count"))});
    }
    append_table(out, rows, {.align = "lr", .indent = 4, .shrink = 0});
  }
  if (const Json& articles = list_at(help, "articles"); !articles.empty()) {
    std::vector<TableRow> rows = {{"ARTICLE", "READ", "RATED", "HELPFUL", "95 % INTERVAL"}};
    for (const Json& article : articles) {
      rows.push_back({one_line(text_at(article, "article")), decimal(count_at(article, "views")),
                      decimal(count_at(article, "rated")), percent_of(at(article, "share")),
                      ends_of(at(article, "interval"), "%.1f")});
    }
    append_table(out, rows, {.align = "lrrrr", .indent = 4, .shrink = 0});
  }
}

void append_guides(std::string& out, const Json& guides) {
  if (guides.empty()) return;
  std::vector<TableRow> rows = {{"GUIDE", "KIND", "SHOWN", "COMPLETED", "DISMISSED", "ABANDONED", "ANCHOR MISSING"}};
  for (const Json& guide : guides) {
    rows.push_back({one_line(text_at(guide, "id")), one_line(text_at(guide, "kind")), decimal(count_at(guide, "shown")),
                    decimal(count_at(guide, "completed")), decimal(count_at(guide, "dismissed")),
                    decimal(count_at(guide, "abandoned")), decimal(count_at(guide, "missing"))});
  }
  out += '\n';
  append_table(out, rows, {.align = "llrrrrr", .shrink = 0});
  for (const Json& guide : guides) {
    const bool more =
        !list_at(guide, "steps").empty() || !list_at(guide, "tasks").empty() || at(guide, "help").is_object();
    if (!more) continue;
    out += join({"\n  ", one_line(text_at(guide, "id")), "\n"});
    append_steps(out, list_at(guide, "steps"));
    append_tasks(out, guide);
    append_help(out, at(guide, "help"));
  }
}

// --- journeys and experiments ---------------------------------------------------------------------------------

// "+40 s", "-2 min"
std::string duration_change(const Json& ms) {
  const std::optional<double> number = number_of(ms);
  if (!number) return "-";
  return (*number < 0 ? "-" : *number > 0 ? "+" : "") + duration(std::fabs(*number));
}

std::string duration_change_ends(const Json& interval) {
  if (!interval.is_object()) return "-";
  return duration_change(at(interval, "low")) + " to " + duration_change(at(interval, "high"));
}

std::string name_or(const Json& object, std::string_view key, const char* otherwise) {
  const std::string name = one_line(string_at(object, key));
  return name.empty() ? otherwise : name;
}

void append_journey_findings(std::string& out, const Json& journey) {
  const Json& findings = list_at(journey, "findings");
  if (findings.empty()) return;
  heading(out, "What it says");
  for (const Json& finding : findings) append_wrapped(out, one_line(string_at(finding, "text")), 4, "- ");
}

void append_journey_times(std::string& out, const Json& journey) {
  if (!at(journey, "time").is_object()) return;
  heading(out, "Time to value");
  std::vector<TableRow> rows = {{"", "FINISHED", "", "WITHIN", "95 % INTERVAL"}};
  for (const auto& [key, name] : {std::pair("time", "all"), {"timeOnPath", "on the path"}, {"timeOffPath", "off it"}}) {
    const Json& times = at(journey, key);
    if (!times.is_object()) continue;
    TableRow row = {name, decimal(count_at(times, "n"))};
    for (const auto& [quantile, part] : {std::pair("median", "half"), {"p75", "75 %"}, {"p90", "90 %"}}) {
      row.insert(row.end(), {part, time_of(times, quantile), time_ends_of(times, quantile)});
      rows.push_back(row);
      row = {"", ""};
    }
  }
  append_table(out, rows, {.align = "lrrrr", .indent = 4, .shrink = 0});
  const Json& difference = at(journey, "timeDifference");
  if (difference.is_object()) {
    sentence(out, join({"Off the path: typically ", duration_change(at(difference, "delta")), " (95 % interval ",
                        duration_change_ends(at(difference, "interval")), ", Hodges-Lehmann), p ", p_of(difference),
                        " (Mann-Whitney)."}));
  }
}

void append_journey_steps(std::string& out, const Json& journey) {
  const Json& steps = list_at(journey, "steps");
  if (steps.empty()) return;
  heading(out, "Steps, and where people are lost");
  std::vector<TableRow> rows = {
      {"STEP", "REACHED", "OF ALL", "LOST AFTER IT", "OF THEM", "95 % INTERVAL", "LAST DETOUR"}};
  for (const Json& step : steps) {
    const Json &reached = at(step, "reached"), &lost = at(step, "lost");
    std::string before;
    for (const Json& tax : list_at(journey, "taxes")) {
      const Json& detours = list_at(tax, "detours");
      if (text_at(tax, "step") != text_at(step, "step") || detours.empty()) continue;
      before = join({name_or(detours[0], "detour", "(others)"), " ", decimal(count_at(detours[0], "count"))});
    }
    rows.push_back({name_or(step, "step", "(others)"), decimal(count_at(reached, "count")),
                    percent_of(at(reached, "share")), decimal(count_at(lost, "count")), percent_of(at(lost, "share")),
                    ends_of(at(lost, "interval"), "%.1f"), before});
  }
  append_table(out, rows, {.align = "lrrrrrl", .indent = 4, .shrink = 0});
}

void append_journey_detours(std::string& out, const Json& journey) {
  const Json& detours = list_at(journey, "detours");
  if (detours.empty()) return;
  heading(out, "Detours");
  std::vector<TableRow> rows = {{"DETOUR", "ATTEMPTS", "OF ALL", "95 % INTERVAL", "TIMES", "GAVE UP", "MOSTLY AFTER"}};
  const size_t shown = std::min(detours.size(), kGroupsShown);
  for (size_t i = 0; i < shown; ++i) {
    const Json &detour = detours[i], &attempts = at(detour, "attempts");
    const Json& after = list_at(detour, "after");
    rows.push_back({name_or(detour, "detour", "(others)"), decimal(count_at(attempts, "count")),
                    percent_of(at(attempts, "share")), ends_of(at(attempts, "interval"), "%.1f"),
                    decimal(count_at(detour, "count")), percent_of(at(at(detour, "abandoned"), "share")),
                    after.empty() ? "" : name_or(after[0], "step", "(others)")});
  }
  append_table(out, rows, {.align = "lrrrrrl", .indent = 4, .shrink = 0});
  if (shown < detours.size()) sentence(out, "… (--json has more)");
}

void append_journey_satisfaction(std::string& out, const Json& journey) {
  const Json& satisfaction = list_at(journey, "satisfaction");
  if (satisfaction.empty()) return;
  heading(out, "Satisfaction, off the path beside on it");
  std::vector<TableRow> rows = {
      {"SURVEY", "ON IT", "SCORE", "OFF IT", "SCORE", "DIFFERENCE", "95 % INTERVAL", "P", "REAL?"}};
  for (const Json& row : satisfaction) {
    const Style style = style_of(row);
    const Json &on = at(row, "onPath"), &off = at(row, "offPath"), &difference = at(row, "difference");
    rows.push_back(
        {one_line(text_at(row, "survey")), decimal(count_at(on, "n")), decimals_of(at(on, "value"), style.value),
         decimal(count_at(off, "n")), decimals_of(at(off, "value"), style.value),
         difference.is_object() ? decimals_of(at(difference, "delta"), style.change) : "",
         difference.is_object() ? ends_of(at(difference, "interval"), style.change) : "",
         difference.is_object() ? p_of(difference) : "", verdict_text(difference, at(row, "better") == "lower")});
  }
  append_table(out, rows, {.align = "lrrrrrrrl", .indent = 4, .shrink = 0});
  sentence(out, satisfaction.size() < 2 ? "Everybody's latest answer counts."
                                        : "Everybody's latest answer counts; p is adjusted for the number of surveys "
                                          "(Holm).");
}

// One row of periods: of a trend, or of the two that are compared.
TableRow journey_period(const Json& period, const Json& change) {
  const auto verdict = [&](const char* what) {
    const Json& difference = at(change, what);
    const std::string said = text_at(difference, "verdict");
    return !difference.is_object() ? std::string() : said == "unclear" ? "not clear" : said + ", p " + p_of(difference);
  };
  const Json& time = at(period, "time");
  const std::optional<double> median = number_at(time, "value");
  return {one_line(text_at(period, "name")),
          decimal(count_at(period, "started")),
          median ? duration(*median) : "-",
          verdict("time"),
          percent_of(at(at(period, "offPath"), "share")),
          verdict("offPath"),
          percent_of(at(at(period, "finished"), "share")),
          verdict("finished")};
}

void append_journey_periods(std::string& out, const Json& journey) {
  const TableRow header = {"PERIOD", "STARTED", "MEDIAN", "CHANGE", "OFF PATH", "CHANGE", "FINISHED", "CHANGE"};
  const TableLayout options = {.align = "lrrlrlrl", .indent = 4, .shrink = 0};
  const Json& compare = at(journey, "compare");
  if (compare.is_object()) {
    heading(out, "Compared");
    const Json& difference = at(compare, "difference");
    append_table(out,
                 {header, journey_period(at(compare, "before"), {}), journey_period(at(compare, "after"), difference)},
                 options);
    const Json& time = at(difference, "time");
    if (time.is_object()) {
      sentence(out, join({"Time to value: typically ", duration_change(at(time, "delta")), " (95 % interval ",
                          duration_change_ends(at(time, "interval")), "), p ", p_of(time), "."}));
    }
    for (const auto& [key, what] : {std::pair("offPath", "Off the path: "), {"finished", "Finished: "}}) {
      const Json& share = at(difference, key);
      if (!share.is_object()) continue;
      sentence(out, join({what, decimals_of(at(share, "delta"), "%+.1f"), " percentage points (95 % interval ",
                          ends_of(at(share, "interval"), "%+.1f"), "), p ", p_of(share), "."}));
    }
  }
  const Json& trend = list_at(journey, "trend");
  if (trend.size() < 2) return;
  heading(out, join({"Trend by ", string_at(journey, "every")}));
  std::vector<TableRow> rows = {header};
  for (size_t i = trend.size() > kPeriodsShown ? trend.size() - kPeriodsShown : 0; i < trend.size(); ++i) {
    rows.push_back(journey_period(trend[i], at(trend[i], "change")));
  }
  append_table(out, rows, options);
  sentence(out, "Attempts are in the period in which they began; p is adjusted for the number of changes (Holm).");
}

void append_journeys(std::string& out, const Json& journeys) {
  if (journeys.empty()) return;
  std::vector<TableRow> rows = {
      {"JOURNEY", "KIND", "STARTED", "FINISHED", "GAVE UP", "STILL GOING", "MEDIAN", "OFF PATH", "95 % INTERVAL"}};
  for (const Json& journey : journeys) {
    const Json& off = at(journey, "offPath");
    rows.push_back({one_line(text_at(journey, "id")), one_line(text_at(journey, "kind")),
                    decimal(count_at(journey, "started")), decimal(count_at(journey, "finished")),
                    decimal(count_at(journey, "abandoned")), decimal(count_at(journey, "open")),
                    time_of(at(journey, "time"), "median"), percent_of(at(off, "share")),
                    ends_of(at(off, "interval"), "%.1f")});
  }
  out += '\n';
  append_table(out, rows, {.align = "llrrrrrrr", .shrink = 0});
  for (const Json& journey : journeys) {
    if (count_at(journey, "started") == 0) continue;
    const std::string kind = one_line(text_at(journey, "kind"));
    const std::string title =
        join({one_line(text_at(journey, "id")), kind.empty() ? ": a journey" : ": a journey, " + kind});
    out += join({"\n", title, "\n", std::string(std::min(columns_of(title), kTerminalWidth), '-'), "\n"});
    if (const std::string reading = one_line(string_at(journey, "reading")); !reading.empty()) {
      append_wrapped(out, reading, 2);
    }
    append_journey_findings(out, journey);
    append_journey_times(out, journey);
    append_journey_steps(out, journey);
    append_journey_detours(out, journey);
    append_journey_satisfaction(out, journey);
    append_journey_periods(out, journey);
    if (const int64_t unheard = count_at(journey, "unheard")) {
      sentence(out, join({decimal(unheard), " of those who gave up did not come back within the time limit."}));
    }
  }
}

std::string experiment_value(const Json& experiment, const Json& side) {
  const std::optional<double> value = number_at(side, "value");
  if (!value) return "-";
  if (at(experiment, "unit") == "ms") return duration(*value);
  if (at(experiment, "unit") == "percent") return decimals(*value, "%.1f %%");
  return decimals(*value, at(experiment, "unit") == "points" ? "%+.1f" : "%.2f");
}

void append_experiments(std::string& out, const Json& experiments) {
  if (experiments.empty()) return;
  out += "\nExperiments\n-----------\n";
  std::vector<TableRow> rows = {
      {"EXPERIMENT", "DATE", "N", "BEFORE", "N", "AFTER", "DIFFERENCE", "95 % INTERVAL", "P", "RESULT"}};
  for (const Json& experiment : experiments) {
    const Json &before = at(experiment, "before"), &after = at(experiment, "after");
    const Json& difference = at(experiment, "difference");
    const bool time = at(experiment, "unit") == "ms";
    const char* change = at(experiment, "unit") == "mean" ? "%+.2f" : "%+.1f";
    const std::string verdict = text_at(experiment, "verdict");
    rows.push_back({one_line(text_at(experiment, "id")), one_line(text_at(experiment, "date")),
                    decimal(count_at(before, "n")), experiment_value(experiment, before), decimal(count_at(after, "n")),
                    experiment_value(experiment, after),
                    !difference.is_object() ? ""
                    : time                  ? duration_change(at(difference, "delta"))
                                            : decimals_of(at(difference, "delta"), change),
                    !difference.is_object() ? ""
                    : time                  ? duration_change_ends(at(difference, "interval"))
                                            : ends_of(at(difference, "interval"), change),
                    difference.is_object() ? p_of(difference) : "",
                    verdict == "tooFew"    ? "too few"
                    : verdict == "unclear" ? "not clear"
                                           : verdict});
  }
  append_table(out, rows, {.align = "llrrrrrrrl", .indent = 2, .shrink = 0});
  for (const Json& experiment : experiments) {
    out += join({"\n  ", one_line(text_at(experiment, "id")), ": ", one_line(text_at(experiment, "hypothesis")), "\n"});
    append_wrapped(out, one_line(string_at(experiment, "text")), 4);
    for (const Json& warning : list_at(experiment, "warnings")) {
      const std::string* text = warning.get_ptr<const std::string*>();
      if (text) append_wrapped(out, one_line(*text), 4, "! ");
    }
  }
}

std::string place_of(const Json& malformed) {
  const std::string file = one_line(string_at(malformed, "file"));
  return (file.empty() ? "" : file + ":") + decimal(count_at(malformed, "line"));
}

void append_malformed(std::string& out, const Json& object, std::string_view what) {
  const int64_t malformed = count_at(object, "malformedCount");
  if (malformed == 0) return;
  out += join({"Not readable as ", what, ": ", decimal(malformed), ".\n"});
  const Json& list = list_at(object, "malformed");
  const size_t shown = std::min(list.size(), kMalformedShown);
  for (size_t i = 0; i < shown; ++i) {
    append_wrapped(out, one_line(string_at(list[i], "message")), 2, place_of(list[i]) + ": ");
  }
  if (malformed > static_cast<int64_t>(shown)) out += "  … (--json has more)\n";
}

void append_notes(std::string& out, const Json& report) {
  std::string line = plural(count_at(report, "events"), "event");
  const Json& period = at(report, "period");
  if (const std::string span = span_of(at(period, "from"), at(period, "to")); !span.empty()) {
    line += join({", ", span});
  }
  if (const int64_t count = count_at(report, "duplicates")) line += ", " + plural(count, "duplicate") + " left out";
  if (const int64_t count = count_at(report, "rejected")) {
    line += ", " + plural(count, "answer") + " rejected (not on the scale)";
  }
  if (const int64_t count = count_at(report, "other")) line += ", " + decimal(count) + " about something else";
  out += '\n';
  append_wrapped(out, line + '.', 0);
  append_malformed(out, report, "events");
  append_malformed(out, at(report, "support"), "tickets");
}

}  // namespace

std::string report_text(const Json& report) {
  std::string out;
  const Json& surveys = list_at(report, "surveys");
  if (surveys.empty()) {
    out += "No survey in these events.\n";
  } else {
    append_overview(out, surveys);
    for (const Json& entry : surveys) append_entry(out, entry);
  }
  append_support(out, report);
  append_struggle(out, report);
  append_guides(out, list_at(report, "guides"));
  append_journeys(out, list_at(report, "journeys"));
  append_experiments(out, list_at(report, "experiments"));
  append_notes(out, report);
  return out;
}

}  // namespace canvass::cli

#include "core/report/findings.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/text.h"
#include "core/metrics/multiple.h"
#include "core/metrics/proportion.h"
#include "core/report/entry.h"
#include "core/report/phrase.h"

namespace canvass::report {

namespace {

// Fewer answers than these are no ground for a sentence about a group or about how factors move together.
constexpr int64_t kFew = 30;
constexpr int64_t kFewOfGroup = 5;
constexpr size_t kTitleCharacters = 60;  // longer questions are called by their id

bool has_number(const Json& object, std::string_view key) { return at(object, key).is_number(); }

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

Json finding(const char* kind, std::string text, std::string_view question = {}) {
  Json json = {{"kind", kind}, {"text", std::move(text)}};
  if (!question.empty()) json["question"] = question;
  return json;
}

// How the entry's score is spoken of.
class Voice {
 public:
  explicit Voice(const Json& entry) : entry_(entry) {}

  bool is(std::string_view metric) const { return string_at(entry_, "metric") == metric; }
  bool lower_is_better() const { return string_at(entry_, "better") == "lower"; }

  std::string name() const {
    const std::string_view variant = string_at(entry_, "variant");
    if (variant == "enps") return "eNPS";
    constexpr std::pair<std::string_view, std::string_view> kNames[] = {{"nps", "NPS"},
                                                                        {"ces", "CES"},
                                                                        {"csat", "CSAT"},
                                                                        {"rating", "the rating"},
                                                                        {"seq", "SEQ"},
                                                                        {"sus", "SUS"},
                                                                        {"umuxLite", "UMUX-Lite"},
                                                                        {"suprq", "SUPR-Q"},
                                                                        {"csi", "CSI"},
                                                                        {"pmf", "the share of the very disappointed"}};
    for (const auto& [metric, name] : kNames) {
      if (is(metric)) return std::string(name);
    }
    return "the score";
  }

  std::string value(const Json& score) const {
    const std::string text = fixed(number_at(score, "value"), decimals());
    return percent() ? text + " %" : text;
  }
  std::string change(double delta) const { return signed_fixed(delta, decimals()) + unit(); }
  std::string amount(double delta) const { return fixed(std::abs(delta), decimals()) + unit(); }
  std::string range(const Json& interval, bool with_sign) const {
    const auto text = [&](const char* end) {
      const double number = number_at(interval, end);
      return with_sign ? signed_fixed(number, decimals()) : fixed(number, decimals());
    };
    return text("low") + " to " + text("high") + (with_sign ? unit() : percent() ? " %" : "");
  }
  std::string worse_note(int direction) const {
    if (!lower_is_better() || direction == 0) return {};
    return direction > 0 ? " That is worse: lower is better." : " That is better: lower is better.";
  }

 private:
  bool percent() const { return string_at(entry_, "unit") == "percent"; }
  bool points() const { return string_at(entry_, "unit") == "points"; }
  // A mean on a short scale moves in hundredths.
  int decimals() const {
    const Json& range = at(entry_, "range");
    const bool short_scale = range.is_array() && range.size() == 2 && range[1].is_number() && range[1] <= 10;
    return short_scale && !percent() && !points() ? 2 : 1;
  }
  std::string unit() const { return percent() ? " percentage points" : points() ? " points" : ""; }

  const Json& entry_;
};

std::string correction(const Json& difference, int64_t comparisons) {
  if (comparisons < 2) return p_phrase(p_of(difference));
  return p_phrase(p_of(difference)) + " after correction for " + counted(comparisons, "comparison", "comparisons");
}

// --- is it real? ------------------------------------------------------------------------------------------

bool too_few(const Json& entry) {
  return count_at(entry, "n") < kFew ||
         (has_number(entry, "margin") && number_at(entry, "margin") > 4 * number_at(at(entry, "needed"), "margin") &&
          at(entry, "needed").is_object());
}

Json sample_finding(const Json& entry, const Voice& voice) {
  const int64_t n = count_at(entry, "n"), shown = count_at(entry, "shown");
  if (n == 0) {
    std::string text = "There is no answer to score yet";
    if (shown > 0) text += ": " + counted(shown, "response was", "responses were") + " shown";
    return finding("sample", text + ".");
  }
  if (!at(entry, "interval").is_object() || n == 1) {
    return finding("sample", "One answer says nothing about what others think.");
  }
  const Json& interval = at(entry, "interval");
  if (number_at(interval, "low") == number_at(interval, "high")) {
    return finding("sample", "Too few answers to say much: all " + decimal(n) + " are alike so far.");
  }
  return finding("sample", "Too few answers to say much: with " + decimal(n) + " of them " + voice.name() +
                               " may be anything from " + voice.range(interval, false) + ".");
}

std::string not_real(const Json& difference, const Voice& voice) {
  const Json& interval = at(difference, "interval");
  if (number_at(interval, "low") <= 0 && number_at(interval, "high") >= 0) {
    return "the interval of the difference, " + voice.range(interval, true) + ", includes 0";
  }
  return "chance alone could bring it (" + p_phrase(p_of(difference)) + ")";
}

Json compare_finding(const Json& compare, const Voice& voice) {
  const Json &before = at(compare, "before"), &after = at(compare, "after"), &difference = at(compare, "difference");
  const std::string names = std::string(string_at(before, "name")) + " to " + std::string(string_at(after, "name"));
  if (!difference.is_object()) {
    return finding("change", "Nothing can be said about a change from " + names + ": there are " +
                                 counted(count_at(before, "n"), "answer", "answers") + " before and " +
                                 decimal(count_at(after, "n")) + " after.");
  }
  const std::string went = voice.name() + " went from " + voice.value(before) + " to " + voice.value(after);
  const int direction = direction_of(difference);
  if (direction == 0) {
    return finding("change",
                   "No real change from " + names + ": " + went + ", and " + not_real(difference, voice) + ".");
  }
  return finding("change", std::string("A real ") + (direction > 0 ? "rise" : "fall") + " from " + names + ": " + went +
                               " (" + voice.change(number_at(difference, "delta")) + ", 95 % interval " +
                               voice.range(at(difference, "interval"), true) + ", " + p_phrase(p_of(difference)) +
                               ")." + voice.worse_note(direction));
}

std::optional<Json> trend_finding(const Json& entry, const Voice& voice) {
  const Json *real = nullptr, *real_before = nullptr, *last = nullptr, *last_before = nullptr, *before = nullptr;
  int64_t comparisons = 0;
  for (const Json& period : at(entry, "trend")) {
    if (count_at(period, "n") == 0) continue;
    if (const Json& change = at(period, "change"); change.is_object()) {
      ++comparisons;
      last = &period;
      last_before = before;
      if (direction_of(change) != 0) {
        real = &period;
        real_before = before;
      }
    }
    before = &period;
  }
  if (!last || !last_before) return std::nullopt;
  if (!real || !real_before) {
    if (comparisons == 1) {
      return finding("change", "No real change from " + std::string(string_at(*last_before, "name")) + " to " +
                                   std::string(string_at(*last, "name")) + ": " + not_real(at(*last, "change"), voice) +
                                   ".");
    }
    const std::string every(string_at(entry, "every"));
    return finding("change", "No real change from " + every + " to " + every + ": of " + decimal(comparisons) +
                                 " comparisons none holds after correction for their number.");
  }
  const Json& change = at(*real, "change");
  const int direction = direction_of(change);
  return finding("change", std::string(real == last ? "A real " : "The last real change was a ") +
                               (direction > 0 ? "rise" : "fall") + " in " + std::string(string_at(*real, "name")) +
                               ": " + voice.name() + " went from " + voice.value(*real_before) + " to " +
                               voice.value(*real) + " (" + correction(change, comparisons) + ")." +
                               voice.worse_note(direction));
}

// --- who? -------------------------------------------------------------------------------------------------

struct Standing {
  std::string_view by;
  const Json* group = nullptr;
  double delta = 0;
};

// 'plan is “free”'.
std::string group_of(const Standing& standing) {
  return std::string(standing.by) + " is " + curly(string_at(*standing.group, "name"));
}

void segment_findings(const Json& entry, const Voice& voice, std::vector<Json>& out, std::string& weakest) {
  std::vector<Standing> real;
  int64_t comparisons = 0;
  std::vector<std::string_view> names;
  for (const Json& segment : at(entry, "segments")) {
    comparisons = count_at(segment, "comparisons");
    const Json& groups = at(segment, "groups");
    if (groups.size() > 1) names.push_back(string_at(segment, "by"));
    for (const Json& group : groups) {
      const Json& difference = at(group, "versusRest");
      if (direction_of(difference) == 0 || count_at(group, "n") < kFewOfGroup) continue;
      real.push_back({string_at(segment, "by"), &group, number_at(difference, "delta")});
    }
  }
  if (comparisons == 0 || names.empty()) return;
  if (real.empty()) {
    out.push_back(finding("segment", comparisons == 1
                                         ? "No real difference by " + std::string(names[0]) + "."
                                         : "No group really differs from the others: of " + decimal(comparisons) +
                                               " comparisons none holds after correction for their number."));
    return;
  }
  const double sign = voice.lower_is_better() ? -1 : 1;
  std::stable_sort(real.begin(), real.end(),
                   [&](const Standing& a, const Standing& b) { return sign * a.delta < sign * b.delta; });
  const auto tell = [&](const Standing& standing) {
    const std::string score = voice.name() + " is really " + (standing.delta < 0 ? "lower" : "higher");
    out.push_back(
        finding("segment", capital(score + " where " + group_of(standing) + ": ") + voice.value(*standing.group) +
                               " from " + counted(count_at(*standing.group, "n"), "answer", "answers") + ", " +
                               voice.amount(standing.delta) + (standing.delta < 0 ? " below" : " above") +
                               " the others (" + correction(at(*standing.group, "versusRest"), comparisons) + ")." +
                               (standing.delta > 0 && voice.lower_is_better() ? " Lower is better." : "")));
  };
  const Standing &worst = real.front(), &best = real.back();
  const bool bad = sign * worst.delta < 0;
  tell(worst);
  if (bad) weakest = group_of(worst);
  // Of two groups the better is only the other side of the worse.
  if (sign * best.delta > 0 && best.group != worst.group && (best.by != worst.by || real.size() > 2)) tell(best);
}

// --- why? -------------------------------------------------------------------------------------------------

struct Camps {
  const char *low, *high;  // groups of the score
  const char *low_people, *high_people;
};

constexpr Camps kCamps[] = {
    {"detractor", "promoter", "Detractors", "promoters"},
    {"difficult", "easy", "People who found it difficult", "those who found it easy"},
    {"dissatisfied", "satisfied", "The dissatisfied", "the satisfied"},
    {"others", "veryDisappointed", "Those who would not miss it much", "those who would"},
};

// How many of a group wrote anything, told by any theme that one of them speaks of.
int64_t writers(const Json& themes, const char* group) {
  for (const Json& theme : themes) {
    const double count = number_at(at(theme, "groups"), group), share = number_at(at(theme, "groupShare"), group);
    if (count > 0 && share > 0) return static_cast<int64_t>(std::llround(100 * count / share));
  }
  return 0;
}

std::optional<Json> theme_finding(const Json& entry, std::string& named) {
  const Json& themes = at(entry, "themes");
  if (!themes.is_array()) return std::nullopt;
  for (const Camps& camps : kCamps) {
    const int64_t low = writers(themes, camps.low), high = writers(themes, camps.high);
    if (low < kFewOfGroup || high < kFewOfGroup) continue;
    std::vector<double> p;
    for (const Json& theme : themes) {
      const int64_t of_low = std::min(low, count_at(at(theme, "groups"), camps.low));
      const int64_t of_high = std::min(high, count_at(at(theme, "groups"), camps.high));
      p.push_back(metrics::compare_proportions(of_high, high, of_low, low).p);
    }
    const std::vector<double> adjusted = metrics::holm(p);
    size_t best = themes.size();
    double most = 0;
    for (size_t i = 0; i < themes.size(); ++i) {
      const Json& shares = at(themes[i], "groupShare");
      const double more = number_at(shares, camps.low) - number_at(shares, camps.high);
      if (adjusted[i] >= 0.05 || more <= most) continue;
      best = i;
      most = more;
    }
    if (best == themes.size()) return std::nullopt;
    named = string_at(themes[best], "name");
    const Json& shares = at(themes[best], "groupShare");
    return finding("theme", std::string(camps.low_people) + " speak of " + curly(named) + " more often than " +
                                camps.high_people + ": " + fixed(number_at(shares, camps.low), 0) +
                                " % of those who wrote, against " + fixed(number_at(shares, camps.high), 0) + " % (" +
                                p_phrase(adjusted[best]) + ").");
  }
  return std::nullopt;
}

std::string_view label_of(const Json& factor) {
  const std::string_view label = string_at(factor, "label");
  return label.empty() ? string_at(factor, "name") : label;
}

bool goes_along(const Json& factor) { return number_at(at(factor, "interval"), "low") > 0; }

std::optional<Json> driver_finding(const Json& entry, const Voice& voice, const Json*& next) {
  const Json& drivers = at(entry, "drivers");
  if (!drivers.is_object() || count_at(drivers, "n") < kFew) return std::nullopt;
  const Json& factors = at(drivers, "factors");
  for (const Json& factor : factors) {
    if (voice.lower_is_better() || !goes_along(factor) || number_at(factor, "potential") <= 0) continue;
    if (!next || number_at(factor, "potential") > number_at(*next, "potential")) next = &factor;
  }
  const Json& first = factors[0];
  const Json& interval = at(first, "interval");
  const bool real = number_at(interval, "low") > 0 || number_at(interval, "high") < 0;
  if (!real || factors.size() < 2) return std::nullopt;
  return finding("driver", "In these answers " + curly(label_of(first)) + " goes with " + voice.name() +
                               " more than any other factor: it has " + fixed(100 * number_at(first, "importance"), 0) +
                               " % of what they explain together (R\u00B2 " + fixed(number_at(drivers, "r2"), 2) +
                               ", " + counted(count_at(drivers, "n"), "complete response", "complete responses") +
                               ").");
}

std::optional<Json> passives_finding(const Json& entry) {
  const Json& passives = at(entry, "passives");
  const Json& at_risk = at(passives, "atRisk");
  const Json& interval = at(at_risk, "interval");
  if (count_at(passives, "n") < 20 || number_at(interval, "low") <= 50) return std::nullopt;
  return finding("passives", "Most passives are at risk: " + decimal(count_at(at_risk, "n")) + " of " +
                                 decimal(count_at(passives, "n")) + " said 7, a point from being detractors (" +
                                 fixed(number_at(at_risk, "share"), 0) + " %, 95 % interval " +
                                 fixed(number_at(interval, "low"), 0) + " to " + fixed(number_at(interval, "high"), 0) +
                                 " %).");
}

// A question is called by its text where that is short.
std::string called(const Json& entry, std::string_view question) {
  for (const Json& one : at(entry, "questions")) {
    const std::string_view title = string_at(one, "title");
    if (string_at(one, "question") != question || title.empty()) continue;
    if (count_characters(title) <= kTitleCharacters) return curly(title);
  }
  return curly(question);
}

std::optional<Json> dropoff_finding(const Json& entry, std::string& where) {
  const Json& questions = at(at(entry, "funnel"), "questions");
  if (!questions.is_array() || questions.size() < 2) return std::nullopt;
  int64_t all_left = 0, all_reached = 0;
  for (const Json& question : questions) {
    all_left += count_at(question, "left");
    all_reached += count_at(question, "reached");
  }
  std::vector<double> p;
  std::vector<const Json*> compared;
  for (const Json& question : questions) {
    const int64_t left = count_at(question, "left"), reached = count_at(question, "reached");
    if (left > reached || reached == 0 || all_reached == reached || all_left - left > all_reached - reached) continue;
    const metrics::Difference difference =
        metrics::compare_proportions(all_left - left, all_reached - reached, left, reached);
    compared.push_back(&question);
    p.push_back(difference.delta > 0 ? difference.p : 1);
  }
  const std::vector<double> adjusted = metrics::holm(p);
  const Json* worst = nullptr;
  for (size_t i = 0; i < compared.size(); ++i) {
    if (adjusted[i] >= 0.05 || count_at(*compared[i], "left") < kFewOfGroup) continue;
    if (!worst || number_at(*compared[i], "share") > number_at(*worst, "share")) worst = compared[i];
  }
  if (!worst) return std::nullopt;
  const std::string_view question = string_at(*worst, "question");
  where = called(entry, question);
  return finding("dropoff",
                 "More people leave at " + where + " than elsewhere: " + decimal(count_at(*worst, "left")) + " of " +
                     decimal(count_at(*worst, "reached")) + " who come to it (" + fixed(number_at(*worst, "share"), 1) +
                     " %).",
                 question);
}

std::optional<Json> benchmark_finding(const Json& entry, const Voice& voice) {
  const Json& tables = at(entry, "benchmark");
  if (!tables.is_array() || tables.empty() || too_few(entry)) return std::nullopt;
  const Json& table = tables[0];
  int64_t above = 0, below = 0, unclear = 0;
  for (const Json& row : at(table, "rows")) {
    const std::string_view verdict = string_at(row, "verdict");
    ++(verdict == "above" ? above : verdict == "below" ? below : unclear);
  }
  if (above + below + unclear == 0) return std::nullopt;
  std::string text = "Beside " + curly(string_at(table, "title")) + " (" + std::string(string_at(table, "source"));
  if (count_at(table, "year") > 0) text += ", " + decimal(count_at(table, "year"));
  text += "), " + voice.name() + " of " + voice.value(entry) + " is ";
  std::string parts;
  for (const auto& [count, words] :
       {std::pair(above, "above "), {below, "below "}, {unclear, "not to be told apart from "}}) {
    if (count == 0) continue;
    if (!parts.empty()) parts += ", ";
    parts += words + decimal(count);
  }
  return finding("benchmark", text + parts + " of its " + counted(above + below + unclear, "score", "scores") + ".");
}

// --- what next? -------------------------------------------------------------------------------------------

std::optional<Json> ask_more(const Json& entry) {
  const Json& needed = at(entry, "needed");
  const int64_t missing = count_at(needed, "n") - count_at(entry, "n");
  if (!needed.is_object() || missing <= 0) return std::nullopt;
  const double margin = number_at(needed, "margin");
  std::string text =
      "Next: ask " + decimal(missing) + " more for \u00B1" + fixed(margin, margin == std::floor(margin) ? 0 : 1);
  const std::string_view unit = string_at(entry, "unit");
  if (unit == "points") text += " points";
  if (unit == "percent") text += " percentage points";
  return finding("sample", text + ".");
}

}  // namespace

Json findings_json(const Json& entry) {
  Json result = Json::array();
  if (!at(entry, "metric").is_string()) return result;
  const Voice voice(entry);
  std::vector<Json> found;
  std::optional<Json> next;
  const auto add = [&](std::optional<Json> one) {
    if (one) found.push_back(std::move(*one));
  };

  std::string weakest, theme, question;
  const Json* driver = nullptr;
  const bool few = too_few(entry);
  if (few) add(sample_finding(entry, voice));
  if (at(entry, "compare").is_object()) {
    add(compare_finding(at(entry, "compare"), voice));
  } else {
    add(trend_finding(entry, voice));
  }
  segment_findings(entry, voice, found, weakest);
  add(theme_finding(entry, theme));
  add(driver_finding(entry, voice, driver));
  add(dropoff_finding(entry, question));
  add(passives_finding(entry));
  add(benchmark_finding(entry, voice));

  if (few) {
    const int64_t n = count_at(entry, "n"), shown = count_at(entry, "shown");
    next = ask_more(entry);
    if (n == 0 && shown >= kFew) {
      next = finding("sample",
                     "Next: see when and where it shows; of " + decimal(shown) + " who saw it nobody gave a score.");
    } else if (!next && n < kFew) {
      next = finding("sample", "Next: ask " + decimal(kFew - n) + " more, then look again.");
    }
  } else if (!theme.empty()) {
    next = finding("theme", "Next: look at " + curly(theme) + " first, and read what people say about it.");
  } else if (driver) {
    next = finding("driver", "Next: look at " + curly(label_of(*driver)) + " first: of what goes with " + voice.name() +
                                 " it has the most room to grow (mean " + fixed(number_at(*driver, "mean"), 2) + ").");
  } else if (!weakest.empty()) {
    next = finding("segment", "Next: find out what is different where " + weakest + ".");
  } else if (!question.empty() && at(entry, "question").is_null()) {
    // The score is made of a whole questionnaire, which is only itself as long as nobody changes it.
    next = finding("dropoff",
                   "Next: ask when people have more time for it; a standard questionnaire that is shortened measures "
                   "something else.");
  } else if (!question.empty()) {
    next = finding("dropoff", "Next: shorten " + question + ", make it optional, or move it to the end.");
  } else {
    next = ask_more(entry);
  }
  const size_t room = kFindings - (next ? 1 : 0);
  for (size_t i = 0; i < found.size() && i < room; ++i) result.push_back(std::move(found[i]));
  if (next) result.push_back(std::move(*next));
  return result;
}

namespace {

// The last says what to do next, and stays the last.
void put_before_last(Json& entry, Json fresh) {
  Json kept = Json::array();
  const Json before = entry["findings"];
  const size_t rest = before.empty() ? 0 : before.size() - 1;
  for (size_t i = 0; i < rest && i + 2 < kFindings; ++i) kept.push_back(before[i]);
  kept.push_back(std::move(fresh));
  if (!before.empty()) kept.push_back(before[rest]);
  entry["findings"] = std::move(kept);
}

const char* signal_phrase(std::string_view signal) {
  constexpr std::pair<std::string_view, const char*> kPhrases[] = {{"rage", "clicks in rage"},
                                                                   {"dead", "clicks without effect"},
                                                                   {"error", "clicks that end in an error"},
                                                                   {"quickBack", "visitors go straight back"},
                                                                   {"thrash", "thrashing"},
                                                                   {"formStruggle", "answers that are refused"},
                                                                   {"refreshBurst", "bursts of reloads"},
                                                                   {"abandonedForm", "a form given up"}};
  for (const auto& [name, phrase] : kPhrases) {
    if (name == signal) return phrase;
  }
  return "a signal";
}

}  // namespace

void add_support_finding(Json& entry, const Json& support) {
  const Json& topics = at(support, "topics");
  if (!topics.is_array() || topics.empty() || count_at(support, "tickets") == 0 || !find(entry, "findings")) return;
  const Voice voice(entry);
  const Json& topic = topics[0];
  const Json& difference = at(topic, "difference");
  const int direction = direction_of(difference) * (voice.lower_is_better() ? -1 : 1);
  const std::string tickets =
      decimal(count_at(topic, "tickets")) + " of " + counted(count_at(support, "tickets"), "ticket", "tickets");
  std::string text =
      "Of what people ask support about, mend " + curly(string_at(topic, "topic")) + " first: " + tickets;
  if (direction < 0) {
    text += ", and " + voice.name() + " of its users is " + voice.amount(number_at(difference, "delta")) +
            (voice.lower_is_better() ? " higher" : " lower") + " than that of others (" + p_phrase(p_of(difference)) +
            ").";
  } else {
    text = "Support is asked about " + curly(string_at(topic, "topic")) + " in " + tickets +
           "; that its users score lower is not shown.";
  }
  put_before_last(entry, finding("support", std::move(text)));
}

void add_struggle_finding(Json& entry, const Json& struggle) {
  const Json& elements = at(struggle, "elements");
  if (!elements.is_array() || !find(entry, "findings")) return;
  const Voice voice(entry);
  for (const Json& element : elements) {
    const Json& difference = at(element, "difference");
    const int direction = direction_of(difference) * (voice.lower_is_better() ? -1 : 1);
    if (count_at(element, "satisfactionRank") != 1 || direction >= 0) continue;
    const bool named = at(element, "name").is_string();
    const std::string_view name = string_at(element, named ? "name" : "element");
    const std::string where = curly(string_at(element, "page"));
    const std::string what = name.empty() ? "the page " + where : curly(name) + " on " + where;
    const int64_t with = count_at(element, "with"), views = count_at(element, "views");
    put_before_last(
        entry, finding("struggle", join({"Where visitors struggle, mend ", what,
                                         " first: ", signal_phrase(string_at(element, "signal")), " in ", decimal(with),
                                         " of ", counted(views, "page view", "page views"), ", and ", voice.name(),
                                         " of those is ", voice.amount(number_at(difference, "delta")),
                                         voice.lower_is_better() ? " higher" : " lower", " than that of others (",
                                         p_phrase(p_of(difference)), ")."})));
    return;
  }
}

}  // namespace canvass::report

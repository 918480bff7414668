#include "core/cli/report_csv.h"

#include <initializer_list>
#include <string_view>
#include <utility>

#include "core/base/text.h"
#include "core/cli/report_json.h"

namespace canvass::cli {

namespace {

// One row; the order of the columns is that of write().
struct Line {
  std::string id = {}, survey = {}, question = {}, metric = {};
  const char* section = "";
  std::string name = {}, group = {}, from = {}, to = {};
  Json n = {}, count = {}, value = {}, se = {}, low = {}, high = {};
  std::string method = {};
  Json delta = {}, delta_low = {}, delta_high = {};
  std::string test = {};
  Json p = {}, p_adjusted = {};
  std::string verdict = {};
};

constexpr std::string_view kHeader =
    "id,survey,question,metric,section,name,group,from,to,n,count,value,se,low,high,method,delta,delta_low,delta_high,"
    "test,p,p_adjusted,verdict\r\n";

void put_text(std::string& out, std::string_view text) {
  const bool formula = !text.empty() && std::string_view("=+-@\t\r\n").find(text[0]) != std::string_view::npos;
  const bool quoted = text.find_first_of(",\"\r\n") != std::string_view::npos;
  if (quoted) out += '"';
  if (formula) out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  if (quoted) out += '"';
}

void write(std::string& out, const Line& line) {
  const auto text = [&](std::string_view cell) {
    put_text(out, cell);
    out += ',';
  };
  const auto number = [&](const Json& cell) {
    if (cell.is_number()) out += dump_json(cell);
    out += ',';
  };
  for (const std::string* cell : {&line.id, &line.survey, &line.question, &line.metric}) text(*cell);
  text(line.section);
  for (const std::string* cell : {&line.name, &line.group, &line.from, &line.to}) text(*cell);
  for (const Json* cell : {&line.n, &line.count, &line.value, &line.se, &line.low, &line.high}) number(*cell);
  text(line.method);
  for (const Json* cell : {&line.delta, &line.delta_low, &line.delta_high}) number(*cell);
  text(line.test);
  for (const Json* cell : {&line.p, &line.p_adjusted}) number(*cell);
  put_text(out, line.verdict);
  out += "\r\n";
}

void take_interval(Line& line, const Json& interval) {
  line.low = at(interval, "low");
  line.high = at(interval, "high");
  line.method = text_at(interval, "method");
}

void take_score(Line& line, const Json& score) {
  line.n = at(score, "n");
  line.value = at(score, "value");
  line.se = at(score, "se");
  take_interval(line, at(score, "interval"));
}

void take_difference(Line& line, const Json& difference) {
  line.delta = at(difference, "delta");
  line.delta_low = at(at(difference, "interval"), "low");
  line.delta_high = at(at(difference, "interval"), "high");
  line.test = text_at(difference, "method");
  line.p = at(difference, "p");
  line.p_adjusted = at(difference, "pAdjusted");
  line.verdict = text_at(difference, "verdict");
}

void take_period(Line& line, const Json& period) {
  line.name = text_at(period, "name");
  line.from = text_at(period, "from");
  line.to = text_at(period, "to");
}

// Rows about one entry begin alike.
struct Writer {
  std::string& out;
  Line start;

  Line begin(const char* section, std::string name = {}, std::string group = {}) const {
    Line line = start;
    line.section = section;
    line.name = std::move(name);
    line.group = std::move(group);
    return line;
  }

  void count(const char* section, std::string_view name, const Json& number) const {
    if (!number.is_number()) return;
    Line line = begin(section, std::string(name));
    line.count = number;
    write(out, line);
  }

  void value(const char* section, std::string name, std::string group, const Json& number) const {
    if (!number.is_number()) return;
    Line line = begin(section, std::move(name), std::move(group));
    line.value = number;
    write(out, line);
  }

  void share(const char* section, std::string name, const Json& part, const Json& value) const {
    if (!value.is_number()) return;
    Line line = begin(section, std::move(name));
    line.n = at(part, "n");
    line.count = at(part, "count");
    line.value = value;
    take_interval(line, at(part, "interval"));
    write(out, line);
  }
};

// A point of a scale, or of a finer one the values from `name` up to `group`.
void write_distribution(const Writer& writer, const Json& of) {
  for (const Json& point : at(of, "distribution")) {
    const Json& to = at(point, "to");
    Line line = writer.begin("distribution", dump_json(at(point, "value")), to.is_number() ? dump_json(to) : "");
    line.count = at(point, "count");
    write(writer.out, line);
  }
}

void write_score(const Writer& writer, const Json& entry) {
  Line score = writer.begin("score");
  take_score(score, entry);
  write(writer.out, score);
  for (const auto& [name, count] : at(entry, "counts").items()) writer.count("group", name, count);
  write_distribution(writer, entry);
  const Json& share = at(entry, "share");
  writer.share("share", text_at(share, "name"), share, at(share, "value"));
  writer.share("mean", "", at(entry, "mean"), at(at(entry, "mean"), "value"));
  const Json& passives = at(entry, "passives");
  writer.share("share", "passives", passives, at(passives, "share"));
  writer.share("share", "passivesAtRisk", at(passives, "atRisk"), at(at(passives, "atRisk"), "share"));
  writer.share("unweighted", "", at(entry, "unweighted"), at(at(entry, "unweighted"), "value"));
  writer.value("susEstimate", "", "", at(at(entry, "susEstimate"), "value"));
  for (const Json& factor : at(entry, "factors")) {
    Line line = writer.begin("factor", text_at(factor, "name"), text_at(factor, "label"));
    take_score(line, factor);
    write(writer.out, line);
    writer.value("importance", text_at(factor, "name"), text_at(factor, "label"), at(factor, "importance"));
  }
}

void write_comparisons(const Writer& writer, const Json& entry) {
  for (const Json& period : at(entry, "trend")) {
    Line line = writer.begin("trend");
    take_period(line, period);
    take_score(line, period);
    take_difference(line, at(period, "change"));
    write(writer.out, line);
  }
  const Json& compare = at(entry, "compare");
  for (const char* which : {"before", "after"}) {
    const Json& period = at(compare, which);
    if (!period.is_object()) continue;
    Line line = writer.begin("compare", "", which);
    take_period(line, period);
    take_score(line, period);
    if (std::string_view(which) == "after") take_difference(line, at(compare, "difference"));
    write(writer.out, line);
  }
  for (const Json& segment : at(entry, "segments")) {
    for (const Json& group : at(segment, "groups")) {
      Line line = writer.begin("segment", text_at(segment, "by"), text_at(group, "name"));
      take_score(line, group);
      take_difference(line, at(group, "versusRest"));
      write(writer.out, line);
    }
    Line missing = writer.begin("segmentMissing", text_at(segment, "by"));
    missing.count = at(segment, "missing");
    write(writer.out, missing);
  }
  const Json& drivers = at(entry, "drivers");
  for (const Json& factor : at(drivers, "factors")) {
    for (const char* number : {"importance", "mean", "correlation", "slope", "potential"}) {
      Line line = writer.begin("driver", text_at(factor, "name"), number);
      line.n = at(factor, "n");
      line.value = at(factor, number);
      const std::string_view which = number;
      if (which == "importance") line.method = text_at(drivers, "method");
      if (which == "correlation") take_interval(line, at(factor, "interval"));
      write(writer.out, line);
    }
  }
  for (const Json& table : at(entry, "benchmark")) {
    for (const Json& row : at(table, "rows")) {
      Line line = writer.begin("benchmark", text_at(row, "name"), text_at(table, "title"));
      line.value = at(row, "value");
      line.delta = at(row, "delta");
      line.verdict = text_at(row, "verdict");
      write(writer.out, line);
    }
  }
}

void write_funnel(Writer writer, const Json& funnel) {
  for (const char* stage : {"shown", "started", "completed", "dismissed", "abandoned"}) {
    writer.count("funnel", stage, at(funnel, stage));
  }
  for (const char* rate : {"responseRate", "completionRate"}) {
    writer.share("funnel", rate, at(funnel, rate), at(at(funnel, rate), "value"));
  }
  for (const char* times : {"timeToAnswer", "duration"}) {
    for (const char* quantile : {"median", "p90"}) {
      writer.value("funnel", times, quantile, at(at(funnel, times), quantile));
    }
  }
  for (const Json& question : at(funnel, "questions")) {
    Line line = writer.begin("dropoff", text_at(question, "kind"));
    line.question = text_at(question, "question");
    line.n = at(question, "reached");
    line.count = at(question, "left");
    line.value = at(question, "share");
    write(writer.out, line);
  }
}

void write_questions(Writer writer, const Json& questions) {
  writer.start.metric.clear();
  for (const Json& question : questions) {
    writer.start.question = text_at(question, "question");
    Line whole = writer.begin("question", text_at(question, "kind"), text_at(question, "title"));
    whole.n = at(question, "answered");
    whole.value = at(question, "mean");
    take_interval(whole, at(question, "interval"));
    write(writer.out, whole);
    for (const char* number : {"sd", "median", "min", "max"}) {
      writer.value("question", text_at(question, "kind"), number, at(question, number));
    }
    write_distribution(writer, question);
    for (const Json& option : at(question, "options")) {
      Line line = writer.begin("option", text_at(option, "value"), text_at(option, "label"));
      line.n = at(question, "answered");
      line.count = at(option, "count");
      line.value = at(option, "share");
      take_interval(line, at(option, "interval"));
      write(writer.out, line);
    }
    for (const Json& row : at(question, "rows")) {
      Line line = writer.begin("row", text_at(row, "row"), text_at(row, "label"));
      line.n = at(row, "answered");
      line.count = at(row, "first");
      line.value = at(row, "mean");
      take_interval(line, at(row, "interval"));
      write(writer.out, line);
    }
  }
}

void write_words(Writer writer, const Json& entry) {
  for (const char* kind : {"themes", "tags"}) {
    const char* section = std::string_view(kind) == "themes" ? "theme" : "tag";
    for (const Json& item : at(entry, kind)) {
      Line line = writer.begin(section, text_at(item, "name"));
      line.count = at(item, "count");
      line.value = at(item, "share");
      write(writer.out, line);
      for (const auto& [group, count] : at(item, "groups").items()) {
        Line part = writer.begin(section, text_at(item, "name"), group);
        part.count = count;
        part.value = at(at(item, "groupShare"), group);
        write(writer.out, part);
      }
    }
  }
  for (const Json& verbatim : at(entry, "verbatims")) {
    writer.start.question = text_at(verbatim, "question");
    Line line = writer.begin("verbatim", text_at(verbatim, "text"), text_at(verbatim, "category"));
    line.from = text_at(verbatim, "timestamp");
    line.value = at(verbatim, "score");
    write(writer.out, line);
  }
}

void write_entry(std::string& out, const Json& entry) {
  const Writer writer{out,
                      {.id = text_at(entry, "id"),
                       .survey = text_at(entry, "survey"),
                       .question = text_at(entry, "question"),
                       .metric = text_at(entry, "metric")}};
  for (const Json& finding : at(entry, "findings")) {
    write(out, writer.begin("finding", text_at(finding, "text"), text_at(finding, "kind")));
  }
  if (at(entry, "metric").is_string()) write_score(writer, entry);
  write_comparisons(writer, entry);
  write_funnel(writer, at(entry, "funnel"));
  write_questions(writer, at(entry, "questions"));
  write_words(writer, entry);
}

void write_support(std::string& out, const Json& support) {
  if (!support.is_object()) return;
  const Writer writer{out,
                      {.survey = text_at(support, "survey"),
                       .question = text_at(support, "question"),
                       .metric = text_at(support, "metric")}};
  Line all = writer.begin("support");
  all.from = text_at(support, "from");
  all.to = text_at(support, "to");
  all.n = at(support, "users");
  all.count = at(support, "tickets");
  all.value = at(support, "rate");
  write(out, all);
  for (const Json& topic : at(support, "topics")) {
    const std::string name = text_at(topic, "topic");
    Line line = writer.begin("supportTopic", name);
    line.n = at(topic, "users");
    line.count = at(topic, "tickets");
    line.value = at(topic, "rate");
    write(out, line);
    for (const char* weeks : {"firstWeeks", "nextWeeks"}) {
      Line part = writer.begin("supportTopic", name, weeks);
      part.count = at(topic, weeks);
      write(out, part);
    }
    writer.value("supportTopic", name, "priority", at(topic, "priority"));
    Line satisfaction = writer.begin("supportTopic", name, "satisfaction");
    take_score(satisfaction, at(topic, "satisfaction"));
    take_difference(satisfaction, at(topic, "difference"));
    write(out, satisfaction);
  }
  for (const Json& period : at(support, "trend")) {
    Line line = writer.begin("supportTrend");
    take_period(line, period);
    line.count = at(period, "tickets");
    line.value = at(period, "rate");
    write(out, line);
  }
}

// Page views with at least one signal: of an element, a page, a kind, a period.
Line struggle_line(const Writer& writer, const char* section, std::string name, std::string group, const Json& of) {
  Line line = writer.begin(section, std::move(name), std::move(group));
  line.n = at(of, "views");
  line.count = at(of, "with");
  line.value = at(of, "share");
  take_interval(line, at(of, "interval"));
  return line;
}

void write_struggle_group(const Writer& writer, const char* section, const std::string& name, const std::string& group,
                          const Json& of) {
  write(writer.out, struggle_line(writer, section, name, group, of));
  const auto more = [&](const char* what, const Json& number) {
    Line line = writer.begin(section, name, join({group, group.empty() ? "" : ": ", what}));
    line.count = number;
    write(writer.out, line);
  };
  more("signals", at(of, "count"));
  more("visitors", at(of, "visitors"));
  if (!at(of, "satisfaction").is_object()) return;
  Line line = writer.begin(section, name, join({group, group.empty() ? "" : ": ", "satisfaction"}));
  take_score(line, at(of, "satisfaction"));
  take_difference(line, at(of, "difference"));
  write(writer.out, line);
}

void write_struggle(std::string& out, const Json& struggle) {
  if (!struggle.is_object()) return;
  Writer writer{out,
                {.survey = text_at(struggle, "survey"),
                 .question = text_at(struggle, "question"),
                 .metric = text_at(struggle, "metric")}};
  Line all = struggle_line(writer, "struggle", "", "", struggle);
  all.from = text_at(struggle, "from");
  all.to = text_at(struggle, "to");
  write(out, all);
  writer.count("struggle", "signals", at(struggle, "signals"));
  writer.count("struggle", "visitors", at(struggle, "visitors"));
  const Json& compare = at(struggle, "compare");
  for (const char* which : {"before", "after"}) {
    if (!compare.is_object()) continue;
    Line line = struggle_line(writer, "struggleCompare", "", which, at(compare, which));
    if (std::string_view(which) == "after") take_difference(line, at(compare, "difference"));
    write(out, line);
  }
  for (const Json& kind : at(struggle, "kinds")) {
    write_struggle_group(writer, "struggleSignal", text_at(kind, "signal"), "", kind);
  }
  for (const Json& element : at(struggle, "elements")) {
    writer.start.id = text_at(element, "page");
    write_struggle_group(writer, "struggleElement", text_at(element, "element"), text_at(element, "signal"), element);
  }
  writer.start.id.clear();
  for (const Json& page : at(struggle, "pages")) {
    write_struggle_group(writer, "strugglePage", text_at(page, "page"), "", page);
  }
  for (const Json& period : at(struggle, "trend")) {
    Line line = struggle_line(writer, "struggleTrend", "", "", period);
    take_period(line, period);
    take_difference(line, at(period, "change"));
    write(out, line);
  }
}

// A count of something of a guide, perhaps with its share.
void write_guide_count(const Writer& writer, const char* section, std::string name, const char* item, const Json& count,
                       const Json& share = {}) {
  Line line = writer.begin(section, std::move(name), item);
  line.count = count;
  line.value = at(share, "share");
  take_interval(line, at(share, "interval"));
  write(writer.out, line);
}

void write_guide_times(const Writer& writer, const char* section, const std::string& name, const Json& times) {
  if (!times.is_object()) return;
  for (const char* quantile : {"median", "p75", "p90"}) {
    Line line = writer.begin(section, name, quantile);
    line.n = at(times, "n");
    line.value = at(at(times, quantile), "value");
    take_interval(line, at(at(times, quantile), "interval"));
    write(writer.out, line);
  }
}

void write_guide_parts(const Writer& writer, const Json& guide) {
  for (const Json& step : at(guide, "steps")) {
    const std::string name = text_at(step, "step");
    write_guide_count(writer, "guideStep", name, "visitors", at(step, "visitors"), step);
    for (const char* item : {"left", "missing"}) write_guide_count(writer, "guideStep", name, item, at(step, item));
  }
  for (const Json& task : at(guide, "tasks")) {
    const std::string name = text_at(task, "task");
    write_guide_count(writer, "guideTask", name, "completed", at(task, "completed"), task);
    write_guide_times(writer, "guideTask", name, at(task, "time"));
  }
  if (const Json& all = at(guide, "all"); all.is_object()) {
    write_guide_count(writer, "guideTasks", "", "completed", at(all, "completed"), all);
    write_guide_times(writer, "guideTasks", "", at(all, "time"));
  }
  const Json& help = at(guide, "help");
  if (!help.is_object()) return;
  for (const char* item : {"opened", "searches", "contacts"}) writer.count("guideHelp", item, at(help, item));
  const Json& without = at(help, "withoutResults");
  write_guide_count(writer, "guideHelp", "withoutResults", "", at(without, "count"), without);
  for (const Json& query : at(help, "queries")) {
    write_guide_count(writer, "guideQuery", text_at(query, "query"), "withoutResults", at(query, "count"));
  }
  for (const Json& article : at(help, "articles")) {
    const std::string name = text_at(article, "article");
    for (const char* item : {"views", "rated"})
      write_guide_count(writer, "guideArticle", name, item, at(article, item));
    write_guide_count(writer, "guideArticle", name, "helpful", at(article, "helpful"), article);
  }
}

// A share of journeys: {"count","n","share","interval"}.
void write_journey_share(const Writer& writer, const char* section, std::string name, const char* group,
                         const Json& share) {
  Line line = writer.begin(section, std::move(name), group);
  line.n = at(share, "n");
  line.count = at(share, "count");
  line.value = at(share, "share");
  take_interval(line, at(share, "interval"));
  write(writer.out, line);
}

// The three numbers of a period, with how each changed.
void write_journey_period(const Writer& writer, const char* section, const Json& period, const Json& change) {
  for (const char* what : {"time", "offPath", "finished"}) {
    const Json& number = at(period, what);
    Line line = writer.begin(section, {}, what);
    take_period(line, period);
    line.n = at(number, "n");
    line.count = at(number, "count");
    line.value = number.contains("share") ? at(number, "share") : at(number, "value");
    take_interval(line, at(number, "interval"));
    take_difference(line, at(change, what));
    write(writer.out, line);
  }
}

void write_journey(std::string& out, const Json& journey) {
  const Writer writer{out, {.id = text_at(journey, "id")}};
  for (const Json& finding : at(journey, "findings")) {
    write(out, writer.begin("finding", text_at(finding, "text"), text_at(finding, "kind")));
  }
  for (const char* stage : {"visitors", "started", "finished", "abandoned", "unheard", "open"}) {
    writer.count("journey", stage, at(journey, stage));
  }
  for (const char* share : {"finishedShare", "offPath"}) {
    write_journey_share(writer, "journey", share, "", at(journey, share));
  }
  for (const char* times : {"time", "timeOnPath", "timeOffPath"}) {
    write_guide_times(writer, "journeyTime", times, at(journey, times));
  }
  if (const Json& difference = at(journey, "timeDifference"); difference.is_object()) {
    Line line = writer.begin("journeyTime", "timeOffPath", "difference");
    take_difference(line, difference);
    write(out, line);
  }
  for (const Json& step : at(journey, "steps")) {
    const std::string name = text_at(step, "step");
    write_journey_share(writer, "journeyStep", name, "reached", at(step, "reached"));
    write_journey_share(writer, "journeyStep", name, "lost", at(step, "lost"));
    write_guide_times(writer, "journeyStep", name, at(step, "time"));
  }
  for (const Json& tax : at(journey, "taxes")) {
    for (const Json& detour : at(tax, "detours")) {
      Line line = writer.begin("journeyTax", text_at(tax, "step"), text_at(detour, "detour"));
      line.n = at(tax, "lost");
      line.count = at(detour, "count");
      write(out, line);
    }
  }
  for (const Json& detour : at(journey, "detours")) {
    const std::string name = text_at(detour, "detour");
    write_journey_share(writer, "journeyDetour", name, "attempts", at(detour, "attempts"));
    write_journey_share(writer, "journeyDetour", name, "abandoned", at(detour, "abandoned"));
    for (const char* item : {"count", "lastBeforeAbandoning"}) {
      Line line = writer.begin("journeyDetour", name, item);
      line.count = at(detour, item);
      write(out, line);
    }
    for (const Json& after : at(detour, "after")) {
      Line line = writer.begin("journeyDetour", name, "after:" + text_at(after, "step"));
      line.count = at(after, "count");
      write(out, line);
    }
  }
  for (const Json& row : at(journey, "satisfaction")) {
    for (const char* side : {"onPath", "offPath"}) {
      Line line = writer.begin("journeySatisfaction", text_at(row, "survey"), side);
      line.survey = text_at(row, "survey");
      line.question = text_at(row, "question");
      line.metric = text_at(row, "metric");
      take_score(line, at(row, side));
      if (std::string_view(side) == "offPath") take_difference(line, at(row, "difference"));
      write(out, line);
    }
  }
  const Json& compare = at(journey, "compare");
  if (compare.is_object()) {
    write_journey_period(writer, "journeyCompare", at(compare, "before"), {});
    write_journey_period(writer, "journeyCompare", at(compare, "after"), at(compare, "difference"));
  }
  for (const Json& period : at(journey, "trend")) {
    write_journey_period(writer, "journeyTrend", period, at(period, "change"));
  }
}

void write_experiment(std::string& out, const Json& experiment) {
  const Writer writer{out, {.id = text_at(experiment, "id"), .metric = text_at(at(experiment, "metric"), "kind")}};
  for (const char* name : {"before", "after"}) {
    const Json& side = at(experiment, name);
    Line line = writer.begin("experiment", text_at(experiment, "hypothesis"), name);
    line.from = text_at(side, "from");
    line.to = text_at(side, "to");
    line.n = at(side, "n");
    line.count = at(side, "count");
    line.value = at(side, "value");
    take_interval(line, at(side, "interval"));
    if (std::string_view(name) == "after") {
      take_difference(line, at(experiment, "difference"));
      line.verdict = text_at(experiment, "verdict");
    }
    write(out, line);
  }
  Line line = writer.begin("experiment", text_at(experiment, "text"), "text");
  write(out, line);
  for (const Json& warning : at(experiment, "warnings")) {
    const std::string* text = warning.get_ptr<const std::string*>();
    if (text) write(out, writer.begin("experiment", *text, "warning"));
  }
}

}  // namespace

std::string report_csv(const Json& report) {
  std::string out(kHeader);
  for (const Json& entry : at(report, "surveys")) write_entry(out, entry);
  write_support(out, at(report, "support"));
  write_struggle(out, at(report, "struggle"));
  for (const Json& guide : at(report, "guides")) {
    const Writer writer{out, {.id = text_at(guide, "id")}};
    for (const char* stage : {"shown", "visitors", "completed", "dismissed", "abandoned", "missing"}) {
      writer.count("guide", stage, at(guide, stage));
    }
    write_guide_parts(writer, guide);
  }
  for (const Json& journey : at(report, "journeys")) write_journey(out, journey);
  for (const Json& experiment : at(report, "experiments")) write_experiment(out, experiment);
  const Writer writer{out, {}};
  for (const char* name : {"events", "duplicates", "rejected", "other", "malformedCount"}) {
    writer.count("input", name, at(report, name));
  }
  return out;
}

}  // namespace canvass::cli

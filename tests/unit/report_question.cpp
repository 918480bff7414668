#include <catch2/catch_test_macros.hpp>
#include <string>

#include "core/report/question.h"

namespace canvass::report {
namespace {

TimeMs at(std::string_view text) {
  const std::optional<TimeMs> time = parse_iso8601(text);
  REQUIRE(time);
  return *time;
}

// A report whose last event is at noon of 10 March 2026.
Report some_report() {
  Report report;
  for (const char* time : {"2026-03-10T12:00:00.000Z", "2026-01-01T00:00:00.000Z"}) {
    report.add_line(std::string(R"({"type":"track","event":"Survey Shown","timestamp":")") + time +
                    R"(","messageId":")" + time + R"(","properties":{"survey":"nps","response":")" + time + R"("}})");
  }
  return report;
}

Query asked(const Question& question, const Report& report = some_report()) {
  Problem problem;
  const std::optional<Query> query = query_of(question, report, problem);
  CAPTURE(problem.message);
  REQUIRE(query);
  return *query;
}

Problem refused(const Question& question) {
  Problem problem;
  CHECK_FALSE(query_of(question, some_report(), problem));
  return problem;
}

TEST_CASE("names are given one by one or as a list with commas, each counts once") {
  CHECK(asked({.by = {"plan, locale", "page", "plan,"}}).by == std::vector<std::string>{"plan", "locale", "page"});
  CHECK(asked({.by = {"", " , "}}).by.empty());
}

TEST_CASE("since begins with a period and until ends with one") {
  const Span span = asked({.since = "2026-W10", .until = "2026-03"}).span;
  CHECK(span.from == at("2026-03-02T00:00:00.000Z"));
  CHECK(span.to == at("2026-04-01T00:00:00.000Z"));
  const Span day = asked({.since = "2026-03-02", .until = "2026-03-02"}).span;
  CHECK(day.to - day.from == kDay);
}

TEST_CASE("a time is itself, and a duration counts back from the last event and holds it") {
  const Span times = asked({.since = "2026-03-02T09:00:00Z", .until = "2026-03-02T10:30:00.000Z"}).span;
  CHECK(times.from == at("2026-03-02T09:00:00.000Z"));
  CHECK(times.to == at("2026-03-02T10:30:00.000Z"));
  const Span back = asked({.since = "30d", .until = "0d"}).span;
  CHECK(back.from == at("2026-02-08T12:00:00.000Z"));
  CHECK(back.holds(at("2026-03-10T12:00:00.000Z")));
}

TEST_CASE("a duration leaves nothing out while there is no event") {
  const Span span = asked({.since = "30d"}, Report()).span;
  CHECK(span.from == Span().from);
  CHECK(span.to == Span().to);
}

TEST_CASE("two periods are compared under the names they were given") {
  const Query query = asked({.compare = "2026-W10 .. 2026-W11"});
  CHECK(query.before_name == "2026-W10");
  CHECK(query.after_name == "2026-W11");
  CHECK(query.before->to == query.after->from);
}

TEST_CASE("what makes no sense is named, with what was expected") {
  struct Case {
    Question question;
    const char *pointer, *part;
  };
  const Case cases[] = {
      {{.every = "fortnight"}, "/every", "expected one of \"day\", \"week\""},
      {{.compare = "2026-W10"}, "/compare", "two periods"},
      {{.compare = "..2026-W10"}, "/compare", "two periods"},
      {{.compare = "2026-03..2026-W10"}, "/compare", "no day in common"},
      {{.since = "yesterday"}, "/since", "\"yesterday\" is no time"},
      {{.until = "2026-02-30"}, "/until", "\"2026-02-30\" is no time"},
      {{.since = "2026-03-05", .until = "2026-03-01"}, "/until", "not after \"2026-03-05\""},
  };
  for (const Case& each : cases) {
    const Problem problem = refused(each.question);
    CHECK(problem.pointer == each.pointer);
    CAPTURE(problem.message);
    CHECK(problem.message.find(each.part) != std::string::npos);
  }
}

TEST_CASE("a question in JSON has the same members, and no others") {
  Problem problem;
  const auto read = [&](std::string_view text) { return question_from_json(*parse_json(text), problem); };
  const std::optional<Question> question = read(
      R"({"survey":"nps","by":["plan"],"every":"week","compare":null,"since":"30d","until":"","susEstimate":true})");
  REQUIRE(question);
  CHECK(question->survey == "nps");
  CHECK(question->by == std::vector<std::string>{"plan"});
  CHECK(question->every == "week");
  CHECK(question->compare.empty());
  CHECK(question->since == "30d");
  CHECK(question->sus_estimate);
  CHECK_FALSE(read(R"({"evry":"week"})"));
  CHECK(problem.pointer == "/evry");
  CHECK(problem.message.find("did you mean \"every\"") != std::string::npos);
  CHECK_FALSE(read(R"({"by":"plan"})"));
  CHECK_FALSE(read(R"({"by":[7]})"));
  CHECK_FALSE(read(R"({"survey":7})"));
  CHECK_FALSE(read(R"({"susEstimate":"yes"})"));
  CHECK_FALSE(read("[]"));
}

}  // namespace
}  // namespace canvass::report

// Periods as people write them, and which one a moment lies in.
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "core/base/time.h"
#include "core/report/query.h"

using namespace canvass;
using namespace canvass::report;

namespace {

TimeMs at(const std::string& text) { return *parse_iso8601(text); }
TimeMs day(const std::string& text) { return at(text + "T00:00:00.000Z"); }

void check(const char* text, const char* from, const char* to) {
  INFO(text);
  const std::optional<Span> span = parse_period(text);
  REQUIRE(span);
  CHECK(format_iso8601(span->from) == std::string(from) + "T00:00:00.000Z");
  CHECK(format_iso8601(span->to) == std::string(to) + "T00:00:00.000Z");
}

}  // namespace

TEST_CASE("a period is read as a year, quarter, month, ISO week, day, or two days") {
  check("2026", "2026-01-01", "2027-01-01");
  check("2026-Q1", "2026-01-01", "2026-04-01");
  check("2026-Q4", "2026-10-01", "2027-01-01");
  check("2026-03", "2026-03-01", "2026-04-01");
  check("2026-12", "2026-12-01", "2027-01-01");
  check("2026-W10", "2026-03-02", "2026-03-09");
  check("2026-03-02", "2026-03-02", "2026-03-03");
  check("2026-03-01/2026-03-14", "2026-03-01", "2026-03-15");
  check("2026-03-01/2026-03-01", "2026-03-01", "2026-03-02");
}

TEST_CASE("ISO weeks at the turn of a year belong to the year of their Thursday") {
  check("2020-W53", "2020-12-28", "2021-01-04");
  check("2021-W01", "2021-01-04", "2021-01-11");
  check("2020-W01", "2019-12-30", "2020-01-06");
  check("2026-W53", "2026-12-28", "2027-01-04");
  check("1970-W01", "1970-01-01", "1970-01-05");
  CHECK_FALSE(parse_period("2021-W53"));
  CHECK_FALSE(parse_period("2025-W53"));
  CHECK(period_name(Every::kWeek, day("2021-01-03")) == "2020-W53");
  CHECK(period_name(Every::kWeek, day("2021-01-04")) == "2021-W01");
  CHECK(period_name(Every::kWeek, day("2019-12-30")) == "2020-W01");
  CHECK(period_name(Every::kWeek, day("2024-12-30")) == "2025-W01");
  CHECK(period_name(Every::kWeek, day("2023-01-01")) == "2022-W52");
}

TEST_CASE("leap years have their day, other years do not") {
  check("2024-02", "2024-02-01", "2024-03-01");
  check("2024-02-29", "2024-02-29", "2024-03-01");
  check("2023-02", "2023-02-01", "2023-03-01");
  check("2000-02-29", "2000-02-29", "2000-03-01");
  CHECK_FALSE(parse_period("2023-02-29"));
  CHECK_FALSE(parse_period("2100-02-29"));
}

TEST_CASE("what is no period is none") {
  for (const char* text : {"",
                           "26",
                           "2026-",
                           "2026-13",
                           "2026-00",
                           "2026-1",
                           "2026-Q0",
                           "2026-Q5",
                           "2026-W00",
                           "2026-W54",
                           "2026-W1",
                           "2026-03-32",
                           "2026-03-00",
                           "2026-03-02T00",
                           "2026-03-02/",
                           "/2026-03-02",
                           "2026-03/2026-04",
                           "2026-03-14/2026-03-01",
                           "1969",
                           "2026-w10",
                           " 2026",
                           "2026 "}) {
    INFO(text);
    CHECK_FALSE(parse_period(text));
  }
}

TEST_CASE("every moment lies in the period that is named after it") {
  const Every all[] = {Every::kDay, Every::kWeek, Every::kMonth, Every::kQuarter, Every::kYear};
  for (TimeMs time = day("2019-11-01"); time < day("2025-03-01"); time += 17 * kHour + 123'457) {
    for (const Every every : all) {
      const Span span = period_of(every, time);
      CHECK(span.holds(time));
      const std::optional<Span> named = parse_period(period_name(every, time));
      REQUIRE(named);
      CHECK(named->from == span.from);
      CHECK(named->to == span.to);
      CHECK(period_of(every, span.to).from == span.to);  // the next begins where this one ends
    }
  }
}

TEST_CASE("the last millisecond of a period is in it, the next one is not") {
  const Span week = period_of(Every::kWeek, at("2026-03-08T23:59:59.999Z"));
  CHECK(week.from == day("2026-03-02"));
  CHECK(period_of(Every::kWeek, at("2026-03-09T00:00:00.000Z")).from == week.to);
  CHECK(period_name(Every::kDay, at("2026-03-08T23:59:59.999Z")) == "2026-03-08");
  CHECK(period_name(Every::kQuarter, day("2026-06-30")) == "2026-Q2");
}

TEST_CASE("how often is one of five words") {
  for (const char* word : {"day", "week", "month", "quarter", "year"}) {
    REQUIRE(parse_every(word));
    CHECK(std::string(name(*parse_every(word))) == word);
  }
  CHECK_FALSE(parse_every("weekly"));
  CHECK_FALSE(parse_every(""));
}

// Tables of others' scores: what ships, and what is said of a table that cannot be used.
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>

#include "core/metrics/benchmarks.h"

using namespace canvass;
using namespace canvass::metrics;

namespace {

const BenchmarkTable& builtin(std::string_view variant) {
  for (const BenchmarkTable& table : builtin_benchmarks().tables) {
    if (table.metric == "nps" && table.variant == variant) return table;
  }
  FAIL("no such table");
  return builtin_benchmarks().tables.front();
}

// The one error of a document.
Problem only_error(std::string_view json) {
  Problems problems;
  parse_benchmarks(json, problems);
  REQUIRE(problems.errors.size() == 1);
  return problems.errors[0];
}

std::string with_table(std::string_view members) {
  return R"({"canvassBenchmarks": 1, "tables": [{"title": "T", "source": "S", "year": 2024, )" + std::string(members) +
         "}]}";
}

}  // namespace

TEST_CASE("NPS by industry ships, for suppliers' surveys and with source and year", "[metrics][benchmarks]") {
  for (const std::string_view variant : {"", "npsB2b"}) {
    const BenchmarkTable& table = builtin(variant);
    CHECK(table.rows.size() == 10);
    CHECK(table.rows.front().name == "Healthcare");
    CHECK(table.rows.front().value == 58);
    CHECK(table.rows.back().name == "Telecom");
    CHECK(table.rows.back().value == 31);
    CHECK(table.source.find("CustomerGauge") != std::string::npos);
    CHECK(table.year == 2020);
  }
}

TEST_CASE("a table of one's own is read", "[metrics][benchmarks]") {
  Problems problems;
  const Benchmarks benchmarks = parse_benchmarks(
      R"({"canvassBenchmarks": 1, "tables": [
        {"metric": "ces", "variant": "effort5", "title": "Effort", "source": "Us", "year": 2025,
         "rows": [{"name": "Shop", "value": 2.5}]},
        {"metric": "nps", "title": "NPS", "source": "Them", "year": 2024,
         "rows": [{"name": "A", "value": -12}, {"name": "B", "value": 40.5}]}]})",
      problems);
  CHECK(problems.ok());
  CHECK(problems.warnings.empty());
  REQUIRE(benchmarks.tables.size() == 2);
  CHECK(benchmarks.tables[0].variant == "effort5");
  CHECK(benchmarks.tables[0].rows[0].value == 2.5);
  CHECK(benchmarks.tables[1].title == "NPS");
  CHECK(benchmarks.tables[1].source == "Them");
  CHECK(benchmarks.tables[1].year == 2024);
  REQUIRE(benchmarks.tables[1].rows.size() == 2);
  CHECK(benchmarks.tables[1].rows[1].name == "B");
}

TEST_CASE("a file that is no table says so", "[metrics][benchmarks]") {
  CHECK(only_error("nonsense").message.find("line 1") != std::string::npos);
  CHECK(only_error("[]").pointer.empty());
  CHECK(only_error("{}").pointer == "/canvassBenchmarks");
  CHECK(only_error(R"({"canvassBenchmarks": 2})").pointer == "/canvassBenchmarks");
  CHECK(only_error(R"({"canvassBenchmarks": 1})").pointer == "/tables");
  CHECK(only_error(R"({"canvassBenchmarks": 1, "tables": [7]})").pointer == "/tables/0");
}

TEST_CASE("a table that cannot be compared is left out with its place", "[metrics][benchmarks]") {
  CHECK(only_error(with_table(R"("rows": [{"name": "a", "value": 1}])")).pointer == "/tables/0/metric");
  CHECK(only_error(with_table(R"("metric": "nsp", "rows": [])")).message.find("\"nps\"") != std::string::npos);
  CHECK(only_error(with_table(R"("metric": "nps")")).pointer == "/tables/0/rows");
  CHECK(only_error(with_table(R"("metric": "nps", "variant": 1, "rows": [])")).pointer == "/tables/0/variant");
  CHECK(only_error(with_table(R"("metric": "sus", "variant": "x", "rows": [])")).pointer == "/tables/0/variant");
  // The two scales of effort run in opposite directions.
  CHECK(only_error(with_table(R"("metric": "ces", "rows": [])")).message.find("effort5") != std::string::npos);
  CHECK(only_error(R"({"canvassBenchmarks": 1, "tables": [{"metric": "nps"}]})").pointer == "/tables/0/title");
}

TEST_CASE("a wrong row is left out and the others count", "[metrics][benchmarks]") {
  Problems problems;
  const Benchmarks benchmarks = parse_benchmarks(
      with_table(
          R"("metric": "nps", "rows": [{"name": "a", "value": 101}, {"name": "", "value": 1}, {"name": "c"}, 4,
             {"name": "e", "value": 100}, {"name": "f", "value": "3"}])"),
      problems);
  REQUIRE(benchmarks.tables.size() == 1);
  REQUIRE(benchmarks.tables[0].rows.size() == 1);
  CHECK(benchmarks.tables[0].rows[0].name == "e");
  REQUIRE(problems.errors.size() == 5);
  CHECK(problems.errors[0].pointer == "/tables/0/rows/0/value");
  CHECK(problems.errors[0].message == "101 is not on the scale of nps, -100 to 100; the row is left out");
  CHECK(problems.errors[1].pointer == "/tables/0/rows/1/name");
  CHECK(problems.errors[2].pointer == "/tables/0/rows/2/value");
  CHECK(problems.errors[3].pointer == "/tables/0/rows/3");
  CHECK(problems.errors[4].pointer == "/tables/0/rows/5/value");
}

TEST_CASE("a benchmark of unknown age or source, and unknown members, are warned of", "[metrics][benchmarks]") {
  Problems problems;
  const Benchmarks benchmarks = parse_benchmarks(
      R"({"canvassBenchmarks": 1, "tables": [{"metric": "nps", "title": "T", "yaer": 2024,
          "rows": [{"name": "a", "value": 1}]}, {"metric": "nps", "title": "Empty", "source": "S", "year": 2024, "rows": []}]})",
      problems);
  CHECK(problems.ok());
  REQUIRE(problems.warnings.size() == 4);
  CHECK(problems.warnings[0].pointer == "/tables/0/yaer");
  CHECK(problems.warnings[1].pointer == "/tables/0/source");
  CHECK(problems.warnings[2].pointer == "/tables/0/year");
  CHECK(problems.warnings[3].pointer == "/tables/1/rows");
  REQUIRE(benchmarks.tables.size() == 1);
  CHECK(benchmarks.tables[0].year == 0);
}

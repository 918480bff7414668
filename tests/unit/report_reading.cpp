// From bytes to events: what is JSON and what is not, and reading files in several threads.
#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/cli/input.h"
#include "core/cli/read_events.h"
#include "core/report/report.h"

using canvass::Json;
using canvass::report::Report;

namespace {

std::string shown(int number) {
  const std::string id = std::to_string(number);
  return R"({"type":"track","messageId":"m)" + id + R"(","event":"Survey Answered","timestamp":"2026-01-01T00:00:)" +
         (number % 60 < 10 ? "0" : "") + std::to_string(number % 60) + R"(.000Z","properties":{"survey":"s)" +
         std::to_string(number % 3) + R"(","response":"r)" + std::to_string(number / 2) +
         R"(","question":"q","kind":"nps","value":)" + std::to_string(number % 12) + "}}";
}

std::string nested(size_t depth) {  // the event is the first level
  return R"({"type":"page","x":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
}

struct File {
  explicit File(const std::string& text) {
    path = (std::filesystem::temp_directory_path() / ("canvass-reading-" + std::to_string(counter()++))).string();
    std::ofstream(path, std::ios::binary) << text;
  }
  ~File() { std::filesystem::remove(path); }
  static int& counter() {
    static int count = 0;
    return count;
  }
  std::string path;
};

// What LineReader and add_line make of a file, the plain way.
Json line_by_line(const std::string& path) {
  Report report;
  canvass::cli::LineReader lines(path);
  std::string line;
  while (lines.next(line)) {
    const canvass::report::Place place{path, lines.number()};
    lines.cut() ? report.add_malformed("a line of more than 4 MB", place) : report.add_line(line, place);
  }
  return report.json({.by = {"*"}});
}

Json in_threads(const std::string& path, unsigned threads) {
  Report report;
  REQUIRE(canvass::cli::read_events(path, report, {.threads = threads}));
  return report.json({.by = {"*"}});
}

}  // namespace

TEST_CASE("nesting is read as deep as JSON is elsewhere, and no deeper") {
  for (size_t depth = 60; depth < 72; ++depth) {
    INFO(depth);
    Report report;
    report.add_line(nested(depth));
    CHECK(report.json()["events"] == (canvass::parse_json(nested(depth)) ? 1 : 0));
    CHECK(report.json()["malformedCount"] == (canvass::parse_json(nested(depth)) ? 0 : 1));
  }
}

TEST_CASE("a line that is not JSON says in which column") {
  Report report;
  report.add_line(R"({"type":"track",})", {"a.ndjson", 7});
  const Json json = report.json();
  CHECK(json["malformed"][0]["message"].get<std::string>().rfind("not JSON at column 17: expected ", 0) == 0);
  CHECK(json["malformed"][0]["line"] == 7);
}

TEST_CASE("of members with the same name the last one counts") {
  Report report;
  report.add_line(R"({"type":7,"type":"track","event":"Survey Answered","properties":7,"properties":)"
                  R"({"survey":"a","survey":"s","kind":"nps","question":"q","value":3,"value":9}})");
  const Json json = report.json();
  REQUIRE(json["surveys"].size() == 1);
  CHECK(json["surveys"][0]["id"] == "s");
  CHECK(json["surveys"][0]["value"] == 100.0);
}

TEST_CASE("numbers of more than 64 bits are numbers, in an id as well") {
  Report report;
  const std::string line =
      R"({"type":"track","messageId":123456789012345678901234567890,"event":"Survey Shown","properties":{"survey":"s"}})";
  report.add_line(line);
  report.add_line(line);
  CHECK(report.json()["events"] == 1);
  CHECK(report.json()["duplicates"] == 1);
}

TEST_CASE("a file read in several threads gives the same report as line by line") {
  std::string text = "\xef\xbb\xbf";
  for (int i = 0; i < 20'000; ++i) {
    text += shown(i);
    text += i % 7 == 0 ? "\r\n" : "\n";
    if (i % 1000 == 0) text += "{broken\n\n" + shown(i / 2) + "\n";
  }
  text += shown(20'001);  // without an end
  REQUIRE(text.size() > 3'000'000);
  const File file(text);
  const Json expected = line_by_line(file.path);
  CHECK(expected["malformedCount"] == 20);
  for (const unsigned threads : {1u, 2u, 5u}) CHECK(in_threads(file.path, threads) == expected);
}

TEST_CASE("a line of more than 4 MB is located wherever it lies, and the next one is read") {
  const size_t limit = canvass::cli::kMaxLine;
  const std::string end = "\n" + shown(2) + "\n";
  for (const size_t size : {limit - 1, limit, limit + 1, limit + 2'000'000, 3 * limit}) {
    INFO(size);
    const File file(shown(1) + "\n" + std::string(size, 'x') + end);
    const Json expected = line_by_line(file.path);
    CHECK(expected["events"] == 2);
    CHECK(expected["malformed"][0]["line"] == 2);
    CHECK(in_threads(file.path, 2) == expected);
  }
}

TEST_CASE("an empty file has no events, blank lines are nothing, and a file that is not there cannot be read") {
  const File empty(""), blank("\n \n\r\n");
  for (const std::string& path : {empty.path, blank.path}) {
    const Json json = in_threads(path, 2);
    CHECK(json["events"] == 0);
    CHECK(json["malformedCount"] == 0);
  }
  Report report;
  CHECK_FALSE(canvass::cli::read_events(empty.path + "-not-there", report));
}

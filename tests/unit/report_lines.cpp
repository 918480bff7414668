#include <catch2/catch_test_macros.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "web/report/wasm/lines.h"

namespace canvass::abi {
namespace {

struct Found {
  std::string text;
  int64_t number;
  bool cut;
  bool operator==(const Found&) const = default;
};

// The lines of a text that comes in pieces of `size` bytes.
std::vector<Found> lines_of(std::string_view text, size_t size) {
  std::vector<Found> found;
  Lines lines;
  const auto line = [&](std::string_view each, int64_t number, bool cut) {
    found.push_back({std::string(each), number, cut});
  };
  for (; !text.empty(); text.remove_prefix(std::min(size, text.size()))) lines.feed(text.substr(0, size), line);
  lines.end(line);
  return found;
}

TEST_CASE("lines are the same however their file is cut") {
  const std::string text = "\xef\xbb\xbf{\"a\":1}\r\n\n  \r\n{\"\xd2\x9b\":\"\xf0\x9f\x90\xa2\"}\nlast";
  const std::vector<Found> expected = {{"{\"a\":1}", 1, false},
                                       {"", 2, false},
                                       {"  ", 3, false},
                                       {"{\"\xd2\x9b\":\"\xf0\x9f\x90\xa2\"}", 4, false},
                                       {"last", 5, false}};
  for (size_t size = 1; size <= text.size(); ++size) {
    CAPTURE(size);
    CHECK(lines_of(text, size) == expected);
  }
}

TEST_CASE("a file without a line break at its end, with one, and an empty one") {
  CHECK(lines_of("a", 1) == std::vector<Found>{{"a", 1, false}});
  CHECK(lines_of("a\n", 1) == std::vector<Found>{{"a", 1, false}});
  CHECK(lines_of("\n", 1) == std::vector<Found>{{"", 1, false}});
  CHECK(lines_of("", 1).empty());
}

TEST_CASE("each file has its own line numbers and byte order mark") {
  std::vector<Found> found;
  Lines lines;
  const auto line = [&](std::string_view each, int64_t number, bool cut) {
    found.push_back({std::string(each), number, cut});
  };
  for (int file = 0; file < 2; ++file) {
    lines.feed(
        "\xef\xbb\xbf"
        "a\nb",
        line);
    lines.end(line);
  }
  CHECK(found == std::vector<Found>{{"a", 1, false}, {"b", 2, false}, {"a", 1, false}, {"b", 2, false}});
}

TEST_CASE("a line that is too long is cut, in one piece and in many") {
  for (const size_t length : {kMaxLine, kMaxLine + 1, 2 * kMaxLine}) {
    const std::string text = std::string(length, 'x') + "\nnext\n";
    for (const size_t size : {text.size(), size_t{4096}, kMaxLine - 1}) {
      const std::vector<Found> found = lines_of(text, size);
      REQUIRE(found.size() == 2);
      CHECK(found[0].text.size() == kMaxLine);
      CHECK(found[0].cut == (length > kMaxLine));
      CHECK(found[1] == Found{"next", 2, false});
    }
  }
}

}  // namespace
}  // namespace canvass::abi

#include <catch2/catch_test_macros.hpp>

#include "core/base/time.h"

using namespace canvass;

namespace {

constexpr TimeMs kNow = 1'767'225'600'000;  // 2026-01-01T00:00:00Z

}  // namespace

TEST_CASE("a date is read in all three forms of HTTP", "[core][time]") {
  const TimeMs example = 784'111'777'000;  // of RFC 9110 §5.6.7
  CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT", kNow) == example);
  CHECK(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT", kNow) == example);
  CHECK(parse_http_date("Sun Nov  6 08:49:37 1994", kNow) == example);
  CHECK(parse_http_date("Sun Nov 16 08:49:37 1994", kNow) == example + 10 * kDay);
  CHECK(parse_http_date("Thu, 29 Feb 2024 23:59:59 GMT", kNow) == *parse_iso8601("2024-02-29T23:59:59Z"));
}

TEST_CASE("a year of two digits is at most fifty years ahead", "[core][time]") {
  const auto year = [](const char* digits) {
    const std::string text = std::string("Sunday, 06-Nov-") + digits + " 08:49:37 GMT";
    return format_iso8601(parse_http_date(text, kNow).value_or(0)).substr(0, 4);
  };
  CHECK(year("25") == "2025");
  CHECK(year("26") == "2026");
  CHECK(year("76") == "2076");
  CHECK(year("77") == "1977");
  CHECK(year("99") == "1999");
  CHECK(year("00") == "2000");
}

TEST_CASE("what is no date of HTTP is none", "[core][time]") {
  for (const char* text : {"",
                           " ",
                           "GMT",
                           "soon",
                           "120",
                           "Sun",
                           "Sun, 06 Nov 1994 08:49:37",
                           "Sun, 06 Nov 1994 08:49:37 CET",
                           "Sun, 06 Nov 1994 08:49 GMT",
                           "Sun, 06 Nov 1994 24:00:00 GMT",
                           "Sun, 31 Nov 1994 08:49:37 GMT",
                           "Sun, 29 Feb 2026 08:49:37 GMT",
                           "Sun, 0 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Nob 1994 08:49:37 GMT",
                           "Sun, 06 anF 1994 08:49:37 GMT",
                           "unM, 06 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Nov 19940 08:49:37 GMT",
                           "Sun, 06 Nov 1994 08:49:37 GMT GMT",
                           "1994-11-06T08:49:37Z",
                           "Su, 06 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1960 08:49:37 GMT",
                           "Sun, 999999999999999999999 Nov 1994 08:49:37 GMT"}) {
    INFO(text);
    CHECK_FALSE(parse_http_date(text, kNow));
  }
}

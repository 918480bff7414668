#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <set>
#include <vector>

#include "core/base/json.h"
#include "core/base/number.h"
#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "core/base/uuid.h"

using namespace canvass;

// --- time ----------------------------------------------------------------------------------------------------

TEST_CASE("times are written in ISO 8601 with milliseconds", "[core][time]") {
  CHECK(format_iso8601(0) == "1970-01-01T00:00:00.000Z");
  CHECK(format_iso8601(1'767'225'600'000) == "2026-01-01T00:00:00.000Z");
  CHECK(format_iso8601(951'782'399'999) == "2000-02-28T23:59:59.999Z");
  CHECK(format_iso8601(951'782'400'000) == "2000-02-29T00:00:00.000Z");
  CHECK(format_iso8601(kMaxTime) == "9999-12-31T23:59:59.999Z");
}

TEST_CASE("a time outside 1970 to 9999 is written as the nearest one inside", "[core][time]") {
  CHECK(format_iso8601(-1) == "1970-01-01T00:00:00.000Z");
  CHECK(format_iso8601(INT64_MAX) == "9999-12-31T23:59:59.999Z");
}

TEST_CASE("a written time reads back as itself", "[core][time]") {
  Rng rng("times");
  for (int i = 0; i < 2000; ++i) {
    const TimeMs time = static_cast<TimeMs>(rng.up_to(static_cast<uint64_t>(kMaxTime)));
    REQUIRE(parse_iso8601(format_iso8601(time)) == time);
  }
}

TEST_CASE("a time may have no fraction, or one of up to nine digits", "[core][time]") {
  CHECK(parse_iso8601("1970-01-01T00:00:01Z") == 1000);
  CHECK(parse_iso8601("1970-01-01T00:00:01.5Z") == 1500);
  CHECK(parse_iso8601("1970-01-01T00:00:01.123456789Z") == 1123);
}

TEST_CASE("what is no time in UTC is refused", "[core][time]") {
  for (const char* text :
       {"", "Z", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01T00:00:00+00:00", "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z", "2026-00-10T00:00:00Z", "2026-01-32T00:00:00Z", "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.0000000001Z",
        "2026-01-01 00:00:00Z", "1969-12-31T23:59:59Z", "２026-01-01T00:00:00Z", "2026-1-01T00:00:00.00Z"}) {
    INFO(text);
    CHECK_FALSE(parse_iso8601(text));
  }
}

TEST_CASE("durations are numbers with a unit", "[core][time]") {
  CHECK(parse_duration("500ms") == 500);
  CHECK(parse_duration("3s") == 3000);
  CHECK(parse_duration("10m") == 600'000);
  CHECK(parse_duration("2h") == 7'200'000);
  CHECK(parse_duration("30d") == 2'592'000'000);
  CHECK(parse_duration("0s") == 0);
}

TEST_CASE("what is no duration is refused", "[core][time]") {
  for (const char* text :
       {"", "3", "s", "-3s", "1.5h", "3 s", "3S", "3sec", "1h30m", "99999999999999d", "99999999999999999999s"}) {
    INFO(text);
    CHECK_FALSE(parse_duration(text));
  }
}

// --- randomness and ids ------------------------------------------------------------------------------------

TEST_CASE("the same seed gives the same numbers, another seed others", "[core][rng]") {
  Rng a("0123456789abcdef0123456789abcdef");
  Rng b("0123456789abcdef0123456789abcdef");
  Rng c("0123456789abcdef0123456789abcdee");  // the last of 128 bits differs
  Rng d("1123456789abcdef0123456789abcdef");  // the first does
  const uint64_t first = a.next();
  CHECK(first == b.next());
  CHECK(first != c.next());
  CHECK(first != d.next());
}

TEST_CASE("bounded numbers reach both ends and lean to neither", "[core][rng]") {
  Rng rng("bounds");
  int counts[6] = {};
  for (int i = 0; i < 60'000; ++i) ++counts[rng.up_to(5)];
  for (const int count : counts) {
    CHECK(count > 9'500);
    CHECK(count < 10'500);
  }
  CHECK(rng.up_to(0) == 0);
}

TEST_CASE("ids are UUIDs of version 7 and carry their time", "[core][uuid]") {
  UuidMaker maker("seed");
  const std::string id = maker.make(1'767'225'600'000);
  REQUIRE(id.size() == 36);
  CHECK(id.substr(0, 13) == "019b76da-a800");  // 1'767'225'600'000 in hexadecimal
  CHECK(id[14] == '7');
  CHECK(std::string("89ab").find(id[19]) != std::string::npos);
}

TEST_CASE("ids sort in the order they were made, whatever the clock does", "[core][uuid]") {
  UuidMaker maker("seed");
  Rng rng("clock");
  std::string last;
  TimeMs now = 1'767'225'600'000;
  for (int i = 0; i < 20'000; ++i) {
    if (rng.up_to(9) == 0) now += static_cast<TimeMs>(rng.up_to(20)) - 10;  // mostly stands still, sometimes goes back
    std::string id = maker.make(now);
    REQUIRE(id > last);
    last = std::move(id);
  }
}

// --- text --------------------------------------------------------------------------------------------------

TEST_CASE("characters are counted, not bytes", "[core][text]") {
  CHECK(count_characters("Қазақша 👍") == 9);
  CHECK(first_characters("Қазақша", 3) == "Қаз");
  CHECK(first_characters("ab", 3) == "ab");
  CHECK(first_characters("ab", 0).empty());
}

TEST_CASE("bytes that are no text have a length, too", "[core][text]") {
  CHECK(count_characters(std::string(1000, '\x80')) == 250);
  CHECK(first_characters(std::string(1000, '\x80'), 10).size() == 40);
}

TEST_CASE("white space of every kind is trimmed", "[core][text]") {
  CHECK(trim(" \t\r\n\xC2\xA0\xE3\x80\x80 a b \xC2\xA0\n") == "a b");
  CHECK(trim(" \n ").empty());
  CHECK(trim("\xA0") == "\xA0");  // half a character is no space
}

TEST_CASE("characters are read one after another, whatever the bytes", "[core][text]") {
  const std::string_view text = "aй한👍\xFF\xD0z";
  std::vector<uint32_t> found;
  for (size_t at = 0; at < text.size();) found.push_back(next_character(text, at));
  CHECK(found == std::vector<uint32_t>{'a', 0x439, 0xD55C, 0x1F44D, 0xFFFD, 0xFFFD, 'z'});
}

TEST_CASE("a text is found whatever the case of its letters", "[core][text]") {
  CHECK(contains_ignoring_case("The PRICE is high", "price"));
  CHECK(contains_ignoring_case("price", "PRICE"));
  CHECK(contains_ignoring_case("Доставка ДОЛГАЯ", "долг"));
  CHECK(contains_ignoring_case("ЁЛКА", "ёлка"));
  CHECK(contains_ignoring_case("ӘҒҚҢӨҰҮҺІ", "әғқңөұүһі"));
  CHECK(contains_ignoring_case("їжак ЇЖАК", "ЇЖ"));
  CHECK(contains_ignoring_case("GRÜSSE ŁÓDŹ ŽIŽKA", "grüsse łódź žižka"));
  CHECK(contains_ignoring_case("ΑΘΗΝΑ", "αθηνα"));
  CHECK(contains_ignoring_case("TIẾNG VIỆT", "tiếng việt"));
  CHECK(contains_ignoring_case("anything", ""));
  CHECK(contains_ignoring_case("", ""));
  CHECK(contains_ignoring_case("aab", "ab"));
  CHECK_FALSE(contains_ignoring_case("", "a"));
  CHECK_FALSE(contains_ignoring_case("pric", "price"));
  CHECK_FALSE(contains_ignoring_case("×", "÷"));
  CHECK_FALSE(contains_ignoring_case("@[`{", "`{@["));
  CHECK_FALSE(contains_ignoring_case("ı", "i"));
  CHECK_FALSE(contains_ignoring_case("é", "e"));
}

TEST_CASE("whole numbers are written and read", "[core][text]") {
  for (const int64_t number : {int64_t{0}, int64_t{-1}, int64_t{10}, int64_t{999'999'999'999'999'999}}) {
    CHECK(parse_integer(decimal(number)) == number);
  }
  CHECK(decimal(INT64_MIN) == "-9223372036854775808");
  for (const char* text : {"", "-", "+1", " 1", "1 ", "1.0", "0x1", "1000000000000000000"}) {
    INFO(text);
    CHECK_FALSE(parse_integer(text));
  }
}

// --- numbers -----------------------------------------------------------------------------------------------

namespace {

double from_bits(uint64_t bits) {
  double number = 0;
  std::memcpy(&number, &bits, sizeof number);
  return number;
}

}  // namespace

TEST_CASE("decimal numbers read as the nearest double, as the C library reads them", "[core][number]") {
  for (const char* text : {"0",
                           "0.0",
                           "1",
                           "0.1",
                           "3.14159",
                           "1e22",
                           "1e23",
                           "8.5e22",
                           "9007199254740993",
                           "9007199254740992.5",
                           "9007199254740993.00000000000000000000000000000001",
                           "2.2250738585072011e-308",
                           "2.2250738585072014e-308",
                           "4.9e-324",
                           "2.4703282292062327e-324",
                           "2.4703282292062328e-324",
                           "2e-324",
                           "1e-400",
                           "1.7976931348623157e308",
                           "1.7976931348623158e308",
                           "123456789012345678901234567890",
                           "0.000000000000000000000000000001234567890123456789",
                           "5e-324",
                           "0e999999999999",
                           "1e-999999999999",
                           "100000000000000000000000e-23",
                           "6.02214076E+23"}) {
    INFO(text);
    REQUIRE(parse_double(text));
    CHECK(*parse_double(text) == std::strtod(text, nullptr));
  }
  CHECK(std::signbit(*parse_double("-0.0")));
}

TEST_CASE("a number too large for a double is none", "[core][number]") {
  CHECK_FALSE(parse_double("1e309"));
  CHECK_FALSE(parse_double("1.8e308"));
  CHECK_FALSE(parse_double("1e999999999999"));
}

TEST_CASE("every double survives being written and read", "[core][number]") {
  Rng rng("doubles");
  for (int i = 0; i < 3000; ++i) {
    const double number = from_bits(rng.next());
    if (!std::isfinite(number)) continue;
    const std::string text = format_double(number);
    INFO(text);
    REQUIRE(*parse_double(text) == number);
    REQUIRE(std::strtod(text.c_str(), nullptr) == number);
    REQUIRE(text.size() <= 25);
  }
}

TEST_CASE("long random decimals read as the C library reads them", "[core][number]") {
  Rng rng("decimals");
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (uint64_t digits = 1 + rng.up_to(30); digits > 0; --digits) text += static_cast<char>('0' + rng.up_to(9));
    text += '.';
    for (uint64_t digits = 1 + rng.up_to(30); digits > 0; --digits) text += static_cast<char>('0' + rng.up_to(9));
    text += 'e' + decimal(static_cast<int64_t>(rng.up_to(640)) - 340);
    const double expected = std::strtod(text.c_str(), nullptr);
    INFO(text);
    const std::optional<double> number = parse_double(text);
    if (std::isinf(expected)) {
      REQUIRE_FALSE(number);
    } else {
      REQUIRE(number == expected);
    }
  }
}

TEST_CASE("doubles are written in their shortest form", "[core][number]") {
  CHECK(format_double(0.1) == "0.1");
  CHECK(format_double(7.0) == "7.0");
  CHECK(format_double(-42.5) == "-42.5");
  CHECK(format_double(0.30000000000000004) == "0.30000000000000004");
  CHECK(format_double(1e21) == "1e+21");
  CHECK(format_double(5e-324) == "5e-324");
  CHECK(format_double(1.7976931348623157e308) == "1.7976931348623157e+308");
  CHECK(format_double(0.0001) == "0.0001");
  CHECK(format_double(123456789012345.0) == "123456789012345.0");
  CHECK(format_double(std::numeric_limits<double>::infinity()) == "null");
  CHECK(format_double(std::nan("")) == "null");
}

// --- JSON --------------------------------------------------------------------------------------------------

namespace {

// A random document, well formed or nearly so.
std::string random_document(Rng& rng, int depth) {
  static const char* const scalars[] = {"0",
                                        "-1",
                                        "1.5",
                                        "1e3",
                                        "true",
                                        "false",
                                        "null",
                                        "\"\"",
                                        "\"a\\nb\"",
                                        "\"\\u00e9\"",
                                        "\"\\ud83d\\ude00\"",
                                        "\"қ\"",
                                        "12345678901234567",
                                        "-0",
                                        "\"\\\\\\\"\"",
                                        "01",
                                        "\"\\ud800\"",
                                        "tru",
                                        "\"",
                                        "+1",
                                        ".5",
                                        "1.",
                                        "\"\x01\""};
  const uint64_t kind = rng.up_to(depth > 4 ? 0 : 2);
  // Malformed scalars are rare, so that whole documents are often well formed.
  if (kind == 0) return scalars[rng.up_to(rng.up_to(40) == 0 ? std::size(scalars) - 1 : 14)];
  std::string text = kind == 1 ? "[" : "{";
  for (uint64_t count = rng.up_to(4), i = 0; i < count; ++i) {
    if (i > 0) text += rng.up_to(60) == 0 ? "" : " ,";
    if (kind == 2) text += "\"k" + decimal(static_cast<int64_t>(rng.up_to(3))) + "\" :";
    text += random_document(rng, depth + 1);
  }
  return text + (rng.up_to(60) == 0 ? "" : kind == 1 ? "]" : "}");
}

}  // namespace

TEST_CASE("documents are accepted and understood as nlohmann's own parser does", "[core][json]") {
  Rng rng("documents");
  int accepted = 0;
  for (int i = 0; i < 4000; ++i) {
    const std::string text = random_document(rng, 0);
    INFO(text);
    const Json expected = Json::parse(text, nullptr, false);
    const std::optional<Json> json = parse_json(text);
    REQUIRE(json.has_value() == !expected.is_discarded());
    if (!json) continue;
    ++accepted;
    REQUIRE(*json == expected);
    REQUIRE(parse_json(dump_json(*json)) == expected);
  }
  CHECK(accepted > 1000);
  CHECK(accepted < 3999);
}

TEST_CASE("any bytes at all are either a document or an error", "[core][json]") {
  Rng rng("bytes");
  const std::string alphabet = "{}[]:,\"\\u0123dDeE+-.tfn \n\xC3\xA9\xED\xA0\x80\xF4\x90\xFF";
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (uint64_t length = rng.up_to(40); length > 0; --length) text += alphabet[rng.up_to(alphabet.size() - 1)];
    JsonError error;
    const std::optional<Json> json = parse_json(text, &error);
    REQUIRE((json || (error.line > 0 && error.column > 0 && !error.message.empty())));
  }
}

TEST_CASE("a JSON error says where and what was expected", "[core][json]") {
  const auto error_of = [](std::string_view text) {
    JsonError error;
    REQUIRE_FALSE(parse_json(text, &error));
    return decimal(static_cast<int64_t>(error.line)) + ":" + decimal(static_cast<int64_t>(error.column)) + " " +
           error.message;
  };
  CHECK(error_of("") == "1:1 expected a value");
  CHECK(error_of("{\n  \"a\": 1,\n}") == "3:1 expected a member name in double quotes");
  CHECK(error_of("[1 2]") == "1:4 expected \",\" or \"]\"");
  CHECK(error_of("{\"a\" 1}") == "1:6 expected \":\" after the member name");
  CHECK(error_of("\"\\ud800\"") == "1:8 expected a pair of surrogates");
  CHECK(error_of("\"\xED\xA0\x80\"") == "1:2 expected valid UTF-8");
  CHECK(error_of("\xEF\xBB\xBF{}") == "1:1 expected a value");
  CHECK(error_of("{} {}") == "1:4 expected nothing more after the end of the document");
  CHECK(error_of("1e999") == "1:1 expected a smaller number");
}

TEST_CASE("nesting is limited", "[core][json]") {
  const auto nested = [](size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(parse_json(nested(kMaxJsonDepth)));
  CHECK_FALSE(parse_json(nested(kMaxJsonDepth + 2)));
  CHECK_FALSE(parse_json(nested(1'000'000)));
}

TEST_CASE("of members with the same name the last counts", "[core][json]") {
  CHECK(parse_json(R"({"a":{"b":1},"a":2})")->at("a") == 2);
  CHECK(dump_json(*parse_json(R"({"a":1,"a":{"b":1}})")) == R"({"a":{"b":1}})");
}

TEST_CASE("what is not UTF-8 is written as replacement characters", "[core][json]") {
  CHECK(dump_json(Json("a\xFFz\xED\xA0\x80")) == "\"a\xEF\xBF\xBDz\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
  CHECK(dump_json(Json(std::string("\0\x1F\"\\\n", 5))) == "\"\\u0000\\u001f\\\"\\\\\\n\"");
}

TEST_CASE("the largest unsigned number is written in full", "[core][json]") {
  CHECK(dump_json(Json(UINT64_MAX)) == "18446744073709551615");
  CHECK(dump_json(Json(uint64_t{7})) == "7");
  CHECK(dump_json(Json(INT64_MIN)) == "-9223372036854775808");
}

TEST_CASE("whole numbers are whole however they are written", "[core][json]") {
  CHECK(integer_of(Json(7)) == 7);
  CHECK(integer_of(Json(7.0)) == 7);
  CHECK(integer_of(Json(7u)) == 7);
  CHECK(integer_of(Json(-0.0)) == 0);
  CHECK_FALSE(integer_of(Json(7.5)));
  CHECK_FALSE(integer_of(Json("7")));
  CHECK_FALSE(integer_of(Json(nullptr)));
  CHECK_FALSE(integer_of(Json(true)));
  CHECK_FALSE(integer_of(Json(std::nan(""))));
  CHECK_FALSE(integer_of(Json(1e300)));
  CHECK_FALSE(integer_of(Json(UINT64_MAX)));
  CHECK_FALSE(integer_of(Json(INT64_MIN)));
}

TEST_CASE("looking into what is no object finds nothing", "[core][json]") {
  CHECK(find(Json(3), "a") == nullptr);
  CHECK(find(Json::array(), "a") == nullptr);
  CHECK(string_at(Json{{"a", 1}}, "a").empty());
  CHECK(string_at(Json{{"a", "b"}}, "a") == "b");
  CHECK_FALSE(integer_at(Json::object(), "a"));
}

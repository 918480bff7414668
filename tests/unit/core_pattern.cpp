#include <catch2/catch_test_macros.hpp>

#include "core/base/pattern.h"
#include "core/base/rng.h"
#include "core/base/text.h"

using namespace canvass;

namespace {

Pattern compiled(std::string_view source) {
  std::string error;
  const std::optional<Pattern> pattern = Pattern::compile(source, &error);
  INFO(source << ": " << error);
  REQUIRE(pattern);
  return *pattern;
}

bool finds(std::string_view source, std::string_view text) { return compiled(source).search(text); }
bool whole(std::string_view source, std::string_view text) { return compiled(source).matches_whole(text); }

std::string refusal(std::string_view source) {
  std::string error;
  CHECK_FALSE(Pattern::compile(source, &error));
  return error;
}

}  // namespace

TEST_CASE("a pattern is looked for anywhere unless it is anchored", "[core][pattern]") {
  CHECK(finds("cart", "/shop/cart/items"));
  CHECK(finds("", "anything"));
  CHECK(finds("", ""));
  CHECK_FALSE(finds("cart", "/shop/car"));
  CHECK(finds("^/cart", "/cart/items"));
  CHECK_FALSE(finds("^/cart", "/shop/cart"));
  CHECK(finds("cart$", "/shop/cart"));
  CHECK_FALSE(finds("cart$", "/shop/cart/"));
  CHECK(finds("^$", ""));
  CHECK_FALSE(finds("^$", "a"));
  CHECK(finds("^a|b$", "xxb"));
  CHECK(finds("^a|b$", "axx"));
  CHECK_FALSE(finds("^a|b$", "xax"));
  CHECK_FALSE(finds("a^b", "ab"));
  CHECK_FALSE(finds("a$b", "ab"));
}

TEST_CASE("a pattern can be held against all of a text", "[core][pattern]") {
  CHECK(whole("a|ab", "ab"));
  CHECK(whole("a|ab|abc", "abc"));
  CHECK_FALSE(whole("a|ab", "abc"));
  CHECK_FALSE(whole("b", "ab"));
  CHECK(whole("", ""));
  CHECK_FALSE(whole("", "a"));
  CHECK(whole("^a$", "a"));
}

TEST_CASE("a line break is no end, and no dot", "[core][pattern]") {
  CHECK_FALSE(finds("a$", "a\nb"));
  CHECK_FALSE(finds("^b", "a\nb"));
  CHECK_FALSE(finds("a.b", "a\nb"));
  CHECK_FALSE(finds("a.b",
                    "a\xE2\x80\xA8"
                    "b"));
  CHECK(finds("a\\nb", "a\nb"));
  CHECK(finds("a[^x]b", "a\nb"));
}

TEST_CASE("a character is a code point", "[core][pattern]") {
  CHECK(whole(".", "й"));
  CHECK(whole("..", "👍й"));
  CHECK_FALSE(whole("..", "й"));
  CHECK(whole("[а-яё]+", "ёлка"));
  CHECK_FALSE(whole("[а-я]+", "ёлка"));
  CHECK(whole("й{2}", "йй"));
  CHECK(whole("[^a]", "한"));
  // A byte that is no text is one character, and no other.
  CHECK(whole("a.b",
              "a\xFF"
              "b"));
  CHECK_FALSE(whole("й", "\xD0"));
}

TEST_CASE("classes hold characters and ranges", "[core][pattern]") {
  CHECK(whole("[a-z0-9_]+", "snake_case_9"));
  CHECK_FALSE(whole("[a-z0-9_]+", "Snake"));
  CHECK(whole("[^0-9]+", "abc"));
  CHECK_FALSE(whole("[^0-9]+", "ab3"));
  CHECK(whole("[-a]+", "a-a"));
  CHECK(whole("[a-]+", "a-a"));
  CHECK(whole("[.*+?(|)$]+", "(.*)+?|$"));
  CHECK(whole("[\\]\\\\^]+", "]\\^"));
  CHECK(whole("[a^]+", "^a"));
  CHECK(whole("[\\d.,]+", "1,234.5"));
  CHECK(whole("[\\w-]+", "a-b_c"));
  CHECK(whole("[^\\s]+", "ab"));
  CHECK_FALSE(whole("[^\\s]+", "a b"));
  CHECK(whole("[\\D]", "x"));
  CHECK_FALSE(whole("[\\D]", "5"));
  CHECK(whole("[\\d-x]+", "5-x"));
}

TEST_CASE("digits, word characters and white space have short names", "[core][pattern]") {
  CHECK(whole("\\d+", "0123456789"));
  CHECK_FALSE(finds("\\d", "٣"));
  CHECK(whole("\\D", "٣"));
  CHECK(whole("\\w+", "Az_09"));
  CHECK_FALSE(finds("\\w", "й-"));
  CHECK(whole("\\W+", "й-"));
  CHECK_FALSE(finds("\\W", "Az_09"));
  CHECK(whole("\\s+", " \t\r\n\xC2\xA0\xE3\x80\x80"));
  CHECK_FALSE(finds("\\s", "a_"));
  CHECK(whole("\\S+", "a_й"));
  CHECK_FALSE(finds("\\S", " \xC2\xA0"));
}

TEST_CASE("a backslash makes any sign an ordinary one", "[core][pattern]") {
  CHECK(whole("\\^\\$\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\\\\\/\\-", "^$.*+?()[]{}|\\/-"));
  CHECK(whole("a]b}c", "a]b}c"));
}

TEST_CASE("groups and alternatives", "[core][pattern]") {
  CHECK(whole("(ab)+", "ababab"));
  CHECK_FALSE(whole("(ab)+", "aba"));
  CHECK(whole("(?:ab|cd)*x", "abcdabx"));
  CHECK(whole("a(b|)c", "ac"));
  CHECK(whole("a(|b)c", "abc"));
  CHECK(whole("a|b|c|d", "d"));
  CHECK(whole("(a|b)(c|d)", "bc"));
  CHECK_FALSE(whole("(a|b)(c|d)", "ab"));
  CHECK(whole("()", ""));
  CHECK(whole("((((a))))", "a"));
}

TEST_CASE("repeats count", "[core][pattern]") {
  CHECK(whole("a*", ""));
  CHECK(whole("a*", "aaa"));
  CHECK_FALSE(whole("a+", ""));
  CHECK(whole("a?b", "b"));
  CHECK_FALSE(whole("a?b", "aab"));
  for (size_t n = 0; n < 8; ++n) {
    CHECK(whole("a{3}", std::string(n, 'a')) == (n == 3));
    CHECK(whole("a{3,}", std::string(n, 'a')) == (n >= 3));
    CHECK(whole("a{2,5}", std::string(n, 'a')) == (n >= 2 && n <= 5));
    CHECK(whole("a{0,2}", std::string(n, 'a')) == (n <= 2));
    CHECK(whole("(a{2}){0,3}", std::string(n, 'a')) == (n <= 6 && n % 2 == 0));
    CHECK(whole("(aa|a{3})+", std::string(n, 'a')) == (n >= 2));
  }
  CHECK(whole("a{0}b", "b"));
  CHECK_FALSE(whole("a{0}b", "ab"));
  CHECK(whole("^\\d{5}(-\\d{4})?$", "12345-6789"));
  CHECK_FALSE(whole("^\\d{5}(-\\d{4})?$", "12345-678"));
  // Few or many first makes no difference to whether it matches.
  CHECK(whole("a+?b*?c??", "aabbc"));
}

TEST_CASE("loops over nothing end", "[core][pattern]") {
  CHECK(whole("(a*)*", "aaa"));
  CHECK(whole("(a*)+", ""));
  CHECK(whole("(a|b*|)*c", "abbac"));
  CHECK(whole("()*", ""));
  CHECK(whole("(^)*a($)*", "a"));
  CHECK_FALSE(whole("(a*)*b", "aaac"));
}

TEST_CASE("a refused pattern says what is wrong and where", "[core][pattern]") {
  CHECK(refusal("*a") == "nothing to repeat at character 1");
  CHECK(refusal("й(+)") == "nothing to repeat at character 3");
  CHECK(refusal("a**") == "nothing to repeat at character 3");
  CHECK(refusal("^*") == "nothing to repeat at character 2");
  CHECK(refusal("a(b") == "\"(\" without its \")\" at character 2");
  CHECK(refusal("a(b|") == "\"(\" without its \")\" at character 2");
  CHECK(refusal("ab)c") == "\")\" without its \"(\" at character 3");
  CHECK(refusal("йa[bc") == "\"[\" without its \"]\" at character 3");
  CHECK(refusal("[") == "\"[\" without its \"]\" at character 1");
  CHECK(refusal("a[]") == "an empty class at character 2");
  CHECK(refusal("[^]") == "an empty class at character 1");
  CHECK(refusal("[az-b]") == "a range from high to low at character 3");
  CHECK(refusal("[a-\\d]") == "a range from high to low at character 2");
  CHECK(refusal("a\\") == "nothing after the backslash at character 2");
  CHECK(refusal("a\\b") == "an unknown escape at character 2");
  CHECK(refusal("(a)\\1") == "no backreference at character 4");
  CHECK(refusal("a(?=b)") == "no lookaround, no named group at character 2");
  CHECK(refusal("(?<n>b)") == "no lookaround, no named group at character 1");
  CHECK(refusal("ab{2,1}") == "a repeat from high to low at character 3");
  for (const char* source : {"a{", "a{}", "a{x}", "a{,2}", "a{2", "a{2,", "a{1000}", "a{2,x}"}) {
    CHECK(refusal(source) == "no repeat such as {2,9} at character 2");
  }
}

TEST_CASE("the size of a pattern is bounded", "[core][pattern]") {
  CHECK(Pattern::compile("a{499}"));
  CHECK(refusal("a{500}") == "the pattern is too large at character 7");
  CHECK(starts_with(refusal("((a{99}){99}){99}"), "the pattern is too large"));
  CHECK(starts_with(refusal("(a|b|c){200}"), "the pattern is too large"));
  CHECK(starts_with(refusal("(\\s\\S){240}"), "the pattern is too large"));
  std::string many_ranges = "[";
  for (int i = 0; i < 49; ++i) many_ranges += "\\S";
  CHECK(starts_with(refusal(many_ranges + "]"), "the pattern is too large"));
  CHECK(Pattern::compile("[\\S\\s\\S\\s]"));
  CHECK(starts_with(refusal(std::string(501, 'a')), "the pattern is too large"));
  CHECK(starts_with(refusal(std::string(60, '(') + std::string(60, ')')), "the pattern is too large"));
  CHECK(Pattern::compile("(((((((()){999}){999}){999}){999}){999}){999}){999}"));
  CHECK(Pattern::compile(std::string(50, '(') + "a" + std::string(50, ')')));
}

TEST_CASE("no pattern takes more than linear time", "[core][pattern]") {
  const std::string text = std::string(100'000, 'a') + "b";
  for (const char* source :
       {"^(a+)+$", "(a+)+$", "^(a*)*$", "(a|aa)+$", "(a|a)*c", "(.*)(.*)(.*)(.*)[c-z]$", "a{0,99}c"}) {
    const Pattern pattern = compiled(source);
    size_t half = 0;
    size_t all = 0;
    INFO(source);
    CHECK_FALSE(pattern.search(text.substr(50'000), &half));
    CHECK_FALSE(pattern.search(text, &all));
    CHECK(all > text.size());
    CHECK(all <= (text.size() + 1) * Pattern::kMaxInstructions);
    CHECK(all < half * 2 + 10);
  }
  size_t steps = 0;
  CHECK_FALSE(compiled("(a+)+$").search(text, &steps));
  CHECK(steps <= (text.size() + 1) * 6);  // a, two splits, the end, and the match
}

TEST_CASE("any pattern is either refused with a reason or compiled", "[core][pattern]") {
  Rng rng("patterns");
  constexpr std::string_view pieces = "ab()[]{}|*+?^$.\\dwsS-,019:=";
  size_t compiled_ones = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string source;
    for (uint64_t n = rng.up_to(12); n > 0; --n) source += pieces[rng.up_to(pieces.size() - 1)];
    std::string error;
    const std::optional<Pattern> pattern = Pattern::compile(source, &error);
    CHECK(pattern.has_value() == error.empty());
    if (!pattern) continue;
    ++compiled_ones;
    // What matches all of it is found in it.
    for (const char* text : {"", "a", "ab", "aab0 b", "-1"}) {
      if (pattern->matches_whole(text)) CHECK(pattern->search(text));
    }
  }
  CHECK(compiled_ones > 1000);
}

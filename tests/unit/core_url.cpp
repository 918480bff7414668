#include <catch2/catch_test_macros.hpp>

#include "core/base/text.h"
#include "core/base/url.h"

using namespace canvass;

namespace {

std::string all_of(std::string_view url, std::string_view prefix = {}) {
  std::string out;
  std::string name;
  std::string value;
  for (Parameters all(url, prefix); all.next(name, value);) out += join({name, "=", value, ";"});
  return out;
}

}  // namespace

TEST_CASE("a parameter is found in the query alone", "[core][url]") {
  const std::string_view url = "https://shop.example/a=1?utm_source=mail&b=2#c=3&?d=4";
  CHECK(query_value(url, "utm_source") == "mail");
  CHECK(query_value(url, "b") == "2");
  CHECK_FALSE(query_value(url, "a"));
  CHECK_FALSE(query_value(url, "c"));
  CHECK_FALSE(query_value(url, "d"));
  CHECK_FALSE(query_value(url, "utm"));
  CHECK_FALSE(query_value(url, "source"));
  CHECK_FALSE(query_value(url, "B"));
  CHECK_FALSE(query_value("https://shop.example/", "b"));
  CHECK_FALSE(query_value("", "b"));
  CHECK(query_value("/cart?b=2", "b") == "2");
}

TEST_CASE("the first parameter of a name counts", "[core][url]") {
  CHECK(query_value("?a=1&a=2", "a") == "1");
  CHECK(query_value("?ab=1&a=2", "a") == "2");
}

TEST_CASE("a parameter may be empty, or have signs of its own in its value", "[core][url]") {
  CHECK(query_value("?a=&b", "a") == "");
  CHECK(query_value("?a=&b", "b") == "");
  CHECK(query_value("?a=1=2?3/4", "a") == "1=2?3/4");
  CHECK(all_of("?&&a=1&&=x&") == "a=1;=x;");
  CHECK(all_of("?") == "");
}

TEST_CASE("escapes in names and values are decoded", "[core][url]") {
  CHECK(query_value("?q=a+b%20c%2Bd", "q") == "a b c+d");
  CHECK(query_value("?q=%D0%99%d0%b9", "q") == "Йй");
  CHECK(query_value("?%71=1", "q") == "1");
  CHECK(query_value("?a%26b%3Dc=%26%3D%23", "a&b=c") == "&=#");
  CHECK(query_value("?q=%00", "q") == std::string(1, '\0'));
}

TEST_CASE("a malformed escape stays as it is", "[core][url]") {
  CHECK(query_value("?q=100%", "q") == "100%");
  CHECK(query_value("?q=%4", "q") == "%4");
  CHECK(query_value("?q=%4g%G4%%41", "q") == "%4g%G4%A");
  CHECK(query_value("?q=%-1", "q") == "%-1");
}

TEST_CASE("bytes that are not UTF-8 are replaced", "[core][url]") {
  CHECK(query_value("?q=%FF", "q") == "\uFFFD");
  CHECK(query_value("?q=a%D0z", "q") == "a\uFFFDz");
  CHECK(query_value("?q=%C0%AF", "q") == "\uFFFD\uFFFD");
  CHECK(query_value("?q=%ED%A0%80", "q") == "\uFFFD\uFFFD\uFFFD");
  CHECK(query_value("?q=\xFF", "q") == "\uFFFD");
  CHECK(query_value("?q=%D0\xB9", "q") == "й");
}

TEST_CASE("parameters with a prefix come in their order", "[core][url]") {
  const std::string_view url = "/?hidden_plan=pro&x=1&hidden_id=7&hidden=2&%68idden_z=%2F";
  CHECK(all_of(url, "hidden_") == "hidden_plan=pro;hidden_id=7;hidden_z=/;");
  CHECK(all_of(url) == "hidden_plan=pro;x=1;hidden_id=7;hidden=2;hidden_z=/;");
  CHECK(all_of(url, "utm_") == "");
}

TEST_CASE("the host of an address has no port and no user", "[core][url]") {
  CHECK(host_of("https://shop.example/cart") == "shop.example");
  CHECK(host_of("https://shop.example") == "shop.example");
  CHECK(host_of("https://shop.example?x=a@b:1") == "shop.example");
  CHECK(host_of("https://shop.example#@x") == "shop.example");
  CHECK(host_of("http://localhost:8080/") == "localhost");
  CHECK(host_of("https://me:secret@shop.example:8443/cart@x") == "shop.example");
  CHECK(host_of("http://[::1]:8080/") == "[::1]");
  CHECK(host_of("http://[2001:db8::1]/") == "[2001:db8::1]");
  CHECK(host_of("file:///docs/demo.html").empty());
  CHECK(host_of("about:blank").empty());
  CHECK(host_of("/cart").empty());
  CHECK(host_of("").empty());
}

// What the Markdown of help articles becomes, and that nothing else than what is described becomes anything.
#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <string>

#include "core/base/rng.h"
#include "core/guide/markdown.h"

using namespace canvass;
using namespace canvass::guide;

namespace {

std::string blocks_of(std::string_view markdown) {
  Json blocks = json_array();
  append_blocks(markdown, blocks);
  return dump_json(blocks);
}

// Every element by the grammar of the header; returns how deep it goes.
void check_inline(const Json& json);

void check_inlines(const Json& json) {
  if (json.is_string()) return;
  REQUIRE(json.is_array());
  for (const Json& part : json) check_inline(part);
}

bool harmless(const std::string& address) {
  const size_t colon = address.find_first_of(":/?#");
  if (colon == std::string::npos || address[colon] != ':') return true;
  const std::string scheme = address.substr(0, colon);
  for (const char* good : {"http", "https", "mailto", "tel", "HTTP", "HTTPS", "data"}) {
    if (scheme == good) return scheme != "data" || address.rfind("data:image/", 0) == 0;
  }
  return false;
}

void check_inline(const Json& json) {
  if (json.is_string()) return;
  REQUIRE(json.is_array());
  REQUIRE(json.size() >= 2);
  const std::string tag = json[0];
  if (tag == "code") {
    REQUIRE(json[1].is_string());
    return;
  }
  if (tag == "a") {
    REQUIRE(harmless(json[1]));
    REQUIRE(std::string(json[1]).rfind("data:", 0) != 0);
    return check_inlines(json[2]);
  }
  REQUIRE((tag == "b" || tag == "i"));
  check_inlines(json[1]);
}

void check_blocks(const Json& blocks) {
  REQUIRE(blocks.is_array());
  for (const Json& block : blocks) {
    const std::string tag = block[0];
    if (tag == "h") {
      REQUIRE(block[1] >= 2);
      REQUIRE(block[1] <= 4);
      check_inlines(block[2]);
    } else if (tag == "p") {
      check_inlines(block[1]);
    } else if (tag == "ul" || tag == "ol") {
      REQUIRE(!block[1].empty());
      for (const Json& item : block[1]) check_blocks(item);
    } else if (tag == "quote") {
      check_blocks(block[1]);
    } else if (tag == "pre") {
      REQUIRE(block[1].is_string());
    } else if (tag == "img" || tag == "video") {
      REQUIRE(block.size() == (tag == "img" ? 3 : 5));
      for (const Json& part : block) REQUIRE(part.is_string());
      REQUIRE(harmless(block[1]));
    } else {
      REQUIRE(tag == "hr");
    }
  }
}

}  // namespace

TEST_CASE("headings begin at the second level, below the title of the article") {
  CHECK(blocks_of("# One\n## Two ##\n### Three\n###### Six") ==
        R"([["h",2,"One"],["h",3,"Two"],["h",4,"Three"],["h",4,"Six"]])");
  CHECK(blocks_of("#hashtag and 1 # 2") == R"([["p","#hashtag and 1 # 2"]])");
  CHECK(blocks_of("####### Seven") == R"([["p","####### Seven"]])");
  CHECK(blocks_of("#") == R"([["h",2,""]])");
}

TEST_CASE("lines of a paragraph are joined, a blank line ends it") {
  CHECK(blocks_of("one\ntwo\r\nthree\n\n  \nfour") == R"([["p","one two three"],["p","four"]])");
  CHECK(blocks_of("") == "[]");
  CHECK(blocks_of(" \n\t\n") == "[]");
}

TEST_CASE("emphasis, strong text and code in a line") {
  CHECK(blocks_of("a **b** c") == R"([["p",["a ",["b","b"]," c"]]])");
  CHECK(blocks_of("*a* _b_ __c__") == R"([["p",[["i","a"]," ",["i","b"]," ",["b","c"]]]])");
  CHECK(blocks_of("***both***") == R"([["p",[["b",[["i","both"]]]]]])");
  CHECK(blocks_of("*a **b** c*") == R"([["p",[["i",["a ",["b","b"]," c"]]]]])");
  CHECK(blocks_of("**a *b***") == R"([["p",[["b",["a ",["i","b"]]]]]])");
  CHECK(blocks_of("use `a*b*` and ``x`y``") == R"([["p",["use ",["code","a*b*"]," and ",["code","x`y"]]]])");
}

TEST_CASE("marks that mark nothing are text") {
  CHECK(blocks_of("2 * 3 * 4, a_b_c, ** and `open") == R"([["p","2 * 3 * 4, a_b_c, ** and `open"]])");
  CHECK(blocks_of("*open") == R"([["p","*open"]])");
  CHECK(blocks_of("\\*no\\* \\[x](y) C:\\dir") == R"([["p","*no* [x](y) C:\\dir"]])");
  CHECK(blocks_of("файл_имя_два") == R"([["p","файл_имя_два"]])");
}

TEST_CASE("lists, also within lists, with several paragraphs in an item") {
  CHECK(blocks_of("- a\n- b\n  - c\n  - d\n- e") ==
        R"([["ul",[[["p","a"]],[["p","b"],["ul",[[["p","c"]],[["p","d"]]]]],[["p","e"]]]]])");
  CHECK(blocks_of("1. a\n2) b\n\n   more\n\n3. c") == R"([["ol",[[["p","a"]],[["p","b"],["p","more"]],[["p","c"]]]]])");
  CHECK(blocks_of("- a\ngoes on\n\nnot") == R"([["ul",[[["p","a goes on"]]]],["p","not"]])");
  CHECK(blocks_of("* a\n1. b") == R"([["ul",[[["p","a"]]]],["ol",[[["p","b"]]]]])");
  CHECK(blocks_of("built in\n2026. And so on") == R"([["p","built in 2026. And so on"]])");
  CHECK(blocks_of("text\n- a") == R"([["p","text"],["ul",[[["p","a"]]]]])");
  CHECK(blocks_of("-\n-") == R"([["ul",[[],[]]]])");
}

TEST_CASE("quotes, rules and fenced code") {
  CHECK(blocks_of("> a\n> - b\n\nc") == R"([["quote",[["p","a"],["ul",[[["p","b"]]]]]],["p","c"]])");
  CHECK(blocks_of("a\n---\nb\n* * *") == R"([["p","a"],["hr"],["p","b"],["hr"]])");
  CHECK(blocks_of("```js\n<b> **x**\n\n  y\n```\nz") == R"([["pre","<b> **x**\n\n  y"],["p","z"]])");
  CHECK(blocks_of("~~~\n```\n~~~") == R"([["pre","```"]])");
  CHECK(blocks_of("```\nnever closed") == R"([["pre","never closed"]])");
}

TEST_CASE("links lead where links may lead") {
  CHECK(blocks_of("[a](/b \"title\") [c](https://x.example/(d)) [e](mailto:a@b.example) [f](#article:returns)") ==
        R"~([["p",[["a","/b","a"]," ",["a","https://x.example/(d)","c"]," ",["a","mailto:a@b.example","e"]," ",)~"
        R"~(["a","#article:returns","f"]]]])~");
  CHECK(blocks_of("[**a**](b)") == R"([["p",[["a","b",[["b","a"]]]]]])");
  CHECK(blocks_of("[a] (b) [c](d") == R"([["p","[a] (b) [c](d"]])");
}

TEST_CASE("the text of a link with any other scheme stays alone") {
  for (const char* address :
       {"javascript:alert(1)", "JaVaScRiPt:alert(1)", "vbscript:x", "data:text/html,x", "file:///etc", "blob:x",
        "java\tscript:x", "\x01javascript:x", "x-y:z", ":", "data:image/png,x"}) {
    INFO(address);
    CHECK(blocks_of("[a](" + std::string(address) + ") b") == R"([["p","a b"]])");
  }
}

TEST_CASE("pictures and videos are blocks wherever they stand") {
  CHECK(blocks_of("![A cart](/cart.png)") == R"([["img","/cart.png","A cart"]])");
  CHECK(blocks_of("one ![A](a.webm?v=2 a.webp a.vtt) two") ==
        R"([["p","one"],["video","a.webm?v=2","a.webp","a.vtt","A"],["p","two"]])");
  CHECK(blocks_of("![A](a.mp4)") == R"([["video","a.mp4","","","A"]])");
  CHECK(blocks_of("![A](data:image/png;base64,AA== \"t\")") == R"([["img","data:image/png;base64,AA==","A"]])");
  CHECK(blocks_of("![A](javascript:x)") == R"([["p","A"]])");
  CHECK(blocks_of("![A](data:text/html,x)") == R"([["p","A"]])");
  CHECK(blocks_of("![A](a.webm javascript:x)") == R"([["video","a.webm","","","A"]])");
}

TEST_CASE("HTML and entities stay text") {
  CHECK(blocks_of("<script>alert(1)</script> &lt;b&gt; <https://x.example>") ==
        R"([["p","<script>alert(1)</script> &lt;b&gt; <https://x.example>"]])");
}

TEST_CASE("the plain text is what is left to read") {
  CHECK(
      plain_text(
          "# Returns\nWithin **30 *days***, [see](/x).\n\n- a\n- `b`\n\n> c\n\n---\n![A cart](/c.png)\n```\nd\n```") ==
      "Returns\nWithin 30 days, see.\na\nb\nc\nA cart\nd\n");
  CHECK(plain_text("[x](javascript:y)") == "x\n");
  CHECK(plain_text("") == "");
}

TEST_CASE("an author is told what visitors would not get") {
  CHECK(why_not("# Fine\n[a](/b) ![c](d.png)") == "");
  CHECK(why_not("[a](javascript:b)") ==
        "has a link to \"javascript:b\", which is left out: it must be an http, https, mailto or tel address or a "
        "relative one");
  CHECK(why_not("![a](ftp://b)").find("picture or video to \"ftp://b\"") != std::string::npos);
  CHECK(why_not("![](a.png)").find("without a text") != std::string::npos);
}

TEST_CASE("blocks nest to a limit, then their marks are text") {
  const auto repeated = [](const std::string& part, int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += part;
    return out;
  };
  for (const std::string& text :
       {repeated(">", 20'000), repeated("> ", 20'000), repeated("- ", 20'000), repeated("*", 40'000),
        repeated("*a ", 15'000), repeated("**a _b ", 7000), repeated("[", 40'000), repeated("[a](", 10'000),
        repeated("![a](b", 8000), repeated("`a``b", 10'000), repeated("*a*_b_", 8000), repeated("_*a", 10'000),
        repeated("![", 25'000), repeated("- a\n  ", 8000), repeated("[](", 15'000)}) {
    INFO(text.substr(0, 20));
    Json blocks = json_array();
    append_blocks(text, blocks);
    check_blocks(blocks);
    CHECK(parse_json(dump_json(blocks)).has_value());  // whose depth is bounded
    CHECK(plain_text(text).size() <= text.size() + 1);
  }
}

TEST_CASE("random marks make nothing but the elements that are described") {
  static constexpr const char* kPieces[] = {
      "*", "**", "_",  "`", "```", "\n", "\n\n", "- ", "1. ",  "> ",          "[",  "]", "](",  ")",
      "!", "#",  "  ", "a", "б",   "\\", "---",  "\t", "\xFF", "javascript:", "/x", ":", "<b>", ".webm"};
  Rng rng("6");
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (uint64_t left = rng.up_to(60); left > 0; --left) text += kPieces[rng.up_to(std::size(kPieces) - 1)];
    INFO(text);
    Json blocks = json_array();
    append_blocks(text, blocks);
    check_blocks(blocks);
    plain_text(text);
    why_not(text);
  }
}

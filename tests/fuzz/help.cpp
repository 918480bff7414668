// Any bytes as an article and as a query for it: the blocks are of the kinds described and lead nowhere but where links
// may lead, and what search marks is inside the text.
#include <string>
#include <string_view>

#include "core/base/text.h"
#include "core/guide/markdown.h"
#include "core/guide/search.h"
#include "tests/fuzz/fuzz.h"

using namespace canvass;

namespace {

// The deepest that lists, quotes and emphasis may go, two arrays for each.
constexpr int kDeepest = 2 * (guide::kMaxMarkdownDepth + 8) + 8;

void check(const Json& json, int depth) {
  REQUIRE(depth < kDeepest);
  if (!json.is_array() || json.empty()) return;
  if (json[0] == "a" || json[0] == "img" || json[0] == "video") {
    const std::string address = json[1].get<std::string>();
    const std::string scheme = address.substr(0, address.find_first_of(":/?#"));
    bool known = scheme.size() == address.size() || address[scheme.size()] != ':';
    for (const char* good : {"http", "https", "mailto", "tel", "data"}) {
      known = known || (scheme.size() == std::string_view(good).size() && contains_ignoring_case(scheme, good));
    }
    REQUIRE(known);
  }
  for (const Json& part : json) check(part, depth + 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // The first line is the query, the rest the article.
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::string_view query = all.substr(0, all.find('\n'));
  const std::string_view article = all.substr(query.size());
  Json blocks = json_array();
  guide::append_blocks(article, blocks);
  check(blocks, 0);
  REQUIRE(parse_json(dump_json(blocks)).has_value());
  guide::why_not(article);

  const std::string text = guide::plain_text(article);
  REQUIRE(text.size() <= article.size() + 1);
  guide::Search search(size % 3 == 0 ? "ru" : size % 3 == 1 ? "kk" : "en");
  search.add(query, text, {});
  search.add({}, article, query);
  for (const guide::Search::Hit& hit : search.find(query, 5)) REQUIRE((hit.document < 2 && hit.score > 0));
  uint32_t end = 0;
  for (const guide::Search::Span& span : search.matches(query, text)) {
    REQUIRE((span.begin >= end && span.end > span.begin && span.end <= text.size()));
    end = span.end;
  }
  REQUIRE(count_characters(search.excerpt(query, text, 30)) <= 30);
  return 0;
}

// The Markdown of help articles: a small safe subset of CommonMark 0.31 (https://spec.commonmark.org), as blocks that
// web/src/document.ts makes elements of. There is no HTML in it: whatever is not listed here stays the text it is.
//
//   Json blocks = json_array();
//   append_blocks("## Returns\nWithin **30 days**, see [the form](/returns).", blocks);
//   // [["h",3,"Returns"],["p",["Within ",["b","30 days"],", see ",["a","/returns","the form"],"."]]]
//   plain_text("## Returns\nWithin **30 days**.");           // "Returns\nWithin 30 days.\n"
//
// Blocks (a blank line ends any but a fence):
//   # to ######        ["h", 2…4, inline]             "#" is 2, "##" 3, more are 4
//   text               ["p", inline]                  lines are joined
//   - * +              ["ul", [[block…]…]]            what follows is indented by two spaces or more; lists within
//   lists
//   1. 1)              ["ol", [[block…]…]]
//   >                  ["quote", [block…]]
//   ``` or ~~~         ["pre", "text"]
//   --- *** ___        ["hr"]
//   ![alt](a.png)      ["img", address, alt]
//   ![alt](a.webm)     ["video", address, poster, captions, alt]   .webm or .mp4; after spaces a picture and a .vtt may
//                                                     follow: ![alt](/pay.webm /pay.webp /pay.en.vtt)
// Inline: **b** __b__ *i* _i_ `code` [text](address) and \ before punctuation that is only meant as such. An array of
// strings and
// ["b", inline], ["i", inline], ["code", "text"], ["a", address, inline]; or a single string.
//
// Links lead to http, https, mailto, tel, relative addresses, and "#article:id"; pictures and videos come from http,
// https or relative addresses, pictures from data:image as well. With any other address the text stays alone.
#pragma once

#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/json.h"

namespace canvass::guide {

// Lists and quotes in one another, deeper than which their marks are text.
constexpr int kMaxMarkdownDepth = 8;

// A string at the end of an array.
CANVASS_APART void push_text(Json& list, std::string_view text);

CANVASS_APART void append_blocks(std::string_view markdown, Json& blocks);

// What is left to read, and to search in: a line for each block.
CANVASS_APART std::string plain_text(std::string_view markdown);

// What an author should mend: "has a link to \"javascript:…\", …", "has a picture without …"; empty: nothing.
CANVASS_COLD std::string why_not(std::string_view markdown);

}  // namespace canvass::guide

// Who may write: keys, each with the origins of the pages that may use it.
//
//   Keys keys;
//   if (auto wrong = keys.add("demo=https://shop.example,https://www.shop.example")) { … *wrong is a sentence … }
//   switch (keys.check("demo", "https://shop.example")) { … }
//
// An origin is SCHEME://HOST[:PORT] as browsers send it; "null": pages without one (file://, sandboxed frames); "none":
// senders that are no browsers and say no origin; "*": all of these. A key without origins may be used by all.
// This keeps other people's pages out, not other people's programs: those can say any origin.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace canvass::collector {

class Keys {
 public:
  enum class Verdict { kWelcome, kUnknownKey, kForeignOrigin };

  // Of one key given twice, the origins add up.
  std::optional<std::string> add(std::string_view text);

  bool empty() const { return keys_.empty(); }  // then anybody may write, with any key
  bool has(const std::string& key) const { return keys_.contains(key); }

  // `origin` is the header; empty: there was none.
  Verdict check(const std::string& key, std::string_view origin) const;

 private:
  std::map<std::string, std::set<std::string>> keys_;
};

}  // namespace canvass::collector

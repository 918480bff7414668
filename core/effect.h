// Everything the engine may ask of its host, in the order in which it must be done.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "core/base/json.h"
#include "core/base/time.h"
#include "core/base/vector.h"

namespace canvass {

namespace effect {

struct Show {
  std::string kind;  // "survey", the kind of a guide, "tab": the feedback tab of a survey, or "launcher"
  std::string id;
  std::string question;      // of a survey: the question now showing; empty on the thank-you screen
  std::string anchor;        // of a guide: the CSS selector it points at; empty: anything, or nothing
  std::string placement;     // of a guide: wished side, "top" | "right" | "bottom" | "left"
  std::string display = {};  // of a survey: "popover" | "inline" | "tab"; of a guide: "anchored" | "corner" | "modal" |
                             // "banner-top" | "banner-bottom" | "panel" | "beacon"
  Json more = {};            // of a guide: an object with what few have; nullptr: nothing (docs/replay.md)
};
struct Hide {
  std::string kind;
  std::string id;
};
struct Emit {  // a wire event was made; page scripts may listen
  Json event;
};
struct Store {
  std::string key;
  std::optional<std::string> value;  // none: remove. Keys that begin with "tab:" last as long as the tab.
};
struct Send {
  int64_t request = 0;
  std::string url;
  Json body;                      // a string: the body itself
  bool keepalive = false;         // the page may be gone before the answer comes
  const char* content_type = "";  // "": text/plain
};
struct Abort {  // a request took too long
  int64_t request = 0;
};
struct Lead {};  // take the lead from the tab that has it: it does not send
struct Wake {    // give a Tick at `at`; replaces the wish before. None: no tick is wanted.
  std::optional<TimeMs> at;
};
// What to listen to on this page; replaces the wish before.
struct Watch {
  Vector<std::string> click;      // CSS selectors
  Vector<std::string> seen;       // CSS selectors
  Vector<std::string> inline_in;  // surveys to look for a container for
  Vector<int64_t> scroll;         // depths in per cent
  Vector<TimeMs> idle;            // ms without input
  bool exit = false;
  Json signals = {};  // an object of what signals need (docs/replay.md); nullptr: nothing
  bool operator==(const Watch&) const = default;
};
// A file that the configuration names: its text comes back as event::Fetched. Or a page to go to.
struct Fetch {
  std::string id;  // of the guide
  std::string url;
  bool go = false;
};
struct Announce {  // politely, to assistive technology
  std::string text;
};
struct Warn {  // one clear sentence for the console
  std::string text;
};

}  // namespace effect

using Effect = std::variant<effect::Show, effect::Hide, effect::Emit, effect::Store, effect::Send, effect::Abort,
                            effect::Lead, effect::Wake, effect::Watch, effect::Fetch, effect::Announce, effect::Warn>;

}  // namespace canvass

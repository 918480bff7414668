// Everything that can happen to the engine. docs/replay.md has the same vocabulary as NDJSON; core/protocol.h
// converts between the two.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "core/base/json.h"
#include "core/base/sorted_map.h"
#include "core/base/time.h"

namespace canvass {

// What a visitor did to a control. Part of the C ABI.
enum class Action : uint8_t {
  kActivate = 0,  // clicked, tapped, or pressed with Enter or Space
  kChoose = 1,    // moved to with the arrow keys: selected, not yet given as the answer
  kInput = 2,     // typed into; the value is the whole text
  kDismiss = 3,   // Esc anywhere in the dialog
};

namespace event {

// Once, first. `stored` is every key the engine ever stored that the host still has.
struct Init {
  std::string visitor;  // anonymous id; empty: the engine makes one and stores it
  std::string seed;     // any text; 128 random bits in hexadecimal from a browser
  std::string locale;   // BCP 47
  Map<std::string, std::string> stored = {};
  std::string device = {};      // "mobile" | "tablet" | "desktop"; empty: not known
  bool leading = true;          // this tab sends; false: not before a Lead says so
  bool privacy_signal = false;  // Global Privacy Control or Do Not Track is on
};
struct Page {
  std::string url;  // absolute
  std::string referrer;
};
struct Track {
  std::string name;
  Json props = json_object();
};
struct Identify {
  std::string id;
  Json traits = json_object();
};
struct Show {  // asked for by the page: shows whatever its triggers and frequency say
  std::string id;
  Json answers = json_object();  // question → answer known already
  Json fields = json_object();   // hidden field → value
};
struct Fields {  // hidden fields of every survey that names them
  Json values = json_object();
};
// What the visitor does on the page, as far as a Watch effect asked for it.
struct Click {
  std::string selector;  // the one of the Watch that it fell under
};
struct Seen {
  std::string selector;
};
struct Scroll {
  int64_t depth = 0;  // per cent of the page's height that have been on screen, 0…100
};
struct Exit {};  // is about to leave
struct Idle {
  TimeMs duration = 0;  // ms without any input
};
struct Container {  // the page has a container for this survey
  std::string id;
};
struct Taken {  // not shown, because another tab shows it
  std::string id;
};
// One tab sends for all of them. This one now does, or no longer does.
struct Lead {
  bool leading = true;
  bool known = false;                         // what is stored is known
  Map<std::string, std::string> stored = {};  // all that is stored at this very moment under "q:", and "wait"
};
struct Stored {  // by another tab
  std::string key;
  std::optional<std::string> value;
};
struct Shown {  // the host has painted it
  std::string id;
};
struct Missing {  // the host found no element for the guide's anchor
  std::string id;
};
struct Draft {  // chosen or typed, not yet given as the answer
  std::string survey, question;
  Json value;
};
struct Answer {  // as the kind of the question wants it (core/survey/kind.h)
  std::string survey, question;
  Json value;
};
// `survey`: which one, where two are showing; empty: the one over the page, else the one in it.
struct Next {
  std::string survey;
};
struct Back {
  std::string survey;
};
struct Dismiss {
  std::string survey;
};
// What a visitor does in a guide besides: "search", "article", "task", … (docs/replay.md).
struct Guide {
  std::string id;
  std::string act;
  std::string value = {};
};
struct Fetched {  // how a Fetch ended
  std::string id;
  int status = 0;  // HTTP status; 0: no answer
  std::string body = {};
};
// Something the visitor did, or that the page did about it, as far as a Watch effect asked for "signals"
// (core/signals/detector.h): "press", "effect", "fault", "field", "form", "active", "move", "load", "leave".
struct Interact {
  std::string what;
  Json details = json_object();  // docs/replay.md
};
struct Hidden {};  // the page is going to the background or away
struct Visible {};
struct Online {};
struct Offline {};
struct Tick {};    // a time asked for by a Wake effect has come
struct Response {  // how a Send ended
  int64_t request = 0;
  int status = 0;  // HTTP status; 0: no answer (network error, aborted)
  std::string retry_after;
  std::string date = {};  // the server's clock, as its Date header has it; empty: not known
};
struct StorageFailed {  // a Store could not be carried out; it stays in memory only
  std::string key;
};
// What the visitor chose for themselves, or the page for them.
struct Reset {
  enum class Kind : uint8_t {
    kReset,      // somebody else: new anonymous id, no memory of what was shown
    kForget,     // the same, and nothing is left of what was stored, the queue included
    kOptOut,     // nothing is left, and nothing is stored, sent or shown from now on …
    kOptIn,      // … until this
    kConsent,    // may store and send
    kNoConsent,  // may not, or no longer
  };
  Kind kind = Kind::kReset;
};

}  // namespace event

using Event =
    std::variant<event::Init, event::Page, event::Track, event::Identify, event::Show, event::Fields, event::Click,
                 event::Seen, event::Scroll, event::Exit, event::Idle, event::Container, event::Taken, event::Lead,
                 event::Stored, event::Shown, event::Missing, event::Draft, event::Answer, event::Next, event::Back,
                 event::Dismiss, event::Guide, event::Fetched, event::Interact, event::Hidden, event::Visible,
                 event::Online, event::Offline, event::Tick, event::Response, event::StorageFailed, event::Reset>;

}  // namespace canvass

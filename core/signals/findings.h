// Signals as they are found, on their way to triggers and to the wire.
//
//   if (Noticed* rage = findings.add(Signal::kRage, press)) rage->properties["count"] = 3;
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/json.h"
#include "core/base/vector.h"
#include "core/config/config.h"

namespace canvass::signals {

struct Noticed {
  config::Signal signal = config::Signal::kRage;
  Vector<std::string> on;           // of the selectors in Watch::signals, those that its target is in
  Json properties = json_object();  // as on the wire
  bool triggers = true;             // triggers are to hear of it …
  bool told = true;                 // … and the endpoint is
  bool fresh = true;                // nothing was done about it yet
};

struct Findings {
  const config::Signals& signals;
  uint8_t mask = 0;    // privacy::mask() of names
  uint8_t wanted = 0;  // one bit for each config::Signal that is looked for
  Vector<Noticed> list = {};

  bool wants(config::Signal signal) const { return (wanted >> static_cast<int>(signal) & 1) != 0; }

  // One more, about the target of what the host told: {"target":{…},"on":[…]}; about the page where that has none.
  // `count`, if any: how often. nullptr: it is not wanted.
  Noticed* add(config::Signal signal, const Json& details, int64_t count = 0);
};

// A member of an object. Written out wherever it is needed, this is what most code would be made of.
CANVASS_APART void put(Json& json, const char* name, std::string_view value);
CANVASS_APART void put(Json& json, const char* name, int64_t value);

// Which target it is; the same for two only if they are one.
std::string identity_of(const Json& details, const char* member = "target");

// As reports name it, the same on every visit: `[data-canvass="x"]`, `#id`, `button "Buy"`, or its path.
std::string element_of(const Json& target, uint8_t mask);

// Puts "element", "role", "name" and "path" of a target into `properties`.
void describe(const Json& target, uint8_t mask, Json& properties);

// Lists of words with a space between them: one text lies where the code does that needs it, a table of texts would lie
// in the first part of the module (core/base/apart.h). The place of a word, as many as there are when it is none of
// them; and the word at a place.
size_t place_of(std::string_view word, std::string_view words);
std::string_view word_at(std::string_view words, size_t place);

// The names in a list of texts; what is no text is left out.
void read_texts(const Json* list, Vector<std::string>& out);

}  // namespace canvass::signals

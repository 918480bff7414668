// What is loaded only when somebody needs it: the words of Canvass in a language other than English, and the survey
// presets. Each is one JSON document of core/config/packs/, named after its language, or "presets". The host fetches
// it, the command-line tool has all of them inside (builtin_packs.h); either way it ends up here.
//
//   Packs packs;
//   packs.provide(*parse_json(builtin_pack("ru")));
//   packs.text("ru", "next");                // "Далее"
//   packs.format("ru", "date");              // "dd.MM.yyyy"
//   packs.provide(*parse_json(builtin_pack("presets")));
//   if (const Json* sus = packs.preset("sus")) { … }
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/json.h"
#include "core/base/vector.h"

namespace canvass::config {

// The pack that has the words for `locale`: "ru" for "ru-KZ". Empty where there is none to be had: for English,
// which is built in, and for languages nobody has translated to.
std::string_view pack_name(std::string_view locale);

class Packs {
 public:
  // Takes a language pack {"language":"de","ui":{…},"formats":{…}} or the presets {"presets":{…}}; one of the same
  // language replaces the one before. False, and nothing taken, when it is neither, or too large to be one.
  bool provide(Json pack);

  bool has(std::string_view language) const { return find(packs_, language) != nullptr; }

  // A wording, of a plural one that for `category`: the letter of zero, one, two, few or many, anything else for
  // other. Empty when there is no such pack or word. Valid until the next provide().
  std::string_view text(std::string_view language, std::string_view key, char category = 'x') const;

  // A member of the pack's "formats", empty as above:
  //   digits "0123456789", minus "-", date "dd.MM.yyyy", plural: the letters of text() for 0…199
  std::string_view format(std::string_view language, std::string_view name) const;

  // The letter for text(). A number from 200 on counts as the one between 100 and 199 that ends in the same digits;
  // a negative one as if it were not.
  char category(std::string_view language, int64_t number) const;

  // The part of a survey that "preset" stands for; nullptr when there is none of this name, or none were provided.
  const Json* preset(std::string_view name) const { return part(kPresets, name); }
  Vector<std::string_view> preset_names() const;
  bool has_presets() const { return find(packs_, kPresets) != nullptr; }

 private:
  static constexpr std::string_view kPresets = "presets";

  const Json* part(std::string_view pack, std::string_view name) const;

  Json packs_;  // by language, and kPresets
};

}  // namespace canvass::config

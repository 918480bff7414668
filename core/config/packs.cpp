#include "core/config/packs.h"

#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/locale.h"

namespace canvass::config {

namespace {

constexpr std::string_view kLanguages = "ar de es fr he hi it ja kk ko pl pt ru tr uk zh";

constexpr size_t kMaxMembers = 200;
constexpr size_t kMaxBytesOfText = 500;

// An object of texts, or of objects of texts where `plurals`: few, and none of them long.
bool has_texts(const Json* json, bool plurals) {
  const Json::object_t* object = json == nullptr ? nullptr : json->get_ptr<const Json::object_t*>();
  if (object == nullptr || object->size() > kMaxMembers) return false;
  for (const auto& [key, value] : *object) {
    const std::string* text = value.get_ptr<const std::string*>();
    if (text == nullptr ? !plurals || !has_texts(&value, false) : text->size() > kMaxBytesOfText) return false;
  }
  return true;
}

}  // namespace

std::string_view pack_name(std::string_view locale) {
  for (size_t at = 0; at < kLanguages.size(); at += 3) {
    if (same_locale(language_of(locale), kLanguages.substr(at, 2))) return kLanguages.substr(at, 2);
  }
  return {};
}

bool Packs::provide(Json pack) {
  if (const Json* presets = find(pack, kPresets)) {
    const Json::object_t* object = presets->get_ptr<const Json::object_t*>();
    if (object == nullptr || object->size() > kMaxMembers) return false;
    packs_[std::string(kPresets)] = *presets;
    return true;
  }
  const std::string_view language = string_at(pack, "language");
  // A name that no locale resolves to would never be asked for.
  if (pack_name(language) != language || language.empty()) return false;
  if (!has_texts(find(pack, "ui"), true) || !has_texts(find(pack, "formats"), false)) return false;
  packs_[std::string(language)] = std::move(pack);
  return true;
}

const Json* Packs::part(std::string_view pack, std::string_view name) const {
  const Json* found = find(packs_, pack);
  return found == nullptr ? nullptr : find(*found, name);
}

std::string_view Packs::text(std::string_view language, std::string_view key, char category) const {
  const Json* words = part(language, "ui");
  if (words == nullptr) return {};
  const Json* plural = find(*words, key);
  if (plural == nullptr || !plural->is_object()) return string_at(*words, key);
  for (const std::string_view name : {"zero", "one", "two", "few", "many"}) {
    const std::string_view found = name[0] == category ? string_at(*plural, name) : std::string_view();
    if (!found.empty()) return found;
  }
  return string_at(*plural, "other");
}

std::string_view Packs::format(std::string_view language, std::string_view name) const {
  const Json* formats = part(language, "formats");
  return formats == nullptr ? std::string_view() : string_at(*formats, name);
}

char Packs::category(std::string_view language, int64_t number) const {
  const std::string_view categories = format(language, "plural");
  const uint64_t size = number < 0 ? 0 - static_cast<uint64_t>(number) : static_cast<uint64_t>(number);
  const uint64_t at = size < 200 ? size : 100 + size % 100;
  return at < categories.size() ? categories[at] : 'x';
}

Vector<std::string_view> Packs::preset_names() const {
  Vector<std::string_view> names;
  if (const Json* presets = find(packs_, kPresets)) {
    for (const auto& [name, value] : *presets->get_ptr<const Json::object_t*>()) names.push_back(name);
  }
  return names;
}

}  // namespace canvass::config

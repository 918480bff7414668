#include "core/signals/findings.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/privacy/mask.h"

namespace canvass::signals {

namespace {

constexpr size_t kMaxName = 60;   // characters
constexpr size_t kMaxText = 200;  // of ids and paths
constexpr size_t kMaxSelectors = 50;
constexpr int kDigitsOfGenerated = 3;

// "ember412", "radix-:r1:", "row-48213": another one on the next visit, or one that says whose it is.
bool looks_generated(std::string_view id) {
  int digits = 0;
  for (const char c : id) {
    if (c == ':' || c == ' ') return true;
    if (c >= '0' && c <= '9') ++digits;
  }
  return digits >= kDigitsOfGenerated;
}

std::string clean(const Json& target, const char* member, uint8_t mask, size_t most) {
  const std::string_view text = first_characters(string_at(target, member), most);
  return mask == 0 ? std::string(text) : privacy::mask(text, mask);
}

}  // namespace

void put(Json& json, const char* name, std::string_view value) { json[name] = std::string(value); }
void put(Json& json, const char* name, int64_t value) { json[name] = value; }

// An id is one of a kind; what is marked may be many.
std::string identity_of(const Json& details, const char* member) {
  const Json* target = find(details, member);
  if (target == nullptr) return {};
  const auto of = [target](const char* name) { return string_at(*target, name); };
  if (!of("id").empty()) return std::string(of("id"));
  const bool placed = !of("path").empty();
  return join({of("canvass"), "\n", of(placed ? "path" : "role"), "\n", of(placed ? "" : "name")});
}

std::string element_of(const Json& target, uint8_t mask) {
  const std::string marked = clean(target, "canvass", mask, kMaxText);
  if (!marked.empty()) return join({"[data-canvass=\"", marked, "\"]"});
  const std::string id = clean(target, "id", mask, kMaxText);
  if (!id.empty() && !looks_generated(id)) return join({"#", id});
  const std::string_view role = first_characters(string_at(target, "role"), kMaxName);
  const std::string name = clean(target, "name", mask, kMaxName);
  if (!name.empty()) return join({role, role.empty() ? "\"" : " \"", name, "\""});
  std::string path = clean(target, "path", mask, kMaxText);
  return path.empty() ? std::string(role) : path;
}

void describe(const Json& target, uint8_t mask, Json& properties) {
  const std::string element = element_of(target, mask);
  if (!element.empty()) put(properties, "element", element);
  for (const char* member : {"role", "name", "path"}) {
    const std::string text = clean(target, member, mask, *member == 'p' ? kMaxText : kMaxName);
    if (!text.empty()) put(properties, member, text);
  }
}

std::string_view word_at(std::string_view words, size_t place) {
  for (; place > 0; --place) words.remove_prefix(std::min(words.find(' '), words.size() - 1) + 1);
  return words.substr(0, words.find(' '));
}

size_t place_of(std::string_view word, std::string_view words) {
  size_t place = 0;
  for (std::string_view one; !(one = word_at(words, place)).empty() && one != word;) ++place;
  return place;
}

void read_texts(const Json* list, Vector<std::string>& out) {
  if (list == nullptr || !list->is_array()) return;
  for (const Json& one : *list->get_ptr<const Json::array_t*>()) {
    if (one.is_string() && out.size() < kMaxSelectors) out.push_back(*one.get_ptr<const std::string*>());
  }
}

Noticed* Findings::add(config::Signal signal, const Json& details, int64_t count) {
  if (!wants(signal)) return nullptr;
  list.emplace_back();
  Noticed& noticed = list.back();
  noticed.signal = signal;
  put(noticed.properties, "signal", config::name_of(signal));
  if (count != 0) put(noticed.properties, "count", count);
  if (const Json* target = find(details, "target")) describe(*target, mask, noticed.properties);
  read_texts(find(details, "on"), noticed.on);
  return &noticed;
}

}  // namespace canvass::signals

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/locale.h"
#include "core/config/parts.h"

namespace canvass::config {

bool is_address(std::string_view url, std::string_view schemes) {
  for (const char c : url) {
    if ((c >= 0 && c <= ' ') || c == '\x7F') return false;
  }
  const size_t end = url.find_first_of(":/?#");
  if (end == std::string_view::npos || url[end] != ':') return !url.empty();
  while (!schemes.empty()) {
    const size_t length = schemes.find(' ');
    if (same_locale(url.substr(0, length), schemes.substr(0, length))) return url.size() > length;
    schemes.remove_prefix(length + 1);
  }
  return false;
}

namespace {

void read_option(const Json& json, const std::string& pointer, Problems& problems, Naming naming, size_t place,
                 Vector<Option>& options) {
  options.emplace_back();
  Option& option = options.back();
  option.id = decimal(static_cast<int64_t>(place));
  const bool pictures = naming == Naming::kPictures;
  if (!pictures && is_only_text(json)) {
    read_text(json, pointer, problems, option.text);
  } else {
    Fields fields(json, pointer, problems);
    const bool named = json.is_object() && find(json, "id") != nullptr;
    if (named) fields.identifier("id", option.id);
    if (!named) fields.any("id");
    fields.text("text", option.text, Need::kRequired);
    if (pictures) {
      read_address(fields, "image", kMaxImage, "http: https: data:image/ ", "an http, https or data:image address",
                   option.image);
    }
    if (naming == Naming::kStatements) {
      fields.string("factor", option.factor, kMaxTextCharacters);
    } else {
      fields.boolean("exclusive", option.exclusive);
    }
    fields.boolean("fixed", option.fixed);
    fields.finish();
  }
  for (const Option& other : options) {
    if (&other == &option || (other.id != option.id && !(other.exclusive && option.exclusive))) continue;
    problems.errors.push_back({pointer, other.id == option.id
                                            ? join({in_quotes(option.id), " is the id of another one"})
                                            : std::string("is exclusive, as another one is: there can be only one")});
  }
}

}  // namespace

bool is_only_text(const Json& json) {
  const Json::object_t* object = json.get_ptr<const Json::object_t*>();
  if (object == nullptr) return json.is_string();
  for (const auto& [name, value] : *object) {
    if (name.size() > 3 && name.find('-') == std::string::npos) return false;
  }
  return object->size() > 1 || object->count("id") == 0;  // Indonesian, and an id, are both called that
}

void read_options(Fields& fields, const char* name, Naming naming, Vector<Option>& options) {
  const size_t min = naming == Naming::kStatements ? 1 : 2;
  const size_t max = naming == Naming::kStatements ? 30 : 50;
  const Json* json = fields.any(name);
  const Json::array_t* list = json == nullptr ? nullptr : json->get_ptr<const Json::array_t*>();
  if (list == nullptr || list->size() < min || list->size() > max) {
    return fields.error(
        name, join({json == nullptr ? "is missing: it " : "", "must be a list of ", decimal(static_cast<int64_t>(min)),
                    " to ", decimal(static_cast<int64_t>(max)), list == nullptr ? "" : ", found ",
                    list == nullptr ? "" : decimal(static_cast<int64_t>(list->size()))}));
  }
  for (size_t i = 0; i < list->size(); ++i) {
    read_option((*list)[i], fields.pointer(name, i), fields.problems(), naming, i + 1, options);
  }
}

void read_address(Fields& fields, const char* name, size_t max, std::string_view schemes, std::string_view expected,
                  std::string& url) {
  if (fields.string(name, url, max, Need::kRequired) && !is_address(url, schemes)) {
    fields.error(name, join({in_quotes(url), " must be ", expected, " or a relative address"}));
  }
}

void read_link(Fields& fields, const char* name, Link& link) {
  const Json* json = fields.any(name);
  if (json == nullptr) return;
  Fields inner(*json, fields.pointer(name), fields.problems());
  inner.text("text", link.text, Need::kRequired);
  read_address(inner, "url", kMaxAddress, "http: https: mailto: tel: ", "an http, https, mailto or tel address",
               link.url);
  inner.finish();
}

}  // namespace canvass::config

#include "core/report/tags.h"

#include <algorithm>
#include <initializer_list>
#include <tuple>
#include <utility>

#include "core/base/text.h"
#include "core/config/fields.h"
#include "core/config/suggest.h"

namespace canvass::report {

namespace {

using Place = std::tuple<std::string_view, std::string_view, std::string_view>;

Place place(const Tagged& text) { return {text.survey, text.response, text.question}; }

template <typename List>
auto lower_bound(List& list, const Place& wanted) {
  return std::lower_bound(list.begin(), list.end(), wanted,
                          [](const Tagged& text, const Place& than) { return place(text) < than; });
}

class Reader {
 public:
  Reader(Tags& tags, Problems& problems) : tags_(tags), problems_(problems) {}

  void file(const Json& json) {
    if (!json.is_object())
      return error("", "a tags file is a JSON object such as {\"canvassTags\": 1, \"tags\": [], \"tagged\": []}");
    const Json* version = find(json, "canvassTags");
    if (!version) return error("/canvassTags", "is missing: a tags file begins with {\"canvassTags\": 1, …}");
    const std::optional<int64_t> number = integer_of(*version);
    if (!number || *number < 1) return error("/canvassTags", "must be the version, 1, found " + dump_json(*version));
    if (*number > kTagsVersion) {
      return error("/canvassTags", "is version " + decimal(*number) + ", this program knows " + decimal(kTagsVersion) +
                                       ": use a newer Canvass");
    }
    known(json, "", {"canvassTags", "tags", "tagged"});
    each(json, "tags", [&](const Json& tag, const std::string& pointer) { read_tag(tag, pointer); });
    for (const Tag& tag : tags_.tags) ids_.push_back(tag.id);
    std::sort(ids_.begin(), ids_.end());
    each(json, "tagged", [&](const Json& text, const std::string& pointer) { read_tagged(text, pointer); });
    in_order();
  }

 private:
  void error(std::string pointer, std::string message) {
    problems_.errors.push_back({std::move(pointer), std::move(message)});
  }
  void warn(std::string pointer, std::string message) {
    problems_.warnings.push_back({std::move(pointer), std::move(message)});
  }

  void known(const Json& object, const std::string& pointer, std::initializer_list<std::string_view> names) {
    for (const auto& [name, value] : object.items()) {
      if (std::find(names.begin(), names.end(), name) != names.end()) continue;
      Vector<std::string_view> candidates;
      for (const std::string_view candidate : names) candidates.push_back(candidate);
      warn(pointer + "/" + config::escaped(name), "unknown field" + config::did_you_mean(name, candidates));
    }
  }

  template <typename Read>
  void each(const Json& object, const std::string& name, Read read) {
    const Json* list = find(object, name);
    if (!list) return;
    if (!list->is_array())
      return error("/" + name, std::string("must be an array, found ") + config::name_of_type(*list));
    for (size_t i = 0; i < list->size(); ++i) {
      const std::string pointer = "/" + name + "/" + decimal(static_cast<int64_t>(i));
      const Json& element = (*list)[i];
      if (element.is_object()) {
        read(element, pointer);
      } else {
        error(pointer, std::string("must be an object, found ") + config::name_of_type(element));
      }
    }
  }

  // A text that must be there; ids may be numbers where somebody wrote them by hand. Empty: it was reported.
  std::string text(const Json& object, const std::string& pointer, const char* name, bool or_number = false) {
    const Json* value = find(object, name);
    std::string result;
    if (!value) {
      error(pointer + "/" + name, "is missing");
    } else if (or_number && value->is_number()) {
      result = dump_json(*value);
    } else if (!value->is_string()) {
      error(pointer + "/" + name, std::string("must be a text, found ") + config::name_of_type(*value));
    } else if (result = trim(string_at(object, name)); result.empty()) {
      error(pointer + "/" + name, "is empty");
    }
    return result;
  }

  void read_tag(const Json& json, const std::string& pointer) {
    known(json, pointer, {"id", "name"});
    Tag tag{text(json, pointer, "id"), {}};
    if (tag.id.empty()) return;
    if (std::any_of(tags_.tags.begin(), tags_.tags.end(), [&](const Tag& other) { return other.id == tag.id; })) {
      return error(pointer + "/id",
                   "there is a tag " + config::in_quotes(tag.id) + " already: give this one another id");
    }
    tag.name = text(json, pointer, "name");
    if (tag.name.empty()) tag.name = tag.id;
    for (const Tag& other : tags_.tags) {
      if (other.name == tag.name) {
        warn(pointer + "/name",
             config::in_quotes(tag.name) + " is also the name of the tag " + config::in_quotes(other.id));
      }
    }
    tags_.tags.push_back(std::move(tag));
  }

  void read_tagged(const Json& json, const std::string& pointer) {
    known(json, pointer, {"survey", "response", "question", "tags"});
    Tagged tagged{
        text(json, pointer, "survey"), text(json, pointer, "response", true), text(json, pointer, "question"), {}};
    const Json* ids = find(json, "tags");
    if (!ids || !ids->is_array()) {
      return error(
          pointer + "/tags",
          ids ? std::string("must be an array of ids of tags, found ") + config::name_of_type(*ids) : "is missing");
    }
    for (size_t i = 0; i < ids->size(); ++i) {
      const std::string at = pointer + "/tags/" + decimal(static_cast<int64_t>(i));
      const Json& id = (*ids)[i];
      if (!id.is_string()) {
        error(at, std::string("must be the id of a tag, found ") + config::name_of_type(id));
        continue;
      }
      const std::string& name = id.get_ref<const std::string&>();
      if (!std::binary_search(ids_.begin(), ids_.end(), name)) {
        Vector<std::string_view> candidates;
        for (const std::string& candidate : ids_) candidates.push_back(candidate);
        error(at, "there is no tag " + config::in_quotes(name) + config::suggest(name, candidates));
      } else if (std::find(tagged.tags.begin(), tagged.tags.end(), name) == tagged.tags.end()) {
        tagged.tags.push_back(name);
      }
    }
    if (tagged.survey.empty() || tagged.response.empty() || tagged.question.empty() || tagged.tags.empty()) return;
    tags_.tagged.push_back(std::move(tagged));
  }

  void in_order() {
    std::vector<Tagged>& list = tags_.tagged;
    std::stable_sort(list.begin(), list.end(), [](const Tagged& a, const Tagged& b) { return place(a) < place(b); });
    size_t kept = 0;
    for (size_t i = 0; i < list.size(); ++i) {
      if (kept == 0 || place(list[kept - 1]) != place(list[i])) {
        if (kept != i) list[kept] = std::move(list[i]);
        ++kept;
        continue;
      }
      for (std::string& id : list[i].tags) {
        std::vector<std::string>& all = list[kept - 1].tags;
        if (std::find(all.begin(), all.end(), id) == all.end()) all.push_back(std::move(id));
      }
    }
    list.resize(kept);
  }

  Tags& tags_;
  Problems& problems_;
  std::vector<std::string> ids_;
};

}  // namespace

void Tags::put(Tagged text) {
  const auto at = lower_bound(tagged, place(text));
  const bool there = at != tagged.end() && place(*at) == place(text);
  if (text.tags.empty()) {
    if (there) tagged.erase(at);
  } else if (there) {
    *at = std::move(text);
  } else {
    tagged.insert(at, std::move(text));
  }
}

const std::vector<std::string>* Tags::of(std::string_view survey, std::string_view response,
                                         std::string_view question) const {
  const Place wanted(survey, response, question);
  const auto at = lower_bound(tagged, wanted);
  return at != tagged.end() && place(*at) == wanted ? &at->tags : nullptr;
}

Tags parse_tags(std::string_view json, Problems& problems) {
  Tags tags;
  JsonError error;
  if (const std::optional<Json> file = parse_json(json, &error)) {
    Reader(tags, problems).file(*file);
  } else {
    problems.errors.push_back({"", "line " + decimal(static_cast<int64_t>(error.line)) + ", column " +
                                       decimal(static_cast<int64_t>(error.column)) + ": " + error.message});
  }
  return tags;
}

Json to_json(const Tags& tags) {
  Json result = {{"canvassTags", kTagsVersion}, {"tags", json_array()}, {"tagged", json_array()}};
  for (const Tag& tag : tags.tags) result["tags"].push_back({{"id", tag.id}, {"name", tag.name}});
  for (const Tagged& text : tags.tagged) {
    result["tagged"].push_back(
        {{"survey", text.survey}, {"response", text.response}, {"question", text.question}, {"tags", text.tags}});
  }
  return result;
}

}  // namespace canvass::report

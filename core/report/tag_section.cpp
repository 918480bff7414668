#include "core/report/tag_section.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace canvass::report {

namespace {

struct Count {
  const Tag* tag = nullptr;
  std::vector<uint32_t> responses = {};  // each once
};

// Responses with a text: what the shares of tags are of.
int64_t writers(const Survey& survey) {
  std::vector<bool> seen(survey.responses.size());
  int64_t result = 0;
  for (const Item& item : survey.items) {
    if (item.type != Kind::kText) continue;
    for (const Answer& answer : item.answers) {
      result += !seen[answer.response];
      seen[answer.response] = true;
    }
  }
  return result;
}

std::vector<Count> count(const Survey& survey, const Tags& tags) {
  std::vector<Count> counts;
  std::unordered_map<std::string_view, size_t> place;
  for (const Tag& tag : tags.tags) {
    if (place.emplace(tag.id, counts.size()).second) counts.push_back({&tag});
  }
  // Only responses that are marked are looked up; a survey has many more.
  std::unordered_map<std::string_view, std::vector<const Tagged*>> marked;
  for (const Tagged& tagged : tags.tagged) {
    if (tagged.survey == survey.id && !tagged.response.empty()) marked[tagged.response].push_back(&tagged);
  }
  if (marked.empty()) return {};
  for (uint32_t response = 0; response < survey.responses.size(); ++response) {
    if (survey.responses[response].id.empty()) continue;
    const auto found = marked.find(survey.responses[response].id);
    if (found == marked.end()) continue;
    for (const Tagged* tagged : found->second) {
      for (const std::string& id : tagged->tags) {
        const auto at = place.find(id);
        if (at == place.end()) continue;
        std::vector<uint32_t>& responses = counts[at->second].responses;
        if (responses.empty() || responses.back() != response) responses.push_back(response);
      }
    }
  }
  counts.erase(std::remove_if(counts.begin(), counts.end(), [](const Count& tag) { return tag.responses.empty(); }),
               counts.end());
  std::stable_sort(counts.begin(), counts.end(),
                   [](const Count& a, const Count& b) { return a.responses.size() > b.responses.size(); });
  return counts;
}

}  // namespace

Json tags_json(const Survey& survey, const Tags& tags, const CategoryOf& category_of) {
  Json result = Json::array();
  const std::vector<Count> counts = count(survey, tags);
  if (counts.empty()) return result;
  const int64_t all = writers(survey);
  for (const Count& tag : counts) {
    std::map<std::string_view, int64_t> groups;
    for (const uint32_t response : tag.responses) {
      if (const char* group = category_of(response)) ++groups[group];
    }
    Json by_group = json_object();
    for (const auto& [group, n] : groups) by_group[std::string(group)] = n;
    Json json = {{"id", tag.tag->id}, {"name", tag.tag->name}, {"count", tag.responses.size()}, {"share", nullptr}};
    if (all > 0) json["share"] = 100.0 * static_cast<double>(tag.responses.size()) / static_cast<double>(all);
    json["groups"] = std::move(by_group);
    result.push_back(std::move(json));
  }
  return result;
}

}  // namespace canvass::report

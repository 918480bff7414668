#include "core/report/segments.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "core/metrics/multiple.h"

namespace canvass::report {

namespace {

struct Group {
  const std::string* value = nullptr;
  Tally tally;
  std::optional<Compared> versus_rest;
  size_t comparison = 0;  // its place among all of the entry
};

struct Split {
  std::string by;
  std::vector<Group> groups;
  int64_t missing = 0;
};

std::vector<std::string> names_asked(const Survey& survey, const Query& query) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const std::string& by : query.by) {
    if (by != "*") {
      add(by);
      continue;
    }
    for (const Segment& segment : survey.segments) add(segment.name);
  }
  return names;
}

// By size, then by name: the order in which groups are added up into the rest must not depend on that of lines.
Split split_by(const Survey& survey, const Scored& scored, const std::string& by) {
  Split split;
  split.by = by;
  split.missing = static_cast<int64_t>(scored.answers.size());
  const auto segment = std::find_if(survey.segments.begin(), survey.segments.end(),
                                    [&](const Segment& candidate) { return candidate.name == by; });
  if (segment == survey.segments.end()) return split;
  const std::vector<Tally> tallies = tally_by(scored, segment->values.size(), [&](uint32_t response) {
    return response < segment->of.size() ? segment->of[response] : kNone;
  });
  for (size_t i = 0; i < tallies.size(); ++i) {
    if (tallies[i].n == 0) continue;
    split.missing -= tallies[i].n;
    split.groups.push_back({&segment->values[i], tallies[i], std::nullopt, 0});
  }
  std::sort(split.groups.begin(), split.groups.end(), [](const Group& a, const Group& b) {
    return a.tally.n != b.tally.n ? a.tally.n > b.tally.n : *a.value < *b.value;
  });
  return split;
}

void compare_with_rest(const Scored& scored, Split& split, std::vector<double>& p) {
  std::vector<Group>& groups = split.groups;
  if (groups.size() < 2) return;
  // What comes before each group and what comes after it: all the rest, without adding it up for each anew.
  std::vector<Tally> after(groups.size() + 1);
  for (size_t i = groups.size(); i-- > 0;) {
    after[i] = groups[i].tally;
    after[i].merge(after[i + 1]);
  }
  Tally before;
  for (size_t i = 0; i < groups.size(); ++i) {
    Tally rest = before;
    rest.merge(after[i + 1]);
    groups[i].versus_rest = compare(scored, rest, groups[i].tally);
    if (groups[i].versus_rest) {
      if (groups.size() == 2 && i == 1) {
        groups[i].comparison = groups[0].comparison;
      } else {
        groups[i].comparison = p.size();
        p.push_back(groups[i].versus_rest->difference.p);
      }
    }
    before.merge(groups[i].tally);
  }
}

}  // namespace

Json segments_json(const Survey& survey, const Scored& scored, const Query& query) {
  std::vector<Split> splits;
  std::vector<double> p;
  for (const std::string& by : names_asked(survey, query)) {
    splits.push_back(split_by(survey, scored, by));
    compare_with_rest(scored, splits.back(), p);
  }
  const std::vector<double> adjusted = metrics::holm(p);
  Json result = Json::array();
  for (const Split& split : splits) {
    Json groups = Json::array();
    for (const Group& group : split.groups) {
      Json json = to_json(scored, group.tally);
      json["name"] = *group.value;
      json["versusRest"] = group.versus_rest ? to_json(*group.versus_rest, adjusted[group.comparison]) : Json(nullptr);
      groups.push_back(std::move(json));
    }
    result.push_back({{"by", split.by},
                      {"groups", std::move(groups)},
                      {"missing", split.missing},
                      {"comparisons", p.size()},
                      {"correction", "holm"}});
  }
  return result;
}

}  // namespace canvass::report

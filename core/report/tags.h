// Findings that people mark in texts, kept in a file beside the answers: one finding, one tag, any number of tags a
// response. docs/report.md has the file's shape:
//
//   {"canvassTags": 1,
//    "tags": [{"id": "slow", "name": "Delivery is slow"}],
//    "tagged": [{"survey": "nps", "response": "0191…", "question": "why", "tags": ["slow"]}]}
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/problem.h"
#include "core/base/vector.h"

namespace canvass::report {

constexpr int64_t kTagsVersion = 1;

struct Tag {
  std::string id, name;
};

struct Tagged {
  std::string survey, response, question;
  std::vector<std::string> tags;  // ids, each once
};

struct Tags {
  std::vector<Tag> tags;
  std::vector<Tagged> tagged;  // by survey, response and question, each text once; put() keeps it so

  // The tags of one text, in place of those it had; with none it is taken out.
  void put(Tagged text);

  // Ids of the tags of a text; nullptr: none. A binary search.
  const std::vector<std::string>* of(std::string_view survey, std::string_view response,
                                     std::string_view question) const;
};

// Reads the file's text. What is wrong is reported with a JSON pointer and left out; the rest counts. A tag without a
// name is called by its id. Of a file that a newer version wrote nothing is read: it could only be misunderstood.
Tags parse_tags(std::string_view json, Problems& problems);
Json to_json(const Tags& tags);

}  // namespace canvass::report

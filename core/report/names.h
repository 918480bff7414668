// What the things in a report are called by those who wrote them, taken from the configuration that asked.
//
//   Names names;
//   names.take(config_json);                              // problems of the configuration, if any
//   names.question("nps", "score");                       // "How likely are you to recommend us?", or empty
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/base/problem.h"
#include "core/base/vector.h"

namespace canvass::report {

class Names {
 public:
  // `locale`: the language of the report. Texts it has not fall back as in the widget. Of what is broken the names that
  // can be read are taken all the same.
  Problems take(std::string_view config_json, std::string_view locale = "en");

  // Each is empty where it is not known.
  std::string_view preset(std::string_view survey) const;  // "enps"
  std::string_view question(std::string_view survey, std::string_view question) const;
  // Of a row of a matrix, an option of a choice, "yes" and "no".
  std::string_view part(std::string_view survey, std::string_view question, std::string_view part) const;

 private:
  std::map<std::string, std::string, std::less<>> texts_;  // "survey\nquestion\npart"
};

}  // namespace canvass::report

// Forms that do not let a visitor through, and forms that are given up.
//
//   forms.field({"target":{…},"state":"invalid","form":{…}}, findings);   // the third time: form struggle
//   forms.form({"target":{…},"state":"begun"}, findings);
//   forms.leave(findings);                                                // abandoned
#pragma once

#include <string>

#include "core/base/json.h"
#include "core/base/vector.h"
#include "core/signals/findings.h"

namespace canvass::signals {

class Forms {
 public:
  void field(const Json& details, Findings& findings);
  void form(const Json& details, Findings& findings);
  // The page is left: so is every form that was begun.
  void leave(Findings& findings);

 private:
  // A field, or a form that was begun.
  struct Row {
    std::string who;
    std::string form;  // of a field: the form that it is in
    Json details;      // of a form
    int64_t invalid = 0;
    int64_t retyped = 0;
    bool told = false;
  };

  Row& row_of(const std::string& who);

  Vector<Row> rows_;
};

}  // namespace canvass::signals

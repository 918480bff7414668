#include "examples/collector/question.h"

#include <algorithm>

#include "core/config/fields.h"
#include "core/config/suggest.h"

namespace canvass::collector {

std::optional<report::Question> question_of(const httplib::Params& params, Problem& problem) {
  report::Question question;
  struct Text {
    std::string_view name;
    std::string* value;
  };
  const Text texts[] = {{"survey", &question.survey},
                        {"every", &question.every},
                        {"compare", &question.compare},
                        {"since", &question.since},
                        {"until", &question.until}};
  for (const auto& [name, value] : params) {
    const auto refuse = [&, &name = name](std::string message) {
      problem = {"/" + config::escaped(name), std::move(message)};
      return std::nullopt;
    };
    if (name == "by") {
      question.by.push_back(value);
    } else if (name == "sus-estimate") {
      if (value != "true" && value != "false") return refuse("must be true or false");
      question.sus_estimate = value == "true";
    } else {
      const auto text = std::find_if(std::begin(texts), std::end(texts),
                                     [&, &name = name](const Text& text) { return text.name == name; });
      if (text == std::end(texts)) {
        const Vector<std::string_view> known = {"survey", "by", "every", "compare", "since", "until", "sus-estimate"};
        return refuse("there is no parameter " + config::in_quotes(name) + config::did_you_mean(name, known));
      }
      if (params.count(name) > 1) return refuse("is given more than once");
      *text->value = value;
    }
  }
  return question;
}

}  // namespace canvass::collector

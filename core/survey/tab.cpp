#include "core/survey/tab.h"

#include "core/base/text.h"
#include "core/logic/pipe.h"

namespace canvass::survey {

view::Node build_tab(const config::Survey& survey, const logic::Facts& around, config::Words& words) {
  words.speak(survey.tab.empty() ? survey.questions.front().text : survey.tab);
  const std::string path = join({"tab/", survey.id});
  view::Node root = view::make(view::Role::kGroup, view::Look::kTab, path);
  root.children.push_back(
      view::make(view::Role::kButton, view::Look::kTabButton, join({path, "/open"}),
                 logic::with_pipes(std::string(words.text_or(survey.tab, config::Ui::kFeedback)), around)));
  return root;
}

}  // namespace canvass::survey

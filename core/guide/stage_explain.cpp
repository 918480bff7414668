// What explaining adds about guides to what the decider says.
#include <algorithm>

#include "core/base/text.h"
#include "core/guide/stage.h"
#include "core/guide/tip.h"

namespace canvass::guide {

using config::GuideKind;

namespace {

CANVASS_COLD Json condition(const char* name, bool pass, Json value, std::string text) {
  Json entry = json_object();
  entry["condition"] = name;
  entry["pass"] = pass;
  entry["value"] = std::move(value);
  entry["text"] = std::move(text);
  return entry;
}

CANVASS_COLD Json* find_condition(Json& json, std::string_view name) {
  for (Json& entry : *json["conditions"].get_ptr<Json::array_t*>()) {
    if (string_at(entry, "condition") == name) return &entry;
  }
  return nullptr;
}

CANVASS_COLD void add_failure(Json& json, Json entry) {
  const bool fails = entry["pass"] == Json(false);
  if (fails && json["shows"] == Json(true)) {
    json["shows"] = false;
    json["text"] = entry["text"];
  }
  json["conditions"].push_back(std::move(entry));
}

}  // namespace

// Where the tour that runs is, and what it waits for.
std::string Stage::explain_tour() const {
  const config::Step& step = step_of(*tour_);
  const std::string place = join({"step \"", step.id, "\" (", decimal(static_cast<int64_t>(tour_->step + 1)), " of ",
                                  decimal(static_cast<int64_t>(guide_of(tour_->guide).steps.size())), ")"});
  if (tour_is_up()) return join({"it is at ", place});
  const char* why = "waits until there is room";
  std::string what;
  if (tour_->away) {
    why = "is showing in another tab";
  } else if (!is_here(step)) {
    why = "waits for the page ";
    what = step.page.value;
  } else if (tour_->waits) {
    why = "waits for its element: this page has no ";
    what = name_of(step.anchor, words_);
  }
  return join({"it runs: ", place, " ", why, what});
}

void Stage::explain(size_t guide, Json& json) const {
  const config::Guide& what = guide_of(guide);
  const bool tour = what.kind == GuideKind::kTour;
  if (tour_ && tour_->guide == guide) {
    const std::string text = explain_tour();
    json["showing"] = json["shows"] = tour_is_up();
    if (!tour_is_up()) json["text"] = text;
    json["conditions"].push_back(condition("tour", tour_is_up(), step_of(*tour_).id, text));
  }
  if (what.kind == GuideKind::kHelp && launcher_) {
    json["showing"] = json["shows"] = true;
    json["text"] = "it is showing";
  }
  if (!what.thread.surveys.empty()) {
    const Thread* thread = find_thread(guide);
    const size_t stage = thread == nullptr ? what.thread.stage : thread->state.stage;
    const bool known = what.thread.feed.empty() || (thread != nullptr && thread->known);
    const bool seen = thread != nullptr && thread->seen == stage_name(stage);
    const bool showing = is_up(guide);
    std::string text = !gave_feedback(guide) ? join({"the visitor has answered none of: ", what.thread.surveys[0]})
                       : !known              ? std::string("its feed has not said yet where it stands")
                       : seen && !showing    ? join({"its stage was shown already: ", stage_name(stage)})
                                             : join({"stands at ", stage_name(stage)});
    for (size_t i = 1; !gave_feedback(guide) && i < what.thread.surveys.size(); ++i) {
      text += join({", ", what.thread.surveys[i]});
    }
    add_failure(json, condition("thread", showing || (gave_feedback(guide) && known && !seen),
                                known ? Json(stage_name(stage)) : Json(), std::move(text)));
  }
  Json parts = json_array();
  std::string text = "no element of a step is known to be missing";
  bool here = false;
  for (const Gone& gone : gone_) {
    if (gone.guide != guide) continue;
    const std::string anchor = name_of(tour ? what.steps[gone.step].anchor : what.anchor, words_);
    const std::string step = tour ? join({"step \"", what.steps[gone.step].id, "\": "}) : std::string();
    const std::string sentence = join({step, gone.path, " has no ", anchor});
    if (!here || gone.here) text = gone.here ? join({step, "this page has no ", anchor}) : sentence;
    here |= gone.here;
    Json part = condition(tour ? "step" : "anchor", false, anchor, sentence);
    if (tour) part["step"] = what.steps[gone.step].id;
    part["page"] = gone.path;
    parts.push_back(std::move(part));
  }
  Json* entry = find_condition(json, "anchor");
  if (entry == nullptr) return;
  if (tour) {
    (*entry)["pass"] = !here;
    (*entry)["text"] = std::move(text);
  }
  if (!parts.empty()) (*entry)["parts"] = std::move(parts);
}

}  // namespace canvass::guide

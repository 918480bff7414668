// Tours and checklists: guides of several parts.
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/vector.h"
#include "core/config/parts.h"

namespace canvass::config {

namespace {

CANVASS_APART void read_wait_for(Fields& fields, const char* name, std::optional<Trigger>& out) {
  read_trigger(*fields.any(name), fields.pointer(name), fields.problems(), out.emplace());
}

void read_step(Fields& fields, size_t place, bool spotlight, Step& step) {
  step.id = decimal(static_cast<int64_t>(place));
  if (fields.has("id")) fields.identifier("id", step.id);
  const bool anchored = read_anchor(fields, Need::kOptional, step.anchor);
  read_placement(fields, step.placement);
  read_words(fields, "a step", true, step);
  read_media(fields, step.media);
  if (fields.has("button")) fields.text("button", step.buttons.emplace_back().text);
  if (const Json* page = fields.any("page")) read_page(*page, fields.pointer("page"), fields.problems(), step.page);
  read_page_address(fields, "url", step.url);
  if (!step.url.empty() && step.page.any()) {
    fields.warn("url", "is not used without a \"page\", which says where the step is");
  }
  if (fields.has("waitFor")) read_wait_for(fields, "waitFor", step.wait_for);
  size_t missing = 0;
  if (fields.choice("missing", {"skip", "ask", "wait"}, missing)) step.missing = static_cast<Step::Missing>(missing);
  step.spotlight = spotlight && anchored;
  if (fields.boolean("spotlight", step.spotlight) && step.spotlight && !anchored) {
    fields.warn("spotlight", "needs an \"anchor\" to be put on");
    step.spotlight = false;
  }
  fields.finish();
}

void read_task(Fields& fields, Vector<Reference>& references, Task& task) {
  fields.identifier("id", task.id);
  fields.text("title", task.title, Need::kRequired);
  fields.text("text", task.text);
  fields.text("done", task.done);
  fields.text("button", task.button);
  if (fields.has("show")) read_reference(fields, "show", false, references, task.show);
  read_page_address(fields, "url", task.url);
  if (fields.has("show") && fields.has("url"))
    fields.error("url", "cannot stand beside \"show\": a task does one thing");
  if (fields.has("complete")) {
    read_wait_for(fields, "complete", task.complete);
  } else if (!fields.has("show") && !fields.has("url") && fields.is_object()) {
    fields.error("complete",
                 "is missing: give it a trigger that completes the task, or the task a \"show\" or \"url\"");
  }
  fields.finish();
}

// The list of that name, which must be there and not empty.
const Json::array_t* required_list(Fields& fields, const char* name, size_t max, const char* what) {
  const Json::array_t* list = fields.array(name, max);
  if (!fields.has(name) && fields.is_object()) fields.error(name, join({"is missing: ", what}));
  if (list != nullptr && list->empty()) fields.error(name, join({"is empty: ", what}));
  return list;
}

}  // namespace

void read_tour(Fields& fields, Guide& guide) {
  fields.duration("resume", 0, kMaxDuration, guide.resume);
  bool spotlight = true;
  fields.boolean("spotlight", spotlight);
  const Json::array_t* list = required_list(fields, "steps", kMaxSteps, "a tour needs a step");
  const size_t count = list == nullptr ? 0 : list->size() < kMaxSteps ? list->size() : kMaxSteps;
  for (size_t i = 0; i < count; ++i) {
    Fields inner((*list)[i], fields.pointer("steps", i), fields.problems());
    read_step(inner, i + 1, spotlight, guide.steps.emplace_back());
    for (size_t other = 0; other < i; ++other) check_new_id(inner, guide.steps[other].id, guide.steps[i].id);
  }
}

void read_checklist(Fields& fields, Vector<Reference>& references, Guide& guide) {
  fields.text("title", guide.title, Need::kRequired);
  fields.text("text", guide.text);
  fields.text("launcher", guide.launcher);
  fields.text("allDone", guide.all_done);
  fields.boolean("never", guide.never);
  const Json::array_t* list = required_list(fields, "tasks", kMaxTasks, "a checklist needs a task");
  const size_t count = list == nullptr ? 0 : list->size() < kMaxTasks ? list->size() : kMaxTasks;
  for (size_t i = 0; i < count; ++i) {
    Fields inner((*list)[i], fields.pointer("tasks", i), fields.problems());
    read_task(inner, references, guide.tasks.emplace_back());
    for (size_t other = 0; other < i; ++other) check_new_id(inner, guide.tasks[other].id, guide.tasks[i].id);
  }
}

}  // namespace canvass::config

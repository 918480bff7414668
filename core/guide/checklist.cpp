#include "core/guide/checklist.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/guide/tip.h"
#include "core/targeting/facts.h"

namespace canvass::guide {

using config::Ui;
using view::Look;
using view::Node;

namespace {

// How long the launcher's button says what was done instead of the checklist's name.
constexpr TimeMs kConfirmation = 6 * kSecond;
// A task done so shortly before its page was left is confirmed on the next one.
constexpr TimeMs kFresh = 20 * kSecond;

std::string key_of(const config::Guide& guide) { return join({kListPrefix, guide.id}); }

CANVASS_APART void store_nothing(const config::Guide& guide, Turn& turn) { turn.store(key_of(guide), std::nullopt); }

size_t count_done(const Vector<TimeMs>& done) {
  return done.size() - static_cast<size_t>(std::count(done.begin(), done.end(), 0));
}

bool all_done(const Vector<TimeMs>& done) { return count_done(done) == done.size(); }

// "2 of 3 done"
std::string progress(const Vector<TimeMs>& done, const config::Words& words) {
  return fill(fill(words.ui(Ui::kDoneOf), "done", words.number(static_cast<int64_t>(count_done(done)))), "count",
              words.number(static_cast<int64_t>(done.size())));
}

}  // namespace

// --- in progress ------------------------------------------------------------------------------------------------

void Checklists::start(const Map<std::string, std::string>& stored, const Turn& turn) {
  for (size_t i = 0; i < config_.guides.size(); ++i) {
    const auto found = stored.find(key_of(config_.guides[i]));
    if (found != stored.end()) restore(i, found->second, turn.now);
  }
}

void Checklists::restore(size_t guide, std::string_view text, TimeMs now) {
  const config::Guide& configured = config_.guides[guide];
  const std::optional<Json> json = parse_json(text);
  if (configured.kind != config::GuideKind::kChecklist || !json || !json->is_object()) return;
  List& list = begin(guide);
  list.said = SIZE_MAX;
  list.said_until = 0;
  list.began = std::clamp<TimeMs>(integer_at(*json, "began").value_or(now), 0, now);
  const Json* open = canvass::find(*json, "open");
  list.open = open == nullptr || !open->is_boolean() || *open->get_ptr<const bool*>();
  const Json* done = canvass::find(*json, "done");
  for (const config::Task& task : configured.tasks) {
    const size_t i = static_cast<size_t>(&task - configured.tasks.data());
    const TimeMs at = done == nullptr ? 0 : std::clamp<TimeMs>(integer_at(*done, task.id).value_or(0), 0, now);
    if (at > now - kFresh && at > 0) {
      list.said = i;
      list.said_until = now + kConfirmation;
    }
    list.done[i] = at;
  }
  touch();
}

// The one in progress; a new one if there is none.
Checklists::List& Checklists::begin(size_t guide) {
  if (List* known = find(guide)) return *known;
  lists_.emplace_back();
  List& list = lists_.back();
  list.guide = guide;
  list.done.resize(config_.guides[guide].tasks.size());
  return list;
}

bool Checklists::stored(const event::Stored& event, const Turn& turn) {
  if (!starts_with(event.key, kListPrefix)) return false;
  const std::string_view id = std::string_view(event.key).substr(kListPrefix.size());
  for (size_t i = 0; i < config_.guides.size(); ++i) {
    if (config_.guides[i].id != id) continue;
    if (event.value) {
      restore(i, *event.value, turn.now);
    } else {
      forget(i);
    }
  }
  return true;
}

void Checklists::save(const List& list, Turn& turn) {
  const config::Guide& guide = guide_of(list);
  if (all_done(list.done) && on_screen_ == list.guide) return store_nothing(guide, turn);
  Json done = json_object();
  for (size_t i = 0; i < list.done.size(); ++i) {
    if (list.done[i] != 0) done[guide.tasks[i].id] = list.done[i];
  }
  Json json = json_object();
  json["began"] = list.began;
  json["done"] = std::move(done);
  json["open"] = list.open;
  turn.store(key_of(guide), dump_json(json));
}

Checklists::List* Checklists::find(size_t guide) {
  for (List& list : lists_) {
    if (list.guide == guide) return &list;
  }
  return nullptr;
}

bool Checklists::begun(size_t guide) const { return find(guide) != nullptr; }

bool Checklists::open(size_t guide) const {
  const List* list = find(guide);
  return list != nullptr && list->open;
}

std::optional<size_t> Checklists::wants_room() const {
  for (const List& list : lists_) {
    if (list.open) return list.guide;
  }
  return std::nullopt;
}

void Checklists::preview(bool on) {
  std::swap(lists_, kept_);
  if (!on) kept_.clear();
  touch();
}

void Checklists::reset(Turn& turn) {
  for (const List& list : lists_) store_nothing(guide_of(list), turn);
  lists_.clear();
  kept_.clear();
  touch();
}

void Checklists::remove(size_t guide, Turn& turn) {
  store_nothing(config_.guides[guide], turn);
  forget(guide);
}

void Checklists::forget(size_t guide) {
  if (List* list = find(guide)) lists_.erase(lists_.begin() + (list - lists_.data()));
  touch();
}

// --- what happens -----------------------------------------------------------------------------------------------

void Checklists::tell(const char* event, const List& list, std::string_view task, Turn& turn) {
  Json properties = told_of(guide_of(list));
  put_given(properties, "task", task);
  properties["duration"] = turn.now - list.began;
  properties["done"] = count_done(list.done);
  properties["of"] = list.done.size();
  journal_.track(event, std::move(properties), turn);
}

void Checklists::show(size_t guide, bool by_visitor, Turn& turn) {
  const bool known = begun(guide);
  List& list = begin(guide);
  if (!known) list.began = turn.now;
  list.open = true;
  save(list, turn);
  touch();
  if (!by_visitor) return;
  Json properties = told_of(guide_of(list));
  put_given(properties, "from", "launcher");
  journal_.track("Guide Opened", std::move(properties), turn);
}

// Once it was seen to be all done, nothing of it is left for the next page.
void Checklists::shown(size_t guide, Turn& turn) {
  on_screen_ = guide;
  const List* list = find(guide);
  if (list != nullptr && all_done(list->done)) save(*list, turn);
}

void Checklists::close(size_t guide, Turn& turn) {
  List* list = find(guide);
  if (list == nullptr) return;
  on_screen_ = SIZE_MAX;
  if (all_done(list->done)) return remove(guide, turn);
  list->open = false;
  list->said = SIZE_MAX;
  list->said_until = 0;
  save(*list, turn);
  touch();
}

Outcome Checklists::act(size_t guide, const event::Guide& event, config::Words& words, Turn& turn) {
  List* list = find(guide);
  if (list == nullptr) return {};
  if (event.act == "collapse") {
    close(guide, turn);
    return {Outcome::Then::kHide};
  }
  if (event.act == "dismissAll") {
    tell("Guide Dismissed", *list, {}, turn);
    decider_.remember({true, guide}, &targeting::Memory::dismissed, turn);
    decider_.remember({true, guide}, &targeting::Memory::never, turn);
    remove(guide, turn);
    return {Outcome::Then::kHide};
  }
  const Vector<config::Task>& tasks = config_.guides[guide].tasks;
  for (size_t i = 0; event.act == "task" && i < tasks.size(); ++i) {
    const config::Task& task = tasks[i];
    if (task.id != event.value || list->done[i] != 0) continue;
    if (task.url.empty()) return {Outcome::Then::kStay, task.show};
    if (!task.complete) complete(*list, i, words, turn);
    turn.effects.push_back(effect::Fetch{event.id, task.url, true});
  }
  return {};
}

void Checklists::moment(const targeting::Moment& moment, const targeting::Visitor& visitor, config::Words& words,
                        Turn& turn) {
  for (List& list : lists_) {
    const Vector<config::Task>& tasks = guide_of(list).tasks;
    for (size_t i = 0; i < tasks.size(); ++i) {
      const std::optional<config::Trigger>& trigger = tasks[i].complete;
      if (!trigger || !targeting::is_moment_of(*trigger, moment)) continue;
      if (!targeting::holds(*trigger, visitor.url(), visitor.visits())) continue;
      if (trigger->where && !logic::holds(*trigger->where, targeting::VisitorFacts(visitor, moment.properties))) {
        continue;
      }
      complete(list, i, words, turn);
    }
  }
}

void Checklists::finished(std::string_view id, config::Words& words, Turn& turn) {
  for (List& list : lists_) {
    const Vector<config::Task>& tasks = guide_of(list).tasks;
    for (size_t i = 0; i < tasks.size(); ++i) {
      if (!tasks[i].complete && !id.empty() && tasks[i].show == id) complete(list, i, words, turn);
    }
  }
}

void Checklists::complete(List& list, size_t task, config::Words& words, Turn& turn) {
  if (list.done[task] != 0) return;
  const config::Guide& guide = guide_of(list);
  list.done[task] = turn.now;
  list.said = task;
  list.said_until = turn.now + kConfirmation;
  const bool all = all_done(list.done);
  if (all) list.open = true;
  save(list, turn);
  touch();
  tell("Guide Task Completed", list, guide.tasks[task].id, turn);
  if (all) {
    tell("Guide Completed", list, {}, turn);
    decider_.remember({true, list.guide}, &targeting::Memory::completed, turn);
  }
  words.speak(guide.title);
  turn.effects.push_back(effect::Announce{join({confirmation(list, words), "\n", progress(list.done, words)})});
}

void Checklists::add_waits(Vector<const config::Trigger*>& triggers) const {
  for (const List& list : lists_) {
    for (size_t i = 0; i < list.done.size(); ++i) {
      const std::optional<config::Trigger>& trigger = guide_of(list).tasks[i].complete;
      if (trigger && list.done[i] == 0) triggers.push_back(&*trigger);
    }
  }
}

std::optional<TimeMs> Checklists::wake() const {
  std::optional<TimeMs> wake;
  for (const List& list : lists_) {
    if (list.said_until != 0 && (!wake || list.said_until < *wake)) wake = list.said_until;
  }
  return wake;
}

void Checklists::pass_time(const Turn& turn) {
  for (List& list : lists_) {
    if (list.said_until == 0 || list.said_until > turn.now) continue;
    list.said_until = 0;
    launcher_dirty_ = true;
  }
}

// --- what is to be seen -----------------------------------------------------------------------------------------

// In words: what the task says when it is done.
std::string Checklists::confirmation(const List& list, const config::Words& words) const {
  const config::Task& task = guide_of(list).tasks[list.said];
  if (!task.done.empty()) return std::string(words.text(task.done));
  return fill(words.ui(Ui::kTaskDone), "value", words.text(task.title));
}

Node Checklists::tree(size_t guide, config::Words& words) const {
  const List& list = *find(guide);
  const config::Guide& configured = config_.guides[guide];
  const std::string path = join({"guide/", configured.id});
  Node card = begin_card(Look::kNote, path, configured, words);
  if (all_done(list.done)) {
    card.children.resize(1);  // its cross
    append(card, Look::kDone, path, "/done");
    append(card, Look::kTitle, path, "/end", words, Ui::kAllDone);
    if (!configured.all_done.empty()) append(card, Look::kBody, path, "/last", words.text(configured.all_done));
    append(append(card, Look::kActions, path, "/ok"), Look::kPrimary, path, "/ok/close", words, Ui::kGotIt);
    return card;
  }
  card.children[0].label = words.ui(Ui::kMinimise);
  const size_t share = count_done(list.done) * 1000 / list.done.size();
  std::string so_far = progress(list.done, words);
  Node& meter = append(card, Look::kMeter, path, "/meter");
  meter.value = join({"0.", std::string_view(decimal(static_cast<int64_t>(1000 + share))).substr(1)});
  meter.label = so_far;
  if (list.said != SIZE_MAX) so_far = join({so_far, ". ", confirmation(list, words)});
  append(card, Look::kSecondary, path, "/progress", so_far);
  Node& tasks = append(card, Look::kTasks, path, "/tasks");
  for (size_t i = 0; i < configured.tasks.size(); ++i) {
    const config::Task& task = configured.tasks[i];
    const std::string inner = join({path, "/task/", task.id});
    Node& node = append(tasks, Look::kTask, inner, "", words.text(task.title));
    if (list.done[i] != 0) {
      node.state = view::kChecked;
      node.label = fill(words.ui(Ui::kTaskDone), "value", node.text);
      continue;
    }
    if (!task.text.empty()) append(node, Look::kSecondary, inner, "/text", words.text(task.text));
    if (task.show.empty() && task.url.empty()) continue;
    Node& button = append(node, Look::kTaskAction, inner, "/go", words.text_or(task.button, Ui::kShowMe));
    button.label = join({button.text, ": ", node.text});
    button.part = task.id;
  }
  append(append(card, Look::kActions, path, "/actions"), Look::kQuiet, path, "/dismiss", words, Ui::kDismiss);
  return card;
}

std::string Checklists::announcement(size_t guide, config::Words& words) const {
  const List& list = *find(guide);
  const config::Guide& configured = config_.guides[guide];
  words.speak(configured.title);
  if (all_done(list.done)) return join({words.ui(Ui::kAllDone), "\n", words.text(configured.all_done)});
  return join({words.text(configured.title), "\n", progress(list.done, words)});
}

void Checklists::append_launchers(config::Words& words, Node& launcher) const {
  for (const List& list : lists_) {
    const config::Guide& guide = guide_of(list);
    words.speak(guide.title);
    const std::string_view name = words.text(guide.launcher.empty() ? guide.title : guide.launcher);
    Node& button = append(launcher, Look::kTasksButton, "launcher/", guide.id.c_str(), name);
    if (list.said_until != 0) {
      // There is room for a few words only.
      const config::Task& task = guide.tasks[list.said];
      const bool own = !task.done.empty();
      button.text = join({own ? "" : "✓\u00a0", words.text(own ? task.done : task.title)});
    }
    button.label = join({name, ", ", progress(list.done, words)});
    button.value = join({words.number(static_cast<int64_t>(count_done(list.done))), "/",
                         words.number(static_cast<int64_t>(list.done.size()))});
    button.part = guide.id;
  }
}

void Checklists::events_for(size_t guide, const Node& node, Action action, Vector<Event>& events) const {
  const std::string& id = config_.guides[guide].id;
  const char* act = nullptr;
  if (action == Action::kDismiss || node.look == Look::kClose || node.look == Look::kPrimary) act = "collapse";
  if (node.look == Look::kTaskAction) act = "task";
  if (node.look == Look::kQuiet) act = "dismissAll";
  if (act != nullptr && (action == Action::kActivate || action == Action::kDismiss)) {
    events.push_back(event::Guide{id, action == Action::kDismiss ? "collapse" : act, node.part});
  }
}

}  // namespace canvass::guide

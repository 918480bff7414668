// Feedback threads: who they are for, and what there is to say.
#include <algorithm>

#include "core/base/text.h"
#include "core/guide/stage.h"

namespace canvass::guide {

using targeting::Memory;

Stage::Thread& Stage::thread_of(size_t guide) {
  for (Thread& thread : threads_) {
    if (thread.guide == guide) return thread;
  }
  threads_.emplace_back();
  Thread& thread = threads_.back();
  thread.guide = guide;
  thread.state.stage = guide_of(guide).thread.stage;
  thread.known = guide_of(guide).thread.feed.empty();
  return thread;
}

const Stage::Thread* Stage::find_thread(size_t guide) const {
  for (const Thread& thread : threads_) {
    if (thread.guide == guide) return &thread;
  }
  return nullptr;
}

bool Stage::gave_feedback(size_t guide) const {
  const Vector<std::string>& surveys = guide_of(guide).thread.surveys;
  return std::any_of(surveys.begin(), surveys.end(),
                     [&](const std::string& id) { return decider_.was(&Memory::answered, id); });
}

// Whether to show it now. What the feed does not say yet is waited for.
bool Stage::has_news(const targeting::Pending& pending, Turn& turn) {
  const size_t guide = pending.thing.index;
  const config::Thread& configured = guide_of(guide).thread;
  if (!gave_feedback(guide)) return false;
  Thread& thread = thread_of(guide);
  if (thread.known) return thread.seen != stage_name(thread.state.stage);
  thread.pending.push_back(pending);
  if (!std::exchange(thread.asked, true)) {
    turn.effects.push_back(effect::Fetch{guide_of(guide).id, feed_address(configured.feed, visitor_.id())});
  }
  return false;
}

// What is known of a stage that the visitor has seen, here before or in another tab.
void Stage::hear_thread(std::string_view key, std::string_view value, Turn& turn) {
  const size_t guide = find(key.substr(kStagePrefix.size()));
  if (guide == config_.guides.size()) return;
  Thread& thread = thread_of(guide);
  thread.seen = value;
  if (is_up(guide) && !up_->shown && value == stage_name(thread.state.stage)) hide_up(turn);
}

void Stage::thread_shown(Turn& turn) {
  Thread& thread = thread_of(up_->guide);
  const char* stage = stage_name(thread.state.stage);
  if (!preview_) thread.seen = stage;
  turn.store(join({kStagePrefix, guide_of(up_->guide).id}), stage);
  tell("Guide Stage Shown", up_->guide, 0, turn, "stage", stage);
}

void Stage::follow_up(size_t guide) {
  if (thread_of(guide).state.stage + 1 == config::Thread::kStages) {
    wishes_.push_back({guide_of(guide).thread.follow_up});
  }
}

// Another page was opened.
void Stage::forget_waiting_threads() {
  for (Thread& thread : threads_) {
    erase_if(thread.pending, [&](const targeting::Pending& pending) { return is_elsewhere(pending.trigger); });
    if (!thread.known) thread.asked = false;  // again
  }
}

void Stage::fetched(const event::Fetched& event, Turn& turn) {
  const size_t guide = find(event.id);
  if (guide == config_.guides.size()) return;
  if (guide_of(guide).kind == config::GuideKind::kHelp) return help_.fetched(event, words_, turn);
  if (!guide_of(guide).thread.feed.empty()) feed_fetched(guide, event, turn);
}

void Stage::feed_fetched(size_t index, const event::Fetched& event, Turn& turn) {
  const config::Guide& guide = guide_of(index);
  Thread& thread = thread_of(index);
  std::optional<ThreadState> state = event.status == 200 ? read_feed(event.body) : std::nullopt;
  if (!state) {
    // No content: there is nothing to say of this visitor's feedback yet.
    if (event.status == 204 || event.status == 404) return;
    return turn.warn(join({"the feed of \"", guide.id, "\" ",
                           event.status == 0     ? "cannot be reached"
                           : event.status == 200 ? "does not say {\"stage\": \"received\", \"inProgress\", "
                                                   "\"priorities\" or \"done\"}"
                                                 : join({"answers with status ", decimal(event.status)})}));
  }
  thread.state = std::move(*state);
  thread.known = true;
  for (const targeting::Pending& pending : thread.pending) decider_.put_back(pending);
  thread.pending.clear();
  dirty_ |= is_up(index);
}

}  // namespace canvass::guide

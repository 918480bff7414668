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
  if (configured.surveys.empty() || pending.seen) return true;
  if (!gave_feedback(guide)) return false;
  Thread& thread = thread_of(guide);
  if (thread.known) return thread.seen != stage_name(thread.state.stage);
  thread.pending.push_back(pending);
  if (!std::exchange(thread.asked, true)) {
    turn.effects.push_back(effect::Fetch{guide_of(guide).id, feed_address(configured.feed, visitor_.id())});
  }
  return false;
}

void Stage::fetched(const event::Fetched& event, Turn& turn) {
  const std::optional<targeting::Thing> thing = decider_.find(event.id);
  if (!thing || !thing->guide) return;
  const config::Guide& guide = guide_of(thing->index);
  if (guide.kind == config::GuideKind::kHelp) return help_.fetched(event, words_, turn);
  if (guide.thread.feed.empty()) return;
  Thread& thread = thread_of(thing->index);
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
  dirty_ |= is_up(thing->index);
}

}  // namespace canvass::guide

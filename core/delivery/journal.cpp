#include "core/delivery/journal.h"

#include "core/base/text.h"
#include "core/privacy/address.h"
#include "core/targeting/glob.h"

namespace canvass::delivery {

// Whoever does not want to be tracked is not told apart by the page's own id for them either.
wire::Source Journal::source(const Turn& turn) const {
  wire::Source source{visitor_.id(), turn.anonymous ? std::string() : visitor_.user(),
                      std::string(targeting::path_of(visitor_.url())), visitor_.locale()};
  if (!query_->empty()) source.search = privacy::kept_query(visitor_.url(), *query_);
  return source;
}

void Journal::start(const config::Config& config, std::string_view seed, bool leading) {
  ids_ = UuidMaker(seed);
  query_ = &config.privacy.query;
  outbox_.configure(config.endpoint, config.write_key, config.delivery);
  outbox_.start(join({seed, "/outbox"}), leading);
}

void Journal::track(std::string_view event, Json properties, Turn& turn) {
  emit(wire::track(source(turn), ids_.make(turn.now), turn.now, event, std::move(properties)), turn);
}

void Journal::identify(Turn& turn) {
  if (turn.anonymous) return;
  emit(wire::identify(source(turn), ids_.make(turn.now), turn.now, visitor_.traits()), turn);
}

void Journal::emit(Json event, Turn& turn) {
  if (turn.preview) {
    event["preview"] = true;
  } else {
    outbox_.add(event, turn.now, turn.effects);
  }
  turn.effects.push_back(effect::Emit{std::move(event)});
}

}  // namespace canvass::delivery

#include "core/delivery/journal.h"

#include "core/base/text.h"
#include "core/delivery/wire.h"
#include "core/targeting/glob.h"

namespace canvass::delivery {

namespace {

wire::Source source_of(const targeting::Visitor& visitor) {
  return {visitor.id(), visitor.user(), std::string(targeting::path_of(visitor.url())), visitor.locale()};
}

}  // namespace

void Journal::start(const config::Config& config, std::string_view seed, bool leading) {
  ids_ = UuidMaker(seed);
  outbox_.configure(config.endpoint, config.write_key, config.delivery);
  outbox_.start(join({seed, "/outbox"}), leading);
}

void Journal::track(std::string_view event, Json properties, Turn& turn) {
  emit(wire::track(source_of(visitor_), ids_.make(turn.now), turn.now, event, std::move(properties)), turn);
}

void Journal::identify(Turn& turn) {
  emit(wire::identify(source_of(visitor_), ids_.make(turn.now), turn.now, visitor_.traits()), turn);
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

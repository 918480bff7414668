// Makes the wire events about this visitor, hands them to the outbox and lets the page know.
//
//   Journal journal(visitor);
//   journal.start(config, init.seed, init.leading);
//   journal.track("Survey Shown", {{"survey", "nps"}}, turn);
#pragma once

#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/uuid.h"
#include "core/config/config.h"
#include "core/delivery/outbox.h"
#include "core/targeting/visitor.h"
#include "core/turn.h"

namespace canvass::delivery {

class Journal {
 public:
  explicit Journal(const targeting::Visitor& visitor) : visitor_(visitor) {}

  void start(const config::Config& config, std::string_view seed, bool leading);

  void track(std::string_view event, Json properties, Turn& turn);
  void identify(Turn& turn);  // as the visitor now is

  UuidMaker& ids() { return ids_; }
  Outbox& outbox() { return outbox_; }
  const Outbox& outbox() const { return outbox_; }

 private:
  void emit(Json event, Turn& turn);

  const targeting::Visitor& visitor_;
  UuidMaker ids_;
  Outbox outbox_;
};

}  // namespace canvass::delivery

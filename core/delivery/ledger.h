// The account of every event: accepted = acknowledged + queued + dropped, after whatever happened.
//
//   Ledger ledger;
//   ledger.restore(stored);                     // what earlier pages dropped
//   ++ledger.accepted;                          // an event was made here, or taken over from storage
//   ledger.drop("refused 400", 1);
//   Json json = to_json(ledger, {.queued = 3, .leading = true});
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/apart.h"
#include "core/base/json.h"

namespace canvass::delivery {

struct Ledger {
  int64_t accepted = 0;
  int64_t acknowledged = 0;
  int64_t passed = 0;            // seen to by another tab: in its account, no longer in this one
  Json dropped = json_object();  // reason → how many, of earlier pages too

  CANVASS_APART void drop(std::string_view reason, size_t count);

  // {"refused 400":2,…} as kept in storage. Where it has more of a reason than this account, it is right.
  CANVASS_APART void restore(std::string_view text);
};

// What is not an account but a state.
struct Holding {
  size_t queued = 0;
  size_t memory_only = 0;  // of them, those that storage refused
  bool leading = true;
};

// {"accepted":12,"acknowledged":9,"queued":2,"dropped":{"refused 400":1},"memoryOnly":0,"passed":0,"lead":true}
Json to_json(const Ledger& ledger, const Holding& holding);

}  // namespace canvass::delivery
